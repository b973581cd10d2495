//! Who looked at what, when and why (INV-9): a chain of hashes of its own.

use chrono::{DateTime, Utc};
use register::id::{Hash, IncidentId, OfficerId};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::error::StoreError;
use crate::read::instant;
use crate::steps::Steps;

/// One look at a record, or one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub at: DateTime<Utc>,
    pub officer_id: OfficerId,
    pub incident_id: Option<IncidentId>,
    /// The use-case through which it was made.
    pub verb: String,
    /// What was searched for; empty for a record.
    pub query: String,
    pub reason: String,
    /// The newest entry that the screen showed of the record: `None` where it is the newest there is
    /// when the look is written, which an act's answer shows.
    pub seen_seq: Option<i64>,
}

/// An officer's last look at an incident, and how many entries have come since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenBy {
    pub officer_id: OfficerId,
    pub last_look: DateTime<Utc>,
    /// The newest entry that a screen had shown them.
    pub seen_seq: i64,
}

pub(crate) async fn append(connection: &mut SqliteConnection, look: &Look) -> Result<(), StoreError> {
    let stands =
        sqlx::query("SELECT look_hash, (SELECT max(entry_seq) FROM entry WHERE stream = ?) FROM look_head")
            .bind(look.incident_id.as_ref().map(|id| id.bytes().to_vec()))
            .fetch_one(&mut *connection)
            .await?;
    let previous = Hash::from_slice(stands.get(0)).ok_or(StoreError::Row)?;
    let mut look = look.clone();
    look.seen_seq = look.seen_seq.or(stands.get(1));
    let hash = link(previous, &look);
    let mut steps = Steps::default();
    steps
        .then(
            "INSERT INTO look (at, officer_id, incident_id, verb, query, reason, seen_seq, hash)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(look.at.timestamp_millis())?
        .bind(look.officer_id.bytes().to_vec())?
        .bind(look.incident_id.as_ref().map(|id| id.bytes().to_vec()))?
        .bind(look.verb)?
        .bind(look.query)?
        .bind(look.reason)?
        .bind(look.seen_seq)?
        .bind(hash.0.to_vec())?
        .then("UPDATE look_head SET look_seq = (SELECT max(look_seq) FROM look), look_hash = ?")
        .bind(hash.0.to_vec())?;
    steps.run(connection).await
}

/// Number and hash of the newest look, as written with it; zeros before the first.
pub(crate) async fn head(connection: &mut SqliteConnection) -> Result<(i64, Hash), StoreError> {
    let row = sqlx::query("SELECT look_seq, look_hash FROM look_head").fetch_one(connection).await?;
    Ok((row.get(0), Hash::from_slice(row.get(1)).ok_or(StoreError::Row)?))
}

/// Hash of a look: of the one before it and of everything that this one says.
pub(crate) fn link(previous: Hash, look: &Look) -> Hash {
    let mut hasher = blake3_of(&previous);
    hasher.extend_from_slice(&look.at.timestamp_millis().to_be_bytes());
    hasher.extend_from_slice(look.officer_id.bytes());
    hasher.push(u8::from(look.incident_id.is_some()));
    if let Some(incident) = &look.incident_id {
        hasher.extend_from_slice(incident.bytes());
    }
    hasher.extend_from_slice(&look.seen_seq.unwrap_or_default().to_be_bytes());
    for text in [&look.verb, &look.query, &look.reason] {
        hasher.extend_from_slice(&(text.len() as u64).to_be_bytes());
        hasher.extend_from_slice(text.as_bytes());
    }
    Hash::of(&hasher)
}

fn blake3_of(previous: &Hash) -> Vec<u8> {
    let mut bytes = b"nrmp look 1\0".to_vec();
    bytes.extend_from_slice(&previous.0);
    bytes
}

pub(crate) fn read(row: &SqliteRow) -> Result<(Look, Hash), StoreError> {
    let incident: Option<Vec<u8>> = row.get("incident_id");
    let look = Look {
        at: instant(row.get("at"))?,
        officer_id: OfficerId::from_slice(row.get("officer_id")).ok_or(StoreError::Row)?,
        incident_id: incident.and_then(|bytes| IncidentId::from_slice(&bytes)),
        verb: row.get("verb"),
        query: row.get("query"),
        reason: row.get("reason"),
        seen_seq: row.get("seen_seq"),
    };
    Ok((look, Hash::from_slice(row.get("hash")).ok_or(StoreError::Row)?))
}
