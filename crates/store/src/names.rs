//! Finding people by name: as given, as it sounds, by its letters in any order.

pub(crate) use matching::plain;
use matching::{NameWord, letters, sound, words};
use register::Summary;

/// The columns of the search index for an incident.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Indexed {
    pub names: String,
    pub sounds: String,
    pub letters: String,
    pub refs: String,
}

pub(crate) fn index(summary: &Summary) -> Indexed {
    let mut indexed = Indexed::default();
    for reference in &summary.references {
        push(&mut indexed.refs, &plain(reference));
    }
    for token in summary.names.iter().flat_map(|name| words(name)) {
        push(&mut indexed.sounds, &sound(&token));
        push(&mut indexed.letters, &letters(&token));
        push(&mut indexed.names, &token);
    }
    indexed
}

/// FTS5 expression for references that begin so; `None` for what cannot be one: too short, or without
/// a digit.
pub(crate) fn reference_query(typed: &str) -> Option<String> {
    const SHORTEST: usize = 3;
    let plain = plain(typed);
    let can_be = plain.chars().count() >= SHORTEST && plain.chars().any(|c| c.is_ascii_digit());
    can_be.then(|| format!("refs : \"{plain}\" *"))
}

/// What was typed of a person.
#[derive(Clone, Debug, Default)]
pub struct NameQuery {
    pub text: String,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; empty where not known.
    pub born: String,
}

impl NameQuery {
    /// FTS5 expression in which every word must be met, as a beginning, a sound or an anagram;
    /// `None` where nothing can be searched for.
    pub(crate) fn strict(&self) -> Option<String> {
        let words: Vec<String> = words(&self.text).into_iter().map(alternatives).collect();
        if words.is_empty() { None } else { Some(words.join(" AND ")) }
    }

    /// Any one of the longer words, or the same date of birth: for when the strict query finds little.
    pub(crate) fn loose(&self) -> Option<String> {
        let mut words: Vec<String> = words(&self.text)
            .into_iter()
            .filter(|word| word.chars().count() >= 4)
            .map(alternatives)
            .collect();
        let is_date = self.born.len() == 10 && self.born.chars().all(|c| c.is_ascii_digit() || c == '-');
        if is_date {
            words.push(format!("born : \"{}\"", self.born));
        }
        if words.is_empty() { None } else { Some(words.join(" OR ")) }
    }
}

fn alternatives(word: String) -> String {
    let asked = NameWord::of(word);
    let mut parts = vec![format!("names : \"{}\" *", asked.word)];
    if let Some(sound) = &asked.sound {
        parts.push(format!("sounds : \"{sound}\""));
    }
    if let Some(letters) = &asked.letters {
        parts.push(format!("letters : \"{letters}\""));
    }
    format!("({})", parts.join(" OR "))
}

fn push(column: &mut String, word: &str) {
    if !word.is_empty() {
        if !column.is_empty() {
            column.push(' ');
        }
        column.push_str(word);
    }
}
