//! Officers' public keys: where each is good, and what the entries of force streams do to them.

use ed25519_dalek::VerifyingKey;
use protocol::RefusalCode;
use register::entry::{Content, EntryError, Stream};
use register::fact::ForceFact;
use register::role::Verb;
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
    /// What an entry of the force's stream does to keys; only those who may enrol may do it. A key that its
    /// own officer introduces (recovery shares) is not known here yet and never comes so far: an
    /// administrator admits it first.
    pub(super) fn key_changes(
        &self,
        sender: &Sender,
        sealed: &Sealed,
        role: Role,
    ) -> Result<Vec<KeyChange>, RefusalCode> {
        let mut changes = Vec::new();
        for fact in force_facts(sealed) {
            match fact {
                ForceFact::RegisterCreated { .. } => return Err(RefusalCode::NotEntitled),
                ForceFact::ImportBegun { .. }
                | ForceFact::ImportEnded { .. }
                | ForceFact::ImportWithdrawn { .. }
                | ForceFact::LogTaken { .. } => continue,
                // That nobody approves their own is for whoever uses it: a laptop does not hear of such an approval.
                ForceFact::StandardProposed { .. }
                | ForceFact::StandardApproved { .. }
                | ForceFact::StandardWithdrawn { .. }
                    if role.may(Verb::Standardise) => {}
                _ if !role.may(Verb::Enrol) => return Err(RefusalCode::NotEntitled),
                ForceFact::OfficerAdded { officer_id, role, public_key, .. } => {
                    // Another officer under a known id would take over what that one signed.
                    if self.keys.get(&officer_id).is_some_and(|keys| !keys.is_empty()) {
                        return Err(RefusalCode::NotEntitled);
                    }
                    let public = key_of(&public_key).ok_or(RefusalCode::Form)?;
                    changes.push(KeyChange::Introduce { officer_id, public, role, only_there: false });
                }
                ForceFact::OfficerKeyAdded { officer_id, public_key, .. } => {
                    let role = self.good_role_of(officer_id).ok_or(RefusalCode::NotEntitled)?;
                    let public = key_of(&public_key).ok_or(RefusalCode::Form)?;
                    changes.push(KeyChange::Introduce { officer_id, public, role, only_there: true });
                }
                ForceFact::OfficerKeyChanged { officer_id, public_key, .. } => {
                    let role = self.role_of(officer_id).ok_or(RefusalCode::NotEntitled)?;
                    let public = key_of(&public_key).ok_or(RefusalCode::Form)?;
                    let here: Vec<&Key> = self
                        .good_keys_of(officer_id)
                        .filter(|key| key.device == Some(sender.device_id))
                        .collect();
                    let only_there = here.iter().any(|key| key.only_there);
                    changes.push(KeyChange::End { officer_id, only_there: !here.is_empty() });
                    changes.push(KeyChange::Introduce { officer_id, public, role, only_there });
                }
                ForceFact::OfficerRemoved { officer_id, .. } => {
                    changes.push(KeyChange::End { officer_id, only_there: false });
                }
                // Whoever may enrol need not be one who may set standards.
                ForceFact::StandardProposed { .. }
                | ForceFact::StandardApproved { .. }
                | ForceFact::StandardWithdrawn { .. } => return Err(RefusalCode::NotEntitled),
            }
        }
        Ok(changes)
    }

    pub(super) fn is_another_key(&self, change: &KeyChange) -> bool {
        let KeyChange::Introduce { officer_id, public, .. } = change else { return false };
        let keys = self.keys.get(officer_id);
        keys.is_some_and(|keys| !keys.is_empty() && keys.iter().all(|key| key.public != *public))
    }

    fn role_of(&self, officer_id: OfficerId) -> Option<Role> {
        self.keys.get(&officer_id).and_then(|keys| keys.last()).map(|key| key.role)
    }

    pub(super) fn change_key(&mut self, sender: &Sender, device_seq: u64, change: &KeyChange) {
        match change {
            KeyChange::Introduce { officer_id, public, role, only_there } => {
                let keys = self.keys.entry(*officer_id).or_default();
                keys.retain(|key| key.public != *public);
                keys.push(Key {
                    public: *public,
                    role: *role,
                    device: Some(sender.device_id),
                    from: device_seq,
                    until: u64::MAX,
                    ended: false,
                    only_there: *only_there,
                });
            }
            KeyChange::End { officer_id, only_there } => {
                let ends =
                    |key: &&mut Key| !key.ended && (!*only_there || key.device == Some(sender.device_id));
                for key in self.keys.entry(*officer_id).or_default().iter_mut().filter(ends) {
                    key.ended = true;
                    if key.device == Some(sender.device_id) {
                        key.until = key.until.min(device_seq);
                    } else if let Some(chain) = key.device.and_then(|device| self.chains.get(&device)) {
                        key.until = key.until.min(chain.device_seq);
                    }
                }
            }
        }
    }

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
