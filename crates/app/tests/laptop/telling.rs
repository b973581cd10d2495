//! A sighting told to another force: what it says while it is on its way, what interrupts there, and what becomes of it.

use serde_json::{Value, json};

use crate::common::*;
use crate::office::{Office, stub, sync};

fn sighting(from: &Laptop, incident_id: &Value, reference: &Value) -> Value {
    json!({
        "incident_id": incident_id, "force": "TST", "reference": reference,
        "sighting": {
            "place": "Fernbrook bus station", "seen": { "is": "at", "at": from.now().to_rfc3339() },
            "what": "A woman with a red scarf and no coat. She gave no name.", "sure": "likely",
            "whereabouts": "left", "gone": "towards the river", "contact": "07700 900321",
        },
    })
}

/// A force's laptop with an incident, another force's that found it, and what that one tells.
async fn two(office: &Office) -> (Laptop, Laptop, Value, Value) {
    let (here, there) = (office.laptop().await, office.another_force().await);
    let case = here.report(stub(&here)).await;
    let (id, reference) = (case.id(), case.view["reference"].clone());
    sync(&here).await;
    sync(&there).await;
    there.call("open_national", json!({ "incident_id": id, "reason": "She is in front of me" })).await;
    let tell = sighting(&there, &id, &reference);
    (here, there, id, tell)
}

async fn line(laptop: &Laptop) -> String {
    laptop.call("tellings", json!({})).await["tellings"][0]["line"].as_str().unwrap().to_owned()
}

async fn alerts(laptop: &Laptop) -> Vec<Value> {
    laptop.call("alerts", json!({})).await["alerts"].as_array().unwrap().clone()
}

#[tokio::test]
async fn inv_5_a_sighting_told_to_another_force_says_sent_delivered_and_accepted_each_when_it_is_so() {
    let office = Office::new().await;
    let (here, there, id, tell) = two(&office).await;
    let told = there.call("tell_force", tell).await;
    assert_eq!(told["tellings"][0]["line"], "Sent 09:00, not yet delivered – telephone TST");
    assert!(told["next_at"].is_string(), "when it is late is said before");
    assert_eq!(alerts(&there).await, [] as [Value; 0], "it is not late yet");
    sync(&here).await;
    let alert = alerts(&here).await.remove(0);
    assert_eq!(alert["what"], "sighting_told");
    assert_eq!(alert["incident_id"], id);
    let words = alert["line"].as_str().unwrap();
    assert!(
        words.starts_with("Possible sighting told by OTH, 09:00, Fernbrook bus station. TST/26/"),
        "{words}"
    );
    sync(&there).await;
    assert_eq!(line(&there).await, "Delivered to TST 09:00");
    here.wait(3);
    let held = here.call("told_of", json!({ "incident_id": id })).await["told"][0].clone();
    assert_eq!((held["contact"].clone(), held["taken"].clone()), (json!("07700 900321"), json!("")));
    let basis = here.open(&id).await.view["basis"].clone();
    let take = json!({ "telling_id": held["telling_id"], "basis": basis });
    let after = here.call("take_told", take.clone()).await;
    let log = after["timeline"].to_string();
    for said in ["red scarf", "towards the river", "07700 900321", "Probably them"] {
        assert!(log.contains(said), "{said} is in the record: {log}");
    }
    assert_eq!(alerts(&here).await, [] as [Value; 0], "it interrupts no more");
    let rule = here.refused("take_told", take).await.rule;
    assert_eq!(rule, Some(register::Rule::AlreadyAnswered), "it is taken once");
    assert_eq!(line(&there).await, "Delivered to TST 09:00", "nobody has said yet that it was accepted");
    sync(&here).await;
    sync(&there).await;
    there.wait(5);
    assert!(line(&there).await.starts_with("Accepted by "), "{}", line(&there).await);
    assert!(line(&there).await.contains("Test-Larch, TST, 09:03"), "{}", line(&there).await);
}

#[tokio::test]
async fn inv_5_out_of_contact_it_is_not_sent_is_counted_interrupts_and_arrives_with_the_time_of_the_event() {
    let mut office = Office::new().await;
    let (here, there, id, tell) = two(&office).await;
    office.shut().await;
    let told = there.call("tell_force", tell).await;
    assert_eq!(told["tellings"][0]["line"], "NOT SENT – telephone the control room of TST");
    let bar = sync(&there).await;
    assert!(bar.contains("1 to send"), "{bar}");
    let beside = there.call("sync_state", json!({})).await["beside"].to_string();
    assert!(beside.contains("1 sighting told to another force: NOT SENT"), "{beside}");
    there.wait(1);
    let alert = alerts(&there).await.remove(0);
    assert_eq!(alert["what"], "telling_not_delivered");
    assert!(alert["line"].as_str().unwrap().contains("NOT SENT – telephone"), "{alert}");
    here.wait(125);
    there.wait(124);
    office.reopen().await;
    let bar = sync(&there).await;
    assert!(!bar.contains("to send"), "{bar}");
    sync(&here).await;
    let held = here.call("told_of", json!({ "incident_id": id })).await["told"][0].clone();
    assert_eq!(held["seen"], "09:00, Fernbrook bus station", "the time of the event, not of its arrival");
    sync(&there).await;
    assert!(alerts(&there).await.is_empty());
}

#[tokio::test]
async fn inv_5_sent_and_on_no_laptop_there_it_says_not_delivered_after_a_while() {
    let office = Office::new().await;
    let (_here, there, _, tell) = two(&office).await;
    there.call("tell_force", tell).await;
    there.wait(1);
    let said = line(&there).await;
    assert_eq!(said, "NOT DELIVERED – telephone the control room of TST. Sent 09:00");
    assert_eq!(alerts(&there).await[0]["what"], "telling_not_delivered");
}

#[tokio::test]
async fn what_is_missing_is_named_field_by_field_and_nothing_is_told() {
    let office = Office::new().await;
    let (here, there, _, tell) = two(&office).await;
    let mut wrong = tell.clone();
    for field in ["place", "what", "contact"] {
        wrong["sighting"][field] = json!(" ");
    }
    wrong["sighting"]["sure"] = json!(null);
    wrong["sighting"]["seen"] = json!({ "is": "at", "at": there.after(30) });
    let refused = there.refused("tell_force", wrong).await;
    let fields: Vec<&str> = refused.fields.iter().map(|error| error.field.as_str()).collect();
    let expected = ["sighting.place", "sighting.what", "sighting.contact", "sighting.seen", "sighting.sure"];
    assert_eq!(fields, expected);
    let mut own = tell.clone();
    own["force"] = json!("OTH");
    assert_eq!(there.refused("tell_force", own).await.fields[0].field, "force");
    let mut long = tell.clone();
    long["sighting"]["what"] = json!("x".repeat(4_001));
    assert_eq!(there.refused("tell_force", long).await.fields[0].field, "sighting.what");
    assert!(there.call("tellings", json!({})).await["tellings"].as_array().unwrap().is_empty());
    let unheard = json!({ "telling_id": "0199a1b2-0000-7000-8000-000000000001" });
    assert_eq!(here.refused("take_told", unheard).await.code, app::ErrorCode::NotFound);
}

#[tokio::test]
async fn a_clock_that_is_ahead_there_keeps_no_sighting_out_of_the_record() {
    let office = Office::new().await;
    let (here, there, id, _) = two(&office).await;
    there.wait(90);
    let reference = here.open(&id).await.view["reference"].clone();
    there.call("tell_force", sighting(&there, &id, &reference)).await;
    sync(&here).await;
    let held = here.call("told_of", json!({ "incident_id": id })).await["told"][0].clone();
    let after = here.call("take_told", json!({ "telling_id": held["telling_id"] })).await;
    assert!(after["timeline"].to_string().contains("red scarf"));
}
