//! What was written on paper while the register could not be reached, entered later (F42).
//!
//! A row of a paper sheet is what an officer would have typed, so it is decided as if they had: the rules
//! of [`crate::decide`] hold, and what they refuse is refused. The words that a grade needs may follow, and so may
//! the evidence that a factor no longer applies; on paper there was no room for them.

use crate::command::{
    Act, AddPhotograph, AnswerQuestions, AssessRisk, Command, Describe, DescriptionItem, GiveLastSeen,
    GiveReference, RecordLocated, RecordNote,
};
use crate::decide::{Context, decide_written};
use crate::entry::Entry;
use crate::fact::{Beside, Imported, IncidentFact};
use crate::id::IncidentId;
use crate::importing::{self, ImportedRow};
use crate::incident::Incident;
use crate::refusal::{Refusal, Rule};
use crate::thresholds::Thresholds;

/// The facts of a row about `incident_id`, which has these entries (none where the row reports it).
/// Empty where all of it was said by an earlier form of the same row.
///
/// # Errors
/// [`Rule::NoSuchIncident`] where a row that reports nobody is about no incident; else what
/// [`crate::decide`] refuses.
pub fn take(
    incident_id: IncidentId,
    entries: &[&Entry<IncidentFact>],
    row: ImportedRow,
    act: &Act,
    context: &Context,
) -> Result<Vec<IncidentFact>, Refusal> {
    let Some(state) = Incident::fold(entries.iter().copied()) else {
        return match row.facts.first() {
            Some(IncidentFact::Reported { .. }) => importing::begin(row, context),
            _ => Err(Rule::NoSuchIncident.into()),
        };
    };
    // No words are asked for that the paper has no room for.
    let thresholds = Thresholds { rationale_least_characters: 0, ..context.thresholds.clone() };
    let context = Context { thresholds: &thresholds, ..context.clone() };
    let ImportedRow { mut imported, facts, .. } = row;
    let before = said_before(entries, &imported);
    let mut taken = Vec::new();
    let mut places: Vec<Option<u16>> = Vec::with_capacity(facts.len());
    for fact in facts {
        if before.contains(&&fact) {
            places.push(None);
            continue;
        }
        let Some(command) = command(incident_id, fact, act, &context) else {
            places.push(None);
            continue;
        };
        places.push(u16::try_from(taken.len() + 1).ok());
        taken.extend(decide_written(&state, &command, &context)?);
    }
    if taken.is_empty() {
        return Ok(taken);
    }
    importing::move_places(&mut imported, &places);
    taken.insert(0, IncidentFact::Imported { imported });
    Ok(taken)
}

/// What the same row of the same sheet has said already.
fn said_before<'e>(entries: &[&'e Entry<IncidentFact>], row: &Imported) -> Vec<&'e IncidentFact> {
    let of_row = |entry: &&Entry<IncidentFact>| {
        entry.facts().iter().any(|fact| match fact {
            IncidentFact::Imported { imported } => imported.system == row.system && imported.key == row.key,
            _ => false,
        })
    };
    entries.iter().copied().filter(of_row).flat_map(Entry::facts).collect()
}

/// The command that says so; `None` for what a paper does not say of an incident that stands.
fn command(incident_id: IncidentId, fact: IncidentFact, act: &Act, context: &Context) -> Option<Command> {
    let act = act.clone();
    Some(match fact {
        IncidentFact::Noted { text } => RecordNote { incident_id, act, text }.into(),
        IncidentFact::Reported { circumstances, .. } if !circumstances.trim().is_empty() => {
            RecordNote { incident_id, act, text: circumstances }.into()
        }
        IncidentFact::Described { described } => {
            let item = DescriptionItem { attribute: described.attribute, value: described.value };
            Describe { incident_id, act, description: vec![item] }.into()
        }
        IncidentFact::LastSeen { last_seen } => GiveLastSeen { incident_id, act, last_seen }.into(),
        IncidentFact::Answered { answered } => {
            AnswerQuestions { incident_id, act, answers: vec![answered] }.into()
        }
        IncidentFact::ReferenceGiven { reference } => GiveReference { incident_id, act, reference }.into(),
        IncidentFact::Photographed { photograph } => AddPhotograph { incident_id, act, photograph }.into(),
        IncidentFact::Located { seen_by, seen_at, place, identity_confirmed, found_by, condition } => {
            RecordLocated {
                incident_id,
                act,
                seen_by,
                seen_at,
                place,
                identity_confirmed,
                found_by,
                condition,
            }
            .into()
        }
        IncidentFact::RiskAssessed { grade, factors, rationale, lowered_because, .. } => AssessRisk {
            incident_id,
            act,
            grade,
            factors,
            rationale,
            next_review_at: context.now + context.thresholds.longest_review(grade),
            lowered_because,
            beside: Beside::default(),
        }
        .into(),
        _ => return None,
    })
}
