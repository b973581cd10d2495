//! The facts of one row while they are being made.

use chrono::{DateTime, Utc};
use register::fact::{Attribute, Category, Grade, ImportedCell, Rationale, Reference};
use register::question_set::IMPORTED;
use register::{IncidentFact, PersonId};

use super::{Problem, Understander, Understood, Who, content_hash};
use crate::labels::{CATEGORIES, GRADES, labelled};
use crate::mapping::{Field, SYSTEMS};
use crate::paper::OnPaper;
use crate::sheet::Row;
use crate::value::{self, Remedy, plain};
use crate::write::unsafe_again;

/// A cell that holds something.
pub(super) struct Cell {
    pub column: String,
    pub field: Field,
    pub given: String,
    /// What is understood of: as given, or without the mark that an export puts before it.
    pub value: String,
    facts: Vec<u16>,
}

pub(super) struct Making<'a> {
    pub by: &'a Understander,
    pub cells: Vec<Cell>,
    pub facts: Vec<IncidentFact>,
    pub problems: Vec<Problem>,
    /// Cells that the note holds.
    noted: Vec<usize>,
    pub reported_at: DateTime<Utc>,
    /// `Absent` given as a category: the grade where no other is given.
    absent: Option<usize>,
    /// What a row of a paper sheet says beside its facts.
    pub paper: Option<OnPaper>,
}

impl<'a> Making<'a> {
    pub fn new(by: &'a Understander, row: &Row) -> Self {
        let mut cells = Vec::with_capacity(row.cells.len());
        for (index, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let Some((column, field)) = by.column(index) else { continue };
            let given = by.given(cell);
            let value = if by.escaped { unsafe_again(&given).into_owned() } else { given.clone() };
            cells.push(Cell { column, field, given, value, facts: Vec::new() });
        }
        Self {
            by,
            cells,
            facts: Vec::new(),
            problems: Vec::new(),
            noted: Vec::new(),
            reported_at: by.now,
            absent: None,
            paper: None,
        }
    }

    /// Places of the cells of a field that say something, in the order of the file.
    pub fn all(&self, field: Field) -> Vec<usize> {
        let says = |cell: &Cell| cell.field == field && (self.by.escaped || !cell.value.trim().is_empty());
        self.cells.iter().enumerate().filter(|(_, cell)| says(cell)).map(|(at, _)| at).collect()
    }

    pub fn first(&self, field: Field) -> Option<usize> {
        self.all(field).first().copied()
    }

    pub fn value(&self, at: usize) -> String {
        self.cells.get(at).map(|cell| cell.value.clone()).unwrap_or_default()
    }

    /// The value of an optional cell; empty where there is none.
    pub fn text(&self, at: Option<usize>) -> String {
        at.map(|at| self.value(at)).unwrap_or_default()
    }

    /// A placeholder of another system. In this register's own export every word is meant.
    pub fn is_nothing(&self, at: usize) -> bool {
        !self.by.escaped && value::is_nothing(&self.value(at))
    }

    /// A fact, and the cells that it was understood of.
    pub fn emit(&mut self, fact: IncidentFact, of: impl IntoIterator<Item = usize>) {
        let place = u16::try_from(self.facts.len());
        self.facts.push(fact);
        for at in of {
            if let (Some(cell), Ok(place)) = (self.cells.get_mut(at), place) {
                cell.facts.push(place);
            }
        }
    }

    /// Keep a cell as a line of the note.
    pub fn keep(&mut self, at: usize) {
        self.noted.push(at);
    }

    /// Keep a cell as a line of the note, and say what to do about it.
    pub fn not_understood(&mut self, at: usize, remedy: Remedy, fatal: bool) {
        self.keep(at);
        if let Some(cell) = self.cells.get(at) {
            let (column, value) = (cell.column.clone(), cell.given.clone());
            self.problems.push(Problem { column, value, remedy, fatal });
        }
    }

    /// Something that the row needs is not there.
    pub fn missing(&mut self, is: fn(Field) -> bool, remedy: Remedy) {
        let column = self.by.columns.iter().flatten().find(|(_, field)| is(*field));
        let column = column.map(|(heading, _)| heading.clone()).unwrap_or_default();
        self.problems.push(Problem { column, value: String::new(), remedy, fatal: true });
    }

    pub fn report(&mut self) {
        let (date, time) = (self.first(Field::ReportedAt), self.first(Field::ReportedTime));
        match date {
            None => self.missing(|field| field == Field::ReportedAt, "import-problem-reported-missing"),
            Some(date) if self.is_nothing(date) => {
                self.not_understood(date, "import-problem-reported-missing", true);
            }
            Some(date) => match self.instant(date, time) {
                Err(remedy) => self.not_understood(date, remedy, true),
                Ok(at) => self.reported_at = at,
            },
        }
        let category_at = self.first(Field::Category);
        let mut category = Category::Missing;
        if let Some(at) = category_at {
            let given = self.value(at);
            match labelled(CATEGORIES, &given).map_or_else(|| value::category(&given), Ok) {
                Ok(understood) => category = understood,
                Err(_) if self.is_nothing(at) => {}
                Err(remedy) => self.not_understood(at, remedy, false),
            }
            if !self.by.escaped && value::grade(&given) == Ok(Grade::Absent) {
                self.absent = Some(at);
            }
        }
        let told = self.all(Field::Circumstances);
        let circumstances = told.iter().map(|at| self.value(*at)).collect::<Vec<_>>().join("\n");
        let report = IncidentFact::Reported {
            reference: String::new(),
            force: self.by.force.clone(),
            person_id: PersonId::from_slice(&[0; 16]).expect("an identifier has sixteen bytes"),
            category,
            reported_at: self.reported_at,
            circumstances,
            question_set: IMPORTED.into(),
        };
        self.emit(report, date.into_iter().chain(time).chain(category_at).chain(told));
    }

    pub fn references(&mut self) {
        for system in SYSTEMS {
            for at in self.all(Field::Reference(system)) {
                if self.is_nothing(at) {
                    continue;
                }
                let value = self.value(at);
                let reference = if self.by.escaped { value } else { value.trim().to_owned() };
                self.emit(IncidentFact::ReferenceGiven { reference: Reference { system, reference } }, [at]);
            }
        }
    }

    pub fn grade(&mut self) {
        let given = self.first(Field::Grade).filter(|at| !self.is_nothing(*at));
        let understood = given.and_then(|at| {
            let text = self.value(at);
            match labelled(GRADES, &text).map_or_else(|| value::grade(&text), Ok) {
                Ok(grade) => Some((grade, at)),
                Err(remedy) => {
                    self.not_understood(at, remedy, false);
                    None
                }
            }
        });
        let absent = self.absent.map(|at| (Grade::Absent, at));
        if let Some((grade, at)) = understood.or(absent) {
            let assessed = IncidentFact::RiskAssessed {
                grade,
                factors: Vec::new(),
                rationale: Rationale::default(),
                next_review_at: self.reported_at,
                lowered_because: None,
                beside: None,
            };
            self.emit(assessed, [at]);
        }
    }

    /// One note at the end, of what has no other place.
    pub fn note(&mut self) {
        let unmapped = self.all(Field::Note);
        self.noted.extend(unmapped);
        self.noted.sort_unstable();
        self.noted.dedup();
        let noted = std::mem::take(&mut self.noted);
        let line = |at: &usize| self.cells.get(*at).map(|cell| format!("{}: {}", cell.column, cell.value));
        let lines: Vec<String> = noted.iter().filter_map(line).collect();
        if !lines.is_empty() {
            self.emit(IncidentFact::Noted { text: lines.join("\n") }, noted);
        }
    }

    pub fn finish(self, row: u64) -> Understood {
        let key = self.text(self.first(Field::Key).filter(|at| !self.is_nothing(*at))).trim().to_owned();
        let key = if key.is_empty() {
            let pairs = self.cells.iter().map(|cell| (cell.column.as_str(), cell.given.as_str()));
            let hash: String = content_hash(pairs).to_string().chars().take(32).collect();
            format!("#{hash}")
        } else if self.by.paper {
            key.to_uppercase()
        } else {
            key
        };
        let person_key = self.first(Field::PersonKey).filter(|at| !self.is_nothing(*at));
        let person_key = person_key.map(|at| self.value(at).trim().to_owned()).filter(|key| !key.is_empty());
        let who = who(&self.facts);
        let photographs =
            self.all(Field::Photograph).into_iter().flat_map(|at| names(&self.value(at))).collect();
        let blank = self.is_blank();
        let cells = self
            .cells
            .into_iter()
            .map(|cell| ImportedCell { column: cell.column, given: cell.given, facts: cell.facts })
            .collect();
        let (facts, problems, paper) = (self.facts, self.problems, self.paper);
        Understood { row, key, person_key, who, facts, cells, problems, photographs, paper, blank }
    }
}

/// Several files stand in one cell behind semicolons or lines; their folders are another computer's.
fn names(cell: &str) -> Vec<String> {
    let names =
        cell.split([';', '|', '\n', '\r']).map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).trim());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn who(facts: &[IncidentFact]) -> Option<Who> {
    let said = |wanted: Attribute| {
        facts.iter().rev().find_map(|fact| match fact {
            IncidentFact::Described { described } if described.attribute == wanted => {
                Some(described.value.as_str())
            }
            _ => None,
        })
    };
    let who = Who {
        family: plain(said(Attribute::FamilyName)?),
        given: plain(said(Attribute::GivenName)?),
        born: said(Attribute::DateOfBirth)?.to_owned(),
    };
    let whole = !who.family.is_empty() && !who.given.is_empty() && who.born.len() == "2026-01-05".len();
    whole.then_some(who)
}
