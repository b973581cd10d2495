//! The entry: a signed envelope around what one act says.
//!
//! The header holds ids and hashes only; everything personal is body. A body is kept and forwarded
//! byte for byte as it was signed, so that disposal can remove it with its salt and the stub still
//! verifies (INV-1).

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::Stamp;
use crate::fact::{Confirmation, ExceptionKind, Source};
use crate::force::ForceCode;
use crate::id::{DeviceId, EntryId, Hash, IncidentId, OfficerId, RegisterId};
use crate::role::Role;
use crate::signature::Claim;
use crate::when::When;

/// The version of the entry's form. A header with a greater one is kept and not read.
pub const FORM: u16 = 1;

const SIGNING_DOMAIN: &[u8] = b"nrmp entry 1\0";
const CONFIRMING_DOMAIN: &[u8] = b"nrmp confirmation 1\0";
const SALT: usize = 32;

/// The log that an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub enum Stream {
    #[n(0)]
    Incident(#[n(0)] IncidentId),
    #[n(1)]
    Force(#[n(0)] RegisterId),
}

impl Stream {
    /// The sixteen bytes that name the stream in the store.
    pub fn bytes(&self) -> &[u8; 16] {
        match self {
            Self::Incident(id) => id.bytes(),
            Self::Force(id) => id.bytes(),
        }
    }
}

/// Ids and hashes only. Kept as the very bytes that were signed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Header {
    #[n(0)]
    pub form: u16,
    #[n(1)]
    pub entry_id: EntryId,
    #[n(2)]
    pub stream: Stream,
    /// Kind of the act's first fact, for those who cannot read the body.
    #[n(3)]
    pub kind: String,
    #[n(4)]
    pub officer_id: OfficerId,
    #[n(5)]
    pub device_id: DeviceId,
    /// 1 for the device's first entry, then one more each time.
    #[n(6)]
    pub device_seq: u64,
    /// Hash of the device's previous entry; zero for its first.
    #[n(7)]
    pub prev_hash: Hash,
    #[n(8)]
    pub recorded_at: Stamp,
    /// Heads of the streams that the decision read, so that entries form a graph.
    #[n(9)]
    pub seen: Vec<Hash>,
    /// The safety entries that were on the screen the command came from.
    #[n(10)]
    pub basis: Vec<EntryId>,
    #[n(11)]
    pub body_hash: Hash,
    /// What the device's clock said, in milliseconds since 1970 (UTC). `recorded_at` orders and never
    /// runs backwards; this tells when, and a clock that was wrong for an hour is wrong for that hour alone.
    #[n(12)]
    pub written_at: i64,
    /// Entries that those in sight name as seen by them, and that this device did not have: after a restore laptops
    /// send again in no order between them. Their author did not see what they say, nor what is reached by way of
    /// them alone (ADR 0016). None for nearly every entry, and then not written.
    #[cbor(n(13), skip_if = "Vec::is_empty")]
    pub absent: Vec<Hash>,
}

/// What was said, by whom, as JSON after a salt of 32 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "F: DeserializeOwned"))]
pub struct Body<F> {
    pub author: Author,
    pub source: Source,
    pub happened_at: When,
    /// Written down on paper first and entered later (F42).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_paper: bool,
    pub marking: Marking,
    pub facts: Vec<F>,
}

/// Who recorded it, as they were at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub name: String,
    pub role: Role,
    pub force: ForceCode,
}

/// Government Security Classification and handling conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking(pub String);

impl Default for Marking {
    fn default() -> Self {
        Self("OFFICIAL-SENSITIVE".into())
    }
}

/// An entry as it is kept: header bytes, signature, body bytes (absent after disposal).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub header: Vec<u8>,
    pub signature: [u8; 64],
    /// Salt of 32 bytes, then JSON.
    pub body: Option<Vec<u8>>,
}

/// An entry that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<F> {
    /// BLAKE3 of the header's bytes: the entry's name in the graph.
    pub hash: Hash,
    pub header: Header,
    /// By so much the clock that it was written with is known to have been ahead of the central service's, in milliseconds;
    /// zero where it was not, or nobody knows. Beside the entry: its own bytes never change.
    pub ahead_ms: i64,
    pub content: Content<F>,
}

/// What can be read of a body.
#[expect(clippy::large_enum_variant, reason = "nearly every entry is read; a box would cost each of them")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<F> {
    Read(Body<F>),
    /// Recorded by a newer version: kept, shown as such, and gated acts are refused.
    Newer,
    /// The body has been disposed of; its stub stays.
    Disposed,
    /// The body is not the one that was signed: what was said is lost, and gated acts are refused.
    Altered,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("the header cannot be read")]
    Header,
    #[error("the body is not the one that was signed")]
    BodyAltered,
    #[error("the signature does not belong to this header and officer")]
    Signature,
    #[error("the body cannot be written")]
    Body,
}

impl<F: Serialize> Body<F> {
    /// Salt, then JSON. The salt keeps a disposed body from being guessed from its hash.
    ///
    /// # Errors
    /// [`EntryError::Body`] when the facts cannot be written as JSON.
    pub fn seal(&self, salt: [u8; SALT]) -> Result<Vec<u8>, EntryError> {
        let mut bytes = salt.to_vec();
        serde_json::to_writer(&mut bytes, self).map_err(|_| EntryError::Body)?;
        Ok(bytes)
    }
}

impl Header {
    /// The bytes that are hashed, signed and kept.
    pub fn bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }
}

impl Sealed {
    /// Sign a header over a body that has been sealed.
    pub fn sign(header: &Header, body: Vec<u8>, key: &SigningKey) -> Self {
        Self::sign_with(header, body, |payload| key.sign(payload).to_bytes())
    }

    /// The same, where the key stays with whoever holds it.
    pub fn sign_with(header: &Header, body: Vec<u8>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let header = header.bytes();
        let signature = sign(&signing_payload(&header));
        Self { header, signature, body: Some(body) }
    }

    pub fn hash(&self) -> Hash {
        Hash::of(&self.header)
    }

    /// # Errors
    /// [`EntryError::Header`] when the bytes are not a header.
    pub fn read_header(&self) -> Result<Header, EntryError> {
        let mut decoder = minicbor::Decoder::new(&self.header);
        let header = decoder.decode().map_err(|_| EntryError::Header)?;
        // Bytes after it would be signed and shown to nobody.
        if decoder.position() == self.header.len() { Ok(header) } else { Err(EntryError::Header) }
    }

    /// # Errors
    /// [`EntryError::Signature`] when the officer's key did not sign this header;
    /// [`EntryError::BodyAltered`] when a body is present and is not the one hashed in it.
    pub fn verify(&self, header: &Header, key: &VerifyingKey) -> Result<(), EntryError> {
        if self.body.as_ref().is_some_and(|body| Hash::of(body) != header.body_hash) {
            return Err(EntryError::BodyAltered);
        }
        let claim = Claim { sealed: self, header, key: *key };
        if claim.holds() { Ok(()) } else { Err(EntryError::Signature) }
    }

    /// Read header and body. A body whose facts this version does not know is [`Content::Newer`].
    ///
    /// # Errors
    /// [`EntryError::Header`], [`EntryError::BodyAltered`].
    pub fn open<F: DeserializeOwned>(&self) -> Result<Entry<F>, EntryError> {
        let header = self.read_header()?;
        let content = match &self.body {
            None => Content::Disposed,
            Some(body) if Hash::of(body) != header.body_hash => return Err(EntryError::BodyAltered),
            Some(_) if header.form > FORM => Content::Newer,
            Some(body) => match body.get(SALT..).map(serde_json::from_slice) {
                Some(Ok(body)) => Content::Read(body),
                _ => Content::Newer,
            },
        };
        Ok(Entry { hash: self.hash(), header, ahead_ms: 0, content })
    }

    /// The same where one altered entry must not hide the others: it stands in the log as
    /// [`Content::Altered`]. `None` where not even the header can be read.
    pub fn open_or_altered<F: DeserializeOwned>(&self) -> Option<Entry<F>> {
        match self.open() {
            Ok(entry) => Some(entry),
            Err(_) => {
                let header = self.read_header().ok()?;
                Some(Entry { hash: self.hash(), header, ahead_ms: 0, content: Content::Altered })
            }
        }
    }
}

impl<F> Entry<F> {
    pub fn body(&self) -> Option<&Body<F>> {
        match &self.content {
            Content::Read(body) => Some(body),
            Content::Newer | Content::Disposed | Content::Altered => None,
        }
    }

    pub fn facts(&self) -> &[F] {
        self.body().map_or(&[], |body| &body.facts)
    }

    /// When it was written down, as the device's clock had it; no later than the central service took it, where that is
    /// known.
    pub fn recorded_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.header.written_at.saturating_sub(self.ahead_ms))
            .unwrap_or_default()
    }

    /// What its author set for later, by the clock that they had.
    pub fn set_for(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.checked_sub_signed(TimeDelta::milliseconds(self.ahead_ms)).unwrap_or(at)
    }

    /// The same entry, of which the central service says when it took it: an entry is not written later than that. A clock
    /// that is ahead by no more than `let_pass_ms` is left as it is.
    #[must_use]
    pub fn taken_at(mut self, received_at: i64, let_pass_ms: i64) -> Self {
        let ahead_ms = self.header.written_at.saturating_sub(received_at);
        self.ahead_ms = if ahead_ms > let_pass_ms { ahead_ms } else { 0 };
        self
    }
}

pub(crate) fn signing_payload(header: &[u8]) -> Vec<u8> {
    [SIGNING_DOMAIN, header].concat()
}

/// What a second officer signs when they confirm a closure: the incident, the kind of exception,
/// its reason, and when.
pub fn confirmation_payload(
    incident: IncidentId,
    kind: ExceptionKind,
    reason: &str,
    at: DateTime<Utc>,
) -> Vec<u8> {
    let kind = serde_json::to_vec(&kind).unwrap_or_default();
    let mut payload = CONFIRMING_DOMAIN.to_vec();
    payload.extend_from_slice(incident.bytes());
    payload.extend_from_slice(&at.timestamp_millis().to_be_bytes());
    payload.extend_from_slice(&Hash::of(&kind).0);
    payload.extend_from_slice(&Hash::of(reason.as_bytes()).0);
    payload
}

/// Did one of these keys sign the confirmation of this closure?
pub fn is_confirmed(
    incident: IncidentId,
    kind: ExceptionKind,
    reason: &str,
    confirmation: &Confirmation,
    keys: &[VerifyingKey],
) -> bool {
    let hex = confirmation.signature.as_bytes();
    let bytes: Vec<u8> = hex
        .chunks(2)
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let Ok(signature) = Signature::from_slice(&bytes) else { return false };
    let payload = confirmation_payload(incident, kind, reason, confirmation.at);
    keys.iter().any(|key| key.verify_strict(&payload, &signature).is_ok())
}
