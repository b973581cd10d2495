//! Pages of changes for laptops that hold the index.

use protocol::{Changed, National, NationalForm};
use register::IncidentId;
use sqlx::AssertSqlSafe;

use super::find::Asked;
use super::scope::Sight;
use crate::database::{Database, Tx};
use crate::error::CentralError;
use crate::ledger::pull::PageLimits;

/// Changes after the cursor of what may be seen, as many as the limits allow. What may be seen no longer is told as a
/// removal, to whoever may hold it; of what never could be nothing is told. Head and rows are read as they stand at one moment.
pub(crate) async fn page(
    database: &Database,
    asked: &National,
    sight: &Sight,
    limits: PageLimits,
    era: u64,
    now: i64,
) -> Result<(NationalForm, Vec<Changed>), CentralError> {
    let mut tx = database.read().await?;
    let head = head(&mut tx).await?;
    let as_of = super::as_of(&mut tx, now).await?;
    let limit = asked.limit.clamp(1, limits.entries);
    let mut put = Asked::default();
    let (after, begun, most) = (put.put(asked.after), put.put(asked.begun), put.put(i64::from(limit)));
    let (shown, ever_shown) = (sight.shown(&mut put), sight.ever_shown(&mut put));
    let sql = format!(
        "SELECT n.change, n.incident, CASE WHEN {shown} THEN n.extract END AS extract FROM national n
         WHERE n.change > {after} AND {ever_shown} AND ((n.extract IS NOT NULL AND {shown}) OR n.change > {begun})
         ORDER BY n.change LIMIT {most}"
    );
    let rows = tx.rows(AssertSqlSafe(sql), put.values).await?;
    let mut all = rows.len() < limit as usize;
    let mut bytes = 0;
    let mut changes: Vec<Changed> = Vec::with_capacity(rows.len());
    for row in rows {
        let extract = row.maybe_bytes("extract")?;
        bytes += extract.as_ref().map_or(0, Vec::len);
        if bytes > limits.bytes && !changes.is_empty() {
            all = false;
            break;
        }
        let incident = IncidentId::from_slice(&row.bytes("incident")?);
        changes.push(Changed {
            change: row.count("change")?,
            incident_id: incident.ok_or(CentralError::Row("incident"))?,
            extract: extract.map(|bytes| super::rows::extract(&bytes)).transpose()?,
        });
    }
    let last = changes.last().map_or(asked.after, |changed| changed.change);
    let next = if all { head.max(asked.after) } else { last };
    let era = sight.era(era);
    Ok((NationalForm { after: asked.after, next, head, era, as_of, begun: asked.begun }, changes))
}

/// The number of the newest change.
async fn head(tx: &mut Tx) -> Result<u64, CentralError> {
    let row = tx.row("SELECT head FROM national_counter WHERE counter = 'changes'", []).await?;
    row.ok_or(CentralError::Row("national_counter"))?.count("head")
}
