//! Days and times as other systems write them, told in UK local time.

use chrono::{DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use register::When;

use super::{LONGEST, Remedy};
use crate::mapping::DateOrder;

pub(crate) const DATE: Remedy = "import-problem-date";
pub(crate) const TIME: Remedy = "import-problem-time";
/// A local time that the clocks skipped in spring.
pub(crate) const GAP: Remedy = "import-problem-time-gap";

/// Years that a date may be of.
const YEARS: std::ops::RangeInclusive<i32> = 1880..=2100;
/// Spreadsheets count days from here; their day 60, which never was, is long before any of ours.
const SERIAL_ZERO: (i32, u32, u32) = (1899, 12, 30);
/// Serial numbers of five digits: 18 May 1927 to 14 October 2173.
const SERIALS: std::ops::RangeInclusive<i64> = 10_000..=99_999;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day, a local time on a day, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Day(NaiveDate),
    Local(NaiveDateTime),
    Instant(DateTime<Utc>),
}

/// How dates of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    pub order: DateOrder,
    /// The latest year that one of two digits may mean: of `26`, 2026 and not 1926.
    pub latest_year: i32,
}

impl Dates {
    /// A day, with or without a time.
    ///
    /// # Errors
    /// The remedy where it is no date or never was one.
    pub fn moment(self, text: &str) -> Result<Moment, Remedy> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(DATE);
        }
        if let Some(moment) = serial(text).or_else(|| self.digits(text)) {
            return Ok(moment);
        }
        let tokens = tokens(text);
        let (date, rest) = self.leading_date(&tokens).ok_or(DATE)?;
        let rest = text.get(rest..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ",T-t".contains(c));
        let rest = rest.strip_prefix("at ").unwrap_or(rest).trim();
        if rest.is_empty() {
            return Ok(Moment::Day(date));
        }
        // `10:00-11:00` after a day is from and until; after `2026-01-05` it has a zone.
        let (clock, offset) = zone(rest, tokens.first().is_some_and(|first| first.number(4).is_some()));
        let local = date.and_time(time(clock)?);
        match offset {
            None => Ok(Moment::Local(local)),
            Some(minutes) => {
                let at = local.checked_sub_signed(Duration::minutes(minutes)).ok_or(DATE)?;
                Ok(Moment::Instant(at.and_utc()))
            }
        }
    }

    /// A date of birth: `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is given.
    ///
    /// # Errors
    /// The remedy where it is no date.
    pub fn partial(self, text: &str) -> Result<String, Remedy> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(DATE);
        }
        let tokens = tokens(text);
        let year = |token: &Token| token.number(4).filter(|year| YEARS.contains(year));
        let month = |year: i32, month: u32| {
            NaiveDate::from_ymd_opt(year, month, 1).map(|date| date.format("%Y-%m").to_string())
        };
        let part = match tokens.as_slice() {
            [only] if year(only).is_some() => year(only).map(|year| year.to_string()),
            [first, second] if year(second).is_some() => {
                year(second).zip(first.month().or(first.small())).and_then(|(y, m)| month(y, m))
            }
            [first, second] if year(first).is_some() => {
                year(first).zip(second.month().or(second.small())).and_then(|(y, m)| month(y, m))
            }
            _ => return self.whole(text),
        };
        part.ok_or(DATE)
    }

    fn whole(self, text: &str) -> Result<String, Remedy> {
        let date = match self.moment(text)? {
            Moment::Day(date) => date,
            Moment::Local(local) => local.date(),
            Moment::Instant(at) => at.with_timezone(&London).date_naive(),
        };
        Ok(date.format("%Y-%m-%d").to_string())
    }

    /// `20260105`, `05012026`, `202601051510`, `20260105151022`.
    fn digits(self, text: &str) -> Option<Moment> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(text.len(), 8 | 12 | 14) {
            return None;
        }
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        let year_first = date(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?);
        if text.len() == 8 {
            let last = || self.of_parts(number(0, 2)?, number(2, 4)?, i32::try_from(number(4, 8)?).ok()?);
            return year_first.or_else(last).map(Moment::Day);
        }
        let second = if text.len() == 14 { number(12, 14)? } else { 0 };
        let time = NaiveTime::from_hms_opt(number(8, 10)?, number(10, 12)?, second)?;
        Some(Moment::Local(year_first?.and_time(time)))
    }

    /// The date that tokens begin with, and where in the text it ends.
    fn leading_date(self, tokens: &[Token]) -> Option<(NaiveDate, usize)> {
        let tokens = match tokens {
            [day, rest @ ..] if day.is_weekday() => rest,
            all => all,
        };
        let [one, two, three, ..] = tokens else { return None };
        let found = if let Some(year) = one.number(4) {
            date(year, two.month().or(two.small())?, three.small()?)
        } else if let Some(month) = one.month() {
            date(self.year(three)?, month, two.small()?)
        } else if let Some(month) = two.month() {
            date(self.year(three)?, month, one.small()?)
        } else {
            self.of_parts(one.small()?, two.small()?, self.year(three)?)
        };
        Some((found?, three.end))
    }

    /// In the file's order; where only the other order is a date, in that.
    fn of_parts(self, one: u32, two: u32, year: i32) -> Option<NaiveDate> {
        let (day_first, month_first) = (date(year, two, one), date(year, one, two));
        match self.order {
            DateOrder::DayFirst => day_first.or(month_first),
            DateOrder::MonthFirst => month_first.or(day_first),
        }
    }

    fn year(self, token: &Token) -> Option<i32> {
        if let Some(year) = token.number(4) {
            return Some(year);
        }
        let short = token.number(2)?;
        let year = self.latest_year - self.latest_year.rem_euclid(100) + short;
        Some(if year > self.latest_year { year - 100 } else { year })
    }
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| YEARS.contains(&date.year()))
}

/// `45000` or `45000.5`, as spreadsheets count.
fn serial(text: &str) -> Option<Moment> {
    let (days, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !digits(days) || !digits(part) || text.ends_with('.') || part.len() > 20 {
        return None;
    }
    let days: i64 = days.parse().ok().filter(|days| SERIALS.contains(days))?;
    let (year, month, day) = SERIAL_ZERO;
    let date = NaiveDate::from_ymd_opt(year, month, day)?.checked_add_signed(Duration::days(days))?;
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let part: f64 = if part.is_empty() { 0.0 } else { format!("0.{part}").parse().ok()? };
    if part == 0.0 {
        return Some(Moment::Day(date));
    }
    Some(Moment::Local(date.and_hms_opt(0, 0, 0)? + of_day(part)))
}

/// A part of a day, to the second: what a spreadsheet keeps is no more exact.
fn of_day(part: f64) -> Duration {
    let seconds = (part.clamp(0.0, 1.0) * 86_400.0).round();
    // Between 0 and 86 400, and whole.
    #[expect(clippy::cast_possible_truncation, reason = "clamped and rounded above")]
    Duration::seconds(seconds as i64)
}

/// A time of day: `1510`, `910`, `15:10`, `15:10:22`, `3.10pm`, `3pm`, `15h10`, `1510hrs`, `0.625`.
///
/// # Errors
/// The remedy where it is none.
pub fn time(text: &str) -> Result<NaiveTime, Remedy> {
    let text = text.trim().to_ascii_lowercase();
    if text.len() > LONGEST {
        return Err(TIME);
    }
    if matches!(text.as_str(), "noon" | "midday" | "12 noon") {
        return NaiveTime::from_hms_opt(12, 0, 0).ok_or(TIME);
    }
    if let Some(part) = text.strip_prefix("0.").filter(|part| part.bytes().all(|b| b.is_ascii_digit())) {
        let part: f64 = format!("0.{part}").parse().map_err(|_| TIME)?;
        let midnight = NaiveTime::from_hms_opt(0, 0, 0).ok_or(TIME)?;
        return Ok(midnight + of_day(part));
    }
    let endings = ["hours", "hrs", "hr", "h", "a.m.", "p.m.", "a.m", "p.m", "am", "pm"];
    let ending = endings.into_iter().find(|ending| text.ends_with(ending)).unwrap_or("");
    let body = text.strip_suffix(ending).unwrap_or(&text).trim();
    let half = ending.chars().next().filter(|c| "ap".contains(*c));
    let mut parts: Vec<&str> = body.split([':', '.', 'h']).map(str::trim).collect();
    let mut fraction = 0;
    if let [_, _, _, thousandths] = parts.as_slice() {
        let digits: String = thousandths.chars().chain("000".chars()).take(3).collect();
        fraction = number(&digits).ok_or(TIME)?;
        parts.pop();
    }
    let digits = parts.iter().map(|part| number(part)).collect::<Option<Vec<u32>>>().ok_or(TIME)?;
    let (hour, minute, second) = match (digits.as_slice(), parts.first().map_or(0, |part| part.len())) {
        (&[all], 3 | 4) => (all / 100, all % 100, 0),
        (&[all], 6) if half.is_none() => (all / 10_000, all / 100 % 100, all % 100),
        (&[hour], 1 | 2) if half.is_some() => (hour, 0, 0),
        (&[hour, minute], 1 | 2) => (hour, minute, 0),
        (&[hour, minute, second], 1 | 2) => (hour, minute, second),
        _ => return Err(TIME),
    };
    let hour = match half {
        None => hour,
        // `15.10pm` is plain enough; `0.10am` too.
        Some('p') if hour < 12 => hour + 12,
        Some('a') if hour == 12 => 0,
        Some('a') if hour > 12 => return Err(TIME),
        Some(_) => hour,
    };
    NaiveTime::from_hms_milli_opt(hour, minute, second, fraction).ok_or(TIME)
}

fn number(digits: &str) -> Option<u32> {
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

/// The time without its zone, and the zone's minutes ahead of UTC.
fn zone(text: &str, numeric: bool) -> (&str, Option<i64>) {
    let before = |end: usize| text.get(..end).map_or("", str::trim_end);
    let upper = text.to_ascii_uppercase();
    for (name, minutes) in [("UTC", 0), ("GMT", 0), ("BST", 60), ("Z", 0)] {
        if upper.ends_with(name) {
            return (before(text.len() - name.len()), Some(minutes));
        }
    }
    let sign = text.rfind(['+', '-']).filter(|&at| numeric && at > 0);
    let Some(sign) = sign else { return (text, None) };
    let digits: String =
        text.chars().rev().take_while(|c| !"+-".contains(*c)).filter(|c| *c != ':').collect();
    let digits: String = digits.chars().rev().collect();
    let offset = match digits.len() {
        2 => number(&digits).map(|hours| hours * 60),
        4 => number(&digits).map(|both| both / 100 * 60 + both % 100),
        _ => None,
    };
    match offset.filter(|minutes| *minutes <= 14 * 60) {
        None => (text, None),
        Some(minutes) if text.get(sign..).is_some_and(|rest| rest.starts_with('-')) => {
            (before(sign), Some(-i64::from(minutes)))
        }
        Some(minutes) => (before(sign), Some(i64::from(minutes))),
    }
}

/// The instant of a UK local time: of an hour lived twice, the first.
///
/// # Errors
/// The remedy where the clocks skipped it.
pub fn at_local(local: NaiveDateTime) -> Result<DateTime<Utc>, Remedy> {
    match London.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(at.to_utc()),
        LocalResult::Ambiguous(first, second) => Ok(first.to_utc().min(second.to_utc())),
        LocalResult::None => Err(GAP),
    }
}

/// From the first to the last minute of a UK local day.
///
/// # Errors
/// The remedy where the day has no such minute.
pub fn day(date: NaiveDate) -> Result<When, Remedy> {
    let first = date.and_hms_opt(0, 0, 0).ok_or(DATE)?;
    let last = date.and_hms_opt(23, 59, 0).ok_or(DATE)?;
    Ok(When::Between { from: at_local(first)?, to: at_local(last)? })
}

/// Digits or letters that stand together.
struct Token {
    text: String,
    /// Where it ends in the text, in bytes.
    end: usize,
}

impl Token {
    /// Of so many digits.
    fn number(&self, digits: usize) -> Option<i32> {
        (self.text.len() == digits).then(|| number(&self.text))?.and_then(|n| i32::try_from(n).ok())
    }

    /// A day or a month: one digit or two.
    fn small(&self) -> Option<u32> {
        number(&self.text).filter(|_| self.text.len() <= 2)
    }

    fn month(&self) -> Option<u32> {
        let name = self.text.as_str();
        let place = MONTHS.iter().position(|month| {
            name.len() >= 3 && (month.starts_with(name) || (*month == "september" && name == "sept"))
        })?;
        u32::try_from(place + 1).ok()
    }

    fn is_weekday(&self) -> bool {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        self.text.len() >= 3
            && (days.iter().any(|day| day.starts_with(&self.text))
                || ["tues", "thurs"].contains(&self.text.as_str()))
    }
}

/// The first tokens of a text, without what makes a number an ordinal (`5th`) and without `of`.
fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices() {
        if out.len() > 12 {
            break;
        }
        let digit = c.is_ascii_digit();
        if !digit && !c.is_ascii_alphabetic() {
            last = None;
            continue;
        }
        let end = at + 1;
        match out.last_mut() {
            Some(token) if last == Some(digit) => {
                token.text.push(c.to_ascii_lowercase());
                token.end = end;
            }
            _ => out.push(Token { text: c.to_ascii_lowercase().to_string(), end }),
        }
        last = Some(digit);
    }
    out.retain(|token| !["st", "nd", "rd", "th", "of"].contains(&token.text.as_str()));
    out
}
