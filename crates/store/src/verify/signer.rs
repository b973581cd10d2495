//! Public keys as `verify` asks for them.

use std::collections::HashMap;

use ed25519_dalek::VerifyingKey;
use register::id::{DeviceId, OfficerId};
use register::officer::{Officer, OfficerKey, Place};
use register::{Header, Role};

/// Public keys by officer; an officer may have had several.
pub type Signers = HashMap<OfficerId, Vec<Signer>>;

/// A key that an officer signed with, and where it is good.
#[derive(Clone, Debug)]
pub struct Signer {
    pub key: VerifyingKey,
    pub role: Role,
    good: OfficerKey,
}

impl Signer {
    /// `None` where the bytes are no key.
    pub fn new(role: Role, good: OfficerKey) -> Option<Self> {
        Some(Self { key: verifying_key(&good.public)?, role, good })
    }

    /// The device whose entry introduced it.
    pub fn device_id(&self) -> DeviceId {
        self.good.device_id
    }

    /// Could it have signed this, which stands there? See [`OfficerKey::signs`].
    pub fn signs(&self, header: &Header, place: Place, of_force: bool) -> bool {
        self.good.signs(header, place, of_force)
    }
}

/// The keys of officers.
pub fn signers(officers: &[Officer]) -> Signers {
    officers
        .iter()
        .map(|officer| {
            let keys = officer.keys.iter().filter_map(|key| Signer::new(officer.role, *key)).collect();
            (officer.officer_id, keys)
        })
        .collect()
}

/// A public key from its bytes; `None` where they are none.
pub fn verifying_key(bytes: &[u8; 32]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(bytes).ok()
}
