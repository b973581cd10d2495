//! One value each: what is understood of it, and what is not.

#![allow(clippy::unwrap_used)]

use interchange::DateOrder::{DayFirst, MonthFirst};
use interchange::value::{self, Dates, Standing};
use proptest::prelude::*;
use register::fact::{Category, Condition, FoundBy, Grade};
use register::question::Answer;
use rstest::rstest;

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
            let dates = Dates { order, latest_year: 2046 };
            let _ = (dates.moment(&text), dates.partial(&text));
        }
        let _ = (value::time(&text), value::full_name(&text), value::name(&text), value::height(&text));
        let _ = (value::age(&text), value::postcode(&text), value::sex(&text), value::grade(&text));
        let _ = (value::ethnic_appearance(&text), value::self_defined_ethnicity(&text));
        let _ = (value::answer_with_detail(&text), value::category(&text), value::condition(&text));
        let _ = (value::standing(&text), value::found_by(&text), value::is_nothing(&text));
    }

    #[test]
    fn every_height_in_centimetres_is_itself(cm in 30_u32..=260) {
        prop_assert_eq!(value::height(&cm.to_string()), Ok(cm.to_string()));
        prop_assert_eq!(value::height(&format!("{}.{:02}m", cm / 100, cm % 100)), Ok(cm.to_string()));
    }
}
