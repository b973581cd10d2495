//! From entries to rows: read what is noted, fold it, and write what is another than before.

use std::collections::BTreeMap;

use register::entry::Stream;
use register::force::ForceCode;
use register::incident::Status;
use register::national::Extract;
use register::{Entry, Incident, IncidentFact, PersonId, Sealed, Summary, Thresholds};

use super::rows;
use crate::database::{Database, Tx, Value};
use crate::error::CentralError;
use crate::ledger::device::force_code;

/// Tries of a transaction that the database ended in favour of another.
const TRIES: u32 = 8;

/// Which of what is noted.
pub(crate) enum Due {
    /// As many of the oldest.
    Oldest(usize),
    /// These streams of a force.
    These(ForceCode, Vec<[u8; 16]>),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refreshed {
    /// Incidents that were folded.
    pub folded: usize,
    /// Rows that came, changed or left.
    pub changed: u64,
}

/// An incident as its entries up to a position make it.
#[derive(Debug)]
pub(super) struct Folded {
    pub force: ForceCode,
    pub stream: [u8; 16],
    pub position: u64,
    pub extract: Option<Extract>,
    /// Open or not; `None` where there is no incident, or the import that reported it was taken back.
    pub about: Option<About>,
}

/// Of whom an incident is, whatever became of it.
#[derive(Debug)]
pub(super) struct About {
    pub person: PersonId,
    /// In capitals.
    pub reference: String,
    /// It stands on a duty list: not closed, or with something still to be done.
    pub in_hand: bool,
}

impl About {
    fn of(incident: &Incident) -> Option<Self> {
        if incident.withdrawn.is_some() {
            return None;
        }
        // Forces choose other lengths of time; whether something is to be done at all is the same everywhere.
        let summary = Summary::of(incident, &Thresholds::default());
        Some(Self {
            person: incident.person_id,
            reference: spelled(&incident.reference),
            in_hand: summary.status != Status::Closed || !summary.deadlines.is_empty(),
        })
    }
}

/// A reference as it is looked for.
pub(crate) fn spelled(reference: &str) -> String {
    reference.trim().to_uppercase()
}

/// Fold what is noted, and bring the rows up to it.
///
/// # Errors
/// [`CentralError::Database`]; what was not folded stays noted.
pub(crate) async fn refresh(database: &Database, due: &Due) -> Result<Refreshed, CentralError> {
    let mut tries = 0;
    loop {
        tries += 1;
        match once(database, due).await {
            Err(error) if error.is_worth_repeating() && tries < TRIES => {}
            other => return other,
        }
    }
}

async fn once(database: &Database, due: &Due) -> Result<Refreshed, CentralError> {
    let mut tx = database.read().await?;
    let noted = noted(&mut tx, due).await?;
    if noted.is_empty() {
        return Ok(Refreshed::default());
    }
    let mut all = Vec::new();
    for (force, streams) in noted {
        all.push((entries(&mut tx, &force, streams).await?, force));
    }
    drop(tx);
    // Folding takes a while, so it is done before the lock is taken and where it holds nobody up.
    let folded = tokio::task::spawn_blocking(move || {
        let each = |(streams, force): (BTreeMap<_, _>, ForceCode)| {
            streams
                .into_iter()
                .map(move |(stream, entries)| fold(&force, stream, entries))
                .collect::<Vec<_>>()
        };
        all.into_iter().flat_map(each).collect::<Vec<_>>()
    });
    let folded = folded.await.map_err(|_| protocol::Failure::Unavailable)?;
    let count = folded.len();
    let changed = rows::write(database, folded).await?;
    Ok(Refreshed { folded: count, changed })
}

type Noted = BTreeMap<ForceCode, Vec<([u8; 16], u64)>>;

async fn noted(tx: &mut Tx, due: &Due) -> Result<Noted, CentralError> {
    let rows = match due {
        Due::Oldest(limit) => {
            let limit = i64::try_from(*limit).unwrap_or(i64::MAX);
            let sql = "SELECT force, stream, position FROM national_due ORDER BY received_at LIMIT $1";
            tx.rows(sql, [limit.into()]).await?
        }
        Due::These(force, streams) => {
            let streams: Vec<Value> = streams.iter().map(|stream| (*stream).into()).collect();
            let sql = "SELECT force, stream, position FROM national_due WHERE force = $1 AND stream IN";
            tx.rows_in(sql, &[force.into()], &streams).await?
        }
    };
    let mut noted = Noted::new();
    for row in rows {
        let at = (row.array("stream")?, row.count("position")?);
        noted.entry(force_code(&row.text("force")?)?).or_default().push(at);
    }
    Ok(noted)
}

/// Entries of a stream, each with when central took it, and the position up to which they were read.
type Entries = (u64, Vec<(i64, Sealed)>);

async fn entries(
    tx: &mut Tx,
    force: &ForceCode,
    streams: Vec<([u8; 16], u64)>,
) -> Result<BTreeMap<[u8; 16], Entries>, CentralError> {
    let keys: Vec<Value> = streams.iter().map(|(stream, _)| (*stream).into()).collect();
    // What is noted of a stream without entries is folded as well: to nothing.
    let mut found: BTreeMap<[u8; 16], Entries> =
        streams.into_iter().map(|(stream, position)| (stream, (position, Vec::new()))).collect();
    let sql = "SELECT stream, position, received_at, header, signature, body FROM entry
               WHERE force = $1 AND stream IN";
    for row in tx.rows_in(sql, &[force.into()], &keys).await? {
        let (last, entries) = found.entry(row.array("stream")?).or_default();
        *last = (*last).max(row.count("position")?);
        entries.push((row.int("received_at")?, row.sealed()?));
    }
    Ok(found)
}

fn fold(force: &ForceCode, stream: [u8; 16], (position, sealed): Entries) -> Folded {
    // As laptops read it, whose forces may choose another length.
    let ahead_ms = Thresholds::default().clock_ahead_ms();
    let read = sealed.iter().filter_map(|(received_at, sealed)| {
        Some(sealed.open_or_altered::<IncidentFact>()?.taken_at(*received_at, ahead_ms))
    });
    let entries: Vec<Entry<IncidentFact>> = read
        .filter(|entry| matches!(entry.header.stream, Stream::Incident(id) if *id.bytes() == stream))
        .collect();
    let incident = Incident::fold(&entries);
    let about = incident.as_ref().and_then(About::of);
    let extract = incident.as_ref().and_then(Extract::of);
    // Whose ledger it stands in says who is accountable: a report may name another force, or none that can be
    // read. Transfers are not built yet.
    let extract = extract.map(|extract| Extract { force: force.clone(), ..extract });
    Folded { force: force.clone(), stream, position, extract, about }
}
