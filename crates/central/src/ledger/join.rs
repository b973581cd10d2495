//! An officer joins a register of their force on one more laptop: whom a one-time code is for, and what it vouches
//! for when it is used (`docs/adr/0008-joining-a-register.md`).

use std::collections::BTreeMap;

use protocol::{CodeTrouble, Enrol, Failure};
use register::entry::Stream;
use register::fact::ForceFact;
use register::force::ForceCode;
use register::officer::{Officer, Place, fold_placed};
use register::{Entry, Hash, OfficerId, RegisterId};

use super::enrol::code_hash;
use crate::database::{Database, Row, Tx};
use crate::error::CentralError;

/// For whom a code was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct For {
    pub register_id: RegisterId,
    pub officer_id: OfficerId,
}

impl For {
    /// From the columns of `enrol_code_officer`, which are empty where a code is for no officer.
    pub(super) fn of(row: &Row) -> Result<Option<Self>, CentralError> {
        let (Some(register), Some(officer)) =
            (row.maybe_bytes("register_id")?, row.maybe_bytes("officer_id")?)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            register_id: RegisterId::from_slice(&register).ok_or(CentralError::Row("register_id"))?,
            officer_id: OfficerId::from_slice(&officer).ok_or(CentralError::Row("officer_id"))?,
        }))
    }
}

/// The officers of a force's registers, as the entries in its ledger have them.
pub(crate) async fn officers(
    tx: &mut Tx,
    force: &ForceCode,
) -> Result<Vec<(RegisterId, Officer)>, CentralError> {
    let rows = tx
        .rows(
            "SELECT e.position, e.header, e.signature, e.body FROM register_pin p
             JOIN entry e ON e.force = p.force AND e.stream = p.register_id
             WHERE p.force = $1 ORDER BY e.position",
            [force.into()],
        )
        .await?;
    let mut streams: BTreeMap<RegisterId, Vec<(Entry<ForceFact>, Place)>> = BTreeMap::new();
    for row in &rows {
        let Some(entry) = row.sealed()?.open_or_altered::<ForceFact>() else { continue };
        let Stream::Force(register_id) = entry.header.stream else { continue };
        let place = Place { position: Some(row.count("position")?), seq: 0 };
        streams.entry(register_id).or_default().push((entry, place));
    }
    let folded = |entries: &[(Entry<ForceFact>, Place)]| {
        fold_placed(entries.iter().map(|(entry, place)| (entry, *place)))
    };
    Ok(streams
        .iter()
        .flat_map(|(register_id, entries)| folded(entries).into_iter().map(|officer| (*register_id, officer)))
        .collect())
}

/// The officer that a code is for, who may still join with it.
///
/// # Errors
/// [`Failure::CodeNotGood`] where they were removed or suspended since.
pub(super) async fn good(tx: &mut Tx, force: &ForceCode, of: For) -> Result<Officer, CentralError> {
    let not = |why| CentralError::from(Failure::CodeNotGood { why });
    let officer = officers(tx, force)
        .await?
        .into_iter()
        .find(|(register_id, officer)| (*register_id, officer.officer_id) == (of.register_id, of.officer_id))
        .map(|(_, officer)| officer)
        .filter(|officer| !officer.removed)
        .ok_or_else(|| not(CodeTrouble::OfficerRemoved))?;
    if is_suspended(tx, force, of.officer_id).await? {
        return Err(not(CodeTrouble::OfficerSuspended));
    }
    Ok(officer)
}

/// Whether an administrator suspended the officer.
pub(crate) async fn is_suspended(
    tx: &mut Tx,
    force: &ForceCode,
    officer_id: OfficerId,
) -> Result<bool, CentralError> {
    let sql = "SELECT officer_id FROM suspension WHERE force = $1 AND officer_id = $2";
    Ok(tx.row(sql, [force.into(), officer_id.into()]).await?.is_some())
}

/// What a code says of its officer.
#[derive(Debug)]
pub(crate) struct Asked {
    pub force: ForceCode,
    pub register_id: RegisterId,
    pub officer: Officer,
    pub expires_at: i64,
}

/// Whom the code with this secret is for. It stays good.
///
/// # Errors
/// [`Failure::Code`], [`Failure::CodeNotGood`].
pub(crate) async fn code_of(database: &Database, secret: &[u8; 10], now: i64) -> Result<Asked, CentralError> {
    let mut tx = database.read().await?;
    let code = tx
        .row(
            "SELECT c.force, c.expires_at, c.used_by, o.register_id, o.officer_id FROM enrol_code c
             LEFT JOIN enrol_code_officer o ON o.force = c.force AND o.code_hash = c.code_hash
             WHERE c.code_hash = $1",
            [code_hash(secret).into()],
        )
        .await?
        .ok_or(Failure::Code)?;
    let not = |why| CentralError::from(Failure::CodeNotGood { why });
    let force = super::device::force_code(&code.text("force")?)?;
    let of = For::of(&code)?.ok_or_else(|| not(CodeTrouble::ForNoOfficer))?;
    if code.maybe_bytes("used_by")?.is_some() {
        return Err(not(CodeTrouble::Used));
    }
    let expires_at = code.int("expires_at")?;
    if expires_at <= now {
        return Err(not(CodeTrouble::RunOut));
    }
    let officer = good(&mut tx, &force, of).await?;
    Ok(Asked { force, register_id: of.register_id, officer, expires_at })
}

/// The code vouches for this device, its officer and the key that the device made for them.
///
/// # Errors
/// [`Failure::CodeNotGood`]; [`Failure::Founding`] where the device brings entries of its own;
/// [`Failure::Taken`] where it has another register, or the key is somebody's already.
pub(super) async fn vouch(
    tx: &mut Tx,
    enrol: &Enrol,
    of: For,
    key: &[u8; 32],
    now: i64,
) -> Result<Hash, CentralError> {
    if !enrol.officers.is_empty() {
        return Err(Failure::Founding.into());
    }
    if enrol.register_id != of.register_id {
        return Err(Failure::Taken.into());
    }
    if ed25519_dalek::VerifyingKey::from_bytes(key).is_err() {
        return Err(Failure::Malformed.into());
    }
    good(tx, &enrol.force, of).await?;
    let taken = tx
        .row(
            "SELECT officer_id FROM officer_key WHERE force = $1 AND public_key = $2
             UNION ALL SELECT officer_id FROM vouched_key WHERE force = $1 AND public_key = $2",
            [(&enrol.force).into(), (*key).into()],
        )
        .await?;
    if taken.is_some() {
        return Err(Failure::Taken.into());
    }
    tx.run(
        "INSERT INTO vouched_key (force, device_id, officer_id, public_key, code_hash, vouched_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (&enrol.force).into(),
            enrol.device_id.into(),
            of.officer_id.into(),
            (*key).into(),
            code_hash(&enrol.secret).into(),
            now.into(),
        ],
    )
    .await?;
    let sql = "SELECT founding FROM register_pin WHERE force = $1 AND register_id = $2";
    let pinned = tx.row(sql, [(&enrol.force).into(), of.register_id.into()]).await?;
    pinned.ok_or(Failure::Founding)?.hash("founding")
}

/// Whether the code with which the device was enrolled vouched for just this officer and key.
pub(super) async fn vouched(
    tx: &mut Tx,
    enrol: &Enrol,
    of: For,
    key: &[u8; 32],
) -> Result<bool, CentralError> {
    let sql = "SELECT officer_id FROM vouched_key
               WHERE force = $1 AND device_id = $2 AND officer_id = $3 AND public_key = $4 AND code_hash = $5";
    let values = [
        (&enrol.force).into(),
        enrol.device_id.into(),
        of.officer_id.into(),
        (*key).into(),
        code_hash(&enrol.secret).into(),
    ];
    Ok(tx.row(sql, values).await?.is_some())
}
