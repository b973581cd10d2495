//! The device's chain in order: number, hash of the one before, columns, body, signature. Entries that were
//! taken in from other devices stand beside it: of those chains a register holds a part.

use std::collections::{BTreeSet, VecDeque};

use register::entry::{Content, EntryError, Header, is_confirmed};
use register::fact::{ClosedBecause, IncidentFact};
use register::id::{EntryId, Hash};
use register::officer::Place;
use register::role::Verb;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

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
    let others = other_devices(connection, signers, &device).await?;
    let shared = !others.is_empty();
    // Entries under the name of a device that nobody is known to sign on.
    let mut strange: VecDeque<SqliteRow> = sqlx::query(columns(&between(&device, &others)))
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
                last = link(&other, (&device, shared), last, signers, verified);
            }
            last = match row {
                Read::Row(row) => link(&row, (&device, shared), last, signers, verified),
                Read::Damaged(device_seq) => Link { device_seq, entry_seq: last.entry_seq + 1, hash: None },
            };
        }
        last.device_seq = last.device_seq.max(newest);
        if !progress(verified.entries) {
            return Err(StoreError::Stopped);
        }
    }
    for other in &strange {
        last = link(other, (&device, shared), last, signers, verified);
    }
    for other in &others {
        taken_in(reader, other, signers, verified, progress).await?;
    }
    let ends_there =
        head.as_ref().is_some_and(|head| head.device_seq == last.device_seq && head.hash == last.hash);
    let explained = [FindingKind::EntryAltered, FindingKind::EntryMissing, FindingKind::EntryOutOfOrder]
        .iter()
        .any(|kind| verified.has(*kind));
    if !ends_there && !explained && last.hash.is_some() {
        let written = head.map_or(0, |head| head.device_seq);
        verified.add(FindingKind::EntryMissing, None, format!("{}–{written}", last.device_seq + 1));
    } else if !explained && shared && !verified.has(FindingKind::DamagedPage) {
        // Numbers of arrival run on without a gap: an entry is never removed, whoever wrote it.
        let (held, highest): (i64, i64) =
            sqlx::query_as("SELECT count(*), coalesce(max(entry_seq), 0) FROM entry")
                .fetch_one(reader.connection().await?)
                .await?;
        if held != highest {
            verified.add(FindingKind::EntryMissing, None, format!("{held}/{highest}"));
        }
    }
    Ok(())
}

/// Devices that somebody is known to have signed on, and those of the force whose entries came through
/// central; but for this one.
async fn other_devices(
    connection: &mut SqliteConnection,
    signers: &Signers,
    own: &[u8],
) -> Result<Vec<Vec<u8>>, StoreError> {
    let devices = signers.values().flatten().map(|signer| signer.device_id().bytes().to_vec());
    let through_central: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT device_id FROM force_device").fetch_all(connection).await?;
    let others: BTreeSet<_> = devices.chain(through_central).filter(|device| device != own).collect();
    Ok(others.into_iter().collect())
}

/// Any device but these, said in ranges: so it is answered from the index, without a look at pages that may be
/// damaged.
fn between(own: &[u8], others: &[Vec<u8>]) -> String {
    if others.is_empty() {
        return "device_id < ?1 OR device_id > ?1".to_owned();
    }
    let known: BTreeSet<&[u8]> = std::iter::once(own).chain(others.iter().map(Vec::as_slice)).collect();
    let mut ranges = vec![String::new()];
    for device in known {
        let device = hex(device);
        if let Some(last) = ranges.last_mut() {
            let and = if last.is_empty() { "" } else { " AND " };
            last.push_str(&format!("{and}device_id < x'{device}'"));
        }
        ranges.push(format!("device_id > x'{device}'"));
    }
    format!("?1 IS NOT NULL AND (({}))", ranges.join(") OR ("))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What was taken in of another device's chain: each entry as it was signed, and each after the one before it
/// where that is here too.
async fn taken_in(
    reader: &mut Reader,
    device: &[u8],
    signers: &Signers,
    verified: &mut Verified,
    progress: &mut impl FnMut(u64) -> bool,
) -> Result<(), StoreError> {
    let mut last = Link { device_seq: 0, entry_seq: 0, hash: None };
    loop {
        let rows = own(reader, device, last.device_seq, verified).await?;
        let Some(newest) = rows.last().map(Read::device_seq) else { return Ok(()) };
        for row in rows {
            last = match row {
                Read::Row(row) => link_taken_in(&row, last, signers, verified),
                Read::Damaged(device_seq) => Link { device_seq, entry_seq: 0, hash: None },
            };
        }
        last.device_seq = last.device_seq.max(newest);
        if !progress(verified.entries) {
            return Err(StoreError::Stopped);
        }
    }
}

fn link_taken_in(row: &SqliteRow, last: Link, signers: &Signers, verified: &mut Verified) -> Link {
    let device_seq: i64 = row.get("device_seq");
    let entry_id = EntryId::from_slice(row.get("entry_id"));
    let place = device_seq.to_string();
    verified.entries += 1;
    let Some((entry, header)) = sealed(row).ok().and_then(|entry| {
        let header = entry.read_header().ok()?;
        Some((entry, header))
    }) else {
        verified.add(FindingKind::EntryAltered, entry_id, place);
        return Link { device_seq, entry_seq: 0, hash: None };
    };
    let follows = device_seq == last.device_seq + 1;
    let stands_where_written =
        as_signed(row, &header) && (!follows || last.hash.is_none_or(|hash| header.prev_hash == hash));
    let known =
        Known { signers, place: place_of(row), of_force: row.get::<Option<i64>, _>("position").is_some() };
    judge(&entry, &header, &known, (stands_where_written, true), verified);
    Link { device_seq, entry_seq: 0, hash: Some(entry.hash()) }
}

/// The columns say what the header says.
fn as_signed(row: &SqliteRow, header: &Header) -> bool {
    EntryId::from_slice(row.get("entry_id")) == Some(header.entry_id)
        && row.get::<&[u8], _>("stream") == header.stream.bytes()
        && row.get::<&[u8], _>("device_id") == header.device_id.bytes()
        && u64::try_from(row.get::<i64, _>("device_seq")).ok() == Some(header.device_seq)
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
        "SELECT entry_seq, entry_id, stream, device_id, device_seq, entry.received_at, header, signature, body,
             position
         FROM entry LEFT JOIN ledger_place USING (entry_seq)
         WHERE {chosen} ORDER BY device_seq, entry_seq LIMIT ?2"
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

/// Check one entry against the one before it; `shared` where entries of other devices stand between them.
fn link(
    row: &SqliteRow,
    (device, shared): (&[u8], bool),
    last: Link,
    signers: &Signers,
    verified: &mut Verified,
) -> Link {
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
    let stands_where_written = as_signed(row, &header)
        && device == header.device_id.bytes()
        && device_seq > last.device_seq
        && (!follows || last.hash.is_none_or(|hash| header.prev_hash == hash))
        // Where this device alone writes, numbers of arrival run on without a gap: an entry is never removed.
        && (entry_seq == last.entry_seq + 1
            || ((shared || !follows || last.hash.is_none()) && entry_seq > last.entry_seq));
    // Recorded here, so received when it was recorded: "as known at" rests on it.
    let time_as_signed = row.get::<i64, _>("received_at") == header.written_at;
    let known = Known { signers, place: place_of(row), of_force: true };
    judge(&entry, &header, &known, (stands_where_written, time_as_signed), verified);
    verified.last_entry_at = instant(header.written_at).ok();
    here
}

/// Whose keys are known, and where the entry stands that they are asked about.
struct Known<'s> {
    signers: &'s Signers,
    place: Place,
    /// It came through the force's ledger, or is of this device.
    of_force: bool,
}

fn place_of(row: &SqliteRow) -> Place {
    let position: Option<i64> = row.get("position");
    Place { position: position.and_then(|position| u64::try_from(position).ok()), seq: row.get("entry_seq") }
}

/// What is wrong with an entry, if anything is.
fn judge(
    entry: &register::Sealed,
    header: &Header,
    signers: &Known<'_>,
    (stands_where_written, time_as_signed): (bool, bool),
    verified: &mut Verified,
) {
    let place = header.device_seq.to_string();
    match signature(entry, header, signers) {
        Err(EntryError::Signature) if valid(signers, header.officer_id, header).next().is_none() => {
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
        Ok(()) => confirmation(entry, header, signers, verified),
    }
}

/// A closure without being located rests on a second officer's own signature (F22), of one who had the
/// rank when they gave it.
fn confirmation(entry: &register::Sealed, header: &Header, signers: &Known<'_>, verified: &mut Verified) {
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
        let keys: Vec<_> = valid(signers, confirmation.officer_id, header)
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

/// The keys of an officer that sign such an entry.
fn valid<'s>(
    known: &'s Known<'s>,
    officer: register::OfficerId,
    header: &'s Header,
) -> impl Iterator<Item = &'s Signer> {
    let keys = known.signers.get(&officer).into_iter().flatten();
    keys.filter(move |signer| signer.signs(header, known.place, known.of_force))
}

fn signature(entry: &register::Sealed, header: &Header, signers: &Known<'_>) -> Result<(), EntryError> {
    let mut outcome = Err(EntryError::Signature);
    for signer in valid(signers, header.officer_id, header) {
        outcome = entry.verify(header, &signer.key);
        if outcome != Err(EntryError::Signature) {
            break;
        }
    }
    outcome
}
