//! Parts of messages, drawn at random.

use ed25519_dalek::{Signer, SigningKey};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use protocol::*;
use register::entry::Stream;
use register::force::ForceCode;
use register::*;
use uuid::Uuid;

pub fn key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

pub fn central() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

pub fn sign(payload: &[u8]) -> [u8; 64] {
    key().sign(payload).to_bytes()
}

pub fn by_central(payload: &[u8]) -> [u8; 64] {
    central().sign(payload).to_bytes()
}

pub fn uuid() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

pub fn force() -> impl Strategy<Value = ForceCode> {
    "[A-Z]{2,8}".prop_map(|code| ForceCode::parse(&code).unwrap())
}

pub fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

pub fn signature() -> impl Strategy<Value = [u8; 64]> {
    vec(any::<u8>(), 64).prop_map(|bytes| bytes.try_into().unwrap())
}

prop_compose! {
    pub fn sealed()(
        header in vec(any::<u8>(), 0..80),
        signature in signature(),
        body in option::of(vec(any::<u8>(), 0..80)),
    ) -> Sealed {
        Sealed { header, signature, body }
    }
}

pub fn chain() -> impl Strategy<Value = ChainHead> {
    (any::<u64>(), hash()).prop_map(|(device_seq, hash)| ChainHead { device_seq, hash })
}

pub fn refusal() -> impl Strategy<Value = RefusalCode> {
    (0..RefusalCode::ALL.len()).prop_map(|at| RefusalCode::ALL[at])
}

pub fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        any::<u64>().prop_map(|position| Outcome::Accepted { position }),
        any::<u64>().prop_map(|position| Outcome::Duplicate { position }),
        refusal().prop_map(|code| Outcome::Refused { code }),
    ]
}

pub fn failure() -> impl Strategy<Value = Failure> {
    use Failure::*;
    prop_oneof![
        any::<(u16, u16)>().prop_map(|(oldest, newest)| UpgradeNeeded { oldest, newest }),
        any::<i64>().prop_map(|time| Clock { time }),
        any::<u64>().prop_map(|limit| TooLarge { limit }),
        any::<u64>().prop_map(|retry_after_ms| Busy { retry_after_ms }),
        any::<u64>().prop_map(|have| PartElsewhere { have }),
        any::<u64>().prop_map(|have| LooksElsewhere { have }),
        prop::sample::select(vec![
            CodeTrouble::ForOfficer,
            CodeTrouble::ForNoOfficer,
            CodeTrouble::Used,
            CodeTrouble::RunOut,
            CodeTrouble::OfficerRemoved,
            CodeTrouble::OfficerSuspended,
        ])
        .prop_map(|why| CodeNotGood { why }),
        prop::sample::select(vec![
            NotEnrolled,
            Revoked,
            Signature,
            Code,
            Founding,
            Taken,
            TrainingApart,
            Malformed,
            NotEntitled,
            NotFound,
            BlobDiffers,
            Unavailable,
            Unreachable,
            NotCentral,
            NoScope,
        ]),
    ]
}

pub fn look() -> impl Strategy<Value = Look> {
    (any::<i64>(), uuid(), option::of(uuid()), ".{0,9}", ".{0,9}", ".{0,9}", any::<Option<i64>>()).prop_map(
        |(at, officer, incident, verb, query, reason, seen_seq)| Look {
            at,
            officer_id: OfficerId(officer),
            incident_id: incident.map(IncidentId),
            verb,
            query,
            reason,
            seen_seq,
        },
    )
}

prop_compose! {
    pub fn page()(force in force(), after in 0..u64::MAX / 2, behind in 0..9_u64, times in vec((any::<i64>(), sealed()), 0..4)) -> Page {
        let entries: Vec<Positioned> = times
            .into_iter()
            .enumerate()
            .map(|(at, (received_at, sealed))| Positioned { position: after + 1 + at as u64, received_at, sealed })
            .collect();
        let next = after + entries.len() as u64;
        let form = PageForm { force, after, next, head: next + behind, era: 7, whole_from: None };
        Page::signed(form, entries, by_central)
    }
}

/// An entry of a stream.
pub fn entry_of(stream: Stream) -> Sealed {
    let header = register::Header {
        form: register::entry::FORM,
        entry_id: EntryId(Uuid::nil()),
        stream,
        kind: "noted".into(),
        officer_id: OfficerId(Uuid::nil()),
        device_id: DeviceId(Uuid::nil()),
        device_seq: 1,
        prev_hash: Hash::ZERO,
        recorded_at: register::clock::Stamp { millis: 1, counter: 0 },
        seen: Vec::new(),
        basis: Vec::new(),
        body_hash: Hash::ZERO,
        written_at: 1,
        absent: vec![],
    };
    Sealed::sign(&header, Vec::new(), &key())
}
