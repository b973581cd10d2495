//! F16: what was entered since the last grade is opened before the next, or left for later with a reason. What was left is
//! not taken for seen.

mod common;

use common::*;
use register::command::{AssessRisk, ChallengeGrade};
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::question::{Answer, Question};
use register::*;

/// Graded by the first officer; then another writes, and the first one too.
fn entered_since() -> (Case, EntryId) {
    let mut case = Case::graded(Grade::Medium);
    case.officer = officer(2);
    let other = case.give(note("his son has the garage key")).header.entry_id;
    case.officer = officer(1);
    case.give(note("rang the ward"));
    (case, other)
}

fn opened(ids: &[EntryId], because: Option<&str>) -> Beside {
    Beside { opened: Some(ids.to_vec()), deferred_because: because.map(str::to_owned), ..Beside::default() }
}

#[test]
fn f16_what_others_entered_since_the_grade_is_opened_or_left_for_later_with_a_reason() {
    let (mut case, other) = entered_since();
    assert_eq!(case.state().unseen.len(), 2, "what its own officer wrote is unseen by the grade as well");
    let with = |case: &Case, beside| AssessRisk { beside, ..case.assess(Grade::Medium) };
    for because in [None, Some(" ")] {
        let command = with(&case, opened(&[], because));
        assert_eq!(case.refused(command.clone()), Rule::UnopenedEntries);
        assert_eq!(case.wrong_fields(command), ["beside.deferred_because"]);
    }
    let mut later = entered_since().0;
    let command = with(&later, opened(&[], Some("the search needs me")));
    later.give(command);
    let kept = later.state().effective().unwrap().what.beside.clone().unwrap();
    assert_eq!((kept.unopened, kept.deferred_because.as_deref()), (vec![other], Some("the search needs me")));

    let command = with(&case, opened(&[other], Some("typed before it was read")));
    case.give(command);
    let state = case.state();
    assert!(state.unseen.is_empty(), "graded in sight of all of it");
    let kept = state.effective().unwrap().what.beside.clone().unwrap();
    assert_eq!((kept.read, kept.unopened, kept.deferred_because), (vec![other], vec![], None));
}

#[test]
fn raising_waits_for_nothing_and_keeps_what_was_not_opened() {
    let (mut case, other) = entered_since();
    let command = AssessRisk { beside: opened(&[], None), ..case.assess(Grade::High) };
    case.give(command);
    assert_eq!(case.state().effective().unwrap().what.beside.clone().unwrap().unopened, [other]);
}

#[test]
fn the_central_service_asks_why_entries_were_left_for_later() {
    let (mut case, other) = entered_since();
    let ours = case.laptop.log.clone();
    let said = |because: Option<&str>| IncidentFact::RiskAssessed {
        grade: Grade::Medium,
        factors: vec![],
        rationale: rationale(),
        next_review_at: at(60),
        lowered_because: None,
        beside: Some(Beside {
            unopened: vec![other],
            deferred_because: because.map(str::to_owned),
            ..Beside::default()
        }),
    };
    let (any, thresholds) = (|_: _, _: _, _: &str, _: &Confirmation| true, Thresholds::default());
    for (because, expected) in [(None, Err(Rule::UnopenedEntries)), (Some("the search needs me"), Ok(()))] {
        let entry = case.laptop.entry(at(5), &heads(&ours), &[], Role::Supervisor, vec![said(because)]);
        let admitted = register::decide::admit(&entry, &ours, Role::Supervisor, &any, &thresholds);
        assert_eq!(admitted, expected);
    }
}

#[test]
fn what_was_left_for_later_is_asked_for_again_by_the_next_grade_and_until_somebody_opens_it() {
    let (mut case, other) = entered_since();
    let command =
        AssessRisk { beside: opened(&[], Some("the search needs me")), ..case.assess(Grade::Medium) };
    case.give(command);
    let state = case.state();
    assert_eq!(state.unseen, [(other, officer(2))], "its officer knew of it, and had not opened it");
    assert_eq!(state.effective().unwrap().what.left_for_later(), [other]);

    let again = AssessRisk { beside: opened(&[], None), ..case.assess(Grade::Medium) };
    assert_eq!(case.refused(again), Rule::UnopenedEntries);
    // The third officer leaves it as well; raising waits for no reason.
    case.officer = officer(3);
    let command = AssessRisk { beside: opened(&[], None), ..case.assess(Grade::High) };
    case.give(command);
    assert_eq!(case.state().unseen, [(other, officer(2))]);
    let command = AssessRisk { beside: opened(&[other], None), ..case.assess(Grade::High) };
    case.give(command);
    assert!(case.state().unseen.is_empty());
}

#[test]
fn risk_information_and_a_challenge_that_were_left_for_later_are_still_to_be_answered() {
    let mut case = Case::graded(Grade::Medium);
    case.officer = officer(2);
    let news = case.give(answer(Question::MentalHealth, Answer::Yes)).header.entry_id;
    let command = ChallengeGrade {
        incident_id: incident_id(),
        act: case.act(),
        grade: Grade::High,
        reason: "he was found in the canal last time".into(),
    };
    let challenge = case.give(command).header.entry_id;
    case.officer = officer(1);
    let due = |case: &Case| {
        let due = deadlines(&case.state(), &Thresholds::default()).into_iter().map(|deadline| deadline.kind);
        due.filter(|kind| matches!(kind, DeadlineKind::Reassess | DeadlineKind::Challenge)).count()
    };
    assert_eq!(due(&case), 2);
    // Both stood on the screen, which is no answer to either.
    let command = AssessRisk { beside: opened(&[], Some("at the scene")), ..case.assess(Grade::Medium) };
    assert!(command.act.basis.contains(&news) && command.act.basis.contains(&challenge));
    case.give(command);
    assert_eq!(due(&case), 2);
    let command = AssessRisk { beside: opened(&[news, challenge], None), ..case.assess(Grade::Medium) };
    case.give(command);
    assert_eq!(due(&case), 0);
}

#[test]
fn raising_at_once_answers_what_stood_on_the_screen_though_nobody_pressed_that_they_read_it() {
    let mut case = Case::graded(Grade::Medium);
    case.officer = officer(2);
    let news = case.give(answer(Question::MentalHealth, Answer::Yes)).header.entry_id;
    case.officer = officer(1);
    let command = AssessRisk { beside: opened(&[], None), ..case.assess(Grade::High) };
    case.give(command);
    let state = case.state();
    assert!(state.reassess_since().is_none());
    assert_eq!(state.unseen, [(news, officer(2))], "it is still to be opened before the next");
}
