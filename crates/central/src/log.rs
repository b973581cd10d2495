//! Structured logs without personal data: ids, counts, codes and times, never a body, a header or an address
//! of a person.

use tracing_subscriber::EnvFilter;

/// An error and what caused it, in one line. Causes of the database are told by their code: their text may
/// hold values.
pub fn chain(error: &crate::CentralError) -> String {
    match error {
        crate::CentralError::Database(sqlx::Error::Database(database)) => {
            format!("{error}: code {}", database.code().unwrap_or_default())
        }
        crate::CentralError::Database(cause) => {
            let kind = format!("{cause:?}");
            format!("{error}: {}", kind.split(['(', ' ', '{']).next().unwrap_or_default())
        }
        crate::CentralError::Blobs(cause) => format!("{error}: {}", crate::photographs::what(cause)),
        other => other.to_string(),
    }
}

/// Start logging to the standard error, as lines of JSON or for reading. `RUST_LOG` chooses what.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("central=info,warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A test may have started it before.
    let _ = if json { lines.json().try_init() } else { lines.try_init() };
}
