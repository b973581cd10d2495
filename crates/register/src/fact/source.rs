//! Who said it.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who said it. APP: every item that feeds an assessment is kept with who gave it, their contact
/// details and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Source {
    pub kind: SourceKind,
    /// Name, or what they are ("bus driver"); empty where the kind says it all.
    #[serde(default)]
    pub name: String,
    /// How they know the person: "mother", "ward manager".
    #[serde(default)]
    pub relation: String,
    #[serde(default)]
    pub contact: String,
    /// When they said it; the time of the event is the entry's `happened_at`.
    #[serde(default)]
    pub obtained_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Informant,
    OfficerSaw,
    Partner,
    Family,
    Witness,
    Document,
    /// Worked out by an officer from other facts.
    Officer,
}

impl Source {
    pub fn officer() -> Self {
        Self {
            kind: SourceKind::Officer,
            name: String::new(),
            relation: String::new(),
            contact: String::new(),
            obtained_at: None,
        }
    }
}
