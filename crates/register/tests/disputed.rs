//! A closure by somebody who had not seen what was recorded meanwhile: disputed until somebody who has seen both decides.

mod common;

use common::*;
use register::command::*;
use register::deadline::DeadlineKind;
use register::fact::*;
use register::incident::{ConflictKind, Status};
use register::question::Question;
use register::*;
use rstest::rstest;

#[rstest]
#[case::danger(danger(Question::SelfHarm))]
#[case::medical(IncidentFact::Described { described: Described { attribute: Attribute::Medication, value: "insulin".into() } })]
#[case::dementia(danger(Question::Dementia))]
#[case::assessment(assessed(Grade::High, at(100)))]
#[case::partner(IncidentFact::PartnerInformed { information: Box::new(partner_information(ChangesRisk::No)) })]
#[case::contact(IncidentFact::ContactReceived { caller: "Test-Larkspur, Ida".into(), phone: String::new(), text: "not home".into(), changes_risk: ChangesRisk::No })]
#[case::withdrawn(withdrawn_fact())]
#[case::action(IncidentFact::ActionSet { action_id: ActionId(Default::default()), what: "look in the garage".into(), due_at: at(300), role: None, locating: false })]
#[case::still_needed(IncidentFact::ActionAnswered { action_id: ActionId(Default::default()), answer: ActionAnswer::StillNeeded { until: at(300) } })]
#[case::promise(informed(Some(at(300))))]
fn a_closure_by_someone_who_had_not_seen_a_new_danger_does_not_take_effect(#[case] unseen: IncidentFact) {
    let (mut one, mut two) = two_laptops(vec![
        vec![reported_fact()],
        vec![assessed(Grade::Medium, at(100))],
        vec![located_fact()],
    ]);
    // The stamp decides nothing: the danger was written first and the closure later.
    two.write(at(10), &[], vec![unseen]);
    one.write(at(50), &[], vec![closed_fact()]);
    assert_eq!(one.state().status(), Status::Closed);
    meet(&mut one, &mut two, at(60));
    for laptop in [&one, &two] {
        let state = laptop.state();
        assert!(state.is_open());
        assert!(conflicts(&state).contains(&ConflictKind::Closure));
        assert!(kinds(&state).contains(&DeadlineKind::NeedsDecision));
    }
}

fn informed(next_promised_at: Option<chrono::DateTime<chrono::Utc>>) -> IncidentFact {
    let to = "Test-Larkspur, Ida".into();
    IncidentFact::InformantUpdated { to, told: "nothing new".into(), next_promised_at }
}

#[test]
fn inv_4_a_closure_ends_no_action_of_somebody_elses_until_both_have_been_seen() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![located_fact()]]);
    let mut closer = Case::new();
    one.write(at(50), &[], vec![closed_fact()]);
    two.write(
        at(10),
        &[],
        vec![IncidentFact::ActionSet {
            action_id: ActionId(Default::default()),
            what: "look in the garage".into(),
            due_at: at(300),
            role: None,
            locating: false,
        }],
    );
    meet(&mut one, &mut two, at(60));
    closer.laptop = one;
    closer.after(70);
    assert!(kinds(&closer.state()).contains(&DeadlineKind::Action), "it falls due as it was set");
    let close = closer.close();
    assert_eq!(closer.refused(close), Rule::OpenActions);
    closer.give(AnswerAction {
        incident_id: incident_id(),
        act: Act::default(),
        action_id: ActionId(Default::default()),
        answer: done(),
    });
    let close = closer.close();
    closer.give(close);
    assert_eq!(closer.state().status(), Status::Closed);
    assert!(closer.state().conflicts.is_empty());
}

#[rstest]
#[case::answered_for_good(IncidentFact::ActionAnswered { action_id: ActionId(Default::default()), answer: done() })]
#[case::told_with_no_promise(informed(None))]
#[case::note(IncidentFact::Noted { text: "rang the ward".into() })]
fn what_sets_no_clock_leaves_a_closure_as_it_is(#[case] unseen: IncidentFact) {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![located_fact()]]);
    one.write(at(50), &[], vec![closed_fact()]);
    two.write(at(10), &[], vec![unseen]);
    meet(&mut one, &mut two, at(60));
    assert_eq!(one.state().status(), Status::Closed);
}

fn disputed() -> Case {
    let (mut one, mut two) = two_laptops(vec![
        vec![reported_fact()],
        vec![assessed(Grade::Medium, at(100))],
        vec![located_fact()],
    ]);
    one.write(at(50), &[], vec![closed_fact()]);
    two.write(at(10), &[], vec![danger(Question::SelfHarm)]);
    meet(&mut one, &mut two, at(60));
    let mut case = Case::new();
    case.laptop = one;
    case.after(70);
    case
}

#[test]
fn closing_again_in_sight_of_the_danger_settles_a_disputed_closure() {
    let mut case = disputed();
    let command = case.close();
    case.give(command);
    assert_eq!(case.state().status(), Status::Closed);
    assert!(case.state().conflicts.is_empty());
}

#[test]
fn reopening_settles_a_disputed_closure_the_other_way() {
    let mut case = disputed();
    case.give(reopen());
    assert!(case.state().is_open());
    assert!(case.state().conflicts.is_empty());
    assert_eq!(case.refused(reopen()), Rule::NotClosed);
}
