//! How an incident ended: who found them and how they were, and why it is closed.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::OfficerId;
use crate::role::Role;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    ReturnedThemselves,
    Police,
    Family,
    Public,
    Partner,
    /// Another system did not say.
    NotKnown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Unharmed,
    Harmed,
    Died,
    NotKnown,
}

/// Kinds of harm, kept apart. The words for each stand in the catalogue under `harm-kind-<name>`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum HarmKind {
    SelfHarm,
    /// Falls, cold, drowning, going without care or medication.
    AccidentOrExposure,
    /// A crime against them, other than exploitation.
    Crime,
    Exploitation,
    Other,
}

/// What harm came to them while they were missing, as far as it has come to light.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Harm {
    /// Every kind; none where it has come to light that there was none.
    pub kinds: Vec<HarmKind>,
    /// Who says so, and what is known.
    pub rests_on: String,
}

/// Why an incident may be closed though nobody has located the person (F22, F26).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    RecordedInError,
    ReportWithdrawn,
    DuplicateOfAnother,
    NotAMissingPerson,
}

/// A second officer's word, given with their own passphrase and signed with their own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Confirmation {
    pub officer_id: OfficerId,
    pub name: String,
    pub role: Role,
    pub at: DateTime<Utc>,
    /// Ed25519 over [`crate::entry::confirmation_payload`], lower-case hexadecimal.
    pub signature: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ClosedBecause {
    Located,
    Exception {
        kind: ExceptionKind,
        reason: String,
        confirmation: Confirmation,
    },
    /// Another system had closed it before it was imported, with that system's word for it.
    Imported {
        status: String,
    },
}
