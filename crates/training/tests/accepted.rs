//! What the generator says is accepted by the register's rules, whatever the plan.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::{NOW, Runner, plan, plan_at, utc};
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::incident::Status;
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
fn the_closed_were_located_by_somebody_first() {
    for (_, state) in run(&plan(500)) {
        if state.status() == Status::Closed {
            let located = state.located.as_ref().expect("closed without being located");
            assert!(!located.what.seen_by.is_empty());
            assert_eq!(state.open_actions().count(), 0);
        }
    }
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

const PINNED: &str = "e4df3ee1a94b6cd5cb0c5b5c737f37d1c7cc6655f1cb30d494abae78a1b53c12";

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
