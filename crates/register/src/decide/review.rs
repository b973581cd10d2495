//! Reviewing an incident, and answering what is to be done.

use super::{Context, Fields, trim};
use crate::command::ReviewIncident;
use crate::fact::{ActionAnswer, IncidentFact};
use crate::incident::Incident;
use crate::refusal::{Refusal, Rule};

/// A review is saved only when every open action has been answered (F04).
pub(super) fn review(
    state: &Incident,
    command: &ReviewIncident,
    context: &Context,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    fields.text("summary", &command.summary);
    fields.next_review("next_review_at", command.next_review_at, state.grade(), context);
    let mut facts = vec![IncidentFact::Reviewed {
        summary: trim(&command.summary),
        next_review_at: command.next_review_at,
    }];
    for (at, reviewed) in command.answers.iter().enumerate() {
        let known = state.actions.iter().any(|action| action.what.action_id == reviewed.action_id);
        if !known {
            return Err(Rule::NoSuchAction.into());
        }
        action_answer(&format!("answers.{at}.answer"), &reviewed.answer, context, fields);
        facts.push(IncidentFact::ActionAnswered {
            action_id: reviewed.action_id,
            answer: reviewed.answer.clone(),
        });
    }
    let unanswered = state
        .open_actions()
        .any(|action| !command.answers.iter().any(|reviewed| reviewed.action_id == action.what.action_id));
    if unanswered {
        return Err(Refusal::at(Rule::OpenActions, "answers", "field-answer-every-action"));
    }
    Ok(facts)
}

pub(super) fn action_answer(field: &str, answer: &ActionAnswer, context: &Context, fields: &mut Fields) {
    match answer {
        ActionAnswer::Done { result } => fields.text(&format!("{field}.result"), result),
        ActionAnswer::Stopped { because } => fields.text(&format!("{field}.because"), because),
        ActionAnswer::StillNeeded { until } => fields.after(&format!("{field}.until"), *until, context.now),
    }
}
