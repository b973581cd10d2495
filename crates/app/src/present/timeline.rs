//! The log in plain words: one item an entry, the latest event first.

use chrono::{DateTime, TimeDelta, Utc};
use register::entry::Content;
use register::fact::{ChangesRisk, ClosedBecause, Grade, Imported, IncidentFact, ReferenceStatus};
use register::question::Answer;
use register::{ActionId, EntryId, Thresholds, When, importing};
use store::Received;

use super::from_file::Files;
use super::incident::Shown;
use super::parts::{action_answer, harm_kinds, source, value_line, when_line};
use super::{hypotheses, partners, policies, research, weather};
use crate::views::{TimelineItem, TimelineKind, Tone};
use crate::words::{self, label, with};

pub(super) fn timeline(shown: &Shown, files: &Files) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> =
        shown.known.iter().map(|received| item(shown, files, received)).collect();
    items.sort_by_key(|item| std::cmp::Reverse((item.at, item.recorded_at, item.entry_id)));
    items
}

pub(super) fn item(shown: &Shown, files: &Files, received: &Received) -> TimelineItem {
    let entry = &received.entry;
    let then = if shown.dated { words::NO_DAY } else { shown.then() };
    let recorded_at = entry.recorded_at();
    let plain = |headline: String, newer_version: bool| TimelineItem {
        entry_id: entry.header.entry_id,
        kind: TimelineKind::Record,
        at: recorded_at,
        at_line: words::time(recorded_at, then),
        recorded_at,
        late: String::new(),
        from_paper: false,
        headline,
        lines: Vec::new(),
        source: String::new(),
        by: shown.officer(entry.header.officer_id).map(|(name, _)| name).unwrap_or_default(),
        tone: Tone::Quiet,
        photograph_id: None,
        from_file: None,
        newer_version,
        refused: !received.counts(shown.at),
    };
    let body = match &entry.content {
        Content::Newer => return plain(words::t("entry-newer"), true),
        Content::Altered => return plain(words::t("entry-altered"), true),
        Content::Disposed => return plain(words::t("entry-disposed"), false),
        Content::Read(body) => body,
    };
    let mut sentences = body.facts.iter().map(|fact| sentence(shown, entry.header.entry_id, fact, then));
    let headline = sentences.next().unwrap_or_default();
    let at = event_time(&body.happened_at, recorded_at);
    TimelineItem {
        kind: body.facts.first().map_or(TimelineKind::Record, kind),
        at,
        at_line: when_line(&body.happened_at, then),
        late: match entry.ahead_ms {
            0 => late_since(&body.happened_at, recorded_at, then, shown.session.thresholds()),
            ahead_ms => clock_was_ahead(recorded_at, ahead_ms),
        },
        from_paper: body.from_paper,
        lines: sentences.collect(),
        source: source(&body.source, recorded_at, then),
        by: format!("{}, {}", body.author.name, label("role", &body.author.role)),
        tone: body.facts.iter().map(tone).max_by_key(|tone| weight(*tone)).unwrap_or(Tone::Plain),
        from_file: files.row(entry.header.entry_id),
        photograph_id: body.facts.iter().find_map(|fact| match fact {
            IncidentFact::Photographed { photograph } => Some(photograph.photograph_id),
            _ => None,
        }),
        ..plain(headline, false)
    }
}

/// Event time where it is known, else entry time; never after the entry.
pub(super) fn event_time(happened_at: &When, recorded_at: DateTime<Utc>) -> DateTime<Utc> {
    happened_at.earliest().unwrap_or(recorded_at).min(recorded_at)
}

/// That the laptop it was written on had a wrong clock: the time shown is when central took it.
fn clock_was_ahead(recorded_at: DateTime<Utc>, ahead_ms: i64) -> String {
    let ahead = words::span(recorded_at, recorded_at + TimeDelta::milliseconds(ahead_ms));
    with("clock-was-ahead", &[("ahead", &ahead)])
}

/// When it was entered, where that was long after it happened.
pub(super) fn late_since(
    happened_at: &When,
    recorded_at: DateTime<Utc>,
    then: DateTime<Utc>,
    thresholds: &Thresholds,
) -> String {
    let limit = TimeDelta::minutes(thresholds.late_entry_minutes.into());
    match happened_at.latest() {
        Some(happened) if recorded_at - happened >= limit => {
            with("entered-late", &[("at", &words::time(recorded_at, then))])
        }
        _ => String::new(),
    }
}

fn kind(fact: &IncidentFact) -> TimelineKind {
    match fact {
        IncidentFact::Reported { .. } | IncidentFact::CategoryDecided { .. } => TimelineKind::Report,
        IncidentFact::RiskAssessed { .. }
        | IncidentFact::GradeChallenged { .. }
        | IncidentFact::ChallengeAnswered { .. }
        | IncidentFact::DangerCleared { .. } => TimelineKind::Assessment,
        IncidentFact::MedicalNeeded { .. }
        | IncidentFact::ResearchRecorded { .. }
        | IncidentFact::WeatherNoted { .. } => TimelineKind::Fact,
        IncidentFact::LastSeen { .. } | IncidentFact::Described { .. } | IncidentFact::Answered { .. } => {
            TimelineKind::Fact
        }
        IncidentFact::Noted { .. } => TimelineKind::Note,
        IncidentFact::ContactReceived { .. }
        | IncidentFact::PartnerInformed { .. }
        | IncidentFact::InformantUpdated { .. } => TimelineKind::Contact,
        IncidentFact::ActionSet { .. } | IncidentFact::ActionAnswered { .. } => TimelineKind::Action,
        IncidentFact::Assigned { .. }
        | IncidentFact::AssignmentDelivered { .. }
        | IncidentFact::AssignmentAccepted { .. }
        | IncidentFact::AssignmentPhoned { .. } => TimelineKind::Assignment,
        IncidentFact::Reviewed { .. } => TimelineKind::Review,
        IncidentFact::HypothesisRaised { .. } | IncidentFact::HypothesisUpdated { .. } => {
            TimelineKind::Hypothesis
        }
        IncidentFact::PolicyDecided { .. } => TimelineKind::Policy,
        IncidentFact::Photographed { .. } | IncidentFact::LikenessConfirmed { .. } => {
            TimelineKind::Photograph
        }
        IncidentFact::Located { .. }
        | IncidentFact::HarmRecorded { .. }
        | IncidentFact::LocatedWithdrawn { .. }
        | IncidentFact::Closed { .. }
        | IncidentFact::Reopened { .. } => TimelineKind::Outcome,
        IncidentFact::PersonLinked { .. }
        | IncidentFact::ReferenceGiven { .. }
        | IncidentFact::ReferenceStatusGiven { .. }
        | IncidentFact::Imported { .. }
        | IncidentFact::ImportWithdrawn { .. } => TimelineKind::Record,
    }
}

fn tone(fact: &IncidentFact) -> Tone {
    match fact {
        IncidentFact::Answered { answered }
            if answered.question.is_immediate_danger() && answered.answer == Answer::Yes =>
        {
            Tone::Danger
        }
        IncidentFact::RiskAssessed { grade: Grade::High, .. } => Tone::Danger,
        IncidentFact::MedicalNeeded { need } if need.ended_because.is_none() => Tone::Danger,
        IncidentFact::PartnerInformed { information } if information.changes_risk != ChangesRisk::No => {
            Tone::Due
        }
        IncidentFact::WeatherNoted { endangers: Some(_), .. }
        | IncidentFact::RiskAssessed { grade: Grade::Medium, .. }
        | IncidentFact::GradeChallenged { .. }
        | IncidentFact::LocatedWithdrawn { .. } => Tone::Due,
        IncidentFact::Located { .. } | IncidentFact::Closed { .. } => Tone::Good,
        IncidentFact::AssignmentDelivered { .. } => Tone::Quiet,
        _ => Tone::Plain,
    }
}

/// The role that the incident was handed to.
fn handed_to(shown: &Shown, assignment: EntryId) -> String {
    let known = shown.state.assignment(assignment);
    known.map_or_else(|| words::t("role-not-known"), |known| label("role", &known.what.to))
}

fn weight(tone: Tone) -> u8 {
    match tone {
        Tone::Quiet => 0,
        Tone::Plain => 1,
        Tone::Good => 2,
        Tone::Due => 3,
        Tone::Danger => 4,
    }
}

/// Where an entry came from. On screen its cells stand beside it (`from_file`); on paper they are part of it.
fn imported_line(imported: &Imported, on_paper: bool) -> String {
    let row = imported.row.to_string();
    let values =
        [("system", &*imported.system), ("file", &imported.file), ("row", &row), ("key", &imported.key)];
    let line = match imported.system.as_str() {
        importing::PAPER => with("fact-imported-paper", &values),
        importing::PHOTOGRAPHS => with("fact-imported-photograph", &values),
        _ => with("fact-imported", &values),
    };
    if on_paper { with("fact-imported-cells", &[("line", &line), ("cells", &cells(imported))]) } else { line }
}

/// One fact in a sentence. Words stand in the catalogue under `fact-<kind>`.
fn sentence(shown: &Shown, entry_id: EntryId, fact: &IncidentFact, then: DateTime<Utc>) -> String {
    let key = format!("fact-{}", fact.kind().replace('_', "-"));
    match fact {
        IncidentFact::Reported { category, circumstances, reported_at, .. } => with(
            &key,
            &[
                ("category", &label("category", category)),
                ("circumstances", circumstances),
                ("at", &words::time(*reported_at, then)),
            ],
        ),
        IncidentFact::CategoryDecided { category, reason } => {
            with(&key, &[("category", &label("category", category)), ("reason", reason)])
        }
        IncidentFact::LastSeen { last_seen } => with(
            &key,
            &[
                ("place", &last_seen.place),
                ("when", &when_line(&last_seen.when, then)),
                ("how", &label("how-known", &last_seen.how_known)),
            ],
        ),
        IncidentFact::Described { described } => {
            let value = value_line(described.attribute, &described.value);
            with(&key, &[("attribute", &label("attribute", &described.attribute)), ("value", &value)])
        }
        IncidentFact::Answered { answered } => {
            let question = words::question(&answered.question);
            let answer = label("answer", &answered.answer);
            let key = if answered.detail.is_empty() { "fact-answered" } else { "fact-answered-detail" };
            with(key, &[("question", &question), ("answer", &answer), ("detail", &answered.detail)])
        }
        IncidentFact::DangerCleared { question, reason } => {
            with(&key, &[("danger", &label("danger", question)), ("reason", reason)])
        }
        IncidentFact::GradeChallenged { grade, reason, .. } => {
            with(&key, &[("grade", &label("grade", grade)), ("reason", reason)])
        }
        IncidentFact::ChallengeAnswered { reason, .. } => with(&key, &[("reason", reason)]),
        IncidentFact::MedicalNeeded { need } => {
            let key = if need.ended_because.is_some() {
                "fact-medical-needed-ended"
            } else {
                "fact-medical-needed"
            };
            with(
                key,
                &[
                    ("condition", &super::opinion::named(&need.condition)),
                    ("detail", &need.detail),
                    ("treated", &when_line(&need.treated_at, then)),
                    ("from", &words::time(need.harm_from, then)),
                    ("because", need.ended_because.as_deref().unwrap_or_default()),
                ],
            )
        }
        IncidentFact::ResearchRecorded { check, outcome } => research::sentence(*check, outcome, then),
        IncidentFact::WeatherNoted { weather: noted, endangers } => {
            let because = noted.instead_because.as_deref().unwrap_or_default();
            let key = if because.is_empty() { &key } else { "fact-weather-noted-instead" };
            with(
                key,
                &[
                    ("line", &weather::line(noted, *endangers, then)),
                    ("from", &noted.according_to),
                    ("words", &noted.words),
                    ("because", because),
                ],
            )
        }
        IncidentFact::Noted { text } => text.clone(),
        IncidentFact::ContactReceived { caller, phone, text, changes_risk } => with(
            &key,
            &[
                ("caller", caller),
                ("phone", phone),
                ("text", text),
                ("risk", &label("changes-risk", changes_risk)),
            ],
        ),
        IncidentFact::PartnerInformed { information } => partners::sentence(information, then),
        IncidentFact::InformantUpdated { to, told, next_promised_at } => {
            let promised = next_promised_at.map(|at| words::time(at, then)).unwrap_or_default();
            let key = if promised.is_empty() { &key } else { "fact-informant-updated-promised" };
            with(key, &[("to", to), ("told", told), ("promised", &promised)])
        }
        IncidentFact::Assigned { to, note } => {
            let key = if note.is_empty() { &key } else { "fact-assigned-note" };
            with(key, &[("to", &label("role", to)), ("note", note)])
        }
        IncidentFact::AssignmentDelivered { assignment }
        | IncidentFact::AssignmentAccepted { assignment } => {
            with(&key, &[("to", &handed_to(shown, *assignment))])
        }
        IncidentFact::AssignmentPhoned { assignment, spoke_to } => {
            with(&key, &[("to", &handed_to(shown, *assignment)), ("who", spoke_to)])
        }
        IncidentFact::ActionSet { what, due_at, role, .. } => {
            let role = role.map(|role| label("role", &role)).unwrap_or_default();
            let key = if role.is_empty() { "fact-action-set" } else { "fact-action-set-for" };
            with(key, &[("what", what), ("due", &words::time(*due_at, then)), ("role", &role)])
        }
        IncidentFact::ActionAnswered { action_id, answer } => {
            with(&key, &[("what", &action_name(shown, *action_id)), ("answer", &action_answer(answer, then))])
        }
        IncidentFact::RiskAssessed { grade, rationale, lowered_because, next_review_at, .. } => {
            let key = match lowered_because {
                Some(_) => "fact-risk-assessed-lowered",
                None if rationale.key_facts.is_empty() => "fact-risk-assessed-bare",
                None => "fact-risk-assessed",
            };
            with(
                key,
                &[
                    ("grade", &label("grade", grade)),
                    ("why", &rationale.key_facts),
                    ("lowered", lowered_because.as_deref().unwrap_or_default()),
                    ("review", &words::time(*next_review_at, then)),
                ],
            )
        }
        IncidentFact::Reviewed { summary, next_review_at } => {
            with(&key, &[("summary", summary), ("review", &words::time(*next_review_at, then))])
        }
        IncidentFact::Located { seen_by, seen_at, place, identity_confirmed, condition, .. } => with(
            &key,
            &[
                ("by", seen_by),
                ("when", &when_line(seen_at, then)),
                ("place", place),
                ("identity", identity_confirmed),
                ("condition", &label("condition", condition)),
            ],
        ),
        IncidentFact::HarmRecorded { harm } => {
            with(&key, &[("kinds", &harm_kinds(&harm.kinds)), ("rests", &harm.rests_on)])
        }
        IncidentFact::LocatedWithdrawn { reason } | IncidentFact::Reopened { reason } => {
            with(&key, &[("reason", reason)])
        }
        IncidentFact::Closed { because, summary } => match because {
            ClosedBecause::Located => with(&key, &[("summary", summary)]),
            ClosedBecause::Imported { status } => with("fact-closed-imported", &[("status", status)]),
            ClosedBecause::Exception { kind, reason, confirmation } => with(
                "fact-closed-exception",
                &[
                    ("kind", &label("exception", kind)),
                    ("reason", reason),
                    ("confirmed", &confirmation.name),
                    ("summary", summary),
                ],
            ),
        },
        IncidentFact::HypothesisRaised { what, points, next_enquiry } => {
            hypotheses::raised(what, points, next_enquiry)
        }
        IncidentFact::HypothesisUpdated { hypothesis, points, next_enquiry, stands } => {
            hypotheses::updated(shown.state, *hypothesis, points, next_enquiry, stands.as_ref())
        }
        IncidentFact::PolicyDecided { .. } => policies::sentence(shown.state, entry_id, fact, then),
        IncidentFact::Photographed { .. } => words::t(&key),
        IncidentFact::LikenessConfirmed { by, relation, .. } => {
            with(&key, &[("by", by), ("relation", relation)])
        }
        IncidentFact::PersonLinked { reason, .. } => with(&key, &[("reason", reason)]),
        IncidentFact::ReferenceGiven { reference } => with(
            &key,
            &[("system", &label("system", &reference.system)), ("reference", &reference.reference)],
        ),
        IncidentFact::Imported { imported } => imported_line(imported, shown.dated),
        IncidentFact::ImportWithdrawn { reason, .. } => with(&key, &[("reason", reason)]),
        IncidentFact::ReferenceStatusGiven { system, reference, status } => {
            let status = words::t(match status {
                ReferenceStatus::Open => "reference-open",
                ReferenceStatus::Closed => "reference-closed",
            });
            with(&key, &[("system", &label("system", system)), ("reference", reference), ("status", &status)])
        }
    }
}

/// Every cell as it was given, under its heading.
fn cells(imported: &Imported) -> String {
    let cells = imported.cells.iter().map(|cell| format!("{}: “{}”", cell.column, cell.given));
    cells.collect::<Vec<_>>().join("; ")
}

fn action_name(shown: &Shown, id: ActionId) -> String {
    let action = shown.state.actions.iter().find(|action| action.what.action_id == id);
    action.map(|action| action.what.what.clone()).unwrap_or_default()
}
