//! What a device is given of its force's ledger (docs/adr/0010-field-and-desk.md).

use register::DeviceId;
use register::force::ForceCode;
use serde::Serialize;

use crate::database::Database;
use crate::error::CentralError;
use crate::ledger::device::Device;
use crate::ledger::enrol::make_field;

/// What a device is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// The whole ledger of its force.
    #[default]
    Desk,
    /// What comes from its enrolment on; of what came before, what is in hand, other incidents of the same people, and
    /// what its officers ask for.
    Field,
}

/// Change what a device is given from now on. Whether it was another before.
///
/// # Errors
/// [`CentralError::Asked`] where there is no such device.
pub async fn set_profile(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    profile: Profile,
) -> Result<bool, CentralError> {
    // Under the force's lock: its head stands still.
    let mut tx = database.write(force).await?;
    let device = Device::find(&mut tx, force, device_id).await?;
    let device =
        device.ok_or_else(|| CentralError::Asked(format!("force {force} has no device {device_id}")))?;
    match (device.since, profile) {
        (None, Profile::Field) => drop(make_field(&mut tx, force, device_id).await?),
        (Some(_), Profile::Desk) => {
            let sql = "DELETE FROM field_device WHERE force = $1 AND device_id = $2";
            tx.run(sql, [force.into(), device_id.into()]).await?;
        }
        _ => return Ok(false),
    }
    tx.commit().await?;
    Ok(true)
}
