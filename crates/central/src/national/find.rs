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
use sqlx::AssertSqlSafe;

use super::rows::extract;
use super::scope::Sight;
use crate::database::{Database, Row, Tx, Value};
use crate::error::CentralError;

/// Rows that are scored at most: those that the statement puts first.
const SCORED: i64 = 200;

/// The parameters of a statement, as it is put together.
#[derive(Default)]
pub(crate) struct Asked {
    pub values: Vec<Value>,
}

impl Asked {
    /// A parameter's place.
    pub fn put(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

/// Who may be meant, best first by what the statement knows, and whether these are all.
struct Candidates {
    rows: Vec<Row>,
    complete: bool,
}

/// Answer a search with what may be seen.
///
/// # Errors
/// [`Failure::Malformed`] where nothing is sought.
pub(crate) async fn find(
    database: &Database,
    find: &Find,
    sight: &Sight,
    now: i64,
) -> Result<Found, CentralError> {
    let mut tx = database.read().await?;
    let as_of = super::as_of(&mut tx, now).await?;
    let (candidates, hits) = match &find.sought {
        Sought::Name(text) => {
            let query = NameQuery::of(text).ok_or(Failure::Malformed)?;
            let candidates = by_name::candidates(&mut tx, &query, sight).await?;
            let hits = scored(&candidates, |extract| query.score(extract))?;
            (candidates, hits)
        }
        Sought::Looks(looks) => {
            let query = LooksQuery::of(looks).ok_or(Failure::Malformed)?;
            let candidates = by_looks::candidates(&mut tx, &query, sight).await?;
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

/// The row of one incident; `None` where it is not in the index, or not among what may be seen.
pub(crate) async fn opened(
    tx: &mut Tx,
    incident: IncidentId,
    sight: &Sight,
) -> Result<Option<Extract>, CentralError> {
    let mut asked = Asked::default();
    let (one, shown) = (asked.put(*incident.bytes()), sight.shown(&mut asked));
    let sql = format!(
        "SELECT n.extract FROM national n WHERE n.incident = {one} AND n.extract IS NOT NULL AND {shown}"
    );
    let row = tx.row(AssertSqlSafe(sql), asked.values).await?;
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
    let row = tx.row(AssertSqlSafe(sql), asked.values).await?;
    let row = row.ok_or(CentralError::Row("counted"))?;
    Ok(Counted { rows: row.count("counted")?, bounded: row.count("most")? == bound })
}

/// Beyond every word that begins with this one, in the order of bytes.
fn beyond(word: &str) -> String {
    format!("{word}\u{10FFFF}")
}
