//! Creating, locking, unlocking, recovering; live and training apart.

use app::ErrorCode;
use app::views::AppEvent;
use serde_json::json;

use crate::common::*;

#[tokio::test]
async fn a_register_is_created_locked_and_unlocked_again() {
    let laptop = Laptop::empty();
    assert!(
        laptop.call("register_status", json!({})).await["registers"].as_array().expect("list").is_empty()
    );
    let error = laptop.refused("unlock", unlock(INSPECTOR, "anything at all")).await;
    assert_eq!(error.code, ErrorCode::NoRegister);

    let made = laptop.call("create_register", create("tst", "duty_inspector")).await;
    assert_ne!(made["share_1"], made["share_2"]);
    let session = &made["session"];
    assert_eq!((text(session, "force"), text(session, "register")), ("TST", "live"));
    assert_eq!(session["training"], json!(false));

    laptop.call("lock", json!({})).await;
    let status = laptop.call("register_status", json!({})).await;
    assert_eq!(status["session"], json!(null));
    assert_eq!(status["registers"][0]["officers"], json!(1));

    let session = laptop.unlock(INSPECTOR).await;
    assert_eq!(text(&session, "name"), "Insp Ada Test-Larch");
    // Collar numbers are read without regard to case.
    laptop.call("unlock", unlock(" l1 ", &passphrase_of(INSPECTOR))).await;
}

#[tokio::test]
async fn a_register_that_stands_is_left_as_it_is() {
    let laptop = Laptop::new().await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    laptop.call("lock", json!({})).await;
    let error = laptop.refused("create_register", create("TST", "duty_inspector")).await;
    assert_eq!(error.code, ErrorCode::RegisterExists);
    assert_eq!(laptop.unlock(INSPECTOR).await["open_incidents"], json!(1));
}

#[tokio::test]
async fn making_a_register_that_is_open_here_says_that_it_stands() {
    let laptop = Laptop::new().await;
    let error = laptop.refused("create_register", create("TST", "duty_inspector")).await;
    assert!(matches!(error.code, ErrorCode::RegisterExists | ErrorCode::RegisterInUse), "{error:?}");
    laptop.call("duty_list", json!({})).await;
}

#[tokio::test]
async fn the_first_officer_can_add_others_and_the_force_is_no_training_force() {
    let laptop = Laptop::empty();
    for code in ["NM", "wx", "SF", "HD"] {
        let error = laptop.refused("create_register", create(code, "duty_inspector")).await;
        assert_eq!(fields(&error), ["force"], "{code}");
    }
    assert_eq!(fields(&laptop.refused("create_register", create("T", "duty_inspector")).await), ["force"]);
    for role in ["call_handler", "auditor"] {
        let error = laptop.refused("create_register", create("TST", role)).await;
        assert_eq!(fields(&error), ["officer.role"], "{role}");
    }
    let mut weak = create("TST", "duty_inspector");
    weak["passphrase"] = json!("password1");
    assert_eq!(laptop.refused("create_register", weak).await.code, ErrorCode::WeakPassphrase);
    // A refusal leaves nothing that stands in the way of the next attempt.
    laptop.call("create_register", create("TST", "administrator")).await;
}

#[tokio::test]
async fn both_printed_shares_recover_the_register() {
    let laptop = Laptop::empty();
    let made = laptop.call("create_register", create("TST", "duty_inspector")).await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    laptop.call("lock", json!({})).await;

    let recover = |one: &str, two: &str| {
        json!({
            "register": "live", "share_1": one, "share_2": two,
            "officer": { "name": "Insp Ada Test-Larch", "collar": INSPECTOR, "role": "duty_inspector" },
            "passphrase": "copper violet marsh 72 kite",
        })
    };
    let (one, two) = (text(&made, "share_1"), text(&made, "share_2"));
    let error = laptop.refused("recover", recover(one, one)).await;
    assert_eq!(fields(&error), ["share_2"]);

    // One group mistyped: the field and the group are named.
    let last = one.trim_end().chars().next_back().expect("a share");
    let other = if last == '2' { '3' } else { '2' };
    let mistyped = format!("{}{other}", &one.trim_end()[..one.trim_end().len() - 1]);
    let error = laptop.refused("recover", recover(&mistyped, two)).await;
    assert_eq!(fields(&error), ["share_1"]);
    assert!(error.message.chars().any(|c| c.is_ascii_digit()), "names the group: {}", error.message);

    let session = laptop.call("recover", recover(two, one)).await;
    assert_eq!(session["open_incidents"], json!(1));
    laptop.call("lock", json!({})).await;
    let old = laptop.refused("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await;
    assert_eq!(old.code, ErrorCode::WrongPassphrase);
    laptop.call("unlock", unlock(INSPECTOR, "copper violet marsh 72 kite")).await;
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn shares_of_another_register_open_nothing_here() {
    let (mine, other) = (Laptop::new().await, Laptop::empty());
    let shares = other.call("create_register", create("TST", "duty_inspector")).await;
    mine.call("lock", json!({})).await;
    let mut command = officer(INSPECTOR, "Insp Ada Test-Larch", "duty_inspector");
    command["register"] = json!("live");
    command["share_1"] = shares["share_1"].clone();
    command["share_2"] = shares["share_2"].clone();
    let error = mine.refused("recover", command).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::Input, vec!["share_1"]));
    assert!(error.message.contains("another register"), "{}", error.message);
    mine.unlock(INSPECTOR).await;
}

#[tokio::test]
async fn live_and_training_stand_in_folders_of_their_own_and_never_mix() {
    let laptop = Laptop::new().await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    let training = laptop.call("open_training", json!({ "incidents": 16, "seed": 7 })).await;
    assert_eq!((&training["session"]["training"], text(&training["session"], "force")), (&json!(true), "NM"));
    assert!(laptop.data().join("training").join("register.db").exists());
    assert!(laptop.live().join("register.db").exists());
    let found = laptop.call("find_people", json!({ "text": "TST/26" })).await;
    assert!(found["incidents"].as_array().expect("list").is_empty());

    // A live officer opens nothing of training, and the other way round.
    let error = laptop
        .refused(
            "unlock",
            json!({ "register": "training", "collar": "L1", "passphrase": passphrase_of("L1") }),
        )
        .await;
    assert_eq!(error.code, ErrorCode::WrongPassphrase);
    let live = laptop.unlock(INSPECTOR).await;
    assert_eq!((&live["training"], &live["open_incidents"]), (&json!(false), &json!(1)));
    let reference = text(&laptop.duty().await[0], "reference").to_owned();
    assert!(reference.starts_with("TST/26/"), "{reference}");
}

#[tokio::test]
async fn a_register_that_another_program_has_open_is_in_use() {
    let laptop = Laptop::new().await;
    let second = laptop.started_again();
    let error = second.refused("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await;
    assert_eq!(error.code, ErrorCode::RegisterInUse);
    laptop.call("lock", json!({})).await;
    second.unlock(INSPECTOR).await;
}

#[tokio::test]
async fn after_locking_every_use_case_answers_locked() {
    let laptop = Laptop::new().await;
    let case = laptop.report(magnus(&laptop)).await;
    let id = case.id();
    laptop.call("lock", json!({})).await;
    let mut asked = 0;
    for (name, command, _) in app::schemas() {
        let schema = command.to_value();
        let command = example(&schema, &schema, &id);
        if app::NEEDS_NO_SESSION.contains(&name) {
            let answer = laptop.try_call(name, command).await;
            assert!(!matches!(&answer, Err(error) if error.code == ErrorCode::Locked), "{name}: {answer:?}");
            continue;
        }
        let error = laptop.refused(name, command.clone()).await;
        assert_eq!(error.code, ErrorCode::Locked, "{name} {command}: {error:?}");
        asked += 1;
    }
    assert_eq!(asked + app::NEEDS_NO_SESSION.len(), app::USE_CASE_NAMES.len());
    let status = laptop.call("register_status", json!({})).await.to_string();
    for personal in ["Larkspur", "Magnus", "Larch", "07700"] {
        assert!(!status.contains(personal), "{personal} after locking: {status}");
    }
}

/// The least value that a JSON schema accepts.
fn example(
    schema: &serde_json::Value,
    root: &serde_json::Value,
    id: &serde_json::Value,
) -> serde_json::Value {
    if let Some(to) = schema["$ref"].as_str() {
        let place = to.trim_start_matches('#');
        return example(root.pointer(place).expect("a definition"), root, id);
    }
    for one_of in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema[one_of].get(0) {
            let mut value = example(first, root, id);
            if let (Some(more), Some(object)) = (schema["properties"].as_object(), value.as_object_mut()) {
                object.extend(more.iter().map(|(key, of)| (key.clone(), example(of, root, id))));
            }
            return value;
        }
    }
    if !schema["const"].is_null() {
        return schema["const"].clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str().or(schema["type"][0].as_str()) {
        Some("object") => {
            let needed = schema["required"].as_array().cloned().unwrap_or_default();
            let value = |key: &serde_json::Value| {
                let key = key.as_str().unwrap_or_default();
                (key.to_owned(), example(&schema["properties"][key], root, id))
            };
            serde_json::Value::Object(needed.iter().map(value).collect())
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(16),
        Some("boolean") => json!(false),
        Some("string") => match schema["format"].as_str() {
            Some("uuid") => id.clone(),
            Some("date-time") => json!("2026-11-23T10:00:00Z"),
            Some("date") => json!("2026-01-01"),
            _ if schema["pattern"].is_string() => json!("0".repeat(64)),
            _ => json!("text"),
        },
        _ => json!({}),
    }
}

#[tokio::test]
async fn whoever_unlocks_while_the_register_is_still_being_closed_waits_for_it() {
    let laptop = Laptop::staffed().await;
    laptop.report(magnus(&laptop)).await;
    let working = laptop.try_call("verify", json!({}));
    let again = laptop.try_call("unlock", unlock(SUPERVISOR, &passphrase_of(SUPERVISOR)));
    let (_, locked, unlocked) = tokio::join!(working, laptop.try_call("lock", json!({})), again);
    locked.unwrap();
    assert_eq!(unlocked.unwrap()["role"], "supervisor");
}

#[tokio::test]
async fn an_idle_session_is_locked_and_says_why() {
    let laptop = Laptop::new().await;
    let minutes = laptop.call("session", json!({})).await["idle_lock_minutes"].as_u64().expect("minutes");
    let mut events = laptop.app.events();
    // Its own clock, not the register's: the test moves it.
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(60 * minutes - 30)).await;
    tokio::task::yield_now().await;
    assert!(events.try_recv().is_err(), "not yet");
    laptop.call("session_active", json!({})).await;
    tokio::time::advance(std::time::Duration::from_secs(60 * minutes - 30)).await;
    tokio::task::yield_now().await;
    assert!(events.try_recv().is_err(), "somebody was at the keyboard meanwhile");
    tokio::time::advance(std::time::Duration::from_secs(61)).await;
    tokio::time::resume();
    let event = events.recv().await.expect("an event");
    assert!(matches!(&event, AppEvent::Locked { why } if why.contains("nobody used it")), "{event:?}");
    let error = laptop.refused("duty_list", json!({})).await;
    assert_eq!(error.code, ErrorCode::Locked);
}

#[tokio::test]
async fn reports_of_a_session_that_was_never_closed_are_there_after_the_next_start() {
    let laptop = Laptop::new().await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    let Laptop { .. } = &laptop;
    let next = laptop.started_again();
    drop(laptop);
    next.call("lock", json!({})).await;
    wait_until_free(&next).await;
    assert_eq!(next.duty().await.len(), 1);
    assert_eq!(next.call("verify", json!({})).await["sound"], json!(true));
}

/// A dropped program gives its lock back when its last task ends.
pub async fn wait_until_free(laptop: &Laptop) {
    for _ in 0..10_000 {
        match laptop.try_call("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await {
            Ok(_) => return,
            Err(error) => assert_eq!(error.code, ErrorCode::RegisterInUse),
        }
        tokio::task::yield_now().await;
    }
    panic!("the dropped program keeps the register");
}

#[tokio::test]
async fn a_making_that_was_cut_short_is_no_register_and_is_in_nobodys_way() {
    let laptop = Laptop::new().await;
    laptop.app.shut_down().await;
    // As if the program had been killed before the register was put in its place.
    std::fs::rename(laptop.live(), laptop.data().join("live.making")).expect("moved back");
    let status = laptop.call("register_status", json!({})).await;
    assert_eq!(status["registers"], json!([]));
    laptop.call("create_register", create("TST", "duty_inspector")).await;
    assert!(laptop.duty().await.is_empty());
    assert!(!laptop.data().join("live.making").exists() && !laptop.data().join("live.before").exists());
}

#[tokio::test]
async fn a_change_of_folders_that_was_cut_short_is_undone_or_finished() {
    let laptop = Laptop::new().await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    laptop.app.shut_down().await;
    let before = laptop.data().join("live.before");
    std::fs::rename(laptop.live(), &before).expect("moved away, and nothing put in its place");
    assert_eq!(
        laptop.call("register_status", json!({})).await["registers"].as_array().map(Vec::len),
        Some(1)
    );
    laptop.unlock(INSPECTOR).await;
    assert_eq!(laptop.duty().await.len(), 1);
    std::fs::create_dir(&before).expect("put in place, and the old one not yet taken away");
    laptop.call("register_status", json!({})).await;
    assert!(!before.exists());
    assert_eq!(laptop.duty().await.len(), 1);
}

#[tokio::test]
async fn the_forces_own_thresholds_stay_with_the_register_that_is_made() {
    let laptop = Laptop::empty();
    std::fs::create_dir_all(laptop.live()).expect("the folder");
    std::fs::write(laptop.live().join("thresholds.toml"), "first_assessment_minutes = 15\n")
        .expect("thresholds");
    laptop.call("create_register", create("TST", "duty_inspector")).await;
    let case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    assert_eq!(text(&case.row().await, "need_line"), "No assessment yet (due 09:15)");
    // Changed later, the lists follow at the next unlocking, and nothing is called altered.
    std::fs::write(laptop.live().join("thresholds.toml"), "first_assessment_minutes = 45\n")
        .expect("thresholds");
    laptop.unlock(INSPECTOR).await;
    assert_eq!(text(&case.row().await, "need_line"), "No assessment yet (due 09:45)");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn a_register_moved_to_the_other_kinds_folder_is_refused() {
    let laptop = Laptop::new().await;
    laptop.app.shut_down().await;
    std::fs::rename(laptop.live(), laptop.data().join("training")).expect("moved");
    let command =
        json!({ "register": "training", "collar": INSPECTOR, "passphrase": passphrase_of(INSPECTOR) });
    let error = laptop.refused("unlock", command.clone()).await;
    assert_eq!(error.code, ErrorCode::Refused, "{error:?}");
    assert_eq!(laptop.refused("verify_closed", command).await.code, ErrorCode::Refused);
}

#[tokio::test]
async fn a_damaged_key_file_does_not_keep_the_other_register_from_being_opened() {
    let laptop = Laptop::new().await;
    laptop.call("open_training", json!({ "incidents": 16, "seed": 1, "replace": false })).await;
    laptop.call("lock", json!({})).await;
    std::fs::write(laptop.data().join("training/keys.json"), "{").expect("damaged");
    let status = laptop.call("register_status", json!({})).await;
    assert_eq!(status["registers"].as_array().map(Vec::len), Some(2), "{status}");
    laptop.unlock(INSPECTOR).await;
}
