//! What harm came to somebody, as it comes to light: often when the incident has long been closed.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::fact::*;
use register::*;

fn kinds(state: &Incident) -> Vec<HarmKind> {
    state.harm_kinds().into_iter().collect()
}

fn recorded(kinds: &[HarmKind]) -> IncidentFact {
    IncidentFact::HarmRecorded { harm: Harm { kinds: kinds.to_vec(), rests_on: "he told us".into() } }
}

#[test]
fn harm_is_recorded_of_somebody_who_was_found_and_long_after() {
    let mut case = Case::graded(Grade::Medium);
    assert_eq!(case.refused(harm(&[HarmKind::Crime])), Rule::NotLocated, "before that it is a danger");
    case.give(located(at(0)));
    case.give(harm(&[HarmKind::Crime, HarmKind::Crime]));
    assert_eq!(kinds(&case.state()), [HarmKind::Crime]);

    let mut case = Case::closed();
    case.give(harm(&[HarmKind::Exploitation, HarmKind::AccidentOrExposure]));
    assert_eq!(kinds(&case.state()), [HarmKind::AccidentOrExposure, HarmKind::Exploitation]);
    assert_eq!(case.state().status(), incident::Status::Closed, "it opens nothing by itself");
    case.give(harm(&[HarmKind::Exploitation]));
    assert_eq!(kinds(&case.state()), [HarmKind::Exploitation], "a later word in sight of it replaces it");
    case.give(harm(&[]));
    assert!(kinds(&case.state()).is_empty(), "it came to light that there was none");
    assert_eq!(case.state().harms.len(), 1);
}

#[test]
fn it_says_what_it_rests_on() {
    let mut case = Case::closed();
    let mut command = harm(&[HarmKind::Crime]);
    command.harm.rests_on = " \n".into();
    assert_eq!(case.wrong_fields(command), ["harm.rests_on"]);
}

#[test]
fn words_written_apart_both_stand() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![located_fact()]]);
    one.write(at(10), &[], vec![recorded(&[HarmKind::Crime])]);
    two.write(at(20), &[], vec![recorded(&[])]);
    meet(&mut one, &mut two, at(30));
    assert_eq!(kinds(&one.state()), [HarmKind::Crime], "that nothing is known of lowers nothing (INV-4)");
    assert_eq!(one.state().harms.len(), 2);
    one.write(at(40), &[], vec![recorded(&[HarmKind::SelfHarm])]);
    assert_eq!(kinds(&one.state()), [HarmKind::SelfHarm]);
}

#[test]
fn a_summary_holds_it_for_the_next_time() {
    let mut case = Case::closed();
    case.give(harm(&[HarmKind::Exploitation]));
    let summary = Summary::of(&case.state(), &Thresholds::default());
    assert_eq!(summary.harm, [HarmKind::Exploitation]);
}
