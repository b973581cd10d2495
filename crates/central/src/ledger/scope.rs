//! What a field laptop is given of what stands before the position from which on it is given all
//! (docs/adr/0010-field-and-desk.md): the streams of the force's registers; every incident that is in hand, and every
//! other of the people whom those are about; the same for incidents that something came to since; and what its officers
//! asked for.
//!
//! It only ever grows for an incident that is in it by its entries: what brings others into it is an entry after that
//! position, which the laptop is given, and at which it asks for them.

use protocol::{BackFill, Which};
use register::force::ForceCode;
use register::{DeviceId, IncidentId};

use crate::database::{Database, Value};
use crate::error::CentralError;
use crate::national::find::Asked;
use crate::national::spelled;

/// The condition on a row of `entry` under which a field laptop is given it.
pub(super) fn condition(asked: &mut Asked, force: &str, device_id: DeviceId, since: u64) -> String {
    let (device, since) = (asked.put(device_id), asked.put(since));
    let touched = format!("SELECT stream FROM entry WHERE force = {force} AND position > {since}");
    format!(
        "(position > {since} OR stream IN (
             SELECT register_id FROM register_pin WHERE force = {force}
             UNION SELECT stream FROM back_fill WHERE force = {force} AND device_id = {device}
             UNION {touched}
             UNION SELECT stream FROM incident_person WHERE force = {force} AND person IN (
                 SELECT person FROM incident_person WHERE force = {force} AND in_hand = 1
                 UNION SELECT person FROM incident_person WHERE force = {force} AND stream IN ({touched}))))"
    )
}

const BY_ID: &str =
    "SELECT s.stream FROM stream_owner s WHERE s.force = $1 AND s.stream = $2 AND NOT EXISTS (
    SELECT 1 FROM register_pin p WHERE p.force = s.force AND p.register_id = s.stream)";

const BY_REFERENCE: &str = "SELECT stream FROM incident_person
    WHERE force = $1 AND reference = $2 AND reference <> '' ORDER BY stream";

/// Keep that an officer asked for an incident, and give which are meant: from now on they are in the device's scope.
pub(crate) async fn back_fill(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    asked: &BackFill,
    now: i64,
) -> Result<Vec<IncidentId>, CentralError> {
    let mut tx = database.write(force).await?;
    let (sql, value): (_, Value) = match &asked.which {
        Which::Id(incident_id) => (BY_ID, (*incident_id.bytes()).into()),
        Which::Reference(reference) => (BY_REFERENCE, spelled(reference).into()),
    };
    let rows = tx.rows(sql, [force.into(), value]).await?;
    let mut incidents = Vec::with_capacity(rows.len());
    for row in &rows {
        let incident_id = IncidentId::from_slice(&row.bytes("stream")?).ok_or(CentralError::Row("stream"))?;
        tx.run(
            "INSERT INTO back_fill (force, device_id, stream, officer_id, asked_at, reason)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            [
                force.into(),
                device_id.into(),
                (*incident_id.bytes()).into(),
                asked.officer_id.into(),
                now.into(),
                asked.reason.trim().into(),
            ],
        )
        .await?;
        incidents.push(incident_id);
    }
    tx.commit().await?;
    Ok(incidents)
}
