//! The wide file of this register: one row an incident, read back by [`guess`](crate::guess()).
//!
//! A row carries what was said of the person (each value in a column of its own, the one shown first),
//! the answer in effect to each question, where they were last seen, the grade in effect, references,
//! and how it ended. It does not carry who said what when: the log does.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use register::fact::{Attribute, ClosedBecause, ExceptionKind, System};
use register::incident::Status;
use register::{Incident, When};

use crate::labels::{
    ABOUT, ANSWERS, BEFORE, CATEGORIES, CLOSED, CONDITIONS, DETAIL, FOUND_BY, GRADES, HOW_KNOWN, LOCATED,
    NOT_KNOWN, OPEN, WHY_NOT, heading, label,
};
use crate::mapping::{Field, SYSTEMS, questions};
use crate::sheet::Row;
use crate::write::SafeWriter;

/// How many columns each attribute and each system's references need, found in a first pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    attributes: BTreeMap<Attribute, usize>,
    references: BTreeMap<System, usize>,
}

impl Widths {
    pub fn see(&mut self, incident: &Incident) {
        for (attribute, said) in &incident.described {
            let width = self.attributes.entry(*attribute).or_default();
            *width = (*width).max(said.len());
        }
        for system in SYSTEMS {
            let width = self.references.entry(system).or_default();
            *width = (*width).max(references(incident, system).count());
        }
    }

    fn attribute(&self, attribute: Attribute) -> usize {
        self.attributes.get(&attribute).copied().unwrap_or(0).max(1)
    }

    fn reference(&self, system: System) -> usize {
        self.references.get(&system).copied().unwrap_or(0).max(1)
    }
}

fn references(incident: &Incident, system: System) -> impl Iterator<Item = &str> {
    incident.references.iter().filter(move |of| of.system == system).map(|of| of.reference.as_str())
}

/// The first row.
pub fn headings(widths: &Widths) -> Vec<String> {
    let mut out: Vec<String> = BEFORE.iter().map(|(_, heading)| (*heading).to_owned()).collect();
    for attribute in Attribute::ALL {
        out.extend((0..widths.attribute(attribute)).map(|place| heading(Field::Attribute(attribute), place)));
    }
    out.extend(questions().map(|question| heading(Field::Question(question), 0)));
    for system in SYSTEMS {
        out.extend((0..widths.reference(system)).map(|place| heading(Field::Reference(system), place)));
    }
    out
}

/// The row of an incident, as wide as [`headings`]. What is more than the widths hold is left out: see
/// every incident first.
pub fn cells(incident: &Incident, widths: &Widths) -> Vec<String> {
    let mut out: Vec<String> = BEFORE.iter().map(|(field, _)| once(incident, *field)).collect();
    for attribute in Attribute::ALL {
        let said = incident.described.get(&attribute).into_iter().flatten().map(|said| said.what.as_str());
        fill(&mut out, said, widths.attribute(attribute));
    }
    for question in questions() {
        let said = incident.answers.get(&question).and_then(|said| said.first());
        out.push(said.map_or_else(String::new, |said| {
            let answer = label(ANSWERS, &said.what.answer);
            let detail = said.what.detail.as_str();
            if detail.is_empty() { answer.to_owned() } else { [answer, DETAIL, detail].concat() }
        }));
    }
    for system in SYSTEMS {
        fill(&mut out, references(incident, system), widths.reference(system));
    }
    out
}

fn fill<'a>(out: &mut Vec<String>, values: impl Iterator<Item = &'a str>, width: usize) {
    let until = out.len() + width;
    out.extend(values.take(width).map(str::to_owned));
    out.resize(until, String::new());
}

fn once(incident: &Incident, field: Field) -> String {
    let seen = incident.last_seen.as_ref().map(|said| &said.what);
    let located = incident.located.as_ref().map(|said| &said.what);
    let text = match field {
        Field::Key => Some(incident.reference.clone()),
        Field::PersonKey => Some(incident.person_id.to_string()),
        Field::Status => Some(status(incident)),
        Field::Category => Some(label(CATEGORIES, &incident.category).to_owned()),
        Field::Grade => incident.grade().map(|grade| label(GRADES, &grade).to_owned()),
        Field::ReportedAt => Some(instant(incident.reported_at)),
        Field::Circumstances => Some(incident.circumstances.clone()),
        Field::LastSeenPlace => seen.map(|seen| seen.place.clone()),
        Field::LastSeenAt => seen.map(|seen| when(&seen.when)),
        Field::LastSeenHow => seen.map(|seen| label(HOW_KNOWN, &seen.how_known).to_owned()),
        Field::LastSeenBy => seen.map(|seen| seen.by.clone()),
        Field::FoundAt => located.map(|located| when(&located.seen_at)),
        Field::FoundPlace => located.map(|located| located.place.clone()),
        Field::FoundBy => located.map(|located| label(FOUND_BY, &located.found_by).to_owned()),
        Field::FoundSeenBy => located.map(|located| located.seen_by.clone()),
        Field::FoundIdentity => located.map(|located| located.identity_confirmed.clone()),
        Field::Condition => located.map(|located| label(CONDITIONS, &located.condition).to_owned()),
        _ => None,
    };
    text.unwrap_or_default()
}

fn status(incident: &Incident) -> String {
    let Some(closed) = &incident.closed else {
        let located = incident.status() == Status::Located;
        return if located { LOCATED } else { OPEN }.to_owned();
    };
    let why = match &closed.what {
        ClosedBecause::Located => "located",
        ClosedBecause::Exception { kind: ExceptionKind::RecordedInError, .. } => "recorded in error",
        ClosedBecause::Exception { kind: ExceptionKind::ReportWithdrawn, .. } => "report withdrawn",
        ClosedBecause::Exception { kind: ExceptionKind::DuplicateOfAnother, .. } => "duplicate of another",
        ClosedBecause::Exception { kind: ExceptionKind::NotAMissingPerson, .. } => "not a missing person",
        ClosedBecause::Imported { status } => status,
    };
    [CLOSED, why].concat()
}

/// UTC to the millisecond.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn when(when: &When) -> String {
    match *when {
        When::At { at } => instant(at),
        When::About { at } => [ABOUT, &instant(at)].concat(),
        When::Between { from, to } => [instant(from), instant(to)].join("/"),
        When::NotKnown => NOT_KNOWN.to_owned(),
    }
}

/// The rows of a file that were not taken, as they were given, each with why: to be put right and
/// imported again. Rows may be wider than the headings; what stands past those comes after the reason.
pub struct Rejected<W: Write> {
    writer: SafeWriter<W>,
    /// How many columns of the file stand before the reason.
    columns: Vec<bool>,
}

impl<W: Write> Rejected<W> {
    /// Write the headings. A file that was itself one of rejected rows has its reasons replaced.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn new(writer: W, headings: &[String]) -> io::Result<Self> {
        let columns: Vec<bool> = headings.iter().map(|heading| heading != WHY_NOT).collect();
        let mut writer = SafeWriter::new(writer)?;
        let kept = headings.iter().map(String::as_str).filter(|heading| *heading != WHY_NOT);
        writer.row(kept.chain([WHY_NOT]))?;
        Ok(Self { writer, columns })
    }

    /// # Errors
    /// Those of the writer.
    pub fn row(&mut self, row: &Row, why: &str) -> io::Result<()> {
        // Of such a file the cells carry the apostrophes it was written with.
        let again = self.columns.contains(&false);
        let given = |cell: &String| {
            if again { crate::unsafe_again(cell).into_owned() } else { cell.clone() }
        };
        let width = self.columns.len();
        let kept =
            row.cells.iter().zip(&self.columns).filter(|(_, kept)| **kept).map(|(cell, _)| given(cell));
        let past = row.cells.iter().skip(width).map(given);
        self.writer.row(kept.chain([why.to_owned()]).chain(past))
    }

    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<W> {
        self.writer.finish()
    }
}
