//! When harm may begin by itself: of an incident, and of its line in a list, which come to the same.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::*;
use proptest::prelude::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::{Incident, Summary, Thresholds, When};
use risk::{
    Change, ChangeKind, Evidence, Model, Place, State, dusk, foreseen, next_change, next_harm, time_to_harm,
};

const HERE: Place = Place::UNITED_KINGDOM;

fn both(said: Vec<(i64, IncidentFact)>, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, Option<risk::Change>) {
    let log = log(said);
    let state = Incident::fold(&log).expect("an incident");
    let thresholds = Thresholds::default();
    let evidence = Evidence::of(&state, &[], &Model::default(), &thresholds, now);
    let summary = Summary::of(&state, &thresholds);
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

fn weather(from: i64, until: Option<i64>, lowest: i32) -> IncidentFact {
    let weather = Weather {
        according_to: "Met Office, Alderby, 17:00".into(),
        from: at(from),
        until: until.map(at),
        lowest: Some(lowest),
        highest: None,
        wet: false,
        windy: false,
        words: String::new(),
        instead_because: None,
    };
    IncidentFact::WeatherNoted { endangers: weather.endangers(&Thresholds::default()), weather }
}

fn evidence(said: Vec<(i64, IncidentFact)>, now: DateTime<Utc>) -> Evidence {
    let state = Incident::fold(&log(said)).expect("an incident");
    Evidence::of(&state, &[], &Model::default(), &Thresholds::default(), now)
}

const COLD: ChangeKind = ChangeKind::Weather { danger: WeatherDanger::Cold };

/// `at(0)` is 06:13 on 25 February 2026: some eleven hours before dusk.
#[test]
fn the_moment_from_which_dangerous_weather_holds_is_a_change_and_harm_until_it_is_over() {
    let said = vec![(0, reported()), (1, weather(120, Some(300), -2))];
    let next = |now| next_change(&evidence(said.clone(), now), &Model::default(), HERE, now);
    assert_eq!(next(at(60)), Some(Change { at: at(120), kind: COLD }), "it comes before dusk");
    assert_ne!(next(at(120)).map(|change| change.kind), Some(COLD), "it has come");
    let harm = |now| both(said.clone(), now);
    for now in [at(60), at(200)] {
        let (of_incident, of_line) = harm(now);
        assert_eq!((of_incident, of_line), (Some(at(120)), Some(Change { at: at(120), kind: COLD })));
    }
    assert_eq!(harm(at(300)), (None, None), "over, and nobody said that they are exposed");
}

#[test]
fn in_dangerous_weather_anybody_is_endangered_by_the_night_and_in_mild_weather_nobody_more() {
    let dusk = |said| {
        next_change(&evidence(said, at(60)), &Model::default(), HERE, at(60)).map(|change| change.kind)
    };
    let begun = vec![(0, reported()), (1, weather(30, None, -2))];
    assert_eq!(dusk(begun), Some(ChangeKind::Dusk));
    for none in [
        vec![(0, reported())],
        vec![(0, reported()), (1, weather(30, None, 12))],
        vec![(0, reported()), (1, weather(30, Some(50), -2))],
        vec![(0, reported()), (1, weather(60 + 60 * 25, None, -2))],
    ] {
        assert_ne!(dusk(none), Some(ChangeKind::Dusk));
    }
}

#[test]
fn dangerous_weather_that_holds_or_is_near_counts_as_exposure_and_contradicts_a_no() {
    let exposure = |said: Vec<(i64, IncidentFact)>| {
        let all = [vec![(0, reported())], said].concat();
        let evidence = evidence(all, at(60));
        let finding = &evidence.findings[&Question::WeatherExposure];
        (finding.state, finding.said.len())
    };
    let said = |answer| (2, answered(Question::WeatherExposure, answer));
    let near = |from| (1, weather(from, None, -2));
    assert_eq!(exposure(vec![near(30)]), (State::Present, 1));
    assert_eq!(exposure(vec![near(60 + 6 * 60)]), (State::Present, 1), "within six hours");
    assert_eq!(exposure(vec![near(61 + 6 * 60)]), (State::NotAsked, 0), "beyond");
    assert_eq!(exposure(vec![(1, weather(0, Some(60), -2))]), (State::NotAsked, 0), "over");
    assert_eq!(exposure(vec![near(30), said(Answer::NotKnown)]), (State::Present, 1));
    assert_eq!(exposure(vec![near(30), said(Answer::Yes)]), (State::Present, 2));
    assert_eq!(exposure(vec![near(30), said(Answer::No)]), (State::Conflicting, 2));
    // What is mild says nothing, and takes nothing back.
    let mild = || (1, weather(30, None, 12));
    assert_eq!(exposure(vec![mild()]), (State::NotAsked, 0));
    assert_eq!(exposure(vec![mild(), said(Answer::Yes)]), (State::Present, 1));
    assert_eq!(exposure(vec![mild(), said(Answer::No)]), (State::Absent, 1));
}

#[test]
fn dusk_comes_later_in_the_west_and_is_that_of_the_place() {
    let now = at(0);
    let dusk = |words| risk::dusk(Place::of_last_seen(words, &Thresholds::default()).0, now).expect("dusk");
    let (east, west) = (dusk("Lowestoft, TM 55 93, TM 550 930"), dusk("Land's End, SW 343 250"));
    assert!(west - east > TimeDelta::minutes(25) && west - east < TimeDelta::minutes(40), "{}", west - east);
    assert_eq!(dusk("14 Test Street"), dusk(""), "the force's area");
}

#[test]
fn a_moment_that_is_now_has_come_and_the_next_is_foreseen() {
    let known = Evidence { missing_since: Some(at(0)), ..Evidence::default() };
    let hours = |now| {
        let ahead = foreseen(&known, &Model::default(), HERE, now).into_iter();
        ahead.map(|moment| (moment.at, moment.kind)).collect::<Vec<_>>()
    };
    let after = |hours: u32| (at(i64::from(hours) * 60), MomentKind::Missing { hours });
    assert_eq!(hours(at(24 * 60 - 1)), [after(24), after(72)]);
    assert_eq!(hours(at(24 * 60)), [after(72)]);
    assert_eq!(hours(at(72 * 60)), []);
    let today = dusk(HERE, at(0)).expect("dusk");
    let next = dusk(HERE, today).expect("the next");
    assert!((next - today - TimeDelta::days(1)).abs() < TimeDelta::minutes(5), "{today} and {next}");
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
        weathers in prop::collection::vec((0..2_000_i64, prop::option::of(1..500_i64), -5..12), 0..3),
        minutes in 0..3_000_i64,
    ) {
        let given = [Answer::Yes, Answer::No, Answer::NotKnown, Answer::NotAsked];
        let mut said = vec![(0, reported())];
        said.extend(answers.iter().map(|(nth, answer)| (1, answered(Question::ALL[*nth], given[*answer]))));
        said.extend(age.map(|years| (2, aged(years))));
        said.extend(medical.iter().map(|(from, ended)| (3, needs(*from, *ended))));
        said.extend(weathers.iter().map(|(from, lasts, celsius)| {
            (4, weather(*from, lasts.map(|lasts| from + lasts), *celsius))
        }));
        let now = at(0) + TimeDelta::minutes(minutes);
        let (of_incident, of_line) = both(said, now);
        prop_assert_eq!(of_incident, of_line.map(|change| change.at));
    }
}
