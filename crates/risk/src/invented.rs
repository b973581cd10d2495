//! Closed incidents that are invented, from a seed: what figures and fits are tested on.
//!
//! [`latent`] is not the model: what drives harm is hidden (despair, confusion, exploitation, how bad it is), answers are
//! wrong or never asked for, harm comes by kinds that strengthen each other, and most of it is not recorded. Officers
//! grade as the published figures say (Doyle and Barnes 2020). [`by_model`] is a model's own form with its own weights: what
//! a fit must find again.

use chrono::{DateTime, Days, NaiveDate};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use register::fact::Grade;
use register::question::Question;

use crate::estimate::{log_odds, rate};
use crate::evidence::{Sex, State};
use crate::model::{Kind, Model};
use crate::record::{Beside, Characteristics, Closed, Handling, Harm, Known, States};
use crate::score::Scorer;
use crate::suggest::suggest;

mod latent;

pub use latent::{RECORDED, Recorded, latent, latent_recorded};

/// Days over which invented incidents close, from 1 January 2022 on: three years.
const DAYS: u64 = 1_096;

pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From 0, less than 1.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn holds(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Mean 0, deviation 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let away = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        away * (std::f64::consts::TAU * self.unit()).cos()
    }

    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + (self.unit() * f64::from(high - low + 1)) as u32
    }

    /// One of several, by their shares.
    pub fn of<T: Copy>(&mut self, shares: &[(T, f64)]) -> T {
        let mut left = self.unit();
        let found = shares.iter().find(|(_, share)| {
            left -= share;
            left < 0.0
        });
        found.or(shares.last()).expect("something to choose from").0
    }
}

fn closed_on(chance: &mut Chance) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a date");
    first + Days::new((chance.unit() * DAYS as f64) as u64)
}

/// Three in five are children, most of them from 12 on; one in seventeen is 65 or over.
fn age(chance: &mut Chance) -> u32 {
    let (low, high) = chance.of(&[((12, 17), 0.52), ((3, 11), 0.08), ((18, 64), 0.34), ((65, 95), 0.06)]);
    chance.between(low, high)
}

fn sex(chance: &mut Chance) -> Sex {
    chance.of(&[(Sex::Female, 0.45), (Sex::Male, 0.55)])
}

/// Known of 69 in 100 (England and Wales 2019/20).
fn characteristics(age: u32, chance: &mut Chance) -> Characteristics {
    let shares = [("white", 0.76), ("black", 0.14), ("asian", 0.05), ("mixed", 0.035), ("other", 0.015)];
    let ethnicity = chance.holds(0.69).then(|| chance.of(&shares).to_owned());
    let looked_after = chance.holds(0.95).then(|| age < 18 && chance.holds(0.3));
    Characteristics { ethnicity, looked_after }
}

/// What a model says of an incident, as it stood beside the grade.
fn beside(known: &Known, scorer: &mut Scorer<'_>, model: &Model) -> Beside {
    let at = DateTime::UNIX_EPOCH;
    Beside {
        estimate: scorer.rate(known),
        suggested: suggest(&known.evidence(at), model, at).grade,
        afterwards: false,
    }
}

/// Incidents as a model says they are, every weight of it true, of single ages; of the harm that came, one kind, such a share
/// is `recorded`. Of each factor one answer in five is not known. There are no grades and no opinions.
pub fn by_model(seed: u64, incidents: usize, model: &Model, recorded: f64) -> Vec<Closed> {
    let mut chance = Chance::new(seed);
    let mut scorer = Scorer::new(model);
    (0..incidents).map(|at| one_by_model(at, model, recorded, &mut scorer, &mut chance)).collect()
}

fn one_by_model(
    at: usize,
    model: &Model,
    recorded: f64,
    scorer: &mut Scorer<'_>,
    chance: &mut Chance,
) -> Closed {
    let (age, sex) = (age(chance), sex(chance));
    let hours_missing = Some(chance.between(0, 30));
    let truth: States = model
        .factor
        .iter()
        .map(|factor| {
            let present = chance.holds(factor.held((age, age), sex).share);
            (factor.question, if present { State::Present } else { State::Absent })
        })
        .collect();
    let mut known = Known { ages: Some((age, age)), sex: Some(sex), states: truth, hours_missing };
    let happens = chance.holds(scorer.rate(&known));
    for factor in &model.factor {
        if chance.holds(0.2) {
            known.states.set(factor.question, State::NotKnown);
        }
    }
    let kinds = (happens && chance.holds(recorded)).then_some(Kind::AccidentOrExposure);
    Closed {
        reference: format!("NM-{at:06}"),
        closed_on: closed_on(chance),
        known,
        grade: None,
        beside: None,
        overruled: Vec::new(),
        harm: Harm { kinds: kinds.into_iter().collect(), ..Harm::default() },
        handling: Handling::default(),
        characteristics: characteristics(age, chance),
    }
}
