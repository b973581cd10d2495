//! Is the register what was written? Pages, chain, signatures, projections, looks, photographs:
//! each failure is found and named for what it is.

mod chain;
mod projections;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use ed25519_dalek::VerifyingKey;
use register::id::{EntryId, Hash, OfficerId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

use crate::error::StoreError;
use crate::look;
use crate::vault::Vault;

/// Public keys by officer; an officer may have had several.
pub type Signers = HashMap<OfficerId, Vec<VerifyingKey>>;

/// What is wrong, in the order in which it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    DamagedPage,
    EntryAltered,
    EntryMissing,
    EntryOutOfOrder,
    UnknownSigner,
    ConfirmationInvalid,
    ProjectionDiffers,
    LooksBroken,
    PhotographDamaged,
    TailUnproven,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    pub entry_id: Option<EntryId>,
    /// A number in the device's chain, a page, a look: where to look.
    pub place: String,
}

#[derive(Clone, Debug, Default)]
pub struct Verified {
    pub entries: u64,
    pub incidents: u64,
    pub looks: u64,
    pub blobs: u64,
    pub last_entry_at: Option<DateTime<Utc>>,
    /// At most [`MOST_OF_A_KIND`] of each kind.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Nothing is wrong. An unproven tail is not a fault: without a checkpoint nobody can prove it.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.kind == FindingKind::TailUnproven)
    }

    fn has(&self, kind: FindingKind) -> bool {
        self.findings.iter().any(|finding| finding.kind == kind)
    }

    fn add(&mut self, kind: FindingKind, entry_id: Option<EntryId>, place: impl Into<String>) {
        if self.findings.iter().filter(|finding| finding.kind == kind).count() < MOST_OF_A_KIND {
            self.findings.push(Finding { kind, entry_id, place: place.into() });
        }
    }
}

/// Findings of one kind after which no more are listed, so that a wrecked file still answers.
pub const MOST_OF_A_KIND: usize = 200;
const BATCH: i64 = 5_000;

impl Vault {
    /// Check everything. What cannot be read is a finding, not an error.
    ///
    /// # Errors
    /// [`StoreError`] only where a transaction that was left open cannot be undone.
    pub async fn verify(
        &self,
        signers: &Signers,
        mut progress: impl FnMut(u64),
    ) -> Result<Verified, StoreError> {
        let mut verified = Verified::default();
        let mut writer = self.writer().await?;
        let connection = &mut writer.connection;
        pages(connection, &mut verified).await;
        let read = chain::check(connection, signers, &mut verified, &mut progress).await;
        or_damaged(read, &mut verified, "log");
        let read = looks(connection, &mut verified).await;
        or_damaged(read, &mut verified, "looks");
        let read = blobs(connection, &mut verified).await;
        let blobs = or_damaged(read, &mut verified, "photographs").unwrap_or_default();
        let read = projections::check(connection, &self.thresholds, &blobs, signers, &mut verified).await;
        or_damaged(read, &mut verified, "lists");
        verified.add(FindingKind::TailUnproven, None, "");
        verified.findings.sort_by_key(|finding| finding.kind);
        Ok(verified)
    }
}

/// Whatever keeps a table from being read is damage: the statements are known to be right.
fn or_damaged<T>(outcome: Result<T, StoreError>, verified: &mut Verified, place: &str) -> Option<T> {
    outcome
        .inspect_err(|error| {
            tracing::warn!(%error, place, "verify");
            verified.add(FindingKind::DamagedPage, None, place);
        })
        .ok()
}

/// Every page carries a keyed hash: SQLCipher names those that fail, SQLite those that make no sense.
async fn pages(connection: &mut SqliteConnection, verified: &mut Verified) {
    // What stands in the WAL is checked as it is read; move it into the file first.
    let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await;
    for statement in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check(50)"] {
        match sqlx::query(statement).fetch_all(&mut *connection).await {
            Ok(rows) => {
                for row in rows.iter().take(MOST_OF_A_KIND) {
                    let line: String = row.try_get(0).unwrap_or_default();
                    if line != "ok" && !line.is_empty() {
                        verified.add(FindingKind::DamagedPage, None, line);
                    }
                }
            }
            Err(_) => verified.add(FindingKind::DamagedPage, None, ""),
        }
    }
}

async fn looks(connection: &mut SqliteConnection, verified: &mut Verified) -> Result<(), StoreError> {
    let (mut previous, mut seq) = (Hash::ZERO, 0i64);
    loop {
        let rows = sqlx::query("SELECT * FROM look WHERE look_seq > ? ORDER BY look_seq LIMIT ?")
            .bind(seq)
            .bind(BATCH)
            .fetch_all(&mut *connection)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let found: i64 = row.get("look_seq");
            let hash = Hash::from_slice(row.get("hash")).unwrap_or(Hash::ZERO);
            let holds = look::read(row).is_ok_and(|(look, seen_seq, hash)| {
                found == seq + 1 && look::link(previous, &look, seen_seq) == hash
            });
            if !holds {
                verified.add(FindingKind::LooksBroken, None, found.to_string());
            }
            verified.looks += 1;
            (previous, seq) = (hash, found);
        }
    }
    let head = look::head(connection).await?;
    if head != (seq, previous) && !verified.has(FindingKind::LooksBroken) {
        verified.add(FindingKind::LooksBroken, None, format!("{}–{}", seq + 1, head.0));
    }
    Ok(())
}

/// Hashes of the pictures that are what they were.
async fn blobs(
    connection: &mut SqliteConnection,
    verified: &mut Verified,
) -> Result<HashSet<Hash>, StoreError> {
    let hashes: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT hash FROM blob").fetch_all(&mut *connection).await?;
    let mut present = HashSet::with_capacity(hashes.len());
    for hash in hashes {
        let bytes: Result<Vec<u8>, sqlx::Error> = sqlx::query_scalar("SELECT bytes FROM blob WHERE hash = ?")
            .bind(&hash)
            .fetch_one(&mut *connection)
            .await;
        let name = Hash::from_slice(&hash);
        if bytes.is_ok_and(|bytes| Some(Hash::of(&bytes)) == name) {
            verified.blobs += 1;
        } else {
            let place = name.map(|name| name.to_string()).unwrap_or_default();
            verified.add(FindingKind::PhotographDamaged, None, place);
        }
        present.extend(name);
    }
    Ok(present)
}
