//! When harm may begin by itself: of an incident, and of its line in a list, which come to the same.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::*;
use proptest::prelude::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::{Incident, Summary, Thresholds, When};
use risk::{ChangeKind, Evidence, Model, Place, next_harm, time_to_harm};

const HERE: Place = Place::UNITED_KINGDOM;

fn both(said: Vec<(i64, IncidentFact)>, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, Option<risk::Change>) {
    let log = log(said);
    let state = Incident::fold(&log).expect("an incident");
    let evidence = Evidence::of(&state, &[], &Model::default(), now);
    let summary = Summary::of(&state, &Thresholds::default());
    (time_to_harm(&evidence, HERE, now), next_harm(&summary, HERE, now))
}

fn answered(question: Question, answer: Answer) -> IncidentFact {
    IncidentFact::Answered {
        answered: Answered { question, answer, detail: String::new(), said_by: String::new() },
    }
}

fn aged(years: u32) -> IncidentFact {
    let described = Described::parse(Attribute::Age, &years.to_string()).expect("an age");
    IncidentFact::Described { described }
}

fn needs(from: i64, ended: bool) -> IncidentFact {
    IncidentFact::MedicalNeeded {
        need: MedicalNeed {
            condition: "insulin".into(),
            list: "2026.1".into(),
            detail: String::new(),
            treated_at: When::NotKnown,
            harm_from: at(from),
            harm_by: at(from + 600),
            ended_because: ended.then(|| "given at the hospital".to_owned()),
        },
    }
}

#[test]
fn a_treatment_that_is_due_comes_before_the_dark_and_what_has_begun_before_all() {
    let now = at(60);
    let (_, dark) = both(vec![(0, reported()), (1, yes(Question::Dementia))], now);
    assert_eq!(dark.as_ref().expect("it gets dark").kind, ChangeKind::Dusk);
    let (_, small) = both(vec![(0, reported()), (1, aged(12))], now);
    assert_eq!(small, dark, "a child under thirteen");
    let (_, harm) = both(vec![(0, reported()), (1, yes(Question::Dementia)), (2, needs(61, false))], now);
    let harm = harm.expect("insulin");
    assert_eq!(harm.at, at(61));
    assert!(matches!(harm.kind, ChangeKind::Medical { code, .. } if code == "insulin"));
    let (_, begun) = both(vec![(0, reported()), (2, needs(30, false))], now);
    assert_eq!(begun.expect("begun").at, at(30));
}

#[test]
fn who_is_out_in_the_dark_has_been_in_danger_since_dusk() {
    let said = vec![(0, reported()), (1, yes(Question::Dementia))];
    let time = |text: &str| DateTime::parse_from_rfc3339(text).expect("a time").with_timezone(&Utc);
    let moment = |now: &str| both(said.clone(), time(now)).1.expect("a moment").at;
    let (dusk, night) = (moment("2026-11-23T12:00:00Z"), time("2026-11-24T03:05:00Z"));
    assert!(dusk > time("2026-11-23T16:00:00Z") && dusk < time("2026-11-23T17:30:00Z"), "{dusk}");
    assert_eq!(moment("2026-11-23T23:59:00Z"), dusk, "before midnight");
    assert_eq!(moment("2026-11-24T03:05:00Z"), dusk, "after it");
    assert!(moment("2026-11-24T09:00:00Z") > night, "at day the next dusk");
}

#[test]
fn nothing_of_the_kind_gives_no_moment() {
    for said in [
        vec![(0, reported())],
        vec![(0, reported()), (1, yes(Question::SelfHarm)), (2, aged(13))],
        vec![(0, reported()), (1, answered(Question::Dementia, Answer::No))],
        vec![(0, reported()), (2, needs(61, false)), (3, needs(61, true))],
    ] {
        assert_eq!(both(said, at(60)), (None, None));
    }
}

proptest! {
    #[test]
    fn a_line_of_a_list_says_the_same_as_the_incident(
        answers in prop::collection::vec((0..Question::ALL.len(), 0..4_usize), 0..8),
        age in prop::option::of(0..100_u32),
        medical in prop::collection::vec((0..2_000_i64, any::<bool>()), 0..3),
        minutes in 0..3_000_i64,
    ) {
        let given = [Answer::Yes, Answer::No, Answer::NotKnown, Answer::NotAsked];
        let mut said = vec![(0, reported())];
        said.extend(answers.iter().map(|(nth, answer)| (1, answered(Question::ALL[*nth], given[*answer]))));
        said.extend(age.map(|years| (2, aged(years))));
        said.extend(medical.iter().map(|(from, ended)| (3, needs(*from, *ended))));
        let now = at(0) + TimeDelta::minutes(minutes);
        let (of_incident, of_line) = both(said, now);
        prop_assert_eq!(of_incident, of_line.map(|change| change.at));
    }
}
