//! New risk information after a grade: what changed, from what to what, in front of whoever decides until it is assessed.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::command::{AnswerQuestions, ClearDanger, Describe, DescriptionItem, GiveLastSeen, LinkPerson};
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::incident::{News, Seen};
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

fn describe(case: &mut Case, attribute: Attribute, value: &str) {
    let command = Describe {
        incident_id: incident_id(),
        act: case.act(),
        description: vec![DescriptionItem { attribute, value: value.into() }],
    };
    case.give(command);
}

fn answer(case: &mut Case, question: Question, answer: Answer, detail: &str) {
    let answered = Answered { question, answer, detail: detail.into(), said_by: String::new() };
    let command = AnswerQuestions { incident_id: incident_id(), act: case.act(), answers: vec![answered] };
    case.give(command);
}

fn see(case: &mut Case, place: &str, minutes: i64) {
    let last_seen = LastSeen {
        place: place.into(),
        when: When::At { at: at(minutes) },
        how_known: HowKnown::Seen,
        by: "a neighbour".into(),
    };
    let command = GiveLastSeen { incident_id: incident_id(), act: case.act(), last_seen };
    case.give(command);
}

fn news(case: &Case) -> Vec<News> {
    case.state().news.into_iter().map(|said| said.what).collect()
}

/// Known to be 41 by an age as judged.
#[rstest]
#[case::another_age(Attribute::Age, "15", Some((15, 15)))]
#[case::a_range_that_holds_it(Attribute::Age, "40-45", Some((40, 45)))]
#[case::the_same_age(Attribute::Age, "41", None)]
#[case::a_date_of_birth_of_that_age(Attribute::DateOfBirth, "1985-01-01", None)]
#[case::a_date_of_birth_of_another(Attribute::DateOfBirth, "2011-01-01", Some((15, 15)))]
fn an_age_that_becomes_another_is_news(
    #[case] attribute: Attribute,
    #[case] value: &str,
    #[case] is: Option<(u32, u32)>,
) {
    let mut case = Case::graded(Grade::Medium);
    describe(&mut case, attribute, value);
    let expected = is.map(|is| News::Age { was: Some((41, 41)), is: Some(is) });
    assert_eq!(news(&case), expected.into_iter().collect::<Vec<_>>());
}

#[test]
fn f13_what_changed_falls_due_from_what_to_what_until_a_grade_has_it_on_its_screen() {
    let mut case = Case::graded(Grade::Medium);
    case.after(10);
    describe(&mut case, Attribute::Age, "15");
    case.after(5);
    describe(&mut case, Attribute::Sex, "female");
    describe(&mut case, Attribute::Sex, "F");
    let state = case.state();
    let due = deadlines(&state, &Thresholds::default());
    let due: Vec<_> = due.iter().filter(|deadline| deadline.kind == DeadlineKind::Reassess).collect();
    assert_eq!(due.len(), 1, "one for all of it");
    let since = state.reassess_since().unwrap().recorded_at;
    assert_eq!(due[0].due_at, since + chrono::TimeDelta::minutes(30));
    assert_eq!(due[0].news, Some(News::Age { was: Some((41, 41)), is: Some((15, 15)) }));
    assert_eq!(due[0].what, "1", "and one change more; the same sex once more is none");

    // A grade that was given without sight of it leaves it due.
    let mut unread = case.assess(Grade::High);
    unread.act.basis.retain(|entry| *entry != state.news[0].entry_id);
    case.give(unread);
    assert_eq!(news(&case).len(), 1);
    let command = case.assess(Grade::High);
    case.give(command);
    assert!(news(&case).is_empty());
}

#[test]
fn another_last_sighting_is_news_and_the_same_once_more_is_none() {
    let mut case = Case::graded(Grade::Medium);
    see(&mut case, "the bus station", -60);
    see(&mut case, "the bus station", -60);
    see(&mut case, "the canal", -10);
    let seen = |place: &str, minutes| Seen { place: place.into(), at: Some(at(minutes)) };
    assert_eq!(
        news(&case),
        [
            News::LastSeen { was: None, is: seen("the bus station", -60) },
            News::LastSeen { was: Some(seen("the bus station", -60)), is: seen("the canal", -10) },
        ]
    );
}

#[test]
fn who_turns_out_to_be_another_person_brings_another_history() {
    let mut case = Case::graded(Grade::Medium);
    let (own, other) = (case.state().person_id, PersonId(uuid::Uuid::from_u128(77)));
    let link = |case: &Case, person_id| LinkPerson {
        incident_id: incident_id(),
        act: case.act(),
        person_id,
        reason: "the same scar".into(),
    };
    let command = link(&case, own);
    case.give(command);
    assert!(news(&case).is_empty());
    let command = link(&case, other);
    case.give(command);
    assert_eq!(news(&case), [News::Person]);
}

#[test]
fn a_yes_that_nobody_can_confirm_any_more_is_news_and_a_first_not_known_is_none() {
    let mut case = Case::reported();
    answer(&mut case, Question::MentalHealth, Answer::Yes, "his mother");
    let command = case.assess(Grade::Medium);
    case.give(command);
    answer(&mut case, Question::Dementia, Answer::NotKnown, "");
    assert!(news(&case).is_empty());
    answer(&mut case, Question::MentalHealth, Answer::NotKnown, "his mother meant his brother");
    let question = Question::MentalHealth;
    assert_eq!(news(&case), [News::Answered { question, was: Answer::Yes, is: Answer::NotKnown }]);
}

#[test]
fn before_a_grade_nothing_is_news() {
    let mut case = Case::reported();
    describe(&mut case, Attribute::Age, "15");
    assert!(news(&case).is_empty(), "a first assessment is due as it is");
}

/// The answers that count, latest first.
fn unsettled(state: &Incident) -> Vec<Answer> {
    state.unsettled(Question::MentalHealth).map(|said| said.what.answer).collect()
}

#[test]
fn f17_a_later_answer_in_sight_of_the_other_settles_it_with_what_shows_it_and_not_without() {
    let mut case = Case::reported();
    let question = Question::MentalHealth;
    answer(&mut case, question, Answer::No, "");
    answer(&mut case, question, Answer::Yes, "");
    assert_eq!(unsettled(&case.state()), [Answer::Yes, Answer::No], "a conflict");
    assert_eq!(case.state().contradictions().len(), 1);
    answer(&mut case, question, Answer::No, "his doctor: a cousin of the same name");
    let state = case.state();
    assert_eq!(unsettled(&state), [Answer::No, Answer::No]);
    assert!(state.contradictions().is_empty());
    assert_eq!(state.said_yes().count(), 0);
    assert_eq!(state.answers[&question].len(), 3, "all of it stays to be read");
    answer(&mut case, question, Answer::Yes, "his own letter");
    assert_eq!(unsettled(&case.state()), [Answer::Yes]);
    answer(&mut case, question, Answer::NotKnown, "nobody will say more");
    assert_eq!(unsettled(&case.state()), [Answer::NotKnown, Answer::Yes], "not knowing shows nothing");
}

#[test]
fn f18_a_danger_is_settled_only_once_an_inspector_has_cleared_it() {
    let mut case = Case::reported();
    let question = Question::SelfHarm;
    answer(&mut case, question, Answer::Yes, "a letter");
    answer(&mut case, question, Answer::No, "the letter is a song");
    let counted = |case: &Case| case.state().unsettled(question).count();
    assert_eq!(counted(&case), 2);
    let reason = "read to me by his sister: a song".into();
    let command = ClearDanger { incident_id: incident_id(), act: case.act(), question, reason };
    case.as_role(Role::DutyInspector).give(command);
    assert_eq!(counted(&case), 1);
}

#[test]
fn answers_written_apart_stay_a_conflict_whatever_they_show() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let said = |answer, detail: &str| {
        let question = Question::MentalHealth;
        let answered = Answered { question, answer, detail: detail.into(), said_by: String::new() };
        vec![IncidentFact::Answered { answered }]
    };
    one.write(at(10), &[], said(Answer::Yes, "his mother"));
    two.write(at(20), &[], said(Answer::No, "his doctor"));
    meet(&mut one, &mut two, at(60));
    for laptop in [&one, &two] {
        assert_eq!(unsettled(&laptop.state()).len(), 2);
    }
}
