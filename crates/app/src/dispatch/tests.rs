use proptest::prelude::*;
use rstest::rstest;

use super::*;

const LOG: &str = "LOG: NM-20261123-0142\nTime of call: 23/11/2026 12:50\nMISPER: TEST-LARKSPUR, Magnus\nDOB: 4/3/1945\nSex: M\nHeight: 178cm\nWearing: grey cardigan, slippers, no coat\nMedical: warfarin at 21:00\nLast seen: Hill Road, Fernbrook at 12:10\nInformant: J Test-Larkspur (daughter) 07700 900123\nHas dementia and was found by the canal last time.\nRemark: talks of a last walk";

fn utc(at: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(at).expect("a time").with_timezone(&Utc)
}

fn now() -> DateTime<Utc> {
    utc("2026-11-23T16:00:00Z")
}

/// As the second of two columns of a table: to the minute, in UTC.
fn shown(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string())
}

#[test]
fn a_labelled_log_fills_every_field_that_it_names() {
    let log = read(LOG, now());
    assert_eq!(log.reference.as_deref(), Some("NM-20261123-0142"));
    assert_eq!(log.family_name.as_deref(), Some("Test-Larkspur"));
    assert_eq!(log.given_name.as_deref(), Some("Magnus"));
    assert_eq!(log.date_of_birth.as_deref(), Some("1945-03-04"));
    assert_eq!(log.sex.as_deref(), Some("male"));
    assert_eq!(log.height_cm.as_deref(), Some("178"));
    assert_eq!(log.last_seen_place.as_deref(), Some("Hill Road, Fernbrook"));
    assert_eq!(shown(log.last_seen_at), "2026-11-23 12:10");
    assert_eq!(shown(log.reported_at), "2026-11-23 12:50");
    assert_eq!(log.informant_name.as_deref(), Some("J Test-Larkspur"));
    assert_eq!(log.informant_relation.as_deref(), Some("daughter"));
    assert_eq!(log.informant_phone.as_deref(), Some("07700 900123"));
    assert_eq!(
        log.circumstances,
        "Has dementia and was found by the canal last time.\nRemark: talks of a last walk"
    );
}

#[test]
fn words_of_danger_are_hints_with_their_line_and_never_answers() {
    let hinted: Vec<Question> = read(LOG, now()).hints.iter().map(|hint| hint.question).collect();
    assert!(hinted.contains(&Question::SelfHarm) && hinted.contains(&Question::MedicalNeeds));
    assert!(read("He collected his shopping", now()).hints.is_empty(), "the middle of a word is no hint");
}

#[test]
fn what_fits_no_field_stays_word_for_word() {
    let log = read("Age: about thirty\nAge: 300\nhello ünïcode 👋", now());
    assert_eq!(log.age, None);
    assert_eq!(log.circumstances, "Age: about thirty\nAge: 300\nhello ünïcode 👋");
}

/// Now is Monday 23 November 2026, 16:00 in winter.
#[rstest]
#[case::day_first("23/11/2026 12:50", "2026-11-23 12:50")]
#[case::year_of_two_digits("23/11/26 12:50", "2026-11-23 12:50")]
#[case::year_of_the_last_century("23/11/85 12:50", "1985-11-23 12:50")]
#[case::seconds("23/11/2026 12:50:31", "2026-11-23 12:50")]
#[case::dashes("23-11-2026 12:50", "2026-11-23 12:50")]
#[case::dots("23.11.26 12.50", "2026-11-23 12:50")]
#[case::single_digits("3/1/26 9:05", "2026-01-03 09:05")]
#[case::year_first("2026-11-23 12:50", "2026-11-23 12:50")]
#[case::iso("2026-11-23T12:50", "2026-11-23 12:50")]
#[case::iso_with_offset("2026-11-23T12:50:00+01:00", "2026-11-23 11:50")]
#[case::month_by_name("23 Nov 2026 1250hrs", "2026-11-23 12:50")]
#[case::ordinal("Mon 23rd November 26 at 12:50", "2026-11-23 12:50")]
#[case::month_in_dashes("23-Nov-2026 1250", "2026-11-23 12:50")]
#[case::time_first("12:50 23/11/2026", "2026-11-23 12:50")]
#[case::time_first_in_words("12:50 on 23/11/2026", "2026-11-23 12:50")]
#[case::bare_time_beside_a_date("23/11/26 1250", "2026-11-23 12:50")]
#[case::summer_time("01/07/2026 12:50", "2026-07-01 11:50")]
#[case::joined_hours("1510hrs", "2026-11-23 15:10")]
#[case::hours_apart("1510 hrs", "2026-11-23 15:10")]
#[case::hours_in_capitals("1510 HRS", "2026-11-23 15:10")]
#[case::three_digits_with_hours("930hrs", "2026-11-23 09:30")]
#[case::colon("15:10", "2026-11-23 15:10")]
#[case::colon_and_hours("15:10hrs", "2026-11-23 15:10")]
#[case::bare("1510", "2026-11-23 15:10")]
#[case::dotted("15.10", "2026-11-23 15:10")]
#[case::afternoon("3:10pm", "2026-11-23 15:10")]
#[case::afternoon_apart("3.10 pm", "2026-11-23 15:10")]
#[case::noon("12pm", "2026-11-23 12:00")]
#[case::midnight("12am", "2026-11-23 00:00")]
#[case::not_yet_today("23:40", "2026-11-22 23:40")]
#[case::this_minute("16:00", "2026-11-23 16:00")]
#[case::a_minute_ahead("16:01", "2026-11-22 16:01")]
fn a_time_of_any_usual_form_is_read(#[case] said: &str, #[case] expected: &str) {
    for (label, of) in [("Last seen time", 0), ("Time of call", 1), ("Last seen", 0)] {
        let log = read(&format!("{label}: {said}"), now());
        let found = [log.last_seen_at, log.reported_at][of];
        assert_eq!(shown(found), expected, "{label}");
        assert_eq!((log.circumstances.as_str(), log.last_seen_place), ("", None), "{label}");
    }
}

#[rstest]
#[case::year_of_three_digits("23/11/026 12:50")]
#[case::year_zero("23/11/0026 12:50")]
#[case::before_1900("23/11/1899 12:50")]
#[case::after_next_year("23/11/2028 12:50")]
#[case::next_year("23/11/2027 12:50")]
#[case::later_today("23/11/2026 16:01")]
#[case::no_such_day("31/11/2026 12:50")]
#[case::no_such_day_of_a_named_month("31 Nov 2026 12:50")]
#[case::no_year("22/11 12:50")]
#[case::no_year_after_a_named_month("22nd Nov 12:50")]
#[case::american_without_a_year("Nov 22 12:50")]
#[case::a_day_of_the_week("Sunday 12:50")]
#[case::month_first("11/23/2026 12:50")]
#[case::no_such_time("23/11/2026 24:10")]
#[case::a_day_alone("22/11/2026")]
#[case::two_days("21/11/2026 or 22/11/2026, 12:50 or so")]
#[case::a_range("12:10-12:40")]
#[case::a_duration("for 9 hrs")]
#[case::a_number("07700 900123")]
#[case::afternoon_of_no_hour("15:10pm")]
#[case::words("not known")]
fn what_is_no_plausible_time_is_not_read_and_stays(#[case] said: &str) {
    for label in ["Last seen time", "Time of call"] {
        let line = format!("{label}: {said}");
        let log = read(&line, now());
        assert_eq!((log.last_seen_at, log.reported_at), (None, None));
        assert_eq!(log.circumstances, line);
    }
    let log = read(&format!("Last seen: {said}"), now());
    assert_eq!((log.last_seen_at, log.last_seen_place.as_deref()), (None, Some(said)));
}

#[rstest]
#[case("Hill Road 1510hrs", "Hill Road", "2026-11-23 15:10")]
#[case("Hill Road 1510 hrs", "Hill Road", "2026-11-23 15:10")]
#[case("Hill Road 1510", "Hill Road", "2026-11-23 15:10")]
#[case("Hill Road 15:10", "Hill Road", "2026-11-23 15:10")]
#[case("Hill Road, at 15:10.", "Hill Road", "2026-11-23 15:10")]
#[case("15:10 Hill Road", "Hill Road", "2026-11-23 15:10")]
#[case("1510hrs - Hill Road", "Hill Road", "2026-11-23 15:10")]
#[case("23/11/2026 12:10 Hill Road", "Hill Road", "2026-11-23 12:10")]
#[case("22/11/2026 23:10 Hill Road", "Hill Road", "2026-11-22 23:10")]
#[case("21/11/26 1210hrs, Hill Road", "Hill Road", "2026-11-21 12:10")]
#[case("Hill Road on 21/11/2026 at 12:10", "Hill Road", "2026-11-21 12:10")]
#[case("Hill Road 12:10 on 21/11/2026", "Hill Road", "2026-11-21 12:10")]
#[case("21 Nov 2026 Hill Road 12:10", "Hill Road", "2026-11-21 12:10")]
#[case("Hill Road around 12:10", "Hill Road around", "2026-11-23 12:10")]
#[case("14 Hill Road 12:10", "14 Hill Road", "2026-11-23 12:10")]
#[case("1510 Hill Road", "1510 Hill Road", "")]
#[case("1510 Hill Road 12:10", "1510 Hill Road", "2026-11-23 12:10")]
#[case("Hill Road, May 2026", "Hill Road, May 2026", "")]
#[case("Hill Road 31/11/2026 12:10", "Hill Road 31/11/2026 12:10", "")]
#[case("Hill Road 22/11 12:10", "Hill Road 22/11 12:10", "")]
#[case("Hill Road, Sunday 12:10", "Hill Road, Sunday 12:10", "")]
#[case("Hill Road yesterday at 12:10", "Hill Road", "2026-11-22 12:10")]
#[case("12/14 Hill Road 12:10", "12/14 Hill Road", "2026-11-23 12:10")]
#[case("Hill Road 23/11/2027 12:10", "Hill Road 23/11/2027 12:10", "")]
#[case("Hill Road 25:10", "Hill Road 25:10", "")]
#[case("Hill Road 21/11/2026", "Hill Road 21/11/2026", "")]
fn a_place_keeps_every_word_but_those_that_were_read_as_its_time(
    #[case] said: &str,
    #[case] place: &str,
    #[case] expected: &str,
) {
    let log = read(&format!("Last seen: {said}"), now());
    assert_eq!((log.last_seen_place.as_deref(), &*shown(log.last_seen_at)), (Some(place), expected));
    assert_eq!(log.circumstances, "");
}

#[rstest]
#[case::before_the_clocks_go_back("2026-10-25T00:45:00Z", "01:30", "2026-10-25 00:30")]
#[case::in_the_second_such_hour("2026-10-25T01:45:00Z", "01:30", "2026-10-25 01:30")]
#[case::in_the_second_such_hour_not_yet("2026-10-25T01:15:00Z", "01:30", "2026-10-25 00:30")]
#[case::the_first_of_two("2026-10-25T12:00:00Z", "25/10/2026 01:30", "2026-10-25 00:30")]
#[case::the_hour_that_was_skipped("2026-03-29T12:00:00Z", "29/03/2026 01:30", "")]
#[case::the_last_that_there_was("2026-03-29T12:00:00Z", "01:30", "2026-03-28 01:30")]
#[case::after_the_clocks_go_forward("2026-03-29T12:00:00Z", "02:30", "2026-03-29 01:30")]
#[case::yesterday_in_winter("2026-03-29T12:00:00Z", "23:30", "2026-03-28 23:30")]
#[case::just_after_midnight_in_summer("2026-06-30T23:10:00Z", "00:05", "2026-06-30 23:05")]
fn times_hold_to_the_clocks_of_the_kingdom(#[case] now: &str, #[case] said: &str, #[case] expected: &str) {
    let log = read(&format!("Last seen time: {said}"), utc(now));
    assert_eq!(shown(log.last_seen_at), expected);
}

/// A time alone is read against the time of its line, and the line stays as it is.
#[rstest]
#[case("12:50:31 LAST SEEN: Hill Road 12:10", "2026-11-23 12:10")]
#[case("12:50:31 LAST SEEN: Hill Road 15:10", "2026-11-22 15:10")]
#[case("12:50 CALLER STATES LAST SEEN: Hill Road 12:10", "2026-11-23 12:10")]
#[case("[21/11/26 12:50] Last seen: Hill Road 12:10", "2026-11-21 12:10")]
#[case("21/11/2026 1250 - Last seen: Hill Road 1310hrs", "2026-11-20 13:10")]
#[case("12:50:31 21/11/2026 Last seen: Hill Road 12:10", "2026-11-21 12:10")]
#[case("21/11/2026 Last seen: Hill Road 12:10", "2026-11-21 12:10")]
#[case("2026-11-21T12:50:31Z Last seen: Hill Road 12:10", "2026-11-21 12:10")]
#[case("1250hrs Last seen: 22/11/2026 12:10 Hill Road", "2026-11-22 12:10")]
fn labels_are_read_after_the_time_that_a_line_begins_with(#[case] line: &str, #[case] expected: &str) {
    let log = read(line, now());
    assert_eq!((log.last_seen_place.as_deref(), &*shown(log.last_seen_at)), (Some("Hill Road"), expected));
    assert_eq!(log.circumstances, line);
}

#[rstest]
#[case("12:50:31 CALLER STATES he has gone")]
#[case("23/11/26 12:50 Unit on its way")]
#[case("12:50")]
#[case("1.10 Paragraph")]
#[case("15:10: arrived")]
fn a_line_that_begins_with_a_time_and_has_no_label_stays(#[case] line: &str) {
    let log = read(line, now());
    assert_eq!((log.circumstances.as_str(), log.last_seen_at, log.last_seen_place), (line, None, None));
}

#[test]
fn a_day_on_a_line_of_its_own_belongs_to_the_time_that_stands_alone() {
    let log = read("Date last seen: 20/11/2026\nLast seen: Hill Road\nTime last seen: 1210", now());
    assert_eq!(shown(log.last_seen_at), "2026-11-20 12:10");
    assert_eq!(log.circumstances, "Date last seen: 20/11/2026");
    let log = read("Call time: 12:50\nCall date: 20/11/26", now());
    assert_eq!(shown(log.reported_at), "2026-11-20 12:50");
}

#[test]
fn a_second_value_for_a_field_stays_in_the_circumstances() {
    let second = "Last seen: Mill Lane 13:10\nLast seen time: 13:20\nTime of call: 13:30\nCaller: K Test-Ash (son) 07700 900456";
    let log = read(
        &format!(
            "Last seen: Hill Road 12:10\nTime of call: 12:50\nInformant: J Test-Larkspur (daughter) 07700 900123\n{second}"
        ),
        now(),
    );
    assert_eq!(
        (&*shown(log.last_seen_at), &*shown(log.reported_at)),
        ("2026-11-23 12:10", "2026-11-23 12:50")
    );
    assert_eq!(log.circumstances, second);
}

#[rstest]
#[case("J Test-Larkspur (daughter) 07700 900123", "J Test-Larkspur", "daughter", "07700 900123")]
#[case("J Test-Larkspur, 12 Hill Road, 07700 900 123", "J Test-Larkspur, 12 Hill Road", "", "07700 900 123")]
#[case("PC1234 Test-Ash", "PC1234 Test-Ash", "", "")]
#[case("J Test-Larkspur (07700 900123)", "J Test-Larkspur", "", "(07700 900123)")]
fn an_informant_is_taken_apart_without_a_loss(
    #[case] said: &str,
    #[case] name: &str,
    #[case] relation: &str,
    #[case] phone: &str,
) {
    let log = read(&format!("Informant: {said}"), now());
    let or_empty = |field: Option<String>| field.unwrap_or_default();
    assert_eq!(or_empty(log.informant_name), name);
    assert_eq!((&*or_empty(log.informant_relation), &*or_empty(log.informant_phone)), (relation, phone));
    assert_eq!(log.circumstances, "");
}

#[test]
fn a_phone_that_has_a_line_of_its_own_does_not_swallow_another() {
    let line = "Informant: J Test-Larkspur (daughter) 07700 900123";
    let log = read(&format!("Tel: 07700 900456\n{line}"), now());
    assert_eq!(log.informant_phone.as_deref(), Some("07700 900456"));
    assert_eq!(log.circumstances, line);
}

/// Every letter by itself: a name in capitals is written small one letter at a time.
/// Through capitals, which some letters have two of.
fn small(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// All text of a reading, to look for words in.
fn everything(log: &DispatchLogView) -> String {
    let fields = [
        &log.reference,
        &log.family_name,
        &log.given_name,
        &log.date_of_birth,
        &log.age,
        &log.sex,
        &log.height_cm,
        &log.clothing,
        &log.medical,
        &log.last_seen_place,
        &log.informant_name,
        &log.informant_relation,
        &log.informant_phone,
    ];
    let fields: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
    small(&format!("{} {}", fields.join(" "), log.circumstances))
}

const LABELS: &[&str] = &[
    "Log",
    "Surname",
    "Forename",
    "Name",
    "MISPER",
    "DOB",
    "Age",
    "Sex",
    "Height",
    "Wearing",
    "Medical",
    "Last seen",
    "LSP",
    "Location",
    "Last seen time",
    "Date last seen",
    "Time of call",
    "Reported",
    "Informant",
    "Caller",
    "Relationship",
    "Tel",
    "Remark",
    "12:50:31 Last seen",
    "23/11/26 12:50 Caller states",
    "1250hrs Name",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z]{3,9}-[a-z]{2,4}",
        1 => "[A-Z]{2,6},",
        1 => "\\([a-z]{4,8}\\)",
        2 => "[0-9]{1,6}",
        2 => "[0-2]?[0-9][:.]?[0-9]{2}(hrs|h| hrs|pm| am)?",
        2 => "[0-3]?[0-9]/[01]?[0-9]/(20)?[0-9]{2}",
        1 => "[12]?[0-9] (Nov|December) 20(2[0-9])",
        1 => Just("at".to_owned()),
        1 => Just("07700 900123".to_owned()),
        1 => "\\PC{1,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "(?s).{0,200}", at in 0_i64..4_000_000_000) {
        let at = DateTime::from_timestamp(at, 0).expect("a time");
        let log = read(&text, at);
        prop_assert!(log.last_seen_at.is_none_or(|seen| seen <= at));
    }

    /// A word may be missing only where it is a part of a time that was read, of a value that is now written in
    /// another form, or of the label.
    #[test]
    fn every_word_is_in_a_field_or_in_the_circumstances(
        lines in prop::collection::vec(
            (prop::sample::select(LABELS), prop::collection::vec(piece(), 0..6)),
            1..8,
        ),
    ) {
        let lines: Vec<String> =
            lines.iter().map(|(label, pieces)| format!("{label}: {}", pieces.join(" "))).collect();
        let text = lines.join("\n");
        let log = read(&text, now());
        let kept = everything(&log);
        for line in text.lines().filter(|line| !log.circumstances.contains(line.trim())) {
            let (label, value) = line.split_once(": ").unwrap_or(("", line));
            let label = label.to_lowercase();
            let rewritten = ["dob", "age", "sex", "height"].contains(&label.as_str());
            let timed = ["seen", "lsp", "location", "call", "reported"].iter().any(|word| label.contains(word));
            let mut gone = Vec::new();
            // A name and what stands in brackets after it go to two fields.
            for word in value.split(|c: char| c.is_whitespace() || ",()".contains(c)) {
                let bare = small(word.trim_matches(|c: char| !c.is_alphanumeric()));
                if !kept.contains(&bare) {
                    gone.push(bare);
                }
            }
            // At most "at", a day of three words, "at", a time and "hrs".
            let of_a_time = |word: &String| {
                word.chars().any(|c| c.is_ascii_digit())
                    || ["at", "on", "h", "hr", "hrs", "hours", "am", "pm", "nov", "december", "yesterday"].contains(&word.as_str())
            };
            prop_assert!(
                rewritten || gone.is_empty() || timed && gone.len() <= 7 && gone.iter().all(of_a_time),
                "{line:?} lost {gone:?} in {log:?}"
            );
            if !gone.is_empty() && timed {
                prop_assert!(log.last_seen_at.is_some() || log.reported_at.is_some(), "{line:?} lost {gone:?}");
            }
        }
    }
}
