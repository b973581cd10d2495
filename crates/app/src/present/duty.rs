//! One incident in a line: rows of the duty list, earlier episodes, hits of a search.

use chrono::{DateTime, NaiveDate, Utc};
use register::deadline::DeadlineKind;
use register::duty::Need;
use register::incident::Status;
use register::{Summary, Thresholds};
use risk::{Change, ChangeKind, next_harm};

use crate::standards::Asks;
use crate::views::{DutyRow, EpisodeView};
use crate::words;

pub(crate) fn row(
    summary: &Summary,
    need: Option<&Need>,
    now: DateTime<Utc>,
    thresholds: &Thresholds,
    asks: &Asks,
) -> DutyRow {
    let child = is_child(summary, now);
    let harm = next_harm(summary, super::weather::place(&summary.last_seen_place, thresholds), now);
    DutyRow {
        incident_id: summary.incident_id,
        reference: summary.reference.clone(),
        section: need.map_or(register::duty::Section::OnTrack, |need| need.section),
        grade: summary.grade,
        name: name(summary),
        age_sex: age_sex_short(summary, now),
        child,
        category: summary.category,
        status: summary.status,
        missing_since: summary.missing_since,
        missing_for: words::span(summary.missing_since, summary.closed_at.unwrap_or(now)),
        last_seen: summary.last_seen_place.clone(),
        need: need.map(|need| need.kind),
        need_line: need.map(|need| need_line(need, now)).unwrap_or_default(),
        due_at: need.map(|need| need.due_at),
        overdue: need.is_some_and(|need| need.overdue),
        danger: dangers(summary),
        thumbnail: summary.thumbnail,
        old_photograph: summary.thumbnail.is_some()
            && summary
                .photograph_taken
                .is_none_or(|taken| old_by(taken, is_known_adult(summary, now), now, thresholds).is_some()),
        graded_by: summary.graded_by.map(|role| words::label("role", &role)).unwrap_or_default(),
        owner: super::assignment::owner(summary),
        newer_version: summary.unread > 0,
        harm_begun: harm.as_ref().is_some_and(|change| change.at <= now),
        next_harm: harm.map(|change| harm_line(&change, now)).unwrap_or_default(),
        to_ask: u32::try_from(asks.left_of(summary).len()).unwrap_or(u32::MAX),
    }
}

fn harm_line(change: &Change, now: DateTime<Utc>) -> String {
    let at = words::time(change.at, now);
    match &change.kind {
        ChangeKind::Medical { code, .. } => {
            let key = if change.at <= now { "harm-medical-begun" } else { "harm-medical" };
            words::with(key, &[("condition", &super::opinion::named(code)), ("at", &at)])
        }
        ChangeKind::Weather { danger } => {
            let key = if change.at <= now { "harm-weather-begun" } else { "harm-weather" };
            words::with(key, &[("what", &words::label("weather", danger)), ("at", &at)])
        }
        ChangeKind::Dusk | ChangeKind::Missing { .. } => {
            words::with(if change.at <= now { "harm-dark" } else { "harm-dusk" }, &[("at", &at)])
        }
    }
}

/// The sentence of the widest column.
pub(crate) fn need_line(need: &Need, now: DateTime<Utc>) -> String {
    let key = words::label_key("need", &need.kind);
    let form = match need.kind {
        DeadlineKind::StatusConflict | DeadlineKind::NeedsDecision => key,
        _ if need.overdue => format!("{key}-overdue"),
        _ => format!("{key}-due"),
    };
    let what = match need.kind {
        DeadlineKind::DeliverAssignment | DeadlineKind::AcceptAssignment => {
            super::assignment::waited_for(need)
        }
        DeadlineKind::MedicalNeed => super::opinion::named(&need.what),
        DeadlineKind::Weather => words::t(&format!("weather-{}", need.what)),
        DeadlineKind::Reassess => {
            need.news.as_ref().map(|news| super::news::first(news, &need.what, now)).unwrap_or_default()
        }
        _ => need.what.clone(),
    };
    words::with(
        &form,
        &[
            ("at", &words::time(need.due_at, now)),
            ("late", &words::span(need.due_at, now)),
            ("left", &words::span(now, need.due_at)),
            ("what", &what),
        ],
    )
}

/// `Test-Larkspur, Magnus`, or `Unknown woman, 20–30`.
pub(crate) fn name(summary: &Summary) -> String {
    match (summary.family_name.as_str(), summary.given_name.as_str(), summary.known_as.as_str()) {
        ("", "", "") => {
            let key = match summary.sex.as_str() {
                "female" => "unknown-woman",
                "male" => "unknown-man",
                _ => "unknown-person",
            };
            match age_words(summary) {
                age if age.is_empty() => words::t(key),
                age => format!("{}, {age}", words::t(key)),
            }
        }
        ("", "", known_as) => format!("“{known_as}”"),
        ("", given, _) => given.to_owned(),
        (family, "", _) => family.to_owned(),
        (family, given, _) => format!("{family}, {given}"),
    }
}

fn age_words(summary: &Summary) -> String {
    summary.age.replace('-', "–")
}

/// Whole years at a time, or as judged.
fn age(summary: &Summary, now: DateTime<Utc>) -> Option<String> {
    let on = now.date_naive();
    let born = match summary.born.len() {
        10 => NaiveDate::parse_from_str(&summary.born, "%Y-%m-%d").ok(),
        _ => None,
    };
    match born {
        Some(born) => on.years_since(born).map(|years| years.to_string()),
        None if !summary.age.is_empty() => Some(format!("~{}", age_words(summary))),
        None => summary
            .born
            .get(..4)
            .and_then(|year| year.parse::<i32>().ok())
            .map(|year| format!("~{}", (chrono::Datelike::year(&on) - year).max(0))),
    }
}

/// `81 M`, `~25 F`, `19 –`.
fn age_sex_short(summary: &Summary, now: DateTime<Utc>) -> String {
    let sex = match summary.sex.as_str() {
        "female" => "F",
        "male" => "M",
        "other" => "O",
        _ => "–",
    };
    format!("{} {sex}", age(summary, now).unwrap_or_else(|| "–".into()))
}

/// `81, male`.
pub(crate) fn age_sex(summary: &Summary, now: DateTime<Utc>) -> String {
    let sex = if summary.sex.is_empty() { "not known" } else { summary.sex.as_str() };
    let sex = words::t(&format!("sex-{}", sex.replace(' ', "-")));
    match age(summary, now) {
        Some(age) => format!("{age}, {sex}"),
        None => words::with("age-not-known", &[("sex", &sex)]),
    }
}

/// Under 18 where that is possible at all.
pub(crate) fn is_child(summary: &Summary, now: DateTime<Utc>) -> bool {
    summary.may_be_child(now.date_naive())
}

/// 18 or over, and somebody said how old: who may be a child is taken for one where that is safer.
pub(crate) fn is_known_adult(summary: &Summary, now: DateTime<Utc>) -> bool {
    age(summary, now).is_some() && !is_child(summary, now)
}

fn dangers(summary: &Summary) -> String {
    summary.dangers.iter().map(|question| words::label("danger", question)).collect::<Vec<_>>().join(" · ")
}

/// Whole months since the picture was taken, where that is too long ago (F44).
pub(crate) fn old_by(
    taken: NaiveDate,
    adult: bool,
    now: DateTime<Utc>,
    thresholds: &Thresholds,
) -> Option<u32> {
    use chrono::Datelike as _;
    let on = now.date_naive();
    let whole = (on.year() - taken.year()) * 12 + on.month0().cast_signed()
        - taken.month0().cast_signed()
        - i32::from(on.day() < taken.day());
    let months = u32::try_from(whole).unwrap_or(0);
    let limit =
        if adult { thresholds.old_photograph_months_adult } else { thresholds.old_photograph_months_child };
    (months >= limit).then_some(months)
}

/// One earlier incident in a line.
pub(crate) fn episode(summary: &Summary, now: DateTime<Utc>) -> EpisodeView {
    let grade = summary.grade.map_or_else(|| words::t("grade-none"), |grade| words::label("grade", &grade));
    let key = match summary.status {
        Status::Open => "episode-open",
        Status::Located => "episode-located",
        Status::Closed => "episode-closed",
    };
    let line = words::with(
        key,
        &[
            ("reported", &words::time(summary.reported_at, now)),
            ("closed", &summary.closed_at.map(|at| words::time(at, now)).unwrap_or_default()),
            ("grade", &grade),
            ("for", &words::span(summary.missing_since, summary.closed_at.unwrap_or(now))),
            ("found", &summary.found_place),
        ],
    );
    EpisodeView {
        incident_id: summary.incident_id,
        reference: summary.reference.clone(),
        status: summary.status,
        grade: summary.grade,
        reported_at: summary.reported_at,
        closed_at: summary.closed_at,
        condition: summary.condition,
        line,
    }
}
