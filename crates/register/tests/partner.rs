//! What a partner says of the risk (F15): an entry of its own, word for word, that always says whether it changes the
//! risk. Yes or unsure opens the timed re-assessment; on a closed incident it opens a review.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::incident::Status;
use register::*;
use rstest::rstest;
use serde_json::json;

fn with(change: fn(&mut PartnerInformation)) -> RecordPartnerInformation {
    let mut command = partner(ChangesRisk::Yes);
    change(&mut command.information);
    command
}

fn due(case: &Case, kind: DeadlineKind) -> Option<chrono::DateTime<chrono::Utc>> {
    let due = deadlines(&case.state(), &Thresholds::default());
    due.into_iter().find(|deadline| deadline.kind == kind).map(|deadline| deadline.due_at)
}

#[test]
fn f15_what_a_partner_says_is_kept_word_for_word_with_who_said_it_and_when() {
    let mut case = Case::graded(Grade::Medium);
    let mut command = partner(ChangesRisk::Unsure);
    let statement = " “At risk tonight.”\n  He said so  twice.\n";
    command.information.statement = statement.into();
    command.information.name = " Test-Finch, Ida ".into();
    command.information.agency_name = " Crisis team, Fernbrook ".into();
    command.information.role = " community nurse ".into();
    command.information.phone = " 07700 900321 ".into();
    case.give(command);
    let state = case.state();
    let kept = &state.partners[0].what.information;
    assert_eq!(kept.statement, statement, "nothing is changed in it");
    assert_eq!((kept.name.as_str(), kept.role.as_str()), ("Test-Finch, Ida", "community nurse"));
    assert_eq!((kept.agency_name.as_str(), kept.phone.as_str()), ("Crisis team, Fernbrook", "07700 900321"));
    assert_eq!(kept.said_at, When::At { at: at(0) });
    let source = kept.source();
    assert_eq!((source.kind, source.obtained_at), (SourceKind::Partner, Some(at(0))));
    assert!(state.contacts.is_empty(), "it is no contact");
}

#[test]
fn whether_it_changes_the_risk_is_never_taken_for_granted() {
    let command = serde_json::to_value(partner(ChangesRisk::No)).unwrap();
    assert!(serde_json::from_value::<RecordPartnerInformation>(command.clone()).is_ok());
    let mut silent = command;
    silent["information"].as_object_mut().unwrap().remove("changes_risk");
    let error = serde_json::from_value::<RecordPartnerInformation>(silent).unwrap_err().to_string();
    assert!(error.contains("changes_risk"), "{error}");
}

#[test]
fn what_may_be_left_out_of_a_fact_is_blank_when_it_is_read() {
    let fact = json!({
        "fact": "partner_informed",
        "information": {
            "agency": "hospital", "name": "Test-Finch", "role": "sister", "statement": "She left the ward.",
            "said_at": { "is": "not_known" }, "changes_risk": "yes",
        },
    });
    let IncidentFact::PartnerInformed { information } = serde_json::from_value(fact).unwrap() else {
        panic!("another kind");
    };
    assert_eq!((information.agency_name.as_str(), information.phone.as_str()), ("", ""));
}

#[rstest]
#[case::name(with(|said| said.name = " ".into()), &["information.name"])]
#[case::role(with(|said| said.role = String::new()), &["information.role"])]
#[case::statement(with(|said| said.statement = " \n".into()), &["information.statement"])]
#[case::other(with(|said| (said.agency, said.agency_name) = (Agency::Other, " ".into())), &["information.agency_name"])]
#[case::future(with(|said| said.said_at = When::At { at: at(6) }), &["information.said_at"])]
#[case::backwards(with(|said| said.said_at = When::Between { from: at(-1), to: at(-2) }), &["information.said_at"])]
#[case::all(with(|said| {
    (said.name, said.role, said.statement) = Default::default();
}), &["information.name", "information.role", "information.statement"])]
fn what_is_missing_is_refused_at_its_field(
    #[case] command: RecordPartnerInformation,
    #[case] expected: &[&str],
) {
    assert_eq!(Case::graded(Grade::Medium).wrong_fields(command), expected);
}

#[test]
fn an_agency_of_the_list_needs_no_name_a_partner_no_telephone_and_the_time_may_not_be_known() {
    let mut case = Case::graded(Grade::Medium);
    case.give(with(|said| {
        (said.agency_name, said.phone) = Default::default();
        said.said_at = When::NotKnown;
    }));
    assert_eq!(case.state().partners.len(), 1);
}

#[rstest]
#[case(Role::CallHandler, true)]
#[case(Role::NationalUnit, true)]
#[case(Role::Auditor, false)]
#[case(Role::Partner, false)]
fn whoever_may_record_may_record_it(#[case] role: Role, #[case] may: bool) {
    let mut case = Case::graded(Grade::Medium);
    let given = case.as_role(role).ask(partner(ChangesRisk::Yes)).map(drop);
    assert_eq!(given.map_err(|refusal| refusal.rule), if may { Ok(()) } else { Err(Rule::NotYourRole) });
}

#[test]
fn f15_it_is_shown_to_whoever_grades_next_and_closing_waits_for_sight_of_it() {
    let mut case = Case::graded(Grade::Medium);
    let stale = case.act();
    let entry = case.give(partner(ChangesRisk::No)).header.entry_id;
    let state = case.state();
    assert!(state.unseen.iter().any(|(id, _)| *id == entry), "F16");
    assert!(state.basis.contains(&entry));
    case.give(located(at(0)));
    let blind = CloseIncident { act: stale, ..case.close() };
    assert_eq!(case.refused(blind), Rule::NotInformed, "INV-4");
}

#[rstest]
fn f14_on_a_closed_incident_it_opens_a_review_that_only_a_review_in_sight_of_it_ends(
    #[values(ChangesRisk::Yes, ChangesRisk::Unsure, ChangesRisk::No)] changes_risk: ChangesRisk,
) {
    let mut case = Case::closed();
    let stale = case.act();
    case.after(10).give(partner(changes_risk));
    let state = case.state();
    assert_eq!(state.status(), Status::Closed, "INV-4: nothing opens by itself");
    let since = state.contact_since.unwrap();
    assert_eq!(since.what, "Test-Finch, Ida (community nurse)");
    assert_eq!(due(&case, DeadlineKind::ContactReview), Some(at(70)));
    case.give(ReviewIncident { act: stale, ..review(at(60), vec![]) });
    assert_eq!(due(&case, DeadlineKind::ContactReview), Some(at(70)), "in the log, not on the screen");
    case.give(ReviewIncident { act: case.act(), ..review(at(60), vec![]) });
    assert_eq!(due(&case, DeadlineKind::ContactReview), None);
}

#[test]
fn of_a_caller_and_a_partner_after_the_closure_the_first_that_nobody_reviewed_is_waited_for() {
    let mut case = Case::closed();
    case.after(10).give(partner(ChangesRisk::No));
    let first = case.act();
    case.after(10).give(contact(ChangesRisk::No));
    assert_eq!(due(&case, DeadlineKind::ContactReview), Some(at(70)));
    assert_eq!(case.state().since_closure().len(), 2);
    case.give(ReviewIncident { act: first, ..review(at(80), vec![]) });
    assert_eq!(case.state().contact_since.unwrap().what, "Test-Larkspur, Ida");
    assert_eq!(due(&case, DeadlineKind::ContactReview), Some(at(80)));
}

#[test]
fn what_was_said_before_the_closure_opens_no_review() {
    let mut case = Case::graded(Grade::Medium);
    case.give(partner(ChangesRisk::Yes));
    case.give(located(at(0)));
    let command = case.close();
    case.give(command);
    assert!(kinds(&case.state()).is_empty());
}

#[test]
fn inv_4_an_assessment_written_without_sight_of_it_does_not_answer_it() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![assessed(Grade::Medium, at(100))]]);
    let said = |changes_risk| {
        vec![IncidentFact::PartnerInformed { information: Box::new(partner_information(changes_risk)) }]
    };
    let news = one.write(at(10), &[], said(ChangesRisk::Unsure));
    one.write(at(11), &[], said(ChangesRisk::No));
    let basis = two.state().basis;
    two.write(at(50), &basis, vec![assessed(Grade::Low, at(200))]);
    meet(&mut one, &mut two, at(60));
    assert_eq!(one.state(), two.state());
    let state = one.state();
    assert_eq!(state.partners.len(), 2, "what is said twice is said twice");
    assert_eq!(state.reassess_since().map(|since| since.entry_id), Some(news.header.entry_id));
}
