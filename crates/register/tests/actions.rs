//! Actions, and the review that answers every one of them.

mod common;

use common::*;
use register::command::*;
use register::fact::*;
use register::*;

fn with_actions() -> (Case, Vec<ActionId>) {
    let mut case = Case::graded(Grade::Medium);
    for what in ["look in the garage", "ring the ward"] {
        case.give(set_action(what, at(30)));
    }
    let actions = case.state().actions.iter().map(|action| action.what.action_id).collect();
    (case, actions)
}

#[test]
fn a_review_must_answer_every_open_action() {
    let (mut case, actions) = with_actions();
    let answers = |ids: &[ActionId]| {
        ids.iter().map(|&action_id| ReviewedAction { action_id, answer: done() }).collect::<Vec<_>>()
    };
    assert_eq!(case.refused(review(at(60), vec![])), Rule::OpenActions);
    assert_eq!(case.refused(review(at(60), answers(&actions[..1]))), Rule::OpenActions);
    case.give(review(at(60), answers(&actions)));
    assert_eq!(case.state().open_actions().count(), 0);
    assert_eq!(case.state().next_review_at, Some(at(60)));
    case.give(review(at(90), vec![]));
    assert_eq!(case.state().next_review_at, Some(at(90)));
}

#[test]
fn a_review_is_in_the_future_and_says_something() {
    let mut case = Case::graded(Grade::Medium);
    assert_eq!(case.wrong_fields(review(at(0), vec![])), ["next_review_at"]);
    assert_eq!(
        case.wrong_fields(ReviewIncident { summary: " ".into(), ..review(at(9), vec![]) }),
        ["summary"]
    );
    let unknown = ReviewedAction { action_id: ActionId(Default::default()), answer: done() };
    assert_eq!(case.refused(review(at(60), vec![unknown])), Rule::NoSuchAction);
}

#[test]
fn still_needed_keeps_an_action_open_with_a_new_time_and_done_ends_it_once() {
    let (mut case, actions) = with_actions();
    let answer_with = |answer| AnswerAction {
        incident_id: incident_id(),
        act: Act::default(),
        action_id: actions[0],
        answer,
    };
    let past = answer_with(ActionAnswer::StillNeeded { until: at(0) });
    assert_eq!(case.wrong_fields(past), ["answer.until"]);
    case.give(answer_with(ActionAnswer::StillNeeded { until: at(45) }));
    let state = case.state();
    assert_eq!(state.open_actions().next().unwrap().what.due_at, at(45));
    case.give(answer_with(done()));
    assert_eq!(case.state().open_actions().count(), 1);
    assert_eq!(case.refused(answer_with(done())), Rule::AlreadyAnswered);
}

#[test]
fn an_action_answered_done_by_one_and_still_needed_by_another_stays_open() {
    let (mut one, mut two) = two_laptops(vec![
        vec![reported_fact()],
        vec![IncidentFact::ActionSet {
            action_id: ActionId(Default::default()),
            what: "look in the garage".into(),
            due_at: at(30),
            role: None,
            locating: false,
        }],
    ]);
    let answered =
        |answer| vec![IncidentFact::ActionAnswered { action_id: ActionId(Default::default()), answer }];
    one.write(at(20), &[], answered(done()));
    two.write(at(10), &[], answered(ActionAnswer::StillNeeded { until: at(90) }));
    meet(&mut one, &mut two, at(60));
    assert_eq!(one.state().open_actions().next().map(|action| action.what.due_at), Some(at(90)));
}
