//! Photographs: their bytes in a folder or an S3-compatible store, what of them is there in the database.
//!
//! Parts come in order. Each is put under a name of its own before the database counts it; when the last one
//! is there the whole is checked against its name and put under it. The bytes are keyed by force like
//! everything else: that another force holds the same photograph is nobody's business.

use std::sync::Arc;

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use protocol::{BlobHeld, BlobPart, BlobState, Failure, PartAsked, PartGiven, PartPut};
use register::Hash;
use register::force::ForceCode;

use crate::database::{Database, Tx};
use crate::error::CentralError;

/// How large a blob may be, and how much of it is given at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlobLimits {
    pub blob_bytes: u64,
    pub part_bytes: u32,
}

/// A thumbnail is smaller: bytes.
const SMALL: u64 = 64 * 1024;

/// Where the bytes are.
#[derive(Clone, Debug)]
pub(crate) struct Blobs {
    pub store: Arc<dyn ObjectStore>,
    pub limits: BlobLimits,
}

impl Blobs {
    /// What is there of a blob.
    pub(crate) async fn held(
        &self,
        database: &Database,
        force: &ForceCode,
        blob: Hash,
    ) -> Result<BlobHeld, CentralError> {
        let mut tx = database.read().await?;
        Ok(BlobHeld { state: state(&mut tx, force, blob).await? })
    }

    /// Take a part in.
    ///
    /// # Errors
    /// [`Failure::PartElsewhere`], [`Failure::BlobDiffers`], [`Failure::TooLarge`].
    pub(crate) async fn put(
        &self,
        database: &Database,
        force: &ForceCode,
        put: PartPut,
        now: i64,
    ) -> Result<BlobHeld, CentralError> {
        let PartPut { blob, size, part } = put;
        if size == 0 || size > self.limits.blob_bytes {
            return Err(Failure::TooLarge { limit: self.limits.blob_bytes }.into());
        }
        let before = state(&mut database.read().await?, force, blob).await?;
        let have = match before {
            BlobState::Whole { size } => return Ok(BlobHeld { state: BlobState::Whole { size } }),
            BlobState::Begun { have, size: said } if said == size => have,
            BlobState::Begun { .. } => return Err(Failure::BlobDiffers.into()),
            BlobState::Absent => 0,
        };
        let end = part.offset.saturating_add(part.bytes.len() as u64);
        if part.offset != have || part.bytes.is_empty() || end > size {
            // A part that came before is passed over; anything else is told where to go on.
            return if end <= have {
                Ok(BlobHeld { state: BlobState::Begun { have, size } })
            } else {
                Err(Failure::PartElsewhere { have }.into())
            };
        }
        // The store may be slow, and is not waited for under the force's lock: the whole is checked against its name.
        self.store.put(&part_path(force, blob, part.offset), PutPayload::from(part.bytes)).await?;
        let parts = if end == size { Some(self.join(force, blob, size).await?) } else { None };
        let mut tx = database.write(force).await?;
        let now_held = state(&mut tx, force, blob).await?;
        if now_held != before {
            // Another upload of the same photograph was quicker, or found it to be another.
            return Ok(BlobHeld { state: now_held });
        }
        let whole = match &parts {
            Some(parts) if !parts.is_named => {
                tx.run("DELETE FROM blob WHERE force = $1 AND blob_hash = $2", [force.into(), blob.into()])
                    .await?;
                tx.commit().await?;
                self.remove(&parts.paths).await?;
                return Err(Failure::BlobDiffers.into());
            }
            parts => parts.is_some(),
        };
        let sql = if before == BlobState::Absent {
            "INSERT INTO blob (force, blob_hash, size, have, whole_at) VALUES ($1, $2, $3, $4, $5)"
        } else {
            "UPDATE blob SET size = $3, have = $4, whole_at = $5 WHERE force = $1 AND blob_hash = $2"
        };
        let whole_at = whole.then_some(now);
        tx.run(sql, [force.into(), blob.into(), size.into(), end.into(), whole_at.into()]).await?;
        tx.commit().await?;
        if let Some(parts) = parts {
            self.remove(&parts.paths).await?;
        }
        let state = if whole { BlobState::Whole { size } } else { BlobState::Begun { have: end, size } };
        Ok(BlobHeld { state })
    }

    /// Give a part of a whole blob.
    ///
    /// # Errors
    /// [`Failure::NotFound`].
    pub(crate) async fn get(
        &self,
        database: &Database,
        force: &ForceCode,
        asked: &PartAsked,
    ) -> Result<PartGiven, CentralError> {
        let held = self.held(database, force, asked.blob).await?;
        let BlobState::Whole { size } = held.state else { return Err(Failure::NotFound.into()) };
        let offset = asked.offset.min(size);
        let end = offset.saturating_add(u64::from(asked.limit.clamp(1, self.limits.part_bytes))).min(size);
        let bytes = if offset == end {
            Vec::new()
        } else {
            match self.store.get_range(&path(force, asked.blob), offset..end).await {
                Ok(bytes) => bytes.to_vec(),
                // The store was put back from before it came, or lost it. Others that are asked for still come.
                Err(object_store::Error::NotFound { .. }) => {
                    tracing::error!("a photograph that is counted as whole is not in the store");
                    return Err(Failure::NotFound.into());
                }
                Err(error) => return Err(error.into()),
            }
        };
        Ok(PartGiven { size, part: BlobPart { offset, bytes } })
    }

    /// A whole blob, where it is here and small. The record that names it shows without it, so a fault of the store is
    /// told to the log alone.
    pub(crate) async fn small(&self, database: &Database, force: &ForceCode, blob: Hash) -> Option<Vec<u8>> {
        let whole = async {
            match self.held(database, force, blob).await?.state {
                BlobState::Whole { size } if size <= SMALL => {
                    Ok(Some(self.store.get(&path(force, blob)).await?.bytes().await?.to_vec()))
                }
                _ => Ok::<_, CentralError>(None),
            }
        };
        whole.await.unwrap_or_else(|error| {
            tracing::warn!(error = %crate::log::chain(&error), "a small photograph is not read");
            None
        })
    }

    /// Put the parts together, if they are what the name says. They stay until the database counts the whole.
    async fn join(&self, force: &ForceCode, blob: Hash, size: u64) -> Result<Parts, CentralError> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut paths = Vec::new();
        while (bytes.len() as u64) < size {
            let part = part_path(force, blob, bytes.len() as u64);
            let more = match self.store.get(&part).await {
                Ok(more) => more.bytes().await?,
                // The database counts what the store has not: the photograph is sent from its beginning.
                Err(object_store::Error::NotFound { .. }) => break,
                Err(error) => return Err(error.into()),
            };
            if more.is_empty() {
                break;
            }
            bytes.extend_from_slice(&more);
            paths.push(part);
        }
        let is_named = Hash::of(&bytes) == blob;
        if is_named {
            self.store.put(&path(force, blob), PutPayload::from(bytes)).await?;
        }
        Ok(Parts { paths, is_named })
    }

    async fn remove(&self, parts: &[Path]) -> Result<(), CentralError> {
        for part in parts {
            match self.store.delete(part).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// The parts of a photograph in the store, and whether together they are what its name says.
struct Parts {
    paths: Vec<Path>,
    is_named: bool,
}

async fn state(tx: &mut Tx, force: &ForceCode, blob: Hash) -> Result<BlobState, CentralError> {
    let row = tx
        .row(
            "SELECT size, have, whole_at FROM blob WHERE force = $1 AND blob_hash = $2",
            [force.into(), blob.into()],
        )
        .await?;
    Ok(match row {
        None => BlobState::Absent,
        Some(row) if row.maybe_int("whole_at")?.is_some() => BlobState::Whole { size: row.count("size")? },
        Some(row) => BlobState::Begun { have: row.count("have")?, size: row.count("size")? },
    })
}

pub(crate) fn path(force: &ForceCode, blob: Hash) -> Path {
    Path::from(format!("{force}/{blob}"))
}

fn part_path(force: &ForceCode, blob: Hash, offset: u64) -> Path {
    Path::from(format!("{force}/parts/{blob}/{offset:012}"))
}
