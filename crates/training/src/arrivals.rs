//! When reports come in: about twenty a day, more for a register too large for that.

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar;
use crate::draw::{Draw, Purpose};
use crate::shape;

/// Reports a day (Essex about 18–23); a register is spread over at most ten years.
const A_DAY: u32 = 20;
const LONGEST_DAYS: u32 = 3650;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub at: DateTime<Utc>,
    pub child: bool,
}

/// Arrivals in order of time, one window of 24 hours after another.
pub(crate) struct Arrivals {
    draw: Draw,
    /// Start of the window to come.
    from: DateTime<Utc>,
    total: u64,
    given: u64,
    weight: u64,
    weight_so_far: u64,
    windows_left: u32,
    window: std::vec::IntoIter<Arrival>,
}

pub(crate) fn days(total: u32) -> u32 {
    total.div_ceil(A_DAY.max(total.div_ceil(LONGEST_DAYS)))
}

impl Arrivals {
    /// `total` arrivals, the last window of which ends at `until`.
    pub fn new(seed: u64, total: u32, until: DateTime<Utc>) -> Self {
        let days = days(total);
        let from = until - TimeDelta::days(days.into());
        let weight = (0..days).map(|day| weight(from + TimeDelta::days(day.into()))).sum();
        Self {
            draw: Draw::new(seed, Purpose::Arrivals, 0),
            from,
            total: total.into(),
            given: 0,
            weight,
            weight_so_far: 0,
            windows_left: days,
            window: Vec::new().into_iter(),
        }
    }

    fn next_window(&mut self) -> Vec<Arrival> {
        let from = self.from;
        self.from += TimeDelta::days(1);
        self.windows_left -= 1;
        self.weight_so_far += weight(from);
        let due = self.total * self.weight_so_far / self.weight.max(1);
        let mut window: Vec<Arrival> = (self.given..due)
            .map(|_| {
                let child = self.draw.chance(shape::CHILD);
                let second = shape::second_of_day(&mut self.draw, child);
                let midnight = calendar::local(from).date().and_hms_opt(0, 0, 0).unwrap_or_default();
                let on_day = |day| {
                    calendar::instant(midnight + TimeDelta::seconds(second.into()) + TimeDelta::days(day))
                };
                let at = if on_day(0) < from { on_day(1) } else { on_day(0) };
                Arrival { at: at.clamp(from, self.from - TimeDelta::seconds(1)), child }
            })
            .collect();
        self.given = due;
        window.sort_by_key(|arrival| (arrival.at, arrival.child));
        window
    }
}

fn weight(from: DateTime<Utc>) -> u64 {
    shape::WEEKDAYS[shape::weekday(from)]
}

impl Iterator for Arrivals {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        loop {
            if let Some(arrival) = self.window.next() {
                return Some(arrival);
            }
            if self.windows_left == 0 {
                return None;
            }
            self.window = self.next_window().into_iter();
        }
    }
}
