//! A possible sighting that an officer of one force tells the force whose incident it is.
//!
//! Whoever tells it signs its bytes with their own key, and they travel and are kept as they were signed. What the
//! other force makes of it is an entry of its own.

use chrono::DateTime;
use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::force::ForceCode;
use crate::id::{IncidentId, OfficerId, TellingId};
use crate::when::When;

const DOMAIN: &[u8] = b"nrmp telling 1\0";

/// Characters of a place, a telephone or a name at most.
pub const LINE: usize = 200;
/// Characters of what was seen, and of where they went, at most.
pub const TEXT: usize = 4_000;

/// Times that can be shown: from 1900-01-01 to before 2200-01-01, milliseconds since 1970 (UTC).
const YEARS: std::ops::Range<i64> = -2_208_988_800_000..7_258_118_400_000;

/// How sure whoever saw them is that it was this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Sure {
    /// Known to them, or told apart by something that is this person's alone.
    #[n(0)]
    Sure,
    /// More likely than not.
    #[n(1)]
    Likely,
    /// It may have been.
    #[n(2)]
    Possible,
}

/// Where they are, as far as whoever tells it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Whereabouts {
    /// Still at the place when it was told.
    #[n(0)]
    Still,
    /// They went on.
    #[n(1)]
    Left,
    /// Not known.
    #[n(2)]
    NotKnown,
}

/// What an officer says of a sighting, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Sighting {
    pub place: String,
    pub seen: When,
    /// What was seen, in words.
    pub what: String,
    /// An answer is needed; none is none.
    #[serde(default)]
    pub sure: Option<Sure>,
    pub whereabouts: Whereabouts,
    /// Where they went, or are.
    #[serde(default)]
    pub gone: String,
    /// The telephone on which the officer is reached.
    pub contact: String,
}

/// What was seen, by whom it is told, and to whom. Times are milliseconds since 1970 (UTC).
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Telling {
    /// Its id: told twice is told once.
    #[n(0)]
    pub telling_id: TellingId,
    /// The force that tells.
    #[cbor(n(1), with = "crate::national::codes::force")]
    pub from: ForceCode,
    /// The officer who tells and signs.
    #[n(2)]
    pub officer_id: OfficerId,
    /// Their name, as it was then.
    #[n(3)]
    pub officer: String,
    /// The force that is told: the incident is theirs.
    #[cbor(n(4), with = "crate::national::codes::force")]
    pub to: ForceCode,
    /// The incident.
    #[n(5)]
    pub incident_id: IncidentId,
    /// The earliest that they can have been seen.
    #[n(6)]
    pub seen_from: i64,
    /// The latest.
    #[n(7)]
    pub seen_to: i64,
    /// The time is a rough one.
    #[n(8)]
    pub about: bool,
    /// Where.
    #[n(9)]
    pub place: String,
    /// What was seen, in words.
    #[n(10)]
    pub what: String,
    /// How sure they are.
    #[n(11)]
    pub sure: Sure,
    /// Whether they are still there.
    #[n(12)]
    pub whereabouts: Whereabouts,
    /// Where they went, or are; may be empty.
    #[n(13)]
    pub gone: String,
    /// The telephone on which the officer is reached.
    #[n(14)]
    pub contact: String,
    /// When it was written down, by that laptop's clock.
    #[n(15)]
    pub written_at: i64,
}

/// Who was seen where is personal: it is not for logs.
impl std::fmt::Debug for Telling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Telling({}, [redacted])", self.telling_id)
    }
}

impl Telling {
    /// When they were seen.
    pub fn seen(&self) -> When {
        let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
        let (from, to) = (at(self.seen_from), at(self.seen_to));
        match (from == to, self.about) {
            (true, true) => When::About { at: from },
            (true, false) => When::At { at: from },
            (false, _) => When::Between { from, to },
        }
    }

    /// Whether everything is said that has to be, and no more than is kept.
    pub fn is_fit(&self) -> bool {
        let line = |text: &str| !text.trim().is_empty() && text.chars().count() <= LINE;
        self.from != self.to
            && self.seen_from <= self.seen_to
            && YEARS.contains(&self.seen_from)
            && YEARS.contains(&self.seen_to)
            && [&self.officer, &self.place, &self.contact].into_iter().all(|text| line(text))
            && !self.what.trim().is_empty()
            && [&self.what, &self.gone].into_iter().all(|text| text.chars().count() <= TEXT)
    }
}

/// A telling as the bytes that its officer signed.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignedTelling {
    #[cbor(n(0), with = "minicbor::bytes")]
    bytes: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: [u8; 64],
}

impl std::fmt::Debug for SignedTelling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignedTelling([redacted])")
    }
}

impl SignedTelling {
    /// Sign it. `sign` is Ed25519 with the officer's key, which stays with whoever holds it.
    pub fn with(telling: &Telling, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let bytes = minicbor::to_vec(telling).unwrap_or_default();
        let signature = sign(&payload(&bytes));
        Self { bytes, signature }
    }

    /// From what is kept of it.
    pub fn kept(bytes: Vec<u8>, signature: [u8; 64]) -> Self {
        Self { bytes, signature }
    }

    /// The bytes that were signed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The officer's signature, not verified.
    pub fn signature(&self) -> [u8; 64] {
        self.signature
    }

    /// What it says; `None` where it cannot be read, or something stands after it.
    pub fn read(&self) -> Option<Telling> {
        let mut decoder = minicbor::Decoder::new(&self.bytes);
        let telling = decoder.decode().ok()?;
        (decoder.position() == self.bytes.len()).then_some(telling)
    }

    /// Whether this key signed it.
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        key.verify_strict(&payload(&self.bytes), &Signature::from_bytes(&self.signature)).is_ok()
    }
}

fn payload(bytes: &[u8]) -> Vec<u8> {
    [DOMAIN, bytes].concat()
}
