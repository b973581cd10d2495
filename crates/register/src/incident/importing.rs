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

/// Entries that build on an import: their authors had seen a row of it, and they neither are of it nor
/// take an import back, nor were taken back themselves.
pub(crate) fn built_on<'e>(
    graph: &Graph<'e, IncidentFact>,
    import_id: ImportId,
) -> Vec<&'e Entry<IncidentFact>> {
    builders(graph, import_id, &mut Vec::new())
}

fn builders<'e>(
    graph: &Graph<'e, IncidentFact>,
    import_id: ImportId,
    asked: &mut Vec<ImportId>,
) -> Vec<&'e Entry<IncidentFact>> {
    let rows: Vec<usize> = (0..graph.ordered.len())
        .filter(|&position| import_of(graph.ordered[position]) == Some(import_id))
        .collect();
    asked.push(import_id);
    let mut builders = Vec::new();
    for (position, &entry) in graph.ordered.iter().enumerate() {
        let import = import_of(entry);
        if import == Some(import_id)
            || withdrawal_of(entry).is_some()
            || !rows.iter().any(|&row| graph.informed(position, row))
        {
            continue;
        }
        // Two imports that build on one another both stand.
        let gone = import
            .is_some_and(|other| !asked.contains(&other) && withdrawal_holds(graph, position, other, asked));
        if !gone {
            builders.push(entry);
        }
    }
    asked.pop();
    builders
}

/// Was this entry of an import taken back, by a withdrawal that holds?
fn withdrawal_holds(
    graph: &Graph<'_, IncidentFact>,
    position: usize,
    import_id: ImportId,
    asked: &mut Vec<ImportId>,
) -> bool {
    let withdrawn = graph.ordered.iter().enumerate().any(|(at, entry)| {
        withdrawal_of(entry).is_some_and(|(withdrawn, _)| withdrawn == import_id)
            && graph.informed(at, position)
    });
    withdrawn && builders(graph, import_id, asked).is_empty()
}

/// Positions of entries that no longer count, each with the withdrawal. What somebody built on stands,
/// also where they did so without sight of the withdrawal.
pub(super) fn taken_back(graph: &Graph<'_, IncidentFact>) -> HashMap<usize, Said<String>> {
    let mut positions = HashMap::new();
    for (at, entry) in graph.ordered.iter().enumerate() {
        let Some((import_id, reason)) = withdrawal_of(entry) else { continue };
        let Some(body) = entry.body() else { continue };
        if !built_on(graph, import_id).is_empty() {
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
