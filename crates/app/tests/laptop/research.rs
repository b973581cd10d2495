//! The research checklist (F20) as screens and `nrmpctl` have it: recorded in one go, its gaps on the first view, and signed
//! with the grade.

use register::Rule;
use register::fact::ResearchCheck;
use serde_json::{Value, json};

use crate::common::*;

fn done(check: &str, at: &str, result: &str) -> Value {
    json!({ "check": check, "outcome": { "is": "done", "at": { "is": "at", "at": at }, "result": result } })
}

fn gaps(view: &Value) -> Vec<&str> {
    view["research"]["gaps"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

fn signing(laptop: &Laptop, research: Value) -> Value {
    let mut command = assessment("high", &laptop.after(60));
    command["beside"] = json!({ "research": research });
    command
}

#[tokio::test]
async fn f20_gaps_stand_on_the_first_view_until_none_is_left_and_each_result_says_who_and_when() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    let line = text(&case.view["research"], "line").to_owned();
    assert!(line.starts_with("0 of 7 checks done. Not done: PNC and LEDS, intelligence and PND,"), "{line}");

    let not_done =
        json!({ "check": "social_care", "outcome": { "is": "not_done", "because": "nobody answers" } });
    let mut custody = done("custody", &laptop.after(-10), "nothing found");
    custody["outcome"]["by"] = json!("custody desk, Alderby");
    let checks = json!([custody, done("pnc_leds", &laptop.after(-5), "no trace"), not_done]);
    case.give("record_research", json!({ "checks": checks })).await;
    assert_eq!(
        gaps(&case.view),
        ["intelligence", "local_records", "hospitals", "social_care", "earlier_missing"]
    );
    let said = |check: &str| {
        let checks = case.view["research"]["checks"].as_array().unwrap();
        checks.iter().find(|one| one["check"] == check).unwrap()["said"][0].as_str().unwrap().to_owned()
    };
    assert!(said("custody").ends_with(" by custody desk, Alderby: “nothing found”"), "{}", said("custody"));
    assert!(said("social_care").starts_with("Not done: “nobody answers” "), "{}", said("social_care"));
    let mut entries = case.view["timeline"].as_array().unwrap().iter();
    let entry = entries.find(|entry| text(entry, "headline").contains(": custody – nothing found")).unwrap();
    assert_eq!(entry["lines"][1], "Not checked: social care, because: nobody answers");

    let all = ResearchCheck::ALL.map(|check| done(check.name(), &laptop.after(0), "nothing found"));
    case.give("record_research", json!({ "checks": all })).await;
    assert_eq!(text(&case.view["research"], "line"), "All 7 checks are done.");
    assert!(gaps(&case.view).is_empty());
}

#[tokio::test]
async fn f20_the_grader_is_satisfied_or_grades_with_gaps_and_the_grade_keeps_which() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    let mut all =
        ResearchCheck::ALL.map(|check| done(check.name(), &laptop.after(0), "nothing found")).to_vec();
    let hospitals = all.remove(4);
    case.give("record_research", json!({ "checks": all })).await;

    let error = case.refused("assess_risk", signing(&laptop, json!({ "is": "satisfied" }))).await;
    assert_eq!(rule(&error), Rule::ResearchGaps);
    assert_eq!(fields(&error), ["beside.research.hospitals"]);
    assert!(error.fields[0].message.starts_with("Hospitals and ambulance: not done."), "it is named");

    case.give("assess_risk", signing(&laptop, json!({ "is": "gaps", "words": "it is freezing" }))).await;
    let kept = |case: &Case<'_>| case.view["assessments"][0]["research"].clone();
    assert_eq!(kept(&case), "Graded with gaps: hospitals and ambulance. “it is freezing”");
    case.give("record_research", json!({ "checks": [hospitals] })).await;
    case.give("assess_risk", signing(&laptop, json!({ "is": "satisfied" }))).await;
    assert_eq!(kept(&case), "Satisfied with the research: every check was done.");
    // Whoever sends nothing of it, as `nrmpctl` does, says nothing of it.
    case.give("assess_risk", assessment("high", &laptop.after(60))).await;
    assert_eq!(kept(&case), Value::Null);
}
