//! Making the projections again from the log, and nothing else (INV-2).

use std::collections::VecDeque;

use register::entry::{EntryError, Stream};
use register::fact::IncidentFact;
use register::{Entry, Incident, Summary, Thresholds};
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteConnection;

use crate::error::StoreError;
use crate::names;
use crate::read::{Kept, kept};
use crate::vault::Vault;
use crate::write::row_of;

/// The version of [`crate::names::index`]: like that of the summary, a change of it calls for a rebuild.
const INDEX_VERSION: i64 = 2;

/// What the projections of a file have to be of, to be those that this version makes.
pub(crate) fn version() -> i64 {
    i64::from(register::summary::VERSION) * 1_000 + INDEX_VERSION
}

/// What a rebuild read and made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub entries: u64,
    pub incidents: u64,
}

/// Rows written with one statement.
const ROWS_AT_A_TIME: usize = 64;

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
        Ok(version == self::version())
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
    let mut rows = Vec::with_capacity(ROWS_AT_A_TIME);
    while let Some(folded) = streams.next(connection).await? {
        rebuilt.entries += folded.entries;
        if let Some(state) = folded.state? {
            rebuilt.incidents += 1;
            rows.push((folded.first_seq, Summary::of(&state, thresholds)));
        }
        if rows.len() == ROWS_AT_A_TIME {
            insert(connection, &mut rows).await?;
            progress(rebuilt.entries);
        }
    }
    insert(connection, &mut rows).await?;
    progress(rebuilt.entries);
    sqlx::query("UPDATE projection SET version = ?").bind(version()).execute(connection).await?;
    Ok(rebuilt)
}

/// Rows of incidents, many with one statement, as [`crate::write`] makes them one by one.
async fn insert(connection: &mut SqliteConnection, rows: &mut Vec<(i64, Summary)>) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let made = rows.iter().map(|(_, summary)| row_of(summary)).collect::<Result<Vec<_>, _>>()?;
    let mut incidents = QueryBuilder::new(
        "INSERT INTO incident (incident_row, incident_id, person_id, listed, reference, reported_at, summary) ",
    );
    incidents.push_values(rows.iter().zip(made), |mut row, ((incident_row, summary), (listed, bytes))| {
        row.push_bind(incident_row)
            .push_bind(summary.incident_id.bytes().as_slice())
            .push_bind(summary.person_id.bytes().as_slice())
            .push_bind(i64::from(listed))
            .push_bind(&summary.reference)
            .push_bind(summary.reported_at.timestamp_millis())
            .push_bind(bytes);
    });
    incidents.build().execute(&mut *connection).await?;
    let mut index = QueryBuilder::new("INSERT INTO name_search (rowid, names, sounds, letters, born) ");
    index.push_values(rows.iter(), |mut row, (incident_row, summary)| {
        let indexed = names::index(summary.names.iter().map(String::as_str));
        row.push_bind(incident_row)
            .push_bind(indexed.names)
            .push_bind(indexed.sounds)
            .push_bind(indexed.letters)
            .push_bind(&summary.born);
    });
    index.build().execute(connection).await?;
    rows.clear();
    Ok(())
}

/// One stream of the log, folded.
pub(crate) struct Folded {
    pub stream: [u8; 16],
    pub entries: u64,
    /// Number of the stream's first entry, which is the number of its row in the lists.
    pub first_seq: i64,
    /// `None` where nothing in it reports an incident; an error where an entry cannot be read.
    pub state: Result<Option<Incident>, EntryError>,
}

struct Waiting {
    stream: [u8; 16],
    seq: i64,
    entry: Result<Entry<IncidentFact>, EntryError>,
}

/// Walks the log one incident after another, in order of identifier, folding each.
#[derive(Default)]
pub(crate) struct Streams {
    after: ([u8; 16], i64),
    waiting: VecDeque<Waiting>,
    ended: bool,
}

impl Streams {
    /// The next incident; `None` after the last.
    pub async fn next(&mut self, connection: &mut SqliteConnection) -> Result<Option<Folded>, StoreError> {
        let mut entries: Vec<Entry<IncidentFact>> = Vec::new();
        let mut unreadable = None;
        let mut first: Option<([u8; 16], i64)> = None;
        loop {
            while self.waiting.is_empty() && !self.ended {
                self.fetch(connection).await?;
            }
            let goes_on = |next: &Waiting| first.is_none_or(|(stream, _)| stream == next.stream);
            let Some(next) = self.waiting.pop_front_if(|next| goes_on(next)) else { break };
            first = first.or(Some((next.stream, next.seq)));
            match next.entry {
                Ok(entry) => entries.push(entry),
                Err(error) => unreadable = Some(error),
            }
        }
        let Some((stream, first_seq)) = first else { return Ok(None) };
        let state = match unreadable {
            Some(error) => Err(error),
            None => Ok(Incident::fold(&entries)),
        };
        Ok(Some(Folded { stream, entries: entries.len() as u64, first_seq, state }))
    }

    async fn fetch(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let (stream, seq) = self.after;
        let kept = kept(
            connection,
            "WHERE (stream, entry_seq) > (?, ?) ORDER BY stream, entry_seq LIMIT 500",
            |query| query.bind(stream.to_vec()).bind(seq),
        )
        .await?;
        self.ended = kept.is_empty();
        for Kept { seq, stream, sealed } in kept {
            self.after = (stream, seq);
            // The force's stream stands among them; its facts are none of an incident's.
            let of_force = sealed.read_header().is_ok_and(|header| matches!(header.stream, Stream::Force(_)));
            if !of_force {
                self.waiting.push_back(Waiting { stream, seq, entry: sealed.open() });
            }
        }
        Ok(())
    }
}
