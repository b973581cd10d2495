//! Answers that do not agree, until somebody who knew of the one shows the other (F17).

use super::graph::Graph;
use super::{Incident, Said};
use crate::fact::{Answered, IncidentFact};
use crate::question::Answer;

/// A factor is not taken away, only answered with evidence: a later yes or no settles the other where its author had seen it
/// and says what shows it. Answers written apart, and those that say nothing more, stand beside each other; so do those of an
/// immediate danger until an inspector has cleared it (F18).
pub(super) fn resolve(state: &mut Incident, graph: &Graph<'_, IncidentFact>) {
    let settles = |later: &Said<Answered>, said: &Said<Answered>| {
        let of_both = matches!(
            (said.what.answer, later.what.answer),
            (Answer::Yes, Answer::No) | (Answer::No, Answer::Yes)
        );
        of_both && !later.what.detail.trim().is_empty() && graph.informed(later.position, said.position)
    };
    let stands = |question| state.standing_dangers().any(|danger| danger.what.question == question);
    let answers = state.answers.iter().filter(|(question, _)| !stands(**question));
    let set_aside = answers.flat_map(|(question, said)| {
        let settled = said.iter().filter(|one| said.iter().any(|later| settles(later, one)));
        settled.map(|one| (*question, one.position))
    });
    let set_aside = set_aside.collect();
    state.set_aside = set_aside;
}
