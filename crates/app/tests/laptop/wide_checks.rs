//! A force-wide check that could not be made waits, is made by itself in the officer's name, and says what it found.

use central::{Clock, administration};
use register::force::ForceCode;
use serde_json::{Value, json};

use crate::common::*;
use crate::office::{Office, stub, sync};

/// A name is asked for: what stands in the other fields is not.
fn asked() -> Value {
    json!({ "name": "ida larkspur", "looks": { "sex": "female" }, "reason": "Spoken to at the bus station" })
}

async fn checks(laptop: &Laptop) -> Vec<Value> {
    laptop.call("wide_checks", json!({})).await["checks"].as_array().unwrap().clone()
}

async fn alerts(laptop: &Laptop) -> Vec<Value> {
    laptop.call("alerts", json!({})).await["alerts"].as_array().unwrap().clone()
}

/// A laptop out of contact that searched for somebody whom another force reported meanwhile.
async fn searched_out_of_contact(office: &mut Office) -> (Laptop, Laptop, Value) {
    let (here, there) = (office.laptop().await, office.another_force().await);
    sync(&there).await;
    let case = here.report(stub(&here)).await.id();
    sync(&here).await;
    office.shut().await;
    there.wait(65);
    let found = there.call("find_nationally", asked()).await;
    assert_eq!((found["checked"].clone(), found["hits"].clone()), (json!(false), json!([])));
    let queued = found["queued"].as_str().unwrap();
    assert!(queued.contains("waits") && queued.contains("made by itself"), "{queued}");
    (here, there, case)
}

#[tokio::test]
async fn inv_9_out_of_contact_a_search_leaves_a_check_that_the_next_contact_makes_with_a_look_of_its_own_time()
 {
    let mut office = Office::new().await;
    let (here, there, id) = searched_out_of_contact(&mut office).await;
    let waiting = checks(&there).await.remove(0);
    assert_eq!(waiting["line"], "Force-wide check of 10:05 waits: NOT made yet");
    assert_eq!(waiting["about"], "ida larkspur – Spoken to at the bus station");
    assert_eq!((waiting["waits"].clone(), waiting["may_open"].clone()), (json!(true), json!(false)));
    sync(&there).await;
    let state = there.call("sync_state", json!({})).await;
    assert!(state["beside"].to_string().contains("1 force-wide check waits"), "{state}");
    assert!(alerts(&there).await.is_empty(), "nothing was found yet");

    there.wait(57);
    office.wait(122);
    office.reopen().await;
    sync(&there).await;
    let made = checks(&there).await.remove(0);
    assert_eq!(made["line"], "Force-wide check of 10:05 made 11:02: 1 that the local list did not have");
    let alert = alerts(&there).await.remove(0);
    assert_eq!((alert["what"].clone(), alert["tone"].clone()), (json!("wide_check_found"), json!("due")));
    assert_eq!(alert["line"], made["line"]);
    assert!(!alert.to_string().contains("Larkspur"), "it names nobody: {alert}");
    here.wait(122);
    let looks = here.call("looks_by_others", json!({})).await["looks"].clone();
    assert_eq!(looks.as_array().unwrap().len(), 1, "{looks}");
    assert_eq!(looks[0]["at"], "2026-11-23T11:02:00Z", "when it was made, not when it was asked for");
    assert_eq!(looks[0]["reason"], "Spoken to at the bus station");

    let before = looked(&there).await;
    let opened = there.call("open_wide_check", json!({ "check_id": made["check_id"] })).await;
    assert_eq!(opened["line"], "All forces, as of 11:02, for the check of 10:05");
    assert_eq!(opened["hits"][0]["record"]["incident_id"], id);
    assert_eq!(opened["hits"][0]["fresh"], true);
    assert_eq!(looked(&there).await, before + 1, "opening it is a look");
    assert!(alerts(&there).await.is_empty(), "whoever asked has seen it");
    let left = there.call("discard_wide_check", json!({ "check_id": made["check_id"] })).await;
    assert_eq!(left["checks"], json!([]));
}

#[tokio::test]
async fn what_the_local_list_had_is_said_quietly_and_a_check_is_made_once() {
    let mut office = Office::new().await;
    let (here, there) = (office.laptop().await, office.another_force().await);
    here.report(stub(&here)).await;
    sync(&here).await;
    sync(&there).await;
    office.shut().await;
    let found = there.call("find_nationally", asked()).await;
    assert_eq!(found["hits"].as_array().unwrap().len(), 1);
    there.call("find_nationally", asked()).await;
    assert_eq!(checks(&there).await.len(), 1, "the same question waits once");
    office.reopen().await;
    sync(&there).await;
    sync(&there).await;
    let made = checks(&there).await.remove(0);
    assert_eq!(made["line"], "Force-wide check of 09:00 made 09:00: 1, which the local list had");
    assert!(alerts(&there).await.is_empty());
    let looks = here.call("looks_by_others", json!({})).await["looks"].clone();
    assert_eq!(looks.as_array().unwrap().len(), 1, "it was made once: {looks}");
}

#[tokio::test]
async fn a_check_is_discarded_by_whoever_asked_and_then_never_made() {
    let mut office = Office::new().await;
    let (here, there, _) = searched_out_of_contact(&mut office).await;
    let waiting = checks(&there).await.remove(0);
    let one = json!({ "check_id": waiting["check_id"] });
    let early = there.refused("open_wide_check", one.clone()).await;
    assert_eq!(early.code, app::ErrorCode::Refused);
    there.call("discard_wide_check", one.clone()).await;
    assert_eq!(there.refused("open_wide_check", one).await.code, app::ErrorCode::NotFound);
    office.reopen().await;
    sync(&there).await;
    assert!(checks(&there).await.is_empty() && alerts(&there).await.is_empty());
    assert_eq!(here.call("looks_by_others", json!({})).await["looks"], json!([]));
}

#[tokio::test]
async fn a_search_that_reaches_central_after_all_leaves_nothing_waiting() {
    let mut office = Office::new().await;
    let (_here, there, _) = searched_out_of_contact(&mut office).await;
    office.wait(65);
    office.reopen().await;
    let found = there.call("find_nationally", asked()).await;
    assert_eq!((found["checked"].clone(), found["queued"].clone()), (json!(true), json!("")));
    assert!(checks(&there).await.is_empty());
}

#[tokio::test]
async fn where_no_central_is_known_nothing_waits() {
    let laptop = Laptop::staffed().await;
    let found = laptop.call("find_nationally", asked()).await;
    assert_eq!((found["checked"].clone(), found["queued"].clone()), (json!(false), json!("")));
    assert!(checks(&laptop).await.is_empty());
}

#[tokio::test]
async fn another_officer_at_the_laptop_is_told_opens_it_with_a_look_and_cannot_discard_it_unread() {
    let mut office = Office::new().await;
    let there = office.laptop().await;
    let here = office.another_force().await;
    sync(&there).await;
    here.report(stub(&here)).await;
    sync(&here).await;
    office.shut().await;
    there.call("find_nationally", asked()).await;
    there.call("lock", json!({})).await;
    there.unlock(SUPERVISOR).await;
    let one = json!({ "check_id": checks(&there).await[0]["check_id"] });
    assert_eq!(there.refused("discard_wide_check", one.clone()).await.code, app::ErrorCode::Refused);
    office.reopen().await;
    sync(&there).await;
    let looks = here.call("looks_by_others", json!({})).await["looks"].clone();
    assert_eq!(looks.as_array().unwrap().len(), 1, "made in the name of whoever asked: {looks}");
    assert_eq!(alerts(&there).await.len(), 1, "whoever is here now is told");
    assert!(checks(&there).await[0]["about"].as_str().unwrap().contains("Test-Larch"), "and who asked");
    there.call("open_wide_check", one.clone()).await;
    assert!(alerts(&there).await.is_empty());
    there.call("lock", json!({})).await;
    there.unlock(INSPECTOR).await;
    assert_eq!(alerts(&there).await.len(), 1, "whoever asked has not seen it");
    there.call("open_wide_check", one.clone()).await;
    there.call("lock", json!({})).await;
    there.unlock(SUPERVISOR).await;
    there.call("discard_wide_check", one).await;
    assert!(checks(&there).await.is_empty());
}

#[tokio::test]
async fn a_check_that_central_refuses_says_that_it_was_not_made() {
    let mut office = Office::new().await;
    let (_here, there, _) = searched_out_of_contact(&mut office).await;
    office.reopen().await;
    let waiting = checks(&there).await.remove(0);
    let who = there.call("session", json!({})).await["officer_id"].clone();
    let who = register::OfficerId(who.as_str().unwrap().parse().unwrap());
    let (other, clock) = (ForceCode::parse("OTH").unwrap(), Clock::Set(office.time.clone()));
    administration::suspend_officer(office.centre.database(), &other, who, "Left", &clock).await.unwrap();
    sync(&there).await;
    let made = checks(&there).await.remove(0);
    let line = made["line"].as_str().unwrap();
    assert!(line.contains("NOT made") && line.contains("refused"), "{line}");
    assert_eq!((made["tone"].clone(), made["may_open"].clone()), (json!("danger"), json!(false)));
    let one = json!({ "check_id": waiting["check_id"] });
    assert_eq!(there.refused("open_wide_check", one).await.code, app::ErrorCode::Refused);
}

#[tokio::test]
async fn with_nobody_pressing_anything_a_check_that_waits_is_made_when_the_laptop_is_unlocked_in_contact() {
    let mut office = Office::new().await;
    let (_here, there, _) = searched_out_of_contact(&mut office).await;
    there.app.shut_down().await;
    office.reopen().await;
    let there = there.that_syncs();
    let mut events = there.app.events();
    there.unlock(INSPECTOR).await;
    while alerts(&there).await.is_empty() {
        events.recv().await.unwrap();
    }
    assert_eq!(alerts(&there).await[0]["what"], "wide_check_found");
    there.call("lock", json!({})).await;
}
