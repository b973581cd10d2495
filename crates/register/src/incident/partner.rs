//! What partner agencies said of the risk, and everybody who got in touch about a closed incident (F14, F15).

use super::graph::Graph;
use super::{Incident, Said};
use crate::fact::{IncidentFact, PartnerInformation};
use crate::id::EntryId;

/// What a partner said, and whether it came after the closure in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerState {
    pub information: PartnerInformation,
    pub after_closure: bool,
}

/// A contact or a partner's word on a closed incident waits until a review had it on its screen.
pub(super) fn after_closure(state: &mut Incident, graph: &Graph<'_, IncidentFact>) {
    let Some(closed) = state.closed.as_ref().map(|said| said.position) else { return };
    for contact in &mut state.contacts {
        contact.what.after_closure = !graph.informed(closed, contact.position);
    }
    for partner in &mut state.partners {
        partner.what.after_closure = !graph.informed(closed, partner.position);
    }
    // As with a re-assessment: what was in the log and not on the screen has not been reviewed.
    let answered = |entry_id: EntryId| {
        state.reviews.iter().any(|review| graph.ordered[review.position].header.basis.contains(&entry_id))
    };
    state.contact_since = state.since_closure().into_iter().find(|said| !answered(said.entry_id));
}

impl Incident {
    /// Who got in touch after the closure in effect, in canonical order: callers by what they were called, partners by
    /// name and role.
    pub fn since_closure(&self) -> Vec<Said<String>> {
        let callers = self.contacts.iter().filter(|said| said.what.after_closure);
        let partners = self.partners.iter().filter(|said| said.what.after_closure);
        let named = |said: &Said<PartnerState>| {
            let PartnerInformation { name, role, .. } = &said.what.information;
            said.with(format!("{name} ({role})"))
        };
        let mut all: Vec<_> =
            callers.map(|said| said.with(said.what.caller.clone())).chain(partners.map(named)).collect();
        all.sort_by_key(|said| said.position);
        all
    }
}
