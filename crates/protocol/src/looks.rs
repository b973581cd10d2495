//! The access log on its way to central (INV-9): a chain of its own on each device, uploaded and never given
//! out again.

use minicbor::{Decode, Encode};
use register::{Hash, IncidentId, OfficerId};

use crate::Request;

/// One look at a record, or one query.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Look {
    /// When, by the device's clock: milliseconds since 1970 (UTC).
    #[n(0)]
    pub at: i64,
    /// Who looked.
    #[n(1)]
    pub officer_id: OfficerId,
    /// At what; `None` for a query or a list.
    #[n(2)]
    pub incident_id: Option<IncidentId>,
    /// The use-case through which it was made.
    #[n(3)]
    pub verb: String,
    /// What was searched for; empty for a record. Personal data.
    #[n(4)]
    pub query: String,
    /// Why; may be empty within one's duty.
    #[n(5)]
    pub reason: String,
    /// The newest entry (by its number of arrival on that device) that the screen showed.
    #[n(6)]
    pub seen_seq: Option<i64>,
}

/// Who looked for whom is personal: it is not for logs.
impl std::fmt::Debug for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Look({}, [redacted])", self.at)
    }
}

impl Look {
    /// Hash of a look in its chain: of the one before it and of everything that this one says. The form is
    /// that of the vault's access log.
    pub fn hash(&self, previous: Hash) -> Hash {
        let mut bytes = b"nrmp look 1\0".to_vec();
        bytes.extend_from_slice(&previous.0);
        bytes.extend_from_slice(&self.at.to_be_bytes());
        bytes.extend_from_slice(self.officer_id.bytes());
        bytes.push(u8::from(self.incident_id.is_some()));
        if let Some(incident) = &self.incident_id {
            bytes.extend_from_slice(incident.bytes());
        }
        bytes.extend_from_slice(&self.seen_seq.unwrap_or_default().to_be_bytes());
        for text in [&self.verb, &self.query, &self.reason] {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        Hash::of(&bytes)
    }
}

/// Looks of the device, in the order of their chain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct UploadLooks {
    /// Number of the last look before these; zero for the first upload.
    #[n(0)]
    pub after: u64,
    /// Hash of that look; zero for the first upload.
    #[n(1)]
    pub previous: Hash,
    /// The looks after it.
    #[n(2)]
    pub looks: Vec<Look>,
}

impl UploadLooks {
    /// The end of the chain after these looks.
    pub fn head(&self) -> LookHead {
        let hash = self.looks.iter().fold(self.previous, |previous, look| look.hash(previous));
        LookHead { look_seq: self.after.saturating_add(self.looks.len() as u64), hash }
    }
}

impl Request for UploadLooks {
    const VERB: &'static str = "looks";
    type Reply = LooksTaken;
}

/// The end of a chain of looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LookHead {
    /// Number of the last look.
    #[n(0)]
    pub look_seq: u64,
    /// Its hash.
    #[n(1)]
    pub hash: Hash,
}

/// The looks were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LooksTaken {
    /// The end of the chain at central: compare it with one's own.
    #[n(0)]
    pub head: LookHead,
}
