//! The digest of a person's history, for whoever grades: flags of earlier incidents, what the last return brought to light,
//! and everything entered about them in the last days, whichever incident it stands in (F16).

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use register::fact::Answered;
use register::incident::Said;
use register::question::{Answer, Question};
use register::{EntryId, IncidentId};

use super::from_file::Files;
use super::incident::Shown;
use super::parts::source;
use super::timeline;
use crate::views::{FlagView, HistoryItem, HistoryView};
use crate::words;

/// How far back every entry is shown.
const RECENT: TimeDelta = TimeDelta::days(30);
/// Most entries that are listed.
const MOST: usize = 200;

/// `own` is the incident that is graded; `others` are the person's other ones, latest first.
pub(crate) fn history(own: &Shown, others: &[Shown<'_>], now: DateTime<Utc>) -> HistoryView {
    let mut recent: Vec<HistoryItem> = std::iter::once(own)
        .chain(others)
        .flat_map(items)
        .filter(|item| item.entry.recorded_at > now - RECENT)
        .collect();
    recent.sort_by_key(|item| std::cmp::Reverse((item.entry.recorded_at, item.entry.entry_id)));
    let count = u32::try_from(recent.len()).unwrap_or(u32::MAX);
    recent.truncate(MOST);
    let last_return: Vec<HistoryItem> = others.iter().find_map(returned).unwrap_or_default();
    let flags = flags(others, now);
    let is_of_others = |id: &IncidentId| *id != own.state.incident_id;
    let mut entries: Vec<EntryId> = recent
        .iter()
        .chain(&last_return)
        .filter(|item| is_of_others(&item.incident_id))
        .map(|item| item.entry.entry_id)
        .chain(flags.iter().map(|flag| flag.entry_id))
        .collect();
    entries.sort_unstable();
    entries.dedup();
    HistoryView { as_of: now, flags, last_return, recent, recent_count: count, entries }
}

fn items(shown: &Shown) -> Vec<HistoryItem> {
    let of = |entry| HistoryItem {
        incident_id: shown.state.incident_id,
        reference: shown.state.reference.clone(),
        entry,
    };
    timeline::timeline(shown, &Files::of(shown.known)).into_iter().map(of).collect()
}

/// How they were found and what harm came to light, where they were.
fn returned(shown: &Shown) -> Option<Vec<HistoryItem>> {
    let located = shown.state.located.as_ref()?.entry_id;
    let told = |id: EntryId| id == located || shown.state.harms.iter().any(|harm| harm.entry_id == id);
    Some(items(shown).into_iter().filter(|item| told(item.entry.entry_id)).collect())
}

/// The latest yes to each question that tells of the person rather than of one absence.
fn flags(others: &[Shown<'_>], now: DateTime<Utc>) -> Vec<FlagView> {
    let mut found: BTreeMap<Question, (&Shown<'_>, &Said<Answered>)> = BTreeMap::new();
    for shown in others {
        for (question, said) in &shown.state.answers {
            let yes = said.iter().filter(|said| said.what.answer == Answer::Yes);
            let Some(latest) = yes.max_by_key(|said| said.recorded_at) else { continue };
            let later = found.get(question).is_none_or(|(_, known)| known.recorded_at < latest.recorded_at);
            if question.is_flag() && later {
                found.insert(*question, (shown, latest));
            }
        }
    }
    let mut flags: Vec<FlagView> =
        found.into_iter().map(|(question, (shown, said))| flag(question, shown, said, now)).collect();
    flags.sort_by_key(|flag| {
        (!flag.question.is_exploitation() && !flag.question.is_immediate_danger(), std::cmp::Reverse(flag.at))
    });
    flags
}

fn flag(question: Question, shown: &Shown, said: &Said<Answered>, now: DateTime<Utc>) -> FlagView {
    FlagView {
        question,
        line: words::question(&question),
        detail: said.what.detail.clone(),
        source: match said.what.said_by.trim() {
            "" => source(&said.source, said.recorded_at, now),
            by => format!("{by} {}", words::time(said.recorded_at, now)),
        },
        at: said.recorded_at,
        incident_id: shown.state.incident_id,
        reference: shown.state.reference.clone(),
        entry_id: said.entry_id,
    }
}

/// Whether the digest reads the log of an incident at all.
pub(crate) fn is_worth_reading(other: &register::Summary, now: DateTime<Utc>) -> bool {
    other.last_entry_at > now - RECENT
        || other.condition.is_some()
        || other.yes.iter().any(|question| question.is_flag())
}
