//! How many requests each asker may make: a bucket that fills with time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Askers that are remembered at most; above that, those whose bucket is full again are forgotten.
const REMEMBERED: usize = 50_000;

/// A bucket for each asker.
#[derive(Debug)]
pub(crate) struct Rates<K = register::DeviceId> {
    per_second: f64,
    burst: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: i64,
}

impl<K: Eq + Hash> Rates<K> {
    pub(crate) fn new(per_second: u32, burst: u32) -> Self {
        let (per_second, burst) = (f64::from(per_second), f64::from(burst.max(1)));
        Self { per_second, burst, buckets: Mutex::default() }
    }

    /// Take one request from the asker's bucket at this time (milliseconds); false where it is empty.
    pub(crate) fn take(&self, asker: K, now: i64) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.burst);
        }
        let bucket = buckets.entry(asker).or_insert(Bucket { left: self.burst, at: now });
        let left = self.filled(*bucket, now);
        let granted = left >= 1.0;
        *bucket = Bucket { left: if granted { left - 1.0 } else { left }, at: now };
        granted
    }

    fn filled(&self, bucket: Bucket, now: i64) -> f64 {
        let passed = now.saturating_sub(bucket.at).max(0) as f64 / 1_000.0;
        (bucket.left + passed * self.per_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_grants_its_burst_and_then_what_time_fills() {
        let rates: Rates<u8> = Rates::new(2, 3);
        let granted = |now| (0..10).filter(|_| rates.take(1, now)).count();
        assert_eq!(granted(0), 3);
        assert_eq!(granted(1_000), 2);
        assert_eq!(granted(60_000), 3);
        // A clock set back fills nothing.
        assert_eq!(granted(0), 0);
        assert!(rates.take(2, 0), "another asker has a bucket of its own");
    }
}
