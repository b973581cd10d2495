//! The hybrid logical clock: stamps that never run backwards, whatever the system clock does.
//!
//! A stamp orders entries where nothing else does; it decides nothing that matters to safety.

use chrono::{DateTime, Utc};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 (UTC) and a counter within that millisecond.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
pub struct Stamp {
    #[n(0)]
    pub millis: i64,
    #[n(1)]
    pub counter: u32,
}

impl Stamp {
    /// The instant that the stamp names, to the millisecond.
    pub fn at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.millis).unwrap_or_default()
    }
}

/// A remote stamp so far ahead of this device's time that it must not drag the clock forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stamp is {ahead_ms} ms ahead of this device's clock")]
pub struct FarAhead {
    pub ahead_ms: i64,
}

/// The device's clock. Start it at the highest stamp that the device has ever written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    last: Stamp,
}

impl Clock {
    pub fn starting_after(last: Stamp) -> Self {
        Self { last }
    }

    pub fn last(&self) -> Stamp {
        self.last
    }

    /// The next stamp: the system time where that moves forward, else one more than the last.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Stamp {
        let wall = Stamp { millis: now.timestamp_millis(), counter: 0 };
        self.last = if wall > self.last { wall } else { Self::after(self.last) };
        self.last
    }

    /// Take note of a stamp from elsewhere, so that the next tick is greater than it.
    ///
    /// # Errors
    /// [`FarAhead`] when the stamp is more than `limit_ms` ahead of `now`; the clock is unchanged.
    pub fn receive(&mut self, remote: Stamp, now: DateTime<Utc>, limit_ms: i64) -> Result<(), FarAhead> {
        let ahead_ms = remote.millis.saturating_sub(now.timestamp_millis());
        if ahead_ms > limit_ms {
            return Err(FarAhead { ahead_ms });
        }
        self.last = self.last.max(remote);
        Ok(())
    }

    fn after(stamp: Stamp) -> Stamp {
        match stamp.counter.checked_add(1) {
            Some(counter) => Stamp { counter, ..stamp },
            None => Stamp { millis: stamp.millis.saturating_add(1), counter: 0 },
        }
    }
}
