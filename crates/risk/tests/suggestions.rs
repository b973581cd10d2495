//! Where one suggestion ends and the next begins, and what is said to lead to it. All is known of the person but what a
//! test says, and nothing raises the risk: so nothing but that leads to the grade.

use chrono::{DateTime, TimeDelta, Utc};
use register::fact::Grade;
use register::question::Question;
use risk::model::Flag;
use risk::{Evidence, MedicalNeed, Model, Place, Sex, State, Suggestion, Why, assess};
use rstest::rstest;

fn now() -> DateTime<Utc> {
    "2026-11-25T03:00:00Z".parse().expect("a time")
}

/// A man of 40 of whom every question was answered, to his advantage.
fn known() -> Evidence {
    let adult = Evidence { ages: Some((40, 40)), sex: Some(Sex::Male), ..Evidence::default() };
    Question::FACTORS.into_iter().fold(adult, |evidence, question| evidence.with(question, State::Absent))
}

fn aged(ages: Option<(u32, u32)>) -> Evidence {
    Evidence { ages, ..known() }
}

/// An untreated condition of which harm may begin then.
fn needing(harm_from: DateTime<Utc>) -> Evidence {
    let need = MedicalNeed {
        code: "diabetes-insulin".into(),
        harm_from,
        harm_by: harm_from + TimeDelta::hours(8),
        entry_id: register::EntryId::from_slice(&[7; 16]).expect("an id"),
    };
    Evidence { medical: vec![need], ..known() }
}

/// The shipped model, by which no estimate suggests more than the lowest grade.
fn flags_alone() -> Model {
    let mut model = Model::default();
    (model.cut_offs.low, model.cut_offs.medium, model.cut_offs.high) = (0.97, 0.98, 0.99);
    model
}

/// The same with this flag alone.
fn flagging(flag: Flag) -> Model {
    Model { flag: vec![flag], ..flags_alone() }
}

/// A flag that asks nothing yet.
fn flag() -> Flag {
    Flag {
        name: "test".into(),
        all: vec![],
        any: vec![],
        ages: None,
        medical_within_hours: None,
        at_least: Grade::High,
        source: "a test".into(),
    }
}

fn suggested(evidence: &Evidence, model: &Model) -> Suggestion {
    assess(evidence, model, Place::UNITED_KINGDOM, now()).suggestion
}

fn rate(suggestion: &Suggestion) -> f64 {
    let rates = suggestion.because.iter().filter_map(|why| match why {
        Why::Estimate { rate } => Some(*rate),
        _ => None,
    });
    let rates: Vec<_> = rates.collect();
    assert_eq!(rates.len(), 1, "the estimate says how it stands, once");
    rates[0]
}

/// What leads to it beside the estimate, which is always told.
fn beside_the_estimate(suggestion: Suggestion) -> Vec<Why> {
    rate(&suggestion);
    suggestion.because.into_iter().filter(|why| !matches!(why, Why::Estimate { .. })).collect()
}

fn flags(suggestion: Suggestion) -> Vec<String> {
    let names = beside_the_estimate(suggestion).into_iter().map(|why| match why {
        Why::Flag { name, .. } => name,
        other => panic!("no flag: {other:?}"),
    });
    names.collect()
}

#[rstest]
#[case::high(Grade::High, Grade::Medium)]
#[case::medium(Grade::Medium, Grade::Low)]
#[case::low(Grade::Low, Grade::VeryLow)]
fn an_estimate_at_a_cut_off_suggests_its_grade_and_one_just_under_it_the_grade_below(
    #[case] at: Grade,
    #[case] under: Grade,
) {
    let mut model = flags_alone();
    let rate = rate(&suggested(&known(), &model));
    let mut of = |cut: f64| {
        let cut_offs = &mut model.cut_offs;
        (cut_offs.low, cut_offs.medium, cut_offs.high) = match at {
            Grade::High => (rate / 4.0, rate / 2.0, cut),
            Grade::Medium => (rate / 2.0, cut, rate * 2.0),
            _ => (cut, rate * 2.0, rate * 4.0),
        };
        suggested(&known(), &model)
    };
    for (cut, grade) in [(rate, at), (rate.next_down(), at), (rate.next_up(), under)] {
        let suggestion = of(cut);
        assert_eq!(suggestion.grade, grade, "{rate} against {cut}");
        assert_eq!(suggestion.because, [Why::Estimate { rate }], "nothing else leads to it");
    }
}

#[rstest]
#[case::suicide(&[Question::SelfHarm], Grade::High, "suicide")]
#[case::hurt(&[Question::LikelyHurt], Grade::High, "likely-hurt")]
#[case::crime(&[Question::VictimOfCrime], Grade::High, "victim-of-crime")]
#[case::exposed_and_confused(&[Question::WeatherExposure, Question::Dementia], Grade::High, "exposed-and-confused")]
#[case::exposed_and_helpless(
    &[Question::WeatherExposure, Question::CannotAskForHelp],
    Grade::High,
    "exposed-and-confused"
)]
#[case::exploited_and_harmed(
    &[Question::SexualExploitation, Question::HarmedBefore],
    Grade::High,
    "exploited-and-harmed"
)]
#[case::exploited(&[Question::CriminalExploitation], Grade::Medium, "exploitation")]
#[case::medical(&[Question::MedicalNeeds], Grade::Medium, "medical")]
fn a_red_flag_suggests_its_grade_with_its_name_and_source_where_all_that_it_asks_is_present(
    #[case] asks: &[Question],
    #[case] grade: Grade,
    #[case] name: &str,
) {
    let model = flags_alone();
    let flag = model.flag.iter().find(|flag| flag.name == name).expect("a flag of the shipped model");
    for state in [State::Present, State::Conflicting] {
        let evidence = asks.iter().fold(known(), |evidence, question| evidence.with(*question, state));
        let suggestion = suggested(&evidence, &model);
        assert_eq!(suggestion.grade, grade, "{state:?}");
        let why = Why::Flag { name: name.into(), source: flag.source.clone() };
        assert_eq!(beside_the_estimate(suggestion), [why], "what suggests less is not said: {state:?}");
        // One that is missing is enough to take it away.
        for question in asks {
            let suggestion = suggested(&evidence.with(*question, State::Absent), &model);
            assert!(!flags(suggestion).contains(&name.to_owned()), "without {question:?}");
        }
    }
}

#[test]
fn a_flag_holds_where_every_one_of_all_and_one_of_any_is_present() {
    let of = |all: &[Question], any: &[Question], present: &[Question]| {
        let model = flagging(Flag { all: all.to_vec(), any: any.to_vec(), ..flag() });
        let evidence = present.iter().fold(known(), |said, question| said.with(*question, State::Present));
        suggested(&evidence, &model).grade == Grade::High
    };
    let [a, b, c] = [Question::Dementia, Question::WeatherExposure, Question::HarmedBefore];
    assert!(of(&[a, b], &[], &[a, b]), "nothing is asked of any where none is named");
    assert!(!of(&[a, b], &[], &[a]) && !of(&[a, b], &[], &[b]) && !of(&[a, b], &[], &[]));
    assert!(of(&[], &[a, b], &[a]) && of(&[], &[a, b], &[b]) && of(&[], &[a, b], &[a, b]));
    assert!(!of(&[], &[a, b], &[]) && !of(&[], &[a, b], &[c]));
    assert!(of(&[a], &[b, c], &[a, c]));
    assert!(!of(&[a], &[b, c], &[a]) && !of(&[a], &[b, c], &[b, c]));
}

#[rstest]
#[case::the_youngest(Some((3, 3)), true)]
#[case::the_last_year(Some((9, 9)), true)]
#[case::the_year_after(Some((10, 10)), false)]
#[case::may_be(Some((9, 12)), true)]
#[case::may_not_be(Some((10, 12)), false)]
#[case::a_year_before(Some((2, 2)), false)]
#[case::may_be_of_the_first(Some((1, 3)), true)]
// Else every age that nobody knows would be at the highest grade: what holds of them is that they may be a child.
#[case::not_known(None, false)]
fn a_flag_of_an_age_holds_of_whoever_may_be_of_it(#[case] ages: Option<(u32, u32)>, #[case] holds: bool) {
    let model = flagging(Flag { ages: Some((3, 9)), ..flag() });
    assert_eq!(suggested(&aged(ages), &model).grade == Grade::High, holds);
}

#[test]
fn a_child_under_ten_is_suggested_at_the_highest_grade_and_told_why() {
    let model = flags_alone();
    assert_eq!(flags(suggested(&aged(Some((9, 9))), &model)), ["small-child"]);
    assert_eq!(suggested(&aged(Some((10, 10))), &model).grade, Grade::Low);
}

#[rstest]
#[case::begun(TimeDelta::hours(-3), true)]
#[case::now(TimeDelta::zero(), true)]
#[case::at_the_last_moment(TimeDelta::hours(6), true)]
#[case::a_second_later(TimeDelta::hours(6) + TimeDelta::seconds(1), false)]
fn harm_from_an_untreated_condition_within_six_hours_is_a_red_flag(
    #[case] until: TimeDelta,
    #[case] soon: bool,
) {
    let suggestion = suggested(&needing(now() + until), &flags_alone());
    assert_eq!(suggestion.grade == Grade::High, soon);
    assert_eq!(flags(suggestion), if soon { vec!["medical-soon"] } else { vec![] });
}

#[test]
fn what_one_flag_asks_of_a_condition_answers_and_age_has_to_hold_together() {
    let asks = Flag { ages: Some((30, 50)), all: vec![Question::Dementia], ..flag() };
    let model = flagging(Flag { medical_within_hours: Some(6), ..asks });
    let all = needing(now()).with(Question::Dementia, State::Present);
    let high = |evidence: &Evidence| suggested(evidence, &model).grade == Grade::High;
    assert!(high(&all));
    assert!(!high(&Evidence { ages: Some((51, 51)), ..all.clone() }));
    assert!(!high(&Evidence { medical: vec![], ..all.clone() }));
    assert!(!high(&all.with(Question::Dementia, State::Absent)));
}

#[rstest]
fn while_one_of_the_dangers_is_not_known_not_less_than_medium_is_suggested_and_which_is_told(
    #[values(State::NotAsked, State::NotKnown)] state: State,
    #[values(0, 1, 2, 3)] at: usize,
) {
    let model = flags_alone();
    let questions = &model.cut_offs.while_unknown;
    assert_eq!(questions.len(), 4, "as documented");
    let suggestion = suggested(&known().with(questions[at], state), &model);
    assert_eq!(suggestion.grade, Grade::Medium);
    assert_eq!(beside_the_estimate(suggestion), [Why::NotKnown { questions: vec![questions[at]] }]);
}

#[test]
fn where_all_the_dangers_are_known_nothing_is_said_to_be_unknown_and_another_question_holds_nothing_up() {
    let model = flags_alone();
    let lowest = |evidence: &Evidence| {
        let suggestion = suggested(evidence, &model);
        assert_eq!(suggestion.grade, Grade::VeryLow);
        assert!(beside_the_estimate(suggestion).is_empty());
    };
    lowest(&known());
    lowest(&known().with(Question::HarmedBefore, State::NotAsked));
}

#[test]
fn of_several_dangers_that_are_not_known_each_is_told_unless_something_else_suggests_more() {
    let model = flags_alone();
    let none = model
        .cut_offs
        .while_unknown
        .iter()
        .fold(known(), |evidence, question| evidence.with(*question, State::NotAsked));
    let not_known = Why::NotKnown { questions: model.cut_offs.while_unknown.clone() };
    let alone = beside_the_estimate(suggested(&none, &model));
    assert!(alone.len() == 1 && alone.contains(&not_known), "{alone:?}");
    let hurt = suggested(&none.with(Question::LikelyHurt, State::Present), &model);
    assert_eq!((hurt.grade, flags(hurt)), (Grade::High, vec!["likely-hurt".into()]));
    // What suggests as much stands beside it.
    let exploited = suggested(&none.with(Question::CriminalExploitation, State::Present), &model);
    assert_eq!(exploited.grade, Grade::Medium);
    let both = beside_the_estimate(exploited);
    assert!(both.len() == 2 && both.contains(&not_known), "{both:?}");
}

#[rstest]
#[case::a_child(Some((17, 17)), true)]
#[case::may_be_a_child(Some((17, 18)), true)]
#[case::grown_up(Some((18, 18)), false)]
#[case::not_known(None, true)]
fn not_the_lowest_grade_is_suggested_for_whoever_may_be_under_18(
    #[case] ages: Option<(u32, u32)>,
    #[case] child: bool,
) {
    let suggestion = suggested(&aged(ages), &flags_alone());
    assert_eq!(suggestion.grade, if child { Grade::Low } else { Grade::VeryLow });
    assert_eq!(beside_the_estimate(suggestion), if child { vec![Why::Child] } else { vec![] });
}

#[test]
fn that_they_are_a_child_is_no_reason_where_more_is_suggested() {
    let exploited = aged(Some((16, 16))).with(Question::SexualExploitation, State::Present);
    let suggestion = suggested(&exploited, &flags_alone());
    assert_eq!((suggestion.grade, flags(suggestion)), (Grade::Medium, vec!["exploitation".into()]));
}
