//! What is told between forces: by this laptop's officers, until the other force has taken it; and to this force,
//! until somebody here has.

use chrono::{DateTime, Utc};
use protocol::{AcceptTold, Taking, Told, ToldAsked, ToldForm};
use register::telling::{SignedTelling, Telling};
use register::{IncidentId, OfficerId, TellingId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::look::{Look, append};
use crate::read::instant;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// A telling as an officer here signed it.
#[derive(Clone, Debug)]
pub struct NewTelling {
    pub telling: SignedTelling,
    /// Of the other force's incident.
    pub reference: String,
    pub made_at: DateTime<Utc>,
}

/// How far a telling has come. Times are by this device's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Central has it. `None`: it counts as not sent (INV-5).
    pub sent_at: Option<DateTime<Utc>>,
    /// Central refused it when it was last sent.
    pub refused: bool,
    /// A laptop of the other force holds it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// Who of the other force took it into the record, and when.
    pub taken: Option<(String, DateTime<Utc>)>,
}

/// A telling of this laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTelling {
    pub telling: Telling,
    pub reference: String,
    pub made_at: DateTime<Utc>,
    pub progress: Progress,
}

/// A telling to this force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldTold {
    pub telling: Telling,
    /// By central's clock.
    pub told_at: DateTime<Utc>,
    /// Who took it into the record; `None`: nobody yet.
    pub taking: Option<Taking>,
}

/// Tellings in a list at most; those that are not delivered are a list of their own.
const SHOWN: u32 = 50;

const OWN: &str =
    "SELECT telling, signature, reference, made_at, sent_at, refused, delivered_at, taker, taken_at
                   FROM telling";

impl Vault {
    /// Keep a telling until it is sent, with the look that it is. The same again changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tell(&self, new: &NewTelling, look: Look) -> Result<(), StoreError> {
        let telling = new.telling.read().ok_or(StoreError::Row)?;
        let mut steps = Steps::default();
        steps
            .then(
                "INSERT INTO telling (telling_id, telling, signature, incident_id, reference, made_at)
                 VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (telling_id) DO NOTHING",
            )
            .bind(telling.telling_id.bytes().to_vec())?
            .bind(new.telling.bytes().to_vec())?
            .bind(new.telling.signature().to_vec())?
            .bind(telling.incident_id.bytes().to_vec())?
            .bind(new.reference.clone())?
            .bind(new.made_at.timestamp_millis())?
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

    /// Tellings that central has not said that it has, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tellings_to_send(&self) -> Result<Vec<(TellingId, SignedTelling)>, StoreError> {
        let query = sqlx::query(
            "SELECT telling_id, telling, signature FROM telling WHERE sent_at IS NULL ORDER BY made_at",
        );
        self.all(query).await?.iter().map(|row| Ok((id(row)?, signed(row)?))).collect()
    }

    /// How many those are.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tellings_unsent(&self) -> Result<u64, StoreError> {
        let row = self.one(sqlx::query("SELECT count(*) FROM telling WHERE sent_at IS NULL")).await?;
        u64::try_from(row.get::<i64, _>(0)).map_err(|_| StoreError::Row)
    }

    /// Tellings that central has and nobody is known to have taken, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tellings_on_the_way(&self, most: usize) -> Result<Vec<TellingId>, StoreError> {
        let query = sqlx::query(
            "SELECT telling_id FROM telling WHERE sent_at IS NOT NULL AND taken_at IS NULL
             ORDER BY made_at DESC LIMIT ?",
        );
        let rows = self.all(query.bind(i64::try_from(most).unwrap_or(i64::MAX))).await?;
        rows.iter().map(id).collect()
    }

    /// Keep how far a telling has come: as central says now, so where it was put back, less far than before. Whether
    /// that is another thing than was known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn telling_came(&self, telling: TellingId, so_far: &Progress) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE telling SET sent_at = ?2, refused = ?3, delivered_at = ?4, taker = ?5, taken_at = ?6
             WHERE telling_id = ?1 AND (refused IS NOT ?3 OR (sent_at IS NULL) <> (?2 IS NULL)
                 OR (delivered_at IS NULL) <> (?4 IS NULL) OR taker IS NOT ?5)",
        )
        .bind(telling.bytes().to_vec())
        .bind(so_far.sent_at.map(|at| at.timestamp_millis()))
        .bind(so_far.refused)
        .bind(so_far.delivered_at.map(|at| at.timestamp_millis()))
        .bind(so_far.taken.as_ref().map(|(name, _)| name.clone()))
        .bind(so_far.taken.as_ref().map(|(_, at)| at.timestamp_millis()));
        let mut writer = self.writer().await?;
        let done = query.execute(&mut writer.connection).await;
        writer.failed |= done.is_err();
        Ok(done?.rows_affected() > 0)
    }

    /// What officers of this laptop told, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tellings(&self) -> Result<Vec<OwnTelling>, StoreError> {
        let sql = format!("{OWN} ORDER BY made_at DESC LIMIT {SHOWN}");
        self.all(sqlx::query(sqlx::AssertSqlSafe(sql))).await?.iter().map(own).collect()
    }

    /// What officers of this laptop told and no laptop of the other force is known to hold, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tellings_undelivered(&self) -> Result<Vec<OwnTelling>, StoreError> {
        let sql = format!("{OWN} WHERE delivered_at IS NULL AND taken_at IS NULL ORDER BY made_at");
        self.all(sqlx::query(sqlx::AssertSqlSafe(sql))).await?.iter().map(own).collect()
    }

    /// What to ask central for next.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn told_next(&self, limit: u32) -> Result<ToldAsked, StoreError> {
        let row = self.maybe(sqlx::query("SELECT \"after\", era FROM told_cursor")).await?;
        let number = |name| row.as_ref().map_or(Ok(0), |row| u64::try_from(row.get::<i64, _>(name)));
        let row_error = |_| StoreError::Row;
        let (after, era) = (number("after").map_err(row_error)?, number("era").map_err(row_error)?);
        Ok(ToldAsked { after, era, limit })
    }

    /// Take what was told, of a page that was verified, with its cursor: what is asked for next says that all of it is held.
    /// Without one, for something in the page could not be read, it is asked for again.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the page stays.
    pub async fn take_told(
        &self,
        told: &[&Told],
        cursor: Option<&ToldForm>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let n = |n: u64| i64::try_from(n).map_err(|_| StoreError::Row);
        let mut steps = Steps::default();
        for told in told {
            let telling = told.telling.read().ok_or(StoreError::Row)?;
            let taking = told.taking.as_ref();
            steps
                .then(
                    // Central that was put back may not know any more who took it: it is told again.
                    "INSERT INTO told (telling_id, telling, signature, officer_key, incident_id, told_at, came_at,
                                       taker_id, taker, taken_at)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     ON CONFLICT (telling_id) DO UPDATE SET
                         to_say = excluded.taken_at IS NULL AND taken_at IS NOT NULL,
                         taker_id = coalesce(excluded.taker_id, taker_id),
                         taker = coalesce(excluded.taker, taker),
                         taken_at = coalesce(excluded.taken_at, taken_at)",
                )
                .bind(telling.telling_id.bytes().to_vec())?
                .bind(told.telling.bytes().to_vec())?
                .bind(told.telling.signature().to_vec())?
                .bind(told.officer_key.to_vec())?
                .bind(telling.incident_id.bytes().to_vec())?
                .bind(told.told_at)?
                .bind(now.timestamp_millis())?
                .bind(taking.map(|taking| taking.officer_id.bytes().to_vec()))?
                .bind(taking.map(|taking| taking.officer.clone()))?
                .bind(taking.map(|taking| taking.at))?;
        }
        if let Some(form) = cursor {
            steps
                .then(
                    "INSERT INTO told_cursor (told_cursor_id, \"after\", era) VALUES (1, ?, ?)
                     ON CONFLICT (told_cursor_id) DO UPDATE SET \"after\" = excluded.\"after\", era = excluded.era",
                )
                .bind(n(form.next)?)?
                .bind(n(form.era)?)?;
        }
        steps.then("COMMIT");
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await
    }

    /// What was told to this force and nobody has taken, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn told_waiting(&self) -> Result<Vec<HeldTold>, StoreError> {
        let query = sqlx::query("SELECT * FROM told WHERE taken_at IS NULL ORDER BY told_at, telling_id");
        self.all(query).await?.iter().map(held).collect()
    }

    /// What was told of an incident of this force, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn told_of(&self, incident_id: IncidentId) -> Result<Vec<HeldTold>, StoreError> {
        let query = sqlx::query("SELECT * FROM told WHERE incident_id = ? ORDER BY told_at DESC, telling_id");
        self.all(query.bind(incident_id.bytes().to_vec())).await?.iter().map(held).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn told_one(&self, telling: TellingId) -> Result<Option<HeldTold>, StoreError> {
        let query = sqlx::query("SELECT * FROM told WHERE telling_id = ?");
        self.maybe(query.bind(telling.bytes().to_vec())).await?.as_ref().map(held).transpose()
    }

    /// Who took what here, as central is still to be told.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn takings_to_say(&self) -> Result<Vec<AcceptTold>, StoreError> {
        let query = sqlx::query("SELECT * FROM told WHERE to_say = 1 AND taken_at IS NOT NULL");
        let takings = self.all(query).await?;
        let said = |row: &SqliteRow| {
            let taking = taking(row)?.ok_or(StoreError::Row)?;
            Ok(AcceptTold { telling_id: id(row)?, taking })
        };
        takings.iter().map(said).collect()
    }

    /// Central knows; where somebody else was before, it says who.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn taking_said(&self, telling: TellingId, first: Option<&Taking>) -> Result<(), StoreError> {
        let query = sqlx::query(
            "UPDATE told SET to_say = 0, taker_id = coalesce(?2, taker_id), taker = coalesce(?3, taker),
                 taken_at = coalesce(?4, taken_at)
             WHERE telling_id = ?1",
        )
        .bind(telling.bytes().to_vec())
        .bind(first.map(|taking| taking.officer_id.bytes().to_vec()))
        .bind(first.map(|taking| taking.officer.clone()))
        .bind(first.map(|taking| taking.at));
        self.change(query).await
    }
}

/// It is taken, and central is to be told: a step of the transaction that writes the entry.
pub(crate) fn take(steps: &mut Steps, accept: &AcceptTold) -> Result<(), StoreError> {
    steps
        .then(
            "UPDATE told SET taker_id = ?, taker = ?, taken_at = ?, to_say = 1
             WHERE telling_id = ? AND taken_at IS NULL",
        )
        .bind(accept.taking.officer_id.bytes().to_vec())?
        .bind(accept.taking.officer.clone())?
        .bind(accept.taking.at)?
        .bind(accept.telling_id.bytes().to_vec())?;
    Ok(())
}

fn id(row: &SqliteRow) -> Result<TellingId, StoreError> {
    TellingId::from_slice(row.get("telling_id")).ok_or(StoreError::Row)
}

fn signed(row: &SqliteRow) -> Result<SignedTelling, StoreError> {
    let signature: &[u8] = row.get("signature");
    Ok(SignedTelling::kept(row.get("telling"), signature.try_into().map_err(|_| StoreError::Row)?))
}

fn own(row: &SqliteRow) -> Result<OwnTelling, StoreError> {
    let at = |column: &str| row.get::<Option<i64>, _>(column).map(instant).transpose();
    Ok(OwnTelling {
        telling: signed(row)?.read().ok_or(StoreError::Row)?,
        reference: row.get("reference"),
        made_at: instant(row.get("made_at"))?,
        progress: Progress {
            sent_at: at("sent_at")?,
            refused: row.get("refused"),
            delivered_at: at("delivered_at")?,
            taken: row.get::<Option<String>, _>("taker").zip(at("taken_at")?),
        },
    })
}

fn taking(row: &SqliteRow) -> Result<Option<Taking>, StoreError> {
    let Some(at) = row.get::<Option<i64>, _>("taken_at") else { return Ok(None) };
    let officer_id = OfficerId::from_slice(row.get("taker_id")).ok_or(StoreError::Row)?;
    Ok(Some(Taking { officer_id, officer: row.get("taker"), at }))
}

fn held(row: &SqliteRow) -> Result<HeldTold, StoreError> {
    Ok(HeldTold {
        telling: signed(row)?.read().ok_or(StoreError::Row)?,
        told_at: instant(row.get("told_at"))?,
        taking: taking(row)?,
    })
}
