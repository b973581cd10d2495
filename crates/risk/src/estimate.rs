//! How often people like this one are recorded harmed, and what each answer adds to that.
//!
//! The base rate is the mean over everybody of that age: those of whom a factor holds and those of whom it does not. So
//! a factor that is not known adds nothing to it; one that is present adds its weight, less what the mean already holds
//! of it; one that is absent takes that away. Where `w` is the weight and `q` how often it is present, the mean holds
//! `ln(1 - q + q e^w)`: between nothing and `w`, so that unknown always lies between absent and present.

use chrono::{DateTime, Utc};

use crate::evidence::{Evidence, Sex, State};
use crate::model::{Base, Direction, Factor, Held, Model, Weight};

/// Somebody of one age band and sex. Who may be of several is reckoned in each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'m> {
    pub base: &'m Base,
    pub ages: (u32, u32),
    pub sex: Sex,
}

/// A logarithm of odds and its variance.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Part {
    pub log_odds: f64,
    pub variance: f64,
}

impl std::ops::AddAssign for Part {
    fn add_assign(&mut self, other: Self) {
        self.log_odds += other.log_odds;
        self.variance += other.variance;
    }
}

/// A rate of one, and the range in which it is with [`Model::within`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// Every band and sex that somebody may be of. Of an age within one band the age itself; of a band the band.
pub(crate) fn cells<'m>(evidence: &Evidence, model: &'m Model) -> Vec<Cell<'m>> {
    cells_of(evidence.ages, evidence.sex, model)
}

pub(crate) fn cells_of(ages: Option<(u32, u32)>, sex: Option<Sex>, model: &Model) -> Vec<Cell<'_>> {
    let sexes = sex.map_or(vec![Sex::Female, Sex::Male], |sex| vec![sex]);
    let own = ages.unwrap_or((0, u32::MAX));
    let bands = model.base.iter().filter(|base| own.0 <= base.ages.1 && base.ages.0 <= own.1);
    // Somebody older than every band is of the last one.
    let last = model.base.last().filter(|last| own.0 > last.ages.1);
    bands
        .chain(last)
        .flat_map(|base| {
            let ages = (own.0.clamp(base.ages.0, base.ages.1), own.1.clamp(base.ages.0, base.ages.1));
            sexes.iter().map(move |sex| Cell { base, ages, sex: *sex })
        })
        .collect()
}

/// The rate, of everything known at a time.
pub(crate) fn estimate(evidence: &Evidence, model: &Model, now: DateTime<Utc>) -> Estimate {
    mean(evidence, model, now, Protecting::Counts)
}

/// The same without what protects: a suggestion is not lowered by that.
pub(crate) fn unprotected(evidence: &Evidence, model: &Model, now: DateTime<Utc>) -> f64 {
    mean(evidence, model, now, Protecting::CountsNot).rate
}

/// Whether protective factors count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Protecting {
    Counts,
    CountsNot,
}

/// Over the cells that somebody may be of: the mean rate, and the widest range.
fn mean(evidence: &Evidence, model: &Model, now: DateTime<Utc>, protecting: Protecting) -> Estimate {
    let cells = cells(evidence, model);
    let z = deviations(model.within);
    let mut sum = Estimate { rate: 0.0, low: 1.0, high: 0.0 };
    for cell in &cells {
        let mut part = begin(cell, model, evidence, now);
        for factor in &model.factor {
            let mut adds = of_factor(factor, cell, evidence.state(factor.question), model.within);
            if protecting == Protecting::CountsNot && factor.direction == Direction::Protects {
                adds.log_odds = adds.log_odds.max(0.0);
            }
            part += adds;
        }
        let away = z * part.variance.sqrt();
        sum.rate += rate(part.log_odds) / cells.len() as f64;
        sum.low = sum.low.min(rate(part.log_odds - away));
        sum.high = sum.high.max(rate(part.log_odds + away));
    }
    sum
}

/// Base rate, age and sex, and the time they have been missing.
fn begin(cell: &Cell<'_>, model: &Model, evidence: &Evidence, now: DateTime<Utc>) -> Part {
    let Base { rate, low, high, .. } = *cell.base;
    let mut part =
        certain(&Weight { log_odds: log_odds(rate), low: log_odds(low), high: log_odds(high) }, model.within);
    for term in model.term.iter().filter(|term| term.of.holds(cell.ages, cell.sex)) {
        part += certain(&term.weight, model.within);
    }
    let hours = evidence.missing_since.map_or(0, |since| (now - since).num_hours());
    for missing in model.missing.iter().filter(|missing| hours >= i64::from(missing.hours)) {
        part += certain(&missing.weight, model.within);
    }
    part
}

/// What a factor adds as it stands.
pub(crate) fn of_factor(factor: &Factor, cell: &Cell<'_>, state: State, within: f64) -> Part {
    let Held { weight, share } = factor.held(cell.ages, cell.sex);
    let held = mean_log(weight.log_odds, share);
    let sure = certain(&weight, within).variance;
    // How much the share of those of whom it holds says of the mean: the slope of what the mean holds.
    let slope = share * (weight.log_odds - held).exp();
    let unknown = weight.log_odds.powi(2) * share * (1.0 - share);
    match state {
        State::Present => Part { log_odds: weight.log_odds - held, variance: sure * (1.0 - slope).powi(2) },
        State::Absent => Part { log_odds: -held, variance: sure * slope.powi(2) },
        State::NotAsked | State::NotKnown => Part { log_odds: 0.0, variance: unknown },
        // The safer side counts until it is settled, and the range holds the other.
        State::Conflicting => {
            let safer = match factor.direction {
                Direction::Raises => weight.log_odds - held,
                Direction::Protects => -held,
            };
            Part { log_odds: safer, variance: sure * (1.0 - slope).powi(2) + weight.log_odds.powi(2) / 4.0 }
        }
    }
}

pub(crate) fn mean_log(weight: f64, share: f64) -> f64 {
    (1.0 - share + share * weight.exp()).ln()
}

/// A weight with its range as a variance.
fn certain(weight: &Weight, within: f64) -> Part {
    let deviation = (weight.high - weight.low) / (2.0 * deviations(within));
    Part { log_odds: weight.log_odds, variance: deviation.powi(2) }
}

/// Standard deviations to either side that hold so much of a normal distribution: 1.645 for nine tenths. By Newton's
/// method on Abramowitz and Stegun's 7.1.26, which is exact to 1.5 × 10⁻⁷.
pub(crate) fn deviations(within: f64) -> f64 {
    let mut z = 1.6_f64;
    for _ in 0..20 {
        let density = (2.0 / std::f64::consts::PI).sqrt() * (-z * z / 2.0).exp();
        let step = (erf(z / std::f64::consts::SQRT_2) - within) / density;
        z -= step;
        if step.abs() < 1e-12 {
            break;
        }
    }
    z
}

fn erf(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let sum = series.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    1.0 - sum * (-x * x).exp()
}

pub(crate) fn log_odds(rate: f64) -> f64 {
    (rate / (1.0 - rate)).ln()
}

pub(crate) fn rate(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_tenths_of_a_normal_distribution_lie_within_1_645_deviations() {
        assert!((deviations(0.9) - 1.644_854).abs() < 1e-4);
        assert!((deviations(0.95) - 1.959_964).abs() < 1e-4);
        assert!((deviations(0.5) - 0.674_490).abs() < 1e-4);
    }

    #[test]
    fn the_mean_over_those_with_and_without_a_factor_is_the_base_rate_in_odds() {
        // A tenth have it, with three times the odds: the mean odds are those of the base.
        let (share, weight) = (0.1, 3.0_f64.ln());
        let held = mean_log(weight, share);
        let odds = 0.9 * (-held).exp() + 0.1 * (weight - held).exp();
        assert!((odds - 1.0).abs() < 1e-12);
    }
}
