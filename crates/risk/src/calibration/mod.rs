//! Grades, suggestions and estimates against the harm that was recorded.
//!
//! For people who may open the incidents: missed cases are named by reference, and counts are told as they are. What
//! goes to others is [`crate::fairness`], which withholds small groups. Says nothing of single officers.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use register::fact::Grade;
use serde::{Deserialize, Serialize};

use crate::evidence::Sex;
use crate::figure::{Figure, Thresholds};
use crate::record::{Closed, Harm};

mod estimates;

pub use estimates::{Estimates, Point};

/// A quarter of a year, 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quarter {
    pub year: i32,
    pub quarter: u32,
}

impl Quarter {
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), quarter: date.month0() / 3 + 1 }
    }
}

/// A band of age, and a sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AgeAndSex {
    pub ages: (u32, u32),
    pub sex: Sex,
}

/// How well High says who is harmed, of officers or of the suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// Incidents that have a grade (a suggestion) at all, and those of them High.
    pub of: usize,
    pub high: usize,
    /// Harmed, of all and of those High.
    pub harmed: usize,
    pub high_and_harmed: usize,
    pub share_high: Figure,
    /// Of those High, who was harmed.
    pub precision: Figure,
    /// Of those harmed, who was High.
    pub recall: Figure,
}

/// The figures of some incidents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub incidents: usize,
    pub harmed: usize,
    pub officers: Detection,
    pub suggestion: Detection,
    pub estimates: Estimates,
}

/// Harmed, and not graded High.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    pub reference: String,
    pub closed_on: NaiveDate,
    pub grade: Option<Grade>,
    /// What stood beside it; High would have caught it.
    pub suggested: Option<Grade>,
    pub harm: Harm,
}

/// Grades below the suggestion for one reason; who gave several is counted at each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overruled {
    /// `None` where none was recorded.
    pub reason: Option<String>,
    pub times: usize,
    /// Of how many of them harm was recorded.
    pub harmed: usize,
}

/// Officers and suggestions that differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overrules {
    /// Incidents with both.
    pub of: usize,
    pub below: usize,
    pub above: usize,
    pub share_below: Figure,
    /// Of those graded below the suggestion, who was harmed.
    pub harmed_below: Figure,
    /// Most frequent first.
    pub by_reason: Vec<Overruled>,
}

/// What [`calibrate`] finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// First and last closed.
    pub closed: Option<(NaiveDate, NaiveDate)>,
    pub all: Figures,
    /// By band of [`Thresholds::ages`]; `None` holds those whose band is not known.
    pub by_age: Vec<(Option<(u32, u32)>, Figures)>,
    pub by_sex: Vec<(Option<Sex>, Figures)>,
    /// Of those of whom both are known.
    pub by_age_and_sex: Vec<(AgeAndSex, Figures)>,
    pub by_quarter: Vec<(Quarter, Figures)>,
    /// Earliest closed first.
    pub missed: Vec<Missed>,
    /// Of those, how many the suggestion put at High.
    pub missed_and_suggested_high: usize,
    pub overrules: Overrules,
}

/// Of an incident, what the figures are made of.
#[derive(Clone, Copy)]
struct Seen {
    estimate: Option<f64>,
    grade: Option<Grade>,
    suggested: Option<Grade>,
    harmed: bool,
    ages: Option<(u32, u32)>,
    sex: Option<Sex>,
    quarter: Quarter,
}

/// All figures, with intervals of [`Thresholds::within`]. Takes the time of one sort and some passes.
pub fn calibrate(closed: &[Closed], thresholds: &Thresholds) -> Calibration {
    let mut seen: Vec<Seen> = closed.iter().map(|one| see(one, thresholds)).collect();
    let by_estimate = |seen: &Seen| seen.estimate.unwrap_or(-1.0);
    seen.sort_unstable_by(|one, other| by_estimate(one).total_cmp(&by_estimate(other)));
    let missed = missed(closed);
    let dates = closed.iter().map(|one| one.closed_on);
    Calibration {
        closed: dates.clone().min().zip(dates.max()),
        all: figures(&seen, thresholds),
        by_age: sliced(&seen, thresholds, |one| Some(one.ages)),
        by_sex: sliced(&seen, thresholds, |one| Some(one.sex)),
        by_age_and_sex: sliced(&seen, thresholds, |one| Some(AgeAndSex { ages: one.ages?, sex: one.sex? })),
        by_quarter: sliced(&seen, thresholds, |one| Some(one.quarter)),
        missed_and_suggested_high: missed.iter().filter(|one| one.suggested == Some(Grade::High)).count(),
        missed,
        overrules: overrules(closed, thresholds),
    }
}

fn see(one: &Closed, thresholds: &Thresholds) -> Seen {
    Seen {
        estimate: one.beside.map(|beside| beside.estimate).filter(|rate| (0.0..=1.0).contains(rate)),
        grade: one.grade,
        suggested: one.beside.map(|beside| beside.suggested),
        harmed: one.harm.is_recorded(),
        ages: thresholds.band(one.known.ages),
        sex: one.known.sex,
        quarter: Quarter::of(one.closed_on),
    }
}

/// What is in order stays so in each slice.
fn sliced<K: Ord>(
    seen: &[Seen],
    thresholds: &Thresholds,
    key: impl Fn(&Seen) -> Option<K>,
) -> Vec<(K, Figures)> {
    let mut slices: BTreeMap<K, Vec<Seen>> = BTreeMap::new();
    for one in seen {
        if let Some(key) = key(one) {
            slices.entry(key).or_default().push(*one);
        }
    }
    slices.into_iter().map(|(key, seen)| (key, figures(&seen, thresholds))).collect()
}

fn figures(seen: &[Seen], thresholds: &Thresholds) -> Figures {
    let z = thresholds.z();
    let estimates: Vec<_> = seen.iter().filter_map(|one| Some((one.estimate?, one.harmed))).collect();
    let detection = |of: &dyn Fn(&Seen) -> Option<Grade>| {
        let graded = seen.iter().filter_map(|one| Some((of(one)? == Grade::High, one.harmed)));
        detection(graded, thresholds, z)
    };
    Figures {
        incidents: seen.len(),
        harmed: seen.iter().filter(|one| one.harmed).count(),
        officers: detection(&|one| one.grade),
        suggestion: detection(&|one| one.suggested),
        estimates: Estimates::of(&estimates, thresholds, z),
    }
}

/// Of pairs: High, harmed.
pub(crate) fn detection(
    graded: impl Iterator<Item = (bool, bool)>,
    thresholds: &Thresholds,
    z: f64,
) -> Detection {
    let (mut of, mut high, mut harmed, mut both) = (0, 0, 0, 0);
    for (is_high, is_harmed) in graded {
        of += 1;
        high += usize::from(is_high);
        harmed += usize::from(is_harmed);
        both += usize::from(is_high && is_harmed);
    }
    let share = |some, of| Figure::share(some, of, thresholds.calibration.at_least, z);
    Detection {
        of,
        high,
        harmed,
        high_and_harmed: both,
        share_high: share(high, of),
        precision: share(both, high),
        recall: share(both, harmed),
    }
}

/// Who was harmed and not graded High, earliest closed first.
pub fn missed(closed: &[Closed]) -> Vec<Missed> {
    let missed = closed.iter().filter(|one| one.harm.is_recorded() && one.grade != Some(Grade::High));
    let mut missed: Vec<Missed> = missed
        .map(|one| Missed {
            reference: one.reference.clone(),
            closed_on: one.closed_on,
            grade: one.grade,
            suggested: one.beside.map(|beside| beside.suggested),
            harm: one.harm.clone(),
        })
        .collect();
    missed.sort_by(|one, other| (one.closed_on, &one.reference).cmp(&(other.closed_on, &other.reference)));
    missed
}

fn overrules(closed: &[Closed], thresholds: &Thresholds) -> Overrules {
    let (mut of, mut below, mut harmed, mut above) = (0, 0, 0, 0);
    let mut by_reason: BTreeMap<Option<&str>, (usize, usize)> = BTreeMap::new();
    for one in closed {
        let beside = one.beside.filter(|beside| !beside.afterwards);
        let Some((grade, beside)) = one.grade.zip(beside) else { continue };
        of += 1;
        above += usize::from(grade > beside.suggested);
        if grade < beside.suggested {
            let was_harmed = usize::from(one.harm.is_recorded());
            below += 1;
            harmed += was_harmed;
            let none = one.overruled.is_empty().then_some(None);
            for reason in one.overruled.iter().map(|reason| Some(reason.as_str())).chain(none) {
                let (times, harmed) = by_reason.entry(reason).or_default();
                *times += 1;
                *harmed += was_harmed;
            }
        }
    }
    let mut by_reason: Vec<Overruled> = by_reason
        .into_iter()
        .map(|(reason, (times, harmed))| Overruled { reason: reason.map(str::to_owned), times, harmed })
        .collect();
    by_reason.sort_by_key(|one| std::cmp::Reverse(one.times));
    let share = |some, of| Figure::share(some, of, thresholds.calibration.at_least, thresholds.z());
    Overrules {
        of,
        below,
        above,
        share_below: share(below, of),
        harmed_below: share(harmed, below),
        by_reason,
    }
}
