//! The envelope: what is signed is what is kept, and nothing altered is taken for it.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use ed25519_dalek::SigningKey;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use register::entry::{Content, EntryError, FORM, Marking, Stream, confirmation_payload};
use register::fact::*;
use register::*;
use rstest::rstest;
use uuid::Uuid;

fn id() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

prop_compose! {
    fn header()(
        entry in id(),
        stream in prop_oneof![
            id().prop_map(|id| Stream::Incident(IncidentId(id))),
            id().prop_map(|id| Stream::Force(RegisterId(id))),
        ],
        kind in "[a-z_]{0,20}",
        officer in id(),
        device in id(),
        device_seq in any::<u64>(),
        prev_hash in hash(),
        recorded_at in (any::<i64>(), any::<u32>()),
        seen in vec(hash(), 0..4),
        basis in vec(id().prop_map(EntryId), 0..4),
        body_hash in hash(),
        written_at in any::<i64>(),
        absent in vec(hash(), 0..3),
    ) -> Header {
        Header {
            form: FORM,
            entry_id: EntryId(entry),
            stream,
            kind,
            officer_id: OfficerId(officer),
            device_id: DeviceId(device),
            device_seq,
            prev_hash,
            recorded_at: Stamp { millis: recorded_at.0, counter: recorded_at.1 },
            seen,
            basis,
            body_hash,
            written_at,
            absent,
        }
    }
}

fn sealed(header: &Header, text: &str, salt: [u8; 32]) -> (Header, Sealed, Body<IncidentFact>) {
    let body = body(Role::CallHandler, vec![IncidentFact::Noted { text: text.into() }, reported_fact()]);
    let bytes = body.seal(salt).unwrap();
    let header = Header { body_hash: Hash::of(&bytes), ..header.clone() };
    let sealed = Sealed::sign(&header, bytes, &key());
    (header, sealed, body)
}

proptest! {
    #![proptest_config(property(128))]

    #[test]
    fn header_and_body_come_back_as_they_were_signed(
        header in header(),
        text in any::<String>(),
        salt in any::<[u8; 32]>(),
    ) {
        let (header, sealed, body) = sealed(&header, &text, salt);
        prop_assert_eq!(&sealed.read_header().unwrap(), &header);
        prop_assert_eq!(sealed.read_header().unwrap().bytes(), sealed.header.clone());
        sealed.verify(&header, &key().verifying_key()).unwrap();
        let entry: Entry<IncidentFact> = sealed.open().unwrap();
        prop_assert_eq!(entry.hash, Hash::of(&sealed.header));
        prop_assert_eq!(entry.facts().len(), 2);
        prop_assert_eq!(entry.content, Content::Read(body));
    }

    #[test]
    fn a_flipped_byte_of_header_body_or_signature_is_found(
        header in header(),
        text in ".{0,40}",
        part in 0usize..3,
        which in any::<Index>(),
        flip in 1u8..=255,
    ) {
        let (header, mut altered, _) = sealed(&header, &text, [3; 32]);
        let was = altered.hash();
        let bytes = match part {
            0 => &mut altered.header[..],
            1 => &mut altered.body.as_mut().unwrap()[..],
            _ => &mut altered.signature[..],
        };
        *which.get_mut(bytes) ^= flip;
        let found = altered.verify(&header, &key().verifying_key());
        match part {
            0 => {
                prop_assert_ne!(altered.hash(), was);
                prop_assert_eq!(found, Err(EntryError::Signature));
            }
            1 => {
                prop_assert_eq!(found, Err(EntryError::BodyAltered));
                prop_assert_eq!(altered.open::<IncidentFact>().unwrap_err(), EntryError::BodyAltered);
            }
            _ => prop_assert_eq!(found, Err(EntryError::Signature)),
        }
    }

    #[test]
    fn another_officers_key_did_not_sign_it(header in header()) {
        let (header, sealed, _) = sealed(&header, "seen", [3; 32]);
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        prop_assert_eq!(sealed.verify(&header, &other), Err(EntryError::Signature));
    }

    #[test]
    fn bytes_of_any_kind_are_an_error_and_never_a_panic(
        header in vec(any::<u8>(), 0..200),
        body in proptest::option::of(vec(any::<u8>(), 0..80)),
    ) {
        let sealed = Sealed { header, signature: [0; 64], body };
        if let Ok(header) = sealed.read_header() {
            prop_assert!(sealed.verify(&header, &key().verifying_key()).is_err());
        }
        let _ = sealed.open::<IncidentFact>();
        let _ = sealed.open::<ForceFact>();
    }

    #[test]
    fn a_signed_body_of_any_bytes_is_kept_as_newer_and_never_a_panic(
        header in header(),
        bytes in vec(any::<u8>(), 0..120),
    ) {
        let header = Header { body_hash: Hash::of(&bytes), ..header };
        let sealed = Sealed::sign(&header, bytes, &key());
        let entry = sealed.open::<IncidentFact>().unwrap();
        prop_assert_eq!(entry.content, Content::Newer);
    }

    #[test]
    fn bytes_after_a_header_are_not_part_of_it(header in header(), more in vec(any::<u8>(), 1..8)) {
        let (_, mut sealed, _) = sealed(&header, "seen", [3; 32]);
        sealed.header.extend(more);
        prop_assert_eq!(sealed.read_header(), Err(EntryError::Header));
        prop_assert!(sealed.open::<IncidentFact>().is_err());
    }

    #[test]
    fn a_header_cut_short_is_an_error(header in header(), cut in any::<Index>()) {
        let (_, mut sealed, _) = sealed(&header, "seen", [3; 32]);
        let length = cut.index(sealed.header.len());
        sealed.header.truncate(length);
        prop_assert_eq!(sealed.read_header(), Err(EntryError::Header));
    }
}

#[test]
fn a_disposed_body_leaves_a_stub_that_verifies() {
    let mut laptop = Laptop::new(1);
    let header = laptop.write(at(0), &[], vec![reported_fact()]).header;
    let bytes = body(Role::CallHandler, vec![reported_fact()]).seal([1; 32]).unwrap();
    let header = Header { body_hash: Hash::of(&bytes), ..header };
    let mut sealed = Sealed::sign(&header, bytes, &key());
    sealed.body = None;
    sealed.verify(&header, &key().verifying_key()).unwrap();
    assert_eq!(sealed.open::<IncidentFact>().unwrap().content, Content::Disposed);
}

#[test]
fn the_same_words_under_another_salt_have_another_hash() {
    let body = body(Role::CallHandler, vec![reported_fact()]);
    assert_ne!(Hash::of(&body.seal([1; 32]).unwrap()), Hash::of(&body.seal([2; 32]).unwrap()));
}

#[rstest]
#[case::unknown_fact(r#"{"fact":"drone_flown","height_m":40}"#)]
#[case::unknown_value(r#"{"fact":"category_decided","category":"abducted","reason":"x"}"#)]
#[case::unknown_attribute(r#"{"fact":"described","described":{"attribute":"gait","value":"limps"}}"#)]
fn a_kind_of_a_newer_version_is_kept_and_counted_as_unread(#[case] fact: &str) {
    let mut laptop = Laptop::new(1);
    laptop.write(at(0), &[], vec![reported_fact()]);
    let mut bytes = body(Role::Supervisor, vec![]).seal([1; 32]).unwrap();
    let text = String::from_utf8(bytes.split_off(32)).unwrap();
    bytes.extend(text.replace("\"facts\":[]", &format!("\"facts\":[{fact}]")).into_bytes());
    let seen = heads(&laptop.log);
    let newer = laptop.entry_of(at(1), &seen, &[], "newer".into(), bytes);
    assert_eq!(newer.content, Content::Newer);
    assert!(newer.facts().is_empty());
    laptop.log.push(newer.clone());
    let state = laptop.state();
    assert_eq!((state.unread, state.entries), (1, 2));
    assert_eq!(state.sight.heads, [newer.hash], "later entries are written in sight of it");
}

#[test]
fn an_entry_of_a_later_form_is_kept_and_not_read() {
    let bytes = body(Role::CallHandler, vec![reported_fact()]).seal([1; 32]).unwrap();
    let mut laptop = Laptop::new(1);
    let header = laptop.write(at(0), &[], vec![reported_fact()]).header;
    let header = Header { form: FORM + 1, body_hash: Hash::of(&bytes), ..header };
    let sealed = Sealed::sign(&header, bytes, &key());
    assert_eq!(sealed.open::<IncidentFact>().unwrap().content, Content::Newer);
}

#[test]
fn the_header_holds_no_word_of_the_body() {
    let mut laptop = Laptop::new(1);
    let text = "Test-Larkspur was seen at the harbour";
    let entry = laptop.write(at(0), &[], vec![IncidentFact::Noted { text: text.into() }]);
    let bytes = entry.header.bytes();
    for word in ["Larkspur", "harbour", "Heron"] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()));
    }
}

#[test]
fn a_confirmation_is_for_one_incident_one_kind_one_reason_and_one_moment() {
    let base = confirmation_payload(incident_id(), ExceptionKind::ReportWithdrawn, "by mistake", at(0));
    for other in [
        confirmation_payload(
            IncidentId(Uuid::from_u128(9)),
            ExceptionKind::ReportWithdrawn,
            "by mistake",
            at(0),
        ),
        confirmation_payload(incident_id(), ExceptionKind::RecordedInError, "by mistake", at(0)),
        confirmation_payload(incident_id(), ExceptionKind::ReportWithdrawn, "by mistake.", at(0)),
        confirmation_payload(incident_id(), ExceptionKind::ReportWithdrawn, "by mistake", at(1)),
    ] {
        assert_ne!(base, other);
    }
}

#[test]
fn every_kind_in_a_header_is_the_tag_of_its_fact() {
    for fact in [
        reported_fact(),
        assessed(Grade::High, at(0)),
        located_fact(),
        closed_fact(),
        withdrawn_fact(),
        danger(question::Question::SelfHarm),
    ] {
        let json = serde_json::to_value(&fact).unwrap();
        assert_eq!(json["fact"], fact.kind());
        assert_eq!(serde_json::from_value::<IncidentFact>(json).unwrap(), fact);
    }
}

#[test]
fn an_entry_is_marked_official_sensitive_where_nothing_else_is_said() {
    assert_eq!(Marking::default().0, "OFFICIAL-SENSITIVE");
}
