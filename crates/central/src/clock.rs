//! Central's time: the system's, or one that is set.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

/// Where the time comes from. Only a training register takes another than the system's.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// A file that holds one RFC 3339 instant, read anew each time.
    File(PathBuf),
    /// Milliseconds since 1970, moved by whoever holds it.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// Milliseconds since 1970 (UTC).
    pub fn now(&self) -> i64 {
        match self {
            Self::System => system_now().timestamp_millis(),
            Self::File(path) => std::fs::read_to_string(path)
                .ok()
                .and_then(|text| DateTime::parse_from_rfc3339(text.trim()).ok())
                .map_or_else(|| system_now().timestamp_millis(), |at| at.timestamp_millis()),
            Self::Set(millis) => millis.load(Ordering::Relaxed),
        }
    }
}

/// The one place where the program reads the system's clock.
#[expect(clippy::disallowed_methods, reason = "every other place asks the Clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}
