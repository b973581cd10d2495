//! Building the program and opening its window, on the display or on one that only tests see.

use std::path::{Path, PathBuf};

use crate::centre::{Centre, Officer, Programs};
use crate::checks::SCREEN;
use crate::fingerprint;
use crate::setup::{self, For};
use crate::steps::{Failure, Outcome, Steps};

/// What the interface is built from.
const INTERFACE: &[&str] = &["ui", "locales", "package.json", "package-lock.json"];

/// How the program is to be run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wish {
    training: Option<u32>,
    screenshots: Option<PathBuf>,
    release: bool,
    /// A laptop of another force.
    second: bool,
    /// The first screen, of a program that holds no register yet.
    empty: bool,
}

impl Wish {
    pub(crate) fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut wish = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| Failure::usage(format!("{argument} needs a value")));
            match argument.as_str() {
                "--training" => {
                    let number = value()?;
                    let incidents =
                        number.parse().ok().filter(|incidents| (16..=200_000).contains(incidents));
                    let problem = || {
                        Failure::usage(format!("{number}: a training register has 16 to 200000 incidents"))
                    };
                    wish.training = Some(incidents.ok_or_else(problem)?);
                }
                "--screenshots" => wish.screenshots = Some(value()?.into()),
                "--release" => wish.release = true,
                "--second" => wish.second = true,
                "--empty" => wish.empty = true,
                other => return Err(Failure::usage(format!("{other} is not expected here"))),
            }
        }
        if wish.second && wish.screenshots.is_some() {
            return Err(Failure::usage("pictures are of one laptop: leave --second or --screenshots out"));
        }
        if wish.empty && (wish.training.is_some() || wish.second || wish.screenshots.is_some()) {
            return Err(Failure::usage(
                "--empty is the first screen of a laptop that holds nothing: give it alone",
            ));
        }
        if wish.release && wish.screenshots.is_some() {
            return Err(Failure::usage(
                "a release build cannot be driven, so it leaves no screenshots: leave one out",
            ));
        }
        Ok(wish)
    }
}

pub(crate) fn run(steps: &mut Steps, wish: Wish) -> Outcome {
    if wish.screenshots.is_none() && !has_display() {
        return Err(Failure::step(
            "run",
            "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).\n\
             To run the program in a virtual display and leave a picture of every screen:\n\n  \
             cargo xtask run --screenshots DIR\n",
        ));
    }
    setup::setup(steps, if wish.screenshots.is_some() { For::Tests } else { For::Building })?;
    interface(steps)?;
    // All of them, as the tests build them: a choice of packages would build what they stand on once more.
    let mut build = vec!["build", "--locked", "--workspace", "--bins", "--features", "custom-protocol"];
    if wish.release {
        build.push("--release");
    }
    steps.command("programs", "cargo", &build)?;
    match &wish.screenshots {
        Some(folder) => screenshots(steps, folder, wish.training),
        None => open(steps, &wish),
    }
}

fn interface(steps: &mut Steps) -> Outcome {
    steps.step("interface", |steps| {
        let built = Path::new("dist/index.html").exists();
        if !built {
            fingerprint::forget("interface");
        }
        let build = || steps.call("npm", &["run", "--silent", "build"]).map(drop);
        if !fingerprint::unless_done("interface", &fingerprint::of(INTERFACE), build)? {
            println!("as built before");
        }
        Ok(())
    })
}

fn screenshots(steps: &mut Steps, folder: &Path, training: Option<u32>) -> Outcome {
    let folder = folder.to_string_lossy().into_owned();
    let incidents = training.unwrap_or(16).to_string();
    steps.set("LANG", "en_GB.UTF-8");
    steps.set("LC_ALL", "en_GB.UTF-8");
    steps.command(
        "screenshots",
        "xvfb-run",
        &["-a", "-s", SCREEN, "node", "tests/e2e/tour.mjs", &folder, &incidents],
    )
}

/// Opens the window beside a central service, and waits until it is closed.
fn open(steps: &mut Steps, wish: &Wish) -> Outcome {
    let program = |name: &str| {
        let profile = if wish.release { "release" } else { "debug" };
        fingerprint::target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    };
    let programs = Programs { central: program("nrmp-central"), nrmpctl: program("nrmpctl") };
    let centre = Centre::start(steps, &programs)?;
    let (force, seed) = if wish.second { SECOND } else { FIRST };
    let incidents = (!wish.empty).then(|| wish.training.unwrap_or(LEAST));
    match incidents {
        Some(incidents) => {
            let folder = fingerprint::target().join("training").join(format!("{force}-{incidents}"));
            let folder = std::path::absolute(&folder).unwrap_or(folder);
            let officer = Officer::of_training(steps, &programs, (&folder, force, seed), incidents)?;
            centre.enrol(steps, &programs, (&folder, force), &officer)?;
            steps.set("NRMP_DATA_DIR", folder);
        }
        None => centre.say_how(steps, &programs, force)?,
    }
    let mut command = steps.prepared(program("nrmp"));
    println!("== window ... (this ends when you close it)");
    let status = command.status().map_err(|error| Failure::step("window", error.to_string()))?;
    if status.success() { Ok(()) } else { Err(Failure::step("window", status.to_string())) }
}

/// Invented force and seed of a laptop.
const FIRST: (&str, &str) = ("NM", "1");
const SECOND: (&str, &str) = ("WX", "2");
/// Incidents of the smallest training register.
const LEAST: u32 = 16;

fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Measures in release; the arguments are the bench's own.
pub(crate) fn bench(steps: &mut Steps, arguments: &[String]) -> Outcome {
    // Every group, or the one that starts the program: both windows are built as they are shipped.
    let groups: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|one| !one.starts_with("--")).collect();
    if groups.is_empty() || groups.contains(&"start") {
        setup::setup(steps, For::Tests)?;
        interface(steps)?;
        let mut line = vec!["build", "--release", "--locked", "-p", "nrmp", "--features", "custom-protocol"];
        line.extend(["--bin", "nrmp", "--example", "hello"]);
        steps.command("both windows", "cargo", &line)?;
    }
    if groups.is_empty() || groups.contains(&"sync") {
        // What it is measured against has packages of its own: the product's stay as they are.
        steps.command("PouchDB", "npm", &["ci", "--silent", "--prefix", "tests/bench"])?;
        let line = ["build", "--release", "--locked", "-p", "central", "--bin", "nrmp-central"];
        steps.command("nrmp-central", "cargo", &line)?;
    }
    let mut line = vec!["run", "--release", "-p", "testkit", "--bin", "bench", "--"];
    line.extend(arguments.iter().map(String::as_str));
    steps.command("bench", "cargo", &line)
}

/// Laptops and the central service under faults drawn from a seed; the arguments are the run's own. Both programs are
/// built as the tests are, so that nothing is built twice.
pub(crate) fn chaos(steps: &mut Steps, arguments: &[String]) -> Outcome {
    let build = ["build", "--locked", "--workspace", "--bin", "chaos", "--bin", "nrmp-central"];
    steps.command("laptops and central", "cargo", &build)?;
    let program = fingerprint::target().join("debug").join(format!("chaos{}", std::env::consts::EXE_SUFFIX));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    steps.command("chaos", &program.to_string_lossy(), &arguments)
}

/// The same for a minute, from one seed, for the tests.
pub(crate) fn chaos_of_a_minute(steps: &mut Steps) -> Outcome {
    chaos(steps, &["--minutes", "1", "--seed", "20260302"].map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Wish> {
        Wish::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_flags_are_understood() {
        assert_eq!(parse("").unwrap(), Wish::default());
        let wish = parse("--training 200 --screenshots out").unwrap();
        assert_eq!(wish, Wish { training: Some(200), screenshots: Some("out".into()), ..Wish::default() });
        assert!(parse("--second").unwrap().second);
        assert!(parse("--release").unwrap().release);
        assert!(parse("--empty").unwrap().empty);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "--training",
            "--training 15",
            "--training many",
            "--loud",
            "--release --screenshots out",
            "--second --screenshots out",
            "--empty --second",
            "--empty --training 16",
        ] {
            assert!(matches!(parse(line), Err(Failure::Usage(_))), "{line}");
        }
    }
}
