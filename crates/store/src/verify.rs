//! Is the register what was written? Pages, chain, signatures, projections, looks, photographs:
//! each failure is found and named for what it is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ed25519_dalek::VerifyingKey;
use register::entry::EntryError;
use register::id::{EntryId, Hash, OfficerId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

use crate::error::StoreError;
use crate::look;
use crate::read::{instant, sealed};
use crate::rebuild::{Streams, expected};
use crate::vault::Vault;
use crate::write::row_of;

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
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Nothing is wrong. An unproven tail is not a fault: without a checkpoint nobody can prove it.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.kind == FindingKind::TailUnproven)
    }

    fn add(&mut self, kind: FindingKind, entry_id: Option<EntryId>, place: impl Into<String>) {
        self.findings.push(Finding { kind, entry_id, place: place.into() });
    }
}

/// Findings of one kind after which no more are listed, so that a wrecked file still answers.
const MOST_OF_A_KIND: usize = 200;
const BATCH: i64 = 5_000;

impl Vault {
    /// Check everything. What cannot be read is a finding, not an error.
    ///
    /// # Errors
    /// [`StoreError`] only where the database itself refuses to work.
    pub async fn verify(
        &self,
        signers: &Signers,
        mut progress: impl FnMut(u64),
    ) -> Result<Verified, StoreError> {
        let mut verified = Verified::default();
        let mut writer = self.writer().await?;
        let connection = &mut writer.connection;
        pages(connection, &mut verified).await?;
        let chain =
            or_damaged(chain(connection, signers, &mut verified, &mut progress).await, &mut verified, "log")?;
        if chain.is_some() {
            or_damaged(self.projections(connection, &mut verified).await, &mut verified, "lists")?;
        }
        or_damaged(looks(connection, &mut verified).await, &mut verified, "looks")?;
        or_damaged(blobs(connection, &mut verified).await, &mut verified, "photographs")?;
        verified.add(FindingKind::TailUnproven, None, "");
        verified.findings.sort_by_key(|finding| finding.kind);
        Ok(verified)
    }

    async fn projections(
        &self,
        connection: &mut SqliteConnection,
        verified: &mut Verified,
    ) -> Result<(), StoreError> {
        let mut streams = Streams::default();
        while let Some((_, state)) = streams.next(connection).await? {
            let Some(state) = state else { continue };
            verified.incidents += 1;
            let summary = expected(&state, &self.thresholds);
            let (listed, bytes) = row_of(&summary)?;
            let row = sqlx::query("SELECT person_id, listed, reference, reported_at, summary FROM incident WHERE incident_id = ?")
                .bind(summary.incident_id.bytes().as_slice())
                .fetch_optional(&mut *connection)
                .await?;
            let equal = row.is_some_and(|row| {
                row.get::<Vec<u8>, _>("summary") == bytes
                    && row.get::<Vec<u8>, _>("person_id") == summary.person_id.bytes()
                    && row.get::<bool, _>("listed") == listed
                    && row.get::<String, _>("reference") == summary.reference
                    && row.get::<i64, _>("reported_at") == summary.reported_at.timestamp_millis()
            });
            if !equal {
                verified.add(FindingKind::ProjectionDiffers, None, summary.reference);
            }
        }
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM incident").fetch_one(connection).await?;
        if u64::try_from(rows).ok() != Some(verified.incidents) {
            verified.add(FindingKind::ProjectionDiffers, None, "");
        }
        Ok(())
    }
}

fn or_damaged<T>(
    outcome: Result<T, StoreError>,
    verified: &mut Verified,
    place: &str,
) -> Result<Option<T>, StoreError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Damaged | StoreError::Disk) => {
            verified.add(FindingKind::DamagedPage, None, place);
            Ok(None)
        }
        Err(StoreError::Entry(_) | StoreError::Row) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Every page carries a keyed hash: SQLCipher names those that fail, SQLite those that make no sense.
async fn pages(connection: &mut SqliteConnection, verified: &mut Verified) -> Result<(), StoreError> {
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
    Ok(())
}

/// The device's chain in order: number, hash of the one before, columns, body, signature.
async fn chain(
    connection: &mut SqliteConnection,
    signers: &Signers,
    verified: &mut Verified,
    progress: &mut impl FnMut(u64),
) -> Result<(), StoreError> {
    let (mut seq, mut previous, mut last_arrival) = (0i64, Hash::ZERO, 0i64);
    loop {
        let rows = sqlx::query(
            "SELECT entry_seq, entry_id, stream, device_seq, received_at, header, signature, body
             FROM entry WHERE device_seq > ? ORDER BY device_seq LIMIT ?",
        )
        .bind(seq)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let found: i64 = row.get("device_seq");
            let arrival: i64 = row.get("entry_seq");
            let entry_id = EntryId::from_slice(row.get("entry_id"));
            let place = found.to_string();
            if found != seq + 1 {
                verified.add(FindingKind::EntryMissing, None, format!("{}–{}", seq + 1, found - 1));
            }
            let entry = sealed(row)?;
            let Ok(header) = entry.read_header() else {
                verified.add(FindingKind::EntryAltered, entry_id, place);
                (seq, previous) = (found, entry.hash());
                continue;
            };
            let expects_other = header.prev_hash != previous && found == seq + 1;
            let columns_agree = entry_id == Some(header.entry_id)
                && row.get::<Vec<u8>, _>("stream") == header.stream.bytes()
                && u64::try_from(found).ok() == Some(header.device_seq);
            let proof = signature(&entry, &header, signers);
            match proof {
                Err(EntryError::Signature) if !signers.contains_key(&header.officer_id) => {
                    verified.add(FindingKind::UnknownSigner, Some(header.entry_id), place);
                }
                Err(_) => verified.add(FindingKind::EntryAltered, Some(header.entry_id), place),
                // Signed as it stands, and not where it was written: it or a neighbour was moved.
                Ok(()) if !columns_agree || expects_other || arrival < last_arrival => {
                    verified.add(FindingKind::EntryOutOfOrder, Some(header.entry_id), place);
                }
                Ok(()) => {}
            }
            verified.entries += 1;
            verified.last_entry_at = instant(row.get("received_at")).ok();
            (seq, previous, last_arrival) = (found, entry.hash(), arrival);
        }
        progress(verified.entries);
        if verified.findings.len() > MOST_OF_A_KIND {
            break;
        }
    }
    let head = sqlx::query("SELECT device_seq, entry_hash FROM head").fetch_optional(connection).await?;
    let ends_there = head.as_ref().is_some_and(|head| {
        head.get::<i64, _>("device_seq") == seq && Hash::from_slice(head.get("entry_hash")) == Some(previous)
    });
    if !ends_there && !verified.findings.iter().any(|finding| finding.kind <= FindingKind::EntryOutOfOrder) {
        let written = head.map_or(0, |head| head.get::<i64, _>("device_seq"));
        verified.add(FindingKind::EntryMissing, None, format!("{}–{written}", seq + 1));
    }
    Ok(())
}

fn signature(
    entry: &register::Sealed,
    header: &register::Header,
    signers: &Signers,
) -> Result<(), EntryError> {
    let keys = signers.get(&header.officer_id).map(Vec::as_slice).unwrap_or_default();
    let mut outcome = Err(EntryError::Signature);
    for key in keys {
        outcome = entry.verify(header, key);
        if outcome != Err(EntryError::Signature) {
            break;
        }
    }
    outcome
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
            return Ok(());
        }
        for row in &rows {
            let found: i64 = row.get("look_seq");
            let (look, seen_seq, hash) = look::read(row)?;
            if look::link(previous, &look, seen_seq) != hash {
                verified.add(FindingKind::LooksBroken, None, found.to_string());
            }
            verified.looks += 1;
            (previous, seq) = (hash, found);
        }
    }
}

async fn blobs(connection: &mut SqliteConnection, verified: &mut Verified) -> Result<(), StoreError> {
    let hashes: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT hash FROM blob").fetch_all(&mut *connection).await?;
    for hash in hashes {
        let bytes: Result<Vec<u8>, sqlx::Error> = sqlx::query_scalar("SELECT bytes FROM blob WHERE hash = ?")
            .bind(&hash)
            .fetch_one(&mut *connection)
            .await;
        let intact = bytes.is_ok_and(|bytes| Hash::of(&bytes).0.as_slice() == hash);
        if !intact {
            let place = Hash::from_slice(&hash).map(|hash| hash.to_string()).unwrap_or_default();
            verified.add(FindingKind::PhotographDamaged, None, place);
        }
        verified.blobs += 1;
    }
    Ok(())
}
