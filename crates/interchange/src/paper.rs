//! The paper sheet: a spreadsheet that is filled in from paper once the register can be reached again (F42).
//!
//! One row is one thing that was written down: a report, or something about an incident that is named by its
//! reference or by the paper number that reports it. Each sheet has a name of its own, so that the numbers of
//! several laptops' sheets never meet.

use std::io::{self, Write};

use register::When;
use register::fact::Attribute;
use register::importing::PAPER;
use register::question::Question;

use crate::labels::heading;
use crate::mapping::{Column, DateOrder, Field, Mapping};
use crate::write::SafeWriter;

/// First heading of a sheet: by it a file is known for one.
pub(crate) const NUMBER: &str = "Paper number";

/// What stands before the description.
const BEFORE: &[(Field, &str)] = &[
    (Field::Key, NUMBER),
    (Field::About, "About incident (reference or paper number; empty for a new report)"),
    (Field::ReportedAt, "Date it happened (day/month/year)"),
    (Field::ReportedTime, "Time it happened (24 hours)"),
    (Field::WrittenBy, "Written down by"),
    (Field::SaidBy, "Said by"),
    (Field::Circumstances, "What happened"),
];
/// What is asked of the person first: by these somebody is found and their risk is seen.
const ATTRIBUTES: &[Attribute] = &[
    Attribute::FamilyName,
    Attribute::GivenName,
    Attribute::DateOfBirth,
    Attribute::Age,
    Attribute::Sex,
    Attribute::HeightCm,
    Attribute::Build,
    Attribute::Hair,
    Attribute::Clothing,
    Attribute::Marks,
    Attribute::MedicalCondition,
    Attribute::Medication,
    Attribute::HomeAddress,
    Attribute::Phone,
    Attribute::Vehicle,
    Attribute::LookedAfterBy,
];
const AFTER: &[(Field, &str)] = &[
    (Field::LastSeenPlace, "Last seen place"),
    (Field::LastSeenAt, "Last seen date"),
    (Field::LastSeenTime, "Last seen time"),
    (Field::LastSeenBy, "Last seen by"),
    (Field::Category, "Category (missing, concern, away)"),
    (Field::Grade, "Grade (high, medium, low, very low)"),
    (Field::FoundPlace, "Located place"),
    (Field::FoundAt, "Located date"),
    (Field::FoundTime, "Located time"),
    (Field::FoundSeenBy, "Located: who has seen them"),
    (Field::FoundIdentity, "Located: how it is known that it is they"),
    (Field::FoundBy, "Located: found by"),
    (Field::Condition, "Located: unharmed, harmed or died"),
    (Field::Photograph, "Photographs (names of the files)"),
];

/// What a row of a sheet says beside its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnPaper {
    /// The incident that it is about, as given; `None` where it reports a new one.
    pub about: Option<String>,
    pub happened_at: When,
    pub written_by: String,
    /// Empty where the officer who wrote it says it.
    pub said_by: String,
}

fn columns() -> Vec<(Field, String)> {
    let named = |table: &[(Field, &str)]| {
        table.iter().map(|(field, heading)| (*field, (*heading).to_owned())).collect::<Vec<_>>()
    };
    let plain = |field: Field| (field, heading(field, 0));
    [
        named(BEFORE),
        ATTRIBUTES.iter().map(|attribute| plain(Field::Attribute(*attribute))).collect(),
        named(AFTER),
        Question::CALL_HANDLER.iter().map(|question| plain(Field::Question(*question))).collect(),
    ]
    .concat()
}

/// How the columns of a sheet are understood; `None` for a file that is none. Headings that were added to it
/// are notes.
pub(crate) fn mapping(headings: &[&String]) -> Option<Mapping> {
    if headings.first().is_none_or(|first| *first != NUMBER) {
        return None;
    }
    let known = columns();
    let field = |given: &str| known.iter().find(|(_, heading)| heading == given).map(|(field, _)| *field);
    let columns = headings
        .iter()
        .map(|given| Column { heading: (*given).clone(), field: field(given).unwrap_or(Field::Note) });
    Some(Mapping {
        name: PAPER.into(),
        system: PAPER.into(),
        dates: DateOrder::DayFirst,
        escaped: false,
        paper: true,
        columns: columns.collect(),
    })
}

/// A paper number: `P-QKTV-007`.
pub fn number(sheet: &str, row: u32) -> String {
    format!("P-{sheet}-{row:03}")
}

/// An empty sheet: headings, and `rows` rows that hold a paper number each.
///
/// # Errors
/// Those of the writer.
pub fn write<W: Write>(writer: W, sheet: &str, rows: u32) -> io::Result<W> {
    let columns = columns();
    let mut writer = SafeWriter::new(writer)?;
    writer.row(columns.iter().map(|(_, heading)| heading.as_str()))?;
    for row in 1..=rows {
        let number = number(sheet, row);
        let empty = std::iter::repeat_n("", columns.len().saturating_sub(1));
        writer.row(std::iter::once(number.as_str()).chain(empty))?;
    }
    writer.finish()
}
