//! Handing an incident to a role, and what becomes of it (F01, F02).

use super::fields::Fields;
use super::{Context, trim};
use crate::command::{AcceptAssignment, AssignIncident, PhoneAssignment, ReceiveAssignment};
use crate::fact::IncidentFact;
use crate::id::EntryId;
use crate::incident::{Assignment, Incident, Said};
use crate::refusal::{Refusal, Rule};
use crate::role::Role;

pub(super) fn assign(command: &AssignIncident, fields: &mut Fields) -> IncidentFact {
    if !Role::ASSIGNABLE.contains(&command.to) {
        fields.wrong("to", "field-assign-role");
    }
    fields.no_text_too_long("note", &command.note);
    IncidentFact::Assigned { to: command.to, note: trim(&command.note) }
}

/// On the open screen of somebody of that role, other than whoever handed it on.
pub(super) fn receive(
    state: &Incident,
    command: &ReceiveAssignment,
    context: &Context,
) -> Result<IncidentFact, Refusal> {
    let known = standing(state, command.assignment)?;
    if known.what.to != context.role || known.what.by == context.officer_id {
        return Err(Rule::NotYourRole.into());
    }
    if known.what.delivered.iter().any(|said| said.what == context.officer_id) {
        return Err(Rule::AlreadyAnswered.into());
    }
    Ok(IncidentFact::AssignmentDelivered { assignment: command.assignment })
}

/// By somebody of that role; an inspector may take on what waits for another (F03).
pub(super) fn accept(
    state: &Incident,
    command: &AcceptAssignment,
    context: &Context,
) -> Result<IncidentFact, Refusal> {
    let known = standing(state, command.assignment)?;
    if !known.what.to.is_accepted_by(context.role) {
        return Err(Refusal::at(Rule::NotYourRole, "assignment", "field-assignment-role"));
    }
    if known.what.accepted.is_some() {
        return Err(Rule::AlreadyAnswered.into());
    }
    Ok(IncidentFact::AssignmentAccepted { assignment: command.assignment })
}

/// The call ends the search for somebody to tell; that nobody has accepted stays.
pub(super) fn phone(
    state: &Incident,
    command: &PhoneAssignment,
    fields: &mut Fields,
) -> Result<IncidentFact, Refusal> {
    standing(state, command.assignment)?;
    fields.text("spoke_to", &command.spoke_to);
    Ok(IncidentFact::AssignmentPhoned { assignment: command.assignment, spoke_to: trim(&command.spoke_to) })
}

fn standing(state: &Incident, assignment: EntryId) -> Result<&Said<Assignment>, Refusal> {
    state
        .assignment(assignment)
        .filter(|known| known.what.stands)
        .ok_or(Refusal::from(Rule::NoSuchAssignment))
}
