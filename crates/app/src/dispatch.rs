//! Reading a pasted dispatch log: fills what it can, records nothing, and never answers for the officer.
//!
//! No two control rooms print alike. Lines of the form `LABEL: value` are read by their labels;
//! everything else is kept as circumstances. Hints point at words; the officer confirms each.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::London;
use register::fact::{Attribute, Described};
use register::question::Question;

use crate::views::{DispatchHint, DispatchLogView};

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
    let mut rest: Vec<&str> = Vec::new();
    for line in text.lines() {
        let taken = line.split_once(':').is_some_and(|(label, value)| {
            let value = value.trim();
            !value.is_empty() && take(&mut log, &plain(label), value, now)
        });
        if !taken {
            rest.push(line.trim_end());
        }
    }
    log.circumstances = rest.join("\n").trim().to_owned();
    log
}

fn plain(label: &str) -> String {
    let words: String =
        label.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Put a labelled value in its place; false where the label says nothing or the value does not fit.
fn take(log: &mut DispatchLogView, label: &str, value: &str, now: DateTime<Utc>) -> bool {
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
        "last seen" | "last seen at" | "lsp" | "last seen place" | "place" | "location" | "missing from" => {
            return last_seen(log, value, now);
        }
        "last seen time" | "time last seen" | "date last seen" | "last seen date" => {
            log.last_seen_at = log.last_seen_at.or(instant(value, now));
            return log.last_seen_at.is_some();
        }
        "reported" | "time of call" | "call time" | "created" | "opened" | "received" => {
            log.reported_at = log.reported_at.or(instant(value, now));
            return log.reported_at.is_some();
        }
        "informant" | "caller" | "reported by" | "inf" => return informant(log, value),
        "relationship" | "relation" => (&mut log.informant_relation, text()),
        "tel" | "telephone" | "phone" | "contact" | "caller tel" | "informant tel" => {
            (&mut log.informant_phone, text())
        }
        _ => return false,
    };
    match found {
        // The first of two wins: a log is written from the call on.
        Some(found) if place.is_none() => {
            *place = Some(found);
            true
        }
        _ => false,
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

/// `Fernbrook station 15:10`, `15:10 Fernbrook station`: the time is taken out where there is one.
fn last_seen(log: &mut DispatchLogView, value: &str, now: DateTime<Utc>) -> bool {
    if log.last_seen_place.is_some() {
        return false;
    }
    if let Some(at) = instant(value, now) {
        log.last_seen_at = log.last_seen_at.or(Some(at));
        return true;
    }
    let words: Vec<&str> = value.split_whitespace().collect();
    let time = words.iter().rposition(|word| clock_time(word).is_some());
    let place: Vec<&str> =
        words.iter().enumerate().filter(|(at, _)| Some(*at) != time).map(|(_, word)| *word).collect();
    if let Some(at) = time.and_then(|at| instant(words[at], now)) {
        log.last_seen_at = log.last_seen_at.or(Some(at));
    }
    let place = place.join(" ");
    log.last_seen_place = Some(place.trim_end_matches([',', ' ']).trim_end_matches(" at").to_owned());
    true
}

/// `J Test-Larkspur (daughter) 07700 900123`.
fn informant(log: &mut DispatchLogView, value: &str) -> bool {
    if log.informant_name.is_some() {
        return false;
    }
    let mut name = value.to_owned();
    if let Some((before, relation, after)) = value
        .split_once('(')
        .and_then(|(before, rest)| rest.split_once(')').map(|(relation, after)| (before, relation, after)))
    {
        log.informant_relation.get_or_insert(relation.trim().to_owned());
        name = format!("{before} {after}");
    }
    let digits = |word: &&str| word.chars().filter(char::is_ascii_digit).count() >= 3;
    let phone: Vec<&str> = name.split_whitespace().filter(digits).collect();
    if !phone.is_empty() {
        log.informant_phone.get_or_insert(phone.join(" "));
    }
    let words: Vec<&str> = name.split_whitespace().filter(|word| !digits(word)).collect();
    log.informant_name =
        Some(words.join(" ").trim_matches([',', '-', ' ']).to_owned()).filter(|name| !name.is_empty());
    true
}

fn clock_time(word: &str) -> Option<NaiveTime> {
    let word = word.trim_matches([',', '.', ';', '(', ')']);
    ["%H:%M", "%H:%M:%S", "%H%Mhrs", "%H.%M"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(word, form).ok())
}

/// A date and time, day first, local time of England and Wales; a time alone is the latest such time before now.
fn instant(value: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let value = value.trim().trim_end_matches("hrs").trim();
    for form in [
        "%d/%m/%Y %H:%M",
        "%d/%m/%y %H:%M",
        "%d-%m-%Y %H:%M",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%d %b %Y %H:%M",
        "%H:%M %d/%m/%Y",
        "%d/%m/%Y %H:%M:%S",
        "%Y-%m-%d %H:%M:%S",
    ] {
        if let Ok(at) = NaiveDateTime::parse_from_str(value, form) {
            return local(at).filter(|at| *at <= now);
        }
    }
    let time = clock_time(value)?;
    let today: NaiveDate = now.with_timezone(&London).date_naive();
    let at = local(today.and_time(time))?;
    if at <= now { Some(at) } else { local(today.pred_opt()?.and_time(time)) }
}

fn local(at: NaiveDateTime) -> Option<DateTime<Utc>> {
    London.from_local_datetime(&at).earliest().map(|at| at.with_timezone(&Utc))
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

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "LOG: NM-20261123-0142\nTime of call: 23/11/2026 12:50\nMISPER: TEST-LARKSPUR, Magnus\nDOB: 4/3/1945\nSex: M\nHeight: 178cm\nWearing: grey cardigan, slippers, no coat\nMedical: warfarin at 21:00\nLast seen: Hill Road, Fernbrook at 12:10\nInformant: J Test-Larkspur (daughter) 07700 900123\nHas dementia and was found by the canal last time.\nRemark: talks of a last walk";

    fn now() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-11-23T13:00:00Z").expect("a time").with_timezone(&Utc)
    }

    #[test]
    fn a_labelled_log_fills_every_field_that_it_names() {
        let log = read(LOG, now());
        assert_eq!(log.reference.as_deref(), Some("NM-20261123-0142"));
        assert_eq!(log.family_name.as_deref(), Some("Test-Larkspur"));
        assert_eq!(log.given_name.as_deref(), Some("Magnus"));
        assert_eq!(log.date_of_birth.as_deref(), Some("1945-03-04"));
        assert_eq!(log.sex.as_deref(), Some("male"));
        assert_eq!(log.height_cm.as_deref(), Some("178"));
        assert_eq!(log.last_seen_place.as_deref(), Some("Hill Road, Fernbrook"));
        assert_eq!(log.last_seen_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-11-23T12:10:00+00:00"));
        assert_eq!(log.informant_name.as_deref(), Some("J Test-Larkspur"));
        assert_eq!(log.informant_relation.as_deref(), Some("daughter"));
        assert_eq!(log.informant_phone.as_deref(), Some("07700 900123"));
        assert!(log.circumstances.contains("dementia") && log.circumstances.contains("last walk"));
    }

    #[test]
    fn words_of_danger_are_hints_with_their_line_and_never_answers() {
        let hinted: Vec<Question> = read(LOG, now()).hints.iter().map(|hint| hint.question).collect();
        assert!(hinted.contains(&Question::SelfHarm) && hinted.contains(&Question::MedicalNeeds));
        assert!(read("He collected his shopping", now()).hints.is_empty(), "the middle of a word is no hint");
    }

    #[test]
    fn what_fits_no_field_stays_word_for_word() {
        let log = read("Age: about thirty\nAge: 300\nhello ünïcode 👋", now());
        assert_eq!(log.age, None);
        assert!(log.circumstances.contains("Age: 300") && log.circumstances.contains("ünïcode 👋"));
    }

    #[test]
    fn a_time_alone_is_the_latest_before_now() {
        assert_eq!(
            instant("23:40", now()).map(|at| at.to_rfc3339()).as_deref(),
            Some("2026-11-22T23:40:00+00:00")
        );
    }
}
