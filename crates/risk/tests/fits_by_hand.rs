//! Fits of a model and of incidents small enough to be reckoned by hand: what each number, its range and its strength must be.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use register::question::Question;
use risk::fit::{FitError, Fitted, Held, Part, Span, fit};
use risk::model::{Base, Missing, Of, Special, Strength, Term, Weight};
use risk::{
    Characteristics, Closed, Direction, Factor, Figure, Handling, Harm, Kind, Known, Model, Sex, State,
    Thresholds,
};
use rstest::rstest;

const CHILD: (u32, u32) = (10, 10);
const ADULT: (u32, u32) = (40, 40);
/// Deviations to either side that hold nine tenths of a normal distribution.
const NINE_TENTHS: f64 = 1.644_854;
/// What a model is written with has four digits.
const WRITTEN: f64 = 0.000_06;
/// Nothing is held so loosely that it holds nothing at all.
const LOOSELY: f64 = 0.001_5;

/// Of two bands, with one factor; nobody believes any of its weights.
fn model() -> Model {
    let text = r#"
        version = "2026.1"
        within = 0.9
        flag = []

        [study.test]
        name = "Test-Heron 2026"
        sample = "nobody"
        outcome = "nothing"
        source = "invented"

        [[base]]
        ages = [0, 17]
        rate = 0.10
        low = 0.05
        high = 0.20
        studies = ["test"]
        kinds = { self_harm = 0.2, accident_or_exposure = 0.5, crime = 0.3 }
        fatal = 0.1

        [[base]]
        ages = [18, 80]
        rate = 0.10
        low = 0.05
        high = 0.20
        studies = ["test"]
        kinds = { self_harm = 0.6, accident_or_exposure = 0.4 }
        fatal = 0.2

        [[factor]]
        question = "self_harm"
        direction = "raises"
        weight = { log_odds = 1.0, low = -99.0, high = 101.0 }
        share = 0.05
        strength = "weak"
        studies = ["test"]
        kinds = ["self_harm"]

        [cut_offs]
        high = 0.2
        medium = 0.05
        low = 0.01
        not_below = "medium"
        while_unknown = []
        child_not_below = "low"
        source = "a test"
    "#;
    Model::parse(text).expect("sound")
}

/// Of what protects, as little believed as the other.
fn means(weight: Weight) -> Factor {
    Factor {
        question: Question::HasMeans,
        direction: Direction::Protects,
        weight,
        share: 0.3,
        strength: Strength::Judgement,
        studies: vec!["test".into()],
        kinds: Vec::new(),
        special: Vec::new(),
    }
}

fn term(name: &str, of: Of, weight: Weight, strength: Strength) -> Term {
    Term { name: name.into(), of, weight, strength, studies: vec!["test".into()] }
}

fn missing(hours: u32, weight: Weight, strength: Strength) -> Missing {
    Missing { hours, weight, strength, studies: vec!["test".into()] }
}

/// One penalty, one fold, and base rates and weights of a cell that are hardly held to anything.
fn thresholds() -> Thresholds {
    let mut thresholds = Thresholds::default();
    thresholds.calibration.at_least = 10;
    thresholds.calibration.of_each_at_least = 2;
    thresholds.fit.harmed_per_weight = 10;
    thresholds.fit.folds = 1;
    thresholds.fit.penalties = vec![1.0];
    thresholds.fit.base_deviation = 100.0;
    thresholds.fit.cell_deviation = 100.0;
    thresholds.fit.published_counts = 1e-9;
    thresholds
}

/// So many alike, of whom so many harmed.
#[derive(Clone, Copy)]
struct Alike {
    ages: Option<(u32, u32)>,
    sex: Option<Sex>,
    state: State,
    means: State,
    hours: u32,
    harmed: usize,
    of: usize,
}

fn alike(ages: (u32, u32), sex: Sex, state: State, harmed: usize, of: usize) -> Alike {
    Alike { ages: Some(ages), sex: Some(sex), state, means: State::NotAsked, hours: 0, harmed, of }
}

fn day(at: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date") + Days::new(at)
}

fn closed(of: &Alike, harmed: bool, day_of: u64) -> Closed {
    Closed {
        reference: "x".into(),
        closed_on: day(day_of),
        known: Known {
            ages: of.ages,
            sex: of.sex,
            states: [(Question::SelfHarm, of.state), (Question::HasMeans, of.means)].into_iter().collect(),
            hours_missing: Some(of.hours),
        },
        grade: None,
        beside: None,
        overruled: Vec::new(),
        harm: Harm { kinds: harmed.then_some(Kind::SelfHarm).into_iter().collect(), ..Harm::default() },
        handling: Handling::default(),
        characteristics: Characteristics::default(),
    }
}

/// All of them closed in each of two spans of days, so that the earlier foretells the later; and a third part of as many as
/// both, that is held out.
fn incidents(all: &[Alike]) -> Vec<Closed> {
    let mut incidents = Vec::new();
    for span in 0..2 {
        for of in all {
            incidents.extend((0..of.of).map(|at| closed(of, at < of.harmed, span)));
        }
    }
    let held_out = incidents.len() / 3;
    let one = alike(ADULT, Sex::Male, State::NotAsked, 0, 0);
    incidents.extend((0..held_out).map(|at| closed(&one, at < held_out / 2, 9)));
    incidents
}

fn fitted(all: &[Alike], model: &Model, thresholds: &Thresholds) -> Fitted {
    fit(&incidents(all), model, "2026.2", thresholds).expect("enough")
}

const SEXES: [Sex; 2] = [Sex::Female, Sex::Male];

/// Of everybody of whom it is known a quarter has the factor: five in twenty of them are harmed, of the others three in sixty.
fn same_of_all() -> Vec<Alike> {
    let mut all = Vec::new();
    for ages in [CHILD, ADULT] {
        for sex in SEXES {
            all.push(alike(ages, sex, State::Present, 5, 20));
            all.push(alike(ages, sex, State::Absent, 3, 60));
        }
    }
    all
}

#[track_caller]
fn assert_near(one: f64, other: f64, within: f64) {
    assert!((one - other).abs() < within, "{one} is not {other}");
}

#[track_caller]
fn assert_weight(found: Weight, log_odds: f64, deviation: f64, within: f64) {
    assert_near(found.log_odds, log_odds, within);
    assert_near(found.low, log_odds - NINE_TENTHS * deviation, within);
    assert_near(found.high, log_odds + NINE_TENTHS * deviation, within);
}

fn rate(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Woolf 1955: the logarithm of the ratio of odds in a table of four, and its deviation.
fn woolf(harmed: f64, of: f64, harmed_without: f64, of_without: f64) -> (f64, f64) {
    let table = [harmed, of - harmed, harmed_without, of_without - harmed_without];
    let ratio = table[0] * table[3] / (table[1] * table[2]);
    (ratio.ln(), table.iter().map(|count| 1.0 / count).sum::<f64>().sqrt())
}

#[test]
fn of_a_table_of_four_a_weight_is_the_logarithm_of_the_odds_ratio_and_its_range_that_of_woolf() {
    let mut thresholds = thresholds();
    // In no cell 21 are harmed, which it would take for weights of its own; 64 are in all, and 63 are needed.
    thresholds.fit.harmed_per_weight = 21;
    let fitted = fitted(&same_of_all(), &model(), &thresholds);
    let factor = &fitted.model.factor[0];
    // Twice, at two ages and two sexes.
    let (log_odds, deviation) = woolf(40.0, 160.0, 24.0, 480.0);
    assert_weight(factor.weight, log_odds, deviation, LOOSELY);
    assert_eq!(fitted.weights, 3, "two base rates and a weight");
    assert_eq!(factor.special.iter().filter(|special| special.weight.is_some()).count(), 0);
    // The mean of the odds over those with and without it.
    let odds = 0.25 * (5.0 / 15.0) + 0.75 * (3.0 / 57.0);
    // What is known of a band: 80 with the factor, at a quarter, and 240 without, at a twentieth; and how much a weight
    // moves the odds of either.
    let (with, without) = (80.0 * 0.25 * 0.75, 240.0 * 0.05 * 0.95);
    let slope = 0.25 * log_odds.exp() / (0.75 + 0.25 * log_odds.exp());
    let along = (with * (1.0 - slope) - without * slope) / (with + without);
    let of_base = (1.0 / (with + without) + (along * deviation).powi(2)).sqrt();
    for base in &fitted.model.base {
        assert_near(base.rate, odds / (1.0 + odds), WRITTEN + 1e-4);
        assert_near(base.low, rate(odds.ln() - NINE_TENTHS * of_base), WRITTEN + 2e-4);
        assert_near(base.high, rate(odds.ln() + NINE_TENTHS * of_base), WRITTEN + 2e-4);
    }
}

#[test]
fn who_may_be_of_either_sex_counts_half_in_each_and_who_may_be_of_both_bands_half_in_each() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let of_known = fitted(&same_of_all(), &model(), &thresholds).model;
    let forget = |forget: &dyn Fn(&mut Alike)| {
        let mut all = same_of_all();
        all.iter_mut().for_each(forget);
        fitted(&all, &model(), &thresholds).model
    };
    let no_sex = forget(&|of| of.sex = None);
    let no_age = forget(&|of| of.ages = None);
    for model in [no_sex, no_age] {
        for (found, known) in model.base.iter().zip(&of_known.base) {
            assert_near(found.rate, known.rate, 2e-4);
            assert_near(found.low, known.low, 3e-4);
            assert_near(found.high, known.high, 3e-4);
        }
        let (found, known) = (model.factor[0].weight, of_known.factor[0].weight);
        assert_near(found.log_odds, known.log_odds, 2e-4);
        assert_near(found.low, known.low, 3e-4);
        assert_near(found.high, known.high, 3e-4);
        assert_near(
            model.factor[0].special[0].share.expect("of a band"),
            of_known.factor[0].special[0].share.expect("of a band"),
            WRITTEN,
        );
    }
}

#[test]
fn a_cell_of_whom_enough_are_harmed_has_a_weight_of_its_own_and_who_is_one_short_has_not() {
    let thresholds = thresholds();
    // In both spans twenty boys are harmed, ten men and eight women; it takes ten.
    let all = [
        alike(CHILD, Sex::Male, State::Present, 7, 20),
        alike(CHILD, Sex::Male, State::Absent, 3, 60),
        alike(ADULT, Sex::Male, State::Present, 3, 20),
        alike(ADULT, Sex::Male, State::Absent, 2, 60),
        alike(ADULT, Sex::Female, State::Present, 2, 20),
        alike(ADULT, Sex::Female, State::Absent, 2, 60),
    ];
    let fitted = fitted(&all, &model(), &thresholds);
    let factor = &fitted.model.factor[0];
    let own: Vec<_> = factor.special.iter().filter(|special| special.weight.is_some()).collect();
    let cells: Vec<_> = own.iter().map(|special| (special.of.ages, special.of.sex)).collect();
    assert_eq!(cells, [((0, 17), Some(Sex::Male)), ((18, 80), Some(Sex::Male))]);
    assert_eq!(fitted.weights, 5);
    assert_eq!(fitted.made_of, Span { from: day(0), until: day(1), incidents: 480, harmed: 38 });
    // Of boys alone: no girl is reckoned with them.
    let (log_odds, deviation) = woolf(14.0, 40.0, 6.0, 120.0);
    assert_weight(own[0].weight.expect("its own"), log_odds, deviation, LOOSELY);
    let odds = 0.25 * (14.0 / 26.0) + 0.75 * (6.0 / 114.0);
    assert_near(fitted.model.base[0].rate, odds / (1.0 + odds), WRITTEN + 1e-4);
}

/// Of each of four sorts of people as many are harmed, of so many: with neither, with what raises, with what protects, with both.
fn four(ages: (u32, u32), sex: Sex, harmed: usize, of: [usize; 4]) -> Vec<Alike> {
    let sorts = [
        (State::Absent, State::Absent),
        (State::Present, State::Absent),
        (State::Absent, State::Present),
        (State::Present, State::Present),
    ];
    let each = sorts.into_iter().zip(of);
    each.map(|((state, means), of)| Alike { means, ..alike(ages, sex, state, harmed, of) }).collect()
}

#[test]
fn each_of_two_factors_has_its_own_weight_in_each_cell_and_its_own_share_in_each_of_three_bands() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 40;
    let mut model = model();
    model.base[1].ages = (18, 64);
    model.base.push(Base { ages: (65, 80), ..model.base[1].clone() });
    model.factor.push(means(Weight { log_odds: -1.0, low: -101.0, high: 99.0 }));
    // Of boys odds of one in eight, four times and half of that; of women one in nine, three times and a third.
    let mut all = four(CHILD, Sex::Male, 10, [90, 30, 170, 50]);
    all.extend(four(ADULT, Sex::Female, 10, [100, 40, 280, 100]));
    all.push(alike((70, 70), Sex::Male, State::NotAsked, 25, 100));
    let fitted = fitted(&all, &model, &thresholds);
    // Five numbers, and two of each cell of which twice forty are harmed; of old men fifty are.
    assert_eq!((fitted.weights, fitted.made_of.harmed), (9, 210));
    let shares = [[80.0 / 340.0, 140.0 / 520.0, 0.05], [220.0 / 340.0, 380.0 / 520.0, 0.3]];
    let weights = [[4.0_f64.ln(), 3.0_f64.ln()], [-2.0_f64.ln(), -3.0_f64.ln()]];
    for ((factor, shares), weights) in fitted.model.factor.iter().zip(shares).zip(weights) {
        assert_eq!(factor.studies, ["test", "register-2026.2"]);
        for (special, share) in factor.special.iter().zip(shares) {
            assert_near(special.share.expect("of a band"), share, WRITTEN);
        }
        let own: Vec<_> =
            factor.special[3..].iter().map(|special| (special.of.ages, special.of.sex)).collect();
        assert_eq!(own, [((0, 17), Some(Sex::Male)), ((18, 64), Some(Sex::Female))]);
        for (special, weight) in factor.special[3..].iter().zip(weights) {
            assert_near(special.weight.expect("its own").log_odds, weight, LOOSELY);
        }
    }
    let mean = |share: f64, times: f64| 1.0 - share + share * times;
    for (base, odds) in fitted.model.base.iter().zip([
        mean(shares[0][0], 4.0) * mean(shares[1][0], 0.5) / 8.0,
        mean(shares[0][1], 3.0) * mean(shares[1][1], 1.0 / 3.0) / 9.0,
        1.0 / 3.0,
    ]) {
        assert_near(base.rate, odds / (1.0 + odds), WRITTEN + 2e-4);
    }
}

#[test]
fn each_of_several_terms_and_spans_of_hours_has_a_number_of_its_own() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 16;
    let wide = Weight { log_odds: 0.5, low: -99.0, high: 101.0 };
    let mut model = model();
    for (name, ages, sex) in [("women", (18, 80), Sex::Female), ("boys", (0, 17), Sex::Male)] {
        model.term.push(term(name, Of { ages, sex: Some(sex) }, wide, Strength::Judgement));
    }
    for hours in [24, 48] {
        model.missing.push(missing(hours, wide, Strength::Fair));
    }
    let of = |ages, sex, hours, harmed, of| Alike { hours, ..alike(ages, sex, State::NotAsked, harmed, of) };
    let all = [
        of(CHILD, Sex::Female, 0, 4, 40),
        of(CHILD, Sex::Female, 47, 9, 30),
        of(CHILD, Sex::Female, 48, 12, 24),
        of(CHILD, Sex::Male, 23, 10, 50),
        of(ADULT, Sex::Male, 0, 6, 60),
        of(ADULT, Sex::Female, 0, 15, 50),
    ];
    let found = fitted(&all, &model, &thresholds).model;
    let near = |weight: Weight, (log_odds, deviation): (f64, f64)| {
        assert_weight(weight, log_odds, deviation, 2.0 * LOOSELY);
    };
    near(found.term[0].weight, woolf(30.0, 100.0, 12.0, 120.0));
    near(found.term[1].weight, woolf(20.0, 100.0, 8.0, 80.0));
    near(found.missing[0].weight, woolf(18.0, 60.0, 8.0, 80.0));
    near(found.missing[1].weight, woolf(24.0, 48.0, 18.0, 60.0));
}

#[test]
fn a_term_is_what_it_adds_to_the_log_odds_of_whom_it_is_of_and_hours_what_they_add_to_those_of_whoever_is_missing_so_long()
 {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 4;
    let wide = Weight { log_odds: 0.5, low: -99.0, high: 101.0 };
    let mut model = model();
    model.term.push(term("women", Of { ages: (18, 80), sex: Some(Sex::Female) }, wide, Strength::Judgement));
    model.missing.push(missing(24, wide, Strength::Fair));
    let after = |of: Alike, hours| Alike { hours, ..of };
    let man = |harmed, of| alike(ADULT, Sex::Male, State::NotAsked, harmed, of);
    let child = |harmed, of| alike(CHILD, Sex::Male, State::NotAsked, harmed, of);
    // Of women, one span of hours: what they differ by is the term. Of children two: what they differ by is the hours.
    let all = [
        man(6, 60),
        alike(ADULT, Sex::Female, State::NotAsked, 15, 50),
        after(child(4, 40), 23),
        after(child(9, 30), 24),
    ];
    let fitted = fitted(&all, &model, &thresholds);
    let (log_odds, deviation) = woolf(30.0, 100.0, 12.0, 120.0);
    assert_weight(fitted.model.term[0].weight, log_odds, deviation, LOOSELY);
    let (log_odds, deviation) = woolf(18.0, 60.0, 8.0, 80.0);
    assert_weight(fitted.model.missing[0].weight, log_odds, deviation, LOOSELY);
    assert_near(fitted.model.base[0].rate, 0.1, WRITTEN);
    assert_near(fitted.model.base[1].rate, 0.1, WRITTEN);
    // What is sure here and nowhere before is fair, what was fair is strong; both cite the register beside what they cited.
    assert_eq!(fitted.model.term[0].strength, Strength::Fair);
    assert_eq!(fitted.model.missing[0].strength, Strength::Strong);
    for studies in
        [&fitted.model.term[0].studies, &fitted.model.missing[0].studies, &fitted.model.base[0].studies]
    {
        assert_eq!(studies, &["test", "register-2026.2"]);
    }
    // Were they harmed less for being missing longer, hours would add nothing: they never lower.
    let turned = [all[0], all[1], after(child(4, 40), 24), after(child(9, 30), 23)];
    let turned = fit(&incidents(&turned), &model, "2026.2", &thresholds).expect("enough");
    assert_eq!(turned.model.missing[0].weight.log_odds, 0.0);
    assert_near(turned.model.base[0].rate, 26.0 / 140.0, WRITTEN);
    assert!(turned.model.term[0].weight.log_odds > 1.0, "a term is on no side");
}

/// Nobody was asked: what is said of it is what was said before, and as sure by so much as the penalty is.
#[rstest]
#[case::at_its_word(1.0)]
#[case::four_times_as_hard(4.0)]
#[case::a_quarter_as_hard(0.25)]
fn a_weight_of_which_nothing_is_known_stays_as_it_was_and_its_range_by_the_penalty(#[case] penalty: f64) {
    let mut thresholds = thresholds();
    thresholds.fit.penalties = vec![penalty];
    thresholds.fit.cell_deviation = 0.3;
    let deviation = 0.4;
    let weight = |log_odds: f64| Weight {
        log_odds,
        low: log_odds - NINE_TENTHS * deviation,
        high: log_odds + NINE_TENTHS * deviation,
    };
    let mut model = model();
    model.factor[0].weight = weight(0.7);
    let boys = Of { ages: (0, 17), sex: Some(Sex::Male) };
    model.factor[0].special = vec![Special { of: boys, weight: Some(weight(0.9)), share: None }];
    model.factor.push(means(weight(-0.4)));
    model.factor[1].special = vec![Special { of: boys, weight: Some(weight(-0.9)), share: None }];
    model.term.push(term(
        "nobody",
        Of { ages: (90, 99), sex: None },
        Weight { log_odds: -0.2, low: -0.2, high: -0.2 },
        Strength::Strong,
    ));
    model.missing.push(missing(24, weight(0.5), Strength::Weak));
    // Six numbers: sixty are needed. Of the cells boys alone have twenty, which two factors take.
    let all = [
        alike(CHILD, Sex::Male, State::NotAsked, 24, 120),
        alike(ADULT, Sex::Male, State::NotKnown, 4, 80),
        alike(ADULT, Sex::Female, State::NotKnown, 4, 80),
    ];
    let fitted = fitted(&all, &model, &thresholds);
    let hard = penalty.sqrt();
    assert_weight(fitted.model.factor[0].weight, 0.7, deviation / hard, 2.0 * WRITTEN);
    assert_weight(fitted.model.missing[0].weight, 0.5, deviation / hard, 2.0 * WRITTEN);
    // A range that was never measured is not taken for certainty.
    assert_weight(fitted.model.term[0].weight, -0.2, 0.05 / hard, 2.0 * WRITTEN);
    assert_weight(fitted.model.factor[1].weight, -0.4, deviation / hard, 2.0 * WRITTEN);
    for (factor, own) in fitted.model.factor.iter().zip([0.9, -0.9]) {
        let found = factor.special.iter().find_map(|special| special.weight).expect("of boys");
        assert_weight(found, own, f64::hypot(deviation, 0.3) / hard, 2.0 * WRITTEN);
    }
    assert_eq!(fitted.weights, 8);
    assert_eq!(fitted.penalty, penalty);
    assert_near(fitted.model.base[0].rate, 0.2, WRITTEN);
    assert_near(fitted.model.base[1].rate, 0.05, WRITTEN);
}

#[test]
fn strength_rises_only_where_the_range_is_on_one_side_of_nothing() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let unsure: Vec<_> = same_of_all().into_iter().map(|of| Alike { state: State::NotAsked, ..of }).collect();
    for (before, sure) in [
        (Strength::Judgement, Strength::Fair),
        (Strength::Weak, Strength::Fair),
        (Strength::Fair, Strength::Strong),
        (Strength::Strong, Strength::Strong),
    ] {
        let mut model = model();
        model.factor[0].strength = before;
        assert_eq!(fitted(&same_of_all(), &model, &thresholds).model.factor[0].strength, sure);
        assert_eq!(fitted(&unsure, &model, &thresholds).model.factor[0].strength, before);
    }
    // As sure where it protects, on the other side.
    let mut model = model();
    model.factor[0].direction = Direction::Protects;
    model.factor[0].weight = Weight { log_odds: -1.0, low: -101.0, high: 99.0 };
    let turned: Vec<_> = same_of_all()
        .into_iter()
        .map(|of| {
            let state = if of.state == State::Present { State::Absent } else { State::Present };
            Alike { state, ..of }
        })
        .collect();
    let found = &fitted(&turned, &model, &thresholds).model.factor[0];
    let (log_odds, deviation) = woolf(24.0, 480.0, 40.0, 160.0);
    assert_weight(found.weight, log_odds, deviation, LOOSELY);
    assert_eq!(found.strength, Strength::Fair);
}

/// Somebody says yes and somebody says no: reckoned as present of what raises and as absent of what protects.
#[test]
fn an_answer_in_dispute_weighs_as_the_safer_one() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let disputed = |of: State| {
        let all = same_of_all().into_iter();
        all.map(|one| if one.state == of { Alike { state: State::Conflicting, ..one } } else { one })
            .collect::<Vec<_>>()
    };
    let settled = fitted(&same_of_all(), &model(), &thresholds).model;
    assert_eq!(fitted(&disputed(State::Present), &model(), &thresholds).model.factor, settled.factor);
    let mut model = model();
    model.factor[0].direction = Direction::Protects;
    model.factor[0].weight = Weight { log_odds: -1.0, low: -101.0, high: 99.0 };
    let turn = |all: Vec<Alike>| -> Vec<Alike> {
        let turned = |of: Alike| Alike {
            state: match of.state {
                State::Present => State::Absent,
                State::Absent => State::Present,
                other => other,
            },
            ..of
        };
        all.into_iter().map(turned).collect()
    };
    let (log_odds, _) = woolf(24.0, 480.0, 40.0, 160.0);
    let found = fitted(&turn(disputed(State::Present)), &model, &thresholds).model;
    assert_near(found.factor[0].weight.log_odds, log_odds, LOOSELY);
}

#[test]
fn shares_kinds_and_deaths_are_counted_with_the_published_as_if_seen_so_often() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    thresholds.fit.published_counts = 40.0;
    let mut model = model();
    let women = Of { ages: (18, 80), sex: Some(Sex::Female) };
    model.factor[0].special = vec![Special { of: women, weight: None, share: Some(0.35) }];
    let mut incidents = incidents(&same_of_all());
    // Of the 32 children harmed two died, of the 32 adults five, and of those one by a crime and one of nobody knows what.
    let mut of_children =
        incidents.iter_mut().filter(|one| one.known.ages == Some(CHILD) && one.harm.is_recorded());
    (0..2).for_each(|_| of_children.next().expect("enough").harm.fatal = true);
    let adults =
        |one: &&mut Closed| one.known.ages == Some(ADULT) && one.closed_on < day(9) && one.harm.is_recorded();
    let mut of_adults = incidents.iter_mut().filter(adults);
    (0..3).for_each(|_| of_adults.next().expect("enough").harm.fatal = true);
    of_adults.next().expect("enough").harm = Harm { fatal: true, kinds: [Kind::Crime].into(), other: false };
    of_adults.next().expect("enough").harm = Harm { fatal: true, other: true, ..Harm::default() };
    let fitted = fit(&incidents, &model, "2026.2", &thresholds).expect("enough");
    let share = |band: usize| {
        let special = &fitted.model.factor[0].special[band];
        assert_eq!((special.of.ages, special.of.sex), (fitted.model.base[band].ages, None));
        special.share.expect("of a band")
    };
    // Of 320 of a band 80 have it; published is of children one in twenty, of adults that of men and of women.
    assert_near(share(0), (80.0 + 40.0 * 0.05) / 360.0, WRITTEN);
    assert_near(share(1), (80.0 + 40.0 * 0.20) / 360.0, WRITTEN);
    let [children, adults] = &fitted.model.base[..] else { panic!("two bands") };
    assert_near(children.fatal, (2.0 + 40.0 * 0.1) / 72.0, WRITTEN);
    assert_near(adults.fatal, (5.0 + 40.0 * 0.2) / 72.0, WRITTEN);
    let kinds = |of: &BTreeMap<Kind, f64>| Kind::ALL.map(|kind| of[&kind]);
    for (found, of) in kinds(&children.kinds).into_iter().zip([40.0, 20.0, 12.0, 0.0]) {
        assert_near(found, of / 72.0, 1e-12);
    }
    // Thirty harmed themselves, one suffered a crime; what became of the last is of no kind.
    for (found, of) in kinds(&adults.kinds).into_iter().zip([54.0, 16.0, 1.0, 0.0]) {
        assert_near(found, of / 71.0, 1e-12);
    }
}

#[test]
fn who_may_be_of_two_bands_counts_in_the_kinds_and_deaths_of_neither() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 15;
    let mut incidents = incidents(&same_of_all());
    for one in incidents.iter_mut().filter(|one| one.harm.is_recorded()).take(5) {
        one.known.ages = Some((17, 18));
        one.harm = Harm { fatal: true, kinds: [Kind::Exploitation].into(), other: false };
    }
    let fitted = fit(&incidents, &model(), "2026.2", &thresholds).expect("enough");
    for base in &fitted.model.base {
        assert_near(base.fatal, 0.0, WRITTEN);
        assert_near(base.kinds[&Kind::SelfHarm], 1.0, 1e-9);
    }
}

/// What is true is what was believed, and ranges are narrow: to believe it foretells best. What is true is far from it: not to.
#[test]
fn the_penalty_is_the_one_by_which_earlier_incidents_foretell_later_ones_best() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    thresholds.fit.penalties = vec![0.01, 1.0, 100.0];
    let narrow = |log_odds: f64| {
        let mut model = model();
        model.factor[0].weight = Weight { log_odds, low: log_odds - 0.05, high: log_odds + 0.05 };
        model
    };
    let (truth, _) = woolf(40.0, 160.0, 24.0, 480.0);
    assert_eq!(fitted(&same_of_all(), &narrow(0.0), &thresholds).penalty, 0.01);
    // Earlier ones say that it weighs more: of 80 with it half are harmed, not a quarter. Later ones say what was believed.
    let mut incidents = incidents(&same_of_all());
    let moved = |one: &&mut Closed| {
        one.closed_on == day(0)
            && !one.harm.is_recorded()
            && one.known.states.get(Question::SelfHarm) == State::Present
    };
    for one in incidents.iter_mut().filter(moved).take(20) {
        one.harm = Harm { other: true, ..Harm::default() };
    }
    let misled = fit(&incidents, &narrow(truth), "2026.2", &thresholds).expect("enough");
    assert_eq!(misled.penalty, 100.0);
}

#[test]
fn what_is_special_of_whole_bands_is_fitted_and_of_part_of_one_is_refused_at_either_end() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let special_of = |ages| {
        let mut model = model();
        model.factor[0].special =
            vec![Special { of: Of { ages, sex: None }, weight: None, share: Some(0.2) }];
        fit(&incidents(&same_of_all()), &model, "2026.2", &thresholds).err()
    };
    for whole in [(0, 17), (18, 80), (0, 80)] {
        assert_eq!(special_of(whole), None, "{whole:?}");
    }
    for narrow in [(0, 16), (1, 17), (18, 79), (19, 80), (0, 81)] {
        assert_eq!(special_of(narrow), Some(FitError::Special(Question::SelfHarm)), "{narrow:?}");
    }
}

#[test]
fn a_fit_of_the_version_that_it_is_made_from_is_refused_and_so_is_one_without() {
    for version in ["2026.1", "", " "] {
        let refused = fit(&[], &model(), version, &thresholds()).expect_err("no version of its own");
        assert_eq!(refused, FitError::Version(version.into()));
    }
}

#[test]
fn as_many_harmed_and_unharmed_as_are_needed_are_enough_and_one_fewer_is_not() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let mut incidents = incidents(&same_of_all());
    let harmed = |one: &&mut Closed| one.closed_on < day(9) && one.harm.is_recorded();
    incidents.iter_mut().find(harmed).expect("of 64").harm = Harm::default();
    assert_eq!(fit(&incidents, &model(), "2026.2", &thresholds).expect("63 are enough").made_of.harmed, 63);
    incidents.iter_mut().find(harmed).expect("of 63").harm = Harm::default();
    let refused = fit(&incidents, &model(), "2026.2", &thresholds).expect_err("one short");
    assert_eq!(refused, FitError::TooFew { part: Part::FittedOn, incidents: 640, harmed: 62, needed: 63 });
    // So of those who were not: all but 63, all but 62.
    for (unharmed, enough) in [(63, true), (62, false)] {
        let mut incidents = incidents.clone();
        for (at, one) in incidents.iter_mut().filter(|one| one.closed_on < day(9)).enumerate() {
            let harmed = at % 10 != 0 || at / 10 >= unharmed;
            one.harm = Harm { other: harmed, ..Harm::default() };
        }
        let fitted = fit(&incidents, &model(), "2026.2", &thresholds);
        match fitted {
            Err(FitError::TooFew { part, incidents, harmed, needed }) => {
                assert!(!enough, "{unharmed}");
                assert_eq!((part, incidents, harmed, needed), (Part::FittedOn, 640, 640 - unharmed, 63));
            }
            _ => assert!(enough, "{unharmed}"),
        }
    }
}

#[test]
fn what_is_held_out_begins_with_a_day_and_is_about_the_share_that_is_asked_for() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let fitted = fitted(&same_of_all(), &model(), &thresholds);
    assert_eq!(fitted.made_of, Span { from: day(0), until: day(1), incidents: 640, harmed: 64 });
    assert_eq!(fitted.measured_on, Span { from: day(9), until: day(9), incidents: 213, harmed: 106 });
    // A third would begin within the second day: the whole day is held out, and too few are left.
    thresholds.fit.held_out = 0.3;
    let refused = fit(&incidents(&same_of_all()), &model(), "2026.2", &thresholds).expect_err("a day");
    assert_eq!(refused, FitError::TooFew { part: Part::FittedOn, incidents: 320, harmed: 32, needed: 63 });
}

/// Of men of whom nothing is known the estimate is that of their band, of those with the factor more.
#[test]
fn what_is_at_or_above_the_cut_off_is_high_and_the_cut_off_with_as_many_is_told() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 21;
    let mut incidents: Vec<_> =
        incidents(&same_of_all()).into_iter().filter(|one| one.closed_on < day(9)).collect();
    let later = |state, harmed, of| alike(ADULT, Sex::Male, state, harmed, of);
    for of in [later(State::Present, 20, 40), later(State::NotAsked, 10, 60), later(State::Absent, 5, 113)] {
        incidents.extend((0..of.of).map(|at| closed(&of, at < of.harmed, 9)));
    }
    let mut before = model();
    // By the model as it was all but those without it are at the cut-off.
    before.cut_offs.high = 0.1;
    before.cut_offs.medium = 0.05;
    let fitted = fit(&incidents, &before, "2026.2", &thresholds).expect("enough");
    let high = fitted.before.high;
    assert_eq!((high.of, high.high, high.harmed, high.high_and_harmed), (213, 100, 35, 30));
    let (cut_off, high) = fitted.as_many_high;
    assert_eq!((high.of, high.high, high.harmed, high.high_and_harmed), (213, 100, 35, 30));
    assert_near(cut_off, fitted.model.base[1].rate, 1e-9);
    // After it the odds of those without are a twentieth, and those with the factor are at a quarter.
    assert_eq!(fitted.after.high.high, 100);
    assert_eq!((fitted.after.estimates.of, fitted.after.estimates.harmed), (213, 35));
    let mean = (40.0 * 0.25 + 60.0 * fitted.model.base[1].rate + 113.0 * 0.05) / 213.0;
    assert_near(fitted.after.estimates.mean.expect("enough"), mean, 1e-3);
    // Where none was at High none is.
    before.cut_offs.high = 0.9;
    let none = fit(&incidents, &before, "2026.2", &thresholds).expect("enough");
    assert_eq!(none.before.high.high, 0);
    assert!(matches!(none.before.high.precision, Figure::TooFew { of: 0, needed: 10 }));
}

#[test]
fn the_card_says_what_was_made_of_what_and_every_number_before_and_after() {
    let mut thresholds = thresholds();
    thresholds.fit.harmed_per_weight = 10;
    let wide = Weight { log_odds: 0.5, low: -1.0, high: 2.0 };
    let mut model = model();
    model.term.push(term("women", Of { ages: (18, 80), sex: Some(Sex::Female) }, wide, Strength::Judgement));
    model.missing.push(missing(24, wide, Strength::Fair));
    let fitted = fitted(&same_of_all(), &model, &thresholds);
    let card = &fitted.card;
    let written =
        |weight: &Weight| format!("{:.2} ({:.2} to {:.2})", weight.log_odds, weight.low, weight.high);
    let factor = &fitted.model.factor[0];
    let own = factor.special.iter().find(|special| special.weight.is_some()).expect("a cell has its own");
    assert_eq!((own.of.ages, own.of.sex), ((0, 17), Some(Sex::Female)));
    for says in [
        "# Risk model 2026.2\n".to_owned(),
        "are those of 2026.1;".to_owned(),
        "| Made of | 2026-01-01 to 2026-01-02 | 640 | 64 |".to_owned(),
        "| Measured on | 2026-01-10 to 2026-01-10 | 213 | 106 |".to_owned(),
        "9 numbers were fitted".to_owned(),
        "held to 2026.1 with a penalty of 1 ".to_owned(),
        "| Harm recorded | 0.498 (0.431 to 0.564) | 0.498 (0.431 to 0.564) |".to_owned(),
        "in which 90 in a hundred would lie".to_owned(),
        format!("| self_harm | all | 1.00 (-99.00 to 101.00) | {} |", written(&factor.weight)),
        format!("|  | 0 to 17, female |  | {} |", written(&own.weight.expect("its own"))),
        format!("| women | all | 0.50 (-1.00 to 2.00) | {} |", written(&fitted.model.term[0].weight)),
        format!("| 24 hours missing | all | 0.50 (-1.00 to 2.00) | {} |", written(&fitted.model.missing[0].weight)),
        // All have one estimate: half is chance, and nobody is at High.
        "| Told apart (area under the curve; 0.5 is chance) | 0.500 (0.500 to 0.500) | 0.500 (0.500 to 0.500) |".to_owned(),
        "| Of those, harmed | too few: 0, 10 are needed | too few: 0, 10 are needed |".to_owned(),
    ] {
        assert!(card.contains(&says), "{says} is not in\n{card}");
    }
    let brier = |of: &Held| {
        let told = of.estimates.brier.told().expect("enough");
        format!("{:.4} ({:.4} to {:.4})", told.value, told.low, told.high)
    };
    let score =
        format!("| Brier score (less is better) | {} | {} |", brier(&fitted.before), brier(&fitted.after));
    assert!(card.contains(&score), "{score}");
    let number = |number: Option<f64>| format!("{:.4}", number.expect("enough"));
    let (before, after) = (&fitted.before.estimates, &fitted.after.estimates);
    let mean = format!("| Mean estimate | {} | {} |", number(before.mean), number(after.mean));
    assert!(card.contains(&mean), "{mean}");
}
