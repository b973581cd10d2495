//! The access logs of the devices (INV-9): taken in where they continue the chain, never given out.

use protocol::{Failure, LooksTaken, UploadLooks, encode};
use register::DeviceId;
use register::force::ForceCode;

use super::device::Device;
use crate::database::Database;
use crate::error::CentralError;

/// Take looks in. Those that are held already are passed over, if they are the same.
///
/// # Errors
/// [`Failure::LooksElsewhere`] where they do not continue what is held.
pub(crate) async fn take(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    upload: &UploadLooks,
    now: i64,
) -> Result<LooksTaken, CentralError> {
    let mut tx = database.write(force).await?;
    let device = Device::find(&mut tx, force, device_id).await?.ok_or(Failure::NotEnrolled)?;
    let held = device.looks;
    let elsewhere = || CentralError::from(Failure::LooksElsewhere { have: held.look_seq });
    if upload.after > held.look_seq {
        return Err(elsewhere());
    }
    let (mut seq, mut hash) = (upload.after, upload.previous);
    let mut meets = seq == held.look_seq && hash == held.hash;
    let mut rows = Vec::new();
    for look in &upload.looks {
        hash = look.hash(hash);
        seq = seq.saturating_add(1);
        if meets {
            rows.push([
                force.into(),
                device_id.into(),
                seq.into(),
                look.at.into(),
                hash.into(),
                encode(look).into(),
            ]);
        }
        meets = meets || (seq == held.look_seq && hash == held.hash);
    }
    if !meets {
        // All of them are held, perhaps; then the last one is there with this hash.
        let last = tx
            .row(
                "SELECT hash FROM look WHERE force = $1 AND device_id = $2 AND look_seq = $3",
                [force.into(), device_id.into(), seq.into()],
            )
            .await?;
        let same = last.map(|row| row.hash("hash")).transpose()? == Some(hash);
        return if same { Ok(LooksTaken { head: held }) } else { Err(elsewhere()) };
    }
    tx.insert("look (force, device_id, look_seq, at, hash, look)", rows).await?;
    let head = protocol::LookHead { look_seq: seq, hash };
    tx.run(
        "UPDATE device SET look_seq = $3, look_hash = $4, last_contact_at = $5
         WHERE force = $1 AND device_id = $2",
        [force.into(), device_id.into(), seq.into(), hash.into(), now.into()],
    )
    .await?;
    tx.commit().await?;
    Ok(LooksTaken { head })
}
