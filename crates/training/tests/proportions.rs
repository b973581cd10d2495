//! The generated register against the published figures.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, TimeDelta, Timelike};
use common::{Runner, plan};
use register::Incident;
use register::fact::{Attribute, Category, Condition, FoundBy, Grade};
use register::incident::Status;
use register::question::{Answer, Question};
use training::episodes;

static THREE_THOUSAND: LazyLock<Vec<Incident>> = LazyLock::new(|| states(3000));

fn states(incidents: u32) -> Vec<Incident> {
    episodes(&plan(incidents)).map(|episode| Runner::run(&episode)).collect()
}

fn is_child(state: &Incident) -> bool {
    state.may_be_child(state.reported_at.date_naive())
}

fn age(state: &Incident) -> Option<u32> {
    state.age_at(state.reported_at.date_naive()).map(|(youngest, _)| youngest)
}

fn is_female(state: &Incident) -> bool {
    state.value(Attribute::Sex) == Some("female")
}

/// Per cent of those counted of which something holds.
fn share<'a>(of: impl IntoIterator<Item = &'a Incident>, holds: impl Fn(&Incident) -> bool) -> f64 {
    let all: Vec<bool> = of.into_iter().map(holds).collect();
    100.0 * all.iter().filter(|&&holds| holds).count() as f64 / all.len() as f64
}

#[track_caller]
fn within(what: &str, per_cent: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&per_cent), "{what}: {per_cent:.2}, expected {low} to {high}");
}

fn children() -> impl Iterator<Item = &'static Incident> {
    THREE_THOUSAND.iter().filter(|state| is_child(state))
}

fn adults() -> impl Iterator<Item = &'static Incident> {
    THREE_THOUSAND.iter().filter(|state| !is_child(state))
}

fn said(state: &Incident, question: Question) -> bool {
    state.answer(question) == Answer::Yes
}

#[test]
fn children_ages_and_sex_are_as_in_england_and_wales() {
    let all = &*THREE_THOUSAND;
    within("child incidents, 64 % (UK 2023/24)", share(all, is_child), 61.0, 67.0);
    let teens = |state: &Incident| age(state).is_some_and(|age| (12..=17).contains(&age));
    let (women, men): (Vec<_>, Vec<_>) = all.iter().partition(|state| is_female(state));
    within("12–17 of female, 66 % (2019/20)", share(women, teens), 61.0, 71.0);
    within("12–17 of male, 56 % (2019/20)", share(men, teens), 51.0, 61.0);
    within("female, 45 % (2019/20)", share(all, is_female), 41.0, 49.0);
    let placed = |state: &Incident| state.value(Attribute::LookedAfterBy).is_some_and(|by| by != "No");
    within("looked after of children, two fifths (DfE 2025)", share(children(), placed), 32.0, 48.0);
}

#[test]
fn grades_are_as_in_thames_valley() {
    let grade = |grade| move |state: &Incident| state.grade() == Some(grade);
    for (wanted, per_cent) in
        [(Grade::High, 16.0), (Grade::Medium, 68.0), (Grade::Low, 13.0), (Grade::VeryLow, 3.0)]
    {
        let found = share(&*THREE_THOUSAND, grade(wanted));
        within(&format!("{wanted:?} (Vo 2015)"), found, per_cent - 2.0, per_cent + 2.0);
    }
}

#[test]
fn most_are_found_within_a_day_and_few_after_a_week() {
    let hours = |state: &Incident| {
        state
            .located
            .as_ref()
            .map(|said| (said.what.seen_at.earliest().unwrap() - state.reported_at).num_hours())
    };
    let before = |limit: i64| move |state: &Incident| hours(state).is_some_and(|hours| hours < limit);
    let found = |state: &&Incident| state.located.is_some();
    within("children in 24 h, 79 %", share(children().filter(found), before(24)), 76.0, 82.0);
    within("children in 48 h, 90 %", share(children().filter(found), before(48)), 87.5, 92.5);
    within("children in a week, over 98 %", share(children().filter(found), before(168)), 97.5, 99.5);
    within("adults in 24 h, 76 %", share(adults().filter(found), before(24)), 72.0, 80.0);
    within("adults in 48 h, 86 %", share(adults().filter(found), before(48)), 83.0, 89.0);
    within("adults in a week, 97 %", share(adults().filter(found), before(168)), 95.5, 98.5);
    within("in 8 h, 58 % (Scotland)", share(THREE_THOUSAND.iter().filter(found), before(8)), 53.0, 62.0);
}

#[test]
fn harm_and_death_are_as_recorded() {
    let ended =
        |of: Condition| move |s: &Incident| s.located.as_ref().is_some_and(|l| l.what.condition == of);
    let harmed = |s: &Incident| ended(Condition::Harmed)(s) || ended(Condition::Died)(s);
    within("harm, 3.8 % (Doyle and Barnes 2020)", share(&*THREE_THOUSAND, harmed), 2.9, 4.7);
    within("harm of adults, 6.8 %", share(adults(), harmed), 5.0, 9.0);
    within("harm of children, 1.7 %", share(children(), harmed), 1.0, 2.5);
    within("deaths, 0.3–0.4 %", share(&*THREE_THOUSAND, ended(Condition::Died)), 0.1, 0.7);
    let harmed: Vec<_> = THREE_THOUSAND.iter().filter(|state| harmed(state)).collect();
    within("high of the harmed, 41 %", share(harmed, |s| s.grade() == Some(Grade::High)), 28.0, 54.0);
}

#[test]
fn people_repeat_as_they_do_and_few_make_a_quarter_of_incidents() {
    let mut people: BTreeMap<_, (u32, bool)> = BTreeMap::new();
    for state in &*THREE_THOUSAND {
        let person = people.entry(state.person_id).or_insert((0, is_child(state)));
        person.0 += 1;
    }
    let mean = |child: bool| {
        let counts: Vec<u32> = people.values().filter(|p| p.1 == child).map(|p| p.0).collect();
        f64::from(counts.iter().sum::<u32>()) / counts.len() as f64
    };
    within("incidents a child, 2.9 (UK 2023/24)", mean(true), 2.5, 3.3);
    within("incidents an adult, 1.3", mean(false), 1.2, 1.4);
    let often: Vec<u32> = people.values().map(|p| p.0).filter(|&n| n >= 10).collect();
    let of_people = 100.0 * often.len() as f64 / people.len() as f64;
    let of_incidents = 100.0 * f64::from(often.iter().sum::<u32>()) / THREE_THOUSAND.len() as f64;
    within("people with ten or more, 2.4 % (Scotland 2017/18)", of_people, 1.2, 4.0);
    within("their incidents, 25 %", of_incidents, 12.0, 35.0);
}

#[test]
fn reasons_differ_by_age_as_published() {
    let yes = |question| move |state: &Incident| said(state, question);
    within("mental health of adults, up to 80 %", share(adults(), yes(Question::MentalHealth)), 60.0, 80.0);
    within("dementia of adults, 10 %", share(adults(), yes(Question::Dementia)), 7.0, 13.0);
    within(
        "sexual exploitation flag of children, 9 %",
        share(children(), yes(Question::SexualExploitation)),
        6.0,
        13.0,
    );
    within("self-harm of children, 10 %", share(children(), yes(Question::SelfHarm)), 6.0, 14.0);
    let adult = share(adults(), yes(Question::SelfHarm));
    assert!(adult > share(children(), yes(Question::SelfHarm)), "suicide concern leads for adults");
    let found = |by| move |s: &Incident| s.located.as_ref().is_some_and(|l| l.what.found_by == by);
    let located: Vec<_> = THREE_THOUSAND.iter().filter(|state| state.located.is_some()).collect();
    within("found by police, about 60 % (Scotland)", share(located, found(FoundBy::Police)), 53.0, 63.0);
}

#[test]
fn evenings_and_week_ends_are_busier() {
    let hour = |state: &Incident| state.reported_at.hour();
    let evening = share(children(), |state| (18..24).contains(&hour(state)));
    within("children reported from 18 to 24", evening, 45.0, 62.0);
    let morning = share(&*THREE_THOUSAND, |state| (3..7).contains(&hour(state)));
    within("reported from 3 to 7", morning, 1.0, 9.0);
    let on =
        |day: u32| share(&*THREE_THOUSAND, move |s| s.reported_at.weekday().num_days_from_monday() == day);
    assert!(on(4) > on(1), "Friday against Tuesday");
}

#[test]
fn the_shape_holds_in_a_small_register() {
    let five_hundred = states(500);
    within("children of 500", share(&five_hundred, is_child), 57.0, 71.0);
    within("medium of 500", share(&five_hundred, |s| s.grade() == Some(Grade::Medium)), 62.0, 74.0);
    let quick = |s: &Incident| {
        s.located
            .as_ref()
            .is_some_and(|l| l.what.seen_at.earliest().unwrap() - s.reported_at < TimeDelta::hours(24))
    };
    within("in 24 h of 500", share(five_hundred.iter().filter(|s| s.located.is_some()), quick), 70.0, 86.0);
}

#[test]
fn most_are_missing_and_some_are_something_else() {
    let category = |category| move |state: &Incident| state.category == category;
    within("missing", share(&*THREE_THOUSAND, category(Category::Missing)), 94.0, 99.5);
    assert!(THREE_THOUSAND.iter().any(category(Category::ConcernForSafety)));
    assert!(THREE_THOUSAND.iter().any(category(Category::AwayFromPlacement)));
    let late = THREE_THOUSAND.iter().filter(|state| state.status() == Status::Closed);
    assert!(late.count() > 2900);
}

#[test]
fn everybody_is_obviously_invented() {
    let mut families = BTreeSet::new();
    for state in &*THREE_THOUSAND {
        let Some(family) = state.value(Attribute::FamilyName) else { continue };
        assert!(family.starts_with("Test-"), "{family}");
        families.insert(family.to_owned());
        for phone in state.described.get(&Attribute::Phone).into_iter().flatten() {
            assert!(phone.what.starts_with("07700 900") && phone.what.len() == 12, "{}", phone.what);
        }
    }
    assert!(families.len() >= 120);
}

/// INV-10: nothing follows from ethnicity; it is drawn by itself and by nothing else read.
#[test]
fn inv_10_ethnicity_tells_nothing_of_grade_or_harm() {
    let with = |code: &'static str| {
        THREE_THOUSAND.iter().filter(move |state| state.value(Attribute::EthnicAppearance) == Some(code))
    };
    let high = |state: &Incident| state.grade() == Some(Grade::High);
    within("high of IC3", share(with("IC3"), high), 9.0, 24.0);
    within("high of IC1", share(with("IC1"), high), 13.0, 19.0);
}
