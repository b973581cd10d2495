//! What a device says of the end of its own chain, kept with its signature and compared with what came.

use protocol::{Checkpoint, CheckpointKind, Checkpointed, Failure};
use register::DeviceId;
use register::force::ForceCode;

use super::device::Device;
use crate::database::Database;
use crate::error::CentralError;

/// Keep the newest checkpoint of the device and say how its chain stands.
///
/// # Errors
/// [`Failure::Signature`] where the device did not sign it.
pub(crate) async fn checkpoint(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    checkpoint: &Checkpoint,
    now: i64,
) -> Result<Checkpointed, CentralError> {
    let mut tx = database.write(force).await?;
    let device = Device::find(&mut tx, force, device_id).await?.ok_or(Failure::NotEnrolled)?;
    checkpoint.verify(device_id, &device.key)?;
    let (own, here) = (checkpoint.chain, device.chain);
    let kind = if own == here {
        CheckpointKind::Same
    } else if own.device_seq > here.device_seq {
        CheckpointKind::ToSend
    } else if own.device_seq == here.device_seq {
        CheckpointKind::Differs
    } else {
        let known = tx
            .row(
                "SELECT entry_hash FROM entry WHERE force = $1 AND device_id = $2 AND device_seq = $3
                 UNION ALL
                 SELECT entry_hash FROM quarantine WHERE force = $1 AND device_id = $2 AND device_seq = $3",
                [force.into(), device_id.into(), own.device_seq.into()],
            )
            .await?
            .map(|row| row.hash("entry_hash"))
            .transpose()?;
        match known {
            Some(hash) if hash != own.hash => CheckpointKind::Differs,
            _ => CheckpointKind::Behind,
        }
    };
    tx.run(
        "UPDATE device SET checkpoint_seq = $3, checkpoint_hash = $4, checkpoint_signature = $5,
                checkpoint_at = $6, last_contact_at = $6, drafts = $7
         WHERE force = $1 AND device_id = $2",
        [
            force.into(),
            device_id.into(),
            own.device_seq.into(),
            own.hash.into(),
            checkpoint.signature.into(),
            now.into(),
            i64::from(checkpoint.drafts).into(),
        ],
    )
    .await?;
    if let Some(holds) = checkpoint.holds {
        tx.run(
            "INSERT INTO device_holds (force, device_id, position) VALUES ($1, $2, $3)
             ON CONFLICT (force, device_id) DO UPDATE SET position = excluded.position",
            [force.into(), device_id.into(), holds.into()],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(Checkpointed { kind, chain: here })
}
