//! Who may sign, where: keys of one officer on several devices.

#![allow(clippy::unwrap_used)]

use ed25519_dalek::SigningKey;
use register::clock::Stamp;
use register::entry::{Author, Body, FORM, Marking, Stream};
use register::fact::{ForceFact, Source};
use register::force::ForceCode;
use register::officer::{Officer, Place, fold_placed};
use register::*;
use uuid::Uuid;

const FIRST: u128 = 1;
const SECOND: u128 = 2;

fn device(number: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(number))
}

fn officer() -> OfficerId {
    OfficerId(Uuid::from_u128(9))
}

fn public(number: u8) -> [u8; 32] {
    SigningKey::from_bytes(&[number; 32]).verifying_key().to_bytes()
}

fn header(device_id: DeviceId, device_seq: u64, body_hash: Hash) -> Header {
    Header {
        form: FORM,
        entry_id: EntryId(Uuid::from_u128(u128::from(device_seq) << 8 | device_id.0.as_u128())),
        stream: Stream::Force(RegisterId(Uuid::from_u128(5))),
        kind: "force".into(),
        officer_id: officer(),
        device_id,
        device_seq,
        prev_hash: Hash::ZERO,
        recorded_at: Stamp { millis: 0, counter: 0 },
        seen: Vec::new(),
        basis: Vec::new(),
        body_hash,
        written_at: 0,
        absent: vec![],
    }
}

/// An entry of a device at a place of the ledger.
fn entry(on: u128, device_seq: u64, position: u64, fact: ForceFact) -> (Entry<ForceFact>, Place) {
    let force = ForceCode::parse("TST").unwrap();
    let body = Body {
        author: Author { name: "Test-Larch, Ada".into(), role: Role::Supervisor, force },
        source: Source::officer(),
        happened_at: When::NotKnown,
        from_paper: false,
        marking: Marking::default(),
        facts: vec![fact],
    };
    let body = body.seal([4; 32]).unwrap();
    let sealed = Sealed::sign(
        &header(device(on), device_seq, Hash::of(&body)),
        body,
        &SigningKey::from_bytes(&[1; 32]),
    );
    let place = Place { position: Some(position), seq: i64::try_from(position).unwrap() };
    (sealed.open_or_altered().unwrap(), place)
}

fn added() -> ForceFact {
    ForceFact::OfficerAdded {
        officer_id: officer(),
        name: "Test-Larch, Ada".into(),
        collar: "T1".into(),
        role: Role::Supervisor,
        public_key: Hash(public(1)).to_string(),
    }
}

fn key_added(number: u8) -> ForceFact {
    ForceFact::OfficerKeyAdded {
        officer_id: officer(),
        name: "Test-Larch, Ada".into(),
        collar: "T1".into(),
        role: Role::Supervisor,
        public_key: Hash(public(number)).to_string(),
    }
}

fn fold(log: &[(Entry<ForceFact>, Place)]) -> Officer {
    let officers = fold_placed(log.iter().map(|(entry, place)| (entry, *place)));
    assert_eq!(officers.len(), 1, "it is one officer");
    officers.into_iter().next().unwrap()
}

/// Whether a key signs an entry of a device with this number, at a position of the ledger.
fn signs(officer: &Officer, number: u8, on: u128, device_seq: u64, position: u64) -> bool {
    let place = Place { position: Some(position), seq: 0 };
    let header = header(device(on), device_seq, Hash::ZERO);
    officer.keys.iter().any(|key| key.public == public(number) && key.signs(&header, place, true))
}

#[test]
fn a_key_that_is_added_signs_on_its_own_device_and_ends_no_other() {
    let officer = fold(&[entry(FIRST, 1, 1, added()), entry(SECOND, 1, 2, key_added(2))]);
    assert!(officer.has_now(&public(1)) && officer.has_now(&public(2)));
    assert!(officer.has_key_on(device(FIRST)) && officer.has_key_on(device(SECOND)));
    assert!(signs(&officer, 1, FIRST, 2, 3));
    assert!(signs(&officer, 2, SECOND, 2, 3));
    assert!(!signs(&officer, 2, FIRST, 3, 4), "not on the other device");
}

#[test]
fn a_device_that_joined_knows_its_officer_before_the_entry_that_added_them_has_come() {
    let alone = fold(&[entry(SECOND, 1, 2, key_added(2))]);
    assert_eq!((alone.name.as_str(), alone.collar.as_str()), ("Test-Larch, Ada", "T1"));
    assert!(alone.has_now(&public(2)));
    // In whatever order they arrived, the ledger orders them.
    let both = fold(&[entry(SECOND, 1, 2, key_added(2)), entry(FIRST, 1, 1, added())]);
    assert_eq!(both.keys.iter().map(|key| key.public).collect::<Vec<_>>(), [public(1), public(2)]);
}

#[test]
fn a_new_key_takes_the_place_of_the_one_on_its_device_alone() {
    let changed = ForceFact::OfficerKeyChanged {
        officer_id: officer(),
        public_key: Hash(public(3)).to_string(),
        reason: "Forgotten".into(),
    };
    let log = [entry(FIRST, 1, 1, added()), entry(SECOND, 1, 2, key_added(2)), entry(SECOND, 2, 3, changed)];
    let officer = fold(&log);
    let now = [1, 2, 3].map(|number| officer.has_now(&public(number)));
    assert_eq!(now, [true, false, true]);
    assert!(!signs(&officer, 2, SECOND, 3, 4));
    assert!(signs(&officer, 3, SECOND, 3, 4));
    assert!(!signs(&officer, 3, FIRST, 2, 4), "as the one before it");
}

#[test]
fn a_removal_ends_every_key_wherever_it_was_written() {
    let removed = ForceFact::OfficerRemoved { officer_id: officer(), reason: "Left".into() };
    let log = [
        entry(FIRST, 1, 1, added()),
        entry(SECOND, 1, 2, key_added(2)),
        entry(FIRST, 2, 4, removed),
        entry(SECOND, 3, 6, key_added(5)),
    ];
    let officer = fold(&log);
    assert!(officer.removed);
    assert!([1, 2, 5].iter().all(|number| !officer.has_now(&public(*number))));
    assert!(signs(&officer, 2, SECOND, 2, 3), "what came before stays valid");
    assert!(!signs(&officer, 2, SECOND, 2, 5), "and nothing that came after");
    assert!(!signs(&officer, 5, SECOND, 4, 7), "who was removed is given no key");
}
