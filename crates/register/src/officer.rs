//! Who may sign: a force's stream, folded. A key stands under the device whose entry introduced it, between
//! two numbers of that device's chain. On other devices of the force it signs from its introduction to its end,
//! as the force's ledger orders them. A key that was added to those that its officer had signs on its own device
//! alone.

use chrono::{DateTime, Utc};

use crate::fact::ForceFact;
use crate::id::{DeviceId, Hash, OfficerId};
use crate::role::Role;
use crate::{Entry, Header};

/// Where an entry stands: its position in the force's ledger at central, where it has one, and the number of
/// its arrival on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub position: Option<u64>,
    pub seq: i64,
}

impl Place {
    /// The ledger decides; the order of arrival here does where one of the two has not been there.
    pub fn is_before(self, other: Self) -> bool {
        match (self.position, other.position) {
            (Some(own), Some(other)) => own < other,
            _ => self.seq < other.seq,
        }
    }
}

/// An officer, as the force's stream has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub officer_id: OfficerId,
    pub name: String,
    pub collar: String,
    pub role: Role,
    /// In the order in which they were introduced; what one signed in its time stays valid. Several may be good at
    /// once, each on its device.
    pub keys: Vec<OfficerKey>,
    pub added_at: DateTime<Utc>,
    pub removed: bool,
}

/// An Ed25519 public key and where it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficerKey {
    pub public: [u8; 32],
    /// The device whose entry introduced it.
    pub device_id: DeviceId,
    /// Number of that entry in the device's chain.
    pub from: u64,
    /// Number of the entry of the same device that ended it.
    pub until: u64,
    pub introduced: Place,
    pub ended: Option<Place>,
    /// It signs on no other device.
    pub only_there: bool,
}

impl OfficerKey {
    /// Could it have signed an entry with this header, which stands there? `of_force` says whether the entry
    /// came through the force's ledger or is of this device: elsewhere a key signs on its own device alone.
    pub fn signs(&self, header: &Header, place: Place, of_force: bool) -> bool {
        let not_ended = || self.ended.is_none_or(|ended| place.is_before(ended));
        if self.device_id == header.device_id {
            let ended_here = self.until != u64::MAX;
            (self.from..=self.until).contains(&header.device_seq) && (ended_here || not_ended())
        } else {
            let introduced =
                !self.only_there && self.introduced.position.is_some() && self.introduced.is_before(place);
            of_force && introduced && not_ended()
        }
    }
}

impl Officer {
    pub fn ever_had(&self, public: &[u8; 32]) -> bool {
        self.keys.iter().any(|key| key.public == *public)
    }

    /// Whether the key is one of those that they sign with now.
    pub fn has_now(&self, public: &[u8; 32]) -> bool {
        !self.removed && self.keys.iter().any(|key| key.public == *public && key.ended.is_none())
    }

    /// Whether a key of theirs was introduced on the device and has not ended.
    pub fn has_key_on(&self, device_id: DeviceId) -> bool {
        self.keys.iter().any(|key| key.device_id == device_id && key.ended.is_none())
    }

    /// The public key that was given first, in hexadecimal.
    pub fn first_key(&self) -> String {
        self.keys.first().map(|key| Hash(key.public).to_string()).unwrap_or_default()
    }

    /// No key that is good signs anything after this entry.
    fn end_keys(&mut self, header: &Header, place: Place) {
        self.end_keys_where(header, place, |_| true);
    }

    /// A new key takes the place of the one on the entry's device, and signs where that one did; where there is none
    /// there, it takes the place of all.
    fn replace_keys(&mut self, header: &Header, place: Place, new: Option<OfficerKey>) {
        let on_it = |key: &OfficerKey| key.device_id == header.device_id && key.ended.is_none();
        let only_there = self.keys.iter().any(|key| on_it(key) && key.only_there);
        let here = self.has_key_on(header.device_id);
        self.end_keys_where(header, place, |key| !here || on_it(key));
        self.keys.extend(new.map(|key| OfficerKey { only_there, ..key }));
    }

    fn end_keys_where(&mut self, header: &Header, place: Place, ends: impl Fn(&OfficerKey) -> bool) {
        for key in self.keys.iter_mut().filter(|key| key.ended.is_none() && ends(key)) {
            if key.device_id == header.device_id {
                key.until = key.until.min(header.device_seq);
            }
            key.ended = Some(place);
        }
    }
}

/// The officers of a stream whose entries were all written on one device, in its order.
pub fn fold(entries: &[Entry<ForceFact>]) -> Vec<Officer> {
    let place = |at: usize| Place { position: None, seq: i64::try_from(at).unwrap_or(i64::MAX) };
    fold_placed(entries.iter().enumerate().map(|(at, entry)| (entry, place(at))))
}

/// The same, where each entry stands somewhere. Those with a position come first, in its order.
pub fn fold_placed<'e>(entries: impl IntoIterator<Item = (&'e Entry<ForceFact>, Place)>) -> Vec<Officer> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(_, place)| (place.position.unwrap_or(u64::MAX), place.seq));
    let mut officers: Vec<Officer> = Vec::new();
    for (entry, place) in entries {
        for fact in entry.facts() {
            take(&mut officers, entry, place, fact);
        }
    }
    officers
}

fn take(officers: &mut Vec<Officer>, entry: &Entry<ForceFact>, place: Place, fact: &ForceFact) {
    let key = |hex: &str| {
        Hash::from_hex(hex).map(|hash| OfficerKey {
            public: hash.0,
            device_id: entry.header.device_id,
            from: entry.header.device_seq,
            until: u64::MAX,
            introduced: place,
            ended: None,
            only_there: false,
        })
    };
    match fact {
        ForceFact::RegisterCreated { .. }
        | ForceFact::ImportBegun { .. }
        | ForceFact::ImportEnded { .. }
        | ForceFact::ImportWithdrawn { .. }
        | ForceFact::LogTaken { .. }
        | ForceFact::StandardProposed { .. }
        | ForceFact::StandardApproved { .. }
        | ForceFact::StandardWithdrawn { .. } => {}
        ForceFact::OfficerAdded { officer_id, name, collar, role, public_key } => officers.push(Officer {
            officer_id: *officer_id,
            name: name.clone(),
            collar: collar.clone(),
            role: *role,
            keys: key(public_key).into_iter().collect(),
            added_at: entry.recorded_at(),
            removed: false,
        }),
        ForceFact::OfficerKeyAdded { officer_id, name, collar, role, public_key } => {
            let key = key(public_key).map(|key| OfficerKey { only_there: true, ..key });
            match officers.iter_mut().find(|officer| officer.officer_id == *officer_id) {
                // Who was removed gets no key by this: they are added again as somebody new.
                Some(officer) if officer.removed => {}
                Some(officer) => officer.keys.extend(key),
                // A device that joined, before the entry that added the officer has come to it.
                None => officers.push(Officer {
                    officer_id: *officer_id,
                    name: name.clone(),
                    collar: collar.clone(),
                    role: *role,
                    keys: key.into_iter().collect(),
                    added_at: entry.recorded_at(),
                    removed: false,
                }),
            }
        }
        ForceFact::OfficerKeyChanged { officer_id, public_key, .. } => {
            for officer in officers.iter_mut().filter(|officer| officer.officer_id == *officer_id) {
                officer.replace_keys(&entry.header, place, key(public_key));
                officer.removed = false;
            }
        }
        ForceFact::OfficerRemoved { officer_id, .. } => {
            for officer in officers.iter_mut().filter(|officer| officer.officer_id == *officer_id) {
                officer.end_keys(&entry.header, place);
                officer.removed = true;
            }
        }
    }
}
