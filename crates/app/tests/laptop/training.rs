//! The training register: invented people, the same for the same seed, and never in anybody's way.

use app::ErrorCode;
use app::views::AppEvent;
use serde_json::{Value, json};

use crate::common::*;

fn asked(seed: u32, replace: bool) -> Value {
    json!({ "incidents": 16, "seed": seed, "replace": replace })
}

/// What a trainee sees: everything but identifiers of machine make.
async fn seen(laptop: &Laptop) -> Vec<Value> {
    let mut rows = laptop.duty().await;
    for row in &mut rows {
        row["incident_id"] = Value::Null;
    }
    rows
}

#[tokio::test]
async fn sixteen_incidents_fill_a_duty_list_in_sections() {
    let laptop = Laptop::empty();
    let view = laptop.call("open_training", asked(1, false)).await;
    assert_eq!((&view["made"], &view["session"]["training"]), (&json!(true), &json!(true)));
    assert_eq!(view["officers"].as_array().expect("officers").len(), 8);
    let list = laptop.call("duty_list", json!({})).await;
    let rows = list["rows"].as_array().expect("rows").clone();
    assert_eq!((rows.len(), &list["open"]), (16, &json!(16)));
    let mut sections: Vec<&str> = rows.iter().map(|row| text(row, "section")).collect();
    assert!(sections.is_sorted_by_key(|section| match *section {
        "needs_someone_now" => 0,
        "due_within_the_hour" => 1,
        _ => 2,
    }));
    sections.dedup();
    assert_eq!(sections.len(), 3, "each section once: {sections:?}");
    for row in &rows {
        assert!(text(row, "reference").starts_with("NM/"), "{row}");
        assert!(!text(row, "need_line").is_empty() && !text(row, "name").is_empty(), "{row}");
    }
    for row in &rows {
        let view = laptop.open(&row["incident_id"]).await.view;
        assert_eq!((&view["name"], &view["need_line"]), (&row["name"], &row["need_line"]));
    }
    let verified = laptop.call("verify", json!({})).await;
    assert_eq!(verified["sound"], json!(true), "{verified}");
    assert_eq!(laptop.call("rebuild", json!({})).await["changed"], json!(0), "INV-2");
}

#[tokio::test]
async fn every_invented_officer_unlocks_with_the_passphrase_that_is_shown() {
    let laptop = Laptop::empty();
    let view = laptop.call("open_training", asked(1, false)).await;
    for officer in view["officers"].as_array().expect("officers") {
        let command = json!({
            "register": "training", "collar": officer["collar"], "passphrase": view["passphrase"],
        });
        assert_eq!(laptop.call("unlock", command).await["role"], officer["role"]);
    }
}

#[tokio::test]
async fn the_same_seed_and_clock_give_the_same_list_and_another_seed_another() {
    let (one, two, other) = (Laptop::empty(), Laptop::empty(), Laptop::empty());
    one.call("open_training", asked(5, false)).await;
    two.call("open_training", asked(5, false)).await;
    other.call("open_training", asked(6, false)).await;
    let first = seen(&one).await;
    assert_eq!(first, seen(&two).await);
    assert_ne!(first, seen(&other).await);
}

#[tokio::test]
async fn it_is_made_once_and_made_anew_only_where_that_is_asked() {
    let laptop = Laptop::empty();
    laptop.call("open_training", asked(5, false)).await;
    let first = seen(&laptop).await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    let again = laptop.call("open_training", asked(6, false)).await;
    assert_eq!((&again["made"], laptop.duty().await.len()), (&json!(false), 17));
    let anew = laptop.call("open_training", asked(5, true)).await;
    assert_eq!(anew["made"], json!(true));
    assert_eq!(seen(&laptop).await, first);
    for incidents in [0, 15, 200_001] {
        let error = laptop.refused("open_training", json!({ "incidents": incidents, "seed": 1 })).await;
        assert_eq!(fields(&error), ["incidents"]);
    }
}

#[tokio::test]
async fn stopping_takes_back_what_was_begun() {
    let laptop = Laptop::empty();
    let mut events = laptop.app.events();
    let (made, ()) =
        tokio::join!(laptop.try_call("open_training", json!({ "incidents": 3000, "seed": 1 })), async {
            while !matches!(events.recv().await.expect("an event"), AppEvent::Progress { .. }) {}
            laptop.call("cancel_progress", json!({})).await;
        });
    assert_eq!(made.expect_err("stopped").code, ErrorCode::Cancelled);
    let status = laptop.call("register_status", json!({})).await;
    assert!(status["registers"].as_array().expect("list").is_empty(), "{status}");
    let left: Vec<_> = std::fs::read_dir(laptop.data().join("training"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .filter(|name| name.starts_with("register.db") || name.contains("key"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    laptop.call("open_training", asked(1, false)).await;
    assert_eq!(laptop.duty().await.len(), 16);
}

#[tokio::test]
async fn a_training_register_that_another_program_has_open_is_left_to_it() {
    let laptop = Laptop::empty();
    laptop.call("open_training", asked(5, false)).await;
    let first = seen(&laptop).await;
    let second = laptop.started_again();
    for replace in [false, true] {
        let error = second.refused("open_training", asked(6, replace)).await;
        assert_eq!(error.code, ErrorCode::RegisterInUse, "replace: {replace}");
    }
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    laptop.call("open_training", asked(5, false)).await;
    assert_eq!((laptop.duty().await.len(), first.len()), (17, 16), "nothing was taken away");
}

#[tokio::test]
async fn the_banner_says_that_a_file_sets_the_clock() {
    let laptop = Laptop::empty();
    laptop.call("open_training", asked(1, false)).await;
    let status = laptop.call("register_status", json!({})).await;
    assert!(text(&status, "clock_note").contains("Mon 23 Nov 2026 09:00 GMT"), "{status}");
    assert_eq!(laptop.call("duty_list", json!({})).await["as_of"], json!("2026-11-23T09:00:00Z"));
}

#[tokio::test]
async fn it_shows_who_had_seen_what_and_portraits_from_people_who_know_them() {
    let laptop = Laptop::empty();
    laptop.call("open_training", asked(1, false)).await;
    let (mut unseen, mut portraits, mut confirmed) = (0, 0, 0);
    for row in laptop.duty().await {
        let view = laptop.open(&row["incident_id"]).await.view;
        let seen = view["as_known"]["seen_by"].as_array().expect("list").clone();
        assert!(!seen.is_empty(), "INV-9: {}", row["name"]);
        let graded = &view["grade"]["by"];
        assert!(graded.is_null() || seen.iter().any(|one| one["officer"] == *graded), "{graded} had looked");
        unseen += seen.iter().filter(|one| one["unseen"] != json!(0)).count();
        for photograph in view["photographs"].as_array().expect("list") {
            portraits += 1;
            let line = text(photograph, "line");
            assert!(line.contains("Test-") && !line.contains("own view"), "{line}");
            confirmed += usize::from(photograph["likeness_confirmed"] == json!(true));
        }
    }
    assert!(unseen > 0, "some have news to read");
    assert_eq!((portraits, confirmed), (12, 6));
}

#[tokio::test]
async fn a_register_with_stricter_thresholds_is_made_within_them() {
    let laptop = Laptop::empty();
    let folder = laptop.data().join("training");
    std::fs::create_dir_all(&folder).expect("the folder");
    let strict =
        "longest_review_hours_high = 1\nlongest_review_hours_low = 2\nrationale_least_characters = 200\n";
    std::fs::write(folder.join("thresholds.toml"), strict).expect("written");
    laptop.call("open_training", asked(1, false)).await;
    assert_eq!(laptop.duty().await.len(), 16);
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    let error = case.refused("assess_risk", assessment("high", &laptop.after(45))).await;
    assert!(!fields(&error).is_empty(), "the thresholds are those of the folder");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
    case.refresh().await;
}

#[tokio::test]
async fn some_were_closed_without_being_located_and_a_second_officer_signed() {
    let laptop = Laptop::empty();
    laptop.call("open_training", json!({ "incidents": 500, "seed": 1 })).await;
    let mut exceptions = Vec::new();
    for ten in 0..=50 {
        let found = laptop.call("find_people", json!({ "text": format!("NM/26/{ten:05}") })).await;
        let of_ten = found["incidents"].as_array().expect("incidents").clone();
        let by_exception = |one: &Value| one["status"] == json!("closed") && one["condition"].is_null();
        exceptions.extend(of_ten.into_iter().filter(by_exception));
    }
    assert!(!exceptions.is_empty());
    for one in &exceptions {
        let view = laptop.open(&one["incident_id"]).await.view;
        let closed = &view["closed"];
        assert_eq!(text(closed, "confirmed_by"), "Sgt Owain Test-Rushbrook, Supervisor");
        assert!(text(closed, "line").starts_with("Closed without being located"));
    }
    let verified = laptop.call("verify", json!({})).await;
    assert_eq!(verified["sound"], json!(true), "the signatures hold: {verified}");
}
