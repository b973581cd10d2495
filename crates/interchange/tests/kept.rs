//! Whatever a cell holds and whatever it is mapped to, it is kept as it was given.

#![allow(clippy::unwrap_used)]

mod common;

use common::said::*;
use common::{naughty, one, understood_by};
use interchange::export::Rejected;
use interchange::{Column, Field, Mapping, Row, Understood};
use proptest::prelude::*;
use register::IncidentFact;
use register::fact::Attribute;

#[test]
fn every_naughty_text_is_kept_byte_for_byte_in_every_text() {
    for text in naughty() {
        let understood = one(&[
            ("reported_at", "05/01/2026"),
            ("attribute.family_name", "Test-Larkspur"),
            ("circumstances", &text),
            ("last_seen_place", &text),
            ("attribute.clothing", &text),
            ("attribute.known_as", &text),
            ("note", &text),
        ]);
        let given = understood.cells.iter().filter(|cell| cell.given == text).count();
        assert_eq!(given, 5, "{text:?}");
        assert_eq!(understood.problems, [], "{text:?}");
        if text.trim().is_empty() {
            assert_eq!(understood.facts.len(), 2, "{text:?}");
            continue;
        }
        assert_eq!(reported(&understood).2, text);
        assert_eq!(described(&understood, Attribute::Clothing), [text.as_str()]);
        assert_eq!(described(&understood, Attribute::KnownAs), [text.as_str()]);
        assert!(note(&understood).contains(&format!("note: {text}")), "{text:?}");
        let placed = last_seen(&understood).map(|seen| seen.place.as_str());
        assert!(placed == Some(text.as_str()) || interchange::value::is_nothing(&text), "{text:?}");
    }
}

#[test]
fn a_text_of_nearly_a_mebibyte_is_taken_whole() {
    let long = "word ".repeat(200_000);
    let understood =
        one(&[("reported_at", "05/01/2026"), ("attribute.hair", &long), ("circumstances", &long)]);
    assert_eq!(reported(&understood).2, long);
    assert_eq!(described(&understood, Attribute::Hair), [long.as_str()]);
}

#[test]
fn rows_that_were_not_taken_come_back_as_they_were_given_with_why() {
    let file =
        b"Ref,=Reported,Surname,Date Reported\n'1,=x,@Test-Vetch,nonsense\n2,,Test-Tansy,05/01/2026,past,\n";
    let (guess, headings, rows) = common::guessed(file);
    let first = understood_by(&guess.mapping, &headings, &rows);
    let mut writer = Rejected::new(Vec::new(), &headings).unwrap();
    for row in &rows {
        writer.row(row, "=because\nof this").unwrap();
    }
    let written = writer.finish().unwrap();
    let (again, headings_again, rows_again) = common::guessed(&written);
    assert_eq!(headings_again.last().map(String::as_str), Some(interchange::WHY_NOT));
    assert_eq!(again.mapping.columns.len(), 4);
    // By the mapping of the file that they were taken from.
    let second = understood_by(&guess.mapping, &headings_again, &rows_again);
    for (one, two) in first.iter().zip(&second) {
        assert_eq!(one.facts, two.facts);
        assert_eq!(one.key, two.key);
        let given = |of: &Understood| of.cells.iter().map(|cell| cell.given.clone()).collect::<Vec<_>>();
        assert_eq!(given(one), given(two));
    }
    assert_eq!(first[1].cells.last().unwrap().column, "(no heading 5)");
    assert_eq!(second[1].cells.last().unwrap().column, "(no heading 5)");
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9/: -]{0,12}",
        prop::sample::select(naughty()).prop_filter("short", |text| text.len() < 500),
        prop::sample::select(vec![
            "05/01/2026",
            "1510",
            "Y",
            "N/A",
            "H",
            "IC1",
            "Found",
            "Absent",
            "5'9\"",
            "F"
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn no_cell_is_lost_whatever_it_is_mapped_to(
        fields in prop::collection::vec(prop::sample::select(Field::all()), 1..14),
        cells in prop::collection::vec(cell(), 0..18),
        escaped: bool,
    ) {
        let mut columns = vec![
            Column { heading: "When".into(), field: Field::ReportedAt },
            Column { heading: "Who".into(), field: Field::FullName },
        ];
        for (place, field) in fields.into_iter().enumerate() {
            let taken = columns.iter().any(|column| column.field == field && !field.may_repeat());
            if !taken {
                columns.push(Column { heading: format!("Heading {place}"), field });
            }
        }
        let headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
        let mapping = Mapping { columns, escaped, ..Mapping::default() };
        let row = Row { number: 2, cells: cells.clone() };
        let understood = understood_by(&mapping, &headings, &[row]).remove(0);
        let held: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        let kept: Vec<&String> = understood.cells.iter().map(|cell| &cell.given).collect();
        prop_assert_eq!(held, kept);
        let is_report = matches!(understood.facts[0], IncidentFact::Reported { .. });
        prop_assert!(is_report);
        for cell in &understood.cells {
            prop_assert!(cell.facts.iter().all(|place| usize::from(*place) < understood.facts.len()));
        }
        // Whatever is told of stands in the note too.
        for problem in understood.problems.iter().filter(|problem| !problem.value.is_empty()) {
            prop_assert!(escaped || note(&understood).contains(&problem.value));
        }
    }
}
