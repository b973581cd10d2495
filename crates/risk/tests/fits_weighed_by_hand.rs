//! Fits of a model and of incidents small enough to be reckoned by hand: what each weight and base rate, its range and its
//! strength must be.

mod common;

use common::alike::*;
use common::by_hand::*;
use risk::fit::{Span, fit};
use risk::model::{Base, Of, Special, Strength, Weight};
use risk::{Direction, Sex, State};
use rstest::rstest;

#[track_caller]
fn assert_weight(found: Weight, log_odds: f64, deviation: f64, within: f64) {
    assert_near(found.log_odds, log_odds, within);
    assert_near(found.low, log_odds - NINE_TENTHS * deviation, within);
    assert_near(found.high, log_odds + NINE_TENTHS * deviation, within);
}

fn rate(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
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
