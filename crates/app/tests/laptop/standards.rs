//! What a force asks and reckons with: one officer proposes, another approves, every laptop goes by it from its time on;
//! a laptop that had not heard of it says what it asked with, and asks the rest when it has (F37).

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;
use crate::exports::offer;
use crate::joining::two;
use crate::office::{Office, sync};

const COORDINATOR: &str = "L5";
const VETERAN: &str = "added_armed_forces_veteran";

/// An inspector, who is signed in, and a coordinator beside the others.
async fn with_coordinator(laptop: &Laptop) {
    laptop.call("add_officer", officer(COORDINATOR, "Enid Test-Aspen", "coordinator")).await;
}

/// What is in use of a kind, as a file, with something else in it.
async fn changed(laptop: &Laptop, kind: &str, change: impl FnOnce(String) -> String) -> Value {
    let path = laptop.data().join(format!("{kind}.toml"));
    let to = offer(laptop, &path);
    laptop.call("save_standard", json!({ "kind": kind, "to": to.clone() })).await;
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, change(text)).unwrap();
    to
}

fn asks_veterans(text: String) -> String {
    let indicators = text.replacen("indicators = [", &format!("indicators = [\"{VETERAN}\", "), 1);
    indicators.replace("APP-CH-12.1", "TST-2026.2")
        + &format!("\n[[ask]]\nquestion = \"{VETERAN}\"\nwords = \"Have they served in the armed forces?\"\n")
}

async fn propose(laptop: &Laptop, file: &Value, effective_at: &str) -> Value {
    let command =
        json!({ "file": file, "effective_at": effective_at, "reason": "After the review of March" });
    laptop.call("propose_standard", command).await
}

fn coming(view: &Value) -> &Value {
    &view["coming"][0]
}

fn in_use<'a>(view: &'a Value, kind: &str) -> &'a Value {
    view["in_use"].as_array().unwrap().iter().find(|one| text(one, "kind") == kind).unwrap()
}

async fn asked(laptop: &Laptop) -> (String, Vec<String>) {
    let view = laptop.call("questions_in_use", json!({})).await;
    let asks = view["ask"].as_array().unwrap().iter().map(|one| text(one, "question").to_owned());
    (text(&view, "version").to_owned(), asks.collect())
}

#[tokio::test]
async fn a_question_set_is_proposed_read_approved_by_another_and_asked_from_its_time_on() {
    let laptop = Laptop::staffed().await;
    with_coordinator(&laptop).await;
    assert_eq!(asked(&laptop).await.0, "APP-CH-12.1");
    let file = changed(&laptop, "questions", asks_veterans).await;
    let read = laptop.call("read_standard", json!({ "file": file })).await;
    assert_eq!((text(&read, "kind"), text(&read, "version")), ("questions", "TST-2026.2"));
    let lines: Vec<String> = read["changes"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}: {} → {}", text(one, "what"), text(one, "from"), text(one, "to")))
        .collect();
    assert!(
        lines.contains(&format!("ask {VETERAN} · words:  → Have they served in the armed forces?")),
        "{lines:#?}"
    );
    let view = propose(&laptop, &file, &laptop.after(60)).await;
    let waiting = coming(&view);
    assert!(text(waiting, "line").starts_with("Waits for another officer’s approval."));
    assert_eq!((&waiting["may_approve"], &waiting["may_withdraw"]), (&json!(false), &json!(true)));
    assert_eq!(text(waiting, "why_not"), "You proposed it: another officer approves it.");
    let answer = json!({ "proposal": waiting["proposal"], "reason": "Read against the review" });
    assert_eq!(rule(&laptop.refused("approve_standard", answer.clone()).await), Rule::OwnProposal);
    // Nobody else has said yes when its time comes: what is in use goes on.
    laptop.wait(61);
    assert_eq!(asked(&laptop).await.0, "APP-CH-12.1");
    laptop.unlock(SUPERVISOR).await;
    assert_eq!(rule(&laptop.refused("approve_standard", answer.clone()).await), Rule::NotYourRole);
    laptop.unlock(COORDINATOR).await;
    let view = laptop.call("approve_standard", answer).await;
    let now = in_use(&view, "questions");
    assert_eq!(text(now, "version"), "TST-2026.2");
    let said = text(now, "line");
    assert!(
        said.contains("Insp Ada Test-Larch, Inspector") || said.contains("Insp Ada Test-Larch"),
        "{said}"
    );
    assert!(said.contains("approved by Enid Test-Aspen"), "{said}");
    let (version, asks) = asked(&laptop).await;
    assert_eq!((version.as_str(), asks.len(), asks[12].as_str()), ("TST-2026.2", 13, VETERAN));
    // It is kept over a lock, and a report says what it was taken with.
    laptop.call("lock", json!({})).await;
    laptop.unlock(CALL_HANDLER).await;
    let case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    assert_eq!(case.view["to_ask"], Value::Null, "it was asked with the set in use");
    let unknown = case.view["not_known"].as_array().unwrap().iter();
    let lines: Vec<&str> = unknown.map(|one| text(one, "line")).collect();
    assert!(lines.contains(&"Have they served in the armed forces?"), "{lines:?}");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn a_laptop_that_had_not_heard_of_it_marks_its_reports_and_asks_the_rest_at_its_next_sync() {
    let office = Office::new().await;
    let (here, there) = two(&office, SUPERVISOR).await;
    with_coordinator(&here).await;
    let file = changed(&here, "questions", asks_veterans).await;
    let view = propose(&here, &file, &here.after(5)).await;
    let answer = json!({ "proposal": coming(&view)["proposal"], "reason": "Read" });
    here.unlock(COORDINATOR).await;
    here.call("approve_standard", answer).await;
    sync(&here).await;
    // Out of contact since before then.
    let before = there.report(named("Test-Sorrel", "Ada")).await.id();
    there.wait(10);
    let id = there.report(named("Test-Larkspur", "Magnus")).await.id();
    assert_eq!(there.open(&id).await.view["to_ask"], Value::Null, "nobody here knows of it");
    there.wait(60);
    office.wait(70);
    sync(&there).await;
    let mut case = there.open(&id).await;
    let left = &case.view["to_ask"];
    assert_eq!(left["questions"], json!([VETERAN]));
    assert!(
        text(left, "line").starts_with("Reported with the question set APP-CH-12.1. The set in use since before then, TST-2026.2, also asks: Armed forces veteran."),
        "{left}"
    );
    assert_eq!(case.row().await["to_ask"], 1);
    let answers = json!([{ "question": VETERAN, "answer": "yes" }]);
    case.give("answer_questions", json!({ "answers": answers })).await;
    assert_eq!(case.view["to_ask"], Value::Null);
    assert_eq!(case.row().await["to_ask"], 0);
    let veteran =
        case.view["answers"].as_array().unwrap().iter().find(|one| text(one, "question") == VETERAN);
    assert_eq!(veteran.map(|one| (&one["answer"], &one["factor"])), Some((&json!("yes"), &json!(true))));
    assert_eq!(there.open(&before).await.view["to_ask"], Value::Null, "reported before it was in use");
    // And the first laptop, which knew of it all along, is told the same of it.
    sync(&there).await;
    sync(&here).await;
    assert_eq!(here.open(&id).await.view["to_ask"], Value::Null);
}

#[tokio::test]
async fn a_model_that_two_officers_brought_into_use_forms_the_next_opinion_and_changes_none_that_was_kept() {
    let laptop = Laptop::staffed().await;
    with_coordinator(&laptop).await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("high", 60).await;
    let kept = case.view["assessments"][0]["opinion"].clone();
    let rate = case.view["opinion"]["rate"].as_f64().unwrap();
    let fewer = |text: String| {
        text.replace("version = \"2026.1\"", "version = \"TST-2027.1\"")
            .replace("rate = 0.077\nlow = 0.050", "rate = 0.03\nlow = 0.02")
    };
    let file = changed(&laptop, "model", fewer).await;
    let read = laptop.call("read_standard", json!({ "file": file })).await;
    assert!(!read["changes"]["changes"].as_array().unwrap().is_empty(), "{read:#}");
    let view = propose(&laptop, &file, &laptop.after(5)).await;
    let answer = json!({ "proposal": coming(&view)["proposal"], "reason": "The figures of the fit hold" });
    laptop.unlock(COORDINATOR).await;
    let view = laptop.call("approve_standard", answer).await;
    assert!(text(coming(&view), "line").starts_with("Approved. In use from"));
    let id = case.id();
    assert_eq!(laptop.open(&id).await.view["opinion"]["model"], "2026.1", "its time has not come");
    laptop.wait(5);
    let after = laptop.open(&id).await.view;
    assert_eq!(after["opinion"]["model"], "TST-2027.1");
    assert!(after["opinion"]["rate"].as_f64().unwrap() < rate);
    assert_eq!(after["assessments"][0]["opinion"], kept, "what was on the screen then stays");
    laptop.unlock(INSPECTOR).await;
    assert_eq!(laptop.call("figures", json!({})).await["model"], "TST-2027.1");
}

#[tokio::test]
async fn a_condition_that_a_force_added_is_chosen_and_read_by_its_name() {
    let laptop = Laptop::staffed().await;
    with_coordinator(&laptop).await;
    let more = |text: String| {
        let version = text.lines().find(|line| line.starts_with("version")).unwrap().to_owned();
        text.replace(&version, "version = \"TST-C-2\"")
            + "\n[[condition]]\ncode = \"addisons_disease\"\nhours = [6, 24]\naliases = [\"hydrocortisone\"]\nwithout = \"Collapse within a day.\"\n"
    };
    let file = changed(&laptop, "conditions", more).await;
    let view = propose(&laptop, &file, &laptop.after(0)).await;
    laptop.unlock(COORDINATOR).await;
    let answer =
        json!({ "proposal": coming(&view)["proposal"], "reason": "The force medical adviser agrees" });
    laptop.call("approve_standard", answer).await;
    let list = laptop.call("conditions_list", json!({ "text": "needs hydrocortisone" })).await;
    let one = list["conditions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["condition"] == "addisons_disease")
        .unwrap();
    assert_eq!((text(one, "label"), text(one, "without")), ("Addisons disease", "Collapse within a day."));
    assert_eq!(one["hinted"], true);
    laptop.unlock(SUPERVISOR).await;
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    let need = json!({ "condition": "addisons_disease", "treated_at": { "is": "not_known" } });
    case.give("give_medical_need", need).await;
    assert_eq!(text(&case.view["opinion"]["medical"][0], "label"), "Addisons disease");
}

#[tokio::test]
async fn a_file_that_is_not_sound_is_refused_with_its_place_and_nothing_is_proposed() {
    let laptop = Laptop::staffed().await;
    let read = |file| json!({ "file": file, "effective_at": laptop.after(5), "reason": "Because" });
    let without = |text: String| text.replace("\"self_harm\", ", "").replace("APP-CH-12.1", "TST-1");
    let file = changed(&laptop, "questions", without).await;
    let error = laptop.refused("propose_standard", read(file)).await;
    assert_eq!(fields(&error), ["file"]);
    assert!(error.message.contains("self_harm is shown in every force"), "{}", error.message);
    let file = changed(&laptop, "questions", |_| "a letter".into()).await;
    assert_eq!(fields(&laptop.refused("read_standard", json!({ "file": file })).await), ["file"]);
    let file = changed(&laptop, "model", |text| text.replace("log_odds = ", "log_odds = --")).await;
    let error = laptop.refused("read_standard", json!({ "file": file })).await;
    assert!(error.message.contains("TOML parse error at line"), "{}", error.message);
    let file = changed(&laptop, "model", |text| text.replace("low = 0.011", "low = 0.9")).await;
    let error = laptop.refused("read_standard", json!({ "file": file })).await;
    assert!(error.message.contains("base (0, 17): low is at most rate"), "{}", error.message);
    // The one that comes with the program is no new version.
    let file = changed(&laptop, "questions", |text| text).await;
    assert_eq!(fields(&laptop.refused("propose_standard", read(file)).await), ["file"]);
    let file = changed(&laptop, "questions", asks_veterans).await;
    let late = json!({ "file": file, "effective_at": laptop.after(-1), "reason": "" });
    assert_eq!(fields(&laptop.refused("propose_standard", late).await), ["effective_at", "reason"]);
    let view = laptop.call("standards", json!({})).await;
    assert!(view["coming"].as_array().unwrap().is_empty() && view["past"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_proposal_is_withdrawn_until_it_is_in_use() {
    let laptop = Laptop::staffed().await;
    with_coordinator(&laptop).await;
    let file = changed(&laptop, "questions", asks_veterans).await;
    let view = propose(&laptop, &file, &laptop.after(60)).await;
    let answer = json!({ "proposal": coming(&view)["proposal"], "reason": "A slip in it" });
    laptop.unlock(COORDINATOR).await;
    let view = laptop.call("withdraw_standard", answer.clone()).await;
    assert!(view["coming"].as_array().unwrap().is_empty());
    assert_eq!(text(&view["past"][0], "line"), "Withdrawn.");
    assert!(view["past"][0]["said"][1].as_str().unwrap().starts_with("Withdrawn by Enid Test-Aspen"));
    assert_eq!(rule(&laptop.refused("withdraw_standard", answer).await), Rule::AlreadyAnswered);
    let view = propose(&laptop, &file, &laptop.after(5)).await;
    let again = json!({ "proposal": coming(&view)["proposal"], "reason": "Corrected" });
    laptop.unlock(INSPECTOR).await;
    laptop.call("approve_standard", again.clone()).await;
    laptop.wait(5);
    assert_eq!(rule(&laptop.refused("withdraw_standard", again).await), Rule::StandardInUse);
    assert_eq!(asked(&laptop).await.0, "TST-2026.2");
}
