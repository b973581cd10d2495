//! Paper sheets: written out empty, filled in by hand in a spreadsheet, read back.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::*;
use interchange::paper::{number, write};
use interchange::{Field, Understood};
use register::fact::IncidentFact;
use register::{IncidentFact as Fact, When};
use rstest::rstest;

/// A sheet of two rows in which these cells are filled in, by headings that begin so.
fn filled(rows: &[&[(&str, &str)]]) -> Vec<Understood> {
    let sheet = String::from_utf8(write(Vec::new(), "QKTVX", 3).unwrap()).unwrap();
    let (_, headings, _) = guessed(sheet.as_bytes());
    let mut out = vec![headings.iter().map(|heading| format!("\"{heading}\"")).collect::<Vec<_>>().join(",")];
    for (n, row) in rows.iter().enumerate() {
        let mut cells = vec![String::new(); headings.len()];
        cells[0] = number("QKTVX", u32::try_from(n).unwrap() + 1);
        for (beginning, value) in *row {
            let at = headings.iter().position(|heading| heading.starts_with(beginning));
            cells[at.unwrap_or_else(|| panic!("no heading begins with {beginning}"))] =
                format!("\"{value}\"");
        }
        out.push(cells.join(","));
    }
    understood(out.join("\r\n").as_bytes())
}

const REPORT: &[(&str, &str)] = &[
    ("Date it happened", "21/02/2026"),
    ("Time it happened", "02:13"),
    ("Written down by", "PC Test-Marsh 4411"),
    ("Said by", "Mother"),
    ("What happened", "Left by the back door."),
    ("Family name", "Test-Vale"),
    ("Grade", "H"),
];

#[test]
fn an_empty_sheet_is_known_for_one_each_column_has_a_meaning_and_no_row_of_it_says_anything() {
    let sheet = write(Vec::new(), "QKTVX", 3).unwrap();
    let (guess, headings, rows) = guessed(&sheet);
    assert!(guess.mapping.paper);
    assert_eq!(guess.mapping.system, register::importing::PAPER);
    assert!(guess.mapping.columns.iter().all(|column| column.field != Field::Note), "{:?}", guess.mapping);
    assert_eq!(rows.len(), 3);
    let rows = understood_by(&guess.mapping, &headings, &rows);
    assert!(rows.iter().all(|row| row.blank && row.problems.len() <= 3));
    assert_eq!(rows[2].key, "P-QKTVX-003");
}

#[test]
fn a_report_has_its_time_its_writer_and_who_said_it() {
    let row = filled(&[REPORT]).remove(0);
    assert_eq!(row.problems, []);
    let paper = row.paper.unwrap();
    assert_eq!((paper.about, paper.written_by.as_str()), (None, "PC Test-Marsh 4411"));
    assert_eq!(
        (paper.said_by.as_str(), paper.happened_at),
        ("Mother", When::At { at: at("2026-02-21T02:13:00Z") })
    );
    assert!(
        matches!(&row.facts[0], Fact::Reported { circumstances, .. } if circumstances == "Left by the back door.")
    );
    assert!(row.facts.iter().any(|fact| matches!(fact, Fact::RiskAssessed { .. })));
}

#[test]
fn a_line_about_an_incident_reports_nobody_and_needs_no_name() {
    let about: &[(&str, &str)] = &[
        ("About incident", " NM-26-12 "),
        ("Date it happened", "21/02/2026"),
        ("Time it happened", "04:00"),
        ("Written down by", "PC Test-Marsh"),
        ("What happened", "Neighbour rang."),
        ("Clothing", "green coat"),
    ];
    let row = filled(&[about]).remove(0);
    assert_eq!(row.problems, []);
    assert_eq!(row.paper.unwrap().about.as_deref(), Some("NM-26-12"));
    assert_eq!(row.facts[0], IncidentFact::Noted { text: "Neighbour rang.".into() });
    assert!(matches!(&row.facts[1], Fact::Described { .. }));
    assert_eq!(row.facts.len(), 2);
}

#[rstest]
#[case("Written down by", "", "import-problem-paper-written-by")]
#[case("Date it happened", "", "import-problem-paper-date")]
#[case("Date it happened", "31/02/2026", "import-problem-date")]
#[case("Time it happened", "late", "import-problem-time")]
#[case("What happened", "", "import-problem-paper-nothing")]
fn a_line_without_writer_time_or_words_is_not_taken_and_says_what_to_do(
    #[case] column: &str,
    #[case] value: &str,
    #[case] remedy: &str,
) {
    let mut cells = vec![
        ("About incident", "NM/26/000012"),
        ("Date it happened", "21/02/2026"),
        ("Time it happened", "04:00"),
        ("Written down by", "PC Test-Marsh"),
        ("What happened", "Neighbour rang."),
    ];
    cells.iter_mut().filter(|(heading, _)| *heading == column).for_each(|cell| cell.1 = value);
    let row = filled(&[&cells]).remove(0);
    let fatal: Vec<_> =
        row.problems.iter().filter(|problem| problem.fatal).map(|problem| problem.remedy).collect();
    assert!(fatal.contains(&remedy), "{:?}", row.problems);
}

#[test]
fn nobody_is_closed_by_paper_even_where_they_were_located() {
    let mut cells = REPORT.to_vec();
    cells.extend([
        ("Located place", "Fernbrook Court"),
        ("Located date", "21/02/2026"),
        ("Located time", "06:00"),
        ("Located: who has seen", "PC Test-Marsh"),
    ]);
    let row = filled(&[&cells]).remove(0);
    assert!(row.facts.iter().any(|fact| matches!(fact, Fact::Located { .. })));
    assert!(!row.facts.iter().any(|fact| matches!(fact, Fact::Closed { .. })));
}

#[test]
fn photographs_are_named_in_a_cell_without_the_folders_of_another_computer() {
    let mut cells = REPORT.to_vec();
    cells.push(("Photographs", r"C:\Users\Test\front.jpg; side.jpg"));
    let row = filled(&[&cells]).remove(0);
    assert_eq!(row.photographs, ["front.jpg", "side.jpg"]);
}
