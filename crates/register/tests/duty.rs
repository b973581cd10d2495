//! What falls due, when, and in which order incidents need someone.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::*;
use register::command::*;
use register::deadline::{Deadline, DeadlineKind, deadlines, missing_since, review_due};
use register::duty::{Need, Section, order};
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;
use uuid::Uuid;

fn all(case: &Case) -> Vec<Deadline> {
    deadlines(&case.state(), &Thresholds::default())
}

fn due(case: &Case, kind: DeadlineKind) -> Option<DateTime<Utc>> {
    all(case).into_iter().find(|deadline| deadline.kind == kind).map(|deadline| deadline.due_at)
}

fn need(case: &Case, now: DateTime<Utc>) -> Need {
    let thresholds = Thresholds::default();
    Need::of(&Summary::of(&case.state(), &thresholds), now, &thresholds).unwrap()
}

#[test]
fn a_report_opens_its_clocks() {
    let mut case = Case::new();
    case.give(TakeReport { category: Category::Undecided, ..report(&[(Attribute::Hair, "red")]) });
    assert_eq!(due(&case, DeadlineKind::DecideCategory), Some(at(30)));
    assert_eq!(due(&case, DeadlineKind::FirstAssessment), Some(at(60)));
    assert_eq!(due(&case, DeadlineKind::Quiet), Some(at(120)));
    assert_eq!(due(&case, DeadlineKind::Circulate), Some(at(48 * 60)));
    assert_eq!(due(&case, DeadlineKind::NotifyUkmpu), Some(at(72 * 60)));
    assert_eq!(due(&case, DeadlineKind::Review), None);
    assert!(all(&case).is_sorted_by_key(|deadline| deadline.due_at));

    let decided = DecideCategory {
        incident_id: incident_id(),
        act: Act::default(),
        category: Category::Missing,
        reason: "as told".into(),
    };
    case.give(decided);
    assert_eq!(due(&case, DeadlineKind::DecideCategory), None);
}

#[test]
fn a_category_cannot_be_decided_as_undecided() {
    let mut case = Case::reported();
    let decided = DecideCategory {
        incident_id: incident_id(),
        act: Act::default(),
        category: Category::Undecided,
        reason: "unsure".into(),
    };
    assert_eq!(case.wrong_fields(decided), ["category"]);
}

#[test]
fn an_assessment_replaces_the_first_assessment_by_a_review() {
    let case = Case::graded(Grade::Medium);
    assert_eq!(due(&case, DeadlineKind::FirstAssessment), None);
    assert_eq!(due(&case, DeadlineKind::Review), Some(at(120)));
    assert_eq!(review_due(&case.state(), &Thresholds::default()), Some(at(120)));
}

#[test]
fn circulation_counts_from_the_last_sight_of_them_and_ends_with_its_reference() {
    let mut case = Case::new();
    let seen = LastSeen {
        place: "Test Street".into(),
        when: When::Between { from: at(-600), to: at(-300) },
        how_known: HowKnown::Seen,
        by: String::new(),
    };
    case.give(TakeReport { last_seen: Some(seen), ..report(&[(Attribute::Hair, "red")]) });
    assert_eq!(missing_since(&case.state()), at(-600), "the earlier end is the safer");
    assert_eq!(due(&case, DeadlineKind::Circulate), Some(at(48 * 60 - 600)));
    let warned = all(&case).into_iter().find(|deadline| deadline.kind == DeadlineKind::Circulate).unwrap();
    assert_eq!(warned.shown_from, at(40 * 60 - 600));
    case.give(give_reference(System::PncLeds, "26/77"));
    assert_eq!(due(&case, DeadlineKind::Circulate), None);
    assert!(due(&case, DeadlineKind::NotifyUkmpu).is_some());
    case.give(give_reference(System::Ukmpu, "M-77"));
    assert_eq!(due(&case, DeadlineKind::NotifyUkmpu), None);
}

fn give_last_seen(when: When, how_known: HowKnown) -> GiveLastSeen {
    let last_seen = LastSeen { place: format!("{how_known:?} place"), when, how_known, by: String::new() };
    GiveLastSeen { incident_id: incident_id(), act: Act::default(), last_seen }
}

#[rstest]
fn inv_4_hearsay_after_a_sighting_is_kept_and_puts_no_clock_off(
    #[values(HowKnown::HeardFrom, HowKnown::Assumed, HowKnown::NotKnown)] how_known: HowKnown,
) {
    let mut case = Case::reported();
    case.give(give_last_seen(When::At { at: at(-600) }, HowKnown::Seen));
    let clocks = |case: &Case| (due(case, DeadlineKind::Circulate), due(case, DeadlineKind::NotifyUkmpu));
    let before = clocks(&case);
    case.give(give_last_seen(When::At { at: at(-60) }, how_known));
    let state = case.state();
    assert_eq!(state.last_seen.as_ref().unwrap().what.place, "Seen place", "F21");
    assert_eq!(missing_since(&state), at(-600));
    assert_eq!(clocks(&case), before);
    assert_eq!(state.said_last_seen.len(), 2, "nothing said is lost");
    assert_eq!(Summary::of(&state, &Thresholds::default()).last_seen_place, "Seen place");

    case.give(give_last_seen(When::At { at: at(-30) }, HowKnown::Seen));
    assert_eq!(missing_since(&case.state()), at(-30), "the next sighting counts");
}

#[test]
fn hearsay_counts_while_nobody_has_seen_them_and_gives_way_to_who_has() {
    let mut case = Case::reported();
    case.give(give_last_seen(When::At { at: at(-60) }, HowKnown::Assumed));
    assert_eq!(missing_since(&case.state()), at(-60));
    case.give(give_last_seen(When::At { at: at(-90) }, HowKnown::HeardFrom));
    assert_eq!(missing_since(&case.state()), at(-90), "the latest said");
    case.give(give_last_seen(When::At { at: at(-600) }, HowKnown::Seen));
    assert_eq!(missing_since(&case.state()), at(-600));
}

#[test]
fn inv_4_a_sighting_at_an_unknown_time_puts_no_clock_off() {
    let mut case = Case::reported();
    case.give(give_last_seen(When::At { at: at(-600) }, HowKnown::Seen));
    case.give(give_last_seen(When::NotKnown, HowKnown::Seen));
    assert_eq!(missing_since(&case.state()), at(-600));
}

#[rstest]
#[case(Category::Missing, true)]
#[case(Category::ConcernForSafety, true)]
#[case(Category::AwayFromPlacement, false)]
fn who_is_away_from_placement_is_not_circulated_as_missing(#[case] category: Category, #[case] runs: bool) {
    let mut case = Case::new();
    case.give(TakeReport { category, ..report(&[(Attribute::Hair, "red")]) });
    for kind in [DeadlineKind::Circulate, DeadlineKind::NotifyUkmpu] {
        assert_eq!(due(&case, kind).is_some(), runs, "{kind:?}");
    }
    for kind in [DeadlineKind::FirstAssessment, DeadlineKind::Quiet] {
        assert!(due(&case, kind).is_some(), "INV-3: {kind:?}");
    }
    let missing = DecideCategory {
        incident_id: incident_id(),
        act: Act::default(),
        category: Category::Missing,
        reason: "not where they were said to be".into(),
    };
    case.after(60).give(missing);
    assert_eq!(due(&case, DeadlineKind::Circulate), Some(at(48 * 60)), "counted from going missing");
}

#[rstest]
#[case(Grade::High, 30)]
#[case(Grade::Medium, 120)]
fn a_quiet_incident_is_due_for_a_look(#[case] grade: Grade, #[case] minutes: i64) {
    let mut case = Case::graded(grade);
    assert_eq!(due(&case, DeadlineKind::Quiet), Some(at(minutes)));
    case.after(20).give(note("rang the ward"));
    assert_eq!(due(&case, DeadlineKind::Quiet), Some(at(minutes + 20)));
}

#[test]
fn an_action_is_due_until_it_is_answered() {
    let mut case = Case::graded(Grade::Medium);
    case.give(set_action("look in the garage", at(30)));
    let action = all(&case).into_iter().find(|deadline| deadline.kind == DeadlineKind::Action).unwrap();
    assert_eq!((action.due_at, action.what.as_str()), (at(30), "look in the garage"));
}

#[test]
fn a_located_incident_is_due_for_closing_and_keeps_no_search_clocks() {
    let mut case = Case::graded(Grade::High);
    case.give(located(at(0)));
    let kinds: Vec<DeadlineKind> = all(&case).into_iter().map(|deadline| deadline.kind).collect();
    assert_eq!(kinds, [DeadlineKind::CloseOrReview]);
}

#[test]
fn an_unassessed_incident_needs_someone_now_however_young() {
    let case = Case::reported();
    let need = need(&case, at(0));
    assert_eq!(
        (need.section, need.kind, need.overdue),
        (Section::NeedsSomeoneNow, DeadlineKind::FirstAssessment, false)
    );
    let later = self::need(&case, at(60));
    assert!(later.overdue);
}

#[rstest]
#[case::long_before(at(0), Section::OnTrack, false)]
#[case::within_the_hour(at(60), Section::DueWithinTheHour, false)]
#[case::just_before(at(119), Section::DueWithinTheHour, false)]
#[case::due(at(120), Section::NeedsSomeoneNow, true)]
fn a_review_moves_up_as_its_time_comes(
    #[case] now: DateTime<Utc>,
    #[case] section: Section,
    #[case] overdue: bool,
) {
    let mut case = Case::graded(Grade::Medium);
    // An entry since, so that the quiet clock is later than the review.
    case.after(5).give(note("rang the ward"));
    let need = need(&case, now);
    if section != Section::OnTrack {
        assert_eq!(need.kind, DeadlineKind::Review);
    }
    assert_eq!((need.section, need.overdue), (section, overdue));
}

#[test]
fn a_clock_that_only_warns_is_not_shown_before_its_warning() {
    let mut case = Case::graded(Grade::VeryLow);
    let far = AssessRisk { next_review_at: at(167 * 60), ..case.assess(Grade::VeryLow) };
    case.give(far);
    assert_eq!(need(&case, at(39 * 60)).kind, DeadlineKind::Review);
    assert_eq!(need(&case, at(40 * 60)).kind, DeadlineKind::Circulate);
    assert_eq!(need(&case, at(40 * 60)).section, Section::OnTrack);
    assert_eq!(need(&case, at(48 * 60)).section, Section::NeedsSomeoneNow);
}

#[test]
fn of_several_overdue_things_the_kind_that_matters_most_is_named() {
    let mut case = Case::graded(Grade::Medium);
    case.give(set_action("look in the garage", at(10)));
    case.give(answer(Question::MentalHealth, Answer::Yes));
    case.give(dispatch("0412"));
    assert_eq!(need(&case, at(300)).kind, DeadlineKind::Reassess);
    case.give(dispatch_status("0412", ReferenceStatus::Closed));
    assert_eq!(need(&case, at(1)).kind, DeadlineKind::StatusConflict);
}

#[test]
fn a_closed_incident_needs_nothing() {
    let thresholds = Thresholds::default();
    let summary = Summary::of(&Case::closed().state(), &thresholds);
    assert_eq!(Need::of(&summary, at(9_000), &thresholds), None);
    assert_eq!(review_due(&Case::closed().state(), &thresholds), None);
}

/// Names of incidents in the order of the list at minute 200.
fn sorted(cases: Vec<(&'static str, Case)>) -> Vec<&'static str> {
    let thresholds = Thresholds::default();
    let mut rows: Vec<_> = cases
        .into_iter()
        .enumerate()
        .map(|(n, (name, case))| {
            let mut summary = Summary::of(&case.state(), &thresholds);
            summary.incident_id = IncidentId(Uuid::from_u128(n as u128));
            let need = Need::of(&summary, at(200), &thresholds);
            (order(&summary, need.as_ref()), name)
        })
        .collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn the_list_goes_by_what_needs_someone_now_then_danger_then_grade_then_time() {
    let fresh = |grade, next| {
        let mut case = Case::reported();
        case.now = at(195);
        let command = AssessRisk { next_review_at: at(next), ..case.assess(grade) };
        case.give(command);
        case
    };
    let mut conflict = fresh(Grade::Medium, 400);
    conflict.give(dispatch("0412"));
    conflict.give(dispatch_status("0412", ReferenceStatus::Closed));
    let mut action = fresh(Grade::High, 400);
    action.give(set_action("look in the garage", at(197)));
    let mut danger = fresh(Grade::Medium, 198);
    danger.give(answer(Question::SelfHarm, Answer::Yes));
    let in_sight = AssessRisk { next_review_at: at(198), ..danger.assess(Grade::Medium) };
    danger.give(in_sight);
    let rows = sorted(vec![
        ("on track", fresh(Grade::Medium, 600)),
        ("action overdue, high", action),
        ("review soon, medium", fresh(Grade::Medium, 220)),
        ("review overdue, medium", fresh(Grade::Medium, 196)),
        ("review overdue, medium, danger", danger),
        ("review overdue, high", fresh(Grade::High, 199)),
        ("not assessed", Case::reported()),
        ("review soon, high", fresh(Grade::High, 225)),
        ("status conflict", conflict),
    ]);
    assert_eq!(
        rows,
        [
            "status conflict",
            "not assessed",
            "review overdue, medium, danger",
            "review overdue, high",
            "review overdue, medium",
            "action overdue, high",
            "review soon, high",
            "review soon, medium",
            "on track",
        ]
    );
}

#[test]
fn a_summary_holds_every_name_ever_given_and_the_shown_ones_apart() {
    let mut case = Case::reported();
    case.give(describe(Attribute::FamilyName, "Test-Lark"));
    case.give(describe(Attribute::KnownAs, "Mags"));
    let summary = Summary::of(&case.state(), &Thresholds::default());
    assert_eq!(summary.family_name, "Test-Lark");
    assert_eq!(summary.names, ["Test-Lark", "Test-Larkspur", "Mags"]);
}

#[test]
fn a_list_and_a_screen_read_the_same_of_a_childs_age() {
    let mut case = Case::reported();
    case.give(describe(Attribute::DateOfBirth, "2008-03"));
    case.give(describe(Attribute::DateOfBirth, "1985"));
    let state = case.state();
    let summary = Summary::of(&state, &Thresholds::default());
    for (day, child) in [("2026-03-30", true), ("2026-03-31", false), ("2030-01-01", false)] {
        let on = day.parse().unwrap();
        assert_eq!((summary.may_be_child(on), state.may_be_child(on)), (child, child), "{day}");
    }
}

#[test]
fn the_state_and_its_deadlines_are_reckoned_even_for_times_at_the_end_of_the_calendar() {
    let mut laptop = Laptop::new(1);
    let end = DateTime::<Utc>::MAX_UTC - TimeDelta::milliseconds(5);
    let mut fact = reported_fact();
    if let IncidentFact::Reported { reported_at, category, .. } = &mut fact {
        *reported_at = DateTime::<Utc>::MAX_UTC;
        *category = Category::Undecided;
    }
    laptop.write(end, &[], vec![fact]);
    let thresholds = Thresholds::default();
    assert!(review_due(&laptop.state(), &thresholds).is_some());
    laptop.write(end, &[], vec![assessed(Grade::High, DateTime::<Utc>::MAX_UTC)]);
    laptop.write(end, &[], vec![danger(Question::SelfHarm)]);
    let summary = Summary::of(&laptop.state(), &thresholds);
    for now in [DateTime::<Utc>::MIN_UTC, at(0), DateTime::<Utc>::MAX_UTC] {
        assert!(Need::of(&summary, now, &thresholds).is_some());
    }
}
