//! The program's time: the system's, or that of a file where people and incidents are invented.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum TimeSource {
    #[default]
    System,
    /// A file that holds one RFC 3339 instant, read anew each time.
    File(PathBuf),
}

impl TimeSource {
    /// `NRMP_CLOCK=<file>` where it is set.
    pub fn from_env() -> Self {
        match std::env::var_os("NRMP_CLOCK") {
            Some(path) if !path.is_empty() => Self::File(path.into()),
            _ => Self::System,
        }
    }

    /// The time by this source; the system's where the file cannot be read.
    pub fn now(&self) -> DateTime<Utc> {
        self.of_file().unwrap_or_else(system_now)
    }

    pub(crate) fn of_file(&self) -> Option<DateTime<Utc>> {
        let Self::File(path) = self else { return None };
        let text = std::fs::read_to_string(path).ok()?;
        DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.with_timezone(&Utc))
    }
}

/// The one place where the program reads the system's clock.
#[allow(clippy::disallowed_methods)]
pub(crate) fn system_now() -> DateTime<Utc> {
    Utc::now()
}
