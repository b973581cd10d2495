//! Who may be meant by a name: the rarest word leads, and the others must be met as well.

use matching::{NameQuery, NameWord};
use sqlx::AssertSqlSafe;

use super::super::rows::{LETTERS, NAME, SOUND};
use super::super::scope::Sight;
use super::{Asked, Candidates, SCORED, beyond, counted};
use crate::database::Tx;
use crate::error::CentralError;

/// Rows that one way of meeting the leading word gives at most.
const BOUND: u64 = 20_000;

/// The ways in which a word may be met, the best first, each as the rows of `national_word` that meet it.
fn ways(word: &NameWord, asked: &mut Asked) -> Vec<String> {
    let mut ways = vec![format!("kind = {NAME} AND word = {}", asked.put(word.word.as_str()))];
    if let Some(letters) = &word.letters {
        ways.push(format!("kind = {LETTERS} AND word = {}", asked.put(letters.as_str())));
    }
    if let Some(sound) = &word.sound {
        ways.push(format!("kind = {SOUND} AND word = {}", asked.put(sound.as_str())));
    }
    ways.push(begun(NAME, &word.word, asked));
    if let Some(sound) = &word.sound_begun {
        ways.push(begun(SOUND, sound, asked));
    }
    ways
}

fn begun(kind: i64, word: &str, asked: &mut Asked) -> String {
    format!("kind = {kind} AND word >= {} AND word < {}", asked.put(word), asked.put(beyond(word)))
}

/// Whether another word is met by the row `d`: what begins with a word is also what is the same.
fn also(word: &NameWord, asked: &mut Asked) -> String {
    let mut any = vec![begun(NAME, &word.word, asked)];
    match (&word.sound_begun, &word.sound) {
        (Some(sound), _) => any.push(begun(SOUND, sound, asked)),
        (None, Some(sound)) => any.push(format!("kind = {SOUND} AND word = {}", asked.put(sound.as_str()))),
        (None, None) => {}
    }
    if let Some(letters) = &word.letters {
        any.push(format!("kind = {LETTERS} AND word = {}", asked.put(letters.as_str())));
    }
    let met: Vec<String> = any
        .iter()
        .map(|way| {
            format!("EXISTS (SELECT 1 FROM national_word w WHERE w.national_id = d.national_id AND {way})")
        })
        .collect();
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
        let ways = ways(word, &mut asked);
        let counted = counted(tx, &ways, asked, BOUND).await?;
        if counted.rows == 0 {
            return Ok(Candidates { rows: Vec::new(), complete: true });
        }
        if counted.rows < rarest {
            (leading, rarest, complete) = (at, counted.rows, !counted.bounded);
        }
    }
    let mut asked = Asked::default();
    let led = ways(&query.words[leading], &mut asked);
    let led: Vec<String> = led
        .iter()
        .enumerate()
        .map(|(rank, way)| {
            format!(
                "SELECT national_id, {rank} AS way FROM
                     (SELECT national_id FROM national_word WHERE {way} LIMIT {BOUND}) AS way{rank}"
            )
        })
        .collect();
    let mut others = String::new();
    for (_, word) in query.words.iter().enumerate().filter(|(at, _)| *at != leading) {
        others.push_str(" AND ");
        others.push_str(&also(word, &mut asked));
    }
    let shown = sight.shown(&mut asked);
    let sql = format!(
        "SELECT n.extract FROM (SELECT national_id, MIN(way) AS way FROM ({}) AS met GROUP BY national_id) AS d
         JOIN national n ON n.national_id = d.national_id
         WHERE n.extract IS NOT NULL AND {shown}{others} ORDER BY d.way, n.since DESC, n.national_id LIMIT {SCORED}",
        led.join(" UNION ALL ")
    );
    let rows = tx.rows(AssertSqlSafe(sql), asked.values).await?;
    Ok(Candidates { rows, complete })
}
