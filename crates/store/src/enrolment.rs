//! The central service that this device is enrolled with, and the device's own key.

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer as _, SigningKey};
use protocol::CentralKey;
use register::force::ForceCode;
use register::id::Hash;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use zeroize::Zeroize as _;

use crate::error::StoreError;
use crate::joining::number;
use crate::read::instant;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// Signs requests and the end of the chain. It never leaves the vault; printing it shows the public half.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    pub fn sign(&self, payload: &[u8]) -> [u8; 64] {
        self.0.sign(payload).to_bytes()
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceKey({})", Hash(self.public()))
    }
}

/// What an enrolment says, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEnrolment {
    pub address: String,
    /// Certificates (PEM) that alone are trusted there.
    pub trusted: Option<Vec<u8>>,
    pub central_key: CentralKey,
    pub force: ForceCode,
    /// By central's clock, milliseconds since 1970 (UTC).
    pub enrolled_at: i64,
    pub founding: Hash,
    pub signature: [u8; 64],
    /// Of a field laptop: the position of the ledger after which it is given all.
    pub since: Option<u64>,
}

/// The central service that this device is enrolled with, and how far both are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub address: String,
    pub trusted: Option<Vec<u8>>,
    pub central_key: CentralKey,
    pub force: ForceCode,
    /// By central's clock.
    pub enrolled_at: DateTime<Utc>,
    /// Zero before the first page.
    pub era: u64,
    /// The last position that is here.
    pub cursor: u64,
    /// Number in the device's chain after which to send on. A hint: [`Vault::to_send`] counts.
    pub sent_through: u64,
    /// By this device's clock.
    pub last_contact_at: Option<DateTime<Utc>>,
    /// What central's clock said then.
    pub contact_central_at: Option<DateTime<Utc>>,
    /// A ledger is being taken in from its beginning ([`Vault::begin_filling`]).
    pub filling: bool,
    /// Of a field laptop: up to and with this position of the ledger it holds what is in its scope alone. `None`: a desk,
    /// which holds all.
    pub whole_from: Option<u64>,
}

impl Vault {
    /// The device's key: the one that is kept, else this new one, which is kept from now on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn device_key(&self, mut new: [u8; 32]) -> Result<DeviceKey, StoreError> {
        let query = sqlx::query(
            "INSERT INTO device_key (device_key_id, secret) VALUES (1, ?)
             ON CONFLICT (device_key_id) DO NOTHING",
        );
        self.change(query.bind(new.to_vec())).await?;
        new.zeroize();
        self.kept_device_key().await?.ok_or(StoreError::Row)
    }

    /// The device's key, where there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn kept_device_key(&self) -> Result<Option<DeviceKey>, StoreError> {
        let Some(row) = self.maybe(sqlx::query("SELECT secret FROM device_key")).await? else {
            return Ok(None);
        };
        let mut secret: [u8; 32] = row.get::<&[u8], _>("secret").try_into().map_err(|_| StoreError::Row)?;
        let key = DeviceKey(SigningKey::from_bytes(&secret));
        secret.zeroize();
        Ok(Some(key))
    }

    /// Keep an enrolment. The same central again changes its address and what is trusted there, and nothing
    /// else; whether another may take its place is for the caller to say before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn enrol(&self, new: &NewEnrolment) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO enrolment (enrolment_id, address, trusted, central_key, force, enrolled_at, founding,
                                    signature, since, whole_from, era, cursor, sent_through)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 0, 0, 0)
             ON CONFLICT (enrolment_id) DO UPDATE SET address = excluded.address, trusted = excluded.trusted",
        )
        .bind(&new.address)
        .bind(&new.trusted)
        .bind(new.central_key.0.to_vec())
        .bind(new.force.as_str())
        .bind(new.enrolled_at)
        .bind(new.founding.0.to_vec())
        .bind(new.signature.to_vec())
        .bind(number(new.since)?);
        self.change(query).await
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn enrolment(&self) -> Result<Option<Enrolment>, StoreError> {
        let row = self.maybe(sqlx::query("SELECT * FROM enrolment")).await?;
        row.as_ref().map(read).transpose()
    }

    /// When the newest entry of this device was recorded, by its clock.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn newest_entry_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let query = sqlx::query(
            "SELECT received_at FROM entry
             WHERE device_id = ? AND device_seq > coalesce((SELECT contact_device_seq FROM enrolment), 0)
             ORDER BY device_seq DESC LIMIT 1",
        );
        let row = self.maybe(query.bind(self.device_id.bytes().as_slice())).await?;
        row.map(|row| instant(row.get("received_at"))).transpose()
    }

    /// A whole exchange with central was made, at these times of this device's clock and of central's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn contacted(&self, now: DateTime<Utc>, central: DateTime<Utc>) -> Result<(), StoreError> {
        let query = sqlx::query(
            "UPDATE enrolment SET last_contact_at = ?, contact_central_at = ?,
                 contact_device_seq = coalesce((SELECT device_seq FROM head WHERE device_id = ?), 0)",
        );
        let query = query.bind(now.timestamp_millis()).bind(central.timestamp_millis());
        self.change(query.bind(self.device_id.bytes().to_vec())).await
    }

    /// Central counts anew: no position that is known means anything, so nothing is known to be delivered, and
    /// everything is asked for from the beginning.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_era(&self, era: u64) -> Result<(), StoreError> {
        let era = i64::try_from(era).map_err(|_| StoreError::Row)?;
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let mut steps = Steps::default();
        steps
            .then("DELETE FROM ledger_place")
            .then("DELETE FROM blob_sent")
            .then("DELETE FROM stream_asked")
            .then("UPDATE enrolment SET era = ?, cursor = 0, sent_through = 0, looks_sent = 0")
            .bind(era)?
            .then("COMMIT");
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await
    }

    /// Ask for everything again: what is here already is passed over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn pull_again(&self) -> Result<(), StoreError> {
        self.change(sqlx::query("UPDATE enrolment SET cursor = 0")).await
    }
}

fn count(row: &SqliteRow, column: &str) -> Result<u64, StoreError> {
    u64::try_from(row.get::<i64, _>(column)).map_err(|_| StoreError::Row)
}

fn read(row: &SqliteRow) -> Result<Enrolment, StoreError> {
    let key: [u8; 32] = row.get::<&[u8], _>("central_key").try_into().map_err(|_| StoreError::Row)?;
    Ok(Enrolment {
        address: row.get("address"),
        trusted: row.get("trusted"),
        central_key: CentralKey(key),
        force: ForceCode::parse(row.get("force")).map_err(|_| StoreError::Row)?,
        enrolled_at: instant(row.get("enrolled_at"))?,
        era: count(row, "era")?,
        cursor: count(row, "cursor")?,
        sent_through: count(row, "sent_through")?,
        last_contact_at: row.get::<Option<i64>, _>("last_contact_at").map(instant).transpose()?,
        contact_central_at: row.get::<Option<i64>, _>("contact_central_at").map(instant).transpose()?,
        filling: row.get("filling"),
        whole_from: row.get::<Option<i64>, _>("whole_from").map(i64::unsigned_abs),
    })
}
