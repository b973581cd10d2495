//! Located, closed, contacts after it, closed by exception, opened again.

use app::ErrorCode;
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use register::entry::confirmation_payload;
use register::fact::{ClosedBecause, ForceFact, IncidentFact};
use register::{Hash, IncidentId, RegisterId, Rule, Thresholds};
use serde_json::{Value, json};
use store::keys::{self, KeyFile, RegisterLock};

use crate::common::*;

#[tokio::test]
async fn located_needs_who_saw_them_when_and_how_identity_was_confirmed() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    laptop.wait(30);
    let now = laptop.now().to_rfc3339();
    let with = |key: &str, value: Value| {
        let mut command = located(&now);
        command[key] = value;
        command
    };
    for field in ["seen_by", "place", "identity_confirmed"] {
        let error = case.refused("record_located", with(field, json!(" "))).await;
        assert_eq!(fields(&error), [field], "F22");
    }
    let at = |minutes: i64| json!({ "is": "at", "at": laptop.after(minutes) });
    for (seen_at, why) in [
        (json!({ "is": "not_known" }), "somebody knows when"),
        (at(6), "not in the future, by more than clocks differ"),
        (at(-600), "not before they went missing"),
    ] {
        let error = case.refused("record_located", with("seen_at", seen_at)).await;
        assert_eq!(fields(&error), ["seen_at"], "{why}");
    }
    case.give("record_located", located(&now)).await;
    assert_eq!(text(&case.view, "status"), "located");
    assert_eq!(rule(&case.refused("record_located", located(&now)).await), Rule::AlreadyLocated);

    case.give("withdraw_located", json!({ "reason": "It was his brother" })).await;
    assert_eq!(text(&case.view, "status"), "open");
    let error = case.refused("withdraw_located", json!({ "reason": "Again" })).await;
    assert_eq!(rule(&error), Rule::NotLocated);
}

#[tokio::test]
async fn nobody_closes_what_their_screen_did_not_show() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    case.locate().await;
    let stale = case.view["basis"].clone();
    laptop.wait(1);
    let contact =
        json!({ "caller": "Ward", "phone": "", "text": "He is still missing", "changes_risk": "yes" });
    case.give("record_contact", contact).await;
    let command = json!({ "summary": "Home", "act": { "basis": stale } });
    let error = case.close(command, Value::Null).await.expect_err("not informed");
    assert_eq!(rule(&error), Rule::NotInformed);
    assert_eq!(text(case.refresh().await, "status"), "located", "INV-4");
    case.close(json!({ "summary": "Home" }), Value::Null).await.expect("informed");
}

#[tokio::test]
async fn a_contact_on_a_closed_incident_opens_a_review_within_the_hour() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    let error = case.close(json!({ "summary": "Surely home" }), Value::Null).await.expect_err("the gate");
    assert_eq!(rule(&error), Rule::ClosingGate, "F22");
    case.give("set_action", json!({ "what": "Ring him", "due_at": laptop.after(20) })).await;
    case.locate().await;
    let error = case.close(json!({ "summary": "Home" }), Value::Null).await.expect_err("open action");
    assert_eq!(rule(&error), Rule::OpenActions);
    let action = case.view["actions"][0]["action_id"].clone();
    let done = json!({ "is": "done", "result": "Rang" });
    case.give("answer_action", json!({ "action_id": action, "answer": done })).await;
    case.close(json!({ "summary": "Home" }), Value::Null).await.expect("located");
    assert_eq!(text(&case.view, "status"), "closed");
    assert!(text(&case.view, "closed_note").starts_with("CLOSED"));
    assert_eq!(case.row().await, Value::Null, "off the duty list");
    let note = case.refused("assess_risk", assessment("high", &laptop.after(60))).await;
    assert_eq!(rule(&note), Rule::Closed);

    laptop.wait(30);
    let contact = json!({ "caller": "Jo Test-Larkspur", "phone": "07700 900123", "text": "Not home", "changes_risk": "unsure" });
    case.give("record_contact", contact).await;
    assert_eq!(text(&case.view, "status"), "closed", "INV-4: nothing opens or closes by itself");
    let row = case.row().await;
    assert_eq!(text(&row, "need_line"), "CLOSED, and Jo Test-Larkspur got in touch: review by 10:30", "F14");
    laptop.wait(70);
    let line = text(&case.row().await, "need_line").to_owned();
    assert_eq!(line, "CLOSED, and Jo Test-Larkspur got in touch: review (late 10 min)");
    assert!(text(case.refresh().await, "closed_note").contains("one contact since"));

    case.give("reopen_incident", json!({ "reason": "Not home after all" })).await;
    assert_eq!((text(&case.view, "status"), &case.view["closed"]), ("located", &Value::Null));
    assert!(!text(&case.view, "need_line").is_empty(), "INV-3");
    let error = case.refused("reopen_incident", json!({ "reason": "Twice" })).await;
    assert_eq!(rule(&error), Rule::NotClosed);
}

#[tokio::test]
async fn an_exception_needs_a_second_officer_of_rank_with_their_own_passphrase() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(INVESTIGATOR).await;
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    let command = exception("report_withdrawn", "The caller withdrew it");

    let error = case.close(command.clone(), Value::Null).await.expect_err("nobody confirmed");
    assert_eq!(rule(&error), Rule::SecondOfficer);
    for (collar, why) in [(INVESTIGATOR, "oneself"), (CALL_HANDLER, "not of rank")] {
        let error = case.close(command.clone(), second(collar)).await.expect_err(why);
        assert_eq!(
            (rule(&error), fields(&error)),
            (Rule::SecondOfficer, vec!["second_officer.collar"]),
            "{why}"
        );
    }
    let wrong = json!({ "collar": SUPERVISOR, "passphrase": "not theirs at all" });
    let error = case.close(command.clone(), wrong.clone()).await.expect_err("wrong passphrase");
    assert_eq!((error.code, fields(&error)), (ErrorCode::WrongPassphrase, vec!["second_officer.passphrase"]));
    assert!(error.message.contains("4 tries"), "it counts: {}", error.message);
    let nobody = json!({ "collar": "L99", "passphrase": "not theirs at all" });
    let error = case.close(command.clone(), nobody).await.expect_err("nobody");
    assert_eq!(fields(&error), ["second_officer.collar"]);
    // A confirmation that comes with the command is not a confirmation.
    let mut forged = command.clone();
    forged["exception"]["confirmation"] = json!({
        "officer_id": "019a0000-0000-7000-8000-000000000001", "name": "Sgt Bede Test-Alder",
        "role": "supervisor", "at": laptop.now(), "signature": "00".repeat(64),
    });
    let error = case.close(forged, Value::Null).await.expect_err("forged");
    assert_eq!(rule(&error), Rule::SecondOfficer);
    let empty = exception("report_withdrawn", " ");
    let error = case.close(empty, second(SUPERVISOR)).await.expect_err("no reason");
    assert_eq!(fields(&error), ["exception.reason"]);
    assert_eq!(text(case.refresh().await, "status"), "open");

    case.close(command, second(SUPERVISOR)).await.expect("confirmed");
    let closed = &case.view["closed"];
    assert_eq!(text(closed, "confirmed_by"), "Sgt Bede Test-Alder, Supervisor");
    assert_eq!(text(closed, "by"), "PC Cerys Test-Rowan");
    assert!(text(closed, "line").contains("The caller withdrew it"));
    // The supervisor is not signed in by it.
    assert_eq!(text(&laptop.call("session", json!({})).await, "collar"), INVESTIGATOR);
}

#[tokio::test]
async fn nobody_who_is_in_danger_is_closed_by_exception() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let command = exception("report_withdrawn", "The caller withdrew it");
    let error = case.close(command, second(SUPERVISOR)).await.expect_err("danger");
    assert_eq!(rule(&error), Rule::DangerStands);
}

#[tokio::test]
async fn five_wrong_tries_as_the_second_officer_destroy_their_slot_and_not_the_session() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    let command = exception("report_withdrawn", "The caller withdrew it");
    for n in 1..=5 {
        let wrong = json!({ "collar": SUPERVISOR, "passphrase": "guess after guess" });
        let error = case.close(command.clone(), wrong).await.expect_err("wrong");
        let code = if n < 5 { ErrorCode::WrongPassphrase } else { ErrorCode::SlotDestroyed };
        assert_eq!(error.code, code, "try {n}");
    }
    let error = case.close(command, second(SUPERVISOR)).await.expect_err("destroyed");
    assert_eq!(error.code, ErrorCode::SlotDestroyed);
    case.give("record_note", json!({ "text": "Still signed in" })).await;
}

#[tokio::test]
async fn the_confirmation_is_signed_with_the_second_officers_own_key() {
    let laptop = Laptop::staffed().await;
    laptop.set_clock(laptop.now() + chrono::TimeDelta::nanoseconds(123_456_789));
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    case.close(exception("recorded_in_error", " Typed twice "), second(SUPERVISOR)).await.expect("confirmed");
    let id: IncidentId = text(&case.view, "incident_id").parse().expect("an id");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
    laptop.app.shut_down().await;

    let lock = RegisterLock::take(&laptop.live()).expect("the lock");
    let unlocked = keys::unlock(&lock, INSPECTOR, &passphrase_of(INSPECTOR), 5).expect("keys");
    let register = RegisterId(KeyFile::read(&laptop.live()).expect("the key file").meta().register_id);
    let vault = store::Vault::open(&laptop.live(), &unlocked.vault_keys.current, Thresholds::default())
        .await
        .expect("the vault");
    let entries = vault.log(id).await.expect("entries");
    let confirmed = entries.iter().flat_map(|received| received.entry.facts()).find_map(|fact| match fact {
        IncidentFact::Closed { because: ClosedBecause::Exception { kind, reason, confirmation }, .. } => {
            Some((*kind, reason.clone(), confirmation.clone()))
        }
        _ => None,
    });
    let (kind, reason, confirmation) = confirmed.expect("closed by exception");
    let force = vault.force_entries(register).await.expect("the force");
    let public = force.iter().flat_map(|entry| entry.facts()).find_map(|fact| match fact {
        ForceFact::OfficerAdded { officer_id, public_key, .. } if *officer_id == confirmation.officer_id => {
            Hash::from_hex(public_key)
        }
        _ => None,
    });
    let key = VerifyingKey::from_bytes(&public.expect("the supervisor").0).expect("a key");
    let bytes: Vec<u8> = (0..64)
        .map(|at| u8::from_str_radix(&confirmation.signature[2 * at..2 * at + 2], 16).expect("hex"))
        .collect();
    let signature = Signature::from_slice(&bytes).expect("a signature");
    let signed = |reason: &str| confirmation_payload(id, kind, reason, confirmation.at);
    key.verify(&signed(&reason), &signature).expect("the supervisor signed it");
    key.verify(&signed("Something else"), &signature).expect_err("and nothing else");
    vault.close().await.expect("closed");
}

#[tokio::test]
async fn harm_that_comes_to_light_after_the_closure_stands_in_the_record_and_counts_the_next_time() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    case.assess("medium", 600).await;
    let harm = json!({ "harm": { "kinds": ["crime"], "rests_on": "He told the officer at the interview" } });
    assert_eq!(rule(&case.refused("record_harm", harm.clone()).await), Rule::NotLocated);
    case.locate().await;
    case.close(json!({ "summary": "Home" }), Value::Null).await.expect("located");
    case.give("record_harm", harm).await;
    assert_eq!(
        text(&case.view["harms"][0], "line"),
        "Came to light: a crime against them – “He told the officer at the interview”"
    );
    assert_eq!(text(&case.view, "status"), "closed");

    let mut again = named("Test-Yarrow", "Piers");
    again["same_person_as"] = case.view["person_id"].clone();
    let next = laptop.report(again).await;
    let reasons = next.view["opinion"]["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["question"] == "harmed_before"), "{reasons:#?}");
}
