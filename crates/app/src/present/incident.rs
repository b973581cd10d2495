//! The case on one screen: who, how bad and who says so, danger, clocks, the log, what is open.

use chrono::{DateTime, Utc};
use register::duty::Need;
use register::fact::{ClosedBecause, IncidentFact};
use register::incident::Status;
use register::role::Verb;
use register::{EntryId, Incident, OfficerId, Summary};
use store::{Received, SeenBy};

use super::assignment::Sent;
use super::duty::{age_sex, episode, is_child, is_known_adult, name, need_line};
use super::from_file::Files;
use super::opinion::{Formed, opinion};
use super::{
    clocks, decisions, grades, hypotheses, news, partners, parts, policies, research, timeline, values,
};
use crate::app::Session;
use crate::standards::Asks;
use crate::views::{AsKnownView, ClosedView, EarlierView, IncidentView, LeftForLaterView, SeenByView};
use crate::words;

/// What a view of an incident is made of.
pub(crate) struct Shown<'a> {
    pub session: &'a Session,
    pub now: DateTime<Utc>,
    /// As known at this time; `None` is now.
    pub at: Option<DateTime<Utc>>,
    /// The log gives each time in full.
    pub dated: bool,
    pub all: &'a [Received],
    pub known: &'a [&'a Received],
    pub state: &'a Incident,
    /// Every incident of the person, this one among them, latest first.
    pub earlier: &'a [Summary],
    pub looks: &'a [SeenBy],
    /// What the second opinion says, of somebody who is still missing.
    pub formed: Option<Formed>,
    pub asks: &'a Asks,
    /// Waiting assignments that central has; `None` where there is no central service.
    pub sent: Option<Sent>,
}

impl<'a> Shown<'a> {
    /// Only the log, as it stands now: for its sentences.
    pub fn of_log(
        (session, asks): (&'a Session, &'a Asks),
        now: DateTime<Utc>,
        all: &'a [Received],
        known: &'a [&'a Received],
        state: &'a Incident,
    ) -> Self {
        Self {
            session,
            now,
            at: None,
            dated: false,
            all,
            known,
            state,
            earlier: &[],
            looks: &[],
            formed: None,
            asks,
            sent: None,
        }
    }

    /// The time that the screen stands at.
    pub fn then(&self) -> DateTime<Utc> {
        self.at.unwrap_or(self.now)
    }

    /// Name and role of an officer, or that nobody knows.
    pub fn officer(&self, id: OfficerId) -> Option<(String, register::Role)> {
        let officers = self.session.officers();
        officers
            .into_iter()
            .find(|officer| officer.officer_id == id)
            .map(|officer| (officer.name, officer.role))
    }
}

pub(crate) fn present(shown: &Shown) -> IncidentView {
    let (state, then) = (shown.state, shown.then());
    let thresholds = shown.session.thresholds();
    let files = Files::of(shown.known);
    let summary = Summary::of(state, thresholds);
    let need = Need::of(&summary, then, thresholds);
    let role = shown.session.officer.role;
    let adult = is_known_adult(&summary, then);
    let photographs: Vec<_> =
        state.photographs.iter().rev().map(|said| parts::photograph(said, adult, then, thresholds)).collect();
    IncidentView {
        incident_id: state.incident_id,
        person_id: state.person_id,
        reference: state.reference.clone(),
        status: state.status(),
        category: state.category,
        category_decided: state.category_decided,
        name: name(&summary),
        known_as: summary.known_as.clone(),
        age_sex: parts::identity_line(&summary, &age_sex(&summary, then)),
        child: is_child(&summary, then),
        accountable_force: state.accountable_force.to_string(),
        accountable_force_name: state.accountable_force.name().to_owned(),
        reported_at: state.reported_at,
        missing_since: summary.missing_since,
        missing_for: words::span(summary.missing_since, parts::ended(state).unwrap_or(then)),
        circumstances: state.circumstances.clone(),
        report_from_file: files.report(state),
        grade: grades::grade(state, &files),
        assessments: grades::assessments(state, &files),
        opinion: shown.formed.as_ref().map(|formed| opinion(formed, state, shown.session.thresholds(), then)),
        research: research::research(state, then),
        challenges: grades::challenges(state, shown.session.officer.officer_id, then),
        partners: partners::partners(state, then),
        hypotheses: hypotheses::hypotheses(state, then),
        policies: policies::policies(state, then, thresholds),
        dangers: parts::dangers(state),
        clocks: clocks::clocks(state, &summary, then, thresholds),
        need_line: need.as_ref().map(|need| need_line(need, then)).unwrap_or_default(),
        need: need.as_ref().map(|need| need.kind),
        news: news::news(state, then),
        news_line: news::due(&summary, then),
        needs_decision: decisions::needed(shown, &files),
        status_conflict: state
            .status_conflict()
            .map(|reference| words::with("status-conflict", &[("reference", &reference.reference)])),
        actions: parts::actions(state, then),
        assignment: super::assignment::assignment(shown),
        not_known: parts::not_known(
            state,
            &shown.formed.as_ref().map(Formed::telling).unwrap_or_default(),
            &shown.asks.set,
        ),
        to_ask: parts::to_ask(&summary, shown.asks),
        contradictions: values::contradictions(state, &files, then),
        answers: values::answers(state, &files, then, &shown.asks.set),
        description: values::description(state, &files, then),
        last_seen: values::last_seen(state, &files, then),
        photograph: photographs.first().cloned(),
        photographs,
        earlier: earlier(shown),
        references: parts::references(state, &files),
        located: parts::located(state, &files, then),
        harms: parts::harms(state),
        closed: closed(state, &files, then),
        closed_note: closed_note(state),
        timeline: timeline::timeline(shown, &files),
        basis: state.basis.clone(),
        unseen_by_grader: unseen_by_grader(shown),
        to_open: to_open(shown),
        left_for_later: left_for_later(shown),
        as_known: as_known(shown),
        newer_version: unread(state),
        refused: refused(shown),
        may: if shown.at.is_some() { Vec::new() } else { may(role) },
    }
}

/// Why the grade here must not be relied on.
fn unread(state: &Incident) -> Option<String> {
    match (state.altered, state.unread) {
        (0, 0) => None,
        (0, unread) => Some(words::counted("newer-version", unread, &[])),
        (altered, _) => Some(words::counted("altered-entries", altered, &[])),
    }
}

/// What was recorded here and counts no more.
fn refused(shown: &Shown) -> Option<String> {
    let refused = shown.known.iter().filter(|received| !received.counts(shown.at)).count();
    (refused > 0).then(|| words::counted("refused-entries", refused, &[]))
}

fn may(role: register::Role) -> Vec<Verb> {
    use Verb::{
        ApproveLowestForChild, Assess, Challenge, ClearDanger, Close, Decide, Direct, Locate, Record, Review,
    };
    [Record, Assess, Challenge, Review, Decide, Direct, Locate, Close, ClearDanger, ApproveLowestForChild]
        .into_iter()
        .filter(|verb| role.may(*verb))
        .collect()
}

fn to_open(shown: &Shown) -> Vec<EntryId> {
    let own = shown.session.officer.officer_id;
    shown.state.unseen.iter().filter(|(_, by)| *by != own).map(|(entry_id, _)| *entry_id).collect()
}

/// What whoever gave the grade in effect had not opened, as far as it still counts.
fn left_for_later(shown: &Shown) -> Option<LeftForLaterView> {
    let effective = shown.state.effective()?;
    let left = effective.what.left_for_later();
    let unseen = shown.state.unseen.iter().map(|(entry_id, _)| *entry_id);
    let entries: Vec<EntryId> = unseen.filter(|entry_id| left.contains(entry_id)).collect();
    let said = effective.what.beside.as_ref().and_then(super::beside::left)?;
    let by = &effective.author.name;
    let at = words::time(effective.recorded_at, shown.then());
    let line = words::with("left-for-later", &[("by", by), ("at", &at), ("said", &said)]);
    (!entries.is_empty()).then_some(LeftForLaterView { line, entries })
}

/// What has come since they graded, and what they left for later.
fn unseen_by_grader(shown: &Shown) -> u32 {
    let Some(effective) = shown.state.effective() else { return 0 };
    let left = left_for_later(shown).map_or(0, |left| left.entries.len());
    let unseen = shown.state.entries.saturating_sub(effective.what.saw + 1) + left;
    u32::try_from(unseen).unwrap_or(u32::MAX)
}

fn earlier(shown: &Shown) -> EarlierView {
    let then = shown.then();
    let others: Vec<&Summary> = shown
        .earlier
        .iter()
        .filter(|other| other.incident_id != shown.state.incident_id && other.reported_at <= then)
        .collect();
    let thresholds = shown.session.thresholds();
    let within = chrono::TimeDelta::days(thresholds.repeat_days.into());
    // This one counts too.
    let recent =
        1 + others.iter().filter(|other| then.signed_duration_since(other.reported_at) <= within).count();
    let pattern = if recent >= thresholds.repeat_episodes as usize {
        words::counted("pattern", recent, &[("days", &thresholds.repeat_days.to_string())])
    } else {
        String::new()
    };
    let line = match others.first() {
        None => words::t("earlier-none"),
        Some(last) => {
            let last = words::time(last.reported_at, then);
            let some = words::counted("earlier-some", others.len(), &[("last", &last)]);
            match places(&others) {
                found if found.is_empty() => some,
                found => format!("{some} {}", words::with("earlier-found", &[("found", &found)])),
            }
        }
    };
    EarlierView {
        count: u32::try_from(others.len()).unwrap_or(u32::MAX),
        line,
        pattern,
        episodes: others.iter().take(50).map(|other| episode(other, then)).collect(),
    }
}

/// Where they were found before: `old allotment (2), canal lock`.
fn places(others: &[&Summary]) -> String {
    let mut places: Vec<(&str, usize)> = Vec::new();
    for place in others.iter().map(|other| other.found_place.as_str()).filter(|place| !place.is_empty()) {
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, n)) => *n += 1,
            None => places.push((place, 1)),
        }
    }
    places.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let words: Vec<String> = places
        .iter()
        .take(3)
        .map(|(place, n)| if *n > 1 { format!("{place} ({n})") } else { (*place).to_owned() })
        .collect();
    words.join(", ")
}

fn closed(state: &Incident, files: &Files, then: DateTime<Utc>) -> Option<ClosedView> {
    let said = state.closed.as_ref()?;
    let (line, confirmed_by) = match &said.what {
        ClosedBecause::Located => (words::t("closed-located"), None),
        ClosedBecause::Imported { status } => (words::with("closed-imported", &[("status", status)]), None),
        ClosedBecause::Exception { kind, reason, confirmation } => {
            let kind = words::label("exception", kind);
            let by = format!("{}, {}", confirmation.name, words::label("role", &confirmation.role));
            (words::with("closed-exception", &[("kind", &kind), ("reason", reason)]), Some(by))
        }
    };
    let line = format!("{line} {}", words::time(said.recorded_at, then));
    let status = match &said.what {
        ClosedBecause::Imported { status } => status.as_str(),
        _ => "",
    };
    let is = |fact: &IncidentFact| matches!(fact, IncidentFact::Closed { .. });
    let from_file = files.value(said.entry_id, is, &[status]);
    Some(ClosedView { line, by: said.author.name.clone(), at: said.recorded_at, confirmed_by, from_file })
}

fn closed_note(state: &Incident) -> String {
    if state.status() != Status::Closed {
        return String::new();
    }
    words::counted("closed-note", state.since_closure().len(), &[])
}

fn as_known(shown: &Shown) -> AsKnownView {
    let mut stops: Vec<DateTime<Utc>> = shown.all.iter().map(|received| received.received_at).collect();
    // A clock may have been set back.
    stops.sort_unstable();
    let seen_by = shown
        .looks
        .iter()
        .filter_map(|look| {
            let (officer, role) = shown.officer(look.officer_id)?;
            let unseen_entries: Vec<EntryId> = shown
                .known
                .iter()
                .filter(|received| {
                    received.seq > look.seen_seq && received.entry.header.officer_id != look.officer_id
                })
                .map(|received| received.entry.header.entry_id)
                .collect();
            let at = words::time(look.last_look, shown.then());
            Some(SeenByView {
                line: words::counted("seen-by", unseen_entries.len(), &[("at", &at)]),
                officer,
                role,
                last_look: look.last_look,
                unseen: u32::try_from(unseen_entries.len()).unwrap_or(u32::MAX),
                unseen_entries,
            })
        })
        .collect();
    AsKnownView {
        at: shown.at,
        from: stops.first().copied().unwrap_or(shown.now),
        until: shown.now,
        stops,
        seen_by,
    }
}
