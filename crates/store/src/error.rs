//! What can go wrong with the file. No variant carries personal data, so each may be logged.

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The key is right (the key file vouches for it) and the file cannot be read all the same.
    #[error("the register's file is damaged: restore it from a backup, or run verify to see what is lost")]
    Damaged,
    #[error("the register's file was written by a newer version of the program: update the program")]
    Newer,
    #[error("there is no register file in this folder")]
    NoFile,
    #[error("a register file stands here already; it was left as it is")]
    FileExists,
    #[error("the disk is full or cannot be written: nothing was changed")]
    Disk,
    #[error("stopped by whoever asked for it")]
    Stopped,
    #[error("an entry cannot be written or read")]
    Entry(#[from] register::EntryError),
    #[error("a row of the register cannot be read")]
    Row,
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    #[error("the database's form cannot be brought up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|database| database.code());
        // Primary result codes: https://www.sqlite.org/rescode.html (an extended code's low byte).
        match code.and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff) {
            Some(11 | 26) => Self::Damaged,
            Some(8 | 10 | 13) => Self::Disk,
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(_)
            | sqlx::migrate::MigrateError::VersionTooNew(..) => Self::Newer,
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => Self::Migrate(other),
        }
    }
}
