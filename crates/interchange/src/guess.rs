//! A first mapping of a file that nobody has mapped yet, for an officer to correct.

mod heading;
mod values;

use register::fact::Attribute;

use crate::labels::{REFERENCE, WHY_NOT, field_of};
use crate::mapping::{Column, DateOrder, Field, Mapping};
use crate::sheet::Row;

/// What the headings and the first rows suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// One column for each heading. Name and system are for the officer to give.
    pub mapping: Mapping,
    /// Dates such as 05/01/2026 stand in it, and none that tells the order.
    pub dates_ambiguous: bool,
    /// Up to three different values of each column, as given.
    pub examples: Vec<Vec<String>>,
}

const EXAMPLES: usize = 3;

/// From headings, by the synonyms of many forces; from values where the headings say nothing. What is
/// recognised by neither is a [`Field::Note`].
pub fn guess(headings: &[String], sample: &[Row]) -> Guess {
    let taken: Vec<(usize, &String)> =
        headings.iter().enumerate().filter(|(_, heading)| *heading != WHY_NOT).collect();
    let examples = taken.iter().map(|(index, _)| examples(sample, *index)).collect();
    let names: Vec<&String> = taken.iter().map(|(_, heading)| *heading).collect();
    if let Some(mapping) = crate::paper::mapping(&names) {
        return Guess { mapping, dates_ambiguous: false, examples };
    }
    let columns = |fields: Vec<Field>| {
        let with = taken.iter().zip(fields);
        with.map(|((_, heading), field)| Column { heading: (*heading).clone(), field }).collect()
    };
    if headings.first().is_some_and(|first| first == REFERENCE) {
        let fields = taken.iter().map(|(_, heading)| field_of(heading).unwrap_or(Field::Note)).collect();
        let mapping = Mapping {
            name: "NRMP".into(),
            system: "NRMP".into(),
            dates: DateOrder::DayFirst,
            escaped: true,
            paper: false,
            columns: columns(fields),
        };
        return Guess { mapping, dates_ambiguous: false, examples };
    }
    let given: Vec<Vec<&str>> = taken.iter().map(|(index, _)| values(sample, *index)).collect();
    let mut fields: Vec<Option<Field>> = taken.iter().map(|(_, name)| heading::field(name)).collect();
    settle_names(&mut fields);
    only_once(&mut fields, &taken);
    values::fill(&mut fields, &given);
    let fields: Vec<Field> = fields.into_iter().map(|field| field.unwrap_or(Field::Note)).collect();
    let (dates, dates_ambiguous) = values::order(&fields, &given);
    let mapping = Mapping { dates, columns: columns(fields), ..Mapping::default() };
    Guess { mapping, dates_ambiguous, examples }
}

/// `Name` beside `Surname` holds the given names.
fn settle_names(fields: &mut [Option<Field>]) {
    let has = |fields: &[Option<Field>], attribute| fields.contains(&Some(Field::Attribute(attribute)));
    if has(fields, Attribute::FamilyName)
        && !has(fields, Attribute::GivenName)
        && let Some(name) = fields.iter_mut().find(|field| **field == Some(Field::FullName))
    {
        *name = Some(Field::Attribute(Attribute::GivenName));
    }
}

/// The first column of a field that a row has once keeps it, and before it one whose heading says more
/// than `Date`. Circumstances too: what else is told of them is better read under its own heading.
fn only_once(fields: &mut [Option<Field>], taken: &[(usize, &String)]) {
    let mut seen: Vec<Field> = Vec::new();
    for vague in [false, true] {
        for (field, (_, name)) in fields.iter_mut().zip(taken) {
            let Some(known) = *field else { continue };
            if heading::is_vague(name) != vague {
                continue;
            }
            let once = !known.may_repeat() || known == Field::Circumstances;
            if once && seen.contains(&known) {
                *field = Some(Field::Note);
            }
            seen.push(known);
        }
    }
}

fn values(sample: &[Row], index: usize) -> Vec<&str> {
    let cells = sample.iter().filter_map(|row| row.cells.get(index));
    cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect()
}

fn examples(sample: &[Row], index: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for cell in sample.iter().filter_map(|row| row.cells.get(index)) {
        if out.len() == EXAMPLES {
            break;
        }
        if !cell.trim().is_empty() && !out.contains(cell) {
            out.push(cell.clone());
        }
    }
    out
}
