//! A date and a time among the words of a dispatch log.
//!
//! Day first, on the clocks of the United Kingdom. Nothing is read that would be in the future or before 1900, or
//! beside which another day may be meant: a time of today must not come of "31/11 15:10". A word counts as read only
//! where an instant came of it.

use std::ops::Range;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeZone as _, Utc, Weekday};
use chrono_tz::Europe::London;

const FIRST_YEAR: i32 = 1900;

/// What a time is read against.
#[derive(Clone, Copy)]
pub(super) struct Anchor {
    /// When it was written, at the latest: a time alone is the last such time before this.
    pub(super) now: DateTime<Utc>,
    /// The day that a time alone belongs to, where another line says so.
    pub(super) day: Option<NaiveDate>,
}

/// An instant that was read, and the words beside it.
pub(super) struct When<'a> {
    pub(super) at: DateTime<Utc>,
    pub(super) rest: Vec<&'a str>,
}

/// The instant that `value` names: date and time jointly where both stand there, else the time alone.
pub(super) fn read(value: &str, anchor: Anchor) -> Option<When<'_>> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let marks = marks(&words, anchor.now);
    let (at, used) = chosen(&words, &marks, anchor)?;
    let rest = words.iter().enumerate().filter(|(nth, _)| !used.iter().any(|span| span.contains(nth)));
    Some(When { at, rest: rest.map(|(_, word)| *word).collect() })
}

/// The day that `value` names, where it names one and no time.
pub(super) fn day(value: &str, now: DateTime<Utc>) -> Option<NaiveDate> {
    let words: Vec<&str> = value.split_whitespace().collect();
    match marks(&words, now).as_slice() {
        [Mark { what: What::Day(day), .. }] => Some(*day),
        _ => None,
    }
}

/// What a line begins with, where that is a date, a time or both: what to read the rest against, and the rest.
pub(super) fn stamp(line: &str, now: DateTime<Utc>) -> Option<(Anchor, &str)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let marks = marks(&words, now);
    let first = marks.first().filter(|mark| mark.span.start == 0)?;
    let pair = marks.get(1).and_then(|second| Some((joined(&words, first, second)?, second.span.end)));
    let plain = Anchor { now, day: None };
    let at = |at: Option<DateTime<Utc>>| Anchor { now: at.unwrap_or(now), day: None };
    let (anchor, end) = match (pair, &first.what) {
        (Some(((day, time), end)), _) => (at(on(day, time, now)), end),
        (None, What::Moment(moment)) => (at(Some(*moment).filter(|at| *at <= now)), first.span.end),
        (None, What::Time(time, Form::Plain)) => (at(latest(*time, now)), first.span.end),
        // The number of a paragraph or of a house.
        (None, What::Time(..) | What::SomeDay) => return None,
        (None, What::Day(day)) => (Anchor { day: Some(*day), ..plain }, first.span.end),
    };
    let rest = (0..end).fold(line.trim_start(), |rest, _| {
        rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start())
    });
    Some((anchor, rest))
}

/// How surely a word is a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `15:10`, `1510hrs`.
    Plain,
    /// `15.10`.
    Dotted,
    /// `1510`, which may be the number of a house or a year.
    Bare,
}

enum What {
    Moment(DateTime<Utc>),
    Day(NaiveDate),
    Time(NaiveTime, Form),
    /// A day, but not which: `22/11`, `31/11/2026`, `Monday`.
    SomeDay,
}

/// Words that are a date, a time or both.
struct Mark {
    span: Range<usize>,
    what: What,
}

fn marks(words: &[&str], now: DateTime<Utc>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let found = moment(rest[0], now)
            .map(|moment| (What::Moment(moment), 1))
            .or_else(|| date(rest, now).map(|(day, many)| (What::Day(day), many)))
            .or_else(|| some_day(rest).map(|many| (What::SomeDay, many)))
            .or_else(|| time(rest).map(|(time, form, many)| (What::Time(time, form), many)));
        let many = found.as_ref().map_or(1, |(_, many)| *many);
        if let Some((what, _)) = found {
            marks.push(Mark { span: at..at + many, what });
        }
        at += many;
    }
    marks
}

fn chosen(words: &[&str], marks: &[Mark], anchor: Anchor) -> Option<(DateTime<Utc>, Vec<Range<usize>>)> {
    let now = anchor.now;
    if let Some((moment, mark)) = marks.iter().find_map(|mark| match mark.what {
        What::Moment(moment) => Some((moment, mark)),
        _ => None,
    }) {
        return (moment <= now).then(|| (moment, vec![with_joiner(words, &mark.span)]));
    }
    let days: Vec<&Mark> =
        marks.iter().filter(|mark| matches!(mark.what, What::Day(_) | What::SomeDay)).collect();
    let day = match days.as_slice() {
        [] => None,
        [Mark { what: What::Day(day), span }] => Some((*day, span)),
        _ => return None,
    };
    for pair in marks.windows(2) {
        if let Some((day, time)) = joined(words, &pair[0], &pair[1]) {
            let both = pair[0].span.start..pair[1].span.end;
            return Some((on(day, time, now)?, vec![with_joiner(words, &both)]));
        }
    }
    let alone = |of: &dyn Fn(&Mark, Form) -> bool| {
        marks.iter().rev().find_map(|mark| match mark.what {
            What::Time(time, form) if of(mark, form) => Some((time, mark)),
            _ => None,
        })
    };
    let (time, mark) = alone(&|_, form| form == Form::Plain)
        .or_else(|| alone(&|_, form| form == Form::Dotted))
        .or_else(|| alone(&|mark, _| stands_as_a_time(words, mark)))?;
    let mut used = vec![with_joiner(words, &mark.span)];
    let at = match (day, anchor.day) {
        (Some((day, span)), _) => {
            used.push(with_joiner(words, span));
            on(day, time, now)
        }
        (None, Some(day)) => on(day, time, now),
        (None, None) => latest(time, now),
    };
    Some((at?, used))
}

/// A date and a time, in either order, with nothing between them but what joins them.
fn joined(words: &[&str], first: &Mark, second: &Mark) -> Option<(NaiveDate, NaiveTime)> {
    let between = words.get(first.span.end..second.span.start)?;
    match (&first.what, &second.what) {
        (What::Day(day), What::Time(time, _)) | (What::Time(time, _), What::Day(day)) => {
            between.iter().all(|word| core(word).is_empty() || joins(word)).then_some((*day, *time))
        }
        _ => None,
    }
}

fn joins(word: &str) -> bool {
    ["at", "on"].iter().any(|joiner| core(word).eq_ignore_ascii_case(joiner))
}

/// The span with the "at" or "on" before it.
fn with_joiner(words: &[&str], span: &Range<usize>) -> Range<usize> {
    let before = span.start.checked_sub(1).filter(|at| joins(words[*at]));
    before.unwrap_or(span.start)..span.end
}

/// Four bare digits are a time after "at" or in the last place, unless a number or a month stands before them.
fn stands_as_a_time(words: &[&str], mark: &Mark) -> bool {
    let before = mark.span.start.checked_sub(1).map(|at| words[at]);
    let counts = |word: &str| core(word).chars().all(|c| c.is_ascii_digit()) && !core(word).is_empty();
    let last =
        mark.span.end == words.len() && !before.is_some_and(|word| counts(word) || month(word).is_some());
    last || before.is_some_and(joins)
}

/// A word without the punctuation round it.
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// One to so many digits and nothing else.
fn number(text: &str, digits: Range<usize>) -> Option<u32> {
    (digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// `2026-11-23T15:10`, with or without seconds and offset.
fn moment(word: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let word = core(word);
    let (day, clock) = word.split_once('T')?;
    let day = numeric_date(day, now)?;
    if let Ok(at) = DateTime::parse_from_rfc3339(word) {
        return Some(at.with_timezone(&Utc));
    }
    local(day, clock_time(clock, None)?.0)
}

/// A date, and of how many words: `23/11/2026`, `23 Nov 2026`, each perhaps after the day of the week; `yesterday`.
fn date(words: &[&str], now: DateTime<Utc>) -> Option<(NaiveDate, usize)> {
    let (first, rest) = words.split_first()?;
    if core(first).parse::<Weekday>().is_ok() {
        return unnamed_date(rest, now).map(|(day, many)| (day, many + 1));
    }
    unnamed_date(words, now)
}

/// Words that mean a day and do not say which, and how many.
fn some_day(words: &[&str]) -> Option<usize> {
    let first = core(words.first()?);
    if first.ends_with("day") && first.parse::<Weekday>().is_ok() {
        return Some(1);
    }
    let day = |word: &str| {
        number(core(word).trim_end_matches(|c: char| c.is_ascii_alphabetic()), 1..3).filter(|day| *day <= 31)
    };
    let parts: Vec<&str> = first.split(['/', '-', '.']).collect();
    let digits = parts.iter().all(|part| number(part, 1..5).is_some());
    if digits && (parts.len() == 3 || parts.len() == 2 && first.contains('/')) {
        return parts[1].parse::<u32>().is_ok_and(|month| month <= 12 || parts.len() == 3).then_some(1);
    }
    let next = words.get(1)?;
    (day(first).is_some() && month(next).is_some() || month(first).is_some() && day(next).is_some())
        .then_some(2)
}

fn unnamed_date(words: &[&str], now: DateTime<Utc>) -> Option<(NaiveDate, usize)> {
    if core(words.first()?).eq_ignore_ascii_case("yesterday") {
        return Some((now.with_timezone(&London).date_naive().pred_opt()?, 1));
    }
    if let Some(day) = words.first().and_then(|word| numeric_date(core(word), now)) {
        return Some((day, 1));
    }
    let [day, named, year, ..] = words else { return None };
    let day = core(day).trim_end_matches(|c: char| c.is_ascii_alphabetic());
    dated(number(day, 1..3)?, month(named)?, core(year), now).map(|day| (day, 3))
}

/// `23/11/2026`, `23-11-26`, `23.11.2026`, `23-Nov-2026`, `2026-11-23`.
fn numeric_date(word: &str, now: DateTime<Utc>) -> Option<NaiveDate> {
    let separator = ['/', '-', '.'].into_iter().find(|separator| word.contains(*separator))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let [first, middle, last] = parts.as_slice() else { return None };
    let middle = number(middle, 1..3).or_else(|| month(middle))?;
    match first.len() {
        4 => dated(number(last, 1..3)?, middle, first, now),
        _ => dated(number(first, 1..3)?, middle, last, now),
    }
}

fn month(word: &str) -> Option<u32> {
    core(word).parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// A year of four digits, or of two: then the one that is not beyond the next.
fn dated(day: u32, month: u32, year: &str, now: DateTime<Utc>) -> Option<NaiveDate> {
    let next = now.with_timezone(&London).year() + 1;
    let year = match (year.len(), i32::try_from(number(year, 2..5)?).ok()?) {
        (4, year) => year,
        (2, short) if 2000 + short <= next => 2000 + short,
        (2, short) => 1900 + short,
        _ => return None,
    };
    (FIRST_YEAR..=next).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten()
}

/// A time, how surely, and of how many words: `15:10`, `15:10:31`, `1510hrs`, `1510 hrs`, `3.10 pm`, `1510`.
fn time(words: &[&str]) -> Option<(NaiveTime, Form, usize)> {
    let first = core(words.first()?);
    let after = words.get(1).and_then(|next| Unit::of(core(next)));
    match after {
        Some(unit) => clock_time(first, Some(unit)).map(|(time, form)| (time, form, 2)),
        None => None,
    }
    .or_else(|| clock_time(first, None).map(|(time, form)| (time, form, 1)))
}

/// What follows the digits of a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hours,
    Am,
    Pm,
}

impl Unit {
    fn of(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "h" | "hr" | "hrs" | "hours" => Some(Self::Hours),
            "am" => Some(Self::Am),
            "pm" => Some(Self::Pm),
            _ => None,
        }
    }
}

/// `after` is the unit that stands apart, where one does.
fn clock_time(word: &str, after: Option<Unit>) -> Option<(NaiveTime, Form)> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &word[digits.len()..] {
        "" => after,
        _ if after.is_some() => return None,
        letters => Some(Unit::of(letters)?),
    };
    let parts: Vec<&str> = digits.split([':', '.']).collect();
    let (hour, minute, second, form) = match parts.as_slice() {
        [hour, minute] => {
            let form = if digits.contains(':') { Form::Plain } else { Form::Dotted };
            (number(hour, 1..3)?, number(minute, 2..3)?, 0, form)
        }
        [hour, minute, second] if !digits.contains('.') => {
            (number(hour, 1..3)?, number(minute, 2..3)?, number(second, 2..3)?, Form::Plain)
        }
        [hour] if hour.len() < 3 && matches!(unit, Some(Unit::Am | Unit::Pm)) => {
            (number(hour, 1..3)?, 0, 0, Form::Plain)
        }
        [both] => {
            let both = number(both, if unit.is_some() { 3..5 } else { 4..5 })?;
            (both / 100, both % 100, 0, Form::Bare)
        }
        _ => return None,
    };
    let hour = match unit {
        Some(Unit::Am | Unit::Pm) if !(1..=12).contains(&hour) => return None,
        Some(Unit::Am) => hour % 12,
        Some(Unit::Pm) => hour % 12 + 12,
        _ => hour,
    };
    let form = if unit.is_some() { Form::Plain } else { form };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, form))
}

/// The last such time that is not after `now`, also where the clocks went back or forward.
fn latest(time: NaiveTime, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&London).date_naive();
    today.iter_days().rev().take(3).find_map(|day| {
        let told = London.from_local_datetime(&day.and_time(time));
        let either = [told.latest(), told.earliest()].into_iter().flatten();
        either.map(|at| at.with_timezone(&Utc)).find(|at| *at <= now)
    })
}

fn on(day: NaiveDate, time: NaiveTime, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    local(day, time).filter(|at| *at <= now)
}

/// In the hour that is lived twice the first is meant; in the hour that is skipped there is none.
fn local(day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    London.from_local_datetime(&day.and_time(time)).earliest().map(|at| at.with_timezone(&Utc))
}
