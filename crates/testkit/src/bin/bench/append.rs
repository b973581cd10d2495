//! An entry appended durably, against a bare durable commit of the same bytes. An act follows a look at
//! its incident; where nothing has read the incident since the register was opened, it reads it first.

use std::time::Duration;

use sqlx::sqlite::SqliteConnection;

use crate::incidents::incident_id;
use crate::measure::{Promise, Sample, cpu, line, timed};
use crate::subject::Subject;
use crate::{Outcome, bare};

const INTERLEAVED: u32 = 400;
const FOR_CPU: u32 = 1_000;

pub(crate) async fn measure(subject: &Subject) -> Outcome {
    let path = subject.folder.join("bare.db");
    let mut bare = bare::new(&path, &subject.unlocked.vault_keys.current).await?;
    sqlx::raw_sql("CREATE TABLE bare (bare_id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
        .execute(&mut bare)
        .await?;
    let bytes = last_entry_bytes(subject).await?;
    let mut recorder = subject.recorder();
    let (mut append, mut unread, mut commit) = (Sample::default(), Sample::default(), Sample::default());
    let open = |turn: u32| subject.scale.closed + turn % subject.scale.open;
    for turn in 0..INTERLEAVED {
        timed(&mut commit, insert(&mut bare, &bytes)).await?;
        timed(&mut unread, recorder.append(&subject.vault, open(turn))).await?;
        let opened = open(INTERLEAVED + turn);
        subject.vault.log(incident_id(opened)).await?.state();
        timed(&mut append, recorder.append(&subject.vault, opened)).await?;
    }
    line(
        "append durable",
        append.median_ms(),
        "a bare durable commit",
        commit.median_ms(),
        &Promise::Times(2.0),
    );

    line(
        "append durable, incident not read before",
        unread.median_ms(),
        "a bare durable commit",
        commit.median_ms(),
        &Promise::Nothing,
    );

    let before = cpu()?;
    for turn in 0..FOR_CPU {
        recorder.append(&subject.vault, open(2 * INTERLEAVED + turn)).await?;
    }
    let between = cpu()?;
    for _ in 0..FOR_CPU {
        insert(&mut bare, &bytes).await?;
    }
    let after = cpu()?;
    let each = |spent: Duration| spent.as_secs_f64() * 1_000.0 / f64::from(FOR_CPU);
    let (append, commit) = (each(between - before), each(after - between));
    line(
        "append CPU, incident not read before",
        append,
        "that of a bare durable commit",
        commit,
        &Promise::Milliseconds(1.0),
    );
    Ok(())
}

async fn insert(bare: &mut SqliteConnection, bytes: &[u8]) -> Outcome {
    sqlx::query("INSERT INTO bare (bytes) VALUES (?)").bind(bytes).execute(bare).await?;
    Ok(())
}

/// Header, signature and body of an open incident's last entry.
async fn last_entry_bytes(subject: &Subject) -> Outcome<Vec<u8>> {
    let path = subject.vault.path().to_owned();
    let mut connection = bare::open(&path, &subject.unlocked.vault_keys.current).await?;
    let incident = incident_id(subject.scale.closed);
    let (header, signature, body): (Vec<u8>, Vec<u8>, Vec<u8>) = sqlx::query_as(
        "SELECT header, signature, body FROM entry WHERE stream = ? ORDER BY entry_seq DESC LIMIT 1",
    )
    .bind(incident.bytes().as_slice())
    .fetch_one(&mut connection)
    .await?;
    Ok([header, signature, body].concat())
}
