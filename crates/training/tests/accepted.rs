//! What the generator says is accepted by the register's rules, whatever the plan.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::{NOW, Runner, plan, plan_at, utc};
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::fact::{ClosedBecause, SourceKind};
use register::incident::Status;
use register::role::Verb;
use register::{Incident, Thresholds};
use training::{Episode, Happening, Plan, episodes, timeline};

/// Large enough to keep more than the sixteen open.
static LARGER: LazyLock<Plan> = LazyLock::new(|| plan_at(9, 3400, NOW));
static LARGER_RUN: LazyLock<Vec<(Episode, Incident)>> = LazyLock::new(|| run(&LARGER));

fn run(plan: &Plan) -> Vec<(Episode, Incident)> {
    episodes(plan)
        .map(|episode| {
            let state = Runner::run(&episode);
            (episode, state)
        })
        .collect()
}

#[test]
fn no_step_is_refused_and_exactly_the_promised_number_stays_open() {
    for plan in [plan(16), plan(17), plan(20), plan(23), plan(500), plan_at(1, 500, "2026-06-15T12:00:00Z")] {
        accepted(&plan, &run(&plan));
    }
    accepted(&LARGER, &LARGER_RUN);
}

fn accepted(plan: &Plan, incidents: &[(Episode, Incident)]) {
    assert_eq!(incidents.len(), plan.incidents as usize);
    let open = incidents.iter().filter(|(_, state)| state.is_open()).count();
    assert_eq!(open, plan.open() as usize, "{} incidents", plan.incidents);
    for (episode, state) in incidents {
        assert!(state.conflicts.is_empty(), "{}", state.reference);
        assert_eq!(state.person_id, episode.person_id);
        assert_eq!(state.reported_at, episode.reported_at);
        let last = episode.steps.last().unwrap().at;
        assert!(last <= plan.now, "{} has a step after now", state.reference);
    }
}

#[test]
fn inv_3_every_open_incident_has_a_force_a_review_due_and_a_grade_or_an_assessment_due() {
    let thresholds = Thresholds::default();
    for incidents in [&run(&plan(16)), &run(&plan(500)), &*LARGER_RUN] {
        for (_, state) in incidents.iter().filter(|(_, state)| state.is_open()) {
            assert_eq!(state.accountable_force.as_str(), "NM");
            assert!(review_due(state, &thresholds).is_some(), "{}", state.reference);
            let due = deadlines(state, &thresholds);
            let assessment_due = due.iter().any(|deadline| deadline.kind == DeadlineKind::FirstAssessment);
            assert!(state.grade().is_some() != assessment_due, "{}", state.reference);
        }
    }
}

#[test]
fn the_closed_were_located_by_somebody_first_or_a_second_officer_of_rank_confirmed_the_exception() {
    let mut exceptions = 0;
    for (episode, state) in LARGER_RUN.iter().filter(|(_, state)| state.status() == Status::Closed) {
        assert_eq!(state.open_actions().count(), 0);
        let closing = episode.steps.iter().find(|step| step.confirmed_by.is_some());
        match &state.closed.as_ref().unwrap().what {
            ClosedBecause::Imported { .. } => panic!("nothing is imported"),
            ClosedBecause::Located => {
                let located = state.located.as_ref().expect("closed without being located");
                assert!(!located.what.seen_by.is_empty());
                assert!(closing.is_none());
            }
            ClosedBecause::Exception { reason, confirmation, .. } => {
                exceptions += 1;
                let step = closing.expect("a second officer");
                assert_ne!(Some(step.officer), step.confirmed_by, "somebody else");
                assert!(confirmation.role.may(Verb::ConfirmClosure) && !reason.contains('{'));
                assert!(state.located.is_none() && state.dangers.is_empty());
            }
        }
    }
    assert!((10..=80).contains(&exceptions), "{exceptions} of 3,400");
}

#[test]
fn no_step_is_refused_by_a_register_with_stricter_thresholds() {
    let strict = "longest_review_hours_high = 1\nlongest_review_hours_medium = 2\n\
                  longest_review_hours_low = 3\nlongest_review_hours_very_low = 3\n\
                  rationale_least_characters = 300\n";
    let thresholds = Thresholds::with_overrides(strict).unwrap();
    for incidents in [16, 500] {
        let plan = Plan { thresholds: thresholds.clone(), ..plan(incidents) };
        for episode in episodes(&plan) {
            Runner::run_under(&thresholds, &episode);
        }
    }
}

#[test]
fn portraits_come_from_somebody_who_knows_them_and_some_are_confirmed_after() {
    let plan = plan(16);
    let (mut added, mut confirmed) = (Vec::new(), 0);
    for moment in timeline(&plan) {
        match moment.happening {
            Happening::Step(_) => {}
            Happening::Photograph(photograph) => {
                assert_ne!(photograph.source.kind, SourceKind::Officer);
                assert!(photograph.source.name.contains("Test-") && !photograph.source.relation.is_empty());
                added.push(photograph.photograph_id);
            }
            Happening::Likeness { photograph_id, likeness } => {
                assert!(added.contains(&photograph_id), "the portrait is there first");
                assert!(likeness.by.contains("Test-") && likeness.at <= plan.now);
                confirmed += 1;
            }
        }
    }
    assert_eq!((added.len(), confirmed), (12, 6), "as the sixteen are written");
}

#[test]
fn the_same_plan_says_the_same_and_another_seed_something_else() {
    let once: Vec<Episode> = episodes(&plan(300)).collect();
    assert_eq!(once, episodes(&plan(300)).collect::<Vec<_>>());
    let other: Vec<Episode> = episodes(&plan_at(2027, 300, NOW)).collect();
    assert_ne!(once, other);
}

/// Pinned, so that a change of the generator, or a platform that reckons otherwise, shows itself.
#[test]
fn a_plan_is_the_same_on_every_platform() {
    let mut text = String::new();
    for episode in episodes(&plan(200)) {
        text += &format!("{} {} {}\n", episode.reference, episode.incident_id, episode.person_id);
        for step in &episode.steps {
            text += &format!("{} {} {}\n", step.at, step.officer, step.new_action);
        }
    }
    assert_eq!(register::Hash::of(text.as_bytes()).to_string(), PINNED);
}

const PINNED: &str = "d74b379dc23755901044854b40bca4a04c68903db76c86850430be51f1a66f27";

#[test]
fn incidents_come_in_order_of_report_and_are_numbered_by_year() {
    let all: Vec<Episode> = episodes(&plan(3000)).collect();
    assert!(all.windows(2).all(|pair| pair[0].reported_at <= pair[1].reported_at));
    let mut expected = std::collections::BTreeMap::new();
    for episode in &all {
        let year = episode.reported_at.format("%y").to_string();
        let number = expected.entry(year.clone()).or_insert(0);
        *number += 1;
        assert_eq!(episode.reference, format!("NM/{year}/{number:06}"));
    }
    let ids: BTreeSet<_> = all.iter().map(|episode| episode.incident_id).collect();
    assert_eq!(ids.len(), all.len());
    let actions: Vec<_> = all.iter().flat_map(|e| &e.steps).map(|step| step.new_action).collect();
    assert_eq!(actions.iter().collect::<BTreeSet<_>>().len(), actions.len());
}

#[test]
fn the_timeline_tells_every_step_once_in_order_of_time() {
    let plan = plan(600);
    let moments: Vec<_> = timeline(&plan).collect();
    assert!(moments.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let steps = moments.iter().filter(|m| matches!(m.happening, Happening::Step(_))).count();
    assert_eq!(steps, episodes(&plan).map(|episode| episode.steps.len()).sum::<usize>());
    assert_eq!(moments.iter().filter(|moment| moment.last).count(), 600);
    let mut begun = BTreeSet::new();
    for moment in &moments {
        let first = begun.insert(moment.incident_id);
        let report = matches!(&moment.happening, Happening::Step(step)
            if matches!(step.resolve(None), register::command::Command::TakeReport(_)));
        assert_eq!(first, report, "an incident begins with its report and reports once");
    }
}

#[test]
fn nobody_is_reported_again_before_their_last_episode_is_over() {
    let mut over = std::collections::BTreeMap::new();
    for episode in episodes(&plan(3000)) {
        let last = episode.steps.last().unwrap().at;
        if let Some(before) = over.insert(episode.person_id, last) {
            assert!(before <= episode.reported_at, "{}", episode.reference);
        }
    }
}

#[test]
fn sizes_beyond_the_bounds_are_taken_as_the_nearest() {
    assert_eq!(episodes(&plan(0)).count(), 16);
    assert_eq!(plan(400_000).open(), 1000);
    assert_eq!(
        episodes(&plan_at(3, 16, "2027-03-28T01:30:00Z")).last().unwrap().reported_at,
        utc("2027-03-28T01:12:00Z")
    );
}
