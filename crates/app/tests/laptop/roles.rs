//! Who may do what: each role against the verbs that tell roles apart.

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

const VERBS: [&str; 11] = [
    "duty_list",
    "take_report",
    "record_note",
    "assess_risk",
    "record_located",
    "close_incident",
    "clear_danger",
    "add_officer",
    "verify",
    "review_incident",
    "decide_policy",
];

/// `x` where the role may: read, report, note, assess, locate, close, clear a danger, enrol, verify, review,
/// decide policy.
const TABLE: [(&str, &str); 11] = [
    ("call_handler", "xxxxx---x--"),
    ("investigating_officer", "xxxxxx--xxx"),
    ("supervisor", "xxxxxx--xxx"),
    ("duty_inspector", "xxxxxxxxxxx"),
    ("coordinator", "xxxxxx-xxxx"),
    ("safeguarding_reviewer", "xxxxx---xxx"),
    ("search_adviser", "xxxxx---xxx"),
    ("national_unit", "xxx-----x--"),
    ("partner", "--------x--"),
    ("auditor", "x-------x--"),
    ("administrator", "-------xx--"),
];

/// A command that the register refuses for another reason, where it does not refuse the role.
fn command(verb: &str, id: &Value) -> Value {
    let on = |mut rest: Value| {
        rest["incident_id"] = id.clone();
        rest
    };
    match verb {
        "take_report" => json!({ "report": { "category": "missing" } }),
        "record_note" => on(json!({ "text": "" })),
        "assess_risk" => on(assessment("absent", "2026-11-23T10:00:00Z")),
        "record_located" => {
            let mut command = on(located("2026-11-23T09:00:00Z"));
            command["seen_by"] = json!("");
            command
        }
        "close_incident" => json!({ "close": on(json!({ "summary": "" })) }),
        "clear_danger" => on(json!({ "question": "self_harm", "reason": "" })),
        "review_incident" => on(json!({ "summary": "", "next_review_at": "2026-11-23T10:00:00Z" })),
        "decide_policy" => on(json!({ "decision": "", "reasons": "" })),
        "add_officer" => officer("L50", "", "call_handler"),
        _ => json!({}),
    }
}

#[tokio::test]
async fn each_role_may_do_what_the_table_says_and_nothing_else() {
    let laptop = Laptop::new().await;
    let id = laptop.report(magnus(&laptop)).await.id();
    for (n, (role, _)) in TABLE.iter().enumerate() {
        laptop.call("add_officer", officer(&format!("R{n}"), "Nye Test-Elder", role)).await;
    }
    for (n, (role, may)) in TABLE.iter().enumerate() {
        laptop.unlock(&format!("R{n}")).await;
        for (verb, may) in VERBS.iter().zip(may.chars()) {
            let refused = match laptop.try_call(verb, command(verb, &id)).await {
                Err(error) => error.rule == Some(Rule::NotYourRole),
                Ok(_) => false,
            };
            assert_eq!(!refused, may == 'x', "{role} {verb}");
        }
    }
    assert_eq!(
        laptop.call("verify", json!({})).await["incidents"],
        json!(1),
        "nothing was recorded by trying"
    );
}

#[tokio::test]
async fn what_a_screen_offers_is_what_the_role_may_do() {
    let laptop = Laptop::staffed().await;
    let id = laptop.report(magnus(&laptop)).await.id();
    let session = laptop.unlock(CALL_HANDLER).await;
    let case = laptop.open(&id).await;
    assert_eq!(case.view["may"], json!(["record", "assess", "locate"]));
    for verb in ["close", "confirm_closure", "clear_danger", "enrol"] {
        assert!(!session["verbs"].as_array().expect("verbs").contains(&json!(verb)), "{verb}");
    }
}
