//! What sync promises: two processes on loopback, this one as the laptop with its real vault and the central
//! service as it is shipped, on SQLite or PostgreSQL. Beside them PouchDB with express-pouchdb, which carries the
//! same records, and this register's own rebuild.

mod clients;
mod first;
mod laptop;
mod live;
mod postgres;
mod pouch;
mod rates;
mod service;
mod wire;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use chrono::{DateTime, Utc};

use crate::Outcome;
use crate::subject::{Scale, Subject};
use postgres::Postgres;

pub(crate) use first::{CHILD, child};

/// The ledger of one duty's area, of about 20,000 entries; of a force, with 20,000 incidents and 200,000 entries.
const AREA: Scale = Scale { closed: 0, open: 500 };
const FORCE: Scale = Scale { closed: 17_143, open: 2_857 };

/// How much of it all is measured.
#[derive(Clone, Copy)]
struct Extent {
    area: Scale,
    force: Scale,
    repetitions: u32,
    saves: u32,
    streams: usize,
}

const FULL: Extent = Extent { area: AREA, force: FORCE, repetitions: 3, saves: 60, streams: 1_000 };
const SMALL: Extent = Extent {
    area: Scale { closed: 0, open: 20 },
    force: Scale { closed: 60, open: 20 },
    repetitions: 1,
    saves: 3,
    streams: 50,
};

/// Measure everything. `small` shows that it runs, and measures nothing.
pub(crate) async fn measure(small: bool, on_postgres: bool) -> Outcome {
    let extent = if small { SMALL } else { FULL };
    let postgres = if on_postgres { Some(Postgres::start()?) } else { None };
    println!("central on {}, everything durable", if on_postgres { "PostgreSQL" } else { "SQLite" });
    of_area(&extent, postgres.as_ref()).await?;
    of_force(&extent, postgres.as_ref()).await
}

async fn of_area(extent: &Extent, postgres: Option<&Postgres>) -> Outcome {
    let area = Subject::prepared(extent.area).await?;
    rates::measure(&area, extent.repetitions, postgres).await?;
    live::measure(&area, extent.saves, extent.streams, postgres).await?;
    first::measure(&area, "a field laptop", first::FIELD_MS, postgres).await?;
    Ok(area.vault.close().await?)
}

async fn of_force(extent: &Extent, postgres: Option<&Postgres>) -> Outcome {
    let force = Subject::prepared(extent.force).await?;
    first::measure(&force, "a desk profile", first::DESK_MS, postgres).await?;
    Ok(force.vault.close().await?)
}

/// The system's time, as the program reads it.
fn now() -> DateTime<Utc> {
    app::TimeSource::System.now()
}

/// The folder of the project.
fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a command prints; a failure where it fails.
fn output(command: &mut Command) -> Outcome<String> {
    let said = command.stderr(Stdio::inherit()).output()?;
    if !said.status.success() {
        return Err(format!("{}: {}", command.get_program().display(), said.status).into());
    }
    Ok(String::from_utf8(said.stdout)?)
}
