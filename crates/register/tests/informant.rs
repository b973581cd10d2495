//! What the family is told and promised (F53): an overdue promise needs somebody, and only an update keeps it.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use common::*;
use register::command::*;
use register::deadline::{Deadline, DeadlineKind, deadlines, review_due};
use register::duty::{Need, Section};
use register::fact::*;
use register::incident::Status;
use register::*;

fn update(next_promised_at: Option<DateTime<Utc>>) -> UpdateInformant {
    UpdateInformant {
        incident_id: incident_id(),
        act: Act::default(),
        to: " Test-Larkspur, Ida ".into(),
        told: "the river bank is being searched".into(),
        next_promised_at,
    }
}

fn promised(at: DateTime<Utc>) -> IncidentFact {
    IncidentFact::InformantUpdated {
        to: "Test-Larkspur, Ida".into(),
        told: "the river bank is being searched".into(),
        next_promised_at: Some(at),
    }
}

fn promise(state: &Incident) -> Option<Deadline> {
    deadlines(state, &Thresholds::default())
        .into_iter()
        .find(|deadline| deadline.kind == DeadlineKind::Promise)
}

#[test]
fn a_promised_update_falls_due_and_names_who_waits() {
    let mut case = Case::graded(Grade::Medium);
    case.give(update(Some(at(45))));
    let due = promise(&case.state()).unwrap();
    assert_eq!((due.due_at, due.what.as_str()), (at(45), "Test-Larkspur, Ida"));

    let thresholds = Thresholds::default();
    let need = |now| Need::of(&Summary::of(&case.state(), &thresholds), now, &thresholds).unwrap();
    assert_eq!((need(at(0)).kind, need(at(0)).section), (DeadlineKind::Promise, Section::DueWithinTheHour));
    assert_eq!((need(at(46)).kind, need(at(46)).section), (DeadlineKind::Promise, Section::NeedsSomeoneNow));
    assert_eq!(need(at(130)).kind, DeadlineKind::Review, "a late review comes before a late promise");
}

#[test]
fn an_update_keeps_the_promise_before_it_and_nothing_else_does() {
    let mut case = Case::graded(Grade::Medium);
    case.give(update(Some(at(45))));
    case.give(note("rang, no answer"));
    case.give(contact(ChangesRisk::No));
    case.give(review(at(60), vec![]));
    assert_eq!(promise(&case.state()).unwrap().due_at, at(45));
    case.give(update(Some(at(90))));
    assert_eq!(promise(&case.state()).unwrap().due_at, at(90));
    case.give(update(None));
    assert!(promise(&case.state()).is_none());
}

#[test]
fn a_promise_outlasts_the_closure_and_moves_no_review() {
    let mut case = Case::graded(Grade::Medium);
    let before = review_due(&case.state(), &Thresholds::default());
    case.give(update(Some(at(45))));
    assert_eq!(review_due(&case.state(), &Thresholds::default()), before, "INV-3");
    case.give(located(at(0)));
    let command = case.close();
    case.give(command);
    assert_eq!(case.state().status(), Status::Closed);
    assert_eq!(promise(&case.state()).unwrap().due_at, at(45), "they still wait for the call");
    case.give(update(None));
    assert!(promise(&case.state()).is_none());
    assert_eq!(case.state().status(), Status::Closed);
}

#[test]
fn of_promises_made_without_sight_of_each_other_the_earliest_holds() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    one.write(at(70), &[], vec![promised(at(200))]);
    two.write(at(71), &[], vec![promised(at(150))]);
    meet(&mut one, &mut two, at(80));
    assert_eq!(promise(&one.state()).unwrap().due_at, at(150));
    assert_eq!(one.state(), two.state());
    one.write(at(90), &[], vec![promised(at(300))]);
    assert_eq!(promise(&one.state()).unwrap().due_at, at(300), "this update saw both");
}

#[test]
fn an_update_says_who_was_told_what_and_promises_no_time_that_has_passed() {
    let mut case = Case::reported();
    let empty = UpdateInformant { to: " ".into(), told: String::new(), ..update(Some(at(0))) };
    assert_eq!(case.wrong_fields(empty), ["to", "told", "next_promised_at"]);
    case.as_role(Role::Auditor);
    assert_eq!(case.refused(update(None)), Rule::NotYourRole);
}
