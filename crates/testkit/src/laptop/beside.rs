//! What goes beside the entries: photographs, looks, the national index, and what is told to other forces.

use protocol::{AcceptTold, Central, Taking};
use register::command::{Act, AddPhotograph};
use register::fact::{Photograph, Taken};
use register::force::ForceCode;
use register::id::PhotographId;
use register::telling::{SignedTelling, Sure, Telling, Whereabouts};
use register::{Hash, IncidentId, Refusal, TellingId};
use store::{Along, Look, NewBlob, NewTelling};
use sync::{Absent, Carried, Device, SyncError};

use super::Laptop;
use crate::acts::note;

impl Laptop {
    /// Looks and photographs up, photographs and the national index down.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn carry(&self, central: &impl Central) -> Result<Carried, SyncError> {
        let key = self.device_key().await;
        let device = Device { vault: &self.vault, key: &key, register_id: self.register_id, drafts: 0 };
        sync::carry(central, device, &mut Absent::default(), || self.now(), drop).await
    }

    /// A photograph in three sizes, of bytes that nothing reads as a picture.
    ///
    /// # Errors
    /// The refusal of the rules; nothing was written.
    pub async fn photograph(&self, incident_id: IncidentId, bytes: usize) -> Result<Hash, Refusal> {
        let id = self.draw(10);
        let blob = |size: usize, filling: u8| {
            let mut bytes = vec![filling; size];
            bytes[..16].copy_from_slice(id.as_bytes());
            NewBlob { hash: Hash::of(&bytes), media_type: "image/webp", bytes }
        };
        let blobs = vec![blob(bytes, 1), blob(bytes / 2, 2), blob(bytes / 20, 3)];
        let photograph = Photograph {
            photograph_id: PhotographId(id),
            original: blobs[0].hash,
            display: blobs[1].hash,
            thumbnail: blobs[2].hash,
            width: 600,
            height: 800,
            taken: Taken::NotKnown,
        };
        let add = AddPhotograph { incident_id, act: Act::default(), photograph };
        self.write(&self.officer, incident_id, add.into(), Along { blobs, ..Along::default() }).await
    }

    /// A sighting of another force's person.
    pub fn telling(&self, to: &ForceCode, incident_id: IncidentId) -> Telling {
        let now = self.now().timestamp_millis();
        Telling {
            telling_id: TellingId(self.draw(11)),
            from: self.force.clone(),
            officer_id: self.officer.officer_id,
            officer: self.officer.name.clone(),
            to: to.clone(),
            incident_id,
            seen_from: now,
            seen_to: now,
            about: false,
            place: "Southfold bus station".to_owned(),
            what: "a woman without a coat".to_owned(),
            sure: Sure::Possible,
            whereabouts: Whereabouts::NotKnown,
            gone: String::new(),
            contact: "07700 900123".to_owned(),
            written_at: now,
        }
    }

    /// Write it down here; it is not sent yet.
    ///
    /// # Panics
    /// Where the vault fails.
    pub async fn write_telling(&self, telling: &Telling) {
        let signed = SignedTelling::with(telling, |payload| self.officer.keys.sign(payload));
        let new = NewTelling { telling: signed, reference: "NM/26/000001".to_owned(), made_at: self.now() };
        let look = Look {
            at: self.now(),
            officer_id: self.officer.officer_id,
            incident_id: Some(telling.incident_id),
            verb: "tell_force".to_owned(),
            query: String::new(),
            reason: String::new(),
            seen_seq: None,
        };
        self.vault.tell(&new, look).await.expect("a telling is written");
    }

    /// An officer of the force that was told takes it into the record.
    ///
    /// # Errors
    /// The refusal of the rules; nothing was written.
    pub async fn take_told(&self, telling: &Telling) -> Result<Hash, Refusal> {
        let taking = Taking {
            officer_id: self.officer.officer_id,
            officer: "PS Test-Alder".to_owned(),
            at: self.now().timestamp_millis(),
        };
        let taken = Some(AcceptTold { telling_id: telling.telling_id, taking });
        let command = note(telling.incident_id, "told by another force").into();
        self.write(&self.officer, telling.incident_id, command, Along { taken, ..Along::default() }).await
    }
}
