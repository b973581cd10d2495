//! Figures, fits, and what the force asks and reckons with.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn a_fit_on_too_little_writes_nothing_and_says_how_much_is_needed() {
    let desk = Desk::trained();
    let out = desk.folder.path().join("model.toml");
    let file = out.to_str().expect("a path");
    let refused = desk.run(&["--json", "risk", "fit", "--version", "2027.1", "--out", file]);
    let error = refused.error();
    assert_eq!(error["code"], "input");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("240 are needed"), "{message}");
    assert!(!out.exists() && !out.with_extension("md").exists());
}

#[test]
fn figures_are_saved_as_tables() {
    let desk = Desk::trained();
    let out = desk.folder.path().join("figures.csv");
    let saved = desk.run(&["risk", "figures", "--out", out.to_str().expect("a path")]);
    assert_eq!((saved.status, &*saved.err), (Some(0), ""));
    assert!(saved.out.ends_with("rows saved.\n"), "{}", saved.out);
    let text = std::fs::read_to_string(out).expect("the file");
    assert!(text.contains("Of those harmed, High"), "{text}");
}

#[test]
fn figures_are_saved_on_paper_where_the_file_is_a_pdf() {
    let desk = Desk::trained();
    let out = desk.folder.path().join("figures.pdf");
    let saved = desk.run(&["risk", "figures", "--out", out.to_str().expect("a path")]);
    assert_eq!((saved.status, &*saved.err), (Some(0), ""));
    assert!(std::fs::read(out).expect("the file").starts_with(b"%PDF-"));
}

#[test]
fn a_question_set_is_saved_read_proposed_and_approved_by_another() {
    let mut desk = Desk::trained();
    let path = desk.folder.path().join("questions.toml");
    let file = path.to_str().expect("a path").to_owned();
    assert_eq!(desk.run(&["standards", "save", "questions", "--out", &file]).status, Some(0));
    let text = std::fs::read_to_string(&path).expect("the file");
    let more = "\n[[ask]]\nquestion = \"added_veteran\"\nwords = \"Have they served?\"\n";
    std::fs::write(&path, text.replace("APP-CH-12.1", "NM-2026.2") + more).expect("written");
    let read = desk.run(&["standards", "read", &file]);
    assert!(read.out.contains("1 added, 0 changed, 0 taken away"), "{}", read.out);
    assert!(read.out.contains("ask added_veteran · words"), "{}", read.out);
    let from = "2999-01-01T09:00:00Z";
    let proposed =
        desk.run(&["--json", "standards", "propose", &file, "--from", from, "--reason", "The review"]).view();
    let id = proposed["coming"][0]["proposal"].as_str().expect("a proposal").to_owned();
    let own = desk.run(&["--json", "standards", "approve", &id, "--reason", "Mine"]);
    assert_eq!((own.status, &own.error()["rule"]), (Some(1), &json!("own_proposal")));
    desk.collar = "T5";
    let approved = desk.run(&["standards", "approve", &id, "--reason", "Read"]);
    assert!(approved.out.contains("Approved. In use from"), "{}", approved.out);
    let withdrawn = desk.run(&["standards", "withdraw", &id, "--reason", "A slip"]);
    assert!(withdrawn.out.contains("BEFORE  questions  NM-2026.2"), "{}", withdrawn.out);
}
