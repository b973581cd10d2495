//! Located, closed, opened again; contacts, actions, reviews, the dispatch log.

mod common;

use common::*;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::incident::{ConflictKind, Status};
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

#[test]
fn a_report_needs_a_name_or_a_description_and_nothing_else() {
    for description in [
        (Attribute::FamilyName, "Test-Larkspur"),
        (Attribute::Clothing, "green coat"),
        (Attribute::Age, "20-30"),
    ] {
        let mut case = Case::new();
        case.as_role(Role::CallHandler).give(report(&[description]));
        assert_eq!(case.state().status(), Status::Open, "INV-6");
    }
    assert_eq!(Case::new().refused(report(&[])), Rule::NameOrDescription);
}

#[test]
fn a_report_from_the_future_is_refused_by_field() {
    let mut case = Case::new();
    let ahead = When::At { at: at(6) };
    let command = TakeReport {
        act: Act { happened_at: Some(ahead), ..Act::default() },
        reported_at: Some(at(6)),
        last_seen: Some(LastSeen {
            place: "Test Street".into(),
            when: When::Between { from: at(-5), to: at(6) },
            how_known: HowKnown::Seen,
            by: String::new(),
        }),
        ..report(&[(Attribute::Hair, "red")])
    };
    let mut wrong = case.wrong_fields(command);
    wrong.sort();
    assert_eq!(wrong, ["act.happened_at", "last_seen.when", "reported_at"]);
}

#[test]
fn an_incident_is_reported_once_and_worked_only_when_it_is_there() {
    let mut case = Case::new();
    assert_eq!(case.refused(note("nobody")), Rule::NoSuchIncident);
    case.give(report(&[(Attribute::Hair, "red")]));
    assert_eq!(case.refused(report(&[(Attribute::Hair, "red")])), Rule::AlreadyExists);
}

#[test]
fn located_is_not_closed_and_closing_needs_located() {
    let mut case = Case::graded(Grade::Medium);
    let command = case.close();
    assert_eq!(case.refused(command), Rule::ClosingGate);
    case.give(located(at(0)));
    assert_eq!(case.state().status(), Status::Located);
    assert!(kinds(&case.state()).contains(&DeadlineKind::CloseOrReview));
    let command = case.close();
    case.give(command);
    assert_eq!(case.state().status(), Status::Closed);
    assert!(kinds(&case.state()).is_empty());
}

#[rstest]
#[case::by_whom(|c: &mut RecordLocated| c.seen_by = " ".into(), "seen_by")]
#[case::where_(|c: &mut RecordLocated| c.place = String::new(), "place")]
#[case::identity(|c: &mut RecordLocated| c.identity_confirmed = String::new(), "identity_confirmed")]
#[case::when(|c: &mut RecordLocated| c.seen_at = When::NotKnown, "seen_at")]
#[case::in_the_future(|c: &mut RecordLocated| c.seen_at = When::At { at: at(6) }, "seen_at")]
#[case::ends_in_the_future(|c: &mut RecordLocated| c.seen_at = When::Between { from: at(-1), to: at(6) }, "seen_at")]
#[case::backwards(|c: &mut RecordLocated| c.seen_at = When::Between { from: at(-1), to: at(-2) }, "seen_at")]
fn located_says_who_saw_them_when_and_how_identity_was_confirmed(
    #[case] spoil: fn(&mut RecordLocated),
    #[case] field: &str,
) {
    let mut case = Case::reported();
    let mut command = located(at(0));
    spoil(&mut command);
    assert_eq!(case.wrong_fields(command), [field]);
}

#[rstest]
#[case::nobody(None)]
#[case::the_same_officer(Some(confirmation(Role::DutyInspector, officer(1))))]
#[case::of_too_low_a_rank(Some(confirmation(Role::InvestigatingOfficer, officer(2))))]
#[case::an_auditor(Some(confirmation(Role::Auditor, officer(2))))]
fn closing_without_located_needs_a_second_officer(#[case] by: Option<Confirmation>) {
    let mut case = Case::graded(Grade::Medium);
    let command = case.close_unlocated(by);
    assert_eq!(case.refused(command), Rule::SecondOfficer);
    assert!(case.state().is_open());
}

#[rstest]
#[case(Role::Supervisor)]
#[case(Role::DutyInspector)]
fn the_same_officer_cannot_confirm_their_own_closure_and_another_can(#[case] role: Role) {
    let mut case = Case::graded(Grade::Medium);
    let own = case.close_unlocated(Some(confirmation(role, officer(1))));
    assert_eq!(case.refused(own), Rule::SecondOfficer);
    let other = case.close_unlocated(Some(confirmation(role, officer(2))));
    case.give(other);
    assert_eq!(case.state().status(), Status::Closed);
}

#[test]
fn an_exception_needs_its_reason() {
    let mut case = Case::graded(Grade::Medium);
    let mut command = case.close_unlocated(Some(confirmation(Role::DutyInspector, officer(2))));
    command.exception.as_mut().unwrap().reason = " ".into();
    assert_eq!(case.wrong_fields(command), ["exception.reason"]);
}

#[rstest]
#[case(Role::CallHandler)]
#[case(Role::Auditor)]
#[case(Role::Partner)]
#[case(Role::Administrator)]
#[case(Role::SearchAdviser)]
fn closing_is_not_open_to_every_role(#[case] role: Role) {
    let mut case = Case::graded(Grade::Medium);
    case.give(located(at(0)));
    let command = case.close();
    assert_eq!(case.as_role(role).refused(command), Rule::NotYourRole);
}

#[test]
fn closing_waits_for_every_open_action_and_for_every_decision() {
    let mut case = Case::graded(Grade::Medium);
    case.give(set_action("look in the garage", at(30)));
    case.give(located(at(0)));
    let command = case.close();
    assert_eq!(case.refused(command), Rule::OpenActions);

    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![located_fact()]]);
    one.write(at(10), &[], vec![assessed(Grade::High, at(100))]);
    two.write(at(11), &[], vec![assessed(Grade::Low, at(100))]);
    meet(&mut one, &mut two, at(60));
    let mut case = Case::new();
    case.laptop = one;
    let command = case.after(70).close();
    assert_eq!(case.refused(command), Rule::NeedsDecision);
}

#[test]
fn located_by_one_and_withdrawn_by_another_is_not_located_until_somebody_decides() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![located_fact()]]);
    one.write(at(10), &[], vec![located_fact()]);
    two.write(at(11), &[], vec![withdrawn_fact()]);
    meet(&mut one, &mut two, at(60));
    let state = one.state();
    assert_eq!(state.status(), Status::Open);
    assert_eq!(conflicts(&state), [ConflictKind::Located]);

    let mut case = Case::new();
    case.laptop = one;
    case.after(70).give(located(at(0)));
    assert_eq!(case.state().status(), Status::Located);
    assert!(case.state().conflicts.is_empty());
}

#[test]
fn withdrawing_located_opens_a_closed_incident() {
    let mut case = Case::closed();
    case.give(withdraw());
    assert_eq!(case.state().status(), Status::Open);
    assert_eq!(case.refused(withdraw()), Rule::NotLocated);
}

#[rstest]
#[case::answer(answer(Question::SelfHarm, Answer::Yes).into())]
#[case::action(set_action("look again", at(30)).into())]
#[case::located(located(at(0)).into())]
fn a_closed_incident_refuses_work_until_it_is_reopened(#[case] command: Command) {
    let mut case = Case::closed();
    assert_eq!(case.refused(command.clone()), Rule::Closed);
    case.give(reopen());
    if !matches!(command, Command::RecordLocated(_)) {
        case.give(command);
    }
}

#[test]
fn a_reopened_incident_has_its_review_due_again() {
    let mut case = Case::closed();
    case.after(600).give(reopen());
    let due = deadline::review_due(&case.state(), &Thresholds::default());
    assert!(due.is_some_and(|due| due <= case.now), "INV-3");
}

#[test]
fn a_contact_on_a_closed_incident_opens_a_review_that_only_a_review_ends() {
    let mut case = Case::closed();
    case.after(10).give(contact(ChangesRisk::No));
    let state = case.state();
    assert_eq!(state.status(), Status::Closed);
    assert!(state.contacts[0].what.after_closure);
    let due = deadlines(&state, &Thresholds::default());
    assert_eq!((due[0].kind, due[0].due_at), (DeadlineKind::ContactReview, at(70)));
    assert_eq!(deadline::review_due(&state, &Thresholds::default()), Some(at(70)));

    case.give(note("rang back, no answer"));
    assert_eq!(kinds(&case.state()), [DeadlineKind::ContactReview], "a note is no review");
    case.give(ReviewIncident { act: case.act(), ..review(at(60), vec![]) });
    assert!(kinds(&case.state()).is_empty());
    case.give(contact(ChangesRisk::No));
    assert_eq!(kinds(&case.state()), [DeadlineKind::ContactReview], "the next contact opens the next review");
}

#[test]
fn inv_4_a_review_from_a_screen_that_did_not_show_the_contact_does_not_answer_it() {
    let mut case = Case::closed();
    let stale = case.act();
    case.after(10).give(contact(ChangesRisk::No));
    case.give(ReviewIncident { act: stale, ..review(at(60), vec![]) });
    assert_eq!(kinds(&case.state()), [DeadlineKind::ContactReview], "in the log, not on the screen");
    let first = case.act();
    let second = case.give(contact(ChangesRisk::No)).header.entry_id;
    case.give(ReviewIncident { act: first, ..review(at(60), vec![]) });
    let since = case.state().contact_since.unwrap();
    assert_eq!(since.entry_id, second, "the first has been reviewed");
    case.give(ReviewIncident { act: case.act(), ..review(at(60), vec![]) });
    assert!(kinds(&case.state()).is_empty());
}

#[test]
fn a_contact_before_the_closure_opens_nothing() {
    let mut case = Case::graded(Grade::Medium);
    case.give(contact(ChangesRisk::No));
    case.give(located(at(0)));
    let command = case.close();
    case.give(command);
    assert!(!case.state().contacts[0].what.after_closure);
    assert!(kinds(&case.state()).is_empty());
}

#[test]
fn a_closed_dispatch_log_while_not_located_is_a_status_conflict() {
    let mut case = Case::graded(Grade::Medium);
    case.give(dispatch(" 0412 "));
    assert_eq!(case.refused(dispatch_status("0413", ReferenceStatus::Closed)), Rule::NoSuchReference);
    assert_eq!(case.refused(dispatch_status("0412", ReferenceStatus::Open)), Rule::AlreadyAnswered);
    case.give(dispatch_status("0412", ReferenceStatus::Closed));
    assert!(kinds(&case.state()).contains(&DeadlineKind::StatusConflict));
    case.give(located(at(0)));
    assert!(!kinds(&case.state()).contains(&DeadlineKind::StatusConflict));
    case.give(withdraw());
    assert!(kinds(&case.state()).contains(&DeadlineKind::StatusConflict));
    case.give(dispatch_status("0412", ReferenceStatus::Open));
    assert!(!kinds(&case.state()).contains(&DeadlineKind::StatusConflict));
}

#[test]
fn another_systems_closed_reference_is_no_status_conflict() {
    let mut case = Case::reported();
    case.give(give_reference(System::Rms, "77"));
    let closed =
        GiveReferenceStatus { system: System::Rms, ..dispatch_status("77", ReferenceStatus::Closed) };
    case.give(closed);
    assert!(case.state().status_conflict().is_none());
}

#[test]
fn a_photograph_is_confirmed_as_a_likeness_by_somebody_named() {
    let mut case = Case::reported();
    let photograph_id = PhotographId(Default::default());
    let confirm = ConfirmLikeness {
        incident_id: incident_id(),
        act: Act::default(),
        photograph_id,
        by: "Test-Larkspur, Ida".into(),
        relation: "sister".into(),
    };
    assert_eq!(case.refused(confirm.clone()), Rule::NoSuchPhotograph);
    let photograph = Photograph {
        photograph_id,
        original: Hash::of(b"o"),
        display: Hash::of(b"d"),
        thumbnail: Hash::of(b"t"),
        width: 600,
        height: 800,
        taken: Taken::NotKnown,
    };
    case.give(AddPhotograph { incident_id: incident_id(), act: Act::default(), photograph });
    assert_eq!(case.wrong_fields(ConfirmLikeness { by: " ".into(), ..confirm.clone() }), ["by"]);
    case.give(confirm);
    let state = case.state();
    assert_eq!(state.photograph().unwrap().what.likeness.as_ref().unwrap().1, "sister");
}

#[test]
fn nobody_closes_over_something_that_their_screen_did_not_show() {
    let mut case = Case::reported();
    case.give(located(at(-1)));
    let stale = case.close();
    case.give(answer(Question::SelfHarm, Answer::Yes));
    assert_eq!(case.refused(stale), Rule::NotInformed);
    let informed = case.close();
    case.give(informed);
    assert_eq!(case.state().status(), Status::Closed);
}

#[test]
fn nobody_who_was_not_located_is_closed_over_a_standing_danger() {
    let mut case = Case::reported();
    case.give(answer(Question::SelfHarm, Answer::Yes));
    let close = case.close_unlocated(Some(confirmation(Role::Supervisor, officer(9))));
    assert_eq!(case.refused(close), Rule::DangerStands);
}

#[test]
fn nobody_is_located_before_they_were_last_seen() {
    let mut case = Case::reported();
    case.give(GiveLastSeen {
        incident_id: incident_id(),
        act: Act::default(),
        last_seen: LastSeen {
            place: "Test Street".into(),
            when: When::At { at: at(-10) },
            how_known: HowKnown::Seen,
            by: String::new(),
        },
    });
    assert_eq!(case.wrong_fields(located(at(-20))), ["seen_at"]);
    let mut at_once = Case { laptop: case.laptop.clone(), ..Case::new() };
    at_once.give(located(at(-10)));
    case.give(located(at(-5)));
}
