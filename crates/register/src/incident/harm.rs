//! What harm came to them, as it came to light: often after they were found, and after the incident was closed.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::{Incident, Said};
use crate::fact::{Harm, HarmKind, IncidentFact};

/// Who had seen an earlier word replaces it; of words written apart each stands.
pub(super) fn resolve(state: &mut Incident, said: &[Said<Harm>], graph: &Graph<'_, IncidentFact>) {
    state.harms = super::safety::latest(said, graph).into_iter().cloned().collect();
}

impl Incident {
    /// Every kind of harm that somebody's word stands for.
    pub fn harm_kinds(&self) -> BTreeSet<HarmKind> {
        self.harms.iter().flat_map(|said| said.what.kinds.iter().copied()).collect()
    }
}
