//! Whose signatures stand in this register: its own officers', and those of registers whose logs were taken in.

use register::fact::ForceFact;
use register::{Entry, RegisterId};
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
/// are the entries of each of [`taken`].
pub(super) fn signers(
    own: &[Entry<ForceFact>],
    others: &[(String, Vec<Entry<ForceFact>>)],
) -> (Signers, Vec<Finding>) {
    let mut signers = officers::signers(&officers::fold(own));
    let mut findings = introduced(own);
    for (first_key, entries) in others {
        let known = officers::fold(entries);
        // The key was written down when the log was taken in: another one now is not theirs.
        if known.first().is_none_or(|first| first.first_key() != *first_key) {
            findings.push(Finding {
                kind: FindingKind::UnknownSigner,
                entry_id: None,
                place: first_key.clone(),
            });
            continue;
        }
        signers.extend(officers::signers(&known));
        findings.extend(introduced(entries));
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
