//! What must hold: the tests, and for CI the lints, licences, arrows and generated files as well.

use std::fs;

use crate::setup::{self, For};
use crate::steps::{Failure, Outcome, Steps};
use crate::{bindings, deps, run};

/// How much of the tests to run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Only those that need neither browser nor window.
    Fast,
    Everything,
}

/// Size and colours of the display that the window is shown on when there is none.
pub(crate) const SCREEN: &str = "-screen 0 1400x1000x24";

pub(crate) fn test(steps: &mut Steps, depth: Depth) -> Outcome {
    prepare(steps);
    setup::setup(steps, For::Tests)?;
    rust_tests(steps)?;
    run::chaos_of_a_minute(steps)?;
    steps.tests("interface tests", "npm", &["run", "--silent", "test"])?;
    if depth == Depth::Everything {
        screens_and_window(steps)?;
    }
    steps.finish();
    Ok(())
}

/// Everything, from nothing, in the order that finds the cheap faults first.
pub(crate) fn ci(steps: &mut Steps) -> Outcome {
    prepare(steps);
    // The same cases in every run: a change is judged by what it changed. `cargo test` and `cargo xtask test` draw new ones.
    steps.set("PROPTEST_RNG_SEED", "20260302");
    setup::setup(steps, For::Tests)?;
    steps.step("rustfmt and clippy", |steps| {
        component(steps, "fmt", "rustfmt").and_then(|()| component(steps, "clippy", "clippy"))
    })?;
    steps.command("format", "cargo", &["fmt", "--all", "--check"])?;
    deps::check(steps)?;
    steps.step("cargo-deny", |steps| setup::cargo_tool(steps, "cargo-deny", &[]))?;
    steps.command("licences and sources", "cargo", &["deny", "check", "bans", "licenses", "sources"])?;
    steps.command("svelte-check", "npm", &["run", "--silent", "check"])?;
    steps.command("eslint", "npm", &["run", "--silent", "lint"])?;
    steps.tests("interface tests", "npm", &["run", "--silent", "test"])?;
    steps.command(
        "clippy",
        "cargo",
        &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    )?;
    bindings::check(steps)?;
    rust_tests(steps)?;
    run::chaos_of_a_minute(steps)?;
    screens_and_window(steps)?;
    steps.finish();
    Ok(())
}

/// The same language, and no question, wherever it runs. WebKit shows nothing of a page under LANG=C.UTF-8 when a
/// library of it formats a number while loading.
fn prepare(steps: &mut Steps) {
    for (name, value) in [
        ("CI", "true"),
        ("CARGO_INCREMENTAL", "0"),
        ("DEBIAN_FRONTEND", "noninteractive"),
        ("LANG", "en_GB.UTF-8"),
        ("LC_ALL", "en_GB.UTF-8"),
        ("NO_COLOR", "1"),
        ("TZ", "Europe/London"),
    ] {
        steps.set(name, value);
    }
}

fn rust_tests(steps: &mut Steps) -> Outcome {
    steps.tests("rust tests", "cargo", &["test", "--workspace", "--locked", "--no-fail-fast"])
}

fn screens_and_window(steps: &mut Steps) -> Outcome {
    steps.command("interface", "npm", &["run", "--silent", "build"])?;
    // All at once, so that what they share is built once: the program, nrmpctl, and the bridge of the screens' tests.
    steps.command(
        "programs",
        "cargo",
        &["build", "--locked", "--workspace", "--bins", "--features", "custom-protocol"],
    )?;
    if !has_script("test:screens")? {
        return Err(Failure::step("screens in Chromium", "package.json has no script test:screens"));
    }
    steps.tests("screens in Chromium", "npm", &["run", "--silent", "test:screens"])?;
    steps.tests(
        "real window",
        "xvfb-run",
        &[
            "-a",
            "-s",
            SCREEN,
            "node",
            "--test",
            "--test-reporter=spec",
            "--test-concurrency=1",
            "tests/e2e/window.mjs",
            "tests/e2e/journey.mjs",
            "tests/e2e/risk.mjs",
            "tests/e2e/sync.mjs",
            "tests/e2e/forces.mjs",
        ],
    )
}

fn component(steps: &Steps, subcommand: &str, component: &str) -> Result<(), String> {
    if steps.call("cargo", &[subcommand, "--version"]).is_ok() {
        return Ok(());
    }
    steps.call("rustup", &["component", "add", component]).map(drop)
}

fn has_script(name: &str) -> Outcome<bool> {
    let wrong = |problem: String| Failure::step("package.json", problem);
    let text = fs::read_to_string("package.json").map_err(|error| wrong(error.to_string()))?;
    let package: serde_json::Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    Ok(package["scripts"][name].is_string())
}
