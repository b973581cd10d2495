//! Who has an incident, and who is to take it on, in words. What has not been shown to anybody is never called
//! delivered (INV-5).

use chrono::{DateTime, TimeDelta, Utc};
use register::duty::Need;
use register::incident::{Assignment, Said};
use register::summary::Waiting;
use register::{EntryId, OfficerId, Role, Summary, Thresholds};

use super::duty::name;
use super::incident::Shown;
use crate::views::{AlertKind, AlertView, AssignmentView, Tone, WaitingAssignmentView};
use crate::words::{label, span, t, time, with};

/// How far an assignment has come, as far as this laptop knows.
pub(super) fn assignment(shown: &Shown) -> AssignmentView {
    let (state, then) = (shown.state, shown.then());
    let owner = state.owner().map(|(said, role)| {
        let (who, role, at) = (&said.author.name, label("role", &role), time(said.recorded_at, then));
        with("owner", &[("who", who), ("role", &role), ("at", &at)])
    });
    let waiting = state.waiting().map(|said| WaitingAssignmentView {
        assignment: said.entry_id,
        line: waiting_line(shown, said),
        note: said.what.note.clone(),
        by: format!("{}, {}", said.author.name, time(said.recorded_at, then)),
        not_delivered: is_overdue(said, shown.session.thresholds(), then),
        may_accept: shown.at.is_none() && said.what.to.is_accepted_by(shown.session.officer.role),
    });
    AssignmentView {
        owned: owner.is_some(),
        waiting: waiting.collect(),
        owner: owner.unwrap_or_else(|| t("owner-none")),
    }
}

fn is_overdue(said: &Said<Assignment>, thresholds: &Thresholds, then: DateTime<Utc>) -> bool {
    said.what.is_undelivered() && undelivered_at(said.recorded_at, thresholds) <= then
}

fn undelivered_at(since: DateTime<Utc>, thresholds: &Thresholds) -> DateTime<Utc> {
    let wait = TimeDelta::seconds(thresholds.delivery_seconds.into());
    since.checked_add_signed(wait).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn waiting_line(shown: &Shown, said: &Said<Assignment>) -> String {
    let then = shown.then();
    let to = label("role", &said.what.to);
    let of = |key: &str, who: &str, at: DateTime<Utc>| {
        with(key, &[("to", &to), ("who", who), ("at", &time(at, then))])
    };
    let assignment = &said.what;
    if let Some(delivered) = assignment.delivered.first() {
        return of("assignment-delivered", &delivered.author.name, delivered.recorded_at);
    }
    if let Some(phoned) = assignment.phoned.last() {
        return of("assignment-phoned", &phoned.what, phoned.recorded_at);
    }
    let sent = shown.sent.as_ref().map(|sent| sent.contains(&said.entry_id));
    let key = match (sent, is_overdue(said, shown.session.thresholds(), then)) {
        (None, _) => "assignment-here",
        (Some(true), true) => "assignment-not-delivered",
        (Some(true), false) => "assignment-sent",
        (Some(false), true) => "assignment-not-sent",
        (Some(false), false) => "assignment-sending",
    };
    of(key, "", said.recorded_at)
}

/// Of a row of the duty list: who has it.
pub(super) fn owner(summary: &Summary) -> String {
    let owner = summary.owner.as_ref();
    owner.map(|(name, role)| format!("{name}, {}", label("role", role))).unwrap_or_default()
}

/// What of an incident interrupts an officer, and when that changes by itself.
pub(crate) struct Interrupts {
    pub alerts: Vec<AlertView>,
    pub next_at: Option<DateTime<Utc>>,
}

pub(crate) fn interrupts(
    summary: &Summary,
    officer: (OfficerId, Role),
    now: DateTime<Utc>,
    thresholds: &Thresholds,
) -> Interrupts {
    let mut found = Interrupts { alerts: Vec::new(), next_at: None };
    for waiting in &summary.waiting {
        let undelivered = waiting.delivered.is_empty() && !waiting.phoned;
        let at = undelivered_at(waiting.since, thresholds);
        if waiting.is_for(officer.0, officer.1) {
            let new = !waiting.delivered.contains(&officer.0);
            let what = if new { AlertKind::NewToAccept } else { AlertKind::ToAccept };
            found.alerts.push(alert(summary, waiting, what, Tone::Due, accept_line(summary, waiting, now)));
        } else if waiting.by == officer.0 && undelivered && at <= now {
            let line = not_delivered_line(summary, waiting, now);
            found.alerts.push(alert(summary, waiting, AlertKind::NotDelivered, Tone::Danger, line));
        } else if waiting.by == officer.0 && undelivered {
            found.next_at = found.next_at.map_or(Some(at), |next| Some(next.min(at)));
        }
    }
    found
}

fn alert(summary: &Summary, waiting: &Waiting, what: AlertKind, tone: Tone, line: String) -> AlertView {
    AlertView {
        key: waiting.assignment.to_string(),
        tone,
        line,
        incident_id: Some(summary.incident_id),
        reference: summary.reference.clone(),
        since: waiting.since,
        assignment: Some(waiting.assignment),
        what,
    }
}

fn accept_line(summary: &Summary, waiting: &Waiting, now: DateTime<Utc>) -> String {
    let grade = summary.grade.map_or_else(|| t("grade-none"), |grade| label("grade", &grade));
    with(
        "alert-to-accept",
        &[
            ("reference", &summary.reference),
            ("name", &name(summary)),
            ("grade", &grade),
            ("at", &time(waiting.since, now)),
            ("to", &label("role", &waiting.to)),
        ],
    )
}

fn not_delivered_line(summary: &Summary, waiting: &Waiting, now: DateTime<Utc>) -> String {
    with(
        "alert-not-delivered",
        &[
            ("reference", &summary.reference),
            ("name", &name(summary)),
            ("for", &span(waiting.since, now)),
            ("to", &label("role", &waiting.to)),
        ],
    )
}

/// The role that is waited for, which a deadline carries by its name.
pub(super) fn waited_for(need: &Need) -> String {
    Role::named(&need.what).map_or_else(|| need.what.clone(), |role| label("role", &role))
}

/// Entries that central has a place for.
pub(crate) type Sent = std::collections::HashSet<EntryId>;
