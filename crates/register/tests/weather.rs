//! Weather as it is noted: what is dangerous asks for an assessment at once and by itself when it sets in, and nothing
//! milder takes it away without a reason.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::*;
use register::command::{Act, NoteWeather};
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::duty::{Need, Section};
use register::fact::*;
use register::incident::News;
use register::*;
use rstest::rstest;

fn noted(case: &Case, weather: Weather) -> NoteWeather {
    NoteWeather { incident_id: incident_id(), act: case.act(), weather }
}

fn note(case: &mut Case, weather: Weather) {
    let command = noted(case, weather);
    case.give(command);
}

fn moments(state: &Incident) -> Vec<DateTime<Utc>> {
    let due = deadlines(state, &Thresholds::default()).into_iter();
    due.filter(|deadline| deadline.kind == DeadlineKind::Weather).map(|deadline| deadline.due_at).collect()
}

fn because(weather: Weather) -> Weather {
    Weather { instead_because: Some(" a newer forecast ".into()), ..weather }
}

#[test]
fn f13_dangerous_weather_opens_a_reassessment_at_once_and_its_moment_another_by_itself() {
    let mut case = Case::graded(Grade::Medium);
    note(&mut case, freezing(100));
    let state = case.state();
    assert_eq!(
        state.reassess_since().unwrap().what,
        News::Weather { danger: WeatherDanger::Cold, from: at(100) },
        "new risk information"
    );
    assert_eq!(moments(&state), [at(100)]);

    // Graded in sight of it, before it sets in: the moment comes all the same.
    case.after(30);
    let command = case.assess(Grade::High);
    case.give(command);
    let state = case.state();
    assert!(state.reassess_since().is_none());
    assert_eq!(moments(&state), [at(100)]);
    assert_eq!(review_due(&state, &Thresholds::default()), Some(at(100)), "INV-3: it is when to look again");
    let thresholds = Thresholds::default();
    let need = |now| Need::of(&Summary::of(&state, &thresholds), now, &thresholds).unwrap();
    assert_eq!((need(at(50)).kind, need(at(50)).section), (DeadlineKind::Weather, Section::DueWithinTheHour));
    let come = need(at(101));
    assert_eq!((come.kind, come.section), (DeadlineKind::Weather, Section::NeedsSomeoneNow));
    assert_eq!((come.what.as_str(), come.overdue), ("cold", true));

    // Graded once it has come.
    case.after(90);
    let command = case.assess(Grade::High);
    case.give(command);
    assert!(moments(&case.state()).is_empty());
    assert_eq!(case.state().weather.len(), 1, "it still holds");
}

#[test]
fn mild_weather_asks_for_nothing_and_changes_nothing() {
    let mut case = Case::graded(Grade::Medium);
    let before = case.state();
    note(&mut case, mild(-10));
    let state = case.state();
    assert_eq!((state.grade(), state.next_review_at), (before.grade(), before.next_review_at), "INV-4");
    assert!(state.reassess_since().is_none() && moments(&state).is_empty());
    assert_eq!(state.basis, before.basis, "no grade rests on it");
    assert_eq!((state.weather.len(), state.dangerous_weather().count()), (1, 0));
}

#[rstest]
#[case::at_the_threshold(Some(5), None, false, false, Some(WeatherDanger::Cold))]
#[case::above_it(Some(6), None, false, false, None)]
#[case::wet(Some(10), None, true, false, Some(WeatherDanger::Cold))]
#[case::windy(Some(10), None, false, true, Some(WeatherDanger::Cold))]
#[case::wet_and_not_so_cold(Some(11), None, true, true, None)]
#[case::hot(Some(18), Some(30), false, false, Some(WeatherDanger::Heat))]
#[case::not_so_hot(None, Some(29), false, false, None)]
#[case::no_more_than_cold(None, Some(5), false, false, Some(WeatherDanger::Cold))]
#[case::no_less_than_hot(Some(30), None, false, false, Some(WeatherDanger::Heat))]
#[case::no_temperature(None, None, true, true, None)]
fn it_endangers_by_the_thresholds(
    #[case] lowest: Option<i32>,
    #[case] highest: Option<i32>,
    #[case] wet: bool,
    #[case] windy: bool,
    #[case] endangers: Option<WeatherDanger>,
) {
    let weather = Weather { lowest, highest, wet, windy, ..freezing(0) };
    assert_eq!(weather.endangers(&Thresholds::default()), endangers);
    let stricter = Thresholds { weather_cold_celsius: 1, weather_heat_celsius: 60, ..Thresholds::default() };
    let dry = Weather { wet: false, windy: false, ..weather };
    assert_eq!(dry.endangers(&stricter), None, "a force sets its own");
}

#[test]
fn what_is_milder_takes_nothing_away_without_a_reason() {
    let mut case = Case::graded(Grade::High);
    note(&mut case, freezing(100));
    note(&mut case, mild(0));
    assert_eq!(moments(&case.state()), [at(100)], "mild until then");
    note(&mut case, freezing(200));
    assert_eq!(moments(&case.state()), [at(100), at(200)], "no moment is put off");
    let shorter = Weather { until: Some(at(300)), ..freezing(100) };
    note(&mut case, shorter);
    assert_eq!(moments(&case.state()), [at(100), at(100), at(200)], "nor does it end sooner");
    let hot = Weather { lowest: None, highest: Some(33), wet: false, ..freezing(50) };
    note(&mut case, hot);
    assert_eq!(moments(&case.state()), [at(50), at(100), at(100), at(200)], "another danger");
    note(&mut case, because(mild(100)));
    let state = case.state();
    assert!(moments(&state).is_empty());
    assert_eq!(state.weather.len(), 1);
    assert_eq!(state.weather[0].what.weather.instead_because.as_deref(), Some("a newer forecast"));
}

#[test]
fn what_is_as_dangerous_stands_in_its_place_and_brings_the_moment_forward() {
    let mut case = Case::graded(Grade::High);
    note(&mut case, freezing(100));
    note(&mut case, Weather { lowest: Some(1), ..freezing(60) });
    let state = case.state();
    assert_eq!((moments(&state), state.weather.len()), (vec![at(60)], 1));

    // Once it has come and was assessed, the next note of it takes its place.
    case.after(70);
    let command = case.assess(Grade::High);
    case.give(command);
    note(&mut case, freezing(70));
    let state = case.state();
    assert_eq!((moments(&state), state.weather.len()), (vec![at(70)], 1));
}

#[test]
fn of_weather_noted_apart_the_more_dangerous_counts_until_somebody_saw_both() {
    for mild_says_why in [false, true] {
        let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
        one.write(at(70), &[], vec![weather_noted(freezing(200))]);
        let other = if mild_says_why { because(mild(200)) } else { mild(200) };
        two.write(at(80), &[], vec![weather_noted(other)]);
        meet(&mut one, &mut two, at(90));
        assert_eq!(one.state(), two.state());
        assert_eq!(moments(&one.state()), [at(200)], "whoever says it is mild had not seen it");
        two.write(at(95), &[], vec![weather_noted(because(mild(200)))]);
        assert!(moments(&two.state()).is_empty(), "this one saw both");
    }
}

#[test]
fn an_assessment_that_had_not_seen_it_answers_no_moment() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    one.write(at(70), &[], vec![weather_noted(freezing(75))]);
    two.write(at(80), &[], vec![assessed(Grade::High, at(300))]);
    meet(&mut one, &mut two, at(90));
    assert_eq!(moments(&one.state()), [at(75)]);
    assert!(one.state().reassess_since().is_some());
}

#[test]
fn a_moment_outlasts_the_weather_until_somebody_assesses() {
    let mut case = Case::graded(Grade::High);
    note(&mut case, Weather { until: Some(at(60)), ..freezing(30) });
    case.after(100);
    note(&mut case, mild(90));
    let state = case.state();
    assert_eq!(moments(&state), [at(30)], "INV-4: no clock ends by itself");
    assert!(state.dangerous_weather().all(|(_, said)| !said.what.is_to_reckon_with(case.now)));
}

#[test]
fn who_is_located_has_no_moment_and_a_closed_incident_takes_no_weather() {
    let mut case = Case::graded(Grade::High);
    note(&mut case, freezing(100));
    case.give(located(at(0)));
    assert!(moments(&case.state()).is_empty());
    let mut case = Case::closed();
    let command = noted(&case, freezing(100));
    assert_eq!(case.refused(command), Rule::Closed);
}

#[test]
fn what_cannot_be_meant_is_refused_at_its_fields() {
    let mut case = Case::reported();
    let nothing = Weather {
        according_to: " ".into(),
        lowest: None,
        wet: false,
        instead_because: Some("\n".into()),
        ..freezing(0)
    };
    let fields = ["weather.according_to", "weather.lowest", "weather.instead_because"];
    let command = noted(&case, nothing);
    assert_eq!(case.wrong_fields(command), fields);
    let wrong = |case: &mut Case, weather| {
        let command = noted(case, weather);
        case.wrong_fields(command)
    };
    let furthest = at(0) + TimeDelta::days(14);
    let ends_there = Weather { from: furthest, until: None, ..freezing(0) };
    note(&mut case, ends_there.clone());
    let beyond = Weather { from: furthest + TimeDelta::minutes(1), ..ends_there.clone() };
    assert_eq!(wrong(&mut case, beyond), ["weather.from"]);
    let ends_beyond = Weather { until: Some(furthest + TimeDelta::minutes(1)), ..freezing(0) };
    assert_eq!(wrong(&mut case, ends_beyond), ["weather.until"]);
    let never = DateTime::<Utc>::MAX_UTC;
    assert_eq!(wrong(&mut case, Weather { from: never, ..freezing(0) }), ["weather.from"]);
    assert_eq!(wrong(&mut case, Weather { until: Some(at(0)), ..freezing(0) }), ["weather.until"]);
    assert_eq!(wrong(&mut case, Weather { lowest: Some(-41), ..freezing(0) }), ["weather.lowest"]);
    assert_eq!(wrong(&mut case, Weather { highest: Some(46), ..freezing(0) }), ["weather.highest"]);
    assert_eq!(wrong(&mut case, Weather { highest: Some(-3), ..freezing(0) }), ["weather.highest"]);
    note(&mut case, Weather { highest: Some(-2), ..freezing(0) });
    note(&mut case, Weather { lowest: None, wet: false, windy: true, ..freezing(0) });
    case.as_role(Role::Auditor);
    let command = NoteWeather { incident_id: incident_id(), act: Act::default(), weather: freezing(0) };
    assert_eq!(case.refused(command), Rule::NotYourRole);
}

#[test]
fn what_is_written_of_the_weather_is_kept_without_the_blanks_around_it() {
    let mut case = Case::reported();
    let given = Weather {
        according_to: " Met Office, Alderby ".into(),
        words: " ice on the pond\n".into(),
        instead_because: Some(" read off the wrong day ".into()),
        ..freezing(0)
    };
    let command = noted(&case, given.clone());
    let entry = case.give(command);
    let [IncidentFact::WeatherNoted { weather, .. }] = entry.facts() else { panic!("one fact") };
    let (according_to, words) = ("Met Office, Alderby".into(), "ice on the pond".into());
    let instead_because = Some("read off the wrong day".into());
    assert_eq!(*weather, Weather { according_to, words, instead_because, ..given });
}

#[test]
fn an_entry_is_kept_as_it_was_judged_whatever_the_thresholds_say_later() {
    let fact = weather_noted(freezing(0));
    let text = serde_json::to_string(&fact).unwrap();
    assert_eq!(serde_json::from_str::<IncidentFact>(&text).unwrap(), fact);
    let least =
        r#"{"fact":"weather_noted","weather":{"according_to":"PC Test-Rook","from":"2026-01-01T00:00:00Z"}}"#;
    let IncidentFact::WeatherNoted { weather, endangers } = serde_json::from_str(least).unwrap() else {
        panic!("weather");
    };
    assert_eq!((weather.until, weather.wet, endangers), (None, false, None));
}
