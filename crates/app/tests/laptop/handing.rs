//! Handing an incident on, as one laptop sees it: what interrupts whom, and what each screen says of it.

use serde_json::{Value, json};

use crate::common::*;

async fn alerts(laptop: &Laptop) -> Vec<(String, String)> {
    let view = laptop.call("alerts", json!({})).await;
    let one = |alert: &Value| {
        (alert["what"].as_str().unwrap().to_owned(), alert["line"].as_str().unwrap().to_owned())
    };
    view["alerts"].as_array().unwrap().iter().map(one).collect()
}

async fn as_officer(laptop: &Laptop, collar: &str) {
    laptop.call("lock", json!({})).await;
    laptop.unlock(collar).await;
}

/// Reported by the call handler and handed to a supervisor.
async fn handed(laptop: &Laptop) -> (Value, Value) {
    as_officer(laptop, CALL_HANDLER).await;
    let mut report = magnus(laptop);
    report["assign_to"] = json!("supervisor");
    let taken = laptop.call("take_report", json!({ "report": report })).await;
    let view = laptop.call("incident", json!({ "incident_id": taken["incident_id"] })).await;
    let assignment = view["assignment"]["waiting"][0]["assignment"].clone();
    (taken["incident_id"].clone(), assignment)
}

fn receipt(incident: &Value, assignment: &Value) -> Value {
    json!({ "incident_id": incident, "assignment": assignment })
}

#[tokio::test]
async fn inv_5_what_no_screen_has_shown_is_never_called_delivered() {
    let laptop = Laptop::staffed().await;
    let (incident, assignment) = handed(&laptop).await;
    let line = async |laptop: &Laptop| {
        let view = laptop.call("incident", json!({ "incident_id": incident })).await;
        view["assignment"]["waiting"][0]["line"].as_str().unwrap().to_owned()
    };
    assert_eq!(alerts(&laptop).await, [], "it may still be on its way");
    assert_eq!(line(&laptop).await, "Supervisor: on this laptop alone, since 09:00. Tell them.");
    laptop.wait(1);
    let (what, words) = alerts(&laptop).await.remove(0);
    assert_eq!(what, "not_delivered");
    assert!(words.ends_with("NOT DELIVERED to Supervisor – phone (1 min)"), "{words}");
    assert_eq!(laptop.duty().await[0]["need_line"], "NOT DELIVERED to Supervisor: phone");

    // The inspector may look, and that delivers nothing to a supervisor.
    as_officer(&laptop, INSPECTOR).await;
    assert_eq!(alerts(&laptop).await, []);
    let refused = laptop.refused("receive_assignment", receipt(&incident, &assignment)).await;
    assert_eq!(refused.rule, Some(register::Rule::NotYourRole));

    as_officer(&laptop, SUPERVISOR).await;
    assert_eq!(alerts(&laptop).await[0].0, "new_to_accept");
    assert_eq!(line(&laptop).await, "Supervisor: on this laptop alone, since 09:00. Tell them.");
    let seen = looked(&laptop).await;
    let after = laptop.call("receive_assignment", receipt(&incident, &assignment)).await;
    assert_eq!(after["alerts"][0]["what"], "to_accept");
    assert_eq!(looked(&laptop).await, seen, "INV-9: nobody looked");
    assert_eq!(line(&laptop).await, "Supervisor: delivered to Sgt Bede Test-Alder 09:01, not accepted");
    // Another window says the same once more, and nothing is added.
    laptop.call("receive_assignment", receipt(&incident, &assignment)).await;
    let view = laptop.call("incident", json!({ "incident_id": incident })).await;
    let receipts = view["timeline"].as_array().unwrap().iter().filter(|item| item["kind"] == "assignment");
    assert_eq!(receipts.count(), 1);
}

#[tokio::test]
async fn whoever_accepts_is_named_on_the_list_and_nobody_is_interrupted_any_more() {
    let laptop = Laptop::staffed().await;
    let (incident, assignment) = handed(&laptop).await;
    let refused = laptop.refused("accept_assignment", receipt(&incident, &assignment)).await;
    assert_eq!(refused.fields[0].field, "assignment");
    as_officer(&laptop, SUPERVISOR).await;
    let view = laptop.call("accept_assignment", receipt(&incident, &assignment)).await;
    assert_eq!(view["assignment"]["owner"], "Sgt Bede Test-Alder, Supervisor, accepted 09:00");
    assert_eq!(view["assignment"]["waiting"], json!([]));
    assert_eq!(laptop.duty().await[0]["owner"], "Sgt Bede Test-Alder, Supervisor");
    assert_eq!(alerts(&laptop).await, []);
    as_officer(&laptop, CALL_HANDLER).await;
    assert_eq!(alerts(&laptop).await, []);
}

#[tokio::test]
async fn the_screen_is_told_when_its_words_change_though_nothing_is_recorded() {
    let laptop = Laptop::staffed().await;
    handed(&laptop).await;
    let view = laptop.call("alerts", json!({})).await;
    assert_eq!(view["as_of"], "2026-11-23T09:00:00Z");
    assert_eq!(view["next_at"], "2026-11-23T09:00:20Z");
}
