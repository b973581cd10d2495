//! What verifying a register found, and what making its lists again did.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    VerifyView {
        sound: bool,
        /// One line that sums it up.
        verdict: String,
        checked: Vec<CheckView>,
        findings: Vec<FindingView>,
        entries: u32,
        incidents: u32,
        /// The key that vouches for all others: whoever takes this register's log in compares it.
        first_key: String,
    }
    CheckView { name: String, line: String, sound: bool }
    FindingView { kind: FindingKind, line: String, entry_id: Option<String>, incident_reference: Option<String> }
    RebuildView { incidents: u32, entries: u32, changed: u32, line: String }
}

/// What `verify` found, named for what it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A page of the file cannot be decrypted or read: damage, or a change by someone without the key.
    DamagedPage,
    /// An entry's header or body is not what was signed: someone who had the key changed it.
    EntryAltered,
    EntryMissing,
    EntryOutOfOrder,
    /// Signed by nobody known to this register.
    UnknownSigner,
    /// A closure says that a second officer confirmed it, and their signature does not.
    ConfirmationInvalid,
    /// What an entry said is gone, and no disposal says why.
    BodyRemoved,
    /// Lists do not equal a rebuild from the log.
    ProjectionDiffers,
    /// The chain of looks is broken.
    LooksBroken,
    /// A photograph's bytes are not those of its hash, or are missing.
    PhotographDamaged,
    PhotographNotHere,
    /// An officer's key was introduced by itself: right only where the recovery shares were used.
    KeyFromShares,
    /// Without a checkpoint nobody can prove that the newest entries are all there.
    TailUnproven,
}
