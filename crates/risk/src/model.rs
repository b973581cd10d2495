//! The model: base rates, factors with their weights and studies, rules and cut-offs. It is data, versioned, and checked
//! when it is read.

use std::collections::BTreeMap;

use register::fact::Grade;
use register::question::Question;
use serde::{Deserialize, Serialize};

use crate::evidence::Sex;

/// The one that comes with the program, as text.
pub const SHIPPED: &str = include_str!("../../../config/risk/model.toml");

/// A published study, or the judgement of those who made the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// "Doyle and Barnes 2020".
    pub name: String,
    /// Whom it looked at: "92,681 reports, Devon & Cornwall Police, 2008–2019".
    pub sample: String,
    /// What counted as harm.
    pub outcome: String,
    /// Where it stands.
    pub source: String,
}

/// How much a weight can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Nobody has measured it: the judgement of those who made the model.
    Judgement,
    /// Measured once, or among other things than harm.
    Weak,
    /// Measured by itself, or for one age group.
    Fair,
    /// Holds beside other factors, in more than one study or group.
    Strong,
}

/// Which way a factor moves the risk where it is present. It is declared, and the weights are held to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Raises,
    /// Shown, and never lowers a suggestion by itself.
    Protects,
}

/// Kinds of harm, kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    SelfHarm,
    /// Falls, cold, drowning, going without care or medication.
    AccidentOrExposure,
    /// A crime against them, other than exploitation.
    Crime,
    /// Under-recorded: a low figure says little.
    Exploitation,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::SelfHarm, Self::AccidentOrExposure, Self::Crime, Self::Exploitation];
}

/// A logarithm of an odds ratio, and the range in which it is with the model's [`Model::within`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    pub log_odds: f64,
    pub low: f64,
    pub high: f64,
}

/// People of whom something else holds than of others: ages in whole years, both ends with it; a sex, or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    pub ages: (u32, u32),
    #[serde(default)]
    pub sex: Option<Sex>,
}

impl Of {
    pub(crate) fn holds(&self, ages: (u32, u32), sex: Sex) -> bool {
        self.ages.0 <= ages.0 && ages.1 <= self.ages.1 && self.sex.is_none_or(|of| of == sex)
    }
}

/// How often people of an age are recorded harmed, whatever else is known of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    pub ages: (u32, u32),
    /// Of one; with the range in which the rate of another force or year would be.
    pub rate: f64,
    pub low: f64,
    pub high: f64,
    pub studies: Vec<String>,
    /// What harm is, where it is recorded: shares of one.
    pub kinds: BTreeMap<Kind, f64>,
    /// How many of those harmed died: a share of one.
    pub fatal: f64,
}

/// What age or sex adds to the base rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub name: String,
    pub of: Of,
    pub weight: Weight,
    pub strength: Strength,
    pub studies: Vec<String>,
}

/// What the hours since somebody was last seen add to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    pub hours: u32,
    pub weight: Weight,
    pub strength: Strength,
    pub studies: Vec<String>,
}

/// A weight that holds of some people instead of the factor's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Special {
    pub of: Of,
    #[serde(default)]
    pub weight: Option<Weight>,
    #[serde(default)]
    pub share: Option<f64>,
}

/// One factor: a question of the register, what its answer is worth, and why that is believed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    pub question: Question,
    pub direction: Direction,
    pub weight: Weight,
    /// How often it is present among people reported missing: what an unknown answer is reckoned with.
    pub share: f64,
    pub strength: Strength,
    pub studies: Vec<String>,
    /// Which kinds of harm it bears on; all where none is named.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    #[serde(default)]
    pub special: Vec<Special>,
}

/// A weight and a share as they hold of somebody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub weight: Weight,
    pub share: f64,
}

impl Factor {
    pub(crate) fn held(&self, ages: (u32, u32), sex: Sex) -> Held {
        let special = self.special.iter().filter(|special| special.of.holds(ages, sex));
        special.fold(Held { weight: self.weight, share: self.share }, |held, special| Held {
            weight: special.weight.unwrap_or(held.weight),
            share: special.share.unwrap_or(held.share),
        })
    }
}

/// A red flag: what is present suggests at least a grade, whatever the estimate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The words for it stand in the catalogue under `flag-<name>`.
    pub name: String,
    /// Every one of these is present.
    #[serde(default)]
    pub all: Vec<Question>,
    /// One of these is present; nothing is asked where none is named.
    #[serde(default)]
    pub any: Vec<Question>,
    /// They may be of this age.
    #[serde(default)]
    pub ages: Option<(u32, u32)>,
    /// Harm from an untreated condition may begin within so many hours.
    #[serde(default)]
    pub medical_within_hours: Option<u32>,
    pub at_least: Grade,
    pub source: String,
}

/// From which estimate on a grade is suggested, and what is not suggested while something is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutOffs {
    pub high: f64,
    pub medium: f64,
    pub low: f64,
    /// The grade below which nothing is suggested while one of these is not asked or not known: "if uncertain, do not
    /// default downward" (APP).
    pub not_below: Grade,
    pub while_unknown: Vec<Question>,
    /// The grade below which nothing is suggested for somebody who may be a child.
    pub child_not_below: Grade,
    pub source: String,
}

/// The whole model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Names it wherever an opinion is kept.
    pub version: String,
    /// How sure the ranges are: 0.9 means that nine in ten hold the truth, if the model is right.
    pub within: f64,
    pub study: BTreeMap<String, Study>,
    pub base: Vec<Base>,
    #[serde(default)]
    pub term: Vec<Term>,
    #[serde(default)]
    pub missing: Vec<Missing>,
    pub factor: Vec<Factor>,
    pub flag: Vec<Flag>,
    pub cut_offs: CutOffs,
}

/// What is wrong with a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the model cannot be read: {0}")]
    Form(String),
    #[error("{at}: {what}")]
    Value { at: String, what: &'static str },
}

impl Default for Model {
    fn default() -> Self {
        Self::parse(SHIPPED).expect("the shipped model is sound")
    }
}

impl Model {
    /// # Errors
    /// [`ModelError`]: what cannot be read, or which value contradicts what the model declares.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let model: Self = toml::from_str(text).map_err(|error| ModelError::Form(error.to_string()))?;
        model.check()?;
        Ok(model)
    }

    fn check(&self) -> Result<(), ModelError> {
        let wrong = |at: String, what| Err(ModelError::Value { at, what });
        if let Err(what) = register::question_set::named(&self.version) {
            return Err(ModelError::Form(what));
        }
        if !(0.5..1.0).contains(&self.within) {
            return wrong("within".into(), "at least 0.5, less than 1");
        }
        self.check_base()?;
        for factor in &self.factor {
            let at = format!("factor {:?}", factor.question);
            if factor.question.names_what_is_protected() {
                return wrong(at, "may not enter a grade (INV-10)");
            }
            let special = factor
                .special
                .iter()
                .map(|s| (s.weight.unwrap_or(factor.weight), s.share.unwrap_or(factor.share)));
            for (weight, share) in special.chain([(factor.weight, factor.share)]) {
                check_weight(&weight, factor.direction, &at)?;
                if !(0.0..=1.0).contains(&share) {
                    return wrong(at, "its share is between 0 and 1");
                }
            }
            if self.factor.iter().filter(|other| other.question == factor.question).count() > 1 {
                return wrong(at, "stands once");
            }
            self.check_studies(&factor.studies, &at)?;
        }
        for term in &self.term {
            check_order(&term.weight, &format!("term {}", term.name))?;
            self.check_studies(&term.studies, &format!("term {}", term.name))?;
        }
        for missing in &self.missing {
            let at = format!("missing {} hours", missing.hours);
            check_weight(&missing.weight, Direction::Raises, &at)?;
            self.check_studies(&missing.studies, &at)?;
        }
        for flag in &self.flag {
            if flag.all.iter().chain(&flag.any).any(|question| question.names_what_is_protected()) {
                return wrong(format!("flag {}", flag.name), "may not enter a grade (INV-10)");
            }
            let asks = !flag.all.is_empty() || !flag.any.is_empty();
            if !asks && flag.medical_within_hours.is_none() && flag.ages.is_none() {
                return wrong(format!("flag {}", flag.name), "says when it holds");
            }
            if flag.at_least.is_legacy() {
                return wrong(format!("flag {}", flag.name), "suggests a grade that may be given today");
            }
        }
        let CutOffs { high, medium, low, ref while_unknown, not_below, child_not_below, .. } = self.cut_offs;
        if while_unknown.iter().any(|question| question.names_what_is_protected()) {
            return wrong("cut_offs".into(), "may not enter a grade (INV-10)");
        }
        if not_below.is_legacy() || child_not_below.is_legacy() {
            return wrong("cut_offs".into(), "suggest grades that may be given today");
        }
        if !(0.0 < low && low < medium && medium < high && high < 1.0) {
            return wrong("cut_offs".into(), "low is less than medium, medium less than high");
        }
        Ok(())
    }

    /// Bands follow each other without a gap from 0 on.
    fn check_base(&self) -> Result<(), ModelError> {
        let wrong = |at: &Base, what| Err(ModelError::Value { at: format!("base {:?}", at.ages), what });
        let mut next = 0;
        for base in &self.base {
            if base.ages.0 != next || base.ages.1 < base.ages.0 {
                return wrong(base, "ages follow those before without a gap");
            }
            next = base.ages.1 + 1;
            if !(0.0 < base.low && base.low <= base.rate && base.rate <= base.high && base.high < 1.0) {
                return wrong(base, "low is at most rate, rate at most high, all between 0 and 1");
            }
            let shares: f64 = base.kinds.values().sum();
            if (shares - 1.0).abs() > 1e-6 || base.kinds.values().any(|share| *share < 0.0) {
                return wrong(base, "the shares of the kinds of harm add up to 1");
            }
            if !(0.0..=1.0).contains(&base.fatal) {
                return wrong(base, "the share of those who died is between 0 and 1");
            }
            self.check_studies(&base.studies, &format!("base {:?}", base.ages))?;
        }
        match self.base.is_empty() {
            true => Err(ModelError::Value { at: "base".into(), what: "at least one" }),
            false => Ok(()),
        }
    }

    fn check_studies(&self, studies: &[String], at: &str) -> Result<(), ModelError> {
        if studies.is_empty() || studies.iter().any(|study| !self.study.contains_key(study)) {
            return Err(ModelError::Value {
                at: at.to_owned(),
                what: "cites studies that stand in the model",
            });
        }
        Ok(())
    }

    pub fn factor(&self, question: Question) -> Option<&Factor> {
        self.factor.iter().find(|factor| factor.question == question)
    }

    /// The studies cited, in their order.
    pub fn cited<'a>(&'a self, keys: &'a [String]) -> impl Iterator<Item = &'a Study> {
        keys.iter().filter_map(|key| self.study.get(key))
    }
}

/// A weight is a number within its range.
fn check_order(weight: &Weight, at: &str) -> Result<(), ModelError> {
    let Weight { log_odds, low, high } = *weight;
    if low <= log_odds && log_odds <= high && [low, log_odds, high].iter().all(|n| n.is_finite()) {
        return Ok(());
    }
    Err(ModelError::Value { at: at.to_owned(), what: "low is at most log_odds, at most high" })
}

/// A weight is not on the other side of nothing than what is declared.
fn check_weight(weight: &Weight, direction: Direction, at: &str) -> Result<(), ModelError> {
    check_order(weight, at)?;
    let as_declared = match direction {
        Direction::Raises => weight.log_odds >= 0.0,
        Direction::Protects => weight.log_odds <= 0.0,
    };
    if as_declared {
        return Ok(());
    }
    Err(ModelError::Value { at: at.to_owned(), what: "its weight goes the way that it declares" })
}
