//! Any text as a file: guessed, understood and taken out again, and no cell lost on the way.
#![no_main]

use chrono::{DateTime, Utc};
use interchange::export::Rejected;
use interchange::{DateOrder, Limits, Row, Sheet, Understander, guess, survey};
use libfuzzer_sys::fuzz_target;
use register::IncidentFact;
use register::force::ForceCode;

fn read(bytes: &[u8]) -> Option<(Vec<String>, Vec<Row>)> {
    let found = survey(bytes).ok()?;
    let mut sheet = Sheet::new(bytes, &found, Limits::default()).ok()?;
    let mut rows = Vec::new();
    while let Ok(Some(row)) = sheet.next_row() {
        rows.push(row);
    }
    Some((sheet.headings().to_vec(), rows))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((headings, rows)) = read(bytes) else { return };
    let mut guessed = guess(&headings, &rows);
    if bytes.first().is_some_and(|byte| byte % 2 == 1) {
        guessed.mapping.dates = DateOrder::MonthFirst;
    }
    let now: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
    let force = ForceCode::parse("NM").unwrap();
    let Ok(by) = Understander::new(&guessed.mapping, &headings, force.clone(), now) else { return };
    let taken: Vec<_> = rows.iter().map(|row| by.row(row)).collect();
    for understood in &taken {
        assert!(matches!(understood.facts.first(), Some(IncidentFact::Reported { .. })));
        assert!(!understood.key.is_empty());
        let within = |place: &u16| usize::from(*place) < understood.facts.len();
        assert!(understood.cells.iter().all(|cell| !cell.given.is_empty() && cell.facts.iter().all(within)));
        assert_eq!(understood.content_hash(), understood.clone().content_hash());
    }
    if headings.iter().any(|heading| heading == interchange::WHY_NOT) {
        return;
    }
    for (row, understood) in rows.iter().zip(&taken) {
        let held: Vec<&String> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let kept: Vec<&String> = understood.cells.iter().map(|cell| &cell.given).collect();
        assert_eq!(held, kept);
    }
    // As if every row had been refused: written, corrected in nothing, and read again.
    let mut file = Rejected::new(Vec::new(), &headings).unwrap();
    for row in &rows {
        file.row(row, "=why").unwrap();
    }
    let file = file.finish().unwrap();
    let Some((headings, again)) = read(&file) else { return };
    assert_eq!(again.len(), rows.len());
    let by = Understander::new(&guessed.mapping, &headings, force, now);
    let Ok(by) = by else { return };
    for (row, first) in again.iter().zip(&taken) {
        let second = by.row(row);
        assert_eq!(
            second.cells.iter().map(|cell| &cell.given).collect::<Vec<_>>(),
            first.cells.iter().map(|cell| &cell.given).collect::<Vec<_>>()
        );
    }
});
