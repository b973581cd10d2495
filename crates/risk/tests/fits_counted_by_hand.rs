//! Fits small enough to be reckoned by hand: shares, kinds and deaths that are counted, how many are enough, what is held out,
//! how well a fit foretells that, and what its card says.

mod common;

use std::collections::BTreeMap;

use common::alike::*;
use common::by_hand::*;
use register::question::Question;
use risk::fit::{FitError, Held, Part, Span, fit};
use risk::model::{Of, Special, Strength, Weight};
use risk::{Closed, Figure, Harm, Kind, Sex, State};

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
