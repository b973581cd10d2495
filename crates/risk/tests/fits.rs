//! Fits on invented incidents: what they find again, what they must not find, and what they refuse.

use std::sync::LazyLock;

use proptest::prelude::*;
use register::question::Question;
use risk::calibration::Estimates;
use risk::fit::{FitError, Fitted, Part, fit, needed};
use risk::invented::{RECORDED, by_model, latent, latent_recorded};
use risk::model::{Special, Weight};
use risk::{
    Characteristics, Closed, Direction, Factor, Figure, Handling, Kind, Known, Model, Scorer, Sex, State,
    States, Thresholds,
};

static MODEL: LazyLock<Model> = LazyLock::new(Model::default);
static THRESHOLDS: LazyLock<Thresholds> = LazyLock::new(Thresholds::default);
static INVENTED: LazyLock<Vec<Closed>> = LazyLock::new(|| latent(2, 60_000, &MODEL));
static FITTED: LazyLock<Fitted> = LazyLock::new(|| fitted(&INVENTED));

fn fitted(closed: &[Closed]) -> Fitted {
    fit(closed, &MODEL, "2026.2", &THRESHOLDS).expect("enough")
}

/// A model that is true of whom [`by_model`] invents, and that nobody believes yet: weights half as large again as
/// shipped and half as large, and one that is special of children.
fn truth() -> Model {
    let mut truth = MODEL.clone();
    for (at, factor) in truth.factor.iter_mut().enumerate() {
        factor.weight.log_odds *= if at % 2 == 0 { 1.5 } else { 0.5 };
    }
    let special = Special {
        of: risk::model::Of { ages: (0, 17), sex: None },
        weight: Some(Weight { log_odds: 1.2, low: 1.2, high: 1.2 }),
        share: None,
    };
    truth.factor[0].special.push(special);
    truth
}

const CELLS: [((u32, u32), Sex); 6] = [
    ((0, 17), Sex::Female),
    ((0, 17), Sex::Male),
    ((18, 64), Sex::Female),
    ((18, 64), Sex::Male),
    ((65, 125), Sex::Female),
    ((65, 125), Sex::Male),
];

/// As it holds of a whole band and a sex.
fn weight(factor: &Factor, (ages, sex): ((u32, u32), Sex)) -> Weight {
    let holds = |special: &&Special| special.of.ages == ages && special.of.sex.is_none_or(|of| of == sex);
    let mut special = factor.special.iter().filter(holds).filter_map(|special| special.weight);
    special.next_back().unwrap_or(factor.weight)
}

/// Of all weights at every age and sex, the share whose range holds the truth.
fn held(model: &Model, truth: &Model) -> f64 {
    let factors = model.factor.iter().zip(&truth.factor);
    let each: Vec<bool> = factors
        .flat_map(|(found, true_of)| CELLS.map(|cell| (weight(found, cell), weight(true_of, cell))))
        .map(|(found, true_of)| found.low <= true_of.log_odds && true_of.log_odds <= found.high)
        .collect();
    each.iter().filter(|holds| **holds).count() as f64 / each.len() as f64
}

/// By how much weights are off, on average over all at every age and sex.
fn off(model: &Model, truth: &Model) -> f64 {
    let factors = model.factor.iter().zip(&truth.factor);
    let each: Vec<f64> = factors
        .flat_map(|(found, true_of)| CELLS.map(|cell| (weight(found, cell), weight(true_of, cell))))
        .map(|(found, true_of)| (found.log_odds - true_of.log_odds).abs())
        .collect();
    each.iter().sum::<f64>() / each.len() as f64
}

fn brier(of: &Estimates) -> f64 {
    of.brier.told().expect("enough").value
}

#[test]
fn what_is_true_is_found_again_within_the_ranges_whatever_was_believed_before() {
    let truth = truth();
    let fitted = fitted(&by_model(3, 100_000, &truth, 1.0));
    assert!(held(&fitted.model, &truth) > 0.85, "{}", held(&fitted.model, &truth));
    let (was, is) = (off(&MODEL, &truth), off(&fitted.model, &truth));
    assert!(is < 0.6 * was, "on average off by {is}, before by {was}");
    let suicide = |model: &Model| weight(&model.factor[0], CELLS[3]);
    assert!((suicide(&fitted.model).log_odds - suicide(&truth).log_odds).abs() < 0.2);
    assert!(suicide(&fitted.model).high - suicide(&fitted.model).low < 0.5, "and ranges are narrow");
    for (found, true_of) in fitted.model.base.iter().zip(&truth.base) {
        assert!(found.low * 0.95 < true_of.rate && true_of.rate < found.high * 1.05, "{:?}", found.ages);
    }
    let (before, after) = (&fitted.before.estimates, &fitted.after.estimates);
    assert!(brier(after) < brier(before) && after.calibration_error < before.calibration_error);
}

/// Harm is rare: where one in so many is recorded, whoever they are, odds fall by that and ratios of odds hardly move.
#[test]
fn harm_that_is_recorded_of_one_in_three_alike_moves_base_rates_and_no_weight() {
    let truth = truth();
    let fitted = fitted(&by_model(4, 150_000, &truth, 1.0 / 3.0));
    assert!(held(&fitted.model, &truth) > 0.85, "{}", held(&fitted.model, &truth));
    for (found, true_of) in fitted.model.base.iter().zip(&truth.base) {
        assert!((found.rate / true_of.rate - 1.0 / 3.0).abs() < 0.06, "{:?}: {}", found.ages, found.rate);
    }
}

/// And that is all it moves only where it is alike. Of exploitation hardly any is recorded: of the same people, what bears
/// on it is found to weigh a fraction of what it would if all were.
#[test]
fn harm_that_is_recorded_less_of_some_makes_their_weights_too_small_and_the_card_says_so() {
    let all = RECORDED.map(|(kind, share)| (kind, if kind == Kind::Exploitation { 1.0 } else { share }));
    let whole = fitted(&latent_recorded(2, INVENTED.len(), &MODEL, &all));
    for question in [Question::SexualExploitation, Question::CriminalExploitation] {
        let girls = |fitted: &Fitted| weight(fitted.model.factor(question).expect("in the model"), CELLS[0]);
        let (found, would) = (girls(&FITTED).log_odds, girls(&whole).log_odds);
        assert!(found < 0.7 * would, "{question:?}: {found} of {would}");
    }
    assert!(FITTED.card.contains("recorded less of some"));
}

#[test]
fn on_people_who_are_not_as_any_model_says_a_fit_foretells_no_worse_and_means_what_it_says() {
    let (before, after) = (&FITTED.before.estimates, &FITTED.after.estimates);
    assert!(brier(after) <= brier(before) && after.calibration_error < before.calibration_error);
    assert!(after.calibration_error.expect("enough") < 0.01);
    let apart = |figure: Figure| figure.told().expect("enough").value;
    assert!(apart(after.told_apart) > apart(before.told_apart) - 0.005);
    assert!(FITTED.made_of.until < FITTED.measured_on.from);
    assert!(FITTED.measured_on.incidents.abs_diff(INVENTED.len() / 4) < 100);
    assert_eq!(FITTED.made_of.incidents + FITTED.measured_on.incidents, INVENTED.len());
    // As many at High, by whichever cut-off.
    assert!(FITTED.as_many_high.1.high.abs_diff(FITTED.before.high.high) < 20);
}

#[test]
fn a_fit_is_a_model_that_reads_as_any_other_and_names_the_register_as_its_study() {
    assert_eq!(Model::parse(&FITTED.text).expect("read"), FITTED.model);
    assert_eq!(FITTED.model.version, "2026.2");
    assert_eq!((&FITTED.model.flag, &FITTED.model.cut_offs), (&MODEL.flag, &MODEL.cut_offs));
    let study = &FITTED.model.study["register-2026.2"];
    let incidents = FITTED.made_of.incidents.to_string();
    assert!(study.sample.starts_with(&format!("{incidents} incidents closed")), "{}", study.sample);
    for (now, was) in FITTED.model.factor.iter().zip(&MODEL.factor) {
        assert!(now.studies.iter().any(|study| study == "register-2026.2"));
        assert_eq!((now.question, now.direction, &now.kinds), (was.question, was.direction, &was.kinds));
        assert!(now.strength >= was.strength);
    }
    for says in
        ["| Brier score", &incidents, "self_harm", "Calibration error", "18 to 64, female", "prevented"]
    {
        assert!(FITTED.card.contains(says), "{says}");
    }
}

/// The truth is turned round: what raises harm is said to protect from it, and the other way.
#[test]
fn what_is_declared_as_raising_never_lowers_though_every_incident_says_so() {
    let mut turned = MODEL.clone();
    for factor in &mut turned.factor {
        factor.weight.log_odds = if factor.direction == Direction::Raises { -0.8 } else { 0.8 };
    }
    let fitted = fitted(&by_model(5, 40_000, &turned, 1.0));
    for factor in &fitted.model.factor {
        for cell in CELLS {
            let found = weight(factor, cell).log_odds;
            let raises = factor.direction == Direction::Raises;
            assert!(if raises { found >= 0.0 } else { found <= 0.0 }, "{:?} {found}", factor.question);
            // Of children with dementia there are none to learn from: what was believed stands.
            let seen = cell.0.0 == 18;
            assert!(!seen || found.abs() < 0.15, "{:?} {cell:?} {found}", factor.question);
        }
    }
    let at_nothing =
        fitted.model.factor.iter().filter(|factor| weight(factor, CELLS[3]).log_odds == 0.0).count();
    assert!(at_nothing > 12, "{at_nothing}: at a bound is nothing, not nearly nothing");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn of_a_fitted_model_too_unknown_lies_between_absent_and_present_at_every_age_and_sex(
        all in proptest::collection::vec(0usize..4, 17), at in 0usize..17
    ) {
        let states = [State::Present, State::Absent, State::NotAsked, State::Conflicting];
        let mut scorer = Scorer::new(&FITTED.model);
        let factor = &FITTED.model.factor[at];
        let questions = FITTED.model.factor.iter().map(|factor| factor.question);
        let said: States = questions.zip(all.into_iter().map(|at| states[at])).collect();
        for age in 0..110 {
            for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
                let mut of = |state| {
                    let mut known = Known { ages: Some((age, age)), sex, states: said.clone(), hours_missing: None };
                    known.states.set(factor.question, state);
                    scorer.rate(&known)
                };
                let (present, unknown, absent) = (of(State::Present), of(State::NotKnown), of(State::Absent));
                match factor.direction {
                    Direction::Raises => prop_assert!(absent <= unknown && unknown <= present),
                    Direction::Protects => prop_assert!(present <= unknown && unknown <= absent),
                }
            }
        }
    }
}

#[test]
fn of_harm_by_chance_a_fit_finds_nothing() {
    let mut closed = INVENTED[..30_000].to_vec();
    let harms: Vec<_> = closed.iter().map(|one| one.harm.clone()).collect();
    // Dealt out by a stride that has nothing to do with anybody.
    for (at, one) in closed.iter_mut().enumerate() {
        one.harm = harms[(at * 7_919 + 13) % harms.len()].clone();
    }
    let fitted = fitted(&closed);
    let told = fitted.after.estimates.told_apart.told().expect("enough");
    assert!(told.low <= 0.5 && 0.5 <= told.high, "{told:?}");
    let all: Vec<_> =
        fitted.model.factor.iter().flat_map(|factor| CELLS.map(|cell| weight(factor, cell))).collect();
    let of_nothing = all.iter().filter(|weight| weight.low <= 0.0 && weight.high >= 0.0).count();
    assert!(of_nothing as f64 > 0.85 * all.len() as f64, "{of_nothing} of {}", all.len());
    assert!(brier(&fitted.after.estimates) < brier(&fitted.before.estimates));
}

/// INV-10, and what else no score may see: how an incident was handled, graded and suggested.
#[test]
fn who_somebody_is_beyond_age_and_sex_changes_no_estimate_and_no_fit() {
    let mut other = INVENTED[..30_000].to_vec();
    let before = fitted(&other);
    let all: Vec<(Characteristics, Handling)> =
        other.iter().map(|one| (one.characteristics.clone(), one.handling)).collect();
    let mut scorer = Scorer::new(&MODEL);
    let were: Vec<f64> = other.iter().map(|one| scorer.rate(&one.known)).collect();
    for (at, one) in other.iter_mut().enumerate() {
        let (characteristics, handling) = &all[(at * 7_919 + 13) % all.len()];
        (one.characteristics, one.handling) = (characteristics.clone(), *handling);
        (one.grade, one.beside, one.overruled) = (None, None, Vec::new());
    }
    assert_eq!(other.iter().map(|one| scorer.rate(&one.known)).collect::<Vec<_>>(), were);
    let after = fitted(&other);
    assert_eq!(after.text, before.text);
    assert_eq!(after, before);
}

#[test]
fn too_little_is_refused_with_how_much_is_needed() {
    // Three base rates, two terms, two spans of hours, seventeen factors; ten harmed for each.
    assert_eq!(needed(&MODEL, &THRESHOLDS), 240);
    let few = fit(&INVENTED[..2_000], &MODEL, "2026.2", &THRESHOLDS).expect_err("too few");
    let FitError::TooFew { part: Part::FittedOn, incidents, harmed, needed: 240 } = few else {
        panic!("{few}");
    };
    assert!((1_400..=1_500).contains(&incidents) && (30..90).contains(&harmed));
    assert!(few.to_string().contains("240 are needed"), "{few}");
    let none = fit(&[], &MODEL, "2026.2", &THRESHOLDS).expect_err("none");
    assert!(matches!(none, FitError::TooFew { harmed: 0, .. }), "{none}");
    let mut late = INVENTED[..20_000].to_vec();
    late.sort_by_key(|one| one.closed_on);
    late[14_900..].iter_mut().for_each(|one| one.harm = risk::Harm::default());
    let unmeasured = fit(&late, &MODEL, "2026.2", &THRESHOLDS).expect_err("nothing to measure on");
    assert!(matches!(unmeasured, FitError::TooFew { part: Part::MeasuredOn, harmed: 0, .. }), "{unmeasured}");
}

#[test]
fn only_an_age_and_sex_with_harm_enough_has_weights_of_its_own() {
    let own = |fitted: &Fitted| {
        let special = &fitted.model.factor[0].special;
        special.iter().filter(|special| special.weight.is_some()).count()
    };
    // Of 170 harmed each: all but those of 65 and over, of whom one in seventeen is.
    assert_eq!((own(&FITTED), FITTED.weights), (4, 24 + 4 * 17));
    let smaller = fitted(&INVENTED[..12_000]);
    assert!(own(&smaller) < 4, "{}", smaller.weights);
    assert_eq!(smaller.weights, 24 + own(&smaller) * 17);
}

#[test]
fn a_version_is_a_new_one_and_what_is_special_of_part_of_a_band_is_refused() {
    for version in ["", "  ", &MODEL.version] {
        let error = fit(&INVENTED, &MODEL, version, &THRESHOLDS).expect_err("not a new one");
        assert_eq!(error, FitError::Version(version.to_owned()));
    }
    let error = fit(&INVENTED, &MODEL, "2027 spring", &THRESHOLDS).expect_err("a blank");
    assert!(matches!(error, FitError::VersionForm(ref what) if what.starts_with("version:")), "{error}");
    let mut narrow = MODEL.clone();
    narrow.factor[0].special[0].of.ages = (12, 17);
    let error = fit(&INVENTED, &narrow, "2026.2", &THRESHOLDS).expect_err("narrow");
    assert_eq!(error, FitError::Special(Question::SelfHarm));
}

#[test]
fn a_fit_can_be_fitted_again() {
    let again = fit(&INVENTED, &FITTED.model, "2026.3", &THRESHOLDS).expect("enough");
    assert!(again.model.study.contains_key("register-2026.2"));
    let moved = |one: &Model, other: &Model| {
        let weights = one.factor.iter().zip(&other.factor);
        weights.map(|(one, other)| (one.weight.log_odds - other.weight.log_odds).abs()).fold(0.0, f64::max)
    };
    assert!(moved(&again.model, &FITTED.model) < 0.25, "{}", moved(&again.model, &FITTED.model));
}
