//! The sixteen open incidents, as the duty list shows them.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::BTreeMap;

use common::{NOW, Runner, plan, plan_at};
use register::deadline::DeadlineKind;
use register::duty::{Need, Section};
use register::fact::{Attribute, Category, Grade, System};
use register::incident::{Contradiction, Status};
use register::question::Question;
use register::{Incident, Summary, Thresholds};
use training::{Episode, Plan, episodes, officers};

fn open(plan: &Plan) -> Vec<(Episode, Incident)> {
    episodes(plan)
        .map(|episode| {
            let state = Runner::run(&episode);
            (episode, state)
        })
        .filter(|(_, state)| state.is_open())
        .collect()
}

fn by_name(all: &[(Episode, Incident)], given: &str) -> Incident {
    let found = all.iter().find(|(_, state)| state.value(Attribute::GivenName) == Some(given));
    found.unwrap_or_else(|| panic!("nobody is called {given}")).1.clone()
}

fn need(state: &Incident) -> Need {
    let thresholds = Thresholds::default();
    Need::of(&Summary::of(state, &thresholds), NOW.parse().unwrap(), &thresholds).expect("something is due")
}

#[test]
fn each_needs_what_it_was_written_for() {
    use DeadlineKind::*;
    use Section::*;
    let all = open(&plan(16));
    for (given, section, kind) in [
        ("Magnus", NeedsSomeoneNow, Action),
        ("Juniper", NeedsSomeoneNow, Reassess),
        ("Basil", NeedsSomeoneNow, Review),
        ("Rowan", NeedsSomeoneNow, Action),
        ("Edgar", NeedsSomeoneNow, StatusConflict),
        ("Clover", DueWithinTheHour, Review),
        ("Ivy", DueWithinTheHour, DecideCategory),
        ("Odo", DueWithinTheHour, Review),
        ("Hazel", DueWithinTheHour, Action),
        ("Ash", DueWithinTheHour, CloseOrReview),
        ("Rena", DueWithinTheHour, Circulate),
        ("Jude", OnTrack, Action),
        ("Pip", OnTrack, Action),
        ("Max", OnTrack, Review),
        ("Kit", OnTrack, Review),
    ] {
        let need = need(&by_name(&all, given));
        assert_eq!((need.section, need.kind), (section, kind), "{given}: {}", need.what);
    }
    let unknown = all.iter().find(|(_, state)| state.value(Attribute::FamilyName).is_none()).unwrap();
    let first = need(&unknown.1);
    assert_eq!((first.section, first.kind), (NeedsSomeoneNow, FirstAssessment));
    assert_eq!(unknown.1.grade(), None);
    assert_eq!(
        (NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap() - unknown.1.reported_at).num_minutes(),
        18
    );
}

#[test]
fn they_hold_what_a_trainee_should_meet() {
    let all = open(&plan(16));
    let magnus = by_name(&all, "Magnus");
    assert_eq!(magnus.grade(), Some(Grade::High));
    let dangers: Vec<_> = magnus.standing_dangers().map(|said| said.what.question).collect();
    assert_eq!(dangers, [Question::MedicalNeeds]);
    assert!(by_name(&all, "Clover").has_exploitation_flag());
    assert!(by_name(&all, "Hazel").has_exploitation_flag());
    assert_eq!(by_name(&all, "Jude").category, Category::ConcernForSafety);
    assert_eq!(by_name(&all, "Pip").category, Category::AwayFromPlacement);
    assert!(!by_name(&all, "Ivy").category_decided);
    assert_eq!(by_name(&all, "Ash").status(), Status::Located);
    assert_eq!(by_name(&all, "Max").grade(), Some(Grade::Low));
    assert_eq!(by_name(&all, "Kit").grade(), Some(Grade::VeryLow));
    assert!(by_name(&all, "Edgar").status_conflict().is_some());
    assert!(by_name(&all, "Odo").contradictions().iter().any(
        |found| matches!(found, Contradiction::Attribute { attribute: Attribute::Clothing, values } if values.len() == 2)
    ));
    for system in [System::DispatchLog, System::Rms, System::PncLeds] {
        assert!(all.iter().any(|(_, s)| s.references.iter().any(|r| r.system == system)), "{system:?}");
    }
    let paper = all.iter().flat_map(|(episode, _)| &episode.steps);
    assert!(paper.filter(|step| step.resolve(None).act().from_paper).count() >= 3);
    assert!(all.iter().filter(|(episode, _)| episode.photograph.is_some()).count() >= 12);
    assert_eq!(all.iter().filter(|(_, s)| s.grade() == Some(Grade::High)).count(), 2);
    assert!(all.iter().map(|(_, s)| s.actions.len()).sum::<usize>() >= 16);
}

#[test]
fn the_same_sixteen_lead_a_larger_register_and_two_of_them_have_been_missing_before() {
    let all: Vec<(Episode, Incident)> = episodes(&plan(60))
        .map(|episode| {
            let state = Runner::run(&episode);
            (episode, state)
        })
        .collect();
    let names = |all: &[(Episode, Incident)]| -> Vec<String> {
        let open = all.iter().filter(|(_, state)| state.is_open());
        open.map(|(_, state)| state.value(Attribute::GivenName).unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names(&all), names(&open(&plan(16))));
    let mut episodes_of: BTreeMap<_, u32> = BTreeMap::new();
    for (_, state) in &all {
        *episodes_of.entry(state.person_id).or_insert(0) += 1;
    }
    assert_eq!(episodes_of[&by_name(&all, "Hazel").person_id], 5);
    let magnus = all.iter().filter(|(_, state)| state.value(Attribute::GivenName) == Some("Magnus"));
    assert_eq!(magnus.filter(|(_, s)| s.value(Attribute::FamilyName) == Some("Test-Larkspur")).count(), 3);
}

#[test]
fn they_keep_their_shape_at_any_hour_and_under_any_seed() {
    for (seed, now) in [(5, "2026-03-29T01:30:00Z"), (6, "2026-07-01T13:00:00Z"), (7, "2028-02-29T23:59:59Z")]
    {
        let all = open(&plan_at(seed, 16, now));
        assert_eq!(all.len(), 16);
        let thresholds = Thresholds::default();
        let in_section = |section| {
            let of = |state: &Incident| {
                Need::of(&Summary::of(state, &thresholds), now.parse().unwrap(), &thresholds)
            };
            all.iter().filter(|(_, state)| of(state).is_some_and(|need| need.section == section)).count()
        };
        assert_eq!(in_section(Section::NeedsSomeoneNow), 6, "{now}");
        assert_eq!(in_section(Section::DueWithinTheHour), 6, "{now}");
        assert_eq!(in_section(Section::OnTrack), 4, "{now}");
    }
}

#[test]
fn the_officers_hold_the_roles_that_the_work_needs() {
    use register::Role::*;
    let all = officers();
    let roles: Vec<_> = all.iter().map(|officer| officer.role).collect();
    assert_eq!(
        roles[..6],
        [DutyInspector, Supervisor, InvestigatingOfficer, CallHandler, Coordinator, SafeguardingReviewer]
    );
    for (at, officer) in all.iter().enumerate() {
        assert_eq!(officer.collar, format!("T{}", at + 1));
        assert!(officer.name.contains("Test-"));
    }
}
