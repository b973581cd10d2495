//! What stands beside a grade: the second opinion as it was on the screen, and what its officer answered to it. And
//! conditions that are dangerous without treatment.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Grade, HarmKind, ResearchSigned};
use crate::id::{EntryId, Hash};
use crate::question::Question;
use crate::when::When;

/// The second opinion as the screen showed it when the grade was saved (F35). Rates are of ten thousand like them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SecondOpinion {
    /// The version of the model.
    pub model: String,
    pub at: DateTime<Utc>,
    pub of_10_000: u32,
    pub low: u32,
    pub high: u32,
    pub suggested: Grade,
    /// What the suggestion rests on: factors that are present, and questions that are not answered.
    pub rests_on: Vec<Question>,
    /// It rests on their age as well: they may be under 18, or so young that age alone calls for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rests_on_age: bool,
    /// What was not known then, the most useful question first.
    pub not_known: Vec<Question>,
    /// Earlier incidents in the digest of the person's history.
    pub earlier: u32,
    /// It stood on the screen that the grade was given from. What was kept before this was said, or without a screen, was
    /// formed as the grade was saved.
    #[serde(default)]
    pub on_screen: bool,
    /// How each factor stood, what moved the rate most first, and those that were not known last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<FactorThen>,
    /// What the harm to people like them was, most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<HarmThen>,
    /// Why that grade was suggested, in the words of the screen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
    /// When the risk was to change next though nobody writes anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_change_at: Option<DateTime<Utc>>,
    /// Moments at which the risk changes though nobody writes anything, as they lay ahead then. Those of medical needs and of
    /// the weather are not among them: they have facts of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<Moment>,
}

impl SecondOpinion {
    /// Whether both say the same to whoever grades. The rate moves a little with every hour; this is what it rests on and
    /// what it suggests.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let stood = |of: &Self| {
            let mut stood: Vec<_> = of.factors.iter().map(|factor| (factor.question, factor.state)).collect();
            stood.sort_unstable();
            stood
        };
        self.model == other.model
            && self.suggested == other.suggested
            && self.because == other.because
            && self.rests_on == other.rests_on
            && self.rests_on_age == other.rests_on_age
            && stood(self) == stood(other)
    }
}

/// How a factor stood in a second opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorState {
    Present,
    Absent,
    /// Somebody says yes and somebody says no: reckoned as present.
    Conflicting,
    NotAsked,
    NotKnown,
}

/// A factor as it stood, and by how many of ten thousand it raised the rate, or lowered it, below nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FactorThen {
    pub question: Question,
    pub state: FactorState,
    pub moves: i32,
}

/// A kind of harm, and its share of all harm to people like them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HarmThen {
    pub kind: HarmKind,
    pub of_10_000: u32,
}

/// Which second opinion stood on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OpinionShown {
    pub at: DateTime<Utc>,
    /// Of everything that it said.
    pub mark: Hash,
}

/// A moment at which the risk changes though nobody writes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub kind: MomentKind,
}

/// Why the risk changes then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum MomentKind {
    /// It gets dark, and they are exposed or cannot look after themselves.
    Dusk,
    /// So many hours since they were last seen.
    Missing { hours: u32 },
}

/// Why the grade is lower than suggested, of one thing that the suggestion rests on (F17); of the whole where it rests on
/// no single one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct BelowSuggestion {
    pub question: Option<Question>,
    /// It is said of their age.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub age: bool,
    pub reason: String,
}

/// The second opinion beside a grade.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Beside {
    /// Put there by the program when the grade is saved; what a caller says of it is not taken.
    #[serde(default)]
    pub opinion: Option<Box<SecondOpinion>>,
    /// The one that stood on the screen. Said when a grade is saved, and not kept: the opinion itself is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<OpinionShown>,
    #[serde(default)]
    pub below: Vec<BelowSuggestion>,
    /// Entries since the last grade that the assessor opened. Said when a grade is saved, and not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Vec<EntryId>>,
    /// Those among them that others made (F16).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<EntryId>,
    /// Entries of the person's other incidents that stood in the digest of their history (F16).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<EntryId>,
    /// Those that others made and that the assessor did not open (F16).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unopened: Vec<EntryId>,
    /// Why they were left for later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferred_because: Option<String>,
    /// What the grader signs of the research (F20); nothing where nothing was asked, as in a file or on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub research: Option<Box<ResearchSigned>>,
}

/// A coded condition, its last treatment, and when harm begins without the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MedicalNeed {
    /// A code of the list of conditions.
    pub condition: String,
    /// The version of that list.
    pub list: String,
    /// In the words of whoever said it.
    pub detail: String,
    /// When they last had their treatment.
    pub treated_at: When,
    /// From when harm is to be reckoned with, and by when it is to be expected.
    pub harm_from: DateTime<Utc>,
    pub harm_by: DateTime<Utc>,
    /// Why it no longer applies; `None` while it does.
    #[serde(default)]
    pub ended_because: Option<String>,
}
