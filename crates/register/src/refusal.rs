//! Why a command is refused: the rule, the fields, the remedy. Words stand in the catalogue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The rule that refused. Each has words (what to do) in the catalogue under `rule-<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One or more fields need attention.
    Fields,
    /// The officer's role does not grant this verb.
    NotYourRole,
    /// INV-6: name or description is enough, but one of them is needed.
    NameOrDescription,
    /// The incident is closed; record a contact or reopen it.
    Closed,
    NotClosed,
    AlreadyLocated,
    NotLocated,
    /// Lowering needs reasons (F17).
    LoweringNeedsReason,
    /// The basis does not hold every assessment that this one would lower.
    NotInformed,
    /// Lower than the second opinion suggests, and not said why of each thing that it rests on (F17).
    BelowSuggestion,
    /// Entries since the last grade are neither opened nor left for later with a reason (F16).
    UnopenedEntries,
    /// The second opinion says something else by now than what stood on the screen: it is read first (F16).
    OpinionChanged,
    /// Signed as satisfied with the research while checks are missing: each is named (F20).
    ResearchGaps,
    /// Nobody has assessed the risk yet: there is no grade to challenge.
    NotAssessed,
    /// The grade in effect is the one that the challenge asks for.
    NothingToChallenge,
    NoSuchChallenge,
    /// Whoever challenges a grade does not answer for whoever decides it.
    OwnChallenge,
    /// A legacy grade cannot be given today.
    LegacyGrade,
    /// An immediate danger stands: not below medium until it is cleared (F19).
    DangerForbidsGrade,
    /// An immediate danger stands: nobody who has not been located is closed over it (F18).
    DangerStands,
    /// The lowest grade for a child needs an inspector and no exploitation (F29).
    LowestGradeForChild,
    /// A review answers every open action (F04).
    OpenActions,
    NoSuchAction,
    NoSuchDanger,
    NoSuchPhotograph,
    NoSuchReference,
    /// The incident was handed on since, or never was.
    NoSuchAssignment,
    NoSuchHypothesis,
    NoSuchDecision,
    /// Another decision stands in its place already: that one is named.
    DecisionSuperseded,
    /// The number of a decision comes after every one that its author had seen.
    DecisionNumber,
    AlreadyAnswered,
    /// Closing needs somebody who saw them, or a reasoned exception (F22).
    ClosingGate,
    /// A second officer of sufficient rank confirms (F22, F26).
    SecondOfficer,
    /// Two grades disagree, or the like: decide first.
    NeedsDecision,
    /// Something here was recorded by a newer version: update first.
    NewerVersion,
    AlreadyExists,
    NoSuchIncident,
    /// Somebody has built on the import: it can no longer be taken back.
    ImportBuiltOn,
    NoSuchImport,
    NoSuchProposal,
    /// Whoever proposed a standard does not approve it.
    OwnProposal,
    /// It is in use: another version takes its place.
    StandardInUse,
}

/// A field that needs attention, and what it should look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FieldError {
    /// Path in the command, such as `rationale.key_facts` or `description.2.value`.
    pub field: String,
    /// Catalogue key of the remedy until words are put in its place.
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused by rule {rule:?}")]
pub struct Refusal {
    pub rule: Rule,
    pub fields: Vec<FieldError>,
}

impl Refusal {
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self { rule: Rule::Fields, fields }
    }

    /// A rule broken by one field.
    pub fn at(rule: Rule, field: &str, message: &str) -> Self {
        Self { rule, fields: vec![FieldError { field: field.into(), message: message.into() }] }
    }
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self { rule, fields: Vec::new() }
    }
}
