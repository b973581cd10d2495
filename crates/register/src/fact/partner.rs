//! What a partner agency says of the risk (F15).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChangesRisk, Source, SourceKind};
use crate::when::When;

/// Whom somebody speaks for. The words for each stand in the catalogue under `agency-<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agency {
    MentalHealth,
    /// A doctor's practice, a community nurse, any other health service.
    Health,
    Ambulance,
    Hospital,
    ChildrensSocialCare,
    AdultSocialCare,
    School,
    Probation,
    CareHome,
    Housing,
    Voluntary,
    AnotherForce,
    /// None of the list: then it is named.
    Other,
}

/// What somebody at a partner agency says of the risk, word for word, and whether it changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PartnerInformation {
    pub agency: Agency,
    /// Which of them: "Crisis team, Fernbrook".
    #[serde(default)]
    pub agency_name: String,
    /// Who said it, and what they are there.
    pub name: String,
    pub role: String,
    #[serde(default)]
    pub phone: String,
    /// Their own words, nothing changed in them.
    pub statement: String,
    pub said_at: When,
    /// Said by whoever records it, every time: nothing is taken for it where it is left out.
    pub changes_risk: ChangesRisk,
}

impl PartnerInformation {
    /// Who said it, as the source of the entry.
    pub fn source(&self) -> Source {
        Source {
            kind: SourceKind::Partner,
            name: self.name.clone(),
            relation: self.role.clone(),
            contact: self.phone.clone(),
            obtained_at: match self.said_at {
                When::At { at } | When::About { at } => Some(at),
                When::Between { .. } | When::NotKnown => None,
            },
        }
    }
}
