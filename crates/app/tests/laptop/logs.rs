//! The complete log of another register, taken in as it was signed (INV-1), and worked on from there.

use std::path::Path;

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;
use crate::exports::{export, offer, training};

async fn take(laptop: &Laptop, path: &Path) -> Value {
    laptop.call("take_log", json!({ "file": offer(laptop, path) })).await
}

fn counts(view: &Value) -> [u64; 3] {
    ["new", "held", "rejected"].map(|name| view[name].as_u64().unwrap())
}

/// Every incident of a file with its entries, byte for byte, in the order of the incidents' identifiers.
fn entries(path: &Path) -> Vec<(String, Vec<Value>)> {
    let log: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut incidents: Vec<(String, Vec<Value>)> = log["incidents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|incident| {
            (text(incident, "incident_id").to_owned(), incident["entries"].as_array().unwrap().clone())
        })
        .collect();
    incidents.sort_by(|one, other| one.0.cmp(&other.0));
    incidents
}

async fn empty(at: &Laptop) -> Laptop {
    let laptop = Laptop::empty();
    laptop.set_clock(at.now());
    laptop.call("create_register", create("OTH", "duty_inspector")).await;
    laptop
}

#[tokio::test]
async fn a_log_comes_into_an_empty_register_fact_by_fact_and_is_sound_there() {
    let (from, folder) = (training(60).await, tempfile::TempDir::new().unwrap());
    let path = folder.path().join("log.json");
    export(&from, "json", &path).await;
    let to = empty(&from).await;
    let seen = to.call("read_log", json!({ "file": offer(&to, &path) })).await;
    assert_eq!(seen["sound"], true, "{seen:#}");
    assert_eq!(to.duty().await.len(), 0, "nothing is taken in by reading");
    let ran = take(&to, &path).await;
    assert_eq!(counts(&ran), [seen["entries"].as_u64().unwrap(), 0, 0]);

    let again = folder.path().join("again.json");
    export(&to, "json", &again).await;
    assert_eq!(entries(&path), entries(&again));
    assert_eq!(to.duty().await.len(), from.duty().await.len());
    for row in from.duty().await {
        let other = to.call("incident", json!({ "incident_id": row["incident_id"] })).await;
        let own = from.call("incident", json!({ "incident_id": row["incident_id"] })).await;
        for field in ["reference", "grade", "description", "answers", "actions", "circumstances", "status"] {
            assert_eq!(own[field], other[field], "{field} of {}", own["reference"]);
        }
    }
    let verified = to.call("verify", json!({})).await;
    assert_eq!(verified["sound"], true, "{verified:#}");
    assert_eq!(to.call("rebuild", json!({})).await["changed"].as_u64(), Some(0), "INV-2");
    let held = take(&to, &path).await;
    assert_eq!(counts(&held), [0, seen["entries"].as_u64().unwrap(), 0], "what is here is not taken twice");
    let known = to.call("imports", json!({})).await["imports"].clone();
    assert_eq!((known.as_array().unwrap().len(), &known[0]["state"]), (1, &json!("log")));
    let back = json!({ "import_id": known[0]["import_id"], "reason": "not wanted" });
    assert_eq!(
        to.refused("withdraw_import", back).await.rule,
        Some(Rule::NoSuchImport),
        "what was signed stands"
    );
}

#[tokio::test]
async fn work_goes_on_in_the_register_that_took_it_and_comes_back_to_the_first() {
    let folder = tempfile::TempDir::new().unwrap();
    let (one, there, back) = ["one", "there", "back"].map(|name| folder.path().join(name)).into();
    let first = Laptop::new().await;
    let mut case = first.report(magnus(&first)).await;
    case.assess("high", 60).await;
    export(&first, "json", &one).await;
    let second = empty(&first).await;
    second.wait(30);
    take(&second, &one).await;
    let id = case.view["incident_id"].clone();
    second.call("record_note", json!({ "incident_id": id, "text": "Seen at Quill Street." })).await;
    assert_eq!(second.call("verify", json!({})).await["sound"], true);
    export(&second, "json", &there).await;
    assert!(app::verify_log_file(std::fs::File::open(&there).unwrap()).unwrap().sound);

    first.wait(40);
    assert_eq!(counts(&take(&first, &there).await), [1, 2, 0]);
    assert!(case.refresh().await["timeline"].to_string().contains("Seen at Quill Street."));
    assert_eq!(first.call("verify", json!({})).await["sound"], true);
    export(&first, "json", &back).await;
    let third = empty(&first).await;
    assert_eq!(counts(&take(&third, &back).await), [3, 0, 0], "signed on two devices");
    assert_eq!(third.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn a_log_that_is_not_as_it_was_signed_is_refused_and_nothing_of_it_is_taken() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("log.json");
    let first = Laptop::new().await;
    first.report(magnus(&first)).await;
    export(&first, "json", &path).await;
    let mut log: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    log["incidents"][0]["entries"][0]["says"]["facts"][0]["circumstances"] = json!("nothing happened");
    std::fs::write(&path, log.to_string()).unwrap();
    let second = empty(&first).await;
    let file = json!({ "file": offer(&second, &path) });
    assert_eq!(second.call("read_log", file.clone()).await["sound"], false);
    assert_eq!(fields(&second.refused("take_log", file).await), ["file"]);
    std::fs::write(&path, "{\"format\":\"nrmp-log-2\"}").unwrap();
    let file = json!({ "file": offer(&second, &path) });
    assert_eq!(fields(&second.refused("read_log", file).await), ["file"]);
    assert_eq!(second.duty().await.len(), 0);
    assert_eq!(second.call("imports", json!({})).await["imports"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn invented_people_do_not_come_beside_live_records() {
    let (from, folder) = (training(16).await, tempfile::TempDir::new().unwrap());
    let path = folder.path().join("log.json");
    export(&from, "json", &path).await;
    let live = Laptop::new().await;
    live.set_clock(from.now());
    live.report(magnus(&live)).await;
    assert_eq!(fields(&live.refused("take_log", json!({ "file": offer(&live, &path) })).await), ["file"]);
    let own = folder.path().join("own.json");
    export(&live, "json", &own).await;
    assert_eq!(fields(&from.refused("take_log", json!({ "file": offer(&from, &own) })).await), ["file"]);
}
