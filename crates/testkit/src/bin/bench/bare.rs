//! The baselines' files: SQLCipher with the settings of the register's writer, and nothing else.

use std::path::Path;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use store::keys::VaultKey;

use crate::Outcome;

pub(crate) async fn open(path: &Path, key: &VaultKey) -> Outcome<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .pragma("key", format!("\"{}\"", key.pragma_literal().as_str()))
        .pragma("cipher_memory_security", "OFF")
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", "-65536")
        .pragma("trusted_schema", "OFF")
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(64)
        .disable_statement_logging();
    Ok(options.connect().await?)
}

/// An empty file, whatever stood there.
pub(crate) async fn new(path: &Path, key: &VaultKey) -> Outcome<SqliteConnection> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        if Path::new(&name).exists() {
            std::fs::remove_file(name)?;
        }
    }
    open(path, key).await
}
