//! Who asks, and whether they are heard: before anything is read or done for them.

use protocol::{Failure, Request, Signed};
use register::force::ForceCode;

use super::Centre;
use crate::error::CentralError;
use crate::ledger::device::Device;
use crate::ledger::devices::told;

impl Centre {
    /// The request and who made it: enrolled, signed, at a time near central's, and not too many.
    pub(super) async fn open<R: Request>(&self, signed: &Signed<R>) -> Result<(R, Device), CentralError> {
        let now = self.0.clock.now();
        let mut tx = self.0.database.read().await?;
        let device = Device::find(&mut tx, &signed.force, signed.device_id).await?;
        drop(tx);
        let device = device.ok_or(Failure::NotEnrolled)?;
        let request = signed.open(&device.key)?;
        if now.abs_diff(signed.at) > self.0.limits.clock_ms {
            return Err(Failure::Clock { time: now }.into());
        }
        if !self.0.rates.take(signed.device_id, now) {
            return Err(Failure::Busy { retry_after_ms: self.0.limits.retry_after_ms }.into());
        }
        Ok((request, device))
    }

    /// The same for whatever gives something out: not for a device that was revoked.
    pub(super) async fn admit<R: Request>(&self, signed: &Signed<R>) -> Result<(R, Device), CentralError> {
        let (request, device) = self.open(signed).await?;
        let now = self.0.clock.now();
        if device.sender.revoked {
            told(&self.0.database, &signed.force, signed.device_id, now).await?;
            return Err(Failure::Revoked.into());
        }
        if now.saturating_sub(device.last_contact_at).unsigned_abs() > self.0.limits.contact_ms {
            let mut tx = self.0.database.write_any().await?;
            tx.run(
                "UPDATE device SET last_contact_at = $3 WHERE force = $1 AND device_id = $2",
                [(&signed.force).into(), signed.device_id.into(), now.into()],
            )
            .await?;
            tx.commit().await?;
        }
        Ok((request, device))
    }

    /// A device reads the ledger of its own force: a desk all of it, a field laptop what is in its scope.
    pub(super) fn entitled(device: &Device, force: &ForceCode) -> Result<(), Failure> {
        if device.sender.force == *force { Ok(()) } else { Err(Failure::NotEntitled) }
    }
}
