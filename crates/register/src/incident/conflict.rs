//! What is undecided: entries written without sight of each other that cannot all hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::graph::Graph;
use super::{Incident, Said};
use crate::fact::IncidentFact;
use crate::id::EntryId;

/// What is undecided, the entries it lies between, and what their authors had not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub kind: ConflictKind,
    pub between: Vec<EntryId>,
    /// For each of `between`: what had been recorded by then that it was written without sight of, in canonical order.
    pub unseen: Vec<Vec<EntryId>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Two assessments, neither of which was informed of the other, differ.
    Grades,
    /// Closed by somebody who had not seen what was recorded elsewhere.
    Closure,
    /// Located by one, withdrawn by another, neither informed of the other.
    Located,
    /// Two decisions on the category, neither of which was informed of the other, differ.
    Category,
    /// Handed to one role and to another by officers who had not seen each other's assignment.
    Assignment,
    /// Linked to one person and to another by officers who had not seen each other's link.
    Person,
}

impl Conflict {
    pub(super) fn new(kind: ConflictKind, between: Vec<EntryId>) -> Self {
        Self { kind, between, unseen: Vec::new() }
    }
}

/// Decisions and links written without sight of each other that say different things.
pub(super) fn disagreement<T: PartialEq>(kind: ConflictKind, latest: &[&Said<T>]) -> Option<Conflict> {
    let differ = latest.windows(2).any(|pair| pair[0].what != pair[1].what);
    differ.then(|| Conflict::new(kind, latest.iter().map(|said| said.entry_id).collect()))
}

/// Who had seen what: of what stood in the log by the clocks when a side was written, what its author had not.
/// A clock says here what could have been seen, and decides nothing.
pub(super) fn unseen(state: &mut Incident, graph: &Graph<IncidentFact>) {
    let by_one = |side: &EntryId| -> Vec<EntryId> {
        let Some(position) = graph.ordered.iter().position(|entry| entry.header.entry_id == *side) else {
            return Vec::new();
        };
        let written_at = graph.ordered[position].recorded_at();
        let others = graph.ordered.iter().enumerate().filter(|(other, entry)| {
            let facts = entry.facts();
            *other != position
                && entry.recorded_at() <= written_at
                && !facts.is_empty()
                && !facts.iter().all(IncidentFact::is_receipt)
                && !graph.informed(position, *other)
        });
        others.map(|(_, entry)| entry.header.entry_id).collect()
    };
    for conflict in &mut state.conflicts {
        conflict.unseen = conflict.between.iter().map(by_one).collect();
    }
}
