//! The numbers of a fit as a model: with ranges, strengths, and the register as its study.

use std::collections::BTreeMap;

use super::design::SEXES;
use super::{Settled, Span};
use crate::estimate::{deviations, rate};
use crate::figure::Thresholds;
use crate::model::{Base, Factor, Kind, Model, Of, Special, Strength, Study, Weight};
use crate::record::Case;

/// As it is written: no more digits than mean something.
fn rounded(number: f64) -> f64 {
    // Nothing has no sign.
    (number * 10_000.0).round() / 10_000.0 + 0.0
}

pub(super) fn model(
    model: &Model,
    version: &str,
    cases: &[Case<'_>],
    span: &Span,
    settled: &Settled,
    thresholds: &Thresholds,
) -> Model {
    let study = format!("register-{version}");
    let made = Made { model, settled, study: &study, z: deviations(model.within) };
    let mut studies = model.study.clone();
    studies.insert(study.clone(), register(span));
    let (bases, terms) = (model.base.len(), model.term.len());
    let mut term = model.term.clone();
    for (at, term) in term.iter_mut().enumerate() {
        (term.weight, term.strength) = made.weight(bases + at, term.strength);
        term.studies.push(study.clone());
    }
    let mut missing = model.missing.clone();
    for (at, missing) in missing.iter_mut().enumerate() {
        (missing.weight, missing.strength) = made.weight(bases + terms + at, missing.strength);
        missing.studies.push(study.clone());
    }
    Model {
        version: version.to_owned(),
        base: (0..bases).map(|at| made.base(at, cases, thresholds.fit.published_counts)).collect(),
        factor: (0..model.factor.len()).map(|at| made.factor(at)).collect(),
        study: studies,
        term,
        missing,
        ..model.clone()
    }
}

fn register(span: &Span) -> Study {
    Study {
        name: "This register's own closed incidents".into(),
        sample: format!("{} incidents closed {} to {}", span.incidents, span.from, span.until),
        outcome: format!("harm as recorded here: {} incidents", span.harmed),
        source: "the model card that was made with this version".into(),
    }
}

struct Made<'a> {
    model: &'a Model,
    settled: &'a Settled,
    study: &'a str,
    z: f64,
}

impl Made<'_> {
    /// A number with its range. One whose range is on one side of nothing holds beside all others, here: if studies had it
    /// so before, in more than one place.
    fn weight(&self, at: usize, before: Strength) -> (Weight, Strength) {
        let (number, away) = (self.settled.numbers[at], self.z * self.settled.deviations[at]);
        let weight =
            Weight { log_odds: rounded(number), low: rounded(number - away), high: rounded(number + away) };
        let sure = weight.low > 0.0 || weight.high < 0.0;
        let strength = match before {
            before if !sure => before,
            Strength::Fair | Strength::Strong => Strength::Strong,
            Strength::Judgement | Strength::Weak => Strength::Fair,
        };
        (weight, strength)
    }

    fn base(&self, at: usize, cases: &[Case<'_>], published: f64) -> Base {
        let base = &self.model.base[at];
        let (number, away) = (self.settled.numbers[at], self.z * self.settled.deviations[at]);
        // A rate is never nothing, nor all.
        let told = |log_odds: f64| rounded(rate(log_odds)).clamp(0.0001, 0.9999);
        let within = |ages: (u32, u32)| base.ages.0 <= ages.0 && ages.1 <= base.ages.1;
        let harmed: Vec<_> = cases
            .iter()
            .filter(|case| case.harm.is_recorded() && case.known.ages.is_some_and(within))
            .map(|case| case.harm)
            .collect();
        let fatal = harmed.iter().filter(|harm| harm.fatal).count() as f64;
        let of = |kind: Kind| {
            let seen = harmed.iter().filter(|harm| harm.kinds.contains(&kind)).count() as f64;
            (kind, seen + published * base.kinds.get(&kind).copied().unwrap_or(0.0))
        };
        let counts = Kind::ALL.map(of);
        let all: f64 = counts.iter().map(|(_, count)| count).sum();
        Base {
            rate: told(number),
            low: told(number - away),
            high: told(number + away),
            kinds: counts.into_iter().map(|(kind, count)| (kind, count / all)).collect::<BTreeMap<_, _>>(),
            fatal: rounded((fatal + published * base.fatal) / (harmed.len() as f64 + published)),
            studies: with(&base.studies, self.study),
            ages: base.ages,
        }
    }

    fn factor(&self, at: usize) -> Factor {
        let Settled { layout, shares, .. } = self.settled;
        let factor = &self.model.factor[at];
        let (weight, strength) = self.weight(layout.added + at, factor.strength);
        let bands = self.model.base.iter().zip(shares).map(|(base, shares)| Special {
            of: Of { ages: base.ages, sex: None },
            weight: None,
            share: Some(rounded(shares[at])),
        });
        let cells = layout.own.iter().enumerate().filter_map(|(cell, own)| {
            let of =
                Of { ages: self.model.base[cell / SEXES.len()].ages, sex: Some(SEXES[cell % SEXES.len()]) };
            Some(Special { of, weight: Some(self.weight((*own)? + at, strength).0), share: None })
        });
        Factor {
            special: bands.chain(cells).collect(),
            studies: with(&factor.studies, self.study),
            weight,
            strength,
            ..factor.clone()
        }
    }
}

fn with(studies: &[String], study: &str) -> Vec<String> {
    studies.iter().cloned().chain([study.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::Layout;

    #[test]
    fn what_is_nearly_nothing_is_written_as_nothing_and_without_a_sign() {
        assert!(rounded(-0.000_01).is_sign_positive() && rounded(-0.000_01) == 0.0);
        assert_eq!((rounded(-0.123_46), rounded(0.123_44)), (-0.1235, 0.1234));
    }

    #[test]
    fn a_range_that_ends_at_nothing_is_not_on_one_side_of_it() {
        let model = Model::default();
        let settled = Settled {
            layout: Layout::of(&model, &[]),
            shares: Vec::new(),
            numbers: vec![1.0, -1.0, 1.5, -1.5],
            deviations: vec![0.5; 4],
            penalty: 1.0,
        };
        let made = Made { model: &model, settled: &settled, study: "register", z: 2.0 };
        let strengths = [0, 1, 2, 3].map(|at| made.weight(at, Strength::Judgement).1);
        assert_eq!(strengths, [Strength::Judgement, Strength::Judgement, Strength::Fair, Strength::Fair]);
    }
}
