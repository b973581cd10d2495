//! What is kept with a grade is what stood on the screen that it was given from: the second opinion as it was then, with how
//! each factor stood, and what was opened. One that says something else by now is read first.

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

fn adult() -> Value {
    let mut report = named("Test-Yarrow", "Piers");
    let description = report["description"].as_array_mut().unwrap();
    description.push(json!({ "attribute": "age", "value": "44" }));
    description.push(json!({ "attribute": "sex", "value": "male" }));
    report
}

fn answer(question: &str, answer: &str) -> Value {
    json!({ "answers": [{ "question": question, "answer": answer }] })
}

/// A grade, given from the screen that the case shows.
fn from_screen(case: &Case<'_>, grade: &str) -> Value {
    let rests_on = case.view["opinion"]["rests_on"].as_array().unwrap().iter();
    let whole = Value::Null;
    let each = rests_on.chain([&whole]);
    let reasons: Vec<Value> =
        each.map(|question| json!({ "question": question, "reason": "Seen to" })).collect();
    let mut command = assessment(grade, &case.laptop.after(60));
    command["beside"] = json!({
        "below": reasons, "opened": case.view["to_open"], "shown": case.view["opinion"]["shown"],
    });
    command
}

fn stood(view: &Value) -> Vec<String> {
    let lines = view["assessments"][0]["stood"].as_array().unwrap();
    lines.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

fn kept(view: &Value) -> &str {
    text(&view["assessments"][0], "opinion")
}

#[tokio::test]
async fn what_stood_on_the_screen_is_kept_with_its_time_and_how_each_factor_stood() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult()).await;
    for (question, said) in [
        ("harmed_before", "yes"),
        ("mental_health", "no"),
        ("mental_health", "yes"),
        ("medical_needs", "no"),
        ("dementia", "not_known"),
    ] {
        let mut answers = answer(question, said);
        // A yes with what it rests on would settle the no.
        if (question, said) != ("mental_health", "yes") {
            answers["answers"][0]["detail"] = json!("His sister says so");
        }
        case.give("answer_questions", answers).await;
    }
    let at = case.view["opinion"]["shown"]["at"].clone();
    // The officer writes for twenty minutes.
    laptop.wait(20);
    let command = from_screen(&case, "high");
    case.give("assess_risk", command).await;
    assert!(
        kept(&case.view).starts_with("Second opinion on the screen, Mon 23 Nov 2026 09:00 GMT"),
        "{}",
        kept(&case.view)
    );
    assert_eq!(at, json!("2026-11-23T09:00:00Z"));
    let stood = stood(&case.view);
    let says = |what: &str| stood.iter().any(|line| line.starts_with(what));
    assert!(says("Suggested because: "), "{stood:#?}");
    assert!(says("Harmed when missing before: yes, raises it by "), "{stood:#?}");
    assert!(says("Mental ill-health: conflicting, counted as yes, raises it by "), "{stood:#?}");
    assert!(says("Medical needs: no, lowers it by "), "{stood:#?}");
    assert!(says("Asked, not known: Dementia or confusion"), "{stood:#?}");
    assert!(says("Not asked: "), "{stood:#?}");
    assert!(says("Harm to people like them: "), "{stood:#?}");
}

#[tokio::test]
async fn where_no_screen_showed_one_the_opinion_says_that_it_was_formed_as_the_grade_was_saved() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult()).await;
    let mut command = from_screen(&case, "medium");
    command["beside"]["shown"] = Value::Null;
    case.give("assess_risk", command).await;
    assert!(kept(&case.view).starts_with("Second opinion formed as the grade was saved"));
}

#[tokio::test]
async fn an_opinion_that_changed_meanwhile_is_read_before_the_grade_is_kept() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult()).await;
    let dialysis =
        json!({ "condition": "dialysis", "treated_at": { "is": "at", "at": laptop.after(0) }, "detail": "" });
    case.give("give_medical_need", dialysis).await;
    let stale = from_screen(&case, "medium");
    // Nobody writes anything, and harm comes near.
    laptop.wait(43 * 60);
    let late = json!({ "next_review_at": laptop.after(60) });
    let with_time = |mut command: Value| {
        command["next_review_at"] = late["next_review_at"].clone();
        command
    };
    let error = case.refused("assess_risk", with_time(stale.clone())).await;
    assert_eq!(rule(&error), Rule::OpinionChanged);
    assert!(error.message.starts_with("The second opinion has changed"), "{}", error.message);

    let mut forged = with_time(stale);
    forged["beside"]["shown"]["at"] = json!(laptop.after(0));
    assert_eq!(rule(&case.refused("assess_risk", forged).await), Rule::OpinionChanged, "of another time");
    case.refresh().await;
    let command = from_screen(&case, "medium");
    case.give("assess_risk", command).await;
    assert!(kept(&case.view).contains("suggested High"), "{}", kept(&case.view));
}

#[tokio::test]
async fn raising_waits_for_no_opinion_and_keeps_the_one_that_was_on_the_screen() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult()).await;
    let command = from_screen(&case, "medium");
    case.give("assess_risk", command).await;
    laptop.wait(1);
    let raise = from_screen(&case, "high");
    laptop.wait(1);
    laptop.open(&case.id()).await.give("answer_questions", answer("mental_health", "yes")).await;
    case.give("assess_risk", raise).await;
    assert!(kept(&case.view).starts_with("Second opinion on the screen"), "{}", kept(&case.view));
    let not_asked = stood(&case.view).into_iter().find(|line| line.starts_with("Not asked: ")).unwrap();
    assert!(not_asked.contains("Mental ill-health"), "as it was on the screen: {not_asked}");
}

#[tokio::test]
async fn f16_what_was_left_for_later_is_still_to_be_opened_and_what_was_opened_is_kept() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult()).await;
    case.assess("medium", 600).await;
    let id = case.id();
    laptop.unlock(INVESTIGATOR).await;
    let mut theirs = laptop.open(&id).await;
    theirs.give("record_note", json!({ "text": "His son has the garage key" })).await;
    laptop.unlock(SUPERVISOR).await;
    let mut case = laptop.open(&id).await;
    let mut later = from_screen(&case, "medium");
    later["beside"]["opened"] = json!([]);
    later["beside"]["deferred_because"] = json!("The search needs me");
    case.give("assess_risk", later).await;
    assert_eq!(case.view["to_open"].as_array().unwrap().len(), 1, "it is asked for again");
    assert_eq!(case.view["unseen_by_grader"], json!(1));
    let left = text(&case.view["left_for_later"], "line");
    assert_eq!(left, "Sgt Bede Test-Alder, 09:00: One entry was not opened: The search needs me");
    let mut again = from_screen(&case, "medium");
    again["beside"]["opened"] = json!([]);
    assert_eq!(rule(&case.refused("assess_risk", again).await), Rule::UnopenedEntries);
    let opened = from_screen(&case, "medium");
    case.give("assess_risk", opened).await;
    assert_eq!((&case.view["to_open"], &case.view["left_for_later"]), (&json!([]), &Value::Null));
    assert!(stood(&case.view).contains(&"One entry since the grade before was opened.".to_owned()));
}
