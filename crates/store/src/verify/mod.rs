//! Is the register what was written? Pages, chain, signatures, projections, looks, photographs:
//! each failure is found and named for what it is.
//!
//! Everything is read on connections of its own, so that nobody waits to write meanwhile, and so that
//! a register that cannot be opened any more can still be examined. A connection of SQLCipher that met
//! a damaged page reads nothing after it: each part begins with a new one, and so does whatever
//! follows damage.

mod chain;
mod projections;
mod reader;
mod signer;

use std::collections::HashSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use register::fact::ForceFact;
use register::id::{EntryId, Hash, RegisterId};
use register::officer::Place;
use register::{Entry, Thresholds};
use sqlx::Row as _;

use crate::error::StoreError;
use crate::joining::Vouched;
use crate::keys::VaultKey;
use crate::look;
use crate::placed::{force_log, registers_of_force};
use crate::vault::{self, Vault};
use reader::Reader;
pub use signer::{Signer, Signers, signers, verifying_key};

/// What is wrong, in the order in which it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    DamagedPage,
    EntryAltered,
    EntryMissing,
    EntryOutOfOrder,
    /// The body is gone, and no disposal says why.
    BodyRemoved,
    UnknownSigner,
    ConfirmationInvalid,
    ProjectionDiffers,
    LooksBroken,
    PhotographDamaged,
    /// An entry of another device names it, and it has not come here.
    PhotographNotHere,
    /// An officer's key was introduced by itself: right only where the recovery shares were used.
    KeyFromShares,
    TailUnproven,
}

impl FindingKind {
    /// Something to know, and no sign that anything was altered or lost.
    pub fn is_notice(self) -> bool {
        matches!(self, Self::KeyFromShares | Self::PhotographNotHere | Self::TailUnproven)
    }
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
        self.findings.iter().all(|finding| finding.kind.is_notice())
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
    /// Check everything, while others read and write. What cannot be read is a finding, not an error.
    /// `progress` is told how many entries were checked; it ends the work by answering `false`.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] where `progress` ended it; [`StoreError::Disk`].
    pub async fn verify(
        &self,
        signers: &Signers,
        progress: impl FnMut(u64) -> bool,
    ) -> Result<Verified, StoreError> {
        {
            // What stands in the WAL is checked as it is read; the file's pages are checked one by one.
            let mut writer = self.writer().await?;
            let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut writer.connection).await;
        }
        let reader = Reader::new(self.reading.clone());
        check(reader, &self.thresholds, signers, progress).await
    }
}

/// The same for a register that nobody has open, and that perhaps cannot be opened. The caller holds
/// its lock.
///
/// # Errors
/// As [`Vault::verify`]; [`StoreError::NoFile`].
pub async fn verify_file(
    folder: &Path,
    key: &VaultKey,
    thresholds: &Thresholds,
    signers: &Signers,
    progress: impl FnMut(u64) -> bool,
) -> Result<Verified, StoreError> {
    let path = folder.join(vault::DATABASE);
    if !path.exists() {
        return Err(StoreError::NoFile);
    }
    vault::move_into_file(&path, key).await;
    let reader = Reader::new(vault::reading(&path, key));
    check(reader, thresholds, signers, progress).await
}

/// The force's entries of a register that nobody has open: who may sign. The caller holds its lock.
///
/// # Errors
/// [`StoreError`], where the file is under another key or damaged there.
pub async fn force_entries(
    folder: &Path,
    key: &VaultKey,
    register_id: RegisterId,
) -> Result<Vec<(Entry<ForceFact>, Place)>, StoreError> {
    let mut reader = Reader::new(vault::reading(&folder.join(vault::DATABASE), key));
    let entries = force_log(reader.connection().await?, register_id).await;
    reader.close().await;
    entries
}

/// Registers of the same force whose streams came through central, in a file that nobody has open.
///
/// # Errors
/// As [`force_entries`].
pub async fn force_registers(folder: &Path, key: &VaultKey) -> Result<Vec<RegisterId>, StoreError> {
    let mut reader = Reader::new(vault::reading(&folder.join(vault::DATABASE), key));
    let registers = registers_of_force(reader.connection().await?).await;
    reader.close().await;
    registers
}

/// For which officers and keys central vouched on the device of a register that nobody has open. The caller holds its
/// lock.
///
/// # Errors
/// As [`force_entries`].
pub async fn vouched(folder: &Path, key: &VaultKey, register_id: RegisterId) -> Result<Vouched, StoreError> {
    let mut reader = Reader::new(vault::reading(&folder.join(vault::DATABASE), key));
    let vouched = crate::joining::read(reader.connection().await?, register_id).await;
    reader.close().await;
    vouched
}

async fn check(
    mut reader: Reader,
    thresholds: &Thresholds,
    signers: &Signers,
    mut progress: impl FnMut(u64) -> bool,
) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    pages(&mut reader, &mut verified).await;
    reader.renew();
    let read = chain::check(&mut reader, signers, &mut verified, &mut progress).await;
    or_damaged(read, &mut verified, "log")?;
    reader.renew();
    let read = looks(&mut reader, &mut verified).await;
    or_damaged(read, &mut verified, "looks")?;
    reader.renew();
    let read = blobs(&mut reader, &mut verified).await;
    let blobs = or_damaged(read, &mut verified, "photographs")?;
    reader.renew();
    let read = projections::check(&mut reader, thresholds, blobs.as_ref(), &mut verified).await;
    or_damaged(read, &mut verified, "lists")?;
    reader.close().await;
    verified.add(FindingKind::TailUnproven, None, "");
    verified.findings.sort_by_key(|finding| finding.kind);
    Ok(verified)
}

/// Whatever keeps a table from being read is damage: the statements are known to be right.
fn or_damaged<T>(
    outcome: Result<T, StoreError>,
    verified: &mut Verified,
    place: &str,
) -> Result<Option<T>, StoreError> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::Stopped) => Err(StoreError::Stopped),
        Err(error) => {
            tracing::warn!(%error, place, "verify");
            verified.add(FindingKind::DamagedPage, None, place);
            Ok(None)
        }
    }
}

/// Every page carries a keyed hash: SQLCipher names those that fail, SQLite those that make no sense.
async fn pages(reader: &mut Reader, verified: &mut Verified) {
    for statement in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check(50)"] {
        let lines = match reader.connection().await {
            Ok(connection) => sqlx::query(statement).fetch_all(connection).await.map_err(StoreError::from),
            Err(error) => Err(error),
        };
        match lines {
            Ok(rows) => {
                for row in rows.iter().take(MOST_OF_A_KIND) {
                    let line: String = row.try_get(0).unwrap_or_default();
                    if line != "ok" && !line.is_empty() {
                        verified.add(FindingKind::DamagedPage, None, line);
                    }
                }
            }
            Err(_) if verified.has(FindingKind::DamagedPage) => {}
            Err(_) => verified.add(FindingKind::DamagedPage, None, "file"),
        }
        reader.renew();
    }
}

async fn looks(reader: &mut Reader, verified: &mut Verified) -> Result<(), StoreError> {
    let connection = reader.snapshot().await?;
    let (mut previous, mut seq) = (Hash::ZERO, 0i64);
    let head = look::head(connection).await?;
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
            let holds = look::read(row)
                .is_ok_and(|(look, hash)| found == seq + 1 && look::link(previous, &look) == hash);
            if !holds {
                verified.add(FindingKind::LooksBroken, None, found.to_string());
            }
            verified.looks += 1;
            (previous, seq) = (hash, found);
        }
    }
    if head != (seq, previous) && !verified.has(FindingKind::LooksBroken) {
        verified.add(FindingKind::LooksBroken, None, format!("{}–{}", seq + 1, head.0));
    }
    Ok(())
}

/// Hashes of the pictures that are there.
async fn blobs(reader: &mut Reader, verified: &mut Verified) -> Result<HashSet<Hash>, StoreError> {
    let hashes: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT hash FROM blob").fetch_all(reader.connection().await?).await?;
    let mut present = HashSet::with_capacity(hashes.len());
    for hash in hashes {
        let bytes: Result<Vec<u8>, sqlx::Error> = sqlx::query_scalar("SELECT bytes FROM blob WHERE hash = ?")
            .bind(&hash)
            .fetch_one(reader.connection().await?)
            .await;
        if bytes.is_err() {
            reader.renew();
        }
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
