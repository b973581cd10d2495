//! The training register: invented people and incidents in the published proportions.
//!
//! The same plan gives the same commands on every platform: whole numbers from one seeded
//! generator, no clock, no I/O. What comes out are *commands*, not facts: whoever runs them passes
//! each through `register::decide` as an officer would, and none is refused.
//!
//! [`episodes`] gives incidents in order of report; [`timeline`] gives every step of all of them in
//! order of time, as one device would have recorded them. Both are lazy and forget what is past.
//!
//! Sixteen incidents of [`shaped`] kinds are open at the plan's `now`; they are what a trainee
//! first sees. This crate must not know how entries are kept or shown, nor any picture.

mod arrivals;
mod calendar;
mod cause;
mod draw;
mod episodes;
mod names;
mod officers;
mod ordinary;
mod people;
mod person;
mod places;
mod script;
mod shape;
mod shaped;
mod step;
mod texts;
mod timeline;

use chrono::{DateTime, Utc};
use register::Thresholds;
use register::force::ForceCode;

pub use cause::TRUE_OF_ALL_HARM;
pub use episodes::{Episodes, episodes};
pub use officers::{TrainingOfficer, officers};
pub use step::{Episode, Likeness, PhotographSpec, Step, StepCommand};
pub use texts::SET_ASIDE;
pub use timeline::{Happening, Moment, Timeline, timeline};

/// What to generate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// From [`Plan::LEAST`] to [`Plan::MOST`]; anything else is taken as the nearer of them.
    pub incidents: u32,
    /// Nothing is later than this.
    pub now: DateTime<Utc>,
    pub force: ForceCode,
    /// Those of the register that the plan is recorded in: reviews are set within them.
    pub thresholds: Thresholds,
}

impl Plan {
    pub const LEAST: u32 = 16;
    pub const MOST: u32 = 200_000;

    pub(crate) fn total(&self) -> u32 {
        self.incidents.clamp(Self::LEAST, Self::MOST)
    }

    /// Incidents that are open at `now`: sixteen, or one in two hundred of a large register.
    pub fn open(&self) -> u32 {
        (self.total() / 200).max(Self::LEAST)
    }
}
