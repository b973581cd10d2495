//! Measures what the program promises, each against a baseline of the same run:
//! `cargo xtask bench [--small] [--postgres] [GROUP …]`. A register of 100,000 invented incidents is made once and
//! kept in `target/bench-register`; every run works on a copy of it.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on its streams"
)]

mod append;
mod bare;
mod duty;
mod import;
mod incidents;
mod measure;
mod rebuild;
mod risk;
mod size;
mod start;
mod subject;
mod sync;

use std::process::ExitCode;

use subject::{Scale, Subject};

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const GROUPS: [&str; 9] = ["append", "duty", "unlock", "start", "rebuild", "size", "risk", "import", "sync"];

const USAGE: &str = "\
bench [--small] [--postgres] [GROUP …]

  append    an entry appended durably, and its CPU
  duty      the duty list
  unlock    from the derived key to the duty list, in a new process
  start     from starting the program to its unlock screen
  rebuild   the projections made again from the log
  size      bytes per entry
  risk      the second opinion, open incidents in order by time to harm, figures of closed ones and a fit
  import    a file of 100,000 rows, read and taken
  sync      exchange with a central service on loopback, against PouchDB
  --postgres  that service keeps its ledger in PostgreSQL instead of SQLite
  --small   a register of a fiftieth: shows that the bench runs, and measures nothing";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, folder] = arguments.as_slice()
        && first == duty::CHILD
    {
        return ended(duty::child(folder.as_ref()).await);
    }
    if let [first, rest @ ..] = arguments.as_slice()
        && first == sync::CHILD
    {
        return ended(sync::child(rest).await);
    }
    let scale =
        if arguments.iter().any(|argument| argument == "--small") { Scale::SMALL } else { Scale::FULL };
    let on_postgres = arguments.iter().any(|argument| argument == "--postgres");
    let named: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|name| !["--small", "--postgres"].contains(name))
        .collect();
    if named.iter().any(|name| !GROUPS.contains(name)) {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    ended(run(scale, on_postgres, if named.is_empty() { &GROUPS } else { &named }).await)
}

async fn run(scale: Scale, on_postgres: bool, groups: &[&str]) -> Outcome {
    let small = scale.open == Scale::SMALL.open;
    // Those that make registers of their own.
    if groups.contains(&"import") {
        import::measure(small).await?;
    }
    if groups.contains(&"sync") {
        sync::measure(small, on_postgres).await?;
    }
    if groups.contains(&"risk") {
        risk::measure(small)?;
    }
    let groups: Vec<&str> =
        groups.iter().copied().filter(|group| !["import", "sync", "risk"].contains(group)).collect();
    if groups.is_empty() {
        return Ok(());
    }
    let subject = Subject::prepared(scale).await?;
    println!("{} incidents, {} entries; ratios are of medians", scale.incidents(), subject.entries);
    for group in groups {
        match group {
            "append" => append::measure(&subject).await?,
            "duty" => duty::measure(&subject).await?,
            "unlock" => duty::measure_unlock(&subject)?,
            "start" => start::measure(&subject)?,
            "rebuild" => rebuild::measure(&subject).await?,
            _ => size::measure(&subject)?,
        }
    }
    subject.vault.close().await?;
    Ok(())
}

fn ended(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
