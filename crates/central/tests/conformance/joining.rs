//! An officer joins their register on one more laptop: whom a code is for, what it vouches for, and where a key so
//! added is good.

use crate::common::*;
use central::administration::Profile;
use central::{CentralError, administration, backup, verify};
use object_store::memory::InMemory;
use protocol::*;
use register::Role;
use register::fact::ForceFact;

/// A laptop whose entries came, its founder, and one more officer of its register, a supervisor.
async fn office(on: On) -> (Office, Laptop, Officer) {
    let office = Office::on(on).await;
    let mut first = office.laptop(1).await;
    let second = Officer::new(7, Role::Supervisor);
    let added = ForceFact::OfficerAdded {
        officer_id: second.id,
        name: "Test-Finch, Ben".into(),
        collar: "T207".into(),
        role: second.role,
        public_key: second.public(),
    };
    first.record_force(vec![added]);
    first.push_all(&office.centre).await;
    (office, first, second)
}

/// A laptop on which the founder of the first one joined, with the key that they have there; nothing is sent yet.
async fn joined(office: &Office, first: &Laptop) -> (Laptop, Officer) {
    let laptop = Laptop::joining(2, first);
    let officer = first.founder.with_key(77);
    let code = office.code_for(&first.force, "T100").await;
    office.centre.enrol(laptop.joining_with(&code, &officer)).await.unwrap();
    (laptop, officer)
}

fn not_good(why: CodeTrouble) -> Failure {
    Failure::CodeNotGood { why }
}

async fn asked(office: &Office, code: &EnrolCode) -> Result<CodeOf, Failure> {
    let asked = CodeAsked { protocol: PROTOCOL, secret: code.secret() };
    office.centre.code_of(asked).await.map(|answer| answer.body)
}

on_both! {
    async fn a_code_for_an_officer_says_who_they_are_signed_by_central(on: On) {
        let (office, first, second) = office(on).await;
        let code = office.code_for(&force(), "t207").await;
        let known = asked(&office, &code).await.unwrap();
        assert!(code.is_of(&known.key));
        assert_eq!(known.verify(&code.secret()), Ok(()));
        assert_eq!((known.officer_id, known.register_id), (second.id, first.register_id));
        let said = (known.name.as_str(), known.collar.as_str(), known.role);
        assert_eq!(said, ("Test-Finch, Ben", "T207", Role::Supervisor));
        assert_eq!(known.force, force());
        let altered = CodeOf { role: Role::Administrator, ..known.clone() };
        assert_eq!(altered.verify(&code.secret()), Err(Failure::NotCentral));
        // By the id as well; asking uses nothing up.
        let by_id = office.code_for(&force(), &second.id.to_string()).await;
        assert_eq!(asked(&office, &by_id).await.unwrap().officer_id, second.id);
        assert_eq!(asked(&office, &code).await, Ok(known));
    }

    async fn a_laptop_that_joins_writes_as_the_same_officer_and_both_go_on(on: On) {
        let (office, mut first, _) = office(on).await;
        let (mut second, officer) = joined(&office, &first).await;
        second.record_force_as(vec![officer.key_added()], &officer);
        second.record_as(second.incident(1), "on the second", &officer);
        assert_eq!(accepted(&second.push_all(&office.centre).await).len(), 2);
        // The first laptop's key has not ended.
        first.record(1, "on the first");
        first.push_all(&office.centre).await;
        let ledger = first.pull_all(&office.centre).await;
        assert_eq!(ledger.len(), 5);
        let by = |device| ledger.iter().filter(move |one| one.sealed.read_header().unwrap().device_id == device);
        for one in by(first.device_id).chain(by(second.device_id)) {
            assert_eq!(one.sealed.read_header().unwrap().officer_id, first.founder.id);
        }
        assert!(verify::verify(office.database()).await.unwrap().is_sound());
    }

    async fn a_code_is_good_once_and_for_the_same_laptop_and_key_again(on: On) {
        let (office, first, _) = office(on).await;
        let (laptop, officer) = (Laptop::joining(2, &first), first.founder.with_key(77));
        let code = office.code_for(&force(), "T100").await;
        let enrol = laptop.joining_with(&code, &officer);
        let enrolled = office.centre.enrol(enrol.clone()).await.unwrap().body;
        assert_eq!(enrolled.verify(&enrol), Ok(()));
        assert_eq!(enrolled.officer_id, Some(first.founder.id));
        assert_eq!(office.centre.enrol(enrol.clone()).await.unwrap().body, enrolled);
        let other_key = laptop.joining_with(&code, &first.founder.with_key(78));
        assert_eq!(enrolled.verify(&other_key), Err(Failure::NotCentral));
        assert_eq!(office.centre.enrol(other_key).await, Err(not_good(CodeTrouble::Used)));
        let thief = Laptop::joining(3, &first).joining_with(&code, &officer);
        assert_eq!(office.centre.enrol(thief).await, Err(not_good(CodeTrouble::Used)));
        assert_eq!(asked(&office, &code).await, Err(not_good(CodeTrouble::Used)));
    }

    async fn a_code_for_an_officer_founds_no_register_and_one_for_none_joins_none(on: On) {
        let (office, first, _) = office(on).await;
        let code = office.code_for(&force(), "T100").await;
        let founds = Laptop::founded(4, force());
        assert_eq!(office.centre.enrol(founds.enrolment(&code)).await, Err(not_good(CodeTrouble::ForOfficer)));
        let plain = office.code(&force()).await;
        let joins = Laptop::joining(2, &first).joining_with(&plain, &first.founder.with_key(77));
        assert_eq!(office.centre.enrol(joins).await, Err(not_good(CodeTrouble::ForNoOfficer)));
        assert_eq!(asked(&office, &plain).await, Err(not_good(CodeTrouble::ForNoOfficer)));
        // Neither was used up.
        office.centre.enrol(founds.enrolment(&plain)).await.unwrap();
        assert!(asked(&office, &code).await.is_ok());
        // Not for another register, nor with entries of its own, nor with a key that somebody has.
        let other = Laptop { register_id: founds.register_id, ..Laptop::joining(2, &first) };
        let enrol = other.joining_with(&code, &first.founder.with_key(77));
        assert_eq!(office.centre.enrol(enrol).await, Err(Failure::Taken));
        let taken = Laptop::joining(2, &first).joining_with(&code, &first.founder);
        assert_eq!(office.centre.enrol(taken).await, Err(Failure::Taken));
    }

    async fn a_code_that_ran_out_or_whose_officer_is_suspended_or_removed_says_so(on: On) {
        let (office, mut first, second) = office(on).await;
        let code = office.code_for(&force(), "T207").await;
        let (database, clock) = (office.database(), office.clock());
        administration::suspend_officer(database, &force(), second.id, "On leave", &clock).await.unwrap();
        assert_eq!(asked(&office, &code).await, Err(not_good(CodeTrouble::OfficerSuspended)));
        let enrol = Laptop::joining(2, &first).joining_with(&code, &second.with_key(77));
        assert_eq!(office.centre.enrol(enrol.clone()).await, Err(not_good(CodeTrouble::OfficerSuspended)));
        let (good_for, key) = (1_000, own_key());
        let no = administration::officer_code(database, &force(), "T207", &key, Profile::Desk, good_for, &clock).await;
        assert!(matches!(no, Err(CentralError::Asked(_))), "a suspended officer gets no code");
        // The suspension ends, and the same code is good again.
        administration::add_officer(database, &force(), second.id, &second.public(), second.role).await.unwrap();
        assert!(asked(&office, &code).await.is_ok());
        let removed = ForceFact::OfficerRemoved { officer_id: second.id, reason: "Left".into() };
        first.record_force(vec![removed]);
        first.push_all(&office.centre).await;
        assert_eq!(asked(&office, &code).await, Err(not_good(CodeTrouble::OfficerRemoved)));
        assert_eq!(office.centre.enrol(enrol).await, Err(not_good(CodeTrouble::OfficerRemoved)));
        for nobody in ["T207", "T999"] {
            let no = administration::officer_code(database, &force(), nobody, &key, Profile::Desk, good_for, &clock).await;
            assert!(matches!(no, Err(CentralError::Asked(_))), "{nobody}");
        }
        let code = office.code_for(&force(), "T100").await;
        office.pass(office.centre.limits().enrol_code_ms as i64);
        assert_eq!(asked(&office, &code).await, Err(not_good(CodeTrouble::RunOut)));
        let late = Laptop::joining(3, &first).joining_with(&code, &first.founder.with_key(78));
        assert_eq!(office.centre.enrol(late).await, Err(not_good(CodeTrouble::RunOut)));
    }

    async fn the_code_of_one_officer_introduces_no_key_of_another(on: On) {
        let (office, first, second) = office(on).await;
        // The code is for the founder; its holder writes in the supervisor's name, and with a key that was not vouched for.
        let (mut laptop, officer) = joined(&office, &first).await;
        let another = second.with_key(79);
        laptop.record_force_as(vec![another.key_added()], &another);
        let unvouched = officer.with_key(80);
        laptop.record_force_as(vec![unvouched.key_added()], &unvouched);
        // More than the one fact is no joining.
        laptop.record_force_as(vec![officer.key_added(), another.key_added()], &officer);
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(refused(&pushed), [Some(RefusalCode::Signature); 3]);
        // The right entry is still taken after them, and what it was signed by may enrol.
        laptop.record_force_as(vec![officer.key_added()], &officer);
        let pushed = laptop.push(&office.centre, &laptop.written[3..]).await;
        assert_eq!(accepted(&pushed).len(), 1);
        assert!(verify::verify(office.database()).await.unwrap().is_sound());
    }

    async fn a_key_that_was_added_signs_on_its_own_laptop_alone(on: On) {
        let (office, first, _) = office(on).await;
        let (mut second, officer) = joined(&office, &first).await;
        second.record_force_as(vec![officer.key_added()], &officer);
        second.push_all(&office.centre).await;
        let mut first = first;
        first.record_as(first.incident(3), "with the second laptop's key", &officer);
        let pushed = first.push_all(&office.centre).await;
        assert_eq!(refused(&pushed).last(), Some(&Some(RefusalCode::Signature)));
    }

    async fn removing_the_officer_ends_their_keys_on_every_laptop(on: On) {
        let (office, mut first, second) = office(on).await;
        let mut laptop = Laptop::joining(2, &first);
        let officer = second.with_key(77);
        let code = office.code_for(&force(), "T207").await;
        office.centre.enrol(laptop.joining_with(&code, &officer)).await.unwrap();
        laptop.record_force_as(vec![officer.key_added()], &officer);
        laptop.record_as(laptop.incident(1), "before", &officer);
        assert_eq!(accepted(&laptop.push_all(&office.centre).await).len(), 2);
        first.record_force(vec![ForceFact::OfficerRemoved { officer_id: second.id, reason: "Left".into() }]);
        first.record_as(first.incident(2), "after", &second);
        let pushed = first.push_all(&office.centre).await;
        assert_eq!(refused(&pushed).last(), Some(&Some(RefusalCode::UnknownOfficer)));
        laptop.record_as(laptop.incident(1), "after", &officer);
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(refused(&pushed).last(), Some(&Some(RefusalCode::UnknownOfficer)));
        assert!(verify::verify(office.database()).await.unwrap().is_sound());
    }

    async fn a_new_key_on_one_laptop_leaves_the_one_on_the_other(on: On) {
        let (office, mut first, _) = office(on).await;
        let (mut second, officer) = joined(&office, &first).await;
        second.record_force_as(vec![officer.key_added()], &officer);
        // The founder, who may enrol, changes the key on the second laptop.
        let newer = officer.with_key(90);
        let changed = ForceFact::OfficerKeyChanged {
            officer_id: officer.id, public_key: newer.public(), reason: "Forgotten".into(),
        };
        second.record_force_as(vec![changed], &officer);
        second.record_as(second.incident(1), "with the new one", &newer);
        assert_eq!(accepted(&second.push_all(&office.centre).await).len(), 3);
        second.record_as(second.incident(1), "with the old one", &officer);
        let pushed = second.push_all(&office.centre).await;
        assert_eq!(refused(&pushed).last(), Some(&Some(RefusalCode::Signature)));
        first.record(1, "on the first");
        first.push_all(&office.centre).await;
        assert_eq!(first.pull_all(&office.centre).await.len(), 6);
    }

    async fn revoking_one_laptop_leaves_the_other_working(on: On) {
        let (office, mut first, _) = office(on).await;
        let (mut second, officer) = joined(&office, &first).await;
        second.record_force_as(vec![officer.key_added()], &officer);
        second.push_all(&office.centre).await;
        let clock = office.clock();
        administration::revoke_device(office.database(), &force(), second.device_id, &clock).await.unwrap();
        second.record_as(second.incident(1), "after", &officer);
        let pushed = second.push_all(&office.centre).await;
        assert_eq!(refused(&pushed).last(), Some(&Some(RefusalCode::DeviceRevoked)));
        first.record(1, "on the first");
        let pushed = first.push_all(&office.centre).await;
        assert!(matches!(pushed.outcomes.last(), Some(Outcome::Accepted { .. })));
    }

    async fn a_copy_of_a_joined_laptop_is_found_as_a_fork(on: On) {
        let (office, first, _) = office(on).await;
        let (mut second, officer) = joined(&office, &first).await;
        second.record_force_as(vec![officer.key_added()], &officer);
        let mut copy = second.clone();
        second.record_as(second.incident(1), "here", &officer);
        second.push_all(&office.centre).await;
        copy.record_as(copy.incident(2), "there", &officer);
        let pushed = copy.push_all(&office.centre).await;
        assert_eq!(refused(&pushed).last(), Some(&Some(RefusalCode::Fork)));
    }

    async fn what_codes_vouched_for_is_in_the_backup(on: On) {
        let (office, first, second) = office(on).await;
        let (mut laptop, officer) = joined(&office, &first).await;
        let waiting = office.code_for(&force(), "T207").await;
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        backup::back_up(office.database(), &InMemory::new(), &key_file, &place).await.unwrap();
        let other = match on {
            On::Sqlite => On::Postgres,
            On::Postgres => On::Sqlite,
        };
        let new = Office::empty(other).await;
        backup::restore(new.database(), &InMemory::new(), &place, &new.clock()).await.unwrap();
        let new = new.opened().await;
        assert_eq!(asked(&new, &waiting).await.unwrap().officer_id, second.id);
        laptop.record_force_as(vec![officer.key_added()], &officer);
        laptop.record_as(laptop.incident(1), "after", &officer);
        assert_eq!(accepted(&laptop.push_all(&new.centre).await).len(), 2);
        assert!(verify::verify(new.database()).await.unwrap().is_sound());
    }

    async fn one_more_officer_is_taken_in_on_a_laptop_of_the_register_with_their_own_code(on: On) {
        let (office, first, second) = office(on).await;
        let (mut laptop, officer) = joined(&office, &first).await;
        laptop.record_force_as(vec![officer.key_added()], &officer);
        laptop.push_all(&office.centre).await;
        let there = second.with_key(78);
        let code = office.code_for(&force(), "T207").await;
        let enrol = laptop.joining_with(&code, &there);
        let enrolled = office.centre.enrol(enrol.clone()).await.unwrap().body;
        assert_eq!((enrolled.verify(&enrol), enrolled.officer_id), (Ok(()), Some(second.id)));
        laptop.record_force_as(vec![there.key_added()], &there);
        laptop.record_as(laptop.incident(1), "by the supervisor", &there);
        let pushed = laptop.push_all(&office.centre).await;
        assert!(pushed.outcomes.iter().all(|outcome| !matches!(outcome, Outcome::Refused { .. })));
    }

    async fn somebody_who_may_enrol_adds_a_key_for_a_known_officer_and_nobody_else_does(on: On) {
        let (office, first, second) = office(on).await;
        let (mut laptop, officer) = joined(&office, &first).await;
        laptop.record_force_as(vec![officer.key_added()], &officer);
        // A duty inspector gives the supervisor a slot on this laptop.
        let there = second.with_key(78);
        laptop.record_force_as(vec![there.key_added()], &officer);
        laptop.record_as(laptop.incident(1), "by the supervisor", &there);
        assert_eq!(accepted(&laptop.push_all(&office.centre).await).len(), 3);
        // The supervisor may not do so, nor is somebody unknown an officer by it.
        laptop.record_force_as(vec![officer.with_key(81).key_added()], &there);
        laptop.record_force_as(vec![Officer::new(50, Role::Supervisor).key_added()], &officer);
        let pushed = laptop.push_all(&office.centre).await;
        assert_eq!(refused(&pushed)[3..], [Some(RefusalCode::NotEntitled), Some(RefusalCode::NotEntitled)]);
    }
}
