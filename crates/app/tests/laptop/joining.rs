//! An officer joins the force's register on one more laptop: who they are there, what both laptops hold, and what
//! ends where.

use app::ErrorCode;
use central::administration;
use register::Rule;
use serde_json::{Value, json};

use crate::common::*;
use crate::exports::{export, offer};
use crate::office::{Office, force, rows, sync};

/// What an officer chose on their second laptop.
const THERE: &str = "copper thistle ferry 58";

fn with_code(office: &Office, code: &str) -> Value {
    json!({ "address": office.address(), "code": code })
}

pub(crate) async fn join(office: &Office, collar: &str) -> Laptop {
    let laptop = Laptop::empty();
    let mut command = with_code(office, &office.code_for(collar).await);
    command["passphrase"] = json!(THERE);
    laptop.call("join_register", command).await;
    laptop
}

/// The first laptop, whose entries came, and one that an officer of it joined on, in step.
pub(crate) async fn two(office: &Office, collar: &str) -> (Laptop, Laptop) {
    let here = office.laptop().await;
    sync(&here).await;
    let there = join(office, collar).await;
    sync(&there).await;
    sync(&here).await;
    (here, there)
}

async fn is_sound(laptop: &Laptop) {
    let verified = laptop.call("verify", json!({})).await;
    assert_eq!(verified["sound"], true, "{verified:#}");
    let told: Vec<&str> =
        verified["findings"].as_array().unwrap().iter().map(|one| text(one, "kind")).collect();
    assert_eq!(told, ["tail_unproven"], "nobody's key came of itself");
}

#[tokio::test]
async fn a_code_says_who_its_officer_is_before_a_passphrase_is_chosen() {
    let office = Office::new().await;
    let here = office.laptop().await;
    sync(&here).await;
    let new = Laptop::empty();
    let code = office.code_for(SUPERVISOR).await;
    let who = new.call("officer_of_code", with_code(&office, &code)).await;
    assert_eq!((text(&who, "name"), text(&who, "collar")), ("Sgt Bede Test-Alder", SUPERVISOR));
    assert_eq!((text(&who, "role"), text(&who, "force")), ("supervisor", "TST"));
    assert!(text(&who, "good_until").starts_with("The code is good until "));
    // A weak passphrase is refused, and the code is still good.
    let mut command = with_code(&office, &code);
    command["passphrase"] = json!("Bede-Alder");
    let error = new.refused("join_register", command.clone()).await;
    assert_eq!(fields(&error), ["passphrase"]);
    assert!(new.call("register_status", json!({})).await["registers"].as_array().unwrap().is_empty());
    command["passphrase"] = json!(THERE);
    let shares = new.call("join_register", command).await;
    assert_ne!(shares["share_1"], shares["share_2"]);
    assert_eq!(text(&shares["session"], "name"), "Sgt Bede Test-Alder");
    assert_eq!(shares["session"]["sync"]["state"], "offline", "connected, and nothing exchanged yet");
}

#[tokio::test]
async fn a_joined_laptop_shows_the_same_incidents_and_its_officer_is_the_same_on_both() {
    let office = Office::new().await;
    let here = office.laptop().await;
    let mut case = here.report(magnus(&here)).await;
    case.assess("high", 60).await;
    sync(&here).await;
    let there = join(&office, INSPECTOR).await;
    is_sound(&there).await;
    assert!(there.duty().await.is_empty());
    assert_eq!(sync(&there).await, "Up to date 09:00");
    assert_eq!(there.duty().await[0]["reference"], case.view["reference"]);
    let (one, other) = (here.call("session", json!({})).await, there.call("session", json!({})).await);
    for field in ["officer_id", "name", "collar", "role", "force"] {
        assert_eq!(one[field], other[field], "{field}");
    }
    let mut read = there.open(&case.id()).await;
    read.give("record_note", json!({ "text": "Neighbour asked: nothing seen." })).await;
    sync(&there).await;
    sync(&here).await;
    let timeline = case.refresh().await["timeline"].as_array().unwrap().clone();
    let by: std::collections::BTreeSet<&str> = timeline.iter().map(|item| text(item, "by")).collect();
    assert_eq!(by.len(), 1, "one officer wrote it all: {by:?}");
    for laptop in [&here, &there] {
        is_sound(laptop).await;
        assert_eq!(laptop.call("rebuild", json!({})).await["changed"], 0, "INV-2");
        let officers = laptop.call("officers", json!({})).await["officers"].clone();
        let collars: Vec<&str> = officers.as_array().unwrap().iter().map(|one| text(one, "collar")).collect();
        assert_eq!(collars, [INSPECTOR, SUPERVISOR, INVESTIGATOR, CALL_HANDLER], "all of the register's");
    }
    // Each opens its own laptop with the passphrase chosen there.
    there.call("lock", json!({})).await;
    there.call("unlock", unlock(INSPECTOR, THERE)).await;
    here.call("lock", json!({})).await;
    here.unlock(INSPECTOR).await;
    there.call("lock", json!({})).await;
    let closed = there.call("verify_closed", unlock(INSPECTOR, THERE)).await;
    assert_eq!(closed["sound"], true, "{closed:#}");
}

#[tokio::test]
async fn what_an_officer_writes_on_two_laptops_without_sight_needs_a_decision() {
    let office = Office::new().await;
    let (here, there) = two(&office, INSPECTOR).await;
    let mut case = here.report(magnus(&here)).await;
    sync(&here).await;
    sync(&there).await;
    let mut other = there.open(&case.id()).await;
    case.assess("medium", 60).await;
    other.assess("high", 60).await;
    for laptop in [&here, &there, &here] {
        sync(laptop).await;
    }
    for laptop in [&here, &there] {
        let incident = laptop.open(&case.id()).await.view;
        assert_eq!(incident["grade"]["grade"], "high", "INV-4: the safer value holds");
        assert_eq!(
            rows(&incident, "needs_decision").len(),
            1,
            "the same officer had not seen their other entry"
        );
    }
    // What was on the first laptop's screen before is no basis for lowering on it now.
    let error = case.refused("assess_risk", assessment("low", &here.after(60))).await;
    assert_eq!(error.code, ErrorCode::Refused);
}

#[tokio::test]
async fn an_officer_on_another_laptop_is_no_second_person() {
    let office = Office::new().await;
    let (here, there) = two(&office, SUPERVISOR).await;
    let case = here.report(named("Test-Larkspur", "Magnus")).await;
    sync(&here).await;
    sync(&there).await;
    let mut there_case = there.open(&case.id()).await;
    let second = json!({ "collar": SUPERVISOR, "passphrase": THERE });
    let command = exception("recorded_in_error", "Typed twice");
    let error = there_case.close(command.clone(), second).await.expect_err("oneself");
    assert_eq!(rule(&error), Rule::SecondOfficer);
    // Nor by a slot that the inspector gives them beside it.
    here.unlock(SUPERVISOR).await;
    let mut here_case = here.open(&case.id()).await;
    let same = json!({ "collar": SUPERVISOR, "passphrase": passphrase_of(SUPERVISOR) });
    let error = here_case.close(command.clone(), same).await.expect_err("oneself");
    assert_eq!(rule(&error), Rule::SecondOfficer);
    let inspector = json!({ "collar": INSPECTOR, "passphrase": passphrase_of(INSPECTOR) });
    here_case.close(command, inspector).await.expect("another person");
    sync(&here).await;
    sync(&there).await;
    is_sound(&there).await;
}

#[tokio::test]
async fn a_code_is_refused_for_anything_else_with_its_remedy_and_nothing_stays() {
    let office = Office::new().await;
    let here = office.laptop().await;
    sync(&here).await;
    let other = Laptop::staffed().await;
    let code = office.code_for(INVESTIGATOR).await;
    let error = other.refused("enrol_device", with_code(&office, &code)).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::Central, vec!["code"]));
    assert!(error.message.contains("for an officer"), "{}", error.message);
    let new = Laptop::empty();
    let joining = |code: &str| {
        let mut command = with_code(&office, code);
        command["passphrase"] = json!(THERE);
        command
    };
    let plain = office.code(3).await;
    for name in ["officer_of_code", "join_register"] {
        let error = new.refused(name, joining(&plain)).await;
        assert_eq!((error.code, fields(&error)), (ErrorCode::Central, vec!["code"]), "{name}");
        assert!(error.message.contains("for no officer"), "{}", error.message);
    }
    // Joined once; the code is used then.
    new.call("join_register", joining(&code)).await;
    let late = Laptop::empty();
    let error = late.refused("join_register", joining(&code)).await;
    assert!(error.message.contains("used already"), "{}", error.message);
    let error = new.refused("join_register", joining(&code)).await;
    assert_eq!(error.code, ErrorCode::RegisterExists);
    // Suspended, and run out.
    let code = office.code_for(CALL_HANDLER).await;
    let call_handler = officer_id(&here, CALL_HANDLER).await;
    let clock = central::Clock::Set(office.time.clone());
    let database = office.centre.database();
    administration::suspend_officer(database, &force(), call_handler, "On leave", &clock).await.unwrap();
    let error = late.refused("officer_of_code", joining(&code)).await;
    assert!(error.message.contains("suspended"), "{}", error.message);
    let code = office.code_for(SUPERVISOR).await;
    office.wait(i64::try_from(office.centre.limits().enrol_code_ms).unwrap() / 60_000 + 1);
    let error = late.refused("join_register", joining(&code)).await;
    assert!(error.message.contains("run out"), "{}", error.message);
    assert!(late.call("register_status", json!({})).await["registers"].as_array().unwrap().is_empty());
    assert!(!late.data().join("live.making").exists(), "nothing stays of it");
}

async fn officer_id(laptop: &Laptop, collar: &str) -> register::OfficerId {
    let officers = laptop.call("officers", json!({})).await["officers"].clone();
    let all = officers.as_array().unwrap();
    let one = all.iter().find(|one| one["collar"] == collar).unwrap();
    register::OfficerId(text(one, "officer_id").parse().unwrap())
}

#[tokio::test]
async fn removing_an_officer_shuts_them_out_of_their_other_laptop_as_well() {
    let office = Office::new().await;
    let (here, there) = two(&office, SUPERVISOR).await;
    let supervisor = officer_id(&here, SUPERVISOR).await;
    here.call("remove_officer", json!({ "officer_id": supervisor, "reason": "Left the force" })).await;
    here.unlock(INSPECTOR).await;
    sync(&here).await;
    let mut events = there.app.events();
    let _ = there.try_call("sync_now", json!({})).await;
    loop {
        if let app::views::AppEvent::Locked { why } = events.recv().await.unwrap() {
            assert!(why.contains("removed"), "{why}");
            break;
        }
    }
    let error = there.refused("unlock", unlock(SUPERVISOR, THERE)).await;
    assert_eq!(error.code, ErrorCode::SlotDestroyed);
    is_sound(&here).await;
}

#[tokio::test]
async fn revoking_one_laptop_leaves_the_officers_other_one_working() {
    let office = Office::new().await;
    let (here, there) = two(&office, INSPECTOR).await;
    let devices = here.call("devices", json!({})).await["devices"].clone();
    let theirs = devices.as_array().unwrap().iter().find(|one| one["this_laptop"] == false).unwrap().clone();
    let revoke =
        json!({ "device_id": theirs["device_id"], "label": theirs["label"], "reason": "Left on a train" });
    here.call("revoke_device", revoke).await;
    let _ = there.try_call("sync_now", json!({})).await;
    let mut case = here.report(magnus(&here)).await;
    case.assess("high", 60).await;
    assert_eq!(sync(&here).await, "Up to date 09:00");
    is_sound(&here).await;
}

#[tokio::test]
async fn an_officer_known_elsewhere_is_taken_in_beside_the_one_who_joined() {
    let office = Office::new().await;
    let (here, there) = two(&office, CALL_HANDLER).await;
    // With a code of their own: whoever is signed in has no right to add officers.
    assert_eq!(
        rule(&there.refused("add_officer", officer(SUPERVISOR, "Sgt Bede Test-Alder", "supervisor")).await),
        Rule::NotYourRole
    );
    let command = json!({ "code": office.code_for(SUPERVISOR).await, "passphrase": THERE });
    let officers = there.call("join_officer", command).await["officers"].clone();
    let slots: Vec<bool> =
        officers.as_array().unwrap().iter().map(|one| one["has_slot"].as_bool().unwrap()).collect();
    assert_eq!(slots, [false, true, false, true]);
    let elsewhere: Vec<bool> =
        officers.as_array().unwrap().iter().map(|one| one["elsewhere"].as_bool().unwrap()).collect();
    assert_eq!(elsewhere, [true, false, true, false], "no key of theirs is said to be destroyed");
    there.call("unlock", unlock(SUPERVISOR, THERE)).await;
    let mut case = there.report(magnus(&there)).await;
    case.assess("high", 60).await;
    assert_eq!(sync(&there).await, "Up to date 09:00");
    // An inspector does it without one, and the supervisor's keys elsewhere stay good.
    let command = json!({ "code": office.code_for(INSPECTOR).await, "passphrase": THERE });
    there.call("join_officer", command).await;
    there.call("unlock", unlock(INSPECTOR, THERE)).await;
    there.call("add_officer", officer(INVESTIGATOR, "PC Cerys Test-Rowan", "investigating_officer")).await;
    there.unlock(INVESTIGATOR).await;
    there.open(&case.id()).await.give("record_note", json!({ "text": "On my way." })).await;
    assert_eq!(sync(&there).await, "Up to date 09:00");
    sync(&here).await;
    here.unlock(INVESTIGATOR).await;
    here.open(&case.id()).await.give("record_note", json!({ "text": "Arrived." })).await;
    assert_eq!(sync(&here).await, "Up to date 09:00", "nothing is refused");
    here.unlock(INSPECTOR).await;
    is_sound(&here).await;
}

#[tokio::test]
async fn the_complete_log_of_a_register_with_two_laptops_is_sound() {
    let office = Office::new().await;
    let (here, there) = two(&office, INSPECTOR).await;
    let mut case = here.report(magnus(&here)).await;
    sync(&here).await;
    sync(&there).await;
    case = there.open(&case.id()).await;
    case.assess("high", 60).await;
    sync(&there).await;
    sync(&here).await;
    let folder = tempfile::TempDir::new().unwrap();
    let elsewhere = Laptop::new().await;
    for (name, laptop) in [("here", &here), ("there", &there)] {
        let path = folder.path().join(format!("{name}.json"));
        export(laptop, "json", &path).await;
        let seen = elsewhere.call("read_log", json!({ "file": offer(&elsewhere, &path) })).await;
        assert_eq!(seen["sound"], true, "{name}: {seen:#}");
    }
}
