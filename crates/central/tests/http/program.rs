//! `nrmp-central` as an administrator runs it.

use super::*;
use protocol::*;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nrmp-central"));
    command.args(arguments).arg("--training").arg("--data").arg(folder.join("data")).env_clear();
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = program(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// A server that is stopped by its own process id, whatever becomes of the test.
pub struct Running(Child);

impl Running {
    /// Start a server and wait for its first lines.
    pub async fn serve(mut program: Command, lines: usize) -> (Self, Vec<String>) {
        let child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut running = Self(child);
        let mut out = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let (sender, first) = tokio::sync::oneshot::channel();
        // What it says later is read as well, or it could not say it.
        std::thread::spawn(move || {
            let _ = sender.send(out.by_ref().take(lines).collect());
            out.for_each(drop);
        });
        (running, first.await.unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_starts_with_nothing_said_tells_how_to_enrol_and_does_what_it_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut serving = program(folder, &["serve", "--listen", "127.0.0.1:0"]);
    let mut serving = Running(serving.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut lines = BufReader::new(serving.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    let address = first.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    assert!(lines.next().unwrap().contains("SQLite"));
    let told: Vec<String> = lines.by_ref().take(4).collect();
    // The very commands that were printed.
    let commands = told.iter().filter_map(|line| line.trim().strip_prefix("nrmp-central "));
    let printed: Vec<String> = commands
        .map(|command| {
            let (done, out, err) = run(folder, &command.split(' ').collect::<Vec<_>>());
            assert!(done, "{command}: {err}");
            out
        })
        .collect();
    assert_eq!(printed[0], "NM Northmoor Police is there\n");
    let code: EnrolCode = printed[1].trim().parse().unwrap();

    let http = HttpCentral::new(&address, HttpSettings::default()).unwrap();
    let mut laptop = Laptop::founded(1, force());
    let hello = http.hello(Hello::default()).await.unwrap();
    assert!(code.is_of(&hello.body.key) && first.contains(&hello.body.key.pin()));
    laptop.time = hello.time;
    http.enrol(laptop.enrolment(&code)).await.unwrap();
    laptop.record(1, "entry");
    assert_eq!(accepted(&laptop.push_all(&http).await), [1, 2]);

    let (_, devices, _) = run(folder, &["device", "list", "NM"]);
    assert!(
        devices.contains(&laptop.device_id.to_string()) && devices.contains("\"entries\":2"),
        "{devices}"
    );
    let device = laptop.device_id.to_string();
    let officer = laptop.founder.id.to_string();
    assert!(run(folder, &["officer", "suspend", "NM", &officer, "--reason", "test"]).0);
    laptop.record(1, "after the suspension");
    assert_eq!(refused(&laptop.push_all(&http).await)[2], Some(RefusalCode::OfficerSuspended));
    let public = laptop.founder.public();
    assert!(run(folder, &["officer", "add", "NM", &officer, &public, "duty_inspector"]).0);
    assert_eq!(accepted(&laptop.push(&http, &laptop.written[2..]).await), [3]);
    assert!(run(folder, &["device", "revoke", "NM", &device]).0);
    assert_eq!(http.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::Revoked));
    let (sound, verified, _) = run(folder, &["verify"]);
    assert!(
        sound && verified.contains("\"entries\":3") && verified.contains("\"findings\":[]"),
        "{verified}"
    );
    let (_, stats, _) = run(folder, &["stats"]);
    assert!(stats.contains("\"entries\":3") && stats.contains("\"devices\":0"), "{stats}");

    let pid = serving.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(serving.0.wait().unwrap().success());
    assert_eq!(lines.last().unwrap(), "stopped: all that was accepted is done");
}

#[test]
fn a_scope_is_granted_listed_and_withdrawn_at_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| {
        let mut arguments: Vec<&str> = line.split(' ').collect();
        arguments.extend([
            "--purpose",
            "Children looked after by Test-Alderbrook Council",
            "--by",
            "Test-Wren, Ada",
        ]);
        run(folder.path(), &arguments)
    };
    let add = |arguments: &[&str]| assert!(super::program::run(folder.path(), arguments).0);
    add(&["force", "add", "NM"]);
    add(&["force", "add", "WX"]);
    add(&["force", "add", "ALD", "--name", "Test-Alderbrook Council", "--code-adopted", "2026-01-05"]);
    let (done, line, err) = run("force scope ALD --forces NM,WX --under 18 --until 2999-01-31");
    assert!(done, "{err}");
    assert!(line.contains("\"forces\":[\"NM\",\"WX\"]") && line.contains("\"holds\":true"), "{line}");
    assert!(run("force scope ALD --none").0);
    let (_, lines, _) = super::program::run(folder.path(), &["force", "scopes", "ALD"]);
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.contains("\"withdrawn\":true") && !lines.contains("\"holds\":true"), "{lines}");
    for (bad, why) in [
        ("force scope ALD", "--forces"),
        ("force scope ALD --forces NM --all-police", "--all-police"),
        ("force scope ALD --none --under 18", "--under"),
        ("force scope NM --all-police", "NM is police"),
    ] {
        let (done, _, err) = run(bad);
        assert!(!done && err.contains(why), "{err}");
    }
}

#[test]
fn an_organisation_that_is_not_police_is_admitted_only_with_its_adoption_of_the_code() {
    let folder = tempfile::tempdir().unwrap();
    let (done, _, err) = run(folder.path(), &["force", "add", "QQT"]);
    assert!(!done && err.contains("--code-adopted") && err.contains("--police"), "{err}");
    let (done, _, err) = run(folder.path(), &["force", "add", "QQT", "--code-adopted", "2999-01-05"]);
    assert!(!done && err.contains("not yet"), "{err}");
    let both = ["force", "add", "QQT", "--police", "--code-adopted", "2026-01-05"];
    assert!(!run(folder.path(), &both).0);
    let (done, _, err) = run(folder.path(), &["device", "enrol-code", "QQT"]);
    assert!(!done && err.contains("no force QQT"), "nothing was admitted: {err}");
    assert!(run(folder.path(), &["force", "add", "QQT", "--police"]).0);
    assert!(run(folder.path(), &["device", "enrol-code", "QQT"]).0);
}

#[test]
fn a_command_that_cannot_be_done_says_why_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let (done, out, err) = run(folder.path(), &["device", "enrol-code", "NM"]);
    assert!(!done && out.is_empty() && err.contains("force add NM"), "{err}");
    let (done, _, err) = run(folder.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert!(!done && err.contains("loopback"), "{err}");
    let (done, out, _) = run(folder.path(), &["check-config", "--listen", "127.0.0.1:9"]);
    assert!(
        done && out.contains("listen = \"127.0.0.1:9\"  (command line)") && out.contains("(default)"),
        "{out}"
    );
    // The key is its owner's alone.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path().join("data/central.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    let mut text = String::new();
    let mut child = program(folder.path(), &["--help"]).stdout(Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    child.wait().unwrap();
    assert!(text.contains("serve") && text.contains("verify"));
}
