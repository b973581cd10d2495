//! The policy log: decisions on how the enquiry is led, each with its number.
//!
//! A number is signed with its decision and never reckoned from the log, so that it stays when entries arrive late, or no
//! longer count. Of decisions that were numbered alike by officers who had not seen each other's each is shown with a mark
//! of its own entry beside the number, so that the number alone never comes to mean the other one.

use chrono::{DateTime, Utc};

use super::graph::Graph;
use super::{Incident, Said};
use crate::fact::{IncidentFact, PolicyOption};
use crate::id::EntryId;

/// A decision. Its identity is the entry that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// As it was signed.
    pub number: u32,
    /// The beginning of the entry's hash, where another decision has the same number.
    pub mark: Option<String>,
    pub decision: String,
    pub options: Vec<PolicyOption>,
    pub reasons: String,
    /// Who took it, where that is somebody else than who records it.
    pub decided_by: String,
    pub review_at: Option<DateTime<Utc>>,
    pub supersedes: Vec<EntryId>,
    /// Decisions that were made in sight of it and in its place; several where they were made apart.
    pub superseded_by: Vec<EntryId>,
    /// When it is to be looked at again: not once another stands in its place, nor once the incident was closed in sight of
    /// it.
    pub review_due: Option<DateTime<Utc>>,
}

impl Policy {
    /// By what it is called: "4", or "4/a3f0" where another has the same number.
    pub fn name(&self) -> String {
        match &self.mark {
            None => self.number.to_string(),
            Some(mark) => format!("{}/{mark}", self.number),
        }
    }

    pub fn stands(&self) -> bool {
        self.superseded_by.is_empty()
    }
}

/// One an entry: the entry is what names it.
pub(super) fn decide(state: &mut Incident, decided: Said<Policy>) {
    if state.policies.iter().all(|other| other.entry_id != decided.entry_id) {
        state.policies.push(decided);
    }
}

/// Decisions made apart in place of the same one both stand: none of them is the safer one. A later one may stand in place
/// of both.
pub(super) fn resolve(state: &mut Incident, graph: &Graph<'_, IncidentFact>) {
    let closed = state.closed.as_ref().map(|said| said.position);
    let all: Vec<(EntryId, usize, u32, Vec<EntryId>)> = state
        .policies
        .iter()
        .map(|said| (said.entry_id, said.position, said.what.number, said.what.supersedes.clone()))
        .collect();
    for said in &mut state.policies {
        let alike = all.iter().filter(|(_, _, number, _)| *number == said.what.number).count() > 1;
        said.what.mark = alike.then(|| graph.ordered[said.position].hash.to_string()[..4].to_owned());
        said.what.superseded_by = all
            .iter()
            .filter(|(_, later, _, supersedes)| {
                supersedes.contains(&said.entry_id) && graph.informed(*later, said.position)
            })
            .map(|(entry_id, ..)| *entry_id)
            .collect();
        let over = closed.is_some_and(|closed| graph.informed(closed, said.position));
        said.what.review_due = said.what.review_at.filter(|_| said.what.stands() && !over);
    }
}

impl Incident {
    /// The decision that an entry made.
    pub fn policy(&self, made_by: EntryId) -> Option<&Said<Policy>> {
        self.policies.iter().find(|said| said.entry_id == made_by)
    }

    /// The number of the next decision: after the highest of those that are known here.
    pub fn next_policy_number(&self) -> u32 {
        self.policies.iter().map(|said| said.what.number).max().unwrap_or(0).saturating_add(1)
    }
}
