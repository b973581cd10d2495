//! The clock on the wall: British local time, without a zone database.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

/// British Summer Time: from 01:00 UTC on March's last Sunday to 01:00 UTC on October's
/// (Summer Time Act 1972, as amended in 2002).
fn is_summer(at: DateTime<Utc>) -> bool {
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31).unwrap_or_default();
        let sunday = last.week(Weekday::Sun).first_day();
        sunday.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc()
    };
    change(3) <= at && at < change(10)
}

pub(crate) fn local(at: DateTime<Utc>) -> NaiveDateTime {
    let ahead = if is_summer(at) { TimeDelta::hours(1) } else { TimeDelta::zero() };
    at.naive_utc() + ahead
}

/// The instant of a local time; an hour that summer time skips or repeats is read as UTC says.
pub(crate) fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    let at = local.and_utc();
    if is_summer(at) { at - TimeDelta::hours(1) } else { at }
}

pub(crate) fn hhmm(at: DateTime<Utc>) -> String {
    local(at).format("%H:%M").to_string()
}

/// "14:05", or "Mon 14:05" where that is not the day of `beside`.
pub(crate) fn day_hhmm(at: DateTime<Utc>, beside: DateTime<Utc>) -> String {
    if local(at).date() == local(beside).date() { hhmm(at) } else { local(at).format("%a %H:%M").to_string() }
}

/// The day somebody was born who is of this many whole years on a day, `days` after the birthday.
pub(crate) fn born(on: NaiveDate, years: u32, days: u32) -> NaiveDate {
    let birthday = on - TimeDelta::days(i64::from(days.min(363)));
    let year = birthday.year() - i32::try_from(years).unwrap_or(0);
    let day = birthday.day().min(if birthday.month() == 2 { 28 } else { 31 });
    NaiveDate::from_ymd_opt(year, birthday.month(), day).unwrap_or(birthday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn summer_time_begins_and_ends_at_one_utc_on_the_last_sundays() {
        assert_eq!(hhmm(utc("2026-03-29T00:59:00Z")), "00:59");
        assert_eq!(hhmm(utc("2026-03-29T01:00:00Z")), "02:00");
        assert_eq!(hhmm(utc("2026-10-25T00:59:00Z")), "01:59");
        assert_eq!(hhmm(utc("2026-10-25T01:00:00Z")), "01:00");
        assert_eq!(hhmm(utc("2027-03-28T01:00:00Z")), "02:00");
    }

    #[test]
    fn a_birthday_gives_the_age_asked_for() {
        let leap: NaiveDate = "2028-02-29".parse().unwrap();
        for days in [0, 1, 59, 200, 363] {
            assert_eq!(leap.years_since(born(leap, 81, days)), Some(81), "{days}");
        }
    }
}
