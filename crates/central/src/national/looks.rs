//! Looks at the index: kept for the force that is looked at, and given to it as a digest.

use std::collections::HashSet;

use protocol::{LookByOther, LookKind, LooksAtOurs, LooksByOthers, Pictures, Signed};
use register::force::ForceCode;
use register::{DeviceId, IncidentId, OfficerId};

use crate::database::{Database, Row, Tx, Value};
use crate::error::CentralError;
use crate::ledger::device::force_code;

/// The search itself, kept under the force that asked.
const SEARCHED: i64 = 2;

/// Who looks, from where, when and why.
#[derive(Clone, Debug)]
pub(crate) struct Looker<'a> {
    pub force: &'a ForceCode,
    pub device_id: DeviceId,
    pub officer_id: OfficerId,
    pub at: i64,
    pub reason: &'a str,
}

/// Keep that these incidents, each with the force accountable for it, were looked at. Looks at the looker's own
/// force's are not kept here: they stand in the device's own chain of looks.
pub(crate) async fn keep<'a>(
    database: &Database,
    looker: &Looker<'_>,
    kind: LookKind,
    at: impl Iterator<Item = (&'a ForceCode, IncidentId)>,
) -> Result<(), CentralError> {
    let mut kept: Vec<(&ForceCode, Option<IncidentId>, i64)> = Vec::new();
    if kind == LookKind::Listed {
        kept.push((looker.force, None, SEARCHED));
    }
    let others = at.filter(|(owner, _)| *owner != looker.force);
    kept.extend(others.map(|(owner, incident)| (owner, Some(incident), number_of(kind))));
    if kept.is_empty() {
        return Ok(());
    }
    let (mut tx, began) = database.numbering("looks").await?;
    let head = began + kept.len() as u64;
    let rows = kept.into_iter().zip(began + 1..).map(|((owner, incident, kind), number)| -> [Value; 9] {
        [
            owner.into(),
            number.into(),
            looker.at.into(),
            looker.force.into(),
            looker.device_id.into(),
            looker.officer_id.into(),
            incident.map(|incident| incident.bytes().to_vec()).into(),
            kind.into(),
            looker.reason.into(),
        ]
    });
    tx.insert(
        "national_look (force, number, at, asker, device_id, officer_id, incident, kind, reason)",
        rows.collect(),
    )
    .await?;
    tx.run("UPDATE national_counter SET head = $1 WHERE counter = 'looks'", [head.into()]).await?;
    tx.commit().await
}

/// Which of the incidents of other forces stood among the answers to a search by this officer on this device.
pub(crate) async fn listed(
    tx: &mut Tx,
    signed: &Signed<Pictures>,
    asked: &Pictures,
    since: i64,
) -> Result<HashSet<IncidentId>, CentralError> {
    let by: [Value; 5] = [
        signed.device_id.into(),
        (&signed.force).into(),
        asked.officer_id.into(),
        number_of(LookKind::Listed).into(),
        since.into(),
    ];
    let incidents: Vec<Value> = asked.incidents.iter().map(|incident| (*incident.bytes()).into()).collect();
    let sql = "SELECT DISTINCT incident FROM national_look
               WHERE device_id = $1 AND asker = $2 AND officer_id = $3 AND kind = $4 AND at >= $5 AND incident IN";
    let rows = tx.rows_in(sql, &by, &incidents).await?;
    let id = |row: &Row| IncidentId::from_slice(&row.bytes("incident")?).ok_or(CentralError::Row("incident"));
    rows.iter().map(id).collect()
}

/// Looks by other forces at a force's incidents, after a number.
pub(crate) async fn digest(
    database: &Database,
    owner: &ForceCode,
    asked: &LooksAtOurs,
    most: u32,
    era: u64,
) -> Result<LooksByOthers, CentralError> {
    let mut tx = database.read().await?;
    let limit = i64::from(asked.limit.clamp(1, most));
    let rows = tx
        .rows(
            "SELECT number, at, asker, officer_id, incident, kind, reason FROM national_look
             WHERE force = $1 AND number > $2 AND incident IS NOT NULL ORDER BY number LIMIT $3",
            [owner.into(), asked.since.into(), limit.into()],
        )
        .await?;
    let looks = rows.iter().map(look).collect::<Result<Vec<_>, _>>()?;
    let next = looks.last().map_or(asked.since, |look| look.number);
    Ok(LooksByOthers { looks, next, era })
}

fn look(row: &Row) -> Result<LookByOther, CentralError> {
    Ok(LookByOther {
        number: row.count("number")?,
        at: row.int("at")?,
        force: force_code(&row.text("asker")?)?,
        officer_id: OfficerId::from_slice(&row.bytes("officer_id")?)
            .ok_or(CentralError::Row("officer_id"))?,
        incident_id: IncidentId::from_slice(&row.bytes("incident")?).ok_or(CentralError::Row("incident"))?,
        kind: match row.int("kind")? {
            1 => LookKind::Opened,
            3 => LookKind::Told,
            _ => LookKind::Listed,
        },
        reason: row.text("reason")?,
    })
}

fn number_of(kind: LookKind) -> i64 {
    match kind {
        LookKind::Listed => 0,
        LookKind::Opened => 1,
        LookKind::Told => 3,
    }
}
