//! From rows to facts.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::said::*;
use common::{at, one, understood};
use register::fact::{Attribute, Category, Condition, FoundBy, Grade, HowKnown, System};
use register::question::{Answer, Question};
use register::{IncidentFact, When};
use rstest::rstest;

#[test]
fn a_row_of_northmoor_says_all_that_it_says() {
    let rows = understood(include_bytes!("fixtures/northmoor.csv"));
    assert_eq!(rows.len(), 3);
    let ida = &rows[0];
    assert_eq!(ida.problems, []);
    assert_eq!(ida.key, "NM/26/0101");
    let who = ida.who.as_ref().unwrap();
    assert_eq!(
        (who.family.as_str(), who.given.as_str(), who.born.as_str()),
        ("test-larkspur", "ida may", "2011-02-14")
    );
    let circumstances = "Did not return from school.\nHas done this before.";
    assert_eq!(reported(ida), (Category::Missing, at("2026-01-25T15:10:00Z"), circumstances));
    let seen = last_seen(ida).unwrap();
    assert_eq!(seen.place, "Hazel House, Test Lane, AB1 2CD");
    assert_eq!(seen.when, When::At { at: at("2026-01-24T22:30:00Z") });
    assert_eq!(seen.how_known, HowKnown::NotKnown);
    assert_eq!(described(ida, Attribute::FamilyName), ["Test-Larkspur"]);
    assert_eq!(described(ida, Attribute::EthnicAppearance), ["IC1"]);
    assert_eq!(described(ida, Attribute::LookedAfterBy), ["council not named"]);
    assert_eq!(
        answers(ida),
        [
            (Question::MissingBefore, Answer::Yes, "3"),
            (Question::SexualExploitation, Answer::Yes, ""),
            (Question::SelfHarm, Answer::NotKnown, ""),
        ]
    );
    assert_eq!(grade(ida), Some(Grade::High));
    let found_at = When::At { at: at("2026-01-26T09:15:00Z") };
    assert_eq!(
        located(ida),
        Some(("Police", found_at, "Bus station, Testford", FoundBy::Police, Condition::Unharmed))
    );
    assert_eq!(closed(ida), Some("Found"));
    assert_eq!(note(ida), "OIC: PC 4401");
    assert!(ida.facts.iter().any(|fact| matches!(fact, IncidentFact::ReferenceGiven { reference }
        if reference.system == System::DispatchLog && reference.reference == "NM-20260125-0412")));

    let rowan = &rows[1];
    assert_eq!(described(rowan, Attribute::FamilyName), ["Test-McAlder"]);
    assert_eq!((located(rowan), closed(rowan)), (None, None));
    assert_eq!(
        last_seen(rowan).unwrap().when,
        When::Between { from: at("2026-01-28T00:00:00Z"), to: at("2026-01-28T23:59:00Z") }
    );
    assert_eq!(note(rowan), "LAC: N\nOIC: PC 4417");

    let wren = &rows[2];
    assert_eq!(reported(wren).1, at("2026-01-29T00:00:00Z"));
    assert_eq!(described(wren, Attribute::DateOfBirth), ["1999"]);
    assert_eq!((wren.who.as_ref(), grade(wren)), (None, Some(Grade::NoApparentRisk)));
    assert_eq!(located(wren).unwrap().3, FoundBy::ReturnedThemselves);
    assert_eq!(closed(wren), Some("Closed"));
}

#[test]
fn a_row_of_westwick_is_understood_in_its_encoding_and_forms() {
    let rows = understood(include_bytes!("fixtures/westwick-1252-semicolons.csv"));
    let alder = &rows[0];
    assert_eq!(alder.problems, []);
    assert_eq!(reported(alder).0, Category::ConcernForSafety);
    assert_eq!(reported(alder).1, at("2026-02-01T08:30:00Z"));
    assert_eq!(reported(alder).2, "Said “goodbye” by text – worried");
    assert_eq!(described(alder, Attribute::HeightCm), ["180"]);
    assert_eq!(described(alder, Attribute::EthnicAppearance), ["IC1"]);
    // The first column is the value shown: it comes last.
    assert_eq!(described(alder, Attribute::Phone), ["07700 900124", "07700 900123"]);
    assert_eq!((grade(alder), located(alder), closed(alder)), (Some(Grade::Medium), None, None));

    let sage = &rows[1];
    assert_eq!(described(sage, Attribute::DateOfBirth), ["1990-03"]);
    assert_eq!(last_seen(sage).unwrap().when, When::About { at: at("2026-02-01T18:00:00Z") });
    let found_at = When::At { at: at("2026-02-03T10:00:00Z") };
    assert_eq!(located(sage), Some(("found by family", found_at, "", FoundBy::Family, Condition::NotKnown)));
    assert_eq!(closed(sage), Some("Returned safe"));
}

#[test]
fn a_row_of_southfold_is_understood_by_its_values() {
    let rows = understood(include_bytes!("fixtures/southfold-tabs.tsv"));
    let fern = &rows[0];
    assert_eq!(fern.problems, []);
    assert!(fern.key.starts_with('#') && fern.key.len() == 33, "{}", fern.key);
    assert_eq!(described(fern, Attribute::FamilyName), ["Test-Tansy"]);
    assert_eq!(described(fern, Attribute::GivenName), ["Fern"]);
    assert_eq!(described(fern, Attribute::Age), ["15"]);
    assert_eq!(described(fern, Attribute::EthnicAppearance), ["IC5"]);
    assert_eq!(described(fern, Attribute::DateOfBirth), ["2010-11-10"]);
    let briar = &rows[1];
    assert_eq!(described(briar, Attribute::FamilyName), ["Test-Vetch"]);
    assert_eq!(described(briar, Attribute::Age), ["40-49"]);
    assert_eq!(note(briar), "Free notes: =HYPERLINK(\"x\")");
}

#[rstest]
#[case("", "import-problem-reported-missing")]
#[case("N/A", "import-problem-reported-missing")]
#[case("31/02/2026", "import-problem-date")]
#[case("soon", "import-problem-date")]
#[case("02/03/2026", "import-problem-future")]
#[case("01/03/2026 12:01", "import-problem-future")]
#[case("29/03/2025 25:00", "import-problem-time")]
#[case("30/03/2025 01:30", "import-problem-time-gap")]
#[case("05/01/27", "import-problem-future")]
#[case("05/01/1899", "import-problem-date")]
fn a_row_whose_report_has_no_time_that_can_have_been_is_rejected(#[case] given: &str, #[case] remedy: &str) {
    let understood = one(&[("reported_at", given), ("attribute.family_name", "Test-Larkspur")]);
    assert!(understood.is_rejected());
    assert_eq!(understood.problems.len(), 1, "{:?}", understood.problems);
    let problem = &understood.problems[0];
    assert_eq!((problem.column.as_str(), problem.value.as_str()), ("reported_at", given));
    assert_eq!((problem.remedy, problem.fatal), (remedy, true));
}

#[test]
fn a_row_of_nobody_is_rejected() {
    let understood = one(&[("reported_at", "05/01/2026"), ("attribute.date_of_birth", "31/02/1990")]);
    assert!(understood.is_rejected());
    let remedies: Vec<_> = understood.problems.iter().map(|p| (p.remedy, p.fatal)).collect();
    assert_eq!(remedies, [("import-problem-date", false), ("import-problem-nobody", true)]);
    let described = one(&[("reported_at", "05/01/2026"), ("attribute.hair", "red")]);
    assert!(!described.is_rejected());
}

#[test]
fn a_value_not_understood_is_told_and_stands_in_the_note_as_given() {
    let understood = one(&[
        ("reported_at", "05/01/2026"),
        ("attribute.family_name", "Test-Larkspur"),
        ("attribute.height_cm", " very tall "),
        ("grade", "purple"),
        ("question.self_harm", "has spoken of it"),
        ("last_seen_at", "Tuesday"),
        ("last_seen_time", "1510"),
        ("status", "purple"),
        ("found_at", "soon"),
        ("postcode", "unknown place"),
    ]);
    assert!(!understood.is_rejected());
    let told: BTreeSet<&str> = understood.problems.iter().map(|problem| problem.remedy).collect();
    let expected = [
        "import-problem-answer",
        "import-problem-date",
        "import-problem-grade",
        "import-problem-height",
        "import-problem-postcode",
        "import-problem-status",
    ];
    assert_eq!(told, BTreeSet::from(expected));
    for line in [
        "attribute.height_cm:  very tall ",
        "grade: purple",
        "question.self_harm: has spoken of it",
        "last_seen_at: Tuesday",
        "last_seen_time: 1510",
        "status: purple",
        "found_at: soon",
        "postcode: unknown place",
    ] {
        assert!(note(&understood).lines().any(|other| other == line), "{line}");
    }
    assert_eq!((grade(&understood), located(&understood), closed(&understood)), (None, None, None));
}

#[test]
fn placeholders_say_nothing_and_are_no_fault() {
    let understood = one(&[
        ("reported_at", "05/01/2026"),
        ("attribute.family_name", "Test-Larkspur"),
        ("attribute.date_of_birth", "N/A"),
        ("attribute.height_cm", "-"),
        ("grade", "TBC"),
        ("found_at", "N/A"),
        ("found_by", "None"),
        ("found_place", "-"),
        ("condition", "N/A"),
        ("reference.dispatch_log", "none"),
        ("last_seen_at", "Unknown"),
    ]);
    assert_eq!(understood.problems, []);
    assert_eq!(understood.facts.len(), 2, "{:?}", understood.facts);
    assert_eq!(understood.cells.len(), 11);
}

#[test]
fn a_category_of_absent_is_a_grade_of_earlier_policy() {
    let row = |grade: &str| {
        one(&[
            ("reported_at", "05/01/2026"),
            ("attribute.hair", "red"),
            ("category", "Absent"),
            ("grade", grade),
        ])
    };
    assert_eq!((reported(&row("")).0, grade(&row(""))), (Category::Missing, Some(Grade::Absent)));
    assert_eq!(grade(&row("M")), Some(Grade::Medium));
}

#[test]
fn a_date_and_a_time_of_their_own_come_together() {
    let row = |date: &str, time: &str| {
        let understood = one(&[("reported_at", date), ("reported_time", time), ("attribute.hair", "red")]);
        assert!(!understood.is_rejected());
        reported(&understood).1
    };
    assert_eq!(row("05/07/2025", "15:10"), at("2025-07-05T14:10:00Z"));
    assert_eq!(row("05/07/2025 00:00:00", "15:10"), at("2025-07-05T14:10:00Z"));
    assert_eq!(row("2025-07-05T00:00:00Z", "3.10pm"), at("2025-07-05T14:10:00Z"));
    assert_eq!(row("2025-07-05T09:30:00Z", "15:10"), at("2025-07-05T09:30:00Z"));
    assert_eq!(row("45843", "0.5"), at("2025-07-05T11:00:00Z"));
    assert_eq!(row("05/07/2025", "30/12/1899 15:10"), at("2025-07-05T14:10:00Z"));
    assert_eq!(row("05/07/2025", "N/A"), at("2025-07-04T23:00:00Z"));
}

#[test]
fn a_rough_date_with_a_time_of_its_own_is_a_rough_time() {
    let row = one(&[
        ("reported_at", "05/01/2026"),
        ("attribute.hair", "red"),
        ("last_seen_at", "approx 04/01/2026"),
        ("last_seen_time", "1510"),
    ]);
    assert_eq!(last_seen(&row).unwrap().when, When::About { at: at("2026-01-04T15:10:00Z") });
}

#[test]
fn a_placeholder_is_nobodys_key() {
    let row = |key: &str| one(&[("key", key), ("reported_at", "05/01/2026"), ("attribute.hair", "red")]).key;
    assert!(row("N/A").starts_with('#') && row("-").starts_with('#') && row(" ").starts_with('#'));
    assert_eq!(row(" NM/1 "), "NM/1");
}

#[test]
fn found_with_no_status_column_is_over_and_with_an_empty_one_is_not() {
    let base = [("reported_at", "05/01/2026"), ("attribute.hair", "red"), ("found_at", "06/01/2026")];
    let without = one(&base);
    assert_eq!(closed(&without), Some("found"));
    let with = one(&[base.as_slice(), &[("status", "")]].concat());
    assert!(located(&with).is_some());
    assert_eq!(closed(&with), None);
    let dead = one(&[&base[..2], &[("status", "Found deceased")]].concat());
    assert_eq!(located(&dead).unwrap().4, Condition::Died);
    let cancelled = one(&[&base[..2], &[("status", "Cancelled")]].concat());
    assert_eq!((located(&cancelled), closed(&cancelled)), (None, Some("Cancelled")));
}

#[test]
fn whoever_is_said_to_be_missing_is_not_taken_to_have_been_found() {
    let base = [("reported_at", "05/01/2026"), ("attribute.hair", "red")];
    let both = one(&[base.as_slice(), &[("found_at", "06/01/2026"), ("status", "Still missing")]].concat());
    assert_eq!((located(&both), closed(&both)), (None, None));
    assert_eq!(both.problems.len(), 1);
    assert_eq!(both.problems[0].remedy, "import-problem-found-and-missing");
    assert_eq!(note(&both), "found_at: 06/01/2026\nstatus: Still missing");
    for denied in ["No", "N", "Not found", "Still missing", "N/A", "Unknown", "0"] {
        let row = one(&[base.as_slice(), &[("found_by", denied), ("found_place", denied)]].concat());
        assert_eq!((located(&row), closed(&row)), (None, None), "{denied}");
        assert_eq!(row.problems, [], "{denied}");
    }
    let open = one(&[base.as_slice(), &[("found_at", "06/01/2026"), ("status", "Open")]].concat());
    assert!(located(&open).is_some() && closed(&open).is_none());
}

#[test]
fn no_medical_condition_is_not_one() {
    let row = |given: &str| {
        let row =
            one(&[("reported_at", "05/01/2026"), ("attribute.hair", "red"), ("attribute.medication", given)]);
        (described(&row, Attribute::Medication).concat(), note(&row).to_owned())
    };
    assert_eq!(row("N"), (String::new(), "attribute.medication: N".into()));
    assert_eq!(row("insulin"), ("insulin".into(), String::new()));
    assert_eq!(row("Y"), ("Y".into(), String::new()));
}

#[test]
fn the_key_of_a_row_without_one_does_not_depend_on_the_order_of_columns() {
    let cells = [("reported_at", "05/01/2026"), ("attribute.hair", "red"), ("note", "x")];
    let mut turned = cells;
    turned.reverse();
    let (one, other) = (one(&cells), common::one(&turned));
    assert_eq!(one.content_hash(), other.content_hash());
    assert_eq!(one.key, other.key);
    assert_eq!(one.key, format!("#{}", &one.content_hash().to_string()[..32]));
    let changed = common::one(&[("reported_at", "05/01/2026"), ("attribute.hair", "red"), ("note", "x ")]);
    assert_ne!(changed.key, one.key);
    // What stands under one heading is not what stands under another.
    let moved = common::one(&[("reported_at", "05/01/2026"), ("attribute.hair", "red"), ("status", "x")]);
    assert_ne!(moved.content_hash(), one.content_hash());
}
