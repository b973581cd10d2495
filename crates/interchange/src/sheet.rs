//! From bytes to rows, in memory that does not grow with the file.

mod decode;
mod problem;
mod survey;

use std::collections::HashSet;
use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use decode::Decoded;
pub use problem::{FileProblem, LooksLike};
pub use survey::{Encoding, Survey, survey};

/// How much one row may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a row as UTF-8, without quotes and delimiters.
    pub row_bytes: usize,
    /// Cells in a row.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { row_bytes: 1 << 20, columns: 500 }
    }
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts: the headings are row 1, empty lines count, and a line break within
    /// quotes does not.
    pub number: u64,
    /// As many as there are headings, and after them those that stand under none. Exactly as given.
    pub cells: Vec<String>,
}

/// Room for a row before it has to grow, in bytes.
const FIRST_ROOM: usize = 8 * 1024;

/// A file of delimited text, row by row.
pub struct Sheet<R: Read> {
    input: Decoded<R>,
    reader: Reader,
    limits: Limits,
    /// The row being read, one cell after another; never longer than a row may be.
    text: Vec<u8>,
    /// Where each cell of it ends.
    ends: Vec<usize>,
    headings: Vec<String>,
    /// Number of the row read last.
    number: u64,
    /// The last row ended with a carriage return, to which a line feed may still belong.
    after_return: bool,
}

impl<R: Read> Sheet<R> {
    /// Read the headings.
    ///
    /// # Errors
    /// [`FileProblem::Read`], [`FileProblem::NoHeadings`], and those that a row may have.
    pub fn new(file: R, survey: &Survey, limits: Limits) -> Result<Self, FileProblem> {
        let mut sheet = Self {
            input: Decoded::new(file, survey.encoding),
            reader: ReaderBuilder::new().delimiter(survey.delimiter).build(),
            text: vec![0; FIRST_ROOM.min(limits.row_bytes.saturating_add(1))],
            ends: vec![0; limits.columns.saturating_add(1)],
            limits,
            headings: Vec::new(),
            number: 0,
            after_return: false,
        };
        let mut first = sheet.next_written()?.ok_or(FileProblem::NoHeadings)?;
        if is_separator_line(&first) {
            sheet.number = 0;
            first = sheet.next_written()?.ok_or(FileProblem::NoHeadings)?;
        }
        while first.last().is_some_and(|cell| cell.trim().is_empty()) {
            first.pop();
        }
        sheet.headings = headings(&first);
        Ok(sheet)
    }

    /// One for each column, none empty and no two alike.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The next row in which a cell holds something.
    ///
    /// # Errors
    /// [`FileProblem::Read`], [`FileProblem::RowTooLong`], [`FileProblem::TooManyColumns`],
    /// [`FileProblem::QuoteNotClosed`], [`FileProblem::BadText`]. Nothing can be read after one.
    pub fn next_row(&mut self) -> Result<Option<Row>, FileProblem> {
        let Some(mut cells) = self.next_written()? else { return Ok(None) };
        let wanted = self.headings.len();
        while cells.len() > wanted && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() < wanted {
            cells.resize(wanted, String::new());
        }
        Ok(Some(Row { number: self.number, cells }))
    }

    /// Bytes set aside for reading: what the tests hold flat.
    pub fn room(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>() + self.input.room()
    }

    /// The next row that is not all empty.
    fn next_written(&mut self) -> Result<Option<Vec<String>>, FileProblem> {
        loop {
            match self.next_record()? {
                None => return Ok(None),
                Some(cells) if cells.iter().all(String::is_empty) => {}
                Some(cells) => return Ok(Some(cells)),
            }
        }
    }

    fn next_record(&mut self) -> Result<Option<Vec<String>>, FileProblem> {
        if !self.skip_empty_lines()? {
            return Ok(None);
        }
        self.number += 1;
        let row = self.number;
        let (mut length, mut cells) = (0, 0);
        loop {
            let chunk = self.input.chunk(row)?;
            let ended = chunk.is_empty();
            // A line break ends the last row, unless a quote is still open.
            let chunk: &[u8] = if ended { b"\n" } else { chunk };
            let room = self.text.len().min(self.limits.row_bytes.saturating_add(1));
            let (result, read, wrote, found) =
                self.reader.read_record(chunk, &mut self.text[length..room], &mut self.ends[cells..]);
            self.after_return = read.checked_sub(1).and_then(|last| chunk.get(last)) == Some(&b'\r');
            length += wrote;
            cells += found;
            if !ended {
                self.input.consume(read);
            }
            if length > self.limits.row_bytes {
                return Err(FileProblem::RowTooLong { row });
            }
            if cells > self.limits.columns {
                return Err(FileProblem::TooManyColumns { row });
            }
            match result {
                ReadRecordResult::Record => return Ok(Some(self.cells(length, cells, row)?)),
                ReadRecordResult::InputEmpty if ended => return Err(FileProblem::QuoteNotClosed { row }),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    let room = self.text.len().saturating_mul(2).min(self.limits.row_bytes.saturating_add(1));
                    if room <= self.text.len() {
                        return Err(FileProblem::RowTooLong { row });
                    }
                    self.text.reserve_exact(room - self.text.len());
                    self.text.resize(room, 0);
                }
                ReadRecordResult::OutputEndsFull => return Err(FileProblem::TooManyColumns { row }),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Is there anything after them?
    fn skip_empty_lines(&mut self) -> Result<bool, FileProblem> {
        loop {
            let Some(&first) = self.input.chunk(self.number + 1)?.first() else { return Ok(false) };
            match first {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' => self.number += 1,
                b'\r' => {
                    self.number += 1;
                    self.after_return = true;
                }
                _ => return Ok(true),
            }
            self.input.consume(1);
        }
    }

    fn cells(&self, length: usize, cells: usize, row: u64) -> Result<Vec<String>, FileProblem> {
        let text = self.text.get(..length).and_then(|text| std::str::from_utf8(text).ok());
        let text = text.ok_or(FileProblem::BadText { row })?;
        let mut from = 0;
        let mut out = Vec::with_capacity(cells);
        for &end in self.ends.iter().take(cells) {
            out.push(text.get(from..end).ok_or(FileProblem::BadText { row })?.to_owned());
            from = end;
        }
        Ok(out)
    }
}

/// `sep=;`: a line by which spreadsheets are told the delimiter.
fn is_separator_line(cells: &[String]) -> bool {
    matches!(cells, [first, rest @ ..]
        if rest.len() <= 1
            && first.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
            && first.len() <= 5
            && rest.iter().all(String::is_empty))
}

/// Headings as they are shown and mapped: trimmed, an empty one numbered, a repeated one counted.
fn headings(given: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut out = Vec::with_capacity(given.len());
    for (index, heading) in given.iter().enumerate() {
        let heading = heading.trim();
        let plain = if heading.is_empty() { no_heading(index) } else { heading.to_owned() };
        let mut unique = plain.clone();
        let mut count = 1;
        while !taken.insert(unique.clone()) {
            count += 1;
            unique = format!("{plain} ({count})");
        }
        out.push(unique);
    }
    out
}

/// What stands for the heading of a column that has none; counted from zero.
pub(crate) fn no_heading(index: usize) -> String {
    format!("(no heading {})", index + 1)
}
