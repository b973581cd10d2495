//! Signatures checked at once: the same answer as of each alone, whatever a signer tries.

#![allow(clippy::unwrap_used)]

mod common;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::{EdwardsPoint, Scalar};
use ed25519_dalek::{SigningKey, VerifyingKey};
use proptest::collection::vec;
use proptest::prelude::*;
use rand_core::OsRng;
use register::entry::{EntryError, FORM, Stream};
use register::signature::{Claim, signed_by};
use register::*;
use rstest::rstest;
use sha2::{Digest, Sha512};
use uuid::Uuid;

/// What is wrong with one entry of many.
#[derive(Clone, Copy, Debug)]
enum Made {
    Well,
    ByAnother,
    BodyAltered,
    HeaderAltered,
    /// By the rules of ZIP 215 this one is good: its signer has the key, and a point of small order added.
    WithTorsion(usize),
}

fn header(nth: u8, body: &[u8]) -> Header {
    Header {
        form: FORM,
        entry_id: EntryId(Uuid::from_u128(u128::from(nth))),
        stream: Stream::Incident(IncidentId(Uuid::nil())),
        kind: "noted".into(),
        officer_id: OfficerId(Uuid::nil()),
        device_id: DeviceId(Uuid::nil()),
        device_seq: u64::from(nth),
        prev_hash: Hash([0; 32]),
        recorded_at: Stamp { millis: 0, counter: 0 },
        seen: vec![],
        basis: vec![],
        body_hash: Hash::of(body),
        written_at: 0,
        absent: vec![],
    }
}

fn key(nth: u8) -> SigningKey {
    SigningKey::from_bytes(&[nth; 32])
}

/// `R = rB + T`, `s = r + H(R, A, message) a`: what a signer makes who wants some to accept it and others not.
fn torsioned(payload: &[u8], key: &SigningKey, torsion: EdwardsPoint) -> [u8; 64] {
    let nonce = Scalar::from(7_u64);
    let point = (ED25519_BASEPOINT_POINT * nonce + torsion).compress();
    let hash = |parts: &[&[u8]]| {
        let mut hasher = Sha512::new();
        parts.iter().for_each(|part| hasher.update(part));
        Scalar::from_bytes_mod_order_wide(&hasher.finalize().into())
    };
    let challenge = hash(&[point.as_bytes(), key.verifying_key().as_bytes(), payload]);
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(point.as_bytes());
    signature[32..].copy_from_slice((nonce + challenge * key.to_scalar()).as_bytes());
    signature
}

fn sealed(nth: u8, made: Made) -> (Sealed, Header, VerifyingKey) {
    let body = vec![nth; 40];
    let header = header(nth, &body);
    let own = key(nth % 3 + 1);
    let claimed = own.verifying_key();
    let mut sealed = match made {
        Made::ByAnother => Sealed::sign(&header, body, &key(9)),
        Made::WithTorsion(which) => Sealed::sign_with(&header, body, |payload| {
            torsioned(payload, &own, EIGHT_TORSION[which % EIGHT_TORSION.len()])
        }),
        _ => Sealed::sign(&header, body, &own),
    };
    match made {
        Made::BodyAltered => sealed.body.as_mut().unwrap()[35] ^= 1,
        Made::HeaderAltered => *sealed.header.last_mut().unwrap() ^= 1,
        _ => {}
    }
    (sealed, header, claimed)
}

fn made() -> impl Strategy<Value = Made> {
    prop_oneof![
        12 => Just(Made::Well),
        1 => Just(Made::ByAnother),
        1 => Just(Made::BodyAltered),
        1 => Just(Made::HeaderAltered),
        2 => any::<usize>().prop_map(Made::WithTorsion),
    ]
}

proptest! {
    /// Whoever is checked beside it, an entry is good or not for all alike: else laptops would come apart (ADR 0001).
    #[test]
    fn many_at_once_come_to_what_each_alone_does(made in vec(made(), 0..60)) {
        let entries: Vec<_> = (0..).zip(&made).map(|(nth, made)| sealed(nth, *made)).collect();
        let claims: Vec<_> = entries
            .iter()
            .map(|(sealed, header, key)| Some(Claim { sealed, header, key: *key }))
            .collect();
        let alone: Vec<_> = entries
            .iter()
            .map(|(sealed, header, key)| sealed.verify(header, key).ok().map(|()| *key))
            .collect();
        prop_assert_eq!(signed_by(&claims, OsRng), alone);
    }
}

#[rstest]
#[case(Made::Well, Ok(()))]
#[case(Made::ByAnother, Err(EntryError::Signature))]
#[case(Made::BodyAltered, Err(EntryError::BodyAltered))]
#[case(Made::HeaderAltered, Err(EntryError::Signature))]
#[case(Made::WithTorsion(1), Ok(()))]
fn alone_it_is_told_what_is_wrong(#[case] made: Made, #[case] outcome: Result<(), EntryError>) {
    let (sealed, header, key) = sealed(1, made);
    assert_eq!(sealed.verify(&header, &key), outcome);
}

/// With a key of small order one signature fits every entry: its holder could say later that they signed another.
#[test]
fn a_key_of_small_order_signs_nothing() {
    let weak = VerifyingKey::from_bytes(EIGHT_TORSION[0].compress().as_bytes()).unwrap();
    let body = vec![1; 40];
    let header = header(1, &body);
    let anything = Sealed::sign_with(&header, body, |_| {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(EIGHT_TORSION[0].compress().as_bytes());
        signature
    });
    assert_eq!(anything.verify(&header, &weak), Err(EntryError::Signature));
    let claim = Claim { sealed: &anything, header: &header, key: weak };
    let with_others: Vec<_> = (2..12).map(|nth| sealed(nth, Made::Well)).collect();
    let mut claims = vec![Some(claim)];
    claims.extend(with_others.iter().map(|(sealed, header, key)| Some(Claim { sealed, header, key: *key })));
    let keys = signed_by(&claims, OsRng);
    assert_eq!(keys[0], None);
    assert!(keys[1..].iter().all(Option::is_some));
}

#[test]
fn what_nobody_is_thought_to_have_signed_stays_so() {
    assert_eq!(signed_by(&[None, None], OsRng), vec![None, None]);
}
