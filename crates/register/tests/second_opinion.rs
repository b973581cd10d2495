//! A grade beside a second opinion: raising is never gated by it, going below it needs a reason for each thing that it
//! rests on. And conditions that are dangerous without treatment, whose moment asks for an assessment by itself.

#![allow(clippy::unwrap_used)]

mod common;

use common::opinion::*;
use common::*;
use register::command::{
    AcceptAssignment, Act, AnswerChallenge, AssessRisk, AssignIncident, ChallengeGrade, RecordMedicalNeed,
};
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

#[test]
fn f17_what_rests_on_their_age_is_answered_as_the_questions_are() {
    let mut case = Case::reported();
    let opinion = SecondOpinion { rests_on_age: true, ..opinion(Grade::High, &[Question::MentalHealth]) };
    let with = |below| AssessRisk {
        beside: Beside { opinion: Some(Box::new(opinion.clone())), below, ..Beside::default() },
        ..case.assess(Grade::Medium)
    };
    let question = below(Some(Question::MentalHealth), "his doctor saw him yesterday");
    let age = BelowSuggestion { age: true, ..below(None, "seventeen, and works away from home") };
    let whole = with(vec![question.clone(), below(None, "I know him")]);
    let all = with(vec![question, age]);
    let none = with(vec![]);
    assert_eq!(case.wrong_fields(none), ["beside.below.mental_health", "beside.below.age"]);
    assert_eq!(case.wrong_fields(whole), ["beside.below.age"]);
    case.give(all);
    assert_eq!(case.state().effective().unwrap().what.beside.clone().unwrap().below.len(), 2);
}

#[test]
fn f17_a_grade_below_the_suggestion_needs_a_reason_for_each_thing_that_it_rests_on() {
    let mut case = Case::reported();
    let rests_on = [Question::HarmedBefore, Question::MentalHealth];
    let with =
        |below| AssessRisk { beside: beside(Grade::High, &rests_on, below), ..case.assess(Grade::Medium) };
    let none = with(vec![]);
    let one = with(vec![below(Some(Question::HarmedBefore), "nine years ago, a broken ankle")]);
    let blank = with(vec![
        below(Some(Question::HarmedBefore), "nine years ago, a broken ankle"),
        below(Some(Question::MentalHealth), " \n"),
    ]);
    let whole = with(vec![below(None, "I know him")]);
    let all = with(vec![
        below(Some(Question::HarmedBefore), " nine years ago, a broken ankle "),
        below(Some(Question::MentalHealth), "his doctor saw him yesterday and is content"),
    ]);
    assert_eq!(case.refused(none.clone()), Rule::BelowSuggestion);
    assert_eq!(case.wrong_fields(none), ["beside.below.harmed_before", "beside.below.mental_health"]);
    assert_eq!(case.wrong_fields(one), ["beside.below.mental_health"]);
    assert_eq!(case.wrong_fields(blank), ["beside.below.mental_health"]);
    assert_eq!(case.refused(whole), Rule::BelowSuggestion);

    case.give(all);
    let state = case.state();
    let kept = state.effective().unwrap().what.beside.clone().unwrap();
    assert_eq!(state.grade(), Some(Grade::Medium));
    assert_eq!(kept.opinion.unwrap().suggested, Grade::High, "what was on the screen is kept");
    assert_eq!(kept.below[0].reason, "nine years ago, a broken ankle");
}

#[test]
fn where_the_suggestion_rests_on_no_single_thing_one_reason_is_asked() {
    let mut case = Case::reported();
    let with = |below| AssessRisk { beside: beside(Grade::Medium, &[], below), ..case.assess(Grade::Low) };
    let (none, whole) = (with(vec![]), with(vec![below(None, "at her sister's by her own message")]));
    assert_eq!(case.wrong_fields(none), ["beside.below"]);
    case.give(whole);
    assert_eq!(case.state().grade(), Some(Grade::Low));
}

#[rstest]
fn at_or_above_the_suggestion_nothing_is_asked_and_no_reason_is_kept(
    #[values(Grade::Medium, Grade::High)] suggested: Grade,
) {
    let mut case = Case::reported();
    let reasons = vec![below(Some(Question::SelfHarm), "typed before the grade was raised")];
    let beside = beside(suggested, &[Question::SelfHarm], reasons);
    let command = AssessRisk { beside, ..case.assess(Grade::High) };
    case.give(command);
    let kept = case.state().effective().unwrap().what.beside.clone().unwrap();
    assert!(kept.opinion.is_some() && kept.below.is_empty());
}

#[test]
fn raising_is_never_gated_by_the_opinion() {
    let mut case = Case::graded(Grade::Low);
    let command = AssessRisk {
        beside: beside(Grade::High, &[Question::SelfHarm], vec![]),
        rationale: Rationale::default(),
        ..case.assess(Grade::Medium)
    };
    case.give(command);
    assert_eq!(case.state().grade(), Some(Grade::Medium));
}

#[test]
fn inv_4_no_opinion_lowers_a_grade_or_lets_anybody_lower_it() {
    let mut case = Case::graded(Grade::High);
    let stale = register::command::Act::default();
    let low = |case: &Case| AssessRisk { beside: beside(Grade::Low, &[], vec![]), ..case.assess(Grade::Low) };
    let blind = AssessRisk { act: stale, ..low(&case) };
    assert_eq!(case.refused(blind), Rule::NotInformed);
    let unreasoned = AssessRisk { lowered_because: None, ..low(&case) };
    assert_eq!(case.refused(unreasoned), Rule::LoweringNeedsReason);
    case.give(answer(Question::SelfHarm, Answer::Yes));
    let over_danger = low(&case);
    assert_eq!(case.refused(over_danger), Rule::DangerForbidsGrade);
    assert_eq!(case.state().grade(), Some(Grade::High));
}

#[test]
fn the_central_service_asks_the_same_of_a_program_that_keeps_no_rules() {
    let mut case = Case::reported();
    let ours = case.laptop.log.clone();
    let bare = IncidentFact::RiskAssessed {
        grade: Grade::Low,
        factors: vec![],
        rationale: rationale(),
        next_review_at: at(60),
        lowered_because: None,
        beside: Some(beside(Grade::High, &[Question::HarmedBefore], vec![])),
    };
    let entry = case.laptop.entry(at(5), &heads(&ours), &[], Role::Supervisor, vec![bare]);
    let (any, thresholds) = (|_: _, _: _, _: &str, _: &Confirmation| true, Thresholds::default());
    let refused = register::decide::admit(&entry, &ours, Role::Supervisor, &any, &thresholds);
    assert_eq!(refused, Err(Rule::BelowSuggestion));
}

fn need(condition: &str, from: i64) -> MedicalNeed {
    MedicalNeed {
        condition: condition.into(),
        list: "2026.1".into(),
        detail: "ten units at noon".into(),
        treated_at: When::At { at: at(-60) },
        harm_from: at(from),
        harm_by: at(from + 480),
        ended_because: None,
    }
}

fn record(case: &Case, need: MedicalNeed) -> RecordMedicalNeed {
    RecordMedicalNeed { incident_id: incident_id(), act: case.act(), need }
}

fn moments(state: &Incident) -> Vec<chrono::DateTime<chrono::Utc>> {
    let due = deadlines(state, &Thresholds::default()).into_iter();
    due.filter(|deadline| deadline.kind == DeadlineKind::MedicalNeed)
        .map(|deadline| deadline.due_at)
        .collect()
}

#[rstest]
#[case::before(119, false)]
#[case::at_once(120, true)]
#[case::after(121, true)]
fn harm_is_not_to_be_expected_before_it_is_to_be_reckoned_with(#[case] by: i64, #[case] taken: bool) {
    let mut case = Case::reported();
    let command = record(&case, MedicalNeed { harm_by: at(by), ..need("diabetes-insulin", 120) });
    match taken {
        true => drop(case.give(command)),
        false => assert_eq!(case.wrong_fields(command), ["need.harm_by"]),
    }
}

#[test]
fn what_is_written_of_a_condition_is_kept_without_the_blanks_around_it() {
    let mut case = Case::reported();
    let detail = " ten units at noon ".into();
    let ended_because = Some(" another\u{2019}s, she says\n".into());
    let given = MedicalNeed { detail, ended_because, ..need("diabetes-insulin", 120) };
    let command = record(&case, given.clone());
    let entry = case.give(command);
    let [IncidentFact::MedicalNeeded { need: kept }] = entry.facts() else { panic!("one fact") };
    let ended_because = Some("another\u{2019}s, she says".to_owned());
    assert_eq!(*kept, MedicalNeed { detail: "ten units at noon".into(), ended_because, ..given });
}

#[test]
fn f13_a_medical_need_opens_a_reassessment_at_once_and_its_moment_another_by_itself() {
    let mut case = Case::graded(Grade::Medium);
    let command = record(&case, need("diabetes-insulin", 120));
    case.give(command);
    let state = case.state();
    assert!(state.reassess_since().is_some(), "new risk information");
    assert_eq!(moments(&state), [at(120)]);

    // Graded in sight of it, before the moment: the moment comes all the same.
    case.after(30);
    let command = case.assess(Grade::High);
    case.give(command);
    let state = case.state();
    assert!(state.reassess_since().is_none());
    assert_eq!(moments(&state), [at(120)]);
    assert_eq!(review_due(&state, &Thresholds::default()), Some(at(120)), "INV-3: it is when to look again");

    // Graded once it has come.
    case.after(100);
    let command = case.assess(Grade::High);
    case.give(command);
    assert!(moments(&case.state()).is_empty());
}

#[test]
fn a_later_treatment_moves_the_moment_and_only_evidence_ends_it() {
    let mut case = Case::graded(Grade::High);
    let command = record(&case, need("epilepsy", 100));
    case.give(command);
    let command = record(&case, need("epilepsy", 300));
    case.give(command);
    assert_eq!(moments(&case.state()), [at(300)]);
    let blank = record(&case, MedicalNeed { ended_because: Some(" ".into()), ..need("epilepsy", 300) });
    assert_eq!(case.wrong_fields(blank), ["need.ended_because"]);
    let ended = MedicalNeed {
        ended_because: Some("he never had it, says his doctor".into()),
        ..need("epilepsy", 300)
    };
    let command = record(&case, ended);
    case.give(command);
    let state = case.state();
    assert!(moments(&state).is_empty());
    assert_eq!(state.medical.len(), 1, "it stays to be read");
    assert_eq!(state.medical_needs().count(), 0);
}

#[test]
fn of_treatments_told_apart_the_earlier_harm_holds_and_what_applies_stands_above_what_ended() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let said = |need| vec![IncidentFact::MedicalNeeded { need }];
    one.write(at(10), &[], said(need("epilepsy", 300)));
    two.write(at(20), &[], said(need("epilepsy", 100)));
    one.write(at(11), &[], said(need("dialysis", 400)));
    let ended = MedicalNeed { ended_because: Some("a mistake".into()), ..need("dialysis", 200) };
    two.write(at(21), &[], said(ended));
    meet(&mut one, &mut two, at(60));
    for laptop in [&one, &two] {
        assert_eq!(moments(&laptop.state()), [at(100), at(400)]);
    }
}

#[test]
fn who_is_located_or_closed_has_no_medical_moment() {
    let mut case = Case::graded(Grade::High);
    let command = record(&case, need("dialysis", 300));
    case.give(command);
    case.give(located(at(0)));
    assert!(moments(&case.state()).is_empty());
}

fn challenge(case: &Case, grade: Grade) -> ChallengeGrade {
    let reason = "he was found in the canal last time".into();
    ChallengeGrade { incident_id: incident_id(), act: case.act(), grade, reason }
}

fn waiting(state: &Incident) -> Vec<(DeadlineKind, chrono::DateTime<chrono::Utc>)> {
    let due = deadlines(state, &Thresholds::default()).into_iter();
    let of = |kind| matches!(kind, DeadlineKind::Challenge | DeadlineKind::ChallengeClimbed);
    due.filter(|deadline| of(deadline.kind)).map(|deadline| (deadline.kind, deadline.due_at)).collect()
}

#[test]
fn a_challenge_waits_until_it_is_answered_and_climbs() {
    let mut case = Case::graded(Grade::Medium);
    case.as_role(Role::SafeguardingReviewer).after(10);
    case.officer = officer(2);
    let command = challenge(&case, Grade::High);
    case.give(command);
    case.officer = officer(1);
    let state = case.state();
    let since = state.open_challenges().next().unwrap().recorded_at;
    let minutes = chrono::TimeDelta::minutes;
    assert_eq!(
        waiting(&state),
        [
            (DeadlineKind::Challenge, since + minutes(30)),
            (DeadlineKind::ChallengeClimbed, since + minutes(60))
        ]
    );
    assert_eq!(state.grade(), Some(Grade::Medium), "INV-4: a challenge changes no grade");

    let of = state.challenges[0].entry_id;
    let reason = "his doctor saw him on Tuesday".to_owned();
    case.as_role(Role::Supervisor);
    let answer = |challenge, reason| AnswerChallenge {
        incident_id: incident_id(),
        act: Act::default(),
        challenge,
        reason,
    };
    assert_eq!(case.wrong_fields(answer(of, " ".into())), ["reason"]);
    assert_eq!(case.refused(answer(incident_entry(), reason.clone())), Rule::NoSuchChallenge);
    case.give(answer(of, reason.clone()));
    let state = case.state();
    assert!(waiting(&state).is_empty());
    assert_eq!(state.challenges[0].what.answered.as_ref().unwrap().what, reason);
    assert_eq!(case.refused(answer(of, reason)), Rule::AlreadyAnswered);
}

/// An entry that made no challenge.
fn incident_entry() -> EntryId {
    EntryId(uuid::Uuid::nil())
}

#[test]
fn an_assessment_in_sight_of_a_challenge_answers_it_and_one_written_apart_does_not() {
    let mut case = Case::graded(Grade::Medium);
    let command = challenge(&case, Grade::High);
    case.officer = officer(2);
    case.as_role(Role::Coordinator).give(command);
    case.officer = officer(1);
    // One that had come by then, and stood on no screen that the grade was given from.
    let mut command = case.assess(Grade::High);
    let raised = case.state().challenges[0].entry_id;
    command.act.basis.retain(|entry| *entry != raised);
    case.give(command);
    assert_eq!(waiting(&case.state()).len(), 2, "nobody read it");
    let command = case.assess(Grade::High);
    case.give(command);
    assert!(waiting(&case.state()).is_empty());

    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()], vec![assessed(Grade::Medium, at(90))]]);
    let medium = one.log[1].header.entry_id;
    let reason = "he is frail".into();
    one.write(
        at(10),
        &[medium],
        vec![IncidentFact::GradeChallenged { assessment: medium, grade: Grade::High, reason }],
    );
    two.write(at(20), &[medium], vec![assessed(Grade::Medium, at(200))]);
    meet(&mut one, &mut two, at(60));
    assert_eq!(waiting(&one.state()).len(), 2);
    assert_eq!(waiting(&two.state()).len(), 2);
}

#[test]
fn nobody_answers_their_own_challenge_but_whoever_has_accepted_the_incident() {
    let mut case = Case::graded(Grade::Medium);
    case.officer = officer(2);
    let command = challenge(&case, Grade::High);
    case.as_role(Role::DutyInspector).give(command);
    let of = case.state().challenges[0].entry_id;
    let answer = || AnswerChallenge {
        incident_id: incident_id(),
        act: Act::default(),
        challenge: of,
        reason: "I have spoken to his doctor".into(),
    };
    assert_eq!(case.refused(answer()), Rule::OwnChallenge);
    let command = case.assess(Grade::High);
    case.give(command);
    assert_eq!(case.state().grade(), Some(Grade::High), "raising is never gated");
    assert_eq!(waiting(&case.state()).len(), 2, "and answers for nobody else");

    // The incident is theirs: they decide.
    case.officer = officer(1);
    case.as_role(Role::Supervisor).give(AssignIncident {
        incident_id: incident_id(),
        act: Act::default(),
        to: Role::DutyInspector,
        note: "for the night".into(),
    });
    let assignment = case.state().waiting().next().unwrap().entry_id;
    case.officer = officer(2);
    let act = Act::default();
    case.as_role(Role::DutyInspector).give(AcceptAssignment { incident_id: incident_id(), act, assignment });
    case.give(answer());
    assert!(waiting(&case.state()).is_empty());
}

#[test]
fn another_officers_grade_in_sight_of_a_challenge_answers_it_also_after_the_challengers_own() {
    let mut case = Case::graded(Grade::Medium);
    case.officer = officer(2);
    let command = challenge(&case, Grade::High);
    case.as_role(Role::Coordinator).give(command);
    let command = case.assess(Grade::High);
    case.as_role(Role::Supervisor).give(command);
    assert_eq!(waiting(&case.state()).len(), 2);
    case.officer = officer(1);
    let command = case.assess(Grade::High);
    case.give(command);
    assert!(waiting(&case.state()).is_empty());
}

#[rstest]
#[case::the_same_grade(Role::SafeguardingReviewer, Grade::Medium, Rule::NothingToChallenge)]
#[case::a_legacy_grade(Role::SafeguardingReviewer, Grade::Absent, Rule::LegacyGrade)]
#[case::not_their_role(Role::CallHandler, Grade::High, Rule::NotYourRole)]
fn a_challenge_is_refused_that_names(#[case] role: Role, #[case] grade: Grade, #[case] rule: Rule) {
    let mut case = Case::graded(Grade::Medium);
    let command = challenge(&case, grade);
    assert_eq!(case.as_role(role).refused(command), rule);
}

#[test]
fn a_grade_that_the_challenger_has_not_seen_or_that_nobody_gave_is_not_challenged() {
    let mut case = Case::graded(Grade::Medium);
    let stale = challenge(&case, Grade::High);
    let command = case.assess(Grade::Medium);
    case.give(command);
    assert_eq!(case.as_role(Role::Coordinator).refused(stale), Rule::NotInformed);
    let mut fresh = Case::reported();
    let command = challenge(&fresh, Grade::High);
    assert_eq!(fresh.as_role(Role::Coordinator).refused(command), Rule::NotAssessed);
}

#[test]
fn a_second_opinion_that_was_kept_before_more_of_it_was_is_read_as_it_was() {
    let old = r#"{ "opinion": { "model": "2026.1", "at": "2026-03-02T02:13:00Z", "of_10_000": 700, "low": 400,
        "high": 1200, "suggested": "high", "rests_on": ["self_harm"], "not_known": [], "earlier": 2 },
        "below": [], "unopened": [], "deferred_because": null }"#;
    let kept: Beside = serde_json::from_str(old).unwrap();
    let opinion = kept.opinion.unwrap();
    assert!(!opinion.on_screen && opinion.factors.is_empty() && opinion.because.is_empty());
    assert_eq!((opinion.suggested, opinion.earlier), (Grade::High, 2));
}

#[test]
fn two_opinions_say_the_same_while_grade_reasons_and_factors_are_the_same_whatever_the_hour() {
    let factor = |state| FactorThen { question: Question::SelfHarm, state, moves: 210 };
    let said = |state| SecondOpinion { factors: vec![factor(state)], ..opinion(Grade::Medium, &[]) };
    let present = said(FactorState::Present);
    let later = SecondOpinion { at: at(30), of_10_000: 720, ..present.clone() };
    assert!(present.says_the_same(&later));
    assert!(!present.says_the_same(&said(FactorState::Conflicting)));
    assert!(!present.says_the_same(&SecondOpinion { suggested: Grade::High, ..present.clone() }));
    assert!(!present.says_the_same(&SecondOpinion { because: vec!["red flag".into()], ..present.clone() }));
}
