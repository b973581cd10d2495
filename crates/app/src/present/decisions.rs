//! What officers recorded without sight of each other: the sides, who had seen what, and which is in effect meanwhile.

use register::EntryId;
use register::fact::IncidentFact;
use register::incident::{Conflict, ConflictKind};
use store::Received;

use super::from_file::Files;
use super::incident::Shown;
use super::timeline;
use crate::views::{NeedsDecisionView, SideView};
use crate::words;

/// Of what an author had not seen, this many are said in full.
const SAID: usize = 3;

pub(super) fn needed(shown: &Shown, files: &Files) -> Vec<NeedsDecisionView> {
    let of = |conflict: &Conflict| NeedsDecisionView {
        kind: conflict.kind,
        line: words::label("decide", &conflict.kind),
        sides: sides(shown, files, conflict),
    };
    shown.state.conflicts.iter().map(of).collect()
}

fn sides(shown: &Shown, files: &Files, conflict: &Conflict) -> Vec<SideView> {
    let received = |entry_id: EntryId| {
        shown.known.iter().copied().find(|received| received.entry.header.entry_id == entry_id)
    };
    let headline = |entry_id: &EntryId| {
        received(*entry_id).map(|received| timeline::item(shown, files, received).headline)
    };
    let side = |(entry_id, unseen): (&EntryId, &Vec<EntryId>)| {
        let received = received(*entry_id)?;
        let item = timeline::item(shown, files, received);
        let others: Vec<&EntryId> = unseen.iter().filter(|one| !conflict.between.contains(one)).collect();
        let said: Vec<String> = others.iter().copied().filter_map(headline).take(SAID).collect();
        let rest = others.len() - said.len();
        let list = said.join("; ");
        let mut seen = match (others.len() < unseen.len(), said.is_empty()) {
            (false, true) => words::t("sides-saw-all"),
            (true, true) => words::t("sides-saw-not-other"),
            (false, false) => words::with("sides-saw-not", &[("list", &list)]),
            (true, false) => words::with("sides-saw-not-other-nor", &[("list", &list)]),
        };
        if rest > 0 && !said.is_empty() {
            seen = format!("{seen} {}", words::counted("sides-saw-not-more", rest, &[]));
        }
        let holds = holds(shown, conflict.kind, received);
        Some(SideView {
            entry_id: *entry_id,
            what: item.headline,
            by: item.by,
            at: item.recorded_at,
            seen,
            holds,
        })
    };
    conflict.between.iter().zip(&conflict.unseen).filter_map(side).collect()
}

/// What is in effect until somebody decides, where it is one of the sides.
fn holds(shown: &Shown, kind: ConflictKind, received: &Received) -> bool {
    let state = shown.state;
    let says = |is: &dyn Fn(&IncidentFact) -> bool| received.entry.facts().iter().any(is);
    match kind {
        ConflictKind::Grades => {
            state.effective().is_some_and(|said| said.entry_id == received.entry.header.entry_id)
        }
        ConflictKind::Category => says(
            &|fact| matches!(fact, IncidentFact::CategoryDecided { category, .. } if *category == state.category),
        ),
        ConflictKind::Person => says(
            &|fact| matches!(fact, IncidentFact::PersonLinked { person_id, .. } if *person_id == state.person_id),
        ),
        // All who were told are; and it counts as open, or as not located, whatever either side says.
        ConflictKind::Assignment | ConflictKind::Closure | ConflictKind::Located => false,
    }
}
