//! Facts in the force's stream: who may sign, what came in from elsewhere, which standards are in use.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::force::ForceCode;
use crate::id::{DeviceId, EntryId, Hash, ImportId, OfficerId, RegisterId};
use crate::role::Role;
use crate::standard::StandardKind;

/// A fact in the force's stream: who may sign, what is asked and reckoned with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum ForceFact {
    RegisterCreated {
        register_id: RegisterId,
        force: ForceCode,
        device_id: DeviceId,
        training: bool,
    },
    OfficerAdded {
        officer_id: OfficerId,
        name: String,
        collar: String,
        role: Role,
        /// Ed25519 public key, lower-case hexadecimal.
        public_key: String,
    },
    /// A new key in place of the one that the officer had on the device of the entry, after recovery with the
    /// printed shares; what the old key signed stays valid.
    OfficerKeyChanged {
        officer_id: OfficerId,
        public_key: String,
        reason: String,
    },
    OfficerRemoved {
        officer_id: OfficerId,
        reason: String,
    },
    /// One more key of an officer, for the device of the entry alone: no key of theirs elsewhere ends. Name, collar
    /// number and role are those of the officer's own entry, for the device that has not been given it yet.
    OfficerKeyAdded {
        officer_id: OfficerId,
        name: String,
        collar: String,
        role: Role,
        /// Ed25519 public key, lower-case hexadecimal.
        public_key: String,
    },
    /// An import began; its entries follow in the incidents' streams.
    ImportBegun {
        import_id: ImportId,
        /// The system that the file came from.
        system: String,
        file: String,
        file_hash: Hash,
        rows: u64,
        /// How the columns were understood, as TOML.
        mapping: String,
    },
    /// Every row was taken, refused or held already.
    ImportEnded {
        import_id: ImportId,
        new: u64,
        changed: u64,
        held: u64,
        rejected: u64,
    },
    ImportWithdrawn {
        import_id: ImportId,
        reason: String,
        incidents: u64,
    },
    /// The complete log of another register was taken in: whose signatures are taken for theirs from now on.
    LogTaken {
        import_id: ImportId,
        register_id: RegisterId,
        force: ForceCode,
        /// The public key that vouches for all others of that register, lower-case hexadecimal.
        first_key: String,
        file: String,
        /// Hash of the log, as the file says it.
        log_hash: Hash,
        incidents: u64,
        entries: u64,
    },
    /// A new version of a standard was put before the force (F37). The entry names the proposal.
    StandardProposed {
        kind: StandardKind,
        /// As it names itself in its text.
        version: String,
        /// The whole of it, as TOML.
        text: String,
        /// It is in use from then on, where somebody else has approved it by then.
        effective_at: DateTime<Utc>,
        reason: String,
    },
    /// By another officer than whoever proposed it.
    StandardApproved {
        proposal: EntryId,
        reason: String,
    },
    /// Before it was in use.
    StandardWithdrawn {
        proposal: EntryId,
        reason: String,
    },
}

impl ForceFact {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RegisterCreated { .. } => "register_created",
            Self::OfficerAdded { .. } => "officer_added",
            Self::OfficerKeyChanged { .. } => "officer_key_changed",
            Self::OfficerRemoved { .. } => "officer_removed",
            Self::OfficerKeyAdded { .. } => "officer_key_added",
            Self::ImportBegun { .. } => "import_begun",
            Self::ImportEnded { .. } => "import_ended",
            Self::ImportWithdrawn { .. } => "import_withdrawn",
            Self::LogTaken { .. } => "log_taken",
            Self::StandardProposed { .. } => "standard_proposed",
            Self::StandardApproved { .. } => "standard_approved",
            Self::StandardWithdrawn { .. } => "standard_withdrawn",
        }
    }
}
