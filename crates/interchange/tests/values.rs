//! One value each: what is understood of it, and what is not.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use interchange::DateOrder::{self, DayFirst, MonthFirst};
use interchange::value::{self, Dates, Moment, Standing};
use proptest::prelude::*;
use register::When;
use register::fact::{Category, Condition, FoundBy, Grade};
use register::question::Answer;
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

#[rstest]
#[case("TEST-LARKSPUR, Ida May", "Test-Larkspur", "Ida May")]
#[case("TEST-LARKSPUR, IDA MAY", "Test-Larkspur", "Ida May")]
#[case("Test-Larkspur,Ida", "Test-Larkspur", "Ida")]
#[case("Ida May TEST-LARKSPUR", "Test-Larkspur", "Ida May")]
#[case("Ida May Test-Larkspur", "Test-Larkspur", "Ida May")]
#[case("IDA TEST-LARKSPUR", "Test-Larkspur", "Ida")]
#[case("Mrs Ida Test-Larkspur", "Test-Larkspur", "Ida")]
#[case("Ida van Test-Larkspur", "van Test-Larkspur", "Ida")]
#[case("Test-Larkspur", "Test-Larkspur", "")]
#[case("TEST-LARKSPUR,", "Test-Larkspur", "")]
fn a_full_name_is_divided(#[case] given: &str, #[case] family: &str, #[case] first: &str) {
    assert_eq!(value::full_name(given), Some((family.into(), first.into())));
}

#[rstest]
#[case("TEST-LARKSPUR", "Test-Larkspur")]
#[case("MCTEST", "McTest")]
#[case("MACTEST", "Mactest")]
#[case("O'TEST", "O'Test")]
#[case("TEST'S", "Test's")]
#[case("D’TEST", "D’Test")]
#[case("ÉLODIE", "Élodie")]
#[case("JOHN S TEST", "John S Test")]
#[case("de Test", "de Test")]
#[case("McTest", "McTest")]
#[case("X", "X")]
#[case(" Ida ", "Ida")]
#[case("李", "李")]
#[case("MC", "Mc")]
fn a_name_in_capitals_gets_capitals_where_names_have_them(#[case] given: &str, #[case] meant: &str) {
    assert_eq!(value::name(given), meant);
}

#[rstest]
#[case("5'9\"", "175")]
#[case("5’9”", "175")]
#[case("5' 9''", "175")]
#[case("5ft 9in", "175")]
#[case("5 ft. 9 ins", "175")]
#[case("5 foot 9", "175")]
#[case("5'", "152")]
#[case("6ft", "183")]
#[case("5' 11½\"", "182")]
#[case("1.75m", "175")]
#[case("1.75 metres", "175")]
#[case("1.75", "175")]
#[case("175", "175")]
#[case("175cm", "175")]
#[case("175.4 CMS", "175")]
#[case("170-175", "170-175")]
#[case("170 to 175cm", "170-175")]
#[case("5'8\" - 5'10\"", "173-178")]
#[case("about 175", "175")]
fn heights_become_centimetres(#[case] given: &str, #[case] meant: &str) {
    assert_eq!(value::height(given).as_deref(), Ok(meant));
}

#[rstest]
#[case("")]
#[case("tall")]
#[case("5.9")]
#[case("5")]
#[case("17.5m")]
#[case("300")]
#[case("5'13\"")]
#[case("9'9\"")]
#[case("175-170")]
#[case("-175")]
#[case("1e2")]
#[case("inf")]
#[case("nancm")]
#[case("infcm")]
fn what_is_no_height_is_not_made_one(#[case] given: &str) {
    assert!(value::height(given).is_err(), "{:?}", value::height(given));
}

#[rstest]
#[case("15", Some("15"))]
#[case("15 years", Some("15"))]
#[case("15yrs", Some("15"))]
#[case("aged 15", Some("15"))]
#[case("20-30", Some("20-30"))]
#[case("20s", Some("20-29"))]
#[case("about 25", Some("25"))]
#[case("6 months", Some("0"))]
#[case("126", None)]
#[case("-1", None)]
#[case("25s", None)]
#[case("elderly", None)]
#[case("30-20", None)]
fn ages_are_years(#[case] given: &str, #[case] meant: Option<&str>) {
    assert_eq!(value::age(given).ok().as_deref(), meant);
}

#[rstest]
#[case("IC1", Some("IC1"))]
#[case("ic 3", Some("IC3"))]
#[case("1", Some("IC1"))]
#[case("0", Some("IC9"))]
#[case("IC9", Some("IC9"))]
#[case("White North European", Some("IC1"))]
#[case("IC4 - Asian", Some("IC4"))]
#[case("Arab / North African", Some("IC6"))]
#[case("IC1 - Black", None)]
#[case("IC7", None)]
#[case("pale", None)]
fn ic_codes(#[case] given: &str, #[case] meant: Option<&str>) {
    assert_eq!(value::ethnic_appearance(given).ok().as_deref(), meant);
}

#[rstest]
#[case("W1", Some("W1"))]
#[case("w1 - British", Some("W1"))]
#[case("White British", Some("W1"))]
#[case("O1", Some("A4"))]
#[case("O1 Chinese", Some("A4"))]
#[case("A4", Some("A4"))]
#[case("Gypsy or Irish Traveller", Some("W3"))]
#[case("White & Black Caribbean", Some("M1"))]
#[case("White and Black Caribbean", Some("M1"))]
#[case("NS", Some("NS"))]
#[case("Not stated", Some("NS"))]
#[case("W1 - Irish", None)]
#[case("Z9", None)]
fn self_defined_codes(#[case] given: &str, #[case] meant: Option<&str>) {
    assert_eq!(value::self_defined_ethnicity(given).ok().as_deref(), meant);
}

#[rstest]
#[case("H", Some(Grade::High))]
#[case("high risk", Some(Grade::High))]
#[case("MEDIUM", Some(Grade::Medium))]
#[case("Standard", Some(Grade::Medium))]
#[case("L", Some(Grade::Low))]
#[case("Very low", Some(Grade::VeryLow))]
#[case("NAR", Some(Grade::NoApparentRisk))]
#[case("No apparent risk", Some(Grade::NoApparentRisk))]
#[case("Absent", Some(Grade::Absent))]
#[case("highish", None)]
#[case("", None)]
fn grades(#[case] given: &str, #[case] meant: Option<Grade>) {
    assert_eq!(value::grade(given).ok(), meant);
}

#[rstest]
#[case("Y", Some((Answer::Yes, "")))]
#[case("TRUE", Some((Answer::Yes, "")))]
#[case("1", Some((Answer::Yes, "")))]
#[case("No", Some((Answer::No, "")))]
#[case("0", Some((Answer::No, "")))]
#[case("Unknown", Some((Answer::NotKnown, "")))]
#[case("Not asked", Some((Answer::NotAsked, "")))]
#[case("Yes - took tablets", Some((Answer::Yes, "took tablets")))]
#[case("No, never: not once", Some((Answer::No, "never: not once")))]
#[case("maybe", None)]
#[case("Nobody asked - yet", None)]
fn answers(#[case] given: &str, #[case] meant: Option<(Answer, &str)>) {
    let understood = value::answer_with_detail(given).ok();
    assert_eq!(understood, meant.map(|(answer, detail)| (answer, detail.to_owned())));
}

#[rstest]
#[case("ab12cd", Some("AB1 2CD"))]
#[case("AB1  2CD", Some("AB1 2CD"))]
#[case("ec1a1bb", Some("EC1A 1BB"))]
#[case("w1a 0ax", Some("W1A 0AX"))]
#[case("ZZ99 9ZZ", Some("ZZ99 9ZZ"))]
#[case("AB1", Some("AB1"))]
#[case("12345", None)]
#[case("ABC1 2CD", None)]
#[case("AB1 2C", None)]
#[case("AB1-2CD", None)]
#[case("éé1 2CD", None)]
fn postcodes(#[case] given: &str, #[case] meant: Option<&str>) {
    assert_eq!(value::postcode(given).ok().as_deref(), meant);
}

#[rstest]
#[case("F", Some("female"))]
#[case("Male", Some("male"))]
#[case("non-binary", Some("other"))]
#[case("Unspecified", Some("not known"))]
#[case("yes", None)]
fn sexes(#[case] given: &str, #[case] meant: Option<&str>) {
    assert_eq!(value::sex(given).ok().as_deref(), meant);
}

#[rstest]
#[case("Missing", Some(Category::Missing))]
#[case("ABSENT", Some(Category::Missing))]
#[case("Concern for Safety", Some(Category::ConcernForSafety))]
#[case("Away from placement", Some(Category::AwayFromPlacement))]
#[case("Burglary", None)]
fn categories(#[case] given: &str, #[case] meant: Option<Category>) {
    assert_eq!(value::category(given).ok(), meant);
}

#[rstest]
#[case("Returned of own accord", FoundBy::ReturnedThemselves)]
#[case("Police officer", FoundBy::Police)]
#[case("mother", FoundBy::Family)]
#[case("Hospital staff", FoundBy::Partner)]
#[case("Member of the public", FoundBy::Public)]
#[case("see log", FoundBy::NotKnown)]
fn who_found_them(#[case] given: &str, #[case] meant: FoundBy) {
    assert_eq!(value::found_by(given), meant);
}

#[rstest]
#[case("Safe and well", Some(Condition::Unharmed))]
#[case("Y", Some(Condition::Harmed))]
#[case("Deceased", Some(Condition::Died))]
#[case("Unknown", Some(Condition::NotKnown))]
#[case("wet", None)]
fn conditions(#[case] given: &str, #[case] meant: Option<Condition>) {
    assert_eq!(value::condition(given).ok(), meant);
}

#[rstest]
#[case("Found", Some(Standing::Found))]
#[case("Returned safe", Some(Standing::Found))]
#[case("Found deceased", Some(Standing::FoundDead))]
#[case("CLOSED", Some(Standing::Closed))]
#[case("Filed - NFA", Some(Standing::Closed))]
#[case("Cancelled", Some(Standing::Closed))]
#[case("Closed - not found", Some(Standing::Closed))]
#[case("Still missing", Some(Standing::StillMissing))]
#[case("Not found", Some(Standing::StillMissing))]
#[case("Not yet closed", Some(Standing::Open))]
#[case("Re-opened", Some(Standing::Open))]
#[case("Missing from home", Some(Standing::StillMissing))]
#[case("Live", Some(Standing::Open))]
#[case("purple", None)]
fn what_a_status_says(#[case] given: &str, #[case] meant: Option<Standing>) {
    assert_eq!(value::standing(given).ok(), meant);
}

fn value_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9/.: '\"a-zA-Z+-]{0,24}",
        "[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}[ T]?[0-9:.]{0,12}[zZ]?",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn no_text_is_too_strange_for_any_value(text in value_text()) {
        for order in [DayFirst, MonthFirst] {
            let _ = dates(order).moment(&text);
            let _ = dates(order).partial(&text);
        }
        let _ = (value::time(&text), value::full_name(&text), value::name(&text), value::height(&text));
        let _ = (value::age(&text), value::postcode(&text), value::sex(&text), value::grade(&text));
        let _ = (value::ethnic_appearance(&text), value::self_defined_ethnicity(&text));
        let _ = (value::answer_with_detail(&text), value::category(&text), value::condition(&text));
        let _ = (value::standing(&text), value::found_by(&text), value::is_nothing(&text));
    }

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

    #[test]
    fn every_height_in_centimetres_is_itself(cm in 30_u32..=260) {
        prop_assert_eq!(value::height(&cm.to_string()), Ok(cm.to_string()));
        prop_assert_eq!(value::height(&format!("{}.{:02}m", cm / 100, cm % 100)), Ok(cm.to_string()));
    }
}
