//! Are lists and search index what a rebuild would make (INV-2)?

use std::collections::{BTreeMap, HashSet};

use register::id::Hash;
use register::{Incident, Summary, Thresholds};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _};

use super::reader::Reader;
use super::{FindingKind, Verified};
use crate::error::StoreError;
use crate::names;
use crate::project::{row_of, who_of};
use crate::rebuild::Streams;
use crate::take_page::lists_are_behind;

/// Incidents compared with one statement.
const INCIDENTS_AT_A_TIME: usize = 500;
const WORDS_AT_A_TIME: i64 = 2_000;

/// An index made anew, in memory, and both indexes as tables of where each word stands.
const MAKE_ANEW: &str = "
CREATE VIRTUAL TABLE temp.names_anew USING fts5 (
    names, sounds, letters, born, refs, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE temp.words_anew USING fts5vocab (temp, names_anew, instance);
CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab (main, name_search, instance);";
const THROW_AWAY: &str = "
DROP TABLE IF EXISTS temp.words_kept;
DROP TABLE IF EXISTS temp.words_anew;
DROP TABLE IF EXISTS temp.names_anew;";

pub(super) async fn check(
    reader: &mut Reader,
    thresholds: &Thresholds,
    blobs: Option<&HashSet<Hash>>,
    verified: &mut Verified,
) -> Result<(), StoreError> {
    let connection = reader.connection().await?;
    // While a ledger is taken in the lists are behind the log, and are made of it at the end.
    if lists_are_behind(connection).await? {
        return Ok(());
    }
    sqlx::raw_sql(THROW_AWAY).execute(&mut *connection).await?;
    sqlx::raw_sql(MAKE_ANEW).execute(&mut *connection).await?;
    // One transaction: an index in memory that is committed row by row takes far longer.
    sqlx::raw_sql("BEGIN").execute(&mut *connection).await?;
    let compared = compare(connection, thresholds, blobs, verified).await;
    let ended = sqlx::raw_sql("COMMIT").execute(&mut *connection).await;
    sqlx::raw_sql(THROW_AWAY).execute(connection).await?;
    compared?;
    ended?;
    Ok(())
}

async fn compare(
    connection: &mut SqliteConnection,
    thresholds: &Thresholds,
    blobs: Option<&HashSet<Hash>>,
    verified: &mut Verified,
) -> Result<(), StoreError> {
    let mut streams = Streams::default();
    let mut after = Vec::new();
    let mut all_readable = true;
    let mut more = true;
    while more {
        // `None`: an entry is not as it was written, which the chain has said; its row cannot be compared.
        let mut expected: BTreeMap<Vec<u8>, Option<Expected>> = BTreeMap::new();
        while expected.len() < INCIDENTS_AT_A_TIME {
            let Some(folded) = streams.next(connection).await? else { break };
            let row = match folded.state {
                None if !folded.altered => continue,
                Some(state) if !folded.altered => {
                    if let Some(blobs) = blobs {
                        photographs(connection, &state, blobs, verified).await?;
                    }
                    let row = Expected::of(&state, folded.first_seq, thresholds)?;
                    row.index(connection).await?;
                    Some(row)
                }
                _ => {
                    all_readable = false;
                    None
                }
            };
            verified.incidents += 1;
            expected.insert(folded.stream.to_vec(), row);
        }
        more = expected.len() == INCIDENTS_AT_A_TIME;
        let last = expected.last_key_value().filter(|_| more).map(|(stream, _)| stream.clone());
        // Beyond every identifier, which have 16 bytes.
        let until = last.unwrap_or_else(|| vec![0xff; 17]);
        rows(connection, &after, &until, expected, verified).await?;
        after = until;
    }
    if all_readable {
        words(connection, verified).await?;
    }
    Ok(())
}

/// The rows that an incident should have.
struct Expected {
    incident_row: i64,
    summary: Summary,
    listed: bool,
    bytes: Vec<u8>,
}

impl Expected {
    fn of(state: &Incident, incident_row: i64, thresholds: &Thresholds) -> Result<Self, StoreError> {
        let summary = Summary::of(state, thresholds);
        let (listed, bytes) = row_of(&summary)?;
        Ok(Self { incident_row, summary, listed, bytes })
    }

    async fn index(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let indexed = names::index(&self.summary);
        sqlx::query(
            "INSERT INTO temp.names_anew (rowid, names, sounds, letters, born, refs) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(self.incident_row)
        .bind(indexed.names)
        .bind(indexed.sounds)
        .bind(indexed.letters)
        .bind(&self.summary.born)
        .bind(indexed.refs)
        .execute(connection)
        .await?;
        Ok(())
    }

    fn is(&self, row: &SqliteRow) -> bool {
        row.get::<i64, _>("incident_row") == self.incident_row
            && row.get::<&[u8], _>("person_id") == self.summary.person_id.bytes()
            && row.get::<i64, _>("listed") == i64::from(self.listed)
            && row.get::<&str, _>("reference") == self.summary.reference
            && row.get::<i64, _>("reported_at") == self.summary.reported_at.timestamp_millis()
            && row.get::<&str, _>("who") == who_of(&self.summary)
            && row.get::<&[u8], _>("summary") == self.bytes
    }
}

/// Compare the rows of the incidents in a range of identifiers.
async fn rows(
    connection: &mut SqliteConnection,
    after: &[u8],
    until: &[u8],
    mut expected: BTreeMap<Vec<u8>, Option<Expected>>,
    verified: &mut Verified,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT incident_row, incident_id, person_id, listed, reference, reported_at, who, summary
         FROM incident WHERE incident_id > ? AND incident_id <= ? ORDER BY incident_id",
    )
    .bind(after)
    .bind(until)
    .fetch_all(connection)
    .await?;
    for row in &rows {
        let differs = match expected.remove(row.get::<&[u8], _>("incident_id")) {
            Some(Some(expected)) => !expected.is(row),
            Some(None) => false,
            None => true,
        };
        if differs {
            verified.add(FindingKind::ProjectionDiffers, None, row.get::<String, _>("reference"));
        }
    }
    for absent in expected.into_values().flatten() {
        verified.add(FindingKind::ProjectionDiffers, None, absent.summary.reference);
    }
    Ok(())
}

/// Compare where each word stands in the two indexes.
async fn words(connection: &mut SqliteConnection, verified: &mut Verified) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let anew = page(connection, "words_anew", &after).await?;
        let kept = page(connection, "words_kept", &after).await?;
        if anew != kept {
            verified.add(FindingKind::ProjectionDiffers, None, "names");
            return Ok(());
        }
        match anew.into_iter().next_back() {
            Some((term, _)) => after = term,
            None => return Ok(()),
        }
    }
}

async fn page(
    connection: &mut SqliteConnection,
    table: &str,
    after: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    let statement = format!(
        "SELECT term, group_concat(doc || ' ' || col || ' ' || \"offset\") FROM temp.{table}
         WHERE term > ? GROUP BY term ORDER BY term LIMIT ?"
    );
    Ok(sqlx::query_as(AssertSqlSafe(statement))
        .bind(after)
        .bind(WORDS_AT_A_TIME)
        .fetch_all(connection)
        .await?)
}

/// Every picture that an entry of this device names has to be there. Those of others may come later than the
/// entry that names them.
async fn photographs(
    connection: &mut SqliteConnection,
    state: &Incident,
    blobs: &HashSet<Hash>,
    verified: &mut Verified,
) -> Result<(), StoreError> {
    for said in &state.photographs {
        let photograph = &said.what.photograph;
        for hash in [photograph.original, photograph.display, photograph.thumbnail] {
            if blobs.contains(&hash) {
                continue;
            }
            let own: bool = sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM entry JOIN head USING (device_id) WHERE entry_id = ?)",
            )
            .bind(said.entry_id.bytes().as_slice())
            .fetch_one(&mut *connection)
            .await?;
            let kind = if own { FindingKind::PhotographDamaged } else { FindingKind::PhotographNotHere };
            verified.add(kind, Some(said.entry_id), hash.to_string());
        }
    }
    Ok(())
}
