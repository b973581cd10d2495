//! What follows from the kind of a fact alone: its name, and which clocks and rules it touches.

use super::{ActionAnswer, ChangesRisk, IncidentFact};
use crate::question::Answer;

impl IncidentFact {
    /// The kind written in a header; the words for it stand in the catalogue under `fact-<kind>`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Reported { .. } => "reported",
            Self::CategoryDecided { .. } => "category_decided",
            Self::LastSeen { .. } => "last_seen",
            Self::Described { .. } => "described",
            Self::Answered { .. } => "answered",
            Self::DangerCleared { .. } => "danger_cleared",
            Self::Noted { .. } => "noted",
            Self::ContactReceived { .. } => "contact_received",
            Self::PartnerInformed { .. } => "partner_informed",
            Self::InformantUpdated { .. } => "informant_updated",
            Self::ActionSet { .. } => "action_set",
            Self::ActionAnswered { .. } => "action_answered",
            Self::RiskAssessed { .. } => "risk_assessed",
            Self::GradeChallenged { .. } => "grade_challenged",
            Self::ChallengeAnswered { .. } => "challenge_answered",
            Self::MedicalNeeded { .. } => "medical_needed",
            Self::ResearchRecorded { .. } => "research_recorded",
            Self::WeatherNoted { .. } => "weather_noted",
            Self::Reviewed { .. } => "reviewed",
            Self::Located { .. } => "located",
            Self::HarmRecorded { .. } => "harm_recorded",
            Self::LocatedWithdrawn { .. } => "located_withdrawn",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Photographed { .. } => "photographed",
            Self::LikenessConfirmed { .. } => "likeness_confirmed",
            Self::PersonLinked { .. } => "person_linked",
            Self::ReferenceGiven { .. } => "reference_given",
            Self::ReferenceStatusGiven { .. } => "reference_status_given",
            Self::Assigned { .. } => "assigned",
            Self::AssignmentDelivered { .. } => "assignment_delivered",
            Self::AssignmentAccepted { .. } => "assignment_accepted",
            Self::AssignmentPhoned { .. } => "assignment_phoned",
            Self::HypothesisRaised { .. } => "hypothesis_raised",
            Self::HypothesisUpdated { .. } => "hypothesis_updated",
            Self::PolicyDecided { .. } => "policy_decided",
            Self::Imported { .. } => "imported",
            Self::ImportWithdrawn { .. } => "import_withdrawn",
        }
    }

    /// Facts that a grade rests on: they are what `basis` names (ARCHITECTURE.md, "The idea").
    pub fn is_safety(&self) -> bool {
        match self {
            Self::Answered { answered } => answered.question.is_immediate_danger(),
            Self::Described { described } => described.attribute.is_risk_relevant(),
            // What is mild and takes nothing away is no more than a note.
            Self::WeatherNoted { weather, endangers } => {
                endangers.is_some() || weather.instead_because.is_some()
            }
            Self::RiskAssessed { .. }
            | Self::MedicalNeeded { .. }
            | Self::GradeChallenged { .. }
            | Self::DangerCleared { .. }
            | Self::Located { .. }
            | Self::LocatedWithdrawn { .. }
            | Self::ContactReceived { .. }
            | Self::PartnerInformed { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. } => true,
            _ => false,
        }
    }

    /// New information that opens a timed re-assessment (F13, F15).
    pub fn opens_reassessment(&self) -> bool {
        match self {
            Self::Answered { answered } => {
                answered.question.is_risk_relevant() && matches!(answered.answer, Answer::Yes | Answer::No)
            }
            Self::Described { described } => described.attribute.is_risk_relevant(),
            Self::ContactReceived { changes_risk, .. } => *changes_risk != ChangesRisk::No,
            Self::PartnerInformed { information } => information.changes_risk != ChangesRisk::No,
            Self::WeatherNoted { endangers, .. } => endangers.is_some(),
            Self::MedicalNeeded { .. } => true,
            _ => false,
        }
    }

    /// That it arrived on a screen moves nothing on: whether anybody is at work is asked without it (F04).
    pub fn is_receipt(&self) -> bool {
        matches!(self, Self::AssignmentDelivered { .. })
    }

    /// Starts or keeps a clock of somebody's: an action to be done, a promise to be kept (F04, F53), a decision to be
    /// looked at again.
    pub fn sets_clock(&self) -> bool {
        matches!(
            self,
            Self::ActionSet { .. }
                | Self::ActionAnswered { answer: ActionAnswer::StillNeeded { .. }, .. }
                | Self::InformantUpdated { next_promised_at: Some(_), .. }
                | Self::PolicyDecided { review_at: Some(_), .. }
        )
    }
}
