//! Cells out and in again, and nothing a formula on the way.

#![allow(clippy::unwrap_used)]

mod common;

use common::{naughty, read};
use interchange::{SafeWriter, safe, unsafe_again};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case("=1+1", "'=1+1")]
#[case("+44 7700 900123", "'+44 7700 900123")]
#[case("-2", "'-2")]
#[case("@x", "'@x")]
#[case("\t=1", "'\t=1")]
#[case("\r=1", "'\r=1")]
#[case("\n=1", "'\n=1")]
#[case("＝1", "'＝1")]
#[case("'quoted'", "''quoted'")]
#[case("'=1", "''=1")]
#[case("plain = text", "plain = text")]
#[case("", "")]
fn what_begins_like_a_formula_gets_an_apostrophe(#[case] cell: &str, #[case] written: &str) {
    assert_eq!(safe(cell), written);
    assert_eq!(unsafe_again(written), cell);
}

#[test]
fn an_apostrophe_that_somebody_typed_before_a_word_stays() {
    assert_eq!(unsafe_again("'tis"), "'tis");
}

fn through(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut writer = SafeWriter::new(Vec::new()).unwrap();
    writer.row((0..width).map(|n| format!("Column {n}"))).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    let bytes = writer.finish().unwrap();
    let (_, rows) = read(&bytes).unwrap();
    rows.into_iter()
        .map(|row| row.cells.iter().map(|cell| unsafe_again(cell).into_owned()).collect())
        .collect()
}

#[test]
fn every_naughty_text_comes_back_byte_for_byte() {
    let rows: Vec<Vec<String>> = naughty().into_iter().map(|text| vec![text, "end".into()]).collect();
    assert_eq!(through(&rows), rows);
}

#[test]
fn rows_end_as_spreadsheets_end_them_and_every_cell_is_quoted() {
    let mut writer = SafeWriter::new(Vec::new()).unwrap();
    writer.row(["a", ""]).unwrap();
    assert_eq!(writer.finish().unwrap(), b"\xEF\xBB\xBF\"a\",\"\"\r\n");
    let mut writer = SafeWriter::without_mark(Vec::new());
    writer.row(["=a\"b"]).unwrap();
    assert_eq!(writer.finish().unwrap(), b"\"'=a\"\"b\"\r\n");
}

fn cell() -> impl Strategy<Value = String> {
    let sign = prop::sample::select("=+-@'\"\t\r\n\0,;＝＠\u{202e}\u{feff}é🙂a".chars().collect::<Vec<_>>());
    prop::collection::vec(prop_oneof![2 => sign, 1 => any::<char>()], 0..12)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn any_cells_come_back(rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..6)) {
        let held: Vec<Vec<String>> =
            rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).cloned().collect();
        prop_assert_eq!(through(&rows), held);
    }

    #[test]
    fn nothing_written_begins_like_a_formula(cell in cell()) {
        prop_assert!(!safe(&cell).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
        prop_assert_eq!(unsafe_again(&safe(&cell)).into_owned(), cell);
    }
}
