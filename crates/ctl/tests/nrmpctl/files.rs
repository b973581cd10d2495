//! Files in and out.

use serde_json::json;

use crate::desk::{Desk, references};

#[test]
fn a_file_of_another_system_is_read_taken_and_known_the_second_time() {
    let desk = Desk::trained();
    let csv = "Misper Ref,Surname,Forename,DOB,Reported on,Risk,Shoe\n\
               MP/1,TEST-OAKLEY,Ida,04/03/1945,21/11/2025,M,brown\nMP/2,,,,never,,\n";
    let file = desk.file("old.csv", csv);
    let mapping = desk.folder.path().join("mapping.toml");
    let rejected = desk.folder.path().join("rejected.csv");
    let (mapping, rejected) = (mapping.to_str().expect("a path"), rejected.to_str().expect("a path"));
    let read = desk.run(&[
        "import",
        &file,
        "--system",
        "Oldsystem",
        "--dry-run",
        "--write-mapping",
        mapping,
        "--rejected",
        rejected,
    ]);
    assert_eq!((read.status, &*read.err), (Some(0), ""), "quiet in a pipe");
    assert!(read.out.contains("1 new") && read.out.contains("1 not taken"), "{}", read.out);
    assert!(std::fs::read_to_string(rejected).expect("the rows").contains("MP/2"));
    let taken = desk.run(&["--json", "import", &file, "--mapping", mapping]).view();
    assert_eq!((&taken["new"], &taken["rejected"], &taken["whole"]), (&json!(1), &json!(1), &json!(true)));
    let again = desk.run(&["--json", "import", &file]).view();
    assert_eq!((&again["new"], &again["held"]), (&json!(0), &json!(1)), "the system is that of the mapping");
    let shown = desk.run(&["show", "MP/1"]);
    assert!(shown.out.contains("Test-Oakley"), "{}", shown.out);
    let none = desk.run(&["--json", "import", &file, "--resume"]);
    assert_eq!((none.status, &none.error()["code"]), (Some(2), &json!("usage")));
    let zip = desk.file("zip.csv", "PK\u{3}\u{4}");
    assert_eq!(desk.run(&["--json", "import", &zip]).error()["fields"][0]["field"], "file");
}

#[test]
fn the_complete_log_is_verified_without_a_register_and_papers_are_made() {
    let desk = Desk::trained();
    let at = |name: &str| desk.folder.path().join(name).to_str().expect("a path").to_owned();
    let (log, list, pack) = (at("log.json"), at("open.pdf"), at("pack.pdf"));
    let unsaid = desk.run(&["--json", "export", "--format", "json", "--out", &log]);
    assert_eq!((unsaid.status, &unsaid.error()["fields"][0]["field"]), (Some(2), &json!("reason")));
    assert_eq!(
        desk.run(&["export", "--format", "json", "--out", &log, "--reason", "Review"]).status,
        Some(0)
    );
    let nowhere = Desk { passphrase: None, ..Desk::empty() };
    let sound = nowhere.run(&["--json", "verify", &log]).view();
    assert_eq!(sound["sound"], json!(true), "{sound}");
    let text = std::fs::read_to_string(&log).expect("the log");
    let (before, after) = text.split_at(text.rfind("Test-").expect("somebody"));
    let changed = desk.file("changed.json", &format!("{before}{}", after.replacen("Test-", "Best-", 1)));
    let found = nowhere.run(&["--json", "verify", &changed]);
    assert_eq!(found.status, Some(1), "{}", found.out);
    assert_eq!(desk.run(&["export", "--format", "pdf", "--out", &list]).status, Some(0));
    let reference = references(&desk.list())[0].to_owned();
    let printed = desk.run(&["evidence", &reference, "--out", &pack, "--reason", "Inquest"]);
    assert_eq!((printed.status, &*printed.err), (Some(0), ""));
    for paper in [&list, &pack] {
        assert!(std::fs::read(paper).expect("a paper").starts_with(b"%PDF-"));
    }
}

#[test]
fn a_paper_sheet_is_written_out_and_a_folder_of_photographs_is_looked_through() {
    let desk = Desk::trained();
    let at = |name: &str| desk.folder.path().join(name).to_str().expect("a path").to_owned();
    let sheet = at("sheet.csv");
    let saved = desk.run(&["--json", "paper-sheet", "--out", &sheet, "--rows", "3"]).view();
    let number = format!("P-{}-003", saved["serial"].as_str().expect("its name"));
    assert!(std::fs::read_to_string(&sheet).expect("the sheet").contains(&number));
    let read = desk.run(&["import", &sheet, "--dry-run"]);
    assert!(read.out.starts_with("0 rows"), "nobody has written on it: {}", read.out);

    std::fs::create_dir(at("pictures")).expect("a folder");
    std::fs::write(at("pictures/NM-26-000001.jpg"), "no picture").expect("a file");
    let looked = desk.run(&["photographs", &at("pictures"), "--dry-run"]);
    assert!(looked.out.starts_with("1 files: 0 new, 0 here already, 1 not taken"), "{}", looked.out);
    let none = desk.run(&["--json", "photographs", &at("nowhere")]);
    assert_eq!(none.error()["fields"][0]["field"], "folder");
}

#[test]
fn a_complete_log_is_taken_in_and_known_the_second_time() {
    let desk = Desk::trained();
    let log = desk.folder.path().join("log.json").to_str().expect("a path").to_owned();
    desk.run(&["export", "--format", "json", "--out", &log, "--reason", "Review"]);
    let looked = desk.run(&["--json", "import", &log, "--dry-run"]).view();
    assert_eq!(looked["sound"], json!(true), "{looked}");
    let taken = desk.run(&["--json", "import", &log]).view();
    assert_eq!((&taken["new"], &taken["whole"]), (&json!(0), &json!(true)), "all of it is here");
    assert_eq!(taken["held"], looked["entries"]);
}
