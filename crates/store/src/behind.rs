//! Lists that are behind the log for a while. A long ledger brings a little of each of many incidents with every page;
//! folding each of them for every page costs more than keeping the page. So pages note what they touched
//! (`behind`), in the transaction that keeps them, and the rows of all of it are made after several pages, at the end of
//! an exchange, or when the file is opened next: whatever was cut off in between, no list stays behind.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use register::id::IncidentId;
use register::{Incident, IncidentFact, Summary, Thresholds};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row as _};
use tokio::task::spawn_blocking;

use crate::error::StoreError;
use crate::names;
use crate::project::{imported, project_as};
use crate::read::{Kept, kept};
use crate::rebuild::insert;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// Incidents read and written at a time.
const AT_ONCE: usize = 64;
/// So many times [`AT_ONCE`] are folded while the next are read: as many as the slowest laptop has processors.
const FOLDING: usize = 2;

/// Whether the lists are made with a page, or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// With it, and those of the pages before it.
    Now,
    /// After it: more pages come at once.
    Later,
}

impl Vault {
    /// Make the rows of all incidents that are behind. Gives which they were.
    ///
    /// # Errors
    /// [`StoreError`]; they are behind still then.
    pub async fn catch_up(&self) -> Result<BTreeSet<IncidentId>, StoreError> {
        if !self.one(sqlx::query("SELECT EXISTS (SELECT 1 FROM behind)")).await?.get::<bool, _>(0) {
            return Ok(BTreeSet::new());
        }
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            let incidents = behind(&mut writer.connection).await?;
            make_rows(&mut writer.connection, &incidents, &self.thresholds).await?;
            sqlx::raw_sql("DELETE FROM behind; COMMIT").execute(&mut writer.connection).await?;
            Ok::<_, StoreError>(incidents)
        }
        .await;
        end(&mut writer, done).await
    }
}

/// Which incidents are behind.
pub(crate) async fn behind(connection: &mut SqliteConnection) -> Result<BTreeSet<IncidentId>, StoreError> {
    let rows = sqlx::query("SELECT stream FROM behind").fetch_all(connection).await?;
    rows.iter().map(|row| IncidentId::from_slice(row.get(0)).ok_or(StoreError::Row)).collect()
}

/// Note that the lists are behind on these.
pub(crate) async fn note_behind(
    connection: &mut SqliteConnection,
    incidents: &BTreeSet<IncidentId>,
) -> Result<(), StoreError> {
    let incidents: Vec<&IncidentId> = incidents.iter().collect();
    for some in incidents.chunks(500) {
        let mut insert = QueryBuilder::new("INSERT INTO behind (stream) ");
        insert.push_values(some, |mut row, incident_id| {
            row.push_bind(incident_id.bytes().as_slice());
        });
        insert.push(" ON CONFLICT DO NOTHING");
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Make the rows of many incidents from their logs: as [`project_as`] does it for one, with few crossings to the file. What
/// is read is folded on threads of its own, while more is read and what was folded is written.
pub(crate) async fn make_rows(
    connection: &mut SqliteConnection,
    incidents: &BTreeSet<IncidentId>,
    thresholds: &Thresholds,
) -> Result<(), StoreError> {
    let incidents: Vec<IncidentId> = incidents.iter().copied().collect();
    let mut folding = VecDeque::new();
    for some in incidents.chunks(AT_ONCE) {
        let ids: Vec<String> = some.iter().map(|id| id.0.simple().to_string()).collect();
        let ids = serde_json::to_string(&ids).map_err(|_| StoreError::Row)?;
        let chosen = "WHERE stream IN (SELECT unhex(value) FROM json_each(?))
                      ORDER BY stream, entry_seq LIMIT 1000000";
        let kept = kept(connection, chosen, |query| query.bind(ids.clone())).await?;
        let thresholds = thresholds.clone();
        folding.push_back((ids, spawn_blocking(move || folded(&kept, &thresholds))));
        if folding.len() > FOLDING
            && let Some((ids, folded)) = folding.pop_front()
        {
            write_rows(connection, &ids, folded.await.map_err(|_| StoreError::Row)?).await?;
        }
    }
    for (ids, folded) in folding {
        write_rows(connection, &ids, folded.await.map_err(|_| StoreError::Row)?).await?;
    }
    Ok(())
}

/// What the log of an incident comes to.
struct Folded {
    /// Number of the log's first entry.
    first_seq: i64,
    state: Incident,
    summary: Summary,
}

fn folded(kept: &[Kept], thresholds: &Thresholds) -> Vec<Folded> {
    let logs = kept.chunk_by(|one, next| one.stream == next.stream);
    let folded = logs.filter_map(|log| {
        let entries: Vec<register::Entry<IncidentFact>> = log.iter().filter_map(Kept::counting).collect();
        let state = Incident::fold(&entries)?;
        let summary = Summary::of(&state, thresholds);
        Some(Folded { first_seq: log.first()?.seq, state, summary })
    });
    folded.collect()
}

async fn write_rows(
    connection: &mut SqliteConnection,
    ids: &str,
    folded: Vec<Folded>,
) -> Result<(), StoreError> {
    let before = summaries(connection, ids).await?;
    let mut steps = Steps::default();
    let mut new = Vec::new();
    for Folded { first_seq, state, summary } in folded {
        match before.get(&state.incident_id) {
            None if state.withdrawn.is_none() => {
                imported(&mut steps, &state)?;
                new.push((first_seq, summary));
            }
            before => {
                let index_changed = before.and_then(Option::as_ref).is_none_or(|before| {
                    before.born != summary.born || names::index(before) != names::index(&summary)
                });
                project_as(&mut steps, &state, summary, index_changed)?;
            }
        }
    }
    insert(connection, &mut new).await?;
    steps.run(connection).await
}

async fn summaries(
    connection: &mut SqliteConnection,
    ids: &str,
) -> Result<BTreeMap<IncidentId, Option<Summary>>, StoreError> {
    let rows = sqlx::query(
        "SELECT incident_id, summary FROM incident
         WHERE incident_id IN (SELECT unhex(value) FROM json_each(?))",
    );
    let mut found = BTreeMap::new();
    for row in rows.bind(ids).fetch_all(connection).await? {
        let incident_id = IncidentId::from_slice(row.get(0)).ok_or(StoreError::Row)?;
        // One that cannot be read is written anew, index and all.
        found.insert(incident_id, postcard::from_bytes(row.get(1)).ok());
    }
    Ok(found)
}
