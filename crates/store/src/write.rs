//! The one way to write: entry, projections, search index, looks, blobs, in one transaction.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use register::entry::{Body, Content, FORM, Header, Sealed, Stream};
use register::fact::{ForceFact, IncidentFact};
use register::id::{EntryId, Hash, IncidentId, OfficerId, RegisterId};
use register::incident::Sight;
use register::{Entry, Incident};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteConnection;

use crate::error::StoreError;
use crate::keys::OfficerKeys;
use crate::look::{self, Look};
use crate::project::project;
use crate::read::{Kept, OF_STREAM_AFTER, Received, entries_of, instant, kept_after};
use crate::recent::Log;
use crate::steps::Steps;
use crate::told;
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
    /// What another force told, which the entry takes into the record.
    pub taken: Option<protocol::AcceptTold>,
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
    ) -> Result<Arc<Log>, ActError<E>> {
        let mut writer = self.writer().await?;
        writer.unsettled();
        let done = async {
            let Writer { connection, chain, .. } = &mut *writer;
            let mut log = self.recent.take(incident_id);
            log.with(begin_with_entries_after(connection, incident_id.bytes(), log.last_seq()).await?);
            let state = log.state();
            let (basis, body) = decide(state).map_err(ActError::Refused)?;
            let sight = state.map(|state| state.sight.clone()).unwrap_or_default();
            let kind = body.facts.first().map_or("", IncidentFact::kind);
            let mut steps = Steps::default();
            let pen = Pen { steps: &mut steps, chain, device_id: self.device_id };
            let stream = Stream::Incident(incident_id);
            let before = log.with([pen.append(stream, kind, sight, basis, body, &writing)?]);
            let after = log.state().ok_or(StoreError::Row)?;
            let index_changed = before.is_none_or(|before| {
                before.described != after.described || before.references != after.references
            });
            project(&mut steps, after, &self.thresholds, index_changed)?;
            finish(connection, steps, along).await?;
            let log = Arc::new(log);
            self.recent.hold(incident_id, &log);
            Ok(log)
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
            let sight = after(&entries);
            let kind = body.facts.first().map_or("", ForceFact::kind);
            let mut steps = Steps::default();
            let pen = Pen { steps: &mut steps, chain, device_id: self.device_id };
            let stream = Stream::Force(register_id);
            entries.push(pen.append(stream, kind, sight, Vec::new(), body, &writing)?.entry);
            finish(connection, steps, Along::default()).await?;
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
        let along = Along { looks, ..Along::default() };
        let done = finish(&mut writer.connection, Steps::default(), along).await;
        end(&mut writer, done).await
    }
}

/// `BEGIN IMMEDIATE`, and the entries of a stream that then stand after a number.
async fn begin_with_entries_after(
    connection: &mut SqliteConnection,
    stream: &[u8; 16],
    seq: i64,
) -> Result<Vec<Received>, StoreError> {
    let kept = kept_after("BEGIN IMMEDIATE;", connection, OF_STREAM_AFTER, |query| {
        query.bind(stream.to_vec()).bind(seq)
    });
    Ok(kept.await?.iter().filter_map(Kept::received).collect())
}

/// Writes entries at the end of the device's chain.
pub(crate) struct Pen<'c> {
    pub steps: &'c mut Steps,
    pub chain: &'c mut Chain,
    pub device_id: register::DeviceId,
}

/// What the next entry of the force's stream is written in sight of: the last that stands here.
pub(crate) fn after(entries: &[Entry<ForceFact>]) -> Sight {
    let last = entries.last().map(|entry| entry.hash);
    Sight { heads: last.into_iter().collect(), absent: Vec::new() }
}

impl Pen<'_> {
    pub fn append<F: Serialize + DeserializeOwned>(
        self,
        stream: Stream,
        kind: &str,
        sight: Sight,
        basis: Vec<EntryId>,
        body: Body<F>,
        writing: &Writing<'_>,
    ) -> Result<Received<F>, StoreError> {
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
            seen: sight.heads,
            basis,
            body_hash: Hash::of(&bytes),
            written_at: writing.now.timestamp_millis(),
            absent: sight.absent,
        };
        let sealed = Sealed::sign_with(&header, bytes, |payload| writing.keys.sign(payload));
        let hash = sealed.hash();
        let entry_seq = self.chain.entry_seq + 1;
        let device_seq = i64::try_from(header.device_seq).map_err(|_| StoreError::Row)?;
        self.steps
            .then(
                "INSERT INTO entry
                     (entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, body)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(entry_seq)?
            .bind(header.entry_id.bytes().to_vec())?
            .bind(stream.bytes().to_vec())?
            .bind(self.device_id.bytes().to_vec())?
            .bind(device_seq)?
            .bind(header.written_at)?
            .bind(sealed.header)?
            .bind(sealed.signature.to_vec())?
            .bind(sealed.body)?
            .then("UPDATE head SET device_seq = ?, entry_hash = ? WHERE device_id = ?")
            .bind(device_seq)?
            .bind(hash.0.to_vec())?
            .bind(self.device_id.bytes().to_vec())?;
        self.chain.device_seq = header.device_seq;
        self.chain.last_hash = hash;
        self.chain.entry_seq = entry_seq;
        Ok(Received {
            seq: entry_seq,
            received_at: instant(header.written_at)?,
            refused_at: None,
            entry: Entry { hash, header, ahead_ms: 0, content: Content::Read(body) },
        })
    }
}

pub(crate) fn carry(
    steps: &mut Steps,
    blobs: Vec<NewBlob>,
    ended_draft: Option<register::DraftId>,
) -> Result<(), StoreError> {
    for blob in blobs {
        steps
            .then("INSERT INTO blob (hash, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING")
            .bind(blob.hash.0.to_vec())?
            .bind(blob.media_type.to_owned())?
            .bind(blob.bytes)?;
    }
    if let Some(draft) = ended_draft {
        steps.then("DELETE FROM draft WHERE draft_id = ?").bind(draft.bytes().to_vec())?;
    }
    Ok(())
}

/// Write everything of an act, and make it durable.
async fn finish(connection: &mut SqliteConnection, mut steps: Steps, along: Along) -> Result<(), StoreError> {
    carry(&mut steps, along.blobs, along.ended_draft)?;
    if let Some(taken) = &along.taken {
        told::take(&mut steps, taken)?;
    }
    if !along.looks.is_empty() {
        steps.run(&mut *connection).await?;
        steps = Steps::default();
        for look in &along.looks {
            look::append(&mut *connection, look).await?;
        }
    }
    steps.then("COMMIT");
    steps.run(connection).await
}

/// Tells a failure of the file from a refusal.
pub(crate) trait Failure: From<StoreError> {
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

/// End the transaction that is open: it was made durable by [`finish`] or a `COMMIT`, or is undone.
pub(crate) async fn end<T, E: Failure>(writer: &mut Writer, done: Result<T, E>) -> Result<T, E> {
    match &done {
        Ok(_) => writer.settled(),
        Err(error) => {
            writer.failed = error.is_of_file();
            // The next writer begins on a connection of its own where this one cannot even undo.
            if let Err(undoing) = writer.roll_back().await
                && !writer.failed
            {
                return Err(undoing.into());
            }
        }
    }
    done
}
