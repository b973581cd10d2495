//! A run of several laptops and the real central service under faults, drawn from a seed: connections cut at any
//! byte, requests delayed, repeated and late, answers truncated and lost, exchanges dropped, central killed and put
//! back from a backup, clocks that jump. Throughout, receipts must be true; at the end nothing may be lost and all
//! must be equal. The same seed draws the same acts and the same faults; how threads take turns is not drawn.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on its streams"
)]

mod check;
mod laptops;
mod plan;
mod proxy;
mod run;
mod service;
mod story;

use std::process::ExitCode;
use std::time::Duration;

use run::Until;

const USAGE: &str = "chaos [--minutes N | --rounds N] [--seed S]";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    until: Until,
    seed: Option<u64>,
}

fn wish(arguments: impl IntoIterator<Item = String>) -> Result<Wish, String> {
    let mut wish = Wish { until: Until::Passed(Duration::from_secs(60)), seed: None };
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let value = rest.next().ok_or_else(|| format!("{argument} needs a number"))?;
        let number: u64 = value.parse().map_err(|_| format!("{argument} {value}: not a number"))?;
        match argument.as_str() {
            "--minutes" => wish.until = Until::Passed(Duration::from_secs(number * 60)),
            "--rounds" => wish.until = Until::Rounds(number),
            "--seed" => wish.seed = Some(number),
            _ => return Err(format!("{argument} is not expected here")),
        }
    }
    Ok(wish)
}

fn main() -> ExitCode {
    let wish = match wish(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let seed = wish.seed.unwrap_or_else(rand::random);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("chaos: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("chaos: seed {seed}");
    match runtime.block_on(run::run(seed, wish.until)) {
        Ok(counts) => {
            println!("chaos: seed {seed}: {counts}: all equal, nothing lost, every receipt true");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            eprintln!("chaos FAILED with seed {seed}\n{failed}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Wish, String> {
        wish(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_length_of_the_run_and_its_seed_are_understood() {
        let minute = Duration::from_secs(60);
        assert_eq!(parsed(""), Ok(Wish { until: Until::Passed(minute), seed: None }));
        assert_eq!(
            parsed("--minutes 5 --seed 7"),
            Ok(Wish { until: Until::Passed(5 * minute), seed: Some(7) })
        );
        assert_eq!(parsed("--rounds 9"), Ok(Wish { until: Until::Rounds(9), seed: None }));
        for line in ["--seed", "--seed x", "--loud 1"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
