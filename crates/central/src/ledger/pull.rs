//! Reading the ledgers: pages, heads, digests.

use protocol::{Digest, DigestAsked, Failure, ForceHead, PageForm, Positioned, Pull, digest_of};
use register::force::ForceCode;
use sqlx::AssertSqlSafe;

use super::scope;
use crate::database::{Database, Tx};
use crate::error::CentralError;
use crate::national::find::Asked;

/// How much a page may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageLimits {
    pub entries: u32,
    pub bytes: usize,
}

/// For whom a page is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    pub device_id: register::DeviceId,
    /// Of a field laptop: the position after which it is given all.
    pub since: Option<u64>,
}

/// Entries after the cursor, as many as the limits allow and at least one where there is one. Head and entries
/// are read as they stand at one moment. What is open the national index says; what it does not know yet comes with the
/// whole ledger.
///
/// # Errors
/// [`Failure::PutBack`] where the device holds of the ledger what does not stand here.
pub(crate) async fn page(
    database: &Database,
    pull: &Pull,
    reader: Reader,
    limits: PageLimits,
    era: u64,
) -> Result<(PageForm, Vec<Positioned>), CentralError> {
    let mut tx = database.read().await?;
    if let Some(held) = pull.held.filter(|held| held.era == era) {
        let row = tx
            .row(
                "SELECT entry_hash FROM entry WHERE force = $1 AND position = $2",
                [(&pull.force).into(), held.position.into()],
            )
            .await?;
        if row.map(|row| row.hash("entry_hash")).transpose()? != Some(held.hash) {
            return Err(Failure::PutBack.into());
        }
    }
    let head = head(&mut tx, &pull.force).await?;
    let limit = pull.limit.clamp(1, limits.entries);
    let (sql, asked) = statement(pull, reader, limit);
    let rows = tx.rows(AssertSqlSafe(sql), asked.values).await?;
    let mut whole = rows.len() < limit as usize;
    let mut bytes = 0;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let entry = Positioned {
            position: row.count("position")?,
            received_at: row.int("received_at")?,
            sealed: row.sealed()?,
        };
        bytes += entry.sealed.header.len() + entry.sealed.body.as_ref().map_or(0, Vec::len);
        if bytes > limits.bytes && !entries.is_empty() {
            whole = false;
            break;
        }
        entries.push(entry);
    }
    let last = entries.last().map_or(pull.after, |entry| entry.position);
    let has_gaps = pull.open_only || pull.stream.is_some() || reader.since.is_some();
    let next = if has_gaps && whole { head.max(last) } else { last };
    let (force, after, whole_from) = (pull.force.clone(), pull.after, reader.since);
    Ok((PageForm { force, after, next, head, era, whole_from }, entries))
}

/// The statement that gives a page.
fn statement(pull: &Pull, reader: Reader, limit: u32) -> (String, Asked) {
    let mut asked = Asked::default();
    let (force, after) = (asked.put(&pull.force), asked.put(pull.after));
    let mut conditions = vec![format!("force = {force} AND position > {after}")];
    if pull.open_only {
        conditions.push(format!(
            "(stream IN (SELECT incident FROM national WHERE force = {force} AND extract IS NOT NULL)
              OR stream IN (SELECT register_id FROM register_pin WHERE force = {force}))"
        ));
    }
    if let Some(stream) = pull.stream {
        let stream = asked.put(*stream.bytes());
        let others = format!(
            "UNION SELECT other.stream FROM incident_person one
             JOIN incident_person other ON other.force = one.force AND other.person = one.person
             WHERE one.force = {force} AND one.stream = {stream}"
        );
        let others = if pull.with_person { others } else { String::new() };
        conditions.push(format!("stream IN (SELECT {stream} {others})"));
    }
    if let Some(since) = reader.since.filter(|since| pull.after < *since) {
        conditions.push(scope::condition(&mut asked, &force, reader.device_id, since));
    }
    let limit = asked.put(i64::from(limit));
    let sql = format!(
        "SELECT position, received_at, header, signature, body FROM entry WHERE {} ORDER BY position LIMIT {limit}",
        conditions.join(" AND ")
    );
    (sql, asked)
}

/// The newest position of one force's ledger.
pub(crate) async fn force_head(database: &Database, force: &ForceCode) -> Result<ForceHead, CentralError> {
    let mut tx = database.read().await?;
    Ok(ForceHead { force: force.clone(), head: head(&mut tx, force).await? })
}

/// The digest of a stream at a position.
///
/// # Errors
/// [`Failure::NotFound`] where the ledger has not come so far.
pub(crate) async fn digest(database: &Database, asked: &DigestAsked) -> Result<Digest, CentralError> {
    let mut tx = database.read().await?;
    if head(&mut tx, &asked.force).await? < asked.at {
        return Err(Failure::NotFound.into());
    }
    let rows = tx
        .rows(
            "SELECT entry_hash FROM entry WHERE force = $1 AND stream = $2 AND position <= $3",
            [(&asked.force).into(), (*asked.stream.bytes()).into(), asked.at.into()],
        )
        .await?;
    let hashes = rows.iter().map(|row| row.hash("entry_hash")).collect::<Result<Vec<_>, _>>()?;
    Ok(Digest { at: asked.at, entries: hashes.len() as u64, digest: digest_of(hashes) })
}

async fn head(tx: &mut Tx, force: &ForceCode) -> Result<u64, CentralError> {
    let row = tx.row("SELECT head FROM force WHERE force = $1", [force.into()]).await?;
    row.ok_or(CentralError::Told(Failure::NotFound))?.count("head")
}
