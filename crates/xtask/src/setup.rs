//! What a machine with only Rust and Node still needs: system packages, npm packages, and the WebDriver bridge.

use std::fs;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::fingerprint;
use crate::steps::{Outcome, Steps};

/// Builds the program.
const TO_BUILD: &[&str] = &["build-essential", "pkg-config", "perl", "libwebkit2gtk-4.1-dev", "librsvg2-dev"];
/// Drives its screens and its window without a display.
const TO_TEST: &[&str] = &["webkit2gtk-driver", "xvfb", "xauth", "chromium", "postgresql"];

const OLDEST_NODE: u32 = 20;

/// What the machine is prepared for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Building and opening the window.
    Building,
    /// That, and every test.
    Tests,
}

pub(crate) fn setup(steps: &mut Steps, purpose: For) -> Outcome {
    steps.step("system packages", |steps| system_packages(steps, purpose))?;
    steps.step("npm packages", npm_packages)?;
    if purpose == For::Tests {
        steps.step("tauri-driver", |steps| cargo_tool(steps, "tauri-driver", &["--version", "^2"]))?;
    }
    Ok(())
}

fn system_packages(steps: &mut Steps, purpose: For) -> Result<(), String> {
    let mut wanted = TO_BUILD.to_vec();
    if purpose == For::Tests {
        wanted.extend(TO_TEST);
    }
    if !cfg!(target_os = "linux") {
        println!("This is not Linux: install what https://tauri.app/start/prerequisites lists for it.");
        return Ok(());
    }
    if on_path("dpkg-query").is_none() || on_path("apt-get").is_none() {
        println!("This Linux has no apt-get. Install what its packages call these: {}", wanted.join(", "));
        return Ok(());
    }
    let missing = missing_of(&wanted);
    if missing.is_empty() {
        println!("nothing is missing");
        return Ok(());
    }
    println!("missing: {}", missing.join(", "));
    let advice = || {
        format!(
            "install them as root, then run this again:\n  apt-get update && apt-get install -y --no-install-recommends {}",
            missing.join(" ")
        )
    };
    let before: &[&str] = match privilege() {
        Privilege::Root => &[],
        Privilege::Sudo => &["sudo", "-n"],
        Privilege::SudoAsks => &["sudo"],
        Privilege::None => return Err(advice()),
    };
    steps.set("DEBIAN_FRONTEND", "noninteractive");
    let mut install = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    for apt in [&["apt-get", "update"][..], &install] {
        let line: Vec<&str> = before.iter().chain(apt).copied().collect();
        let (program, arguments) = line.split_first().ok_or("no command")?;
        if before == ["sudo"] {
            // It asks for a password, so it needs the terminal.
            let status = Command::new(program).args(arguments).status().map_err(|error| error.to_string())?;
            if !status.success() {
                return Err(advice());
            }
        } else {
            steps.call(program, arguments).map_err(|error| format!("{error}\n{}", advice()))?;
        }
    }
    Ok(())
}

fn missing_of<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let listed = Command::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .stderr(Stdio::null())
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let installed = |package: &str| listed.lines().any(|line| line == format!("{package} installed"));
    wanted.iter().copied().filter(|package| !installed(package)).collect()
}

enum Privilege {
    Root,
    Sudo,
    SudoAsks,
    None,
}

fn privilege() -> Privilege {
    let silent_sudo = || {
        let output = Command::new("sudo").args(["-n", "true"]).stdin(Stdio::null()).output();
        output.is_ok_and(|output| output.status.success())
    };
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if is_root {
        Privilege::Root
    } else if on_path("sudo").is_none() {
        Privilege::None
    } else if silent_sudo() {
        Privilege::Sudo
    } else if std::io::stdin().is_terminal() {
        Privilege::SudoAsks
    } else {
        Privilege::None
    }
}

fn npm_packages(steps: &mut Steps) -> Result<(), String> {
    let printed = Command::new("node").arg("--version").output();
    let version =
        printed.map_err(|_| format!("Node {OLDEST_NODE} or newer is needed: https://nodejs.org"))?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("Node {OLDEST_NODE} or newer is needed, and this is {version}"));
    }
    let lock =
        fs::read_to_string("package-lock.json").map_err(|error| format!("package-lock.json: {error}"))?;
    // A node_modules that was taken away is made again, whatever was done before.
    if !fs::exists("node_modules/.package-lock.json").unwrap_or(false) {
        fingerprint::forget("npm-ci");
    }
    if !fingerprint::unless_done("npm-ci", &lock, || steps.call("npm", &["ci"]).map(drop))? {
        println!("as package-lock.json has them");
    }
    Ok(())
}

/// Installs a cargo tool that is not there.
pub(crate) fn cargo_tool(steps: &Steps, name: &str, options: &[&str]) -> Result<(), String> {
    if on_path(name).is_some() {
        println!("{name} is there");
        return Ok(());
    }
    let mut arguments = vec!["install", name, "--locked"];
    arguments.extend(options);
    steps.call("cargo", &arguments).map(drop)
}

/// Where a program is, on the path or among cargo's own.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let own = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let own =
        own.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).map(|home| home.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path)
        .chain(own)
        .map(|folder| folder.join(&file))
        .find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_on_the_path_is_found_and_another_is_not() {
        assert!(on_path("cargo").is_some());
        assert!(on_path("no-such-program-anywhere").is_none());
    }
}
