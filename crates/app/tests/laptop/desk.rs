//! Working an incident, from the report to the last note.

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

#[tokio::test]
async fn a_fresh_report_needs_an_assessment_and_says_so_in_words() {
    let laptop = Laptop::new().await;
    let case = laptop.report(magnus(&laptop)).await;
    assert_eq!(case.view["grade"], Value::Null);
    assert_eq!(text(&case.view, "need"), "first_assessment", "INV-3");
    assert_eq!(text(&case.view, "need_line"), "No assessment yet (due 10:00)");
    assert_eq!(text(&case.view, "age_sex"), "81, male · born 4 Mar 1945");
    assert_eq!(text(&case.view["dangers"][0], "question"), "self_harm", "the red strip (F18)");
    let row = case.row().await;
    assert_eq!(text(&row, "danger"), "May harm or kill themselves");
    assert_eq!((text(&row, "section"), text(&row, "missing_for")), ("needs_someone_now", "50 min"));

    laptop.wait(75);
    assert_eq!(text(&case.row().await, "need_line"), "No assessment yet (late 15 min)");
    // Not asked and asked-but-not-known are different things.
    let not_known = case.view["not_known"].as_array().expect("list").clone();
    let asked = |question: &str| {
        not_known.iter().find(|one| one["question"] == question).expect("listed")["asked"].clone()
    };
    assert_eq!((asked("medical_needs"), asked("dementia")), (json!(true), json!(false)));
    assert!(!not_known.iter().any(|one| one["question"] == "victim_of_crime"), "answered no");
}

#[tokio::test]
async fn inv_3_an_open_incident_has_one_force_and_a_review_or_an_assessment_due_all_along() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let holds = |view: &Value| {
        assert_eq!(text(view, "accountable_force"), "TST", "INV-3");
        let clocks = view["clocks"].to_string();
        let due = clocks.contains("First assessment due") || clocks.contains("Next review");
        assert!(due && view["need"].is_string(), "INV-3: {clocks} {}", view["need"]);
    };
    holds(&case.view);
    holds(case.assess("high", 60).await);
    holds(case.give("record_note", json!({ "text": "Rang the bus station" })).await);
    let review = json!({ "summary": "Still high", "next_review_at": laptop.after(90) });
    holds(case.give("review_incident", review).await);
    holds(case.locate().await);
}

#[tokio::test]
async fn the_grade_in_effect_shows_who_gave_it_why_and_what_they_had_seen() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("high", 120).await;
    let grade = &case.view["grade"];
    assert_eq!((text(grade, "grade"), text(grade, "by")), ("high", "Insp Ada Test-Larch"));
    assert_eq!(text(grade, "why"), "Frail, cold night, said goodbye");
    assert_eq!(text(grade, "saw"), "saw 1 of 1 entries");
    assert_eq!(text(&case.row().await, "need_line"), "Review 11:00");
    laptop.wait(130);
    let line = text(&case.row().await, "need_line").to_owned();
    assert_eq!(line, "Review late 10 min");
    case.give("record_note", json!({ "text": "Nothing new" })).await;
    assert_eq!(case.view["unseen_by_grader"], json!(1), "F16");
}

#[tokio::test]
async fn raising_is_never_gated_and_lowering_needs_reasons_and_sight() {
    let laptop = Laptop::staffed().await;
    let mut report = magnus(&laptop);
    report["answers"] = json!([]);
    let mut case = laptop.report(report).await;
    let first = case.refused("assess_risk", {
        let mut command = assessment("low", &laptop.after(60));
        command["rationale"] = json!({ "key_facts": "", "not_known": "", "would_change": "" });
        command
    });
    assert_eq!(fields(&first.await).len(), 3, "a first grade says why");
    case.assess("low", 60).await;
    let stale = case.view["basis"].clone();

    laptop.wait(5);
    let mut raised = assessment("high", &laptop.after(60));
    raised["rationale"] = json!({ "key_facts": "", "not_known": "", "would_change": "" });
    case.give("assess_risk", raised).await;
    assert_eq!(text(&case.view["grade"], "grade"), "high", "raising needs no words");

    laptop.wait(5);
    let mut lower = assessment("medium", &laptop.after(60));
    let error = case.refused("assess_risk", lower.clone()).await;
    assert_eq!((rule(&error), fields(&error)), (Rule::LoweringNeedsReason, vec!["lowered_because"]));
    lower["lowered_because"] = json!("Seen by a friend");
    lower["act"] = json!({ "basis": stale });
    assert_eq!(rule(&case.refused("assess_risk", lower.clone()).await), Rule::NotInformed, "INV-4");
    assert_eq!(text(&case.refresh().await["grade"], "grade"), "high");
    lower["act"] = Value::Null;
    case.give("assess_risk", lower).await;
    assert_eq!(text(&case.view["grade"], "grade"), "medium");
    assert!(case.view["timeline"].to_string().contains("lower than before because: Seen by a friend"));

    let legacy = assessment("no_apparent_risk", &laptop.after(60));
    assert_eq!(rule(&case.refused("assess_risk", legacy).await), Rule::LegacyGrade);
    let far = assessment("high", &laptop.after(60 * 24 * 30));
    assert_eq!(fields(&case.refused("assess_risk", far).await), ["next_review_at"]);
}

#[tokio::test]
async fn no_grade_below_medium_while_a_danger_stands() {
    let laptop = Laptop::staffed().await;
    let case = laptop.report(magnus(&laptop)).await;
    let error = case.refused("assess_risk", assessment("low", &laptop.after(60))).await;
    assert_eq!(rule(&error), Rule::DangerForbidsGrade, "F19");
}

#[tokio::test]
async fn very_low_needs_an_inspector_where_the_age_is_not_known_or_below_18() {
    let laptop = Laptop::staffed().await;
    for age in [None, Some("15"), Some("16-20"), Some("40")] {
        laptop.unlock(INVESTIGATOR).await;
        let mut report = named("Test-Larkspur", "Magnus");
        if let Some(age) = age {
            report["description"]
                .as_array_mut()
                .expect("list")
                .push(json!({ "attribute": "age", "value": age }));
        }
        let case = laptop.report(report).await;
        let command = assessment("very_low", &laptop.after(60));
        if age == Some("40") {
            laptop.open(&case.id()).await.give("assess_risk", command).await;
            continue;
        }
        assert_eq!(
            rule(&case.refused("assess_risk", command.clone()).await),
            Rule::LowestGradeForChild,
            "{age:?}"
        );
        let id = case.id();
        laptop.unlock(INSPECTOR).await;
        laptop.open(&id).await.give("assess_risk", command).await;
    }
}

#[tokio::test]
async fn contradictions_are_listed_with_their_sources() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    assert!(case.view["contradictions"].as_array().expect("list").is_empty());
    laptop.wait(3);
    let partner = json!({ "source": { "kind": "partner", "name": "Fernbrook surgery", "relation": "" } });
    case.give(
        "describe",
        json!({ "act": partner, "description": [{ "attribute": "date_of_birth", "value": "1954-03-04" }] }),
    )
    .await;
    let no = json!({ "question": "self_harm", "answer": "no", "detail": "He was joking, says his brother" });
    case.give("answer_questions", json!({ "answers": [no] })).await;
    case.give("answer_questions", json!({ "answers": [{ "question": "not_vulnerable", "answer": "yes" }] }))
        .await;
    let found = case.view["contradictions"].as_array().expect("list").clone();
    let about: Vec<&str> = found.iter().map(|one| text(one, "about")).collect();
    assert!(about.contains(&"Date of birth") && about.contains(&"Suicide or self-harm"), "{about:?}");
    assert!(about.contains(&"Said not to be vulnerable, while an immediate danger stands"), "{about:?}");
    let birth = found.iter().find(|one| one["about"] == "Date of birth").expect("one").to_string();
    assert!(birth.contains("Fernbrook surgery") && birth.contains("Jo Test-Larkspur (daughter)"), "{birth}");
    assert_eq!(case.view["dangers"][0]["cleared"], Value::Null, "a later no clears no danger (F18)");
}

#[tokio::test]
async fn a_danger_is_cleared_by_an_inspector_alone_and_stays_readable() {
    let laptop = Laptop::staffed().await;
    let id = laptop.report(magnus(&laptop)).await.id();
    let clear = json!({ "question": "self_harm", "reason": "Note found: he meant the care home" });
    for collar in [CALL_HANDLER, INVESTIGATOR, SUPERVISOR] {
        laptop.unlock(collar).await;
        let case = laptop.open(&id).await;
        assert_eq!(rule(&case.refused("clear_danger", clear.clone()).await), Rule::NotYourRole, "{collar}");
    }
    laptop.unlock(INSPECTOR).await;
    let mut case = laptop.open(&id).await;
    let error = case.refused("clear_danger", json!({ "question": "self_harm", "reason": "" })).await;
    assert_eq!(fields(&error), ["reason"]);
    let other = json!({ "question": "medical_needs", "reason": "None was said" });
    assert_eq!(rule(&case.refused("clear_danger", other).await), Rule::NoSuchDanger);
    case.give("clear_danger", clear).await;
    assert_eq!(text(&case.view["dangers"][0], "cleared"), "Note found: he meant the care home");
    assert_eq!(text(&case.row().await, "danger"), "");
}

#[tokio::test]
async fn new_risk_information_opens_a_timed_reassessment() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("medium", 600).await;
    laptop.wait(10);
    let item = json!({ "description": [{ "attribute": "medication", "value": "warfarin at 21:00" }] });
    case.give("describe", item).await;
    assert_eq!(text(&case.view, "need"), "reassess", "F13");
    assert_eq!(
        text(&case.view, "need_line"),
        "Assess again by 09:40. Risk information changed: Medication: not known → warfarin at 21:00"
    );
    laptop.wait(45);
    assert_eq!(
        text(&case.row().await, "need_line"),
        "Assess again, late 15 min. Risk information changed: Medication: not known → warfarin at 21:00"
    );
    case.assess("medium", 600).await;
    assert_ne!(text(&case.view, "need"), "reassess");
}

#[tokio::test]
async fn a_review_answers_every_open_action() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("high", 60).await;
    for what in ["Search the allotments", "Ring the ward"] {
        case.give("set_action", json!({ "what": what, "due_at": laptop.after(20), "role": "supervisor" }))
            .await;
        laptop.wait(1);
    }
    assert_eq!(text(&case.row().await, "need_line"), "Search the allotments: due 09:20");
    laptop.wait(24);
    assert!(text(&case.row().await, "need_line").ends_with(": late 6 min"));
    let ids: Vec<Value> =
        case.view["actions"].as_array().expect("list").iter().map(|one| one["action_id"].clone()).collect();
    let done = json!({ "is": "done", "result": "Nobody there" });
    let review = |answers: Value| json!({ "summary": "Looked again", "answers": answers, "next_review_at": laptop.after(60) });
    let some = review(json!([{ "action_id": ids[0], "answer": done }]));
    let error = case.refused("review_incident", some).await;
    assert_eq!((rule(&error), fields(&error)), (Rule::OpenActions, vec!["answers"]), "F04");
    let still = json!({ "is": "still_needed", "until": laptop.after(120) });
    let all = json!([{ "action_id": ids[0], "answer": done }, { "action_id": ids[1], "answer": still }]);
    case.give("review_incident", review(all)).await;
    let open: Vec<&Value> =
        case.view["actions"].as_array().expect("list").iter().filter(|one| one["open"] == true).collect();
    assert_eq!(open.len(), 1);
    let twice = json!({ "action_id": ids[0], "answer": done });
    assert_eq!(rule(&case.refused("answer_action", twice).await), Rule::AlreadyAnswered);
    let stop = json!({ "action_id": ids[1], "answer": { "is": "stopped", "because": "Ward closed" } });
    case.give("answer_action", stop).await;
    assert_eq!(text(&case.view["actions"][0], "answer").split(':').next(), Some("stopped"));
}

#[tokio::test]
async fn undecided_reports_get_half_an_hour() {
    let laptop = Laptop::staffed().await;
    let mut report = magnus(&laptop);
    report["category"] = json!("undecided");
    let mut case = laptop.report(report).await;
    case.assess("high", 200).await;
    assert_eq!(text(&case.view, "need_line"), "Decide by 09:30: missing or not", "F11");
    laptop.wait(40);
    assert_eq!(text(&case.row().await, "need_line"), "Decide: missing or not (late 10 min)");
    let command = json!({ "category": "undecided", "reason": "Cannot say" });
    assert_eq!(fields(&case.refused("decide_category", command).await), ["category"]);
    case.give("decide_category", json!({ "category": "missing", "reason": "Never late" })).await;
    assert_ne!(text(&case.view, "need"), "decide_category");
}

#[tokio::test]
async fn status_conflict_stands_in_words_until_the_person_is_located() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("high", 60).await;
    assert_eq!(case.view["status_conflict"], Value::Null);
    let closed = json!({ "system": "dispatch_log", "reference": "TST-0142", "status": "closed" });
    case.give("give_reference_status", closed).await;
    assert!(text(&case.view, "status_conflict").starts_with("STATUS CONFLICT: dispatch log TST-0142"), "F21");
    let row = case.row().await;
    assert_eq!(
        text(&row, "need_line"),
        "STATUS CONFLICT: dispatch log TST-0142 is closed, person not located"
    );
    assert_eq!(text(&row, "section"), "needs_someone_now");
    case.locate().await;
    assert_eq!(case.view["status_conflict"], Value::Null);
    assert!(!text(&case.row().await, "need_line").contains("CONFLICT"));
}

#[tokio::test]
async fn entries_from_paper_and_late_ones_say_so() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    laptop.wait(180);
    let act = json!({ "happened_at": { "is": "at", "at": laptop.after(-120) }, "from_paper": true });
    case.give("record_note", json!({ "act": act, "text": "Knocked at number 4" })).await;
    let items = case.view["timeline"].as_array().expect("items").clone();
    let item = items.iter().find(|one| one["headline"] == "Knocked at number 4").expect("the note");
    assert_eq!((text(item, "late"), &item["from_paper"]), ("entered 12:00", &json!(true)));
    assert_eq!(text(item, "at_line"), "10:00");
    let ahead = json!({ "happened_at": { "is": "at", "at": laptop.after(6) } });
    let error = case.refused("record_note", json!({ "act": ahead, "text": "Tomorrow" })).await;
    assert_eq!(fields(&error), ["act.happened_at"]);
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_bring_the_log_out_of_order() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    laptop.wait(10);
    case.give("record_note", json!({ "text": "First" })).await;
    laptop.wait(-600);
    case.give("record_note", json!({ "text": "Second" })).await;
    laptop.wait(600);
    case.refresh().await;
    let headlines: Vec<&str> =
        case.view["timeline"].as_array().expect("items").iter().map(|one| text(one, "headline")).collect();
    let place = |what: &str| headlines.iter().position(|one| *one == what).expect("there");
    let stops = case.view["as_known"]["stops"].as_array().expect("stops").clone();
    assert!(stops.windows(2).all(|two| time(two[0].as_str().expect("")) <= time(two[1].as_str().expect(""))));
    assert!(place("First") < headlines.len() && place("Second") < headlines.len());
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}
