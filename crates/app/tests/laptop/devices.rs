//! The laptops of a force as each of them sees them, and the end of one.

use app::ErrorCode;
use central::administration;
use serde_json::{Value, json};

use crate::common::*;
use crate::office::{Office, force, rows, sync};

async fn devices(laptop: &Laptop) -> Value {
    laptop.call("devices", json!({})).await
}

/// What the list says of this laptop, or of the other one.
fn one(view: &Value, this_laptop: bool) -> Value {
    rows(view, "devices").into_iter().find(|device| device["this_laptop"] == this_laptop).unwrap()
}

fn revoke(device: &Value, reason: &str) -> Value {
    json!({ "device_id": device["device_id"], "label": device["label"], "reason": reason })
}

#[tokio::test]
async fn each_laptop_of_the_force_is_listed_with_its_contact_what_it_holds_and_who_writes_on_it() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
    here.report(magnus(&here)).await;
    sync(&here).await;
    for laptop in [&here, &there] {
        laptop.wait(20);
    }
    office.wait(20);
    sync(&there).await;
    let view = devices(&there).await;
    assert_eq!(
        (&view["reached"], &view["line"]),
        (&json!(true), &json!("As the central service knows them at 09:20."))
    );
    assert_eq!(rows(&view, "devices").len(), 2);
    let (own, other) = (one(&view, true), one(&view, false));
    assert_eq!((&own["contact"], &own["attention"]), (&json!("In contact 09:20"), &json!(false)));
    assert_eq!(own["holds"], "All of the force’s entries: 1 incident");
    assert_eq!(other["contact"], "Out of contact 20 min, since 09:00");
    assert_eq!(other["attention"], true);
    assert!(other["lease"].as_str().unwrap().starts_with("Lease ends Thu 09:00"), "{other}");
    assert!(other["officers"].to_string().contains("Test-Larch"), "{other}");
    let label = other["label"].as_str().unwrap();
    let id = other["device_id"].as_str().unwrap().to_uppercase();
    assert_eq!(label, format!("TST-{}", &id[id.len() - 4..]));
    assert_eq!(one(&devices(&here).await, true)["label"], other["label"], "the same name at each laptop");
}

#[tokio::test]
async fn inv_5_without_central_what_it_last_told_is_shown_with_its_time() {
    let mut office = Office::new().await;
    let laptop = Laptop::staffed().await;
    let view = devices(&laptop).await;
    assert!(view["line"].as_str().unwrap().contains("not connected"), "{view}");
    office.enrol(&laptop).await;
    office.shut().await;
    let view = devices(&laptop).await;
    assert!(view["line"].as_str().unwrap().contains("has not told of any laptops yet"), "{view}");
    office.reopen().await;
    let told = devices(&laptop).await;
    office.shut().await;
    laptop.wait(90);
    let view = devices(&laptop).await;
    assert_eq!(view["reached"], false);
    let line =
        "OFFLINE: the central service was not reached. This is what it told at Mon 23 Nov 2026 09:00 GMT.";
    assert_eq!(view["line"], line);
    assert_eq!(view["devices"], told["devices"]);
    let device = one(&view, true);
    let error = laptop.refused("revoke_device", revoke(&device, "Lost")).await;
    assert_eq!(error.code, ErrorCode::Central);
    assert!(error.message.contains("counts as not revoked"), "{}", error.message);
}

#[tokio::test]
async fn what_was_known_at_the_last_exchange_is_kept_without_anybody_looking() {
    let mut office = Office::new().await;
    let laptop = office.laptop().await;
    sync(&laptop).await;
    office.shut().await;
    let view = devices(&laptop).await;
    assert_eq!((&view["reached"], rows(&view, "devices").len()), (&json!(false), 1), "{view}");
}

#[tokio::test]
async fn a_laptop_is_revoked_with_a_reason_and_its_name_and_destroys_its_keys_when_it_next_asks() {
    let office = Office::new().await;
    let (here, there) = (office.laptop().await, office.laptop().await);
    sync(&here).await;
    let other = one(&devices(&here).await, false);
    for (wrong, field) in [
        (json!({ "device_id": other["device_id"], "label": "TST-0", "reason": "Lost" }), "label"),
        (revoke(&other, "  "), "reason"),
    ] {
        let error = here.refused("revoke_device", wrong).await;
        assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::Input, field));
    }
    let mut command = revoke(&other, "Left in a taxi");
    command["label"] = json!(other["label"].as_str().unwrap().to_lowercase());
    let revoked = one(&here.call("revoke_device", command.clone()).await, false);
    assert_eq!(revoked["reason"], "Left in a taxi");
    let at_next = "Revoked 09:00 by Insp Ada Test-Larch: its keys are destroyed at its next contact";
    assert_eq!(revoked["revocation"], at_next);
    here.wait(60);
    office.wait(60);
    let mut events = there.app.events();
    let _ = there.try_call("devices", json!({})).await;
    loop {
        if let app::views::AppEvent::Locked { why } = events.recv().await.unwrap() {
            assert!(why.contains("revoked"), "{why}");
            break;
        }
    }
    let error = loop {
        let error = there.refused("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await;
        if error.code != ErrorCode::RegisterInUse {
            break error;
        }
        // Whoever asked is letting go of the register.
        tokio::task::yield_now().await;
    };
    assert_eq!(error.code, ErrorCode::SlotDestroyed);
    let told = one(&devices(&here).await, false);
    let gone = "Revoked 09:00 by Insp Ada Test-Larch: keys destroyed 10:00, when it was told";
    assert_eq!((&told["revocation"], &told["revoked"]), (&json!(gone), &json!(true)));
    // Doing it again changes nothing of who, when and why.
    command["reason"] = json!("Another reason");
    assert_eq!(one(&here.call("revoke_device", command).await, false)["reason"], "Left in a taxi");
}

#[tokio::test]
async fn only_who_may_connect_a_laptop_may_revoke_one_and_central_asks_again() {
    let office = Office::new().await;
    let (here, _there) = (office.laptop().await, office.laptop().await);
    sync(&here).await;
    let other = one(&devices(&here).await, false);
    here.unlock(INVESTIGATOR).await;
    assert_eq!(rows(&devices(&here).await, "devices").len(), 2, "everybody may look");
    assert_eq!(here.refused("revoke_device", revoke(&other, "Lost")).await.code, ErrorCode::Refused);
    here.unlock(INSPECTOR).await;
    let officer_id = here.call("session", json!({})).await["officer_id"].as_str().unwrap().parse().unwrap();
    let (database, clock) = (office.centre.database(), central::Clock::Set(office.time.clone()));
    let suspended = register::OfficerId(officer_id);
    administration::suspend_officer(database, &force(), suspended, "On leave", &clock).await.unwrap();
    let error = here.refused("revoke_device", revoke(&other, "Lost")).await;
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.message.contains("Nothing was revoked"), "{}", error.message);
    assert_eq!(one(&devices(&here).await, false)["revoked"], false);
}

#[tokio::test]
async fn a_laptop_that_revokes_itself_is_locked_at_its_next_contact() {
    let office = Office::new().await;
    let laptop = office.laptop().await;
    sync(&laptop).await;
    let own = one(&devices(&laptop).await, true);
    let view = laptop.call("revoke_device", revoke(&own, "Sold")).await;
    assert_eq!(one(&view, true)["revoked"], true);
    let mut events = laptop.app.events();
    let _ = laptop.try_call("sync_now", json!({})).await;
    loop {
        if let app::views::AppEvent::Locked { .. } = events.recv().await.unwrap() {
            break;
        }
    }
}
