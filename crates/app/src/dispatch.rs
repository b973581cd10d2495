//! Reading a pasted dispatch log: fills what it can, records nothing, and never answers for the officer.
//!
//! No two control rooms print alike. Lines of the form `LABEL: value` are read by their labels, also after the time
//! that a line of a running log begins with; everything else is kept as circumstances. Nothing pasted is lost: a line
//! leaves the circumstances only where all its words stand in fields. Hints point at words; the officer confirms each.

mod when;

#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use register::fact::{Attribute, Described};
use register::question::Question;

use crate::views::{DispatchHint, DispatchLogView};
use when::Anchor;

/// Words that point at an immediate danger. Lower case; matched at the beginning of a word.
const HINTS: &[(Question, &[&str])] = &[
    (
        Question::SelfHarm,
        &[
            "suicid",
            "self-harm",
            "self harm",
            "kill himself",
            "kill herself",
            "end it all",
            "last walk",
            "overdose",
        ],
    ),
    (
        Question::MedicalNeeds,
        &[
            "insulin",
            "diabet",
            "epilep",
            "medication",
            "tablets",
            "warfarin",
            "inhaler",
            "sickle cell",
            "dialysis",
        ],
    ),
    (Question::SexualExploitation, &["exploitation", "cse", "older man", "older men", "grooming", "groomed"]),
    (
        Question::VictimOfCrime,
        &["abduct", "kidnap", "threatened", "threats", "assaulted", "domestic abuse", "forced marriage"],
    ),
    (Question::LikelyHurt, &["blood", "injured", "collapsed", "fell ", "no coat", "hypotherm"]),
    (Question::DangerToOthers, &["knife", "weapon", "firearm", "violent towards"]),
];

pub(crate) fn read(text: &str, now: DateTime<Utc>) -> DispatchLogView {
    let mut log = DispatchLogView {
        reference: None,
        family_name: None,
        given_name: None,
        date_of_birth: None,
        age: None,
        sex: None,
        height_cm: None,
        clothing: None,
        medical: None,
        last_seen_place: None,
        last_seen_at: None,
        reported_at: None,
        informant_name: None,
        informant_relation: None,
        informant_phone: None,
        circumstances: String::new(),
        hints: hints(text),
    };
    let lines: Vec<Line> = text.lines().map(|line| Line::of(line, now)).collect();
    let day_of = |tells: fn(&str) -> bool| {
        let days = lines.iter().filter_map(|line| line.labelled.as_ref());
        days.filter(|(label, _)| tells(label)).find_map(|(_, value)| when::day(value, now))
    };
    let days = Days { seen: day_of(tells_last_seen), called: day_of(tells_call) };
    let mut rest: Vec<&str> = Vec::new();
    for line in &lines {
        let taken =
            line.labelled.as_ref().is_some_and(|(label, value)| take(&mut log, label, value, line, days));
        // What was logged at a time stays with its time.
        if !taken || line.stamp.is_some() {
            rest.push(line.text.trim_end());
        }
    }
    log.circumstances = rest.join("\n").trim().to_owned();
    log
}

/// A line as pasted, and what it may say.
struct Line<'a> {
    text: &'a str,
    /// What its times are read against, where it begins with a time of its own.
    stamp: Option<Anchor>,
    now: DateTime<Utc>,
    labelled: Option<(String, &'a str)>,
}

impl<'a> Line<'a> {
    fn of(text: &'a str, now: DateTime<Utc>) -> Self {
        let (stamp, said) = match when::stamp(text, now) {
            Some((anchor, said)) => (Some(anchor), said),
            None => (None, text),
        };
        let labelled = said.split_once(':').and_then(|(label, value)| {
            let value = value.trim();
            (!value.is_empty()).then(|| (plain(label), value))
        });
        Self { text, stamp, now, labelled }
    }

    fn anchor(&self, day: Option<NaiveDate>) -> Anchor {
        let stamp = self.stamp.unwrap_or(Anchor { now: self.now, day: None });
        Anchor { day: day.or(stamp.day), ..stamp }
    }
}

/// Days that stand on lines of their own, for the times that stand alone.
#[derive(Clone, Copy)]
struct Days {
    seen: Option<NaiveDate>,
    called: Option<NaiveDate>,
}

/// Who speaks is no part of a label.
const SPEAKERS: &[&str] = &["caller states ", "caller says ", "informant states ", "inf states "];

fn plain(label: &str) -> String {
    let words: String =
        label.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let label = words.split_whitespace().collect::<Vec<_>>().join(" ");
    SPEAKERS.iter().find_map(|speaker| label.strip_prefix(speaker)).unwrap_or(&label).to_owned()
}

fn tells_place(label: &str) -> bool {
    matches!(
        label,
        "last seen"
            | "last seen at"
            | "last seen on"
            | "lsp"
            | "last seen place"
            | "place"
            | "location"
            | "missing from"
    )
}

fn tells_last_seen_time(label: &str) -> bool {
    matches!(
        label,
        "last seen time"
            | "time last seen"
            | "last seen date"
            | "date last seen"
            | "last seen date time"
            | "date time last seen"
            | "date and time last seen"
    )
}

fn tells_last_seen(label: &str) -> bool {
    tells_place(label) || tells_last_seen_time(label)
}

fn tells_call(label: &str) -> bool {
    matches!(
        label,
        "reported"
            | "reported at"
            | "time reported"
            | "date reported"
            | "time of call"
            | "date of call"
            | "call time"
            | "call date"
            | "created"
            | "opened"
            | "received"
    )
}

/// Put a labelled value in its place. False where words of it found none: the label says nothing, the value does not
/// fit, or an earlier line has spoken.
fn take(log: &mut DispatchLogView, label: &str, value: &str, line: &Line, days: Days) -> bool {
    let parsed = |attribute| Described::parse(attribute, value).ok().map(|described| described.value);
    let text = || Some(value.to_owned());
    let (place, found): (&mut Option<String>, Option<String>) = match label {
        "log" | "log no" | "log number" | "log ref" | "incident" | "incident no" | "incident number"
        | "ref" | "reference" | "cad" | "cad no" | "cad ref" | "dispatch log" => (&mut log.reference, text()),
        "surname" | "family name" | "last name" => (&mut log.family_name, text()),
        "forename" | "forenames" | "forename s" | "first name" | "given name" => {
            (&mut log.given_name, text())
        }
        "name" | "misper" | "missing person" | "subject" | "person" => return name(log, value),
        "dob" | "date of birth" | "born" => (&mut log.date_of_birth, parsed(Attribute::DateOfBirth)),
        "age" => (&mut log.age, parsed(Attribute::Age)),
        "sex" | "gender" => (&mut log.sex, parsed(Attribute::Sex)),
        "height" => (&mut log.height_cm, parsed(Attribute::HeightCm)),
        "clothing" | "wearing" | "clothes" => (&mut log.clothing, text()),
        "medical" | "medication" | "med" | "health" => (&mut log.medical, text()),
        label if tells_place(label) => return last_seen(log, value, line.anchor(days.seen)),
        label if tells_last_seen_time(label) => {
            return instant(&mut log.last_seen_at, value, line.anchor(days.seen));
        }
        label if tells_call(label) => return instant(&mut log.reported_at, value, line.anchor(days.called)),
        "informant" | "caller" | "reported by" | "inf" => return informant(log, value),
        "relationship" | "relation" => (&mut log.informant_relation, text()),
        "tel" | "telephone" | "phone" | "contact" | "caller tel" | "informant tel" => {
            (&mut log.informant_phone, text())
        }
        _ => return false,
    };
    match found {
        // "About 25" is filled as 25, and stays to be read.
        Some(found) => put(place, &found) && (found == value || !value.to_lowercase().contains("about")),
        None => false,
    }
}

/// `SURNAME, Forename` or `Forename SURNAME`.
fn name(log: &mut DispatchLogView, value: &str) -> bool {
    if log.family_name.is_some() || log.given_name.is_some() {
        return false;
    }
    let (family, given) = match value.split_once(',') {
        Some((family, given)) => (family.trim(), given.trim()),
        None => value.rsplit_once(' ').map_or((value, ""), |(given, family)| (family, given)),
    };
    log.family_name = Some(cased(family)).filter(|name| !name.is_empty());
    log.given_name = Some(cased(given)).filter(|name| !name.is_empty());
    true
}

/// `TEST-LARKSPUR` becomes `Test-Larkspur`; anything that is not all capitals stays.
fn cased(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut start = true;
    name.chars()
        .flat_map(|c| {
            let cased: Vec<char> =
                if start { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            start = !c.is_alphabetic();
            cased
        })
        .collect()
}

/// `Fernbrook station 15:10`, `23/11/2026 15:10 Fernbrook station`: the time is taken out where there is one.
fn last_seen(log: &mut DispatchLogView, value: &str, anchor: Anchor) -> bool {
    let read = when::read(value, anchor).filter(|read| log.last_seen_at.is_none_or(|at| at == read.at));
    let place = match read {
        Some(read) => {
            log.last_seen_at = Some(read.at);
            read.rest.join(" ")
        }
        None => value.to_owned(),
    };
    let place = place.trim_matches([',', ';', '-', ' ']);
    if place.is_empty() {
        return true;
    }
    let first = log.last_seen_place.is_none();
    log.last_seen_place.get_or_insert_with(|| place.to_owned());
    first
}

/// A value that is a time, or names one: the words beside it have no field.
fn instant(field: &mut Option<DateTime<Utc>>, value: &str, anchor: Anchor) -> bool {
    let Some(read) = when::read(value, anchor).filter(|read| field.is_none_or(|at| at == read.at)) else {
        return false;
    };
    *field = Some(read.at);
    !read.rest.iter().any(|word| word.chars().any(char::is_alphanumeric))
}

/// `J Test-Larkspur (daughter) 07700 900123`.
fn informant(log: &mut DispatchLogView, value: &str) -> bool {
    if log.informant_name.is_some() {
        return false;
    }
    let mut name = value.to_owned();
    let mut whole = true;
    if let Some((before, relation, after)) = value
        .split_once('(')
        .and_then(|(before, rest)| rest.split_once(')').map(|(relation, after)| (before, relation, after)))
        .filter(|(_, relation, _)| !relation.trim().is_empty() && !relation.split_whitespace().all(dialled))
    {
        whole &= put(&mut log.informant_relation, relation.trim());
        name = format!("{before} {after}");
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = match phone(&words) {
        Some(span) => {
            whole &= put(&mut log.informant_phone, &words[span.clone()].join(" "));
            [&words[..span.start], &words[span.end..]].concat().join(" ")
        }
        None => words.join(" "),
    };
    let name = name.trim_matches([',', '-', ' ']);
    if !name.is_empty() {
        whole &= put(&mut log.informant_name, name);
    }
    whole
}

/// The words that are a telephone number: of several runs of digits the longest.
fn phone(words: &[&str]) -> Option<Range<usize>> {
    let digits =
        |span: &Range<usize>| words[span.clone()].concat().chars().filter(char::is_ascii_digit).count();
    let mut at = 0;
    let runs = words.chunk_by(|a, b| dialled(a) == dialled(b)).map(|run| {
        at += run.len();
        at - run.len()..at
    });
    runs.filter(|span| dialled(words[span.start]))
        .max_by_key(digits)
        .filter(|span| digits(span) >= FEWEST_DIGITS)
}

/// Fewer than these are the number of a house or a flat.
const FEWEST_DIGITS: usize = 6;

/// A part of a telephone number: `07700`, `+44`, `(0)7700`.
fn dialled(word: &str) -> bool {
    let plain = word.trim_matches([',', ';', '.']);
    plain.chars().any(|c| c.is_ascii_digit())
        && plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-'))
}

/// The first of two wins: a log is written from the call on.
fn put(field: &mut Option<String>, value: &str) -> bool {
    let first = field.is_none();
    field.get_or_insert_with(|| value.to_owned());
    first
}

fn hints(text: &str) -> Vec<DispatchHint> {
    let lower = text.to_lowercase();
    let mut hints = Vec::new();
    for (question, words) in HINTS {
        let found = words.iter().find_map(|word| {
            lower.match_indices(word).find_map(|(at, _)| {
                let begins = lower[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
                begins.then_some(at)
            })
        });
        if let Some(at) = found {
            let line = lower[..at].matches('\n').count();
            let because = text.lines().nth(line).unwrap_or_default().trim().chars().take(160).collect();
            hints.push(DispatchHint { question: *question, because });
        }
    }
    hints
}
