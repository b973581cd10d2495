//! Who may be meant by a description: whatever is asked and rare leads, and the rest puts in order.

use matching::{AGE_APART, HEIGHT_APART, LooksQuery, SEEN_APART_MS};
use register::national::Range;
use sqlx::AssertSqlSafe;

use super::super::rows::{LOOKS, PLACE, whole};
use super::super::scope::Sight;
use super::{Asked, Candidates, SCORED, counted};
use crate::database::Tx;
use crate::error::CentralError;

/// Rows that one thing asked gives at most. What gives more does not lead, unless nothing else is asked.
const BOUND: u64 = 4_000;
/// The same where nothing that is asked is rare: whoever is meant is hardly among them, and the answer says that there
/// are more.
const COMMON: u64 = 1_500;

/// A last seen that began longer before the time asked for is not looked for by time.
const LONGEST_SEEN_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// What a thing asked counts in the order of candidates. `matching` scores them anew.
const PLACE_WEIGHT: u32 = 30;
const SEEN_WEIGHT: u32 = 30;
const AGE_WEIGHT: u32 = 20;
const WORD_WEIGHT: u32 = 6;

/// The time asked for, widened by what is still near.
fn window(query: &LooksQuery) -> Option<(i64, i64)> {
    let (from, to) = query.window()?;
    Some((from.saturating_sub(SEEN_APART_MS), to.saturating_add(SEEN_APART_MS)))
}

fn seen((from, to): (i64, i64), asked: &mut Asked) -> String {
    format!(
        "seen_from >= {} AND seen_from <= {} AND seen_to >= {}",
        asked.put(from.saturating_sub(LONGEST_SEEN_MS)),
        asked.put(to),
        asked.put(from)
    )
}

fn word(kind: i64, word: &str, asked: &mut Asked) -> String {
    format!("kind = {kind} AND word = {}", asked.put(word))
}

/// The things asked that lead, each with whether it gives more than its bound.
async fn leading(tx: &mut Tx, query: &LooksQuery) -> Result<(Vec<Leading>, bool), CentralError> {
    let mut all: Vec<(Leading, u64)> = Vec::new();
    let places = query.places.iter().map(|place| Leading::Word(PLACE, place.clone()));
    for leading in places.chain(query.stems().map(|stem| Leading::Word(LOOKS, stem.to_owned()))) {
        let Leading::Word(kind, text) = &leading else { continue };
        let mut asked = Asked::default();
        let way = word(*kind, text, &mut asked);
        let counted = counted(tx, &[way], asked, BOUND).await?;
        all.push((leading, counted.rows));
    }
    if let Some(window) = window(query) {
        let mut asked = Asked::default();
        let sql = format!(
            "SELECT count(*) AS counted FROM (SELECT 1 AS one FROM national WHERE {} LIMIT {BOUND}) AS seen",
            seen(window, &mut asked)
        );
        let row = tx.row(AssertSqlSafe(sql), asked.values).await?;
        all.push((Leading::Seen(window), row.ok_or(CentralError::Row("counted"))?.count("counted")?));
    }
    let rare = all.iter().any(|(_, rows)| *rows > 0 && *rows < BOUND);
    // Where something rare leads, what is common only puts in order. Where nothing is rare, the rarest leads with
    // as many as are bearable, and the answer says that there are more.
    if rare {
        let leading = all.into_iter().filter(|(_, rows)| *rows < BOUND).map(|(leading, _)| leading);
        Ok((leading.collect(), true))
    } else {
        let common = all.into_iter().filter(|(_, rows)| *rows > 0).map(|(leading, _)| leading);
        Ok((common.collect(), false))
    }
}

enum Leading {
    Word(i64, String),
    Seen((i64, i64)),
}

/// Not somebody else: what is not known rules nobody out.
fn ruled_out(query: &LooksQuery, asked: &mut Asked) -> String {
    let mut sql = String::new();
    if let Some(sex) = query.not_sex() {
        sql.push_str(&format!(" AND n.sex <> {}", asked.put(sex)));
    }
    let ranges = [("age", query.age(), AGE_APART), ("height", query.height(), HEIGHT_APART)];
    for (column, range, apart) in ranges {
        if let Some(Range { from, to }) = range {
            let most = asked.put(i64::from(to.saturating_add(apart)));
            let least = asked.put(i64::from(from.saturating_sub(apart)));
            sql.push_str(&format!(
                " AND (n.{column}_from IS NULL OR (n.{column}_from <= {most} AND n.{column}_to >= {least}))"
            ));
        }
    }
    sql
}

/// What the statement counts, to put the likeliest first.
fn order(query: &LooksQuery, within: &str, asked: &mut Asked) -> String {
    let mut sum = vec!["0".to_owned()];
    let mut met = |kind, text: &str, weight: u32, asked: &mut Asked| {
        let sought = asked.put(whole(kind, text));
        sum.push(format!("CASE WHEN {within}(n.words, {sought}) > 0 THEN {weight} ELSE 0 END"));
    };
    let places = query.places.len().max(1) as u32;
    for (at, place) in query.places.iter().enumerate() {
        let is_outward = at == 0 && query.outward.is_some();
        let weight = if is_outward { PLACE_WEIGHT } else { PLACE_WEIGHT / places };
        met(PLACE, place, weight, asked);
    }
    for stem in query.stems() {
        met(LOOKS, stem, WORD_WEIGHT, asked);
    }
    if let Some((from, to)) = query.window() {
        let (to, from) = (asked.put(to), asked.put(from));
        sum.push(format!(
            "CASE WHEN n.seen_from <= {to} AND n.seen_to >= {from} THEN {SEEN_WEIGHT} ELSE 0 END"
        ));
    }
    if let Some(Range { from, to }) = query.age() {
        let (to, from) = (asked.put(i64::from(to)), asked.put(i64::from(from)));
        sum.push(format!("CASE WHEN n.age_from <= {to} AND n.age_to >= {from} THEN {AGE_WEIGHT} ELSE 0 END"));
    }
    if let Some(sex) = query.sex() {
        sum.push(format!("CASE WHEN n.sex = {} THEN 10 ELSE 0 END", asked.put(sex)));
    }
    sum.join(" + ")
}

pub(super) async fn candidates(
    tx: &mut Tx,
    query: &LooksQuery,
    sight: &Sight,
) -> Result<Candidates, CentralError> {
    let (leading, complete) = leading(tx, query).await?;
    let mut asked = Asked::default();
    let bound = if complete { BOUND } else { COMMON };
    let mut led: Vec<String> = Vec::new();
    for (at, one) in leading.iter().enumerate() {
        let source = match one {
            Leading::Word(kind, text) => {
                format!("national_word WHERE {}", word(*kind, text, &mut asked))
            }
            Leading::Seen(window) => format!("national WHERE {}", seen(*window, &mut asked)),
        };
        led.push(format!(
            "SELECT national_id FROM (SELECT national_id FROM {source} LIMIT {bound}) AS led{at}"
        ));
    }
    let ruled_out = ruled_out(query, &mut asked);
    let shown = sight.shown(&mut asked);
    // Nothing but sex, age and height is asked: whoever went missing last comes first, as far as one may look.
    let from = if led.is_empty() {
        format!("(SELECT n.national_id FROM national n WHERE {shown} ORDER BY n.since DESC LIMIT {BOUND})")
    } else {
        format!("({})", led.join(" UNION "))
    };
    let order = order(query, tx.within(), &mut asked);
    let sql = format!(
        "SELECT n.extract, {order} AS met FROM {from} AS d JOIN national n ON n.national_id = d.national_id
         WHERE n.extract IS NOT NULL AND {shown}{ruled_out}
         ORDER BY met DESC, n.since DESC, n.national_id LIMIT {SCORED}"
    );
    let rows = tx.rows(AssertSqlSafe(sql), asked.values).await?;
    Ok(Candidates { rows, complete: complete && !led.is_empty() })
}
