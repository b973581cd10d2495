//! Reading the ledgers: pages, heads, digests.

use protocol::{Digest, DigestAsked, Failure, ForceHead, PageForm, Positioned, Pull, digest_of};
use register::force::ForceCode;

use crate::database::{Database, Tx};
use crate::error::CentralError;

/// How much a page may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageLimits {
    pub entries: u32,
    pub bytes: usize,
}

const OF_ALL: &str = "SELECT position, received_at, header, signature, body FROM entry
     WHERE force = $1 AND position > $2 ORDER BY position LIMIT $3";

const OF_OPEN: &str = "SELECT position, received_at, header, signature, body FROM entry
     WHERE force = $1 AND position > $2
         AND (stream IN (SELECT incident FROM national WHERE force = $1 AND extract IS NOT NULL)
              OR stream IN (SELECT register_id FROM register_pin WHERE force = $1))
     ORDER BY position LIMIT $3";

/// Entries after the cursor, as many as the limits allow and at least one where there is one. Head and entries
/// are read as they stand at one moment. What is open the national index says; what it does not know yet comes with the
/// whole ledger.
pub(crate) async fn page(
    database: &Database,
    pull: &Pull,
    limits: PageLimits,
    era: u64,
) -> Result<(PageForm, Vec<Positioned>), CentralError> {
    let mut tx = database.read().await?;
    let head = head(&mut tx, &pull.force).await?;
    let sql = if pull.open_only { OF_OPEN } else { OF_ALL };
    let limit = pull.limit.clamp(1, limits.entries);
    let rows = tx.rows(sql, [(&pull.force).into(), pull.after.into(), i64::from(limit).into()]).await?;
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
    let next = if pull.open_only && whole { head.max(last) } else { last };
    Ok((PageForm { force: pull.force.clone(), after: pull.after, next, head, era }, entries))
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
