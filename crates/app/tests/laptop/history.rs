//! The digest of a person's history beside the factors (F16): flags of other incidents, the last return, the entries of the
//! last 30 days; and what it forbids (F29).

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

fn child() -> Value {
    let mut report = named("Test-Sorrel", "Ada");
    report["description"].as_array_mut().unwrap().push(json!({ "attribute": "age", "value": "15" }));
    report
}

/// Missing once, exploited by what her mother says, found harmed; and missing again after so many days.
async fn missing_again(laptop: &Laptop, days: i64) -> (Case<'_>, Case<'_>) {
    let mut first = laptop.report(child()).await;
    let mother = json!({ "kind": "family", "name": "Jo Test-Sorrel", "relation": "mother", "contact": "07700 900123" });
    let answers = json!([
        { "question": "sexual_exploitation", "answer": "yes", "detail": "An older man collects her" },
        { "question": "out_of_character", "answer": "yes" },
    ]);
    first.give("answer_questions", json!({ "answers": answers, "act": { "source": mother } })).await;
    first.assess("high", 60).await;
    let mut found = located(&laptop.after(0));
    found["condition"] = json!("harmed");
    first.give("record_located", found).await;
    let harm = json!({ "harm": { "kinds": ["exploitation"], "rests_on": "what she told the nurse" } });
    first.give("record_harm", harm).await;
    laptop.wait(days * 24 * 60);
    // Longer than a laptop stays unlocked by itself.
    laptop.unlock(INSPECTOR).await;
    let mut again = child();
    again["same_person_as"] = first.view["person_id"].clone();
    let second = laptop.report(again).await;
    (first, second)
}

async fn digest(case: &Case<'_>, refresh: bool) -> Value {
    case.laptop.call("person_history", json!({ "incident_id": case.id(), "refresh": refresh })).await
}

fn references(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|item| text(item, "reference")).collect()
}

#[tokio::test]
async fn f16_flags_the_last_return_and_the_last_days_stand_in_it_each_with_source_and_time() {
    let laptop = Laptop::staffed().await;
    let (first, second) = missing_again(&laptop, 10).await;
    let digest = digest(&second, false).await;
    let (before, now) = (text(&first.view, "reference"), text(&second.view, "reference"));
    let flags = digest["flags"].as_array().unwrap();
    assert_eq!(flags.len(), 1, "what tells of one absence alone is none: {flags:#?}");
    let flag = &flags[0];
    assert_eq!(
        (text(flag, "line"), text(flag, "detail")),
        ("Sexual exploitation", "An older man collects her")
    );
    assert!(text(flag, "source").starts_with("Jo Test-Sorrel (mother)"), "{flag}");
    assert_eq!(text(flag, "reference"), before);

    let returned = digest["last_return"].as_array().unwrap();
    assert_eq!(returned.len(), 2, "how she was found, and what came to light");
    assert!(returned.iter().all(|item| text(item, "reference") == before));
    assert!(returned.iter().any(|item| text(&item["entry"], "headline").contains("old allotment")));
    assert!(returned.iter().any(|item| text(&item["entry"], "headline").contains("what she told the nurse")));

    let recent = references(&digest["recent"]);
    assert_eq!(recent[0], now, "the latest first");
    assert_eq!(recent.iter().filter(|reference| **reference == before).count(), 5);
    assert_eq!(digest["recent_count"], json!(recent.len()));
    let entries = digest["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 5, "those of the other incident, each once");
}

#[tokio::test]
async fn f16_after_30_days_entries_leave_the_digest_and_flags_and_the_last_return_stay() {
    let laptop = Laptop::staffed().await;
    let (first, second) = missing_again(&laptop, 31).await;
    let digest = digest(&second, false).await;
    assert!(!references(&digest["recent"]).contains(&text(&first.view, "reference")));
    assert_eq!(digest["flags"].as_array().unwrap().len(), 1);
    assert_eq!(digest["last_return"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn f16_which_entries_of_the_digest_stood_on_the_screen_is_kept_with_the_grade() {
    let laptop = Laptop::staffed().await;
    let (_, mut second) = missing_again(&laptop, 10).await;
    let digest = digest(&second, false).await;
    let mut command = assessment("high", &laptop.after(60));
    command["beside"] = json!({ "opened": [], "history": digest["entries"] });
    second.give("assess_risk", command).await;
    let stood = second.view["assessments"][0]["stood"].as_array().unwrap();
    let line = "The digest of their history showed 5 entries of other incidents.";
    assert!(stood.contains(&json!(line)), "{stood:#?}");
}

#[tokio::test]
async fn inv_9_reading_it_is_a_look_at_each_incident_that_it_is_made_of() {
    let laptop = Laptop::staffed().await;
    let (_, second) = missing_again(&laptop, 10).await;
    digest(&second, false).await;
    digest(&second, true).await;
    let looks = looks(&laptop).await;
    let own: Vec<_> = looks.iter().filter(|look| look.verb == "person_history").collect();
    assert_eq!(own.len(), 1, "once, and not again as the screen refreshes");
    assert!(own[0].of_incident);
}

#[tokio::test]
async fn f29_exploitation_in_an_earlier_incident_of_a_child_forbids_the_lowest_grade_and_says_where_to_read()
{
    let laptop = Laptop::staffed().await;
    let (_, mut second) = missing_again(&laptop, 10).await;
    let error = second.refused("assess_risk", assessment("very_low", &laptop.after(60))).await;
    assert_eq!(rule(&error), Rule::LowestGradeForChild, "not by an inspector either");
    assert_eq!(fields(&error), ["grade"]);
    assert!(error.fields[0].message.starts_with("Exploitation was said in another incident"));
    second.assess("low", 60).await;
}

#[tokio::test]
async fn f29_the_lowest_grade_waits_on_the_duty_list_for_a_supervisor() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(INVESTIGATOR).await;
    let mut report = named("Test-Yarrow", "Piers");
    report["description"].as_array_mut().unwrap().push(json!({ "attribute": "age", "value": "44" }));
    let mut case = laptop.report(report).await;
    case.assess("very_low", 600).await;
    laptop.wait(61);
    laptop.unlock(SUPERVISOR).await;
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("confirm_lowest", &json!(true)));
    assert!(text(&row, "need_line").starts_with("Lowest grade, and no supervisor has looked at it"), "{row}");
    let mut case = laptop.open(&case.id()).await;
    case.assess("very_low", 600).await;
    assert_ne!(text(&case.row().await, "need"), "confirm_lowest");
}
