//! The list of who is missing, for an outage: a glance a person, and room to write by hand.

use serde_json::{Value, json};

use crate::legible::glance;
use crate::photograph::Photograph;
use crate::press::{OPEN_INCIDENTS, Paper};
use crate::{DocumentError, Stamp, Word};

/// The shape that stands beside the word of a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GradeMark {
    High,
    Medium,
    Low,
    VeryLow,
    NotAssessed,
    /// A grade of an earlier system, such as *absent*.
    Legacy,
}

/// Something that has to be done by a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub text: String,
    pub late: bool,
}

/// One person at a glance.
#[derive(Clone)]
pub struct OpenIncident {
    pub grade: GradeMark,
    pub grade_word: String,
    pub reference: String,
    pub name: String,
    /// Age and sex.
    pub who: String,
    pub missing_for: String,
    pub last_seen: String,
    pub dangers: Vec<String>,
    pub due: Vec<Due>,
    pub owner: String,
    pub contact: String,
    /// JPEG without metadata; a thumbnail is enough.
    pub photograph: Option<Vec<u8>>,
}

/// The open incidents in the order in which they are to be printed, High first.
#[derive(Clone)]
pub struct OpenIncidents {
    pub stamp: Stamp,
    pub incidents: Vec<OpenIncident>,
}

/// Most letters of a short value, of a sentence, and most items of a list: a row stays a glance.
const SHORT: usize = 90;
const SENTENCE: usize = 160;
const ITEMS: usize = 5;

/// For an outage: one glance per person, about eight on an A4 landscape page, in the order given, with a blank line
/// under each to write on by hand. What is too long for a glance is cut, and says so.
///
/// # Errors
/// [`DocumentError`] when the pages cannot be set or written.
pub fn open_incidents(list: &OpenIncidents, word: Word) -> Result<Vec<u8>, DocumentError> {
    let cut = word("print-cut");
    let more = word("print-more");
    let incidents: Vec<Value> = list.incidents.iter().map(|i| row(i, &cut, &more)).collect();
    Paper {
        template: OPEN_INCIDENTS,
        title: format!("{} – {} – {}", word("print-open-incidents"), list.stamp.force, list.stamp.printed_at),
        stamp: &list.stamp,
        data: json!({ "incidents": incidents, "grades": grades(&list.incidents, &cut) }),
        photographs: list.incidents.iter().map(|i| Photograph::of(i.photograph.as_ref())).collect(),
    }
    .print(word)
}

fn row(incident: &OpenIncident, cut: &str, more: &str) -> Value {
    let short = |text: &str| glance(text, SHORT, cut);
    let sentence = |text: &str| glance(text, SENTENCE, cut);
    let rest = |n: usize| n.checked_sub(ITEMS).filter(|n| *n > 0).map(|n| format!("+ {n} {more}"));
    let due = incident.due.iter().take(ITEMS);
    json!({
        "grade": incident.grade,
        "grade_word": short(&incident.grade_word),
        "reference": short(&incident.reference),
        "name": short(&incident.name),
        "who": short(&incident.who),
        "missing_for": short(&incident.missing_for),
        "last_seen": sentence(&incident.last_seen),
        "dangers": incident.dangers.iter().take(ITEMS).map(|d| short(d)).collect::<Vec<_>>(),
        "dangers_more": rest(incident.dangers.len()),
        "due": due.map(|d| json!({ "text": short(&d.text), "late": d.late })).collect::<Vec<_>>(),
        "due_more": rest(incident.due.len()),
        "owner": short(&incident.owner),
        "contact": short(&incident.contact),
    })
}

/// How many of each grade, in the order in which they come.
fn grades(incidents: &[OpenIncident], cut: &str) -> Vec<Value> {
    let mut counts: Vec<(GradeMark, &str, usize)> = Vec::new();
    for incident in incidents {
        match counts
            .iter_mut()
            .find(|(mark, word, _)| (*mark, *word) == (incident.grade, &incident.grade_word))
        {
            Some((_, _, n)) => *n += 1,
            None => counts.push((incident.grade, &incident.grade_word, 1)),
        }
    }
    let value = |(mark, word, n): (GradeMark, &str, usize)| json!({ "grade": mark, "word": glance(word, SHORT, cut), "n": n.to_string() });
    counts.into_iter().map(value).collect()
}
