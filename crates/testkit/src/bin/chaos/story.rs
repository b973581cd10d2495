//! What happened, line by line, and how often.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Lines that are kept for a failure.
const LAST: usize = 80;

/// Counts of a run.
#[derive(Debug, Default)]
pub struct Counts {
    pub rounds: AtomicU64,
    pub laptops: AtomicU64,
    pub entries: AtomicU64,
    pub exchanges: AtomicU64,
    pub whole: AtomicU64,
    pub dropped: AtomicU64,
    pub requests: AtomicU64,
    pub spoilt: AtomicU64,
    pub kills: AtomicU64,
    pub put_back: AtomicU64,
    pub receipts: AtomicU64,
    pub told: AtomicU64,
    /// Entries that one laptop gave back to central for another.
    pub relayed: AtomicU64,
    /// Laptops that never came back.
    pub lost: AtomicU64,
}

/// One more.
pub fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        write!(
            f,
            "{} rounds, {} laptops of 2 forces, {} entries; {} exchanges, {} of them whole, {} dropped; \
             {} requests, {} of them spoilt; central killed {} times and put back {} times; {} laptops lost, \
             {} entries given back for others; {} sightings told, {} receipts checked",
            of(&self.rounds),
            of(&self.laptops),
            of(&self.entries),
            of(&self.exchanges),
            of(&self.whole),
            of(&self.dropped),
            of(&self.requests),
            of(&self.spoilt),
            of(&self.kills),
            of(&self.put_back),
            of(&self.lost),
            of(&self.relayed),
            of(&self.told),
            of(&self.receipts),
        )
    }
}

/// The last lines of what happened.
#[derive(Debug, Default)]
pub struct Story {
    lines: Mutex<VecDeque<String>>,
    pub counts: Counts,
}

impl Story {
    /// Something happened.
    pub fn tell(&self, line: impl Into<String>) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == LAST {
            lines.pop_front();
        }
        lines.push_back(line.into());
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}
