//! From the log of an incident that has ended to a row that figures are made of.

mod common;

use common::*;
use register::entry::Content;
use register::fact::*;
use register::question::Question;
use register::{OfficerId, Role, When};
use risk::ended::{Before, closed};
use risk::{Closed, Model, State};
use rstest::rstest;

fn graded(grade: Grade) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: Vec::new(),
        rationale: Rationale {
            key_facts: "left on foot".into(),
            not_known: "where to".into(),
            would_change: "a word".into(),
        },
        next_review_at: at(600),
        lowered_because: None,
        beside: None,
    }
}

fn seen(condition: Condition) -> IncidentFact {
    IncidentFact::Located {
        seen_by: "PC Test-Rowan".into(),
        seen_at: When::At { at: at(90) },
        place: "the park".into(),
        identity_confirmed: "photograph".into(),
        found_by: FoundBy::Police,
        condition,
    }
}

fn over() -> IncidentFact {
    IncidentFact::Closed { because: ClosedBecause::Located, summary: "home".into() }
}

fn harm(kinds: &[HarmKind]) -> IncidentFact {
    IncidentFact::HarmRecorded { harm: Harm { kinds: kinds.to_vec(), rests_on: "she told us".into() } }
}

fn row(said: Vec<(i64, IncidentFact)>, before: &[Before]) -> Option<Closed> {
    closed(log(said).iter(), before, &Model::default(), &register::Thresholds::default())
}

/// Reported, graded, answered, seen, closed.
fn ended(condition: Condition) -> Vec<(i64, IncidentFact)> {
    vec![
        (0, reported()),
        (1, yes(Question::Dementia)),
        (10, graded(Grade::Medium)),
        (40, yes(Question::SelfHarm)),
        (100, seen(condition)),
        (120, over()),
    ]
}

#[test]
fn what_was_known_is_what_stood_in_the_log_when_the_grade_was_given() {
    let one = row(ended(Condition::Unharmed), &[]).expect("it counts");
    assert_eq!(one.grade, Some(Grade::Medium));
    assert_eq!(one.known.states.get(Question::Dementia), State::Present);
    assert_eq!(one.known.states.get(Question::SelfHarm), State::NotAsked, "that was said later");
    assert!(one.beside.is_some_and(|beside| beside.afterwards), "no opinion stood beside it");
    assert_eq!(one.handling.found_minutes, Some(90));
    assert_eq!((one.handling.asked, one.handling.not_asked), (1, 11), "dementia is none of the twelve");
}

#[rstest]
#[case::unharmed(Condition::Unharmed, &[], Some((false, false)))]
#[case::harmed(Condition::Harmed, &[], Some((true, false)))]
#[case::died(Condition::Died, &[], Some((true, true)))]
#[case::as_it_came_to_light(Condition::Unharmed, &[HarmKind::Crime], Some((true, false)))]
#[case::of_no_kind_that_the_model_knows(Condition::Unharmed, &[HarmKind::Other], Some((true, false)))]
#[case::nobody_knows(Condition::NotKnown, &[], None)]
#[case::nobody_knew_at_first(Condition::NotKnown, &[HarmKind::Exploitation], Some((true, false)))]
fn harm_is_how_they_were_found_and_what_came_to_light(
    #[case] condition: Condition,
    #[case] kinds: &[HarmKind],
    #[case] recorded: Option<(bool, bool)>,
) {
    let mut said = ended(condition);
    if !kinds.is_empty() {
        said.push((500, harm(kinds)));
    }
    let one = row(said, &[]);
    assert_eq!(one.map(|one| (one.harm.is_recorded(), one.harm.fatal)), recorded);
}

#[test]
fn what_still_goes_on_and_what_nobody_was_seen_for_counts_in_no_figure() {
    let said = ended(Condition::Unharmed);
    assert_eq!(row(said[..5].to_vec(), &[]), None, "located, and not closed");
    assert_eq!(row(said[..4].to_vec(), &[]), None);
    let exception = ClosedBecause::Exception {
        kind: ExceptionKind::DuplicateOfAnother,
        reason: "twice".into(),
        confirmation: Confirmation {
            officer_id: OfficerId::from_slice(&[5; 16]).expect("an id"),
            name: "Test-Alder, Bede".into(),
            role: Role::Supervisor,
            at: at(120),
            signature: String::new(),
        },
    };
    let closed = IncidentFact::Closed { because: exception, summary: "twice".into() };
    assert_eq!(row([&said[..4], &[(120, closed.clone())]].concat(), &[]), None);
    assert_eq!(row([&said[..5], &[(120, closed)]].concat(), &[]), None, "the other of the two counts");
}

#[test]
fn a_grade_that_came_with_the_outcome_was_not_given_before_it() {
    let mut log = log(ended(Condition::Harmed));
    let outcome = log.iter_mut().find(|entry| matches!(entry.facts(), [IncidentFact::Located { .. }]));
    let Content::Read(body) = &mut outcome.expect("they were seen").content else { unreachable!() };
    body.facts.insert(0, graded(Grade::High));
    let one = closed(log.iter(), &[], &Model::default(), &register::Thresholds::default());
    assert_eq!(one.expect("it counts").grade, Some(Grade::Medium));
}

#[test]
fn an_earlier_incident_counts_where_it_had_ended_before_the_grade() {
    let episode = |ended: i64| before(ended, Condition::Harmed, None);
    let state = |ended| {
        let one = row(self::ended(Condition::Unharmed), &[episode(ended)]).expect("it counts");
        one.known.states.get(Question::HarmedBefore)
    };
    assert_eq!(state(-1_000), State::Present);
    assert_eq!(state(11), State::NotAsked, "nobody could have known");
}

fn before(ended: i64, condition: Condition, came_to_light: Option<i64>) -> Before {
    let came_to_light = came_to_light.map(at);
    Before { reference: "NM/25/000001".into(), ended: at(ended), condition: Some(condition), came_to_light }
}

#[test]
fn harm_of_an_earlier_incident_counts_from_when_it_came_to_light() {
    let state = |came_to_light| {
        let before = before(-1_000, Condition::Unharmed, came_to_light);
        let one = row(ended(Condition::Unharmed), &[before]).expect("it counts");
        one.known.states.get(Question::HarmedBefore)
    };
    assert_eq!(state(Some(-900)), State::Present);
    assert_eq!(state(Some(10)), State::Present, "as the grade was given");
    assert_eq!(state(Some(11)), State::NotAsked, "nobody knew it when the grade was given");
    assert_eq!(state(None), State::NotAsked);
}

#[test]
fn who_is_grown_is_not_looked_after_and_of_a_child_it_is_what_was_said() {
    let with = |said: &[(Attribute, &str)]| {
        let mut log = ended(Condition::Unharmed);
        for (attribute, value) in said {
            let described = Described { attribute: *attribute, value: (*value).to_owned() };
            log.insert(1, (0, IncidentFact::Described { described }));
        }
        row(log, &[]).expect("it counts").characteristics.looked_after
    };
    let child = (Attribute::DateOfBirth, "2012-01-01");
    assert_eq!(with(&[child]), None, "nobody said");
    assert_eq!(with(&[child, (Attribute::LookedAfterBy, "Alderby Council")]), Some(true));
    assert_eq!(with(&[child, (Attribute::LookedAfterBy, "No")]), Some(false));
    assert_eq!(with(&[(Attribute::DateOfBirth, "1980-01-01")]), Some(false));
    assert_eq!(with(&[]), None, "of an age that nobody knows");
}

#[test]
fn a_grade_below_the_suggestion_says_what_was_set_aside_and_one_at_it_does_not() {
    let beside = |suggested| Beside {
        opinion: Some(Box::new(SecondOpinion {
            model: "2026.1".into(),
            at: at(10),
            of_10_000: 1_500,
            low: 900,
            high: 2_400,
            suggested,
            rests_on: vec![Question::SelfHarm],
            rests_on_age: false,
            not_known: Vec::new(),
            earlier: 0,
            on_screen: true,
            factors: Vec::new(),
            kinds: Vec::new(),
            because: Vec::new(),
            next_change_at: None,
            moments: Vec::new(),
        })),
        below: [
            (Some(Question::SelfHarm), false),
            (Some(Question::Dementia), false),
            (None, true),
            (None, false),
        ]
        .map(|(question, age)| BelowSuggestion { question, age, reason: "a joke".into() })
        .into(),
        ..Beside::default()
    };
    let of = |suggested| {
        let mut said = ended(Condition::Unharmed);
        let IncidentFact::RiskAssessed { beside: kept, .. } = &mut said[2].1 else { unreachable!() };
        *kept = Some(beside(suggested));
        row(said, &[]).expect("it counts")
    };
    let one = of(Grade::High);
    assert_eq!(one.overruled, ["self_harm", "dementia", "age", "whole"], "each of them");
    let kept = one.beside.expect("it stood there");
    assert_eq!((kept.estimate, kept.suggested, kept.afterwards), (0.15, Grade::High, false));
    assert!(of(Grade::Medium).overruled.is_empty());
}

#[test]
fn ethnicity_is_told_by_group_for_the_fairness_report_alone() {
    let with = |code: &str| {
        let value = code.to_owned();
        let attribute = Attribute::SelfDefinedEthnicity;
        let mut said = ended(Condition::Unharmed);
        said.insert(1, (0, IncidentFact::Described { described: Described { attribute, value } }));
        row(said, &[]).expect("it counts")
    };
    assert_eq!(with("b2").characteristics.ethnicity.as_deref(), Some("B"));
    assert_eq!(with("NS").characteristics.ethnicity, None, "not stated is no group");
    assert_eq!(with("B2").known, with("W1").known, "INV-10");
    assert_eq!(with("B2").beside, with("W1").beside, "INV-10");
}
