//! What may have happened and how the enquiry is led, as screens read it: apart from the risk, in the log, on paper.

use app::ErrorCode;
use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

fn point(bears: &str, what: &str) -> Value {
    json!({ "bears": bears, "what": what, "source": "CCTV, Test Street" })
}

fn river() -> Value {
    json!({
        "what": "He fell into the river",
        "points": [point("for", "His stick lay on the bank")],
        "next_enquiry": "Ask the lock keeper",
    })
}

fn policy(decision: &str) -> Value {
    json!({
        "decision": decision,
        "options": [{ "what": "A public appeal", "why_not": "His family asks to wait" }],
        "reasons": "He keeps to places that he knows",
    })
}

/// What the log says of the latest entry of a kind.
fn headline<'v>(case: &'v Case<'_>, kind: &str) -> &'v str {
    let items = case.view["timeline"].as_array().unwrap();
    text(items.iter().find(|item| item["kind"] == json!(kind)).unwrap(), "headline")
}

fn hypothesis<'v>(case: &'v Case<'_>) -> &'v Value {
    &case.view["hypotheses"][0]
}

#[tokio::test]
async fn a_hypothesis_shows_its_points_with_their_sources_and_where_it_stands() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    case.give("raise_hypothesis", river()).await;
    let id = hypothesis(&case)["entry_id"].clone();
    assert_eq!(text(hypothesis(&case), "standing"), "open");
    assert_eq!(
        headline(&case, "hypothesis"),
        "Hypothesis: He fell into the river · For: His stick lay on the bank (CCTV, Test Street) · Next enquiry: Ask the lock keeper"
    );
    laptop.wait(5);
    let out = json!({
        "hypothesis": id, "points": [point("against", "The lock was shut")],
        "stands": { "standing": "ruled_out", "because": "Divers found nothing" },
    });
    case.give("update_hypothesis", out).await;
    let shown = hypothesis(&case);
    assert_eq!(text(shown, "standing"), "ruled_out");
    assert!(shown["said"][0].as_str().unwrap().starts_with("Ruled out: Divers found nothing ("), "{shown}");
    assert_eq!((shown["points_for"].as_array().unwrap().len(), text(shown, "apart")), (1, ""));
    assert_eq!(text(&shown["points_against"][0], "what"), "The lock was shut");
    assert!(text(&shown["points_against"][0], "source").starts_with("CCTV, Test Street; recorded by "));
    assert_eq!(shown["next_enquiries"], json!([]), "nothing is to be found out of what is ruled out");
    assert!(headline(&case, "hypothesis").starts_with(
        "Hypothesis – Ruled out: “He fell into the river” · Because: Divers found nothing · Against: "
    ));

    let without = json!({ "hypothesis": id, "stands": { "standing": "open", "because": " " } });
    let error = case.refused("update_hypothesis", without).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::Refused, vec!["stands.because"]));
    assert_eq!(error.fields[0].message, "Write why it stands there now.");
    let sourceless = json!({ "what": "He is with his brother", "points": [{ "bears": "for", "what": "x", "source": "" }] });
    let error = case.refused("raise_hypothesis", sourceless).await;
    assert!(error.fields[0].message.starts_with("Say who said it or where it stands"), "{error:?}");
}

#[tokio::test]
async fn no_hypothesis_and_no_decision_changes_the_second_opinion_the_grade_or_what_is_due() {
    let laptop = Laptop::staffed().await;
    let mut report = named("Test-Yarrow", "Piers");
    let description = report["description"].as_array_mut().unwrap();
    description.push(json!({ "attribute": "age", "value": "81" }));
    description.push(json!({ "attribute": "sex", "value": "male" }));
    let mut case = laptop.report(report).await;
    case.assess("medium", 600).await;
    let risk = |view: &Value| {
        [
            "opinion",
            "grade",
            "dangers",
            "needs_decision",
            "contradictions",
            "answers",
            "not_known",
            "basis",
            "need",
        ]
        .map(|part| view[part].clone())
    };
    let before = risk(&case.view);
    assert!(before[0]["suggested"].is_string());
    let grave = "He means to kill himself, has no insulin with him and is being exploited";
    let mut raised = river();
    raised["what"] = json!(grave);
    raised["points"] = json!([point("for", grave), point("against", "He was in good spirits")]);
    case.give("raise_hypothesis", raised).await;
    assert_eq!(risk(&case.view), before, "raised");
    let id = hypothesis(&case)["entry_id"].clone();
    for standing in ["most_likely", "ruled_out", "open"] {
        let update = json!({
            "hypothesis": id, "points": [point("for", grave)], "next_enquiry": grave,
            "stands": { "standing": standing, "because": grave },
        });
        case.give("update_hypothesis", update).await;
        assert_eq!(risk(&case.view), before, "{standing}");
    }
    case.give("decide_policy", policy(grave)).await;
    assert_eq!(risk(&case.view), before, "decided");
    case.assess("medium", 600).await;
    assert_eq!(case.view["opinion"], before[0]);
}

#[tokio::test]
async fn the_policy_log_shows_what_was_considered_why_by_whom_and_what_stands_in_the_place_of_what() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    case.give("decide_policy", policy("No appeal before morning")).await;
    let first = case.view["policies"][0].clone();
    assert_eq!((text(&first, "number"), &first["stands"]), ("1", &json!(true)));
    assert!(text(&first, "decided").starts_with("Decided by "), "{first}");
    laptop.wait(1);
    let mut second = policy("Appeal now");
    second["supersedes"] = json!([first["entry_id"]]);
    second["decided_by"] = json!("Ch Supt Test-Elm");
    second["review_at"] = json!(laptop.after(45));
    case.give("decide_policy", second.clone()).await;
    let [two, one] = [&case.view["policies"][0], &case.view["policies"][1]];
    assert_eq!((&two["supersedes"], &one["superseded_by"]), (&json!(["1"]), &json!(["2"])));
    assert_eq!((text(one, "decision"), &one["stands"]), ("No appeal before morning", &json!(false)));
    assert_eq!((text(two, "review"), &two["overdue"]), ("Look again: in 45 min", &json!(false)));
    assert!(text(two, "decided").starts_with("Decided by Ch Supt Test-Elm, "), "{two}");
    let headline = headline(&case, "policy");
    assert!(
        headline.starts_with("Policy decision 2: Appeal now · Because: He keeps to places that he knows"),
        "{headline}"
    );
    for part in [
        "Not done: A public appeal, because His family asks to wait",
        "In the place of 1",
        "Taken by Ch Supt Test-Elm",
        "Look again ",
    ] {
        assert!(headline.contains(part), "{headline}");
    }
    assert_eq!(rule(&case.refused("decide_policy", second).await), Rule::DecisionSuperseded);
    let error = case.refused("decide_policy", json!({ "decision": "", "reasons": "" })).await;
    assert_eq!(fields(&error), ["decision", "reasons"]);

    laptop.wait(46);
    case.refresh().await;
    case.assess("medium", 600).await;
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("policy_review", &json!(true)));
    assert!(text(&row, "need_line").starts_with("Policy decision 2 to be looked at again: late"), "{row}");
}

#[tokio::test]
async fn a_decision_is_recorded_on_a_closed_incident_and_by_nobody_who_does_not_lead() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    let id = case.id();
    case.give("raise_hypothesis", river()).await;
    case.assess("medium", 600).await;
    case.locate().await;
    case.close(json!({ "summary": "Home" }), Value::Null).await.unwrap();
    assert_eq!(text(&case.view, "status"), "closed");
    case.give("decide_policy", policy("His phone is kept for the coroner")).await;
    assert_eq!((text(&case.view, "status"), case.view["policies"].as_array().unwrap().len()), ("closed", 1));
    assert_eq!(rule(&case.refused("raise_hypothesis", river()).await), Rule::Closed);

    laptop.unlock(CALL_HANDLER).await;
    let theirs = laptop.open(&id).await;
    assert!(!theirs.view["may"].as_array().unwrap().contains(&json!("direct")));
    assert_eq!(rule(&theirs.refused("decide_policy", policy("No appeal")).await), Rule::NotYourRole);
}

#[tokio::test]
async fn as_known_before_a_decision_the_log_and_the_hypothesis_stand_as_they_stood() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    case.give("raise_hypothesis", river()).await;
    let hypothesis_id = hypothesis(&case)["entry_id"].clone();
    let then = laptop.after(1);
    laptop.wait(10);
    case.give("decide_policy", policy("No appeal before morning")).await;
    let likely =
        json!({ "hypothesis": hypothesis_id, "stands": { "standing": "most_likely", "because": "His hat" } });
    case.give("update_hypothesis", likely).await;
    let view = laptop.call("incident", json!({ "incident_id": case.id(), "at": then })).await;
    assert_eq!((&view["policies"], text(&view["hypotheses"][0], "standing")), (&json!([]), "open"));
}
