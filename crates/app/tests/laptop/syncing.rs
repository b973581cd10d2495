//! Two laptops of one force and their central service, over real HTTP on loopback.

use app::ErrorCode;
use central::Clock;
use central::administration;
use serde_json::json;

use crate::common::*;
use crate::office::*;
use crate::photographs::{offer, picture};

#[tokio::test]
async fn what_one_laptop_records_another_of_the_force_reads_as_it_was_signed() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
    let mut case = here.report(magnus(&here)).await;
    case.assess("high", 60).await;
    assert_eq!(words(&here.call("sync_state", json!({})).await), "Not connected yet – 6 to send");
    assert_eq!(sync(&here).await, "Up to date 09:00");
    assert_eq!(sync(&there).await, "Up to date 09:00");
    let rows = there.duty().await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["reference"], case.view["reference"]);
    assert_eq!(rows[0]["grade"], "high");
    let mut read = there.open(&case.id()).await;
    let by = read.view["timeline"].as_array().unwrap().iter().map(|item| item["by"].to_string());
    assert!(by.into_iter().any(|by| by.contains("Test-Larch")), "{}", read.view["timeline"]);
    // And back: what the second writes has seen what the first wrote.
    read.give("record_note", json!({ "text": "Neighbour asked: nothing seen." })).await;
    sync(&there).await;
    sync(&here).await;
    assert!(case.refresh().await["timeline"].to_string().contains("Neighbour asked"));
    for laptop in [&here, &there] {
        let verified = laptop.call("verify", json!({})).await;
        assert_eq!(verified["sound"], true, "{verified}");
        let rebuilt = laptop.call("rebuild", json!({})).await;
        assert_eq!(rebuilt["changed"], 0, "INV-2: {rebuilt}");
    }
}

#[tokio::test]
async fn inv_5_without_central_the_words_count_what_is_not_sent_and_for_how_long() {
    let mut office = Office::new().await;
    let laptop = office.laptop().await;
    assert_eq!(sync(&laptop).await, "Up to date 09:00");
    office.shut().await;
    assert_eq!(sync(&laptop).await, "Offline 0 min – nothing to send");
    laptop.report(magnus(&laptop)).await;
    laptop.wait(37);
    office.wait(37);
    let view = laptop.call("sync_now", json!({})).await;
    assert_eq!(words(&view), "Offline 37 min – 1 to send");
    assert_eq!(view["line"]["state"], "offline");
    let waiting = rows(&view, "waiting");
    assert_eq!((waiting.len(), &waiting[0]["what"]), (1, &json!("Report")));
    office.reopen().await;
    let view = laptop.call("sync_now", json!({})).await;
    assert_eq!(words(&view), "Up to date 09:37");
    assert!(rows(&view, "waiting").is_empty());
}

#[tokio::test]
async fn what_central_refuses_stays_listed_with_its_remedy_until_it_is_accepted() {
    let office = Office::new().await;
    let laptop = office.laptop().await;
    sync(&laptop).await;
    let officer_id = {
        let view = laptop.call("session", json!({})).await;
        register::OfficerId(view["officer_id"].as_str().unwrap().parse().unwrap())
    };
    let clock = Clock::Set(office.time.clone());
    let database = office.centre.database();
    administration::suspend_officer(database, &force(), officer_id, "On leave", &clock).await.unwrap();
    let case = laptop.report(magnus(&laptop)).await;
    let view = laptop.call("sync_now", json!({})).await;
    assert_eq!(words(&view), "1 NOT DELIVERED, the rest up to date 09:00");
    assert_eq!(view["line"]["attention"], true);
    let refused = rows(&view, "refused");
    assert_eq!(refused[0]["incident_id"], case.id());
    assert_eq!(refused[0]["what"], "Report");
    assert_eq!(refused[0]["why"], "The officer who signed it was suspended.");
    assert!(refused[0]["remedy"].as_str().unwrap().contains("suspension"));
    let first_key = laptop.call("verify", json!({})).await["first_key"].as_str().unwrap().to_owned();
    let role = register::Role::DutyInspector;
    administration::add_officer(database, &force(), officer_id, &first_key, role).await.unwrap();
    assert_eq!(sync(&laptop).await, "Up to date 09:00");
}

#[tokio::test]
async fn grades_that_had_not_seen_each_other_need_a_decision_on_every_laptop_and_the_safer_one_holds() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
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
        let view = laptop.call("sync_state", json!({})).await;
        assert_eq!(words(&view), "Up to date 09:00 – 1 needs a decision");
        assert_eq!(rows(&view, "decisions")[0]["incident_id"], case.id());
        let incident = laptop.open(&case.id()).await.view;
        assert_eq!(incident["grade"]["grade"], "high", "the safer value holds");
        // Both sides, who had seen what, and which is in effect; on the case and on the list of sync alike.
        let needed = rows(&incident, "needs_decision");
        assert_eq!(needed.len(), 1);
        assert_eq!(rows(&view, "decisions")[0]["conflicts"], json!(needed));
        let sides = rows(&needed[0], "sides");
        let said: Vec<(bool, bool)> = sides
            .iter()
            .map(|side| (side["what"].as_str().unwrap().contains("High"), side["holds"] == json!(true)))
            .collect();
        assert!(
            said.contains(&(true, true)) && said.contains(&(false, false)) && said.len() == 2,
            "{sides:?}"
        );
        let seen =
            |side: &serde_json::Value| side["seen"].as_str().unwrap().starts_with("Had not seen the other");
        assert!(sides.iter().any(seen), "{sides:?}");
    }
    // A supervisor who has seen both decides.
    case.refresh().await;
    case.assess("high", 60).await;
    sync(&here).await;
    let view = there.call("sync_now", json!({})).await;
    assert_eq!(words(&view), "Up to date 09:00");
    assert!(rows(&there.open(&case.id()).await.view, "needs_decision").is_empty());
}

#[tokio::test]
async fn an_enrolment_is_refused_with_the_field_and_nothing_is_kept() {
    let office = Office::new().await;
    let other = Office::with_key(9).await;
    let laptop = Laptop::staffed().await;
    let code = office.code(3).await;
    let tries = [
        (json!({ "address": office.address(), "code": "nonsense" }), "code", ErrorCode::Input),
        (json!({ "address": "central.example", "code": code }), "address", ErrorCode::Input),
        (json!({ "address": "http://central.example", "code": code }), "address", ErrorCode::Input),
        (json!({ "address": "http://127.0.0.1:9", "code": code }), "address", ErrorCode::Central),
        // The code pins whose it is: another service is found out before the secret leaves.
        (json!({ "address": other.address(), "code": code }), "code", ErrorCode::Input),
        (json!({ "address": office.address(), "code": other.code(3).await }), "code", ErrorCode::Central),
    ];
    for (command, field, code) in tries {
        let error = laptop.refused("enrol_device", command.clone()).await;
        assert_eq!((error.code, error.fields[0].field.as_str()), (code, field), "{command}");
        let view = laptop.call("sync_state", json!({})).await;
        assert_eq!(view["line"]["state"], "not_enrolled");
    }
    laptop.call("enrol_device", json!({ "address": office.address(), "code": code })).await;
    let moved = json!({ "address": other.address(), "code": other.code(9).await });
    assert_eq!(laptop.refused("enrol_device", moved).await.fields[0].field, "address");
    // Once used, it is good for nobody else.
    let second = Laptop::staffed().await;
    let error = second.refused("enrol_device", json!({ "address": office.address(), "code": code })).await;
    assert_eq!(error.fields[0].field, "code");
}

#[tokio::test]
async fn enrolling_is_for_those_who_may() {
    let office = Office::new().await;
    let laptop = Laptop::staffed().await;
    laptop.unlock(INVESTIGATOR).await;
    let command = json!({ "address": office.address(), "code": office.code(3).await });
    assert_eq!(laptop.refused("enrol_device", command).await.code, ErrorCode::Refused);
}

#[tokio::test]
async fn with_nobody_pressing_anything_an_incident_comes_to_the_other_laptop() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
    for laptop in [&here, &there] {
        laptop.app.shut_down().await;
    }
    let (here, there) = (here.that_syncs(), there.that_syncs());
    let mut events = there.app.events();
    there.unlock(INSPECTOR).await;
    here.unlock(INSPECTOR).await;
    let case = here.report(magnus(&here)).await;
    let mut seen = false;
    while !seen {
        if let app::views::AppEvent::Changed { .. } = events.recv().await.unwrap() {
            seen = there.duty().await.iter().any(|row| row["incident_id"] == case.id());
        }
    }
    // Closing the register ends the exchange that is running, and the file is whole.
    there.call("lock", json!({})).await;
    there.unlock(INSPECTOR).await;
    assert_eq!(there.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn a_record_shows_before_its_photograph_has_come_and_the_looks_go_up() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
    let mut case = here.report(magnus(&here)).await;
    let original = picture(image::ImageFormat::Jpeg);
    case.give("add_photograph", offer("magnus.jpg", &original, "2026-09-01")).await;
    let view = here.call("sync_now", json!({})).await;
    assert_eq!(words(&view), "Up to date 09:00");
    assert_eq!(view["beside"], json!([]), "looks and photographs went up");
    sync(&there).await;
    let read = there.open(&case.id()).await.view;
    let photograph = &read["photograph"];
    for size in ["thumbnail", "display"] {
        let command = json!({
            "incident_id": case.id(), "photograph_id": photograph["photograph_id"], "size": size,
        });
        let there_picture = there.call("photograph", command.clone()).await;
        assert_eq!(there_picture, here.call("photograph", command).await, "{size}");
    }
    assert_eq!(there.call("verify", json!({})).await["sound"], true);
    let stats = administration::stats(office.centre.database()).await.unwrap();
    assert!(stats[0].looks > 0, "{stats:?}");
}

#[tokio::test]
async fn a_revoked_laptop_destroys_its_keys_at_the_next_contact_and_shares_still_open_it() {
    let office = Office::new().await;
    let laptop = Laptop::empty();
    let shares = laptop.call("create_register", create("TST", "duty_inspector")).await;
    office.enrol(&laptop).await;
    sync(&laptop).await;
    let clock = Clock::Set(office.time.clone());
    let device = administration::devices(office.centre.database(), Some(&force())).await.unwrap();
    let device_id = register::DeviceId(device[0].device_id.parse().unwrap());
    administration::revoke_device(office.centre.database(), &force(), device_id, &clock).await.unwrap();
    let mut events = laptop.app.events();
    let _ = laptop.try_call("sync_now", json!({})).await;
    loop {
        if let app::views::AppEvent::Locked { why } = events.recv().await.unwrap() {
            assert!(why.contains("revoked"), "{why}");
            break;
        }
    }
    let error = loop {
        let error = laptop.refused("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await;
        if error.code != ErrorCode::RegisterInUse {
            break error;
        }
        // Whoever asked is letting go of the register.
        tokio::task::yield_now().await;
    };
    assert_eq!(error.code, ErrorCode::SlotDestroyed);
    let mut recover = officer(INSPECTOR, "Insp Ada Test-Larch", "duty_inspector");
    for (name, value) in [
        ("register", json!("live")),
        ("share_1", shares["share_1"].clone()),
        ("share_2", shares["share_2"].clone()),
    ] {
        recover[name] = value;
    }
    laptop.call("recover", recover).await;
}

#[tokio::test]
async fn a_laptop_out_of_contact_for_longer_than_its_lease_opens_only_when_central_is_reached() {
    let mut office = Office::new().await;
    let laptop = office.laptop().await;
    laptop.report(magnus(&laptop)).await;
    sync(&laptop).await;
    office.shut().await;
    laptop.wait(71 * 60);
    laptop.unlock(INSPECTOR).await;
    laptop.wait(2 * 60);
    let error = laptop.refused("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await;
    assert_eq!(error.code, ErrorCode::Central);
    assert!(error.message.contains("72 hours"), "{}", error.message);
    office.wait(73 * 60);
    office.reopen().await;
    laptop.unlock(INSPECTOR).await;
    assert_eq!(laptop.duty().await.len(), 1, "nothing is lost");
}

#[tokio::test]
async fn laptops_without_contact_give_no_reference_twice() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
    let mut references = std::collections::HashSet::new();
    for laptop in [&here, &there] {
        for _ in 0..5 {
            let case = laptop.report(magnus(laptop)).await;
            references.insert(case.view["reference"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(references.len(), 10, "{references:?}");
}

#[tokio::test]
async fn another_force_finds_a_stub_by_a_misspelt_name_and_by_description_and_is_known_to_have_looked() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.another_force().await);
    let case = here.report(stub(&here)).await;
    sync(&here).await;
    sync(&there).await;
    assert!(there.duty().await.is_empty(), "another force's incident is not among one's own");
    let by_name = json!({ "name": "larkspurr", "reason": "Spoken to at the bus station" });
    let by_looks = json!({
        "name": "", "reason": "Spoken to at the bus station",
        "looks": { "sex": "female", "age_from": 20, "age_to": 30, "clothing": "no coat", "place": "Fernbrook" },
    });
    for command in [&by_name, &by_looks] {
        let found = there.call("find_nationally", command.clone()).await;
        assert_eq!(found["checked"], true, "{found}");
        assert_eq!(found["hits"][0]["record"]["incident_id"], case.id(), "{found}");
        assert!(!found["hits"][0]["reasons"].as_array().unwrap().is_empty());
        assert_eq!(found["hits"][0]["record"]["held"], false);
    }
    let without_reason = json!({ "name": "larkspur", "reason": " " });
    assert_eq!(there.refused("find_nationally", without_reason).await.fields[0].field, "reason");
    let open = json!({ "incident_id": case.id(), "reason": "She is in front of me" });
    let opened = there.call("open_national", open.clone()).await;
    assert_eq!(opened["record"]["name"], "Test-Larkspur, Ida");
    let looks = here.call("looks_by_others", json!({})).await;
    assert_eq!(looks["looks"][0]["how"], "Opened");
    assert_eq!(looks["looks"][0]["reason"], "She is in front of me");
    assert_eq!(looks["looks"][0]["reference"], case.view["reference"]);
}

#[tokio::test]
async fn inv_5_without_central_the_list_held_here_answers_and_says_its_age_and_that_all_forces_were_not_asked()
 {
    let mut office = Office::new().await;
    let laptop = office.laptop().await;
    let command = json!({ "name": "Larkspur", "reason": "A call" });
    office.shut().await;
    let found = laptop.call("find_nationally", command.clone()).await;
    assert_eq!(found["checked"], false);
    assert!(found["line"].as_str().unwrap().contains("holds no list"), "{found}");
    office.reopen().await;
    let case = laptop.report(magnus(&laptop)).await;
    sync(&laptop).await;
    office.shut().await;
    laptop.wait(125);
    let found = laptop.call("find_nationally", command).await;
    assert_eq!(found["hits"][0]["record"]["incident_id"], case.id());
    let line = found["line"].as_str().unwrap();
    assert!(
        line.starts_with("OFFLINE") && line.contains("2 h 05 old") && line.contains("NOT made"),
        "{line}"
    );
    let opened = json!({ "incident_id": case.id(), "reason": "A call" });
    assert_eq!(laptop.call("open_national", opened).await["checked"], false);
}
