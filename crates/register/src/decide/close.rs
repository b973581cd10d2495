//! Located needs somebody who saw them; closed needs located, or a reasoned exception that a
//! second officer of sufficient rank confirms with their own passphrase (F22, F24, F26).

use super::{Context, Fields, trim};
use crate::command::{CloseIncident, ClosingException, RecordHarm, RecordLocated};
use crate::fact::{ClosedBecause, Harm, IncidentFact};
use crate::incident::{ConflictKind, Incident, Status};
use crate::refusal::{Refusal, Rule};
use crate::role::Verb;
use crate::when::When;

pub(super) fn located(
    state: &Incident,
    command: &RecordLocated,
    context: &Context,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    if state.status() != Status::Open {
        return Err(Rule::AlreadyLocated.into());
    }
    fields.text("seen_by", &command.seen_by);
    fields.text("place", &command.place);
    fields.text("identity_confirmed", &command.identity_confirmed);
    if command.seen_at == When::NotKnown {
        fields.wrong("seen_at", "field-when-seen");
    }
    fields.past("seen_at", &command.seen_at, context);
    // Who was seen before they were last seen has not been located.
    let missing_since = state.last_seen.as_ref().and_then(|said| said.what.when.earliest());
    if command.seen_at.latest().zip(missing_since).is_some_and(|(seen, since)| seen < since) {
        fields.wrong("seen_at", "field-seen-before-missing");
    }
    Ok(vec![IncidentFact::Located {
        seen_by: trim(&command.seen_by),
        seen_at: command.seen_at,
        place: trim(&command.place),
        identity_confirmed: trim(&command.identity_confirmed),
        found_by: command.found_by,
        condition: command.condition,
    }])
}

/// What is known of harm while they are still missing is a danger, and is answered as one.
pub(super) fn harm(
    state: &Incident,
    command: &RecordHarm,
    fields: &mut Fields,
) -> Result<IncidentFact, Refusal> {
    if state.status() == Status::Open {
        return Err(Rule::NotLocated.into());
    }
    fields.text("harm.rests_on", &command.harm.rests_on);
    let mut kinds = command.harm.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    Ok(IncidentFact::HarmRecorded { harm: Harm { kinds, rests_on: trim(&command.harm.rests_on) } })
}

pub(super) fn close(
    state: &Incident,
    command: &CloseIncident,
    context: &Context,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    fields.text("summary", &command.summary);
    // Closing again in sight of both sides is itself the decision on a disputed closure.
    if state.conflicts.iter().any(|conflict| conflict.kind != ConflictKind::Closure) {
        return Err(Rule::NeedsDecision.into());
    }
    // Nobody closes over something that their screen did not show.
    if !state.basis.iter().all(|entry| command.act.basis.contains(entry)) {
        return Err(Rule::NotInformed.into());
    }
    if state.status() == Status::Open && state.standing_dangers().next().is_some() {
        return Err(Refusal::at(Rule::DangerStands, "exception", "field-clear-danger-first"));
    }
    if state.open_actions().next().is_some() {
        return Err(Refusal::at(Rule::OpenActions, "summary", "field-answer-every-action"));
    }
    let because = match (state.status(), &command.exception) {
        (Status::Located, None) => ClosedBecause::Located,
        (_, None) => return Err(Refusal::at(Rule::ClosingGate, "exception", "field-closing-gate")),
        (_, Some(exception)) => by_exception(exception, context, fields)?,
    };
    Ok(vec![IncidentFact::Closed { because, summary: trim(&command.summary) }])
}

fn by_exception(
    exception: &ClosingException,
    context: &Context,
    fields: &mut Fields,
) -> Result<ClosedBecause, Refusal> {
    fields.text("exception.reason", &exception.reason);
    if let Some(confirmation) = &exception.confirmation {
        fields.instant("exception.confirmation.at", confirmation.at);
    }
    let confirmation = exception
        .confirmation
        .clone()
        .filter(|by| by.role.may(Verb::ConfirmClosure) && by.officer_id != context.officer_id);
    let confirmation =
        confirmation.ok_or(Refusal::at(Rule::SecondOfficer, "second_officer", "field-second-officer"))?;
    Ok(ClosedBecause::Exception { kind: exception.kind, reason: trim(&exception.reason), confirmation })
}
