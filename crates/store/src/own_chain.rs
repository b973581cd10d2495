//! What of this device's own chain central has acknowledged, refused, or not been sent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use protocol::{Outcome, RefusalCode};
use register::Header;
use register::Sealed;
use register::entry::Stream;
use register::id::{EntryId, Hash, IncidentId};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _};

use crate::error::StoreError;
use crate::read::{instant, kept, sealed};
use crate::steps::Steps;
use crate::take_in::project_anew;
use crate::vault::Vault;
use crate::write::end;

/// An entry that central refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub entry_id: EntryId,
    pub stream: Stream,
    /// The kind in its header.
    pub kind: String,
    pub code: RefusalCode,
    pub recorded_at: DateTime<Utc>,
    pub refused_at: DateTime<Utc>,
    /// When it was last sent.
    pub tried_at: DateTime<Utc>,
}

impl Vault {
    /// Number and hash of the newest entry of this device; nought before the first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_head(&self) -> Result<(u64, Hash), StoreError> {
        let row = self.one(sqlx::query("SELECT device_seq, entry_hash FROM head")).await?;
        let seq = u64::try_from(row.get::<i64, _>("device_seq")).map_err(|_| StoreError::Row)?;
        Ok((seq, Hash::from_slice(row.get("entry_hash")).ok_or(StoreError::Row)?))
    }

    /// Hash of the entry with this number in the device's chain; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_hash(&self, device_seq: u64) -> Result<Option<Hash>, StoreError> {
        if device_seq == 0 {
            return Ok(Some(Hash::ZERO));
        }
        let query = sqlx::query("SELECT header FROM entry WHERE device_id = ? AND device_seq = ?");
        let query = query.bind(self.device_id.bytes().as_slice()).bind(number(device_seq)?);
        Ok(self.maybe(query).await?.map(|row| Hash::of(row.get("header"))))
    }

    /// Among the entries written or taken in last, the one that stands last in the ledger: where, and its hash.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn held_last(&self) -> Result<Option<(u64, Hash)>, StoreError> {
        let query = sqlx::query(
            "SELECT position, header
             FROM (SELECT entry_seq, position FROM ledger_place ORDER BY entry_seq DESC LIMIT 64)
             JOIN entry USING (entry_seq) ORDER BY position DESC LIMIT 1",
        );
        let row = self.maybe(query).await?;
        row.map(|row| {
            let position = u64::try_from(row.get::<i64, _>("position")).map_err(|_| StoreError::Row)?;
            Ok((position, Hash::of(row.get("header"))))
        })
        .transpose()
    }

    /// Entries of this device after a number, in its order: as many as fit, and at least one where there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_after(
        &self,
        device_seq: u64,
        most: u32,
        bytes: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        let (device_id, after) = (self.device_id.bytes().to_vec(), number(device_seq)?);
        let mut reader = self.reader().await?;
        let chosen = "WHERE device_id = ? AND device_seq > ? ORDER BY device_seq LIMIT ?";
        let kept = kept(reader.connection()?, chosen, |query| {
            query.bind(device_id).bind(after).bind(i64::from(most))
        });
        let kept = kept.await;
        let entries = reader.judged(kept)?.into_iter().map(|kept| kept.sealed).collect();
        Ok(within(entries, bytes))
    }

    /// Entries of this device up to a number that central has neither acknowledged nor refused as far as is
    /// known here: they are sent again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_unanswered(
        &self,
        through: u64,
        most: u32,
        bytes: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        let query = sqlx::query(
            "SELECT header, signature, body FROM entry
             WHERE device_id = ?1 AND device_seq <= ?2
                 AND entry_seq NOT IN (SELECT entry_seq FROM ledger_place WHERE own = 1)
                 AND entry_id NOT IN (SELECT entry_id FROM refused)
             ORDER BY device_seq LIMIT ?3",
        );
        let query =
            query.bind(self.device_id.bytes().as_slice()).bind(number(through)?).bind(i64::from(most));
        sealed_within(&self.all(query).await?, bytes)
    }

    /// The first of this device's entries that central has neither acknowledged nor refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_waiting(&self, most: u32, bytes: usize) -> Result<Vec<Sealed>, StoreError> {
        self.own_unanswered(i64::MAX.unsigned_abs(), most, bytes).await
    }

    /// Refused entries that were last sent before a time, after a number in the device's chain, in its order. Those
    /// that were sent after `now` were sent while this device's clock was ahead: when is not known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refused_before(
        &self,
        tried_before: DateTime<Utc>,
        now: DateTime<Utc>,
        after: u64,
        most: u32,
        bytes: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        let query = sqlx::query(
            // From the refused ones, which are few: the other way round every entry of the file is read.
            "SELECT header, signature, body FROM refused CROSS JOIN entry USING (entry_id)
             WHERE (tried_at < ? OR tried_at > ?) AND device_seq > ? ORDER BY device_seq LIMIT ?",
        );
        let query = query
            .bind(tried_before.timestamp_millis())
            .bind(now.timestamp_millis())
            .bind(number(after)?)
            .bind(i64::from(most));
        sealed_within(&self.all(query).await?, bytes)
    }

    /// Keep what central answered, in one transaction. `sent_through` says where in the chain to go on; where that is
    /// further back than before, central lacks what was sent after it, and nothing of that counts as delivered.
    ///
    /// Gives the incidents that are another than before: something in them counts no more, or again.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of it stays.
    pub async fn answered(
        &self,
        answers: &[(EntryId, Outcome)],
        sent_through: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<BTreeSet<IncidentId>, StoreError> {
        let mut steps = Steps::default();
        let mut placed = Vec::new();
        for (entry_id, outcome) in answers {
            match outcome {
                Outcome::Accepted { position } | Outcome::Duplicate { position } => {
                    placed.push((entry_id.bytes().to_vec(), number(*position)?));
                }
                // Nothing was kept of it: it is still to be sent.
                Outcome::Refused { code } if !code.is_kept() => {}
                Outcome::Refused { code } => {
                    steps
                        .then(
                            "INSERT INTO refused (entry_id, code, against_rules, refused_at, tried_at)
                             VALUES (?, ?, ?, ?, ?)
                             ON CONFLICT (entry_id) DO UPDATE
                                 SET code = excluded.code, against_rules = excluded.against_rules,
                                     tried_at = excluded.tried_at",
                        )
                        .bind(entry_id.bytes().to_vec())?
                        .bind(i64::from(code.number()))?
                        .bind(i64::from(code.is_against_rules()))?
                        .bind(now.timestamp_millis())?
                        .bind(now.timestamp_millis())?;
                }
            }
        }
        if let Some(through) = sent_through {
            steps
                .then(
                    "DELETE FROM ledger_place WHERE own = 1 AND entry_seq IN (
                         SELECT entry_seq FROM entry WHERE device_id = (SELECT device_id FROM head)
                             AND device_seq > ? AND device_seq <= (SELECT sent_through FROM enrolment))",
                )
                .bind(number(through)?)?
                .then("UPDATE enrolment SET sent_through = ?")
                .bind(number(through)?)?;
        }
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            let connection = &mut writer.connection;
            let before = left(connection).await?;
            place(connection, &placed).await?;
            steps.run(connection).await?;
            let moved = moved(before, left(connection).await?);
            for incident_id in &moved {
                project_anew(connection, *incident_id, &self.thresholds).await?;
            }
            sqlx::query("COMMIT").execute(connection).await?;
            Ok::<_, StoreError>(moved)
        }
        .await;
        let moved = end(&mut writer, done).await?;
        self.recent.let_go(&moved);
        Ok(moved)
    }

    /// Entries of this device that central has neither acknowledged nor refused, counted from what it did
    /// acknowledge (INV-5).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn to_send(&self) -> Result<u64, StoreError> {
        let query = sqlx::query(
            "SELECT (SELECT device_seq FROM head)
                 - (SELECT count(*) FROM ledger_place WHERE own = 1)
                 - (SELECT count(*) FROM refused) AS n",
        );
        Ok(u64::try_from(self.one(query).await?.get::<i64, _>("n")).unwrap_or(0))
    }

    /// One entry as it was signed.
    ///
    /// # Errors
    /// [`StoreError::Row`] where it is not here.
    pub async fn sealed_entry(&self, entry_id: EntryId) -> Result<Sealed, StoreError> {
        let query = sqlx::query("SELECT header, signature, body FROM entry WHERE entry_id = ?");
        let row = self.maybe(query.bind(entry_id.bytes().as_slice())).await?;
        sealed(&row.ok_or(StoreError::Row)?)
    }

    /// How many entries central refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refused_count(&self) -> Result<u64, StoreError> {
        let row = self.one(sqlx::query("SELECT count(*) AS n FROM refused")).await?;
        u64::try_from(row.get::<i64, _>("n")).map_err(|_| StoreError::Row)
    }

    /// Entries that central refused, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refused(&self) -> Result<Vec<Refused>, StoreError> {
        let query = sqlx::query(
            "SELECT entry_id, code, refused_at, tried_at, header FROM refused CROSS JOIN entry USING (entry_id)
             ORDER BY entry_seq",
        );
        self.all(query).await?.iter().map(refused).collect()
    }
}

/// Note where entries of this device stand in the ledger, by name; they are refused no more.
async fn place(connection: &mut SqliteConnection, placed: &[(Vec<u8>, i64)]) -> Result<(), StoreError> {
    let refused: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM refused)").fetch_one(&mut *connection).await?;
    for some in placed.chunks(250) {
        let mut insert = QueryBuilder::new("WITH wanted (name, place) AS (");
        insert.push_values(some, |mut row, (name, place)| {
            row.push_bind(name).push_bind(place);
        });
        insert.push(
            ") INSERT INTO ledger_place (entry_seq, position, own)
             SELECT entry_seq, place, 1 FROM wanted CROSS JOIN entry ON entry_id = name
             WHERE device_id = (SELECT device_id FROM head)
             ON CONFLICT (entry_seq) DO UPDATE SET position = excluded.position",
        );
        insert.build().execute(&mut *connection).await?;
        if refused {
            let mut delete = QueryBuilder::new("DELETE FROM refused WHERE entry_id IN (");
            let mut names = delete.separated(", ");
            for (name, _) in some {
                names.push_bind(name);
            }
            delete.push(")");
            delete.build().execute(&mut *connection).await?;
        }
    }
    Ok(())
}

/// Entries that count no more, each with its incident.
pub(crate) async fn left(
    connection: &mut SqliteConnection,
) -> Result<BTreeMap<EntryId, IncidentId>, StoreError> {
    let rows = sqlx::query(
        "SELECT entry_id, header FROM refused CROSS JOIN entry USING (entry_id) WHERE against_rules = 1",
    );
    let mut left = BTreeMap::new();
    for row in rows.fetch_all(connection).await? {
        let header = Sealed { header: row.get("header"), signature: [0; 64], body: None }.read_header()?;
        if let Stream::Incident(incident_id) = header.stream {
            left.insert(header.entry_id, incident_id);
        }
    }
    Ok(left)
}

/// The incidents of entries that are in one of these and not in the other.
pub(crate) fn moved(
    before: BTreeMap<EntryId, IncidentId>,
    after: BTreeMap<EntryId, IncidentId>,
) -> BTreeSet<IncidentId> {
    let only = |one: &BTreeMap<EntryId, IncidentId>, other: &BTreeMap<EntryId, IncidentId>| {
        one.iter()
            .filter(|(id, _)| !other.contains_key(id))
            .map(|(_, incident)| *incident)
            .collect::<Vec<_>>()
    };
    only(&before, &after).into_iter().chain(only(&after, &before)).collect()
}

fn refused(row: &SqliteRow) -> Result<Refused, StoreError> {
    let header = register::Sealed { header: row.get("header"), signature: [0; 64], body: None };
    let Header { stream, written_at, kind, .. } = header.read_header()?;
    Ok(Refused {
        entry_id: EntryId::from_slice(row.get("entry_id")).ok_or(StoreError::Row)?,
        stream,
        kind,
        code: RefusalCode::from_number(row.get("code")).ok_or(StoreError::Row)?,
        recorded_at: instant(written_at)?,
        refused_at: instant(row.get("refused_at"))?,
        tried_at: instant(row.get("tried_at"))?,
    })
}

pub(crate) fn number(n: u64) -> Result<i64, StoreError> {
    i64::try_from(n).map_err(|_| StoreError::Row)
}

/// As many of them as fit, and at least one.
fn within(mut entries: Vec<Sealed>, bytes: usize) -> Vec<Sealed> {
    let mut sum = 0;
    let fit = entries.iter().take_while(|entry| {
        sum += entry.header.len() + entry.body.as_ref().map_or(0, Vec::len);
        sum <= bytes
    });
    let fit = fit.count().max(1);
    entries.truncate(fit);
    entries
}

pub(crate) fn sealed_within(rows: &[SqliteRow], bytes: usize) -> Result<Vec<Sealed>, StoreError> {
    Ok(within(rows.iter().map(sealed).collect::<Result<_, _>>()?, bytes))
}
