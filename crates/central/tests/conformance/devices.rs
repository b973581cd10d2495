//! Devices as laptops see them, and the end of one.

use crate::common::*;
use central::administration;
use protocol::*;
use register::fact::ForceFact;
use register::force::ForceCode;
use register::{DeviceId, Role};

async fn list(office: &Office, laptop: &Laptop) -> Result<DeviceList, Failure> {
    let list = office.centre.devices(laptop.signed(&DevicesAsked {})).await?.body;
    list.verify(&laptop.force, &own_key().public())?;
    Ok(list)
}

pub fn asked(laptop: &Laptop, officer: &Officer, device_id: DeviceId, reason: &str) -> RevokeDevice {
    use ed25519_dalek::Signer as _;
    let request =
        RevokeDevice { device_id, officer_id: officer.id, reason: reason.into(), signature: [0; 64] };
    request.signed(&laptop.force, laptop.device_id, |payload| officer.key.sign(payload).to_bytes())
}

async fn revoke(office: &Office, laptop: &Laptop, request: &RevokeDevice) -> Result<DeviceList, Failure> {
    office.centre.revoke_device(laptop.signed(request)).await.map(|answer| answer.body)
}

/// A laptop of the force whose register knows these officers beside its founder, all sent.
async fn staffed(office: &Office, number: u32, officers: &[&Officer]) -> Laptop {
    let mut laptop = office.laptop(number).await;
    for officer in officers {
        laptop.record_force(vec![officer.added()]);
    }
    laptop.push_all(&office.centre).await;
    laptop
}

on_both! {
    async fn the_devices_of_ones_own_force_are_told_with_what_came_what_is_expected_and_what_they_hold(on: On) {
        let office = Office::on(on).await;
        let mut laptop = staffed(&office, 1, &[]).await;
        office.laptop_of(2, other_force()).await;
        laptop.record(1, "sent");
        laptop.push_all(&office.centre).await;
        laptop.record(1, "not sent");
        laptop.record(2, "nor this");
        office.pass(1_000);
        let before = list(&office, &laptop).await.unwrap();
        assert_eq!((before.form.head, before.form.incidents, before.form.as_of), (2, 1, START + 1_000));
        assert_eq!(before.devices.len(), 1, "another force's are not told");
        assert_eq!((before.devices[0].said, before.devices[0].expected()), (None, 0));
        let checkpoint = Checkpoint::signed(laptop.device_id, laptop.chain, 3, |payload| laptop.sign(payload));
        office.centre.checkpoint(laptop.signed(&checkpoint.clone().holding(1))).await.unwrap();
        let after = list(&office, &laptop).await.unwrap();
        let said = SaidOfItself { at: START + 1_000, entries: 4, drafts: 3, holds: Some(1) };
        assert_eq!((after.devices[0].said, after.devices[0].came, after.devices[0].expected()), (Some(said), 2, 2));
        // What an earlier version says leaves what was said of it.
        office.centre.checkpoint(laptop.signed(&checkpoint)).await.unwrap();
        assert_eq!(list(&office, &laptop).await.unwrap().devices[0].said.unwrap().holds, Some(1));
        let other = ForceCode::parse("WX").unwrap();
        assert_eq!(after.verify(&other, &own_key().public()), Err(Failure::NotCentral));
        let mut altered = after;
        altered.devices[0].came = 9;
        assert_eq!(altered.verify(&force(), &own_key().public()), Err(Failure::NotCentral));
    }

    async fn an_officer_who_may_enrol_revokes_a_device_and_it_is_kept_who_why_and_when_it_was_told(on: On) {
        let office = Office::on(on).await;
        let laptop = staffed(&office, 1, &[]).await;
        let lost = staffed(&office, 2, &[]).await;
        office.pass(60_000);
        let request = asked(&laptop, &laptop.founder, lost.device_id, " Left in a taxi ");
        let answer = revoke(&office, &laptop, &request).await.unwrap();
        answer.verify(&force(), &own_key().public()).unwrap();
        let revoked = |list: &DeviceList| {
            let device = list.devices.iter().find(|device| device.device_id == lost.device_id);
            device.unwrap().revoked.clone()
        };
        let expected = Revocation {
            at: START + 60_000, officer_id: Some(laptop.founder.id), reason: "Left in a taxi".into(), told_at: None,
        };
        assert_eq!(revoked(&answer), Some(expected.clone()));
        // The second officer does not take the place of the first.
        office.pass(60_000);
        let again = asked(&laptop, &laptop.founder, lost.device_id, "Another reason");
        assert_eq!(revoked(&revoke(&office, &laptop, &again).await.unwrap()), Some(expected.clone()));
        assert_eq!(office.centre.heads(lost.signed(&HeadsAsked {})).await.unwrap_err(), Failure::Revoked);
        office.pass(60_000);
        assert_eq!(list(&office, &lost).await.unwrap_err(), Failure::Revoked);
        let told = Revocation { told_at: Some(START + 120_000), ..expected };
        assert_eq!(revoked(&list(&office, &laptop).await.unwrap()), Some(told));
        // A revoked device revokes nobody, whoever sits at it.
        let from_it = asked(&lost, &laptop.founder, laptop.device_id, "Turned round");
        assert_eq!(revoke(&office, &lost, &from_it).await, Err(Failure::Revoked));
        let pushed = lost.push_all(&office.centre).await;
        assert!(pushed.outcomes.iter().all(|outcome| matches!(outcome, Outcome::Duplicate { .. })));
    }

    async fn a_device_may_be_revoked_by_those_alone_who_may_enrol_and_who_signed_it(on: On) {
        let office = Office::on(on).await;
        let roles = [Role::CallHandler, Role::Supervisor, Role::Coordinator, Role::Administrator];
        let officers: Vec<Officer> = roles.iter().zip(50..).map(|(role, n)| Officer::new(n, *role)).collect();
        let laptop = staffed(&office, 1, &officers.iter().collect::<Vec<_>>()).await;
        let other = office.laptop_of(3, other_force()).await;
        let mut target = 10;
        for officer in &officers {
            target += 1;
            let lost = staffed(&office, target, &[]).await;
            let done = revoke(&office, &laptop, &asked(&laptop, officer, lost.device_id, "Lost")).await;
            let may = matches!(officer.role, Role::Coordinator | Role::Administrator);
            assert_eq!(done.map(drop), if may { Ok(()) } else { Err(Failure::NotEntitled) }, "{:?}", officer.role);
        }
        let lost = staffed(&office, 20, &[]).await;
        let good = asked(&laptop, &officers[2], lost.device_id, "Lost");
        let refused = |request: RevokeDevice| {
            let (office, laptop) = (&office, &laptop);
            async move { revoke(office, laptop, &request).await.unwrap_err() }
        };
        let stranger = Officer::new(90, Role::DutyInspector);
        assert_eq!(refused(asked(&laptop, &stranger, lost.device_id, "Lost")).await, Failure::NotEntitled);
        let in_their_name = Officer { id: officers[2].id, ..stranger };
        assert_eq!(refused(asked(&laptop, &in_their_name, lost.device_id, "Lost")).await, Failure::Signature);
        assert_eq!(refused(RevokeDevice { reason: "Else".into(), ..good.clone() }).await, Failure::Signature);
        let elsewhere = asked(&lost, &officers[2], lost.device_id, "Lost");
        assert_eq!(refused(elsewhere).await, Failure::Signature, "signed for another device's asking");
        assert_eq!(refused(asked(&laptop, &officers[2], lost.device_id, " ")).await, Failure::Malformed);
        assert_eq!(refused(asked(&laptop, &officers[2], other.device_id, "Lost")).await, Failure::NotFound);
        let (database, clock) = (office.database(), office.clock());
        administration::suspend_officer(database, &force(), officers[2].id, "On leave", &clock).await.unwrap();
        assert_eq!(refused(good).await, Failure::NotEntitled);
        let removed = ForceFact::OfficerRemoved { officer_id: officers[3].id, reason: "Moved".into() };
        let mut laptop = laptop;
        laptop.record_force(vec![removed]);
        laptop.push_all(&office.centre).await;
        let gone = revoke(&office, &laptop, &asked(&laptop, &officers[3], lost.device_id, "Lost")).await;
        assert_eq!(gone, Err(Failure::NotEntitled));
        let devices = list(&office, &laptop).await.unwrap().devices;
        let still = devices.iter().find(|device| device.device_id == lost.device_id).unwrap();
        assert_eq!(still.revoked, None);
    }

    async fn a_revocation_at_the_terminal_names_no_officer_and_is_put_back_with_a_backup(on: On) {
        let office = Office::on(on).await;
        let laptop = staffed(&office, 1, &[]).await;
        let lost = staffed(&office, 2, &[]).await;
        let (database, clock) = (office.database(), office.clock());
        administration::revoke_device(database, &force(), lost.device_id, &clock).await.unwrap();
        assert_eq!(list(&office, &lost).await.unwrap_err(), Failure::Revoked);
        let checkpoint = Checkpoint::signed(laptop.device_id, laptop.chain, 0, |payload| laptop.sign(payload));
        office.centre.checkpoint(laptop.signed(&checkpoint.holding(2))).await.unwrap();
        let before = list(&office, &laptop).await.unwrap().devices;
        let told = Revocation { at: START, officer_id: None, reason: String::new(), told_at: Some(START) };
        assert_eq!(before[1].revoked, Some(told));
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        let photographs = object_store::memory::InMemory::new();
        central::backup::back_up(database, &photographs, &key_file, &place).await.unwrap();
        let new = Office::empty(on).await;
        central::backup::restore(new.database(), &photographs, &place, &clock).await.unwrap();
        let after = list(&new.opened().await, &laptop).await.unwrap().devices;
        assert_eq!(after[1], before[1]);
        let holds = after[0].said.unwrap().holds;
        assert_eq!(holds, None, "positions of another era mean nothing");
    }
}
