//! The device's chain in order: number, hash of the one before, columns, body, signature.

use register::entry::EntryError;
use register::id::{EntryId, Hash};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::{BATCH, FindingKind, Signers, Verified};
use crate::error::StoreError;
use crate::read::{instant, sealed};

/// How far the walk has come.
struct Link {
    device_seq: i64,
    entry_seq: i64,
    hash: Hash,
}

pub(super) async fn check(
    connection: &mut SqliteConnection,
    signers: &Signers,
    verified: &mut Verified,
    progress: &mut impl FnMut(u64),
) -> Result<(), StoreError> {
    let head = sqlx::query("SELECT device_id, device_seq, entry_hash FROM head")
        .fetch_optional(&mut *connection)
        .await?;
    let device: Vec<u8> = head.as_ref().map(|head| head.get("device_id")).unwrap_or_default();
    let mut last = Link { device_seq: 0, entry_seq: 0, hash: Hash::ZERO };
    loop {
        let rows = sqlx::query(
            "SELECT entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, body
             FROM entry WHERE (device_seq, entry_seq) > (?, ?) ORDER BY device_seq, entry_seq LIMIT ?",
        )
        .bind(last.device_seq)
        .bind(last.entry_seq)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            last = link(row, &device, last, signers, verified);
        }
        progress(verified.entries);
    }
    let ends_there = head.as_ref().is_some_and(|head| {
        head.get::<i64, _>("device_seq") == last.device_seq
            && Hash::from_slice(head.get("entry_hash")) == Some(last.hash)
    });
    let explained = [FindingKind::EntryAltered, FindingKind::EntryMissing, FindingKind::EntryOutOfOrder]
        .iter()
        .any(|kind| verified.has(*kind));
    if !ends_there && !explained {
        let written = head.map_or(0, |head| head.get::<i64, _>("device_seq"));
        verified.add(FindingKind::EntryMissing, None, format!("{}–{written}", last.device_seq + 1));
    }
    Ok(())
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
        return Link { device_seq, entry_seq, hash: Hash::ZERO };
    };
    let here = Link { device_seq, entry_seq, hash: entry.hash() };
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
        && (!follows || header.prev_hash == last.hash)
        // Numbers of arrival run on without a gap: an entry is never removed.
        && (entry_seq == last.entry_seq + 1 || (!follows && entry_seq > last.entry_seq));
    // Recorded here, so received when it was recorded: "as known at" rests on it.
    let time_as_signed = row.get::<i64, _>("received_at") == header.recorded_at.millis;
    match signature(&entry, &header, signers) {
        Err(EntryError::Signature) if !signers.contains_key(&header.officer_id) => {
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
        Ok(()) => {}
    }
    verified.last_entry_at = instant(header.recorded_at.millis).ok();
    here
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
