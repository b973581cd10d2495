//! What the command line promises, asked of the program itself: what it prints where, and how it ends.

mod desk;
mod files;
mod judged;

use desk::{Desk, Ended, TRAINING, references};
use serde_json::{Value, json};

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
