//! Challenging a grade on the record, and answering the challenge.

use super::{Context, Fields, trim};
use crate::command::{AnswerChallenge, ChallengeGrade};
use crate::fact::IncidentFact;
use crate::incident::Incident;
use crate::refusal::{Refusal, Rule};

/// The grade in effect is challenged, as the challenger saw it.
pub(super) fn challenge(
    state: &Incident,
    command: &ChallengeGrade,
    fields: &mut Fields,
) -> Result<IncidentFact, Refusal> {
    fields.text("reason", &command.reason);
    if command.grade.is_legacy() {
        return Err(Refusal::at(Rule::LegacyGrade, "grade", "field-choose-grade"));
    }
    let effective = state.effective().ok_or(Refusal::from(Rule::NotAssessed))?;
    if !command.act.basis.contains(&effective.entry_id) {
        return Err(Rule::NotInformed.into());
    }
    if effective.what.grade == command.grade {
        return Err(Refusal::at(Rule::NothingToChallenge, "grade", "field-another-grade"));
    }
    Ok(IncidentFact::GradeChallenged {
        assessment: effective.entry_id,
        grade: command.grade,
        reason: trim(&command.reason),
    })
}

/// The grade stays, and why. Another grade is an assessment, which answers as well.
pub(super) fn answer(
    state: &Incident,
    command: &AnswerChallenge,
    context: &Context,
    fields: &mut Fields,
) -> Result<IncidentFact, Refusal> {
    fields.text("reason", &command.reason);
    let challenge = state.challenges.iter().find(|challenge| challenge.entry_id == command.challenge);
    let challenge = challenge.ok_or(Refusal::from(Rule::NoSuchChallenge))?;
    if challenge.what.answered.is_some() {
        return Err(Rule::AlreadyAnswered.into());
    }
    if !state.may_answer(&challenge.what, context.officer_id) {
        return Err(Rule::OwnChallenge.into());
    }
    Ok(IncidentFact::ChallengeAnswered { challenge: command.challenge, reason: trim(&command.reason) })
}
