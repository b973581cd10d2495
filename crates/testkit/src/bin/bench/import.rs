//! A file of another system: read without taking anything, then taken, signed and indexed. Against bare
//! parsing of the same file, and bare insertion of the same rows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use app::{App, AppSettings, KdfParams};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnection;

use crate::measure::{Promise, Sample, line, timed};
use crate::{Outcome, bare};

/// Rows of the file, and of a smaller one beside which memory is compared.
const ROWS: u32 = 100_000;
const FEW: u32 = 10_000;
const IN_A_TRANSACTION: usize = 1_000;
/// Of every invented officer of a training register.
const PASSPHRASE: &str = "heron quarry lantern 58";

pub(crate) async fn measure(small: bool) -> Outcome {
    let rows = if small { ROWS / 50 } else { ROWS };
    let folder = Folder::new()?;
    let (few, many) = (folder.file("few.csv", rows.min(FEW))?, folder.file("many.csv", rows)?);
    let app =
        App::new(AppSettings { kdf: KdfParams::weak_for_tests(), ..AppSettings::new(folder.0.join("data")) });
    call(&app, "open_training", json!({ "incidents": 16, "seed": 1 })).await?;

    let (mut read, mut taken) = (Sample::default(), Sample::default());
    take(&app, &few, "Few", &mut Sample::default(), &mut Sample::default()).await?;
    let memory_few = most_memory()?;
    let ran = take(&app, &many, "Many", &mut read, &mut taken).await?;
    let memory_many = most_memory()?;
    if ran["new"].as_u64() != Some(rows.into()) {
        return Err(format!("not every row was taken: {ran}").into());
    }
    app.shut_down().await;

    let (mut parsing, mut insertion) = (Sample::default(), Sample::default());
    let bytes = timed(&mut parsing, parse(&many)).await?;
    let lock = store::keys::RegisterLock::take(&folder.0.join("data/training"))?;
    let unlocked = store::keys::unlock(&lock, "T1", PASSPHRASE, 5)?;
    let bare = bare::new(&folder.0.join("bare.db"), &unlocked.vault_keys.current).await?;
    timed(&mut insertion, insert(bare, &bytes)).await?;
    let seconds = |sample: &Sample| sample.median_ms() / 1_000.0;
    println!("{rows} rows, {} MiB", std::fs::metadata(&many)?.len() >> 20);
    line(
        "import read without taking",
        read.median_ms(),
        "bare parsing of the file",
        parsing.median_ms(),
        &Promise::Milliseconds(5_000.0),
    );
    line(
        "import taken, signed and indexed",
        taken.median_ms(),
        "bare insertion of the same rows",
        insertion.median_ms(),
        &Promise::Milliseconds(f64::from(rows) / 3.0),
    );
    println!(
        "that is {:.0} rows/s; promised ≥ 3,000. Most memory: {} MiB after {} rows, {} MiB after {rows} more",
        f64::from(rows) / seconds(&taken),
        memory_few >> 10,
        rows.min(FEW),
        memory_many >> 10,
    );
    Ok(())
}

async fn call(app: &App, name: &str, command: Value) -> Outcome<Value> {
    app::call(app, name, command).await.map_err(|error| format!("{name}: {error}").into())
}

async fn take(app: &App, path: &Path, system: &str, read: &mut Sample, taken: &mut Sample) -> Outcome<Value> {
    let file = app.offer(path.to_owned());
    let mut mapping = call(app, "read_import", json!({ "file": file })).await?["mapping"].clone();
    mapping["system"] = json!(system);
    let command = json!({ "file": file, "mapping": mapping });
    let seen = timed(read, call(app, "read_import", command.clone())).await?;
    if seen["rejected"].as_u64() != Some(0) {
        return Err(format!("rows are rejected: {}", seen["problems"]).into());
    }
    timed(taken, call(app, "run_import", command)).await
}

/// Each record's cells, one after another, as a reader of CSV gives them.
async fn parse(path: &Path) -> Outcome<Vec<Vec<u8>>> {
    let mut reader = csv::Reader::from_path(path)?;
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        rows.push(record?.as_slice().to_vec());
    }
    Ok(rows)
}

async fn insert(mut connection: SqliteConnection, rows: &[Vec<u8>]) -> Outcome {
    sqlx::raw_sql("CREATE TABLE bare (bare_id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
        .execute(&mut connection)
        .await?;
    for some in rows.chunks(IN_A_TRANSACTION) {
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await?;
        for bytes in some {
            sqlx::query("INSERT INTO bare (bytes) VALUES (?)").bind(bytes).execute(&mut connection).await?;
        }
        sqlx::query("COMMIT").execute(&mut connection).await?;
    }
    Ok(())
}

/// The most memory that this process has held, in KiB. Linux.
fn most_memory() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.split_whitespace().next().unwrap_or("0").parse()?)
}

/// A folder of this run, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Outcome<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
        let folder = std::path::absolute(target.join("bench-register/import"))?;
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// Incidents of invented people, as a force's system might write them.
    fn file(&self, name: &str, rows: u32) -> Outcome<PathBuf> {
        let mut text = String::from(
            "Misper Ref,Surname,Forename(s),DOB,Sex,IC Code,Date Reported,Time Reported,Last Seen Location,Postcode,\
             Risk Level,Circumstances,CSE,Date Found,Found By,OIC\r\n",
        );
        for n in 0..rows {
            let (day, month, year) = (1 + n % 28, 1 + n % 12, 2015 + n % 10);
            write!(
                text,
                "MP/{name}/{n:06},TEST-NAME{},Ida May,{day:02}/{month:02}/{},F,IC1,{day:02}/{month:02}/{year},\
                 {:02}:{:02},\"Fernbrook Court, Alderby\",ZZ{} {}AA,{},\"Did not come back from the shops; \
                 daughter rang, worried\",N,{:02}/{month:02}/{year},Police,PC {n}\r\n",
                n % 5_000,
                1940 + n % 60,
                n % 24,
                n % 60,
                n % 90,
                n % 9,
                ["High", "Medium", "Low"][(n % 3) as usize],
                day,
            )?;
        }
        let path = self.0.join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
