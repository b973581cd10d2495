//! Officers' keys: whose they are, and how they came into the register.

use register::entry::Stream;
use register::fact::ForceFact;
use register::force::ForceCode;
pub(crate) use register::officer::{Officer, fold};
use register::officer::{Place, fold_placed};
use register::role::Verb;
use register::{DeviceId, Entry, RegisterId};
use store::{Finding, FindingKind, Signers, StoreError, Vault, Vouched, signers};

/// What verify has to say of how keys came into the register. A key is vouched for by an officer who may enrol and had
/// a key before; the first officer's stands with the register itself. Of an officer who joined on one more laptop central
/// vouched for device, officer and key: by a place in the ledger, or by its signature on the enrolment of this laptop.
/// Any other key that its own officer introduced was given with the recovery shares, or by somebody who had the
/// vault key.
pub(crate) fn introduced(entries: &[(Entry<ForceFact>, Place)], vouched: &Vouched) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, (entry, place)) in entries.iter().enumerate() {
        let before = fold_placed(entries[..at].iter().map(|(entry, place)| (entry, *place)));
        let author = before.iter().find(|officer| officer.officer_id == entry.header.officer_id);
        let founding = entry.facts().iter().any(|fact| matches!(fact, ForceFact::RegisterCreated { .. }));
        for fact in entry.facts() {
            let by_itself = match fact {
                ForceFact::OfficerKeyAdded { officer_id, public_key, .. }
                    if *officer_id == entry.header.officer_id =>
                {
                    let key = register::Hash::from_hex(public_key).map(|key| (*officer_id, key.0));
                    if place.position.is_some() || key.is_some_and(|key| vouched.contains(&key)) {
                        continue;
                    }
                    // Nobody of this register is said to be one of its officers by themselves.
                    author.is_some()
                }
                ForceFact::OfficerAdded { officer_id, .. }
                | ForceFact::OfficerKeyChanged { officer_id, .. } => *officer_id == entry.header.officer_id,
                ForceFact::RegisterCreated { .. } if at == 0 => continue,
                ForceFact::ImportBegun { .. }
                | ForceFact::ImportEnded { .. }
                | ForceFact::ImportWithdrawn { .. }
                | ForceFact::LogTaken { .. }
                | ForceFact::StandardProposed { .. }
                | ForceFact::StandardApproved { .. }
                | ForceFact::StandardWithdrawn { .. } => continue,
                ForceFact::RegisterCreated { .. }
                | ForceFact::OfficerKeyAdded { .. }
                | ForceFact::OfficerRemoved { .. } => false,
            };
            let kind = match author {
                _ if founding && at == 0 => continue,
                _ if by_itself => FindingKind::KeyFromShares,
                Some(author) if author.role.may(Verb::Enrol) && !author.removed => continue,
                _ => FindingKind::UnknownSigner,
            };
            let place = entry.header.device_seq.to_string();
            findings.push(Finding { kind, entry_id: Some(entry.header.entry_id), place });
        }
    }
    findings
}

/// The officers of a register as they are known here now.
pub(crate) async fn known(vault: &Vault, register_id: RegisterId) -> Result<Vec<Officer>, StoreError> {
    Ok(of(&vault.force_log(register_id).await?))
}

/// The officers of a force's stream.
pub(crate) fn of(log: &[(Entry<ForceFact>, Place)]) -> Vec<Officer> {
    fold_placed(log.iter().map(|(entry, place)| (entry, *place)))
}

/// A new key for somebody who is in the register: in place of theirs on this laptop, or beside those that they have
/// elsewhere.
pub(crate) fn new_key(known: &Officer, device_id: DeviceId, public: &[u8; 32], reason: String) -> ForceFact {
    let public_key = hex(public);
    if known.has_key_on(device_id) {
        ForceFact::OfficerKeyChanged { officer_id: known.officer_id, public_key, reason }
    } else {
        ForceFact::OfficerKeyAdded {
            officer_id: known.officer_id,
            name: known.name.clone(),
            collar: known.collar.clone(),
            role: known.role,
            public_key,
        }
    }
}

/// A register of somebody else, as the entries of its force's stream make it known.
pub(crate) struct Founded {
    pub register_id: RegisterId,
    pub force: ForceCode,
    /// The device that it was made on, and those that joined it: each of its officers' keys signs on its own of them
    /// and nowhere else.
    pub devices: Vec<DeviceId>,
    /// The key that vouches for all its others, in hexadecimal.
    pub first_key: String,
    pub signers: Signers,
    /// What there is to say of how keys came into it.
    pub findings: Vec<Finding>,
}

/// The registers whose streams these entries are of, in the order in which they come; `None` beside one that does
/// not begin with its own founding, holds an entry of another device than it was founded on or an officer of it joined
/// on, or shares a device with one before it. What is said of such a register is nobody's word.
pub(crate) fn registers(entries: &[Entry<ForceFact>]) -> Vec<(RegisterId, Option<Founded>)> {
    let mut registers: Vec<(RegisterId, Option<Founded>)> = Vec::new();
    for entry in entries {
        let Stream::Force(register_id) = entry.header.stream else { continue };
        if registers.iter().any(|(known, _)| *known == register_id) {
            continue;
        }
        let of_register: Vec<_> =
            entries.iter().filter(|other| other.header.stream == entry.header.stream).cloned().collect();
        let founded = founded(register_id, &of_register).filter(|founded| {
            let mut others = registers.iter().flat_map(|(_, other)| other);
            !others.any(|other| other.devices.iter().any(|device| founded.devices.contains(device)))
        });
        registers.push((register_id, founded));
    }
    registers
}

fn founded(register_id: RegisterId, entries: &[Entry<ForceFact>]) -> Option<Founded> {
    let founding = entries.first()?;
    let (force, device_id) = founding.facts().iter().find_map(|fact| match fact {
        ForceFact::RegisterCreated { register_id: created, force, device_id, .. } => {
            (*created == register_id).then(|| (force.clone(), *device_id))
        }
        _ => None,
    })?;
    let mut devices = vec![device_id];
    for entry in entries {
        if devices.contains(&entry.header.device_id) {
            continue;
        }
        if !joins(entry) {
            return None;
        }
        devices.push(entry.header.device_id);
    }
    let known = fold(entries);
    let first_key = known.first()?.first_key();
    let placed: Vec<_> = entries.iter().map(|entry| (entry.clone(), Place::default())).collect();
    let (signers, findings) = (signers(&known), introduced(&placed, &Vouched::new()));
    Some(Founded { register_id, force, devices, first_key, signers, findings })
}

/// The entry by which an officer of the register begins to write on a device.
fn joins(entry: &Entry<ForceFact>) -> bool {
    entry.facts().iter().any(|fact| {
        matches!(fact, ForceFact::OfficerKeyAdded { officer_id, .. } if *officer_id == entry.header.officer_id)
    })
}

pub(crate) fn with_key<'a>(officers: &'a [Officer], public: &[u8; 32]) -> Option<&'a Officer> {
    officers.iter().find(|officer| officer.has_now(public))
}

/// Whose collar number it is now: a number of somebody removed may be given again.
pub(crate) fn with_collar<'a>(officers: &'a [Officer], collar: &str) -> Option<&'a Officer> {
    officers.iter().find(|officer| !officer.removed && store::keys::same_collar(&officer.collar, collar))
}

pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    register::Hash(*bytes).to_string()
}
