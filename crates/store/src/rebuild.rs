//! Making the projections again from the log, and nothing else (INV-2).

use register::entry::Stream;
use register::fact::IncidentFact;
use register::{Entry, Incident, Summary, Thresholds};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

use crate::error::StoreError;
use crate::read::sealed;
use crate::vault::Vault;
use crate::write::project;

/// What a rebuild read and made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub entries: u64,
    pub incidents: u64,
}

/// Streams are read in this many entries at a time; memory stays flat with the size of the log.
const BATCH: i64 = 20_000;

impl Vault {
    /// Throw the projections away and make them again, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`]; the projections are then as they were.
    pub async fn rebuild(&self, mut progress: impl FnMut(u64)) -> Result<Rebuilt, StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = rebuild(&mut writer.connection, &self.thresholds, &mut progress).await;
        match done {
            Ok(rebuilt) => writer.commit().await.map(|()| rebuilt),
            Err(error) => {
                writer.roll_back().await?;
                Err(error)
            }
        }
    }

    /// Are the projections of the form that this version makes?
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn projections_are_current(&self) -> Result<bool, StoreError> {
        let version: i64 =
            sqlx::query_scalar("SELECT version FROM projection").fetch_one(&self.readers).await?;
        Ok(version == i64::from(register::summary::VERSION))
    }
}

async fn rebuild(
    connection: &mut SqliteConnection,
    thresholds: &Thresholds,
    progress: &mut impl FnMut(u64),
) -> Result<Rebuilt, StoreError> {
    for statement in ["DELETE FROM incident", "INSERT INTO name_search (name_search) VALUES ('delete-all')"] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    let mut rebuilt = Rebuilt::default();
    let mut streams = Streams::default();
    while let Some((entries, state)) = streams.next(connection).await? {
        rebuilt.entries += entries;
        if let Some(state) = state {
            rebuilt.incidents += 1;
            project(connection, &state, thresholds, true).await?;
        }
        progress(rebuilt.entries);
    }
    sqlx::query("UPDATE projection SET version = ?")
        .bind(i64::from(register::summary::VERSION))
        .execute(connection)
        .await?;
    Ok(rebuilt)
}

/// Walks the log one stream after another, folding each.
#[derive(Default)]
pub(crate) struct Streams {
    after: Option<(Vec<u8>, i64)>,
    waiting: std::collections::VecDeque<(Vec<u8>, i64, Entry<IncidentFact>)>,
    ended: bool,
}

impl Streams {
    /// The next stream: how many entries it has, and its state where it is an incident's.
    pub async fn next(
        &mut self,
        connection: &mut SqliteConnection,
    ) -> Result<Option<(u64, Option<Incident>)>, StoreError> {
        let mut entries: Vec<Entry<IncidentFact>> = Vec::new();
        let mut current: Option<Vec<u8>> = None;
        loop {
            if self.waiting.is_empty() && !self.ended {
                self.fetch(connection).await?;
            }
            match self.waiting.front() {
                Some((stream, _, _)) if current.as_ref().is_none_or(|current| current == stream) => {
                    if let Some((stream, _, entry)) = self.waiting.pop_front() {
                        current = Some(stream);
                        entries.push(entry);
                    }
                }
                _ => break,
            }
        }
        if entries.is_empty() {
            return Ok(None);
        }
        Ok(Some((entries.len() as u64, Incident::fold(&entries))))
    }

    async fn fetch(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let (stream, seq) = self.after.clone().unwrap_or_default();
        let rows = sqlx::query(
            "SELECT entry_seq, stream, header, signature, body FROM entry
             WHERE (stream, entry_seq) > (?, ?) ORDER BY stream, entry_seq LIMIT ?",
        )
        .bind(stream)
        .bind(seq)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?;
        self.ended = rows.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        for row in &rows {
            let stream: Vec<u8> = row.get("stream");
            let seq: i64 = row.get("entry_seq");
            self.after = Some((stream.clone(), seq));
            // The force's stream stands among them; its facts are none of an incident's.
            let entry = sealed(row)?;
            match entry.read_header() {
                Ok(header) if matches!(header.stream, Stream::Force(_)) => {}
                _ => self.waiting.push_back((stream, seq, entry.open()?)),
            }
        }
        if self.waiting.is_empty() && !self.ended {
            Box::pin(self.fetch(connection)).await?;
        }
        Ok(())
    }
}

/// The summary that a state would be listed with.
pub(crate) fn expected(state: &Incident, thresholds: &Thresholds) -> Summary {
    Summary::of(state, thresholds)
}
