//! What came of the invented incidents, by a process that is not the model: officers are wrong as often as is published,
//! and figures and fits find what is true of it and nothing else.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::sync::LazyLock;

use chrono::DateTime;
use common::closed::{Earlier, kind, row, rows};
use common::{Runner, plan};
use register::fact::{Grade, HarmKind};
use register::question::Question;
use register::{PersonId, Thresholds};
use risk::calibration::{Calibration, calibrate};
use risk::ended::{Before, closed};
use risk::fit::{Fitted, fit};
use risk::model::Weight;
use risk::{Beside, Closed, Figure, Harm, Measured, Model, Place, assess};
use training::{TRUE_OF_ALL_HARM, episodes};

static MODEL: LazyLock<Model> = LazyLock::new(Model::default);
static TOLD: LazyLock<risk::Thresholds> = LazyLock::new(risk::Thresholds::default);
static ROWS: LazyLock<Vec<(Closed, Vec<HarmKind>)>> = LazyLock::new(|| rows(&plan(60_000)));
static RECORDED: LazyLock<Vec<Closed>> =
    LazyLock::new(|| ROWS.iter().map(|(row, _)| beside(row.clone())).collect());
static FIGURES: LazyLock<Calibration> = LazyLock::new(|| calibrate(&RECORDED, &TOLD));
static FITTED: LazyLock<Fitted> = LazyLock::new(|| fitted(&RECORDED));

fn fitted(closed: &[Closed]) -> Fitted {
    fit(closed, &MODEL, "2026.2", &TOLD).expect("enough")
}

/// With the opinion that would have stood beside the grade.
fn beside(row: Closed) -> Closed {
    let at = DateTime::UNIX_EPOCH;
    let opinion = assess(&row.known.evidence(at), &MODEL, Place::UNITED_KINGDOM, at);
    let (estimate, suggested) = (opinion.estimate.rate, opinion.suggestion.grade);
    Closed { beside: Some(Beside { estimate, suggested, afterwards: true }), ..row }
}

fn told(figure: Figure) -> Measured {
    figure.told().expect("enough")
}

#[track_caller]
fn near(what: &str, value: f64, published: f64, within: f64) {
    assert!((value - published).abs() < within, "{what}: {value:.4} of {published}");
}

/// As it is found of all, or of one age and sex where that has a weight of its own.
fn weights(fitted: &Fitted, question: Question) -> Vec<Weight> {
    let factor = fitted.model.factor(question).expect("in the model");
    let own = factor.special.iter().filter_map(|special| special.weight);
    own.chain([factor.weight]).collect()
}

#[test]
fn officers_grade_and_are_wrong_as_the_published_figures_say() {
    let officers = FIGURES.all.officers;
    near("harmed", FIGURES.all.harmed as f64 / FIGURES.all.incidents as f64, 0.038, 0.003);
    near("graded High", told(officers.share_high).value, 0.16, 0.015);
    near("High and unharmed", 1.0 - told(officers.precision).value, 0.89, 0.015);
    near("harmed and not High", 1.0 - told(officers.recall).value, 0.59, 0.03);
    for (grade, published) in [(Grade::Medium, 0.68), (Grade::Low, 0.13), (Grade::VeryLow, 0.03)] {
        let many = RECORDED.iter().filter(|row| row.grade == Some(grade)).count();
        near(&format!("{grade:?}"), many as f64 / RECORDED.len() as f64, published, 0.015);
    }
}

#[test]
fn of_the_harm_that_happens_some_is_recorded_and_of_exploitation_hardly_any() {
    for (of, least, most) in [
        (HarmKind::SelfHarm, 0.80, 0.92),
        (HarmKind::AccidentOrExposure, 0.86, 0.96),
        (HarmKind::Crime, 0.44, 0.56),
        (HarmKind::Exploitation, 0.03, 0.09),
    ] {
        let happened: Vec<_> = ROWS.iter().filter(|(_, happened)| happened.contains(&of)).collect();
        let recorded = happened.iter().filter(|(row, _)| row.harm.kinds.contains(&kind(&of))).count();
        let share = recorded as f64 / happened.len() as f64;
        assert!((least..=most).contains(&share), "{of:?}: {share}");
    }
    let invented = ROWS.iter().flat_map(|(row, happened)| {
        row.harm.kinds.iter().filter(|recorded| !happened.iter().any(|of| kind(of) == **recorded))
    });
    assert_eq!(invented.count(), 0, "nothing is recorded that did not happen");
}

#[test]
fn the_suggestion_puts_about_as_many_at_high_as_officers_do_and_tells_the_harmed_apart() {
    near("suggested High", told(FIGURES.all.suggestion.share_high).value, 0.16, 0.04);
    let told_apart = told(FIGURES.all.estimates.told_apart);
    assert!(told_apart.low > 0.62, "{told_apart:?}");
    assert!(FIGURES.all.estimates.calibration_error.expect("enough") < 0.02);
}

#[test]
fn a_fit_finds_what_is_truly_worth_something_within_its_ranges() {
    let mut all = Vec::new();
    for (question, ratio) in TRUE_OF_ALL_HARM {
        let truth = (ratio as f64 / 100.0).ln();
        let holds = |weight: &Weight| weight.low <= truth && truth <= weight.high;
        all.extend(weights(&FITTED, question).iter().map(|weight| (question, *weight, holds(weight))));
    }
    // Ranges of nine in ten, of some dozen.
    let hold = all.iter().filter(|(.., holds)| *holds).count();
    assert!(hold as f64 > 0.75 * all.len() as f64, "{hold}: {all:?}");
    for question in [Question::SelfHarm, Question::HarmedBefore, Question::LikelyHurt, Question::MentalHealth]
    {
        let weight = FITTED.model.factor(question).expect("in the model").weight;
        assert!(weight.low > 0.0, "{question:?}: {weight:?}");
    }
    // Worth nothing here: it stays at the little that was believed.
    let nothing = FITTED.model.factor(Question::DangerToOthers).expect("in the model").weight;
    assert!(nothing.log_odds < 0.15, "{nothing:?}");
    let (before, after) = (&FITTED.before.estimates, &FITTED.after.estimates);
    assert!(
        told(after.brier).value < told(before.brier).value && told(after.told_apart).low > 0.62,
        "{after:?}"
    );
}

#[test]
fn what_bears_on_exploitation_would_weigh_more_if_all_of_it_were_recorded() {
    let all = |(row, happened): &(Closed, Vec<HarmKind>)| {
        let harm = Harm { kinds: happened.iter().map(kind).collect(), ..Harm::default() };
        Closed { harm, ..row.clone() }
    };
    let whole = fitted(&ROWS.iter().map(all).collect::<Vec<_>>());
    let of = |fitted: &Fitted| {
        weights(fitted, Question::SexualExploitation)
            .into_iter()
            .map(|weight| weight.log_odds)
            .fold(0.0, f64::max)
    };
    assert!(of(&FITTED) < 0.7 * of(&whole), "{} of {}", of(&FITTED), of(&whole));
}

#[test]
fn where_outcomes_are_dealt_out_by_chance_nobody_is_told_apart() {
    let harms: Vec<Harm> = RECORDED.iter().map(|row| row.harm.clone()).collect();
    // Dealt out by a stride that has nothing to do with anybody.
    let shuffled: Vec<Closed> = (0..harms.len())
        .map(|at| Closed { harm: harms[(at * 7_919 + 13) % harms.len()].clone(), ..RECORDED[at].clone() })
        .collect();
    let figures = calibrate(&shuffled, &TOLD);
    near("told apart", told(figures.all.estimates.told_apart).value, 0.5, 0.02);
    let after = told(fitted(&shuffled).after.estimates.told_apart);
    assert!(after.low <= 0.5 && 0.5 <= after.high, "{after:?}");
}

/// The rows above are those of the page: what is made of the signed log, its answers and its outcome.
#[test]
fn what_was_so_reaches_figures_and_fits_through_the_log() {
    let (mut earlier, mut before) = (Earlier::default(), Vec::<(PersonId, Before)>::new());
    let mut counted = 0;
    for episode in episodes(&plan(600)) {
        let mut runner = Runner::new(Thresholds::default());
        episode.steps.iter().for_each(|step| runner.step(&episode, step));
        let state = runner.state.as_ref().expect("an episode begins with a report");
        let of_person = before.iter().filter(|(person, _)| *person == state.person_id);
        let others: Vec<Before> = of_person.map(|(_, before)| before.clone()).collect();
        let made = closed(runner.entries.iter(), &others, &MODEL, &Thresholds::default());
        let read = row(&episode, &mut earlier);
        assert_eq!(made.is_some(), read.is_some(), "{}", state.reference);
        let (Some(made), Some(read)) = (made, read) else { continue };
        assert_eq!(made.known.states, read.known.states, "{}", state.reference);
        assert_eq!((made.known.ages, made.known.sex), (read.known.ages, read.known.sex));
        assert_eq!((made.grade, &made.harm), (read.grade, &read.harm), "{}", state.reference);
        counted += 1;
        let ended = state.closed.as_ref().expect("it counts").recorded_at;
        let condition = state.located.as_ref().map(|located| located.what.condition);
        let episode = Before { reference: state.reference.clone(), ended, condition, came_to_light: None };
        before.push((state.person_id, episode));
    }
    assert!(counted > 550, "{counted}");
}
