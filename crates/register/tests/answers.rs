//! A recorded risk factor is not deleted, only answered: it still applies, or it no longer does because of something (F17).

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

fn bare(question: Question, answer: Answer) -> AnswerQuestions {
    AnswerQuestions {
        incident_id: incident_id(),
        act: Act::default(),
        answers: vec![answered(question, answer)],
    }
}

fn with_evidence(question: Question, answer: Answer) -> AnswerQuestions {
    let mut command = bare(question, answer);
    command.answers[0].detail = "his doctor saw him today".into();
    command
}

fn refused(case: &mut Case, command: AnswerQuestions) -> Vec<(String, String)> {
    let refusal = case.ask(command).unwrap_err();
    assert_eq!(refusal.rule, Rule::Fields);
    refusal.fields.into_iter().map(|wrong| (wrong.field, wrong.message)).collect()
}

fn at_field(field: &str, remedy: &str) -> Vec<(String, String)> {
    vec![(field.into(), remedy.into())]
}

/// Somebody said yes.
fn said_yes(question: Question) -> Case {
    let mut case = Case::graded(Grade::High);
    case.give(bare(question, Answer::Yes));
    case
}

#[rstest]
fn f17_a_factor_no_longer_applies_only_with_what_shows_it(
    #[values(Question::SelfHarm, Question::Dementia, Question::AlcoholOrDrugs)] question: Question,
    #[values(Answer::No, Answer::NotKnown)] answer: Answer,
) {
    let mut case = said_yes(question);
    let blank = {
        let mut command = bare(question, answer);
        command.answers[0].detail = " \n".into();
        command
    };
    for command in [bare(question, answer), blank] {
        assert_eq!(refused(&mut case, command), at_field("answers.0.detail", "field-why-no-longer"));
        assert_eq!(case.state().answer(question), Answer::Yes);
    }
    case.give(with_evidence(question, answer));
    assert_eq!(case.state().answer(question), answer);
    assert_eq!(case.state().answers[&question].len(), 2, "the yes stays in the record");
}

#[test]
fn f17_a_factor_is_not_made_one_that_nobody_asked_about() {
    let mut case = said_yes(Question::SelfHarm);
    let command = bare(Question::SelfHarm, Answer::NotAsked);
    assert_eq!(refused(&mut case, command), at_field("answers.0.answer", "field-still-applies"));
}

#[test]
fn f17_that_it_still_applies_is_an_answer_with_a_time_of_its_own() {
    let mut case = said_yes(Question::SelfHarm);
    case.after(30).give(bare(Question::SelfHarm, Answer::Yes));
    let state = case.state();
    let said: Vec<_> =
        state.answers[&Question::SelfHarm].iter().map(|said| (said.what.answer, said.recorded_at)).collect();
    assert_eq!(said.len(), 2);
    assert!(said.iter().all(|(answer, _)| *answer == Answer::Yes));
    assert!(said[0].1 > said[1].1, "it was looked at again");
}

#[rstest]
#[case::never_asked(&[])]
#[case::asked_and_not_known(&[Answer::NotKnown])]
#[case::answered_no(&[Answer::No])]
fn where_no_yes_stands_an_answer_needs_no_evidence(#[case] before: &[Answer]) {
    for answer in [Answer::No, Answer::NotKnown, Answer::NotAsked, Answer::Yes] {
        let mut case = Case::graded(Grade::High);
        for said in before {
            case.give(bare(Question::SelfHarm, *said));
        }
        case.give(bare(Question::SelfHarm, answer));
    }
}

#[test]
fn once_it_was_said_why_it_no_longer_applies_it_is_not_asked_again() {
    let mut case = said_yes(Question::SelfHarm);
    case.give(with_evidence(Question::SelfHarm, Answer::No));
    case.give(bare(Question::SelfHarm, Answer::No));
}

#[rstest]
fn what_is_no_risk_factor_is_corrected_without_evidence(
    #[values(
        Question::NotVulnerable,
        Question::HasMeans,
        Question::KnownPlace,
        Question::TriedToFind,
        Question::TravelledAbroad,
        Question::AnythingElse
    )]
    question: Question,
) {
    said_yes(question).give(bare(question, Answer::No));
}

#[test]
fn of_several_answers_each_is_refused_at_its_own_field() {
    let mut case = said_yes(Question::SelfHarm);
    case.give(bare(Question::Dementia, Answer::Yes));
    let mut command = bare(Question::MentalHealth, Answer::No);
    command
        .answers
        .extend([answered(Question::SelfHarm, Answer::No), answered(Question::Dementia, Answer::No)]);
    assert_eq!(case.wrong_fields(command), ["answers.1.detail", "answers.2.detail"]);
}

#[test]
fn what_was_signed_without_it_is_read_and_admitted_as_ever() {
    // The rule is on what an officer does here.
    let mut case = said_yes(Question::Dementia);
    let no = IncidentFact::Answered { answered: answered(Question::Dementia, Answer::No) };
    let entry = case.laptop.write(at(5), &[], vec![no]);
    assert_eq!(case.state().answer(Question::Dementia), Answer::No);
    let before: Vec<_> = case.laptop.log.iter().filter(|other| other.hash != entry.hash).cloned().collect();
    let admitted = register::decide::admit(
        &entry,
        &before,
        Role::DutyInspector,
        &|_, _, _, _| true,
        &Thresholds::default(),
    );
    assert_eq!(admitted, Ok(()));
}
