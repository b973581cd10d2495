//! Moments at which the risk changes by itself, as the assessments in sight of them foresaw: dusk, the hours since they were last
//! seen. Each asks for a new assessment when it comes.

use super::graph::Graph;
use super::safety::on_screen;
use super::{Assessment, Incident, Said};
use crate::fact::{IncidentFact, Moment, MomentKind};

/// A moment is answered by an assessment from its time on that had the one which foresaw it on its screen. An earlier one puts
/// its own moments in their place, where an opinion stood beside it; without, nothing is put off (INV-4).
pub(super) fn resolve(state: &mut Incident, graph: &Graph<'_, IncidentFact>) {
    let mut moments: Vec<Said<Moment>> = Vec::new();
    for said in &state.assessments {
        let later: Vec<_> = state
            .assessments
            .iter()
            .filter(|later| later.position != said.position && on_screen(graph, later.position, said))
            .collect();
        if later.iter().any(|later| opinion(later).is_some()) {
            continue;
        }
        let foreseen = opinion(said).map(|opinion| opinion.moments.as_slice()).unwrap_or_default();
        let answered = |moment: &Moment| later.iter().any(|later| later.recorded_at >= moment.at);
        moments.extend(foreseen.iter().filter(|moment| !answered(moment)).map(|moment| said.with(*moment)));
    }
    moments.sort_by_key(|said| (said.what.at, said.position));
    state.foreseen = moments;
}

fn opinion(said: &Said<Assessment>) -> Option<&crate::fact::SecondOpinion> {
    said.what.beside.as_ref()?.opinion.as_deref()
}

impl Incident {
    /// When it gets dark for them, and when they have been missing for so many hours: the first of each that nobody has
    /// assessed, whether it has come or not.
    pub fn foreseen_moments(&self) -> impl Iterator<Item = &Said<Moment>> {
        let first = |dusk: bool| {
            self.foreseen.iter().find(move |said| matches!(said.what.kind, MomentKind::Dusk) == dusk)
        };
        first(true).into_iter().chain(first(false))
    }
}
