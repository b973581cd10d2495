//! What was written on paper is decided as if it had been typed (F42): it may say what an officer may, and is
//! refused what an officer is refused (INV-4).
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::*;
use register::command::Act;
use register::fact::*;
use register::force::ForceCode;
use register::id::*;
use register::importing::{ImportedRow, PAPER};
use register::question::{Answer, Question};
use register::*;
use uuid::Uuid;

fn row(number: &str, facts: &[IncidentFact]) -> ImportedRow {
    let cell = |n: usize| ImportedCell {
        column: format!("Column {n}"),
        given: format!("{n}"),
        facts: vec![u16::try_from(n).unwrap()],
    };
    let imported = Imported {
        import_id: ImportId(Uuid::from_u128(1)),
        system: PAPER.into(),
        file: "paper.csv".into(),
        file_hash: Hash::of(b"paper"),
        row: 2,
        key: number.into(),
        cells: (0..facts.len()).map(cell).collect(),
    };
    ImportedRow { imported, facts: facts.to_vec(), person: None }
}

fn noted(text: &str) -> IncidentFact {
    IncidentFact::Noted { text: text.into() }
}

fn graded(grade: Grade) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: vec![],
        rationale: Rationale::default(),
        next_review_at: at(0),
        lowered_because: None,
        beside: None,
    }
}

fn located(seen_by: &str) -> IncidentFact {
    IncidentFact::Located {
        seen_by: seen_by.into(),
        seen_at: When::At { at: at(5) },
        place: "Fernbrook Court".into(),
        identity_confirmed: "known to the officer".into(),
        found_by: FoundBy::Police,
        condition: Condition::Unharmed,
    }
}

fn decide(case: &Case, row: ImportedRow) -> Result<Vec<IncidentFact>, Refusal> {
    let thresholds = Thresholds::default();
    let context = importing(case.now, &thresholds);
    let act = Act { happened_at: Some(When::At { at: at(1) }), from_paper: true, ..Act::default() };
    paper::take(incident_id(), &case.laptop.log.iter().collect::<Vec<_>>(), row, &act, &context)
}

fn give(case: &mut Case, row: ImportedRow) -> Vec<IncidentFact> {
    let facts = decide(case, row).unwrap();
    if !facts.is_empty() {
        case.laptop.write(case.now, &[], facts.clone());
    }
    facts
}

fn reported() -> Case {
    let mut case = Case::new();
    let report = IncidentFact::Reported {
        reference: String::new(),
        force: ForceCode::parse("NM").unwrap(),
        person_id: PersonId(Uuid::nil()),
        category: Category::Missing,
        reported_at: at(0),
        circumstances: "did not come home".into(),
        question_set: "imported".into(),
    };
    let name = Described { attribute: Attribute::FamilyName, value: "Test-Vale".into() };
    let facts = give(&mut case, row("P-QKTVX-001", &[report, IncidentFact::Described { described: name }]));
    assert!(matches!(facts[1], IncidentFact::Imported { .. }), "the provenance stands second");
    case
}

#[test]
fn a_report_on_paper_begins_an_incident_that_no_other_systems_reference_is_made_up_for() {
    let state = reported().state();
    assert_eq!((state.entries, state.reference.as_str()), (1, "NM/26/000007"));
    assert!(state.references.is_empty(), "{:?}", state.references);
}

#[test]
fn a_later_row_says_what_it_says_with_the_cells_it_came_from() {
    let mut case = reported();
    let facts = give(&mut case, row("P-QKTVX-002", &[noted("neighbour rang"), graded(Grade::High)]));
    let IncidentFact::Imported { imported } = &facts[0] else { panic!("the provenance stands first") };
    let places: Vec<&[u16]> = imported.cells.iter().map(|cell| cell.facts.as_slice()).collect();
    assert_eq!(places, [&[1][..], &[2][..]], "moved on by the provenance");
    assert_eq!(
        case.state().grade(),
        Some(Grade::High),
        "raised without the words that paper has no room for"
    );
}

#[test]
fn the_same_row_again_says_nothing_and_a_corrected_one_only_what_is_new() {
    let mut case = reported();
    give(&mut case, row("P-QKTVX-002", &[noted("neighbour rang")]));
    assert_eq!(give(&mut case, row("P-QKTVX-002", &[noted("neighbour rang")])), []);
    let facts = give(&mut case, row("P-QKTVX-002", &[noted("neighbour rang"), noted("and came by")]));
    assert_eq!(facts.len(), 2);
    assert_eq!(facts[1], noted("and came by"));
    let again = give(&mut case, row("P-QKTVX-003", &[noted("neighbour rang")]));
    assert_eq!(again.len(), 2, "another row that says the same says it again");
}

#[test]
fn paper_lowers_no_grade_and_locates_nobody_on_hearsay() {
    let mut case = reported();
    give(&mut case, row("P-QKTVX-002", &[graded(Grade::High)]));
    let lowered = decide(&case, row("P-QKTVX-003", &[graded(Grade::Low)])).unwrap_err();
    assert_eq!(lowered.rule, Rule::LoweringNeedsReason);
    let hearsay = decide(&case, row("P-QKTVX-004", &[located("")])).unwrap_err();
    assert_eq!((hearsay.rule, hearsay.fields[0].field.as_str()), (Rule::Fields, "seen_by"));
    assert_eq!(case.state().grade(), Some(Grade::High));
    give(&mut case, row("P-QKTVX-004", &[located("PC Test-Marsh")]));
    assert!(case.state().located.is_some());
}

#[test]
fn a_no_on_paper_is_taken_though_there_was_no_room_for_what_shows_it() {
    let mut case = reported();
    let said = |answer| IncidentFact::Answered { answered: answered(Question::SelfHarm, answer) };
    give(&mut case, row("P-QKTVX-002", &[said(Answer::Yes)]));
    give(&mut case, row("P-QKTVX-003", &[said(Answer::No)]));
    let state = case.state();
    assert_eq!(state.answer(Question::SelfHarm), Answer::No);
    assert_eq!(state.standing_dangers().count(), 1, "F18: the danger stands all the same");
}

#[test]
fn a_row_about_no_incident_or_about_a_closed_one_is_refused_as_it_is_at_the_keyboard() {
    let nobody = Case::new();
    assert_eq!(decide(&nobody, row("P-QKTVX-002", &[noted("x")])).unwrap_err().rule, Rule::NoSuchIncident);
    let mut case = reported();
    let closed = IncidentFact::Closed {
        because: ClosedBecause::Imported { status: "FILED".into() },
        summary: String::new(),
    };
    case.laptop.write(case.now, &[], vec![closed]);
    assert_eq!(decide(&case, row("P-QKTVX-002", &[graded(Grade::High)])).unwrap_err().rule, Rule::Closed);
    assert_eq!(give(&mut case, row("P-QKTVX-003", &[noted("family rang")])).len(), 2, "what arrives is kept");
}

#[test]
fn what_was_entered_from_paper_is_worked_here_and_no_other_system_overrules_it() {
    let mut case = reported();
    give(&mut case, row("P-QKTVX-002", &[graded(Grade::High)]));
    let mut other = row("MP/1", &[graded(Grade::Low)]);
    other.imported.system = "Oldsystem".into();
    let report = IncidentFact::Reported {
        reference: String::new(),
        force: ForceCode::parse("NM").unwrap(),
        person_id: PersonId(Uuid::nil()),
        category: Category::Missing,
        reported_at: at(0),
        circumstances: String::new(),
        question_set: "imported".into(),
    };
    other.facts.insert(0, report);
    let thresholds = Thresholds::default();
    let context = importing(case.now, &thresholds);
    let entries: Vec<_> = case.laptop.log.iter().collect();
    let facts = register::importing::take(&entries, other, &context).unwrap();
    assert!(!facts.iter().any(|fact| matches!(fact, IncidentFact::RiskAssessed { .. })), "{facts:?}");
}
