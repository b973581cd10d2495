//! Incidents that are invented alike by the dozen, and a model that hardly holds a fit of them to anything: what is found can be
//! reckoned by hand.

use chrono::{Days, NaiveDate};
use register::question::Question;
use risk::fit::{Fitted, fit};
use risk::model::{Missing, Of, Strength, Term, Weight};
use risk::{
    Characteristics, Closed, Direction, Factor, Handling, Harm, Kind, Known, Model, Sex, State, Thresholds,
};

use super::by_hand::{ADULT, CHILD, small_model};

/// What a model is written with has four digits.
pub const WRITTEN: f64 = 0.000_06;
/// Nothing is held so loosely that it holds nothing at all.
pub const LOOSELY: f64 = 0.001_5;

/// Of two bands, with one factor; nobody believes any of its weights.
pub fn model() -> Model {
    let of_whom = r#"
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
    "#;
    small_model(of_whom, [0.2, 0.05, 0.01])
}

/// Of what protects, as little believed as the other.
pub fn means(weight: Weight) -> Factor {
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

pub fn term(name: &str, of: Of, weight: Weight, strength: Strength) -> Term {
    Term { name: name.into(), of, weight, strength, studies: vec!["test".into()] }
}

pub fn missing(hours: u32, weight: Weight, strength: Strength) -> Missing {
    Missing { hours, weight, strength, studies: vec!["test".into()] }
}

/// One penalty, one fold, and base rates and weights of a cell that are hardly held to anything.
pub fn thresholds() -> Thresholds {
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
pub struct Alike {
    pub ages: Option<(u32, u32)>,
    pub sex: Option<Sex>,
    pub state: State,
    pub means: State,
    pub hours: u32,
    pub harmed: usize,
    pub of: usize,
}

pub fn alike(ages: (u32, u32), sex: Sex, state: State, harmed: usize, of: usize) -> Alike {
    Alike { ages: Some(ages), sex: Some(sex), state, means: State::NotAsked, hours: 0, harmed, of }
}

pub fn day(at: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date") + Days::new(at)
}

pub fn closed(of: &Alike, harmed: bool, day_of: u64) -> Closed {
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
pub fn incidents(all: &[Alike]) -> Vec<Closed> {
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

pub fn fitted(all: &[Alike], model: &Model, thresholds: &Thresholds) -> Fitted {
    fit(&incidents(all), model, "2026.2", thresholds).expect("enough")
}

const SEXES: [Sex; 2] = [Sex::Female, Sex::Male];

/// Of everybody of whom it is known a quarter has the factor: five in twenty of them are harmed, of the others three in sixty.
pub fn same_of_all() -> Vec<Alike> {
    let mut all = Vec::new();
    for ages in [CHILD, ADULT] {
        for sex in SEXES {
            all.push(alike(ages, sex, State::Present, 5, 20));
            all.push(alike(ages, sex, State::Absent, 3, 60));
        }
    }
    all
}

/// Of each of four sorts of people as many are harmed, of so many: with neither, with what raises, with what protects, with both.
pub fn four(ages: (u32, u32), sex: Sex, harmed: usize, of: [usize; 4]) -> Vec<Alike> {
    let sorts = [
        (State::Absent, State::Absent),
        (State::Present, State::Absent),
        (State::Absent, State::Present),
        (State::Present, State::Present),
    ];
    let each = sorts.into_iter().zip(of);
    each.map(|((state, means), of)| Alike { means, ..alike(ages, sex, state, harmed, of) }).collect()
}

/// Woolf 1955: the logarithm of the ratio of odds in a table of four, and its deviation.
pub fn woolf(harmed: f64, of: f64, harmed_without: f64, of_without: f64) -> (f64, f64) {
    let table = [harmed, of - harmed, harmed_without, of_without - harmed_without];
    let ratio = table[0] * table[3] / (table[1] * table[2]);
    (ratio.ln(), table.iter().map(|count| 1.0 / count).sum::<f64>().sqrt())
}
