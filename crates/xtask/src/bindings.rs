//! What is generated from the use-cases and committed: the TypeScript types of commands and views, and the
//! capability that grants the window its commands by name.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::fingerprint;
use crate::steps::{Outcome, Steps};

const TYPES: &str = "ui/src/lib/types";
const CAPABILITY: &str = "src-tauri/capabilities/main.json";
const USE_CASE_NAMES: &str = "crates/app/src/use_case_names.rs";
const OWN_COMMANDS: &str = "src-tauri/src/own_commands.rs";

/// What hearing events needs.
const EVENTS: &[&str] = &["core:event:allow-listen", "core:event:allow-unlisten"];

type Files = BTreeMap<PathBuf, String>;

/// Writes what differs and removes what is generated no longer.
pub(crate) fn write(steps: &mut Steps) -> Outcome {
    steps.step("bindings", |steps| {
        let wanted = generate(steps)?;
        let present = present()?;
        for (path, text) in &wanted {
            if present.get(path) != Some(text) {
                path.parent()
                    .map_or(Ok(()), fs::create_dir_all)
                    .and_then(|()| fs::write(path, text))
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                println!("wrote {}", path.display());
            }
        }
        for path in present.keys().filter(|path| !wanted.contains_key(*path)) {
            fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))?;
            println!("removed {}", path.display());
        }
        Ok(())
    })
}

/// Fails when a file that is there is not what would be written.
pub(crate) fn check(steps: &mut Steps) -> Outcome {
    steps.step("bindings --check", |steps| {
        let drift = drift(&generate(steps)?, &present()?);
        if drift.is_empty() {
            Ok(())
        } else {
            Err(format!("run `cargo xtask bindings` and commit:\n  {}", drift.join("\n  ")))
        }
    })
}

fn drift(wanted: &Files, present: &Files) -> Vec<String> {
    let mut drift = Vec::new();
    for (path, text) in wanted {
        match present.get(path) {
            None => drift.push(format!("{} is missing", path.display())),
            Some(found) if found != text => drift.push(format!("{} differs", path.display())),
            Some(_) => {}
        }
    }
    let left_over = present.keys().filter(|path| !wanted.contains_key(*path));
    drift.extend(left_over.map(|path| format!("{} is generated no longer", path.display())));
    drift
}

fn generate(steps: &mut Steps) -> Result<Files, String> {
    let fresh = fingerprint::target().join("xtask/types");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh).map_err(|error| format!("{}: {error}", fresh.display()))?;
    let fresh = fresh.canonicalize().map_err(|error| error.to_string())?;
    steps.set("TS_RS_EXPORT_DIR", &fresh);
    steps.call("cargo", &["test", "--quiet", "-p", "app", "export_bindings"])?;

    let mut files = Files::new();
    read(&fresh, &mut files)?;
    if files.is_empty() {
        return Err("the export test wrote no type".to_owned());
    }
    let mut wanted = Files::new();
    for (path, text) in files {
        let inside = path.strip_prefix(&fresh).map_err(|error| error.to_string())?;
        wanted.insert(Path::new(TYPES).join(inside), text);
    }
    let mut commands = Vec::new();
    for list in [USE_CASE_NAMES, OWN_COMMANDS] {
        let source = fs::read_to_string(list).map_err(|error| format!("{list}: {error}"))?;
        commands.extend(names(&source).map_err(|why| format!("{list}: {why}"))?);
    }
    wanted.insert(CAPABILITY.into(), capability(commands)?);
    Ok(wanted)
}

fn present() -> Result<Files, String> {
    let mut files = Files::new();
    read(Path::new(TYPES), &mut files)?;
    if let Ok(text) = fs::read_to_string(CAPABILITY) {
        files.insert(CAPABILITY.into(), text);
    }
    Ok(files)
}

fn read(folder: &Path, files: &mut Files) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, files)?;
        } else {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            files.insert(path, text);
        }
    }
    Ok(())
}

/// The names between quotes in a list of commands.
fn names(source: &str) -> Result<Vec<String>, String> {
    let code: Vec<&str> = source.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
    let names: Vec<String> = code.join("\n").split('"').skip(1).step_by(2).map(str::to_owned).collect();
    let is_name = |name: &String| {
        !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    };
    match names.iter().find(|name| !is_name(name)) {
        Some(odd) => Err(format!("{odd:?} is no name of a command")),
        None if names.is_empty() => Err("no command is named".to_owned()),
        None => Ok(names),
    }
}

/// The main window may call each use-case by name, have a file chosen, hear events, and nothing else.
fn capability(commands: Vec<String>) -> Result<String, String> {
    let mut names: Vec<String> =
        commands.into_iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    names.sort();
    let permissions: Vec<Value> =
        EVENTS.iter().map(|event| json!(event)).chain(names.into_iter().map(Value::String)).collect();
    let capability = json!({
        "identifier": "main",
        "description": "The main window: every use-case by name, having a file chosen, and hearing events. Written by `cargo xtask bindings`.",
        "windows": ["main"],
        "permissions": permissions,
    });
    serde_json::to_string_pretty(&capability).map(|text| text + "\n").map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
    }

    #[test]
    fn a_changed_a_missing_and_a_left_over_file_are_drift() {
        let wanted = files(&[("A.ts", "a"), ("B.ts", "b"), ("C.ts", "c")]);
        assert_eq!(drift(&wanted, &wanted), Vec::<String>::new());
        let present = files(&[("A.ts", "a"), ("B.ts", "old"), ("D.ts", "d")]);
        assert_eq!(
            drift(&wanted, &present),
            ["B.ts differs", "C.ts is missing", "D.ts is generated no longer"]
        );
    }

    #[test]
    fn the_capability_grants_the_named_commands_and_hearing_events_alone() {
        let names = names(
            "// \"not_this\"\npub const USE_CASE_NAMES: &[&str] = &[\n  \"unlock\",\n  \"duty_list\",\n];",
        )
        .unwrap();
        let capability: Value = serde_json::from_str(&capability(names).unwrap()).unwrap();
        let expected = json!([
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "allow-duty-list",
            "allow-unlock"
        ]);
        assert_eq!(capability["permissions"], expected);
        assert_eq!(capability["windows"], json!(["main"]));
    }

    #[test]
    fn a_list_without_names_is_refused() {
        assert!(names("pub const USE_CASE_NAMES: &[&str] = &[];").is_err());
        assert!(names("&[\"Unlock It\"]").is_err());
    }
}
