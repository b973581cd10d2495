//! What a field laptop has to ask for besides its pages. After a position of the ledger it is given all; what came before
//! to an incident that something comes to now, and to others of the same person, has come only where it was in scope
//! then. So a page notes the incidents that it touches, in the transaction that keeps it, and each is asked for once:
//! whatever is cut off in between, none is forgotten.

use std::collections::BTreeMap;

use protocol::{PageForm, Positioned};
use register::IncidentFact;
use register::entry::Stream;
use register::id::IncidentId;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::error::StoreError;
use crate::steps::Steps;
use crate::take_page::number;
use crate::vault::Vault;
use crate::write::end;

/// Note the incidents that this page touches after the position from which on all is given. One that was linked to
/// another person is asked for again.
pub(crate) async fn note_to_ask<T>(
    connection: &mut SqliteConnection,
    form: &PageForm,
    entries: &[(Positioned, T)],
) -> Result<(), StoreError> {
    let whole_from = form.whole_from.unwrap_or(0);
    if whole_from == 0 {
        return Ok(());
    }
    let mut touched: BTreeMap<IncidentId, bool> = BTreeMap::new();
    for (positioned, _) in entries.iter().filter(|(positioned, _)| positioned.position > whole_from) {
        let Ok(header) = positioned.sealed.read_header() else { continue };
        if let Stream::Incident(incident_id) = header.stream {
            *touched.entry(incident_id).or_default() |= links(&positioned.sealed);
        }
    }
    let mut steps = Steps::default();
    for (incident_id, again) in touched {
        steps
            .then(
                "INSERT INTO stream_asked (stream, asked) VALUES (?, 0)
                 ON CONFLICT (stream) DO UPDATE SET asked = 0 WHERE ?",
            )
            .bind(incident_id.bytes().to_vec())?
            .bind(i64::from(again))?;
    }
    steps.run(connection).await
}

/// Whether it says that an incident is about another person than was thought.
fn links(sealed: &register::Sealed) -> bool {
    let entry = sealed.open_or_altered::<IncidentFact>();
    entry.is_some_and(|entry| {
        entry.facts().iter().any(|fact| matches!(fact, IncidentFact::PersonLinked { .. }))
    })
}

impl Vault {
    /// Incidents of which what came before is to be asked for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn to_back_fill(&self) -> Result<Vec<IncidentId>, StoreError> {
        let rows = self.all(sqlx::query("SELECT stream FROM stream_asked WHERE asked = 0")).await?;
        let id = |row: &SqliteRow| IncidentId::from_slice(row.get("stream")).ok_or(StoreError::Row);
        rows.iter().map(id).collect()
    }

    /// An officer asked for these: they come with the next exchange.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn want_back_fill(&self, incidents: &[IncidentId]) -> Result<(), StoreError> {
        let mut steps = Steps::default();
        for incident_id in incidents {
            steps
                .then(
                    "INSERT INTO stream_asked (stream, asked) VALUES (?, 0)
                     ON CONFLICT (stream) DO UPDATE SET asked = 0",
                )
                .bind(incident_id.bytes().to_vec())?;
        }
        self.run(steps).await
    }

    /// All of it that this device is given has come.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn back_filled(&self, incident_id: IncidentId) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE stream_asked SET asked = 1 WHERE stream = ?");
        self.change(query.bind(incident_id.bytes().to_vec())).await
    }

    /// Central gives more than it did: all is asked for again, and none of what is new is listed before all of it is here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_the_rest(&self, whole_from: Option<u64>) -> Result<(), StoreError> {
        let mut steps = Steps::default();
        steps
            .then("DELETE FROM stream_asked")
            .then("UPDATE enrolment SET cursor = 0, filling = 1, whole_from = ?")
            .bind(whole_from.map(number).transpose()?)?;
        self.run(steps).await
    }

    async fn run(&self, mut steps: Steps) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        steps.then("COMMIT");
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await
    }
}
