//! What is given out: the complete log that verifies alone, a table that comes back the same, papers.

use std::path::Path;

use serde_json::{Value, json};

use crate::common::*;

pub fn offer(laptop: &Laptop, path: &Path) -> Value {
    serde_json::to_value(laptop.app.offer(path.to_owned())).unwrap()
}

pub async fn export(laptop: &Laptop, format: &str, path: &Path) -> Value {
    let to = offer(laptop, path);
    laptop.call("export_incidents", json!({ "format": format, "to": to, "reason": "Test review" })).await
}

pub async fn training(incidents: u32) -> Laptop {
    let laptop = Laptop::empty();
    laptop.call("open_training", json!({ "incidents": incidents, "seed": 3 })).await;
    laptop
}

#[tokio::test]
async fn the_complete_log_verifies_without_the_register_and_says_what_was_changed_in_it() {
    let (laptop, folder) = (training(16).await, tempfile::TempDir::new().unwrap());
    let path = folder.path().join("log.json");
    let saved = export(&laptop, "json", &path).await;
    let text = std::fs::read_to_string(&path).unwrap();
    let verified = app::verify_log_file(text.as_bytes()).unwrap();
    assert!(verified.sound, "{:?}", verified.findings);
    assert_eq!(Some(verified.incidents), saved["count"].as_u64());
    assert!(verified.given_out.contains(saved["serial"].as_str().unwrap()));

    let whole: Value = serde_json::from_str(&text).unwrap();
    let entries = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(&mut changed["incidents"][0]["entries"]);
        app::verify_log_file(changed.to_string().as_bytes()).unwrap()
    };
    let unsound: [&dyn Fn(&mut Value); 4] = [
        &|entries| entries[0]["says"]["facts"][0]["circumstances"] = json!("something else"),
        &|entries| entries[0]["body"] = entries[1]["body"].clone(),
        &|entries| entries[0]["signature"] = entries[1]["signature"].clone(),
        &|entries| {
            entries.as_array_mut().unwrap().remove(0);
        },
    ];
    for (n, change) in unsound.iter().enumerate() {
        assert!(!entries(change).sound, "change {n}");
    }
    assert!(app::verify_log_file("{}".as_bytes()).is_err());

    // What is cut off at the end, or said of who gave it out, is not what they signed.
    let mut changed = whole.clone();
    changed["given_out"]["reason"] = json!("another reason");
    assert!(!app::verify_log_file(changed.to_string().as_bytes()).unwrap().sound);
    let mut cut = whole.clone();
    let removed = cut["incidents"].as_array_mut().unwrap().pop();
    assert!(removed.is_some() && !app::verify_log_file(cut.to_string().as_bytes()).unwrap().sound);
    assert!(app::verify_log_file(&text.as_bytes()[..text.len() / 2]).is_err(), "half a file is none");
}

#[tokio::test]
async fn an_export_needs_a_reason_and_each_incident_in_it_is_a_look() {
    let (laptop, folder) = (training(16).await, tempfile::TempDir::new().unwrap());
    let path = folder.path().join("table.csv");
    let command = json!({ "format": "csv", "to": offer(&laptop, &path), "reason": "  " });
    assert_eq!(laptop.refused("export_incidents", command).await.fields[0].field, "reason");
    assert!(!path.exists());
    export(&laptop, "csv", &path).await;
    assert!(std::fs::read_dir(folder.path()).unwrap().count() == 1, "nothing beside it is left");
    let row = laptop.duty().await[0]["incident_id"].clone();
    let view = laptop.call("incident", json!({ "incident_id": row })).await;
    assert!(view["as_known"]["seen_by"].as_array().is_some_and(|seen| !seen.is_empty()));
}

/// What a row can carry of an incident, without what belongs to the register that holds it.
fn carried(view: &Value) -> Value {
    let mut kept = json!({});
    for field in ["category", "reported_at", "circumstances", "status", "last_seen", "name", "age_sex"] {
        kept[field] = view[field].clone();
    }
    kept["grade"] = view["grade"]["grade"].clone();
    let mut description: Vec<(String, String)> = Vec::new();
    for row in view["description"].as_array().unwrap() {
        for said in std::iter::once(&row["current"]).chain(row["earlier"].as_array().unwrap()) {
            description.push((row["attribute"].to_string(), said["value"].to_string()));
        }
    }
    description.sort();
    kept["description"] = json!(description);
    let answers = view["answers"].as_array().unwrap().iter();
    kept["answers"] = answers.map(|row| json!([row["question"], row["answer"], row["detail"]])).collect();
    if let Some(last_seen) = kept["last_seen"].as_object_mut() {
        last_seen.retain(|field, _| matches!(field.as_str(), "place" | "when" | "how_known"));
    }
    kept
}

#[tokio::test]
async fn a_training_register_exported_as_a_table_comes_back_the_same() {
    let (from, folder) = (training(60).await, tempfile::TempDir::new().unwrap());
    let path = folder.path().join("table.csv");
    export(&from, "csv", &path).await;
    let to = Laptop::new().await;
    to.set_clock(from.now());
    let file = offer(&to, &path);
    let mut mapping = to.call("read_import", json!({ "file": file })).await["mapping"].clone();
    mapping["system"] = json!("NRMP training");
    let seen = to.call("read_import", json!({ "file": file, "mapping": mapping })).await;
    assert_eq!((seen["rejected"].as_u64(), seen["not_understood"].as_u64()), (Some(0), Some(0)), "{seen:#}");
    let ran = to.call("run_import", json!({ "file": file, "mapping": mapping })).await;
    let log = folder.path().join("log.json");
    export(&from, "json", &log).await;
    let incidents: Value = serde_json::from_slice(&std::fs::read(&log).unwrap()).unwrap();
    let incidents = incidents["incidents"].as_array().unwrap();
    assert_eq!(ran["new"].as_u64(), Some(incidents.len() as u64));
    for incident in incidents {
        let one = from.call("incident", json!({ "incident_id": incident["incident_id"] })).await;
        let found = to.call("find_people", json!({ "text": incident["reference"] })).await;
        let hit = found["incidents"].as_array().unwrap().iter().find_map(|hit| hit["incident_id"].as_str());
        let other =
            to.call("incident", json!({ "incident_id": hit.expect("found by its old reference") })).await;
        assert_eq!(carried(&one), carried(&other), "{}", incident["reference"]);
    }
}

const NAUGHTY: [&str; 14] = [
    "=1+1",
    "@SUM(A1)",
    "+44 7700 900123",
    "-2",
    "'already quoted",
    "\"quotes\" and, commas; and\ttabs",
    "line one\r\nline two\nline three",
    "<script>alert(1)</script>",
    "'; DROP TABLE entry; --",
    "\u{202e}right to left\u{202c} \u{200f}mark",
    "e\u{301}\u{323} Z\u{338}a\u{334}l\u{321}go",
    "\u{feff}mark inside\u{2028}line",
    "\u{1}\u{7f} controls \u{0} nought",
    "  spaces at both ends  ",
];

#[tokio::test]
async fn naughty_strings_come_through_import_screen_export_and_back_byte_for_byte() {
    let (laptop, folder) = (Laptop::new().await, tempfile::TempDir::new().unwrap());
    let mut csv = String::from("Reference,Surname,Date reported,Circumstances\r\n");
    for (n, text) in NAUGHTY.iter().enumerate() {
        csv += &format!("N/{n},Test-Naughty,01/11/2026,\"{}\"\r\n", text.replace('"', "\"\""));
    }
    let path = folder.path().join("naughty.csv");
    std::fs::write(&path, csv).unwrap();
    let file = offer(&laptop, &path);
    let mut mapping = laptop.call("read_import", json!({ "file": file })).await["mapping"].clone();
    mapping["system"] = json!("Oldsystem");
    laptop.call("run_import", json!({ "file": file, "mapping": mapping })).await;
    let out = folder.path().join("out.csv");
    export(&laptop, "csv", &out).await;
    let table = std::fs::read(&out).unwrap();
    let formula = |start: char| String::from_utf8_lossy(&table).contains(&format!("\"{start}"));
    assert!(!"=+-@".chars().any(formula), "a cell begins as a formula does");

    let second = Laptop::new().await;
    let file = offer(&second, &out);
    let mut mapping = second.call("read_import", json!({ "file": file })).await["mapping"].clone();
    mapping["system"] = json!("NRMP");
    second.call("run_import", json!({ "file": file, "mapping": mapping })).await;
    for register in [&laptop, &second] {
        let mut shown = Vec::new();
        for row in register.duty().await {
            let view = register.call("incident", json!({ "incident_id": row["incident_id"] })).await;
            shown.push(view["circumstances"].as_str().unwrap().to_owned());
        }
        for text in NAUGHTY {
            assert!(shown.iter().any(|shown| shown == text), "{text:?} is not among {shown:?}");
        }
    }
}

#[tokio::test]
async fn papers_are_pdf_and_the_evidence_pack_needs_a_reason() {
    let (laptop, folder) = (training(16).await, tempfile::TempDir::new().unwrap());
    let list = folder.path().join("open.pdf");
    let printed = laptop.call("print_open_incidents", json!({ "to": offer(&laptop, &list) })).await;
    assert_eq!(printed["count"].as_u64(), Some(laptop.duty().await.len() as u64));
    assert!(std::fs::read(&list).unwrap().starts_with(b"%PDF-"));
    let incident_id = laptop.duty().await[0]["incident_id"].clone();
    let pack = folder.path().join("evidence.pdf");
    let command =
        |reason: &str| json!({ "incident_id": incident_id, "to": offer(&laptop, &pack), "reason": reason });
    assert_eq!(laptop.refused("print_evidence", command("")).await.fields[0].field, "reason");
    laptop.call("print_evidence", command("Inquest")).await;
    assert!(std::fs::read(&pack).unwrap().starts_with(b"%PDF-"));
}
