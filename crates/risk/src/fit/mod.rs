//! A model's weights made anew of the register's own closed incidents.
//!
//! What is fitted is the model as it is read: the same factors, directions, flags and cut-offs; other base rates, weights
//! and shares. A weight stays on the side that its factor declares, at every age and sex, and is held to what the model
//! said before, as hard as foretells best. Whatever a fit gives is a proposal: it is measured on incidents that it has not
//! seen, beside the model as it was, and says with its ranges how little it may know.
//!
//! Sees what was known, when it was closed, and what harm was recorded (INV-10).

use chrono::NaiveDate;
use register::question::Question;
use register::question_set::named;

use crate::calibration::{Detection, Estimates, detection};
use crate::estimate::{deviations, log_odds};
use crate::figure::Thresholds;
use crate::model::{Direction, Model, ModelError, Weight};
use crate::record::{Case, Closed};
use crate::score::Scorer;

mod card;
mod design;
mod made;
mod solve;

use design::{Design, Layout, Prior, Problem, SEXES};
use solve::{Least, least};

/// A range that was never measured is not taken for certainty: the least deviation of a weight, in log odds.
const LEAST_DEVIATION: f64 = 0.05;

/// Incidents of a fit, or of its test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First and last closed.
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub incidents: usize,
    pub harmed: usize,
}

/// A model on incidents that it was not made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub estimates: Estimates,
    /// At and above the cut-off for High, red flags aside.
    pub high: Detection,
}

/// What a fit gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub model: Model,
    /// The same as [`Model::parse`] reads it.
    pub text: String,
    /// What it is, what it was made of and what it cannot know: Markdown.
    pub card: String,
    /// What it was made of, and what both were measured on.
    pub made_of: Span,
    pub measured_on: Span,
    /// How hard the weights were held to the model as it was.
    pub penalty: f64,
    /// Numbers that were fitted.
    pub weights: usize,
    pub before: Held,
    pub after: Held,
    /// The cut-off at which the new model puts about as many at High as the old one did, and what it finds there. Cut-offs
    /// are not fitted.
    pub as_many_high: (f64, Detection),
}

/// Which part of the incidents has too few harmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    FittedOn,
    MeasuredOn,
}

/// Why there is no fit.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    #[error(
        "too few were recorded harmed: {harmed} of {incidents} incidents in the part that is {}, {needed} are needed",
        match .part { Part::FittedOn => "fitted on", Part::MeasuredOn => "measured on" }
    )]
    TooFew { part: Part, incidents: usize, harmed: usize, needed: usize },
    #[error("a new model has a version of its own, not {0:?}")]
    Version(String),
    #[error("{0}")]
    VersionForm(String),
    #[error("factor {0:?}: what is special about it is of whole age bands, or it cannot be fitted")]
    Special(Question),
    #[error("the weights do not settle")]
    Unsettled,
    #[error("the model that was made is refused: {0}")]
    Refused(ModelError),
}

/// A model `version` of closed incidents, in the form and from the weights of another.
///
/// # Errors
/// [`FitError`]: above all that too few were harmed, with how many are needed.
pub fn fit(
    closed: &[Closed],
    model: &Model,
    version: &str,
    thresholds: &Thresholds,
) -> Result<Fitted, FitError> {
    if version.trim().is_empty() || version == model.version {
        return Err(FitError::Version(version.to_owned()));
    }
    named(version).map_err(FitError::VersionForm)?;
    whole_bands(model)?;
    let mut cases: Vec<Case<'_>> = closed.iter().map(Closed::case).collect();
    cases.sort_by_key(|case| case.closed_on);
    let (earlier, later) = cases.split_at(held_out_from(&cases, thresholds.fit.held_out));
    let made_of = enough(earlier, Part::FittedOn, needed(model, thresholds))?;
    let measured_on = enough(later, Part::MeasuredOn, thresholds.calibration.of_each_at_least)?;
    let settled = Fitting::of(earlier, model, thresholds).settle(thresholds)?;
    let made = made::model(model, version, earlier, &made_of, &settled, thresholds);
    let text =
        toml::to_string(&made).map_err(|error| FitError::Refused(ModelError::Form(error.to_string())))?;
    let made = Model::parse(&text).map_err(FitError::Refused)?;
    let (before, were) = held(later, model, thresholds);
    let (after, pairs) = held(later, &made, thresholds);
    let high = were.iter().filter(|(estimate, _)| *estimate >= model.cut_offs.high).count();
    let cut_off = pairs.iter().rev().nth(high.saturating_sub(1)).map_or(1.0, |(estimate, _)| *estimate);
    let mut fitted = Fitted {
        as_many_high: (cut_off, above(&pairs, cut_off, thresholds)),
        before,
        after,
        model: made,
        text,
        card: String::new(),
        made_of,
        measured_on,
        penalty: settled.penalty,
        weights: settled.layout.all,
    };
    fitted.card = card::card(&fitted, model);
    Ok(fitted)
}

/// Where the part that closed last begins, of about such a share: with a day, so that nobody's order matters.
fn held_out_from(cases: &[Case<'_>], share: f64) -> usize {
    let about = (cases.len() as f64 * (1.0 - share)).round() as usize;
    let day = cases.get(about).map(|case| case.closed_on);
    day.map_or(cases.len(), |day| cases.partition_point(|case| case.closed_on < day))
}

/// How many harmed a fit of a model needs in the part that it is made of.
pub fn needed(model: &Model, thresholds: &Thresholds) -> usize {
    let plain = Layout::of(model, &vec![false; model.base.len() * SEXES.len()]);
    plain.all * thresholds.fit.harmed_per_weight
}

/// A weight or a share that is special of less than a band would be lost.
fn whole_bands(model: &Model) -> Result<(), FitError> {
    for factor in &model.factor {
        let narrow = factor.special.iter().any(|special| {
            let (from, to) = special.of.ages;
            !model.base.iter().any(|base| base.ages.0 == from)
                || !model.base.iter().any(|base| base.ages.1 == to)
        });
        if narrow {
            return Err(FitError::Special(factor.question));
        }
    }
    Ok(())
}

fn enough(cases: &[Case<'_>], part: Part, needed: usize) -> Result<Span, FitError> {
    let incidents = cases.len();
    let harmed = cases.iter().filter(|case| case.harm.is_recorded()).count();
    match cases.first().zip(cases.last()) {
        Some((first, last)) if harmed >= needed && incidents - harmed >= needed => {
            Ok(Span { from: first.closed_on, until: last.closed_on, incidents, harmed })
        }
        _ => Err(FitError::TooFew { part, incidents, harmed, needed }),
    }
}

/// A model on cases that it has not seen; and estimates with harm, lowest first.
fn held(cases: &[Case<'_>], model: &Model, thresholds: &Thresholds) -> (Held, Vec<(f64, bool)>) {
    let mut scorer = Scorer::new(model);
    let mut pairs: Vec<(f64, bool)> =
        cases.iter().map(|case| (scorer.rate(case.known), case.harm.is_recorded())).collect();
    pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let high = above(&pairs, model.cut_offs.high, thresholds);
    (Held { high, estimates: Estimates::of(&pairs, thresholds, thresholds.z()) }, pairs)
}

fn above(pairs: &[(f64, bool)], cut_off: f64, thresholds: &Thresholds) -> Detection {
    let high = pairs.iter().map(|(estimate, harmed)| (*estimate >= cut_off, *harmed));
    detection(high, thresholds, thresholds.z())
}

/// All that a fit stands on.
struct Fitting<'m> {
    model: &'m Model,
    design: Design,
    incidents: usize,
    layout: Layout,
    /// Of each band, how often each factor is present.
    shares: Vec<Vec<f64>>,
    directions: Vec<Direction>,
    cell_deviation: f64,
    base_deviation: f64,
}

/// The numbers of a fit.
struct Settled {
    layout: Layout,
    shares: Vec<Vec<f64>>,
    numbers: Vec<f64>,
    /// Their deviations, by the second derivatives at the least point.
    deviations: Vec<f64>,
    penalty: f64,
}

impl<'m> Fitting<'m> {
    fn of(cases: &[Case<'_>], model: &'m Model, thresholds: &Thresholds) -> Self {
        let design = Design::of(cases, model);
        let (bands, all) = (model.base.len(), design.rows_of(0..cases.len()));
        // Weights of its own has who is harmed often enough for each of them.
        let each = (thresholds.fit.harmed_per_weight * model.factor.len()) as f64;
        let harmed = design.harmed(all.clone(), bands * SEXES.len());
        let own: Vec<bool> = harmed.iter().map(|harmed| *harmed >= each).collect();
        let seen = thresholds.fit.published_counts;
        let shares = design.present(all, bands).into_iter().zip(&model.base).map(|(counts, base)| {
            let of = counts.into_iter().zip(&model.factor).map(|((present, known), factor)| {
                let published = SEXES.map(|sex| factor.held(base.ages, sex).share).iter().sum::<f64>() / 2.0;
                (present + seen * published) / (known + seen)
            });
            of.collect()
        });
        Self {
            shares: shares.collect(),
            layout: Layout::of(model, &own),
            directions: model.factor.iter().map(|factor| factor.direction).collect(),
            incidents: cases.len(),
            cell_deviation: thresholds.fit.cell_deviation,
            base_deviation: thresholds.fit.base_deviation,
            model,
            design,
        }
    }

    /// The penalty that foretells later incidents best from earlier ones, and the numbers by it.
    fn settle(self, thresholds: &Thresholds) -> Result<Settled, FitError> {
        let penalty = self.best(&thresholds.fit.penalties, thresholds.fit.folds)?;
        let Least { at, curvature } = self.least(0..self.incidents, penalty, &self.prior(penalty).mean)?;
        let variances = curvature.inverse_diagonal().ok_or(FitError::Unsettled)?;
        Ok(Settled {
            deviations: variances.into_iter().map(f64::sqrt).collect(),
            numbers: at,
            penalty,
            layout: self.layout,
            shares: self.shares,
        })
    }

    /// Each fold is foretold from all before it.
    fn best(&self, penalties: &[f64], folds: usize) -> Result<f64, FitError> {
        let cut = |at: usize| self.incidents * at / (folds + 1);
        let mut unlikely = vec![0.0; penalties.len()];
        for fold in 1..=folds {
            let mut from = self.prior(1.0).mean;
            for (penalty, unlikely) in penalties.iter().zip(&mut unlikely) {
                from = self.least(0..cut(fold), *penalty, &from)?.at;
                *unlikely += self.problem(cut(fold)..cut(fold + 1), *penalty).unlikely(&from);
            }
        }
        let best = penalties.iter().zip(unlikely).min_by(|one, other| one.1.total_cmp(&other.1));
        best.map(|(penalty, _)| *penalty).ok_or(FitError::Unsettled)
    }

    fn least(&self, cases: std::ops::Range<usize>, penalty: f64, from: &[f64]) -> Result<Least, FitError> {
        least(&self.problem(cases, penalty), &self.bounds(), from).ok_or(FitError::Unsettled)
    }

    fn problem(&self, cases: std::ops::Range<usize>, penalty: f64) -> Problem<'_> {
        Problem {
            design: &self.design,
            rows: self.design.rows_of(cases),
            layout: &self.layout,
            directions: &self.directions,
            shares: &self.shares,
            prior: self.prior(penalty),
        }
    }

    /// What the model says now, as hard as its ranges say, times the penalty.
    fn prior(&self, penalty: f64) -> Prior {
        let Model { base, term, missing, factor, within, .. } = self.model;
        let hard = |weight: &Weight| {
            let deviation = (weight.high - weight.low) / (2.0 * deviations(*within));
            penalty / deviation.max(LEAST_DEVIATION).powi(2)
        };
        let free = 1.0 / self.base_deviation.powi(2);
        let weights = term.iter().map(|term| term.weight);
        let weights = weights.chain(missing.iter().map(|missing| missing.weight));
        let weights = weights.chain(factor.iter().map(|factor| factor.weight));
        let bases = base.iter().map(|base| (log_odds(base.rate), free));
        let (mut mean, mut precision): (Vec<f64>, Vec<f64>) =
            bases.chain(weights.map(|weight| (weight.log_odds, hard(&weight)))).unzip();
        let mut tied = Vec::new();
        for (cell, own) in self.layout.own.iter().enumerate() {
            let Some(own) = own else { continue };
            let (ages, sex) = (base[cell / SEXES.len()].ages, SEXES[cell % SEXES.len()]);
            for (at, factor) in factor.iter().enumerate() {
                let by = factor.held(ages, sex).weight.log_odds - factor.weight.log_odds;
                tied.push((own + at, self.layout.added + at, by, penalty / self.cell_deviation.powi(2)));
                mean.push(factor.weight.log_odds + by);
                precision.push(0.0);
            }
        }
        Prior { mean, precision, tied }
    }

    /// Base rates and terms are free; hours never lower; each factor's weights are on its own side.
    fn bounds(&self) -> Vec<(f64, f64)> {
        let free = (f64::NEG_INFINITY, f64::INFINITY);
        let terms = self.model.base.len() + self.model.term.len();
        let factors = self.directions.iter().map(|direction| match direction {
            Direction::Raises => (0.0, f64::INFINITY),
            Direction::Protects => (f64::NEG_INFINITY, 0.0),
        });
        let mut bounds = vec![free; terms];
        bounds.extend(vec![(0.0, f64::INFINITY); self.model.missing.len()]);
        let owns = self.layout.own.iter().flatten().count();
        (0..=owns).for_each(|_| bounds.extend(factors.clone()));
        bounds
    }
}
