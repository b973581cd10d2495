//! Who takes an incident on (F01, F02): sent, delivered and accepted are three facts, and silence is none of them.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines};
use register::duty::{Need, Section};
use register::fact::*;
use register::incident::ConflictKind;
use register::*;

fn assign(to: Role) -> AssignIncident {
    AssignIncident { incident_id: incident_id(), act: Act::default(), to, note: " back at 22:00 ".into() }
}

fn receive(assignment: EntryId) -> ReceiveAssignment {
    ReceiveAssignment { incident_id: incident_id(), act: Act::default(), assignment }
}

fn accept(assignment: EntryId) -> AcceptAssignment {
    AcceptAssignment { incident_id: incident_id(), act: Act::default(), assignment }
}

fn phone(assignment: EntryId, spoke_to: &str) -> PhoneAssignment {
    PhoneAssignment { incident_id: incident_id(), act: Act::default(), assignment, spoke_to: spoke_to.into() }
}

/// Handed to the duty inspector by officer 1, and the entry that did it.
fn handed(grade: Grade) -> (Case, EntryId) {
    let mut case = Case::graded(grade);
    let made = case.give(assign(Role::DutyInspector)).header.entry_id;
    (case, made)
}

fn by(case: &mut Case, n: u8, role: Role) {
    case.officer = officer(n);
    case.role = role;
}

fn due(case: &Case, kind: DeadlineKind) -> Option<i64> {
    let found = deadlines(&case.state(), &Thresholds::default()).into_iter().find(|due| due.kind == kind);
    found.map(|due| (due.due_at - at(0)).num_seconds())
}

fn need(case: &Case, seconds: i64) -> (DeadlineKind, Section) {
    let thresholds = Thresholds::default();
    let now = at(0) + chrono::TimeDelta::seconds(seconds);
    let need = Need::of(&Summary::of(&case.state(), &thresholds), now, &thresholds).unwrap();
    (need.kind, need.section)
}

#[test]
fn an_assignment_on_nobodys_screen_for_so_long_is_not_delivered_and_needs_somebody_now() {
    let (mut case, made) = handed(Grade::Medium);
    assert_eq!(due(&case, DeadlineKind::DeliverAssignment), Some(20));
    assert_ne!(need(&case, 19).0, DeadlineKind::DeliverAssignment, "it may still be on its way");
    assert_eq!(need(&case, 20), (DeadlineKind::DeliverAssignment, Section::NeedsSomeoneNow));

    by(&mut case, 2, Role::DutyInspector);
    case.give(receive(made));
    assert_eq!(due(&case, DeadlineKind::DeliverAssignment), None);
    let state = case.state();
    assert_eq!(state.waiting().count(), 1, "delivered is not accepted");
    assert_eq!(state.assignment(made).unwrap().what.delivered[0].what, officer(2));
    assert_eq!(state.owner(), None);
}

#[test]
fn nobody_accepting_needs_somebody_sooner_where_the_grade_is_high_or_not_given() {
    let minutes = |case: &Case| due(case, DeadlineKind::AcceptAssignment).unwrap() / 60;
    assert_eq!(minutes(&handed(Grade::High).0), 10);
    assert_eq!(minutes(&handed(Grade::Medium).0), 20);
    let mut ungraded = Case::reported();
    ungraded.give(assign(Role::Supervisor));
    assert_eq!(minutes(&ungraded), 10, "not assessed counts as high");
    let (mut case, made) = handed(Grade::Medium);
    by(&mut case, 2, Role::DutyInspector);
    case.give(receive(made));
    assert_eq!(need(&case, 20 * 60), (DeadlineKind::AcceptAssignment, Section::NeedsSomeoneNow));
    case.give(accept(made));
    assert_eq!(due(&case, DeadlineKind::AcceptAssignment), None);
    assert_eq!(case.state().owner().unwrap().0.what, officer(2), "accepted by name");
}

#[test]
fn whoever_has_it_keeps_it_until_somebody_accepts_the_next_assignment() {
    let (mut case, first) = handed(Grade::Medium);
    by(&mut case, 2, Role::DutyInspector);
    case.give(accept(first));
    let second = case.give(assign(Role::Supervisor)).header.entry_id;
    assert_eq!(case.state().owner().unwrap().0.what, officer(2));
    by(&mut case, 3, Role::Supervisor);
    case.give(accept(second));
    let state = case.state();
    let (owner, role) = state.owner().unwrap();
    assert_eq!((owner.what, role), (officer(3), Role::Supervisor));
    assert_eq!(case.refused(accept(first)), Rule::NoSuchAssignment, "it was handed on since");
}

#[test]
fn a_call_stops_the_search_for_somebody_to_tell_and_not_the_wait_for_somebody_to_accept() {
    let (mut case, made) = handed(Grade::Medium);
    assert_eq!(case.wrong_fields(phone(made, " ")), ["spoke_to"]);
    case.give(phone(made, " Insp Test-Larch "));
    assert_eq!(due(&case, DeadlineKind::DeliverAssignment), None);
    assert_eq!(due(&case, DeadlineKind::AcceptAssignment), Some(20 * 60));
    assert_eq!(case.state().assignment(made).unwrap().what.phoned[0].what, "Insp Test-Larch");
}

#[test]
fn it_is_received_once_by_each_officer_of_the_role_and_never_by_whoever_sent_it() {
    let (mut case, made) = handed(Grade::Medium);
    by(&mut case, 1, Role::DutyInspector);
    assert_eq!(case.refused(receive(made)), Rule::NotYourRole, "own words on the own screen reach nobody");
    by(&mut case, 2, Role::Supervisor);
    assert_eq!(case.refused(receive(made)), Rule::NotYourRole);
    by(&mut case, 2, Role::DutyInspector);
    case.give(receive(made));
    assert_eq!(case.refused(receive(made)), Rule::AlreadyAnswered);
    by(&mut case, 3, Role::DutyInspector);
    case.give(receive(made));
    assert_eq!(case.state().assignment(made).unwrap().what.delivered.len(), 2);
    assert_eq!(case.refused(receive(EntryId(uuid::Uuid::nil()))), Rule::NoSuchAssignment);
}

#[test]
fn only_the_role_asked_for_accepts_or_an_inspector_and_only_once() {
    let mut case = Case::graded(Grade::Medium);
    let made = case.give(assign(Role::Coordinator)).header.entry_id;
    by(&mut case, 2, Role::InvestigatingOfficer);
    assert_eq!(case.refused(accept(made)), Rule::NotYourRole);
    by(&mut case, 3, Role::DutyInspector);
    case.give(accept(made));
    by(&mut case, 4, Role::Coordinator);
    assert_eq!(case.refused(accept(made)), Rule::AlreadyAnswered);
}

#[test]
fn it_is_handed_to_a_role_that_works_incidents_and_by_one_that_may_record() {
    let mut case = Case::reported();
    assert_eq!(case.wrong_fields(assign(Role::Auditor)), ["to"]);
    assert_eq!(case.wrong_fields(assign(Role::CallHandler)), ["to"]);
    case.as_role(Role::Auditor);
    assert_eq!(case.refused(assign(Role::Supervisor)), Rule::NotYourRole);
    let mut closed = Case::closed();
    assert_eq!(closed.refused(assign(Role::Supervisor)), Rule::Closed);
}

#[test]
fn a_report_can_be_handed_on_as_it_is_taken() {
    let mut case = Case::new();
    let report = report(&[(Attribute::Hair, "red")]);
    case.as_role(Role::CallHandler);
    assert_eq!(
        case.wrong_fields(TakeReport { assign_to: Some(Role::Partner), ..report.clone() }),
        ["assign_to"]
    );
    let made = case.give(TakeReport { assign_to: Some(Role::Supervisor), ..report }).header.entry_id;
    assert_eq!(case.state().waiting().next().unwrap().entry_id, made);
}

#[test]
fn what_arrived_on_a_screen_is_no_sign_of_work() {
    let (mut case, made) = handed(Grade::High);
    let quiet = due(&case, DeadlineKind::Quiet);
    by(&mut case, 2, Role::DutyInspector);
    case.after(25).give(receive(made));
    assert_eq!(due(&case, DeadlineKind::Quiet), quiet, "F04");
    case.give(accept(made));
    assert_ne!(due(&case, DeadlineKind::Quiet), quiet);
}

#[test]
fn assignments_to_two_roles_without_sight_of_each_other_both_stand_until_somebody_decides() {
    let handed = |to| vec![IncidentFact::Assigned { to, note: String::new() }];
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let first = one.write(at(70), &[], handed(Role::Supervisor)).header.entry_id;
    let second = two.write(at(71), &[], handed(Role::DutyInspector)).header.entry_id;
    meet(&mut one, &mut two, at(80));
    let state = one.state();
    assert_eq!(state, two.state());
    let conflict = state.conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Assignment).unwrap();
    assert_eq!(conflict.between, [first, second]);
    assert_eq!(state.waiting().count(), 2, "both roles are told");
    one.write(at(90), &[], handed(Role::DutyInspector));
    assert!(one.state().conflicts.is_empty());
    assert_eq!(one.state().waiting().count(), 1);

    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    one.write(at(70), &[], handed(Role::Supervisor));
    two.write(at(71), &[], handed(Role::Supervisor));
    meet(&mut one, &mut two, at(80));
    assert!(one.state().conflicts.is_empty(), "the same role twice is no disagreement");
}

#[test]
fn of_two_who_accept_without_sight_of_each_other_every_laptop_names_the_same() {
    let made = IncidentFact::Assigned { to: Role::DutyInspector, note: String::new() };
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![made]]);
    let assignment = one.state().waiting().next().unwrap().entry_id;
    let accepted = || vec![IncidentFact::AssignmentAccepted { assignment }];
    one.write(at(70), &[], accepted());
    two.write(at(71), &[], accepted());
    meet(&mut one, &mut two, at(80));
    assert_eq!(one.state(), two.state());
    assert_eq!(one.state().waiting().count(), 0);
}
