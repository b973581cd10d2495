//! What a field takes: times that can be shown, days that have come, texts that can be kept.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use common::*;
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

type Build = fn(&Case, DateTime<Utc>) -> Command;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn act(happened_at: Option<When>, obtained_at: Option<DateTime<Utc>>) -> Act {
    let source = Source { kind: SourceKind::Witness, obtained_at, ..Source::officer() };
    Act { happened_at, source: Some(source), ..Act::default() }
}

fn last_seen(when: When) -> LastSeen {
    LastSeen { place: "Test Street".into(), when, how_known: HowKnown::Seen, by: String::new() }
}

fn give_last_seen(last_seen: LastSeen) -> GiveLastSeen {
    GiveLastSeen { incident_id: incident_id(), act: Act::default(), last_seen }
}

fn update(next_promised_at: Option<DateTime<Utc>>) -> UpdateInformant {
    UpdateInformant {
        incident_id: incident_id(),
        act: Act::default(),
        to: "Test-Larkspur, Ida".into(),
        told: "nothing new".into(),
        next_promised_at,
    }
}

fn photograph(taken: Taken) -> AddPhotograph {
    let photograph = Photograph {
        photograph_id: PhotographId(Default::default()),
        original: Hash::of(b"o"),
        display: Hash::of(b"d"),
        thumbnail: Hash::of(b"t"),
        width: 600,
        height: 800,
        taken,
    };
    AddPhotograph { incident_id: incident_id(), act: Act::default(), photograph }
}

#[rstest]
#[case::due_at("due_at", |_: &Case, at| set_action("look in the garage", at).into())]
#[case::until("answer.until", |case: &Case, until| AnswerAction {
    incident_id: incident_id(),
    act: Act::default(),
    action_id: case.state().actions[0].what.action_id,
    answer: ActionAnswer::StillNeeded { until },
}.into())]
#[case::review_answer("answers.0.answer.until", |case: &Case, until| {
    let action_id = case.state().actions[0].what.action_id;
    review(at(60), vec![ReviewedAction { action_id, answer: ActionAnswer::StillNeeded { until } }]).into()
})]
#[case::review("next_review_at", |case: &Case, at| {
    let action_id = case.state().actions[0].what.action_id;
    review(at, vec![ReviewedAction { action_id, answer: done() }]).into()
})]
#[case::assessment("next_review_at", |case: &Case, at| AssessRisk { next_review_at: at, ..case.assess(Grade::High) }.into())]
#[case::promise("next_promised_at", |_: &Case, at| update(Some(at)).into())]
#[case::happened_at("act.happened_at", |_: &Case, at| RecordNote { act: act(Some(When::At { at }), None), ..note("rang") }.into())]
#[case::happened_until("act.happened_at", |_: &Case, to| {
    RecordNote { act: act(Some(When::Between { from: common::at(-1), to }), None), ..note("rang") }.into()
})]
#[case::obtained_at("act.source.obtained_at", |_: &Case, at| RecordNote { act: act(None, Some(at)), ..note("rang") }.into())]
#[case::last_seen("last_seen.when", |_: &Case, at| give_last_seen(last_seen(When::About { at })).into())]
#[case::last_seen_from("last_seen.when", |_: &Case, from| {
    give_last_seen(last_seen(When::Between { from, to: at(0) })).into()
})]
#[case::partner("information.said_at", |_: &Case, at| {
    let information = PartnerInformation { said_at: When::About { at }, ..partner_information(ChangesRisk::No) };
    RecordPartnerInformation { information, ..partner(ChangesRisk::No) }.into()
})]
#[case::located("seen_at", |_: &Case, at| located(at).into())]
#[case::confirmed("exception.confirmation.at", |case: &Case, at| {
    let by = Confirmation { at, ..confirmation(Role::DutyInspector, officer(2)) };
    case.close_unlocated(Some(by)).into()
})]
fn a_time_that_cannot_be_shown_is_refused_by_its_field(
    #[case] field: &str,
    #[case] build: Build,
    #[values(
        "-262143-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "+262142-12-31T23:59:59Z"
    )]
    time: &str,
) {
    let mut case = Case::graded(Grade::Medium);
    // A closure waits for open actions; the others are about one.
    if !field.starts_with("exception") {
        case.give(set_action("ring the ward", at(30)));
    }
    let refusal = case.ask(build(&case, instant(time))).unwrap_err();
    let out_of_range = FieldError { field: field.to_owned(), message: "field-time-out-of-range".to_owned() };
    assert_eq!(refusal, Refusal::fields(vec![out_of_range]));
}

#[rstest]
#[case("1899-12-31T23:59:59Z", Some("field-time-out-of-range"))]
#[case("1900-01-01T00:00:00Z", None)]
#[case("2200-01-01T00:00:00Z", Some("field-time-out-of-range"))]
fn a_report_names_each_time_that_cannot_be_shown(#[case] time: &str, #[case] remedy: Option<&str>) {
    let time = instant(time);
    let command = TakeReport {
        reported_at: Some(time),
        last_seen: Some(last_seen(When::At { at: time })),
        ..report(&[(Attribute::Hair, "red")])
    };
    let given = Case::new().ask(command);
    let wrong: Vec<_> = given.err().into_iter().flat_map(|refusal| refusal.fields).collect();
    let expected: Vec<_> = remedy
        .into_iter()
        .flat_map(|remedy| ["reported_at", "last_seen.when"].map(|field| (field, remedy)))
        .collect();
    let wrong: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), wrong.message.as_str())).collect();
    assert_eq!(wrong, expected);
}

#[rstest]
#[case::before_photography("1899-12-31", Some("field-time-out-of-range"))]
#[case::long_past("1900-01-01", None)]
#[case::today("2026-03-02", None)]
#[case::tomorrow("2026-03-03", Some("field-in-the-future"))]
#[case::far_off("2200-01-01", Some("field-time-out-of-range"))]
fn a_photograph_was_taken_on_a_day_that_has_come(#[case] date: &str, #[case] remedy: Option<&str>) {
    let date: NaiveDate = date.parse().unwrap();
    for taken in [Taken::On { date }, Taken::About { date }] {
        let mut case = Case::reported();
        assert_eq!(case.now.date_naive().to_string(), "2026-03-02");
        let wrong: Vec<_> =
            case.ask(photograph(taken)).err().into_iter().flat_map(|refusal| refusal.fields).collect();
        let wrong: Vec<_> = wrong.iter().map(|w| (w.field.as_str(), w.message.as_str())).collect();
        assert_eq!(wrong, remedy.map(|remedy| ("photograph.taken", remedy)).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_photograph_of_a_summer_night_was_taken_on_that_night() {
    let mut case = Case::reported();
    case.now = instant("2026-07-01T23:30:00Z");
    let date = NaiveDate::from_ymd_opt(2026, 7, 2).unwrap();
    case.give(photograph(Taken::On { date }));
}

#[rstest]
#[case::as_far_as_a_clock_may_be_ahead(5, true)]
#[case::further(6, false)]
fn what_a_faster_clock_has_seen_is_taken(#[case] minutes: i64, #[case] taken: bool) {
    let ahead = at(minutes);
    let command = TakeReport {
        act: act(Some(When::At { at: ahead }), Some(ahead)),
        reported_at: Some(ahead),
        last_seen: Some(last_seen(When::At { at: ahead })),
        ..report(&[(Attribute::Hair, "red")])
    };
    assert_eq!(Case::new().ask(command).is_ok(), taken);
    assert_eq!(Case::reported().ask(located(ahead)).is_ok(), taken);
}

#[test]
fn the_clock_of_a_force_may_be_further_ahead() {
    let own = Thresholds { clock_ahead_minutes: 10, ..Thresholds::default() };
    let context = Context {
        now: at(0),
        officer_id: officer(1),
        role: Role::CallHandler,
        force: force(),
        thresholds: &own,
        new_person: PersonId(Default::default()),
        new_action: ActionId(Default::default()),
        question_set: register::question_set::SHIPPED.into(),
        exploited_in: Vec::new(),
        new_reference: "NM/26/000001".into(),
    };
    let command = TakeReport { reported_at: Some(at(10)), ..report(&[(Attribute::Hair, "red")]) };
    assert!(decide(None, &command.into(), &context).is_ok());
}

fn named(spoil: fn(&mut Source, String)) -> impl Fn(String) -> Command {
    move |text| {
        let mut command = note("rang");
        command.act = act(None, None);
        spoil(command.act.source.as_mut().unwrap(), text);
        command.into()
    }
}

fn spoilt(spoil: fn(&mut PartnerInformation, String)) -> impl Fn(String) -> Command {
    move |text| {
        let mut command = partner(ChangesRisk::No);
        spoil(&mut command.information, text);
        command.into()
    }
}

#[rstest]
#[case::place("last_seen.place", |text| give_last_seen(LastSeen { place: text, ..last_seen(When::NotKnown) }).into())]
#[case::by("last_seen.by", |text| give_last_seen(LastSeen { by: text, ..last_seen(When::NotKnown) }).into())]
#[case::said_by("answers.0.said_by", |text| {
    let mut command = answer(Question::SelfHarm, Answer::Yes);
    command.answers[0].said_by = text;
    command.into()
})]
#[case::partner_phone("information.phone", |text| spoilt(|said, text| said.phone = text)(text))]
#[case::agency_name("information.agency_name", |text| spoilt(|said, text| said.agency_name = text)(text))]
#[case::statement("information.statement", |text| spoilt(|said, text| said.statement = text)(text))]
#[case::phone("phone", |text| RecordContact { phone: text, ..contact(ChangesRisk::No) }.into())]
#[case::relation("relation", |text| ConfirmLikeness {
    incident_id: incident_id(),
    act: Act::default(),
    photograph_id: PhotographId(Default::default()),
    by: "Test-Larkspur, Ida".into(),
    relation: text,
}.into())]
#[case::source_name("act.source.name", |text| named(|source, text| source.name = text)(text))]
#[case::source_relation("act.source.relation", |text| named(|source, text| source.relation = text)(text))]
#[case::source_contact("act.source.contact", |text| named(|source, text| source.contact = text)(text))]
fn a_text_longer_than_the_register_keeps_is_refused_by_its_field(
    #[case] field: &str,
    #[case] build: fn(String) -> Command,
) {
    let mut case = Case::reported();
    case.give(photograph(Taken::NotKnown));
    assert_eq!(case.wrong_fields(build("é".repeat(50_001))), [field]);
    case.give(build("é".repeat(50_000)));
}

#[test]
fn a_report_limits_the_same_texts() {
    let long = || "é".repeat(50_001);
    let mut said = answered(Question::SelfHarm, Answer::Yes);
    said.said_by = long();
    let command = TakeReport {
        act: Act { source: Some(Source { name: long(), ..Source::officer() }), ..Act::default() },
        last_seen: Some(LastSeen { place: long(), by: long(), ..last_seen(When::NotKnown) }),
        answers: vec![said],
        ..report(&[(Attribute::Hair, "red")])
    };
    assert_eq!(
        Case::new().wrong_fields(command),
        ["act.source.name", "last_seen.place", "last_seen.by", "answers.0.said_by"]
    );
}

#[test]
fn a_raise_needs_no_words_and_takes_none_that_cannot_be_kept() {
    let mut case = Case::graded(Grade::Low);
    let long = "é".repeat(50_001);
    let command = AssessRisk {
        rationale: Rationale { key_facts: long.clone(), ..Rationale::default() },
        lowered_because: Some(long),
        next_review_at: case.now + TimeDelta::hours(1),
        ..case.assess(Grade::High)
    };
    assert_eq!(case.wrong_fields(command), ["rationale.key_facts", "lowered_because"]);
}
