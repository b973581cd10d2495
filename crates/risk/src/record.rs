//! A closed incident as figures and fits are made of it: what was known, what was graded and suggested, what came of it.
//!
//! What a score may see ([`Known`]) and what only fairness is measured by ([`Characteristics`], [`Handling`]) are types
//! of their own, and nothing that scores or fits is given the latter (INV-10). Nobody is named: a reference stands for
//! the incident, so that a case that was missed can be read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use register::fact::Grade;
use register::question::Question;
use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, Finding, Sex, State};
use crate::model::Kind;

const PLACES: usize = Question::ALL.len();

/// How each factor stood. What is not here was not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Question, State>", into = "BTreeMap<Question, State>")]
pub struct States {
    all: [State; PLACES],
    /// Of questions that a force added, where its model reckons with them; none was not asked.
    added: BTreeMap<Question, State>,
}

impl Default for States {
    fn default() -> Self {
        Self { all: [State::NotAsked; PLACES], added: BTreeMap::new() }
    }
}

impl States {
    pub fn get(&self, question: Question) -> State {
        match question.place() {
            Some(place) => self.all[place],
            None => self.added.get(&question).copied().unwrap_or(State::NotAsked),
        }
    }

    pub fn set(&mut self, question: Question, state: State) {
        match question.place() {
            Some(place) => self.all[place] = state,
            None if state == State::NotAsked => _ = self.added.remove(&question),
            None => _ = self.added.insert(question, state),
        }
    }
}

impl FromIterator<(Question, State)> for States {
    fn from_iter<I: IntoIterator<Item = (Question, State)>>(said: I) -> Self {
        let mut states = Self::default();
        said.into_iter().for_each(|(question, state)| states.set(question, state));
        states
    }
}

impl From<BTreeMap<Question, State>> for States {
    fn from(said: BTreeMap<Question, State>) -> Self {
        said.into_iter().collect()
    }
}

impl From<States> for BTreeMap<Question, State> {
    fn from(states: States) -> Self {
        let all = Question::ALL.into_iter().map(|question| (question, states.get(question)));
        let mut asked: Self = all.filter(|(_, state)| *state != State::NotAsked).collect();
        asked.extend(states.added);
        asked
    }
}

/// What was known when the grade was given: all that an estimate is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Youngest and oldest that they may have been, in whole years.
    pub ages: Option<(u32, u32)>,
    pub sex: Option<Sex>,
    pub states: States,
    /// Whole hours since they were last seen; `None` counts as none.
    pub hours_missing: Option<u32>,
}

impl Known {
    /// Of an incident's evidence, as it stood at a time.
    pub fn of(evidence: &Evidence, at: DateTime<Utc>) -> Self {
        let hours = evidence.missing_since.map(|since| (at - since).num_hours());
        Self {
            ages: evidence.ages,
            sex: evidence.sex,
            states: evidence.findings.iter().map(|(question, finding)| (*question, finding.state)).collect(),
            hours_missing: hours.and_then(|hours| u32::try_from(hours).ok()),
        }
    }

    /// As evidence for an opinion at a time. Medical needs and weather are not kept of closed incidents.
    pub fn evidence(&self, at: DateTime<Utc>) -> Evidence {
        let states = BTreeMap::from(self.states.clone());
        let found = |(question, state)| (question, Finding { state, ..Finding::not_asked() });
        Evidence {
            ages: self.ages,
            sex: self.sex,
            findings: states.into_iter().map(found).collect(),
            missing_since: self.hours_missing.map(|hours| at - TimeDelta::hours(hours.into())),
            medical: Vec::new(),
            weather: Vec::new(),
        }
    }
}

/// Harm as it was recorded. Nothing recorded is not nothing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harm {
    /// They died of it.
    pub fatal: bool,
    #[serde(default)]
    pub kinds: BTreeSet<Kind>,
    /// Harmed, by something else or by nobody knows what.
    #[serde(default)]
    pub other: bool,
}

impl Harm {
    pub fn is_recorded(&self) -> bool {
        self.fatal || self.other || !self.kinds.is_empty()
    }
}

/// The second opinion that stood beside the grade.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Of one.
    pub estimate: f64,
    pub suggested: Grade,
    /// None stood beside the grade: made afterwards, of what was known then. Nobody overruled it.
    #[serde(default)]
    pub afterwards: bool,
}

/// How an incident was handled: measured for fairness, seen by no score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handling {
    /// From the report.
    pub first_action_minutes: Option<u32>,
    /// From the report.
    pub found_minutes: Option<u32>,
    /// Questions asked, whatever the answer, and those that nobody asked.
    pub asked: u32,
    pub not_asked: u32,
}

/// What fairness is measured by, and no score and no fit sees (INV-10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Characteristics {
    /// The key of a group; `None` where it is not known.
    pub ethnicity: Option<String>,
    pub looked_after: Option<bool>,
}

/// One closed incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Says nothing by itself; whoever may open the incident finds it by this.
    pub reference: String,
    pub closed_on: NaiveDate,
    pub known: Known,
    /// The officers' last before the outcome was known.
    pub grade: Option<Grade>,
    pub beside: Option<Beside>,
    /// The keys of the reasons for a grade below the suggestion: of each thing that was set aside.
    pub overruled: Vec<String>,
    pub harm: Harm,
    #[serde(default)]
    pub handling: Handling,
    #[serde(default)]
    pub characteristics: Characteristics,
}

/// All of a closed incident that a model is fitted on and measured by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    pub closed_on: NaiveDate,
    pub known: &'a Known,
    pub harm: &'a Harm,
}

impl Closed {
    pub(crate) fn case(&self) -> Case<'_> {
        Case { closed_on: self.closed_on, known: &self.known, harm: &self.harm }
    }
}
