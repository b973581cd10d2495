//! What is looked up about somebody before the risk is graded, check by check, and what the grader signs of it (F20).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::when::When;

/// One check of the list. The words for each stand in the catalogue under `research-<name>`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ResearchCheck {
    PncLeds,
    /// The force's intelligence, and other forces' on the PND.
    Intelligence,
    /// Crimes and incidents that the force has recorded.
    LocalRecords,
    Custody,
    /// Ambulance as well.
    Hospitals,
    SocialCare,
    EarlierMissing,
}

impl ResearchCheck {
    /// In the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::PncLeds,
        Self::Intelligence,
        Self::LocalRecords,
        Self::Custody,
        Self::Hospitals,
        Self::SocialCare,
        Self::EarlierMissing,
    ];

    /// As JSON writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PncLeds => "pnc_leds",
            Self::Intelligence => "intelligence",
            Self::LocalRecords => "local_records",
            Self::Custody => "custody",
            Self::Hospitals => "hospitals",
            Self::SocialCare => "social_care",
            Self::EarlierMissing => "earlier_missing",
        }
    }
}

/// How a check went. That nothing was found is a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ResearchOutcome {
    Done {
        at: When,
        /// Who did it, where that is somebody else than who records it.
        #[serde(default)]
        by: String,
        result: String,
    },
    NotDone {
        because: String,
    },
}

/// What the grader signs of the research that the grade rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ResearchSigned {
    /// Every check is done.
    Satisfied,
    /// Graded with these gaps. What is missing in the register is among them, whether the grader lists it or not.
    Gaps {
        #[serde(default)]
        checks: Vec<ResearchCheck>,
        /// Why it cannot wait, or what else the grader says of it.
        #[serde(default)]
        words: String,
    },
}
