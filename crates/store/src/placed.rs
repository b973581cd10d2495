//! Entries with their place in the force's ledger.

use std::collections::HashMap;

use protocol::digest_of;
use register::Entry;
use register::entry::Stream;
use register::fact::ForceFact;
use register::id::{Hash, RegisterId};
use register::officer::Place;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::error::StoreError;
use crate::read::sealed;
use crate::vault::Vault;

pub(crate) fn place_of(row: &SqliteRow) -> Place {
    let position: Option<i64> = row.get("position");
    Place { position: position.and_then(|position| u64::try_from(position).ok()), seq: row.get("entry_seq") }
}

/// A force's stream, in order of arrival, with the place of each entry.
pub(crate) async fn force_log(
    connection: &mut SqliteConnection,
    register_id: RegisterId,
) -> Result<Vec<(Entry<ForceFact>, Place)>, StoreError> {
    let rows = sqlx::query(
        "SELECT entry_seq, header, signature, body, position
         FROM entry LEFT JOIN ledger_place USING (entry_seq) WHERE stream = ? ORDER BY entry_seq",
    )
    .bind(register_id.bytes().as_slice())
    .fetch_all(connection)
    .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(entry) = sealed(row)?.open_or_altered() {
            entries.push((entry, place_of(row)));
        }
    }
    Ok(entries)
}

pub(crate) async fn registers_of_force(
    connection: &mut SqliteConnection,
) -> Result<Vec<RegisterId>, StoreError> {
    let rows: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT register_id FROM force_register ORDER BY register_id")
            .fetch_all(connection)
            .await?;
    rows.iter().map(|bytes| RegisterId::from_slice(bytes).ok_or(StoreError::Row)).collect()
}

impl Vault {
    /// A force's stream with the place of each of its entries: who may sign, where.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn force_log(
        &self,
        register_id: RegisterId,
    ) -> Result<Vec<(Entry<ForceFact>, Place)>, StoreError> {
        let mut reader = self.reader().await?;
        let answer = force_log(reader.connection()?, register_id).await;
        reader.judged(answer)
    }

    /// Registers of the same force whose streams came through central.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn force_registers(&self) -> Result<Vec<RegisterId>, StoreError> {
        let mut reader = self.reader().await?;
        let answer = registers_of_force(reader.connection()?).await;
        reader.judged(answer)
    }

    /// The positions of a stream's entries in the force's ledger, by the number of their arrival here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn positions(&self, stream: &Stream) -> Result<HashMap<i64, u64>, StoreError> {
        let query = sqlx::query(
            "SELECT entry_seq, position FROM entry JOIN ledger_place USING (entry_seq) WHERE stream = ?",
        );
        let rows = self.all(query.bind(stream.bytes().as_slice())).await?;
        let position = |row: &SqliteRow| u64::try_from(row.get::<i64, _>("position")).ok();
        Ok(rows.iter().filter_map(|row| Some((row.get("entry_seq"), position(row)?))).collect())
    }

    /// Of each stream how many entries stand at or before a position, and the digest of their hashes. Those that
    /// were set apart count: the digest tells what is missing, not what is wrong. Read where what has just been written
    /// need not be decrypted again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn digests(&self, streams: &[Stream], at: u64) -> Result<Vec<(u64, Hash)>, StoreError> {
        let at = i64::try_from(at).map_err(|_| StoreError::Row)?;
        let mut writer = self.writer().await?;
        let connection = &mut writer.connection;
        let done = async {
            let mut digests = Vec::with_capacity(streams.len());
            for stream in streams {
                let query = sqlx::query(
                    "SELECT header FROM entry JOIN ledger_place USING (entry_seq)
                         WHERE stream = ?1 AND position <= ?2
                     UNION ALL SELECT header FROM set_apart WHERE stream = ?1 AND position <= ?2",
                );
                let rows = query.bind(stream.bytes().as_slice()).bind(at).fetch_all(&mut *connection).await?;
                let hashes: Vec<Hash> = rows.iter().map(|row| Hash::of(row.get("header"))).collect();
                digests.push((hashes.len() as u64, digest_of(hashes)));
            }
            Ok::<_, StoreError>(digests)
        }
        .await;
        // A damaged page ends what the connection can read.
        writer.failed |= done.is_err();
        done
    }
}
