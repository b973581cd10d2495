//! As known at a time; who had seen what by then; looks.

use image::ImageFormat;
use serde_json::{Value, json};

use crate::common::*;
use crate::photographs::{offer, picture};

/// What does not depend on looks, on what came later, or on who looks.
fn stood(view: &Value) -> Value {
    let mut view = view.clone();
    for free in ["as_known", "may"] {
        view[free] = Value::Null;
    }
    view
}

/// Every kind of act once, a minute apart; the time and the view after each.
async fn journey(laptop: &Laptop) -> Vec<(String, Value)> {
    let mut views = Vec::new();
    let mut case = laptop.report(magnus(laptop)).await;
    let at = |laptop: &Laptop| laptop.now().to_rfc3339();
    views.push((at(laptop), case.view.clone()));
    macro_rules! act {
        ($name:literal, $command:expr) => {{
            laptop.wait(7);
            let command = $command;
            case.give($name, command).await;
            views.push((at(laptop), case.view.clone()));
        }};
    }
    act!("assess_risk", assessment("high", &laptop.after(60)));
    act!("describe", json!({ "description": [{ "attribute": "medication", "value": "warfarin at 21:00" }] }));
    act!("answer_questions", json!({ "answers": [{ "question": "dementia", "answer": "yes" }] }));
    act!(
        "give_last_seen",
        json!({ "last_seen": {
        "place": "Hill Road", "how_known": "heard_from", "by": "bus driver",
        "when": { "is": "between", "from": laptop.after(-60), "to": laptop.after(-50) },
    } })
    );
    act!("set_action", json!({ "what": "Search the allotments", "due_at": laptop.after(20) }));
    act!("record_note", json!({ "text": "Rang the bus station" }));
    act!(
        "record_contact",
        json!({ "caller": "Una Test-Quince", "phone": "07700 900456", "text": "Saw him", "changes_risk": "unsure" })
    );
    act!("add_photograph", offer("a.jpg", &picture(ImageFormat::Jpeg), "2026-09-01"));
    let photograph = case.view["photograph"]["photograph_id"].clone();
    act!(
        "confirm_likeness",
        json!({ "photograph_id": photograph, "by": "Jo Test-Larkspur", "relation": "daughter" })
    );
    act!("clear_danger", json!({ "question": "self_harm", "reason": "The note was a shopping list" }));
    act!("give_reference", json!({ "reference": { "system": "rms", "reference": "RMS-77" } }));
    act!(
        "give_reference_status",
        json!({ "system": "dispatch_log", "reference": "TST-0142", "status": "closed" })
    );
    let action = case.view["actions"][0]["action_id"].clone();
    let done = json!({ "is": "done", "result": "Nobody there" });
    act!(
        "review_incident",
        json!({ "summary": "Looked again", "next_review_at": laptop.after(60), "answers": [{ "action_id": action, "answer": done }] })
    );
    act!("decide_category", json!({ "category": "concern_for_safety", "reason": "Known to walk" }));
    act!("record_located", located(&laptop.now().to_rfc3339()));
    laptop.wait(7);
    case.close(json!({ "summary": "Home, warm" }), Value::Null).await.expect("located");
    views.push((at(laptop), case.view.clone()));
    act!(
        "record_contact",
        json!({ "caller": "Una Test-Quince", "phone": "", "text": "Gone again", "changes_risk": "yes" })
    );
    act!("reopen_incident", json!({ "reason": "Gone again" }));
    act!("withdraw_located", json!({ "reason": "It was his brother" }));
    views
}

#[tokio::test]
async fn inv_2_the_incident_as_known_at_a_time_is_what_the_screen_showed_then() {
    let laptop = Laptop::staffed().await;
    let views = journey(&laptop).await;
    let id = views[0].1["incident_id"].clone();
    let case = laptop.open(&id).await;
    let stops = case.view["as_known"]["stops"].as_array().expect("stops").clone();
    assert_eq!(stops.len(), views.len(), "one stop an entry");
    let check = async |when: &str| {
        for (at, then) in &views {
            let now = case.at(at).await;
            for (key, value) in stood(then).as_object().expect("a view") {
                assert_eq!(&stood(&now)[key], value, "{key} as known at {at}, {when}");
            }
            assert_eq!(now["may"], json!([]), "nobody acts in the past");
        }
    };
    check("from the lists as written").await;
    laptop.call("rebuild", json!({})).await;
    check("from lists made again").await;
    assert_eq!(stood(&case.at(&laptop.after(0)).await), stood(&case.view));
    let verified = laptop.call("verify", json!({})).await;
    assert_eq!(verified["sound"], json!(true), "{verified}");
}

#[tokio::test]
async fn before_the_report_there_is_nothing_to_know() {
    let laptop = Laptop::new().await;
    let case = laptop.report(magnus(&laptop)).await;
    let command = json!({ "incident_id": case.id(), "at": laptop.after(-1) });
    assert_eq!(laptop.refused("incident", command).await.code, app::ErrorCode::NotFound);
}

#[tokio::test]
async fn what_became_of_an_earlier_episode_later_is_not_known_before() {
    let laptop = Laptop::new().await;
    let mut first = laptop.report(named("Test-Larkspur", "Magnus")).await;
    laptop.wait(10);
    let mut report = named("Test-Larkspur", "Magnus");
    report["same_person_as"] = first.view["person_id"].clone();
    let second = laptop.report(report).await;
    let (then, at) = (second.view["earlier"].clone(), laptop.now().to_rfc3339());
    laptop.wait(10);
    first.locate().await;
    first.close(json!({ "summary": "Home" }), Value::Null).await.expect("located");
    assert_eq!(second.at(&at).await["earlier"], then);
    let now = laptop.open(&second.id()).await;
    assert!(text(&now.view["earlier"], "line").contains("old allotment"));
}

#[tokio::test]
async fn inv_9_opening_is_a_look_and_a_refresh_is_not() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let id = case.id();
    let before = looked(&laptop).await;
    case.refresh().await;
    laptop.duty().await;
    assert_eq!(looked(&laptop).await, before, "what a screen does by itself");
    laptop.open(&id).await;
    assert_eq!(looked(&laptop).await, before + 1);
    laptop.call("incident", json!({ "incident_id": id, "at": laptop.after(0) })).await;
    laptop.call("find_people", json!({ "text": "larkspur" })).await;
    assert_eq!(looked(&laptop).await, before + 3, "the past is looked at too, and a search is one");
}

#[tokio::test]
async fn inv_9_what_a_session_shows_for_the_first_time_is_a_look_also_as_a_refresh() {
    let laptop = Laptop::staffed().await;
    let id = laptop.report(magnus(&laptop)).await.id();
    let then = laptop.now().to_rfc3339();
    laptop.wait(5);
    laptop.unlock(SUPERVISOR).await;
    let before = looked(&laptop).await;
    let refresh = |at: Value| json!({ "incident_id": id, "refresh": true, "at": at });
    for (at, looks) in [(Value::Null, 1), (Value::Null, 1), (json!(then), 2), (json!(then), 2)] {
        laptop.call("incident", refresh(at.clone())).await;
        assert_eq!(looked(&laptop).await, before + looks, "{at}");
    }
    laptop.unlock(INVESTIGATOR).await;
    laptop.call("incident", refresh(Value::Null)).await;
    assert_eq!(looked(&laptop).await, before + 3, "another officer at the keyboard");
}

#[tokio::test]
async fn inv_9_a_look_says_what_was_looked_for_and_why() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.give("add_photograph", offer("a.jpg", &picture(ImageFormat::Jpeg), "2026-09-01")).await;
    let (id, photograph) = (case.id(), case.view["photograph"]["photograph_id"].clone());
    laptop.unlock(CALL_HANDLER).await;
    let similar = |given: &str| json!({ "family_name": "Test-Larkspur", "given_name": given });
    for given in ["Magnus", "Magnus", "Zzyzx Qwfp"] {
        laptop.call("similar_people", similar(given)).await;
    }
    laptop.call("similar_people", json!({ "family_name": "Qwfp" })).await;
    let why = "Caller is his neighbour";
    laptop.call("find_people", json!({ "text": " Larkspur  Magnus ", "reason": why })).await;
    laptop.call("incident", json!({ "incident_id": id, "reason": format!(" {why} ") })).await;
    let picture = |size: &str| json!({ "incident_id": id, "photograph_id": photograph, "size": size });
    laptop.call("photograph", picture("thumbnail")).await;
    laptop.call("photograph", picture("display")).await;
    laptop.call("photograph", picture("display")).await;
    let long = json!({ "incident_id": id, "reason": "x".repeat(1_001) });
    assert_eq!(fields(&laptop.refused("incident", long).await), ["reason"]);

    let all = looks(&laptop).await;
    let mine = all.last().expect("a look").officer_id.clone();
    let said: Vec<(&str, bool, &str, &str)> = all
        .iter()
        .filter(|look| look.officer_id == mine)
        .map(|look| (look.verb.as_str(), look.of_incident, look.query.as_str(), look.reason.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("similar_people", false, "Magnus Test-Larkspur", ""),
            ("find_people", false, "Larkspur Magnus", why),
            ("incident", true, "", why),
            ("photograph", true, "", ""),
            ("photograph", true, "", ""),
        ],
        "once for what was typed and found somebody; a small picture of an opened incident is none"
    );
}

#[tokio::test]
async fn inv_9_a_small_picture_of_an_incident_that_was_not_opened_is_a_look() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.give("add_photograph", offer("a.jpg", &picture(ImageFormat::Jpeg), "2026-09-01")).await;
    let (id, photograph) = (case.id(), case.view["photograph"]["photograph_id"].clone());
    laptop.unlock(CALL_HANDLER).await;
    let before = looked(&laptop).await;
    let command = json!({ "incident_id": id, "photograph_id": photograph, "size": "thumbnail" });
    laptop.call("photograph", command).await;
    assert_eq!(looked(&laptop).await, before + 1);
    // It shows nothing of the log.
    let case = laptop.open(&id).await;
    let seen = case.view["as_known"]["seen_by"].as_array().expect("list").clone();
    let handler = seen.iter().find(|one| one["officer"] == "Dilys Test-Hazel").expect("listed");
    assert_eq!(handler["unseen"], json!(2), "{handler}");
}

#[tokio::test]
async fn inv_9_who_looked_at_the_past_had_not_seen_what_came_after() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let (id, then) = (case.id(), laptop.now().to_rfc3339());
    laptop.wait(10);
    case.give("record_note", json!({ "text": "Canal frozen" })).await;
    laptop.wait(10);
    case.give("record_note", json!({ "text": "Bus station rung" })).await;
    laptop.unlock(SUPERVISOR).await;
    laptop.call("incident", json!({ "incident_id": id, "at": then })).await;
    laptop.unlock(INSPECTOR).await;
    let view = laptop.open(&id).await.view;
    let seen = view["as_known"]["seen_by"].as_array().expect("list").clone();
    let sergeant = seen.iter().find(|one| one["officer"] == "Sgt Bede Test-Alder").expect("listed");
    assert_eq!(sergeant["unseen"], json!(2), "{sergeant}");
    let headline = |id: &Value| {
        let items = view["timeline"].as_array().expect("items");
        items.iter().find(|item| item["entry_id"] == *id).map(|item| item["headline"].clone())
    };
    let unseen: Vec<_> =
        sergeant["unseen_entries"].as_array().expect("entries").iter().map(headline).collect();
    assert_eq!(unseen, [Some(json!("Canal frozen")), Some(json!("Bus station rung"))]);
}

#[tokio::test]
async fn an_incident_is_shown_as_known_at_the_last_instant_there_is() {
    let laptop = Laptop::new().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("high", 60).await;
    let last = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let view = laptop.call("incident", json!({ "incident_id": case.id(), "at": last })).await;
    assert_eq!(view["reference"], case.view["reference"]);
    let first = chrono::DateTime::<chrono::Utc>::MIN_UTC;
    let command = json!({ "incident_id": case.id(), "at": first });
    assert_eq!(laptop.refused("incident", command).await.code, app::ErrorCode::NotFound);
}

#[tokio::test]
async fn who_had_seen_what_by_then() {
    let laptop = Laptop::staffed().await;
    let id = laptop.report(magnus(&laptop)).await.id();
    laptop.wait(10);
    laptop.unlock(SUPERVISOR).await;
    laptop.open(&id).await;
    let seen_at = laptop.now().to_rfc3339();
    laptop.wait(10);
    laptop.unlock(INVESTIGATOR).await;
    let mut case = laptop.open(&id).await;
    case.give("record_note", json!({ "text": "Canal frozen" })).await;
    laptop.wait(10);

    let by = |view: &Value| -> Vec<(String, u64)> {
        let seen = view["as_known"]["seen_by"].as_array().expect("list").clone();
        let mut all: Vec<_> = seen
            .iter()
            .map(|one| (text(one, "officer").to_owned(), one["unseen"].as_u64().expect("a number")))
            .collect();
        all.sort();
        all
    };
    let then = case.at(&seen_at).await;
    let names = |all: &[(String, u64)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&by(&then)),
        ["Insp Ada Test-Larch", "Sgt Bede Test-Alder"],
        "the constable had not looked"
    );
    assert!(by(&then).iter().all(|(_, unseen)| *unseen == 0));
    let now = case.refresh().await.clone();
    assert_eq!(
        by(&now),
        [
            ("Insp Ada Test-Larch".to_owned(), 1),
            ("PC Cerys Test-Rowan".to_owned(), 0),
            ("Sgt Bede Test-Alder".to_owned(), 1)
        ]
    );
    assert!(now["as_known"]["seen_by"].to_string().contains("had not seen one entry"));
}
