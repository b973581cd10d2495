//! Grades, dangers, medical information: what may be said, and what holds when two did not see each other.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::AssessRisk;
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::fact::*;
use register::incident::{ConflictKind, Contradiction};
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

#[rstest]
fn raising_is_never_gated(
    #[values(Grade::VeryLow, Grade::Low, Grade::Medium)] from: Grade,
    #[values(Grade::Low, Grade::Medium, Grade::High)] to: Grade,
    #[values(Role::CallHandler, Role::InvestigatingOfficer, Role::Supervisor)] role: Role,
) {
    if to <= from {
        return;
    }
    let mut case = Case::graded(from);
    // Nothing in sight, no reasons.
    let command = AssessRisk {
        act: Default::default(),
        lowered_because: None,
        next_review_at: at(60),
        ..case.assess(to)
    };
    case.as_role(role).give(command);
    assert_eq!(case.state().grade(), Some(to));
    assert!(case.state().conflicts.is_empty());
}

#[test]
fn a_raise_with_no_reason_for_lowering_records_none() {
    let mut case = Case::graded(Grade::Low);
    let command = case.assess(Grade::High);
    case.give(command);
    assert_eq!(case.state().effective().unwrap().what.lowered_because, None);
}

#[rstest]
#[case::none(None)]
#[case::blank(Some("  \n "))]
fn lowering_without_reasons_is_refused(#[case] reason: Option<&str>) {
    let mut case = Case::graded(Grade::High);
    let command = AssessRisk { lowered_because: reason.map(str::to_owned), ..case.assess(Grade::Medium) };
    assert_eq!(case.refused(command), Rule::LoweringNeedsReason);
    assert_eq!(case.state().grade(), Some(Grade::High));
}

#[test]
fn lowering_in_sight_with_reasons_takes_effect() {
    let mut case = Case::graded(Grade::High);
    let command = case.assess(Grade::Low);
    case.give(command);
    assert_eq!(case.state().grade(), Some(Grade::Low));
    assert!(case.state().effective().unwrap().what.lowered_because.is_some());
}

#[test]
fn inv_4_lowering_from_a_screen_that_did_not_show_the_high_assessment_is_refused() {
    let mut case = Case::graded(Grade::Medium);
    let stale = case.act();
    let command = case.assess(Grade::High);
    case.give(command);
    let command = AssessRisk { act: stale, ..case.assess(Grade::Low) };
    assert_eq!(case.refused(command), Rule::NotInformed);
}

#[test]
fn a_downgrade_by_someone_who_had_not_seen_the_high_assessment_stays_proposed() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![assessed(Grade::Medium, at(90))]]);
    let medium = one.log[1].header.entry_id;
    one.write(at(10), &[medium], vec![assessed(Grade::High, at(100))]);
    // Written later, and knowing only the medium one.
    two.write(at(50), &[medium], vec![assessed(Grade::Low, at(2_000))]);
    meet(&mut one, &mut two, at(60));

    for laptop in [&one, &two] {
        let state = laptop.state();
        assert_eq!(state.grade(), Some(Grade::High));
        assert_eq!(conflicts(&state), [ConflictKind::Grades]);
        assert!(kinds(&state).contains(&DeadlineKind::NeedsDecision));
        assert_eq!(review_due(&state, &Thresholds::default()), Some(at(100)), "the sooner review holds");
    }
}

#[test]
fn a_decision_between_two_grades_names_both_and_settles_the_conflict() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let high = one.write(at(10), &[], vec![assessed(Grade::High, at(100))]).header.entry_id;
    let low = two.write(at(11), &[], vec![assessed(Grade::Low, at(100))]).header.entry_id;
    meet(&mut one, &mut two, at(60));
    let mut case = Case::new();
    case.laptop = one;
    case.after(70);

    let mut unseen = case.assess(Grade::Low);
    unseen.act.basis = vec![low];
    assert_eq!(case.refused(unseen), Rule::NotInformed);
    let decided = case.assess(Grade::Medium);
    assert!(decided.act.basis.contains(&high) && decided.act.basis.contains(&low));
    case.give(decided);
    assert_eq!(case.state().grade(), Some(Grade::Medium));
    assert!(case.state().conflicts.is_empty());
}

#[test]
fn an_entry_that_had_the_high_assessment_in_its_log_but_not_on_its_screen_lowers_nothing() {
    let mut laptop = Laptop::new(1);
    laptop.write(at(0), &[], vec![reported_fact()]);
    laptop.write(at(1), &[], vec![assessed(Grade::High, at(100))]);
    laptop.write(at(2), &[], vec![assessed(Grade::VeryLow, at(9_000))]);
    let state = laptop.state();
    assert_eq!(state.grade(), Some(Grade::High));
    assert_eq!(conflicts(&state), [ConflictKind::Grades]);
    assert_eq!(
        review_due(&state, &Thresholds::default()),
        Some(at(100)),
        "INV-4: a downgrade that is only proposed puts no review off"
    );
}

#[test]
fn two_equal_grades_written_apart_are_no_conflict_and_the_sooner_review_holds() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    one.write(at(10), &[], vec![assessed(Grade::High, at(100))]);
    two.write(at(11), &[], vec![assessed(Grade::High, at(80))]);
    meet(&mut one, &mut two, at(60));
    assert!(one.state().conflicts.is_empty());
    assert_eq!(one.state().next_review_at, Some(at(80)));
}

#[rstest]
#[case(Grade::Absent)]
#[case(Grade::NoApparentRisk)]
fn a_legacy_grade_cannot_be_given(#[case] grade: Grade) {
    let mut case = Case::reported();
    let command = case.assess(grade);
    assert_eq!(case.refused(command), Rule::LegacyGrade);
}

#[test]
fn a_legacy_grade_on_imported_history_is_read_and_is_below_all_others() {
    let mut case = Case::reported();
    case.laptop.write(at(1), &[], vec![assessed(Grade::NoApparentRisk, at(60))]);
    assert_eq!(case.state().grade(), Some(Grade::NoApparentRisk));
    assert!(Grade::CURRENT.iter().all(|current| *current > Grade::NoApparentRisk && !current.is_legacy()));
}

#[rstest]
#[case::condition(describe(Attribute::MedicalCondition, "sickle cell disease").into())]
#[case::medication(describe(Attribute::Medication, "insulin").into())]
#[case::mental_health(answer(Question::MentalHealth, Answer::Yes).into())]
#[case::contact(contact(ChangesRisk::Yes).into())]
#[case::unsure_contact(contact(ChangesRisk::Unsure).into())]
#[case::partner(partner(ChangesRisk::Yes).into())]
#[case::unsure_partner(partner(ChangesRisk::Unsure).into())]
fn new_risk_information_opens_a_reassessment_that_only_an_assessment_made_in_sight_of_it_answers(
    #[case] news: command::Command,
) {
    let mut case = Case::graded(Grade::Medium);
    let stale = case.act();
    case.after(5).give(news);
    let due = |case: &Case| {
        deadlines(&case.state(), &Thresholds::default())
            .into_iter()
            .find(|deadline| deadline.kind == DeadlineKind::Reassess)
            .map(|deadline| deadline.due_at)
    };
    assert_eq!(due(&case), Some(at(35)));

    let blind = AssessRisk { act: stale, ..case.assess(Grade::Medium) };
    case.give(blind);
    assert_eq!(due(&case), Some(at(35)), "assessed without sight of it");
    case.give(review(at(60), vec![]));
    assert_eq!(due(&case), Some(at(35)), "reviewed, not assessed");
    let command = case.assess(Grade::Medium);
    case.give(command);
    assert_eq!(due(&case), None);
}

#[rstest]
#[case::hair(describe(Attribute::Hair, "red").into())]
#[case::not_known(answer(Question::MentalHealth, Answer::NotKnown).into())]
#[case::no_change(contact(ChangesRisk::No).into())]
#[case::partner_no_change(partner(ChangesRisk::No).into())]
#[case::note(note("rang the ward").into())]
fn other_information_opens_no_reassessment(#[case] news: command::Command) {
    let mut case = Case::graded(Grade::Medium);
    case.give(news);
    assert!(!kinds(&case.state()).contains(&DeadlineKind::Reassess));
}

#[test]
fn a_correction_keeps_the_earlier_value_and_shows_the_contradiction() {
    let mut case = Case::reported();
    case.give(describe(Attribute::HomeAddress, "1 Test Street"));
    case.give(describe(Attribute::HomeAddress, "2 Test Street"));
    case.give(describe(Attribute::HomeAddress, "2 test street"));
    let state = case.state();
    assert_eq!(state.value(Attribute::HomeAddress), Some("2 test street"));
    assert_eq!(state.described[&Attribute::HomeAddress].len(), 3);
    assert!(
        matches!(&state.contradictions()[..], [Contradiction::Attribute { attribute: Attribute::HomeAddress, values }] if values.len() == 2)
    );
}

#[test]
fn an_assessment_says_what_is_wrong_with_all_its_fields_at_once() {
    let mut case = Case::reported();
    let command = AssessRisk {
        rationale: Rationale { key_facts: "short".into(), ..Rationale::default() },
        next_review_at: at(-1),
        ..case.assess(Grade::High)
    };
    assert_eq!(
        case.wrong_fields(command),
        ["rationale.key_facts", "rationale.not_known", "rationale.would_change", "next_review_at"]
    );
}

#[rstest]
#[case(Grade::High, 4)]
#[case(Grade::Medium, 24)]
#[case(Grade::Low, 72)]
#[case(Grade::VeryLow, 168)]
fn a_next_review_is_no_further_off_than_the_grade_allows(#[case] grade: Grade, #[case] hours: i64) {
    let mut case = Case::reported();
    let too_far = AssessRisk { next_review_at: at(hours * 60 + 1), ..case.assess(grade) };
    assert_eq!(case.wrong_fields(too_far), ["next_review_at"]);
    let furthest = AssessRisk { next_review_at: at(hours * 60), ..case.assess(grade) };
    case.give(furthest);
}

/// An entry with a kind of fact that this version does not know.
fn newer(laptop: &mut Laptop, kind: &str) {
    let mut newer = body(Role::Supervisor, vec![]).seal([1; 32]).unwrap();
    let text = String::from_utf8(newer.split_off(32)).unwrap();
    newer.extend(text.replace("\"facts\":[]", "\"facts\":[{\"fact\":\"drone_flown\"}]").into_bytes());
    let seen = heads(&laptop.log);
    let entry = laptop.entry_of(at(3), &seen, &[], kind.into(), newer);
    laptop.log.push(entry);
}

#[test]
fn over_an_unread_entry_only_a_raise_or_the_highest_grade_gets_through() {
    let mut case = Case::reported();
    newer(&mut case.laptop, "drone_flown");
    let first = case.assess(Grade::Medium);
    assert_eq!(case.refused(first), Rule::NewerVersion, "it may be a grade that cannot be read");
    let highest = case.assess(Grade::High);
    case.give(highest);

    let mut case = Case::graded(Grade::Low);
    newer(&mut case.laptop, "drone_flown");
    let same = case.assess(Grade::Low);
    assert_eq!(case.refused(same), Rule::NewerVersion);
    let raise = case.assess(Grade::Medium);
    case.give(raise);
    assert_eq!(case.state().grade(), Some(Grade::Medium));
}

#[test]
fn a_report_that_cannot_be_read_does_not_hide_the_incident_nor_what_else_is_known() {
    let mut case = Case::new();
    newer(&mut case.laptop, "reported");
    let alone = case.state();
    assert_eq!((alone.reference.as_str(), alone.unread), ("", 1));
    assert_eq!(alone.accountable_force.as_str(), "UNKNOWN");

    case.give(answer(Question::SelfHarm, Answer::Yes));
    case.give(describe(Attribute::FamilyName, "Test-Larkspur"));
    let state = case.state();
    assert_eq!(state.accountable_force, force(), "INV-3: of whoever wrote here");
    assert_eq!(state.standing_dangers().count(), 1);
    assert_eq!(state.value(Attribute::FamilyName), Some("Test-Larkspur"));
    assert!(review_due(&state, &Thresholds::default()).is_some(), "INV-3");
    assert!(kinds(&state).contains(&DeadlineKind::DecideCategory));
    let close = case.close_unlocated(Some(confirmation(Role::DutyInspector, officer(2))));
    assert_eq!(case.refused(close), Rule::NewerVersion);
    assert_eq!(case.refused(report(&[(Attribute::Hair, "red")])), Rule::AlreadyExists);
}

#[test]
fn an_incident_with_a_newer_kind_refuses_gated_acts_and_takes_the_rest() {
    let mut case = Case::graded(Grade::Medium);
    case.as_role(Role::DutyInspector).give(answer(Question::SelfHarm, Answer::Yes));
    newer(&mut case.laptop, "drone_flown");
    assert_eq!(case.state().unread, 1);

    let lower = case.assess(Grade::Low);
    assert_eq!(case.refused(lower), Rule::NewerVersion);
    let close = case.close();
    assert_eq!(case.refused(close), Rule::NewerVersion);
    let cleared = clear(Question::SelfHarm, case.state().basis);
    assert_eq!(case.refused(cleared), Rule::NewerVersion);

    let raise = case.assess(Grade::High);
    case.give(raise);
    case.give(note("told the sergeant"));
    case.give(located(at(0)));
}

#[test]
fn raising_needs_no_words_and_a_first_grade_does() {
    let mut case = Case::reported();
    let first = AssessRisk { rationale: Rationale::default(), ..case.assess(Grade::Medium) };
    assert_eq!(case.refused(first), Rule::Fields);
    let mut case = Case::graded(Grade::Low);
    let raise = AssessRisk { rationale: Rationale::default(), ..case.assess(Grade::High) };
    case.give(raise);
    assert_eq!(case.state().grade(), Some(Grade::High));
}
