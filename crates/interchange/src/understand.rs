//! From a row to facts, with every cell kept as it was given.
//!
//! Nothing is lost: a cell whose meaning is not understood stands, as given, in the row's note and
//! among its cells, and a problem names it.

mod found;
mod making;
mod paper;
mod person;
mod seen;

use chrono::{DateTime, Datelike, Utc};
use register::fact::ImportedCell;
use register::force::ForceCode;
use register::{Hash, IncidentFact};

use crate::labels::WHY_NOT;
use crate::mapping::{Field, Mapping, MappingProblem};
use crate::paper::OnPaper;
use crate::sheet::{Row, no_heading};
use crate::value::Dates;
use crate::write::unsafe_again;
use making::Making;

/// Reads rows of one file by one mapping.
pub struct Understander {
    /// The heading and the field of each column; `None` where what stands there is not taken in.
    columns: Vec<Option<(String, Field)>>,
    /// How many columns are not taken in: those without a heading are counted without them.
    not_taken: usize,
    dates: Dates,
    escaped: bool,
    paper: bool,
    force: ForceCode,
    now: DateTime<Utc>,
}

/// What a row was understood to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// Number of the row as a spreadsheet counts.
    pub row: u64,
    /// What the other system calls the incident; `#` and a hash of the row where it calls it nothing.
    pub key: String,
    pub person_key: Option<String>,
    pub who: Option<Who>,
    /// The first is always the report. Of a repeated attribute the first column comes last, so that it
    /// is the value shown.
    pub facts: Vec<IncidentFact>,
    /// Every cell that holds something, in the order of the file.
    pub cells: Vec<ImportedCell>,
    pub problems: Vec<Problem>,
    /// Names of files of photographs, as given.
    pub photographs: Vec<String>,
    /// Of a paper sheet: what its rows say beside. The first fact is then the report only where they say
    /// nothing of an incident that they are about.
    pub paper: Option<OnPaper>,
    /// A row of a paper sheet that nobody has written on.
    pub blank: bool,
}

/// By what the same person may be known again. Names in lower case, with one space between words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Who {
    pub family: String,
    pub given: String,
    /// `YYYY-MM-DD`.
    pub born: String,
}

/// A value that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The heading; empty where no column holds what is missing.
    pub column: String,
    /// As given.
    pub value: String,
    /// What to do, as a catalogue key: `import-problem-…`.
    pub remedy: &'static str,
    /// The row cannot be taken with it.
    pub fatal: bool,
}

impl Understander {
    /// Headings that the mapping does not name are kept as lines of the note.
    ///
    /// # Errors
    /// [`MappingProblem::NoReportedAt`], [`MappingProblem::NoPerson`], [`MappingProblem::FieldTwice`].
    pub fn new(
        mapping: &Mapping,
        headings: &[String],
        force: ForceCode,
        now: DateTime<Utc>,
    ) -> Result<Self, MappingProblem> {
        // A file of rows not taken has its headings written as its cells are.
        let written_here = headings.iter().any(|heading| heading == WHY_NOT);
        let column = |given: &String| {
            let heading = if written_here { unsafe_again(given) } else { given.into() };
            let field = mapping.field(&heading).or_else(|| mapping.field(given)).unwrap_or(Field::Note);
            let field = if field.is_of_paper() && !mapping.paper { Field::Note } else { field };
            (heading != WHY_NOT).then(|| (heading.into_owned(), field))
        };
        let columns: Vec<Option<(String, Field)>> = headings.iter().map(column).collect();
        let mut seen: Vec<&(String, Field)> = Vec::new();
        for column in columns.iter().flatten() {
            let (heading, field) = column;
            if let Some((first, _)) = seen.iter().find(|(_, other)| other == field && !field.may_repeat()) {
                return Err(MappingProblem::FieldTwice {
                    field: *field,
                    first: first.clone(),
                    second: heading.clone(),
                });
            }
            seen.push(column);
        }
        let any = |is: fn(Field) -> bool| seen.iter().any(|(_, field)| is(*field));
        if !any(|field| field == Field::ReportedAt) {
            return Err(MappingProblem::NoReportedAt);
        }
        if !any(|field| matches!(field, Field::Attribute(_) | Field::FullName)) {
            return Err(MappingProblem::NoPerson);
        }
        let not_taken = columns.iter().filter(|column| column.is_none()).count();
        // Of two digits the year may be one to come: then the date is told to be in the future.
        let dates = Dates { order: mapping.dates, latest_year: now.year().saturating_add(20) };
        let (escaped, paper) = (mapping.escaped, mapping.paper);
        Ok(Self { columns, not_taken, dates, escaped, paper, force, now })
    }

    pub fn row(&self, row: &Row) -> Understood {
        let mut making = Making::new(self, row);
        if self.paper {
            making.on_paper();
        } else {
            making.report();
        }
        making.last_seen();
        making.person();
        making.answers();
        making.references();
        making.grade();
        making.found();
        making.note();
        if self.paper && making.facts.is_empty() && !making.is_blank() {
            making.missing(|field| field == Field::Circumstances, "import-problem-paper-nothing");
        }
        making.finish(row.number)
    }

    /// Heading and field of a column; one past the headings has a number for a heading.
    fn column(&self, index: usize) -> Option<(String, Field)> {
        match self.columns.get(index) {
            Some(column) => column.clone(),
            None => Some((no_heading(index.saturating_sub(self.not_taken)), Field::Note)),
        }
    }

    /// The cell as it was given: in a file of rows not taken, before that file was written.
    fn given(&self, cell: &str) -> String {
        if self.not_taken > 0 { unsafe_again(cell).into_owned() } else { cell.to_owned() }
    }
}

impl Understood {
    /// The row cannot be taken.
    pub fn is_rejected(&self) -> bool {
        self.problems.iter().any(|problem| problem.fatal)
    }

    /// BLAKE3 of what the row says, whatever the order of its columns.
    pub fn content_hash(&self) -> Hash {
        content_hash(self.cells.iter().map(|cell| (cell.column.as_str(), cell.given.as_str())))
    }
}

fn content_hash<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Hash {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    for text in pairs.into_iter().flat_map(|(heading, given)| [heading, given]) {
        hasher.update(&(text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    Hash(*hasher.finalize().as_bytes())
}
