//! A decision on how the enquiry is led.

use super::{Context, Fields, trim};
use crate::command::DecidePolicy;
use crate::fact::{IncidentFact, PolicyOption};
use crate::id::EntryId;
use crate::incident::Incident;
use crate::refusal::{Refusal, Rule};
use crate::when::When;

/// Numbered after those that its author sees; in the place of any of them that still stands.
pub(super) fn decide(
    state: &Incident,
    command: &DecidePolicy,
    context: &Context,
    fields: &mut Fields,
) -> Result<IncidentFact, Refusal> {
    fields.needed("decision", &command.decision, "field-policy-decision");
    fields.needed("reasons", &command.reasons, "field-policy-reasons");
    fields.no_text_too_long("decided_by", &command.decided_by);
    for (at, option) in command.options.iter().enumerate() {
        fields.needed(&format!("options.{at}.what"), &option.what, "field-option-what");
        fields.needed(&format!("options.{at}.why_not"), &option.why_not, "field-option-why-not");
    }
    if let Some(at) = command.review_at {
        // Entered later, from paper, it may be due by now.
        let decided = command.act.happened_at.as_ref().and_then(When::latest);
        fields.after("review_at", at, decided.map_or(context.now, |decided| decided.min(context.now)));
    }
    let mut supersedes: Vec<EntryId> = Vec::new();
    for &id in &command.supersedes {
        let earlier = state.policy(id).ok_or(Refusal::from(Rule::NoSuchDecision))?;
        if !earlier.what.stands() {
            return Err(Refusal::at(Rule::DecisionSuperseded, "supersedes", "field-decision-superseded"));
        }
        if !supersedes.contains(&id) {
            supersedes.push(id);
        }
    }
    let trimmed =
        |option: &PolicyOption| PolicyOption { what: trim(&option.what), why_not: trim(&option.why_not) };
    Ok(IncidentFact::PolicyDecided {
        number: state.next_policy_number(),
        decision: trim(&command.decision),
        options: command.options.iter().map(trimmed).collect(),
        reasons: trim(&command.reasons),
        decided_by: trim(&command.decided_by),
        review_at: command.review_at,
        supersedes,
    })
}
