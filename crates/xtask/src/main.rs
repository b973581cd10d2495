//! The project's errands: `cargo xtask VERB`. Each is safe to repeat, asks no question, and costs next to nothing
//! when there is nothing to do.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on its streams"
)]

mod bindings;
mod centre;
mod checks;
mod count;
mod deps;
mod fingerprint;
mod run;
mod setup;
mod steps;

use std::path::PathBuf;
use std::process::ExitCode;

use steps::{Failure, Outcome, Steps};

const USAGE: &str = "\
cargo xtask VERB

  run [--training N] [--release]   set up, build and open the window, with a central service beside it
      [--second]                   as the laptop of another force, with the same central service
      [--empty]                    on the first screen, with no register yet
      [--screenshots DIR]          or: run it in a virtual display and leave a PNG of every screen in DIR
  test [--fast]                    set up and run every test (--fast: none that needs a browser or a window)
  ci                               test, and format, lints, licences, arrows, generated types: what .ci/run calls
  setup                            system packages, npm packages, the WebDriver bridge
  bindings [--check]               write the TypeScript types and the window's capability (or: fail if they differ)
  deps                             check that the crates depend on one another in one direction only
  chaos [--minutes N] [--seed S]   laptops and a central service under random faults; receipts must be true, nothing lost
  bench [ARGS]                     measure, in release, against baselines of the same run";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(problem)) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Failure::Step { step, problem }) => {
            eprintln!("\n== {step} FAILED: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let (verb, rest) = arguments.split_first().ok_or_else(|| Failure::usage("say what to do"))?;
    let root = root();
    std::env::set_current_dir(&root)
        .map_err(|error| Failure::usage(format!("{}: {error}", root.display())))?;
    let mut steps = Steps::new();
    match verb.as_str() {
        "run" => run::run(&mut steps, run::Wish::parse(rest)?),
        "test" => match rest {
            [] => checks::test(&mut steps, checks::Depth::Everything),
            [fast] if fast == "--fast" => checks::test(&mut steps, checks::Depth::Fast),
            _ => Err(Failure::usage("test takes --fast or nothing")),
        },
        "ci" => none(rest).and_then(|()| checks::ci(&mut steps)),
        "setup" => none(rest).and_then(|()| setup::setup(&mut steps, setup::For::Tests)),
        "bindings" => match rest {
            [] => bindings::write(&mut steps),
            [check] if check == "--check" => bindings::check(&mut steps),
            _ => Err(Failure::usage("bindings takes --check or nothing")),
        },
        "deps" => none(rest).and_then(|()| deps::check(&mut steps)),
        "chaos" => run::chaos(&mut steps, rest),
        "bench" => run::bench(&mut steps, rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::usage(format!("there is no verb {other}"))),
    }
}

fn none(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(argument) => Err(Failure::usage(format!("{argument} is not expected here"))),
    }
}

/// The workspace's folder: this crate lives two below it.
fn root() -> PathBuf {
    let crate_folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).map(PathBuf::from).unwrap_or(crate_folder)
}
