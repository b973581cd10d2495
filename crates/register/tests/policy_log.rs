//! The policy log: decisions with what was considered and why, each with a number that stays its own.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use common::*;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines};
use register::decide::admit;
use register::duty::{Need, Section};
use register::fact::*;
use register::incident::{Policy, Status};
use register::role::Verb;
use register::*;

fn decided(number: u32, decision: &str, supersedes: Vec<EntryId>) -> IncidentFact {
    reviewed(number, decision, supersedes, None)
}

fn reviewed(
    number: u32,
    decision: &str,
    supersedes: Vec<EntryId>,
    review_at: Option<DateTime<Utc>>,
) -> IncidentFact {
    IncidentFact::PolicyDecided {
        number,
        decision: decision.into(),
        options: vec![],
        reasons: "his family asks to wait".into(),
        decided_by: String::new(),
        review_at,
        supersedes,
    }
}

fn known(state: &Incident, id: EntryId) -> Policy {
    state.policy(id).unwrap().what.clone()
}

fn due(state: &Incident) -> Vec<(DateTime<Utc>, String)> {
    deadlines(state, &Thresholds::default())
        .into_iter()
        .filter(|deadline| deadline.kind == DeadlineKind::PolicyReview)
        .map(|deadline| (deadline.due_at, deadline.what))
        .collect()
}

#[test]
fn decisions_are_numbered_and_keep_what_was_considered_and_why() {
    let mut case = Case::reported();
    let first = case.give(policy(" no appeal before morning ")).header.entry_id;
    let second =
        case.give(DecidePolicy { decided_by: "Ch Supt Test-Elm".into(), ..policy("search the park") });
    let state = case.state();
    let one = known(&state, first);
    assert_eq!((one.name().as_str(), one.decision.as_str()), ("1", "no appeal before morning"));
    assert_eq!(
        (one.options[0].what.as_str(), one.options[0].why_not.as_str()),
        ("a public appeal", "his family asks to wait")
    );
    assert_eq!((one.reasons.as_str(), one.stands()), ("he keeps to places that he knows", true));
    let two = known(&state, second.header.entry_id);
    assert_eq!((two.name().as_str(), two.decided_by.as_str()), ("2", "Ch Supt Test-Elm"));
    assert_eq!(state.policies[0].author.name, "Test-Heron, Ada");
}

#[test]
fn a_later_decision_stands_in_the_place_of_an_earlier_one_which_is_neither_changed_nor_gone() {
    let mut case = Case::reported();
    let first = case.give(policy("no appeal before morning")).header.entry_id;
    let second = DecidePolicy { supersedes: vec![first, first], ..policy("appeal now") };
    let second = case.give(second).header.entry_id;
    let state = case.state();
    assert_eq!(
        (known(&state, first).decision.as_str(), known(&state, first).number),
        ("no appeal before morning", 1)
    );
    assert_eq!((known(&state, first).stands(), known(&state, first).superseded_by), (false, vec![second]));
    assert_eq!((known(&state, second).stands(), known(&state, second).supersedes), (true, vec![first]));
    let again = DecidePolicy { supersedes: vec![first], ..policy("appeal on the radio") };
    assert_eq!(case.refused(again), Rule::DecisionSuperseded);
    let none = DecidePolicy { supersedes: vec![EntryId(uuid::Uuid::nil())], ..policy("appeal now") };
    assert_eq!(case.refused(none), Rule::NoSuchDecision);
}

#[test]
fn a_decision_says_what_why_and_why_not() {
    let mut case = Case::reported();
    let blank = PolicyOption { what: String::new(), why_not: " ".into() };
    let long = "x".repeat(50_001);
    let wrong = DecidePolicy {
        reasons: String::new(),
        decided_by: long,
        review_at: Some(at(0)),
        options: vec![policy("").options[0].clone(), blank],
        ..policy(" ")
    };
    assert_eq!(
        case.wrong_fields(wrong),
        ["decision", "reasons", "decided_by", "options.1.what", "options.1.why_not", "review_at"]
    );
    case.give(DecidePolicy { options: vec![], ..policy("search the park") });
}

#[test]
fn one_entered_late_is_looked_at_again_after_it_was_taken_though_that_has_passed() {
    let mut case = Case::reported();
    case.after(300);
    let act = Act { happened_at: Some(When::At { at: at(60) }), ..Act::default() };
    let late =
        |review_at| DecidePolicy { act: act.clone(), review_at: Some(review_at), ..policy("no appeal") };
    assert_eq!(case.wrong_fields(late(at(60))), ["review_at"]);
    case.give(late(at(120)));
    assert_eq!(due(&case.state()), [(at(120), "1".to_owned())]);
}

#[test]
fn whoever_leads_the_enquiry_decides_and_nobody_else() {
    for role in Role::ALL {
        let mut case = Case::reported();
        let entry = {
            let mut laptop = case.laptop.clone();
            laptop.entry(case.now, &heads(&case.laptop.log), &[], role, vec![decided(1, "no appeal", vec![])])
        };
        let admitted = admit(&entry, &case.laptop.log, role, &|_, _, _, _| true, &Thresholds::default());
        let given = case.as_role(role).ask(policy("no appeal"));
        assert_eq!(given.is_ok(), role.may(Verb::Direct), "{role:?}");
        assert_eq!(admitted.is_ok(), given.is_ok(), "{role:?} at the central service");
    }
    for may_not in [Role::CallHandler, Role::NationalUnit, Role::Partner, Role::Auditor, Role::Administrator]
    {
        assert!(!may_not.may(Verb::Direct), "{may_not:?}");
    }
    for may in [
        Role::InvestigatingOfficer,
        Role::Supervisor,
        Role::DutyInspector,
        Role::Coordinator,
        Role::SearchAdviser,
    ] {
        assert!(may.may(Verb::Direct), "{may:?}");
    }
}

#[test]
fn a_number_that_its_author_had_seen_given_is_not_admitted() {
    let mut case = Case::reported();
    case.give(policy("no appeal"));
    let judged = |number| {
        let mut laptop = case.laptop.clone();
        let facts = vec![decided(number, "appeal now", vec![])];
        let entry = laptop.entry(case.now, &heads(&case.laptop.log), &[], Role::Supervisor, facts);
        admit(&entry, &case.laptop.log, Role::Supervisor, &|_, _, _, _| true, &Thresholds::default())
    };
    assert_eq!(judged(2), Ok(()));
    assert_eq!(judged(1), Err(Rule::DecisionNumber));
    assert_eq!(judged(3), Ok(()), "what it was counted after may have been refused since");
}

#[test]
fn it_is_recorded_on_a_closed_incident_which_stays_closed() {
    let mut case = Case::closed();
    let id =
        case.give(DecidePolicy { review_at: Some(at(90)), ..policy("his phone is kept") }).header.entry_id;
    assert_eq!(case.state().status(), Status::Closed);
    assert_eq!(due(&case.state()), [(at(90), "1".to_owned())], "decided in sight of the closure");
    case.give(DecidePolicy { supersedes: vec![id], ..policy("his phone goes back") });
    assert_eq!(due(&case.state()), []);
}

#[test]
fn a_decision_to_be_looked_at_again_falls_due_until_another_takes_its_place_or_the_incident_is_closed() {
    let mut case = Case::graded(Grade::Medium);
    let first = case.give(DecidePolicy { review_at: Some(at(45)), ..policy("no appeal") }).header.entry_id;
    assert_eq!(due(&case.state()), [(at(45), "1".to_owned())]);
    let thresholds = Thresholds::default();
    let need = |now| Need::of(&Summary::of(&case.state(), &thresholds), now, &thresholds).unwrap();
    assert_eq!(
        (need(at(0)).kind, need(at(0)).section),
        (DeadlineKind::PolicyReview, Section::DueWithinTheHour)
    );
    assert_eq!(
        (need(at(46)).kind, need(at(46)).section),
        (DeadlineKind::PolicyReview, Section::NeedsSomeoneNow)
    );
    assert_eq!(need(at(130)).kind, DeadlineKind::Review, "a late review of the incident comes first");
    case.give(note("rang, no answer"));
    case.give(policy("search the park"));
    assert_eq!(due(&case.state()).len(), 1, "only what names it takes its place");
    case.give(DecidePolicy { supersedes: vec![first], review_at: Some(at(90)), ..policy("still none") });
    assert_eq!(due(&case.state()), [(at(90), "3".to_owned())]);
    case.give(located(at(0)));
    let command = case.close();
    case.give(command);
    assert_eq!(due(&case.state()), []);
}

#[test]
fn a_closure_by_somebody_who_had_not_seen_when_it_was_to_be_looked_at_again_is_disputed_inv_4() {
    for (review_at, disputed) in [(Some(at(200)), true), (None, false)] {
        let first = vec![vec![reported_fact()], vec![located_fact()]];
        let (mut one, mut two) = two_laptops(first);
        one.write(at(70), &[], vec![closed_fact()]);
        two.write(at(71), &[], vec![reviewed(1, "no appeal", vec![], review_at)]);
        meet(&mut one, &mut two, at(80));
        assert_eq!(one.state().is_open(), disputed);
        assert_eq!(due(&one.state()).len(), usize::from(disputed));
    }
}

#[test]
fn two_made_apart_keep_their_number_with_a_mark_and_the_next_is_one_more() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![decided(1, "no appeal", vec![])]]);
    let first = one.log[1].header.entry_id;
    let give = |laptop: &mut Laptop, decision: &str, minute| {
        laptop.give(&policy(decision).into(), Role::Supervisor, officer(1), at(minute)).unwrap()
    };
    let here = give(&mut one, "search the park", 70);
    let there = give(&mut two, "search the river", 65);
    assert_eq!(known(&one.state(), here.header.entry_id).name(), "2");
    meet(&mut one, &mut two, at(80));
    assert_eq!(one.state(), two.state());
    let name = |id| known(&one.state(), id).name();
    let (park, river) = (name(here.header.entry_id), name(there.header.entry_id));
    assert_eq!(
        (&park[..2], &river[..2]),
        ("2/", "2/"),
        "though the other stands before it in canonical order"
    );
    assert_ne!(park, river);
    assert!(here.hash.to_string().starts_with(&park[2..]), "the mark is of its own entry");
    assert_eq!(name(first), "1");
    let next = give(&mut one, "search both", 90);
    assert_eq!(known(&one.state(), next.header.entry_id).name(), "3");
    assert_eq!(known(&one.state(), here.header.entry_id).name(), park);
}

#[test]
fn two_made_apart_in_the_place_of_one_both_stand_until_a_third_takes_the_place_of_both() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![decided(1, "no appeal", vec![])]]);
    let first = one.log[1].header.entry_id;
    let here = one.write(at(70), &[], vec![decided(2, "appeal now", vec![first])]).header.entry_id;
    let there = two.write(at(71), &[], vec![decided(2, "appeal at six", vec![first])]).header.entry_id;
    meet(&mut one, &mut two, at(80));
    let state = one.state();
    assert_eq!(known(&state, first).superseded_by, [here, there]);
    assert!(known(&state, here).stands() && known(&state, there).stands() && state.conflicts.is_empty());
    let both = DecidePolicy { supersedes: vec![here, there], ..policy("appeal at seven") };
    one.give(&both.into(), Role::Supervisor, officer(1), at(90)).unwrap();
    let state = one.state();
    assert_eq!(state.policies.iter().filter(|said| said.what.stands()).count(), 1);
}

#[test]
fn a_decision_stands_in_the_place_of_none_that_its_author_had_not_seen() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let here = one.write(at(70), &[], vec![decided(1, "no appeal", vec![])]).header.entry_id;
    two.write(at(71), &[], vec![decided(2, "appeal now", vec![here])]);
    meet(&mut one, &mut two, at(80));
    assert!(known(&one.state(), here).stands());
}

#[test]
fn a_decision_that_no_longer_counts_takes_its_number_with_it_and_no_other_changes() {
    let mut case = Case::reported();
    case.give(policy("no appeal"));
    let second = case.give(policy("search the park"));
    let third = case.give(policy("search the river")).header.entry_id;
    let without: Vec<_> = case.laptop.log.iter().filter(|entry| entry.hash != second.hash).cloned().collect();
    let state = Incident::fold(&without).unwrap();
    assert_eq!(known(&state, third).name(), "3");
    assert_eq!(state.next_policy_number(), 4);
}
