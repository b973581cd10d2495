//! What the command line promises, asked of the program itself: what it prints where, and how it ends.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const TRAINING: &str = "heron quarry lantern 58";

/// A data folder of its own, and who asks.
struct Desk {
    folder: TempDir,
    collar: &'static str,
    passphrase: Option<&'static str>,
}

struct Ended {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    fn view(&self) -> Value {
        assert_eq!((self.status, &*self.err), (Some(0), ""));
        serde_json::from_str(&self.out).expect("a view as JSON")
    }

    fn error(&self) -> Value {
        assert_eq!(self.out, "", "failures go to standard error");
        serde_json::from_str::<Value>(&self.err).expect("an error as JSON")["error"].take()
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Desk {
    fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, collar: "T1", passphrase: Some(TRAINING) }
    }

    fn trained() -> Self {
        let desk = Self::empty();
        assert_eq!(desk.run(&["training"]).status, Some(0));
        desk
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nrmpctl"));
        for name in ["NRMP_CLOCK", "NRMP_LOG", "NRMP_PASSPHRASE"] {
            command.env_remove(name);
        }
        command.env("NRMP_DATA_DIR", self.folder.path().join("data")).env("NRMP_COLLAR", self.collar);
        if let Some(passphrase) = self.passphrase {
            command.env("NRMP_PASSPHRASE", passphrase);
        }
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program")
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut child = self.start(arguments);
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        child.wait_with_output().expect("its end").into()
    }

    fn list(&self) -> Value {
        self.run(&["--json", "list"]).view()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    }
}

fn references(list: &Value) -> Vec<&str> {
    let rows = list["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["reference"].as_str().expect("a reference")).collect()
}

/// The one live register here: its key derivation is slow by design.
#[test]
fn a_live_register_is_made_with_shares_and_opened_by_its_first_officer() {
    let desk = Desk { collar: "4417", passphrase: Some("marmalade viaduct 9 otters"), ..Desk::empty() };
    let init = ["init", "--force", "WESSX", "--name", "Insp A Test-Rowan"];
    let made = desk.run(&init);
    assert_eq!((made.status, &*made.err), (Some(0), ""));
    assert!(made.out.contains("Share 1:\n") && made.out.contains("Share 2:\n"), "{}", made.out);
    let again = desk.run(&[&["--json"], init.as_slice()].concat());
    assert_eq!((again.status, &again.error()["code"]), (Some(1), &json!("register_exists")));
    let file = desk.file("passphrase", "marmalade viaduct 9 otters\r\nnot this line\n");
    let listed =
        Desk { passphrase: Some("wrong"), ..desk }.run(&["--json", "--passphrase-file", &file, "list"]);
    assert_eq!(listed.view()["open"], json!(0));
}

#[test]
fn training_says_whether_it_made_the_register_or_opened_the_old_one() {
    let desk = Desk::empty();
    let made = desk.run(&["training", "--incidents", "17", "--seed", "3"]);
    assert_eq!(made.status, Some(0));
    assert!(made.out.contains("is made: 17 incidents of seed 3"), "{}", made.out);
    assert!(made.out.contains(TRAINING) && made.out.contains("T1"), "{}", made.out);
    let first = desk.list();

    let opened = desk.run(&["training", "--incidents", "20", "--seed", "4"]);
    assert_eq!(opened.status, Some(0));
    assert!(opened.out.contains("nothing was made"), "{}", opened.out);
    assert!(opened.out.contains("--incidents 20 --seed 4 --replace"), "{}", opened.out);
    assert_eq!(references(&desk.list()), references(&first));
    let asked = ["--json", "training", "--incidents", "20", "--seed", "4"];
    assert_eq!(desk.run(&asked).view()["made"], json!(false));

    let replaced = desk.run(&[asked.as_slice(), &["--replace"]].concat()).view();
    assert_eq!(replaced["made"], json!(true));
    assert_ne!(references(&desk.list()), references(&first));
}

#[test]
fn the_list_and_its_incidents_are_shown_in_words_and_as_json() {
    let desk = Desk::trained();
    let list = desk.list();
    assert_eq!((references(&list).len(), &list["open"]), (16, &json!(16)));
    assert_eq!(references(&desk.run(&["--json", "list", "--all"]).view()), references(&list));
    let words = desk.run(&["list"]);
    assert!(words.out.starts_with("16 open, ") && words.out.contains("NEEDS SOMEONE NOW"), "{}", words.out);
    assert!(references(&list).iter().all(|reference| words.out.contains(reference)));

    let (row, reference) = (&list["rows"][0], references(&list)[0]);
    let by_reference = desk.run(&["--json", "show", &reference.to_lowercase()]).view();
    let by_id = desk.run(&["--json", "show", row["incident_id"].as_str().expect("an id")]).view();
    assert_eq!((&by_reference["name"], &by_id["name"]), (&row["name"], &row["name"]));
    let words = desk.run(&["show", reference]);
    assert_eq!(words.status, Some(0));
    assert!(words.out.starts_with(&format!("{reference}  ")), "{}", words.out);

    let at = by_id["as_known"]["from"].as_str().expect("a time");
    let then = desk.run(&["--json", "show", reference, "--at", at]).view();
    assert_eq!((&by_id["as_known"]["at"], &then["as_known"]["at"]), (&Value::Null, &json!(at)));
    let items = |view: &Value| view["timeline"].as_array().map_or(0, Vec::len);
    assert!(items(&then) < items(&by_id), "less was known then");
}

#[test]
fn a_sound_register_is_verified_and_its_lists_are_made_again() {
    let desk = Desk::trained();
    assert_eq!(desk.run(&["--json", "verify"]).view()["sound"], json!(true));
    let words = desk.run(&["verify"]);
    assert_eq!(words.status, Some(0));
    assert!(words.out.starts_with("Sound") && !words.out.contains("FAULT"), "{}", words.out);
    assert_eq!(desk.run(&["--json", "rebuild"]).view()["changed"], json!(0));
    assert_eq!(desk.run(&["rebuild"]).status, Some(0));
}

#[test]
fn a_register_with_a_damaged_page_is_verified_without_being_opened() {
    let desk = Desk::trained();
    let path = desk.folder.path().join("data/training/register.db");
    let whole = std::fs::read(&path).expect("the file");
    for page in [0, 1, whole.len() / 4_096 / 2] {
        let mut bytes = whole.clone();
        bytes[page * 4_096 + 1_000] ^= 1;
        std::fs::write(&path, bytes).expect("damaged");
        let words = desk.run(&["verify"]);
        assert_eq!(words.status, Some(1), "page {page}: {}", words.err);
        assert!(words.out.contains("DAMAGED"), "page {page}: {}", words.out);
    }
}

#[test]
fn any_use_case_runs_with_its_command_on_standard_input() {
    let desk = Desk::trained();
    let forces = Desk::empty().run_with(&["do", "list_forces"], "");
    assert!(forces.view().is_array() || forces.view().is_object(), "and without a register");
    let one = desk.run_with(&["do", "duty_list"], r#"{"limit": 1}"#).view();
    assert_eq!((references(&one).len(), &one["matching"]), (1, &json!(16)));

    let listed = desk.run(&["--json", "use-cases"]).view();
    let names: Vec<&str> =
        listed.as_array().expect("use-cases").iter().filter_map(|each| each["use_case"].as_str()).collect();
    assert_eq!(names, app::USE_CASE_NAMES);
    let words = desk.run(&["use-cases"]).out;
    assert!(names.iter().all(|name| words.contains(&format!("{name}\n  command: {{"))));
}

#[test]
fn what_is_refused_ends_with_one() {
    let desk = Desk::trained();
    let unknown = "01900000-0000-7000-8000-000000000000";
    for incident in ["NM/26/999999", "Test-Nobody", unknown] {
        let ended = desk.run(&["show", incident]);
        assert_eq!((ended.status, &*ended.out), (Some(1), ""), "{incident}: {}", ended.err);
        let error = desk.run(&["--json", "show", incident]).error();
        assert_eq!(error["code"], json!("not_found"), "{error}");
    }
    let wrong = Desk { passphrase: Some("not the passphrase"), ..desk };
    assert_eq!(wrong.run(&["list"]).status, Some(1));
    assert_eq!(wrong.run(&["--json", "list"]).error()["code"], json!("wrong_passphrase"));
    let stranger = Desk { collar: "T99", passphrase: Some(TRAINING), ..wrong };
    assert_eq!(stranger.run(&["list"]).status, Some(1));

    let nothing = Desk { passphrase: None, ..Desk::empty() };
    for arguments in [["list"].as_slice(), &["verify"], &["--register", "live", "list"]] {
        let ended = nothing.run(&[&["--json"], arguments].concat());
        assert_eq!((ended.status, &ended.error()["code"]), (Some(1), &json!("no_register")));
    }
}

#[test]
fn a_call_that_is_none_ends_with_two() {
    let desk = Desk::trained();
    let calls: &[(&[&str], &str)] = &[
        (&["open"], ""),
        (&["show"], ""),
        (&["list", "--most"], ""),
        (&["training", "--incidents", "few"], ""),
        (&["do", "drop_tables"], "{}"),
        (&["do", "duty_list"], "{limit"),
        (&["do", "duty_list"], r#"{"limit": "all"}"#),
        (&["--passphrase-file", "/nowhere/at/all", "list"], ""),
        (&["training", "--incidents", "15"], ""),
    ];
    for (arguments, input) in calls {
        let words = desk.run_with(arguments, input);
        assert_eq!((words.status, &*words.out), (Some(2), ""), "{arguments:?}");
        assert!(!words.err.is_empty() && !words.err.starts_with('{'));
        let ended = desk.run_with(&[&["--json"], *arguments].concat(), input);
        assert_eq!(ended.status, Some(2), "{arguments:?}");
        let error = ended.error();
        assert!(error["code"] == json!("usage") || error["code"] == json!("input"), "{arguments:?}: {error}");
        assert!(error["message"].is_string() && error["fields"].is_array(), "{error}");
    }
    let nameless = Desk { collar: "", ..Desk::trained() };
    assert_eq!(nameless.run(&["list"]).status, Some(2));
}

#[test]
fn a_data_folder_that_cannot_be_one_ends_with_three() {
    let desk = Desk::empty();
    let file = desk.file("data", "in the way");
    let ended = desk.run(&["--json", "--vault", &file, "training"]);
    assert_eq!((ended.status, &ended.error()["code"]), (Some(3), &json!("fault")));
}

#[test]
fn help_and_version_end_well() {
    for argument in ["--help", "--version"] {
        let ended = Desk::empty().run(&["--json", argument]);
        assert_eq!((ended.status, &*ended.err), (Some(0), ""));
        assert!(ended.out.contains("nrmpctl") || ended.out.contains("National Register"));
    }
}

#[test]
fn the_passphrase_is_the_first_line_of_its_file_whatever_ends_it() {
    let desk = Desk { passphrase: Some("not this one: the file comes first"), ..Desk::trained() };
    for (text, status) in [
        (TRAINING.to_owned(), 0),
        (format!("{TRAINING}\n"), 0),
        (format!("{TRAINING}\r\n"), 0),
        (format!("{TRAINING}\nof the training register\n\n"), 0),
        (format!("{TRAINING} \n"), 2),
        (format!("\n{TRAINING}\n"), 2),
        (String::new(), 2),
    ] {
        let file = desk.file("passphrase", &text);
        let ended = desk.run(&["--passphrase-file", &file, "list"]);
        assert_eq!(ended.status, Some(status), "{text:?}: {}", ended.err);
    }
}

/// `nrmpctl list | head`, where `head` has had enough.
#[test]
fn a_reader_who_leaves_ends_it_quietly() {
    let desk = Desk::trained();
    for arguments in
        [["use-cases"].as_slice(), &["list"], &["--json", "list"], &["do", "duty_list"], &["--help"]]
    {
        let mut child = desk.start(arguments);
        drop((child.stdin.take(), child.stdout.take()));
        let ended = Ended::from(child.wait_with_output().expect("its end"));
        assert_eq!((ended.status, &*ended.err), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn nothing_but_the_answer_is_printed_in_a_pipe() {
    let desk = Desk::empty();
    assert_eq!(desk.run(&["training", "--incidents", "40"]).err, "", "no progress");
    assert_eq!(desk.run(&["list"]).err, "");
}

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
