//! Force-wide checks that wait for contact with central, and their answers until somebody has put them away.

use chrono::{DateTime, Utc};
use protocol::{Found, decode, encode};
use register::national::Sought;
use register::{IncidentId, OfficerId, WideCheckId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::look::{Look, append};
use crate::read::instant;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// A check as an officer asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCheck {
    pub check_id: WideCheckId,
    pub officer_id: OfficerId,
    /// Their name, for whoever else is at this laptop later.
    pub officer: String,
    pub asked_at: DateTime<Utc>,
    pub reason: String,
    pub sought: Sought,
    /// What was asked, as the log of looks keeps it.
    pub query: String,
    /// The incidents that the list held here answered.
    pub held: Vec<IncidentId>,
}

/// What became of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub at: DateTime<Utc>,
    /// Central's answer; `None` where it refused.
    pub found: Option<Found>,
}

/// A check, waiting or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WideCheck {
    pub asked: NewCheck,
    pub made: Option<Made>,
    /// How many of the answers the list held here did not have.
    pub fresh: u32,
    /// Whether somebody has opened the answers.
    pub opened: bool,
    /// Whether whoever asked has.
    pub opened_by_asker: bool,
}

impl Vault {
    /// Keep a check until central is reached. The same question of the same officer waits once, as it was asked last.
    /// False where as many wait already as may.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue_check(&self, new: &NewCheck, most: u32) -> Result<bool, StoreError> {
        let (officer, sought) = (new.officer_id.bytes().to_vec(), encode(&new.sought));
        let others = sqlx::query(
            "SELECT count(*) FROM wide_check WHERE made_at IS NULL AND NOT (officer_id = ? AND sought = ?)",
        );
        let others = self.one(others.bind(officer.clone()).bind(sought.clone())).await?;
        if others.get::<i64, _>(0) >= i64::from(most) {
            return Ok(false);
        }
        let mut steps = Steps::default();
        steps
            .then("DELETE FROM wide_check WHERE made_at IS NULL AND officer_id = ? AND sought = ?")
            .bind(officer.clone())?
            .bind(sought.clone())?
            .then(
                "INSERT INTO wide_check (check_id, officer_id, officer, asked_at, reason, sought, query, held)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(new.check_id.bytes().to_vec())?
            .bind(officer)?
            .bind(new.officer.clone())?
            .bind(new.asked_at.timestamp_millis())?
            .bind(new.reason.clone())?
            .bind(sought)?
            .bind(new.query.clone())?
            .bind(encode(&new.held))?
            .then("COMMIT");
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await?;
        Ok(true)
    }

    /// The same was asked at central after all: what waited of it waits no more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check_needless(&self, officer_id: OfficerId, sought: &Sought) -> Result<(), StoreError> {
        let query =
            sqlx::query("DELETE FROM wide_check WHERE made_at IS NULL AND officer_id = ? AND sought = ?");
        self.change(query.bind(officer_id.bytes().to_vec()).bind(encode(sought))).await
    }

    /// The check that has waited longest.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check_waiting(&self) -> Result<Option<WideCheck>, StoreError> {
        let query =
            sqlx::query("SELECT * FROM wide_check WHERE made_at IS NULL ORDER BY asked_at, check_id LIMIT 1");
        self.maybe(query).await?.as_ref().map(check).transpose()
    }

    /// How many wait.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn checks_waiting(&self) -> Result<u64, StoreError> {
        let row = self.one(sqlx::query("SELECT count(*) FROM wide_check WHERE made_at IS NULL")).await?;
        u64::try_from(row.get::<i64, _>(0)).map_err(|_| StoreError::Row)
    }

    /// Keep what became of a check, with the look that it is: nothing is kept of which no look is (INV-9).
    ///
    /// # Errors
    /// [`StoreError`]; then it waits as before.
    pub async fn check_made(&self, asked: &NewCheck, made: &Made, look: Look) -> Result<(), StoreError> {
        let hits = made.found.iter().flat_map(|found| &found.hits);
        let fresh = hits.filter(|hit| !asked.held.contains(&hit.extract.incident_id)).count();
        let mut steps = Steps::default();
        steps
            .then(
                "UPDATE wide_check SET made_at = ?, found = ?, fresh = ? WHERE check_id = ? AND made_at IS NULL",
            )
            .bind(made.at.timestamp_millis())?
            .bind(made.found.as_ref().map(encode))?
            .bind(i64::try_from(fresh).map_err(|_| StoreError::Row)?)?
            .bind(asked.check_id.bytes().to_vec())?
            .then("COMMIT");
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            append(&mut writer.connection, &look).await?;
            steps.run(&mut writer.connection).await
        }
        .await;
        end(&mut writer, done).await
    }

    /// All of them, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn checks(&self) -> Result<Vec<WideCheck>, StoreError> {
        let query = sqlx::query("SELECT * FROM wide_check ORDER BY asked_at DESC, check_id");
        self.all(query).await?.iter().map(check).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check_one(&self, check_id: WideCheckId) -> Result<Option<WideCheck>, StoreError> {
        let query = sqlx::query("SELECT * FROM wide_check WHERE check_id = ?");
        self.maybe(query.bind(check_id.bytes().to_vec())).await?.as_ref().map(check).transpose()
    }

    /// Its answers are opened, by whoever asked or by somebody else.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check_opened(
        &self,
        check_id: WideCheckId,
        by_asker: bool,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "UPDATE wide_check SET opened_at = coalesce(opened_at, ?), by_asker = max(by_asker, ?)
             WHERE check_id = ?",
        );
        self.change(query.bind(at.timestamp_millis()).bind(by_asker).bind(check_id.bytes().to_vec())).await
    }

    /// Put one away, waiting or made.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn discard_check(&self, check_id: WideCheckId) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM wide_check WHERE check_id = ?");
        self.change(query.bind(check_id.bytes().to_vec())).await
    }
}

fn check(row: &SqliteRow) -> Result<WideCheck, StoreError> {
    let read = |_| StoreError::Row;
    let made = match row.get::<Option<i64>, _>("made_at") {
        None => None,
        Some(at) => {
            let found = row.get::<Option<&[u8]>, _>("found").map(decode).transpose().map_err(read)?;
            Some(Made { at: instant(at)?, found })
        }
    };
    Ok(WideCheck {
        asked: NewCheck {
            check_id: WideCheckId::from_slice(row.get("check_id")).ok_or(StoreError::Row)?,
            officer_id: OfficerId::from_slice(row.get("officer_id")).ok_or(StoreError::Row)?,
            officer: row.get("officer"),
            asked_at: instant(row.get("asked_at"))?,
            reason: row.get("reason"),
            sought: decode(row.get("sought")).map_err(read)?,
            query: row.get("query"),
            held: decode(row.get("held")).map_err(read)?,
        },
        made,
        fresh: row.get("fresh"),
        opened: row.get::<Option<i64>, _>("opened_at").is_some(),
        opened_by_asker: row.get("by_asker"),
    })
}
