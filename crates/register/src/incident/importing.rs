//! Imports that were taken back.

use std::collections::HashMap;

use super::Said;
use super::graph::Graph;
use crate::entry::Entry;
use crate::fact::IncidentFact;
use crate::id::ImportId;

/// The import that an entry belongs to.
pub fn import_of(entry: &Entry<IncidentFact>) -> Option<ImportId> {
    entry.facts().iter().find_map(|fact| match fact {
        IncidentFact::Imported { imported } => Some(imported.import_id),
        _ => None,
    })
}

/// The import that an entry takes back, and why.
fn withdrawal_of(entry: &Entry<IncidentFact>) -> Option<(ImportId, &str)> {
    entry.facts().iter().find_map(|fact| match fact {
        IncidentFact::ImportWithdrawn { import_id, reason } => Some((*import_id, reason.as_str())),
        _ => None,
    })
}

/// Entries that build on an import: their authors had seen a row of it, and they are neither of it nor
/// take it back.
pub(crate) fn built_on<'g, 'e>(
    graph: &'g Graph<'e, IncidentFact>,
    import_id: ImportId,
) -> impl Iterator<Item = &'e Entry<IncidentFact>> + use<'g, 'e> {
    let rows: Vec<usize> = (0..graph.ordered.len())
        .filter(|&position| import_of(graph.ordered[position]) == Some(import_id))
        .collect();
    (0..graph.ordered.len()).filter_map(move |position| {
        let entry = graph.ordered[position];
        let builds = import_of(entry) != Some(import_id)
            && withdrawal_of(entry).is_none()
            && rows.iter().any(|&row| graph.informed(position, row));
        builds.then_some(entry)
    })
}

/// Positions of entries that no longer count, each with the withdrawal. What somebody built on stands,
/// also where they did so without sight of the withdrawal.
pub(super) fn taken_back(graph: &Graph<'_, IncidentFact>) -> HashMap<usize, Said<String>> {
    let mut positions = HashMap::new();
    for (at, entry) in graph.ordered.iter().enumerate() {
        let Some((import_id, reason)) = withdrawal_of(entry) else { continue };
        let Some(body) = entry.body() else { continue };
        if built_on(graph, import_id).next().is_some() {
            continue;
        }
        for (position, row) in graph.ordered.iter().enumerate() {
            if import_of(row) == Some(import_id) && graph.informed(at, position) {
                let said = super::fold::said(entry, body, at, reason.to_owned());
                positions.entry(position).or_insert(said);
            }
        }
    }
    positions
}
