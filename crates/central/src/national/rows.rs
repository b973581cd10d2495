//! Writing the rows of the index, under its lock.

use std::collections::{BTreeSet, HashMap};

use matching::Keys;
use protocol::{decode, encode};
use register::national::Extract;

use super::refresh::{About, Folded};
use crate::database::{Database, Tx, Value};
use crate::error::CentralError;

/// Kinds of words in `national_word`.
pub(super) const NAME: i64 = 0;
pub(super) const SOUND: i64 = 1;
pub(super) const LETTERS: i64 = 2;
pub(super) const PLACE: i64 = 3;
pub(super) const LOOKS: i64 = 4;

/// A row as it stands.
struct Held {
    national_id: u64,
    extract: Option<Vec<u8>>,
    made_by: i64,
}

/// An extract as it is kept. One that an earlier form wrote may not be read until it is made again.
pub(super) fn extract(bytes: &[u8]) -> Result<Extract, CentralError> {
    decode(bytes).map_err(|_| CentralError::Row("extract"))
}

/// Bring the rows up to what was folded. Gives how many came, changed or left.
///
/// What somebody else has brought further in between is passed over: then it is no longer noted, or with a later
/// position.
pub(super) async fn write(database: &Database, mut folded: Vec<Folded>) -> Result<u64, CentralError> {
    // In one order everywhere, so that two who wait for each other's rows do not wait for ever.
    folded.sort_by(|one, other| (&one.force, one.stream).cmp(&(&other.force, other.stream)));
    let (mut tx, began) = database.numbering("changes").await?;
    let mut head = began;
    let held = held(&mut tx, &folded).await?;
    let mut rows: Vec<[Value; 16]> = Vec::new();
    let mut words: Vec<[Value; 3]> = Vec::new();
    let mut people: Vec<[Value; 5]> = Vec::new();
    for one in &folded {
        let (force, stream): (Value, Value) = ((&one.force).into(), one.stream.into());
        // Nobody else folds it at the same time, for the counter is locked.
        let removed = tx
            .run(
                "DELETE FROM national_due WHERE force = $1 AND stream = $2 AND position <= $3",
                [force, stream, one.position.into()],
            )
            .await?;
        if removed == 0 {
            continue;
        }
        match &one.about {
            Some(about) => people.push(person_of(one, about)),
            None => forget_person(&mut tx, one).await?,
        }
        let held = held.get(&one.stream);
        let bytes = one.extract.as_ref().map(encode);
        let is_new = held.map(|held| &held.extract).unwrap_or(&None) != &bytes;
        if !is_new && held.is_none_or(|held| held.made_by == super::VERSION) {
            continue;
        }
        head += u64::from(is_new);
        let national_id = held.map_or(head, |held| held.national_id);
        let columns = columns(national_id, is_new.then_some(head), one, bytes);
        if held.is_some() {
            tx.run("DELETE FROM national_word WHERE national_id = $1", [national_id.into()]).await?;
            update(&mut tx, columns).await?;
        } else {
            rows.push(columns);
        }
        if let Some(extract) = &one.extract {
            words.extend(words_of(national_id, extract));
        }
    }
    insert(&mut tx, rows, words).await?;
    tx.insert_or(
        "incident_person (force, stream, person, reference, in_hand)",
        people,
        "ON CONFLICT (force, stream) DO UPDATE SET person = excluded.person, reference = excluded.reference,
             in_hand = excluded.in_hand",
    )
    .await?;
    if head > began {
        tx.run("UPDATE national_counter SET head = $1 WHERE counter = 'changes'", [head.into()]).await?;
    }
    tx.commit().await?;
    Ok(head - began)
}

fn person_of(one: &Folded, about: &About) -> [Value; 5] {
    [
        (&one.force).into(),
        one.stream.into(),
        about.person.bytes().to_vec().into(),
        about.reference.as_str().into(),
        about.in_hand.into(),
    ]
}

async fn forget_person(tx: &mut Tx, one: &Folded) -> Result<(), CentralError> {
    let sql = "DELETE FROM incident_person WHERE force = $1 AND stream = $2";
    tx.run(sql, [(&one.force).into(), one.stream.into()]).await.map(drop)
}

async fn held(tx: &mut Tx, folded: &[Folded]) -> Result<HashMap<[u8; 16], Held>, CentralError> {
    let incidents: Vec<Value> = folded.iter().map(|one| one.stream.into()).collect();
    let sql = "SELECT incident, national_id, extract, made_by FROM national WHERE incident IN";
    let rows = tx.rows_in(sql, &[], &incidents).await?;
    rows.iter()
        .map(|row| {
            let held = Held {
                national_id: row.count("national_id")?,
                extract: row.maybe_bytes("extract")?,
                made_by: row.int("made_by")?,
            };
            Ok((row.array("incident")?, held))
        })
        .collect()
}

/// The columns of a row; where `change` is none it keeps its number.
pub(super) fn columns(
    national_id: u64,
    change: Option<u64>,
    one: &Folded,
    bytes: Option<Vec<u8>>,
) -> [Value; 16] {
    let extract = one.extract.as_ref();
    let ends = |range: Option<register::national::Range>| {
        let end = |end: u32| Value::from(Some(i64::from(end)));
        range.map_or([Value::Int(None), Value::Int(None)], |range| [end(range.from), end(range.to)])
    };
    let [age_from, age_to] = ends(extract.and_then(|extract| extract.age));
    let youngest = age_from.clone();
    let [height_from, height_to] = ends(extract.and_then(|extract| extract.height));
    [
        national_id.into(),
        one.stream.into(),
        change.map_or(Value::Int(None), Value::from),
        bytes.into(),
        (&one.force).into(),
        extract.map(|extract| extract.sex.as_str()).unwrap_or_default().into(),
        age_from,
        age_to,
        height_from,
        height_to,
        extract.and_then(|extract| extract.seen_from).into(),
        extract.and_then(|extract| extract.seen_to).into(),
        extract.map(|extract| extract.since).unwrap_or_default().into(),
        super::VERSION.into(),
        youngest,
        extract.map(in_row).unwrap_or_default().into(),
    ]
}

/// New rows, and their words.
pub(super) async fn insert(
    tx: &mut Tx,
    rows: Vec<[Value; 16]>,
    words: Vec<[Value; 3]>,
) -> Result<(), CentralError> {
    tx.insert(
        "national (national_id, incident, change, extract, force, sex, age_from, age_to, height_from, height_to,
                   seen_from, seen_to, since, made_by, youngest, words)",
        rows,
    )
    .await?;
    tx.insert("national_word (kind, word, national_id)", words).await
}

async fn update(tx: &mut Tx, columns: [Value; 16]) -> Result<(), CentralError> {
    tx.run(
        "UPDATE national SET change = COALESCE($3, change), extract = $4, force = $5, sex = $6, age_from = $7,
             age_to = $8, height_from = $9, height_to = $10, seen_from = $11, seen_to = $12, since = $13,
             made_by = $14, words = $16, youngest = CASE WHEN youngest IS NULL OR $15 < youngest THEN COALESCE($15, youngest)
                 ELSE youngest END
         WHERE national_id = $1 AND incident = $2",
        columns,
    )
    .await
    .map(drop)
}

/// The keys of a record by the kinds of words.
fn kinds(extract: &Extract) -> [(i64, BTreeSet<String>); 5] {
    let keys = Keys::of(extract);
    [
        (NAME, keys.names),
        (SOUND, keys.sounds),
        (LETTERS, keys.letters),
        (PLACE, keys.places),
        (LOOKS, keys.looks),
    ]
}

/// The rows by which a record is found.
pub(super) fn words_of(national_id: u64, extract: &Extract) -> Vec<[Value; 3]> {
    let rows = kinds(extract).into_iter().flat_map(|(kind, words)| {
        words.into_iter().map(move |word| [kind.into(), word.into(), national_id.into()])
    });
    rows.collect()
}

/// The same words in the record's own row, each after the digit of its kind and on a line of its own: of somebody who
/// is found already it is asked there whether they meet another word. Read in order it costs a tenth of asking
/// `national_word` once for each.
fn in_row(extract: &Extract) -> String {
    let mut line = String::from("\n");
    for (kind, words) in kinds(extract) {
        for word in words {
            line.push_str(&format!("{kind}{word}\n"));
        }
    }
    line
}

/// Whether the row `n` has this word: what is sought in `words`.
pub(super) fn whole(kind: i64, word: &str) -> String {
    format!("\n{kind}{word}\n")
}

/// Whether it has a word that begins so.
pub(super) fn begun(kind: i64, word: &str) -> String {
    format!("\n{kind}{word}")
}
