//! Incidents as numbers, and how far weights are from them.
//!
//! The form is that of [`crate::estimate`]: a base rate by age band, terms, hours missing, and for each factor its weight
//! less what the mean already holds. Who may be of several bands or either sex stands in each, with a part of one.

use std::collections::HashMap;
use std::ops::Range;

use super::solve::{Matrix, Objective};
use crate::estimate::{cells_of, mean_log};
use crate::evidence::{Sex, State};
use crate::model::{Direction, Model};
use crate::record::Case;

pub(super) const SEXES: [Sex; 2] = [Sex::Female, Sex::Male];

/// One incident at one band and sex that they may be of.
struct Row {
    cell: usize,
    /// Which numbers are added as they are: a place in [`Design::added`].
    added: usize,
    part: f64,
    harmed: bool,
}

/// All incidents of a fit, earliest closed first.
pub(super) struct Design {
    rows: Vec<Row>,
    /// Of each row, how each factor stands.
    states: Vec<State>,
    /// Places of the base rate, terms and hours, as they occur together.
    added: Vec<Vec<usize>>,
    /// Where each incident's rows begin, and their end.
    begins: Vec<usize>,
    factors: usize,
}

impl Design {
    pub fn of(cases: &[Case<'_>], model: &Model) -> Self {
        let mut design = Self {
            rows: Vec::with_capacity(cases.len()),
            states: Vec::with_capacity(cases.len() * model.factor.len()),
            added: Vec::new(),
            begins: Vec::with_capacity(cases.len() + 1),
            factors: model.factor.len(),
        };
        let mut places = HashMap::new();
        for case in cases {
            design.begins.push(design.rows.len());
            design.add(case, model, &mut places);
        }
        design.begins.push(design.rows.len());
        design
    }

    fn add(&mut self, case: &Case<'_>, model: &Model, places: &mut HashMap<Vec<usize>, usize>) {
        let cells = cells_of(case.known.ages, case.known.sex, model);
        let hours = case.known.hours_missing.unwrap_or(0);
        for cell in &cells {
            let base = model.base.iter().position(|base| base.ages == cell.base.ages).unwrap_or(0);
            let terms = model.term.iter().map(|term| term.of.holds(cell.ages, cell.sex));
            let late = model.missing.iter().map(|missing| hours >= missing.hours);
            let holding = terms.chain(late).enumerate().filter(|(_, holds)| *holds);
            let added: Vec<usize> =
                std::iter::once(base).chain(holding.map(|(at, _)| model.base.len() + at)).collect();
            let next = self.added.len();
            let place = *places.entry(added.clone()).or_insert(next);
            if place == next {
                self.added.push(added);
            }
            self.rows.push(Row {
                cell: base * SEXES.len() + usize::from(cell.sex == SEXES[1]),
                added: place,
                part: 1.0 / cells.len() as f64,
                harmed: case.harm.is_recorded(),
            });
            self.states.extend(model.factor.iter().map(|factor| case.known.states.get(factor.question)));
        }
    }

    /// The rows of those incidents.
    pub fn rows_of(&self, cases: Range<usize>) -> Range<usize> {
        self.begins[cases.start]..self.begins[cases.end]
    }

    fn states_of(&self, row: usize) -> &[State] {
        &self.states[row * self.factors..(row + 1) * self.factors]
    }

    /// Harmed at each band and sex.
    pub fn harmed(&self, rows: Range<usize>, cells: usize) -> Vec<f64> {
        let mut harmed = vec![0.0; cells];
        for row in self.rows[rows].iter().filter(|row| row.harmed) {
            harmed[row.cell] += row.part;
        }
        harmed
    }

    /// Of each band and factor: of how many it is present, and of how many it is known.
    pub fn present(&self, rows: Range<usize>, bands: usize) -> Vec<Vec<(f64, f64)>> {
        let mut counts = vec![vec![(0.0, 0.0); self.factors]; bands];
        for at in rows {
            let row = &self.rows[at];
            for (count, state) in counts[row.cell / SEXES.len()].iter_mut().zip(self.states_of(at)) {
                count.0 += if state.is_present() { row.part } else { 0.0 };
                count.1 += if state.is_unknown() { 0.0 } else { row.part };
            }
        }
        counts
    }
}

/// Where each number stands: base rates, terms, hours missing; then the factors' weights; then, of each band and sex
/// that has weights of its own, those.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Numbers before the factors.
    pub added: usize,
    pub factors: usize,
    /// Of each band and sex, where its own weights begin.
    pub own: Vec<Option<usize>>,
    pub all: usize,
}

impl Layout {
    pub fn of(model: &Model, has_own: &[bool]) -> Self {
        let added = model.base.len() + model.term.len() + model.missing.len();
        let factors = model.factor.len();
        let mut all = added + factors;
        let mut place = |own: &bool| {
            own.then(|| {
                all += factors;
                all - factors
            })
        };
        let own = has_own.iter().map(&mut place).collect();
        Self { added, factors, own, all }
    }

    /// The weight of a factor at a band and sex.
    pub fn weight(&self, cell: usize, factor: usize) -> usize {
        self.own[cell].unwrap_or(self.added) + factor
    }
}

/// What the numbers are held to: a value each and how hard, and weights of a band and sex to the factor's.
pub(super) struct Prior {
    pub mean: Vec<f64>,
    /// One over the variance; nothing where a number is held to another.
    pub precision: Vec<f64>,
    /// A number, the one that it is held to, by how much it was another, and how hard.
    pub tied: Vec<(usize, usize, f64, f64)>,
}

impl Prior {
    fn value(&self, at: &[f64]) -> f64 {
        let own = at.iter().zip(&self.mean).zip(&self.precision);
        let own: f64 = own.map(|((at, mean), precision)| precision * (at - mean).powi(2)).sum();
        let tied: f64 =
            self.tied.iter().map(|(one, to, by, hard)| hard * (at[*one] - at[*to] - by).powi(2)).sum();
        (own + tied) / 2.0
    }

    fn add_derivatives(&self, at: &[f64], slopes: &mut [f64], curvature: &mut Matrix) {
        for of in 0..at.len() {
            slopes[of] += self.precision[of] * (at[of] - self.mean[of]);
            curvature.add(of, of, self.precision[of]);
        }
        for (one, to, by, hard) in &self.tied {
            let off = hard * (at[*one] - at[*to] - by);
            slopes[*one] += off;
            slopes[*to] -= off;
            curvature.add(*one, *one, *hard);
            curvature.add(*to, *to, *hard);
            curvature.add(*one.max(to), *one.min(to), -hard);
        }
    }
}

/// How unlikely what was recorded is, by the numbers, and how far they are from what they are held to.
pub(super) struct Problem<'a> {
    pub design: &'a Design,
    pub rows: Range<usize>,
    pub layout: &'a Layout,
    pub directions: &'a [Direction],
    /// Of each band, how often each factor is present.
    pub shares: &'a [Vec<f64>],
    pub prior: Prior,
}

/// What a state adds to the log odds, and by how much that changes with the weight.
type Adds = [(f64, f64); 5];

impl Problem<'_> {
    /// As `estimate::of_factor`, at each band and sex.
    fn adds(&self, at: &[f64]) -> Vec<Vec<Adds>> {
        let of = |cell: usize, factor: usize| {
            let weight = at[self.layout.weight(cell, factor)];
            let share = self.shares[cell / SEXES.len()][factor];
            let held = mean_log(weight, share);
            let slope = share * (weight - held).exp();
            let (present, absent) = ((weight - held, 1.0 - slope), (-held, -slope));
            let conflicting = if self.directions[factor] == Direction::Raises { present } else { absent };
            let mut adds = [(0.0, 0.0); 5];
            adds[State::Present as usize] = present;
            adds[State::Absent as usize] = absent;
            adds[State::Conflicting as usize] = conflicting;
            adds
        };
        let factors = self.layout.factors;
        (0..self.layout.own.len()).map(|cell| (0..factors).map(|factor| of(cell, factor)).collect()).collect()
    }

    fn log_odds(&self, row: usize, at: &[f64], adds: &[Vec<Adds>]) -> f64 {
        let Row { cell, added, .. } = self.design.rows[row];
        let begin: f64 = self.design.added[added].iter().map(|of| at[*of]).sum();
        let answers = adds[cell].iter().zip(self.design.states_of(row));
        begin + answers.map(|(adds, state)| adds[*state as usize].0).sum::<f64>()
    }

    /// Without what the numbers are held to.
    pub fn unlikely(&self, at: &[f64]) -> f64 {
        let adds = self.adds(at);
        self.rows
            .clone()
            .map(|row| {
                let Row { part, harmed, .. } = self.design.rows[row];
                part * surprise(self.log_odds(row, at, &adds), harmed)
            })
            .sum()
    }
}

/// The logarithm of one over the probability of what came, of log odds.
fn surprise(log_odds: f64, harmed: bool) -> f64 {
    let against = if harmed { -log_odds } else { log_odds };
    against.max(0.0) + (-against.abs()).exp().ln_1p()
}

impl Objective for Problem<'_> {
    fn value(&self, at: &[f64]) -> f64 {
        self.unlikely(at) + self.prior.value(at)
    }

    fn derivatives(&self, at: &[f64]) -> (f64, Vec<f64>, Matrix) {
        let adds = self.adds(at);
        // Each band and sex touches its own numbers alone: they are collected there, and put in their places after.
        let side = self.layout.added + self.layout.factors;
        let mut collected = vec![(vec![0.0; side], Matrix::zero(side)); self.layout.own.len()];
        let mut value = self.prior.value(at);
        let mut touched: Vec<(usize, f64)> = Vec::with_capacity(side);
        for of in self.rows.clone() {
            let row = &self.design.rows[of];
            touched.clear();
            touched.extend(self.design.added[row.added].iter().map(|place| (*place, 1.0)));
            let answers = adds[row.cell].iter().zip(self.design.states_of(of)).enumerate();
            let said = answers.filter(|(_, (_, state))| !state.is_unknown());
            touched.extend(said.map(|(at, (adds, state))| (self.layout.added + at, adds[*state as usize].1)));
            let log_odds = self.log_odds(of, at, &adds);
            let rate = crate::estimate::rate(log_odds);
            value += row.part * surprise(log_odds, row.harmed);
            let off = row.part * (rate - f64::from(row.harmed));
            let spread = row.part * rate * (1.0 - rate);
            let (slopes, curvature) = &mut collected[row.cell];
            for (at, (one, of_one)) in touched.iter().enumerate() {
                slopes[*one] += off * of_one;
                for (other, of_other) in &touched[..=at] {
                    curvature.add(*one, *other, spread * of_one * of_other);
                }
            }
        }
        let (slopes, curvature) = self.placed(collected, at);
        (value, slopes, curvature)
    }
}

impl Problem<'_> {
    /// Places rise with the order in which numbers are touched: the lower half stays the lower half.
    fn placed(&self, collected: Vec<(Vec<f64>, Matrix)>, at: &[f64]) -> (Vec<f64>, Matrix) {
        let (mut slopes, mut curvature) = (vec![0.0; at.len()], Matrix::zero(at.len()));
        for (cell, (of_slopes, of_curvature)) in collected.into_iter().enumerate() {
            let place = |local: usize| match local.checked_sub(self.layout.added) {
                Some(factor) => self.layout.weight(cell, factor),
                None => local,
            };
            for one in 0..of_slopes.len() {
                slopes[place(one)] += of_slopes[one];
                for other in 0..=one {
                    curvature.add(place(one), place(other), of_curvature.get(one, other));
                }
            }
        }
        self.prior.add_derivatives(at, &mut slopes, &mut curvature);
        (slopes, curvature)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::figure::Thresholds;
    use crate::fit::Fitting;
    use crate::model::{Of, Special, Weight};
    use crate::record::{Harm, Known};

    const STEP: f64 = 1e-5;

    /// People of every kind that the shipped model tells apart, by chance.
    fn people() -> Vec<(Known, Harm)> {
        let mut state = 7_u64;
        let mut next = |most: u32| {
            // Knuth's constants (MMIX).
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(state >> 33).expect("31 bits") % most
        };
        let model = Model::default();
        let states = [State::Present, State::Absent, State::NotAsked, State::NotKnown, State::Conflicting];
        let one = |_| {
            let from = next(90);
            let ages = (next(4) > 0).then_some((from, from + [0, 0, 5, 30][next(4) as usize]));
            let sex = [None, Some(Sex::Female), Some(Sex::Male)][next(3) as usize];
            let said =
                model.factor.iter().map(|factor| (factor.question, states[next(5) as usize])).collect();
            let known = Known { ages, sex, states: said, hours_missing: Some(next(100)) };
            (known, Harm { other: next(3) == 0, ..Harm::default() })
        };
        (0..300).map(one).collect()
    }

    /// Each number moved a little to either side.
    fn slopes_of<T>(at: &[f64], of: impl Fn(&[f64]) -> T, less: impl Fn(T, T) -> T) -> Vec<T> {
        let moved = |number: usize, by: f64| {
            let mut moved = at.to_vec();
            moved[number] += by;
            of(&moved)
        };
        (0..at.len()).map(|number| less(moved(number, STEP), moved(number, -STEP))).collect()
    }

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-5 * (1.0 + other.abs())
    }

    #[test]
    fn slopes_are_those_of_the_value_and_second_derivatives_those_that_are_to_be_expected() {
        let (people, mut model, mut thresholds) = (people(), Model::default(), Thresholds::default());
        // What is special of an age is not what holds of all.
        let of = Of { ages: model.base[1].ages, sex: None };
        let weight = Some(Weight { log_odds: 2.5, low: 2.0, high: 3.0 });
        model.factor[0].special.push(Special { of, weight, share: None });
        thresholds.fit.harmed_per_weight = 1;
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        let cases: Vec<_> = people.iter().map(|(known, harm)| Case { closed_on: day, known, harm }).collect();
        let fitting = Fitting::of(&cases, &model, &thresholds);
        let problem = fitting.problem(50..cases.len(), 3.0);
        assert!(problem.prior.tied.len() > 17, "more than one cell has weights of its own");
        assert!(problem.prior.tied.iter().any(|(.., by, _)| by.abs() > 0.5));
        // Somewhere else than what is believed.
        let at: Vec<f64> =
            (0..).zip(&problem.prior.mean).map(|(of, mean)| mean + f64::from(of).sin() / 4.0).collect();
        let (value, slopes, curvature) = problem.derivatives(&at);
        assert!(close(value, problem.value(&at)) && value > 0.0);
        let by_value = slopes_of(&at, |at| problem.value(at), |high, low| (high - low) / (2.0 * STEP));
        for (of, (slope, by_value)) in slopes.iter().zip(by_value).enumerate() {
            assert!(close(by_value, *slope), "{of}: {slope} {by_value}");
        }
        let less = |high: Vec<f64>, low: Vec<f64>| -> Vec<f64> {
            high.iter().zip(low).map(|(high, low)| (high - low) / (2.0 * STEP)).collect()
        };
        let log_odds = |at: &[f64]| -> Vec<f64> {
            let adds = problem.adds(at);
            problem.rows.clone().map(|row| problem.log_odds(row, at, &adds)).collect()
        };
        let held = |at: &[f64]| {
            let mut slopes = vec![0.0; at.len()];
            problem.prior.add_derivatives(at, &mut slopes, &mut Matrix::zero(at.len()));
            slopes
        };
        // What is expected of each row is its spread times both slopes of its log odds.
        let (of_rows, of_prior) = (slopes_of(&at, log_odds, less), slopes_of(&at, held, less));
        let spread: Vec<f64> = log_odds(&at)
            .into_iter()
            .zip(&problem.design.rows[problem.rows.clone()])
            .map(|(log_odds, row)| {
                let rate = crate::estimate::rate(log_odds);
                row.part * rate * (1.0 - rate)
            })
            .collect();
        for one in 0..at.len() {
            for other in 0..=one {
                let rows = of_rows[one].iter().zip(&of_rows[other]).zip(&spread);
                let expected = rows.map(|((one, other), spread)| one * other * spread).sum::<f64>()
                    + of_prior[one][other];
                let found = curvature.get(one, other);
                assert!(close(found, expected), "{one} {other}: {found} {expected}");
            }
        }
    }
}
