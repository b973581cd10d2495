//! The safeguarding review queue: why an incident stands in it, in words, and what takes it out.

use serde_json::{Value, json};

use crate::common::*;

fn aged(age: &str) -> Value {
    let mut report = named("Test-Yarrow", "Piers");
    report["description"].as_array_mut().unwrap().push(json!({ "attribute": "age", "value": age }));
    report
}

fn yes(question: &str) -> Value {
    json!({ "answers": [{ "question": question, "answer": "yes" }] })
}

/// The queue, and the lines of each row.
async fn queue(laptop: &Laptop, asked: Value) -> (Value, Vec<Vec<String>>) {
    let view = laptop.call("review_queue", asked).await;
    let rows = view["rows"].as_array().unwrap().iter();
    let lines = rows
        .map(|row| {
            row["concerns"].as_array().unwrap().iter().map(|one| text(one, "line").to_owned()).collect()
        })
        .collect();
    (view, lines)
}

#[tokio::test]
async fn exploitation_that_nobody_acts_on_waits_and_leaves_when_something_was_done_to_find_them() {
    let laptop = Laptop::staffed().await;
    assert_eq!(queue(&laptop, json!({})).await.1.len(), 0);
    let mut case = laptop.report(aged("15")).await;
    case.assess("medium", 600).await;
    case.give("answer_questions", yes("sexual_exploitation")).await;
    laptop.wait(30);
    let (view, lines) = queue(&laptop, json!({})).await;
    assert_eq!(
        lines,
        [[
            "Exploitation, and nothing done to find them: known for 30 min",
            "At risk of sexual exploitation: known for 30 min, and no action was set",
        ]]
    );
    assert_eq!(
        view["counts"],
        json!({
            "all": 1, "children": 1, "challenged": 0, "not_sought": 1, "not_addressed": 1, "grade_fell": 0,
        })
    );

    case.refresh().await;
    let look = json!({ "what": "Look at the flat", "due_at": laptop.after(20), "locating": true });
    case.give("set_action", look).await;
    assert_eq!(queue(&laptop, json!({})).await.1.len(), 0, "it is under way");
    laptop.wait(45);
    assert_eq!(
        queue(&laptop, json!({})).await.1,
        [["Exploitation, and nothing done to find them: known for 1 h 15"]]
    );
    assert_eq!(text(&case.row().await, "need"), "locate", "F31: the inspector is told of a child");

    case.refresh().await;
    let action = case.view["actions"][0]["action_id"].clone();
    let done = json!({ "action_id": action, "answer": { "is": "done", "result": "Nobody in" } });
    case.give("answer_action", done).await;
    assert_eq!(queue(&laptop, json!({})).await.1.len(), 0);
    let labels: Vec<_> =
        case.view["clocks"].as_array().unwrap().iter().map(|one| text(one, "label")).collect();
    assert!(labels.contains(&"Last action to find them"), "{labels:?}");
}

#[tokio::test]
async fn a_queue_is_asked_for_by_kind_and_for_children_alone() {
    let laptop = Laptop::staffed().await;
    let mut adult = laptop.report(aged("44")).await;
    adult.give("answer_questions", yes("self_harm")).await;
    let mut child = laptop.report(aged("15")).await;
    child.give("answer_questions", yes("likely_hurt")).await;
    let (view, lines) = queue(&laptop, json!({ "kind": "not_addressed" })).await;
    assert_eq!(lines.len(), 2);
    assert_eq!(view["rows"][0]["row"]["child"], json!(true), "children before adults");
    assert_eq!(queue(&laptop, json!({ "children": true })).await.1.len(), 1);
    assert_eq!(queue(&laptop, json!({ "kind": "challenged" })).await.1.len(), 0);
    let (first, lines) = queue(&laptop, json!({ "limit": 1 })).await;
    assert_eq!((lines.len(), &first["matching"]), (1, &json!(2)));
}

#[tokio::test]
async fn a_challenge_comes_first_and_says_who_holds_what() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(aged("44")).await;
    case.give("answer_questions", yes("self_harm")).await;
    case.assess("medium", 600).await;
    let high = json!({ "grade": "high", "reason": "He was found in the canal last time" });
    case.give("challenge_grade", high).await;
    let (_, lines) = queue(&laptop, json!({})).await;
    assert!(lines[0][0].contains("holds that the grade should be High: not answered"), "{lines:?}");
}
