//! A row of another system's file becomes facts: pure functions of the log, the row and the context.
//!
//! An import adds and never overrules. Where nobody but imports has written on an incident, the other
//! system leads it and its later rows count in full; once somebody works it here, a later row lowers no
//! grade and closes nothing (INV-4).

use chrono::{DateTime, Utc};

use crate::decide::Context;
use crate::entry::Entry;
use crate::fact::{Imported, IncidentFact, Reference, ReferenceStatus, System};
use crate::id::{ImportId, PersonId};
use crate::incident::{Incident, import_of};
use crate::refusal::{Refusal, Rule};

/// The system that paper sheets come from, as their rows name it.
pub const PAPER: &str = "Paper";
/// The system that folders of photographs come from, as their files name it.
pub const PHOTOGRAPHS: &str = "Photographs";

/// Such a file holds what officers here have said, and not another system.
pub(crate) fn is_of_officers(system: &str) -> bool {
    [PAPER, PHOTOGRAPHS].contains(&system)
}

/// A row as it was understood. The first fact is `Reported`, with neither reference nor person; each
/// cell of `imported` names the facts, by their places here, that it led to.
#[derive(Clone, Debug)]
pub struct ImportedRow {
    pub imported: Imported,
    pub facts: Vec<IncidentFact>,
    /// The person whom the other system names, where it does.
    pub person: Option<PersonId>,
}

/// The facts of a row about an incident with these entries (none where it is new here). Empty where the
/// row says nothing that is not known from the same system.
///
/// # Errors
/// [`Rule::AlreadyExists`] where the row has no `Reported` first, which no reader of rows gives.
pub fn take(
    entries: &[&Entry<IncidentFact>],
    row: ImportedRow,
    context: &Context,
) -> Result<Vec<IncidentFact>, Refusal> {
    match Incident::fold(entries.iter().copied()) {
        None => begin(row, context),
        Some(state) => go_on(&state, entries, row, context),
    }
}

pub(crate) fn begin(row: ImportedRow, context: &Context) -> Result<Vec<IncidentFact>, Refusal> {
    let ImportedRow { mut imported, facts, person } = row;
    let mut facts = facts.into_iter();
    let Some(IncidentFact::Reported { force, category, reported_at, circumstances, question_set, .. }) =
        facts.next()
    else {
        return Err(Rule::AlreadyExists.into());
    };
    let mut taken = vec![IncidentFact::Reported {
        reference: context.new_reference.clone(),
        force,
        person_id: person.unwrap_or(context.new_person),
        category,
        reported_at,
        circumstances,
        question_set,
    }];
    taken.extend(facts.map(|fact| clocked(fact, context)));
    // The provenance stands second: what came after the report moves on by one.
    for place in imported.cells.iter_mut().flat_map(|cell| cell.facts.iter_mut()).filter(|place| **place > 0)
    {
        *place += 1;
    }
    if let Some(reference) = own_key(&imported) {
        let fact = IncidentFact::ReferenceGiven { reference };
        if !taken.contains(&fact) {
            taken.push(fact);
        }
    }
    taken.insert(1, IncidentFact::Imported { imported });
    Ok(taken)
}

fn go_on(
    state: &Incident,
    entries: &[&Entry<IncidentFact>],
    row: ImportedRow,
    context: &Context,
) -> Result<Vec<IncidentFact>, Refusal> {
    let ImportedRow { mut imported, facts, .. } = row;
    let content = Imported::content(&imported.cells);
    let last = state.imports.iter().rev().find(|said| said.what.system == imported.system);
    if last.is_some_and(|said| said.what.content == content && said.what.key == imported.key) {
        return Ok(Vec::new());
    }
    let worked = entries.iter().any(|entry| is_worked(entry));
    let known = |fact: &IncidentFact| {
        let same = |other: &IncidentFact| said_alike(other, fact);
        entries.iter().filter(|entry| import_of(entry).is_some()).any(|entry| entry.facts().iter().any(same))
    };
    let mut taken = Vec::new();
    let mut places: Vec<Option<u16>> = Vec::with_capacity(facts.len());
    for fact in facts {
        let kept = if known(&fact) { None } else { allowed(state, fact, worked, &imported) };
        places.push(kept.is_some().then(|| u16::try_from(taken.len() + 1).unwrap_or(u16::MAX)));
        taken.extend(kept.map(|fact| clocked(fact, context)));
    }
    move_places(&mut imported, &places);
    taken.insert(0, IncidentFact::Imported { imported });
    Ok(taken)
}

/// Each cell names facts by their places in the row; `places` says where in the entry those stand, if they do.
pub(crate) fn move_places(imported: &mut Imported, places: &[Option<u16>]) {
    for cell in &mut imported.cells {
        cell.facts = cell.facts.iter().filter_map(|&place| *places.get(usize::from(place))?).collect();
    }
}

/// What of a later row counts.
fn allowed(state: &Incident, fact: IncidentFact, worked: bool, imported: &Imported) -> Option<IncidentFact> {
    match fact {
        IncidentFact::Reported { category, circumstances, .. } => {
            if circumstances != state.circumstances && !circumstances.trim().is_empty() {
                Some(IncidentFact::Noted { text: circumstances })
            } else if category != state.category && !worked {
                Some(IncidentFact::CategoryDecided { category, reason: imported.system.clone() })
            } else {
                None
            }
        }
        IncidentFact::RiskAssessed { grade, .. } if worked => {
            state.grade().is_none_or(|held| grade > held).then_some(fact)
        }
        // The list then says that the other system has closed it while nobody is located here (F21).
        IncidentFact::Closed { .. } if worked => {
            own_key(imported).map(|reference| IncidentFact::ReferenceStatusGiven {
                system: reference.system,
                reference: reference.reference,
                status: ReferenceStatus::Closed,
            })
        }
        IncidentFact::Located { .. } if worked => None,
        fact => Some(fact),
    }
}

/// Whether an officer here said it: typed, on paper, or as a photograph, and not by another system's file.
fn is_worked(entry: &Entry<IncidentFact>) -> bool {
    entry.facts().iter().all(|fact| match fact {
        IncidentFact::Imported { imported } => is_of_officers(&imported.system),
        _ => true,
    })
}

/// Whether two facts say the same; when a grade is to be looked at again does not count.
fn said_alike(one: &IncidentFact, other: &IncidentFact) -> bool {
    match (one, other) {
        (IncidentFact::RiskAssessed { grade, .. }, IncidentFact::RiskAssessed { grade: other, .. }) => {
            grade == other
        }
        (
            IncidentFact::Reported { category, circumstances, .. },
            IncidentFact::Reported { category: other_category, circumstances: other_circumstances, .. },
        ) => category == other_category && circumstances == other_circumstances,
        _ => one == other,
    }
}

/// An imported grade is looked at again as one given now would be.
fn clocked(fact: IncidentFact, context: &Context) -> IncidentFact {
    match fact {
        IncidentFact::RiskAssessed { grade, factors, rationale, lowered_because, .. } => {
            let next_review_at: DateTime<Utc> = context.now + context.thresholds.longest_review(grade);
            IncidentFact::RiskAssessed {
                grade,
                factors,
                rationale,
                next_review_at,
                lowered_because,
                beside: None,
            }
        }
        fact => fact,
    }
}

/// What the other system calls the incident, as a reference to search by.
fn own_key(imported: &Imported) -> Option<Reference> {
    (!imported.key.starts_with('#') && !is_of_officers(&imported.system))
        .then(|| Reference { system: System::Rms, reference: imported.key.clone() })
}

/// Take an import back on one incident.
///
/// # Errors
/// [`Rule::ImportBuiltOn`] where somebody has written on what it brought; [`Rule::NoSuchImport`] where
/// it brought nothing here.
pub fn withdraw(
    entries: &[&Entry<IncidentFact>],
    import_id: ImportId,
    reason: &str,
) -> Result<Vec<IncidentFact>, Refusal> {
    if !entries.iter().any(|entry| import_of(entry) == Some(import_id)) {
        return Err(Rule::NoSuchImport.into());
    }
    if !Incident::built_on(entries.iter().copied(), import_id).is_empty() {
        return Err(Rule::ImportBuiltOn.into());
    }
    Ok(vec![IncidentFact::ImportWithdrawn { import_id, reason: reason.trim().to_owned() }])
}
