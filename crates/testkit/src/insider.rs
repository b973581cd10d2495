//! What stands in the files, read past the program: by somebody with the key and a connection of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use register::force::ForceCode;
use register::{EntryId, Hash, Sealed};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

use crate::laptop::Laptop;

/// What a laptop holds.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Every entry, by hash, with its stream.
    pub entries: BTreeMap<Hash, [u8; 16]>,
    /// Those of this laptop's own chain.
    pub own: BTreeSet<Hash>,
    /// Where entries of its own stand at central, as it was told.
    pub delivered: BTreeMap<Hash, u64>,
    /// Names of own entries that central refused, and the number of the reason.
    pub refused: BTreeMap<EntryId, i64>,
    /// Entries that were set apart.
    pub apart: BTreeSet<Hash>,
    /// Of which of central's counts the positions are.
    pub era: u64,
}

impl Held {
    /// Own entries that central has neither acknowledged nor refused.
    pub fn to_send(&self) -> u64 {
        (self.own.len() - self.delivered.len() - self.refused.len()) as u64
    }
}

/// An entry of central's ledger.
#[derive(Clone, Debug)]
pub struct Stood {
    pub hash: Hash,
    pub stream: [u8; 16],
    pub received_at: i64,
    pub sealed: Sealed,
}

/// A force's ledger, as it stands in central's file.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub era: u64,
    /// By position.
    pub entries: BTreeMap<u64, Stood>,
}

impl Ledger {
    /// Read it from an SQLite file of central's.
    ///
    /// # Panics
    /// Where the file cannot be read.
    pub async fn read(file: &Path, force: &ForceCode) -> Self {
        let mut connection = SqliteConnectOptions::new()
            .filename(file)
            .disable_statement_logging()
            .connect()
            .await
            .expect("central's file opens");
        // Both of one moment.
        let mut reading = connection.begin().await.expect("a transaction to read in");
        let era: i64 =
            sqlx::query_scalar("SELECT era FROM central").fetch_one(&mut *reading).await.expect("its era");
        let rows = sqlx::query(
            "SELECT position, entry_hash, stream, received_at, header, signature, body FROM entry WHERE force = ?",
        )
        .bind(force.as_str())
        .fetch_all(&mut *reading)
        .await
        .expect("its ledger");
        drop(reading);
        connection.close().await.expect("the insider leaves");
        let entries = rows.iter().map(|row| {
            let sealed = Sealed {
                header: row.get("header"),
                signature: row.get::<&[u8], _>("signature").try_into().expect("64 bytes"),
                body: row.get("body"),
            };
            let stood = Stood {
                hash: Hash::from_slice(row.get("entry_hash")).expect("a hash"),
                stream: row.get::<&[u8], _>("stream").try_into().expect("16 bytes"),
                received_at: row.get("received_at"),
                sealed,
            };
            (row.get::<i64, _>("position").unsigned_abs(), stood)
        });
        Self { era: era.unsigned_abs(), entries: entries.collect() }
    }

    /// Every entry, by hash, with its stream.
    pub fn hashes(&self) -> BTreeMap<Hash, [u8; 16]> {
        self.entries.values().map(|stood| (stood.hash, stood.stream)).collect()
    }
}

impl Laptop {
    /// What its file holds.
    ///
    /// # Panics
    /// Where the file cannot be read.
    pub async fn held(&self) -> Held {
        let mut connection = self.insider().await;
        let mut reading = connection.begin().await.expect("a transaction to read in");
        let mut held = Held::default();
        let rows = sqlx::query(
            "SELECT header, stream, entry.device_id = head.device_id AS own, position
             FROM entry, head LEFT JOIN ledger_place USING (entry_seq)",
        )
        .fetch_all(&mut *reading)
        .await
        .expect("its log");
        for row in &rows {
            let hash = Hash::of(row.get("header"));
            held.entries.insert(hash, row.get::<&[u8], _>("stream").try_into().expect("16 bytes"));
            if row.get::<bool, _>("own") {
                held.own.insert(hash);
                if let Some(position) = row.get::<Option<i64>, _>("position") {
                    held.delivered.insert(hash, position.unsigned_abs());
                }
            }
        }
        let refused: Vec<(Vec<u8>, i64)> = sqlx::query_as("SELECT entry_id, code FROM refused")
            .fetch_all(&mut *reading)
            .await
            .expect("what was refused");
        held.refused =
            refused.iter().filter_map(|(id, code)| Some((EntryId::from_slice(id)?, *code))).collect();
        let apart: Vec<Vec<u8>> = sqlx::query_scalar("SELECT entry_hash FROM set_apart")
            .fetch_all(&mut *reading)
            .await
            .expect("what was set apart");
        held.apart = apart.iter().filter_map(|hash| Hash::from_slice(hash)).collect();
        let era: Option<i64> = sqlx::query_scalar("SELECT era FROM enrolment")
            .fetch_optional(&mut *reading)
            .await
            .expect("its enrolment");
        held.era = era.unwrap_or_default().unsigned_abs();
        drop(reading);
        connection.close().await.expect("the insider leaves");
        held
    }

    /// A connection to its file beside the program's.
    ///
    /// # Panics
    /// Where the file does not open.
    pub async fn insider(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(self.folder().join(store::DATABASE))
            .pragma("key", format!("\"{}\"", self.key().pragma_literal().as_str()))
            .disable_statement_logging()
            .connect()
            .await
            .expect("the laptop's file opens")
    }
}
