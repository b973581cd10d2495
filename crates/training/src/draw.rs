//! Chance, from a seed: the same on every platform, whole numbers only.

use chrono::{DateTime, TimeDelta, Utc};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use uuid::{Builder, Uuid};

/// Streams of one seed; draws in one never disturb another.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Arrivals,
    Openings,
    Choice,
    Person,
    Incident,
    Shaped,
    Exceptions,
    Causes,
}

/// A sequence of draws. Never floating point, so that no platform's mathematics shows.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let mut key = *b"nrmp training register 1........";
        key[24..].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream((purpose as u64) << 56 | number);
        Self(rng)
    }

    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Below `n`, which is at most 2^32; 0 for 0.
    pub fn below(&mut self, n: u64) -> u64 {
        (u64::from(self.0.next_u32()) * n) >> 32
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.below(from.len() as u64)).unwrap_or(0)]
    }

    /// An index, each as often as its weight says.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
        let mut left = self.below(total);
        for (at, &weight) in weights.iter().enumerate() {
            if left < u64::from(weight) {
                return at;
            }
            left -= u64::from(weight);
        }
        weights.len() - 1
    }

    /// A deviation from the usual, in hundredths of the standard one: twelve even draws, added up.
    pub fn deviation(&mut self) -> i64 {
        (0..12).map(|_| self.between(-50, 50)).sum()
    }

    pub fn minutes(&mut self, low: i64, high: i64) -> TimeDelta {
        TimeDelta::seconds(self.between(low * 60, high * 60))
    }

    /// A quantity from its cumulative distribution: `(per 10,000, value)` in rising order, straight
    /// lines between; the first pair is `(0, least)`.
    pub fn quantile(&mut self, knots: &[(i64, i64)]) -> i64 {
        let at = self.between(0, 9_999);
        let above = knots.iter().position(|&(share, _)| share > at).unwrap_or(knots.len() - 1).max(1);
        let ((from, low), (to, high)) = (knots[above - 1], knots[above]);
        // A second draw fills the steps that one in 10,000 leaves.
        let fine = (at - from) * 1000 + self.between(0, 999);
        low + (high - low) * fine / ((to - from) * 1000)
    }

    /// An identifier of the shape of UUIDv7: the time, then chance.
    pub fn uuid(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        self.0.fill_bytes(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A telephone number that Ofcom keeps free for drama.
    pub fn phone(&mut self) -> String {
        format!("07700 900{:03}", self.below(1000))
    }
}
