//! What each answer is worth, against the reckoning that `docs/risk-model.md` tells, with a model small enough to do it by
//! hand.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::by_hand::{ADULT, CHILD, NINE_TENTHS, assert_near, small_model};
use register::question::Question;
use risk::{Evidence, Kind, Model, Opinion, Place, Sex, State, assess};
use rstest::rstest;

const CLOSE: f64 = 1e-9;
/// Ranges rest on an approximation of the normal distribution.
const NEAR: f64 = 1e-5;

/// Of children one in fifty is harmed, of adults one in ten. Suicide concern raises that, a phone lowers it.
fn model() -> Model {
    let of_whom = r#"
        [[base]]
        ages = [0, 17]
        rate = 0.02
        low = 0.01
        high = 0.04
        studies = ["test"]
        kinds = { self_harm = 0.2, accident_or_exposure = 0.5, crime = 0.3 }
        fatal = 0.04

        [[base]]
        ages = [18, 80]
        rate = 0.10
        low = 0.05
        high = 0.20
        studies = ["test"]
        kinds = { self_harm = 0.6, accident_or_exposure = 0.3, crime = 0.1 }
        fatal = 0.20

        [[term]]
        name = "women-of-working-age"
        of = { ages = [18, 64], sex = "female" }
        weight = { log_odds = 0.4, low = 0.1, high = 0.7 }
        strength = "fair"
        studies = ["test"]

        [[missing]]
        hours = 24
        weight = { log_odds = 0.3, low = 0.1, high = 0.5 }
        strength = "fair"
        studies = ["test"]

        [[factor]]
        question = "has_means"
        direction = "protects"
        weight = { log_odds = -0.5, low = -0.9, high = -0.1 }
        share = 0.3
        strength = "judgement"
        studies = ["test"]

        [[factor]]
        question = "self_harm"
        direction = "raises"
        weight = { log_odds = 1.2, low = 0.6, high = 1.8 }
        share = 0.2
        strength = "strong"
        studies = ["test"]
        kinds = ["self_harm"]
        special = [
            { of = { ages = [0, 17] }, share = 0.05 },
            { of = { ages = [0, 17], sex = "female" }, weight = { log_odds = 0.8, low = 0.4, high = 1.2 } },
        ]
    "#;
    small_model(of_whom, [0.4, 0.2, 0.05])
}

/// What the mean over everybody holds of a factor, as documented: `ln(1 - q + q e^w)`.
fn mean_holds(weight: f64, share: f64) -> f64 {
    (1.0 - share + share * weight.exp()).ln()
}

/// By how much that moves with the weight.
fn slope(weight: f64, share: f64) -> f64 {
    let step = 1e-5;
    (mean_holds(weight + step, share) - mean_holds(weight - step, share)) / (2.0 * step)
}

fn log_odds(rate: f64) -> f64 {
    (rate / (1.0 - rate)).ln()
}

fn now() -> DateTime<Utc> {
    "2026-11-25T03:00:00Z".parse().expect("a time")
}

/// Nothing was asked.
fn of(ages: (u32, u32), sex: Option<Sex>) -> Evidence {
    Evidence { ages: Some(ages), sex, ..Evidence::default() }
}

fn man() -> Evidence {
    of(ADULT, Some(Sex::Male))
}

fn opinion(evidence: &Evidence) -> Opinion {
    assess(evidence, &model(), Place::UNITED_KINGDOM, now())
}

fn told(evidence: &Evidence) -> f64 {
    opinion(evidence).estimate.rate
}

/// By how much the logarithm of the odds is another than that of the base rate of adults.
fn adds(evidence: &Evidence) -> f64 {
    log_odds(told(evidence)) - log_odds(0.10)
}

#[rstest]
#[case::of_what_raises(Question::SelfHarm, 1.2, 0.2)]
#[case::of_what_protects(Question::HasMeans, -0.5, 0.3)]
fn a_yes_adds_the_weight_less_what_the_mean_holds_of_it_and_a_no_takes_that_away(
    #[case] question: Question,
    #[case] weight: f64,
    #[case] share: f64,
) {
    let held = mean_holds(weight, share);
    assert_near(adds(&man()), 0.0, CLOSE);
    assert_near(adds(&man().with(question, State::Present)), weight - held, CLOSE);
    assert_near(adds(&man().with(question, State::Absent)), -held, CLOSE);
    assert_near(adds(&man().with(question, State::NotKnown)), 0.0, CLOSE);
}

#[test]
fn a_conflict_is_reckoned_as_a_yes_of_what_raises_and_as_a_no_of_what_protects() {
    for (question, safer) in [(Question::SelfHarm, State::Present), (Question::HasMeans, State::Absent)] {
        let of = |state| told(&man().with(question, state));
        assert_near(of(State::Conflicting), of(safer), CLOSE);
    }
}

#[test]
fn answers_of_several_questions_add_up_in_odds() {
    let both = man().with(Question::SelfHarm, State::Present).with(Question::HasMeans, State::Absent);
    let each = adds(&man().with(Question::SelfHarm, State::Present))
        + adds(&man().with(Question::HasMeans, State::Absent));
    assert_near(adds(&both), each, CLOSE);
}

#[rstest]
#[case::the_first_year((18, 18), Sex::Female, 0.4)]
#[case::the_last((64, 64), Sex::Female, 0.4)]
#[case::a_year_later((65, 65), Sex::Female, 0.0)]
#[case::of_a_man((40, 40), Sex::Male, 0.0)]
// Of whom it is not known whether it holds, it does not.
#[case::may_be_older((60, 70), Sex::Female, 0.0)]
fn a_term_is_added_of_those_of_its_ages_and_sex(
    #[case] ages: (u32, u32),
    #[case] sex: Sex,
    #[case] more: f64,
) {
    assert_near(adds(&of(ages, Some(sex))), more, CLOSE);
}

#[test]
fn the_years_before_those_of_a_term_are_without_it() {
    assert_near(told(&of((17, 17), Some(Sex::Female))), 0.02, CLOSE);
}

#[rstest]
#[case::a_minute_before(TimeDelta::minutes(24 * 60 - 1), 0.0)]
#[case::then(TimeDelta::hours(24), 0.3)]
#[case::later(TimeDelta::hours(90), 0.3)]
fn hours_missing_are_added_from_the_hour_that_the_model_says(#[case] missing: TimeDelta, #[case] more: f64) {
    assert_near(adds(&Evidence { missing_since: Some(now() - missing), ..man() }), more, CLOSE);
}

#[test]
fn a_share_or_a_weight_of_some_stands_for_the_factors_own() {
    let boy = |state| log_odds(told(&of(CHILD, Some(Sex::Male)).with(Question::SelfHarm, state)));
    assert_near(boy(State::Present) - boy(State::Absent), 1.2, CLOSE);
    assert_near(boy(State::NotAsked) - boy(State::Absent), mean_holds(1.2, 0.05), CLOSE);
    let girl = |state| log_odds(told(&of(CHILD, Some(Sex::Female)).with(Question::SelfHarm, state)));
    assert_near(girl(State::Present) - girl(State::Absent), 0.8, CLOSE);
    assert_near(girl(State::NotAsked) - girl(State::Absent), mean_holds(0.8, 0.05), CLOSE);
}

#[test]
fn of_whoever_may_be_of_several_bands_or_either_sex_the_mean_is_told_and_a_range_that_holds_all() {
    for (all, each) in [
        (of(ADULT, None), [of(ADULT, Some(Sex::Female)), of(ADULT, Some(Sex::Male))]),
        (of((17, 18), Some(Sex::Male)), [of((17, 17), Some(Sex::Male)), of((18, 18), Some(Sex::Male))]),
        (Evidence { ages: None, ..man() }, [of((0, 17), Some(Sex::Male)), of((18, 80), Some(Sex::Male))]),
    ] {
        let (all, each) = (opinion(&all).estimate, each.map(|one| opinion(&one).estimate));
        assert_near(all.rate, (each[0].rate + each[1].rate) / 2.0, CLOSE);
        assert_near(all.low, each[0].low.min(each[1].low), CLOSE);
        assert_near(all.high, each[0].high.max(each[1].high), CLOSE);
    }
}

#[test]
fn whoever_is_older_than_every_band_is_of_the_last() {
    let last = opinion(&of((80, 80), Some(Sex::Male))).estimate;
    assert_eq!(opinion(&of((81, 81), Some(Sex::Male))).estimate, last);
    assert_eq!(opinion(&of((79, 93), Some(Sex::Male))).estimate, last);
}

/// The width of the range in log odds.
fn width(evidence: &Evidence) -> f64 {
    let estimate = opinion(evidence).estimate;
    let (low, middle, high) = (log_odds(estimate.low), log_odds(estimate.rate), log_odds(estimate.high));
    assert_near(middle - low, high - middle, NEAR);
    high - low
}

/// Of the base rate of adults, and of a term or the hours that are added.
fn published(more: &[f64]) -> f64 {
    let base = log_odds(0.20) - log_odds(0.05);
    base.powi(2) + more.iter().map(|width| width.powi(2)).sum::<f64>()
}

/// Of what is not known: of so many it holds with all its weight, and of the others not.
fn spread(weight: f64, share: f64) -> f64 {
    (2.0 * NINE_TENTHS * weight).powi(2) * share * (1.0 - share)
}

#[test]
fn the_range_holds_that_of_the_base_rate_of_each_weight_and_the_spread_of_what_is_not_known() {
    // Weights of a width of 1.2 and 0.8.
    let (harm, means) = (slope(1.2, 0.2), slope(-0.5, 0.3));
    let unknown = spread(1.2, 0.2) + spread(-0.5, 0.3);
    assert_near(width(&man()).powi(2), published(&[]) + unknown, NEAR);

    let absent = man().with(Question::SelfHarm, State::Absent).with(Question::HasMeans, State::Absent);
    assert_near(width(&absent).powi(2), published(&[1.2 * harm, 0.8 * means]), NEAR);
    let present = man().with(Question::SelfHarm, State::Present).with(Question::HasMeans, State::Present);
    assert_near(width(&present).powi(2), published(&[1.2 * (1.0 - harm), 0.8 * (1.0 - means)]), NEAR);

    // A term with a width of 0.6, and hours with one of 0.4.
    let woman = Evidence { sex: Some(Sex::Female), ..absent.clone() };
    assert_near(width(&woman).powi(2) - width(&absent).powi(2), 0.36, NEAR);
    let long = Evidence { missing_since: Some(now() - TimeDelta::hours(30)), ..absent.clone() };
    assert_near(width(&long).powi(2) - width(&absent).powi(2), 0.16, NEAR);
}

#[test]
fn the_range_of_a_conflict_holds_the_other_side_as_well() {
    for (question, weight, safer) in
        [(Question::SelfHarm, 1.2, State::Present), (Question::HasMeans, -0.5, State::Present)]
    {
        let square = |state| width(&man().with(question, state)).powi(2);
        // One of two that are a weight apart, as likely as the other.
        assert_near(square(State::Conflicting) - square(safer), spread(weight, 0.5), NEAR);
    }
    let disputed = opinion(&man().with(Question::SelfHarm, State::Conflicting)).estimate;
    assert!(disputed.low < told(&man().with(Question::SelfHarm, State::Absent)));
}

#[test]
fn a_reason_says_what_an_answer_adds_and_by_how_much_the_estimate_is_another_for_it_strongest_first() {
    let said = man().with(Question::SelfHarm, State::Present).with(Question::HasMeans, State::Present);
    let opinion = opinion(&said);
    let reasons: Vec<_> = opinion.reasons.iter().map(|reason| reason.question).collect();
    assert_eq!(reasons, [Question::SelfHarm, Question::HasMeans], "not in the order of the model");
    for (reason, weight, share) in [(&opinion.reasons[0], 1.2, 0.2), (&opinion.reasons[1], -0.5, 0.3)] {
        assert_near(reason.log_odds, weight - mean_holds(weight, share), CLOSE);
        let without = told(&said.with(reason.question, State::NotAsked));
        assert_near(reason.moves, opinion.estimate.rate - without, CLOSE);
        assert_eq!(reason.moves > 0.0, weight > 0.0);
    }
    assert!(opinion.unknowns.is_empty());
}

#[test]
fn of_whoever_may_be_of_several_bands_a_reason_adds_the_mean_of_what_it_adds_in_each() {
    let either = opinion(&of((17, 18), Some(Sex::Male)).with(Question::SelfHarm, State::Present));
    let (child, adult) = (1.2 - mean_holds(1.2, 0.05), 1.2 - mean_holds(1.2, 0.2));
    assert_near(either.reasons[0].log_odds, (child + adult) / 2.0, CLOSE);
}

#[test]
fn a_question_says_what_a_yes_and_a_no_would_make_of_it_and_is_worth_what_they_move_on_average() {
    let evidence = man().with(Question::HasMeans, State::NotKnown);
    let opinion = opinion(&evidence);
    let asked: Vec<_> = opinion.unknowns.iter().map(|unknown| (unknown.question, unknown.asked)).collect();
    assert_eq!(asked, [(Question::SelfHarm, false), (Question::HasMeans, true)], "the most useful first");
    for (unknown, share) in opinion.unknowns.iter().zip([0.2, 0.3]) {
        let of = |state| told(&evidence.with(unknown.question, state));
        let (yes, no, here) = (of(State::Present), of(State::Absent), opinion.estimate.rate);
        assert_near(unknown.if_yes, yes, CLOSE);
        assert_near(unknown.if_no, no, CLOSE);
        assert_near(unknown.worth, share * (yes - here).abs() + (1.0 - share) * (no - here).abs(), CLOSE);
    }
}

#[test]
fn of_whoever_may_be_of_several_bands_answers_are_expected_as_often_as_in_the_mean_of_them() {
    let evidence = of((17, 18), Some(Sex::Male)).with(Question::HasMeans, State::Absent);
    let opinion = opinion(&evidence);
    let of = |state| told(&evidence.with(Question::SelfHarm, state));
    let (yes, no, here, share) = (of(State::Present), of(State::Absent), opinion.estimate.rate, 0.125);
    let worth = share * (yes - here).abs() + (1.0 - share) * (no - here).abs();
    assert_near(opinion.unknowns[0].worth, worth, CLOSE);
}

#[test]
fn what_a_yes_would_suggest_is_told_where_it_is_another_grade() {
    use register::fact::Grade;
    let known = man().with(Question::HasMeans, State::Absent);
    let opinion = opinion(&known);
    assert_eq!((opinion.suggestion.grade, opinion.unknowns.len()), (Grade::Low, 1));
    assert!(opinion.unknowns[0].if_yes > 0.2, "medium from a fifth on");
    assert_eq!(opinion.unknowns[0].yes_suggests, Some(Grade::Medium));
    let still = self::opinion(&man().with(Question::SelfHarm, State::Present));
    assert_eq!((still.unknowns.len(), still.unknowns[0].yes_suggests), (1, None));
}

#[test]
fn exploitation_of_either_kind_is_told_and_nothing_else_is_taken_for_it() {
    for question in [Question::SexualExploitation, Question::CriminalExploitation] {
        assert!(opinion(&man().with(question, State::Present)).exploitation, "{question:?}");
        assert!(opinion(&man().with(question, State::Conflicting)).exploitation, "{question:?}");
        assert!(!opinion(&man().with(question, State::Absent)).exploitation, "{question:?}");
    }
    assert!(!opinion(&man().with(Question::SelfHarm, State::Present)).exploitation);
}

fn shares(evidence: &Evidence) -> Vec<(Kind, f64)> {
    opinion(evidence).kinds.iter().map(|share| (share.kind, share.share)).collect()
}

#[track_caller]
fn assert_shares(evidence: &Evidence, expected: [(Kind, f64); 4]) {
    for (told, expected) in shares(evidence).into_iter().zip(expected) {
        assert_eq!(told.0, expected.0, "most first");
        assert_near(told.1, expected.1, CLOSE);
    }
}

#[test]
fn kinds_of_harm_are_those_published_of_the_age_moved_by_what_bears_on_each() {
    use Kind::*;
    let nothing_else = (Exploitation, 0.0);
    assert_shares(&man(), [(SelfHarm, 0.6), (AccidentOrExposure, 0.3), (Crime, 0.1), nothing_else]);
    let child = of(CHILD, Some(Sex::Male));
    assert_shares(&child, [(AccidentOrExposure, 0.5), (Crime, 0.3), (SelfHarm, 0.2), nothing_else]);
    // What bears on no kind moves none.
    let means = man().with(Question::HasMeans, State::Present);
    assert_eq!(shares(&means), shares(&man()));

    let odds = (1.2 - mean_holds(1.2, 0.05)).exp();
    let all = 0.2 * odds + 0.8;
    assert_shares(
        &child.with(Question::SelfHarm, State::Present),
        [(SelfHarm, 0.2 * odds / all), (AccidentOrExposure, 0.5 / all), (Crime, 0.3 / all), nothing_else],
    );
}

#[test]
fn how_many_of_those_harmed_died_is_told_of_the_age_and_the_mean_of_several() {
    assert_near(opinion(&man()).fatal, 0.20, CLOSE);
    assert_near(opinion(&of(CHILD, None)).fatal, 0.04, CLOSE);
    assert_near(opinion(&of((17, 18), None)).fatal, 0.12, CLOSE);
}

#[test]
fn the_base_is_that_of_people_of_whom_nothing_was_asked() {
    let said = man().with(Question::SelfHarm, State::Present);
    let late = Evidence { missing_since: Some(now() - TimeDelta::hours(30)), ..said };
    let opinion = opinion(&late);
    assert_near(log_odds(opinion.base.rate), log_odds(0.10) + 0.3, CLOSE);
    assert!(opinion.estimate.rate > opinion.base.rate);
}
