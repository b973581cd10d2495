//! Verify, with somebody signed in and without; how keys came into the register; new shares.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::common::*;

fn kinds(view: &Value) -> Vec<&str> {
    let findings = view["findings"].as_array().expect("findings");
    findings.iter().map(|finding| text(finding, "kind")).filter(|kind| *kind != "tail_unproven").collect()
}

/// Change a byte in every page but those given.
fn damage(laptop: &Laptop, page: usize) {
    let path = laptop.live().join("register.db");
    let mut bytes = std::fs::read(&path).expect("the file");
    bytes[page * 4_096 + 1_000] ^= 1;
    std::fs::write(path, bytes).expect("written");
}

#[tokio::test]
async fn a_register_that_nobody_has_open_is_verified_with_an_officers_passphrase() {
    let laptop = Laptop::staffed().await;
    laptop.report(named("Test-Larkspur", "Magnus")).await;
    let command = unlock(INSPECTOR, &passphrase_of(INSPECTOR));
    let error = laptop.refused("verify_closed", command.clone()).await;
    assert_eq!(error.code, ErrorCode::RegisterInUse);
    laptop.call("lock", json!({})).await;
    let view = laptop.call("verify_closed", command).await;
    assert_eq!((&view["sound"], kinds(&view)), (&json!(true), vec![]), "{view}");
    let wrong = laptop.refused("verify_closed", unlock(INSPECTOR, "not it at all")).await;
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
    laptop.unlock(INSPECTOR).await;
}

#[tokio::test]
async fn one_too_damaged_to_be_unlocked_still_says_what_is_lost() {
    let laptop = Laptop::new().await;
    laptop.report(magnus(&laptop)).await;
    laptop.app.shut_down().await;
    let whole = std::fs::read(laptop.live().join("register.db")).expect("the file");
    let mut shut = 0;
    for page in 0..whole.len() / 4_096 {
        std::fs::write(laptop.live().join("register.db"), &whole).expect("as it was");
        damage(&laptop, page);
        let command = unlock(INSPECTOR, &passphrase_of(INSPECTOR));
        match laptop.try_call("unlock", command.clone()).await {
            Ok(_) => {
                laptop.call("lock", json!({})).await;
            }
            Err(error) => {
                assert_eq!(error.code, ErrorCode::Damaged, "page {page}: {error:?}");
                shut += 1;
            }
        }
        let view = laptop.call("verify_closed", command).await;
        assert_eq!(kinds(&view).first(), Some(&"damaged_page"), "page {page}: {view}");
    }
    assert!(shut > 0);
}

#[tokio::test]
async fn an_officers_new_key_is_vouched_for_by_another_or_said_to_come_from_the_shares() {
    let laptop = Laptop::empty();
    let shares = laptop.call("create_register", create("TST", "duty_inspector")).await;
    laptop.call("add_officer", officer(SUPERVISOR, "Sgt Bede Test-Alder", "supervisor")).await;
    assert_eq!(kinds(&laptop.call("verify", json!({})).await), Vec::<&str>::new());
    laptop.call("lock", json!({})).await;
    let mut recover = officer(INSPECTOR, "Somebody Else", "call_handler");
    recover["register"] = json!("live");
    recover["share_1"] = shares["share_1"].clone();
    recover["share_2"] = shares["share_2"].clone();
    recover["passphrase"] = json!("copper violet marsh 72 kite");
    let session = laptop.call("recover", recover).await;
    assert_eq!((text(&session, "name"), text(&session, "role")), ("Insp Ada Test-Larch", "duty_inspector"));
    let view = laptop.call("verify", json!({})).await;
    assert_eq!((&view["sound"], kinds(&view)), (&json!(true), vec!["key_from_shares"]), "{view}");
}

#[tokio::test]
async fn new_shares_open_the_register_and_the_old_ones_no_longer() {
    let laptop = Laptop::empty();
    let old = laptop.call("create_register", create("TST", "duty_inspector")).await;
    let wrong = laptop.refused("renew_shares", json!({ "passphrase": "not it at all" })).await;
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
    let new = laptop.call("renew_shares", json!({ "passphrase": passphrase_of(INSPECTOR) })).await;
    laptop.call("lock", json!({})).await;
    let with = |shares: &Value| {
        let mut command = officer(INSPECTOR, "Insp Ada Test-Larch", "duty_inspector");
        command["register"] = json!("live");
        command["share_1"] = shares["share_1"].clone();
        command["share_2"] = shares["share_2"].clone();
        command
    };
    let error = laptop.refused("recover", with(&old)).await;
    assert_eq!(fields(&error), ["share_1"]);
    laptop.call("recover", with(&new)).await;
}

#[tokio::test]
async fn locking_does_not_wait_for_a_screen_that_is_being_read_and_unlocking_again_works_at_once() {
    let laptop = Laptop::new().await;
    laptop.report(magnus(&laptop)).await;
    for _ in 0..20 {
        let (_, _, locked) = tokio::join!(
            laptop.try_call("duty_list", json!({})),
            laptop.try_call("verify", json!({})),
            laptop.try_call("lock", json!({})),
        );
        locked.expect("locked");
        laptop.unlock(INSPECTOR).await;
    }
}
