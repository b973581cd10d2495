//! Dates and times: what is understood of them, and what is not.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use interchange::DateOrder::{self, DayFirst, MonthFirst};
use interchange::value::{self, Dates, Moment};
use proptest::prelude::*;
use register::When;
use rstest::rstest;

fn dates(order: DateOrder) -> Dates {
    Dates { order, latest_year: 2046 }
}

fn written(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Local(local) => local.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
        Moment::Instant(at) => at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    }
}

#[rstest]
#[case("05/01/2026", "2026-01-05")]
#[case("5/1/26", "2026-01-05")]
#[case("5.1.2026", "2026-01-05")]
#[case("5-1-2026", "2026-01-05")]
#[case("5-Jan-26", "2026-01-05")]
#[case("05-JAN-2026", "2026-01-05")]
#[case("05JAN2026", "2026-01-05")]
#[case("5 January 2026", "2026-01-05")]
#[case("5th January 2026", "2026-01-05")]
#[case("5th of January, 2026", "2026-01-05")]
#[case("Mon 5 Jan 2026", "2026-01-05")]
#[case("Monday, 5 January 2026", "2026-01-05")]
#[case("January 5, 2026", "2026-01-05")]
#[case("2 Sept 2026", "2026-09-02")]
#[case("2026-01-05", "2026-01-05")]
#[case("2026/1/5", "2026-01-05")]
#[case("2026-Jan-05", "2026-01-05")]
#[case("20260105", "2026-01-05")]
#[case("05012026", "2026-01-05")]
#[case("45000", "2023-03-15")]
#[case("45000.5", "2023-03-15 12:00:00")]
#[case("46027.6319444444", "2026-01-05 15:10:00")]
#[case("05/01/2026 15:10", "2026-01-05 15:10:00")]
#[case("05/01/2026 15:10:22", "2026-01-05 15:10:22")]
#[case("05/01/2026 at 3.10pm", "2026-01-05 15:10:00")]
#[case("05/01/2026, 1510hrs", "2026-01-05 15:10:00")]
#[case("05/01/26 1510", "2026-01-05 15:10:00")]
#[case("5-Jan-26 3:10:00 PM", "2026-01-05 15:10:00")]
#[case("2026-01-05T15:10", "2026-01-05 15:10:00")]
#[case("2026-01-05 15:10:22.123", "2026-01-05 15:10:22.123")]
#[case("202601051510", "2026-01-05 15:10:00")]
#[case("20260105151022", "2026-01-05 15:10:22")]
#[case("2026-01-05T15:10:00Z", "2026-01-05T15:10:00Z")]
#[case("2026-01-05 15:10 UTC", "2026-01-05T15:10:00Z")]
#[case("2026-07-05 15:10 BST", "2026-07-05T14:10:00Z")]
#[case("2026-01-05T15:10:00.250+01:00", "2026-01-05T14:10:00.250Z")]
#[case("2026-01-05T15:10:00-0530", "2026-01-05T20:40:00Z")]
#[case("31/12/99", "1999-12-31")]
#[case("29/02/2024", "2024-02-29")]
fn dates_are_understood_however_they_are_written(#[case] given: &str, #[case] meant: &str) {
    assert_eq!(dates(DayFirst).moment(given).map(written), Ok(meant.to_owned()));
    assert_eq!(dates(DayFirst).moment(&format!("  {given} ")).map(written), Ok(meant.to_owned()));
}

#[rstest]
#[case("05/01/2026", "2026-05-01")]
#[case("5.1.26", "2026-05-01")]
#[case("25/01/2026", "2026-01-25")]
#[case("5 Jan 2026", "2026-01-05")]
#[case("2026-01-05", "2026-01-05")]
fn the_order_of_the_file_decides_what_is_ambiguous_and_nothing_else(
    #[case] given: &str,
    #[case] meant: &str,
) {
    assert_eq!(dates(MonthFirst).moment(given).map(written), Ok(meant.to_owned()));
}

#[rstest]
#[case("")]
#[case("31/02/2026")]
#[case("29/02/2026")]
#[case("00/01/2026")]
#[case("32/13/2026")]
#[case("2026-13-45")]
#[case("yesterday")]
#[case("05/01")]
#[case("05/01/2026 25:00")]
#[case("05/01/2026 about three")]
#[case("05/01/2026 10:00-11:00")]
#[case("05/01/2026 10:00 or 11:00")]
#[case("05/01/0026")]
#[case("05/01/9999")]
#[case("1/2/3/4")]
#[case("5 Jan")]
#[case("45000.")]
#[case("450001")]
#[case("٥/١/٢٠٢٦")]
#[case("NaN")]
fn what_is_no_date_is_not_made_one(#[case] given: &str) {
    assert!(dates(DayFirst).moment(given).is_err(), "{:?}", dates(DayFirst).moment(given));
}

#[rstest]
#[case("1984", "1984")]
#[case("03/1984", "1984-03")]
#[case("3-1984", "1984-03")]
#[case("1984-03", "1984-03")]
#[case("Mar 1984", "1984-03")]
#[case("March 1984", "1984-03")]
#[case("05/03/1984", "1984-03-05")]
#[case("5 Mar 84", "1984-03-05")]
#[case("05/03/1984 00:00:00", "1984-03-05")]
#[case("30746", "1984-03-05")]
fn a_date_of_birth_may_be_given_in_part(#[case] given: &str, #[case] meant: &str) {
    assert_eq!(dates(DayFirst).partial(given).as_deref(), Ok(meant));
}

#[rstest]
#[case("13/1984")]
#[case("84")]
#[case("1066")]
#[case("about 1984")]
#[case("1984-1985")]
fn a_date_of_birth_is_not_guessed(#[case] given: &str) {
    assert!(dates(DayFirst).partial(given).is_err());
}

#[rstest]
#[case("1510", "15:10:00")]
#[case("15:10", "15:10:00")]
#[case("15.10", "15:10:00")]
#[case("15:10:22", "15:10:22")]
#[case("151022", "15:10:22")]
#[case("3.10pm", "15:10:00")]
#[case("3:10 p.m.", "15:10:00")]
#[case("3pm", "15:00:00")]
#[case("12am", "00:00:00")]
#[case("12.30 pm", "12:30:00")]
#[case("12:05am", "00:05:00")]
#[case("15h10", "15:10:00")]
#[case("1510hrs", "15:10:00")]
#[case("1510 hours", "15:10:00")]
#[case("910", "09:10:00")]
#[case("0000", "00:00:00")]
#[case("00.10", "00:10:00")]
#[case("0.5", "12:00:00")]
#[case("0.631944", "15:10:00")]
#[case("noon", "12:00:00")]
fn times_are_understood_however_they_are_written(#[case] given: &str, #[case] meant: &str) {
    assert_eq!(value::time(given).map(|time| time.to_string()), Ok(meant.to_owned()));
}

#[rstest]
#[case("")]
#[case("24:00")]
#[case("2460")]
#[case("15:60")]
#[case("15")]
#[case("13am")]
#[case("25pm")]
#[case("evening")]
#[case("15:10 to 16:10")]
#[case("-1510")]
#[case("0.5.5.5.5")]
#[case("am")]
fn what_is_no_time_is_not_made_one(#[case] given: &str) {
    assert!(value::time(given).is_err(), "{:?}", value::time(given));
}

fn local(text: &str) -> Result<DateTime<Utc>, value::Remedy> {
    value::at_local(text.parse().unwrap())
}

#[test]
fn local_times_are_those_of_the_united_kingdom() {
    let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(local("2026-01-05T15:10:00"), Ok(utc("2026-01-05T15:10:00Z")));
    assert_eq!(local("2026-07-05T15:10:00"), Ok(utc("2026-07-05T14:10:00Z")));
    // Lived twice on 25 October 2026: the first, still in summer time.
    assert_eq!(local("2026-10-25T01:30:00"), Ok(utc("2026-10-25T00:30:00Z")));
    // Never lived on 29 March 2026.
    assert_eq!(local("2026-03-29T01:30:00"), Err("import-problem-time-gap"));
    assert_eq!(local("2026-03-29T02:00:00"), Ok(utc("2026-03-29T01:00:00Z")));
}

#[test]
fn a_day_is_from_its_first_to_its_last_local_minute() {
    let day = value::day(NaiveDate::from_ymd_opt(2026, 3, 29).unwrap()).unwrap();
    let at = |text: &str| text.parse().unwrap();
    assert_eq!(day, When::Between { from: at("2026-03-29T00:00:00Z"), to: at("2026-03-29T22:59:00Z") });
}

proptest! {
    #[test]
    fn a_day_is_read_back_in_every_form(days in -20_000_i32..47_846, time in 0_u32..86_400) {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let date = epoch + chrono::Duration::days(i64::from(days));
        for form in ["%d/%m/%Y", "%-d.%-m.%Y", "%Y-%m-%d", "%Y%m%d", "%d-%b-%Y", "%-d %B %Y", "%A %-d %B %Y", "%B %-d, %Y"] {
            let given = date.format(form).to_string();
            prop_assert_eq!(dates(DayFirst).moment(&given), Ok(Moment::Day(date)), "{}", given);
        }
        prop_assert_eq!(dates(MonthFirst).moment(&date.format("%m/%d/%Y").to_string()), Ok(Moment::Day(date)));
        let time = NaiveTime::from_num_seconds_from_midnight_opt(time, 0).unwrap();
        let minute = NaiveTime::from_hms_opt(chrono::Timelike::hour(&time), chrono::Timelike::minute(&time), 0).unwrap();
        prop_assert_eq!(value::time(&time.format("%H:%M:%S").to_string()), Ok(time));
        for form in ["%H%M", "%H:%M", "%-I.%M%P", "%I:%M %p", "%H%M hrs"] {
            prop_assert_eq!(value::time(&minute.format(form).to_string()), Ok(minute), "{}", minute.format(form));
        }
    }
}
