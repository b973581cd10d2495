//! Force-wide checks that waited, in words. Until one is made it says that it was not (needs F12, F39).

use chrono::{DateTime, Utc};
use register::OfficerId;
use store::{NewCheck, WideCheck};

use crate::views::{AlertKind, AlertView, Tone, WideCheckView};
use crate::words::{counted, time, with};

pub(crate) fn wide_check(check: &WideCheck, me: OfficerId, now: DateTime<Utc>) -> WideCheckView {
    let WideCheck { asked, made, fresh, opened, .. } = check;
    let mine = asked.officer_id == me;
    let found = made.as_ref().and_then(|made| made.found.as_ref());
    let said = [&asked.query, &asked.reason].into_iter().filter(|text| !text.is_empty());
    let other = (!mine).then_some(&asked.officer);
    let about: Vec<&str> = said.chain(other).map(String::as_str).collect();
    WideCheckView {
        check_id: asked.check_id,
        line: line(check, now),
        about: about.join(" – "),
        tone: match (made, found) {
            (Some(_), None) => Tone::Danger,
            (None, _) => Tone::Due,
            _ if *fresh > 0 && !*opened => Tone::Due,
            _ => Tone::Plain,
        },
        waits: made.is_none(),
        may_open: found.is_some_and(|found| !found.hits.is_empty()),
        may_discard: mine || *opened,
    }
}

fn line(check: &WideCheck, now: DateTime<Utc>) -> String {
    let at = time(check.asked.asked_at, now);
    let Some(made) = &check.made else { return with("wide-check-waits", &[("at", &at)]) };
    let times = [("at", at.as_str()), ("made", &time(made.at, now))];
    match &made.found {
        None => with("wide-check-refused", &times),
        Some(_) if check.fresh > 0 => counted("wide-check-fresh", check.fresh as usize, &times),
        Some(found) => counted("wide-check-nothing-fresh", found.hits.len(), &times),
    }
}

/// Above the answers of one that is opened: as of when they are.
pub(crate) fn opened_line(asked: &NewCheck, made: DateTime<Utc>, now: DateTime<Utc>) -> String {
    with("wide-check-opened", &[("at", &time(asked.asked_at, now)), ("made", &time(made, now))])
}

/// Answers that nobody has seen stand among what needs somebody, until whoever asked has opened them. They are said
/// quietly: a recorded sighting interrupts, this does not.
pub(crate) fn wide_check_alert(check: &WideCheck, me: OfficerId, now: DateTime<Utc>) -> Option<AlertView> {
    let made = check.made.as_ref()?;
    let seen = if check.asked.officer_id == me { check.opened_by_asker } else { check.opened };
    if seen || check.fresh == 0 {
        return None;
    }
    Some(AlertView {
        key: check.asked.check_id.to_string(),
        tone: Tone::Due,
        line: line(check, now),
        incident_id: None,
        reference: String::new(),
        since: made.at,
        assignment: None,
        what: AlertKind::WideCheckFound,
    })
}
