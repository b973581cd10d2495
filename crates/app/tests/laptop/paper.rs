//! Paper sheets: what was written down during an outage is entered with the time it happened, under the rules
//! that hold at the keyboard (F42, INV-4).

use serde_json::{Value, json};

use crate::common::*;
use crate::imports::{Files, incident};

/// A sheet of the program's own, its rows filled in by headings that begin so.
async fn filled(laptop: &Laptop, files: &Files, name: &str, rows: &[&[(&str, &str)]]) -> Value {
    let to = files.offer(laptop, name);
    let saved = laptop.call("write_paper_sheet", json!({ "to": to, "rows": rows.len() })).await;
    let sheet = text(&saved, "serial").to_owned();
    let empty = files.read(name);
    let mut lines = empty.trim_start_matches('\u{feff}').lines();
    let headings: Vec<String> =
        lines.next().unwrap().trim_matches('"').split("\",\"").map(str::to_owned).collect();
    let mut out = format!("\"{}\"\r\n", headings.join("\",\""));
    for (n, row) in rows.iter().enumerate() {
        let mut cells = vec![String::new(); headings.len()];
        cells[0] = format!("P-{sheet}-{:03}", n + 1);
        for (beginning, value) in *row {
            let at = headings.iter().position(|heading| heading.starts_with(beginning)).unwrap();
            cells[at] = value.replace("SHEET", &sheet);
        }
        out += &format!("\"{}\"\r\n", cells.join("\",\""));
    }
    files.write(laptop, name, out)
}

async fn read(laptop: &Laptop, file: &Value) -> Value {
    laptop.call("read_import", json!({ "file": file })).await
}

async fn enter(laptop: &Laptop, file: &Value) -> Value {
    let mapping = read(laptop, file).await["mapping"].clone();
    laptop.call("run_import", json!({ "file": file, "mapping": mapping })).await
}

const REPORT: &[(&str, &str)] = &[
    ("Date it happened", "20/11/2026"),
    ("Time it happened", "02:13"),
    ("Written down by", "PC Test-Marsh 4411"),
    ("Said by", "Jo Test-Vale"),
    ("What happened", "Left by the back door in slippers."),
    ("Family name", "Test-Vale"),
    ("Given name", "Ida"),
    ("Grade", "High"),
];

fn line<'a>(about: &'a str, time: &'a str, words: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("About incident", about),
        ("Date it happened", "20/11/2026"),
        ("Time it happened", time),
        ("Written down by", "PC Test-Marsh 4411"),
        ("What happened", words),
    ]
}

fn counts(view: &Value) -> [u64; 4] {
    ["new", "changed", "held", "rejected"].map(|name| view[name].as_u64().unwrap())
}

#[tokio::test]
async fn a_night_on_paper_is_entered_at_the_times_it_happened_and_marked_as_paper() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("medium", 60).await;
    let reference = text(&case.view, "reference").to_owned();
    let dashed = reference.replace('/', "-").to_lowercase();
    let first = line(&dashed, "03:40", "Daughter rang: his slippers are gone.");
    let second = line("P-SHEET-001", "04:10", "Neighbour saw her at the bus stop.");
    let file = filled(&laptop, &files, "night.csv", &[REPORT, &first, &second, &[]]).await;

    let seen = read(&laptop, &file).await;
    assert_eq!(counts(&seen), [1, 2, 0, 0], "{seen:#}");
    assert_eq!(seen["rows"].as_u64(), Some(3), "a row that nobody wrote on is no row");
    assert_eq!(laptop.duty().await.len(), 1, "nothing is entered by reading");

    let ran = enter(&laptop, &file).await;
    assert_eq!(counts(&ran), [1, 2, 0, 0], "{ran:#}");
    let item = |view: &Value, words: &str| {
        let mut items = view["timeline"].as_array().unwrap().iter();
        items.rfind(|item| item.to_string().contains(words)).unwrap_or(&Value::Null).clone()
    };
    let entered = item(case.refresh().await, "slippers are gone");
    assert_eq!(entered["from_paper"], true, "{entered:#}");
    assert!(entered.to_string().contains("2026-11-20T03:40:00"), "when it happened: {entered:#}");
    assert!(entered.to_string().contains("PC Test-Marsh 4411"), "who wrote it: {entered:#}");
    let sheet = text(&laptop.call("imports", json!({})).await["imports"][0], "file").to_owned();
    assert_eq!(sheet, "night.csv");
    let number = files.read("night.csv").split('"').find(|cell| cell.starts_with("P-")).unwrap().to_owned();
    let new = incident(&laptop, &number.to_lowercase()).await;
    assert_eq!(new["grade"]["grade"], "high");
    assert!(new["timeline"].to_string().contains("bus stop"), "a row about a row of the same sheet");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn sheets_of_several_laptops_never_share_a_number_and_the_same_sheet_is_entered_once() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let one = filled(&laptop, &files, "one.csv", &[REPORT]).await;
    let other: Vec<_> =
        REPORT.iter().map(|&(at, said)| (at, if said == "Ida" { "Wren" } else { said })).collect();
    let two = filled(&laptop, &files, "two.csv", &[&other]).await;
    let number = |name: &str| files.read(name).rsplit("P-").next().unwrap().to_owned();
    assert_ne!(number("one.csv")[..5], number("two.csv")[..5], "numbers of their own");
    assert_eq!(counts(&enter(&laptop, &one).await), [1, 0, 0, 0]);
    assert_eq!(counts(&enter(&laptop, &two).await), [1, 0, 0, 0]);
    assert_eq!(counts(&enter(&laptop, &one).await), [0, 0, 1, 0]);
    assert_eq!(laptop.duty().await.len(), 2);
}

#[tokio::test]
async fn what_is_refused_at_the_keyboard_is_refused_on_paper_with_the_remedy_and_comes_back_to_correct() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("high", 60).await;
    let reference = text(&case.view, "reference").to_owned();
    let mut lowered = line(&reference, "03:00", "Looks fine to me.");
    lowered.push(("Grade", "Low"));
    let nobody = line("NM/26/999999", "03:10", "Rang again.");
    let mut hearsay = line(&reference, "03:20", "A friend says he is home.");
    hearsay.extend([("Located place", "Home"), ("Located date", "20/11/2026"), ("Located time", "03:15")]);
    let file = filled(&laptop, &files, "bad.csv", &[&lowered, &nobody, &hearsay]).await;

    let seen = read(&laptop, &file).await;
    assert_eq!(counts(&seen), [0, 0, 0, 3], "{seen:#}");
    let problems = seen["problems"].to_string();
    assert!(problems.contains("NM/26/999999"), "{problems}");
    let ran = enter(&laptop, &file).await;
    assert_eq!(counts(&ran), [0, 0, 0, 3]);
    let view = case.refresh().await;
    assert_eq!((&view["grade"]["grade"], &view["status"]), (&json!("high"), &json!("open")), "INV-4");

    let to = files.offer(&laptop, "again.csv");
    let mapping = seen["mapping"].clone();
    let saved = laptop.call("save_rejected", json!({ "file": file, "mapping": mapping, "to": to })).await;
    assert_eq!(saved["count"].as_u64(), Some(3));
    let corrected = files.read("again.csv").replace("NM/26/999999", &reference);
    let file = files.write(&laptop, "corrected.csv", corrected);
    assert_eq!(counts(&enter(&laptop, &file).await), [0, 1, 0, 2]);
}

#[tokio::test]
async fn a_sheet_is_taken_back_as_a_whole_until_somebody_has_built_on_it() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let mut case = laptop.report(magnus(&laptop)).await;
    let reference = text(&case.view, "reference").to_owned();
    let file =
        filled(&laptop, &files, "night.csv", &[REPORT, &line(&reference, "03:40", "Wrong man.")]).await;
    enter(&laptop, &file).await;
    let import_id = laptop.call("imports", json!({})).await["imports"][0]["import_id"].clone();
    laptop.call("withdraw_import", json!({ "import_id": import_id, "reason": "another night" })).await;
    assert_eq!(laptop.duty().await.len(), 1);
    let view = case.refresh().await;
    assert!(view["timeline"].to_string().contains("another night"));
    assert_eq!(laptop.call("rebuild", json!({})).await["changed"].as_u64(), Some(0), "INV-2");
}

#[tokio::test]
async fn a_sheet_needs_a_sensible_number_of_rows() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let to = files.offer(&laptop, "none.csv");
    for rows in [0, 2_001] {
        let refused = laptop.refused("write_paper_sheet", json!({ "to": to, "rows": rows })).await;
        assert_eq!(fields(&refused), ["rows"]);
    }
    assert!(!files.path("none.csv").exists());
}
