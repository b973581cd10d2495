//! The questions asked about a missing person, in versioned sets, and their answers.
//!
//! Source of the first twelve: College of Policing APP, missing persons, quick reference guide for
//! call handlers (paraphrased). The others are indicators named by APP "Risk identification,
//! assessment and management". Ethnicity, nationality, religion and sexuality are not among them (INV-10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Yes, no, not asked and asked-but-not-known are four different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Yes,
    No,
    NotAsked,
    NotKnown,
}

/// One question. The words shown for it stand in the catalogue under `question-<name>`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    WhyWorried,
    TriedToFind,
    OutOfCharacter,
    MissingBefore,
    MedicalNeeds,
    VictimOfCrime,
    LikelyHurt,
    SexualExploitation,
    SelfHarm,
    DangerToOthers,
    TravelledAbroad,
    AnythingElse,
    Dementia,
    MentalHealth,
    WeatherExposure,
    HarmedBefore,
    CriminalExploitation,
    DomesticAbuse,
    AlcoholOrDrugs,
    CannotAskForHelp,
    HasMeans,
    KnownPlace,
    /// Somebody states that the person is not vulnerable; it contradicts any danger (F19).
    NotVulnerable,
}

/// The identifier of the question set that a report was taken with (F37).
pub const CALL_HANDLER_SET: &str = "APP-CH-12.1";

impl Question {
    /// The twelve call-handler questions in the order in which they are asked.
    pub const CALL_HANDLER: [Question; 12] = [
        Question::WhyWorried,
        Question::TriedToFind,
        Question::OutOfCharacter,
        Question::MissingBefore,
        Question::MedicalNeeds,
        Question::VictimOfCrime,
        Question::LikelyHurt,
        Question::SexualExploitation,
        Question::SelfHarm,
        Question::DangerToOthers,
        Question::TravelledAbroad,
        Question::AnythingElse,
    ];

    /// What an assessment is shown, most telling first: evidence order of published studies
    /// (suicide concern and earlier harm lead: Giles, O'Brien and Waring 2026).
    pub const FACTORS: [Question; 18] = [
        Question::SelfHarm,
        Question::HarmedBefore,
        Question::MedicalNeeds,
        Question::Dementia,
        Question::MentalHealth,
        Question::LikelyHurt,
        Question::VictimOfCrime,
        Question::SexualExploitation,
        Question::CriminalExploitation,
        Question::DomesticAbuse,
        Question::DangerToOthers,
        Question::WeatherExposure,
        Question::CannotAskForHelp,
        Question::OutOfCharacter,
        Question::AlcoholOrDrugs,
        Question::HasMeans,
        Question::KnownPlace,
        Question::NotVulnerable,
    ];

    /// As it is written in entries and field names.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
    }

    /// A yes raises the red strip until an inspector records why it no longer holds (F18).
    pub fn is_immediate_danger(self) -> bool {
        matches!(
            self,
            Self::MedicalNeeds
                | Self::VictimOfCrime
                | Self::LikelyHurt
                | Self::SexualExploitation
                | Self::SelfHarm
                | Self::DangerToOthers
        )
    }

    /// Exploitation of a child forbids the lowest grade (F29).
    pub fn is_exploitation(self) -> bool {
        matches!(self, Self::SexualExploitation | Self::CriminalExploitation)
    }

    /// New information that must itself open a timed re-assessment (F13, F15).
    pub fn is_risk_relevant(self) -> bool {
        !matches!(self, Self::TriedToFind | Self::AnythingElse | Self::TravelledAbroad)
    }
}
