//! Whether groups of people are graded, looked for and asked alike: tables that may be shown to others.
//!
//! A group that is small is withheld, and with it as many more as it takes that nobody finds it by subtraction from the
//! total: at least two groups are withheld or none, and together they are no smaller than a group may be. A share is
//! withheld too where it is of a few people in it, or of all but a few. A difference
//! is no proof of unfairness, and its absence none of fairness: groups differ in age, and in what was recorded.

use std::collections::{BTreeMap, BTreeSet};

use register::fact::Grade;
use serde::{Deserialize, Serialize};

use crate::evidence::Sex;
use crate::figure::{Measured, Thresholds, median, ratio, share};
use crate::record::Closed;

/// By what people are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Ethnicity,
    Sex,
    Age,
    LookedAfter,
}

impl By {
    pub const ALL: [Self; 4] = [Self::Ethnicity, Self::Sex, Self::Age, Self::LookedAfter];
}

/// A group of people.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Ethnicity(String),
    Sex(Sex),
    Age(u32, u32),
    LookedAfter(bool),
    NotKnown,
}

/// A figure, or that it is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    Told(Measured),
    Withheld,
}

/// What is told of a group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// `None` where it is withheld; so is then everything else.
    pub incidents: Option<usize>,
    /// Share of those graded who were graded High.
    pub high: Shown,
    /// Share of those graded who were given the lowest grade that is left (or was, in its time).
    pub lowest: Shown,
    /// Medians, in minutes from the report.
    pub first_action: Shown,
    pub found: Shown,
    /// Share of the questions that nobody asked.
    pub not_asked: Shown,
}

/// The groups of one characteristic, each incident in one of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub by: By,
    pub groups: Vec<(Group, Told)>,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fairness {
    pub all: Told,
    pub tables: Vec<Table>,
}

/// What the figures of a group are made of.
#[derive(Default)]
struct Collected {
    incidents: usize,
    graded: usize,
    high: usize,
    lowest: usize,
    first_action: Vec<u32>,
    found: Vec<u32>,
    /// Of each incident: questions not asked, and all.
    questions: Vec<(u32, u32)>,
}

/// How many people each figure may tell of: those of [`Told`], in their order.
const FIGURES: usize = 6;

impl Collected {
    fn add(&mut self, one: &Closed) {
        let handling = &one.handling;
        self.incidents += 1;
        self.graded += usize::from(one.grade.is_some());
        self.high += usize::from(one.grade == Some(Grade::High));
        self.lowest += usize::from(one.grade.is_some_and(|grade| grade <= Grade::VeryLow));
        self.first_action.extend(handling.first_action_minutes);
        self.found.extend(handling.found_minutes);
        let all = handling.asked + handling.not_asked;
        self.questions.extend((all > 0).then_some((handling.not_asked, all)));
    }

    fn of(&self) -> [usize; FIGURES] {
        // Of a share, the fewer of those it holds of and those it does not.
        let fewer = |some: usize| some.min(self.graded - some);
        [
            self.incidents,
            fewer(self.high),
            fewer(self.lowest),
            self.first_action.len(),
            self.found.len(),
            self.questions.len(),
        ]
    }

    fn tell(self, withheld: [bool; FIGURES], z: f64) -> Told {
        let [incidents, high, lowest, first_action, found, not_asked] = withheld;
        let shown = |withheld: bool, figure: &dyn Fn() -> Measured| match withheld {
            true => Shown::Withheld,
            false => Shown::Told(figure()),
        };
        Told {
            incidents: (!incidents).then_some(self.incidents),
            high: shown(high, &|| share(self.high, self.graded, z)),
            lowest: shown(lowest, &|| share(self.lowest, self.graded, z)),
            first_action: shown(first_action, &|| median(self.first_action.clone(), z)),
            found: shown(found, &|| median(self.found.clone(), z)),
            not_asked: shown(not_asked, &|| ratio(&self.questions, z)),
        }
    }
}

/// The report, with intervals of [`Thresholds::within`].
pub fn fairness(closed: &[Closed], thresholds: &Thresholds) -> Fairness {
    let (z, at_least) = (thresholds.z(), thresholds.fairness.at_least);
    let mut all = Collected::default();
    closed.iter().for_each(|one| all.add(one));
    let few = all.of().map(|of| of < at_least);
    let tables = By::ALL.map(|by| table(closed, by, thresholds));
    Fairness { all: all.tell(few, z), tables: tables.into() }
}

fn table(closed: &[Closed], by: By, thresholds: &Thresholds) -> Table {
    let mut groups: BTreeMap<Group, Collected> = BTreeMap::new();
    for one in closed {
        groups.entry(group(one, by, thresholds)).or_default().add(one);
    }
    let sizes: Vec<[usize; FIGURES]> = groups.values().map(Collected::of).collect();
    let withheld = withheld(&sizes, thresholds.fairness.at_least);
    let z = thresholds.z();
    let told = groups.into_iter().zip(withheld).map(|((group, of), withheld)| (group, of.tell(withheld, z)));
    Table { by, groups: told.collect() }
}

fn group(one: &Closed, by: By, thresholds: &Thresholds) -> Group {
    let group = match by {
        By::Ethnicity => one.characteristics.ethnicity.clone().map(Group::Ethnicity),
        By::Sex => one.known.sex.map(Group::Sex),
        By::Age => thresholds.band(one.known.ages).map(|(from, to)| Group::Age(from, to)),
        By::LookedAfter => one.characteristics.looked_after.map(Group::LookedAfter),
    };
    group.unwrap_or(Group::NotKnown)
}

/// Of each group, which of its figures are withheld. A group whose incidents are withheld is withheld whole.
fn withheld(sizes: &[[usize; FIGURES]], at_least: usize) -> Vec<[bool; FIGURES]> {
    let mut withheld = vec![[false; FIGURES]; sizes.len()];
    let whole = hidden(&sizes.iter().map(|of| of[0]).collect::<Vec<_>>(), &BTreeSet::new(), at_least);
    for figure in 0..FIGURES {
        let of: Vec<usize> = sizes.iter().map(|of| of[figure]).collect();
        for group in hidden(&of, &whole, at_least) {
            withheld[group][figure] = true;
        }
    }
    withheld
}

/// Those below the least, those that are hidden already, and the next smallest until nothing is found by subtraction.
fn hidden(sizes: &[usize], already: &BTreeSet<usize>, at_least: usize) -> BTreeSet<usize> {
    let mut hidden = already.clone();
    hidden.extend((0..sizes.len()).filter(|group| sizes[*group] < at_least));
    let mut others: Vec<usize> = (0..sizes.len()).filter(|group| !hidden.contains(group)).collect();
    others.sort_by_key(|group| sizes[*group]);
    for next in others {
        let together: usize = hidden.iter().map(|group| sizes[*group]).sum();
        // One that is hidden for itself is below the least: so there are two by then.
        if hidden.is_empty() || together >= at_least {
            break;
        }
        hidden.insert(next);
    }
    hidden
}
