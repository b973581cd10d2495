//! Officers' public keys: where each is good, and what the entries of force streams do to them.

use ed25519_dalek::VerifyingKey;
use protocol::RefusalCode;
use register::entry::{Content, EntryError, Stream};
use register::fact::ForceFact;
use register::{DeviceId, Hash, Header, OfficerId, Role, Sealed};

use super::judge::{Known, Sender};

/// An officer's public key and where it is good.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub public: VerifyingKey,
    pub role: Role,
    /// The device on which an entry introduced it; `None` where an administrator admitted it.
    pub device: Option<DeviceId>,
    /// Numbers in that device's chain between which it signs.
    pub from: u64,
    pub until: u64,
    /// Changed, or its officer removed: elsewhere it signs nothing that comes later.
    pub ended: bool,
    /// It signs on that device alone.
    pub only_there: bool,
}

impl Key {
    pub(super) fn signs(&self, device: DeviceId, device_seq: u64) -> bool {
        match self.device {
            Some(own) if own == device => (self.from..=self.until).contains(&device_seq),
            Some(_) => !self.ended && !self.only_there,
            None => !self.ended,
        }
    }

    /// An entry there introduced it. One that an administrator admitted has no home: it could sign on any laptop.
    pub(super) fn is_at_home_on(&self, device: DeviceId) -> bool {
        self.device == Some(device)
    }
}

/// What an entry of the force's stream does to the officers' keys.
#[derive(Debug)]
pub(crate) enum KeyChange {
    Introduce {
        officer_id: OfficerId,
        public: VerifyingKey,
        role: Role,
        only_there: bool,
    },
    /// All that are good, or those of the sender's device.
    End {
        officer_id: OfficerId,
        only_there: bool,
    },
}

/// The entry that founds a register vouches for its author, who is introduced in it. Its hash was pinned
/// when the device was enrolled.
pub(crate) fn founding(
    sender: &Sender,
    sealed: &Sealed,
    header: &Header,
) -> Result<(Role, Vec<KeyChange>), RefusalCode> {
    let facts = force_facts(sealed);
    let founds = facts.iter().any(|fact| {
        matches!(fact, ForceFact::RegisterCreated { register_id, force, device_id, .. }
            if *register_id == sender.register_id && *force == sender.force && *device_id == sender.device_id)
    });
    if !founds {
        return Err(RefusalCode::NotEntitled);
    }
    let mut author = None;
    let mut changes = Vec::new();
    for fact in facts {
        if let ForceFact::OfficerAdded { officer_id, role, public_key, .. } = fact {
            let public = key_of(&public_key).ok_or(RefusalCode::Form)?;
            if officer_id == header.officer_id {
                author = Some((public, role));
            }
            changes.push(KeyChange::Introduce { officer_id, public, role, only_there: false });
        }
    }
    let (public, role) = author.ok_or(RefusalCode::UnknownOfficer)?;
    match sealed.verify(header, &public) {
        Ok(()) => Ok((role, changes)),
        Err(EntryError::BodyAltered) => Err(RefusalCode::BodyAltered),
        Err(_) => Err(RefusalCode::Signature),
    }
}

impl Known {
    /// The entry by which an officer joins on this device: it introduces their key, which signed it and for which
    /// their code vouched. `None` where it is another entry, or the code vouched for another key or officer.
    pub(super) fn joining(
        &self,
        sender: &Sender,
        sealed: &Sealed,
        header: &Header,
    ) -> Result<Option<(Role, Vec<KeyChange>)>, RefusalCode> {
        if self.vouched.is_empty() || header.stream != Stream::Force(sender.register_id) {
            return Ok(None);
        }
        let facts = force_facts(sealed);
        let [ForceFact::OfficerKeyAdded { officer_id, public_key, .. }] = facts.as_slice() else {
            return Ok(None);
        };
        let public = key_of(public_key).ok_or(RefusalCode::Form)?;
        let officer_id = *officer_id;
        let vouched = (sender.device_id, officer_id, public.to_bytes());
        if officer_id != header.officer_id || !self.vouched.contains(&vouched) {
            return Ok(None);
        }
        // Removed since: no key of theirs is good any more.
        let role = self.good_role_of(officer_id).ok_or(RefusalCode::UnknownOfficer)?;
        match sealed.verify(header, &public) {
            Ok(()) => {
                Ok(Some((role, vec![KeyChange::Introduce { officer_id, public, role, only_there: true }])))
            }
            Err(EntryError::BodyAltered) => Err(RefusalCode::BodyAltered),
            Err(_) => Err(RefusalCode::Signature),
        }
    }

    pub(super) fn good_keys_of(&self, officer_id: OfficerId) -> impl Iterator<Item = &Key> {
        self.keys.get(&officer_id).into_iter().flatten().filter(|key| !key.ended)
    }

    /// The role of an officer who has a key that is good now.
    pub(super) fn good_role_of(&self, officer_id: OfficerId) -> Option<Role> {
        self.good_keys_of(officer_id).last().map(|key| key.role)
    }
}

/// The facts of an entry of a force's stream; none where a newer version recorded them.
pub(crate) fn force_facts(sealed: &Sealed) -> Vec<ForceFact> {
    match sealed.open_or_altered::<ForceFact>().map(|entry| entry.content) {
        Some(Content::Read(body)) => body.facts,
        _ => Vec::new(),
    }
}

/// A public key from its hexadecimal text.
pub(crate) fn key_of(hex: &str) -> Option<VerifyingKey> {
    Hash::from_hex(hex).and_then(|bytes| VerifyingKey::from_bytes(&bytes.0).ok())
}
