//! What one entry says. To add a kind of fact, follow `docs/adding-a-fact.md`.

mod description;
mod force;
mod hypothesis;
mod imported;
mod nature;
mod outcome;
mod partner;
mod photograph;
mod policy;
mod reference;
mod research;
mod risk;
mod source;
mod weather;

pub use description::{Attribute, Described, SEX_VALUES};
pub use force::ForceFact;
pub use hypothesis::{Bears, Point, Standing, Stands};
pub use imported::{Imported, ImportedCell};
pub use outcome::{ClosedBecause, Condition, Confirmation, ExceptionKind, FoundBy, Harm, HarmKind};
pub use partner::{Agency, PartnerInformation};
pub use photograph::{Photograph, Taken};
pub use policy::PolicyOption;
pub use reference::{Reference, ReferenceStatus, System};
pub use research::{ResearchCheck, ResearchOutcome, ResearchSigned};
pub use risk::{
    BelowSuggestion, Beside, FactorState, FactorThen, HarmThen, MedicalNeed, Moment, MomentKind,
    OpinionShown, SecondOpinion,
};
pub use source::{Source, SourceKind};
pub use weather::{Weather, WeatherDanger};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::force::ForceCode;
use crate::id::{ActionId, EntryId, ImportId, PersonId, PhotographId};
use crate::question::{Answer, Question};
use crate::role::Role;
use crate::when::When;

/// The grade of risk of harm, lowest first, so that the safer value is the greater one.
/// *No apparent risk* and *absent* are labels of earlier policy, readable on imported history.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    Absent,
    NoApparentRisk,
    VeryLow,
    Low,
    Medium,
    High,
}

impl Grade {
    /// The grades that may be given today, highest first.
    pub const CURRENT: [Grade; 4] = [Grade::High, Grade::Medium, Grade::Low, Grade::VeryLow];

    pub fn is_legacy(self) -> bool {
        matches!(self, Self::Absent | Self::NoApparentRisk)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Missing,
    ConcernForSafety,
    AwayFromPlacement,
    /// Not yet decided: a decision falls due (F11).
    Undecided,
}

impl Category {
    /// How much is done for somebody of this category; the greater is the safer. What is undecided
    /// counts as missing (F11).
    pub(crate) fn caution(self) -> u8 {
        match self {
            Self::Missing | Self::Undecided => 2,
            Self::ConcernForSafety => 1,
            Self::AwayFromPlacement => 0,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct LastSeen {
    #[serde(default)]
    pub place: String,
    pub when: When,
    pub how_known: HowKnown,
    /// By whom, and in their words (F21).
    #[serde(default)]
    pub by: String,
}

/// Hearsay is not a sighting (F21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HowKnown {
    Seen,
    HeardFrom,
    Assumed,
    NotKnown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Answered {
    pub question: Question,
    pub answer: Answer,
    #[serde(default)]
    pub detail: String,
    /// Where somebody other than the entry's source said so.
    #[serde(default)]
    pub said_by: String,
}

/// The four prompts of a rationale (F36); the fourth, when to look again, is `next_review_at`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Rationale {
    pub key_facts: String,
    pub not_known: String,
    pub would_change: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ActionAnswer {
    Done { result: String },
    StillNeeded { until: DateTime<Utc> },
    Stopped { because: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangesRisk {
    Yes,
    No,
    Unsure,
}

/// A fact in an incident's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum IncidentFact {
    Reported {
        reference: String,
        force: ForceCode,
        person_id: PersonId,
        category: Category,
        reported_at: DateTime<Utc>,
        circumstances: String,
        question_set: String,
    },
    CategoryDecided {
        category: Category,
        reason: String,
    },
    LastSeen {
        last_seen: LastSeen,
    },
    Described {
        described: Described,
    },
    Answered {
        answered: Answered,
    },
    DangerCleared {
        question: Question,
        reason: String,
    },
    Noted {
        text: String,
    },
    ContactReceived {
        caller: String,
        phone: String,
        text: String,
        changes_risk: ChangesRisk,
    },
    /// A partner agency said how it sees the risk (F15).
    PartnerInformed {
        information: Box<PartnerInformation>,
    },
    /// The family, or whoever reported them, was told something, and perhaps promised the next word
    /// (F53).
    InformantUpdated {
        to: String,
        told: String,
        next_promised_at: Option<DateTime<Utc>>,
    },
    ActionSet {
        action_id: ActionId,
        what: String,
        due_at: DateTime<Utc>,
        role: Option<Role>,
        /// Done to find them: a search, an address looked at, a telephone located. Ringing the family is not (F31).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        locating: bool,
    },
    ActionAnswered {
        action_id: ActionId,
        answer: ActionAnswer,
    },
    RiskAssessed {
        grade: Grade,
        factors: Vec<Question>,
        rationale: Rationale,
        next_review_at: DateTime<Utc>,
        /// Why the grade falls; `None` when it does not.
        lowered_because: Option<String>,
        /// The second opinion that was on the screen, and why the grade is lower than it suggested.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<Beside>,
    },
    /// Somebody holds that the grade is not right: it waits until it is answered.
    GradeChallenged {
        assessment: EntryId,
        /// The grade that they would give.
        grade: Grade,
        reason: String,
    },
    /// The grade stays as it is, and why. An assessment in sight of the challenge answers it as well.
    ChallengeAnswered {
        challenge: EntryId,
        reason: String,
    },
    /// A condition that is dangerous without its treatment, from a coded list (F13).
    MedicalNeeded {
        need: MedicalNeed,
    },
    /// One check of the research was done, with its result, or was not, and why (F20).
    ResearchRecorded {
        check: ResearchCheck,
        outcome: ResearchOutcome,
    },
    /// What the weather is or will be, and whether it endangered by the thresholds in use when it was noted.
    WeatherNoted {
        weather: Weather,
        #[serde(default)]
        endangers: Option<WeatherDanger>,
    },
    Reviewed {
        summary: String,
        next_review_at: DateTime<Utc>,
    },
    Located {
        seen_by: String,
        seen_at: When,
        place: String,
        identity_confirmed: String,
        found_by: FoundBy,
        condition: Condition,
    },
    /// Harm that came to light, also long after they were found. Replaces what its author had seen of it.
    HarmRecorded {
        harm: Harm,
    },
    LocatedWithdrawn {
        reason: String,
    },
    Closed {
        because: ClosedBecause,
        summary: String,
    },
    Reopened {
        reason: String,
    },
    Photographed {
        photograph: Photograph,
    },
    LikenessConfirmed {
        photograph_id: PhotographId,
        by: String,
        relation: String,
    },
    PersonLinked {
        person_id: PersonId,
        reason: String,
    },
    ReferenceGiven {
        reference: Reference,
    },
    ReferenceStatusGiven {
        system: System,
        reference: String,
        status: ReferenceStatus,
    },
    /// Handed to a role: whoever of it is there takes it on (F01, F02). The entry names the assignment.
    Assigned {
        to: Role,
        note: String,
    },
    /// On the open screen of the entry's officer. The program says so by itself; nobody has accepted anything.
    AssignmentDelivered {
        assignment: EntryId,
    },
    /// The entry's officer has it now.
    AssignmentAccepted {
        assignment: EntryId,
    },
    /// Somebody was told on the telephone, since it was not delivered.
    AssignmentPhoned {
        assignment: EntryId,
        spoke_to: String,
    },
    /// Something that may have happened. The entry names the hypothesis.
    HypothesisRaised {
        what: String,
        points: Vec<Point>,
        /// What to find out next; empty where nothing is said of it.
        next_enquiry: String,
    },
    /// What else speaks for a hypothesis or against it, what to find out next, where it stands now; each where something
    /// is said of it.
    HypothesisUpdated {
        hypothesis: EntryId,
        points: Vec<Point>,
        next_enquiry: String,
        stands: Option<Stands>,
    },
    /// How the enquiry is led, and why. The entry names the decision; nothing changes it but a later one that takes its
    /// place.
    PolicyDecided {
        /// One more than the highest that its author had seen. It is part of what was signed, so that it stays that of this
        /// decision whatever else arrives, or no longer counts.
        number: u32,
        decision: String,
        options: Vec<PolicyOption>,
        reasons: String,
        /// Who took it, where that is somebody else than who records it.
        decided_by: String,
        review_at: Option<DateTime<Utc>>,
        /// Decisions in whose place it stands.
        supersedes: Vec<EntryId>,
    },
    /// The other facts of the entry were understood of this row of another system's file.
    Imported {
        imported: Imported,
    },
    /// An import was taken back: what its entries say no longer counts.
    ImportWithdrawn {
        import_id: ImportId,
        reason: String,
    },
}
