//! Entries of other devices of the force that central, which was put back, lacks as far as is known here.

use register::Sealed;
use sqlx::{QueryBuilder, Row as _};

use crate::error::StoreError;
use crate::own_chain::{number, sealed_within};
use crate::vault::Vault;
use crate::write::end;

/// Rows in one statement.
const ROWS: usize = 250;

/// An entry of another device that central took or had: its number here, and where it stands there.
#[derive(Clone, Copy, Debug)]
pub struct GivenBack {
    pub entry_seq: i64,
    pub position: u64,
}

impl Vault {
    /// Numbers of the entries that have no place in the ledger and are of devices whose entries came through central,
    /// in the order of their arrival here. What came in a file from anywhere else is nobody's to give back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lacking_of_others(&self) -> Result<Vec<i64>, StoreError> {
        // Of the index of devices' chains alone: bodies are not read.
        let query = sqlx::query(
            "SELECT entry_seq FROM entry
             WHERE device_id IN (SELECT device_id FROM force_device) AND device_id <> ?
                 AND NOT EXISTS (SELECT 1 FROM ledger_place WHERE ledger_place.entry_seq = entry.entry_seq)",
        );
        let rows = self.all(query.bind(self.device_id.bytes().to_vec())).await?;
        let mut lacking: Vec<i64> = rows.iter().map(|row| row.get("entry_seq")).collect();
        lacking.sort_unstable();
        Ok(lacking)
    }

    /// The first of these entries as they were signed, in the order of their arrival: as many as fit, and at least one
    /// where there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sealed_of(&self, seqs: &[i64], bytes: usize) -> Result<Vec<Sealed>, StoreError> {
        let mut query = QueryBuilder::new("SELECT header, signature, body FROM entry WHERE entry_seq IN (");
        let mut numbers = query.separated(", ");
        for entry_seq in seqs {
            numbers.push_bind(*entry_seq);
        }
        query.push(") ORDER BY entry_seq");
        sealed_within(&self.all(query.build()).await?, bytes)
    }

    /// Keep where entries of other devices stand in the ledger, as central answered.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of it stays.
    pub async fn gave_back(&self, given: &[GivenBack]) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            for some in given.chunks(ROWS) {
                let places =
                    some.iter().map(|given| number(given.position)).collect::<Result<Vec<_>, _>>()?;
                let mut insert = QueryBuilder::new("INSERT INTO ledger_place (entry_seq, position, own) ");
                insert.push_values(some.iter().zip(places), |mut row, (given, position)| {
                    row.push_bind(given.entry_seq).push_bind(position).push_bind(0);
                });
                insert.push(" ON CONFLICT (entry_seq) DO UPDATE SET position = excluded.position");
                insert.build().execute(&mut writer.connection).await?;
            }
            sqlx::query("COMMIT").execute(&mut writer.connection).await?;
            Ok::<_, StoreError>(())
        }
        .await;
        end(&mut writer, done).await
    }
}
