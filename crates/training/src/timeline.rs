//! Every step of every incident in the order of time, as one device would have recorded them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::iter::Peekable;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use register::{IncidentId, PersonId, PhotographId};

use crate::Plan;
use crate::episodes::{Episodes, episodes};
use crate::step::{Episode, Likeness, PhotographSpec, Step};

/// One thing done at one time on one incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub incident_id: IncidentId,
    /// For `Context::new_person` and `Context::new_reference` of the report.
    pub person_id: PersonId,
    pub reference: Rc<str>,
    pub happening: Happening,
    /// Nothing more happens on this incident: whoever keeps its state may let go of it.
    pub last: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    Step(Step),
    Photograph(PhotographSpec),
    Likeness { photograph_id: PhotographId, likeness: Likeness },
}

impl Happening {
    fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Step(step) => step.at,
            Self::Photograph(photograph) => photograph.at,
            Self::Likeness { likeness, .. } => likeness.at,
        }
    }
}

struct Running {
    incident_id: IncidentId,
    person_id: PersonId,
    reference: Rc<str>,
    left: VecDeque<Happening>,
}

/// See [`timeline`].
pub struct Timeline<'a> {
    episodes: Peekable<Episodes<'a>>,
    number: u64,
    running: BTreeMap<u64, Running>,
    next: BinaryHeap<Reverse<(DateTime<Utc>, u64)>>,
}

/// The moments of a plan's incidents, lazily, in order of time. Incidents overlap; those that are
/// running are held, and no more.
pub fn timeline(plan: &Plan) -> Timeline<'_> {
    Timeline {
        episodes: episodes(plan).peekable(),
        number: 0,
        running: BTreeMap::new(),
        next: BinaryHeap::new(),
    }
}

impl Timeline<'_> {
    fn begin(&mut self, episode: Episode) {
        let mut left: Vec<Happening> = episode.steps.into_iter().map(Happening::Step).collect();
        if let Some(photograph) = episode.photograph {
            let photograph_id = photograph.photograph_id;
            let confirmed =
                photograph.likeness.clone().map(|likeness| Happening::Likeness { photograph_id, likeness });
            left.push(Happening::Photograph(photograph));
            left.extend(confirmed);
        }
        // Stable: the report stays before whatever is done in the same second.
        left.sort_by_key(Happening::at);
        let Some(first) = left.first() else { return };
        self.next.push(Reverse((first.at(), self.number)));
        let running = Running {
            incident_id: episode.incident_id,
            person_id: episode.person_id,
            reference: episode.reference.into(),
            left: left.into(),
        };
        self.running.insert(self.number, running);
        self.number += 1;
    }
}

impl Iterator for Timeline<'_> {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        // No step stands before its report was made, so that later reports cannot come first.
        while let Some(episode) = self.episodes.peek() {
            let begun = self.next.peek().is_none_or(|Reverse((at, _))| episode.reported_at <= *at);
            if !begun {
                break;
            }
            if let Some(episode) = self.episodes.next() {
                self.begin(episode);
            }
        }
        let Reverse((at, number)) = self.next.pop()?;
        let running = self.running.get_mut(&number)?;
        let happening = running.left.pop_front()?;
        let moment = Moment {
            at,
            incident_id: running.incident_id,
            person_id: running.person_id,
            reference: Rc::clone(&running.reference),
            happening,
            last: running.left.is_empty(),
        };
        match running.left.front() {
            Some(next) => self.next.push(Reverse((next.at(), number))),
            None => {
                self.running.remove(&number);
            }
        }
        Some(moment)
    }
}
