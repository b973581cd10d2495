//! Who may sign: the force's stream, folded.

use chrono::{DateTime, Utc};
use ed25519_dalek::VerifyingKey;
use register::fact::ForceFact;
use register::{Entry, OfficerId, Role};
use store::Signers;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Officer {
    pub officer_id: OfficerId,
    pub name: String,
    pub collar: String,
    pub role: Role,
    /// Ed25519 public keys, the latest last; what an earlier one signed stays valid.
    pub keys: Vec<[u8; 32]>,
    pub added_at: DateTime<Utc>,
    pub removed: bool,
}

pub(crate) fn fold(entries: &[Entry<ForceFact>]) -> Vec<Officer> {
    let mut officers: Vec<Officer> = Vec::new();
    for entry in entries {
        for fact in entry.facts() {
            match fact {
                ForceFact::RegisterCreated { .. } => {}
                ForceFact::OfficerAdded { officer_id, name, collar, role, public_key } => {
                    officers.push(Officer {
                        officer_id: *officer_id,
                        name: name.clone(),
                        collar: collar.clone(),
                        role: *role,
                        keys: key(public_key).into_iter().collect(),
                        added_at: entry.recorded_at(),
                        removed: false,
                    })
                }
                ForceFact::OfficerKeyChanged { officer_id, public_key, .. } => {
                    for officer in officers.iter_mut().filter(|officer| officer.officer_id == *officer_id) {
                        officer.keys.extend(key(public_key));
                        officer.removed = false;
                    }
                }
                ForceFact::OfficerRemoved { officer_id, .. } => {
                    for officer in officers.iter_mut().filter(|officer| officer.officer_id == *officer_id) {
                        officer.removed = true;
                    }
                }
            }
        }
    }
    officers
}

pub(crate) fn signers(officers: &[Officer]) -> Signers {
    officers
        .iter()
        .map(|officer| {
            let keys = officer.keys.iter().filter_map(|key| VerifyingKey::from_bytes(key).ok()).collect();
            (officer.officer_id, keys)
        })
        .collect()
}

pub(crate) fn with_key<'a>(officers: &'a [Officer], public: &[u8; 32]) -> Option<&'a Officer> {
    officers.iter().find(|officer| !officer.removed && officer.keys.last() == Some(public))
}

pub(crate) fn with_collar<'a>(officers: &'a [Officer], collar: &str) -> Option<&'a Officer> {
    let plain = |text: &str| text.trim().to_uppercase();
    officers.iter().find(|officer| plain(&officer.collar) == plain(collar))
}

pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    register::Hash(*bytes).to_string()
}

fn key(hex: &str) -> Option<[u8; 32]> {
    register::Hash::from_hex(hex).map(|hash| hash.0)
}
