//! Who goes missing again: the more often somebody has, the more likely they are the next.
//!
//! Each report is about somebody new with a fixed chance, else about the person of an earlier
//! report taken at random (Simon's model), which gives the long tail that is published: 2.4 % of
//! people made a quarter of reports (Scotland 2017/18). Only the latest reports are remembered, so
//! memory does not grow with the register and people leave off.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};

use crate::draw::{Draw, Purpose};
use crate::person::Person;
use crate::shape;

/// Reports remembered of children and of adults, each.
const REMEMBERED: usize = 8192;
const TRIES: usize = 8;

/// What an episode must know of those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Earlier {
    pub episodes: u32,
    pub harmed: bool,
}

struct Known {
    looked_after: bool,
    first: DateTime<Utc>,
    earlier: Earlier,
    died: bool,
    /// Not reported again before this.
    free_from: DateTime<Utc>,
    remembered: u32,
}

pub(crate) struct People {
    seed: u64,
    draw: Draw,
    next: u64,
    known: BTreeMap<u64, Known>,
    /// Adults, children.
    reports: [VecDeque<u64>; 2],
}

/// Somebody for an episode, and what came before.
pub(crate) struct Subject {
    pub number: u64,
    pub person: Person,
    pub earlier: Earlier,
}

impl People {
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            draw: Draw::new(seed, Purpose::Choice, 0),
            next: 0,
            known: BTreeMap::new(),
            reports: [VecDeque::new(), VecDeque::new()],
        }
    }

    pub fn choose(&mut self, child: bool, at: DateTime<Utc>) -> Subject {
        let new = if child { shape::NEW_CHILD } else { shape::NEW_ADULT };
        if !self.draw.chance(new)
            && let Some(subject) = self.again(child, at)
        {
            return subject;
        }
        self.somebody_new(child, at)
    }

    /// Somebody never reported before.
    pub fn somebody_new(&mut self, child: bool, at: DateTime<Utc>) -> Subject {
        let number = self.next;
        self.next += 1;
        let looked_after = child && self.draw.chance(shape::NEW_LOOKED_AFTER);
        let known = Known {
            looked_after,
            first: at,
            earlier: Earlier::default(),
            died: false,
            free_from: at,
            remembered: 0,
        };
        let subject = self.subject(number, child, &known);
        self.known.insert(number, known);
        subject
    }

    fn again(&mut self, child: bool, at: DateTime<Utc>) -> Option<Subject> {
        let reports = &self.reports[usize::from(child)];
        for _ in 0..TRIES {
            let &number = reports.get(usize::try_from(self.draw.below(reports.len() as u64)).ok()?)?;
            let Some(known) = self.known.get(&number) else { continue };
            let taken = !child || known.looked_after || self.draw.chance(shape::REPEAT_OTHER_CHILD);
            if !taken || known.died || known.free_from > at {
                continue;
            }
            let subject = self.subject(number, child, known);
            // Grown up since: counted among the adults no longer as a child.
            if child == (subject.person.age_on(at) < 18) {
                return Some(subject);
            }
        }
        None
    }

    fn subject(&self, number: u64, child: bool, known: &Known) -> Subject {
        let mut draw = Draw::new(self.seed, Purpose::Person, number);
        let person = Person::draw(&mut draw, child, known.looked_after, known.first);
        Subject { number, person, earlier: known.earlier }
    }

    /// The episode is over: they may be reported again from some hours after.
    pub fn over(&mut self, number: u64, child: bool, closed_at: DateTime<Utc>, harmed: bool, died: bool) {
        let free_from = closed_at + self.draw.minutes(360, 10_080);
        let Some(known) = self.known.get_mut(&number) else { return };
        known.earlier.episodes += 1;
        known.earlier.harmed |= harmed;
        known.died |= died;
        known.free_from = free_from;
        known.remembered += 1;
        let reports = &mut self.reports[usize::from(child)];
        reports.push_back(number);
        if reports.len() > REMEMBERED
            && let Some(oldest) = reports.pop_front()
            && let Some(known) = self.known.get_mut(&oldest)
        {
            known.remembered -= 1;
            if known.remembered == 0 {
                self.known.remove(&oldest);
            }
        }
    }

    /// They are still missing: nobody reports them again.
    pub fn forget(&mut self, number: u64) {
        if self.known.get(&number).is_some_and(|known| known.remembered == 0) {
            self.known.remove(&number);
        }
    }
}
