//! What of this device's own chain central has acknowledged, refused, or not been sent.

use chrono::{DateTime, Utc};
use protocol::{Outcome, RefusalCode};
use register::Header;
use register::Sealed;
use register::entry::Stream;
use register::id::{EntryId, Hash};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::read::{instant, sealed};
use crate::steps::Steps;
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
        let query = sqlx::query(
            "SELECT header, signature, body FROM entry WHERE device_id = ? AND device_seq > ?
             ORDER BY device_seq LIMIT ?",
        );
        let query =
            query.bind(self.device_id.bytes().as_slice()).bind(number(device_seq)?).bind(i64::from(most));
        within(self.all(query).await?, bytes)
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
        within(self.all(query).await?, bytes)
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
        within(self.all(query).await?, bytes)
    }

    /// Keep what central answered, in one transaction. `sent_through` says where in the chain to go on; where that is
    /// further back than before, central lacks what was sent after it, and nothing of that counts as delivered.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of it stays.
    pub async fn answered(
        &self,
        answers: &[(EntryId, Outcome)],
        sent_through: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut steps = Steps::default();
        for (entry_id, outcome) in answers {
            let id = entry_id.bytes().to_vec();
            match outcome {
                Outcome::Accepted { position } | Outcome::Duplicate { position } => {
                    steps
                        .then(
                            "INSERT INTO ledger_place (entry_seq, position, own)
                             SELECT entry_seq, ?, 1 FROM entry JOIN head USING (device_id) WHERE entry_id = ?
                             ON CONFLICT (entry_seq) DO UPDATE SET position = excluded.position",
                        )
                        .bind(number(*position)?)?
                        .bind(id.clone())?
                        .then("DELETE FROM refused WHERE entry_id = ?")
                        .bind(id)?;
                }
                // Nothing was kept of it: it is still to be sent.
                Outcome::Refused { code } if !code.is_kept() => {}
                Outcome::Refused { code } => {
                    steps
                        .then(
                            "INSERT INTO refused (entry_id, code, refused_at, tried_at) VALUES (?, ?, ?, ?)
                             ON CONFLICT (entry_id) DO UPDATE
                                 SET code = excluded.code, tried_at = excluded.tried_at",
                        )
                        .bind(id)?
                        .bind(i64::from(code.number()))?
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
        steps.then("COMMIT");
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await
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

fn number(n: u64) -> Result<i64, StoreError> {
    i64::try_from(n).map_err(|_| StoreError::Row)
}

fn within(rows: Vec<SqliteRow>, bytes: usize) -> Result<Vec<Sealed>, StoreError> {
    let (mut sum, mut entries) = (0, Vec::with_capacity(rows.len()));
    for row in &rows {
        let entry = sealed(row)?;
        sum += entry.header.len() + entry.body.as_ref().map_or(0, Vec::len);
        if sum > bytes && !entries.is_empty() {
            break;
        }
        entries.push(entry);
    }
    Ok(entries)
}
