//! The device's chain in order: number, hash of the one before, columns, body, signature.

use std::collections::VecDeque;

use register::entry::{Content, EntryError, Header, is_confirmed};
use register::fact::{ClosedBecause, IncidentFact};
use register::id::{EntryId, Hash};
use register::role::Verb;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::reader::Reader;
use super::{BATCH, FindingKind, Signer, Signers, Verified};
use crate::error::StoreError;
use crate::read::{instant, sealed};

/// Entries that cannot be read, after which the log as a whole is called damaged.
const MOST_UNREADABLE: usize = 100;

/// How far the walk has come.
struct Link {
    device_seq: i64,
    entry_seq: i64,
    /// `None` after an entry that cannot be read.
    hash: Option<Hash>,
}

/// Where the device's chain should end, as written with its newest entry.
struct Head {
    device: Vec<u8>,
    device_seq: i64,
    hash: Option<Hash>,
}

pub(super) async fn check(
    reader: &mut Reader,
    signers: &Signers,
    verified: &mut Verified,
    progress: &mut impl FnMut(u64) -> bool,
) -> Result<(), StoreError> {
    let connection = reader.snapshot().await?;
    let head = sqlx::query("SELECT device_id, device_seq, entry_hash FROM head")
        .fetch_optional(&mut *connection)
        .await?
        .map(|row| Head {
            device: row.get("device_id"),
            device_seq: row.get("device_seq"),
            hash: Hash::from_slice(row.get("entry_hash")),
        });
    let device = head.as_ref().map(|head| head.device.clone()).unwrap_or_default();
    // Entries under another device's name, where this device's alone belong.
    let mut strange: VecDeque<SqliteRow> = sqlx::query(columns("device_id < ?1 OR device_id > ?1"))
        .bind(&device)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?
        .into();
    let mut last = Link { device_seq: 0, entry_seq: 0, hash: Some(Hash::ZERO) };
    loop {
        let rows = own(reader, &device, last.device_seq, verified).await?;
        let Some(newest) = rows.last().map(Read::device_seq) else { break };
        for row in rows {
            while let Some(other) = strange.pop_front_if(|other| place(other) < (row.device_seq(), i64::MAX))
            {
                last = link(&other, &device, last, signers, verified);
            }
            last = match row {
                Read::Row(row) => link(&row, &device, last, signers, verified),
                Read::Damaged(device_seq) => Link { device_seq, entry_seq: last.entry_seq + 1, hash: None },
            };
        }
        last.device_seq = last.device_seq.max(newest);
        if !progress(verified.entries) {
            return Err(StoreError::Stopped);
        }
    }
    for other in &strange {
        last = link(other, &device, last, signers, verified);
    }
    let ends_there =
        head.as_ref().is_some_and(|head| head.device_seq == last.device_seq && head.hash == last.hash);
    let explained = [FindingKind::EntryAltered, FindingKind::EntryMissing, FindingKind::EntryOutOfOrder]
        .iter()
        .any(|kind| verified.has(*kind));
    if !ends_there && !explained && last.hash.is_some() {
        let written = head.map_or(0, |head| head.device_seq);
        verified.add(FindingKind::EntryMissing, None, format!("{}–{written}", last.device_seq + 1));
    }
    Ok(())
}

/// An entry's row, or that it cannot be read.
enum Read {
    Row(Box<SqliteRow>),
    Damaged(i64),
}

impl Read {
    fn device_seq(&self) -> i64 {
        match self {
            Self::Row(row) => row.get("device_seq"),
            Self::Damaged(device_seq) => *device_seq,
        }
    }
}

fn place(row: &SqliteRow) -> (i64, i64) {
    (row.get("device_seq"), row.get("entry_seq"))
}

fn columns(chosen: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!(
        "SELECT entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, body
         FROM entry WHERE {chosen} ORDER BY device_seq, entry_seq LIMIT ?2"
    ))
}

/// The next entries of the device's own chain; one by one where they cannot be read together, so that
/// each that is lost is named.
async fn own(
    reader: &mut Reader,
    device: &[u8],
    after: i64,
    verified: &mut Verified,
) -> Result<Vec<Read>, StoreError> {
    let together = sqlx::query(columns("device_id = ?1 AND device_seq > ?3"))
        .bind(device)
        .bind(BATCH)
        .bind(after)
        .fetch_all(reader.connection().await?)
        .await;
    if let Ok(rows) = together {
        return Ok(rows.into_iter().map(|row| Read::Row(Box::new(row))).collect());
    }
    reader.renew();
    // Numbers stand in the index, which may be whole where the rows are not.
    let numbers: Vec<i64> = sqlx::query_scalar(
        "SELECT device_seq FROM entry INDEXED BY sqlite_autoindex_entry_2
         WHERE device_id = ?1 AND device_seq > ?3 ORDER BY device_seq LIMIT ?2",
    )
    .bind(device)
    .bind(BATCH)
    .bind(after)
    .fetch_all(reader.connection().await?)
    .await?;
    let mut rows = Vec::with_capacity(numbers.len());
    let mut unreadable = 0;
    for number in numbers {
        let row = sqlx::query(columns("device_id = ?1 AND device_seq = ?3"))
            .bind(device)
            .bind(1)
            .bind(number)
            .fetch_optional(reader.connection().await?)
            .await;
        match row {
            Ok(Some(row)) => rows.push(Read::Row(Box::new(row))),
            Ok(None) => {}
            Err(_) if unreadable < MOST_UNREADABLE => {
                unreadable += 1;
                reader.renew();
                verified.add(FindingKind::DamagedPage, None, format!("entry {number}"));
                rows.push(Read::Damaged(number));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(rows)
}

/// Check one entry against the one before it.
fn link(row: &SqliteRow, device: &[u8], last: Link, signers: &Signers, verified: &mut Verified) -> Link {
    let device_seq: i64 = row.get("device_seq");
    let entry_seq: i64 = row.get("entry_seq");
    let entry_id = EntryId::from_slice(row.get("entry_id"));
    let place = device_seq.to_string();
    verified.entries += 1;
    let follows = device_seq == last.device_seq + 1;
    if device_seq > last.device_seq + 1 {
        let missing = format!("{}–{}", last.device_seq + 1, device_seq - 1);
        verified.add(FindingKind::EntryMissing, None, missing);
    }
    let Ok(entry) = sealed(row) else {
        verified.add(FindingKind::EntryAltered, entry_id, place);
        return Link { device_seq, entry_seq, hash: None };
    };
    let here = Link { device_seq, entry_seq, hash: Some(entry.hash()) };
    let Ok(header) = entry.read_header() else {
        verified.add(FindingKind::EntryAltered, entry_id, place);
        return here;
    };
    let stands_where_written = entry_id == Some(header.entry_id)
        && row.get::<&[u8], _>("stream") == header.stream.bytes()
        && row.get::<&[u8], _>("device_id") == header.device_id.bytes()
        && device == header.device_id.bytes()
        && u64::try_from(device_seq).ok() == Some(header.device_seq)
        && device_seq > last.device_seq
        && (!follows || last.hash.is_none_or(|hash| header.prev_hash == hash))
        // Numbers of arrival run on without a gap: an entry is never removed.
        && (entry_seq == last.entry_seq + 1
            || ((!follows || last.hash.is_none()) && entry_seq > last.entry_seq));
    // Recorded here, so received when it was recorded: "as known at" rests on it.
    let time_as_signed = row.get::<i64, _>("received_at") == header.written_at;
    match signature(&entry, &header, signers) {
        Err(EntryError::Signature)
            if valid(signers, header.officer_id, header.device_seq).next().is_none() =>
        {
            verified.add(FindingKind::UnknownSigner, Some(header.entry_id), place);
        }
        Err(_) => verified.add(FindingKind::EntryAltered, Some(header.entry_id), place),
        // Signed as it stands, and not where it was written: it or a neighbour was moved.
        Ok(()) if !stands_where_written => {
            verified.add(FindingKind::EntryOutOfOrder, Some(header.entry_id), place);
        }
        Ok(()) if !time_as_signed => {
            verified.add(FindingKind::EntryAltered, Some(header.entry_id), place);
        }
        Ok(()) if entry.body.is_none() => {
            verified.add(FindingKind::BodyRemoved, Some(header.entry_id), place);
        }
        Ok(()) => confirmation(&entry, &header, signers, verified),
    }
    verified.last_entry_at = instant(header.written_at).ok();
    here
}

/// A closure without being located rests on a second officer's own signature (F22), of one who had the
/// rank when they gave it.
fn confirmation(entry: &register::Sealed, header: &Header, signers: &Signers, verified: &mut Verified) {
    if header.kind != CLOSED {
        return;
    }
    let Ok(register::Entry { content: Content::Read(body), .. }) = entry.open::<IncidentFact>() else {
        return;
    };
    for fact in &body.facts {
        let IncidentFact::Closed { because: ClosedBecause::Exception { kind, reason, confirmation }, .. } =
            fact
        else {
            continue;
        };
        let register::entry::Stream::Incident(incident) = header.stream else { continue };
        let second = confirmation.officer_id != header.officer_id;
        let keys: Vec<_> = valid(signers, confirmation.officer_id, header.device_seq)
            .filter(|signer| signer.role.may(Verb::ConfirmClosure))
            .map(|signer| signer.key)
            .collect();
        if !second || !is_confirmed(incident, *kind, reason, confirmation, &keys) {
            let place = header.device_seq.to_string();
            verified.add(FindingKind::ConfirmationInvalid, Some(header.entry_id), place);
        }
    }
}

/// The kind of an entry that closes.
const CLOSED: &str = "closed";

/// The keys of an officer that sign an entry of this number.
fn valid(signers: &Signers, officer: register::OfficerId, device_seq: u64) -> impl Iterator<Item = &Signer> {
    signers.get(&officer).into_iter().flatten().filter(move |signer| signer.signs(device_seq))
}

fn signature(entry: &register::Sealed, header: &Header, signers: &Signers) -> Result<(), EntryError> {
    let mut outcome = Err(EntryError::Signature);
    for signer in valid(signers, header.officer_id, header.device_seq) {
        outcome = entry.verify(header, &signer.key);
        if outcome != Err(EntryError::Signature) {
            break;
        }
    }
    outcome
}
