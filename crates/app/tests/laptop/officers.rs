//! Slots, tries, removal, change of passphrase.

use app::ErrorCode;
use serde_json::json;
use store::keys::{self, RegisterLock};

use crate::common::*;

#[tokio::test]
async fn five_wrong_passphrases_destroy_the_slot_also_across_starts() {
    let laptop = Laptop::staffed().await;
    laptop.call("lock", json!({})).await;
    for left in (1..=4).rev() {
        // Each try in a program of its own: the count is kept on disk.
        let started = laptop.started_again();
        let error = started.refused("unlock", unlock(CALL_HANDLER, "guess number one")).await;
        assert_eq!((error.code, fields(&error)), (ErrorCode::WrongPassphrase, vec!["passphrase"]));
        let said = if left == 1 { "One try".to_owned() } else { format!("{left} tries") };
        assert!(error.message.contains(&said), "{}", error.message);
    }
    let error = laptop.refused("unlock", unlock(CALL_HANDLER, "guess number five")).await;
    assert_eq!(error.code, ErrorCode::SlotDestroyed);
    let error = laptop.refused("unlock", unlock(CALL_HANDLER, &passphrase_of(CALL_HANDLER))).await;
    assert_eq!(error.code, ErrorCode::SlotDestroyed, "the right one opens nothing any more");

    // Everybody else still unlocks, and adds them again.
    laptop.unlock(INSPECTOR).await;
    let handler = |view: &serde_json::Value| {
        let all = view["officers"].as_array().expect("officers").clone();
        all.into_iter().find(|officer| officer["collar"] == CALL_HANDLER).expect("the call handler")
    };
    let seen = laptop.call("officers", json!({})).await;
    assert_eq!(handler(&seen)["has_slot"], json!(false));
    let again = officer(CALL_HANDLER, "Dilys Test-Hazel", "call_handler");
    let seen = laptop.call("add_officer", again).await;
    assert_eq!(handler(&seen)["has_slot"], json!(true));
    assert_eq!(seen["officers"].as_array().expect("officers").len(), 4, "the same person, not another");
    laptop.unlock(CALL_HANDLER).await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn a_right_passphrase_gives_the_tries_back() {
    let laptop = Laptop::new().await;
    for _ in 0..3 {
        for _ in 0..4 {
            let error = laptop.refused("unlock", unlock(INSPECTOR, "a wrong guess")).await;
            assert_eq!(error.code, ErrorCode::WrongPassphrase);
        }
        laptop.unlock(INSPECTOR).await;
    }
}

#[tokio::test]
async fn an_officer_who_has_a_slot_is_not_added_twice() {
    let laptop = Laptop::staffed().await;
    let error = laptop.refused("add_officer", officer("l4", "Dilys Test-Hazel", "call_handler")).await;
    assert_eq!(fields(&error), ["collar"]);
    let error = laptop.refused("add_officer", officer("", "Nobody Test-Elm", "call_handler")).await;
    assert_eq!(fields(&error), ["collar"]);
    let error = laptop.refused("add_officer", officer("L9", "  ", "call_handler")).await;
    assert_eq!(fields(&error), ["officer.name"]);
}

#[tokio::test]
async fn removing_an_officer_re_keys_and_locks_and_their_slot_opens_nothing() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(CALL_HANDLER).await;
    let written = laptop.report(named("Test-Larkspur", "Magnus")).await.id();
    laptop.unlock(INSPECTOR).await;
    let before = std::fs::read(laptop.live().join("register.db")).expect("the file");
    let officers = laptop.call("officers", json!({})).await;
    let all = officers["officers"].as_array().expect("officers").clone();
    let id = |collar: &str| {
        all.iter().find(|one| one["collar"] == collar).expect("an officer")["officer_id"].clone()
    };

    let gone = |reason: &str| json!({ "officer_id": id(CALL_HANDLER), "reason": reason });
    assert_eq!(fields(&laptop.refused("remove_officer", gone(" ")).await), ["reason"]);
    let error =
        laptop.refused("remove_officer", json!({ "officer_id": id(INSPECTOR), "reason": "Moved" })).await;
    assert_eq!(error.code, ErrorCode::Refused, "not oneself");

    laptop.call("remove_officer", gone("Left the force")).await;
    assert_eq!(laptop.refused("duty_list", json!({})).await.code, ErrorCode::Locked);
    let after = std::fs::read(laptop.live().join("register.db")).expect("the file");
    let same = before.chunks(4096).zip(after.chunks(4096)).filter(|(a, b)| a == b).count();
    assert_eq!(same, 0, "every page is under another key");

    let error = laptop.refused("unlock", unlock(CALL_HANDLER, &passphrase_of(CALL_HANDLER))).await;
    assert!(matches!(error.code, ErrorCode::WrongPassphrase | ErrorCode::SlotDestroyed), "{error:?}");
    for collar in [INSPECTOR, SUPERVISOR, INVESTIGATOR] {
        laptop.unlock(collar).await;
    }
    // What they wrote stays, with their name.
    let case = laptop.open(&written).await;
    assert!(case.view["timeline"].to_string().contains("Dilys Test-Hazel"));
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn a_passphrase_is_changed_by_its_owner_with_the_present_one() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(SUPERVISOR).await;
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    let new = "copper violet marsh 72 kite";
    let error = laptop.refused("change_passphrase", change("not it at all", new)).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::WrongPassphrase, vec!["current"]));
    let error = laptop.refused("change_passphrase", change(&passphrase_of(SUPERVISOR), "password1")).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::WeakPassphrase, vec!["new"]));
    laptop.call("change_passphrase", change(&passphrase_of(SUPERVISOR), new)).await;
    let error = laptop.refused("unlock", unlock(SUPERVISOR, &passphrase_of(SUPERVISOR))).await;
    assert_eq!(error.code, ErrorCode::WrongPassphrase);
    laptop.call("unlock", unlock(SUPERVISOR, new)).await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    laptop.unlock(INSPECTOR).await;
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn somebody_removed_and_added_again_is_who_the_register_now_says() {
    let laptop = Laptop::staffed().await;
    let officers = laptop.call("officers", json!({})).await;
    let all = officers["officers"].as_array().expect("officers");
    let handler = all.iter().find(|one| one["collar"] == CALL_HANDLER).expect("one")["officer_id"].clone();
    laptop.call("remove_officer", json!({ "officer_id": handler, "reason": "Moved" })).await;
    laptop.unlock(INSPECTOR).await;
    laptop.call("add_officer", officer(CALL_HANDLER, "Dilys Test-Hazel", "call_handler")).await;
    let session = laptop.unlock(CALL_HANDLER).await;
    assert_eq!((text(&session, "name"), text(&session, "role")), ("Dilys Test-Hazel", "call_handler"));
}

fn of_collar(view: &serde_json::Value, collar: &str) -> Vec<(String, String, bool)> {
    let all = view["officers"].as_array().expect("officers");
    let shown = |one: &serde_json::Value| {
        (text(one, "name").to_owned(), text(one, "role").to_owned(), one["has_slot"] == json!(true))
    };
    all.iter().filter(|one| one["collar"] == collar).map(shown).collect()
}

#[tokio::test]
async fn a_collar_number_of_somebody_here_is_given_to_nobody_else() {
    let laptop = Laptop::staffed().await;
    laptop.call("lock", json!({})).await;
    for _ in 0..5 {
        laptop.refused("unlock", unlock(CALL_HANDLER, "a wrong guess")).await;
    }
    laptop.unlock(INSPECTOR).await;
    for (collar, name, role) in [
        (CALL_HANDLER, "Idris Test-Rowan", "call_handler"),
        ("l-4", "Dilys Test-Hazel", "duty_inspector"),
        (SUPERVISOR, "Idris Test-Rowan", "supervisor"),
    ] {
        let error = laptop.refused("add_officer", officer(collar, name, role)).await;
        assert_eq!((error.code, fields(&error)), (ErrorCode::Input, vec!["collar"]), "{name} {role}");
        assert!(error.message.contains("remove that officer first"), "the remedy: {}", error.message);
    }
    // The same person, however the number and the name are typed.
    let mut again = officer("L-4", "dilys  TEST-HAZEL", "call_handler");
    again["passphrase"] = json!(passphrase_of(CALL_HANDLER));
    let seen = laptop.call("add_officer", again).await;
    assert_eq!(seen["officers"].as_array().expect("officers").len(), 4, "{seen}");
    let kept = [("Dilys Test-Hazel".to_owned(), "call_handler".to_owned(), true)];
    assert_eq!(of_collar(&seen, CALL_HANDLER), kept);
    assert_eq!(text(&laptop.unlock(CALL_HANDLER).await, "name"), "Dilys Test-Hazel");
}

#[tokio::test]
async fn a_collar_number_of_somebody_removed_is_given_to_a_new_person_with_their_own_name() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(CALL_HANDLER).await;
    let written = laptop.report(named("Test-Larkspur", "Magnus")).await.id();
    laptop.unlock(INSPECTOR).await;
    let officers = laptop.call("officers", json!({})).await;
    let all = officers["officers"].as_array().expect("officers");
    let old = all.iter().find(|one| one["collar"] == CALL_HANDLER).expect("one")["officer_id"].clone();
    laptop.call("remove_officer", json!({ "officer_id": old, "reason": "Left the force" })).await;
    laptop.unlock(INSPECTOR).await;
    let seen = laptop.call("add_officer", officer(CALL_HANDLER, "Idris Test-Rowan", "supervisor")).await;
    assert_eq!(
        of_collar(&seen, CALL_HANDLER),
        [
            ("Dilys Test-Hazel".to_owned(), "call_handler".to_owned(), false),
            ("Idris Test-Rowan".to_owned(), "supervisor".to_owned(), true),
        ]
    );
    let session = laptop.unlock(CALL_HANDLER).await;
    assert_eq!((text(&session, "name"), text(&session, "role")), ("Idris Test-Rowan", "supervisor"));
    assert_ne!(session["officer_id"], old);
    let view = laptop.open(&written).await.view;
    assert!(text(&view["timeline"][0], "by").starts_with("Dilys Test-Hazel"), "who wrote it stays");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn an_officer_whose_adding_was_cut_short_can_be_added_again() {
    let laptop = Laptop::staffed().await;
    laptop.app.shut_down().await;
    {
        // The slot is saved, and the program ends before the entry.
        let lock = RegisterLock::take(&laptop.live()).expect("the lock");
        let keys = keys::unlock(&lock, INSPECTOR, &passphrase_of(INSPECTOR), 5).expect("keys").vault_keys;
        let new = keys::NewPassphrase {
            kdf: keys::KdfParams::weak_for_tests(),
            ..keys::NewPassphrase::new("copper violet marsh 72 kite", &[])
        };
        keys::add_slot(&lock, &keys, "L5", &new, &mut rand::rng()).expect("a slot");
    }
    let error = laptop.refused("unlock", unlock("L5", "copper violet marsh 72 kite")).await;
    assert_eq!(error.code, ErrorCode::Refused, "it is nobody's");
    laptop.unlock(INSPECTOR).await;
    let seen = laptop.call("add_officer", officer("L5", "Idris Test-Rowan", "call_handler")).await;
    assert_eq!(of_collar(&seen, "L5"), [("Idris Test-Rowan".to_owned(), "call_handler".to_owned(), true)]);
    for collar in ["L5", SUPERVISOR, INVESTIGATOR, CALL_HANDLER, INSPECTOR] {
        laptop.unlock(collar).await;
    }
}
