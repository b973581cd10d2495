//! The devices of a force, and the end of one. A device is revoked once and for ever, with who said so and why.

use protocol::{EnrolledDevice, Failure, Revocation, RevokeDevice, SaidOfItself};
use register::force::ForceCode;
use register::role::Verb;
use register::{DeviceId, OfficerId};

use super::known::key;
use crate::database::{Database, Row, Tx};
use crate::error::CentralError;

/// The devices of a force, and the incidents in its ledger.
pub(crate) async fn list(
    database: &Database,
    force: &ForceCode,
) -> Result<(Vec<EnrolledDevice>, u64), CentralError> {
    let mut tx = database.read().await?;
    let rows = tx
        .rows(
            "SELECT d.device_id, d.enrolled_at, d.last_contact_at, d.device_seq, d.checkpoint_at, d.checkpoint_seq,
                    d.drafts, d.revoked_at, h.position, r.officer_id, r.reason, a.told_at, f.since,
                    (SELECT count(*) FROM quarantine q
                     WHERE q.force = d.force AND q.device_id = d.device_id) AS kept_apart
             FROM device d
             LEFT JOIN device_holds h ON h.force = d.force AND h.device_id = d.device_id
             LEFT JOIN field_device f ON f.force = d.force AND f.device_id = d.device_id
             LEFT JOIN revocation r ON r.force = d.force AND r.device_id = d.device_id
             LEFT JOIN revocation_answer a ON a.force = d.force AND a.device_id = d.device_id
             WHERE d.force = $1 ORDER BY d.enrolled_at, d.device_id",
            [force.into()],
        )
        .await?;
    let devices = rows.iter().map(device).collect::<Result<_, _>>()?;
    let sql = "SELECT count(*) AS n FROM stream_owner s WHERE s.force = $1 AND NOT EXISTS (
                   SELECT 1 FROM register_pin p WHERE p.force = s.force AND p.register_id = s.stream)";
    let incidents = tx.row(sql, [force.into()]).await?;
    Ok((devices, incidents.map(|row| row.count("n")).transpose()?.unwrap_or(0)))
}

fn device(row: &Row) -> Result<EnrolledDevice, CentralError> {
    let said = match row.maybe_int("checkpoint_at")? {
        None => None,
        Some(at) => Some(SaidOfItself {
            at,
            entries: row.count("checkpoint_seq")?,
            drafts: u32::try_from(row.count("drafts")?).unwrap_or(u32::MAX),
            holds: row.maybe_int("position")?.map(i64::unsigned_abs),
        }),
    };
    let revoked = match row.maybe_int("revoked_at")? {
        None => None,
        Some(at) => Some(Revocation {
            at,
            officer_id: row.maybe_bytes("officer_id")?.and_then(|bytes| OfficerId::from_slice(&bytes)),
            reason: row.maybe_text("reason")?.unwrap_or_default(),
            told_at: row.maybe_int("told_at")?,
        }),
    };
    Ok(EnrolledDevice {
        device_id: row.device("device_id")?,
        enrolled_at: row.int("enrolled_at")?,
        last_contact_at: row.int("last_contact_at")?,
        came: row.count("device_seq")?,
        said,
        kept_apart: row.count("kept_apart")?,
        revoked,
        since: row.maybe_int("since")?.map(i64::unsigned_abs),
    })
}

/// Who asks for a device to be revoked.
pub(crate) enum By<'a> {
    /// An officer, on a device of the force.
    Officer { asked_on: DeviceId, request: &'a RevokeDevice },
    /// An administrator at the terminal.
    Terminal,
}

/// Revoke a device. Where it is revoked already that stands as it was said first.
///
/// # Errors
/// [`Failure::NotFound`] where the force has no such device; [`Failure::NotEntitled`] and [`Failure::Signature`] for
/// an officer who may not or did not.
pub(crate) async fn revoke(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    by: By<'_>,
    now: i64,
) -> Result<(), CentralError> {
    // Under the force's lock: a push that is under way ends before, and the officer's key is that of now.
    let mut tx = database.write(force).await?;
    if let By::Officer { asked_on, request } = &by {
        may_revoke(&mut tx, force, *asked_on, request).await?;
    }
    let revoked = tx
        .run(
            "UPDATE device SET revoked_at = $3 WHERE force = $1 AND device_id = $2 AND revoked_at IS NULL",
            [force.into(), device_id.into(), now.into()],
        )
        .await?;
    if revoked == 0 {
        let sql = "SELECT 1 AS known FROM device WHERE force = $1 AND device_id = $2";
        let known = tx.row(sql, [force.into(), device_id.into()]).await?;
        return known.map(drop).ok_or_else(|| Failure::NotFound.into());
    }
    let bytes = |bytes: &[u8]| Some(bytes.to_vec());
    let (officer, asked_on, signature, reason) = match by {
        By::Terminal => (None, None, None, ""),
        By::Officer { asked_on, request } => (
            bytes(request.officer_id.bytes()),
            bytes(asked_on.bytes()),
            bytes(&request.signature),
            request.reason.trim(),
        ),
    };
    tx.run(
        "INSERT INTO revocation (force, device_id, revoked_at, officer_id, asked_on, signature, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            force.into(),
            device_id.into(),
            now.into(),
            officer.into(),
            asked_on.into(),
            signature.into(),
            reason.into(),
        ],
    )
    .await?;
    tx.commit().await
}

/// Whether a key of the officer that is good now signed it, with a role that may enrol.
async fn may_revoke(
    tx: &mut Tx,
    force: &ForceCode,
    asked_on: DeviceId,
    request: &RevokeDevice,
) -> Result<(), CentralError> {
    let sql = "SELECT officer_id, public_key, role, device_id, from_seq, until_seq, ended FROM officer_key k
               WHERE force = $1 AND officer_id = $2 AND ended = 0
                 AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.force = k.force
                                 AND s.officer_id = k.officer_id)";
    let rows = tx.rows(sql, [force.into(), request.officer_id.into()]).await?;
    if rows.is_empty() {
        return Err(Failure::NotEntitled.into());
    }
    for row in &rows {
        let (_, key) = key(row)?;
        if request.verify(force, asked_on, &key.public).is_ok() {
            let may = key.role.may(Verb::Enrol);
            return if may { Ok(()) } else { Err(Failure::NotEntitled.into()) };
        }
    }
    Err(Failure::Signature.into())
}

/// A revoked device asked and is told so: the first time is kept.
pub(crate) async fn told(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    now: i64,
) -> Result<(), CentralError> {
    let values = || [force.into(), device_id.into()];
    let sql = "SELECT told_at FROM revocation_answer WHERE force = $1 AND device_id = $2";
    if database.read().await?.row(sql, values()).await?.is_some() {
        return Ok(());
    }
    let mut tx = database.write_any().await?;
    let [force, device_id] = values();
    tx.run(
        "INSERT INTO revocation_answer (force, device_id, told_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [force, device_id, now.into()],
    )
    .await?;
    tx.commit().await
}
