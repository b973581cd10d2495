//! One-time codes by which officers join their register on one more laptop.

use protocol::EnrolCode;
use register::RegisterId;
use register::force::ForceCode;
use register::officer::Officer;

use super::{Profile, known, new_code};
use crate::clock::Clock;
use crate::database::Database;
use crate::error::CentralError;
use crate::key::OwnKey;
use crate::ledger::enrol::code_hash;
use crate::ledger::join;

/// A new one-time code by which an officer joins their register on one more laptop, and who they are. `officer` is
/// their id or their collar number.
///
/// # Errors
/// [`CentralError::Asked`] where the force is not known, has no such officer or several, or where they were
/// suspended.
pub async fn officer_code(
    database: &Database,
    force: &ForceCode,
    officer: &str,
    key: &OwnKey,
    profile: Profile,
    good_for_ms: u64,
    clock: &Clock,
) -> Result<(EnrolCode, Officer), CentralError> {
    known(database, force).await?;
    let mut tx = database.write(force).await?;
    let wanted = officer.trim();
    let meant = |officer: &Officer| {
        officer.officer_id.to_string() == wanted || officer.collar.trim().eq_ignore_ascii_case(wanted)
    };
    let mut found: Vec<(RegisterId, Officer)> = join::officers(&mut tx, force).await?;
    found.retain(|(_, officer)| meant(officer));
    let removed = !found.is_empty();
    found.retain(|(_, officer)| !officer.removed);
    let (register_id, officer) = match found.as_slice() {
        [(register_id, officer)] => (*register_id, officer.clone()),
        [] if removed => {
            return Err(CentralError::Asked(format!(
                "{wanted} was removed from the register: add them again on a laptop of the force, and let it send"
            )));
        }
        [] => {
            return Err(CentralError::Asked(format!(
                "no register of {force} has an officer {wanted}: add them on a laptop of the force, and let it send"
            )));
        }
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|(_, officer)| format!("{} ({})", officer.officer_id, officer.name))
                .collect();
            return Err(CentralError::Asked(format!(
                "several officers have the collar number {wanted}: say which by the id: {}",
                ids.join(", ")
            )));
        }
    };
    if join::is_suspended(&mut tx, force, officer.officer_id).await? {
        return Err(CentralError::Asked(format!(
            "{wanted} is suspended: `officer add` with their key ends that"
        )));
    }
    let code = new_code(&mut tx, force, key, profile, good_for_ms, clock).await?;
    tx.run(
        "INSERT INTO enrol_code_officer (force, code_hash, register_id, officer_id) VALUES ($1, $2, $3, $4)",
        [force.into(), code_hash(&code.secret()).into(), register_id.into(), officer.officer_id.into()],
    )
    .await?;
    tx.commit().await?;
    Ok((code, officer))
}
