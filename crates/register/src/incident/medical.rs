//! Conditions that are dangerous without treatment, one line each, and the moment at which each asks for a new assessment.

use super::graph::Graph;
use super::safety::on_screen;
use super::{Incident, Said};
use crate::fact::{IncidentFact, MedicalNeed};

/// A condition as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicalState {
    pub need: MedicalNeed,
    /// Somebody who had it on their screen has assessed the risk since harm may have begun.
    pub assessed: bool,
}

/// Of what was said without sight of each other that which applies holds, and of that the earlier harm.
pub(super) fn resolve(state: &mut Incident, said: &[Said<MedicalNeed>], graph: &Graph<'_, IncidentFact>) {
    let latest = super::safety::latest_by(said, graph, |one, other| one.condition == other.condition);
    for need in latest {
        let assessed = state.assessments.iter().any(|assessment| {
            on_screen(graph, assessment.position, need)
                && !assessment.what.puts_off(need.entry_id)
                && assessment.recorded_at >= need.what.harm_from
        });
        let stands = need.with(MedicalState { need: need.what.clone(), assessed });
        let caution = |state: &MedicalState| (state.need.ended_because.is_some(), state.need.harm_from);
        match state.medical.iter_mut().find(|other| other.what.need.condition == need.what.condition) {
            None => state.medical.push(stands),
            Some(other) if caution(&stands.what) < caution(&other.what) => *other = stands,
            Some(_) => {}
        }
    }
    state.medical.sort_by_key(|said| (said.what.need.ended_because.is_some(), said.what.need.harm_from));
}

impl Incident {
    /// Conditions that apply, the earliest harm first.
    pub fn medical_needs(&self) -> impl Iterator<Item = &Said<MedicalState>> {
        self.medical.iter().filter(|said| said.what.need.ended_because.is_none())
    }

    /// Those whose moment nobody has assessed yet, whether it has come or not.
    pub fn moments(&self) -> impl Iterator<Item = &Said<MedicalState>> {
        self.medical_needs().filter(|said| !said.what.assessed)
    }
}
