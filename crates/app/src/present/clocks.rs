//! The row of clocks, and how what falls due is worded.

use chrono::{DateTime, Utc};
use register::deadline::{Deadline, DeadlineKind, review_due};
use register::fact::System;
use register::{Incident, Summary, Thresholds};

use super::parts::ended;
use crate::views::{ClockView, Tone};
use crate::words;

/// The row of clocks: missing for, next review, promised update, weather that asks for an assessment, last entry, last done
/// to find them, circulated, national unit.
pub(super) fn clocks(
    state: &Incident,
    summary: &Summary,
    then: DateTime<Utc>,
    thresholds: &Thresholds,
) -> Vec<ClockView> {
    let clock = |label: &str, value: String, at: Option<DateTime<Utc>>, tone: Tone| ClockView {
        label: words::t(label),
        value,
        at,
        tone,
    };
    let since = words::with("clock-missing-since", &[("at", &words::time(summary.missing_since, then))]);
    let end = ended(state).unwrap_or(then);
    let mut clocks = vec![ClockView {
        label: since,
        value: words::span(summary.missing_since, end),
        at: Some(summary.missing_since),
        tone: Tone::Plain,
    }];
    if let Some(due) = review_due(state, thresholds) {
        let label = if state.grade().is_none() { "clock-assess" } else { "clock-review" };
        clocks.push(clock(label, due_line(due, then), Some(due), tone(due, then)));
    }
    if let Some(promise) = &state.promise {
        let due = promise.what.at;
        clocks.push(clock("clock-promise", due_line(due, then), Some(due), tone(due, then)));
    }
    let weather = summary.deadlines.iter().find(|deadline| deadline.kind == DeadlineKind::Weather);
    if let Some(Deadline { due_at, what, .. }) = weather {
        clocks.push(ClockView {
            label: words::with("clock-weather", &[("what", &words::t(&format!("weather-{what}")))]),
            value: due_line(*due_at, then),
            at: Some(*due_at),
            tone: tone(*due_at, then),
        });
    }
    let ago = words::with("clock-ago", &[("for", &words::span(state.last_entry_at, then))]);
    clocks.push(clock("clock-last-entry", ago, Some(state.last_entry_at), Tone::Plain));
    if let Some(last) = state.last_sought_at() {
        let ago = words::with("clock-ago", &[("for", &words::span(last, then))]);
        let due = locate_due(summary).map_or(Tone::Plain, |due| tone(due, then));
        clocks.push(clock("clock-last-sought", ago, Some(last), due));
    } else if let Some(due) = locate_due(summary) {
        let value = words::with("clock-never-sought", &[("due", &due_line(due, then))]);
        clocks.push(clock("clock-last-sought", value, Some(due), tone(due, then)));
    }
    for (system, kind, label) in [
        (System::PncLeds, DeadlineKind::Circulate, "clock-circulated"),
        (System::Ukmpu, DeadlineKind::NotifyUkmpu, "clock-ukmpu"),
    ] {
        let given = state.references.iter().find(|reference| reference.system == system);
        let due =
            summary.deadlines.iter().find(|deadline| deadline.kind == kind).map(|deadline| deadline.due_at);
        match (given, due) {
            (Some(given), _) => clocks.push(clock(label, given.reference.clone(), None, Tone::Good)),
            (None, Some(due)) => {
                let value = words::with("clock-not-yet", &[("due", &due_line(due, then))]);
                clocks.push(clock(label, value, Some(due), tone(due, then)));
            }
            (None, None) => {}
        }
    }
    clocks
}

fn locate_due(summary: &Summary) -> Option<DateTime<Utc>> {
    let due = summary.deadlines.iter().find(|deadline| deadline.kind == DeadlineKind::Locate);
    due.map(|deadline| deadline.due_at)
}

fn tone(due: DateTime<Utc>, then: DateTime<Utc>) -> Tone {
    if due <= then {
        Tone::Danger
    } else if within_the_hour(due, then) {
        Tone::Due
    } else {
        Tone::Plain
    }
}

fn within_the_hour(due: DateTime<Utc>, then: DateTime<Utc>) -> bool {
    due.signed_duration_since(then) <= chrono::TimeDelta::hours(1)
}

/// `late 40 min`, `in 18 min`, else the time.
pub(super) fn due_line(due: DateTime<Utc>, then: DateTime<Utc>) -> String {
    if due <= then {
        words::with("due-late", &[("late", &words::span(due, then))])
    } else if within_the_hour(due, then) {
        words::with("due-in", &[("left", &words::span(then, due))])
    } else {
        words::time(due, then)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_falls_due_at_the_end_of_the_calendar_keeps_no_screen_from_being_shown() {
        let last = DateTime::<Utc>::MAX_UTC;
        let then = last - chrono::TimeDelta::minutes(30);
        assert!(due_line(last, then).contains("30 min"));
        assert_eq!(tone(last, then), Tone::Due);
        assert_eq!(tone(last, DateTime::<Utc>::MIN_UTC), Tone::Plain);
    }
}
