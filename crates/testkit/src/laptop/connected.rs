//! What a laptop does with its central service.

use protocol::{BackFill, Central, Enrol, PROTOCOL, Which};
use register::IncidentId;
use store::{DeviceKey, NewEnrolment};
use sync::{Again, Device, Exchanged, Step, SyncError};

use super::Laptop;

impl Laptop {
    /// Make the laptop known to central with a code's secret. `address` is kept with the enrolment.
    ///
    /// # Panics
    /// Where central refuses.
    pub async fn enrol(&self, central: &impl Central, secret: [u8; 10], address: &str) {
        let key = self.vault.device_key([self.number as u8; 32]).await.expect("a key of the device");
        let officers = self.vault.sealed(self.register_id.bytes()).await.expect("the force's stream");
        let enrol = Enrol {
            protocol: PROTOCOL,
            force: self.force.clone(),
            secret,
            device_id: self.vault.device_id(),
            device_key: key.public(),
            register_id: self.register_id,
            officers,
            proof: [0; 64],
            officer_key: None,
        }
        .proven(|payload| key.sign(payload));
        let enrolled = central.enrol(enrol.clone()).await.expect("central enrols").body;
        enrolled.verify(&enrol).expect("central signed the enrolment");
        let new = NewEnrolment {
            address: address.to_owned(),
            trusted: None,
            central_key: enrolled.key,
            force: self.force.clone(),
            enrolled_at: enrolled.at,
            founding: enrolled.founding,
            signature: enrolled.signature,
            since: enrolled.since,
        };
        self.vault.enrol(&new).await.expect("the enrolment is kept");
    }

    /// What the exchange is made with.
    ///
    /// # Panics
    /// Before the enrolment.
    pub async fn device_key(&self) -> DeviceKey {
        let key = self.vault.kept_device_key().await.expect("the vault is read");
        key.expect("enrolled laptops have a key")
    }

    /// One exchange; refused entries are sent again.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn exchange(&self, central: &impl Central) -> Result<Exchanged, SyncError> {
        self.exchange_with(central, Again::Now, |_| {}).await
    }

    /// One exchange of which each step is told.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn exchange_with(
        &self,
        central: &impl Central,
        again: Again,
        tell: impl FnMut(Step) + Send,
    ) -> Result<Exchanged, SyncError> {
        let key = self.device_key().await;
        let device = Device { vault: &self.vault, key: &key, register_id: self.register_id, drafts: 0 };
        let mut memory = self.memory.lock().await;
        sync::exchange(central, device, &self.bounds, again, &mut memory, || self.now(), tell).await
    }

    /// Send and fetch what is told between forces.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn tell(&self, central: &impl Central) -> Result<bool, SyncError> {
        let key = self.device_key().await;
        let device = Device { vault: &self.vault, key: &key, register_id: self.register_id, drafts: 0 };
        sync::tell(central, device, || self.now()).await
    }

    /// An officer asks for an older incident, by its reference.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn ask_for(
        &self,
        central: &impl Central,
        reference: &str,
    ) -> Result<Vec<IncidentId>, SyncError> {
        let key = self.device_key().await;
        let device = Device { vault: &self.vault, key: &key, register_id: self.register_id, drafts: 0 };
        let asked = BackFill {
            which: Which::Reference(reference.to_owned()),
            officer_id: self.officer.officer_id,
            reason: "seen again where they were found".to_owned(),
        };
        sync::back_fill(central, device, || self.now(), asked).await
    }
}
