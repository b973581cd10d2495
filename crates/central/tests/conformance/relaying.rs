//! What one laptop gives back of another, whose entries central lost: each is judged as its author's, and what is refused
//! leaves nothing behind.

use crate::common::*;
use central::verify::{FindingKind, verify};
use central::{Database, administration, backup};
use object_store::memory::InMemory;
use protocol::*;
use register::fact::ForceFact;
use register::*;

const ACCEPTED: fn(u64) -> Outcome = |position| Outcome::Accepted { position };
const STANDS: fn(u64) -> Outcome = |position| Outcome::Duplicate { position };
const REFUSED: fn(RefusalCode) -> Outcome = |code| Outcome::Refused { code };

/// An office that lost all that the first laptop wrote, and a second laptop that holds it.
async fn lost(on: On, notes: u32) -> (Office, Laptop, Laptop) {
    let office = Office::on(on).await;
    let (mut gone, other) = (office.laptop(1).await, office.laptop(2).await);
    for note in 0..notes {
        gone.record(1, &format!("note {note}"));
    }
    (office, gone, other)
}

async fn end_of(office: &Office, laptop: &Laptop) -> ChainHead {
    laptop.push(&office.centre, &[]).await.chain
}

/// Nothing of it was written down, and the ledger is what it was.
async fn nothing_is_left(office: &Office, laptop: &Laptop, stand: usize) {
    assert_eq!(administration::quarantine(office.database(), None).await.unwrap(), []);
    assert_eq!(laptop.pull_all(&office.centre).await.len(), stand);
    let verified = verify(office.database()).await.unwrap();
    assert!(verified.is_sound(), "{verified:?}");
}

async fn sound(office: &Office) {
    let verified = verify(office.database()).await.unwrap();
    assert!(verified.is_sound(), "{verified:?}");
}

async fn run(office: &Office, sql: &'static str) {
    match office.database() {
        Database::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop),
        Database::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop),
    }
    .unwrap();
}

on_both! {
    async fn what_a_laptop_that_is_gone_wrote_is_taken_from_another_and_its_chain_moves_on(on: On) {
        let (office, gone, other) = lost(on, 3).await;
        let outcomes = other.relay(&office.centre, &gone.written).await;
        assert_eq!(outcomes, [1, 2, 3, 4].map(ACCEPTED));
        assert_eq!(end_of(&office, &gone).await, gone.chain);
        assert_eq!(end_of(&office, &other).await, ChainHead::START, "whose chain is none of it");
        assert_eq!(other.relay(&office.centre, &gone.written).await, [1, 2, 3, 4].map(STANDS));
        let ledger = other.pull_all(&office.centre).await;
        assert_eq!(ledger.into_iter().map(|entry| entry.sealed).collect::<Vec<_>>(), gone.written);
        let stats = administration::stats(office.database()).await.unwrap();
        assert_eq!((stats[0].relayed, stats[0].entries), (4, 4));
        sound(&office).await;
    }

    async fn what_stands_beyond_a_gap_is_taken_and_the_author_goes_on_from_the_gap(on: On) {
        let (office, mut gone, other) = lost(on, 4).await;
        let (before, behind) = (&gone.written[..2], &gone.written[3..]);
        assert_eq!(other.relay(&office.centre, behind).await, [REFUSED(RefusalCode::UnknownOfficer); 2]);
        assert_eq!(other.relay(&office.centre, before).await, [1, 2].map(ACCEPTED));
        assert_eq!(other.relay(&office.centre, behind).await, [3, 4].map(ACCEPTED));
        assert_eq!(end_of(&office, &gone).await.device_seq, 2);
        sound(&office).await;
        // The author comes back, with something new: central tells where the gap is.
        gone.record(1, "since");
        let new = &gone.written[5..];
        assert_eq!(refused(&gone.push(&office.centre, new).await), [Some(RefusalCode::Gap)]);
        let pushed = gone.push(&office.centre, &gone.written[2..]).await;
        assert_eq!(pushed.outcomes, [ACCEPTED(5), STANDS(3), STANDS(4), ACCEPTED(6)]);
        assert_eq!(pushed.chain, gone.chain);
        sound(&office).await;
    }

    async fn an_author_who_comes_back_passes_what_stands_there_already_and_sends_what_is_new(on: On) {
        let (office, mut gone, other) = lost(on, 3).await;
        // In the middle: the first two came from the author.
        gone.push(&office.centre, &gone.written[..2]).await;
        assert_eq!(other.relay(&office.centre, &gone.written[3..]).await, [ACCEPTED(3)]);
        gone.record(1, "since");
        let pushed = gone.push(&office.centre, &gone.written[2..]).await;
        assert_eq!(pushed.outcomes, [ACCEPTED(4), STANDS(3), ACCEPTED(5)]);
        assert_eq!(pushed.chain, gone.chain);
        sound(&office).await;
    }

    async fn two_copies_of_a_device_are_seen_as_a_fork_whoever_sends_them(on: On) {
        let (office, mut gone, other) = lost(on, 1).await;
        let mut copy = gone.clone();
        gone.record(1, "on the device");
        gone.record(1, "and on");
        copy.record(2, "on its copy");
        copy.record(2, "further on the copy");
        copy.record(2, "and on");
        copy.record(2, "where nothing of the other way stands beside it");
        // What stands beyond the end of the chain alone: the entry before it nobody has.
        other.relay(&office.centre, &gone.written[..2]).await;
        assert_eq!(other.relay(&office.centre, &gone.written[3..]).await, [ACCEPTED(3)]);
        let fork = REFUSED(RefusalCode::Fork);
        assert_eq!(other.relay(&office.centre, &copy.written[2..]).await, [fork; 4]);
        nothing_is_left(&office, &other, 3).await;
        // The copy itself does not get past it either, and is told.
        let pushed = copy.push(&office.centre, &copy.written[2..]).await;
        assert_eq!(refused(&pushed)[..2], [Some(RefusalCode::Fork), Some(RefusalCode::Gap)]);
        assert_eq!(pushed.chain.device_seq, 2);
        assert_eq!(gone.push(&office.centre, &gone.written[2..]).await.chain, gone.chain);
        sound(&office).await;
    }

    async fn a_revoked_devices_entries_are_taken_from_nobody(on: On) {
        let (office, gone, other) = lost(on, 2).await;
        gone.push(&office.centre, &gone.written[..2]).await;
        administration::revoke_device(office.database(), &force(), gone.device_id, &office.clock())
            .await
            .unwrap();
        let outcomes = other.relay(&office.centre, &gone.written).await;
        assert_eq!(outcomes, [STANDS(1), STANDS(2), REFUSED(RefusalCode::DeviceRevoked)]);
        nothing_is_left(&office, &other, 2).await;
        // Nor does one that was revoked itself give anything back.
        let relay = gone.signed(&Relay { entries: other.written.clone() });
        assert_eq!(office.centre.relay(relay).await, Err(Failure::Revoked));
    }

    async fn entries_of_an_unknown_device_of_another_force_or_of_the_sender_are_refused(on: On) {
        let (office, gone, other) = lost(on, 1).await;
        let theirs = office.laptop_of(4, other_force()).await;
        let stranger = Laptop::founded(5, force());
        let nobodys = REFUSED(RefusalCode::OtherDevice);
        for entries in [&theirs.written, &stranger.written, &other.written] {
            assert_eq!(other.relay(&office.centre, entries).await, [nobodys]);
        }
        assert_eq!(theirs.relay(&office.centre, &gone.written).await, [nobodys, nobodys]);
        nothing_is_left(&office, &other, 0).await;
    }

    async fn nobody_gives_back_in_another_laptops_name_what_they_signed_themselves(on: On) {
        let (office, mut gone, mut other) = lost(on, 1).await;
        gone.push_all(&office.centre).await;
        // An officer of the other laptop, whose key signs on every laptop of the force.
        let officer = Officer::new(6, Role::DutyInspector);
        other.record_force(vec![officer.added()]);
        other.push_all(&office.centre).await;
        let mut forged = gone.clone();
        forged.record_as(gone.incident(1), "never written there", &officer);
        forged.record_as(gone.incident(1), "nor this", &other.founder.clone());
        let outcomes = other.relay(&office.centre, &forged.written[2..]).await;
        assert_eq!(outcomes, [REFUSED(RefusalCode::UnknownOfficer); 2]);
        nothing_is_left(&office, &other, 4).await;
        // The chain is not poisoned by it: the laptop goes on as if nothing had been said of it.
        gone.record(1, "written there");
        let really = gone.record_as(gone.incident(1), "and this, by the officer at the laptop", &officer);
        assert_eq!(accepted(&gone.push(&office.centre, &gone.written[2..]).await), [5, 6]);
        assert!(other.pull_all(&office.centre).await.iter().any(|entry| entry.sealed == really));
        sound(&office).await;
    }

    async fn the_key_of_an_administrators_word_has_no_home_and_what_it_signed_comes_from_its_author(on: On) {
        let (office, mut gone, other) = lost(on, 1).await;
        gone.push_all(&office.centre).await;
        let officer = Officer::new(6, Role::Supervisor);
        let id = officer.id;
        administration::add_officer(office.database(), &force(), id, &officer.public(), officer.role)
            .await
            .unwrap();
        let entry = gone.record_as(gone.incident(1), "with the shares used", &officer);
        let outcomes = other.relay(&office.centre, std::slice::from_ref(&entry)).await;
        assert_eq!(outcomes, [REFUSED(RefusalCode::UnknownOfficer)]);
        nothing_is_left(&office, &other, 2).await;
        assert_eq!(accepted(&gone.push(&office.centre, &[entry]).await), [3]);
    }

    async fn what_a_suspended_officer_wrote_is_taken_from_nobody(on: On) {
        let (office, mut gone, other) = lost(on, 1).await;
        gone.push_all(&office.centre).await;
        let id = gone.founder.id;
        administration::suspend_officer(office.database(), &force(), id, "On leave", &office.clock())
            .await
            .unwrap();
        gone.record(1, "suspended");
        let outcomes = other.relay(&office.centre, &gone.written[2..]).await;
        assert_eq!(outcomes, [REFUSED(RefusalCode::OfficerSuspended)]);
        nothing_is_left(&office, &other, 2).await;
    }

    async fn what_was_altered_on_the_way_is_refused_and_leaves_nothing_behind(on: On) {
        let (office, gone, other) = lost(on, 2).await;
        let (mut body, mut bare, mut signature) =
            (gone.written[2].clone(), gone.written[2].clone(), gone.written[2].clone());
        body.body.as_mut().unwrap().push(b' ');
        bare.body = None;
        signature.signature[7] ^= 1;
        let nothing = Sealed { header: vec![0xff; 9], signature: [0; 64], body: None };
        let mut entries = gone.written[..2].to_vec();
        entries.extend([body, bare, signature, nothing]);
        let outcomes = other.relay(&office.centre, &entries).await;
        assert_eq!(outcomes[..2], [1, 2].map(ACCEPTED));
        let codes =
            [RefusalCode::BodyAltered, RefusalCode::BodyMissing, RefusalCode::Signature, RefusalCode::Form];
        assert_eq!(outcomes[2..], codes.map(REFUSED));
        assert_eq!(end_of(&office, &gone).await.device_seq, 2, "nothing took its place");
        nothing_is_left(&office, &other, 2).await;
        assert_eq!(other.relay(&office.centre, &gone.written[2..]).await, [ACCEPTED(3)]);
    }

    async fn what_was_refused_as_its_author_sent_it_leaves_the_quarantine_when_another_gives_it_back(on: On) {
        let (office, gone, other) = lost(on, 1).await;
        let mut damaged = gone.written.clone();
        damaged[1].body.as_mut().unwrap().push(b' ');
        let pushed = gone.push(&office.centre, &damaged).await;
        assert_eq!(refused(&pushed), [None, Some(RefusalCode::BodyAltered)]);
        let altered = [REFUSED(RefusalCode::BodyAltered)];
        assert_eq!(other.relay(&office.centre, &damaged[1..]).await, altered);
        assert_eq!(administration::quarantine(office.database(), None).await.unwrap().len(), 1, "as it was");
        assert_eq!(other.relay(&office.centre, &gone.written[1..]).await, [ACCEPTED(2)]);
        assert_eq!(end_of(&office, &gone).await, gone.chain);
        nothing_is_left(&office, &other, 2).await;
    }

    async fn who_joined_with_a_code_is_known_by_what_another_gives_back(on: On) {
        let office = Office::on(on).await;
        let (first, other) = (office.laptop(1).await, office.laptop(3).await);
        first.push_all(&office.centre).await;
        let mut gone = Laptop::joining(2, &first);
        let officer = first.founder.with_key(77);
        let code = office.code_for(&force(), "T100").await;
        office.centre.enrol(gone.joining_with(&code, &officer)).await.unwrap();
        gone.record_force_as(vec![officer.key_added()], &officer);
        gone.record_as(gone.incident(1), "on the second laptop", &officer);
        // A key for which no code vouched is nobody's.
        let mut forged = gone.clone();
        forged.written.clear();
        forged.chain = ChainHead::START;
        let another = first.founder.with_key(78);
        forged.record_force_as(vec![another.key_added()], &another);
        let outcomes = other.relay(&office.centre, &forged.written).await;
        assert_eq!(outcomes, [REFUSED(RefusalCode::UnknownOfficer)]);
        assert_eq!(other.relay(&office.centre, &gone.written).await, [2, 3].map(ACCEPTED));
        nothing_is_left(&office, &other, 3).await;
    }

    async fn a_removed_officers_key_signs_nothing_that_is_given_back_after_the_removal(on: On) {
        let (office, mut gone, other) = lost(on, 0).await;
        gone.push_all(&office.centre).await;
        let mut remover = Laptop::joining(3, &gone);
        let founder = gone.founder.with_key(77);
        let code = office.code_for(&force(), "T100").await;
        office.centre.enrol(remover.joining_with(&code, &founder)).await.unwrap();
        remover.record_force_as(vec![founder.key_added()], &founder);
        remover.push_all(&office.centre).await;
        let officer = Officer::new(5, Role::Supervisor);
        gone.record_force(vec![officer.added()]);
        gone.push_all(&office.centre).await;
        let before = gone.record_as(gone.incident(1), "in her time", &officer);
        let removed = ForceFact::OfficerRemoved { officer_id: officer.id, reason: "left".into() };
        let removal = remover.record_force_as(vec![removed], &founder);
        let after = gone.record_as(gone.incident(1), "after it", &officer);
        let unknown = REFUSED(RefusalCode::UnknownOfficer);
        // In one batch and in the next.
        let outcomes = other.relay(&office.centre, &[before, removal, after.clone()]).await;
        assert_eq!(outcomes, [ACCEPTED(4), ACCEPTED(5), unknown]);
        assert_eq!(other.relay(&office.centre, &[after]).await, [unknown]);
        nothing_is_left(&office, &other, 5).await;
    }

    async fn what_stands_beyond_its_chain_is_a_fault_where_nobody_gave_it_back(on: On) {
        let (office, gone, other) = lost(on, 3).await;
        other.relay(&office.centre, &gone.written[..1]).await;
        assert_eq!(other.relay(&office.centre, &gone.written[2..]).await, [2, 3].map(ACCEPTED));
        sound(&office).await;
        run(&office, match on {
            On::Sqlite => "DROP TRIGGER relayed_is_never_removed",
            On::Postgres => "ALTER TABLE relayed DISABLE TRIGGER ALL",
        })
        .await;
        run(&office, "DELETE FROM relayed WHERE position = 2").await;
        let verified = verify(office.database()).await.unwrap();
        let found: Vec<_> = verified.findings.iter().map(|finding| (finding.kind, finding.at)).collect();
        assert_eq!(found, [(FindingKind::ChainBroken, 2)]);
    }

    async fn who_gave_an_entry_back_is_never_changed_and_is_in_the_backup(on: On) {
        let (office, gone, other) = lost(on, 3).await;
        other.relay(&office.centre, &gone.written[..1]).await;
        other.relay(&office.centre, &gone.written[2..]).await;
        for sql in ["DELETE FROM relayed", "UPDATE relayed SET relayed_at = 0"] {
            let changed = match office.database() {
                Database::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop),
                Database::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop),
            };
            assert!(changed.is_err(), "{sql}");
        }
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        backup::back_up(office.database(), &InMemory::new(), &key_file, &place).await.unwrap();
        let new = Office::empty(on).await;
        backup::restore(new.database(), &InMemory::new(), &place, &office.clock()).await.unwrap();
        let new = new.opened().await;
        sound(&new).await;
        assert_eq!(administration::stats(new.database()).await.unwrap()[0].relayed, 3);
        assert_eq!(other.relay(&new.centre, &gone.written[1..2]).await, [ACCEPTED(4)]);
        sound(&new).await;
    }

    async fn an_author_is_not_taken_to_have_been_in_contact(on: On) {
        let (office, gone, other) = lost(on, 1).await;
        office.pass(60 * 60 * 1_000);
        let later = Laptop { time: START + 60 * 60 * 1_000, ..other.clone() };
        later.relay(&office.centre, &gone.written).await;
        let devices = later.signed(&DevicesAsked {});
        let list = office.centre.devices(devices).await.unwrap().body;
        let contact = |of: &Laptop| {
            let mut devices = list.devices.iter();
            devices.find(|device| device.device_id == of.device_id).unwrap().last_contact_at
        };
        assert_eq!((contact(&gone), contact(&other)), (START, START + 60 * 60 * 1_000));
    }

    async fn more_than_a_push_may_have_is_refused_as_a_whole(on: On) {
        let (office, gone, other) = lost(on, 0).await;
        let many = Relay { entries: vec![gone.written[0].clone(); 2_001] };
        assert_eq!(office.centre.relay(other.signed(&many)).await, Err(Failure::TooLarge { limit: 2_000 }));
        nothing_is_left(&office, &other, 0).await;
    }
}
