//! How good estimates are: whether they mean what they say, and whether they tell the harmed apart.

use serde::{Deserialize, Serialize};

use crate::figure::{Figure, Measured, Thresholds, share};

/// Estimates against recorded harm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimates {
    /// Incidents with an estimate, those of them harmed, and how many it takes to tell anything.
    pub of: usize,
    pub harmed: usize,
    pub needed: usize,
    /// `None` where there are too few; so are the errors.
    pub mean: Option<f64>,
    /// The share harmed.
    pub observed: Figure,
    /// How often somebody harmed has a higher estimate than somebody who was not: half is chance.
    pub told_apart: Figure,
    /// The mean square of what they are off by (Brier 1950).
    pub brier: Figure,
    /// The share of that which they save against the mean for everybody; below nothing where they lose.
    pub skill: Option<f64>,
    /// How far points of the curve lie from what they say, on average over the incidents.
    pub calibration_error: Option<f64>,
    /// The reliability curve, lowest estimates first.
    pub curve: Vec<Point>,
}

/// Incidents of about the same estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Their mean estimate.
    pub estimate: f64,
    pub observed: Measured,
}

impl Estimates {
    /// Of pairs of an estimate and whether harm was recorded, lowest estimate first.
    pub(crate) fn of(sorted: &[(f64, bool)], thresholds: &Thresholds, z: f64) -> Self {
        let of = sorted.len();
        let harmed = sorted.iter().filter(|(_, harmed)| *harmed).count();
        let needed = thresholds.calibration.at_least;
        let enough = of >= needed;
        let curve = if enough { curve(sorted, thresholds.calibration.points, z) } else { Vec::new() };
        let mean = |value: &dyn Fn(&(f64, bool)) -> f64| {
            enough.then(|| sorted.iter().map(value).sum::<f64>() / of as f64)
        };
        let brier = brier(sorted, needed, z);
        let rate = harmed as f64 / of as f64;
        let spread = rate * (1.0 - rate);
        let off = |point: &Point| {
            point.observed.of as f64 * (point.estimate - point.observed.value).abs() / of as f64
        };
        Self {
            of,
            harmed,
            needed,
            mean: mean(&|(estimate, _)| *estimate),
            observed: Figure::share(harmed, of, needed, z),
            told_apart: told_apart(sorted, thresholds.calibration.of_each_at_least, z),
            brier,
            skill: brier.told().filter(|_| spread > 0.0).map(|brier| 1.0 - brier.value / spread),
            calibration_error: enough.then(|| curve.iter().map(off).sum()),
            curve,
        }
    }
}

/// With the normal interval of a mean.
fn brier(all: &[(f64, bool)], at_least: usize, z: f64) -> Figure {
    let of = all.len();
    if of < at_least.max(2) {
        return Figure::TooFew { of, needed: at_least.max(2) };
    }
    let mut squares = Spread::default();
    for (estimate, harmed) in all {
        squares.add((estimate - f64::from(*harmed)).powi(2), 1.0);
    }
    let value = squares.mean();
    let away = z * (squares.variance() / of as f64).sqrt();
    Figure::Told(Measured { value, low: (value - away).max(0.0), high: (value + away).min(1.0), of })
}

/// Those of one estimate stand together.
fn ties(sorted: &[(f64, bool)]) -> impl Iterator<Item = &[(f64, bool)]> {
    sorted.chunk_by(|one, next| one.0 == next.0)
}

/// As many points as asked for, each of as many incidents as far as equal estimates let it.
fn curve(sorted: &[(f64, bool)], points: usize, z: f64) -> Vec<Point> {
    // Incidents, harmed, and the sum of the estimates.
    let mut bins = vec![(0_usize, 0_usize, 0.0); points];
    let mut before = 0;
    for tied in ties(sorted) {
        let middle = before + (tied.len() - 1) / 2;
        let bin = &mut bins[middle * points / sorted.len()];
        bin.0 += tied.len();
        bin.1 += tied.iter().filter(|(_, harmed)| *harmed).count();
        bin.2 += tied.iter().map(|(estimate, _)| estimate).sum::<f64>();
        before += tied.len();
    }
    let full = bins.into_iter().filter(|(of, ..)| *of > 0);
    full.map(|(of, harmed, sum)| Point { estimate: sum / of as f64, observed: share(harmed, of, z) })
        .collect()
}

/// The area under the curve of recall against false alarms, with the interval of DeLong, DeLong and Clarke-Pearson 1988
/// by ranks (Sun and Xu 2014).
fn told_apart(sorted: &[(f64, bool)], at_least: usize, z: f64) -> Figure {
    let of = sorted.len();
    let harmed = sorted.iter().filter(|(_, harmed)| *harmed).count();
    let fewer = harmed.min(of - harmed);
    if fewer < at_least {
        return Figure::TooFew { of: fewer, needed: at_least };
    }
    let (yes, no) = (harmed as f64, (of - harmed) as f64);
    // For each harmed, the share of the others that lie below; for each of the others, the share of harmed above.
    let (mut of_yes, mut of_no) = (Spread::default(), Spread::default());
    let (mut yes_before, mut no_before) = (0.0, 0.0);
    for tied in ties(sorted) {
        let yes_here = tied.iter().filter(|(_, harmed)| *harmed).count() as f64;
        let no_here = tied.len() as f64 - yes_here;
        of_yes.add((no_before + no_here / 2.0) / no, yes_here);
        of_no.add((yes - yes_before - yes_here / 2.0) / yes, no_here);
        yes_before += yes_here;
        no_before += no_here;
    }
    let value = of_yes.mean();
    let away = z * (of_yes.variance() / yes + of_no.variance() / no).sqrt();
    Figure::Told(Measured { value, low: (value - away).max(0.0), high: (value + away).min(1.0), of })
}

/// A mean and a variance as they come in.
#[derive(Default)]
struct Spread {
    many: f64,
    sum: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, value: f64, times: f64) {
        self.many += times;
        self.sum += value * times;
        self.squares += value * value * times;
    }

    fn mean(&self) -> f64 {
        self.sum / self.many
    }

    fn variance(&self) -> f64 {
        (self.squares - self.many * self.mean().powi(2)).max(0.0) / (self.many - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::estimate::deviations;

    /// Every pair of one harmed and one who was not, looked at (DeLong and others 1988, equations 2 to 5).
    fn by_counting(all: &[(f64, bool)]) -> (f64, f64) {
        let (yes, no): (Vec<_>, Vec<_>) = all.iter().partition(|(_, harmed)| *harmed);
        let wins = |one: &(f64, bool), other: &(f64, bool)| match one.0.total_cmp(&other.0) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        };
        let of_yes: Vec<f64> =
            yes.iter().map(|y| no.iter().map(|n| wins(y, n)).sum::<f64>() / no.len() as f64).collect();
        let of_no: Vec<f64> =
            no.iter().map(|n| yes.iter().map(|y| wins(y, n)).sum::<f64>() / yes.len() as f64).collect();
        let mean = of_yes.iter().sum::<f64>() / of_yes.len() as f64;
        let variance = |values: &[f64]| {
            values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
        };
        (mean, (variance(&of_yes) / yes.len() as f64 + variance(&of_no) / no.len() as f64).sqrt())
    }

    proptest! {
        #[test]
        fn telling_apart_is_what_counting_every_pair_gives(
            mut all in proptest::collection::vec((0u8..20, any::<bool>()), 2..60)
        ) {
            all.sort_unstable();
            let all: Vec<(f64, bool)> = all.into_iter().map(|(n, harmed)| (f64::from(n) / 20.0, harmed)).collect();
            let harmed = all.iter().filter(|(_, harmed)| *harmed).count();
            match told_apart(&all, 2, 1.0) {
                Figure::Told(told) => {
                    let (value, deviation) = by_counting(&all);
                    prop_assert!((told.value - value).abs() < 1e-9);
                    prop_assert!((told.high - (value + deviation).min(1.0)).abs() < 1e-7);
                }
                Figure::TooFew { of, .. } => prop_assert_eq!(of, harmed.min(all.len() - harmed)),
            }
        }

        #[test]
        fn every_incident_stands_in_one_point_and_equal_estimates_in_the_same(
            mut all in proptest::collection::vec((0u8..12, any::<bool>()), 1..200)
        ) {
            all.sort_unstable();
            let all: Vec<(f64, bool)> = all.into_iter().map(|(n, harmed)| (f64::from(n) / 20.0, harmed)).collect();
            let curve = curve(&all, 10, 1.96);
            prop_assert_eq!(curve.iter().map(|point| point.observed.of).sum::<usize>(), all.len());
            prop_assert!(curve.len() <= 10);
            prop_assert!(curve.is_sorted_by(|one, next| one.estimate < next.estimate));
        }
    }

    #[test]
    fn points_are_of_as_many_incidents_each_as_equal_estimates_let_them() {
        let of = |all: &[f64], points| {
            let all: Vec<_> = all.iter().map(|estimate| (*estimate, false)).collect();
            curve(&all, points, 1.96)
                .iter()
                .map(|point| (point.estimate, point.observed.of))
                .collect::<Vec<_>>()
        };
        let hundred: Vec<f64> = (0..100).map(f64::from).collect();
        let each: Vec<_> = (0..10).map(|point| (f64::from(point) * 10.0 + 4.5, 10)).collect();
        assert_eq!(of(&hundred, 10), each);
        // Three alike stand where the middle one of them does.
        assert_eq!(of(&[0.25, 0.5, 0.5, 0.5], 2), [(0.25, 1), (0.5, 3)]);
    }

    #[test]
    fn errors_are_told_of_as_many_as_are_needed_and_of_fewer_not() {
        let all = [(0.2, false), (0.4, true)];
        assert_eq!(brier(&all[..1], 0, 1.0), Figure::TooFew { of: 1, needed: 2 });
        assert_eq!(brier(&all, 3, 1.0), Figure::TooFew { of: 2, needed: 3 });
        // Squares of 0.04 and 0.36: a mean of 0.2, a variance of 0.0512.
        let told = brier(&all, 2, 0.5).told().expect("enough");
        let away = 0.5 * (0.0512_f64 / 2.0).sqrt();
        assert!((told.value - 0.2).abs() < 1e-12 && told.of == 2);
        assert!(
            (told.low - (0.2 - away)).abs() < 1e-9 && (told.high - (0.2 + away)).abs() < 1e-9,
            "{told:?}"
        );
        let wide = brier(&all, 2, 100.0).told().expect("enough");
        assert_eq!((wide.low, wide.high), (0.0, 1.0));
    }

    #[test]
    fn how_well_they_are_told_apart_is_told_of_as_many_of_each_as_are_needed_with_both_ends() {
        let all = [(0.1, false), (0.2, true), (0.3, false), (0.4, true)];
        assert_eq!(told_apart(&all, 3, 1.0), Figure::TooFew { of: 2, needed: 3 });
        let told = told_apart(&all, 2, 0.5).told().expect("enough");
        let (value, deviation) = by_counting(&all);
        assert!((told.value - value).abs() < 1e-12 && (value - 0.75).abs() < 1e-12);
        assert!((told.low - (value - 0.5 * deviation)).abs() < 1e-9, "{told:?}");
        assert!((told.high - (value + 0.5 * deviation)).abs() < 1e-9, "{told:?}");
        assert_eq!(told_apart(&all, 2, 100.0).told().expect("enough").low, 0.0);
    }

    #[test]
    fn means_are_of_all_and_nothing_is_saved_where_nobody_was_harmed() {
        let thresholds = Thresholds::default();
        let all: Vec<_> = (0..30).map(|at| (if at < 15 { 0.1 } else { 0.2 }, false)).collect();
        let told = Estimates::of(&all, &thresholds, 1.96);
        assert!((told.mean.expect("enough") - 0.15).abs() < 1e-12);
        assert_eq!((told.of, told.harmed, told.skill), (30, 0, None));
        // Each point is off by what it says.
        assert!((told.calibration_error.expect("enough") - 0.15).abs() < 1e-12);
        let few = Estimates::of(&all[1..], &thresholds, 1.96);
        assert_eq!((few.of, few.mean, few.calibration_error, few.curve.len()), (29, None, None, 0));
    }

    #[test]
    fn estimates_that_mean_what_they_say_have_no_calibration_error() {
        // Of a hundred at a tenth ten are harmed, of a hundred at four tenths forty.
        let of = |estimate, harmed| (0..100).map(move |at| (estimate, at < harmed));
        let all: Vec<_> = of(0.1, 10).chain(of(0.4, 40)).collect();
        let thresholds = Thresholds::default();
        let right = Estimates::of(&all, &thresholds, deviations(0.95));
        assert!(right.calibration_error.expect("enough") < 1e-12);
        let brier = right.brier.told().expect("enough");
        assert!((brier.value - (0.09 + 0.24) / 2.0).abs() < 1e-12);
        // Squares of 0.01, 0.81, 0.16 and 0.36, of 90, 10, 60 and 40: their variance is 0.039422 over 200.
        assert!((brier.high - brier.value - 1.96 * (0.039_422_f64 / 200.0).sqrt()).abs() < 1e-4, "{brier:?}");
        assert!((right.skill.expect("enough") - (1.0 - 0.165 / 0.1875)).abs() < 1e-12);
        // Three times too high at the lower end.
        let all: Vec<_> = of(0.3, 10).chain(of(0.4, 40)).collect();
        let wrong = Estimates::of(&all, &thresholds, deviations(0.95));
        assert!((wrong.calibration_error.expect("enough") - 0.1).abs() < 1e-12);
    }
}
