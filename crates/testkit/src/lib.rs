//! Several laptops and a central service, for tests of how they exchange what they record. Nothing of it is
//! shipped. Vaults, signatures and central are the real ones; times and identifiers are arguments, so that a run
//! can be repeated.
//!
//! Whatever fails here is a fault of the test or of what it tests: it panics and says where.

pub mod acts;
mod insider;
mod laptop;
mod line;
mod office;

pub use insider::{Held, Ledger, Stood};
pub use laptop::{BOUNDS, Laptop, Officer};
pub use line::{Cut, Line};
pub use office::Office;

use chrono::{DateTime, Utc};
use register::force::ForceCode;

/// When every run begins: 09:00 on 2 March 2026 (UTC), in milliseconds since 1970.
pub const START: i64 = 1_772_442_000_000;

/// A training force.
///
/// # Panics
/// Where the code is none.
pub fn force(code: &str) -> ForceCode {
    ForceCode::parse(code).expect("a force's code")
}

/// An instant from milliseconds since 1970.
pub fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
