//! The one way to write: entry, projections, search index, looks, blobs, in one transaction.

use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use chrono::{DateTime, Utc};
use register::entry::{Body, FORM, Header, Sealed, Stream};
use register::fact::{ForceFact, IncidentFact};
use register::id::{EntryId, Hash, IncidentId, OfficerId, RegisterId};
use register::{Entry, Incident, Summary, Thresholds};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{Sqlite, SqliteConnection};

use crate::error::StoreError;
use crate::keys::OfficerKeys;
use crate::look::{self, Look};
use crate::names;
use crate::read::entries_of;
use crate::vault::{Chain, Vault, Writer};

/// Who writes, when, and the randomness that the entry needs.
pub struct Writing<'a> {
    pub officer_id: OfficerId,
    pub keys: &'a OfficerKeys,
    pub now: DateTime<Utc>,
    pub entry_id: EntryId,
    pub salt: [u8; 32],
}

/// What goes into the same transaction as an entry.
#[derive(Default)]
pub struct Along {
    pub blobs: Vec<NewBlob>,
    pub looks: Vec<Look>,
    /// The draft that the entry ends.
    pub ended_draft: Option<register::DraftId>,
}

pub struct NewBlob {
    pub hash: Hash,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Refused by the decision, or failed in the file; nothing was written in either case.
#[derive(Debug)]
pub enum ActError<E> {
    Refused(E),
    Store(StoreError),
}

impl<E, S: Into<StoreError>> From<S> for ActError<E> {
    fn from(error: S) -> Self {
        Self::Store(error.into())
    }
}

/// What a decision answers with: the safety entries it rests on, and what is said.
pub type Decided<F> = (Vec<EntryId>, Body<F>);

impl Vault {
    /// Read an incident, decide, write: as one step, so that nothing comes between.
    ///
    /// # Errors
    /// [`ActError::Refused`] with what `decide` returned; [`ActError::Store`].
    pub async fn act<E>(
        &self,
        incident_id: IncidentId,
        writing: Writing<'_>,
        along: Along,
        decide: impl FnOnce(Option<&Incident>) -> Result<Decided<IncidentFact>, E>,
    ) -> Result<Incident, ActError<E>> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            let Writer { connection, chain, .. } = &mut *writer;
            let mut entries = entries_of::<IncidentFact>(connection, incident_id.bytes()).await?;
            let state = Incident::fold(&entries);
            let (basis, body) = decide(state.as_ref()).map_err(ActError::Refused)?;
            let seen = state.as_ref().map(|state| state.heads.clone()).unwrap_or_default();
            let kind = body.facts.first().map_or("", IncidentFact::kind);
            let pen = Pen { connection, chain, device_id: self.device_id };
            entries.push(pen.append(Stream::Incident(incident_id), kind, seen, basis, body, &writing).await?);
            let after = Incident::fold(&entries).ok_or(StoreError::Row)?;
            let index_changed = state.is_none_or(|state| {
                state.described != after.described || state.references != after.references
            });
            project(connection, &after, &self.thresholds, index_changed).await?;
            carry(connection, along).await?;
            Ok(after)
        }
        .await;
        end(&mut writer, done).await
    }

    /// The same for the force's stream: who may sign.
    ///
    /// # Errors
    /// As [`Vault::act`].
    pub async fn act_on_force<E>(
        &self,
        register_id: RegisterId,
        writing: Writing<'_>,
        decide: impl FnOnce(&[Entry<ForceFact>]) -> Result<Body<ForceFact>, E>,
    ) -> Result<Vec<Entry<ForceFact>>, ActError<E>> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            let Writer { connection, chain, .. } = &mut *writer;
            let mut entries = entries_of::<ForceFact>(connection, register_id.bytes()).await?;
            let body = decide(&entries).map_err(ActError::Refused)?;
            let seen = entries.last().map(|entry| vec![entry.hash]).unwrap_or_default();
            let kind = body.facts.first().map_or("", ForceFact::kind);
            let pen = Pen { connection, chain, device_id: self.device_id };
            entries
                .push(pen.append(Stream::Force(register_id), kind, seen, Vec::new(), body, &writing).await?);
            Ok(entries)
        }
        .await;
        end(&mut writer, done).await
    }

    /// Looks without an entry: a record was opened, a search was made.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn look(&self, looks: Vec<Look>) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = carry(&mut writer.connection, Along { looks, ..Along::default() }).await;
        end(&mut writer, done).await
    }

    /// Begin writing many entries in one transaction (an import, the training register).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn bulk(&self) -> Result<Bulk<'_>, StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        Ok(Bulk { vault: self, writer, open: HashMap::new() })
    }
}

/// Many entries in one transaction; projections are written once an incident, at the end.
/// Dropped without [`Bulk::commit`], nothing of it stays.
pub struct Bulk<'a> {
    vault: &'a Vault,
    writer: tokio::sync::MutexGuard<'a, Writer>,
    open: HashMap<IncidentId, Vec<Entry<IncidentFact>>>,
}

impl Bulk<'_> {
    /// As [`Vault::act`], within the batch.
    ///
    /// # Errors
    /// As [`Vault::act`]; a refusal leaves the batch as it was.
    pub async fn act<E>(
        &mut self,
        incident_id: IncidentId,
        writing: Writing<'_>,
        blobs: Vec<NewBlob>,
        decide: impl FnOnce(Option<&Incident>) -> Result<Decided<IncidentFact>, E>,
    ) -> Result<(), ActError<E>> {
        let Writer { connection, chain, .. } = &mut *self.writer;
        let entries = match self.open.entry(incident_id) {
            Occupied(open) => open.into_mut(),
            Vacant(new) => new.insert(entries_of(connection, incident_id.bytes()).await?),
        };
        let state = Incident::fold(entries.iter());
        let (basis, body) = decide(state.as_ref()).map_err(ActError::Refused)?;
        let seen = state.map(|state| state.heads).unwrap_or_default();
        let kind = body.facts.first().map_or("", IncidentFact::kind);
        let pen = Pen { connection, chain, device_id: self.vault.device_id };
        let entry = pen.append(Stream::Incident(incident_id), kind, seen, basis, body, &writing).await?;
        entries.push(entry);
        carry(connection, Along { blobs, ..Along::default() }).await?;
        Ok(())
    }

    /// Nothing more is written on this incident: make its rows, and let go of its entries.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish(&mut self, incident_id: IncidentId) -> Result<(), StoreError> {
        let entries = self.open.remove(&incident_id).unwrap_or_default();
        match Incident::fold(&entries) {
            Some(state) => project(&mut self.writer.connection, &state, &self.vault.thresholds, true).await,
            None => Ok(()),
        }
    }

    /// Write the projections and make the batch durable.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the batch stays.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        for incident_id in self.open.keys().copied().collect::<Vec<_>>() {
            self.finish(incident_id).await?;
        }
        self.writer.commit().await
    }

    /// Undo the batch.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn abandon(mut self) -> Result<(), StoreError> {
        self.writer.roll_back().await
    }
}

/// Writes entries at the end of the device's chain.
struct Pen<'c> {
    connection: &'c mut SqliteConnection,
    chain: &'c mut Chain,
    device_id: register::DeviceId,
}

impl Pen<'_> {
    async fn append<F: Serialize + DeserializeOwned>(
        self,
        stream: Stream,
        kind: &str,
        seen: Vec<Hash>,
        basis: Vec<EntryId>,
        body: Body<F>,
        writing: &Writing<'_>,
    ) -> Result<Entry<F>, StoreError> {
        let bytes = body.seal(writing.salt)?;
        let header = Header {
            form: FORM,
            entry_id: writing.entry_id,
            stream,
            kind: kind.to_owned(),
            officer_id: writing.officer_id,
            device_id: self.device_id,
            device_seq: self.chain.device_seq + 1,
            prev_hash: self.chain.last_hash,
            recorded_at: self.chain.clock.tick(writing.now),
            seen,
            basis,
            body_hash: Hash::of(&bytes),
            written_at: writing.now.timestamp_millis(),
        };
        let sealed = Sealed::sign_with(&header, bytes, |payload| writing.keys.sign(payload));
        let hash = sealed.hash();
        let device_seq = i64::try_from(header.device_seq).map_err(|_| StoreError::Row)?;
        sqlx::query(
            "INSERT INTO entry (entry_id, stream, device_id, device_seq, received_at, header, signature, body)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(header.entry_id.bytes().as_slice())
        .bind(stream.bytes().as_slice())
        .bind(self.device_id.bytes().as_slice())
        .bind(device_seq)
        .bind(header.written_at)
        .bind(&sealed.header)
        .bind(sealed.signature.as_slice())
        .bind(sealed.body.as_deref())
        .execute(&mut *self.connection)
        .await?;
        sqlx::query("UPDATE head SET device_seq = ?, entry_hash = ? WHERE device_id = ?")
            .bind(device_seq)
            .bind(hash.0.as_slice())
            .bind(self.device_id.bytes().as_slice())
            .execute(&mut *self.connection)
            .await?;
        self.chain.device_seq = header.device_seq;
        self.chain.last_hash = hash;
        Ok(Entry { hash, header, content: register::entry::Content::Read(body) })
    }
}

/// Write an incident's rows from its state. Rebuilding makes the very same (INV-2): the row has the
/// number of the stream's first entry, whatever was written before it.
async fn project(
    connection: &mut SqliteConnection,
    state: &Incident,
    thresholds: &Thresholds,
    index_changed: bool,
) -> Result<(), StoreError> {
    let summary = Summary::of(state, thresholds);
    let (listed, bytes) = row_of(&summary)?;
    // Most acts change nothing that is indexed, and then no index is written.
    let same = sqlx::query(
        "UPDATE incident SET summary = ?6
         WHERE incident_id = ?1 AND person_id = ?2 AND listed = ?3 AND reference = ?4 AND reported_at = ?5",
    );
    let row = |query: Query| {
        query
            .bind(summary.incident_id.bytes().to_vec())
            .bind(summary.person_id.bytes().to_vec())
            .bind(i64::from(listed))
            .bind(summary.reference.clone())
            .bind(summary.reported_at.timestamp_millis())
            .bind(bytes.clone())
    };
    if row(same).execute(&mut *connection).await?.rows_affected() == 0 {
        let written = sqlx::query(
            "INSERT INTO incident (incident_row, incident_id, person_id, listed, reference, reported_at, summary)
             VALUES ((SELECT min(entry_seq) FROM entry WHERE stream = ?1), ?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (incident_id) DO UPDATE SET person_id = excluded.person_id, listed = excluded.listed,
                 reference = excluded.reference, reported_at = excluded.reported_at, summary = excluded.summary",
        );
        row(written).execute(&mut *connection).await?;
    }
    if index_changed {
        let incident_row: i64 = sqlx::query_scalar("SELECT incident_row FROM incident WHERE incident_id = ?")
            .bind(summary.incident_id.bytes().as_slice())
            .fetch_one(&mut *connection)
            .await?;
        let indexed = names::index(&summary);
        sqlx::query("DELETE FROM name_search WHERE rowid = ?")
            .bind(incident_row)
            .execute(&mut *connection)
            .await?;
        sqlx::query(
            "INSERT INTO name_search (rowid, names, sounds, letters, born, refs) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(incident_row)
        .bind(indexed.names)
        .bind(indexed.sounds)
        .bind(indexed.letters)
        .bind(&summary.born)
        .bind(indexed.refs)
        .execute(connection)
        .await?;
    }
    Ok(())
}

type Query = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;

/// Whether the duty list shows it, and the bytes of the summary.
pub(crate) fn row_of(summary: &Summary) -> Result<(bool, Vec<u8>), StoreError> {
    let closed = summary.status == register::incident::Status::Closed;
    let listed = !closed || !summary.deadlines.is_empty();
    Ok((listed, postcard::to_stdvec(summary).map_err(|_| StoreError::Row)?))
}

async fn carry(connection: &mut SqliteConnection, along: Along) -> Result<(), StoreError> {
    for blob in along.blobs {
        sqlx::query(
            "INSERT INTO blob (hash, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        )
        .bind(blob.hash.0.as_slice())
        .bind(blob.media_type)
        .bind(blob.bytes)
        .execute(&mut *connection)
        .await?;
    }
    for look in &along.looks {
        look::append(connection, look).await?;
    }
    if let Some(draft) = along.ended_draft {
        sqlx::query("DELETE FROM draft WHERE draft_id = ?")
            .bind(draft.bytes().as_slice())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Tells a failure of the file from a refusal.
trait Failure: From<StoreError> {
    fn is_of_file(&self) -> bool;
}

impl Failure for StoreError {
    fn is_of_file(&self) -> bool {
        true
    }
}

impl<E> Failure for ActError<E> {
    fn is_of_file(&self) -> bool {
        matches!(self, Self::Store(_))
    }
}

/// End the transaction that is open: commit what went well, undo anything else.
async fn end<T, E: Failure>(writer: &mut Writer, done: Result<T, E>) -> Result<T, E> {
    let done = match done {
        Ok(value) => writer.commit().await.map(|()| value).map_err(E::from),
        Err(error) => Err(error),
    };
    if let Err(error) = &done {
        writer.failed = error.is_of_file();
        // The next writer begins on a connection of its own where this one cannot even undo.
        if let Err(undoing) = writer.roll_back().await
            && !writer.failed
        {
            return Err(undoing.into());
        }
    }
    done
}
