//! Dusk and the hours since they were last seen open an assessment by themselves: at the moment that the last assessment foresaw,
//! until one is made from then on.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use common::opinion::opinion;
use common::*;
use register::command::AssessRisk;
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::duty::{Need, Section};
use register::fact::*;
use register::*;

fn dusk(minutes: i64) -> Moment {
    Moment { at: at(minutes), kind: MomentKind::Dusk }
}

fn missing(hours: u32, minutes: i64) -> Moment {
    Moment { at: at(minutes), kind: MomentKind::Missing { hours } }
}

/// The opinion that stood beside a grade, and the moments that lay ahead.
fn foresees(moments: &[Moment]) -> Beside {
    let opinion = SecondOpinion { moments: moments.to_vec(), ..opinion(Grade::Medium, &[]) };
    Beside { opinion: Some(Box::new(opinion)), ..Beside::default() }
}

fn assess(case: &mut Case, beside: Beside) {
    let command = AssessRisk { beside, ..case.assess(Grade::Medium) };
    case.give(command);
}

fn due(state: &Incident) -> Vec<(DeadlineKind, DateTime<Utc>)> {
    let by_itself = |kind| matches!(kind, DeadlineKind::Dusk | DeadlineKind::MissingFor);
    deadlines(state, &Thresholds::default())
        .into_iter()
        .filter(|deadline| by_itself(deadline.kind))
        .map(|deadline| (deadline.kind, deadline.due_at))
        .collect()
}

#[test]
fn dusk_opens_an_assessment_by_itself_and_only_one_from_then_on_answers_it() {
    let mut case = Case::reported();
    assess(&mut case, foresees(&[dusk(100), missing(24, 500), missing(72, 900)]));
    let state = case.state();
    assert_eq!(due(&state), [(DeadlineKind::Dusk, at(100)), (DeadlineKind::MissingFor, at(500))]);
    assert_eq!(review_due(&state, &Thresholds::default()), Some(at(100)), "INV-3: it is when to look again");
    let thresholds = Thresholds::default();
    let need = |now| Need::of(&Summary::of(&state, &thresholds), now, &thresholds).unwrap();
    assert_eq!((need(at(60)).kind, need(at(60)).section), (DeadlineKind::Dusk, Section::DueWithinTheHour));
    let come = need(at(101));
    assert_eq!((come.kind, come.section, come.overdue), (DeadlineKind::Dusk, Section::NeedsSomeoneNow, true));

    // A note and a review put it off no further than nobody would.
    case.after(101);
    case.give(note("looked at"));
    assert_eq!(due(&case.state())[0], (DeadlineKind::Dusk, at(100)));
    assess(&mut case, foresees(&[missing(24, 500), dusk(1_540)]));
    assert_eq!(due(&case.state()), [(DeadlineKind::MissingFor, at(500)), (DeadlineKind::Dusk, at(1_540))]);
}

#[test]
fn an_assessment_before_the_moment_puts_its_own_moments_in_their_place() {
    let mut case = Case::reported();
    assess(&mut case, foresees(&[dusk(100), missing(24, 500)]));
    case.after(50);
    // He was seen again since, and is no longer out in the cold.
    assess(&mut case, foresees(&[missing(24, 600)]));
    assert_eq!(due(&case.state()), [(DeadlineKind::MissingFor, at(600))]);
}

#[test]
fn inv_4_an_assessment_that_foresees_nothing_or_that_had_it_not_on_its_screen_puts_no_moment_off() {
    let mut case = Case::reported();
    assess(&mut case, foresees(&[dusk(100)]));
    case.after(50);
    // As from an older version, or of a file.
    assess(&mut case, Beside::default());
    assert_eq!(due(&case.state()), [(DeadlineKind::Dusk, at(100))]);
    case.after(60);
    let mut unseen = AssessRisk { beside: foresees(&[]), ..case.assess(Grade::Medium) };
    unseen.act.basis.clear();
    case.give(unseen);
    assert_eq!(due(&case.state()), [(DeadlineKind::Dusk, at(100))]);
    assess(&mut case, Beside::default());
    assert!(due(&case.state()).is_empty(), "from the moment on any assessment in sight of it answers");
}

#[test]
fn of_grades_given_apart_the_earlier_moment_counts() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let graded = |moment: Moment| {
        let mut fact = assessed(Grade::Medium, at(300));
        let IncidentFact::RiskAssessed { beside, .. } = &mut fact else { unreachable!() };
        *beside = Some(foresees(&[moment]));
        vec![fact]
    };
    one.write(at(10), &[], graded(missing(24, 400)));
    two.write(at(20), &[], graded(missing(24, 200)));
    meet(&mut one, &mut two, at(60));
    for laptop in [&one, &two] {
        assert_eq!(due(&laptop.state()), [(DeadlineKind::MissingFor, at(200))]);
    }
}

#[test]
fn who_is_located_is_looked_for_in_no_dark() {
    let mut case = Case::reported();
    assess(&mut case, foresees(&[dusk(100)]));
    case.give(located(at(0)));
    assert!(due(&case.state()).is_empty());
}

#[test]
fn an_opinion_signed_before_moments_were_kept_is_read_as_it_stands() {
    let mut kept = serde_json::to_value(foresees(&[dusk(100)])).unwrap();
    kept["opinion"].as_object_mut().unwrap().remove("moments").unwrap();
    let read: Beside = serde_json::from_value(kept).unwrap();
    assert_eq!(read, foresees(&[]));
    assert!(!serde_json::to_string(&read).unwrap().contains("moments"), "and signed again as it was");
}
