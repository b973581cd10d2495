//! Many acts in one transaction: an import, the training register.

use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use register::entry::{Body, Stream};
use register::fact::{ForceFact, IncidentFact};
use register::id::{ImportId, IncidentId, RegisterId};
use register::{Entry, Incident};

use crate::error::StoreError;
use crate::imports::ImportJob;
use crate::project::project;
use crate::read::entries_of;
use crate::steps::Steps;
use crate::vault::{Vault, Writer};
use crate::write::{ActError, Decided, NewBlob, Pen, Writing, after, carry};

impl Vault {
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
        self.act_on_log(incident_id, writing, blobs, |entries| {
            decide(Incident::fold(entries.iter().copied()).as_ref()).map(Some)
        })
        .await
        .map(drop)
    }

    /// The same with the entries themselves; `None` where there is nothing to write. Whether something was
    /// written.
    ///
    /// # Errors
    /// As [`Vault::act`]; a refusal leaves the batch as it was.
    pub async fn act_on_log<E>(
        &mut self,
        incident_id: IncidentId,
        writing: Writing<'_>,
        blobs: Vec<NewBlob>,
        decide: impl FnOnce(&[&Entry<IncidentFact>]) -> Result<Option<Decided<IncidentFact>>, E>,
    ) -> Result<bool, ActError<E>> {
        let Writer { connection, chain, .. } = &mut *self.writer;
        let entries = match self.open.entry(incident_id) {
            Occupied(open) => open.into_mut(),
            Vacant(new) => new.insert(entries_of(connection, incident_id.bytes()).await?),
        };
        let held: Vec<&Entry<IncidentFact>> = entries.iter().collect();
        let Some((basis, body)) = decide(&held).map_err(ActError::Refused)? else { return Ok(false) };
        let sight = Incident::sight(held);
        let kind = body.facts.first().map_or("", IncidentFact::kind);
        let mut steps = Steps::default();
        let pen = Pen { steps: &mut steps, chain, device_id: self.vault.device_id };
        let stream = Stream::Incident(incident_id);
        entries.push(pen.append(stream, kind, sight, basis, body, &writing)?.entry);
        carry(&mut steps, blobs, None)?;
        steps.run(connection).await?;
        Ok(true)
    }

    /// An incident that begins in this batch: nothing of it is looked for in the file.
    pub fn begins(&mut self, incident_id: IncidentId) {
        self.open.entry(incident_id).or_default();
    }

    /// An entry of the force's stream.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn act_on_force(
        &mut self,
        register_id: RegisterId,
        writing: Writing<'_>,
        body: Body<ForceFact>,
    ) -> Result<(), StoreError> {
        let Writer { connection, chain, .. } = &mut *self.writer;
        let entries = entries_of::<ForceFact>(connection, register_id.bytes()).await?;
        let sight = after(&entries);
        let kind = body.facts.first().map_or("", ForceFact::kind);
        let mut steps = Steps::default();
        let pen = Pen { steps: &mut steps, chain, device_id: self.vault.device_id };
        pen.append(Stream::Force(register_id), kind, sight, Vec::new(), body, &writing)?;
        steps.run(connection).await
    }

    /// Where an import stands, kept with the rows of this batch; `None` when it has ended.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn job(&mut self, import_id: ImportId, job: Option<&ImportJob>) -> Result<(), StoreError> {
        let mut steps = Steps::default();
        match job {
            Some(job) => job.save(&mut steps)?,
            None => {
                steps.then("DELETE FROM import_job WHERE import_id = ?").bind(import_id.bytes().to_vec())?;
            }
        }
        steps.run(&mut self.writer.connection).await
    }

    /// Nothing more is written on this incident: make its rows, and let go of its entries.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish(&mut self, incident_id: IncidentId) -> Result<(), StoreError> {
        let entries = self.open.remove(&incident_id).unwrap_or_default();
        match Incident::fold(&entries) {
            Some(state) => {
                let mut steps = Steps::default();
                project(&mut steps, &state, &self.vault.thresholds, true)?;
                steps.run(&mut self.writer.connection).await
            }
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
