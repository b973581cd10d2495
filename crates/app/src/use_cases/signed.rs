//! Whose signatures stand in this register: its own officers', and those of registers whose logs were taken in.

use register::fact::ForceFact;
use register::{DeviceId, Entry, RegisterId};
use store::{Finding, FindingKind, Signers};

use crate::app::Session;
use crate::error::AppError;
use crate::officers::{self, introduced};

/// Registers whose logs were taken in, each with the key that vouches for its others.
pub(super) fn taken(own: &[Entry<ForceFact>]) -> Vec<(RegisterId, String)> {
    let mut registers: Vec<(RegisterId, String)> = Vec::new();
    for fact in own.iter().flat_map(Entry::facts) {
        if let ForceFact::LogTaken { register_id, first_key, .. } = fact
            && !registers.iter().any(|(known, _)| known == register_id)
        {
            registers.push((*register_id, first_key.clone()));
        }
    }
    registers
}

pub(super) async fn others(session: &Session) -> Result<Vec<(RegisterId, String)>, AppError> {
    Ok(taken(&session.vault.force_entries(session.register_id).await?))
}

/// Signers of this register and of the others, and what there is to say of how their keys came in. `others`
/// are the entries of each of [`taken`]. Another register's officers sign on the device that it was made on, and on
/// none that is this register's or of one before: whatever names they go by, nobody signs for anybody else.
pub(super) fn signers(
    own: &[Entry<ForceFact>],
    others: &[(String, Vec<Entry<ForceFact>>)],
) -> (Signers, Vec<Finding>) {
    let mut signers = officers::signers(&officers::fold(own));
    let mut findings = introduced(own);
    let mut devices: Vec<DeviceId> = own.iter().map(|entry| entry.header.device_id).collect();
    for (first_key, entries) in others {
        let founded = officers::registers(entries).into_iter().find_map(|(_, founded)| founded);
        // The key was written down when the log was taken in: another one now is not theirs.
        let theirs = founded
            .filter(|founded| founded.first_key == *first_key && !devices.contains(&founded.device_id));
        let Some(founded) = theirs else {
            let place = first_key.clone();
            findings.push(Finding { kind: FindingKind::UnknownSigner, entry_id: None, place });
            continue;
        };
        devices.push(founded.device_id);
        for (officer_id, keys) in founded.signers {
            signers.entry(officer_id).or_default().extend(keys);
        }
        findings.extend(founded.findings);
    }
    (signers, findings)
}

/// All of it, of a register that is open.
pub(super) async fn of(session: &Session) -> Result<(Signers, Vec<Finding>), AppError> {
    let own = session.vault.force_entries(session.register_id).await?;
    let mut others = Vec::new();
    for (register_id, first_key) in taken(&own) {
        others.push((first_key, session.vault.force_entries(register_id).await?));
    }
    Ok(signers(&own, &others))
}
