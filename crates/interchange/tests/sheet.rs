//! From bytes to rows: what is read, what is refused, and in what memory.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{self, Read};

use common::read;
use interchange::{Encoding, FileProblem, Limits, Sheet, survey};
use proptest::prelude::*;
use rstest::rstest;

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

const TEXT: &str = "Ref,Surname\r\n1,Test-Larkspür\r\n";

#[rstest]
#[case::utf8(TEXT.as_bytes().to_vec(), Encoding::Utf8)]
#[case::utf8_marked(["\u{feff}", TEXT].concat().into_bytes(), Encoding::Utf8)]
#[case::utf16_le_marked(utf16(TEXT, false, true), Encoding::Utf16Le)]
#[case::utf16_be_marked(utf16(TEXT, true, true), Encoding::Utf16Be)]
#[case::utf16_le(utf16(TEXT, false, false), Encoding::Utf16Le)]
#[case::utf16_be(utf16(TEXT, true, false), Encoding::Utf16Be)]
#[case::windows_1252(b"Ref,Surname\r\n1,Test-Larksp\xFCr\r\n".to_vec(), Encoding::Windows1252)]
fn each_encoding_is_told_and_read_alike(#[case] bytes: Vec<u8>, #[case] encoding: Encoding) {
    let found = survey(bytes.as_slice()).unwrap();
    assert_eq!(found.encoding, encoding);
    assert_eq!(found.bytes, bytes.len() as u64);
    assert_eq!(found.hash, register::Hash::of(&bytes));
    let (headings, rows) = read(&bytes).unwrap();
    assert_eq!(headings, ["Ref", "Surname"]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].cells, ["1", "Test-Larkspür"]);
}

#[test]
fn one_byte_that_is_no_utf8_far_into_the_file_makes_all_of_it_windows_1252() {
    let mut bytes = b"Ref,Note\n".to_vec();
    for row in 0..20_000 {
        bytes.extend_from_slice(format!("{row},text\n").as_bytes());
    }
    bytes.extend_from_slice(b"last,\x93quoted\x94\n");
    assert_eq!(survey(bytes.as_slice()).unwrap().encoding, Encoding::Windows1252);
    let (_, rows) = read(&bytes).unwrap();
    assert_eq!(rows.last().unwrap().cells, ["last", "“quoted”"]);
}

#[rstest]
#[case("a,b\n1,2\n", b',')]
#[case("a;b\n1;2,5\n", b';')]
#[case("a\tb, c\n1\t2\n", b'\t')]
#[case("\"a;x\",b\n1,2\n", b',')]
#[case("\"a,\n,,,\"\"\";b;c\n1;2;3\n", b';')]
#[case("only\none\n", b',')]
#[case("sep=;\na;b\n", b';')]
fn the_delimiter_is_told_from_the_first_records(#[case] text: &str, #[case] delimiter: u8) {
    assert_eq!(survey(text.as_bytes()).unwrap().delimiter, delimiter);
}

#[rstest]
#[case(b"PK\x03\x04\x14\0\x06\0", "workbook")]
#[case(b"%PDF-1.7\n", "pdf")]
#[case(b"\xFF\xD8\xFF\xE0..JFIF", "picture")]
#[case(b"\x89PNG\r\n\x1a\n....", "picture")]
#[case(b"GIF89a....", "picture")]
#[case(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "old-workbook")]
#[case(b"\x1F\x8B\x08\0", "archive")]
#[case(b"SQLite format 3\0", "database")]
#[case(b"\r\n<html><table>", "document")]
#[case(b"\0\0\0\x01\x02\0\0\0\0\x7f", "binary")]
fn what_is_no_delimited_text_is_refused_and_named(#[case] bytes: &[u8], #[case] what: &str) {
    let problem = survey(bytes).unwrap_err();
    assert_eq!(problem.key(), "import-file-not-csv");
    assert_eq!(problem.args(), [("what", what.to_owned())]);
}

#[rstest]
#[case(b"")]
#[case(b"\xEF\xBB\xBF")]
#[case(b"\r\n \t\r\n")]
#[case(b"\xFF\xFE")]
fn a_file_in_which_nothing_stands_is_refused(#[case] bytes: &[u8]) {
    assert!(matches!(survey(bytes), Err(FileProblem::Empty)));
}

#[test]
fn a_file_of_empty_cells_has_no_headings() {
    assert!(matches!(read(b",,,\r\n,,\r\n"), Err(FileProblem::NoHeadings)));
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_does() {
    let (_, rows) = read(b"a,b\r\n\r\n1,\"two\r\nlines\"\n\n\r,\r3,4\r\r\n5,6").unwrap();
    let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
    // 2 is empty; 3 has a line break in quotes; 4, 5 and 6 are empty; 7 is `3,4`; 8 is empty.
    assert_eq!(numbers, [3, 7, 9]);
    assert_eq!(rows[0].cells, ["1", "two\r\nlines"]);
}

#[test]
fn a_line_break_split_between_two_reads_counts_once() {
    struct Drip<'a>(&'a [u8]);
    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }
    let text = "é,b\r\n1,\"q\"\"\r\n\"\r\n\r\n2,🙂\r\n";
    let found = survey(Drip(text.as_bytes())).unwrap();
    assert_eq!(found, survey(text.as_bytes()).unwrap());
    let mut sheet = Sheet::new(Drip(text.as_bytes()), &found, Limits::default()).unwrap();
    let first = sheet.next_row().unwrap().unwrap();
    assert_eq!((first.number, first.cells), (2, vec!["1".to_owned(), "q\"\r\n".to_owned()]));
    let second = sheet.next_row().unwrap().unwrap();
    assert_eq!((second.number, second.cells), (4, vec!["2".to_owned(), "🙂".to_owned()]));
    assert!(sheet.next_row().unwrap().is_none());
}

#[test]
fn headings_are_trimmed_numbered_and_told_apart() {
    let (headings, _) = read(b" Name ,,Name,Name (2),\"Na\nme\",,\r\n1,2,3,4,5,6,7\r\n").unwrap();
    assert_eq!(headings, ["Name", "(no heading 2)", "Name (2)", "Name (2) (2)", "Na\nme"]);
}

#[test]
fn short_rows_are_filled_and_long_ones_keep_what_they_hold() {
    let (_, rows) = read(b"a,b\n1\n1,2,,4,,\n1,2,,\n").unwrap();
    assert_eq!(rows[0].cells, ["1", ""]);
    assert_eq!(rows[1].cells, ["1", "2", "", "4"]);
    assert_eq!(rows[2].cells, ["1", "2"]);
}

#[test]
fn control_characters_and_marks_of_direction_pass_unchanged() {
    let cell = "a\0\u{1}\u{1b}\u{7f}\u{200f}\u{202e}b\u{feff}";
    let (_, rows) = read(format!("Heading one,Heading two\n1,{cell}\n").as_bytes()).unwrap();
    assert_eq!(rows[0].cells[1], cell);
}

#[rstest]
#[case("a,b\n1,2\n3,\"four\n5,6\n", 3)]
#[case("a,\"b\n1,2\n", 1)]
#[case("a,b\n\n\"x\ny\",2\n\"", 4)]
#[case("a,b\n1,\"\"\"", 2)]
fn a_quote_that_is_never_closed_is_told_with_the_row_where_it_opened(#[case] text: &str, #[case] row: u64) {
    match read(text.as_bytes()) {
        Err(FileProblem::QuoteNotClosed { row: told }) => assert_eq!(told, row),
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case("a,b\n1,2")]
#[case("a,b\n1,\"2\"")]
#[case("a,b\n1,\"\"\"2\"\"\"")]
#[case("a,b\n1,2\r")]
fn a_last_row_needs_no_line_break(#[case] text: &str) {
    assert_eq!(read(text.as_bytes()).unwrap().1.len(), 1);
}

#[rstest]
#[case::bare("")]
#[case::quoted("\"")]
fn a_cell_of_ten_million_characters_is_refused_without_holding_it(#[case] quote: &str) {
    let text = format!("a,b\n1,2\n3,{quote}{}{quote}\n", "x".repeat(10_000_000));
    let found = survey(text.as_bytes()).unwrap();
    let mut sheet = Sheet::new(text.as_bytes(), &found, Limits::default()).unwrap();
    assert!(sheet.next_row().unwrap().is_some());
    assert!(matches!(sheet.next_row(), Err(FileProblem::RowTooLong { row: 3 })));
    assert!(sheet.room() < 1_300_000, "{}", sheet.room());
}

#[rstest]
#[case(10, true)]
#[case(11, false)]
fn a_row_may_be_as_long_as_the_limit_and_no_longer(#[case] length: usize, #[case] taken: bool) {
    let text = format!("a,b\n{},{}\n", "x".repeat(5), "y".repeat(length - 5));
    let found = survey(text.as_bytes()).unwrap();
    let limits = Limits { row_bytes: 10, columns: 2 };
    let mut sheet = Sheet::new(text.as_bytes(), &found, limits).unwrap();
    assert_eq!(sheet.next_row().is_ok(), taken);
}

#[test]
fn more_columns_than_may_be_are_refused() {
    let wide = |cells: usize| format!("{}\n", vec!["x"; cells].join(","));
    assert_eq!(read(wide(500).as_bytes()).unwrap().0.len(), 500);
    assert!(matches!(read(wide(501).as_bytes()), Err(FileProblem::TooManyColumns { row: 1 })));
    let later = [wide(3), wide(700)].concat();
    assert!(matches!(read(later.as_bytes()), Err(FileProblem::TooManyColumns { row: 2 })));
}

#[test]
fn text_that_contradicts_the_mark_it_begins_with_is_refused_at_its_row() {
    let bytes = b"\xEF\xBB\xBFa,b\n1,2\n3,\xFF\n";
    let problem = read(bytes).unwrap_err();
    assert!(matches!(problem, FileProblem::BadText { row: 3 }), "{problem:?}");
}

/// A row over and over, then nothing.
struct Repeated {
    row: &'static [u8],
    at: usize,
    left: u64,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut wrote = 0;
        while wrote < buffer.len() && self.left > 0 {
            let take = (self.row.len() - self.at).min(buffer.len() - wrote);
            buffer[wrote..wrote + take].copy_from_slice(&self.row[self.at..self.at + take]);
            wrote += take;
            self.at += take;
            if self.at == self.row.len() {
                self.at = 0;
                self.left -= 1;
            }
        }
        Ok(wrote)
    }
}

#[test]
fn memory_does_not_grow_with_the_file() {
    let file = || Repeated { row: b"NM/1,Test-Larkspur,\"a, b\",2026-01-05\r\n", at: 0, left: 400_000 };
    let found = survey(file()).unwrap();
    let mut sheet = Sheet::new(file(), &found, Limits::default()).unwrap();
    let room = sheet.room();
    let mut rows = 0_u64;
    while let Some(row) = sheet.next_row().unwrap() {
        rows += 1;
        assert_eq!(row.number, rows + 1);
    }
    assert_eq!(rows, 399_999);
    assert_eq!(sheet.room(), room);
    assert!(room < 100_000, "{room}");
}

#[test]
fn a_file_that_stops_being_readable_is_told() {
    struct Broken(u8);
    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 => Err(io::ErrorKind::Interrupted.into()),
                2 => {
                    buffer[..4].copy_from_slice(b"a,b\n");
                    Ok(4)
                }
                _ => Err(io::ErrorKind::TimedOut.into()),
            }
        }
    }
    assert_eq!(survey(Broken(0)).unwrap_err().key(), "import-file-read");
}

/// Bytes as files hold them: delimiters, quotes and line ends among others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let common = prop::sample::select(b",;\t\"\r\n\0a1 \xEF\xBB\xBF\xFF\xFE\xE9".to_vec());
    prop::collection::vec(prop_oneof![4 => common, 1 => any::<u8>()], 0..400)
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in bytes(), row_bytes in 0_usize..64, columns in 0_usize..8) {
        if let Ok(found) = survey(bytes.as_slice())
            && let Ok(mut sheet) = Sheet::new(bytes.as_slice(), &found, Limits { row_bytes, columns })
        {
            let mut last = 1;
            while let Ok(Some(row)) = sheet.next_row() {
                prop_assert!(row.number > last || last == 1);
                last = row.number;
                prop_assert!(row.cells.iter().map(String::len).sum::<usize>() <= row_bytes);
                prop_assert!(row.cells.len() <= columns.max(sheet.headings().len()));
            }
        }
    }

    #[test]
    fn utf16_reads_as_the_same_text_does(cells in prop::collection::vec("[^\u{feff}\"\r\n,;\t]{1,12}", 1..6), big: bool) {
        let text = format!("a,b,c,d,e,f\n{}\n", cells.join(","));
        let (headings, rows) = read(&utf16(&text, big, true)).unwrap();
        let (plain_headings, plain_rows) = read(["\u{feff}", &text].concat().as_bytes()).unwrap();
        prop_assert_eq!(headings, plain_headings);
        prop_assert_eq!(rows, plain_rows);
    }
}
