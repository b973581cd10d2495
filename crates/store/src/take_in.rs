//! Entries that another device wrote, taken in as they were signed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use register::entry::{Sealed, Stream};
use register::id::{EntryId, IncidentId};
use register::{Header, Incident, Thresholds};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

use crate::error::StoreError;
use crate::project::project;
use crate::read::{Kept, OF_STREAM_AFTER, entries_of, kept};
use crate::recent::Log;
use crate::steps::Steps;
use crate::vault::{Vault, Writer};

/// What became of entries that were offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    pub new: u64,
    /// Here already, byte for byte.
    pub held: u64,
    /// Another entry has the same name or the same place in its device's chain; or it claims to be of this
    /// device, which has not written it.
    pub refused: Vec<EntryId>,
}

impl Vault {
    /// Take in entries of other devices, in one transaction with the lists made of them. Whose signatures they
    /// carry is for the caller to know: `verify` checks each again. They are received now, whenever they were
    /// written; a stamp more than `ahead_ms` ahead of `now` does not move this device's clock.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the batch stays.
    pub async fn take_in(
        &self,
        entries: &[Sealed],
        now: DateTime<Utc>,
        ahead_ms: i64,
    ) -> Result<TakenIn, StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let mut taken = TakenIn::default();
        let mut incidents: BTreeSet<IncidentId> = BTreeSet::new();
        for sealed in entries {
            let Ok(header) = sealed.read_header() else { return Err(StoreError::Row) };
            let Writer { connection, chain, .. } = &mut *writer;
            match standing(connection, sealed, &header).await? {
                Some(true) => taken.held += 1,
                Some(false) => taken.refused.push(header.entry_id),
                None if header.device_id == self.device_id => taken.refused.push(header.entry_id),
                None => {
                    chain.entry_seq += 1;
                    let mut steps = Steps::default();
                    insert(&mut steps, chain.entry_seq, sealed, &header, now)?;
                    steps.run(connection).await?;
                    let _ = chain.clock.receive(header.recorded_at, now, ahead_ms);
                    taken.new += 1;
                    if let Stream::Incident(incident_id) = header.stream {
                        incidents.insert(incident_id);
                    }
                }
            }
        }
        for incident_id in incidents {
            project_anew(&mut writer.connection, incident_id, &self.thresholds).await?;
        }
        writer.commit().await?;
        Ok(taken)
    }
}

/// Make an incident's rows from its log.
pub(crate) async fn project_anew(
    connection: &mut SqliteConnection,
    incident_id: IncidentId,
    thresholds: &Thresholds,
) -> Result<(), StoreError> {
    let log = entries_of(connection, incident_id.bytes()).await?;
    if let Some(state) = Incident::fold(&log) {
        let mut steps = Steps::default();
        project(&mut steps, &state, thresholds, true)?;
        steps.run(connection).await?;
    }
    Ok(())
}

/// The same where the beginning of the log may be held, folded: what came after it is read. To be held from when
/// the transaction has ended well.
pub(crate) async fn project_arrived(
    connection: &mut SqliteConnection,
    incident_id: IncidentId,
    mut log: Log,
    thresholds: &Thresholds,
) -> Result<Log, StoreError> {
    let arrived = kept(connection, OF_STREAM_AFTER, |query| {
        query.bind(incident_id.bytes().to_vec()).bind(log.last_seq())
    });
    let before = log.with(arrived.await?.iter().filter_map(Kept::received));
    if let Some(state) = log.state() {
        let index_changed = before.is_none_or(|before| {
            before.described != state.described || before.references != state.references
        });
        let mut steps = Steps::default();
        project(&mut steps, state, thresholds, index_changed)?;
        steps.run(connection).await?;
    }
    Ok(log)
}

/// Whether the entry is here (and the same), or another in its place; `None` where there is neither.
pub(crate) async fn standing(
    connection: &mut SqliteConnection,
    sealed: &Sealed,
    header: &Header,
) -> Result<Option<bool>, StoreError> {
    let device_seq = i64::try_from(header.device_seq).map_err(|_| StoreError::Row)?;
    let rows = sqlx::query(
        "SELECT header, signature FROM entry WHERE entry_id = ?1 OR (device_id = ?2 AND device_seq = ?3)",
    )
    .bind(header.entry_id.bytes().as_slice())
    .bind(header.device_id.bytes().as_slice())
    .bind(device_seq)
    .fetch_all(connection)
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    Ok(Some(rows.iter().all(|row| {
        row.get::<&[u8], _>("header") == sealed.header
            && row.get::<&[u8], _>("signature") == sealed.signature.as_slice()
    })))
}

pub(crate) fn insert(
    steps: &mut Steps,
    entry_seq: i64,
    sealed: &Sealed,
    header: &Header,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    steps
        .then(
            "INSERT INTO entry
                 (entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, body)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(entry_seq)?
        .bind(header.entry_id.bytes().to_vec())?
        .bind(header.stream.bytes().to_vec())?
        .bind(header.device_id.bytes().to_vec())?
        .bind(i64::try_from(header.device_seq).map_err(|_| StoreError::Row)?)?
        .bind(now.timestamp_millis())?
        .bind(sealed.header.clone())?
        .bind(sealed.signature.to_vec())?
        .bind(sealed.body.clone())?;
    Ok(())
}
