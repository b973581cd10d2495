//! The arrows between the crates point one way, and the pure crates stay pure.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::steps::{Outcome, Steps};

/// From what knows least to what knows most. A crate may stand only on crates of earlier rows.
const ROWS: &[&[&str]] = &[
    &["register"],
    &["risk", "matching", "whereabouts", "protocol"],
    &["store", "media", "documents", "interchange", "training"],
    &["sync"],
    &["app"],
    &["nrmp", "ctl"],
];

/// Crates whose arrows are listed instead of following from a row.
const LISTED: &[(&str, &[&str])] = &[("central", &["register", "matching", "protocol"])];

/// Arrows that tests alone may have besides: the central service is tested with the real client, and the laptop's
/// side with the real central service.
const LISTED_FOR_TESTS: &[(&str, &str)] =
    &[("central", "sync"), ("sync", "central"), ("app", "central"), ("ctl", "central")];

/// Tools: they may stand on anything, and only tests stand on them.
const TOOLS: &[&str] = &["testkit", "xtask"];

/// No input or output, no clock, no async, no log, no randomness of the system.
const PURE: &[&str] = &["register", "risk", "matching", "whereabouts", "protocol", "training"];

/// What a pure crate must not have anywhere below it.
const IMPURE: &[&str] = &[
    "tokio",
    "async-std",
    "sqlx",
    "sqlx-core",
    "libsqlite3-sys",
    "tracing",
    "log4rs",
    "reqwest",
    "axum",
    "tauri",
];

/// Features through which `rand` asks the system for randomness.
const SYSTEM_RANDOMNESS: &[&str] = &["os_rng", "thread_rng", "sys_rng"];

/// One crate of the workspace and the crates of the workspace that it stands on.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arrows {
    /// For the product itself, and for its build script.
    product: BTreeSet<String>,
    /// For its tests alone.
    tests: BTreeSet<String>,
}

type Graph = BTreeMap<String, Arrows>;

/// What one crate is built with: package name and the features it has there.
type Below = Vec<(String, Vec<String>)>;

pub(crate) fn check(steps: &mut Steps) -> Outcome {
    steps.step("deps", |_| {
        let graph = graph(&metadata()?)?;
        let mut wrong = wrong_arrows(&graph);
        for pure in PURE.iter().filter(|name| graph.contains_key(**name)) {
            wrong.extend(impurities(pure, &below(pure)?));
        }
        if wrong.is_empty() {
            println!("{} crates, every arrow in its direction", graph.len());
            Ok(())
        } else {
            Err(format!("\n  {}", wrong.join("\n  ")))
        }
    })
}

fn wrong_arrows(graph: &Graph) -> Vec<String> {
    let mut wrong = Vec::new();
    for (from, arrows) in graph {
        if TOOLS.contains(&from.as_str()) {
            continue;
        }
        if row(from).is_none() && listed(from).is_none() {
            wrong.push(format!(
                "{from} has no place in the order of the crates: give it one in xtask's deps.rs"
            ));
            continue;
        }
        for to in &arrows.product {
            if !may_stand_on(from, to) {
                wrong.push(format!("{from} must not stand on {to}"));
            }
        }
        for to in &arrows.tests {
            // Its tests may have more features of a crate than others have.
            let listed = from == to || LISTED_FOR_TESTS.contains(&(from.as_str(), to.as_str()));
            if !listed && !TOOLS.contains(&to.as_str()) && !may_stand_on(from, to) {
                wrong.push(format!("the tests of {from} must not stand on {to}"));
            }
        }
    }
    wrong
}

fn may_stand_on(from: &str, to: &str) -> bool {
    if let Some(allowed) = listed(from) {
        return allowed.contains(&to);
    }
    matches!((row(from), row(to)), (Some(from), Some(to)) if to < from)
}

fn row(name: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&name))
}

fn listed(name: &str) -> Option<&'static [&'static str]> {
    LISTED.iter().find(|(crate_name, _)| *crate_name == name).map(|(_, allowed)| *allowed)
}

fn impurities(name: &str, below: &Below) -> Vec<String> {
    let mut found = Vec::new();
    for (package, features) in below {
        if IMPURE.contains(&package.as_str()) {
            found.push(format!("{name} is pure and must not be built with {package}"));
        }
        if package == "rand" && features.iter().any(|feature| SYSTEM_RANDOMNESS.contains(&feature.as_str())) {
            found.push(format!(
                "{name} is pure: take rand with default-features = false, and the generator as an argument"
            ));
        }
    }
    found
}

fn metadata() -> Result<Value, String> {
    let printed = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"])
        .or_else(|_| cargo(&["metadata", "--format-version", "1", "--no-deps"]))?;
    serde_json::from_str(&printed).map_err(|error| format!("cargo metadata: {error}"))
}

fn graph(metadata: &Value) -> Result<Graph, String> {
    let packages = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut graph = Graph::new();
    for package in packages {
        let name = package["name"].as_str().ok_or("a package without a name")?;
        let arrows = graph.entry(name.to_owned()).or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // Crates of the workspace are those that are given by a path.
            let Some(to) = dependency["name"].as_str().filter(|to| names.contains(to)) else { continue };
            if dependency["path"].is_null() {
                continue;
            }
            let kind = if dependency["kind"] == "dev" { &mut arrows.tests } else { &mut arrows.product };
            kind.insert(to.to_owned());
        }
    }
    Ok(graph)
}

/// What a crate is built with when it is built alone, so that no other crate's features count.
fn below(name: &str) -> Result<Below, String> {
    let printed = cargo(&["tree", "-p", name, "-e", "normal,build", "--prefix", "none", "-f", "{p}|{f}"])?;
    Ok(printed
        .lines()
        .filter_map(|line| {
            let (package, features) = line.trim_end_matches(" (*)").split_once('|')?;
            let features = features.split(',').map(str::to_owned).collect();
            Some((package.split_whitespace().next()?.to_owned(), features))
        })
        .collect())
}

fn cargo(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("cargo").args(arguments).output().map_err(|error| format!("cargo: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("cargo {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made_up(arrows: &[(&str, &[&str], &[&str])]) -> Graph {
        let packages: Vec<Value> = arrows
            .iter()
            .map(|(name, product, tests)| {
                let to =
                    |name: &&str, kind: Value| json!({ "name": name, "path": "/somewhere", "kind": kind });
                let mut dependencies: Vec<Value> = product.iter().map(|name| to(name, Value::Null)).collect();
                dependencies.extend(tests.iter().map(|name| to(name, json!("dev"))));
                dependencies.push(json!({ "name": "serde", "path": null, "kind": null }));
                json!({ "name": name, "dependencies": dependencies })
            })
            .collect();
        graph(&json!({ "packages": packages })).unwrap()
    }

    #[test]
    fn the_arrows_of_the_architecture_are_allowed() {
        let graph = made_up(&[
            ("register", &[], &["testkit"]),
            ("matching", &["register"], &[]),
            ("store", &["register", "matching"], &["testkit"]),
            ("training", &["register"], &[]),
            ("sync", &["store"], &[]),
            ("app", &["register", "store", "training", "sync"], &[]),
            ("ctl", &["app", "register"], &[]),
            ("nrmp", &["app"], &[]),
            ("central", &["register", "matching"], &[]),
            ("testkit", &["app", "register", "store"], &[]),
            ("xtask", &[], &[]),
        ]);
        assert_eq!(wrong_arrows(&graph), Vec::<String>::new());
    }

    #[test]
    fn a_reversed_arrow_is_named() {
        let graph = made_up(&[("register", &["store"], &[]), ("store", &["register"], &[])]);
        assert_eq!(wrong_arrows(&graph), ["register must not stand on store"]);
    }

    #[test]
    fn crates_of_one_row_do_not_stand_on_each_other() {
        let graph = made_up(&[("store", &["media"], &[]), ("media", &[], &[])]);
        assert_eq!(wrong_arrows(&graph), ["store must not stand on media"]);
    }

    #[test]
    fn only_tests_stand_on_the_tools() {
        let graph = made_up(&[("app", &["testkit"], &[]), ("testkit", &[], &[])]);
        assert_eq!(wrong_arrows(&graph), ["app must not stand on testkit"]);
    }

    #[test]
    fn tests_follow_the_arrows_too() {
        let graph = made_up(&[("register", &[], &["app"]), ("app", &[], &[])]);
        assert_eq!(wrong_arrows(&graph), ["the tests of register must not stand on app"]);
    }

    #[test]
    fn the_tests_of_a_crate_may_stand_on_more_features_of_it() {
        let graph = made_up(&[("register", &[], &[]), ("risk", &["register"], &["risk"])]);
        assert_eq!(wrong_arrows(&graph), Vec::<String>::new());
    }

    #[test]
    fn the_central_service_stands_on_what_is_listed() {
        let graph = made_up(&[("central", &["store"], &[]), ("store", &[], &[])]);
        assert_eq!(wrong_arrows(&graph), ["central must not stand on store"]);
    }

    #[test]
    fn the_client_drives_the_central_service_in_its_tests_alone() {
        let graph = made_up(&[("central", &[], &["sync"]), ("sync", &[], &[])]);
        assert_eq!(wrong_arrows(&graph), Vec::<String>::new());
        let graph = made_up(&[("central", &["sync"], &[]), ("sync", &[], &[])]);
        assert_eq!(wrong_arrows(&graph), ["central must not stand on sync"]);
    }

    #[test]
    fn a_crate_without_a_place_is_named() {
        let graph = made_up(&[("misc", &[], &[])]);
        assert_eq!(wrong_arrows(&graph).len(), 1);
    }

    #[test]
    fn a_pure_crate_has_no_runtime_and_no_randomness_of_the_system_below_it() {
        let with = |package: &str, feature: &str| vec![(package.to_owned(), vec![feature.to_owned()])];
        assert_eq!(impurities("register", &with("serde", "derive")), Vec::<String>::new());
        assert_eq!(impurities("training", &with("rand", "alloc")), Vec::<String>::new());
        assert_eq!(impurities("register", &with("tokio", "")).len(), 1);
        assert_eq!(impurities("training", &with("rand", "thread_rng")).len(), 1);
    }
}
