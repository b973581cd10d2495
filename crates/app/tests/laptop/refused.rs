//! What central refused goes out as a file from which somebody else can enter it anew.

use app::ErrorCode;
use central::administration;
use serde_json::{Value, json};

use crate::common::*;
use crate::exports::offer;
use crate::office::{Office, force, rows, sync};

async fn suspend(office: &Office, laptop: &Laptop) {
    let view = laptop.call("session", json!({})).await;
    let officer_id = register::OfficerId(view["officer_id"].as_str().unwrap().parse().unwrap());
    let (database, clock) = (office.centre.database(), central::Clock::Set(office.time.clone()));
    administration::suspend_officer(database, &force(), officer_id, "On leave", &clock).await.unwrap();
}

#[tokio::test]
async fn refused_entries_go_out_with_reason_and_remedy_in_words_and_as_they_were_signed() {
    let office = Office::new().await;
    let laptop = office.laptop().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    laptop.report(magnus(&laptop)).await;
    sync(&laptop).await;
    suspend(&office, &laptop).await;
    case.give("record_note", json!({ "text": "Seen by a driver at the night café." })).await;
    let state = laptop.call("sync_now", json!({})).await;
    let refused = rows(&state, "refused");
    assert_eq!(refused[0]["person"], "Test-Larkspur, Magnus");
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("refused.json");
    let command = json!({ "to": offer(&laptop, &path), "reason": "To be entered by the night sergeant" });
    let saved = laptop.call("export_refused", command.clone()).await;
    assert_eq!(saved["count"], 1);
    let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let one = &file["refused"][0];
    for field in ["about", "person", "what", "why", "remedy"] {
        assert_eq!(one[field], refused[0][field], "{field}");
    }
    assert!(one["entry"]["says"].to_string().contains("night café"), "{one}");
    // The incident that it is about, in whole, and no other.
    let incidents = file["incidents"].as_array().unwrap();
    assert_eq!((incidents.len(), &incidents[0]["incident_id"]), (1, &json!(case.id())));
    let entries = incidents[0]["entries"].as_array().unwrap();
    assert!(entries.contains(&one["entry"]), "byte for byte as it was signed");
    let verified = app::verify_log_file(std::fs::File::open(&path).unwrap()).unwrap();
    assert!(verified.sound, "{verified:?}");
    // It is a look at the incident, and nothing counts as delivered (INV-5).
    let state = laptop.call("sync_state", json!({})).await;
    assert_eq!(rows(&state, "refused"), refused);
    assert_eq!(state["line"]["state"], "not_delivered");
    // Another register reads it and takes it in.
    let other = Laptop::empty();
    other.set_clock(laptop.now());
    other.call("create_register", create("TST", "duty_inspector")).await;
    other.call("take_log", json!({ "file": offer(&other, &path) })).await;
    assert!(other.open(&case.id()).await.view["timeline"].to_string().contains("night café"));
}

#[tokio::test]
async fn refused_entries_are_given_out_with_a_reason_by_those_who_may_and_only_where_there_are_any() {
    let office = Office::new().await;
    let laptop = office.laptop().await;
    sync(&laptop).await;
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("refused.json");
    let command = |reason: &str| json!({ "to": offer(&laptop, &path), "reason": reason });
    let error = laptop.refused("export_refused", command("Handed over")).await;
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(error.message.contains("refused nothing"), "{}", error.message);
    suspend(&office, &laptop).await;
    laptop.report(magnus(&laptop)).await;
    sync(&laptop).await;
    let error = laptop.refused("export_refused", command(" ")).await;
    assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::Input, "reason"));
    laptop.unlock(INVESTIGATOR).await;
    assert_eq!(laptop.refused("export_refused", command("Handed over")).await.code, ErrorCode::Refused);
    assert!(!path.exists());
}
