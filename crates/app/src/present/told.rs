//! What is told between forces, in words. Nothing is called delivered before central says that a laptop of the other
//! force holds it (INV-5).

use chrono::{DateTime, TimeDelta, Utc};
use register::telling::Telling;
use register::{Thresholds, When};
use store::{HeldTold, OwnTelling};

use crate::views::{AlertKind, AlertView, TellingView, ToldOneView, Tone};
use crate::words::{label, t, time, with};

/// A telling of this laptop, and when its words change though nothing comes.
pub(crate) fn telling(
    own: &OwnTelling,
    now: DateTime<Utc>,
    thresholds: &Thresholds,
) -> (TellingView, Option<DateTime<Utc>>) {
    let (line, tone) = how_far(own, now, thresholds);
    let view = TellingView {
        telling_id: own.telling.telling_id,
        incident_id: own.telling.incident_id,
        reference: own.reference.clone(),
        force_name: own.telling.to.name().to_owned(),
        seen: seen(&own.telling, now),
        line,
        tone,
    };
    (view, late_at(own, thresholds).filter(|at| *at > now))
}

/// Where it is not delivered: since when that is late.
fn late_at(own: &OwnTelling, thresholds: &Thresholds) -> Option<DateTime<Utc>> {
    let progress = &own.progress;
    if progress.delivered_at.is_some() || progress.taken.is_some() {
        return None;
    }
    let wait = TimeDelta::seconds(thresholds.delivery_seconds.into());
    progress.sent_at.unwrap_or(own.made_at).checked_add_signed(wait)
}

fn how_far(own: &OwnTelling, now: DateTime<Utc>, thresholds: &Thresholds) -> (String, Tone) {
    let to = own.telling.to.name();
    let progress = &own.progress;
    let words = |key, who: &str, at| with(key, &[("force", to), ("who", who), ("at", &time(at, now))]);
    if let Some((who, at)) = &progress.taken {
        return (words("telling-accepted", who, *at), Tone::Good);
    }
    if let Some(at) = progress.delivered_at {
        return (words("telling-delivered", "", at), Tone::Plain);
    }
    match progress.sent_at {
        None if progress.refused => (words("telling-refused", "", own.made_at), Tone::Danger),
        None => (words("telling-not-sent", "", own.made_at), Tone::Danger),
        Some(at) if late_at(own, thresholds).is_some_and(|late| late <= now) => {
            (words("telling-not-delivered", "", at), Tone::Danger)
        }
        Some(at) => (words("telling-sent", "", at), Tone::Due),
    }
}

/// A telling that no laptop of the other force holds interrupts when that is late; else when it will.
pub(crate) fn undelivered(
    own: &OwnTelling,
    now: DateTime<Utc>,
    thresholds: &Thresholds,
) -> Result<AlertView, Option<DateTime<Utc>>> {
    let late = late_at(own, thresholds);
    let Some(since) = late.filter(|at| *at <= now) else { return Err(late) };
    let (line, tone) = how_far(own, now, thresholds);
    let (reference, place) = (&own.reference, &own.telling.place);
    Ok(AlertView {
        key: own.telling.telling_id.to_string(),
        tone,
        line: with("alert-telling", &[("reference", reference), ("place", place), ("line", &line)]),
        incident_id: Some(own.telling.incident_id),
        reference: reference.clone(),
        since,
        assignment: None,
        what: AlertKind::TellingNotDelivered,
    })
}

/// What another force told interrupts until somebody has taken it into the record.
pub(crate) fn told_alert(told: &HeldTold, reference: &str, now: DateTime<Utc>) -> AlertView {
    let telling = &told.telling;
    let from = telling.from.to_string();
    let (seen, reference) = (seen(telling, now), reference.to_owned());
    AlertView {
        key: telling.telling_id.to_string(),
        tone: Tone::Danger,
        line: with("alert-told", &[("from", &from), ("seen", &seen), ("reference", &reference)]),
        incident_id: Some(telling.incident_id),
        reference,
        since: told.told_at,
        assignment: None,
        what: AlertKind::SightingTold,
    }
}

pub(crate) fn told(told: &HeldTold, now: DateTime<Utc>) -> ToldOneView {
    let telling = &told.telling;
    let taken = told.taking.as_ref().map(|taking| {
        let at = DateTime::from_timestamp_millis(taking.at).unwrap_or_default();
        with("told-accepted", &[("who", &taking.officer), ("at", &time(at, now))])
    });
    let (who, force, at) = (&telling.officer, telling.from.name(), time(told.told_at, now));
    ToldOneView {
        telling_id: telling.telling_id,
        by: with("told-by", &[("who", who), ("force", force), ("at", &at)]),
        contact: telling.contact.clone(),
        seen: seen(telling, now),
        what: telling.what.clone(),
        sure: label("sure", &telling.sure),
        whereabouts: whereabouts(telling),
        taken: taken.unwrap_or_default(),
    }
}

/// As it goes into the record, whatever clocks say: the words hold what was told.
pub(crate) fn record_text(told: &HeldTold, now: DateTime<Utc>) -> String {
    let telling = &told.telling;
    let lines = [
        with("told-record", &[("force", telling.from.name())]),
        format!("{}: {}", t("told-seen"), seen(telling, now)),
        telling.what.clone(),
        label("sure", &telling.sure),
        whereabouts(telling),
    ];
    lines.join("\n")
}

fn whereabouts(telling: &Telling) -> String {
    let words = label("whereabouts", &telling.whereabouts);
    if telling.gone.is_empty() { words } else { format!("{words}: {}", telling.gone) }
}

fn seen(telling: &Telling, now: DateTime<Utc>) -> String {
    let when = match telling.seen() {
        When::About { at } => with("seen-about", &[("at", &time(at, now))]),
        When::Between { from, to } => {
            with("seen-between", &[("from", &time(from, now)), ("to", &time(to, now))])
        }
        When::At { at } => time(at, now),
        When::NotKnown => String::new(),
    };
    format!("{when}, {}", telling.place)
}
