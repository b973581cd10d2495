//! Lists that are behind the log for a while. A long ledger brings a little of each of many incidents with every page;
//! folding each of them for every page costs more than keeping the page. So pages note what they touched
//! (`behind`), in the transaction that keeps them, and the rows of all of it are made after several pages, at the end of
//! an exchange, or when the file is opened next: whatever was cut off in between, no list stays behind.

use std::collections::{BTreeMap, BTreeSet};

use register::id::IncidentId;
use register::{Incident, IncidentFact, Summary, Thresholds};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row as _};

use crate::error::StoreError;
use crate::names;
use crate::project::{imported, project};
use crate::read::{Kept, kept};
use crate::rebuild::insert;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// Incidents read and written at a time.
const AT_ONCE: usize = 64;

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

/// Make the rows of many incidents from their logs: as [`project`] does it for one, with few crossings to the file.
pub(crate) async fn make_rows(
    connection: &mut SqliteConnection,
    incidents: &BTreeSet<IncidentId>,
    thresholds: &Thresholds,
) -> Result<(), StoreError> {
    let incidents: Vec<IncidentId> = incidents.iter().copied().collect();
    for some in incidents.chunks(AT_ONCE) {
        let ids: Vec<String> = some.iter().map(|id| id.0.simple().to_string()).collect();
        let ids = serde_json::to_string(&ids).map_err(|_| StoreError::Row)?;
        let chosen = "WHERE stream IN (SELECT unhex(value) FROM json_each(?))
                      ORDER BY stream, entry_seq LIMIT 1000000";
        let kept = kept(connection, chosen, |query| query.bind(ids.clone())).await?;
        let before = summaries(connection, &ids).await?;
        let mut steps = Steps::default();
        let mut new = Vec::new();
        for log in kept.chunk_by(|one, next| one.stream == next.stream) {
            let entries: Vec<register::Entry<IncidentFact>> = log.iter().filter_map(Kept::counting).collect();
            let (Some(state), Some(first)) = (Incident::fold(&entries), log.first()) else { continue };
            match before.get(&state.incident_id) {
                None if state.withdrawn.is_none() => {
                    imported(&mut steps, &state)?;
                    new.push((first.seq, Summary::of(&state, thresholds)));
                }
                before => {
                    let now = Summary::of(&state, thresholds);
                    let index_changed = before.and_then(Option::as_ref).is_none_or(|before| {
                        before.born != now.born || names::index(before) != names::index(&now)
                    });
                    project(&mut steps, &state, thresholds, index_changed)?;
                }
            }
        }
        insert(connection, &mut new).await?;
        steps.run(connection).await?;
    }
    Ok(())
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
