//! The projections made again from the log, against bare insertion of the same rows and index.

use std::collections::BTreeMap;

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection as _, Row as _};

use crate::measure::{Promise, Sample, line, timed};
use crate::subject::Subject;
use crate::{Outcome, bare};

const REPETITIONS: u32 = 3;

pub(crate) async fn measure(subject: &Subject) -> Outcome {
    let key = &subject.unlocked.vault_keys.current;
    let mut register = bare::open(subject.vault.path(), key).await?;
    let schema: Vec<String> = sqlx::query_scalar(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (tbl_name = 'incident' OR name = 'name_search')",
    )
    .fetch_all(&mut register)
    .await?;
    let rows = sqlx::query(
        "SELECT incident_row, incident_id, person_id, listed, reference, reported_at, who, summary FROM incident",
    )
    .fetch_all(&mut register)
    .await?;
    let words = words(&mut register).await?;
    register.close().await?;

    let path = subject.folder.join("bare.db");
    let (mut rebuild, mut insertion) = (Sample::default(), Sample::default());
    for _ in 0..REPETITIONS {
        let mut bare = bare::new(&path, key).await?;
        for statement in &schema {
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut bare).await?;
        }
        timed(&mut insertion, insert(&mut bare, &rows, &words)).await?;
        bare.close().await?;
        timed(&mut rebuild, async { Ok(subject.vault.rebuild(|_| true).await?) }).await?;
    }
    line(
        "rebuild",
        rebuild.median_ms(),
        "bare insertion of the same rows and index",
        insertion.median_ms(),
        &Promise::Times(5.0),
    );
    Ok(())
}

/// The five indexed texts of each row, from the index itself: it keeps no text.
async fn words(register: &mut SqliteConnection) -> Outcome<BTreeMap<i64, [String; 5]>> {
    sqlx::raw_sql("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, name_search, instance)")
        .execute(&mut *register)
        .await?;
    let found: Vec<(i64, String, String)> =
        sqlx::query_as("SELECT doc, col, term FROM temp.words ORDER BY doc, col, \"offset\"")
            .fetch_all(register)
            .await?;
    let mut words: BTreeMap<i64, [String; 5]> = BTreeMap::new();
    for (row, column, term) in found {
        let column = ["names", "sounds", "letters", "born", "refs"].iter().position(|name| *name == column);
        let text = &mut words.entry(row).or_default()[column.unwrap_or(0)];
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&term);
    }
    Ok(words)
}

async fn insert(
    bare: &mut SqliteConnection,
    rows: &[SqliteRow],
    words: &BTreeMap<i64, [String; 5]>,
) -> Outcome {
    let none = [const { String::new() }; 5];
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *bare).await?;
    for row in rows {
        let incident_row: i64 = row.get(0);
        sqlx::query(
            "INSERT INTO incident
                 (incident_row, incident_id, person_id, listed, reference, reported_at, who, summary)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(incident_row)
        .bind(row.get::<&[u8], _>(1))
        .bind(row.get::<&[u8], _>(2))
        .bind(row.get::<i64, _>(3))
        .bind(row.get::<&str, _>(4))
        .bind(row.get::<i64, _>(5))
        .bind(row.get::<&str, _>(6))
        .bind(row.get::<&[u8], _>(7))
        .execute(&mut *bare)
        .await?;
        let [names, sounds, letters, born, refs] = words.get(&incident_row).unwrap_or(&none);
        sqlx::query(
            "INSERT INTO name_search (rowid, names, sounds, letters, born, refs) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(incident_row)
        .bind(names)
        .bind(sounds)
        .bind(letters)
        .bind(born)
        .bind(refs)
        .execute(&mut *bare)
        .await?;
    }
    sqlx::query("COMMIT").execute(bare).await?;
    Ok(())
}
