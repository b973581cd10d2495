//! Making the projections again from the log, and nothing else (INV-2).

use std::collections::{HashMap, VecDeque};

use register::entry::{Content, Stream};
use register::fact::IncidentFact;
use register::{Entry, Hash, Incident, Summary, Thresholds};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row as _};

use crate::error::StoreError;
use crate::names;
use crate::project::{imported, row_of, who_of};
use crate::read::kept_of_any_form;
use crate::steps::Steps;
use crate::vault::Vault;

/// The version of [`crate::names::index`]: like that of the summary, a change of it calls for a rebuild.
const INDEX_VERSION: i64 = 3;

/// What the projections of a file have to be of, to be those that this version makes.
pub(crate) fn version() -> i64 {
    i64::from(register::summary::VERSION) * 1_000 + INDEX_VERSION
}

/// Deadlines stand in the lists as they were reckoned: with other thresholds they are other ones.
pub(crate) fn hash_of(thresholds: &Thresholds) -> Hash {
    Hash::of(&serde_json::to_vec(thresholds).unwrap_or_default())
}

/// What a rebuild read and made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub entries: u64,
    pub incidents: u64,
    /// Incidents whose row is another than before.
    pub changed: u64,
}

/// Rows written with one statement.
const ROWS_AT_A_TIME: usize = 64;

impl Vault {
    /// Throw the projections away and make them again, in one transaction. `progress` is told how many
    /// entries were read; it ends the work by answering `false`.
    ///
    /// # Errors
    /// [`StoreError`], [`StoreError::Stopped`] among them; the projections are then as they were.
    pub async fn rebuild(&self, mut progress: impl FnMut(u64) -> bool) -> Result<Rebuilt, StoreError> {
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

    /// A long ledger is about to be taken in from its beginning: pages are kept without making rows of incidents that
    /// have none yet, until [`Vault::end_filling`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_filling(&self) -> Result<(), StoreError> {
        self.change(sqlx::query("UPDATE enrolment SET filling = 1")).await
    }

    /// It is here: the lists are made of all of it.
    ///
    /// # Errors
    /// [`StoreError`]; it is filling still then.
    pub async fn end_filling(&self) -> Result<Rebuilt, StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            let rebuilt = rebuild(&mut writer.connection, &self.thresholds, &mut |_| true).await?;
            sqlx::query("UPDATE enrolment SET filling = 0").execute(&mut writer.connection).await?;
            Ok::<_, StoreError>(rebuilt)
        };
        match done.await {
            Ok(rebuilt) => writer.commit().await.map(|()| rebuilt),
            Err(error) => {
                writer.roll_back().await?;
                Err(error)
            }
        }
    }

    /// Are the projections of the form that this version makes, with the thresholds in force?
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn projections_are_current(&self) -> Result<bool, StoreError> {
        let row = self.one(sqlx::query("SELECT version, thresholds FROM projection")).await?;
        Ok(row.get::<i64, _>(0) == version()
            && row.get::<&[u8], _>(1) == hash_of(&self.thresholds).0.as_slice())
    }
}

async fn rebuild(
    connection: &mut SqliteConnection,
    thresholds: &Thresholds,
    progress: &mut impl FnMut(u64) -> bool,
) -> Result<Rebuilt, StoreError> {
    let mut before: HashMap<Vec<u8>, Hash> = HashMap::new();
    // Rows that cannot be read are made anew all the same.
    if let Ok(rows) =
        sqlx::query("SELECT incident_id, summary FROM incident").fetch_all(&mut *connection).await
    {
        before.extend(rows.iter().map(|row| (row.get(0), Hash::of(row.get(1)))));
    }
    for statement in [
        "DELETE FROM incident",
        "DELETE FROM imported",
        "DELETE FROM behind",
        "INSERT INTO name_search (name_search) VALUES ('delete-all')",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    let mut rebuilt = Rebuilt::default();
    let mut streams = Streams::default();
    let mut rows = Vec::with_capacity(ROWS_AT_A_TIME);
    while let Some(folded) = streams.next(connection).await? {
        rebuilt.entries += folded.entries;
        if let Some(state) = folded.state {
            let summary = Summary::of(&state, thresholds);
            let made = Hash::of(&row_of(&summary)?.1);
            rebuilt.incidents += 1;
            rebuilt.changed += u64::from(before.remove(folded.stream.as_slice()) != Some(made));
            rows.push((folded.first_seq, summary));
            let mut steps = Steps::default();
            imported(&mut steps, &state)?;
            steps.run(connection).await?;
        }
        if rows.len() == ROWS_AT_A_TIME {
            insert(connection, &mut rows).await?;
            if !progress(rebuilt.entries) {
                return Err(StoreError::Stopped);
            }
        }
    }
    insert(connection, &mut rows).await?;
    progress(rebuilt.entries);
    rebuilt.changed += before.len() as u64;
    sqlx::query("UPDATE projection SET version = ?, thresholds = ?")
        .bind(version())
        .bind(hash_of(thresholds).0.as_slice())
        .execute(connection)
        .await?;
    Ok(rebuilt)
}

/// Rows of incidents, many with one statement, as [`crate::write`] makes them one by one.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    rows: &mut Vec<(i64, Summary)>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let made = rows.iter().map(|(_, summary)| row_of(summary)).collect::<Result<Vec<_>, _>>()?;
    let mut incidents = QueryBuilder::new(
        "INSERT INTO incident
             (incident_row, incident_id, person_id, listed, reference, reported_at, who, summary) ",
    );
    incidents.push_values(rows.iter().zip(made), |mut row, ((incident_row, summary), (listed, bytes))| {
        row.push_bind(incident_row)
            .push_bind(summary.incident_id.bytes().as_slice())
            .push_bind(summary.person_id.bytes().as_slice())
            .push_bind(i64::from(listed))
            .push_bind(&summary.reference)
            .push_bind(summary.reported_at.timestamp_millis())
            .push_bind(who_of(summary))
            .push_bind(bytes);
    });
    incidents.build().execute(&mut *connection).await?;
    let mut index = QueryBuilder::new("INSERT INTO name_search (rowid, names, sounds, letters, born, refs) ");
    index.push_values(rows.iter(), |mut row, (incident_row, summary)| {
        let indexed = names::index(summary);
        row.push_bind(incident_row)
            .push_bind(indexed.names)
            .push_bind(indexed.sounds)
            .push_bind(indexed.letters)
            .push_bind(&summary.born)
            .push_bind(indexed.refs);
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
    /// `None` where nothing in it reports an incident.
    pub state: Option<Incident>,
    /// An entry of it is not as it was written: what it said is missing from the state.
    pub altered: bool,
}

struct Waiting {
    stream: [u8; 16],
    seq: i64,
    entry: Option<Entry<IncidentFact>>,
    altered: bool,
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
        let mut altered = false;
        let mut first: Option<([u8; 16], i64)> = None;
        loop {
            while self.waiting.is_empty() && !self.ended {
                self.fetch(connection).await?;
            }
            let goes_on = |next: &Waiting| first.is_none_or(|(stream, _)| stream == next.stream);
            let Some(next) = self.waiting.pop_front_if(|next| goes_on(next)) else { break };
            first = first.or(Some((next.stream, next.seq)));
            altered |= next.altered;
            entries.extend(next.entry);
        }
        let Some((stream, first_seq)) = first else { return Ok(None) };
        // What an import brought and took back again stands in no list.
        let state = Incident::fold(&entries).filter(|state| state.withdrawn.is_none());
        Ok(Some(Folded { stream, entries: entries.len() as u64, first_seq, state, altered }))
    }

    async fn fetch(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let (stream, seq) = self.after;
        let kept = kept_of_any_form(
            connection,
            "WHERE (stream, entry_seq) > (?, ?) ORDER BY stream, entry_seq LIMIT 500",
            |query| query.bind(stream.to_vec()).bind(seq),
        )
        .await?;
        self.ended = kept.is_empty();
        for kept in kept {
            let (stream, seq) = (kept.stream, kept.seq);
            self.after = (stream, seq);
            // The force's stream stands among them; its facts are none of an incident's.
            let header = kept.sealed.read_header();
            if !header.is_ok_and(|header| matches!(header.stream, Stream::Force(_))) {
                let received = kept.received();
                let altered = received
                    .as_ref()
                    .is_none_or(|received| matches!(received.entry.content, Content::Altered));
                let entry = received.filter(|received| received.counts(None)).map(|received| received.entry);
                self.waiting.push_back(Waiting { stream, seq, entry, altered });
            }
        }
        Ok(())
    }
}
