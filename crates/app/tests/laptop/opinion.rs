//! The second opinion beside a grade, as screens read it: it explains itself, moves with what is learnt and with time,
//! and is kept with the grade; a grade below it says why.

use app::ErrorCode;
use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

fn adult(laptop: &Laptop) -> Value {
    let mut report = named("Test-Yarrow", "Piers");
    let description = report["description"].as_array_mut().unwrap();
    description.push(json!({ "attribute": "age", "value": "44" }));
    description.push(json!({ "attribute": "sex", "value": "male" }));
    report["last_seen"] = json!({
        "place": "Test Street", "when": { "is": "at", "at": laptop.after(-60) }, "how_known": "seen", "by": "a neighbour",
    });
    report
}

fn answer(question: &str, answer: &str) -> Value {
    json!({ "answers": [{ "question": question, "answer": answer }] })
}

fn rate(case: &Case<'_>) -> f64 {
    case.view["opinion"]["rate"].as_f64().unwrap()
}

fn lines(view: &Value, of: &str, field: &str) -> Vec<String> {
    view["opinion"][of].as_array().unwrap().iter().map(|one| text(one, field).to_owned()).collect()
}

#[tokio::test]
async fn an_opinion_says_how_often_of_whom_and_what_to_ask_next() {
    let laptop = Laptop::staffed().await;
    let case = laptop.report(adult(&laptop)).await;
    let opinion = &case.view["opinion"];
    assert_eq!(text(opinion, "headline"), "7 in 100");
    assert_eq!(
        text(opinion, "line"),
        "men of 18 to 64 like this were recorded harmed, mostly suicide or self-harm."
    );
    assert_eq!(text(opinion, "suggested"), "medium");
    let because = opinion["because"][0].as_str().unwrap();
    assert!(because.starts_with("Not lower while this is not known: Suicide or self-harm"), "{because}");
    let next = &opinion["unknowns"][0];
    assert_eq!(text(next, "question"), "self_harm");
    let listed: Vec<_> =
        case.view["not_known"].as_array().unwrap().iter().map(|one| &one["question"]).collect();
    let telling: Vec<_> =
        opinion["unknowns"].as_array().unwrap().iter().map(|one| &one["question"]).collect();
    assert_eq!(listed[..telling.len()], telling, "what is not known stands in the same order everywhere");
    assert_eq!(text(next, "ask"), "Have they said or hinted that they may harm or kill themselves?");
    assert!(text(next, "moves").ends_with("A yes would suggest High."), "{}", text(next, "moves"));
}

#[tokio::test]
async fn an_answer_moves_the_opinion_with_its_reason_and_its_studies() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    let before = rate(&case);
    case.give("answer_questions", answer("self_harm", "yes")).await;
    assert!(rate(&case) > before);
    assert_eq!(text(&case.view["opinion"], "suggested"), "high");
    assert_eq!(case.view["opinion"]["because"], json!(["Suicide or self-harm is said or hinted at."]));
    let reason = &case.view["opinion"]["reasons"][0];
    assert_eq!((text(reason, "line"), text(reason, "strength")), ("Suicide or self-harm", "strong"));
    assert!(reason["studies"][0].as_str().unwrap().starts_with("Giles, O'Brien and Waring 2026 (16,454"));

    case.give("answer_questions", answer("mental_health", "no")).await;
    let of_no = lines(&case.view, "reasons", "line");
    assert!(of_no.contains(&"Mental ill-health: no".to_owned()), "{of_no:?}");
    case.give("answer_questions", answer("mental_health", "yes")).await;
    let of_both = lines(&case.view, "reasons", "line");
    assert!(of_both.contains(&"Mental ill-health: conflicting, counted as yes".to_owned()), "{of_both:?}");

    // Answered with what shows it, by somebody who had both.
    let shown = json!({ "answers": [{
        "question": "mental_health", "answer": "no", "detail": "His doctor: a cousin of the same name",
    }] });
    case.give("answer_questions", shown).await;
    let settled = lines(&case.view, "reasons", "line");
    assert!(settled.contains(&"Mental ill-health: no".to_owned()), "{settled:?}");
}

#[tokio::test]
async fn f17_below_the_suggestion_every_factor_is_answered_and_all_of_it_is_kept() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    for question in ["medical_needs", "likely_hurt", "victim_of_crime", "self_harm"] {
        case.give("answer_questions", answer(question, "no")).await;
    }
    case.give("answer_questions", answer("harmed_before", "yes")).await;
    case.give("answer_questions", answer("mental_health", "yes")).await;
    assert_eq!(text(&case.view["opinion"], "suggested"), "high");
    let mut low = assessment("medium", &laptop.after(60));
    low["beside"] =
        json!({ "below": [{ "question": "harmed_before", "reason": "Twisted his ankle, 2009" }] });
    let error = case.refused("assess_risk", low.clone()).await;
    assert_eq!(rule(&error), Rule::BelowSuggestion);
    assert_eq!(fields(&error), ["beside.below.mental_health"]);
    assert!(!error.message.is_empty() && !error.fields[0].message.is_empty(), "it says what to do");

    // What a caller says of the opinion is not taken.
    low["beside"]["opinion"] = json!({
        "model": "none", "at": laptop.after(0), "of_10_000": 1, "low": 0, "high": 2, "suggested": "very_low",
        "rests_on": [], "not_known": [], "earlier": 0,
    });
    assert_eq!(rule(&case.refused("assess_risk", low.clone()).await), Rule::BelowSuggestion);
    low["beside"]["below"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "question": "mental_health", "reason": "In care of his doctor" }));
    case.give("assess_risk", low).await;
    let kept = &case.view["assessments"][0];
    assert!(text(kept, "opinion").contains("suggested High (model 2026.1)"), "{}", text(kept, "opinion"));
    assert_eq!(
        kept["below"],
        json!([
            "Harmed when missing before: Twisted his ankle, 2009",
            "Mental ill-health: In care of his doctor"
        ])
    );
}

#[tokio::test]
async fn harm_in_an_earlier_incident_counts_though_nobody_says_so() {
    let laptop = Laptop::staffed().await;
    let mut first = laptop.report(adult(&laptop)).await;
    first.assess("medium", 60).await;
    let mut found = located(&laptop.after(0));
    found["condition"] = json!("harmed");
    first.give("record_located", found).await;
    let reference = text(&first.view, "reference").to_owned();
    let mut again = adult(&laptop);
    again["same_person_as"] = first.view["person_id"].clone();
    let second = laptop.report(again).await;
    let lines = lines(&second.view, "reasons", "line");
    assert_eq!(lines, [format!("Harmed when missing before ({reference})")]);
}

#[tokio::test]
async fn inv_10_ethnic_appearance_and_nationality_move_nothing() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    let before = case.view["opinion"].clone();
    let description = json!([
        { "attribute": "ethnic_appearance", "value": "IC3" },
        { "attribute": "self_defined_ethnicity", "value": "B1" },
        { "attribute": "nationality", "value": "Ruritanian" },
    ]);
    case.give("describe", json!({ "description": description })).await;
    assert_eq!(case.view["opinion"], before);
}

#[tokio::test]
async fn f13_the_moment_of_a_medical_need_opens_an_assessment_by_itself() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    case.assess("medium", 600).await;
    let none = json!({ "condition": "humours", "treated_at": { "is": "not_known" } });
    let error = case.refused("give_medical_need", none).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::Input, vec!["condition"]));

    let insulin = json!({
        "condition": "diabetes-insulin", "detail": "Ten units",
        "treated_at": { "is": "at", "at": laptop.after(-30) },
    });
    case.give("give_medical_need", insulin).await;
    let need = &case.view["opinion"]["medical"][0];
    assert_eq!(text(need, "label"), "Diabetes, on insulin");
    assert_eq!(need["begun"], json!(false));
    assert_eq!(text(&case.view["opinion"], "suggested"), "high", "harm within six hours");
    case.assess("high", 240).await;
    assert_eq!(case.row().await["overdue"], json!(false));

    // Four hours after the last treatment, and nobody has written anything.
    laptop.wait(215);
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("medical_need", &json!(true)));
    assert!(text(&row, "need_line").starts_with("Diabetes, on insulin: harm may have begun"), "{row}");
    case.refresh().await;
    assert_eq!(case.view["opinion"]["medical"][0]["begun"], json!(true));
    case.assess("high", 60).await;
    assert_ne!(text(&case.row().await, "need"), "medical_need");
}

fn aged(age: &str, laptop: &Laptop) -> Value {
    let mut report = adult(laptop);
    report["description"][2]["value"] = json!(age);
    report
}

#[tokio::test]
async fn dusk_and_the_hours_since_they_were_last_seen_open_an_assessment_by_themselves() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(aged("12", &laptop)).await;
    case.assess("high", 240).await;
    assert_eq!(case.row().await["overdue"], json!(false));

    // Sunset of a November day, and nobody has written anything but a review.
    laptop.wait(230);
    case.refresh().await;
    let review = json!({ "summary": "Nobody has seen him", "next_review_at": laptop.after(240) });
    case.give("review_incident", review).await;
    laptop.wait(235);
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("dusk", &json!(true)), "{row}");
    assert!(text(&row, "need_line").starts_with("It got dark 16:"), "{row}");
    case.refresh().await;
    case.assess("high", 240).await;
    assert_ne!(text(&case.row().await, "need"), "dusk");

    // Seen at eight: a day later harm becomes more frequent.
    laptop.wait(15 * 60 + 30);
    case.refresh().await;
    case.assess("high", 240).await;
    let next = text(&case.view["opinion"], "next_change").to_owned();
    assert!(next.contains("16:"), "a day is over, and dusk comes next: {next}");
}

#[tokio::test]
async fn inv_2_a_day_since_they_were_last_seen_asks_for_an_assessment_also_where_nobody_is_exposed() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    case.assess("medium", 24 * 60 - 1).await;
    laptop.wait(23 * 60 + 30);
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("missing_for", &json!(true)), "{row}");
    assert!(text(&row, "need_line").starts_with("Not seen for 24 hours, reached "), "{row}");
    case.refresh().await;
    case.assess("medium", 600).await;
    assert_ne!(text(&case.row().await, "need"), "missing_for");
}

#[tokio::test]
async fn f13_what_changed_since_the_grade_is_said_from_what_to_what() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(aged("17", &laptop)).await;
    assert_eq!(case.view["news"], json!([]), "nobody has graded yet");
    case.assess("high", 240).await;
    case.give("describe", json!({ "description": [{ "attribute": "age", "value": "15" }] })).await;
    assert_eq!(text(&case.view["news"][0], "line"), "Age: 17 → 15");
    assert_eq!(
        text(&case.view, "news_line"),
        "Risk information changed since the grade: assess again by 09:30."
    );
    let row = case.row().await;
    assert_eq!(
        (text(&row, "need"), text(&row, "need_line")),
        ("reassess", "Assess again by 09:30. Risk information changed: Age: 17 → 15")
    );
    case.give("answer_questions", answer("mental_health", "yes")).await;
    let seen = json!({ "last_seen": {
        "place": "Canal basin", "when": { "is": "at", "at": laptop.after(-10) }, "how_known": "seen", "by": "a walker",
    } });
    case.give("give_last_seen", seen).await;
    let lines: Vec<_> =
        case.view["news"].as_array().unwrap().iter().map(|one| text(one, "line").to_owned()).collect();
    assert_eq!(
        lines,
        [
            "Age: 17 → 15",
            "Mental ill-health: Not asked → Yes",
            "Last seen: Test Street, 08:00 → Canal basin, 08:50",
        ]
    );
    assert!(text(&case.row().await, "need_line").contains("Age: 17 → 15 (and 2 more changes)"));
    case.assess("high", 240).await;
    assert_eq!((&case.view["news"], text(&case.view, "news_line")), (&json!([]), ""));
}

#[tokio::test]
async fn f17_a_suggestion_that_rests_on_their_age_is_answered_for_it() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(aged("8", &laptop)).await;
    let opinion = &case.view["opinion"];
    assert_eq!((text(opinion, "suggested"), &opinion["rests_on_age"]), ("high", &json!(true)));
    let low = assessment("medium", &laptop.after(60));
    assert_eq!(fields(&case.refused("assess_risk", low.clone()).await), ["beside.below.age"]);
    let mut low = low;
    low["beside"] = json!({ "below": [{ "question": null, "age": true, "reason": "With her grandmother" }] });
    case.give("assess_risk", low).await;
    assert_eq!(case.view["assessments"][0]["below"], json!(["Age: With her grandmother"]));
}

#[tokio::test]
async fn f13_a_coded_condition_is_a_medical_need_until_it_no_longer_applies() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    let insulin = |ended: Value| {
        json!({
            "condition": "diabetes-insulin", "detail": "Ten units", "ended_because": ended,
            "treated_at": { "is": "at", "at": laptop.after(-30) },
        })
    };
    case.give("give_medical_need", insulin(Value::Null)).await;
    assert!(lines(&case.view, "reasons", "line").contains(&"Medical needs".to_owned()));
    case.give("answer_questions", answer("medical_needs", "no")).await;
    let of_both = lines(&case.view, "reasons", "line");
    assert!(of_both.contains(&"Medical needs: conflicting, counted as yes".to_owned()), "{of_both:?}");
    case.give("give_medical_need", insulin(json!("His doctor: it was his brother"))).await;
    let of_no = lines(&case.view, "reasons", "line");
    assert!(of_no.contains(&"Medical needs: no".to_owned()), "{of_no:?}");
}

#[tokio::test]
async fn a_list_of_conditions_says_what_happens_without_treatment_and_marks_what_the_record_points_at() {
    let laptop = Laptop::staffed().await;
    let list = laptop.call("conditions_list", json!({ "text": "has anaemia" })).await;
    let all = list["conditions"].as_array().unwrap();
    assert!(all.iter().all(|one| !text(one, "label").starts_with("medical-")), "every code has its words");
    assert!(all.iter().all(|one| !text(one, "without").starts_with("medical-")));
    let hinted: Vec<_> = all.iter().filter(|one| one["hinted"] == json!(true)).collect();
    assert_eq!(hinted.len(), 1);
    assert_eq!(text(hinted[0], "condition"), "sickle-cell", "F13: not anaemia alone");
}

#[tokio::test]
async fn nobody_who_is_found_has_an_opinion_formed_of_them() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    case.locate().await;
    assert_eq!(case.view["opinion"], Value::Null);
    case.assess("low", 60).await;
    assert_eq!(case.view["assessments"][0]["opinion"], Value::Null);
}

#[tokio::test]
async fn a_challenge_stands_in_front_of_whoever_decides_until_it_is_answered_and_climbs() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    case.assess("medium", 600).await;
    let high = json!({ "grade": "high", "reason": "He was found in the canal last time" });
    case.give("challenge_grade", high).await;
    let challenge = &case.view["challenges"][0];
    assert_eq!(challenge["open"], json!(true));
    assert!(text(challenge, "line").ends_with("would give High."), "{}", text(challenge, "line"));
    let row = case.row().await;
    assert_eq!((text(&row, "need"), text(&row, "section")), ("challenge", "needs_someone_now"));
    assert_eq!(text(&case.view["grade"], "grade"), "medium", "INV-4");

    laptop.wait(61);
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("challenge_climbed", &json!(true)));

    case.refresh().await;
    let id = case.view["challenges"][0]["entry_id"].clone();
    assert_eq!(case.view["challenges"][0]["own"], json!(true));
    let own = json!({ "challenge": id, "reason": "Thought better of it" });
    let error = case.refused("answer_challenge", own).await;
    assert_eq!(rule(&error), Rule::OwnChallenge);
    assert!(error.message.contains("somebody else answers it"), "{}", error.message);
    laptop.unlock(SUPERVISOR).await;
    case.refresh().await;
    assert_eq!(case.view["challenges"][0]["own"], json!(false));
    case.give("answer_challenge", json!({ "challenge": id, "reason": "Seen by his doctor on Tuesday" }))
        .await;
    let answered = &case.view["challenges"][0];
    assert_eq!(answered["open"], json!(false));
    assert!(text(answered, "answer").ends_with("“Seen by his doctor on Tuesday”"));
    assert!(!text(&case.row().await, "need").starts_with("challenge"));
    let again = json!({ "challenge": answered["entry_id"], "reason": "Once more" });
    assert_eq!(rule(&case.refused("answer_challenge", again).await), Rule::AlreadyAnswered);
}

#[tokio::test]
async fn f16_what_another_officer_entered_is_opened_before_the_grade_is_kept_or_waits_with_a_reason() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult(&laptop)).await;
    case.assess("medium", 600).await;
    let id = case.id();
    laptop.unlock(INVESTIGATOR).await;
    let mut theirs = laptop.open(&id).await;
    theirs.give("record_note", json!({ "text": "His son has the garage key" })).await;
    assert_eq!(theirs.view["to_open"], json!([]), "their own");
    laptop.unlock(SUPERVISOR).await;
    let mut case = laptop.open(&id).await;
    assert_eq!(case.view["to_open"].as_array().unwrap().len(), 1);
    let mut kept = assessment("medium", &laptop.after(60));
    kept["beside"] = json!({ "below": [] });
    let error = case.refused("assess_risk", kept.clone()).await;
    assert_eq!((rule(&error), fields(&error)), (Rule::UnopenedEntries, vec!["beside.deferred_because"]));
    kept["beside"]["deferred_because"] = json!("The search needs me");
    case.give("assess_risk", kept).await;
    assert_eq!(
        case.view["assessments"][0]["below"],
        json!(["One entry was not opened: The search needs me"])
    );
    assert_eq!(case.view["to_open"].as_array().unwrap().len(), 1, "not taken for opened");
}
