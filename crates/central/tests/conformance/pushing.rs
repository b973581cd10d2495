//! What is accepted, what is refused, and that a refusal blocks nothing behind it.

use crate::common::*;
use central::administration;
use chrono::DateTime;
use protocol::*;
use register::fact::ForceFact;
use register::standard::StandardKind;
use register::*;

on_both! {
    async fn entries_get_positions_in_their_order_and_once(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        laptop.record(1, "one");
        laptop.record(2, "two");
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(accepted(&pushed), [1, 2, 3]);
        assert_eq!(pushed.chain, laptop.chain);
        laptop.record(1, "three");
        let again = laptop.push_all(&office.centre).await;
        let duplicate = |position| Outcome::Duplicate { position };
        assert_eq!(
            again.outcomes,
            [duplicate(1), duplicate(2), duplicate(3), Outcome::Accepted { position: 4 }]
        );
    }

    async fn an_empty_push_tells_where_the_chain_ends(on: On) {
        let office = Office::on(on).await;
        let laptop = office.laptop(1).await;
        assert_eq!(laptop.push(&office.centre, &[]).await.chain, ChainHead::START);
        laptop.push_all(&office.centre).await;
        assert_eq!(laptop.push(&office.centre, &[]).await.chain, laptop.chain);
    }

    async fn the_same_id_with_another_hash_is_refused_as_forged_and_the_first_stays(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let first = laptop.record(1, "as it was");
        laptop.push_all(&office.centre).await;
        let officer = laptop.founder.clone();
        let other = body(&officer, &force(), vec![IncidentFact::Noted { text: "as it was not".into() }]);
        let mut header = laptop.header(laptop.incident(1), &officer, &other);
        header.entry_id = first.read_header().unwrap().entry_id;
        let forged = laptop.add(&header, other, &officer);
        laptop.record(1, "behind it");
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(refused(&pushed)[2], Some(RefusalCode::Forged));
        assert_eq!(pushed.outcomes[3], Outcome::Accepted { position: 3 });
        let ledger = laptop.pull_all(&office.centre).await;
        assert!(ledger.iter().any(|entry| entry.sealed == first));
        assert!(ledger.iter().all(|entry| entry.sealed != forged));
        // The same again is the same answer, and one line of the list.
        assert_eq!(refused(&laptop.push_all(&office.centre).await)[2], Some(RefusalCode::Forged));
        assert_eq!(administration::quarantine(office.database(), None).await.unwrap().len(), 1);
    }

    async fn a_signature_by_another_key_is_refused_and_blocks_nothing(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let mut impostor = laptop.founder.clone();
        impostor.key = Officer::new(77, Role::DutyInspector).key;
        laptop.record_as(laptop.incident(1), "not by her", &impostor);
        laptop.record(1, "by her");
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(refused(&pushed), [None, Some(RefusalCode::Signature), None]);
        assert_eq!(pushed.chain, laptop.chain);
    }

    async fn an_officer_whom_nobody_introduced_is_refused_until_somebody_does(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let officer = Officer::new(5, Role::CallHandler);
        let early = laptop.record_as(laptop.incident(1), "too early", &officer);
        assert_eq!(refused(&laptop.push_all(&office.centre).await)[1], Some(RefusalCode::UnknownOfficer));
        laptop.record_force(vec![officer.added()]);
        laptop.record_as(laptop.incident(1), "introduced", &officer);
        let pushed = laptop.push_all(&office.centre).await;
        // The key signs from the entry that introduced it, on that device.
        assert_eq!(refused(&pushed), [None, Some(RefusalCode::UnknownOfficer), None, None]);
        administration::add_officer(office.database(), &force(), officer.id, &officer.public(), officer.role)
            .await
            .unwrap();
        // An administrator's word is good for all; the refused entry is judged again when it comes again.
        let again = laptop.push(&office.centre, &[early]).await;
        assert_eq!(accepted(&again), [4]);
        assert!(administration::quarantine(office.database(), None).await.unwrap().is_empty());
        assert!(central::verify::verify(office.database()).await.unwrap().is_sound());
    }

    async fn a_body_that_is_not_the_signed_one_is_refused_until_the_right_one_comes(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let right = laptop.record(1, "as signed");
        laptop.record(1, "behind it");
        let (mut altered, mut bare) = (laptop.clone(), laptop.clone());
        altered.written[1].body.as_mut().unwrap().push(b' ');
        bare.written[1].body = None;
        let pushed = altered.push_all(&office.centre).await;
        assert_eq!(refused(&pushed), [None, Some(RefusalCode::BodyAltered), None]);
        assert_eq!(refused(&bare.push_all(&office.centre).await)[1], Some(RefusalCode::BodyMissing));
        assert_eq!(accepted(&laptop.push(&office.centre, &[right]).await), [3]);
    }

    async fn a_gap_is_told_and_nothing_of_it_is_kept(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        laptop.record(1, "lost on the way");
        laptop.record(1, "came first");
        let pushed = laptop.push(&office.centre, &laptop.written[2..]).await;
        assert_eq!(refused(&pushed), [Some(RefusalCode::Gap)]);
        assert_eq!(pushed.chain, ChainHead::START);
        assert!(administration::quarantine(office.database(), None).await.unwrap().is_empty());
        assert_eq!(accepted(&laptop.push_all(&office.centre).await), [1, 2, 3]);
    }

    async fn two_copies_of_a_device_are_seen_as_a_fork(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        laptop.push_all(&office.centre).await;
        let mut copy = laptop.clone();
        laptop.record(1, "on the device");
        copy.record(2, "on its copy");
        copy.record(2, "further on the copy");
        laptop.push_all(&office.centre).await;
        let pushed = copy.push(&office.centre, &copy.written[1..]).await;
        assert_eq!(refused(&pushed), [Some(RefusalCode::Fork), Some(RefusalCode::Fork)]);
        let listed = administration::quarantine(office.database(), Some(&force())).await.unwrap();
        assert_eq!(listed.iter().map(|line| line.code).collect::<Vec<_>>(), ["fork", "fork"]);
        laptop.record(1, "goes on");
        assert!(refused(&laptop.push_all(&office.centre).await).iter().all(Option::is_none));
    }

    async fn what_another_device_wrote_is_not_taken_from_this_one(on: On) {
        let office = Office::on(on).await;
        let (mut one, two) = (office.laptop(1).await, office.laptop(2).await);
        let entry = one.record(1, "by the first");
        let pushed = two.push(&office.centre, &[entry]).await;
        assert_eq!(refused(&pushed), [Some(RefusalCode::OtherDevice)]);
        assert_eq!(pushed.chain, ChainHead::START);
        // That it was sent by another first is nothing against it.
        assert_eq!(accepted(&one.push_all(&office.centre).await), [1, 2]);
    }

    async fn a_stream_belongs_for_ever_to_the_force_that_created_it(on: On) {
        let office = Office::on(on).await;
        let mut ours = office.laptop(1).await;
        let mut theirs = office.laptop_of(2, other_force()).await;
        ours.record(1, "ours");
        ours.push_all(&office.centre).await;
        let founder = theirs.founder.clone();
        theirs.record_as(ours.incident(1), "into theirs", &founder);
        assert_eq!(refused(&theirs.push_all(&office.centre).await), [None, Some(RefusalCode::StreamOfAnother)]);
    }

    async fn only_who_may_enrol_introduces_officers(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let handler = Officer::new(5, Role::CallHandler);
        let friend = Officer::new(6, Role::DutyInspector);
        laptop.record_force(vec![handler.added()]);
        laptop.record_force_as(vec![friend.added()], &handler);
        laptop.record_as(laptop.incident(1), "by the friend", &friend);
        // Nor does anybody found a register twice, or give a known officer another person's key.
        let mut twice = laptop.clone();
        twice.record_force(vec![Officer { key: friend.key.clone(), ..handler.clone() }.added()]);
        let expected = [
            None,
            None,
            Some(RefusalCode::NotEntitled),
            Some(RefusalCode::UnknownOfficer),
            Some(RefusalCode::NotEntitled),
        ];
        assert_eq!(refused(&twice.push_all(&office.centre).await), expected);
    }

    async fn a_removed_officers_key_signs_nothing_after_the_removal(on: On) {
        let office = Office::on(on).await;
        let (mut one, mut two) = (office.laptop(1).await, Laptop::blank(2, force()));
        let officer = Officer::new(5, Role::Supervisor);
        one.record_force(vec![officer.added()]);
        one.record_as(one.incident(1), "in her time", &officer);
        one.push_all(&office.centre).await;
        two.register_id = one.register_id;
        let code = office.code(&force()).await;
        office.centre.enrol(two.enrolment(&code)).await.unwrap();
        two.record_as(two.incident(1), "elsewhere in her time", &officer);
        two.push_all(&office.centre).await;
        one.record_force(vec![ForceFact::OfficerRemoved { officer_id: officer.id, reason: "left".into() }]);
        one.record_as(one.incident(1), "after it", &officer);
        let pushed = one.push_all(&office.centre).await;
        assert_eq!(refused(&pushed), [None, None, None, None, Some(RefusalCode::UnknownOfficer)]);
        two.record_as(two.incident(1), "elsewhere after it", &officer);
        assert_eq!(refused(&two.push_all(&office.centre).await), [None, Some(RefusalCode::UnknownOfficer)]);
        assert!(central::verify::verify(office.database()).await.unwrap().is_sound());
    }

    async fn a_standard_is_set_by_those_roles_that_may_and_by_no_administrator(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let coordinator = Officer::new(5, Role::Coordinator);
        let others = [Officer::new(6, Role::Administrator), Officer::new(7, Role::Supervisor)];
        laptop.record_force([&coordinator, &others[0], &others[1]].map(Officer::added).into());
        let proposed = || ForceFact::StandardProposed {
            kind: StandardKind::Questions,
            version: "TST-1".into(),
            text: String::new(),
            effective_at: DateTime::UNIX_EPOCH,
            reason: "The review".into(),
        };
        let sealed = laptop.record_force_as(vec![proposed()], &coordinator);
        let proposal = sealed.read_header().unwrap().entry_id;
        for officer in &others {
            laptop.record_force_as(vec![proposed()], officer);
            let approved = ForceFact::StandardApproved { proposal, reason: "Read".into() };
            laptop.record_force_as(vec![approved], officer);
        }
        let withdrawn = ForceFact::StandardWithdrawn { proposal, reason: "A slip".into() };
        laptop.record_force_as(vec![withdrawn], &coordinator);
        let no = Some(RefusalCode::NotEntitled);
        assert_eq!(refused(&laptop.push_all(&office.centre).await), [None, None, None, no, no, no, no, None]);
    }

    async fn a_changed_key_signs_from_its_change_on_and_the_old_one_no_more(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let old = Officer::new(5, Role::Supervisor);
        let new = Officer { key: Officer::new(6, Role::Supervisor).key, ..old.clone() };
        laptop.record_force(vec![old.added()]);
        laptop.record_as(laptop.incident(1), "old", &old);
        laptop.record_force(vec![ForceFact::OfficerKeyChanged {
            officer_id: old.id, public_key: new.public(), reason: "shares used".into(),
        }]);
        laptop.record_as(laptop.incident(1), "new", &new);
        laptop.record_as(laptop.incident(1), "old again", &old);
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(refused(&pushed), [None, None, None, None, None, Some(RefusalCode::Signature)]);
    }

    async fn what_is_too_large_or_cannot_be_read_is_refused_and_blocks_nothing(on: On) {
        let limits = central::Limits { body_bytes: 4_000, ..wide() };
        let office = Office::with(on, limits).await;
        let mut laptop = office.laptop(1).await;
        laptop.record(1, &"x".repeat(5_000));
        laptop.record(1, "behind it");
        // A header of a version to come: a stream of a kind that is not known here.
        let founder = laptop.founder.clone();
        let newer = body(&founder, &force(), vec![IncidentFact::Noted { text: "newer".into() }]);
        let header = laptop.header(laptop.incident(1), &founder, &newer);
        let mut bytes = header.bytes();
        let kind = bytes.windows(3).position(|at| at[0] == 0x82 && at[1] == 0x00 && at[2] == 0x81).unwrap();
        bytes[kind + 1] = 0x07;
        let sealed = Sealed { header: bytes, signature: [0; 64], body: Some(newer) };
        assert!(sealed.read_header().is_err());
        laptop.push_to_chain(sealed, header.device_seq);
        laptop.record(1, "behind that");
        let pushed = laptop.push_all(&office.centre).await;
        let expected = [None, Some(RefusalCode::Size), None, Some(RefusalCode::Form), None];
        assert_eq!(refused(&pushed), expected);
        // No header at all has no place in the chain.
        let nothing = Sealed { header: vec![0xff; 9], signature: [0; 64], body: None };
        assert_eq!(refused(&laptop.push(&office.centre, &[nothing]).await), [Some(RefusalCode::Form)]);
        let many = Push { entries: vec![laptop.written[0].clone(); 2_001] };
        assert_eq!(office.centre.push(laptop.signed(&many)).await, Err(Failure::TooLarge { limit: 2_000 }));
    }

    async fn what_a_revoked_device_sends_is_kept_apart_and_it_is_given_nothing(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        laptop.push_all(&office.centre).await;
        administration::revoke_device(office.database(), &force(), laptop.device_id, &office.clock())
            .await
            .unwrap();
        laptop.record(1, "written before, says the device");
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(pushed.outcomes[0], Outcome::Duplicate { position: 1 });
        assert_eq!(refused(&pushed)[1], Some(RefusalCode::DeviceRevoked));
        assert_eq!(administration::quarantine(office.database(), None).await.unwrap().len(), 1);
        let pull = laptop.signed(&Pull::after(force(), 0, 9));
        assert_eq!(office.centre.pull(pull).await, Err(Failure::Revoked));
        assert_eq!(office.centre.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::Revoked));
        assert!(office.centre.watch(laptop.signed(&Watch {})).await.is_err());
    }

    async fn a_suspended_officers_later_entries_are_refused(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let officer = Officer::new(5, Role::Supervisor);
        laptop.record_force(vec![officer.added()]);
        laptop.record_as(laptop.incident(1), "before", &officer);
        laptop.push_all(&office.centre).await;
        administration::suspend_officer(office.database(), &force(), officer.id, "test", &office.clock())
            .await
            .unwrap();
        laptop.record_as(laptop.incident(1), "after", &officer);
        laptop.record(1, "by another");
        let expected = [None, None, None, Some(RefusalCode::OfficerSuspended), None];
        assert_eq!(refused(&laptop.push_all(&office.centre).await), expected);
    }

    async fn a_refused_entry_keeps_its_place_whoever_sends_it_again(on: On) {
        let office = Office::on(on).await;
        let (mut one, two) = (office.laptop(1).await, office.laptop(2).await);
        let officer = Officer::new(5, Role::CallHandler);
        let early = [one.record_as(one.incident(1), "by somebody unknown", &officer)];
        one.record(1, "behind it");
        one.push_all(&office.centre).await;
        let listed = administration::quarantine(office.database(), None).await.unwrap();
        office.pass(1_000);
        let pushed = two.push(&office.centre, &early).await;
        assert_eq!(refused(&pushed), [Some(RefusalCode::OtherDevice)]);
        assert_eq!(refused(&one.push(&office.centre, &early).await), [Some(RefusalCode::UnknownOfficer)]);
        administration::revoke_device(office.database(), &force(), one.device_id, &office.clock()).await.unwrap();
        assert_eq!(refused(&one.push(&office.centre, &early).await), [Some(RefusalCode::DeviceRevoked)]);
        assert_eq!(administration::quarantine(office.database(), None).await.unwrap(), listed);
        assert!(central::verify::verify(office.database()).await.unwrap().is_sound());
    }
}
