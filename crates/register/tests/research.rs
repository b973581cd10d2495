//! The research checklist (F20): each check is done, by whom, when and with what result, or not done and why; and whoever
//! grades signs that they are satisfied with it, or names its gaps.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::*;
use register::decide::admit;
use register::fact::ResearchCheck::{Custody, Hospitals, LocalRecords, PncLeds, SocialCare};
use register::fact::*;
use register::role::Verb;
use register::*;

fn done(check: ResearchCheck, result: &str) -> ResearchItem {
    let outcome =
        ResearchOutcome::Done { at: When::At { at: at(-5) }, by: String::new(), result: result.into() };
    ResearchItem { check, outcome }
}

fn not_done(check: ResearchCheck, because: &str) -> ResearchItem {
    ResearchItem { check, outcome: ResearchOutcome::NotDone { because: because.into() } }
}

fn all_done() -> Vec<ResearchItem> {
    ResearchCheck::ALL.map(|check| done(check, "nothing found")).to_vec()
}

fn facts(items: Vec<ResearchItem>) -> Vec<IncidentFact> {
    let fact =
        |item: ResearchItem| IncidentFact::ResearchRecorded { check: item.check, outcome: item.outcome };
    items.into_iter().map(fact).collect()
}

fn record(checks: Vec<ResearchItem>) -> RecordResearch {
    RecordResearch { incident_id: incident_id(), act: Act::default(), checks }
}

/// What stands of a check: its result, or why it is not done.
fn stands(state: &Incident, check: ResearchCheck) -> Vec<String> {
    let words = |outcome: &ResearchOutcome| match outcome {
        ResearchOutcome::Done { result, .. } => result.clone(),
        ResearchOutcome::NotDone { because } => format!("not done: {because}"),
    };
    state.researched(check).map(|said| words(&said.what.outcome)).collect()
}

fn signing(case: &Case, grade: Grade, research: ResearchSigned) -> AssessRisk {
    let beside = Beside { research: Some(Box::new(research)), ..Beside::default() };
    AssessRisk { beside, ..case.assess(grade) }
}

fn gaps(checks: &[ResearchCheck], words: &str) -> ResearchSigned {
    ResearchSigned::Gaps { checks: checks.to_vec(), words: words.into() }
}

fn signed(case: &Case) -> Option<ResearchSigned> {
    case.state()
        .effective()
        .unwrap()
        .what
        .beside
        .clone()
        .and_then(|beside| beside.research)
        .map(|research| *research)
}

#[test]
fn f20_every_check_is_a_gap_until_somebody_does_it_and_nothing_found_is_a_result() {
    let mut case = Case::reported();
    assert_eq!(case.state().research_gaps(), ResearchCheck::ALL);
    case.give(record(vec![
        done(Custody, " nothing found "),
        not_done(SocialCare, " the duty team does not answer "),
    ]));
    let state = case.state();
    assert_eq!(stands(&state, Custody), ["nothing found"]);
    assert_eq!(stands(&state, SocialCare), ["not done: the duty team does not answer"]);
    assert!(state.research_gaps().contains(&SocialCare), "a reason does not make it done");
    assert!(!state.research_gaps().contains(&Custody));
    assert_eq!(state.research_gaps().len(), 6);
    case.give(record(all_done()));
    assert_eq!(case.state().research_gaps(), []);
}

#[test]
fn what_is_said_of_a_check_in_sight_of_what_was_said_before_holds() {
    let mut case = Case::reported();
    case.give(record(vec![not_done(PncLeds, "the terminal is down")]));
    case.give(record(vec![done(PncLeds, "wanted on warrant")]));
    assert_eq!(stands(&case.state(), PncLeds), ["wanted on warrant"]);
    case.give(record(vec![not_done(PncLeds, "it was his brother’s record")]));
    assert_eq!(stands(&case.state(), PncLeds), ["not done: it was his brother’s record"]);
    assert!(case.state().research_gaps().contains(&PncLeds), "taken back, it is a gap again");
    assert_eq!(case.laptop.log.len(), 4, "and the log keeps all of it");
}

#[test]
fn a_check_says_when_by_whom_and_with_what_result_or_why_not() {
    let mut case = Case::reported();
    let outcome = |at_minute: i64, by: String, result: &str| ResearchOutcome::Done {
        at: When::At { at: at(at_minute) },
        by,
        result: result.into(),
    };
    let wrong = record(vec![
        ResearchItem { check: PncLeds, outcome: outcome(60, String::new(), "nothing found") },
        ResearchItem { check: Custody, outcome: outcome(0, "x".repeat(50_001), " ") },
        not_done(Hospitals, " "),
        done(Custody, "nothing found"),
    ]);
    assert_eq!(
        case.wrong_fields(wrong),
        [
            "checks.0.outcome.at",
            "checks.1.outcome.by",
            "checks.1.outcome.result",
            "checks.2.outcome.because",
            "checks.3.check"
        ]
    );
    assert_eq!(case.wrong_fields(record(vec![])), ["checks"]);
    let at_an_unknown_time =
        ResearchOutcome::Done { at: When::NotKnown, by: " control room ".into(), result: "nothing".into() };
    case.give(record(vec![ResearchItem { check: LocalRecords, outcome: at_an_unknown_time }]));
    let state = case.state();
    let by = state.researched(LocalRecords).next().unwrap().what.outcome.clone();
    assert!(matches!(by, ResearchOutcome::Done { by, .. } if by == "control room"));
}

#[test]
fn whoever_may_record_records_it_and_a_closed_incident_takes_none() {
    for role in Role::ALL {
        let mut case = Case::reported();
        let given = case.as_role(role).ask(record(vec![done(Custody, "nothing found")]));
        assert_eq!(given.is_ok(), role.may(Verb::Record), "{role:?}");
    }
    let mut case = Case::closed();
    assert_eq!(case.refused(record(vec![done(Custody, "nothing found")])), Rule::Closed);
}

#[test]
fn research_opens_no_re_assessment_and_nothing_waits_for_it() {
    let mut case = Case::graded(Grade::Medium);
    let (basis, due) = (case.state().basis, kinds(&case.state()));
    case.give(record(all_done()));
    let state = case.state();
    assert_eq!((state.basis, state.news), (basis, vec![]));
    assert_eq!(kinds(&case.state()), due);
}

#[test]
fn apart_what_is_done_counts_over_what_is_not_and_two_results_both_stand() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    one.write(at(70), &[], facts(vec![done(Custody, "not in custody"), not_done(PncLeds, "no terminal")]));
    two.write(
        at(71),
        &[],
        facts(vec![done(Custody, "in custody at Alderby"), done(PncLeds, "nothing found")]),
    );
    two.write(at(72), &[], facts(vec![not_done(Hospitals, "nobody answers")]));
    one.write(at(73), &[], facts(vec![not_done(Hospitals, "left to the night shift")]));
    meet(&mut one, &mut two, at(80));
    let state = one.state();
    assert_eq!(state, two.state());
    assert_eq!(stands(&state, Custody), ["not in custody", "in custody at Alderby"]);
    assert_eq!(stands(&state, PncLeds), ["nothing found"]);
    assert_eq!(stands(&state, Hospitals).len(), 2, "both reasons stand");
    assert!(state.conflicts.is_empty(), "it keeps nothing from being decided");
    assert_eq!(state.research_gaps().len(), 5);
    one.write(at(90), &[], facts(vec![done(Custody, "released at noon")]));
    assert_eq!(stands(&one.state(), Custody), ["released at noon"], "who saw both decides");
}

#[test]
fn f20_satisfied_with_the_research_is_refused_while_checks_are_missing_and_each_is_named() {
    let mut case = Case::reported();
    let mut checks = all_done();
    checks.retain(|item| ![Custody, SocialCare].contains(&item.check));
    checks.push(not_done(SocialCare, "nobody answers"));
    case.give(record(checks));
    let command = signing(&case, Grade::Medium, ResearchSigned::Satisfied);
    let refusal = case.ask(command).unwrap_err();
    assert_eq!(refusal.rule, Rule::ResearchGaps);
    let named: Vec<(&str, &str)> =
        refusal.fields.iter().map(|wrong| (wrong.field.as_str(), wrong.message.as_str())).collect();
    assert_eq!(
        named,
        [
            ("beside.research.custody", "field-research-custody"),
            ("beside.research.social_care", "field-research-social-care")
        ]
    );
    case.give(record(vec![done(Custody, "nothing found"), done(SocialCare, "not known to them")]));
    let command = signing(&case, Grade::Medium, ResearchSigned::Satisfied);
    case.give(command);
    assert_eq!(signed(&case), Some(ResearchSigned::Satisfied));
}

#[test]
fn a_grade_with_gaps_needs_nothing_more_and_keeps_every_gap_that_stands_then() {
    let mut case = Case::reported();
    let mut checks = all_done();
    checks.retain(|item| ![Custody, Hospitals].contains(&item.check));
    case.give(record(checks));
    // One press: nothing is listed by hand.
    let command = signing(&case, Grade::Medium, gaps(&[], ""));
    case.give(command);
    assert_eq!(signed(&case), Some(gaps(&[Custody, Hospitals], "")));
    case.give(record(vec![done(Custody, "nothing found")]));
    assert_eq!(signed(&case), Some(gaps(&[Custody, Hospitals], "")), "what was signed stays as it was");
    // One that is done and not good enough for the grader stands beside what is missing.
    let command = signing(&case, Grade::Medium, gaps(&[PncLeds], " PNC by the wrong date of birth "));
    case.give(command);
    assert_eq!(signed(&case), Some(gaps(&[PncLeds, Hospitals], "PNC by the wrong date of birth")));
    let long = signing(&case, Grade::Medium, gaps(&[], &"x".repeat(50_001)));
    assert_eq!(case.wrong_fields(long), ["beside.research.words"]);
}

#[test]
fn gaps_of_which_there_are_none_say_nothing() {
    let mut case = Case::reported();
    case.give(record(all_done()));
    let command = signing(&case, Grade::Medium, gaps(&[], " "));
    case.give(command);
    assert_eq!(signed(&case), None);
}

#[test]
fn raising_is_never_gated_and_what_is_missing_is_kept_as_gaps_whatever_was_signed() {
    let mut case = Case::graded(Grade::Low);
    let command = signing(&case, Grade::High, ResearchSigned::Satisfied);
    case.give(command);
    assert_eq!(case.state().grade(), Some(Grade::High));
    assert_eq!(
        signed(&case),
        Some(gaps(&ResearchCheck::ALL, "")),
        "nobody is satisfied with what was not done"
    );
    let again = signing(&case, Grade::High, ResearchSigned::Satisfied);
    assert_eq!(case.refused(again), Rule::ResearchGaps, "the same grade once more is no raise");
}

#[test]
fn a_grade_that_says_nothing_of_the_research_is_as_it_was() {
    let mut case = Case::graded(Grade::Medium);
    assert_eq!(case.state().effective().unwrap().what.beside, None);
    case.give(record(all_done()));
    let command = case.assess(Grade::Medium);
    case.give(command);
    assert_eq!(signed(&case), None);
    // What an older program signed has no such field.
    let older = serde_json::from_str::<Beside>(r#"{ "opinion": null, "below": [] }"#).unwrap();
    assert_eq!(older.research, None);
}

#[test]
fn the_central_service_asks_whether_the_research_was_done_in_what_the_grader_had_seen() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    one.write(at(70), &[], facts(all_done()));
    let satisfied = || {
        let mut fact = assessed(Grade::Medium, at(120));
        if let IncidentFact::RiskAssessed { beside, .. } = &mut fact {
            *beside =
                Some(Beside { research: Some(Box::new(ResearchSigned::Satisfied)), ..Beside::default() });
        }
        vec![fact]
    };
    let judged = |laptop: &mut Laptop, log: &[IncidentEntry]| {
        let entry = laptop.entry(at(75), &heads(&laptop.log.clone()), &[], Role::Supervisor, satisfied());
        admit(&entry, log, Role::Supervisor, &|_, _, _, _| true, &Thresholds::default())
    };
    let log = one.log.clone();
    assert_eq!(judged(&mut one, &log), Ok(()));
    assert_eq!(judged(&mut two, &log), Err(Rule::ResearchGaps), "done by somebody else, and not known there");
}
