//! Figures with their intervals, and the thresholds by which they are told.

use serde::{Deserialize, Serialize};

use crate::estimate::deviations;

const SHIPPED: &str = include_str!("../../../config/risk/figures.toml");

/// A figure, its interval, and how many it is of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub of: usize,
}

/// A figure, or that there are too few to tell one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    Told(Measured),
    TooFew { of: usize, needed: usize },
}

impl Figure {
    pub fn told(&self) -> Option<Measured> {
        match self {
            Self::Told(measured) => Some(*measured),
            Self::TooFew { .. } => None,
        }
    }

    /// So many of so many, where they are enough.
    pub(crate) fn share(some: usize, of: usize, at_least: usize, z: f64) -> Self {
        match of < at_least.max(1) {
            true => Self::TooFew { of, needed: at_least.max(1) },
            false => Self::Told(share(some, of, z)),
        }
    }
}

/// A share of one with Wilson's interval, `z` deviations to either side (Wilson 1927; Newcombe 1998, method 3).
pub fn share(some: usize, of: usize, z: f64) -> Measured {
    let (n, p) = (of as f64, some as f64 / of as f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let away = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    Measured { value: p, low: (middle - away).max(0.0), high: (middle + away).min(1.0), of }
}

/// The median of at least one, with an interval that asks nothing of the distribution: two of the values themselves, by
/// the normal approximation of their ranks (Conover 1999, 3.2).
pub(crate) fn median(mut values: Vec<u32>, z: f64) -> Measured {
    values.sort_unstable();
    let n = values.len();
    let away = z * (n as f64).sqrt() / 2.0;
    let low = (n as f64 / 2.0 - away).floor().max(0.0) as usize;
    let high = ((n as f64 / 2.0 + away).ceil() as usize).min(n - 1);
    let middle = f64::midpoint(f64::from(values[(n - 1) / 2]), f64::from(values[n / 2]));
    Measured { value: middle, low: f64::from(values[low]), high: f64::from(values[high]), of: n }
}

/// The sum of the firsts over the sum of the seconds, each pair of one incident: answers of one are not independent.
pub(crate) fn ratio(pairs: &[(u32, u32)], z: f64) -> Measured {
    let (some, of) =
        pairs.iter().fold((0.0, 0.0), |(some, of), pair| (some + f64::from(pair.0), of + f64::from(pair.1)));
    let value = some / of;
    let squares = pairs.iter().map(|pair| (f64::from(pair.0) - value * f64::from(pair.1)).powi(2));
    let away = z * squares.sum::<f64>().sqrt() / of;
    Measured { value, low: (value - away).max(0.0), high: (value + away).min(1.0), of: pairs.len() }
}

/// When a figure is told of incidents, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForCalibration {
    /// Incidents below which no figure is told.
    pub at_least: usize,
    /// Harmed, and not harmed, below which it is not told how well they are told apart.
    pub of_each_at_least: usize,
    /// Points of the reliability curve.
    pub points: usize,
}

/// When a group is shown in a report on fairness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForFairness {
    /// Incidents below which a group is withheld.
    pub at_least: usize,
}

/// How a model is fitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForFit {
    pub harmed_per_weight: usize,
    /// A share of one, the latest closed.
    pub held_out: f64,
    pub folds: usize,
    /// Least first.
    pub penalties: Vec<f64>,
    /// Deviations in log odds.
    pub cell_deviation: f64,
    pub base_deviation: f64,
    /// As if the published shares had been seen so many times.
    pub published_counts: f64,
}

/// What `config/risk/figures.toml` holds, with its sources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// So much of a distribution lies within an interval: of one.
    pub within: f64,
    /// Bands of age in whole years, both ends with it.
    pub ages: Vec<(u32, u32)>,
    pub calibration: ForCalibration,
    pub fairness: ForFairness,
    pub fit: ForFit,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self::parse(SHIPPED).expect("the shipped thresholds are sound")
    }
}

impl Thresholds {
    /// # Errors
    /// Which value is wrong and what it must be, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let thresholds: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let wrong = thresholds.checks().into_iter().find(|(holds, _)| !holds);
        wrong.map_or(Ok(thresholds), |(_, must)| Err(must.to_owned()))
    }

    fn checks(&self) -> [(bool, &'static str); 10] {
        let Self { within, ages, calibration, fairness, fit } = self;
        let penalties = &fit.penalties;
        let follow =
            ages.is_sorted_by(|one, next| one.1 < next.0) && ages.iter().all(|(from, to)| from <= to);
        let positive = |number: &f64| number.is_finite() && *number > 0.0;
        let rising = penalties.is_sorted_by(|one, next| one < next) && penalties.iter().all(positive);
        [
            ((0.5..1.0).contains(within), "within: at least 0.5, less than 1"),
            (!ages.is_empty() && follow, "ages: at least one band, in order, none in another"),
            (calibration.at_least > 0, "calibration.at_least: at least 1"),
            (calibration.of_each_at_least > 1, "calibration.of_each_at_least: at least 2"),
            ((2..=100).contains(&calibration.points), "calibration.points: at least 2, at most 100"),
            (fairness.at_least > 1, "fairness.at_least: at least 2"),
            (fit.harmed_per_weight > 0 && fit.folds > 0, "fit.harmed_per_weight, fit.folds: at least 1"),
            ((0.05..=0.5).contains(&fit.held_out), "fit.held_out: at least 0.05, at most 0.5"),
            (!penalties.is_empty() && rising, "fit.penalties: at least one, more than 0, rising"),
            (
                [fit.cell_deviation, fit.base_deviation, fit.published_counts].iter().all(positive),
                "fit.cell_deviation, fit.base_deviation, fit.published_counts: more than 0",
            ),
        ]
    }

    /// Deviations to either side of a figure.
    pub(crate) fn z(&self) -> f64 {
        deviations(self.within)
    }

    /// The band that holds all these ages.
    pub(crate) fn band(&self, ages: Option<(u32, u32)>) -> Option<(u32, u32)> {
        let (from, to) = ages?;
        self.ages.iter().copied().find(|band| band.0 <= from && to <= band.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_the_interval_that_newcombe_published() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        let published = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (some, of, low, high) in published {
            let told = share(some, of, deviations(0.95));
            assert!(
                (told.low - low).abs() < 5e-5 && (told.high - high).abs() < 5e-5,
                "{some}/{of}: {told:?}"
            );
        }
    }

    #[test]
    fn the_interval_of_a_median_holds_it_and_is_two_of_the_values() {
        let told = median((1..=101).collect(), deviations(0.95));
        // Ranks 40 and 61 of 100 by Conover; of 101 values here.
        assert_eq!((told.value, told.low, told.high), (51.0, 41.0, 62.0));
        let one = median(vec![7], 1.96);
        assert_eq!((one.value, one.low, one.high, one.of), (7.0, 7.0, 7.0, 1));
        assert_eq!(median(vec![4, 2], 1.96).value, 3.0);
    }

    #[test]
    fn a_share_is_told_of_as_many_as_are_asked_for_and_of_none_never() {
        assert_eq!(Figure::share(3, 29, 30, 1.96), Figure::TooFew { of: 29, needed: 30 });
        assert_eq!(Figure::share(3, 30, 30, 1.96), Figure::Told(share(3, 30, 1.96)));
        assert_eq!(Figure::share(0, 0, 0, 1.96), Figure::TooFew { of: 0, needed: 1 });
    }

    #[test]
    fn a_ratio_is_of_all_answers_and_its_interval_of_the_incidents() {
        // Three of twelve; by a quarter two incidents are off by 1/4 each and one by 1/2.
        let told = ratio(&[(1, 3), (1, 3), (1, 6)], 2.0);
        assert_eq!((told.value, told.of), (0.25, 3));
        let away = 2.0 * (0.0625_f64 + 0.0625 + 0.25).sqrt() / 12.0;
        assert!((told.low - (0.25 - away)).abs() < 1e-12 && (told.high - (0.25 + away)).abs() < 1e-12);
        let wide = ratio(&[(0, 1), (1, 1)], 9.0);
        assert_eq!((wide.low, wide.high), (0.0, 1.0), "a share is of one");
    }

    /// What stands at a bound is within it.
    #[test]
    fn thresholds_are_taken_up_to_their_bounds_and_refused_beyond_them() {
        let cases: [(&str, &[&str], &[&str]); 13] = [
            ("within = 0.95", &["within = 0.5"], &["within = 0.49"]),
            (
                "ages = [[0, 11], [12, 17], [18, 64], [65, 125]]",
                &["ages = [[18, 18]]", "ages = [[0, 11], [13, 17]]"],
                &[
                    "ages = []",
                    "ages = [[18, 17]]",
                    "ages = [[0, 11], [11, 17]]",
                    "ages = [[12, 17], [0, 11]]",
                ],
            ),
            ("at_least = 30", &["at_least = 1"], &["at_least = 0"]),
            ("of_each_at_least = 10", &["of_each_at_least = 2"], &["of_each_at_least = 1"]),
            ("points = 10", &["points = 2", "points = 100"], &["points = 1", "points = 101"]),
            ("at_least = 10\n\n[fit]", &["at_least = 2\n\n[fit]"], &["at_least = 1\n\n[fit]"]),
            ("harmed_per_weight = 10", &["harmed_per_weight = 1"], &["harmed_per_weight = 0"]),
            ("folds = 3", &["folds = 1"], &["folds = 0"]),
            (
                "held_out = 0.25",
                &["held_out = 0.05", "held_out = 0.5"],
                &["held_out = 0.04", "held_out = 0.51"],
            ),
            (
                "penalties = [0.1, 0.3, 1.0, 3.0, 10.0]",
                &["penalties = [0.1]"],
                &[
                    "penalties = []",
                    "penalties = [0.0, 1.0]",
                    "penalties = [1.0, 1.0]",
                    "penalties = [1.0, inf]",
                ],
            ),
            (
                "cell_deviation = 0.3",
                &["cell_deviation = 0.01"],
                &["cell_deviation = -0.3", "cell_deviation = inf"],
            ),
            (
                "base_deviation = 1.0",
                &["base_deviation = 9.0"],
                &["base_deviation = 0.0", "base_deviation = nan"],
            ),
            (
                "published_counts = 50",
                &["published_counts = 1"],
                &["published_counts = 0", "published_counts = -1"],
            ),
        ];
        for (from, taken, refused) in cases {
            assert!(SHIPPED.contains(from), "{from}");
            let with = |to: &str| Thresholds::parse(&SHIPPED.replacen(from, to, 1));
            taken.iter().for_each(|to| drop(with(to).unwrap_or_else(|error| panic!("{to}: {error}"))));
            refused.iter().for_each(|to| drop(with(to).expect_err(to)));
        }
    }

    #[test]
    fn a_band_holds_all_the_ages_that_somebody_may_be_of_or_is_not_theirs() {
        let thresholds = Thresholds::default();
        for (ages, band) in [
            (Some((12, 17)), Some((12, 17))),
            (Some((12, 12)), Some((12, 17))),
            (Some((17, 17)), Some((12, 17))),
            (Some((11, 12)), None),
            (Some((17, 18)), None),
            (Some((130, 130)), None),
            (None, None),
        ] {
            assert_eq!(thresholds.band(ages), band, "{ages:?}");
        }
    }

    #[test]
    fn thresholds_that_make_no_sense_are_refused_and_named() {
        let cases = [
            ("within = 0.95", "within = 1.0", "within"),
            ("[[0, 11], [12, 17]", "[[0, 12], [12, 17]", "ages"),
            ("[fairness]", "[fairness]\nethnicity = 1", "ethnicity"),
            ("at_least = 10\n\n[fit]", "at_least = 1\n\n[fit]", "fairness.at_least"),
            ("held_out = 0.25", "held_out = 0.9", "held_out"),
            ("[0.1, 0.3", "[0.3, 0.1", "penalties"),
            ("cell_deviation = 0.3", "cell_deviation = 0.0", "cell_deviation"),
        ];
        for (from, to, says) in cases {
            assert!(SHIPPED.contains(from), "{from}");
            let error = Thresholds::parse(&SHIPPED.replacen(from, to, 1)).expect_err(to);
            assert!(error.contains(says), "{error}");
        }
    }
}
