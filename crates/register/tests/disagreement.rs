//! Entries written without sight of each other that disagree: the safer value holds, and a supervisor
//! decides for the other.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::incident::{ConflictKind, Status};
use register::role::Verb;
use register::*;
use rstest::rstest;
use uuid::Uuid;

fn conflicts(state: &Incident) -> Vec<ConflictKind> {
    state.conflicts.iter().map(|conflict| conflict.kind).collect()
}

fn kinds(state: &Incident) -> Vec<DeadlineKind> {
    deadlines(state, &Thresholds::default()).into_iter().map(|deadline| deadline.kind).collect()
}

/// What two laptops wrote after the same first entries, on one of them, an hour later.
fn apart(first: Vec<Vec<IncidentFact>>, one: IncidentFact, two: IncidentFact) -> Case {
    let (mut mine, mut theirs) = two_laptops(first);
    mine.write(at(10), &[], vec![one]);
    theirs.write(at(11), &[], vec![two]);
    meet(&mut mine, &mut theirs, at(60));
    assert_eq!(mine.state(), theirs.state());
    let mut case = Case::new();
    case.laptop = mine;
    case.after(70);
    case
}

fn grades() -> Case {
    apart(vec![vec![reported_fact()]], assessed(Grade::High, at(100)), assessed(Grade::Low, at(100)))
}

fn decided(category: Category) -> IncidentFact {
    IncidentFact::CategoryDecided { category, reason: "as told".into() }
}

fn decide_category(category: Category) -> DecideCategory {
    DecideCategory { incident_id: incident_id(), act: Act::default(), category, reason: "as told".into() }
}

fn linked(person: u128) -> IncidentFact {
    IncidentFact::PersonLinked { person_id: PersonId(Uuid::from_u128(person)), reason: "tattoo".into() }
}

fn link(person: u128) -> LinkPerson {
    LinkPerson {
        incident_id: incident_id(),
        act: Act::default(),
        person_id: PersonId(Uuid::from_u128(person)),
        reason: "same tattoo".into(),
    }
}

#[rstest]
fn two_grades_are_settled_for_the_lower_one_by_a_supervisor_alone(
    #[values(
        Role::CallHandler,
        Role::InvestigatingOfficer,
        Role::Coordinator,
        Role::SafeguardingReviewer,
        Role::SearchAdviser,
        Role::Supervisor,
        Role::DutyInspector
    )]
    role: Role,
    #[values(Grade::Medium, Grade::Low)] grade: Grade,
) {
    let mut case = grades();
    case.as_role(role);
    let lower = case.assess(grade);
    if role.may(Verb::Decide) {
        case.give(lower);
        assert_eq!(case.state().grade(), Some(grade));
        assert!(case.state().conflicts.is_empty());
    } else {
        assert_eq!(case.refused(lower), Rule::NotYourRole);
        assert_eq!(case.state().grade(), Some(Grade::High), "INV-4");
    }
}

#[test]
fn two_grades_are_settled_for_the_higher_one_by_whoever_reviews() {
    let mut case = grades();
    case.as_role(Role::InvestigatingOfficer);
    let same = case.assess(Grade::High);
    case.give(same);
    assert_eq!(case.state().grade(), Some(Grade::High));
    assert!(case.state().conflicts.is_empty());
    // Nothing disagrees now: an ordinary lowering, with reasons and in sight.
    let lower = case.assess(Grade::Low);
    case.give(lower);
}

#[test]
fn the_field_says_who_decides() {
    let mut case = grades();
    case.as_role(Role::InvestigatingOfficer);
    let lower = case.assess(Grade::Low);
    assert_eq!(
        case.ask(lower).unwrap_err(),
        Refusal::at(Rule::NotYourRole, "grade", "field-supervisor-decides")
    );
}

#[rstest]
fn located_by_one_and_withdrawn_by_another_is_recorded_as_located_again_by_a_supervisor_alone(
    #[values(Role::CallHandler, Role::InvestigatingOfficer, Role::Supervisor, Role::DutyInspector)]
    role: Role,
) {
    let first = vec![vec![reported_fact()], vec![located_fact()]];
    let mut case = apart(first, located_fact(), withdrawn_fact());
    assert_eq!(conflicts(&case.state()), [ConflictKind::Located]);
    case.as_role(role);
    if role.may(Verb::Decide) {
        case.give(located(at(0)));
        assert_eq!(case.state().status(), Status::Located);
    } else {
        assert_eq!(case.refused(located(at(0))), Rule::NotYourRole);
        assert_eq!(case.state().status(), Status::Open, "INV-4");
        case.give(withdraw());
        assert!(case.state().conflicts.is_empty(), "not located is open to whoever may locate");
    }
}

#[rstest]
#[case(Category::Missing, Category::ConcernForSafety)]
#[case(Category::Missing, Category::AwayFromPlacement)]
#[case(Category::ConcernForSafety, Category::AwayFromPlacement)]
fn of_two_categories_decided_apart_the_safer_one_holds_until_somebody_decides(
    #[case] safer: Category,
    #[case] other: Category,
    #[values(true, false)] safer_first: bool,
) {
    let (one, two) = if safer_first { (safer, other) } else { (other, safer) };
    let mut case = apart(vec![vec![reported_fact()]], decided(one), decided(two));
    let state = case.state();
    assert_eq!((state.category, state.category_decided), (safer, true));
    assert_eq!(conflicts(&state), [ConflictKind::Category]);
    assert_eq!(state.conflicts[0].between.len(), 2);
    assert!(kinds(&state).contains(&DeadlineKind::NeedsDecision));

    case.as_role(Role::InvestigatingOfficer);
    assert_eq!(case.refused(decide_category(other)), Rule::NotYourRole);
    case.as_role(Role::Supervisor).give(decide_category(other));
    assert_eq!(case.state().category, other);
    assert!(case.state().conflicts.is_empty());
}

#[test]
fn the_safer_category_is_decided_by_whoever_may_record() {
    let apart_decided = || {
        apart(
            vec![vec![reported_fact()]],
            decided(Category::AwayFromPlacement),
            decided(Category::ConcernForSafety),
        )
    };
    for category in [Category::ConcernForSafety, Category::Missing] {
        let mut case = apart_decided();
        case.as_role(Role::CallHandler).give(decide_category(category));
        assert_eq!(case.state().category, category);
        assert!(case.state().conflicts.is_empty());
    }
}

#[test]
fn the_same_category_decided_twice_is_no_disagreement() {
    let case = apart(
        vec![vec![reported_fact()]],
        decided(Category::ConcernForSafety),
        decided(Category::ConcernForSafety),
    );
    assert_eq!(case.state().category, Category::ConcernForSafety);
    assert!(case.state().conflicts.is_empty());
}

#[test]
fn a_category_that_came_to_differ_after_the_closure_is_decided_without_reopening() {
    let first = vec![vec![reported_fact()], vec![located_fact()]];
    let (mut one, mut two) = two_laptops(first);
    one.write(at(10), &[], vec![decided(Category::ConcernForSafety)]);
    one.write(at(11), &[], vec![closed_fact()]);
    two.write(at(12), &[], vec![decided(Category::Missing)]);
    meet(&mut one, &mut two, at(60));
    let mut case = Case::new();
    case.laptop = one;
    case.after(70);
    let state = case.state();
    assert_eq!((state.status(), state.category), (Status::Closed, Category::Missing));
    assert_eq!(kinds(&state), [DeadlineKind::NeedsDecision]);
    case.give(decide_category(Category::Missing));
    assert!(kinds(&case.state()).is_empty());
    assert_eq!(case.refused(decide_category(Category::ConcernForSafety)), Rule::Closed);
}

#[test]
fn links_to_two_people_made_apart_are_listed_until_somebody_links_in_sight_of_both() {
    let mut case = apart(vec![vec![reported_fact()]], linked(5), linked(6));
    assert_eq!(conflicts(&case.state()), [ConflictKind::Person]);
    case.give(link(5));
    assert_eq!(case.state().person_id, PersonId(Uuid::from_u128(5)));
    assert!(case.state().conflicts.is_empty());

    let same = apart(vec![vec![reported_fact()]], linked(5), linked(5));
    assert!(same.state().conflicts.is_empty());
}

#[test]
fn a_call_handler_grades_first_and_raises_and_neither_lowers_nor_puts_a_review_off() {
    let mut case = Case::reported();
    case.as_role(Role::CallHandler);
    let first = case.assess(Grade::Medium);
    case.give(first);
    case.after(10);
    let due = case.state().next_review_at;

    assert_eq!(case.refused(review(at(400), vec![])), Rule::NotYourRole);
    let same = case.assess(Grade::Medium);
    assert_eq!(case.refused(same), Rule::NotYourRole);
    let lower = case.assess(Grade::Low);
    assert_eq!(case.refused(lower), Rule::NotYourRole);
    assert_eq!(case.state().next_review_at, due, "INV-4");

    let raise = case.assess(Grade::High);
    case.give(raise);
    case.give(note("rang the ward"));
}
