//! Measures what the program promises, each against a baseline of the same run:
//! `cargo xtask bench [--small] [GROUP …]`. A register of 100,000 invented incidents is made once and
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
mod size;
mod start;
mod subject;

use std::process::ExitCode;

use subject::{Scale, Subject};

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const GROUPS: [&str; 7] = ["append", "duty", "unlock", "start", "rebuild", "size", "import"];

const USAGE: &str = "\
bench [--small] [GROUP …]

  append    an entry appended durably, and its CPU
  duty      the duty list
  unlock    from the derived key to the duty list, in a new process
  start     from starting the program to its unlock screen
  rebuild   the projections made again from the log
  size      bytes per entry
  import    a file of 100,000 rows, read and taken
  --small   a register of a fiftieth: shows that the bench runs, and measures nothing";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, folder] = arguments.as_slice()
        && first == duty::CHILD
    {
        return ended(duty::child(folder.as_ref()).await);
    }
    let scale =
        if arguments.iter().any(|argument| argument == "--small") { Scale::SMALL } else { Scale::FULL };
    let named: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| *name != "--small").collect();
    if named.iter().any(|name| !GROUPS.contains(name)) {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    ended(run(scale, if named.is_empty() { &GROUPS } else { &named }).await)
}

async fn run(scale: Scale, groups: &[&str]) -> Outcome {
    let (import, groups): (Vec<&str>, Vec<&str>) = groups.iter().partition(|group| **group == "import");
    if !import.is_empty() {
        import::measure(scale.open == Scale::SMALL.open).await?;
    }
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
