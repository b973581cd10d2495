//! Figures of 300,000 closed incidents, a year of the United Kingdom, and a model fitted on them. The baseline is a bare
//! pass over the same rows.

use std::hint::black_box;
use std::time::Instant;

use register::question::Question;
use risk::calibration::calibrate;
use risk::fairness::fairness;
use risk::fit::fit;
use risk::invented::latent;
use risk::{Closed, Model, Thresholds};

use crate::Outcome;
use crate::measure::{Promise, Sample, line};

const CLOSED: usize = 300_000;
/// Fewer are refused by a fit.
const CLOSED_SMALL: usize = 12_000;
const REPETITIONS: usize = 5;

pub(crate) fn measure(small: bool) -> Outcome {
    let (model, thresholds) = (Model::default(), Thresholds::default());
    let closed = latent(20_261_129, if small { CLOSED_SMALL } else { CLOSED }, &model);
    let (mut bare, mut calibrating, mut comparing) =
        (Sample::default(), Sample::default(), Sample::default());
    let mut fitting = Sample::default();
    for _ in 0..REPETITIONS {
        let begun = Instant::now();
        black_box(closed.iter().map(pass).sum::<usize>());
        bare.add(begun.elapsed());

        let begun = Instant::now();
        black_box(calibrate(&closed, &thresholds));
        calibrating.add(begun.elapsed());

        let begun = Instant::now();
        black_box(fairness(&closed, &thresholds));
        comparing.add(begun.elapsed());

        let begun = Instant::now();
        black_box(fit(&closed, &model, "measured", &thresholds)?);
        fitting.add(begun.elapsed());
    }
    let baseline = bare.median_ms();
    let told = |what: &str, sample: &Sample, most| {
        let what = format!("{what} {} closed incidents", closed.len());
        line(&what, sample.median_ms(), "a bare pass over them", baseline, &Promise::Milliseconds(most));
    };
    told("calibration of", &calibrating, 2_000.0);
    told("fairness of", &comparing, 2_000.0);
    told("a model fitted on", &fitting, 30_000.0);
    Ok(())
}

/// Everything of an incident that figures are made of, looked at once.
fn pass(one: &Closed) -> usize {
    let known = Question::FACTORS.into_iter().filter(|question| one.known.states.get(*question).is_present());
    known.count()
        + one.known.ages.map_or(0, |ages| ages.0 as usize)
        + usize::from(one.harm.is_recorded())
        + usize::from(one.grade.is_some())
        + usize::from(one.beside.is_some())
}
