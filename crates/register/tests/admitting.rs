//! What a reader checks of an entry without trusting the program that wrote it: the rules, in the state that the
//! entry names. Entries here are written by hand, as a program would that keeps no rules.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::*;
use register::command::{Act, AnswerAction, RecordLocated, ReviewedAction};
use register::decide::{admit, confirmations, saw_all_of_it};
use register::entry::Content;
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

/// The rule that an entry with these facts breaks, written in sight of all and from a screen that showed `basis`.
fn broken(case: &Case, role: Role, basis: &[EntryId], facts: Vec<IncidentFact>) -> Option<Rule> {
    let mut laptop = case.laptop.clone();
    let entry = laptop.entry(case.now, &heads(&case.laptop.log), basis, role, facts);
    judged(&entry, &case.laptop.log, role)
}

fn judged(entry: &IncidentEntry, log: &[IncidentEntry], role: Role) -> Option<Rule> {
    admit(entry, log, role, &|_, _, _, _| true, &Thresholds::default()).err()
}

fn graded(grade: Grade, lowered_because: Option<&str>) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: vec![],
        rationale: Rationale::default(),
        next_review_at: at(60),
        lowered_because: lowered_because.map(Into::into),
        beside: None,
    }
}

fn closed(because: ClosedBecause) -> IncidentFact {
    IncidentFact::Closed { because, summary: "back home".into() }
}

fn withdrawn_report(confirmation: Confirmation) -> ClosedBecause {
    ClosedBecause::Exception {
        kind: ExceptionKind::ReportWithdrawn,
        reason: "reported by mistake".into(),
        confirmation,
    }
}

#[test]
fn a_grade_is_lowered_only_in_sight_of_what_it_lowers_and_with_a_reason_inv_4() {
    let case = Case::graded(Grade::High);
    let seen = case.state().basis;
    let lower = |reason| vec![graded(Grade::Medium, reason)];
    assert_eq!(broken(&case, Role::Supervisor, &seen, lower(Some("found on camera"))), None);
    assert_eq!(broken(&case, Role::Supervisor, &seen, lower(None)), Some(Rule::LoweringNeedsReason));
    assert_eq!(broken(&case, Role::Supervisor, &seen, lower(Some(" "))), Some(Rule::LoweringNeedsReason));
    assert_eq!(broken(&case, Role::Supervisor, &[], lower(Some("found on camera"))), Some(Rule::NotInformed));
    assert_eq!(
        broken(&case, Role::CallHandler, &seen, lower(Some("found on camera"))),
        Some(Rule::NotYourRole)
    );
    // Raising needs nothing (INV-4 guards the way down alone).
    let case = Case::graded(Grade::Low);
    assert_eq!(broken(&case, Role::CallHandler, &[], vec![graded(Grade::High, None)]), None);
}

#[test]
fn a_grade_that_the_author_had_not_seen_is_no_broken_rule_but_a_disagreement() {
    let case = Case::reported();
    let before = case.laptop.log.clone();
    let mut apart = Laptop::new(2);
    apart.receive(&before, case.now);
    let low = apart.entry(case.now, &heads(&before), &[], Role::Supervisor, vec![graded(Grade::Low, None)]);
    let mut case = case;
    let high = case.assess(Grade::High);
    case.give(high);
    // Whoever holds the high one judges the low one by what its author saw.
    assert_eq!(judged(&low, &case.laptop.log, Role::Supervisor), None);
}

#[rstest]
#[case::a_danger_stands(Grade::Low, Rule::DangerForbidsGrade)]
#[case::a_legacy_label(Grade::Absent, Rule::LegacyGrade)]
fn a_grade_that_may_not_be_given_is_refused(#[case] grade: Grade, #[case] rule: Rule) {
    let mut case = Case::reported();
    case.give(answer(Question::MedicalNeeds, Answer::Yes));
    let seen = case.state().basis;
    assert_eq!(broken(&case, Role::Supervisor, &seen, vec![graded(grade, None)]), Some(rule));
}

#[test]
fn the_lowest_grade_for_a_child_is_an_inspectors() {
    let case = Case::child();
    let lowest = || vec![graded(Grade::VeryLow, None)];
    assert_eq!(broken(&case, Role::Supervisor, &[], lowest()), Some(Rule::LowestGradeForChild));
    assert_eq!(broken(&case, Role::DutyInspector, &[], lowest()), None);
}

#[test]
fn nobody_is_closed_who_has_not_been_located() {
    let mut case = Case::graded(Grade::Medium);
    let seen = case.state().basis;
    let located_by = vec![closed(ClosedBecause::Located)];
    assert_eq!(broken(&case, Role::Supervisor, &seen, located_by), Some(Rule::ClosingGate));
    let imported = vec![closed(ClosedBecause::Imported { status: "CLOSED".into() })];
    assert_eq!(broken(&case, Role::Supervisor, &seen, imported), Some(Rule::ClosingGate));
    let command = located(case.now);
    case.give(command);
    let seen = case.state().basis;
    assert_eq!(broken(&case, Role::Supervisor, &seen, vec![closed(ClosedBecause::Located)]), None);
    // Over something that the screen did not show.
    assert_eq!(
        broken(&case, Role::Supervisor, &[], vec![closed(ClosedBecause::Located)]),
        Some(Rule::NotInformed)
    );
    assert_eq!(
        broken(&case, Role::CallHandler, &seen, vec![closed(ClosedBecause::Located)]),
        Some(Rule::NotYourRole)
    );
}

#[test]
fn closing_without_locating_needs_a_second_officer_of_rank_who_really_signed() {
    let case = Case::graded(Grade::Medium);
    let seen = case.state().basis;
    let by = |confirmation| vec![closed(withdrawn_report(confirmation))];
    let good = confirmation(Role::DutyInspector, officer(2));
    assert_eq!(broken(&case, Role::Supervisor, &seen, by(good.clone())), None);
    for bad in [confirmation(Role::DutyInspector, officer(1)), confirmation(Role::CallHandler, officer(2))] {
        assert_eq!(broken(&case, Role::Supervisor, &seen, by(bad)), Some(Rule::SecondOfficer));
    }
    let mut laptop = case.laptop.clone();
    let entry = laptop.entry(case.now, &heads(&case.laptop.log), &seen, Role::Supervisor, by(good));
    assert_eq!(confirmations(&entry).count(), 1);
    let unsigned = admit(
        &entry,
        &case.laptop.log,
        Role::Supervisor,
        &|_, _, reason, by| {
            assert_eq!((reason, by.officer_id), ("reported by mistake", officer(2)));
            false
        },
        &Thresholds::default(),
    );
    assert_eq!(unsigned, Err(Rule::SecondOfficer));
}

#[test]
fn a_danger_is_cleared_by_an_inspector_who_had_it_on_the_screen() {
    let mut case = Case::reported();
    case.give(answer(Question::MedicalNeeds, Answer::Yes));
    let seen = case.state().basis;
    let clear = || {
        vec![IncidentFact::DangerCleared {
            question: Question::MedicalNeeds,
            reason: "seen by a doctor".into(),
        }]
    };
    assert_eq!(broken(&case, Role::DutyInspector, &seen, clear()), None);
    assert_eq!(broken(&case, Role::DutyInspector, &[], clear()), Some(Rule::NotInformed));
    assert_eq!(broken(&case, Role::Supervisor, &seen, clear()), Some(Rule::NotYourRole));
}

#[test]
fn a_review_answers_every_open_action() {
    let mut case = Case::graded(Grade::Medium);
    let due = at(90);
    case.give(set_action("knock at the aunt's door", due));
    let review = IncidentFact::Reviewed { summary: "still missing".into(), next_review_at: at(120) };
    assert_eq!(broken(&case, Role::Supervisor, &[], vec![review.clone()]), Some(Rule::OpenActions));
    let action_id = case.state().actions[0].what.action_id;
    let with_answer = vec![review, IncidentFact::ActionAnswered { action_id, answer: done() }];
    assert_eq!(broken(&case, Role::Supervisor, &[], with_answer), None);
}

#[test]
fn an_answer_stands_for_itself_where_no_review_is_in_the_entry() {
    let mut case = Case::graded(Grade::Medium);
    case.give(set_action("knock at the aunt's door", at(90)));
    let action_id = case.state().actions[0].what.action_id;
    let answered = || IncidentFact::ActionAnswered { action_id, answer: done() };
    assert_eq!(broken(&case, Role::CallHandler, &[], vec![answered()]), None);
    let unknown = IncidentFact::ActionAnswered { action_id: ActionId(incident_id().0), answer: done() };
    assert_eq!(broken(&case, Role::CallHandler, &[], vec![unknown]), Some(Rule::NoSuchAction));
    case.give(AnswerAction { incident_id: incident_id(), act: Act::default(), action_id, answer: done() });
    assert_eq!(broken(&case, Role::CallHandler, &[], vec![answered()]), Some(Rule::AlreadyAnswered));
    // A review may say again what was answered; it is one act, and taken as it is given.
    let review = review(at(120), vec![ReviewedAction { action_id, answer: done() }]);
    assert_eq!(case.laptop.clone().give(&review.into(), case.role, case.officer, case.now).err(), None);
    let reviewed = IncidentFact::Reviewed { summary: "still missing".into(), next_review_at: at(120) };
    assert_eq!(broken(&case, Role::Supervisor, &[], vec![reviewed, answered()]), None);
}

/// What is not there to be answered, taken back or handed on, and what there already is.
#[rstest]
#[case::a_grade_that_nobody_gave(
    Case::reported(),
    IncidentFact::GradeChallenged { assessment: nothing(), grade: Grade::High, reason: "no word since".into() },
    Rule::NotAssessed
)]
#[case::a_challenge_that_nobody_made(
    Case::graded(Grade::Low),
    IncidentFact::ChallengeAnswered { challenge: nothing(), reason: "seen on camera".into() },
    Rule::NoSuchChallenge
)]
#[case::found_twice(
    { let mut case = Case::reported(); case.give(located(case.now)); case },
    found(),
    Rule::AlreadyLocated
)]
#[case::harm_while_missing(
    Case::reported(),
    IncidentFact::HarmRecorded { harm: harm(&[HarmKind::Crime]).harm },
    Rule::NotLocated
)]
#[case::not_found(
    Case::reported(),
    IncidentFact::LocatedWithdrawn { reason: "it was somebody else".into() },
    Rule::NotLocated
)]
#[case::open_as_it_is(
    Case::reported(),
    IncidentFact::Reopened { reason: "new information".into() },
    Rule::NotClosed
)]
#[case::closed(
    Case::closed(),
    IncidentFact::CategoryDecided { category: Category::Missing, reason: "as reported".into() },
    Rule::Closed
)]
#[case::delivered_by_nobody(
    Case::reported(),
    IncidentFact::AssignmentDelivered { assignment: nothing() },
    Rule::NoSuchAssignment
)]
#[case::accepted_of_nobody(
    Case::reported(),
    IncidentFact::AssignmentAccepted { assignment: nothing() },
    Rule::NoSuchAssignment
)]
#[case::phoned_about_nothing(
    Case::reported(),
    IncidentFact::AssignmentPhoned { assignment: nothing(), spoke_to: "Test-Wren, Otto".into() },
    Rule::NoSuchAssignment
)]
fn an_act_on_what_is_not_there_is_refused(
    #[case] case: Case,
    #[case] fact: IncidentFact,
    #[case] rule: Rule,
) {
    let seen = case.state().basis;
    assert_eq!(broken(&case, Role::Supervisor, &seen, vec![fact]), Some(rule));
}

/// No entry.
fn nothing() -> EntryId {
    EntryId(incident_id().0)
}

fn found() -> IncidentFact {
    let RecordLocated { seen_by, seen_at, place, identity_confirmed, found_by, condition, .. } =
        located(at(0));
    IncidentFact::Located { seen_by, seen_at, place, identity_confirmed, found_by, condition }
}

#[test]
fn nobody_is_closed_as_in_another_systems_file_but_by_that_file() {
    let mut case = Case::graded(Grade::Medium);
    case.give(located(case.now));
    let seen = case.state().basis;
    let imported = vec![closed(ClosedBecause::Imported { status: "CLOSED".into() })];
    assert_eq!(broken(&case, Role::Supervisor, &seen, imported), Some(Rule::ClosingGate));
}

#[rstest]
#[case::of_a_newer_version(Content::Newer)]
#[case::that_was_disposed_of(Content::Disposed)]
fn where_something_cannot_be_read_nothing_is_judged_in_its_sight(#[case] content: Content<IncidentFact>) {
    let mut case = Case::graded(Grade::High);
    let blind = || vec![graded(Grade::Low, None)];
    assert_eq!(broken(&case, Role::Supervisor, &[], blind()), Some(Rule::LoweringNeedsReason));
    case.give(note("what it says cannot be told"));
    case.laptop.log.last_mut().unwrap().content = content;
    assert_eq!(broken(&case, Role::Supervisor, &[], blind()), None);
    // Nobody's role depends on it.
    let mut laptop = case.laptop.clone();
    let entry = laptop.entry(case.now, &heads(&case.laptop.log), &[], Role::DutyInspector, blind());
    assert_eq!(judged(&entry, &case.laptop.log, Role::Supervisor), Some(Rule::NotYourRole));
}

#[test]
fn an_entry_claims_no_role_but_its_authors() {
    let case = Case::reported();
    let mut laptop = case.laptop.clone();
    let note = IncidentFact::Noted { text: "as inspector".into() };
    let entry = laptop.entry(case.now, &heads(&case.laptop.log), &[], Role::DutyInspector, vec![note]);
    assert_eq!(judged(&entry, &case.laptop.log, Role::Supervisor), Some(Rule::NotYourRole));
}

#[rstest]
#[case(Role::Auditor)]
#[case(Role::Partner)]
#[case(Role::Administrator)]
fn whoever_may_not_record_records_nothing(#[case] role: Role) {
    let case = Case::reported();
    let note = IncidentFact::Noted { text: "seen".into() };
    assert_eq!(broken(&case, role, &[], vec![note]), Some(Rule::NotYourRole));
}

#[test]
fn an_act_on_an_incident_of_which_its_author_saw_no_report_is_refused() {
    let case = Case::graded(Grade::High);
    let mut laptop = case.laptop.clone();
    let entry = laptop.entry(
        case.now,
        &[Hash::of(b"nowhere")],
        &[],
        Role::Supervisor,
        vec![graded(Grade::Low, None)],
    );
    assert_eq!(judged(&entry, &case.laptop.log, Role::Supervisor), Some(Rule::NoSuchIncident));
    assert!(!saw_all_of_it(&entry, &case.laptop.log));
    let entry = case.laptop.clone().entry(
        case.now,
        &heads(&case.laptop.log),
        &[],
        Role::Supervisor,
        vec![graded(Grade::Low, None)],
    );
    assert!(saw_all_of_it(&entry, &case.laptop.log));
    assert!(!saw_all_of_it(&entry, &case.laptop.log[1..]), "not its report");
}

/// After a restore the note was sent again before the grade that its author had seen: this laptop has it alone.
fn without_the_grade() -> (Case, Laptop) {
    let mut case = Case::graded(Grade::High);
    case.give(note("knocked, nobody there"));
    let mut laptop = Laptop::new(2);
    laptop.log = vec![case.laptop.log[0].clone(), case.laptop.log[2].clone()];
    (case, laptop)
}

#[test]
fn what_an_author_did_not_have_is_not_held_against_them_and_they_overrule_nothing_of_it_inv_4() {
    let (case, mut laptop) = without_the_grade();
    let high = case.laptop.log[1].clone();
    let low = laptop.write(case.now, &[], vec![graded(Grade::Low, None)]);
    assert_eq!(low.header.absent, [high.hash]);

    let whole = [case.laptop.log.clone(), vec![low.clone()]].concat();
    assert_eq!(judged(&low, &whole, Role::DutyInspector), None, "nobody had graded, as they knew");
    assert!(saw_all_of_it(&low, &whole));
    let state = Incident::fold(&whole).unwrap();
    assert_eq!(state.grade(), Some(Grade::High), "the higher one holds");
    assert!(state.disagrees_on(incident::ConflictKind::Grades), "until somebody decides");
    // One who says nothing of it had it.
    let mut sealed = case.laptop.clone();
    let lower = sealed.entry(case.now, &low.header.seen, &[], Role::DutyInspector, low.facts().to_vec());
    assert_eq!(judged(&lower, &whole, Role::DutyInspector), Some(Rule::LoweringNeedsReason));
}

#[test]
fn a_closure_does_not_hold_over_a_danger_that_only_what_its_author_saw_had_seen_inv_4() {
    let mut case = Case::graded(Grade::Medium);
    case.give(located(case.now));
    let mut laptop = Laptop::new(2);
    laptop.log = case.laptop.log.clone();
    case.give(answer(Question::SelfHarm, Answer::Yes));
    case.give(note("knocked, nobody there"));
    let [.., danger, note] = case.laptop.log.as_slice() else { panic!("a danger and a note") };
    laptop.log.push(note.clone());
    let closed = laptop.write(case.now, &laptop.state().basis, vec![closed(ClosedBecause::Located)]);
    assert_eq!(closed.header.absent, [danger.hash]);
    assert!(!laptop.state().is_open());
    let whole = [case.laptop.log.clone(), vec![closed]].concat();
    assert!(Incident::fold(&whole).unwrap().is_open(), "nobody who knew of it has closed");
}

#[test]
fn whoever_comes_after_has_by_then_what_one_before_them_had_not() {
    let (case, mut laptop) = without_the_grade();
    let low = laptop.write(case.now, &[], vec![graded(Grade::Low, None)]);
    let mut later = Laptop::new(3);
    later.log = [case.laptop.log.clone(), vec![low]].concat();
    let basis = later.state().basis;
    let decided = later.write(case.now, &basis, vec![graded(Grade::Low, Some("seen with friends"))]);
    assert_eq!(decided.header.absent, [], "nothing is missing here");
    assert_eq!(judged(&decided, &later.log, Role::DutyInspector), None);
    let state = later.state();
    assert_eq!(state.grade(), Some(Grade::Low));
    assert!(!state.disagrees_on(incident::ConflictKind::Grades));
}

#[test]
fn what_the_absent_entry_had_seen_is_named_by_whoever_has_it() {
    let mut case = Case::graded(Grade::Medium);
    for text in ["the first", "the second", "the third"] {
        case.give(note(text));
    }
    let [report, grade, first, second, third] =
        <[IncidentEntry; 5]>::try_from(case.laptop.log.clone()).unwrap();
    let has_the_first = vec![report.clone(), grade, first.clone(), third.clone()];
    for (held, named) in [(has_the_first, first), (vec![report.clone(), third.clone()], report)] {
        let mut laptop = Laptop::new(2);
        laptop.log = held;
        let noted = laptop.write(case.now, &[], vec![IncidentFact::Noted { text: "another".into() }]);
        assert_eq!(noted.header.absent, [second.hash]);
        assert_eq!(noted.header.seen.iter().collect::<BTreeSet<_>>(), [&named.hash, &third.hash].into());
        assert!(saw_all_of_it(&noted, &case.laptop.log));
        assert!(!saw_all_of_it(&noted, &case.laptop.log[4..]), "only the third is there");
    }
}
