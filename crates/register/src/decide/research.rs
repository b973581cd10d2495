//! Checks before grading, and what the grader signs of them (F20; IOPC on West Yorkshire Police, June 2020): nobody is graded
//! as if everything had been looked up while it was not. Gaps never stand in the way of a grade; they are only to be called
//! gaps.

use super::{Context, Fields, trim};
use crate::command::RecordResearch;
use crate::fact::{IncidentFact, ResearchCheck, ResearchOutcome, ResearchSigned};
use crate::incident::Incident;
use crate::refusal::{Refusal, Rule};

pub(super) fn record(command: &RecordResearch, context: &Context, fields: &mut Fields) -> Vec<IncidentFact> {
    if command.checks.is_empty() {
        fields.wrong("checks", "field-research-none");
    }
    for (at, item) in command.checks.iter().enumerate() {
        let field = |name: &str| format!("checks.{at}.{name}");
        if command.checks.iter().take(at).any(|other| other.check == item.check) {
            fields.wrong(&field("check"), "field-research-twice");
        }
        match &item.outcome {
            ResearchOutcome::Done { at, by, result } => {
                fields.past(&field("outcome.at"), at, context);
                fields.no_text_too_long(&field("outcome.by"), by);
                fields.needed(&field("outcome.result"), result, "field-research-result");
            }
            ResearchOutcome::NotDone { because } => {
                fields.needed(&field("outcome.because"), because, "field-research-because");
            }
        }
    }
    let fact = |check: ResearchCheck, outcome: &ResearchOutcome| IncidentFact::ResearchRecorded {
        check,
        outcome: trimmed(outcome),
    };
    command.checks.iter().map(|item| fact(item.check, &item.outcome)).collect()
}

fn trimmed(outcome: &ResearchOutcome) -> ResearchOutcome {
    match outcome {
        ResearchOutcome::Done { at, by, result } => {
            ResearchOutcome::Done { at: *at, by: trim(by), result: trim(result) }
        }
        ResearchOutcome::NotDone { because } => ResearchOutcome::NotDone { because: trim(because) },
    }
}

/// What is kept of it with a grade. Raising is never gated: there what is missing is kept as gaps, whatever was signed.
pub(super) fn signed(
    state: &Incident,
    signed: Option<&ResearchSigned>,
    raises: bool,
    fields: &mut Fields,
) -> Result<Option<ResearchSigned>, Refusal> {
    let missing = state.research_gaps();
    let (listed, words) = match signed {
        None => return Ok(None),
        Some(ResearchSigned::Satisfied) if missing.is_empty() => {
            return Ok(Some(ResearchSigned::Satisfied));
        }
        Some(ResearchSigned::Satisfied) if !raises => return Err(gaps(&missing)),
        Some(ResearchSigned::Satisfied) => (&[][..], ""),
        Some(ResearchSigned::Gaps { checks, words }) => (checks.as_slice(), words.as_str()),
    };
    fields.no_text_too_long("beside.research.words", words);
    let is_gap = |check: &ResearchCheck| listed.contains(check) || missing.contains(check);
    let checks: Vec<_> = ResearchCheck::ALL.into_iter().filter(is_gap).collect();
    let words = trim(words);
    Ok((!checks.is_empty() || !words.is_empty()).then_some(ResearchSigned::Gaps { checks, words }))
}

/// Each check that is missing, at a field of its own.
fn gaps(missing: &[ResearchCheck]) -> Refusal {
    let mut fields = Fields::default();
    for check in missing {
        let name = check.name();
        fields
            .wrong(&format!("beside.research.{name}"), &format!("field-research-{}", name.replace('_', "-")));
    }
    fields.refusal(Rule::ResearchGaps)
}
