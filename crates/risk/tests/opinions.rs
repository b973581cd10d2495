//! What holds of every opinion, whatever is known of somebody: properties over random evidence.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use register::fact::Grade;
use register::question::Question;
use risk::{Direction, Evidence, Finding, MedicalNeed, Model, Place, Sex, State, assess};

fn now() -> DateTime<Utc> {
    "2026-11-25T03:00:00Z".parse().expect("a time")
}

/// Read once: parsing it takes longer than an opinion.
static MODEL: LazyLock<Model> = LazyLock::new(Model::default);

const STATES: [State; 5] =
    [State::Present, State::Absent, State::NotAsked, State::NotKnown, State::Conflicting];

fn ages() -> impl Strategy<Value = Option<(u32, u32)>> {
    let some = (0u32..110, 0u32..30).prop_map(|(from, more)| Some((from, from + more)));
    prop_oneof![Just(None), some, (0u32..110).prop_map(|age| Some((age, age)))]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let sex = prop_oneof![Just(None), Just(Some(Sex::Female)), Just(Some(Sex::Male))];
    let states = proptest::collection::vec(0usize..STATES.len(), Question::FACTORS.len());
    let medical = proptest::option::of(-10i64..40);
    (ages(), sex, states, 0i64..200, medical).prop_map(|(ages, sex, states, hours, medical)| Evidence {
        ages,
        sex,
        findings: Question::FACTORS
            .into_iter()
            .zip(states)
            .map(|(question, state)| (question, Finding { state: STATES[state], ..Finding::not_asked() }))
            .collect(),
        missing_since: Some(now() - TimeDelta::hours(hours)),
        medical: medical
            .map(|hours| MedicalNeed {
                code: "epilepsy".into(),
                harm_from: now() + TimeDelta::hours(hours),
                harm_by: now() + TimeDelta::hours(hours + 12),
                entry_id: register::EntryId::from_slice(&[7; 16]).expect("an id"),
            })
            .into_iter()
            .collect(),
        weather: vec![],
    })
}

fn rate(evidence: &Evidence, model: &Model) -> f64 {
    assess(evidence, model, Place::UNITED_KINGDOM, now()).estimate.rate
}

fn suggested(evidence: &Evidence, model: &Model) -> Grade {
    assess(evidence, model, Place::UNITED_KINGDOM, now()).suggestion.grade
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_declared_as_raising_never_lowers_at_any_age_and_sex(evidence in evidence(), at in 0usize..17) {
        let model = &*MODEL;
        let factor = &model.factor[at % model.factor.len()];
        let of = |state| rate(&evidence.with(factor.question, state), model);
        let (present, unknown, absent) = (of(State::Present), of(State::NotAsked), of(State::Absent));
        match factor.direction {
            Direction::Raises => prop_assert!(absent <= unknown && unknown <= present),
            Direction::Protects => prop_assert!(present <= unknown && unknown <= absent),
        }
    }

    #[test]
    fn unknown_lies_between_absent_and_present_and_asked_or_not_is_the_same(evidence in evidence(), at in 0usize..17) {
        let model = &*MODEL;
        let question = model.factor[at % model.factor.len()].question;
        let of = |state| rate(&evidence.with(question, state), model);
        let (low, high) = (of(State::Present).min(of(State::Absent)), of(State::Present).max(of(State::Absent)));
        prop_assert!(low <= of(State::NotKnown) && of(State::NotKnown) <= high);
        prop_assert_eq!(of(State::NotKnown), of(State::NotAsked));
    }

    #[test]
    fn a_conflict_counts_as_the_safer_side(evidence in evidence(), at in 0usize..17) {
        let model = &*MODEL;
        let question = model.factor[at % model.factor.len()].question;
        let of = |state| rate(&evidence.with(question, state), model);
        prop_assert!(of(State::Conflicting) >= of(State::Present).max(of(State::Absent)));
    }

    #[test]
    fn what_protects_never_lowers_a_suggestion(evidence in evidence(), at in 0usize..17) {
        let model = &*MODEL;
        let protecting: Vec<_> =
            model.factor.iter().filter(|factor| factor.direction == Direction::Protects).collect();
        let question = protecting[at % protecting.len()].question;
        let of = |state| suggested(&evidence.with(question, state), model);
        prop_assert!(of(State::Present) >= of(State::NotAsked));
    }

    #[test]
    fn a_red_flag_is_never_talked_down(evidence in evidence()) {
        let model = &*MODEL;
        let flagged = evidence.with(Question::SelfHarm, State::Present);
        prop_assert_eq!(suggested(&flagged, model), Grade::High);
        let exploited = evidence.with(Question::SexualExploitation, State::Present);
        prop_assert!(suggested(&exploited, model) >= Grade::Medium);
    }

    #[test]
    fn nothing_below_medium_is_suggested_while_a_danger_was_not_asked(evidence in evidence(), at in 0usize..4) {
        let model = &*MODEL;
        let question = model.cut_offs.while_unknown[at];
        prop_assert!(suggested(&evidence.with(question, State::NotAsked), model) >= Grade::Medium);
        prop_assert!(suggested(&evidence.with(question, State::NotKnown), model) >= Grade::Medium);
    }

    #[test]
    fn the_lowest_grade_is_suggested_for_known_adults_alone(evidence in evidence()) {
        let model = &*MODEL;
        if evidence.ages.is_none_or(|(youngest, _)| youngest < 18) {
            prop_assert!(suggested(&evidence, model) >= Grade::Low);
        }
    }

    #[test]
    fn the_estimate_lies_in_its_range_and_the_reasons_add_up(evidence in evidence()) {
        let model = &*MODEL;
        let opinion = assess(&evidence, model, Place::UNITED_KINGDOM, now());
        prop_assert!(0.0 < opinion.estimate.low && opinion.estimate.high < 1.0);
        prop_assert!(opinion.estimate.low <= opinion.estimate.rate);
        prop_assert!(opinion.estimate.rate <= opinion.estimate.high);
        let shares: f64 = opinion.kinds.iter().map(|kind| kind.share).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9);
        let known = model.factor.iter().filter(|f| !evidence.state(f.question).is_unknown()).count();
        prop_assert_eq!(opinion.reasons.len(), known);
        prop_assert_eq!(opinion.reasons.len() + opinion.unknowns.len(), model.factor.len());
        // Of somebody of one band and sex the reasons are all there is beside the base.
        if evidence.sex.is_some() && evidence.ages.is_some_and(|(from, to)| from == to) {
            let odds = |rate: f64| (rate / (1.0 - rate)).ln();
            let sum: f64 = opinion.reasons.iter().map(|reason| reason.log_odds).sum();
            prop_assert!((odds(opinion.base.rate) + sum - odds(opinion.estimate.rate)).abs() < 1e-9);
        }
    }

    #[test]
    fn knowing_more_narrows_the_range_in_odds(evidence in evidence()) {
        let model = &*MODEL;
        let width = |evidence: &Evidence| {
            let estimate = assess(evidence, model, Place::UNITED_KINGDOM, now()).estimate;
            (estimate.high / (1.0 - estimate.high)).ln() - (estimate.low / (1.0 - estimate.low)).ln()
        };
        // The one that says most of those whose answer is no more uncertain than the question.
        for factor in model.factor.iter().filter(|f| f.question == Question::MentalHealth) {
            let unknown = evidence.with(factor.question, State::NotAsked);
            prop_assert!(width(&unknown.with(factor.question, State::Absent)) <= width(&unknown) + 1e-9);
        }
    }

    #[test]
    fn the_most_useful_question_moves_the_estimate_most_on_average(evidence in evidence()) {
        let model = &*MODEL;
        let opinion = assess(&evidence, model, Place::UNITED_KINGDOM, now());
        prop_assert!(opinion.unknowns.is_sorted_by(|one, other| one.worth >= other.worth));
        for unknown in &opinion.unknowns {
            let yes = rate(&evidence.with(unknown.question, State::Present), model);
            prop_assert_eq!(unknown.if_yes, yes);
        }
    }

    #[test]
    fn the_next_change_is_in_the_future(evidence in evidence()) {
        let model = &*MODEL;
        if let Some(change) = assess(&evidence, model, Place::UNITED_KINGDOM, now()).next_change {
            prop_assert!(change.at > now());
        }
    }

    #[test]
    fn time_alone_never_lowers_anything(evidence in evidence(), hours in 1i64..200) {
        let model = &*MODEL;
        let later = now() + TimeDelta::hours(hours);
        let then = assess(&evidence, model, Place::UNITED_KINGDOM, later);
        let here = assess(&evidence, model, Place::UNITED_KINGDOM, now());
        prop_assert!(then.estimate.rate >= here.estimate.rate);
        prop_assert!(then.suggestion.grade >= here.suggestion.grade);
    }
}
