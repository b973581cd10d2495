//! Reading: entries of a stream, summaries for lists, drafts, pictures.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use register::entry::{Sealed, Stream};
use register::fact::{ForceFact, IncidentFact};
use register::id::{Hash, IncidentId, OfficerId, PersonId, RegisterId};
use register::{Entry, Summary};
use serde::de::DeserializeOwned;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _};

use crate::error::StoreError;
use crate::look::SeenBy;
use crate::names::{self, NameQuery};
use crate::recent::Log;
use crate::vault::Vault;

/// An entry, with where and when it arrived on this device.
#[derive(Clone, Debug)]
pub struct Received<F = IncidentFact> {
    pub entry: Entry<F>,
    pub seq: i64,
    pub received_at: DateTime<Utc>,
    /// Since when it counts no more: central refused it as against the rules. It stays listed.
    pub refused_at: Option<DateTime<Utc>>,
}

impl<F> Received<F> {
    /// Whether it counts in the state that was known at a time, or counts now.
    pub fn counts(&self, at: Option<DateTime<Utc>>) -> bool {
        match (self.refused_at, at) {
            (Some(refused), Some(at)) => at < refused,
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

pub(crate) fn instant(millis: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(millis).ok_or(StoreError::Row)
}

pub(crate) fn sealed(row: &SqliteRow) -> Result<Sealed, StoreError> {
    let signature: &[u8] = row.get("signature");
    Ok(Sealed {
        header: row.get("header"),
        signature: signature.try_into().map_err(|_| StoreError::Row)?,
        body: row.get("body"),
    })
}

/// An entry as it is kept, where, and since when.
pub(crate) struct Kept {
    pub seq: i64,
    received_at: i64,
    /// When central refused it as against the rules.
    refused_at: Option<i64>,
    /// When central took an entry that was written with a clock ahead of its own.
    taken_at: Option<i64>,
    pub stream: [u8; 16],
    pub sealed: Sealed,
}

/// Entries chosen by what follows `FROM entry`, as one row: handing over many rows one by one, from
/// the connection's thread to this one, costs more than reading them. What was mangled on the way
/// would not open: a body is checked against its hash.
pub(crate) async fn kept(
    connection: &mut SqliteConnection,
    chosen: &'static str,
    bind: impl FnOnce(KeptQuery<'_>) -> KeptQuery<'_>,
) -> Result<Vec<Kept>, StoreError> {
    kept_after("", connection, chosen, bind).await
}

/// The same after another statement, which goes to the file with it.
pub(crate) async fn kept_after(
    first: &'static str,
    connection: &mut SqliteConnection,
    chosen: &'static str,
    bind: impl FnOnce(KeptQuery<'_>) -> KeptQuery<'_>,
) -> Result<Vec<Kept>, StoreError> {
    kept_where(first, [REFUSED_AT, TAKEN_AT], connection, chosen, bind).await
}

/// When central refused an entry, if it did so as against the rules.
const REFUSED_AT: &str =
    "(SELECT refused_at FROM refused WHERE refused.entry_id = entry.entry_id AND against_rules = 1)";

/// When central took an entry that was written with a clock ahead of its own.
const TAKEN_AT: &str =
    "(SELECT received_at FROM written_ahead WHERE written_ahead.entry_seq = entry.entry_seq)";

/// The same of a file that may be of an earlier form, which is read as it is: it may know of no refusals, and no clocks.
pub(crate) async fn kept_of_any_form(
    connection: &mut SqliteConnection,
    chosen: &'static str,
    bind: impl FnOnce(KeptQuery<'_>) -> KeptQuery<'_>,
) -> Result<Vec<Kept>, StoreError> {
    let knows = "SELECT EXISTS (SELECT 1 FROM pragma_table_info('refused') WHERE name = 'against_rules'),
                        EXISTS (SELECT 1 FROM pragma_table_info('written_ahead'))";
    let row = sqlx::query(knows).fetch_one(&mut *connection).await?;
    let known = |at: usize, column| if row.get::<bool, _>(at) { column } else { "NULL" };
    kept_where("", [known(0, REFUSED_AT), known(1, TAKEN_AT)], connection, chosen, bind).await
}

async fn kept_where(
    first: &'static str,
    [refused_at, taken_at]: [&'static str; 2],
    connection: &mut SqliteConnection,
    chosen: &'static str,
    bind: impl FnOnce(KeptQuery<'_>) -> KeptQuery<'_>,
) -> Result<Vec<Kept>, StoreError> {
    let statement = format!(
        "{first} SELECT CAST(group_concat(packed, '') AS BLOB) FROM (
             SELECT format('%016x%016x%016x%016x%08x%08x', entry_seq, received_at,
                           coalesce({refused_at}, {NEVER}), coalesce({taken_at}, {NEVER}),
                           length(header), coalesce(length(body), {NO_BODY}))
                 || stream || signature || header || coalesce(body, x'') AS packed
             FROM entry {chosen})"
    );
    let packed: Option<Vec<u8>> =
        bind(sqlx::query_scalar(AssertSqlSafe(statement))).fetch_one(connection).await?;
    let mut rest = packed.as_deref().unwrap_or_default();
    let mut kept = Vec::new();
    while !rest.is_empty() {
        kept.push(unpack(&mut rest).ok_or(StoreError::Row)?);
    }
    Ok(kept)
}

pub(crate) type KeptQuery<'q> =
    sqlx::query::QueryScalar<'q, Sqlite, Option<Vec<u8>>, sqlx::sqlite::SqliteArguments>;

impl Kept {
    /// The entry as it was read, unless not even its header can be.
    pub fn received(&self) -> Option<Received> {
        self.open().map(|entry| Received {
            seq: self.seq,
            received_at: instant(self.received_at).unwrap_or_default(),
            refused_at: self.left_at(&entry),
            entry,
        })
    }

    /// The entry, where it can be read and counts.
    pub fn counting<F: DeserializeOwned>(&self) -> Option<Entry<F>> {
        self.open().filter(|entry| self.left_at(entry).is_none())
    }

    fn open<F: DeserializeOwned>(&self) -> Option<Entry<F>> {
        let entry = self.sealed.open_or_altered()?;
        Some(match self.taken_at {
            Some(taken_at) => entry.taken_at(taken_at, 0),
            None => entry,
        })
    }

    /// Since when it counts no more. A refused report leaves no incident without one, and who may sign is what the
    /// force's stream says.
    fn left_at<F>(&self, entry: &Entry<F>) -> Option<DateTime<Utc>> {
        let may_leave = matches!(entry.header.stream, Stream::Incident(_)) && entry.header.kind != "reported";
        self.refused_at.filter(|_| may_leave).and_then(|at| instant(at).ok())
    }
}

/// Stands for a time where there is none.
const NEVER: i64 = -1;

/// Stands for the length of a body that has been disposed of.
const NO_BODY: usize = 0xffff_ffff;

fn unpack(rest: &mut &[u8]) -> Option<Kept> {
    let mut number = |digits| {
        let text = std::str::from_utf8(rest.split_off(..digits)?).ok()?;
        u64::from_str_radix(text, 16).ok()
    };
    let (seq, received_at) = (number(16)?, number(16)?);
    let (refused_at, taken_at) = (number(16)?.cast_signed(), number(16)?.cast_signed());
    let (header, body) = (usize::try_from(number(8)?).ok()?, usize::try_from(number(8)?).ok()?);
    Some(Kept {
        seq: i64::try_from(seq).ok()?,
        // Written as two's complement: a clock may have stood before 1970.
        received_at: received_at.cast_signed(),
        refused_at: Some(refused_at).filter(|at| *at != NEVER),
        taken_at: Some(taken_at).filter(|at| *at != NEVER),
        stream: rest.split_off(..16)?.try_into().ok()?,
        sealed: Sealed {
            signature: rest.split_off(..64)?.try_into().ok()?,
            header: rest.split_off(..header)?.to_vec(),
            body: if body == NO_BODY { None } else { Some(rest.split_off(..body)?.to_vec()) },
        },
    })
}

/// Entries of a stream. The limit keeps the order: without one SQLite may drop it.
pub(crate) const OF_STREAM: &str = "WHERE stream = ? ORDER BY entry_seq LIMIT 1000000";
/// Those that came after a number.
pub(crate) const OF_STREAM_AFTER: &str =
    "WHERE stream = ? AND entry_seq > ? ORDER BY entry_seq LIMIT 1000000";

/// Entries of a stream that count, in order of arrival. One that was altered stands as such; one without a header
/// that can be read is left out: `verify` names both.
pub(crate) async fn entries_of<F: DeserializeOwned>(
    connection: &mut SqliteConnection,
    stream: &[u8; 16],
) -> Result<Vec<Entry<F>>, StoreError> {
    let kept = kept(connection, OF_STREAM, |query| query.bind(stream.to_vec()));
    Ok(kept.await?.iter().filter_map(Kept::counting).collect())
}

pub(crate) fn summary(row: &SqliteRow) -> Result<Summary, StoreError> {
    let bytes: &[u8] = row.get("summary");
    postcard::from_bytes(bytes).map_err(|_| StoreError::Row)
}

type RowQuery<'q> = sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>;

impl Vault {
    pub(crate) async fn all(&self, query: RowQuery<'_>) -> Result<Vec<SqliteRow>, StoreError> {
        let mut reader = self.reader().await?;
        let answer = query.fetch_all(reader.connection()?).await;
        reader.judged(answer.map_err(StoreError::from))
    }

    pub(crate) async fn maybe(&self, query: RowQuery<'_>) -> Result<Option<SqliteRow>, StoreError> {
        let mut reader = self.reader().await?;
        let answer = query.fetch_optional(reader.connection()?).await;
        reader.judged(answer.map_err(StoreError::from))
    }

    /// One statement on what is no evidence.
    pub(crate) async fn change(&self, query: RowQuery<'_>) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let done = query.execute(&mut writer.connection).await;
        writer.failed |= done.is_err();
        done.map(drop).map_err(StoreError::from)
    }

    pub(crate) async fn one(&self, query: RowQuery<'_>) -> Result<SqliteRow, StoreError> {
        self.maybe(query).await?.ok_or(StoreError::Row)
    }

    /// Every entry of an incident, in order of arrival, as the file has them now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn log(&self, incident_id: IncidentId) -> Result<Arc<Log>, StoreError> {
        let moment = self.recent.moment();
        let mut reader = self.reader().await?;
        let stream = incident_id.bytes().to_vec();
        let answer = kept(reader.connection()?, OF_STREAM, |query| query.bind(stream)).await;
        let entries = reader.judged(answer)?.iter().filter_map(Kept::received).collect();
        let log = Arc::new(Log::of(entries));
        self.recent.hold_read(incident_id, &log, moment);
        Ok(log)
    }

    /// The entries of a stream byte for byte, in order of arrival.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sealed(&self, stream: &[u8; 16]) -> Result<Vec<Sealed>, StoreError> {
        let mut reader = self.reader().await?;
        let stream = stream.to_vec();
        let answer = kept(reader.connection()?, OF_STREAM, |query| query.bind(stream)).await;
        Ok(reader.judged(answer)?.into_iter().map(|kept| kept.sealed).collect())
    }

    /// Every incident, in the order in which they were first recorded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn incident_ids(&self) -> Result<Vec<IncidentId>, StoreError> {
        let rows = self.all(sqlx::query("SELECT incident_id FROM incident ORDER BY incident_row")).await?;
        rows.iter().map(|row| IncidentId::from_slice(row.get(0)).ok_or(StoreError::Row)).collect()
    }

    /// The force's stream: who may sign.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn force_entries(&self, register_id: RegisterId) -> Result<Vec<Entry<ForceFact>>, StoreError> {
        let mut reader = self.reader().await?;
        let answer = entries_of(reader.connection()?, register_id.bytes()).await;
        reader.judged(answer)
    }

    /// Everything that the duty list may show: open, or closed with something due.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn listed(&self) -> Result<Vec<Summary>, StoreError> {
        let rows = self.all(sqlx::query("SELECT summary FROM incident WHERE listed = 1")).await?;
        rows.iter().map(summary).collect()
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn listed_count(&self) -> Result<u32, StoreError> {
        let row = self.one(sqlx::query("SELECT count(*) FROM incident WHERE listed = 1")).await?;
        Ok(u32::try_from(row.get::<i64, _>(0)).unwrap_or(u32::MAX))
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn summary(&self, incident_id: IncidentId) -> Result<Option<Summary>, StoreError> {
        let query = sqlx::query("SELECT summary FROM incident WHERE incident_id = ?");
        let row = self.maybe(query.bind(incident_id.bytes().as_slice())).await?;
        row.as_ref().map(summary).transpose()
    }

    /// Every incident of a person, latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of_person(&self, person_id: PersonId) -> Result<Vec<Summary>, StoreError> {
        let query = sqlx::query(
            "SELECT summary FROM incident WHERE person_id = ? ORDER BY reported_at DESC LIMIT 500",
        );
        let rows = self.all(query.bind(person_id.bytes().as_slice())).await?;
        rows.iter().map(summary).collect()
    }

    /// Incidents whose names meet the query: strictly first, loosely where that finds fewer than `enough`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn by_name(
        &self,
        query: &NameQuery,
        enough: usize,
        limit: u32,
    ) -> Result<Vec<Summary>, StoreError> {
        let mut found: Vec<Summary> = Vec::new();
        for expression in [query.strict(), query.loose()].into_iter().flatten() {
            let query = sqlx::query(
                "SELECT summary FROM name_search JOIN incident ON incident_row = name_search.rowid
                 WHERE name_search MATCH ? ORDER BY name_search.rowid DESC LIMIT ?",
            );
            let rows = self.all(query.bind(expression).bind(limit)).await?;
            for row in &rows {
                let summary = summary(row)?;
                if !found.iter().any(|other| other.incident_id == summary.incident_id) {
                    found.push(summary);
                }
            }
            if found.len() >= enough {
                break;
            }
        }
        Ok(found)
    }

    /// Incidents whose reference begins so, then those of which another system's reference does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn by_reference(&self, beginning: &str, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let mut found = self.by_own_reference(beginning, limit).await?;
        if let Some(expression) = names::reference_query(beginning) {
            let query = sqlx::query(
                "SELECT summary FROM name_search JOIN incident ON incident_row = name_search.rowid
                 WHERE name_search MATCH ? ORDER BY name_search.rowid DESC LIMIT ?",
            );
            for row in &self.all(query.bind(expression).bind(limit)).await? {
                let other = summary(row)?;
                if !found.iter().any(|own| own.incident_id == other.incident_id) {
                    found.push(other);
                }
            }
        }
        Ok(found)
    }

    async fn by_own_reference(&self, beginning: &str, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let query = sqlx::query(
            "SELECT summary FROM incident WHERE reference >= ?1 AND reference < ?1 || char(1114111)
             ORDER BY reference LIMIT ?2",
        );
        let rows = self.all(query.bind(beginning).bind(limit)).await?;
        rows.iter().map(summary).collect()
    }

    /// The greatest reference that begins so: the next one counts on from it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn last_reference(&self, beginning: &str) -> Result<Option<String>, StoreError> {
        let query = sqlx::query(
            "SELECT max(reference) FROM incident WHERE reference >= ?1 AND reference < ?1 || char(1114111)",
        );
        Ok(self.one(query.bind(beginning)).await?.get(0))
    }

    /// Whether an incident here has this reference.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_reference(&self, reference: &str) -> Result<bool, StoreError> {
        let query = sqlx::query("SELECT 1 FROM incident WHERE reference = ?");
        Ok(self.maybe(query.bind(reference)).await?.is_some())
    }

    /// Each officer's last look at an incident until a time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn seen_by(
        &self,
        incident_id: IncidentId,
        until: DateTime<Utc>,
    ) -> Result<Vec<SeenBy>, StoreError> {
        let query = sqlx::query(
            "SELECT officer_id, max(at) AS at, coalesce(max(seen_seq), 0) AS seen_seq FROM look
             WHERE incident_id = ? AND at <= ? GROUP BY officer_id ORDER BY max(at) DESC",
        );
        let query = query.bind(incident_id.bytes().as_slice()).bind(until.timestamp_millis());
        let rows = self.all(query).await?;
        rows.iter()
            .map(|row| {
                Ok(SeenBy {
                    officer_id: OfficerId::from_slice(row.get("officer_id")).ok_or(StoreError::Row)?,
                    last_look: instant(row.get("at"))?,
                    seen_seq: row.get("seen_seq"),
                })
            })
            .collect()
    }

    /// A picture's media type and bytes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob(&self, hash: Hash) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let query = sqlx::query("SELECT media_type, bytes FROM blob WHERE hash = ?");
        let row = self.maybe(query.bind(hash.0.as_slice())).await?;
        Ok(row.map(|row| (row.get("media_type"), row.get("bytes"))))
    }
}
