//! What may be said where the log, after a restore, holds something before what it was written in sight of: its author may
//! have had the one without the other.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::decide::admit_out_of_order;
use register::fact::*;
use register::*;
use rstest::rstest;

fn refused(entry: &IncidentEntry, log: &[IncidentEntry], role: Role) -> Option<Rule> {
    admit_out_of_order(entry, log, role, &|_, _, _, _| true, &Thresholds::default()).err()
}

fn graded(grade: Grade) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: vec![],
        rationale: Rationale::default(),
        next_review_at: at(60),
        lowered_because: None,
        beside: None,
    }
}

fn closed() -> IncidentFact {
    IncidentFact::Closed { because: ClosedBecause::Located, summary: "back home".into() }
}

/// The first so many in their order, and the others as they come when each is sent before what it was written in sight of.
fn with_late(log: &[IncidentEntry], in_order: usize) -> Vec<IncidentEntry> {
    let (first, others) = log.split_at(in_order);
    first.iter().chain(others.iter().rev()).cloned().collect()
}

/// Each combination of up to six is tried; of more it cannot be told what the author saw.
#[rstest]
#[case::as_many_as_are_tried(6, Some(Rule::ClosingGate))]
#[case::one_more(7, None)]
fn of_up_to_six_that_came_late_it_is_told_that_no_combination_allows_it(
    #[case] late: usize,
    #[case] rule: Option<Rule>,
) {
    let mut case = Case::graded(Grade::Medium);
    let in_order = case.laptop.log.len();
    // The last of them is seen by the entry itself, so that it surely was.
    for _ in 0..=late {
        case.give(note("knocked, nobody there"));
    }
    let mut laptop = case.laptop.clone();
    let seen = heads(&case.laptop.log);
    let unlocated = laptop.entry(case.now, &seen, &case.state().basis, Role::Supervisor, vec![closed()]);
    assert_eq!(refused(&unlocated, &with_late(&case.laptop.log, in_order), Role::Supervisor), rule);
}

#[test]
fn what_the_rules_allow_in_sight_of_all_is_taken_however_many_came_late() {
    let mut case = Case::graded(Grade::High);
    let in_order = case.laptop.log.len();
    let low = case.assess(Grade::Low);
    case.give(low);
    for _ in 0..8 {
        case.give(note("knocked, nobody there"));
    }
    // A call handler raises, and never lowers or confirms. Without what came late the grade would be High already.
    let mut laptop = case.laptop.clone();
    let seen = heads(&case.laptop.log);
    let raise = laptop.entry(case.now, &seen, &[], Role::CallHandler, vec![graded(Grade::High)]);
    let late = with_late(&case.laptop.log, in_order);
    assert_eq!(refused(&raise, &late, Role::CallHandler), None);
}

/// Located, and something to be done: the one is written in sight of the other, and both came late.
#[test]
fn any_one_of_those_that_came_late_may_have_been_seen_without_the_other() {
    let mut case = Case::graded(Grade::Medium);
    let in_order = case.laptop.log.len();
    case.give(located(case.now));
    case.give(set_action("tell the aunt", at(90)));
    case.give(note("she was told of it by telephone"));
    let late = with_late(&case.laptop.log, in_order);
    let (state, seen) = (case.state(), heads(&case.laptop.log));
    let action_id = state.actions[0].what.action_id;
    let mut laptop = case.laptop.clone();
    let mut by = |facts| laptop.entry(case.now, &seen, &state.basis, Role::Supervisor, facts);

    // Closed by somebody who saw them located, and nothing to be done.
    let close = by(vec![closed()]);
    // Located by somebody who did not see it, and had seen what was to be done.
    let command::RecordLocated { seen_by, seen_at, place, identity_confirmed, found_by, condition, .. } =
        located(case.now);
    let found = IncidentFact::Located { seen_by, seen_at, place, identity_confirmed, found_by, condition };
    let answer = by(vec![found, IncidentFact::ActionAnswered { action_id, answer: done() }]);
    for (entry, rule) in [(close, Rule::OpenActions), (answer, Rule::AlreadyLocated)] {
        assert_eq!(refused(&entry, &case.laptop.log, Role::Supervisor), Some(rule), "in order");
        assert_eq!(refused(&entry, &late, Role::Supervisor), None, "{rule:?} where it was not seen");
    }
}

#[test]
fn what_somebody_saw_in_order_further_back_was_surely_seen_inv_4() {
    let mut case = Case::graded(Grade::High);
    let [report, high] = <[IncidentEntry; 2]>::try_from(case.laptop.log.clone()).unwrap();
    let mut note = |text: &str| {
        let noted = IncidentFact::Noted { text: text.into() };
        case.laptop.entry(case.now, &[high.hash], &[], Role::Supervisor, vec![noted])
    };
    let (before, after) = (note("sent again before the grade"), note("sent again after it"));
    let lower = |seen: &[Hash]| {
        let mut laptop = case.laptop.clone();
        laptop.entry(case.now, seen, &[], Role::Supervisor, vec![graded(Grade::Low)])
    };
    let log = [report, before.clone(), high, after.clone()];
    assert_eq!(refused(&lower(&[before.hash]), &log, Role::Supervisor), None);
    let both = lower(&[before.hash, after.hash]);
    assert_eq!(refused(&both, &log, Role::Supervisor), Some(Rule::LoweringNeedsReason));
}
