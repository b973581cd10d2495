//! Who is to take an incident on, and who has: sent, delivered and accepted are three different facts (F01).
//!
//! An incident is handed to a role, never to a name (F02): whoever of that role is there accepts it, and is named from
//! then on. Whoever accepted last keeps it until somebody accepts the next assignment.

use super::graph::Graph;
use super::{Conflict, ConflictKind, Incident, Said};
use crate::fact::IncidentFact;
use crate::id::{EntryId, OfficerId};
use crate::role::Role;

/// An assignment, with what became of it. Its identity is the entry that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub to: Role,
    /// What whoever takes it on has to know.
    pub note: String,
    pub by: OfficerId,
    /// Nobody who knew of it has handed the incident on.
    pub stands: bool,
    /// Officers of the role on whose open screen it has been.
    pub delivered: Vec<Said<OfficerId>>,
    /// Who was spoken to on the telephone instead.
    pub phoned: Vec<Said<String>>,
    /// The first acceptance, in canonical order.
    pub accepted: Option<Said<OfficerId>>,
}

impl Assignment {
    /// Nobody is known to have been told.
    pub fn is_undelivered(&self) -> bool {
        self.delivered.is_empty() && self.phoned.is_empty()
    }
}

/// What was said of assignments, in canonical order.
#[derive(Default)]
pub(super) struct Events {
    pub delivered: Vec<(EntryId, Said<OfficerId>)>,
    pub phoned: Vec<(EntryId, Said<String>)>,
    pub accepted: Vec<(EntryId, Said<OfficerId>)>,
}

/// Assignments made without sight of each other all stand: every role is alerted, and one that saw them all decides.
pub(super) fn resolve(state: &mut Incident, events: Events, graph: &Graph<'_, IncidentFact>) {
    let latest = super::safety::latest(&state.assignments, graph);
    let latest: Vec<EntryId> = latest.into_iter().map(|said| said.entry_id).collect();
    for said in &mut state.assignments {
        let of_it = |id: &EntryId| *id == said.entry_id;
        said.what.stands = latest.contains(&said.entry_id);
        said.what.delivered = only(&events.delivered, of_it);
        said.what.phoned = only(&events.phoned, of_it);
        said.what.accepted = only(&events.accepted, of_it).into_iter().next();
    }
    let standing: Vec<&Said<Assignment>> = state.assignments.iter().filter(|said| said.what.stands).collect();
    if standing.windows(2).any(|pair| pair[0].what.to != pair[1].what.to) {
        let between = standing.iter().map(|said| said.entry_id).collect();
        state.conflicts.push(Conflict::new(ConflictKind::Assignment, between));
    }
}

fn only<T: Clone>(events: &[(EntryId, Said<T>)], of_it: impl Fn(&EntryId) -> bool) -> Vec<Said<T>> {
    events.iter().filter(|(id, _)| of_it(id)).map(|(_, said)| said.clone()).collect()
}

impl Incident {
    /// Assignments that stand and that nobody has accepted, in canonical order; none of a closed incident.
    pub fn waiting(&self) -> impl Iterator<Item = &Said<Assignment>> {
        let open = self.is_open();
        self.assignments.iter().filter(move |said| open && said.what.stands && said.what.accepted.is_none())
    }

    /// Who accepted the incident last, and as what. They keep it while a later assignment waits.
    pub fn owner(&self) -> Option<(&Said<OfficerId>, Role)> {
        let accepted = |said: &'_ Said<Assignment>| said.what.accepted.is_some();
        let last = self.assignments.iter().rev().find(|said| accepted(said))?;
        last.what.accepted.as_ref().map(|said| (said, last.what.to))
    }

    /// The assignment that an entry made.
    pub fn assignment(&self, made_by: EntryId) -> Option<&Said<Assignment>> {
        self.assignments.iter().find(|said| said.entry_id == made_by)
    }
}
