//! Who may be meant by a name: the rarest word leads, and the others must be met as well.

use std::collections::HashSet;

use matching::{NameQuery, NameWord};
use sqlx::AssertSqlSafe;

use super::super::rows::{LETTERS, NAME, SOUND, begun, whole};
use super::super::scope::Sight;
use super::{Asked, Candidates, SCORED, beyond, counted};
use crate::database::{Row, Tx};
use crate::error::CentralError;

/// Rows that one way of meeting the leading word gives at most.
const BOUND: u64 = 6_000;

/// A way in which a word may be met, by the rows of `national_word`.
enum Way<'q> {
    Is(i64, &'q str),
    Begins(i64, &'q str),
}

impl Way<'_> {
    fn sql(&self, asked: &mut Asked) -> String {
        match *self {
            Self::Is(kind, word) => format!("kind = {kind} AND word = {}", asked.put(word)),
            Self::Begins(kind, word) => {
                format!(
                    "kind = {kind} AND word >= {} AND word < {}",
                    asked.put(word),
                    asked.put(beyond(word))
                )
            }
        }
    }
}

/// The ways in which a word may be met, the best first.
fn ways(word: &NameWord) -> Vec<Way<'_>> {
    let mut ways = vec![Way::Is(NAME, &word.word)];
    ways.extend(word.letters.as_ref().map(|letters| Way::Is(LETTERS, letters)));
    ways.extend(word.sound.as_ref().map(|sound| Way::Is(SOUND, sound)));
    ways.push(Way::Begins(NAME, &word.word));
    ways.extend(word.sound_begun.as_ref().map(|sound| Way::Begins(SOUND, sound)));
    ways
}

/// Whether another word is met by the row `n`: what begins with a word is also what is the same.
fn also(word: &NameWord, within: &str, asked: &mut Asked) -> String {
    let mut any = vec![begun(NAME, &word.word)];
    match (&word.sound_begun, &word.sound) {
        (Some(sound), _) => any.push(begun(SOUND, sound)),
        (None, Some(sound)) => any.push(whole(SOUND, sound)),
        (None, None) => {}
    }
    any.extend(word.letters.as_ref().map(|letters| whole(LETTERS, letters)));
    let met: Vec<String> =
        any.into_iter().map(|sought| format!("{within}(n.words, {}) > 0", asked.put(sought))).collect();
    format!("({})", met.join(" OR "))
}

pub(super) async fn candidates(
    tx: &mut Tx,
    query: &NameQuery,
    sight: &Sight,
) -> Result<Candidates, CentralError> {
    let mut leading = 0;
    let mut complete = true;
    let mut rarest = u64::MAX;
    for (at, word) in query.words.iter().enumerate() {
        let mut asked = Asked::default();
        let ways: Vec<String> = ways(word).iter().map(|way| way.sql(&mut asked)).collect();
        let counted = counted(tx, &ways, asked, BOUND).await?;
        if counted.rows == 0 {
            return Ok(Candidates { rows: Vec::new(), complete: true });
        }
        if counted.rows < rarest {
            (leading, rarest, complete) = (at, counted.rows, !counted.bounded);
        }
    }
    // Worse ways of meeting the leading word are gone only where the word itself did not give enough.
    let ways = ways(&query.words[leading]);
    let (exact, others) = ways.split_at(1);
    let mut rows = led(tx, query, leading, exact, sight).await?;
    if rows.len() < SCORED as usize {
        let met = rows.iter().map(|row| row.int("national_id")).collect::<Result<HashSet<_>, _>>()?;
        for row in led(tx, query, leading, others, sight).await? {
            if !met.contains(&row.int("national_id")?) {
                rows.push(row);
            }
        }
        rows.truncate(SCORED as usize);
    }
    Ok(Candidates { rows, complete })
}

/// Those who meet the leading word in one of these ways and the others in any: the best way first, of equals who went
/// missing last. As many as are scored, so that enough remain where some of them were met in a better way.
async fn led(
    tx: &mut Tx,
    query: &NameQuery,
    leading: usize,
    ways: &[Way<'_>],
    sight: &Sight,
) -> Result<Vec<Row>, CentralError> {
    let mut asked = Asked::default();
    let led: Vec<String> = ways
        .iter()
        .enumerate()
        .map(|(rank, way)| {
            let way = way.sql(&mut asked);
            format!(
                "SELECT national_id, {rank} AS way FROM
                     (SELECT national_id FROM national_word WHERE {way} LIMIT {BOUND}) AS way{rank}"
            )
        })
        .collect();
    let mut others = String::new();
    for (_, word) in query.words.iter().enumerate().filter(|(at, _)| *at != leading) {
        others.push_str(" AND ");
        others.push_str(&also(word, tx.within(), &mut asked));
    }
    let shown = sight.shown(&mut asked);
    let sql = format!(
        "SELECT n.national_id, n.extract
         FROM (SELECT national_id, MIN(way) AS way FROM ({}) AS met GROUP BY national_id) AS d
         JOIN national n ON n.national_id = d.national_id
         WHERE n.extract IS NOT NULL AND {shown}{others} ORDER BY d.way, n.since DESC, n.national_id LIMIT {SCORED}",
        led.join(" UNION ALL ")
    );
    tx.rows(AssertSqlSafe(sql), asked.values).await
}
