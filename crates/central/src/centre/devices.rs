//! The devices of a force, as its laptops ask for them.

use protocol::{DeviceList, DeviceListForm, DevicesAsked, RevokeDevice, Signed, check_reason};
use register::force::ForceCode;

use super::Centre;
use crate::backup::withdrawn;
use crate::error::CentralError;
use crate::ledger::{devices, pull};

impl Centre {
    pub(super) async fn devices_told(
        &self,
        signed: &Signed<DevicesAsked>,
    ) -> Result<DeviceList, CentralError> {
        let (DevicesAsked {}, _) = self.admit(signed).await?;
        self.device_list(&signed.force).await
    }

    pub(super) async fn revoked(&self, signed: &Signed<RevokeDevice>) -> Result<DeviceList, CentralError> {
        let (request, device) = self.admit(signed).await?;
        check_reason(&request.reason)?;
        let (force, now) = (&signed.force, self.0.clock.now());
        let by = devices::By::Officer { asked_on: device.sender.device_id, request: &request };
        devices::revoke(&self.0.database, force, request.device_id, by, now).await?;
        tracing::warn!(%force, device = %request.device_id, officer = %request.officer_id, "device revoked");
        self.keep_withdrawn().await;
        self.device_list(force).await
    }

    /// What was revoked is revoked, also where this cannot be kept beside the database.
    pub(super) async fn keep_withdrawn(&self) {
        let file = self.0.withdrawn.lock().await;
        let Some(file) = file.as_ref() else { return };
        if let Err(error) = withdrawn::keep(&self.0.database, file).await {
            let why = crate::log::chain(&error);
            tracing::error!(
                why,
                "who was shut out since the last backup is not kept for when one is put back"
            );
        }
    }

    async fn device_list(&self, force: &ForceCode) -> Result<DeviceList, CentralError> {
        let inner = &self.0;
        let head = pull::force_head(&inner.database, force).await?.head;
        let (devices, incidents) = devices::list(&inner.database, force).await?;
        let form = DeviceListForm { force: force.clone(), as_of: inner.clock.now(), head, incidents };
        Ok(DeviceList::signed(form, devices, |payload| inner.key.sign(payload)))
    }
}
