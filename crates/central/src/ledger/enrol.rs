//! A device comes to be known, by a one-time code.

use std::collections::HashSet;

use protocol::{ChainHead, CodeTrouble, Enrol, Failure};
use register::entry::Stream;
use register::fact::ForceFact;
use register::force::ForceCode;
use register::{DeviceId, Hash, OfficerId};

use super::device::Device;
use super::join;
use super::judge::Sender;
use super::keys::{force_facts, founding};
use crate::database::{Database, Tx};
use crate::error::CentralError;

/// The hash under which a code's secret is kept.
pub(crate) fn code_hash(secret: &[u8; 10]) -> Hash {
    Hash::of(&[b"nrmp enrol code 1\0".as_slice(), secret].concat())
}

/// What an enrolment answers: for a device that was enrolled with this code before, the same again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    /// Hash of its register's first entry.
    pub founding: Hash,
    pub at: i64,
    /// The officer whose key on the device the code vouched for.
    pub officer_id: Option<OfficerId>,
    /// Of a field laptop: the position after which it is given all.
    pub since: Option<u64>,
}

/// Enrol a device.
///
/// # Errors
/// [`Failure::Code`], [`Failure::CodeNotGood`], [`Failure::Founding`], [`Failure::Taken`],
/// [`Failure::TrainingApart`].
pub(crate) async fn enrol(
    database: &Database,
    enrol: &Enrol,
    training: bool,
    now: i64,
) -> Result<Done, CentralError> {
    let mut tx = database.write(&enrol.force).await?;
    let code = tx
        .row(
            "SELECT c.expires_at, c.used_by, c.used_at, o.register_id, o.officer_id, f.code_hash AS field
             FROM enrol_code c
             LEFT JOIN enrol_code_field f ON f.force = c.force AND f.code_hash = c.code_hash
             LEFT JOIN enrol_code_officer o ON o.force = c.force AND o.code_hash = c.code_hash
             WHERE c.force = $1 AND c.code_hash = $2",
            [(&enrol.force).into(), code_hash(&enrol.secret).into()],
        )
        .await?
        .ok_or(Failure::Code)?;
    let not = |why| CentralError::from(Failure::CodeNotGood { why });
    let joins = match (join::For::of(&code)?, &enrol.officer_key) {
        (Some(of), Some(key)) => Some((of, key)),
        (None, None) => None,
        (Some(_), None) => return Err(not(CodeTrouble::ForOfficer)),
        (None, Some(_)) => return Err(not(CodeTrouble::ForNoOfficer)),
    };
    let unless_joining = |why| joins.map_or(CentralError::from(Failure::Code), |_| not(why));
    let officer_id = joins.map(|(of, _)| of.officer_id);
    let known = Device::find(&mut tx, &enrol.force, enrol.device_id).await?.filter(|device| {
        device.key.to_bytes() == enrol.device_key
            && device.sender.register_id == enrol.register_id
            && !device.sender.revoked
    });
    let used_by = code.maybe_bytes("used_by")?;
    if let Some(used_by) = used_by {
        if used_by != enrol.device_id.bytes() {
            return Err(unless_joining(CodeTrouble::Used));
        }
        // The answer was lost on its way: the same device asks again.
        let device = known.ok_or(Failure::Taken)?;
        if let Some((of, key)) = joins
            && !join::vouched(&mut tx, enrol, of, key).await?
        {
            return Err(not(CodeTrouble::Used));
        }
        let at = code.maybe_int("used_at")?.unwrap_or(now);
        return Ok(Done { founding: device.sender.founding, at, officer_id, since: device.since });
    }
    if code.int("expires_at")? <= now {
        return Err(unless_joining(CodeTrouble::RunOut));
    }
    let founding = match joins {
        Some((of, key)) => join::vouch(&mut tx, enrol, of, key, now).await?,
        None => pin(&mut tx, enrol, training).await?,
    };
    // A device that is enrolled takes in one more officer, and stays what it is; any other is new.
    let since = match known {
        Some(device) if joins.is_some() => device.since,
        _ => {
            add(&mut tx, enrol, now).await?;
            let field = code.maybe_bytes("field")?.is_some();
            if field { Some(make_field(&mut tx, &enrol.force, enrol.device_id).await?) } else { None }
        }
    };
    tx.run(
        "UPDATE enrol_code SET used_by = $3, used_at = $4 WHERE force = $1 AND code_hash = $2",
        [(&enrol.force).into(), code_hash(&enrol.secret).into(), enrol.device_id.into(), now.into()],
    )
    .await?;
    tx.commit().await?;
    Ok(Done { founding, at: now, officer_id, since })
}

/// The device, which is new.
async fn add(tx: &mut Tx, enrol: &Enrol, now: i64) -> Result<(), CentralError> {
    let taken = tx
        .row(
            "SELECT device_id FROM device WHERE device_id = $1 OR (force = $2 AND device_key = $3)",
            [enrol.device_id.into(), (&enrol.force).into(), enrol.device_key.into()],
        )
        .await?;
    if taken.is_some() {
        return Err(Failure::Taken.into());
    }
    tx.run(
        "INSERT INTO device (force, device_id, device_key, register_id, enrolled_at, last_contact_at,
                             device_seq, chain_hash, drafts, look_seq, look_hash)
         VALUES ($1, $2, $3, $4, $5, $5, 0, $6, 0, 0, $6)",
        [
            (&enrol.force).into(),
            enrol.device_id.into(),
            enrol.device_key.into(),
            enrol.register_id.into(),
            now.into(),
            ChainHead::START.hash.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The device is given all that comes after the head of its force's ledger, and of what came before what is in its
/// scope. Gives that position. Under the force's lock.
pub(crate) async fn make_field(
    tx: &mut Tx,
    force: &ForceCode,
    device_id: DeviceId,
) -> Result<u64, CentralError> {
    let row = tx.row("SELECT head FROM force WHERE force = $1", [force.into()]).await?;
    let since = row.ok_or(CentralError::Row("force"))?.count("head")?;
    tx.run(
        "INSERT INTO field_device (force, device_id, since) VALUES ($1, $2, $3)",
        [force.into(), device_id.into(), since.into()],
    )
    .await?;
    Ok(since)
}

/// Whom the register's first entry introduces is trusted from now on: whoever holds the code vouches for it.
/// A device that brings no entries joins a register of its force that is pinned already.
async fn pin(tx: &mut Tx, enrol: &Enrol, training: bool) -> Result<Hash, CentralError> {
    let pinned = tx
        .row(
            "SELECT founding FROM register_pin WHERE force = $1 AND register_id = $2",
            [(&enrol.force).into(), enrol.register_id.into()],
        )
        .await?
        .map(|row| row.hash("founding"))
        .transpose()?;
    let Some(first) = enrol.officers.first() else {
        return pinned.ok_or_else(|| Failure::Founding.into());
    };
    let hash = first.hash();
    match pinned {
        Some(pinned) if pinned == hash => return Ok(hash),
        Some(_) => return Err(Failure::Taken.into()),
        None => {}
    }
    let header = first.read_header().map_err(|_| Failure::Founding)?;
    let sender = Sender {
        force: enrol.force.clone(),
        device_id: enrol.device_id,
        register_id: enrol.register_id,
        founding: hash,
        revoked: false,
    };
    let first_of_all = header.device_id == enrol.device_id
        && header.device_seq == 1
        && header.prev_hash == Hash::ZERO
        && header.stream == Stream::Force(enrol.register_id);
    if !first_of_all || founding(&sender, first, &header).is_err() {
        return Err(Failure::Founding.into());
    }
    let is_training = force_facts(first)
        .iter()
        .any(|fact| matches!(fact, ForceFact::RegisterCreated { training: true, .. }));
    if is_training != training {
        return Err(Failure::TrainingApart.into());
    }
    follows(enrol)?;
    // Another key for an officer who is known: told now, since the entry would be refused later.
    for fact in force_facts(first) {
        if let ForceFact::OfficerAdded { officer_id, public_key, .. } = fact {
            let keys = tx
                .rows(
                    "SELECT public_key FROM officer_key WHERE force = $1 AND officer_id = $2",
                    [(&enrol.force).into(), officer_id.into()],
                )
                .await?;
            let known = keys.iter().map(|row| row.hash("public_key")).collect::<Result<Vec<_>, _>>()?;
            if !known.is_empty() && !known.iter().any(|key| key.to_string() == public_key) {
                return Err(Failure::Taken.into());
            }
        }
    }
    tx.run(
        "INSERT INTO register_pin (force, register_id, founding) VALUES ($1, $2, $3)",
        [(&enrol.force).into(), enrol.register_id.into(), hash.into()],
    )
    .await?;
    Ok(hash)
}

/// The entries that came with the request stand in one force stream, in their order, each once.
fn follows(enrol: &Enrol) -> Result<(), Failure> {
    let mut last = 0;
    let mut ids = HashSet::new();
    for sealed in &enrol.officers {
        let header = sealed.read_header().map_err(|_| Failure::Founding)?;
        let right = header.stream == Stream::Force(enrol.register_id)
            && header.device_id == enrol.device_id
            && header.device_seq > last
            && ids.insert(header.entry_id);
        if !right {
            return Err(Failure::Founding);
        }
        last = header.device_seq;
    }
    Ok(())
}
