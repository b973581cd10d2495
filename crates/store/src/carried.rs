//! What travels beside the entries: looks, which are uploaded only, and photographs, in parts and both ways.

use protocol::Look;
use register::Header;
use register::entry::Sealed;
use register::fact::IncidentFact;
use register::id::Hash;
use sqlx::Row as _;

use crate::error::StoreError;
use crate::look::{self, head};
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// What is still to travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToCarry {
    pub looks: u64,
    /// Photographs whose files central does not hold.
    pub blobs_to_send: u64,
    pub blobs_to_come: u64,
}

/// A blob that central may not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobToSend {
    pub hash: Hash,
    /// Bytes of the whole.
    pub size: u64,
}

impl Vault {
    /// How much there is to carry.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn to_carry(&self) -> Result<ToCarry, StoreError> {
        let query = sqlx::query(
            "SELECT (SELECT look_seq FROM look_head) - coalesce((SELECT looks_sent FROM enrolment), 0) AS looks,
                 (SELECT count(*) FROM blob WHERE hash NOT IN (SELECT hash FROM blob_sent)) AS blobs,
                 (SELECT count(*) FROM blob_wanted) AS wanted",
        );
        let row = self.one(query).await?;
        let count = |name| u64::try_from(row.get::<i64, _>(name)).unwrap_or(0);
        Ok(ToCarry { looks: count("looks"), blobs_to_send: count("blobs"), blobs_to_come: count("wanted") })
    }

    /// The looks after those that central has: the number and hash of the last one before them, and at most so
    /// many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn looks_to_send(&self, most: u32) -> Result<(u64, Hash, Vec<Look>), StoreError> {
        let mut reader = self.reader().await?;
        let connection = reader.connection()?;
        let answer = async {
            let sent: i64 =
                sqlx::query_scalar("SELECT looks_sent FROM enrolment").fetch_one(&mut *connection).await?;
            let before: Option<Vec<u8>> = sqlx::query_scalar("SELECT hash FROM look WHERE look_seq = ?")
                .bind(sent)
                .fetch_optional(&mut *connection)
                .await?;
            let rows = sqlx::query("SELECT * FROM look WHERE look_seq > ? ORDER BY look_seq LIMIT ?")
                .bind(sent)
                .bind(i64::from(most))
                .fetch_all(&mut *connection)
                .await?;
            let looks =
                rows.iter().map(|row| Ok(sendable(look::read(row)?.0))).collect::<Result<_, StoreError>>();
            let before = before.as_deref().and_then(Hash::from_slice).unwrap_or(Hash::ZERO);
            Ok((u64::try_from(sent).map_err(|_| StoreError::Row)?, before, looks?))
        }
        .await;
        reader.judged(answer)
    }

    /// Number and hash of the newest look.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn look_head(&self) -> Result<(u64, Hash), StoreError> {
        let mut reader = self.reader().await?;
        let answer = head(reader.connection()?).await;
        let (seq, hash) = reader.judged(answer)?;
        Ok((u64::try_from(seq).map_err(|_| StoreError::Row)?, hash))
    }

    /// Central has the looks up to this one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn looks_sent(&self, look_seq: u64) -> Result<(), StoreError> {
        let look_seq = i64::try_from(look_seq).map_err(|_| StoreError::Row)?;
        self.change(sqlx::query("UPDATE enrolment SET looks_sent = ?").bind(look_seq)).await
    }

    /// The smallest blob that central may not hold, and none that was passed over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob_to_send(
        &self,
        larger_than: Option<BlobToSend>,
    ) -> Result<Option<BlobToSend>, StoreError> {
        let (size, hash) = larger_than.map_or((-1, Vec::new()), |blob| {
            (i64::try_from(blob.size).unwrap_or(i64::MAX), blob.hash.0.to_vec())
        });
        let query = sqlx::query(
            "SELECT hash, length(bytes) AS size FROM blob
             WHERE hash NOT IN (SELECT hash FROM blob_sent) AND (length(bytes), hash) > (?, ?)
             ORDER BY 2, 1 LIMIT 1",
        );
        let row = self.maybe(query.bind(size).bind(hash)).await?;
        row.map(|row| {
            let size = u64::try_from(row.get::<i64, _>("size")).map_err(|_| StoreError::Row)?;
            Ok(BlobToSend { hash: Hash::from_slice(row.get("hash")).ok_or(StoreError::Row)?, size })
        })
        .transpose()
    }

    /// A stretch of a blob; empty at its end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob_stretch(&self, blob: Hash, offset: u64, most: u32) -> Result<Vec<u8>, StoreError> {
        let offset = i64::try_from(offset).map_err(|_| StoreError::Row)?;
        let query = sqlx::query("SELECT substr(bytes, ? + 1, ?) AS part FROM blob WHERE hash = ?");
        let row = self.maybe(query.bind(offset).bind(i64::from(most)).bind(blob.0.to_vec())).await?;
        Ok(row.map(|row| row.get("part")).unwrap_or_default())
    }

    /// Central holds it in whole.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob_sent(&self, blob: Hash) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO blob_sent (hash) VALUES (?) ON CONFLICT DO NOTHING");
        self.change(query.bind(blob.0.to_vec())).await
    }

    /// Blobs that entries here name and that have not come, small kinds first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blobs_wanted(&self) -> Result<Vec<Hash>, StoreError> {
        let rows = self.all(sqlx::query("SELECT hash FROM blob_wanted ORDER BY rank, hash")).await?;
        rows.iter().map(|row| Hash::from_slice(row.get("hash")).ok_or(StoreError::Row)).collect()
    }

    /// Bytes of it that have come.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob_begun(&self, blob: Hash) -> Result<u64, StoreError> {
        let query = sqlx::query("SELECT coalesce(sum(length(bytes)), 0) AS n FROM blob_part WHERE hash = ?");
        let row = self.one(query.bind(blob.0.to_vec())).await?;
        u64::try_from(row.get::<i64, _>("n")).map_err(|_| StoreError::Row)
    }

    /// Keep a part that follows what has come; one that was kept before is passed over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob_part(&self, blob: Hash, offset: u64, bytes: Vec<u8>) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO blob_part (hash, \"offset\", bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        );
        let offset = i64::try_from(offset).map_err(|_| StoreError::Row)?;
        self.change(query.bind(blob.0.to_vec()).bind(offset).bind(bytes)).await
    }

    /// All of it has come: it is kept if it is what its name says, and asked for from the beginning if not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn blob_came(
        &self,
        blob: Hash,
        media_type: impl FnOnce(&[u8]) -> &'static str,
    ) -> Result<bool, StoreError> {
        let rows = self
            .all(
                sqlx::query("SELECT bytes FROM blob_part WHERE hash = ? ORDER BY \"offset\"")
                    .bind(blob.0.to_vec()),
            )
            .await?;
        let bytes: Vec<u8> =
            rows.iter().flat_map(|row| row.get::<&[u8], _>("bytes").iter().copied()).collect();
        let right = Hash::of(&bytes) == blob;
        let name = blob.0.to_vec();
        let mut steps = Steps::default();
        steps.then("DELETE FROM blob_part WHERE hash = ?").bind(name.clone())?;
        if right {
            steps
                .then("INSERT INTO blob (hash, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING")
                .bind(name.clone())?
                .bind(media_type(&bytes))?
                .bind(bytes)?
                .then("INSERT INTO blob_sent (hash) VALUES (?) ON CONFLICT DO NOTHING")
                .bind(name.clone())?
                .then("DELETE FROM blob_wanted WHERE hash = ?")
                .bind(name)?;
        }
        steps.then("COMMIT");
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await?;
        Ok(right)
    }
}

fn sendable(look: look::Look) -> Look {
    Look {
        at: look.at.timestamp_millis(),
        officer_id: look.officer_id,
        incident_id: look.incident_id,
        verb: look.verb,
        query: look.query,
        reason: look.reason,
        seen_seq: look.seen_seq,
    }
}

/// Ask for the photographs that an entry names, unless they are here.
pub(crate) fn want_photographs(
    steps: &mut Steps,
    sealed: &Sealed,
    header: &Header,
) -> Result<(), StoreError> {
    if header.kind != "photographed" && header.kind != "imported" {
        return Ok(());
    }
    let Some(entry) = sealed.open_or_altered::<IncidentFact>() else { return Ok(()) };
    for fact in entry.facts() {
        let IncidentFact::Photographed { photograph } = fact else { continue };
        let blobs = [(photograph.thumbnail, 0), (photograph.display, 1), (photograph.original, 2)];
        for (blob, rank) in blobs {
            steps
                .then(
                    "INSERT INTO blob_wanted (hash, rank) SELECT ?, ?
                     WHERE NOT EXISTS (SELECT 1 FROM blob WHERE hash = ?) ON CONFLICT DO NOTHING",
                )
                .bind(blob.0.to_vec())?
                .bind(rank)?
                .bind(blob.0.to_vec())?;
        }
    }
    Ok(())
}
