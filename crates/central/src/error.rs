//! What can go wrong at central. No variant carries personal data, so each may be logged.

use protocol::Failure;

/// One enum for the crate.
#[derive(Debug, thiserror::Error)]
pub enum CentralError {
    /// The request was not done, for a reason that its sender is told.
    #[error(transparent)]
    Told(#[from] Failure),
    /// The database refused or was not there.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// The database's form cannot be brought up to date.
    #[error("the database's form cannot be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A row is not what was written there.
    #[error("a row of the database cannot be read: {0}")]
    Row(&'static str),
    /// The database belongs to another central service.
    #[error(
        "this database belongs to the central service with the key {there}, not {here}: use its key file"
    )]
    OtherKey {
        /// Pin of the key that the database names.
        there: String,
        /// Pin of the key that was loaded.
        here: String,
    },
    /// Training and live are kept apart.
    #[error("this database was made for {0} use: start it so, or use another database")]
    OtherKind(&'static str),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Photographs could not be kept or read.
    #[error("the store of photographs failed")]
    Blobs(#[from] object_store::Error),
    /// The configuration cannot be used.
    #[error("configuration: {0}")]
    Configuration(String),
    /// An administrator asked for something that is not there or not allowed.
    #[error("{0}")]
    Asked(String),
    /// The server could not be started, or failed.
    #[error("the server failed")]
    Server(#[source] std::io::Error),
}

impl CentralError {
    pub(crate) fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), source }
    }

    /// What the sender of a request is told.
    pub fn told(&self) -> Failure {
        match self {
            Self::Told(failure) => *failure,
            _ => Failure::Unavailable,
        }
    }

    /// Whether the whole transaction may be tried again: the database ended it in favour of another.
    /// Serialization failure and deadlock: <https://www.postgresql.org/docs/15/errcodes-appendix.html>;
    /// `SQLITE_BUSY`: <https://www.sqlite.org/rescode.html>.
    pub(crate) fn is_worth_repeating(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code());
        matches!(code.as_deref(), Some("40001" | "40P01" | "5" | "517" | "261"))
    }
}

impl From<sqlx::Error> for CentralError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}
