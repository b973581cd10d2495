//! Officers who joined the register on this device, and who vouched for their keys.

use std::collections::HashSet;

use ed25519_dalek::SigningKey;
use protocol::{CentralKey, Enrol, Enrolled, PROTOCOL};
use register::Sealed;
use register::force::ForceCode;
use register::id::{DeviceId, Hash, OfficerId, RegisterId};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::error::StoreError;
use crate::vault::Vault;

/// Officers and keys for which central vouched on this device.
pub type Vouched = HashSet<(OfficerId, [u8; 32])>;

/// What an enrolment with a code for an officer says, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewVouched {
    pub officer_id: OfficerId,
    /// Ed25519 public key of the officer on this device.
    pub public_key: [u8; 32],
    /// By central's clock, milliseconds since 1970 (UTC).
    pub at: i64,
    /// By central, over the enrolment.
    pub signature: [u8; 64],
    /// Of a field laptop, as central signed it with this.
    pub since: Option<u64>,
}

impl Vault {
    /// Keep what central vouched for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn vouch(&self, new: &NewVouched) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO vouched (officer_id, public_key, vouched_at, signature, since) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
        )
        .bind(new.officer_id.bytes().to_vec())
        .bind(new.public_key.to_vec())
        .bind(new.at)
        .bind(new.signature.to_vec())
        .bind(number(new.since)?);
        self.change(query).await
    }

    /// For which officers and keys the central service that is pinned vouched on this device: its signature is
    /// checked, and what fails is left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn vouched(&self, register_id: RegisterId) -> Result<Vouched, StoreError> {
        let mut reader = self.reader().await?;
        let answer = read(reader.connection()?, register_id).await;
        reader.judged(answer)
    }

    /// The entries of a force's stream as they were signed, in the order of the force's ledger; those that have not
    /// been there last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sealed_in_order(&self, register_id: RegisterId) -> Result<Vec<Sealed>, StoreError> {
        let query = sqlx::query(
            "SELECT header, signature, body FROM entry LEFT JOIN ledger_place USING (entry_seq) WHERE stream = ?
             ORDER BY position IS NULL, position, entry_seq",
        );
        let rows = self.all(query.bind(register_id.bytes().as_slice())).await?;
        rows.iter().map(crate::read::sealed).collect()
    }
}

/// What central vouched for, with its signatures checked.
pub(crate) async fn read(
    connection: &mut SqliteConnection,
    register_id: RegisterId,
) -> Result<Vouched, StoreError> {
    let rows = sqlx::query(
        "SELECT vouched.*, central_key, force, founding, secret, device_id
         FROM vouched CROSS JOIN enrolment CROSS JOIN device_key CROSS JOIN head",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| one(row, register_id)).filter_map(Result::transpose).collect()
}

/// The officer and key of a row, where central signed just that.
fn one(row: &SqliteRow, register_id: RegisterId) -> Result<Option<(OfficerId, [u8; 32])>, StoreError> {
    let officer_id = OfficerId::from_slice(row.get("officer_id")).ok_or(StoreError::Row)?;
    let officer_key = bytes(row, "public_key")?;
    let device_key = SigningKey::from_bytes(&bytes(row, "secret")?).verifying_key().to_bytes();
    let enrol = Enrol {
        protocol: PROTOCOL,
        force: ForceCode::parse(row.get("force")).map_err(|_| StoreError::Row)?,
        secret: [0; 10],
        device_id: DeviceId::from_slice(row.get("device_id")).ok_or(StoreError::Row)?,
        device_key,
        register_id,
        officers: Vec::new(),
        proof: [0; 64],
        officer_key: Some(officer_key),
    };
    let enrolled = Enrolled {
        key: CentralKey(bytes(row, "central_key")?),
        at: row.get("vouched_at"),
        founding: Hash(bytes(row, "founding")?),
        signature: bytes(row, "signature")?,
        officer_id: Some(officer_id),
        // A file of an earlier form, which is verified as it is, has no such column.
        since: row.try_get::<Option<i64>, _>("since").unwrap_or(None).and_then(|at| u64::try_from(at).ok()),
    };
    Ok(enrolled.verify(&enrol).is_ok().then_some((officer_id, officer_key)))
}

pub(crate) fn number(since: Option<u64>) -> Result<Option<i64>, StoreError> {
    since.map(i64::try_from).transpose().map_err(|_| StoreError::Row)
}

fn bytes<const N: usize>(row: &SqliteRow, column: &str) -> Result<[u8; N], StoreError> {
    row.get::<&[u8], _>(column).try_into().map_err(|_| StoreError::Row)
}
