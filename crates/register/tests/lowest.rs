//! The lowest grade is a live case: it has a clock and a supervisor, and no child who is exploited is given it (F29).

mod common;

use common::*;
use register::command::{AssessRisk, Command, ReviewIncident};
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

#[rstest]
#[case::call_handler(Role::CallHandler, false, Err(Rule::LowestGradeForChild))]
#[case::supervisor(Role::Supervisor, false, Err(Rule::LowestGradeForChild))]
#[case::inspector(Role::DutyInspector, false, Ok(()))]
#[case::inspector_with_exploitation(Role::DutyInspector, true, Err(Rule::LowestGradeForChild))]
fn the_lowest_grade_for_a_child_needs_an_inspector_and_no_exploitation(
    #[case] role: Role,
    #[case] exploited: bool,
    #[case] expected: Result<(), Rule>,
) {
    let mut case = Case::child();
    if exploited {
        case.give(answer(Question::CriminalExploitation, Answer::Yes));
        case.give(answer(Question::CriminalExploitation, Answer::No));
    }
    let command = case.assess(Grade::VeryLow);
    assert_eq!(case.as_role(role).ask(command).map(drop).map_err(|refusal| refusal.rule), expected);
}

#[test]
fn the_lowest_grade_for_an_adult_needs_no_inspector() {
    let mut case = Case::reported();
    let command = case.assess(Grade::VeryLow);
    case.as_role(Role::InvestigatingOfficer).give(command);
}

#[test]
fn somebody_of_unknown_age_may_be_a_child() {
    let mut case = Case::new();
    case.give(report(&[(Attribute::Clothing, "green coat")]));
    let lowest = case.assess(Grade::VeryLow);
    case.as_role(Role::Supervisor);
    assert_eq!(case.refused(lowest.clone()), Rule::LowestGradeForChild);
    case.as_role(Role::DutyInspector).give(lowest);
}

#[test]
fn f29_exploitation_said_in_another_incident_of_a_child_forbids_the_lowest_grade_to_everybody() {
    let mut case = Case::child();
    case.laptop.exploited_in = vec!["NM/26/000007".into()];
    let lowest = case.assess(Grade::VeryLow);
    case.as_role(Role::DutyInspector);
    assert_eq!(case.refused(lowest.clone()), Rule::LowestGradeForChild);
    let refusal = case.ask(lowest).expect_err("refused");
    assert_eq!(refusal.fields[0].message, "field-lowest-exploited-before", "it names what to look at");
    let low = case.assess(Grade::Low);
    case.give(low);
    let mut adult = Case::reported();
    adult.laptop.exploited_in = vec!["NM/26/000007".into()];
    let lowest = adult.assess(Grade::VeryLow);
    adult.give(lowest);
}

/// When a supervisor is to have looked at the lowest grade.
fn waits(case: &Case) -> Option<chrono::DateTime<chrono::Utc>> {
    let due = deadlines(&case.state(), &Thresholds::default()).into_iter();
    due.filter(|deadline| deadline.kind == DeadlineKind::ConfirmLowest).map(|deadline| deadline.due_at).next()
}

#[rstest]
#[case::call_handler(Role::CallHandler, true)]
#[case::investigator(Role::InvestigatingOfficer, true)]
#[case::supervisor(Role::Supervisor, false)]
#[case::inspector(Role::DutyInspector, false)]
fn f29_the_lowest_grade_waits_for_a_supervisor_where_none_gave_it(
    #[case] role: Role,
    #[case] expected: bool,
) {
    let mut case = Case::reported();
    let lowest = case.assess(Grade::VeryLow);
    case.as_role(role).give(lowest);
    let since = case.state().effective().unwrap().recorded_at;
    assert_eq!(waits(&case), expected.then(|| since + chrono::TimeDelta::minutes(60)));
    assert!(review_due(&case.state(), &Thresholds::default()).is_some(), "INV-3: and it has its clock");
}

#[rstest]
#[case::a_review_by_another_role(Role::InvestigatingOfficer, false, true)]
#[case::the_grade_again_by_another_role(Role::InvestigatingOfficer, true, true)]
#[case::a_review_by_a_supervisor(Role::Supervisor, false, false)]
#[case::the_grade_by_a_supervisor(Role::Supervisor, true, false)]
fn f29_only_a_supervisor_ends_the_wait_by_a_review_or_a_grade(
    #[case] role: Role,
    #[case] grades: bool,
    #[case] still: bool,
) {
    let mut case = Case::reported();
    let lowest = case.assess(Grade::VeryLow);
    case.as_role(Role::InvestigatingOfficer).give(lowest);
    let command: Command = match grades {
        true => AssessRisk { beside: Beside::default(), ..case.assess(Grade::VeryLow) }.into(),
        false => ReviewIncident {
            incident_id: incident_id(),
            act: case.act(),
            summary: "rang her sister".into(),
            answers: vec![],
            next_review_at: case.now + chrono::TimeDelta::minutes(90),
        }
        .into(),
    };
    case.as_role(role).after(10).give(command);
    assert_eq!(waits(&case).is_some(), still);
}

#[test]
fn f29_of_somebody_who_is_found_no_supervisor_is_waited_for() {
    let mut case = Case::reported();
    let lowest = case.assess(Grade::VeryLow);
    case.as_role(Role::InvestigatingOfficer).give(lowest);
    case.give(located(at(0)));
    assert_eq!(waits(&case), None);
}

#[test]
fn f29_a_review_by_a_supervisor_who_had_not_seen_the_lowest_grade_confirms_nothing() {
    let (mut one, mut two) = two_laptops(vec![vec![reported_fact()]]);
    let graded = one.entry(
        at(10),
        &heads(&one.log),
        &[],
        Role::InvestigatingOfficer,
        vec![assessed(Grade::VeryLow, at(90))],
    );
    one.log.push(graded);
    let review = IncidentFact::Reviewed { summary: "quiet".into(), next_review_at: at(90) };
    two.write(at(20), &[], vec![review]);
    meet(&mut one, &mut two, at(60));
    assert!(one.state().lowest_unconfirmed.is_some());
    assert_eq!(one.state().lowest_unconfirmed, two.state().lowest_unconfirmed);
}
