//! Every value that an import brought says where it stood, how it was given, who took it in and when.

use register::Hash;
use serde_json::{Value, json};

use crate::common::*;

const SYSTEM: &str = "Alderby records";
const FILE: &str = "alderby-2019.csv";
const BY: &str = "Insp Ada Test-Larch, Duty inspector";
const HEADINGS: &str = "Misper Ref;SURNAME;First names;DOB;M/F;When reported;Hour;Left from;Risk;Why;CSE?;Returned on;Found at;Status;Fav. colour";
const IDA: &str = "MP/0001;TEST-OAKLEY;Ida May;04/03/1945;F;21/11/2026;14:10;Fernbrook Court;H;Not back from shops;N;;;;green";
const TOM: &str =
    "MP/0002;Test-Reed;Tom;3/4/98;M;20/11/2026;09:00;Quill Street;NAR;Late home;Y;20/11/2026;Old mill;NFA;";

fn file(rows: &[&str]) -> String {
    [HEADINGS].iter().chain(rows).map(|row| format!("{row}\r\n")).collect()
}

/// Take a file of the other system in, by its guessed columns.
async fn import(laptop: &Laptop, name: &str, text: &str) -> Value {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let file = serde_json::to_value(laptop.app.offer(path)).unwrap();
    let mut mapping = laptop.call("read_import", json!({ "file": file })).await["mapping"].clone();
    mapping["system"] = json!(SYSTEM);
    let fields = [
        ("Hour", "reported_time"),
        ("Left from", "last_seen_place"),
        ("Why", "circumstances"),
        ("Returned on", "found_at"),
        ("Found at", "found_place"),
        ("Status", "status"),
    ];
    for column in mapping["columns"].as_array_mut().unwrap() {
        if let Some((_, field)) = fields.iter().find(|(heading, _)| column["heading"] == *heading) {
            column["field"] = json!(field);
        }
    }
    laptop.call("run_import", json!({ "file": file, "mapping": mapping })).await;
    laptop.call("imports", json!({})).await["imports"][0].clone()
}

async fn case<'a>(laptop: &'a Laptop, reference: &str) -> Case<'a> {
    let found = laptop.call("find_people", json!({ "text": reference })).await;
    assert_eq!(found["incidents"].as_array().unwrap().len(), 1, "{reference}: {found}");
    laptop.open(&found["incidents"][0]["incident_id"]).await
}

fn all(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

fn attribute<'a>(view: &'a Value, attribute: &str) -> &'a Value {
    all(&view["description"]).find(|row| row["attribute"] == attribute).unwrap()
}

fn answer<'a>(view: &'a Value, question: &str) -> &'a Value {
    all(&view["answers"]).find(|row| row["question"] == question).unwrap()
}

fn line(said: &Value) -> &str {
    text(&said["from_file"], "line")
}

/// Everything on the screen that has a source, or would have one.
fn sourced(view: &Value) -> Vec<&Value> {
    let described = all(&view["description"]);
    let described = described.flat_map(|row| std::iter::once(&row["current"]).chain(all(&row["earlier"])));
    let answered = all(&view["answers"]).filter(|row| row["answer"] != "not_asked");
    let sides = all(&view["contradictions"]).flat_map(|row| all(&row["sides"]));
    let one = ["grade", "last_seen", "located", "closed"].into_iter().map(|name| &view[name]);
    described
        .chain(answered)
        .chain(sides)
        .chain(all(&view["assessments"]))
        .chain(all(&view["references"]))
        .chain(one.filter(|said| !said.is_null()))
        .collect()
}

#[tokio::test]
async fn every_value_of_an_import_names_file_row_and_columns() {
    let laptop = Laptop::new().await;
    import(&laptop, FILE, &file(&[IDA, TOM])).await;
    for (reference, row) in [("MP/0001", 2), ("MP/0002", 3)] {
        let case = case(&laptop, reference).await;
        let sourced = sourced(&case.view);
        assert!(sourced.len() >= 8, "{reference}: {}", case.view);
        for said in sourced {
            let from = &said["from_file"];
            assert_eq!((&from["file"], from["row"].as_u64()), (&json!(FILE), Some(row)), "{said:#}");
            assert!(!from["cells"].as_array().unwrap().is_empty(), "a column: {said:#}");
            assert_eq!((text(from, "by"), text(from, "system")), (BY, SYSTEM));
            assert_eq!(time(text(from, "at")), laptop.now());
            assert!(text(from, "imported").contains(BY) && text(from, "imported").contains("23 Nov 2026"));
        }
    }
}

#[tokio::test]
async fn a_value_says_how_it_was_given_where_that_is_not_how_it_is_shown() {
    let laptop = Laptop::new().await;
    import(&laptop, FILE, &file(&[IDA, TOM])).await;
    let (ida, tom) = (case(&laptop, "MP/0001").await.view, case(&laptop, "MP/0002").await.view);
    for (said, words) in [
        (&attribute(&ida, "family_name")["current"], "row 2, column “SURNAME”: given “TEST-OAKLEY”"),
        (&attribute(&ida, "given_name")["current"], "row 2, column “First names”"),
        (&attribute(&ida, "sex")["current"], "row 2, column “M/F”: given “F”"),
        (&attribute(&tom, "date_of_birth")["current"], "row 3, column “DOB”: given “3/4/98”"),
        (&attribute(&tom, "family_name")["current"], "row 3, column “SURNAME”"),
        (&ida["last_seen"], "row 2, column “Left from”"),
        (&ida["grade"], "row 2, column “Risk”: given “H”"),
        (&tom["assessments"][0], "row 3, column “Risk”: given “NAR”"),
        (answer(&ida, "sexual_exploitation"), "row 2, column “CSE?”: given “N”"),
        (&ida["references"][0], "row 2, column “Misper Ref”"),
        (&tom["located"], "row 3, columns “Returned on”: given “20/11/2026”; “Found at”"),
        (&tom["closed"], "row 3, column “Status”"),
    ] {
        assert_eq!(line(said), format!("{FILE}, {words}"));
    }
    let report = &ida["report_from_file"];
    assert_eq!(
        text(report, "line"),
        format!("{FILE}, row 2, columns “When reported”: given “21/11/2026”; “Hour”: given “14:10”; “Why”")
    );
    assert_eq!(report["cells"][2], json!({ "column": "Why", "given": null }));
}

#[tokio::test]
async fn the_log_has_the_whole_row_with_hash_and_import() {
    let laptop = Laptop::new().await;
    let given = file(&[IDA]);
    let import = import(&laptop, FILE, &given).await;
    let mut case = case(&laptop, "MP/0001").await;
    let view = case.give("record_note", json!({ "text": "Rang the neighbour." })).await;
    let mut items = all(&view["timeline"]).filter(|item| !item["from_file"].is_null());
    let from = &items.next().unwrap()["from_file"];
    assert_eq!(from["file_hash"], json!(Hash::of(given.as_bytes()).to_string()));
    assert_eq!(from["import_id"], import["import_id"]);
    assert_eq!(from["reference"], "MP/0001");
    assert_eq!(from["cells"].as_array().unwrap().len(), 12, "every cell that held something: {from:#}");
    assert!(from["cells"].to_string().contains("green"), "what nothing was understood of as well");
    assert!(items.next().is_none(), "the note was not imported");
}

#[tokio::test]
async fn what_an_officer_says_has_no_file_and_what_it_replaces_keeps_its_own() {
    let laptop = Laptop::new().await;
    import(&laptop, FILE, &file(&[IDA])).await;
    let mut case = case(&laptop, "MP/0001").await;
    let values = json!({ "description": [{ "attribute": "family_name", "value": "Test-Oakleigh" }] });
    case.give("describe", values).await;
    let view = case.assess("high", 60).await;
    let name = attribute(view, "family_name");
    assert!(name["current"]["from_file"].is_null());
    assert!(line(&name["earlier"][0]).contains("“SURNAME”: given “TEST-OAKLEY”"));
    assert!(view["grade"]["from_file"].is_null(), "an officer's grade is not the file's");
    assert_eq!(all(&view["assessments"]).filter(|one| one["from_file"].is_null()).count(), 1);
}

#[tokio::test]
async fn a_later_file_answers_for_what_changed_alone_and_only_from_then_on() {
    let laptop = Laptop::new().await;
    import(&laptop, FILE, &file(&[IDA])).await;
    let before = laptop.now().to_rfc3339();
    laptop.wait(60);
    let later = IDA.replace("Fernbrook Court", "Alderby station").replace("Ida May", "Ida Mary");
    let taken = import(&laptop, "alderby-2020.csv", &file(&[TOM, &later])).await;
    let case = case(&laptop, "MP/0001").await;
    assert_eq!(line(&case.view["last_seen"]), "alderby-2020.csv, row 3, column “Left from”");
    let name = attribute(&case.view, "given_name");
    assert_eq!(line(&name["current"]), "alderby-2020.csv, row 3, column “First names”");
    assert_eq!(line(&name["earlier"][0]), format!("{FILE}, row 2, column “First names”"));
    assert!(line(&attribute(&case.view, "family_name")["current"]).starts_with(FILE), "did not change");

    let then = case.at(&before).await;
    assert_eq!(line(&then["last_seen"]), format!("{FILE}, row 2, column “Left from”"));
    assert!(!then.to_string().contains("alderby-2020.csv"), "what was not known then is not shown");

    let command = json!({ "import_id": taken["import_id"], "reason": "wrong file" });
    laptop.call("withdraw_import", command).await;
    let back = laptop.open(&case.id()).await;
    assert_eq!(line(&back.view["last_seen"]), format!("{FILE}, row 2, column “Left from”"));
    let in_log = |item: &&Value| item["from_file"]["file"] == "alderby-2020.csv";
    assert_eq!(all(&back.view["timeline"]).filter(in_log).count(), 1, "the log keeps what was taken back");
}

#[tokio::test]
async fn that_the_other_system_has_closed_what_is_worked_on_here_names_its_row() {
    let laptop = Laptop::new().await;
    import(&laptop, FILE, &file(&[IDA])).await;
    let mut case = case(&laptop, "MP/0001").await;
    case.give("record_note", json!({ "text": "Rang the neighbour." })).await;
    assert!(case.view["references"][0]["status_from_file"].is_null());
    let closed = IDA.replace(";N;;;;green", ";N;;;NFA;green");
    import(&laptop, "alderby-2020.csv", &file(&[&closed])).await;
    let known = case.refresh().await["references"][0].clone();
    assert_eq!(known["status"], "closed");
    assert_eq!(
        text(&known["status_from_file"], "line"),
        "alderby-2020.csv, row 2, column “Status”: given “NFA”"
    );
    assert!(line(&known).starts_with(FILE), "the reference itself stood in the first file");
}
