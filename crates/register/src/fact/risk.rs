//! What stands beside a grade: the second opinion as it was on the screen, and what its officer answered to it. And
//! conditions that are dangerous without treatment.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Grade, ResearchSigned};
use crate::id::EntryId;
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
    /// Moments at which the risk changes though nobody writes anything, as they lay ahead then. Those of medical needs and of
    /// the weather are not among them: they have facts of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<Moment>,
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
    #[serde(default)]
    pub below: Vec<BelowSuggestion>,
    /// Entries since the last grade that the assessor opened. Said when a grade is saved, and not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Vec<EntryId>>,
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
