//! Searching the index. Ordinary indexes of words give who may be meant; `matching` scores them and says why.
//!
//! What is asked may be met by very many. So each way to find somebody has a bound, the rarest leads, and an
//! answer says whether a bound was met.

mod by_looks;
mod by_name;

use std::cmp::Reverse;

use matching::{LooksQuery, NameQuery};
use protocol::{Failure, Find, Found, HITS};
use register::IncidentId;
use register::national::{Extract, Hit, Reason, Sought};

use super::rows::extract;
use crate::database::{Database, Row, Tx, Value};
use crate::error::CentralError;

/// Rows that are scored at most: those that the statement puts first.
const SCORED: i64 = 200;

/// A statement and its parameters, as they are put together.
#[derive(Default)]
struct Asked {
    values: Vec<Value>,
}

impl Asked {
    /// A parameter's place.
    fn put(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

/// Who may be meant, best first by what the statement knows, and whether these are all.
struct Candidates {
    rows: Vec<Row>,
    complete: bool,
}

/// Answer a search.
///
/// # Errors
/// [`Failure::Malformed`] where nothing is sought.
pub(crate) async fn find(database: &Database, find: &Find, now: i64) -> Result<Found, CentralError> {
    let mut tx = database.read().await?;
    let as_of = super::as_of(&mut tx, now).await?;
    let (candidates, hits) = match &find.sought {
        Sought::Name(text) => {
            let query = NameQuery::of(text).ok_or(Failure::Malformed)?;
            let candidates = by_name::candidates(&mut tx, &query).await?;
            let hits = scored(&candidates, |extract| query.score(extract))?;
            (candidates, hits)
        }
        Sought::Looks(looks) => {
            let query = LooksQuery::of(looks).ok_or(Failure::Malformed)?;
            let candidates = by_looks::candidates(&mut tx, &query).await?;
            let hits = scored(&candidates, |extract| query.score(extract))?;
            (candidates, hits)
        }
    };
    let complete = candidates.complete && candidates.rows.len() < SCORED as usize && hits.len() <= HITS;
    Ok(Found { hits: hits.into_iter().take(HITS).collect(), as_of, complete })
}

/// Best first; of equals who went missing last.
fn scored(
    candidates: &Candidates,
    score: impl Fn(&Extract) -> Option<(u32, Vec<Reason>)>,
) -> Result<Vec<Hit>, CentralError> {
    let mut hits = Vec::new();
    for row in &candidates.rows {
        let extract = extract(&row.bytes("extract")?)?;
        if let Some((score, reasons)) = score(&extract) {
            hits.push(Hit { extract, score, reasons });
        }
    }
    hits.sort_by_key(|hit| (Reverse((hit.score, hit.extract.since)), hit.extract.incident_id));
    Ok(hits)
}

/// The row of one incident; `None` where it is not in the index.
pub(crate) async fn opened(tx: &mut Tx, incident: IncidentId) -> Result<Option<Extract>, CentralError> {
    let sql = "SELECT extract FROM national WHERE incident = $1 AND extract IS NOT NULL";
    let row = tx.row(sql, [(*incident.bytes()).into()]).await?;
    row.map(|row| extract(&row.bytes("extract")?)).transpose()
}

/// How many rows of words there are.
struct Counted {
    /// Of all ways together.
    rows: u64,
    /// Whether one of them has more than were counted.
    bounded: bool,
}

/// Count the rows of words that these ways give, each up to a bound.
async fn counted(tx: &mut Tx, ways: &[String], asked: Asked, bound: u64) -> Result<Counted, CentralError> {
    let each: Vec<String> = ways
        .iter()
        .enumerate()
        .map(|(at, way)| {
            format!(
                "SELECT count(*) AS found FROM
                     (SELECT national_id FROM national_word WHERE {way} LIMIT {bound}) AS way{at}"
            )
        })
        .collect();
    let sql = format!(
        "SELECT CAST(SUM(found) AS BIGINT) AS counted, MAX(found) AS most FROM ({}) AS ways",
        each.join(" UNION ALL ")
    );
    let row = tx.row(sqlx::AssertSqlSafe(sql), asked.values).await?;
    let row = row.ok_or(CentralError::Row("counted"))?;
    Ok(Counted { rows: row.count("counted")?, bounded: row.count("most")? == bound })
}

/// Beyond every word that begins with this one, in the order of bytes.
fn beyond(word: &str) -> String {
    format!("{word}\u{10FFFF}")
}
