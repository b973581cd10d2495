//! Immediate dangers: they stand until an inspector says in sight of them why they no longer hold (F18, F19).

mod common;

use common::*;
use register::fact::*;
use register::incident::Contradiction;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

#[rstest]
fn a_standing_danger_forbids_a_grade_below_medium(
    #[values(Grade::VeryLow, Grade::Low, Grade::Medium, Grade::High)] grade: Grade,
) {
    let mut case = Case::reported();
    case.give(answer(Question::SelfHarm, Answer::Yes));
    let command = case.assess(grade);
    let answer = case.as_role(Role::DutyInspector).ask(command);
    match grade {
        Grade::Medium | Grade::High => assert!(answer.is_ok()),
        _ => assert_eq!(answer.unwrap_err().rule, Rule::DangerForbidsGrade),
    }
}

#[rstest]
fn every_immediate_danger_answered_yes_stands(
    #[values(
        Question::MedicalNeeds,
        Question::VictimOfCrime,
        Question::LikelyHurt,
        Question::SexualExploitation,
        Question::SelfHarm,
        Question::DangerToOthers
    )]
    question: Question,
    #[values(Answer::Yes, Answer::No, Answer::NotAsked, Answer::NotKnown)] said: Answer,
) {
    let mut case = Case::reported();
    case.give(answer(question, said));
    assert_eq!(case.state().standing_dangers().count(), usize::from(said == Answer::Yes));
    assert_eq!(case.state().answer(question), said);
}

#[test]
fn a_no_after_a_yes_leaves_the_danger_standing_and_shows_the_contradiction() {
    let mut case = Case::reported();
    case.give(answer(Question::SelfHarm, Answer::Yes));
    case.give(answer(Question::SelfHarm, Answer::No));
    let state = case.state();
    assert_eq!(state.standing_dangers().count(), 1);
    assert!(
        matches!(&state.contradictions()[..], [Contradiction::Question { question: Question::SelfHarm, answers }] if answers.len() == 2)
    );
    let command = case.assess(Grade::Low);
    assert_eq!(case.refused(command), Rule::DangerForbidsGrade);
}

#[test]
fn not_vulnerable_against_a_word_of_self_harm_is_a_contradiction_until_the_danger_is_cleared() {
    let mut case = Case::reported();
    case.give(answer(Question::SelfHarm, Answer::Yes));
    case.give(answer(Question::NotVulnerable, Answer::Yes));
    let against = Contradiction::NotVulnerable { against: vec![Question::SelfHarm] };
    assert_eq!(case.state().contradictions(), [against]);
    let command = case.assess(Grade::Low);
    assert_eq!(case.refused(command), Rule::DangerForbidsGrade);

    let command = clear(Question::SelfHarm, case.state().basis);
    case.as_role(Role::DutyInspector).give(command);
    assert!(case.state().contradictions().is_empty());
    let command = case.assess(Grade::Low);
    case.give(command);
}

#[rstest]
fn a_danger_stands_until_an_inspector_clears_it(
    #[values(
        Role::CallHandler,
        Role::InvestigatingOfficer,
        Role::Supervisor,
        Role::Coordinator,
        Role::SafeguardingReviewer,
        Role::DutyInspector
    )]
    role: Role,
) {
    let mut case = Case::reported();
    case.give(answer(Question::LikelyHurt, Answer::Yes));
    let command = clear(Question::LikelyHurt, case.state().basis);
    let given = case.as_role(role).ask(command);
    if role == Role::DutyInspector {
        assert!(given.is_ok());
        assert_eq!(case.state().standing_dangers().count(), 0);
        assert!(case.state().dangers[0].what.cleared.is_some(), "why stays on the record");
    } else {
        assert_eq!(given.unwrap_err().rule, Rule::NotYourRole);
        assert_eq!(case.state().standing_dangers().count(), 1);
    }
}

#[test]
fn a_danger_is_cleared_only_with_a_reason_and_in_sight_of_its_latest_word() {
    let mut case = Case::reported();
    case.as_role(Role::DutyInspector);
    case.give(answer(Question::SelfHarm, Answer::Yes));
    let stale = case.state().basis;
    case.give(answer(Question::SelfHarm, Answer::Yes));
    assert_eq!(case.refused(clear(Question::SelfHarm, stale)), Rule::NotInformed);
    let mut blank = clear(Question::SelfHarm, case.state().basis);
    blank.reason = " ".into();
    assert_eq!(case.wrong_fields(blank), ["reason"]);
    assert_eq!(case.refused(clear(Question::LikelyHurt, case.state().basis)), Rule::NoSuchDanger);
    let command = clear(Question::SelfHarm, case.state().basis);
    case.give(command);
    assert_eq!(case.state().standing_dangers().count(), 0);
    case.give(answer(Question::SelfHarm, Answer::Yes));
    assert_eq!(case.state().standing_dangers().count(), 1, "a new word of it stands again");
}

#[test]
fn a_danger_cleared_by_someone_who_had_not_seen_a_second_word_of_it_still_stands() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![danger(Question::SelfHarm)]]);
    let first = one.log[1].header.entry_id;
    let cleared =
        IncidentFact::DangerCleared { question: Question::SelfHarm, reason: "seen by a doctor".into() };
    one.write(at(20), &[first], vec![cleared]);
    two.write(at(10), &[], vec![danger(Question::SelfHarm)]);
    assert_eq!(one.state().standing_dangers().count(), 0);
    meet(&mut one, &mut two, at(60));
    assert_eq!(one.state().standing_dangers().count(), 1);
    assert_eq!(one.state(), two.state());
}
