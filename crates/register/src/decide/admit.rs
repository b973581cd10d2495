//! What an entry says, held against the rules in the state that its `seen` names: what the central service, and
//! any reader, can check without trusting the program that wrote it.
//!
//! The same rules decide as when the command was given. How long a text is, and whether a time has passed, is
//! for the laptop to say: thresholds and clocks differ from place to place. So is what conflicts with entries
//! that the author had not seen: it is accepted and folded to *needs decision*.

use std::collections::HashMap;

use super::{Context, Fields, ruled};
use crate::command::{
    AcceptAssignment, Act, AnswerAction, AnswerChallenge, AssessRisk, ChallengeGrade, ClearDanger,
    CloseIncident, ClosingException, Command, DecideCategory, DecidePolicy, PhoneAssignment,
    ReceiveAssignment, RecordHarm, RecordLocated, ReopenIncident, ReviewIncident, ReviewedAction,
    UpdateHypothesis, WithdrawLocated,
};
use crate::entry::{Body, Content, Entry, Stream};
use crate::fact::{ClosedBecause, Confirmation, ExceptionKind, IncidentFact};
use crate::id::{ActionId, Hash, IncidentId, PersonId};
use crate::incident::{Incident, seen_by};
use crate::refusal::Rule;
use crate::role::{Role, Verb};
use crate::thresholds::Thresholds;

/// Whether a second officer really signed this: incident, kind of exception, reason, and their word.
pub type Confirmed<'a> = dyn Fn(IncidentId, ExceptionKind, &str, &Confirmation) -> bool + 'a;

/// Whether an entry may say what it says, by somebody of this role. `log` holds at least the entries of its
/// stream that it was written in sight of; others are passed over, as its author had not seen them. What cannot
/// be read, here or in that state, is not judged.
///
/// # Errors
/// The [`Rule`] that it breaks. [`Rule::NotYourRole`] also where the entry claims another role than its author
/// has.
pub fn admit(
    entry: &Entry<IncidentFact>,
    log: &[Entry<IncidentFact>],
    role: Role,
    confirmed: &Confirmed<'_>,
    thresholds: &Thresholds,
) -> Result<(), Rule> {
    let (Content::Read(body), Stream::Incident(incident_id)) = (&entry.content, entry.header.stream) else {
        return Ok(());
    };
    if body.author.role != role {
        return Err(Rule::NotYourRole);
    }
    // A row of another system's file says what that system held; the fold lets it lower nothing.
    let imports = body
        .facts
        .iter()
        .any(|fact| matches!(fact, IncidentFact::Imported { .. } | IncidentFact::ImportWithdrawn { .. }));
    if imports {
        return if role.may(Verb::Import) { Ok(()) } else { Err(Rule::NotYourRole) };
    }
    if !body.facts.iter().any(rests_on_state) {
        return if role.may(Verb::Record) { Ok(()) } else { Err(Rule::NotYourRole) };
    }
    let state = Incident::fold(sight_in(entry, log).0);
    if state.as_ref().is_some_and(|state| state.unread > 0 || state.disposed > 0) {
        return Ok(());
    }
    let context = Context {
        now: entry.recorded_at(),
        officer_id: entry.header.officer_id,
        role,
        force: body.author.force.clone(),
        thresholds,
        new_person: PersonId(incident_id.0),
        new_action: ActionId(incident_id.0),
        question_set: String::new(),
        exploited_in: Vec::new(),
        new_reference: String::new(),
    };
    let act = Act { basis: entry.header.basis.clone(), ..Act::default() };
    for fact in &body.facts {
        let Some(command) = command(incident_id, fact, body, &act) else { continue };
        ruled(state.as_ref(), &command, &context, &mut Fields::default()).map_err(|refusal| refusal.rule)?;
        match fact {
            IncidentFact::Closed {
                because: ClosedBecause::Exception { kind, reason, confirmation }, ..
            } if !confirmed(incident_id, *kind, reason, confirmation) => {
                return Err(Rule::SecondOfficer);
            }
            IncidentFact::Closed { because: ClosedBecause::Imported { .. }, .. } => {
                return Err(Rule::ClosingGate);
            }
            // A number may be missing before it: that of a decision which was refused, and counts no more.
            IncidentFact::PolicyDecided { number, .. }
                if state.as_ref().is_some_and(|state| *number < state.next_policy_number()) =>
            {
                return Err(Rule::DecisionNumber);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Facts that a rule on the state stands in front of; any other may be recorded by whoever may record.
pub fn rests_on_state(fact: &IncidentFact) -> bool {
    matches!(
        fact,
        IncidentFact::RiskAssessed { .. }
            | IncidentFact::GradeChallenged { .. }
            | IncidentFact::ChallengeAnswered { .. }
            | IncidentFact::Reviewed { .. }
            | IncidentFact::ActionAnswered { .. }
            | IncidentFact::Located { .. }
            | IncidentFact::LocatedWithdrawn { .. }
            | IncidentFact::HarmRecorded { .. }
            | IncidentFact::Closed { .. }
            | IncidentFact::Reopened { .. }
            | IncidentFact::DangerCleared { .. }
            | IncidentFact::CategoryDecided { .. }
            | IncidentFact::AssignmentDelivered { .. }
            | IncidentFact::AssignmentAccepted { .. }
            | IncidentFact::AssignmentPhoned { .. }
            | IncidentFact::HypothesisUpdated { .. }
            | IncidentFact::PolicyDecided { .. }
    )
}

/// The second officers whose word an entry carries.
pub fn confirmations(entry: &Entry<IncidentFact>) -> impl Iterator<Item = &Confirmation> {
    entry.facts().iter().filter_map(|fact| match fact {
        IncidentFact::Closed { because: ClosedBecause::Exception { confirmation, .. }, .. } => {
            Some(confirmation)
        }
        _ => None,
    })
}

/// The entries of a log that an entry was written in sight of, and whether they are all there.
fn sight_in<'l>(
    entry: &Entry<IncidentFact>,
    log: &'l [Entry<IncidentFact>],
) -> (Vec<&'l Entry<IncidentFact>>, bool) {
    let by_hash: HashMap<Hash, &Entry<IncidentFact>> = log.iter().map(|entry| (entry.hash, entry)).collect();
    seen_by(entry, &by_hash)
}

/// Whether everything that an entry was written in sight of is in the log. Where it is not, a rule that seems broken
/// may not be: what came between is missing.
pub fn saw_all_of_it(entry: &Entry<IncidentFact>, log: &[Entry<IncidentFact>]) -> bool {
    sight_in(entry, log).1
}

/// The command that a gated fact came from; `None` for facts that another of the entry stands for.
fn command(
    incident_id: IncidentId,
    fact: &IncidentFact,
    body: &Body<IncidentFact>,
    act: &Act,
) -> Option<Command> {
    let act = act.clone();
    let reviewed = body.facts.iter().any(|fact| matches!(fact, IncidentFact::Reviewed { .. }));
    Some(match fact.clone() {
        IncidentFact::RiskAssessed { grade, factors, rationale, next_review_at, lowered_because, beside } => {
            let beside = beside.unwrap_or_default();
            AssessRisk {
                incident_id,
                act,
                grade,
                factors,
                rationale,
                next_review_at,
                lowered_because,
                beside,
            }
            .into()
        }
        IncidentFact::GradeChallenged { grade, reason, .. } => {
            ChallengeGrade { incident_id, act, grade, reason }.into()
        }
        IncidentFact::ChallengeAnswered { challenge, reason } => {
            AnswerChallenge { incident_id, act, challenge, reason }.into()
        }
        IncidentFact::Reviewed { summary, next_review_at } => {
            let answers = body.facts.iter().filter_map(|fact| match fact {
                IncidentFact::ActionAnswered { action_id, answer } => {
                    Some(ReviewedAction { action_id: *action_id, answer: answer.clone() })
                }
                _ => None,
            });
            ReviewIncident { incident_id, act, summary, answers: answers.collect(), next_review_at }.into()
        }
        IncidentFact::ActionAnswered { action_id, answer } if !reviewed => {
            AnswerAction { incident_id, act, action_id, answer }.into()
        }
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
        IncidentFact::HarmRecorded { harm } => RecordHarm { incident_id, act, harm }.into(),
        IncidentFact::LocatedWithdrawn { reason } => WithdrawLocated { incident_id, act, reason }.into(),
        IncidentFact::Closed { because, summary } => {
            let exception = match because {
                ClosedBecause::Exception { kind, reason, confirmation } => {
                    Some(ClosingException { kind, reason, confirmation: Some(confirmation) })
                }
                ClosedBecause::Located | ClosedBecause::Imported { .. } => None,
            };
            CloseIncident { incident_id, act, summary, exception }.into()
        }
        IncidentFact::Reopened { reason } => ReopenIncident { incident_id, act, reason }.into(),
        IncidentFact::DangerCleared { question, reason } => {
            ClearDanger { incident_id, act, question, reason }.into()
        }
        IncidentFact::CategoryDecided { category, reason } => {
            DecideCategory { incident_id, act, category, reason }.into()
        }
        IncidentFact::AssignmentDelivered { assignment } => {
            ReceiveAssignment { incident_id, act, assignment }.into()
        }
        IncidentFact::AssignmentAccepted { assignment } => {
            AcceptAssignment { incident_id, act, assignment }.into()
        }
        IncidentFact::AssignmentPhoned { assignment, spoke_to } => {
            PhoneAssignment { incident_id, act, assignment, spoke_to }.into()
        }
        IncidentFact::HypothesisUpdated { hypothesis, points, next_enquiry, stands } => {
            UpdateHypothesis { incident_id, act, hypothesis, points, next_enquiry, stands }.into()
        }
        IncidentFact::PolicyDecided {
            decision,
            options,
            reasons,
            decided_by,
            review_at,
            supersedes,
            number: _,
        } => DecidePolicy { incident_id, act, decision, options, reasons, decided_by, review_at, supersedes }
            .into(),
        _ => return None,
    })
}
