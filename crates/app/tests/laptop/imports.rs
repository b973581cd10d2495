//! Other systems' files: read first, taken, taken again, stopped, resumed, taken back.

use std::path::PathBuf;

use app::AppError;
use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

/// Headings that this program has never written.
pub const OLD: &str = "Misper Ref;SURNAME;First names;Birth date;M/F;IC;When reported;Hour;Left from;Pcode;Risk;Why;\
                   CSE?;Returned on;Fav. colour\r\n\
                   MP/0001;TEST-OAKLEY;Ida May;04/03/1945;F;IC1;21/11/2026;14:10;Fernbrook Court;zz9 9zz;H;Not back from shops;N;;green\r\n\
                   MP/0002;TEST-REED;Tom;31/02/2010;M;IC3;20/11/2026;09:00;Quill Street;ZZ9 1AA;NAR;Late home;Y;20/11/2026;\r\n\
                   MP/0003;;;;;;not yet;;;;;;;;\r\n";

pub struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    pub fn new() -> Self {
        Self { folder: tempfile::TempDir::new().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, laptop: &Laptop, name: &str, bytes: impl AsRef<[u8]>) -> Value {
        std::fs::write(self.path(name), bytes).unwrap();
        self.offer(laptop, name)
    }

    pub fn offer(&self, laptop: &Laptop, name: &str) -> Value {
        serde_json::to_value(laptop.app.offer(self.path(name))).unwrap()
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8(std::fs::read(self.path(name)).unwrap()).unwrap()
    }
}

pub async fn preview(laptop: &Laptop, file: &Value, system: &str) -> Value {
    let guessed = laptop.call("read_import", json!({ "file": file })).await;
    let mut mapping = guessed["mapping"].clone();
    mapping["system"] = json!(system);
    laptop.call("read_import", json!({ "file": file, "mapping": mapping })).await
}

pub async fn take(laptop: &Laptop, file: &Value, system: &str) -> Value {
    let mapping = preview(laptop, file, system).await["mapping"].clone();
    laptop.call("run_import", json!({ "file": file, "mapping": mapping })).await
}

pub async fn incident(laptop: &Laptop, reference: &str) -> Value {
    let found = laptop.call("find_people", json!({ "text": reference })).await;
    let found = &found["incidents"];
    assert_eq!(found.as_array().unwrap().len(), 1, "{reference}: {found}");
    laptop.call("incident", json!({ "incident_id": found[0]["incident_id"] })).await
}

fn values(view: &Value, attribute: &str) -> Vec<String> {
    let rows = view["description"].as_array().unwrap().iter();
    rows.filter(|row| row["attribute"] == attribute)
        .flat_map(|row| std::iter::once(&row["current"]).chain(row["earlier"].as_array().unwrap()))
        .map(|said| said["value"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_file_with_strange_headings_is_understood_counted_and_not_yet_taken() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old export.csv", OLD);
    let seen = preview(&laptop, &file, "Oldsystem").await;
    let field = |heading: &str| {
        let columns = seen["columns"].as_array().unwrap();
        columns.iter().find(|column| column["heading"] == heading).unwrap()["field"].clone()
    };
    assert_eq!(field("Misper Ref"), "key");
    assert_eq!(field("SURNAME"), "attribute.family_name");
    assert_eq!(field("Birth date"), "attribute.date_of_birth");
    assert_eq!(field("Fav. colour"), "note");
    let n = |name: &str| seen[name].as_u64().unwrap();
    assert_eq!((n("rows"), n("new"), n("rejected")), (3, 2, 1), "{seen:#}");
    assert!(n("not_understood") >= 1, "the 31st of February: {seen:#}");
    let rejected = &seen["problems"].as_array().unwrap().iter().find(|problem| problem["rejected"] == true);
    assert_eq!(rejected.unwrap()["row"], 4, "as a spreadsheet counts");
    assert_eq!(laptop.duty().await.len(), 0, "nothing is taken by reading");
}

#[tokio::test]
async fn what_is_taken_says_file_row_and_each_cell_as_given() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old export.csv", OLD);
    let ran = take(&laptop, &file, "Oldsystem").await;
    assert_eq!(
        (ran["new"].as_u64(), ran["rejected"].as_u64(), &ran["whole"]),
        (Some(2), Some(1), &json!(true))
    );
    let view = incident(&laptop, "MP/0001").await;
    assert_eq!(view["grade"]["grade"], "high");
    assert_eq!(values(&view, "family_name"), ["Test-Oakley"]);
    let log = view["timeline"].to_string();
    for given in ["old export.csv", "row 2", "TEST-OAKLEY", "04/03/1945", "zz9 9zz", "green"] {
        assert!(log.contains(given), "{given} is not in the log: {log}");
    }
    let legacy = incident(&laptop, "MP/0002").await;
    assert_eq!(legacy["grade"]["grade"], "no_apparent_risk");
    assert_eq!(legacy["status"], "closed");
    assert!(legacy["timeline"].to_string().contains("31/02/2010"), "what is not understood is kept");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_a_later_one_only_what_changed() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old.csv", OLD);
    take(&laptop, &file, "Oldsystem").await;
    let before = laptop.call("verify", json!({})).await["entries"].clone();
    let again = take(&laptop, &file, "Oldsystem").await;
    assert_eq!(
        (again["new"].as_u64(), again["changed"].as_u64(), again["held"].as_u64()),
        (Some(0), Some(0), Some(2))
    );
    let entries = laptop.call("verify", json!({})).await["entries"].as_u64().unwrap();
    assert_eq!(entries, before.as_u64().unwrap() + 2, "beside the import's own beginning and end");

    let later = OLD.replace("Not back from shops", "Not back from the chemist").replace(";green", ";blue");
    let file = files.write(&laptop, "later.csv", later);
    let seen = preview(&laptop, &file, "Oldsystem").await;
    assert_eq!(
        (seen["new"].as_u64(), seen["changed"].as_u64(), seen["held"].as_u64()),
        (Some(0), Some(1), Some(1))
    );
    take(&laptop, &file, "Oldsystem").await;
    let view = incident(&laptop, "MP/0001").await;
    assert!(view["timeline"].to_string().contains("chemist"));
    assert_eq!(values(&view, "family_name"), ["Test-Oakley"], "what did not change is not said again");
}

#[tokio::test]
async fn a_reference_that_stands_twice_with_something_else_is_rejected_the_second_time() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(
        &laptop,
        "twice.csv",
        "Reference,Surname,Date reported\nA/1,Test-Vale,01/11/2026\nA/1,Test-Vale,01/11/2026\nA/1,Test-Quill,01/11/2026\n",
    );
    let seen = preview(&laptop, &file, "Oldsystem").await;
    assert_eq!(
        (seen["new"].as_u64(), seen["held"].as_u64(), seen["rejected"].as_u64()),
        (Some(1), Some(1), Some(1))
    );
    let ran = take(&laptop, &file, "Oldsystem").await;
    assert_eq!(
        (ran["new"].as_u64(), ran["held"].as_u64(), ran["rejected"].as_u64()),
        (Some(1), Some(1), Some(1))
    );
}

fn many(rows: u32) -> String {
    let mut file = String::from("Reference,Surname,Forename,DOB,Date reported,Found date\n");
    for n in 0..rows {
        file += &format!("R/{n},Test-Name{n},Ida,01/02/1980,03/11/2026,04/11/2026\n");
    }
    file
}

#[tokio::test]
async fn a_stopped_import_is_visibly_part_done_and_goes_on_where_it_stopped() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "many.csv", many(3_500));
    let mapping = preview(&laptop, &file, "Oldsystem").await["mapping"].clone();
    let mut events = laptop.app.events();
    let stop = async {
        loop {
            if let app::views::AppEvent::Progress { .. } = events.recv().await.unwrap() {
                return laptop.call("cancel_progress", json!({})).await;
            }
        }
    };
    let run = laptop.call("run_import", json!({ "file": file, "mapping": mapping }));
    let (ran, _) = tokio::join!(run, stop);
    assert_eq!(ran["whole"], false);
    let read = ran["read"].as_u64().unwrap();
    assert!((1_000..3_500).contains(&read) && read == ran["new"].as_u64().unwrap(), "{ran}");

    // As after a kill: the program begins anew.
    laptop.call("lock", json!({})).await;
    let laptop = laptop.started_again();
    laptop.unlock(INSPECTOR).await;
    let known = laptop.call("imports", json!({})).await["imports"][0].clone();
    assert_eq!((&known["state"], known["read"].as_u64()), (&json!("part_done"), Some(read)));
    let another = files.write(&laptop, "another.csv", many(3_499));
    let resume = json!({ "import_id": known["import_id"], "file": another });
    let refused = laptop.refused("resume_import", resume).await;
    assert_eq!(refused.fields[0].field, "file");
    let ended = laptop.call("resume_import", json!({ "import_id": known["import_id"] })).await;
    assert_eq!((ended["whole"].as_bool(), ended["new"].as_u64()), (Some(true), Some(3_500)));
    let known = laptop.call("imports", json!({})).await["imports"][0].clone();
    assert_eq!((&known["state"], known["new"].as_u64()), (&json!("whole"), Some(3_500)));
    assert_eq!(laptop.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn an_import_is_taken_back_as_a_whole_until_somebody_has_built_on_it() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old.csv", OLD);
    take(&laptop, &file, "Oldsystem").await;
    let import_id = laptop.call("imports", json!({})).await["imports"][0]["import_id"].clone();
    let view = incident(&laptop, "MP/0001").await;
    let id = view["incident_id"].clone();
    laptop.call("record_note", json!({ "incident_id": id, "text": "Rang the neighbour." })).await;
    let command = json!({ "import_id": import_id, "reason": "wrong file" });
    let refused: AppError = laptop.refused("withdraw_import", command.clone()).await;
    assert_eq!(refused.rule, Some(Rule::ImportBuiltOn));
    let officer = laptop.call("session", json!({})).await["name"].as_str().unwrap().to_owned();
    assert!(refused.message.contains(&officer), "says who: {}", refused.message);
    assert_eq!(incident(&laptop, "MP/0002").await["status"], "closed", "nothing of it was taken back");

    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old.csv", OLD);
    take(&laptop, &file, "Oldsystem").await;
    let import_id = laptop.call("imports", json!({})).await["imports"][0]["import_id"].clone();
    let id = incident(&laptop, "MP/0001").await["incident_id"].clone();
    let command = json!({ "import_id": import_id, "reason": "wrong file" });
    let after = laptop.call("withdraw_import", command.clone()).await;
    assert_eq!(after["imports"][0]["state"], "withdrawn");
    assert_eq!(laptop.duty().await.len(), 0);
    let found = laptop.call("find_people", json!({ "text": "Oakley" })).await;
    assert_eq!(found["incidents"].as_array().unwrap().len(), 0, "{found}");
    let log = laptop.call("incident", json!({ "incident_id": id })).await["timeline"].to_string();
    assert!(log.contains("wrong file") && log.contains("TEST-OAKLEY"), "the log stays");
    assert_eq!(laptop.refused("withdraw_import", command).await.rule, Some(Rule::NoSuchImport));
    assert_eq!(laptop.call("verify", json!({})).await["sound"], true);
    assert_eq!(laptop.call("rebuild", json!({})).await["changed"].as_u64(), Some(0), "INV-2");
    // And the file can be taken anew.
    assert_eq!(take(&laptop, &file, "Oldsystem").await["new"].as_u64(), Some(2));
}

#[tokio::test]
async fn rejected_rows_come_back_with_the_reason_and_are_taken_once_corrected() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old.csv", OLD);
    let mapping = preview(&laptop, &file, "Oldsystem").await["mapping"].clone();
    let to = files.offer(&laptop, "not taken.csv");
    let saved = laptop.call("save_rejected", json!({ "file": file, "mapping": mapping, "to": to })).await;
    assert_eq!(saved["count"].as_u64(), Some(1));
    let text = files.read("not taken.csv");
    assert!(
        text.contains("MP/0003") && text.contains("Why it was not taken") && !text.contains("MP/0001"),
        "{text}"
    );
    take(&laptop, &file, "Oldsystem").await;
    let corrected =
        text.replace("not yet", "21/11/2026").replacen("\"MP/0003\",\"\"", "\"MP/0003\",\"Test-Moss\"", 1);
    assert_ne!(corrected, text);
    let file = files.write(&laptop, "corrected.csv", corrected);
    assert_eq!(take(&laptop, &file, "Oldsystem").await["new"].as_u64(), Some(1), "{text}");
}

#[tokio::test]
async fn a_mapping_is_kept_by_name_and_used_again_for_a_file_with_its_headings() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "old.csv", OLD);
    let mut mapping = preview(&laptop, &file, "Oldsystem").await["mapping"].clone();
    mapping["name"] = json!("Old export");
    for column in mapping["columns"].as_array_mut().unwrap() {
        if column["heading"] == "Fav. colour" {
            column["field"] = json!("attribute.hair");
        }
    }
    laptop.call("save_mapping", json!({ "mapping": mapping })).await;
    let again = laptop.call("read_import", json!({ "file": file })).await;
    assert_eq!(
        (&again["mapping"]["name"], &again["mapping"]["system"]),
        (&json!("Old export"), &json!("Oldsystem"))
    );
    assert!(again["columns"].to_string().contains("attribute.hair"));
    mapping["system"] = json!("  ");
    let refused = laptop.refused("run_import", json!({ "file": file, "mapping": mapping })).await;
    assert_eq!(refused.fields[0].field, "mapping.system");
}

#[tokio::test]
async fn what_is_no_csv_is_refused_with_what_it_is_and_nothing_is_taken() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let hostile: [(&str, Vec<u8>); 5] = [
        ("zip.csv", b"PK\x03\x04 and more".to_vec()),
        ("picture.csv", b"\x89PNG\r\n\x1a\n and more".to_vec()),
        ("empty.csv", Vec::new()),
        ("quote.csv", b"Reference,Surname\nA/1,\"Test-Vale\nA/2,Test-Quill\n".to_vec()),
        ("long.csv", [b"Reference,Surname\nA/1,".to_vec(), vec![b'x'; 10_000_000]].concat()),
    ];
    for (name, bytes) in hostile {
        let file = files.write(&laptop, name, bytes);
        let refused = laptop.refused("read_import", json!({ "file": file })).await;
        assert_eq!(refused.fields[0].field, "file", "{name}: {refused:?}");
    }
    let refused = laptop.refused("read_import", json!({ "file": "no such name" })).await;
    assert_eq!(refused.fields[0].field, "file");
}

#[tokio::test]
async fn only_some_roles_import_and_export() {
    let laptop = Laptop::staffed().await;
    let files = Files::new();
    let file = files.write(&laptop, "old.csv", OLD);
    laptop.call("lock", json!({})).await;
    laptop.unlock(INVESTIGATOR).await;
    for (name, command) in [
        ("read_import", json!({ "file": file })),
        ("imports", json!({})),
        ("export_incidents", json!({ "format": "csv", "to": file, "reason": "x" })),
    ] {
        assert_eq!(laptop.refused(name, command).await.rule, Some(Rule::NotYourRole), "{name}");
    }
}

#[tokio::test]
async fn a_file_that_does_not_say_when_or_who_is_shown_so_that_its_columns_can_be_told() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let file = files.write(&laptop, "bare.csv", "A1,B1\nsomething,else\n");
    let seen = laptop.call("read_import", json!({ "file": file })).await;
    assert!(!seen["problem"].as_str().unwrap().is_empty());
    assert_eq!(seen["columns"].as_array().unwrap().len(), 2);
    let mut mapping = seen["mapping"].clone();
    mapping["system"] = json!("Oldsystem");
    let refused = laptop.refused("run_import", json!({ "file": file, "mapping": mapping })).await;
    assert_eq!(refused.fields[0].field, "mapping");
}
