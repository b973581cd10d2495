//! Taking a report; drafts; who is this.

use app::ErrorCode;
use register::Rule;
use rstest::rstest;
use serde_json::{Value, json};

use crate::common::*;
use crate::registers::wait_until_free;

#[rstest]
#[case::family_name("family_name", "Test-Larkspur", "Test-Larkspur")]
#[case::known_as("known_as", "Captain", "“Captain”")]
#[case::age("age", "20 to 30", "Unknown person, 20–30")]
#[case::sex("sex", "F", "Unknown woman")]
#[case::clothing("clothing", "one red boot", "Unknown person")]
#[tokio::test]
async fn inv_6_a_name_or_a_description_is_enough(
    #[case] attribute: &str,
    #[case] value: &str,
    #[case] name: &str,
) {
    let laptop = Laptop::new().await;
    let report =
        json!({ "category": "missing", "description": [{ "attribute": attribute, "value": value }] });
    let case = laptop.report(report).await;
    assert_eq!(text(&case.view, "name"), name);
    assert_eq!(text(&case.row().await, "name"), name);
}

#[tokio::test]
async fn inv_6_with_neither_name_nor_description_the_field_is_named() {
    let laptop = Laptop::new().await;
    for description in [json!([]), json!([{ "attribute": "family_name", "value": "  " }])] {
        let report = json!({ "category": "missing", "circumstances": "Gone", "description": description });
        let error = laptop.refused("take_report", json!({ "report": report })).await;
        let field = fields(&error)[0].to_owned();
        assert!(field.starts_with("description"), "{error:?}");
        assert!(matches!(rule(&error), Rule::NameOrDescription | Rule::Fields));
    }
    assert!(laptop.duty().await.is_empty(), "nothing was recorded");
}

#[tokio::test]
async fn references_count_up_also_when_two_reports_are_taken_at_once() {
    let laptop = Laptop::new().await;
    let report = |given: &str| json!({ "report": named("Test-Larkspur", given) });
    let (a, b, c) = tokio::join!(
        laptop.call("take_report", report("Magnus")),
        laptop.call("take_report", report("Una")),
        laptop.call("take_report", report("Piers")),
    );
    let mut references: Vec<&str> = [&a, &b, &c].iter().map(|taken| text(taken, "reference")).collect();
    references.sort_unstable();
    assert_eq!(references, ["TST/26/000001", "TST/26/000002", "TST/26/000003"]);
}

#[tokio::test]
async fn a_draft_is_kept_listed_and_counted_as_unsent_after_five_minutes() {
    let laptop = Laptop::new().await;
    let draft =
        json!({ "draft_id": "019a0000-0000-7000-8000-000000000001", "form": { "family_name": "Test-Lark" } });
    laptop.call("save_draft", draft.clone()).await;
    laptop.wait(4);
    assert_eq!(laptop.call("session", json!({})).await["unsent"], json!(""));
    // Typing on does not make it young again.
    let mut more = draft.clone();
    more["form"]["family_name"] = json!("Test-Larkspur");
    laptop.call("save_draft", more).await;
    laptop.wait(1);
    let session = laptop.call("session", json!({})).await;
    assert!(text(&session, "unsent").contains("1 report begun and NOT SAVED"), "INV-5: {session}");
    let drafts = laptop.call("list_drafts", json!({})).await;
    assert_eq!(drafts["drafts"].as_array().expect("drafts").len(), 1);
    assert_eq!(drafts["drafts"][0]["form"]["family_name"], json!("Test-Larkspur"));
    assert_eq!(drafts["drafts"][0]["unsent"], json!(true));
}

#[tokio::test]
async fn a_report_ends_its_draft_and_a_refused_one_does_not() {
    let laptop = Laptop::new().await;
    let id = "019a0000-0000-7000-8000-000000000001";
    laptop.call("save_draft", json!({ "draft_id": id, "form": {} })).await;
    let nothing = json!({ "report": { "category": "missing" }, "draft_id": id });
    laptop.refused("take_report", nothing).await;
    let count = |view: Value| view["drafts"].as_array().expect("drafts").len();
    assert_eq!(count(laptop.call("list_drafts", json!({})).await), 1);
    laptop.call("take_report", json!({ "report": named("Test-Larkspur", "Magnus"), "draft_id": id })).await;
    assert_eq!(count(laptop.call("list_drafts", json!({})).await), 0);

    laptop.call("save_draft", json!({ "draft_id": id, "form": {} })).await;
    assert_eq!(count(laptop.call("discard_draft", json!({ "draft_id": id })).await), 0);
}

#[tokio::test]
async fn inv_7_a_report_that_is_sent_twice_is_recorded_once() {
    let laptop = Laptop::new().await;
    let draft = |id: &str| json!({ "report": named("Test-Larkspur", "Magnus"), "draft_id": id });
    let (one, other) = ("019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002");
    let first = laptop.call("take_report", draft(one)).await;
    // The answer was lost on the way, and the form saved itself once more.
    laptop.call("save_draft", json!({ "draft_id": one, "form": {} })).await;
    let (second, third) =
        tokio::join!(laptop.call("take_report", draft(one)), laptop.call("take_report", draft(other)));
    assert_eq!((&second["incident_id"], &second["reference"]), (&first["incident_id"], &first["reference"]));
    assert_eq!((&first["taken_before"], &second["taken_before"]), (&json!(false), &json!(true)));
    assert_ne!(third["incident_id"], first["incident_id"]);
    assert_eq!(laptop.duty().await.len(), 2);
    let drafts = laptop.call("list_drafts", json!({})).await;
    assert!(drafts["drafts"].as_array().expect("drafts").is_empty(), "INV-5: nothing counts as unsent");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn inv_9_drafts_of_others_are_for_supervisors_and_that_they_saw_them_is_logged() {
    let laptop = Laptop::staffed().await;
    let id = "019a0000-0000-7000-8000-000000000001";
    let draft = json!({ "draft_id": id, "form": { "family_name": "Test-Lark" } });
    laptop.unlock(CALL_HANDLER).await;
    laptop.call("save_draft", draft.clone()).await;
    let list = laptop.call("list_drafts", json!({})).await["drafts"].clone();
    assert_eq!((&list[0]["own"], text(&list[0], "begun_by")), (&json!(true), "Dilys Test-Hazel"));

    laptop.unlock(INVESTIGATOR).await;
    let list = laptop.call("list_drafts", json!({})).await;
    assert!(list["drafts"].as_array().expect("drafts").is_empty());
    let report = json!({ "report": named("Test-Larkspur", "Magnus"), "draft_id": id });
    for (name, command) in
        [("save_draft", draft), ("discard_draft", json!({ "draft_id": id })), ("take_report", report)]
    {
        assert_eq!(rule(&laptop.refused(name, command).await), Rule::NotYourRole, "{name}");
    }
    assert!(laptop.duty().await.is_empty());

    laptop.unlock(SUPERVISOR).await;
    for _ in 0..2 {
        let list = laptop.call("list_drafts", json!({})).await["drafts"].clone();
        assert_eq!((&list[0]["own"], text(&list[0], "begun_by")), (&json!(false), "Dilys Test-Hazel"));
    }
    let left = laptop.call("discard_draft", json!({ "draft_id": id })).await;
    assert!(left["drafts"].as_array().expect("drafts").is_empty());
    let looks = looks(&laptop).await;
    let said: Vec<(&str, &str)> =
        looks.iter().map(|look| (look.verb.as_str(), look.query.as_str())).collect();
    assert_eq!(
        said,
        [("list_drafts", id), ("discard_draft", id)],
        "once as they are shown, and each discard"
    );
}

#[tokio::test]
async fn inv_7_a_draft_outlives_a_program_that_ends_without_closing() {
    let laptop = Laptop::new().await;
    let draft =
        json!({ "draft_id": "019a0000-0000-7000-8000-000000000001", "form": { "text": "half typed" } });
    laptop.call("save_draft", draft).await;
    let next = laptop.started_again();
    drop(laptop);
    wait_until_free(&next).await;
    let drafts = next.call("list_drafts", json!({})).await;
    assert_eq!(drafts["drafts"][0]["form"]["text"], json!("half typed"));
}

#[tokio::test]
async fn people_are_found_by_their_exact_name_misspelt_and_by_birth() {
    let laptop = Laptop::new().await;
    let case = laptop.report(magnus(&laptop)).await;
    laptop.report(named("Test-Quince", "Ottoline")).await;
    let person = case.view["person_id"].clone();
    let similar = |family: &str, given: &str, born: &str| json!({ "family_name": family, "given_name": given, "date_of_birth": born });
    for (typed, exact) in [
        (similar("Test-Larkspur", "Magnus", ""), true),
        (similar("test larkspur", "", ""), true),
        (similar("Test-Larkspurr", "Magnos", ""), false),
        (similar("Test-Laxpur", "Magnus", ""), false),
        (similar("", "", "1945-03-04"), false),
    ] {
        let found = laptop.call("similar_people", typed.clone()).await;
        let first = &found["people"][0];
        assert_eq!(first["person_id"], person, "{typed}: {found}");
        assert_eq!(first["exact"], json!(exact), "{typed}");
        assert!(!first["why"].as_array().expect("why").is_empty(), "says why: {first}");
        assert_eq!(first["last"]["reference"], case.view["reference"]);
    }
    let nobody = laptop.call("similar_people", similar("Zzyzx", "Qwfp", "")).await;
    assert!(nobody["people"].as_array().expect("people").is_empty());
    let nothing = laptop.call("similar_people", json!({})).await;
    assert!(nothing["people"].as_array().expect("people").is_empty());
}

#[tokio::test]
async fn the_same_person_reported_again_brings_the_earlier_episode_along() {
    let laptop = Laptop::new().await;
    let first = laptop.report(magnus(&laptop)).await;
    let person = first.view["person_id"].clone();
    laptop.wait(60);
    let mut again = magnus(&laptop);
    again["same_person_as"] = person.clone();
    let case = laptop.report(again).await;
    assert_eq!((&case.view["earlier"]["count"], &case.view["person_id"]), (&json!(1), &person));
    let found = laptop.call("find_people", json!({ "text": "larkspur" })).await;
    assert_eq!(found["people"][0]["episodes"], json!(2));

    // Linked by hand, and back.
    let mut third = laptop.report(named("Test-Larkspur", "M")).await;
    assert_eq!(third.view["earlier"]["count"], json!(0));
    let own = third.view["person_id"].clone();
    third.give("link_person", json!({ "person_id": person, "reason": "Same birth mark" })).await;
    assert_eq!(third.view["earlier"]["count"], json!(2));
    third.give("link_person", json!({ "person_id": own, "reason": "It was his brother" })).await;
    assert_eq!(third.view["earlier"]["count"], json!(0));
}

#[tokio::test]
async fn an_incident_is_found_by_its_reference() {
    let laptop = Laptop::new().await;
    let case = laptop.report(magnus(&laptop)).await;
    for typed in [text(&case.view, "reference"), "tst/26/000001", " TST/26 ", "tst-0142", "TST0142"] {
        let found = laptop.call("find_people", json!({ "text": typed })).await;
        assert_eq!(found["incidents"][0]["incident_id"], case.id(), "{typed}");
    }
    let by_log = laptop.call("duty_list", json!({ "filter": { "text": "tst-0142" } })).await;
    assert_eq!(by_log["matching"], json!(1));
    assert_eq!(laptop.refused("find_people", json!({ "text": " " })).await.code, ErrorCode::Input);
}

#[tokio::test]
async fn reading_a_dispatch_log_records_nothing() {
    let laptop = Laptop::new().await;
    let log = "LOG: TST-0142\nMISPER: TEST-LARKSPUR, Magnus\nRemark: talks of a last walk";
    let read = laptop.call("read_dispatch_log", json!({ "text": log })).await;
    assert_eq!(text(&read, "family_name"), "Test-Larkspur");
    assert_eq!(read["hints"][0]["question"], json!("self_harm"));
    assert!(laptop.duty().await.is_empty());
    assert_eq!(laptop.call("verify", json!({})).await["entries"], json!(1), "the register's own entry alone");
}

#[tokio::test]
async fn what_is_wrong_with_a_command_is_named_without_repeating_what_was_sent() {
    let laptop = Laptop::new().await;
    let id = "019a0000-0000-7000-8000-000000000001";
    for (name, command, field) in [
        ("record_note", json!({ "incident_id": id, "text": ["Test-Larkspur"] }), "text"),
        ("record_note", json!({ "incident_id": "Test-Larkspur", "text": "" }), "incident_id"),
        ("take_report", json!({ "report": { "category": "Test-Larkspur" } }), "report.category"),
        (
            "take_report",
            json!({ "report": { "category": "missing", "description": [{ "attribute": "Test-Larkspur", "value": "" }] } }),
            "report.description[0].attribute",
        ),
        ("take_report", json!({ "report": { "circumstances": "Test-Larkspur" } }), "report.category"),
        ("record_note", json!({ "incident_id": id }), "text"),
        ("find_people", json!("Test-Larkspur"), "."),
    ] {
        let error = laptop.refused(name, command).await;
        assert_eq!(error.code, ErrorCode::Input);
        assert!(error.message.contains(&format!(" {field} is")), "{name} {field}: {}", error.message);
        assert!(!error.message.contains("Larkspur"), "INV-8: {}", error.message);
    }
}

#[tokio::test]
async fn a_command_that_is_none_is_refused_without_touching_anything() {
    let laptop = Laptop::new().await;
    assert_eq!(laptop.refused("no_such_use_case", json!({})).await.code, ErrorCode::NotFound);
    assert_eq!(laptop.refused("record_note", json!({ "text": 5 })).await.code, ErrorCode::Input);
    let nobody = json!({ "incident_id": "019a0000-0000-7000-8000-000000000001", "text": "A note" });
    assert_eq!(rule(&laptop.refused("record_note", nobody.clone()).await), Rule::NoSuchIncident);
    assert_eq!(laptop.refused("incident", nobody).await.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn inv_7_what_is_typed_beside_reports_outlives_a_lock_and_a_kill_and_is_nobody_elses() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(INVESTIGATOR).await;
    assert_eq!(laptop.call("typed", json!({})).await["forms"], json!({}));
    let forms = json!({ "incident/1/note": { "text": "Half a sen" }, "assess-1": { "keyFacts": "Frail" } });
    laptop.call("keep_typed", json!({ "forms": forms })).await;
    laptop.call("lock", json!({})).await;
    laptop.unlock(INVESTIGATOR).await;
    assert_eq!(laptop.call("typed", json!({})).await["forms"], forms);
    laptop.unlock(INSPECTOR).await;
    assert_eq!(laptop.call("typed", json!({})).await["forms"], json!({}), "nobody else's");
    assert_eq!(laptop.call("list_drafts", json!({})).await["drafts"], json!([]), "no report");
    laptop.wait(10);
    assert_eq!(laptop.call("session", json!({})).await["unsent"], json!(""), "not counted as one");
    laptop.unlock(INVESTIGATOR).await;
    laptop.call("keep_typed", json!({ "forms": {} })).await;
    assert_eq!(laptop.call("typed", json!({})).await["forms"], json!({}), "saved or thrown away");
    let long = json!({ "forms": { "note": "x".repeat(1 << 20) } });
    assert_eq!(laptop.refused("keep_typed", long).await.code, ErrorCode::Input);
}
