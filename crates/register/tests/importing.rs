//! Rows of other systems' files: they add, never overrule, and can be taken back until somebody builds on
//! them (INV-4).
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::*;
use register::fact::*;
use register::force::ForceCode;
use register::id::*;
use register::importing::{ImportedRow, take, withdraw};
use register::incident::Status;
use register::*;
use uuid::Uuid;

fn import(n: u128) -> ImportId {
    ImportId(Uuid::from_u128(n))
}

fn cell(column: &str, given: &str, facts: &[u16]) -> ImportedCell {
    ImportedCell { column: column.into(), given: given.into(), facts: facts.to_vec() }
}

fn reported(circumstances: &str) -> IncidentFact {
    IncidentFact::Reported {
        reference: String::new(),
        force: ForceCode::parse("NM").unwrap(),
        person_id: PersonId(Uuid::nil()),
        category: Category::Missing,
        reported_at: at(-10_000),
        circumstances: circumstances.into(),
        question_set: "imported".into(),
    }
}

fn named(name: &str) -> IncidentFact {
    let described = Described { attribute: Attribute::FamilyName, value: name.into() };
    IncidentFact::Described { described }
}

fn graded(grade: Grade) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: vec![],
        rationale: Rationale::default(),
        next_review_at: at(-10_000),
        lowered_because: None,
        beside: None,
    }
}

fn closed() -> IncidentFact {
    IncidentFact::Closed {
        because: ClosedBecause::Imported { status: "FILED".into() },
        summary: String::new(),
    }
}

/// A row of one system: what it says beside the report, and its cells made of that.
fn row(import_id: ImportId, facts: &[IncidentFact]) -> ImportedRow {
    let mut cells = vec![cell("Ref", "MP/77", &[])];
    for (n, fact) in facts.iter().enumerate() {
        cells.push(cell(&format!("Column {n}"), &format!("{fact:?}"), &[u16::try_from(n).unwrap()]));
    }
    let imported = Imported {
        import_id,
        system: "Oldsystem".into(),
        file: "old.csv".into(),
        file_hash: Hash::of(b"file"),
        row: 2,
        key: "MP/77".into(),
        cells,
    };
    ImportedRow { imported, facts: facts.to_vec(), person: None }
}

fn taken(case: &Case, row: ImportedRow) -> Vec<IncidentFact> {
    let thresholds = Thresholds::default();
    let context = importing(case.now, &thresholds);
    take(&case.laptop.log.iter().collect::<Vec<_>>(), row, &context).unwrap()
}

/// Take a row and write what it comes to; whether there was anything to write.
fn give(case: &mut Case, row: ImportedRow) -> bool {
    let facts = taken(case, row);
    let any = !facts.is_empty();
    if any {
        case.laptop.write(case.now, &[], facts);
    }
    any
}

fn take_back(case: &mut Case, import_id: ImportId) -> Result<(), Refusal> {
    let facts = withdraw(&case.laptop.log.iter().collect::<Vec<_>>(), import_id, "wrong file")?;
    case.laptop.write(case.now, &[], facts);
    Ok(())
}

#[test]
fn a_row_becomes_one_entry_that_says_where_each_fact_came_from() {
    let mut case = Case::new();
    assert!(give(
        &mut case,
        row(import(1), &[reported("left on foot"), named("Test-Vale"), graded(Grade::Absent)])
    ));
    let state = case.state();
    assert_eq!((state.entries, state.reference.as_str()), (1, "NM/26/000007"));
    assert_eq!(state.person_id, PersonId(Uuid::from_u128(0x99)));
    assert_eq!(state.grade(), Some(Grade::Absent), "a legacy grade stays readable under its name");
    assert!(state.references.iter().any(|known| known.reference == "MP/77"), "found by the old reference");
    let facts = case.laptop.log[0].facts();
    let IncidentFact::Imported { imported } = &facts[1] else { panic!("provenance stands second") };
    let of = |column: &str| {
        let cell = imported.cells.iter().find(|cell| cell.column == column).unwrap();
        cell.facts.iter().map(|&place| facts[usize::from(place)].kind()).collect::<Vec<_>>()
    };
    assert_eq!(of("Column 0"), ["reported"]);
    assert_eq!(of("Column 1"), ["described"]);
    assert_eq!(of("Column 2"), ["risk_assessed"]);
    assert_eq!(of("Ref"), [""; 0]);
}

#[test]
fn the_same_row_again_says_nothing_and_a_later_one_only_what_changed() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported("left on foot"), named("Test-Vale")]));
    assert!(!give(&mut case, row(import(2), &[reported("left on foot"), named("Test-Vale")])));
    let later =
        taken(&case, row(import(3), &[reported("left on foot"), named("Test-Vale"), graded(Grade::High)]));
    assert_eq!(later.iter().map(IncidentFact::kind).collect::<Vec<_>>(), ["imported", "risk_assessed"]);
    let IncidentFact::Imported { imported } = &later[0] else { panic!("provenance first") };
    let places: Vec<&[u16]> = imported.cells.iter().map(|cell| cell.facts.as_slice()).collect();
    assert_eq!(places, [&[][..], &[], &[], &[1]], "cells name what they led to here");
}

#[test]
fn an_imported_grade_is_to_be_looked_at_again() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), graded(Grade::High)]));
    let next = case.state().next_review_at.unwrap();
    assert_eq!(next, case.now + Thresholds::default().longest_review(Grade::High));
}

#[test]
fn inv_4_the_other_system_leads_until_somebody_works_the_incident_here() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), named("Test-Vale"), graded(Grade::High)]));
    give(&mut case, row(import(2), &[reported(""), named("Test-Vale"), graded(Grade::High), closed()]));
    assert_eq!(case.state().status(), Status::Closed);
    let status = case.state().closed.unwrap().what;
    assert_eq!(status, ClosedBecause::Imported { status: "FILED".into() });
}

#[test]
fn inv_4_a_later_row_neither_lowers_nor_closes_what_somebody_works_here() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), named("Test-Vale"), graded(Grade::High)]));
    case.give(note("rang the family"));
    give(&mut case, row(import(2), &[reported(""), named("Test-Vale"), graded(Grade::Low), closed()]));
    let state = case.state();
    assert_eq!((state.grade(), state.status()), (Some(Grade::High), Status::Open));
    let other = state.references.iter().find(|known| known.reference == "MP/77").unwrap();
    assert_eq!(other.status, ReferenceStatus::Closed, "and says that the other system has closed it");
    give(&mut case, row(import(3), &[reported(""), named("Test-Quill")]));
    assert_eq!(case.state().contradictions().len(), 1, "what differs is added beside");
}

#[test]
fn a_raised_grade_of_a_later_row_counts_also_where_somebody_works_it() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), named("Test-Vale"), graded(Grade::Low)]));
    case.give(note("rang the family"));
    give(&mut case, row(import(2), &[reported(""), named("Test-Vale"), graded(Grade::High)]));
    assert_eq!(case.state().grade(), Some(Grade::High));
}

#[test]
fn an_import_taken_back_counts_no_longer_and_its_log_stays() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported("left"), named("Test-Vale")]));
    take_back(&mut case, import(1)).unwrap();
    let state = case.state();
    assert_eq!(state.withdrawn.as_ref().map(|said| said.what.as_str()), Some("wrong file"));
    assert!(state.described.is_empty() && state.imports.is_empty());
    assert_eq!(state.entries, 2);
}

#[test]
fn taking_back_a_later_import_leaves_what_the_earlier_one_said() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), named("Test-Vale")]));
    give(&mut case, row(import(2), &[reported(""), named("Test-Quill")]));
    take_back(&mut case, import(2)).unwrap();
    let state = case.state();
    assert!(state.withdrawn.is_none());
    assert_eq!(state.described[&Attribute::FamilyName].len(), 1);
}

#[test]
fn what_built_on_an_import_and_was_taken_back_itself_holds_nothing_up() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), named("Test-Vale")]));
    give(&mut case, row(import(2), &[reported(""), named("Test-Quill")]));
    assert_eq!(take_back(&mut case, import(1)).unwrap_err().rule, Rule::ImportBuiltOn);
    take_back(&mut case, import(2)).unwrap();
    take_back(&mut case, import(1)).unwrap();
    let state = case.state();
    assert!(state.withdrawn.is_some() && state.described.is_empty());
}

#[test]
fn what_somebody_built_on_can_no_longer_be_taken_back() {
    let mut case = Case::new();
    give(&mut case, row(import(1), &[reported(""), named("Test-Vale")]));
    case.give(note("rang the family"));
    let refused = take_back(&mut case, import(1)).unwrap_err();
    assert_eq!(refused.rule, Rule::ImportBuiltOn);
    let log: Vec<_> = case.laptop.log.iter().collect();
    assert_eq!(Incident::built_on(log, import(1)).len(), 1, "and it is told who");
    assert_eq!(take_back(&mut case, import(9)).unwrap_err().rule, Rule::NoSuchImport);
}

#[test]
fn a_withdrawal_made_without_sight_of_what_was_built_does_not_hold() {
    let mut first = Case::new();
    give(&mut first, row(import(1), &[reported(""), named("Test-Vale")]));
    let mut second = Laptop::new(2);
    second.receive(&first.laptop.log, at(1));
    let facts = withdraw(&second.log.iter().collect::<Vec<_>>(), import(1), "wrong file").unwrap();
    second.write(at(2), &[], facts);
    first.give(note("rang the family"));
    first.laptop.receive(&second.log, at(3));
    second.receive(&first.laptop.log, at(3));
    assert_eq!(first.state(), second.state(), "in any order of arrival");
    assert!(first.state().withdrawn.is_none(), "work is not thrown away unseen");
    assert_eq!(first.state().value(Attribute::FamilyName), Some("Test-Vale"));
}
