//! Values at the edge: descriptions, ages, force codes, roles, thresholds.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use common::*;
use proptest::prelude::*;
use register::fact::*;
use register::force::{FORCES, ForceCode, TRAINING};
use register::incident::Contradiction;
use register::question::{Answer, Question};
use register::role::Verb;
use register::*;
use rstest::rstest;

fn parsed(attribute: Attribute, given: &str) -> Result<String, &'static str> {
    Described::parse(attribute, given).map(|described| described.value)
}

#[rstest]
#[case("2008-02-29", Ok("2008-02-29"))]
#[case("29/02/2008", Ok("2008-02-29"))]
#[case("3/4/1981", Ok("1981-04-03"))]
#[case("03.04.1981", Ok("1981-04-03"))]
#[case("3 Apr 1981", Ok("1981-04-03"))]
#[case("3 April 1981", Ok("1981-04-03"))]
#[case(" 1981-4 ", Ok("1981-04"))]
#[case("1981", Ok("1981"))]
#[case("2007-02-29", Err("field-date-of-birth"))]
#[case("1981-13", Err("field-date-of-birth"))]
#[case("1/2/08", Err("field-date-of-birth"))]
#[case("1879", Err("field-date-of-birth"))]
#[case("81", Err("field-date-of-birth"))]
#[case("spring", Err("field-date-of-birth"))]
#[case("", Err("field-empty"))]
fn a_date_of_birth_is_day_first_and_may_be_partial(
    #[case] given: &str,
    #[case] expected: Result<&str, &'static str>,
) {
    assert_eq!(parsed(Attribute::DateOfBirth, given), expected.map(str::to_owned));
}

#[rstest]
#[case("81", Ok("81"))]
#[case("20-30", Ok("20-30"))]
#[case("20 to 30", Ok("20-30"))]
#[case("20 – 30", Ok("20-30"))]
#[case("about 25", Ok("25"))]
#[case("About 20 to 30", Ok("20-30"))]
#[case("~25", Ok("25"))]
#[case("0", Ok("0"))]
#[case("126", Err("field-age"))]
#[case("30-20", Err("field-age"))]
#[case("-5", Err("field-age"))]
#[case("10-20-30", Err("field-age"))]
#[case("forty", Err("field-age"))]
fn an_age_is_one_number_or_a_range(#[case] given: &str, #[case] expected: Result<&str, &'static str>) {
    assert_eq!(parsed(Attribute::Age, given), expected.map(str::to_owned));
}

#[rstest]
#[case(Attribute::HeightCm, "170cm", Ok("170"))]
#[case(Attribute::HeightCm, "165 to 175", Ok("165-175"))]
#[case(Attribute::HeightCm, "29", Err("field-height"))]
#[case(Attribute::HeightCm, "5 ft 7", Err("field-height"))]
#[case(Attribute::Sex, "F", Ok("female"))]
#[case(Attribute::Sex, "Male", Ok("male"))]
#[case(Attribute::Sex, "Not  known", Ok("not known"))]
#[case(Attribute::Sex, "x", Err("field-sex"))]
#[case(Attribute::FamilyName, "  Test-Larkspur ", Ok("Test-Larkspur"))]
#[case(Attribute::FamilyName, " \t\n", Err("field-empty"))]
fn a_value_is_parsed_as_its_attribute_wants_it(
    #[case] attribute: Attribute,
    #[case] given: &str,
    #[case] expected: Result<&str, &'static str>,
) {
    assert_eq!(parsed(attribute, given), expected.map(str::to_owned));
}

#[test]
fn a_value_longer_than_two_thousand_characters_is_refused() {
    assert!(parsed(Attribute::Clothing, &"é".repeat(2_000)).is_ok());
    assert_eq!(parsed(Attribute::Clothing, &"é".repeat(2_001)), Err("field-too-long"));
}

proptest! {
    #![proptest_config(property(512))]

    #[test]
    fn whatever_is_typed_a_value_is_taken_or_refused_and_what_is_taken_stays_the_same(
        attribute in proptest::sample::select(&Attribute::ALL),
        given in "(\\PC{0,12}|[0-9/. -]{0,12}|about [0-9]{1,3}( to [0-9]{1,3})?)",
    ) {
        if let Ok(value) = parsed(attribute, &given) {
            prop_assert_eq!(parsed(attribute, &value), Ok(value.clone()));
            let mut case = Case::new();
            case.give(report(&[(attribute, &given)]));
            for day in [0, 20_000] {
                let on = at(0).date_naive() + chrono::TimeDelta::days(day);
                if let Some((youngest, oldest)) = case.state().age_at(on) {
                    prop_assert!(youngest <= oldest);
                }
            }
        }
    }

    #[test]
    fn a_force_code_that_parses_is_read_again(text in "\\PC{0,10}") {
        if let Ok(code) = ForceCode::parse(&text) {
            prop_assert_eq!(ForceCode::parse(code.as_str()).unwrap(), code);
        }
    }
}

fn age(attribute: Attribute, value: &str, on: (i32, u32, u32)) -> (Option<(u32, u32)>, bool) {
    let mut case = Case::new();
    case.give(report(&[(attribute, value)]));
    let on = NaiveDate::from_ymd_opt(on.0, on.1, on.2).unwrap();
    (case.state().age_at(on), case.state().may_be_child(on))
}

#[rstest]
#[case::day_before_birthday("2008-03-02", (2026, 3, 1), (17, 17))]
#[case::birthday("2008-03-02", (2026, 3, 2), (18, 18))]
#[case::leap_day_in_a_common_year("2008-02-29", (2026, 2, 28), (17, 17))]
#[case::day_after_a_leap_day("2008-02-29", (2026, 3, 1), (18, 18))]
#[case::leap_day_in_a_leap_year("2008-02-29", (2028, 2, 29), (20, 20))]
#[case::year_only("2008", (2026, 6, 1), (17, 18))]
#[case::year_only_on_its_last_day("2008", (2026, 12, 31), (18, 18))]
#[case::month("2008-06", (2026, 6, 15), (17, 18))]
#[case::end_of_a_long_month("2008-07", (2026, 7, 30), (17, 18))]
#[case::last_day_of_a_long_month("2008-07", (2026, 7, 31), (18, 18))]
#[case::february_of_a_leap_year("2008-02", (2026, 2, 28), (17, 18))]
#[case::december("2008-12", (2026, 12, 31), (18, 18))]
#[case::not_born_yet("2030", (2026, 1, 1), (0, 0))]
fn age_is_reckoned_from_what_is_known_of_the_birth(
    #[case] born: &str,
    #[case] on: (i32, u32, u32),
    #[case] expected: (u32, u32),
) {
    assert_eq!(age(Attribute::DateOfBirth, born, on), (Some(expected), expected.0 < 18));
}

#[rstest]
#[case("15", (15, 15), true)]
#[case("16-20", (16, 20), true)]
#[case("18-20", (18, 20), false)]
fn an_age_as_judged_is_a_child_where_it_may_be_one(
    #[case] judged: &str,
    #[case] expected: (u32, u32),
    #[case] child: bool,
) {
    assert_eq!(age(Attribute::Age, judged, (2026, 3, 2)), (Some(expected), child));
}

#[test]
fn a_date_of_birth_goes_before_an_age_as_judged() {
    let mut case = Case::child();
    case.give(describe(Attribute::DateOfBirth, "1980"));
    assert_eq!(case.state().age_at(at(0).date_naive()), Some((45, 46)));
}

#[rstest]
#[case::older_age_later(&[(Attribute::Age, "16"), (Attribute::Age, "25")], true)]
#[case::range_that_begins_below(&[(Attribute::Age, "17-20"), (Attribute::Age, "30")], true)]
#[case::birth_after_age(&[(Attribute::Age, "15"), (Attribute::DateOfBirth, "1980")], true)]
#[case::age_beside_birth(&[(Attribute::DateOfBirth, "1980"), (Attribute::Age, "15")], true)]
#[case::two_births(&[(Attribute::DateOfBirth, "2012-05-01"), (Attribute::DateOfBirth, "1972-05-01")], true)]
#[case::all_of_age(&[(Attribute::Age, "18-25"), (Attribute::DateOfBirth, "1990"), (Attribute::Age, "40")], false)]
#[case::nothing_said(&[(Attribute::Hair, "red")], false)]
fn somebody_may_be_a_child_where_anything_said_makes_them_one(
    #[case] said: &[(Attribute, &str)],
    #[case] child: bool,
) {
    let mut case = Case::new();
    case.give(report(&said[..1]));
    for &(attribute, value) in &said[1..] {
        case.give(describe(attribute, value));
    }
    let on = at(0).date_naive();
    assert_eq!(case.state().may_be_child(on), child, "F29");
    case.as_role(Role::Supervisor);
    let lowest = case.assess(Grade::VeryLow);
    let known_adult = !child && case.state().age_at(on).is_some();
    assert_eq!(case.ask(lowest).is_ok(), known_adult);
}

#[rstest]
#[case(Attribute::Age, &["20-30", "25"], &[])]
#[case(Attribute::Age, &["41", "41"], &[])]
#[case(Attribute::Age, &["15", "20-30"], &["20-30", "15"])]
#[case(Attribute::Age, &["20-25", "35-40", "20-40"], &["35-40", "20-25"])]
#[case(Attribute::GivenName, &["Ida", "ida May"], &[])]
#[case(Attribute::GivenName, &["Ida", "Magnus"], &["Magnus", "Ida"])]
#[case(Attribute::FamilyName, &["Test-Larkspur", "Test-Lark"], &["Test-Lark", "Test-Larkspur"])]
#[case(Attribute::KnownAs, &["Mags", "Skip"], &[])]
fn values_that_cannot_both_be_true_are_a_contradiction(
    #[case] attribute: Attribute,
    #[case] said: &[&str],
    #[case] listed: &[&str],
) {
    let mut case = Case::new();
    case.give(report(&[(attribute, said[0])]));
    for value in &said[1..] {
        case.give(describe(attribute, value));
    }
    let found: Vec<String> = case
        .state()
        .contradictions()
        .into_iter()
        .flat_map(|found| match found {
            Contradiction::Attribute { values, .. } => values,
            other => panic!("{other:?}"),
        })
        .map(|said| said.what)
        .collect();
    assert_eq!(found, listed);
}

#[test]
fn the_forces_are_the_forty_three_territorial_ones_and_british_transport_police() {
    let codes: BTreeSet<&str> = FORCES.iter().map(|(code, _)| *code).collect();
    let names: BTreeSet<&str> = FORCES.iter().map(|(_, name)| *name).collect();
    assert_eq!((FORCES.len(), codes.len(), names.len()), (44, 44, 44));
    let expected: BTreeSet<&str> = "\
        Avon and Somerset Police|Bedfordshire Police|British Transport Police|Cambridgeshire Constabulary|\
        Cheshire Constabulary|City of London Police|Cleveland Police|Cumbria Constabulary|Derbyshire Constabulary|\
        Devon and Cornwall Police|Dorset Police|Durham Constabulary|Dyfed-Powys Police|Essex Police|\
        Gloucestershire Constabulary|Greater Manchester Police|Gwent Police|Hampshire and Isle of Wight Constabulary|\
        Hertfordshire Constabulary|Humberside Police|Kent Police|Lancashire Constabulary|Leicestershire Police|\
        Lincolnshire Police|Merseyside Police|Metropolitan Police Service|Norfolk Constabulary|North Wales Police|\
        North Yorkshire Police|Northamptonshire Police|Northumbria Police|Nottinghamshire Police|South Wales Police|\
        South Yorkshire Police|Staffordshire Police|Suffolk Constabulary|Surrey Police|Sussex Police|\
        Thames Valley Police|Warwickshire Police|West Mercia Police|West Midlands Police|West Yorkshire Police|\
        Wiltshire Police"
        .split('|')
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn every_listed_code_is_well_formed_and_no_training_code_is_a_live_one() {
    for (code, name) in FORCES.iter().chain(TRAINING) {
        let parsed = ForceCode::parse(code).unwrap();
        assert_eq!((parsed.as_str(), parsed.name()), (*code, *name));
        assert_eq!(parsed.is_training(), TRAINING.iter().any(|(training, _)| training == code));
    }
    assert_eq!(TRAINING.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["NM", "WX", "SF", "HD"]);
    assert!(TRAINING.iter().all(|(code, _)| !FORCES.iter().any(|(live, _)| live == code)));
}

#[rstest]
#[case("nm", Ok("NM"))]
#[case(" ABCDEFGH ", Ok("ABCDEFGH"))]
#[case("A1", Err(()))]
#[case("A", Err(()))]
#[case("ABCDEFGHI", Err(()))]
#[case("1A", Err(()))]
#[case("A-B", Err(()))]
#[case("ÉÉ", Err(()))]
#[case("", Err(()))]
fn a_force_code_is_two_to_eight_letters(#[case] given: &str, #[case] expected: Result<&str, ()>) {
    assert_eq!(ForceCode::parse(given).map_err(drop), expected.map(|code| ForceCode::parse(code).unwrap()));
    let json = serde_json::to_string(given).unwrap();
    assert_eq!(serde_json::from_str::<ForceCode>(&json).is_ok(), expected.is_ok());
}

#[rstest]
#[case(Verb::Verify, &Role::ALL)]
#[case(Verb::ClearDanger, &[Role::DutyInspector])]
#[case(Verb::ApproveLowestForChild, &[Role::DutyInspector])]
#[case(Verb::ConfirmClosure, &[Role::Supervisor, Role::DutyInspector])]
#[case(Verb::Decide, &[Role::Supervisor, Role::DutyInspector])]
#[case(Verb::Assess, &[
    Role::CallHandler, Role::InvestigatingOfficer, Role::Supervisor, Role::DutyInspector, Role::Coordinator,
    Role::SafeguardingReviewer, Role::SearchAdviser,
])]
#[case(Verb::Review, &[
    Role::InvestigatingOfficer, Role::Supervisor, Role::DutyInspector, Role::Coordinator,
    Role::SafeguardingReviewer, Role::SearchAdviser,
])]
#[case(Verb::Close, &[Role::InvestigatingOfficer, Role::Supervisor, Role::DutyInspector, Role::Coordinator])]
#[case(Verb::Enrol, &[Role::DutyInspector, Role::Coordinator, Role::Administrator])]
#[case(Verb::Record, &[
    Role::CallHandler, Role::InvestigatingOfficer, Role::Supervisor, Role::DutyInspector, Role::Coordinator,
    Role::SafeguardingReviewer, Role::SearchAdviser, Role::NationalUnit,
])]
#[case(Verb::Read, &[
    Role::CallHandler, Role::InvestigatingOfficer, Role::Supervisor, Role::DutyInspector, Role::Coordinator,
    Role::SafeguardingReviewer, Role::SearchAdviser, Role::NationalUnit, Role::Auditor,
])]
fn a_role_grants_these_verbs_and_no_more(#[case] verb: Verb, #[case] granted: &[Role]) {
    let may: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(verb)).collect();
    assert_eq!(may, granted);
}

#[rstest]
fn a_partner_an_auditor_and_an_administrator_record_nothing(
    #[values(Role::Partner, Role::Auditor, Role::Administrator)] role: Role,
) {
    let mut case = Case::graded(Grade::Medium);
    case.as_role(role);
    assert_eq!(case.refused(note("seen")), Rule::NotYourRole);
    assert_eq!(case.refused(located(at(0))), Rule::NotYourRole);
    let command = case.assess(Grade::High);
    assert_eq!(case.refused(command), Rule::NotYourRole);
}

#[test]
fn inv_10_no_question_asks_for_a_protected_belief_or_origin() {
    for question in Question::FACTORS.into_iter().chain(Question::CALL_HANDLER) {
        let name = serde_json::to_string(&question).unwrap();
        for barred in ["ethnic", "national", "religio", "sexuality", "orientation"] {
            assert!(!name.contains(barred), "{name}");
        }
    }
    assert!(!Attribute::SelfDefinedEthnicity.is_risk_relevant());
    assert!(!Attribute::EthnicAppearance.is_risk_relevant());
}

#[test]
fn the_twelve_questions_are_asked_once_each_and_every_danger_is_among_them() {
    let asked: BTreeSet<Question> = Question::CALL_HANDLER.into_iter().collect();
    assert_eq!(asked.len(), 12);
    let dangers = asked.iter().filter(|question| question.is_immediate_danger()).count();
    assert!((1..=8).contains(&dangers), "F18: eight at most");
    assert!(Question::FACTORS.iter().filter(|question| question.is_immediate_danger()).count() == dangers);
}

#[rstest]
fn not_asked_is_not_no(#[values(Question::SelfHarm, Question::Dementia)] question: Question) {
    let mut case = Case::reported();
    assert_eq!(case.state().answer(question), Answer::NotAsked);
    case.give(answer(question, Answer::No));
    assert_eq!(case.state().answer(question), Answer::No);
}

#[test]
fn answers_asked_twice_or_detailed_without_being_asked_are_refused_by_field() {
    let mut case = Case::reported();
    let mut twice = answer(Question::SelfHarm, Answer::Yes);
    twice.answers.push(answered(Question::SelfHarm, Answer::No));
    assert_eq!(case.wrong_fields(twice), ["answers.1.question"]);
    let mut detailed = answer(Question::SelfHarm, Answer::NotAsked);
    detailed.answers[0].detail = "said goodbye".into();
    assert_eq!(case.wrong_fields(detailed), ["answers.0.answer"]);
}

#[test]
fn a_force_may_put_its_own_thresholds_in_place() {
    let own = Thresholds::with_overrides("quiet_minutes = 90\n").unwrap();
    assert_eq!(own, Thresholds { quiet_minutes: 90, ..Thresholds::default() });
}

#[rstest]
#[case::unknown("quite_minutes = 90", "quite_minutes")]
#[case::word("quiet_minutes = \"soon\"", "quiet_minutes")]
#[case::negative("reassess_minutes = -1", "reassess_minutes")]
#[case::fraction("reassess_minutes = 1.5", "reassess_minutes")]
#[case::no_review_possible("longest_review_hours_high = 0", "longest_review_hours_high")]
#[case::past_all_calendars("longest_review_hours_high = 4294967295", "longest_review_hours_high")]
#[case::no_try_at_all("passphrase_tries = 0", "passphrase_tries")]
#[case::not_toml("quiet_minutes 90", "quiet_minutes")]
fn a_wrong_threshold_is_refused_by_name(#[case] lines: &str, #[case] named: &str) {
    let said = Thresholds::with_overrides(lines).unwrap_err();
    assert!(said.contains(named), "{said}");
}
