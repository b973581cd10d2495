//! Question sets: what a force may make of them, what is left to ask after one changed (F37), questions of its own.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use proptest::prelude::*;
use register::command::*;
use register::fact::*;
use register::question::{AddedQuestion, Answer, Question};
use register::question_set::{QuestionSet, SHIPPED};
use register::*;
use rstest::rstest;

const VETERAN: &str = "added_armed_forces_veteran";

fn veteran() -> Question {
    Question::named(VETERAN).unwrap()
}

/// The set that comes with the program, and one question more.
fn with_veteran() -> String {
    let set = QuestionSet { version: "NM-2026.2".into(), ..QuestionSet::default() };
    let asked =
        format!("\n[[ask]]\nquestion = \"{VETERAN}\"\nwords = \"Have they served in the armed forces?\"\n");
    set.text() + &asked
}

#[test]
fn the_set_that_comes_with_the_program_is_sound_and_asks_the_twelve_in_their_order() {
    let set = QuestionSet::parse(&QuestionSet::default().text()).unwrap();
    assert_eq!(set, QuestionSet::default());
    assert_eq!(set.version, SHIPPED);
    let asked: Vec<Question> = set.ask.iter().map(|asked| asked.question).collect();
    assert_eq!(asked, Question::CALL_HANDLER);
    assert_eq!(set.all().count(), Question::ALL.len());
}

#[test]
fn a_force_adds_a_question_of_its_own_with_its_words() {
    let set = QuestionSet::parse(&with_veteran()).unwrap();
    assert!(set.asks(veteran()));
    assert_eq!(set.words(veteran()), Some("Have they served in the armed forces?"));
    assert_eq!(set.words(Question::SelfHarm), None, "the catalogue has them");
}

#[rstest]
#[case(
    "question = \"self_harm\"\n",
    "question = \"added_self_harm\"\nwords = \"?\"\n",
    "self_harm is asked in every force"
)]
#[case("\"dementia\", ", "", "dementia is shown in every force")]
#[case("\"dementia\", ", "\"dementia\", \"dementia\", ", "dementia stands once")]
#[case("question = \"added_armed_forces_veteran\"", "question = \"self_harm\"", "self_harm is asked once")]
#[case("question = \"self_harm\"\n", "question = \"self_harm\"\nwords = \"Well?\"\n", "has its own words")]
#[case("words = \"Have they served in the armed forces?\"", "", "needs words")]
#[case("added_armed_forces_veteran", "added_ethnic_origin", "INV-10")]
#[case("added_armed_forces_veteran", "added_Veteran", "not a question")]
#[case("added_armed_forces_veteran", "veteran", "not a question")]
#[case("NM-2026.2", "NM 2026", "version")]
#[case("NM-2026.2", "", "version")]
#[case("College of Policing", "", "")]
#[case("indicators = [", "indicators = [\"added_other\", ", "has to stand under ask")]
#[case("version =", "verzion =", "unknown field")]
fn a_set_that_takes_something_away_or_is_not_sound_is_refused_with_its_place(
    #[case] from: &str,
    #[case] to: &str,
    #[case] why: &str,
) {
    let text = with_veteran();
    assert!(text.contains(from), "{from} in {text}");
    match QuestionSet::parse(&text.replacen(from, to, 1)) {
        Err(error) => assert!(!why.is_empty() && error.contains(why), "{error}"),
        Ok(_) => assert!(why.is_empty(), "{why}"),
    }
}

#[test]
fn a_set_says_where_it_comes_from_and_asks_no_more_than_a_call_can_hold() {
    let nobody = QuestionSet { source: " ".into(), ..QuestionSet::default() };
    assert!(QuestionSet::parse(&nobody.text()).unwrap_err().contains("source"));
    let mut text = with_veteran();
    for n in 0..28 {
        text += &format!("[[ask]]\nquestion = \"added_number_{n}\"\nwords = \"Number {n}?\"\n");
    }
    assert!(QuestionSet::parse(&text).unwrap_err().contains("no more than 40"));
}

fn reported_with(set: &str) -> Case {
    let mut case = Case::new();
    case.laptop.question_set = set.into();
    case.give(report(&[(Attribute::FamilyName, "Test-Larkspur")]));
    case
}

#[test]
fn a_report_names_the_set_that_it_was_taken_with() {
    assert_eq!(reported_with("NM-2026.2").state().question_set, "NM-2026.2");
}

#[test]
fn what_a_set_asks_and_an_older_one_did_not_is_left_to_ask_of_those_reported_since_it_began() {
    let set = QuestionSet::parse(&with_veteran()).unwrap();
    let shipped = QuestionSet::default();
    let left = |case: &Case, since| {
        set.left_of(&Summary::of(&case.state(), &Thresholds::default()), since, Some(&shipped))
    };
    let mut old = reported_with(SHIPPED);
    let asked_of = |case: &mut Case, question, answer| {
        case.give(AnswerQuestions {
            incident_id: incident_id(),
            act: Act::default(),
            answers: vec![Answered { question, answer, detail: String::new(), said_by: String::new() }],
        });
    };
    let reported_at = old.state().reported_at;
    assert_eq!(left(&old, reported_at), [veteran()], "it was in use already");
    let unknown = set.left_of(&Summary::of(&old.state(), &Thresholds::default()), reported_at, None);
    assert_eq!(unknown.len(), 13, "nobody knows what else was asked");
    assert!(left(&old, reported_at + chrono::TimeDelta::seconds(1)).is_empty(), "it began later");
    assert!(left(&reported_with("NM-2026.2"), reported_at).is_empty(), "it was asked with it");
    for never_asked in ["imported", ""] {
        assert!(left(&reported_with(never_asked), reported_at).is_empty());
    }
    let mut closed = reported_with(SHIPPED);
    let command = located(closed.now);
    closed.give(command);
    let command = closed.assess(Grade::Medium);
    closed.give(command);
    let command = closed.close();
    closed.give(command);
    assert!(left(&closed, reported_at).is_empty(), "nobody is asked of whoever is home");
    asked_of(&mut old, veteran(), Answer::NotAsked);
    assert_eq!(left(&old, reported_at), [veteran()]);
    asked_of(&mut old, veteran(), Answer::NotKnown);
    assert!(left(&old, reported_at).is_empty(), "asked, if only to hear that nobody knows");
}

#[test]
fn an_answer_to_a_question_of_a_force_is_kept_and_opens_a_re_assessment() {
    let mut case = reported_with("NM-2026.2");
    case.give(AnswerQuestions {
        incident_id: incident_id(),
        act: Act::default(),
        answers: vec![Answered {
            question: veteran(),
            answer: Answer::Yes,
            detail: "Two tours".into(),
            said_by: String::new(),
        }],
    });
    assert_eq!(case.state().answer(veteran()), Answer::Yes);
    assert!(veteran().is_risk_relevant() && !veteran().is_immediate_danger() && !veteran().is_exploitation());
}

#[test]
fn every_question_has_one_name_by_which_it_is_found_again() {
    for question in Question::ALL {
        assert_eq!(Question::named(&question.name()), Some(question));
        assert_eq!(serde_json::to_value(question).unwrap(), question.name());
    }
    let names: std::collections::BTreeSet<String> = Question::ALL.map(Question::name).into();
    assert_eq!(names.len(), Question::ALL.len());
    assert_eq!(veteran().place(), None);
    assert_eq!(Question::NotVulnerable.place(), Some(Question::ALL.len() - 1));
}

#[rstest]
#[case("ethnicity", true)]
#[case("place_of_religious_worship", true)]
#[case("racial_abuse", true)]
#[case("grace_period", false)]
#[case("armed_forces_veteran", false)]
#[case("sexual_exploitation_online", false)]
fn a_question_whose_name_says_what_must_not_enter_a_grade_is_known(
    #[case] name: &str,
    #[case] protected: bool,
) {
    assert_eq!(AddedQuestion::parse(name).unwrap().names_what_is_protected(), protected);
}

proptest! {
    #[test]
    fn a_question_of_a_force_is_read_again_as_it_was_written_in_both_forms(name in "[a-z0-9]{1,12}(_[a-z0-9]{1,12}){0,2}") {
        let question = Question::Added(AddedQuestion::parse(&name).unwrap());
        prop_assert_eq!(question.name(), format!("added_{name}"));
        let json = serde_json::to_string(&question).unwrap();
        prop_assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), question);
        let short = postcard::to_stdvec(&question).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Question>(&short).unwrap(), question);
    }

    #[test]
    fn nothing_else_is_taken_for_the_name_of_a_question(name in "\\PC{0,60}") {
        if let Some(question) = Question::named(&name) {
            prop_assert_eq!(question.name(), name);
        }
    }
}
