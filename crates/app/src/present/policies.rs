//! The policy log in words: for the screen, and for the log of the incident.

use chrono::{DateTime, Utc};
use register::fact::{IncidentFact, PolicyOption};
use register::incident::{Policy, Said};
use register::{EntryId, Incident, Thresholds};

use super::clocks::due_line;
use super::timeline::{event_time, late_since};
use crate::views::PolicyView;
use crate::words::{counted, label, time, with};

/// The latest first. A number stands for its decision alone, so they are in the order in which they were made.
pub(super) fn policies(state: &Incident, then: DateTime<Utc>, thresholds: &Thresholds) -> Vec<PolicyView> {
    state.policies.iter().rev().map(|said| policy(state, said, then, thresholds)).collect()
}

fn policy(state: &Incident, said: &Said<Policy>, then: DateTime<Utc>, thresholds: &Thresholds) -> PolicyView {
    let what = &said.what;
    let review = what.review_due.map(|due| with("policy-review", &[("due", &due_line(due, then))]));
    PolicyView {
        entry_id: said.entry_id,
        number: what.name(),
        decision: what.decision.clone(),
        options: what.options.clone(),
        reasons: what.reasons.clone(),
        decided: decided(said, then),
        late: late_since(&said.happened_at, said.recorded_at, then, thresholds),
        review: review.unwrap_or_default(),
        review_at: what.review_due,
        overdue: what.review_due.is_some_and(|due| due <= then),
        supersedes: names(state, &what.supersedes),
        superseded_by: names(state, &what.superseded_by),
        stands: what.stands(),
        apart: apart(state, said),
    }
}

fn decided(said: &Said<Policy>, then: DateTime<Utc>) -> String {
    let at = time(event_time(&said.happened_at, said.recorded_at), then);
    let (by, role) = (&said.author.name, label("role", &said.author.role));
    match said.what.decided_by.as_str() {
        "" => with("policy-decided", &[("by", by), ("role", &role), ("at", &at)]),
        other => with("policy-decided-by", &[("other", other), ("by", by), ("role", &role), ("at", &at)]),
    }
}

fn names(state: &Incident, ids: &[EntryId]) -> Vec<String> {
    ids.iter().filter_map(|id| state.policy(*id)).map(|said| said.what.name()).collect()
}

/// Decisions that were numbered alike, or made in the place of the same one, by somebody who had not seen this.
fn apart(state: &Incident, said: &Said<Policy>) -> String {
    let place = |other: &Policy| other.supersedes.iter().any(|id| said.what.supersedes.contains(id));
    let others: Vec<String> = state
        .policies
        .iter()
        .filter(|other| other.entry_id != said.entry_id)
        .filter(|other| other.what.number == said.what.number || place(&other.what))
        .map(|other| other.what.name())
        .collect();
    if others.is_empty() {
        return String::new();
    }
    let key = if said.what.stands() { "policy-apart" } else { "policy-apart-over" };
    counted(key, others.len(), &[("others", &others.join(", "))])
}

/// One entry of the incident's log.
pub(super) fn sentence(
    state: &Incident,
    made_by: EntryId,
    fact: &IncidentFact,
    then: DateTime<Utc>,
) -> String {
    let IncidentFact::PolicyDecided {
        number,
        decision,
        options,
        reasons,
        decided_by,
        review_at,
        supersedes,
        ..
    } = fact
    else {
        return String::new();
    };
    let name = state.policy(made_by).map_or_else(|| number.to_string(), |known| known.what.name());
    let first =
        with("fact-policy-decided", &[("number", &name), ("decision", decision), ("reasons", reasons)]);
    let option =
        |option: &PolicyOption| with("policy-option", &[("what", &option.what), ("why", &option.why_not)]);
    let over = names(state, supersedes);
    let over = (!over.is_empty()).then(|| with("policy-in-place-of", &[("numbers", &over.join(", "))]));
    let by = (!decided_by.is_empty()).then(|| with("policy-taken-by", &[("by", decided_by)]));
    let again = review_at.map(|at| with("policy-look-again", &[("at", &time(at, then))]));
    let parts: Vec<String> =
        std::iter::once(first).chain(options.iter().map(option)).chain(over).chain(by).chain(again).collect();
    parts.join(" · ")
}
