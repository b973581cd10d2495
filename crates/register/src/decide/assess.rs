//! Grading the risk of harm: raising is never gated, lowering needs reasons and sight of what it lowers.

use super::{Context, Fields, research, trim};
use crate::command::AssessRisk;
use crate::fact::{BelowSuggestion, Beside, Grade, IncidentFact, Rationale, ResearchSigned};
use crate::id::EntryId;
use crate::incident::Incident;
use crate::question::Question;
use crate::refusal::{Refusal, Rule};
use crate::role::Verb;

pub(super) fn assess(
    state: &Incident,
    command: &AssessRisk,
    context: &Context,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    if command.grade.is_legacy() {
        return Err(Refusal::at(Rule::LegacyGrade, "grade", "field-choose-grade"));
    }
    // Raising is never gated: the words can follow.
    let raises = state.grade().is_some_and(|grade| grade < command.grade);
    let least = if raises { 0 } else { context.thresholds.rationale_least_characters };
    rationale(&command.rationale, least, fields);
    fields.no_text_too_long("lowered_because", command.lowered_because.as_deref().unwrap_or_default());
    fields.next_review("next_review_at", command.next_review_at, Some(command.grade), context);

    let lowered: Vec<_> = state.live_assessments().filter(|said| said.what.grade > command.grade).collect();
    let reason = command.lowered_because.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if !lowered.is_empty() {
        if reason.is_none() {
            return Err(Refusal::at(Rule::LoweringNeedsReason, "lowered_because", "field-why-lower"));
        }
        // INV-4: nothing is lowered by somebody who had not seen it.
        if !lowered.iter().all(|said| command.act.basis.contains(&said.entry_id)) {
            return Err(Rule::NotInformed.into());
        }
    }
    if command.grade < Grade::Medium && state.standing_dangers().next().is_some() {
        return Err(Refusal::at(Rule::DangerForbidsGrade, "grade", "field-danger-stands"));
    }
    if command.grade == Grade::VeryLow && !is_known_adult(state, context) {
        if !context.exploited_in.is_empty() {
            return Err(Refusal::at(Rule::LowestGradeForChild, "grade", "field-lowest-exploited-before"));
        }
        let approved = context.role.may(Verb::ApproveLowestForChild) && !state.has_exploitation_flag();
        if !approved {
            return Err(Refusal::at(Rule::LowestGradeForChild, "grade", "field-lowest-for-child"));
        }
    }
    // Last: these are answered with reasons, the others are not.
    let (read, unopened) = entered_since(state, command, context);
    if !raises {
        deferred(command, &unopened)?;
        below_suggestion(command)?;
    }
    let research = research::signed(state, command.beside.research.as_deref(), raises, fields)?;
    Ok(vec![IncidentFact::RiskAssessed {
        grade: command.grade,
        factors: command.factors.clone(),
        rationale: Rationale {
            key_facts: trim(&command.rationale.key_facts),
            not_known: trim(&command.rationale.not_known),
            would_change: trim(&command.rationale.would_change),
        },
        next_review_at: command.next_review_at,
        lowered_because: if lowered.is_empty() { None } else { reason.map(str::to_owned) },
        beside: beside(command, read, unopened, research),
    }])
}

/// Going below the suggestion needs a reason for each thing that it rests on (F17). The opinion never decides: with the
/// reasons given any grade that the other rules allow is taken.
fn below_suggestion(command: &AssessRisk) -> Result<(), Refusal> {
    let Some(opinion) = &command.beside.opinion else { return Ok(()) };
    if command.grade >= opinion.suggested {
        return Ok(());
    }
    let given = |question: Option<Question>, age: bool| {
        let of = |below: &BelowSuggestion| (below.question, below.age) == (question, age);
        command.beside.below.iter().any(|below| of(below) && !below.reason.trim().is_empty())
    };
    let mut missing = Fields::default();
    if opinion.rests_on.is_empty() && !opinion.rests_on_age && !given(None, false) {
        missing.wrong("beside.below", "field-why-below");
    }
    for question in opinion.rests_on.iter().filter(|question| !given(Some(**question), false)) {
        missing.wrong(&format!("beside.below.{}", question.name()), "field-why-below");
    }
    if opinion.rests_on_age && !given(None, true) {
        missing.wrong("beside.below.age", "field-why-below");
    }
    missing.finish_as(Rule::BelowSuggestion)
}

/// What is kept of it: reasons only where the grade is lower than suggested.
fn beside(
    command: &AssessRisk,
    read: Vec<EntryId>,
    unopened: Vec<EntryId>,
    research: Option<ResearchSigned>,
) -> Option<Beside> {
    let opinion = command.beside.opinion.clone();
    let lower = opinion.as_ref().is_some_and(|opinion| command.grade < opinion.suggested);
    let below = match lower {
        true => command.beside.below.iter().map(trimmed).filter(|below| !below.reason.is_empty()).collect(),
        false => Vec::new(),
    };
    let deferred_because = (!unopened.is_empty()).then(|| reason(command)).flatten();
    let research = research.map(Box::new);
    let history = command.beside.history.clone();
    let (shown, opened) = (None, None);
    let beside =
        Beside { opinion, shown, below, opened, read, history, unopened, deferred_because, research };
    (beside != Beside::default()).then_some(beside)
}

/// Entries since the grade in effect that others made: those that the assessor opened, and those that they did not. Where
/// nothing says what they opened, it is what the assessment itself says.
fn entered_since(state: &Incident, command: &AssessRisk, context: &Context) -> (Vec<EntryId>, Vec<EntryId>) {
    let Beside { opened, read, unopened, .. } = &command.beside;
    let Some(opened) = opened else { return (read.clone(), unopened.clone()) };
    let others = state.unseen.iter().filter(|(_, officer_id)| *officer_id != context.officer_id);
    others.map(|(entry_id, _)| *entry_id).partition(|entry_id| opened.contains(entry_id))
}

/// What was entered since the last grade is opened, or left for later with a reason (F16).
fn deferred(command: &AssessRisk, unopened: &[EntryId]) -> Result<(), Refusal> {
    if unopened.is_empty() || reason(command).is_some() {
        return Ok(());
    }
    Err(Refusal::at(Rule::UnopenedEntries, "beside.deferred_because", "field-why-deferred"))
}

fn reason(command: &AssessRisk) -> Option<String> {
    command.beside.deferred_because.as_deref().map(trim).filter(|reason| !reason.is_empty())
}

fn trimmed(below: &BelowSuggestion) -> BelowSuggestion {
    BelowSuggestion { reason: trim(&below.reason), ..below.clone() }
}

/// Somebody whose age nobody knows may be a child.
fn is_known_adult(state: &Incident, context: &Context) -> bool {
    let on = context.now.date_naive();
    state.age_at(on).is_some() && !state.may_be_child(on)
}

fn rationale(rationale: &Rationale, least: u32, fields: &mut Fields) {
    for (field, text) in [
        ("rationale.key_facts", &rationale.key_facts),
        ("rationale.not_known", &rationale.not_known),
        ("rationale.would_change", &rationale.would_change),
    ] {
        fields.no_text_too_long(field, text);
        if text.trim().chars().count() < least as usize {
            fields.wrong(field, "field-say-more");
        }
    }
}
