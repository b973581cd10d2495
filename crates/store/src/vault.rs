//! Opening and closing the file: one writer, several read-only readers.
//!
//! The bundled SQLite (3.50.4) has a race when two connections write or checkpoint a WAL at the same
//! time (fixed in 3.51.3). So there is one writer connection, behind a mutex; it alone checkpoints;
//! readers are opened read-only; the register lock keeps a second program out. See
//! `docs/adr/0002-sqlcipher-and-wal.md`.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use register::Thresholds;
use register::clock::{Clock, Stamp};
use register::id::{DeviceId, Hash};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    Sqlite, SqliteAutoVacuum, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool,
    SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use tokio::sync::{Mutex, MutexGuard, watch};

use crate::error::StoreError;
use crate::keys::VaultKey;
use crate::recent::Recent;

/// Name of the encrypted file in a register's folder.
pub const DATABASE: &str = "register.db";

/// Pages are read from many places of a large register; 64 MiB of cache, in KiB as SQLite wants it.
const WRITER_CACHE_KIB: &str = "-65536";
const READER_CACHE_KIB: &str = "-32768";
const READERS: u32 = 3;
/// The WAL is moved into the file when it has so many pages (12 MiB). What many writes touch is moved once; SQLite's own
/// limit of 1,000 moves it with every second page of a ledger.
const CHECKPOINT_PAGES: &str = "3000";
/// One page of SQLCipher.
const SMALLEST_BYTES: u64 = 4_096;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/desktop");

/// An open register file. Dropping it forgets the key; [`Vault::close`] also checkpoints.
pub struct Vault {
    pub(crate) writer: Mutex<Writer>,
    pub(crate) readers: SqlitePool,
    /// How a connection that only reads is made.
    pub(crate) reading: SqliteConnectOptions,
    writing: SqliteConnectOptions,
    pub(crate) device_id: DeviceId,
    pub(crate) thresholds: Thresholds,
    pub(crate) recent: Recent,
    path: PathBuf,
    grown: watch::Sender<u64>,
}

/// The one connection that writes, and where the device's chain stands.
pub(crate) struct Writer {
    pub connection: SqliteConnection,
    pub chain: Chain,
    /// A transaction was begun, and its end has not been seen.
    unsettled: bool,
    /// The file failed under this connection: SQLCipher reads nothing on it after a damaged page.
    pub failed: bool,
    /// Told the number of the device's newest entry whenever one stands in the file.
    grown: watch::Sender<u64>,
}

impl Writer {
    /// `BEGIN IMMEDIATE`.
    pub async fn begin(&mut self) -> Result<(), StoreError> {
        self.roll_back().await?;
        // Said first: the statement may run even where nobody waits for its answer any more.
        self.unsettled = true;
        let begun = sqlx::query("BEGIN IMMEDIATE").execute(&mut self.connection).await;
        self.failed |= begun.is_err();
        begun.map(drop).map_err(StoreError::from)
    }

    pub async fn commit(&mut self) -> Result<(), StoreError> {
        sqlx::query("COMMIT").execute(&mut self.connection).await?;
        self.settled();
        Ok(())
    }

    /// A transaction is about to begin with the next statement.
    pub fn unsettled(&mut self) {
        self.unsettled = true;
    }

    /// The transaction's end has been seen.
    pub fn settled(&mut self) {
        self.unsettled = false;
        let newest = self.chain.device_seq;
        self.grown.send_if_modified(|known| std::mem::replace(known, newest) != newest);
    }

    /// Undo the transaction whose end has not been seen, if there is one. The chain then stands where
    /// the file says: a commit may have come through although its future was dropped.
    pub async fn roll_back(&mut self) -> Result<(), StoreError> {
        if self.unsettled {
            // Refused where no transaction is open: SQLite rolls back by itself when it cannot go on.
            if let Err(error) = sqlx::query("ROLLBACK").execute(&mut self.connection).await {
                tracing::debug!(error = %StoreError::from(error), "roll back");
            }
            self.chain = Chain::stored(&mut self.connection).await?.1;
            self.unsettled = false;
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    pub device_seq: u64,
    pub last_hash: Hash,
    pub clock: Clock,
    /// Number of the newest entry of any device.
    pub entry_seq: i64,
}

impl Chain {
    /// Whose chain it is, and where it stands.
    async fn stored(connection: &mut SqliteConnection) -> Result<(DeviceId, Self), StoreError> {
        let head = sqlx::query(
            "SELECT device_id, device_seq, entry_hash, coalesce((SELECT max(entry_seq) FROM entry), 0) FROM head",
        )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(StoreError::Damaged)?;
        let device_id = DeviceId::from_slice(head.get(0)).ok_or(StoreError::Row)?;
        let chain = Self {
            device_seq: u64::try_from(head.get::<i64, _>(1)).map_err(|_| StoreError::Row)?,
            last_hash: Hash::from_slice(head.get(2)).ok_or(StoreError::Row)?,
            clock: Clock::starting_after(last_stamp(connection, device_id).await?),
            entry_seq: head.get(3),
        };
        Ok((device_id, chain))
    }
}

impl Vault {
    /// Make the file of a new register.
    ///
    /// # Errors
    /// [`StoreError::FileExists`]; [`StoreError::Disk`].
    pub async fn create(
        folder: &Path,
        key: &VaultKey,
        device_id: DeviceId,
        thresholds: Thresholds,
    ) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        if path.exists() {
            return Err(StoreError::FileExists);
        }
        let mut connection = writer_options(&path, key).create_if_missing(true).connect().await?;
        MIGRATIONS.run_direct(None, &mut connection, false).await?;
        sqlx::query("INSERT INTO head (device_id, device_seq, entry_hash) VALUES (?, 0, ?)")
            .bind(device_id.bytes().as_slice())
            .bind(Hash::ZERO.0.as_slice())
            .execute(&mut connection)
            .await?;
        sqlx::query("INSERT INTO projection (projection_id, version, thresholds) VALUES (1, ?, ?)")
            .bind(crate::rebuild::version())
            .bind(crate::rebuild::hash_of(&thresholds).0.as_slice())
            .execute(&mut connection)
            .await?;
        Self::with(connection, path, key, thresholds).await
    }

    /// Open the file with a key that a slot has given.
    ///
    /// # Errors
    /// [`StoreError::NoFile`], [`StoreError::Damaged`] (also for a key that is not this file's),
    /// [`StoreError::Newer`].
    pub async fn open(folder: &Path, key: &VaultKey, thresholds: Thresholds) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        match std::fs::metadata(&path) {
            // SQLite would take a file without a whole page for a new one, and write into it.
            Ok(found) if found.len() < SMALLEST_BYTES => return Err(StoreError::Damaged),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::NoFile),
            Err(_) => return Err(StoreError::Disk),
        }
        let mut connection = writer_options(&path, key).connect().await?;
        MIGRATIONS.run_direct(None, &mut connection, false).await?;
        let vault = Self::with(connection, path, key, thresholds).await?;
        if let Err(error) = vault.catch_up().await {
            // The log is whole; `verify` says what is wrong with the file.
            tracing::warn!(%error, "lists could not be brought up to the log");
        }
        Ok(vault)
    }

    async fn with(
        mut connection: SqliteConnection,
        path: PathBuf,
        key: &VaultKey,
        thresholds: Thresholds,
    ) -> Result<Self, StoreError> {
        let (device_id, chain) = Chain::stored(&mut connection).await?;
        let reading = reading(&path, key);
        let grown = watch::Sender::new(chain.device_seq);
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(0)
            .connect_lazy_with(reading.clone());
        Ok(Self {
            writer: Mutex::new(Writer {
                connection,
                chain,
                unsettled: false,
                failed: false,
                grown: grown.clone(),
            }),
            grown,
            readers,
            reading,
            writing: writer_options(&path, key),
            device_id,
            thresholds,
            recent: Recent::new(),
            path,
        })
    }

    pub fn device_id(&self) -> DeviceId {
        self.device_id
    }

    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// Tells the number of the device's newest entry whenever one was recorded.
    pub fn grown(&self) -> watch::Receiver<u64> {
        self.grown.subscribe()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The writer, with nothing left open by a future that was dropped, on a connection that works.
    pub(crate) async fn writer(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let mut writer = self.writer.lock().await;
        if writer.failed {
            let mut connection = self.writing.connect().await?;
            let (_, chain) = Chain::stored(&mut connection).await?;
            let grown = self.grown.clone();
            *writer = Writer { connection, chain, unsettled: false, failed: false, grown };
        }
        writer.roll_back().await?;
        Ok(writer)
    }

    /// A connection to read with. One that fails is not used again.
    pub(crate) async fn reader(&self) -> Result<Reading, StoreError> {
        Ok(Reading { connection: Some(self.readers.acquire().await?) })
    }

    /// Change the key of the file, every page of it. Readers are closed for good: open the vault anew.
    /// Whether the change came through is seen by reading under the next key: SQLCipher reports none of
    /// the failures of writing (a full disk) that undo it.
    ///
    /// # Errors
    /// [`StoreError::Disk`]; the file is then still under the old key.
    pub async fn rekey(self, next: &VaultKey) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.change_key(next).await?;
        let mut reader = reading(&path, next).connect().await.map_err(|_| StoreError::Disk)?;
        let unfit = sqlx::query("PRAGMA cipher_integrity_check").fetch_all(&mut reader).await;
        let read = sqlx::query("SELECT count(*) FROM head").fetch_one(&mut reader).await;
        let _ = reader.close().await;
        match (unfit, read) {
            (Ok(unfit), Ok(_)) if unfit.is_empty() => Ok(()),
            _ => Err(StoreError::Disk),
        }
    }

    async fn change_key(self, next: &VaultKey) -> Result<(), StoreError> {
        self.readers.close().await;
        let mut writer = self.writer.into_inner();
        writer.roll_back().await?;
        let mut connection = writer.connection;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
        let literal = next.pragma_literal();
        let statement = format!("PRAGMA rekey = \"{}\"", literal.as_str());
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// Checkpoint and close, so that one file is all there is.
    ///
    /// # Errors
    /// [`StoreError::Disk`]; nothing is lost, the next opening recovers.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        let connection = self.writer.into_inner().connection;
        connection.close().await?;
        Ok(())
    }
}

async fn last_stamp(connection: &mut SqliteConnection, device_id: DeviceId) -> Result<Stamp, StoreError> {
    let row = sqlx::query("SELECT header FROM entry WHERE device_id = ? ORDER BY device_seq DESC LIMIT 1")
        .bind(device_id.bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    let header = row.and_then(|row| {
        let sealed = register::Sealed { header: row.get(0), signature: [0; 64], body: None };
        sealed.read_header().ok()
    });
    Ok(header.map(|header| header.recorded_at).unwrap_or_default())
}

fn options(path: &Path, key: &VaultKey, cache: &'static str) -> SqliteConnectOptions {
    SqliteConnectOptions::from_str("sqlite:")
        .unwrap_or_default()
        .filename(path)
        // The key comes first: every other statement reads the file.
        .pragma("key", format!("\"{}\"", key.pragma_literal().as_str()))
        .pragma("cipher_memory_security", "OFF")
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", cache)
        .pragma("trusted_schema", "OFF")
        .foreign_keys(true)
        .busy_timeout(std::time::Duration::from_secs(5))
        .statement_cache_capacity(64)
        .disable_statement_logging()
}

/// How a connection is made that can neither write nor checkpoint.
pub(crate) fn reading(path: &Path, key: &VaultKey) -> SqliteConnectOptions {
    options(path, key, READER_CACHE_KIB).read_only(true)
}

/// Move what stands in the WAL of a closed register into its file, as far as that can be done.
pub(crate) async fn move_into_file(path: &Path, key: &VaultKey) {
    if let Ok(mut connection) = writer_options(path, key).connect().await {
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await;
        let _ = connection.close().await;
    }
}

/// A connection of the pool, for one question.
pub(crate) struct Reading {
    connection: Option<PoolConnection<Sqlite>>,
}

impl Reading {
    pub fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.connection.as_deref_mut().ok_or(StoreError::Damaged)
    }

    /// Pass an answer on. After a failure the connection does not go back into the pool: SQLCipher
    /// reads nothing on one that met a damaged page.
    pub fn judged<T>(mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        if answer.is_err()
            && let Some(connection) = self.connection.take()
        {
            drop(connection.detach());
        }
        answer
    }
}

fn writer_options(path: &Path, key: &VaultKey) -> SqliteConnectOptions {
    options(path, key, WRITER_CACHE_KIB)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .auto_vacuum(SqliteAutoVacuum::None)
}
