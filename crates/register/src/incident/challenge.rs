//! A grade that somebody challenges, until somebody answers.

use super::graph::Graph;
use super::{Incident, Said, safety};
use crate::fact::{Grade, IncidentFact};
use crate::id::{EntryId, OfficerId};

/// A challenge of a grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Whoever made it.
    pub by: OfficerId,
    /// The assessment that it is about.
    pub assessment: EntryId,
    /// The grade that the challenger would give.
    pub grade: Grade,
    pub reason: String,
    /// What was said to it; of an assessment its key facts.
    pub answered: Option<Said<String>>,
}

/// Answered by what somebody says to it who had it, or by another officer's assessment that it stood in front of: one that came
/// while a grade was being given is still to be answered, and nobody answers their own by giving the grade that they hold right.
pub(super) fn resolve(
    state: &mut Incident,
    answers: &[Said<(EntryId, String)>],
    graph: &Graph<'_, IncidentFact>,
) {
    for challenge in &mut state.challenges {
        let own = answers.iter().filter(|answer| answer.what.0 == challenge.entry_id);
        let own = own.map(|answer| answer.with(answer.what.1.clone()));
        let own = own.filter(|answer| graph.informed(answer.position, challenge.position));
        let assessed = state
            .assessments
            .iter()
            .filter(|said| graph.ordered[said.position].header.officer_id != challenge.what.by)
            .filter(|said| safety::saw(said, challenge.entry_id, graph))
            .map(|said| said.with(said.what.rationale.key_facts.clone()));
        let answer = own.chain(assessed);
        challenge.what.answered = answer.min_by_key(|answer| answer.position);
    }
}

impl Incident {
    /// A challenge is answered by another than whoever made it, so that it gets an answer; whoever has accepted the incident
    /// since decides, and answers it as well.
    pub fn may_answer(&self, challenge: &Challenge, officer: OfficerId) -> bool {
        challenge.by != officer || self.owner().is_some_and(|(owner, _)| owner.what == officer)
    }

    /// Challenges that nobody has answered, in canonical order.
    pub fn open_challenges(&self) -> impl Iterator<Item = &Said<Challenge>> {
        self.challenges.iter().filter(|said| said.what.answered.is_none())
    }
}
