//! What a safeguarding reviewer looks for, and the clock of a child who is exploited and whom nobody looks for (F31).

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::*;
use register::command::{AnswerAction, ChallengeGrade, SetAction};
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::question::{Answer, Question};
use register::safeguarding::{About, ConcernKind, concerns, order};
use register::*;
use rstest::rstest;

fn kinds(state: &Incident) -> Vec<ConcernKind> {
    concerns(state, &Thresholds::default()).into_iter().map(|concern| concern.kind).collect()
}

fn yes(question: Question) -> register::command::AnswerQuestions {
    answer(question, Answer::Yes)
}

fn act(what: &str, locating: bool) -> SetAction {
    SetAction { locating, ..set_action(what, at(400)) }
}

fn locate_due(state: &Incident) -> Option<DateTime<Utc>> {
    let due = deadlines(state, &Thresholds::default());
    due.into_iter().find(|deadline| deadline.kind == DeadlineKind::Locate).map(|deadline| deadline.due_at)
}

/// The last action, answered.
fn answered_with(case: &Case, answer: ActionAnswer) -> AnswerAction {
    let action_id = case.state().actions.last().unwrap().what.action_id;
    AnswerAction { incident_id: incident_id(), act: case.act(), action_id, answer }
}

fn lowered(case: &mut Case) {
    let mut command = case.assess(Grade::Low);
    command.lowered_because = Some("he rang his sister, who knows his voice".into());
    case.as_role(Role::Supervisor).give(command);
}

#[test]
fn a_grade_that_fell_waits_until_another_who_may_challenge_has_looked() {
    let mut case = Case::graded(Grade::Medium);
    assert!(kinds(&case.state()).is_empty());
    case.after(5);
    lowered(&mut case);
    let found = concerns(&case.state(), &Thresholds::default());
    assert_eq!(found.iter().map(|concern| concern.kind).collect::<Vec<_>>(), [ConcernKind::GradeFell]);
    assert!(matches!(
        found[0].about,
        About::Fell { from: Grade::Medium, to: Grade::Low, role: Role::Supervisor, .. }
    ));

    case.after(5).as_role(Role::Supervisor).give(review(at(60), vec![]));
    assert_eq!(kinds(&case.state()), [ConcernKind::GradeFell], "whoever lowered it is not another");
    case.as_role(Role::InvestigatingOfficer).give(review(at(70), vec![]));
    assert_eq!(kinds(&case.state()), [ConcernKind::GradeFell], "nor is somebody who may not challenge it");
    case.as_role(Role::SafeguardingReviewer).give(review(at(80), vec![]));
    assert!(kinds(&case.state()).is_empty());
}

#[test]
fn a_grade_that_fell_and_is_given_once_more_by_whoever_lowered_it_waits_as_before() {
    let mut case = Case::graded(Grade::Medium);
    case.after(5);
    lowered(&mut case);
    let command = case.after(5).assess(Grade::Low);
    case.as_role(Role::Supervisor).give(command);
    let found = concerns(&case.state(), &Thresholds::default());
    assert_eq!(found.iter().map(|concern| concern.kind).collect::<Vec<_>>(), [ConcernKind::GradeFell]);
    assert!(matches!(found[0].about, About::Fell { from: Grade::Medium, to: Grade::Low, .. }));

    let command = case.after(5).assess(Grade::Medium);
    case.as_role(Role::Supervisor).give(command);
    assert!(kinds(&case.state()).is_empty(), "it was raised again");
}

#[test]
fn a_challenge_is_a_concern_until_it_is_answered() {
    let mut case = Case::graded(Grade::Medium);
    let command = ChallengeGrade {
        incident_id: incident_id(),
        act: case.act(),
        grade: Grade::High,
        reason: "found in the canal last time".into(),
    };
    case.as_role(Role::SafeguardingReviewer).give(command);
    assert_eq!(kinds(&case.state()), [ConcernKind::Challenged]);
    // By another: nobody answers their own challenge.
    case.officer = officer(2);
    let command = case.assess(Grade::High);
    case.as_role(Role::Supervisor).give(command);
    assert!(kinds(&case.state()).is_empty());
}

#[rstest]
#[case::open(None, true)]
#[case::done(Some(done()), true)]
#[case::still_needed(Some(ActionAnswer::StillNeeded { until: at(500) }), true)]
#[case::stopped(Some(ActionAnswer::Stopped { because: "no car free".into() }), false)]
fn a_danger_is_addressed_by_an_action_after_it(
    #[case] answer: Option<ActionAnswer>,
    #[case] addressed: bool,
) {
    let mut case = Case::graded(Grade::High);
    case.give(act("ring his doctor", false));
    case.give(yes(Question::SelfHarm));
    assert_eq!(kinds(&case.state()), [ConcernKind::NotAddressed], "an action before it knew nothing of it");
    case.give(act("look at the bridge", false));
    if let Some(answer) = answer {
        let command = answered_with(&case, answer);
        case.give(command);
    }
    assert_eq!(kinds(&case.state()).is_empty(), addressed);
}

#[test]
fn an_inspector_who_clears_a_danger_ends_the_concern() {
    let mut case = Case::graded(Grade::High);
    case.give(yes(Question::SelfHarm));
    let command = clear(Question::SelfHarm, case.state().basis);
    case.as_role(Role::DutyInspector).give(command);
    assert!(kinds(&case.state()).is_empty());
}

#[test]
fn f31_nothing_done_to_find_an_exploited_child_reaches_the_inspector_after_an_hour() {
    let mut case = Case::child();
    assert_eq!(locate_due(&case.state()), None);
    case.give(yes(Question::SexualExploitation));
    let flagged = case.state().answers[&Question::SexualExploitation][0].recorded_at;
    let hour = TimeDelta::minutes(60);
    assert_eq!(locate_due(&case.state()), Some(flagged + hour));

    // Ringing the family is no locating action, and one that is only set has found nobody.
    case.after(10).give(act("ring his mother", false));
    let command = answered_with(&case, done());
    case.give(command);
    case.give(act("look at the flat in the Test Road", true));
    assert_eq!(locate_due(&case.state()), Some(flagged + hour));

    case.after(10);
    let command = answered_with(&case, done());
    case.give(command);
    let state = case.state();
    assert_eq!(locate_due(&state), Some(state.last_sought_at().unwrap() + hour));
    assert!(state.last_sought_at().unwrap() > flagged);

    case.give(located(at(20)));
    assert_eq!(locate_due(&case.state()), None);
}

#[test]
fn an_adult_who_is_exploited_is_a_concern_and_rings_no_inspector() {
    let mut case = Case::graded(Grade::Medium);
    case.give(yes(Question::CriminalExploitation));
    assert_eq!(locate_due(&case.state()), None);
    assert_eq!(kinds(&case.state()), [ConcernKind::NotSought]);
}

#[test]
fn exploitation_without_any_action_is_a_concern_at_once_and_with_one_after_an_hour() {
    let mut case = Case::graded(Grade::Medium);
    case.give(yes(Question::CriminalExploitation));
    let from = |case: &Case| {
        let found = concerns(&case.state(), &Thresholds::default());
        let sought = found.into_iter().find(|concern| concern.kind == ConcernKind::NotSought).unwrap();
        sought.from - sought.since
    };
    assert_eq!(from(&case), TimeDelta::zero());
    case.give(act("look at the flat", true));
    assert_eq!(from(&case), TimeDelta::minutes(60));
    let command = answered_with(&case, ActionAnswer::Stopped { because: "no car free".into() });
    case.give(command);
    assert_eq!(from(&case), TimeDelta::zero(), "what was stopped found nobody");
}

#[test]
fn of_a_closed_incident_nothing_waits() {
    let mut case = Case::graded(Grade::Medium);
    case.after(5);
    lowered(&mut case);
    case.give(located(at(0)));
    assert_eq!(kinds(&case.state()), [ConcernKind::GradeFell], "also of somebody who is located");
    let command = case.close();
    case.give(command);
    assert!(kinds(&case.state()).is_empty());
}

#[test]
fn a_concern_whose_time_is_still_to_come_is_none_yet_and_counts_from_what_was_last_done() {
    let mut case = Case::graded(Grade::Medium);
    case.give(yes(Question::CriminalExploitation));
    case.after(10).give(act("look at the flat", true));
    let command = answered_with(&case, done());
    case.after(10).give(command);
    let (state, hour) = (case.state(), TimeDelta::minutes(60));
    let last = state.last_sought_at().unwrap();
    let summary = Summary::of(&state, &Thresholds::default());
    assert_eq!(summary.concerns_at(last + hour - TimeDelta::seconds(1)).count(), 0);
    let found: Vec<_> = summary.concerns_at(last + hour).collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].since, &found[0].about), (last, &About::Sought { last: Some(last) }));
}

#[test]
fn the_queue_goes_by_the_risk_that_nobody_addresses_and_then_by_the_grade() {
    let summary = |case: &Case| Summary::of(&case.state(), &Thresholds::default());
    let (mut child, mut adult) = (Case::child(), Case::graded(Grade::Medium));
    let now = at(200);
    child.give(yes(Question::LikelyHurt));
    adult.after(30).give(yes(Question::LikelyHurt));
    adult.give(yes(Question::SelfHarm));
    assert_eq!((summary(&adult).unaddressed(now), summary(&child).unaddressed(now)), (2, 1));
    assert!(order(&summary(&adult), now) < order(&summary(&child), now), "two dangers, and no action");
    child.give(yes(Question::VictimOfCrime));
    assert!(order(&summary(&child), now) < order(&summary(&adult), now), "nobody has graded: as high");
    let command = child.assess(Grade::Medium);
    child.give(command);
    assert!(order(&summary(&child), now) < order(&summary(&adult), now), "a child");
    let command = adult.assess(Grade::High);
    adult.give(command);
    assert!(order(&summary(&adult), now) < order(&summary(&child), now));
}

#[test]
fn children_come_first_among_those_of_one_kind() {
    let summary = |case: &Case| Summary::of(&case.state(), &Thresholds::default());
    let (mut child, mut adult) = (Case::child(), Case::graded(Grade::Medium));
    adult.give(yes(Question::CriminalExploitation));
    child.after(30).give(yes(Question::CriminalExploitation));
    let now = at(200);
    assert!(order(&summary(&child), now) < order(&summary(&adult), now));
    adult.give(ChallengeGrade {
        incident_id: incident_id(),
        act: adult.act(),
        grade: Grade::High,
        reason: "owes money to those he sold for".into(),
    });
    assert!(order(&summary(&adult), now) < order(&summary(&child), now), "a challenge before all else");
}
