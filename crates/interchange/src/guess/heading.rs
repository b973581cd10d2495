//! What a heading means, by the headings of many forces' files.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::mapping::{Field, normal};

/// A line that begins in the first column begins a field; the others go on with it.
static NAMES: LazyLock<HashMap<&str, Field>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    let mut field = None;
    for line in include_str!("headings.txt").lines().filter(|line| !line.starts_with('#')) {
        let rest = match line.split_once(':') {
            Some((word, rest)) => {
                field = word.parse::<Field>().ok();
                rest
            }
            None => line,
        };
        if let Some(field) = field {
            names.extend(rest.split_whitespace().map(|name| (name, field)));
        }
    }
    names
});

/// What a heading means; `None` where it says nothing known.
pub(super) fn field(heading: &str) -> Option<Field> {
    let plain = normal(heading);
    known(&plain)
        .or_else(|| {
            // `Phone 2`, `Surname (1)`, `Phone_b` of a copy: the same thing again.
            let stem = plain.trim_end_matches(|c: char| c.is_ascii_digit());
            known(stem).filter(|field| field.may_repeat())
        })
        .or_else(|| {
            let whose =
                ["misper", "missingperson", "mp", "mispers", "subject", "person", "nominal", "vulnerable"];
            whose.iter().find_map(|whose| known(plain.strip_prefix(whose)?))
        })
        .or_else(|| {
            let kinds = [
                "yn",
                "flag",
                "marker",
                "indicator",
                "field",
                "text",
                "code",
                "value",
                "desc",
                "description",
            ];
            kinds.iter().find_map(|kind| known(plain.strip_suffix(kind)?))
        })
        .or_else(|| by_words(heading))
}

/// One that might be of many things: another column that says the same in more words goes before it.
pub(super) fn is_vague(heading: &str) -> bool {
    let vague = [
        "date",
        "time",
        "id",
        "reference",
        "ref",
        "location",
        "place",
        "description",
        "type",
        "details",
        "name",
        "person",
        "subject",
        "state",
        "result",
        "class",
        "mo",
        "grade",
        "found",
        "returned",
        "located",
        "venue",
        "reported",
        "incidentlocation",
        "created",
        "category",
    ];
    vague.contains(&normal(heading).as_str())
}

fn known(plain: &str) -> Option<Field> {
    NAMES.get(plain).copied()
}

/// Of a longer heading: what it is about, and which of it. `Date and time reported to police`.
fn by_words(heading: &str) -> Option<Field> {
    let said = crate::value::words(heading);
    let has = |words: &[&str]| said.split(' ').any(|word| words.contains(&word));
    if has(&["urn"]) {
        return Some(Field::Key);
    }
    let date = has(&["date", "when", "datetime", "dt", "day", "on"]);
    let time = has(&["time", "hour", "hours", "hrs"]);
    let place = has(&["place", "location", "address", "where", "loc", "town", "premises", "venue"]);
    let by = has(&["by", "whom", "who", "method", "how"]);
    let (at, clock, wher, who) = if has(&["reported", "report", "received", "raised", "recorded", "created"])
    {
        (Field::ReportedAt, Field::ReportedTime, None, None)
    } else if has(&["found", "located", "returned", "return", "traced", "recovered"]) {
        (Field::FoundAt, Field::FoundTime, Some(Field::FoundPlace), Some(Field::FoundBy))
    } else if has(&["seen", "sighting", "missing", "sighted", "absconded", "disappeared"]) {
        (Field::LastSeenAt, Field::LastSeenTime, Some(Field::LastSeenPlace), Some(Field::LastSeenBy))
    } else {
        return None;
    };
    match (date, time, place, by) {
        (true, ..) => Some(at),
        (_, true, ..) => Some(clock),
        (_, _, true, _) => wher,
        (_, _, _, true) => who,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_list_can_be_met_and_every_field_of_it_exists() {
        let list = include_str!("headings.txt").lines().filter(|line| !line.starts_with('#'));
        for line in list {
            let names = match line.split_once(':') {
                Some((word, names)) => {
                    assert!(word.parse::<Field>().is_ok(), "{word}");
                    names
                }
                None => line,
            };
            for name in names.split_whitespace() {
                assert_eq!(name, normal(name));
                assert!(field(name).is_some(), "{name}");
            }
        }
    }
}
