//! What was looked up, check by check: what holds of each, and which are gaps (F20).

use super::graph::Graph;
use super::{Incident, Said, safety};
use crate::fact::{IncidentFact, ResearchCheck, ResearchOutcome};

/// What was said of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Research {
    pub check: ResearchCheck,
    pub outcome: ResearchOutcome,
}

impl Research {
    pub fn is_done(&self) -> bool {
        matches!(self.outcome, ResearchOutcome::Done { .. })
    }
}

/// Who had seen what was said of a check replaces it. Of what was said apart every result stands, and a check that
/// somebody did is done, though another had not.
pub(super) fn resolve(state: &mut Incident, said: &[Said<Research>], graph: &Graph<'_, IncidentFact>) {
    let latest = safety::latest_by(said, graph, |one, other| one.check == other.check);
    let done = |check| latest.iter().any(|said| said.what.check == check && said.what.is_done());
    let holds = |said: &&&Said<Research>| said.what.is_done() || !done(said.what.check);
    let mut research: Vec<Said<Research>> = latest.iter().filter(holds).map(|said| (*said).clone()).collect();
    research.sort_by_key(|said| (said.what.check, said.position));
    state.research = research;
}

impl Incident {
    /// What holds of a check; several words where they were written apart, none where nobody recorded it.
    pub fn researched(&self, check: ResearchCheck) -> impl Iterator<Item = &Said<Research>> {
        self.research.iter().filter(move |said| said.what.check == check)
    }

    /// Checks that are not done, or of which nobody recorded anything.
    pub fn research_gaps(&self) -> Vec<ResearchCheck> {
        let is_gap = |check: &ResearchCheck| !self.researched(*check).any(|said| said.what.is_done());
        ResearchCheck::ALL.into_iter().filter(is_gap).collect()
    }
}
