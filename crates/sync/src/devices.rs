//! The force's devices: asked at central, and kept here for when it is not reached.

use chrono::{DateTime, Utc};
use protocol::{Central, DeviceList, DevicesAsked, Failure, RevokeDevice};

use crate::carry::Carrier;
use crate::error::SyncError;
use crate::exchange::{Device, ask_signed};

/// The devices of the own force. What central answers is kept.
///
/// # Errors
/// [`SyncError`].
pub async fn devices<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
) -> Result<DeviceList, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let list: Result<DeviceList, Failure> = ask_signed!(asker, devices, DevicesAsked {});
    keep(&asker, list?).await
}

/// Revoke a device of the own force, by an officer's signature. What central answers is kept.
///
/// # Errors
/// [`SyncError`]; [`Failure::NotEntitled`] where the officer may not, as central knows them.
pub async fn revoke_device<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    revoke: RevokeDevice,
) -> Result<DeviceList, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let list: Result<DeviceList, Failure> = ask_signed!(asker, revoke_device, revoke.clone());
    keep(&asker, list?).await
}

async fn keep<C, N>(asker: &Carrier<'_, C, N>, list: DeviceList) -> Result<DeviceList, SyncError> {
    list.verify(&asker.enrolment.force, &asker.enrolment.central_key)?;
    asker.device.vault.keep_devices(&list).await?;
    Ok(list)
}
