//! The national index: what every police force may see of open incidents, and others as far as their scope grants it.
//!
//! A push notes the incidents whose entries came (`national_due`) in its own transaction; they are folded after it,
//! and what is another than before gets the next number of change. Numbers are given out under one lock, in the
//! order of commits, so a reader's cursor skips nothing. Invariant: the rows follow from the entries alone, and
//! what left the index stays as a row without an extract, so that the removal reaches whoever held it.
//!
//! With it goes of whom each incident is, open or not (`incident_person`): what the scope of a field laptop is made of.
//!
//! It must not know how requests are carried, nor who may ask.

pub(crate) mod find;
pub(crate) mod looks;
pub(crate) mod page;
mod refresh;
mod rows;
pub(crate) mod scope;
#[cfg(test)]
mod speed;

pub(crate) use refresh::{Due, refresh, spelled};

use std::collections::BTreeMap;

use register::force::ForceCode;

use crate::clock::Clock;
use crate::database::{Database, Tx, Value};
use crate::error::CentralError;

/// The version of the rows: of the keys that `matching` makes, and of the extract's form. A row of another version is
/// made again; raise the second part where the extract gets a field.
pub(crate) const VERSION: i64 = matching::VERSION as i64 * 1_000 + 1;

/// Incidents that are folded and written at once: the lock is held for as long as these take to write.
pub(crate) const AT_ONCE: usize = 64;

/// Note that entries of these streams came, each with the position of the newest. In the transaction that keeps
/// the entries: what was accepted is found, whatever happens after it.
pub(crate) async fn note(
    tx: &mut Tx,
    force: &ForceCode,
    streams: BTreeMap<[u8; 16], u64>,
    received_at: i64,
) -> Result<(), CentralError> {
    let rows = streams.into_iter().map(|(stream, position)| -> [Value; 4] {
        [force.into(), stream.into(), position.into(), received_at.into()]
    });
    tx.insert_or(
        "national_due (force, stream, position, received_at)",
        rows.collect(),
        "ON CONFLICT (force, stream) DO UPDATE SET position = excluded.position",
    )
    .await
}

/// Note every stream, as after a restore. Receipt is then that of the entries: the index knows nothing yet.
pub(crate) async fn note_all(tx: &mut Tx) -> Result<(), CentralError> {
    tx.run(
        "INSERT INTO national_due (force, stream, position, received_at)
         SELECT force, stream, MAX(position), MIN(received_at) FROM entry WHERE TRUE GROUP BY force, stream
         ON CONFLICT (force, stream) DO UPDATE SET position = excluded.position",
        [],
    )
    .await
    .map(drop)
}

/// Note the rows that an earlier version of this program made, so that they are made again.
pub(crate) async fn note_outdated(database: &Database, clock: &Clock) -> Result<(), CentralError> {
    let mut tx = database.write_any().await?;
    tx.run(
        "INSERT INTO national_due (force, stream, position, received_at)
         SELECT force, incident, 0, $1 FROM national WHERE made_by <> $2 ON CONFLICT (force, stream) DO NOTHING",
        [clock.now().into(), VERSION.into()],
    )
    .await?;
    tx.commit().await
}

/// Up to when the index knows what central accepted: until now, or the receipt of the oldest that is not folded.
pub(crate) async fn as_of(tx: &mut Tx, now: i64) -> Result<i64, CentralError> {
    let oldest = tx.row("SELECT MIN(received_at) AS oldest FROM national_due", []).await?;
    let oldest = oldest.map(|row| row.maybe_int("oldest")).transpose()?.flatten();
    Ok(oldest.map_or(now, |oldest| oldest.min(now)))
}

/// Fold all that is noted. Gives how many rows changed.
///
/// # Errors
/// [`CentralError::Database`]; what was not folded stays noted.
pub async fn settle(database: &Database) -> Result<u64, CentralError> {
    let mut changed = 0;
    loop {
        let done = refresh(database, &Due::Oldest(AT_ONCE)).await?;
        changed += done.changed;
        if done.folded == 0 {
            return Ok(changed);
        }
    }
}

/// Make the index again from the entries. Rows that come out as they stood keep their numbers, and searches are
/// answered meanwhile. Gives how many rows changed: none, where the index was right.
///
/// # Errors
/// [`CentralError::Database`]; done again, it goes on where it ended.
pub async fn rebuild(database: &Database, clock: &Clock) -> Result<u64, CentralError> {
    let (mut tx, _) = database.numbering("changes").await?;
    tx.run("UPDATE national SET made_by = 0", []).await?;
    // Rows whose incident has no entries are folded to nothing, and so leave the index.
    tx.run(
        "INSERT INTO national_due (force, stream, position, received_at)
         SELECT force, incident, 0, $1 FROM national WHERE TRUE ON CONFLICT (force, stream) DO NOTHING",
        [clock.now().into()],
    )
    .await?;
    tx.run(
        "INSERT INTO national_due (force, stream, position, received_at)
         SELECT force, stream, MAX(position), $1 FROM entry WHERE TRUE GROUP BY force, stream
         ON CONFLICT (force, stream) DO UPDATE SET position = excluded.position",
        [clock.now().into()],
    )
    .await?;
    tx.commit().await?;
    settle(database).await
}
