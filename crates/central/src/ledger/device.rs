//! The device as it stands in the database.

use ed25519_dalek::VerifyingKey;
use protocol::{ChainHead, LookHead};
use register::DeviceId;
use register::RegisterId;
use register::force::ForceCode;

use super::judge::Sender;
use crate::database::{Row, Tx, Value};
use crate::error::CentralError;

/// An enrolled device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub sender: Sender,
    pub key: VerifyingKey,
    pub chain: ChainHead,
    pub looks: LookHead,
    pub last_contact_at: i64,
    /// Of a field laptop: the position after which it is given all. `None`: a desk.
    pub since: Option<u64>,
}

impl Device {
    /// The device, if it is enrolled with this force.
    pub(crate) async fn find(
        tx: &mut Tx,
        force: &ForceCode,
        device_id: DeviceId,
    ) -> Result<Option<Self>, CentralError> {
        let row = tx
            .row(
                "SELECT d.device_key, d.register_id, d.revoked_at, d.last_contact_at, d.device_seq,
                        d.chain_hash, d.look_seq, d.look_hash, p.founding, f.since
                 FROM device d
                 LEFT JOIN field_device f ON f.force = d.force AND f.device_id = d.device_id
                 JOIN register_pin p ON p.force = d.force AND p.register_id = d.register_id
                 WHERE d.force = $1 AND d.device_id = $2",
                [force.into(), device_id.into()],
            )
            .await?;
        row.map(|row| Self::of(&row, force, device_id)).transpose()
    }

    /// Those of these that are enrolled with this force.
    pub(crate) async fn find_all(
        tx: &mut Tx,
        force: &ForceCode,
        ids: impl IntoIterator<Item = DeviceId>,
    ) -> Result<Vec<Self>, CentralError> {
        let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
        let force_only = [Value::from(force)];
        let rows = tx.rows_in(
            "SELECT d.device_id, d.device_key, d.register_id, d.revoked_at, d.last_contact_at, d.device_seq,
                    d.chain_hash, d.look_seq, d.look_hash, p.founding, f.since
             FROM device d
             LEFT JOIN field_device f ON f.force = d.force AND f.device_id = d.device_id
             JOIN register_pin p ON p.force = d.force AND p.register_id = d.register_id
             WHERE d.force = $1 AND d.device_id IN",
            &force_only,
            &ids,
        );
        rows.await?.iter().map(|row| Self::of(row, force, row.device("device_id")?)).collect()
    }

    fn of(row: &Row, force: &ForceCode, device_id: DeviceId) -> Result<Self, CentralError> {
        let key = VerifyingKey::from_bytes(&row.array("device_key")?);
        Ok(Self {
            sender: Sender {
                force: force.clone(),
                device_id,
                register_id: RegisterId::from_slice(&row.bytes("register_id")?)
                    .ok_or(CentralError::Row("register_id"))?,
                founding: row.hash("founding")?,
                revoked: row.maybe_int("revoked_at")?.is_some(),
            },
            key: key.map_err(|_| CentralError::Row("device_key"))?,
            chain: ChainHead { device_seq: row.count("device_seq")?, hash: row.hash("chain_hash")? },
            looks: LookHead { look_seq: row.count("look_seq")?, hash: row.hash("look_hash")? },
            last_contact_at: row.int("last_contact_at")?,
            since: row.maybe_int("since")?.map(i64::unsigned_abs),
        })
    }
}

/// A force's code from a row.
pub(crate) fn force_code(text: &str) -> Result<ForceCode, CentralError> {
    ForceCode::parse(text).map_err(|_| CentralError::Row("force"))
}
