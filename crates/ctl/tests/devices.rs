//! `nrmpctl devices` and `nrmpctl export-refused`, against a central service in this process.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use central::administration::{self, Organisation};
use central::configuration::Configuration;
use central::web::{Serving, serve};
use central::{Centre, Clock, Database, Limits, OwnKey, Parts, Place};
use object_store::memory::InMemory;
use register::force::ForceCode;
use serde_json::{Value, json};

/// Of every training register.
const PASSPHRASE: &str = "heron quarry lantern 58";

struct Office {
    centre: Centre,
    serving: Serving,
    address: String,
    force: ForceCode,
    clock: Clock,
}

impl Office {
    async fn new(folder: &Path) -> Self {
        let (force, clock) =
            (ForceCode::parse("NM").unwrap(), Clock::Set(Arc::new(AtomicI64::new(1_772_442_000_000))));
        let limits = Limits::default();
        let wait = Duration::from_millis(limits.database_wait_ms);
        let place = Place::Sqlite(folder.join("central.db"));
        let database = Database::open(&place, limits.database_connections, wait).await.unwrap();
        administration::add_force(&database, &force, "Northmoor", &Organisation::Police, &clock)
            .await
            .unwrap();
        let (key, blobs) = (OwnKey::of([3; 32]), Arc::new(InMemory::new()));
        let parts =
            Parts { database, key, clock: clock.clone(), limits, training: true, blobs, withdrawn: None };
        let centre = Centre::new(parts).await.unwrap();
        let listen = ([127, 0, 0, 1], 0).into();
        let configuration = Configuration { listen, ..Configuration::default() };
        let serving = serve(centre.clone(), &configuration).await.unwrap();
        let address = format!("http://{}", serving.address);
        Self { centre, serving, address, force, clock }
    }

    /// A laptop with the training register, enrolled and sent.
    async fn laptop(&self, data: &Path, seed: &str) {
        assert_eq!(run(data, &["training", "--seed", seed], "").await.0, Some(0));
        let (database, key) = (self.centre.database(), OwnKey::of([3; 32]));
        let code = administration::enrol_code(
            database,
            &self.force,
            &key,
            administration::Profile::Desk,
            60_000,
            &self.clock,
        )
        .await
        .unwrap();
        let (status, out, err) = run(data, &["enrol", "--central", &self.address], &code.to_string()).await;
        assert_eq!(status, Some(0), "{out}{err}");
        assert_eq!(run(data, &["sync"], "").await.0, Some(0));
    }
}

/// How it ended, and what it printed; the central service answers meanwhile.
async fn run(data: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nrmpctl"));
    command.env_remove("NRMP_CLOCK").env_remove("NRMP_LOG").args(arguments);
    command.env("NRMP_DATA_DIR", data).env("NRMP_COLLAR", "T1").env("NRMP_PASSPHRASE", PASSPHRASE);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let input = input.to_owned();
    let ended = tokio::task::spawn_blocking(move || {
        use std::io::Write as _;
        let mut child = command.spawn().unwrap();
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    });
    let output = ended.await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn laptops_are_listed_and_one_is_revoked_with_a_reason_and_its_name_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let (office, here) = (Office::new(folder.path()).await, folder.path().join("here"));
    office.laptop(&here, "1").await;
    office.laptop(&folder.path().join("there"), "2").await;
    let (status, list, _) = run(&here, &["devices"], "").await;
    assert_eq!(status, Some(0));
    assert_eq!(list.matches("In contact").count(), 2, "{list}");
    assert_eq!(list.matches("(this laptop)").count(), 1, "{list}");
    let (_, view, _) = run(&here, &["--json", "devices"], "").await;
    let view: Value = serde_json::from_str(&view).unwrap();
    let other = view["devices"].as_array().unwrap().iter().find(|one| one["this_laptop"] == json!(false));
    let label = other.unwrap()["label"].as_str().unwrap().to_owned();
    let revoke = |confirm: &str| {
        ["devices", "revoke", &label, "--reason", "Left in a taxi", "--confirm", confirm].map(str::to_owned)
    };
    let refused = revoke("NM-0");
    let refused = refused.each_ref().map(String::as_str);
    let (status, _, err) = run(&here, &refused, "").await;
    assert_eq!(status, Some(2), "{err}");
    assert!(err.contains("short name"), "{err}");
    let nobody = ["devices", "revoke", "NM-0", "--reason", "Lost", "--confirm", "NM-0"];
    assert_eq!(run(&here, &nobody, "").await.0, Some(2));
    let done = revoke(&label.to_lowercase());
    let (status, out, err) = run(&here, &done.each_ref().map(String::as_str), "").await;
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("its keys are destroyed at its next contact"), "{out}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_refused_is_saved_as_a_log_that_verifies_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let (office, here) = (Office::new(folder.path()).await, folder.path().join("here"));
    office.laptop(&here, "1").await;
    let file = folder.path().join("refused.json");
    let export = ["export-refused", "--out", file.to_str().unwrap(), "--reason", "To be entered anew"];
    let (status, _, err) = run(&here, &export, "").await;
    assert_eq!(status, Some(1), "nothing was refused: {err}");
    let (_, session, _) = run(&here, &["do", "session"], "").await;
    let session: Value = serde_json::from_str(&session).unwrap();
    let officer = register::OfficerId(session["officer_id"].as_str().unwrap().parse().unwrap());
    let database = office.centre.database();
    administration::suspend_officer(database, &office.force, officer, "On leave", &office.clock)
        .await
        .unwrap();
    let (_, list, _) = run(&here, &["--json", "list"], "").await;
    let list: Value = serde_json::from_str(&list).unwrap();
    let note = json!({ "incident_id": list["rows"][0]["incident_id"], "text": "Seen at the café." });
    assert_eq!(run(&here, &["do", "record_note"], &note.to_string()).await.0, Some(0));
    let (status, said, _) = run(&here, &["sync"], "").await;
    let name = list["rows"][0]["name"].as_str().unwrap();
    assert!(status == Some(1) && said.contains("NOT DELIVERED") && said.contains(name), "{said}");
    let (status, out, err) = run(&here, &export, "").await;
    assert!(status == Some(0) && out.contains("1 refused entry saved"), "{out}{err}");
    let (status, out, _) = run(&folder.path().join("nowhere"), &["verify", file.to_str().unwrap()], "").await;
    assert_eq!(status, Some(0), "{out}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_is_shown_with_its_sides_and_made_on_what_disagrees_alone() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path()).await;
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    office.laptop(&here, "1").await;
    office.laptop(&there, "2").await;
    let (_, list, _) = run(&here, &["--json", "list"], "").await;
    let list: Value = serde_json::from_str(&list).unwrap();
    let (incident_id, reference) =
        (&list["rows"][0]["incident_id"], list["rows"][0]["reference"].as_str().unwrap());
    let (_, out, _) = run(&here, &["decide", reference], "").await;
    assert_eq!(out, "Nothing needs a decision\n");
    assert_eq!(run(&there, &["sync"], "").await.0, Some(0));
    for (laptop, category) in [(&here, "missing"), (&there, "concern_for_safety")] {
        let command =
            json!({ "incident_id": incident_id, "category": category, "reason": "As the caller says." });
        let (status, _, err) = run(laptop, &["do", "decide_category"], &command.to_string()).await;
        assert_eq!(status, Some(0), "{err}");
    }
    for laptop in [&here, &there, &here] {
        assert_eq!(run(laptop, &["sync"], "").await.0, Some(0));
    }
    let (_, out, _) = run(&here, &["decide", reference], "").await;
    assert!(out.starts_with("NEEDS A DECISION (category): Decided differently"), "{out}");
    assert_eq!((out.matches("  holds  ").count(), out.matches("Had ").count()), (1, 2), "{out}");
    let grade =
        ["decide", reference, "--grade", "high", "--why", "x", "--not-known", "y", "--would-change", "z"];
    let (status, _, err) = run(&here, &grade, "").await;
    assert!(status == Some(2) && err.contains("no decision on grades") && err.contains("category"), "{err}");
    let decide = ["decide", reference, "--category", "missing", "--why", "Both calls were read."];
    let (status, _, err) = run(&here, &decide, "").await;
    assert_eq!(status, Some(0), "{err}");
    let (_, out, _) = run(&here, &["decide", reference], "").await;
    assert_eq!(out, "Nothing needs a decision\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_does_not_reach_central_ends_with_one_though_nothing_waits() {
    let folder = tempfile::tempdir().unwrap();
    let (office, here) = (Office::new(folder.path()).await, folder.path().join("here"));
    office.laptop(&here, "1").await;
    office.serving.stop().await.unwrap();
    let (status, out, _) = run(&here, &["sync"], "").await;
    assert_eq!(status, Some(1), "{out}");
}
