//! Devices as the fake knows them: it keeps no times, and lets every officer revoke.

use ed25519_dalek::Signer as _;
use register::entry::Stream;
use register::force::ForceCode;

use super::State;
use crate::{
    BackFill, BackFilled, DeviceList, DeviceListForm, EnrolledDevice, Failure, Revocation, RevokeDevice,
    Which, check_reason,
};

impl State {
    pub(super) fn devices_of(&self, force: &ForceCode) -> DeviceList {
        let mut devices: Vec<EnrolledDevice> = self
            .devices
            .iter()
            .map(|(&device_id, device)| EnrolledDevice {
                device_id,
                enrolled_at: self.time,
                last_contact_at: self.time,
                came: device.chain.device_seq,
                said: None,
                kept_apart: 0,
                revoked: device.revoked.then(|| Revocation {
                    at: self.time,
                    officer_id: None,
                    reason: String::new(),
                    told_at: None,
                }),
                since: None,
            })
            .collect();
        devices.sort_by_key(|device| device.device_id);
        let form =
            DeviceListForm { force: force.clone(), as_of: self.time, head: self.head(force), incidents: 0 };
        DeviceList::signed(form, devices, |payload| self.key.sign(payload).to_bytes())
    }

    /// Every device is a desk: what is meant by its id is there where entries of it are, and no reference is known.
    pub(super) fn back_fill(&self, force: &ForceCode, request: &BackFill) -> Result<BackFilled, Failure> {
        check_reason(&request.reason)?;
        let Which::Id(incident_id) = request.which else { return Ok(BackFilled { incidents: Vec::new() }) };
        let stream = Stream::Incident(incident_id);
        let ledger = self.ledgers.get(force).map_or(&[][..], Vec::as_slice);
        let is_there =
            ledger.iter().any(|entry| entry.sealed.read_header().is_ok_and(|header| header.stream == stream));
        Ok(BackFilled { incidents: if is_there { vec![incident_id] } else { Vec::new() } })
    }

    pub(super) fn revoke(&mut self, force: &ForceCode, request: RevokeDevice) -> Result<DeviceList, Failure> {
        check_reason(&request.reason)?;
        self.devices.get_mut(&request.device_id).ok_or(Failure::NotFound)?.revoked = true;
        Ok(self.devices_of(force))
    }
}
