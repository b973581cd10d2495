//! Finding people by name: as given, as it sounds, by its letters in any order.

use register::Summary;
use rphonetic::{Encoder as _, Metaphone};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The columns of the search index for an incident.
#[derive(Default)]
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
    for token in summary.names.iter().flat_map(|name| tokens(name)) {
        push(&mut indexed.sounds, &sound(&token));
        push(&mut indexed.letters, &letters(&token));
        push(&mut indexed.names, &token);
    }
    indexed
}

/// A reference's letters and digits: systems and people punctuate it each in their own way.
pub(crate) fn plain(reference: &str) -> String {
    reference.to_lowercase().chars().filter(|c| c.is_alphanumeric()).take(LONGEST_WORD).collect()
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
        let words: Vec<String> = tokens(&self.text).map(|token| alternatives(&token)).collect();
        if words.is_empty() { None } else { Some(words.join(" AND ")) }
    }

    /// Any one of the longer words, or the same date of birth: for when the strict query finds little.
    pub(crate) fn loose(&self) -> Option<String> {
        let mut words: Vec<String> = tokens(&self.text)
            .filter(|token| token.chars().count() >= 4)
            .map(|token| alternatives(&token))
            .collect();
        let is_date = self.born.len() == 10 && self.born.chars().all(|c| c.is_ascii_digit() || c == '-');
        if is_date {
            words.push(format!("born : \"{}\"", self.born));
        }
        if words.is_empty() { None } else { Some(words.join(" OR ")) }
    }
}

fn alternatives(token: &str) -> String {
    let mut parts = vec![format!("names : \"{token}\" *")];
    let sound = sound(token);
    if sound.len() >= 2 {
        parts.push(format!("sounds : \"{sound}\""));
    }
    if token.chars().count() >= 4 {
        parts.push(format!("letters : \"{}\"", letters(token)));
    }
    format!("({})", parts.join(" OR "))
}

/// What was typed beyond this many characters, of the text and of one word, is not searched for.
const LONGEST_TEXT: usize = 400;
const LONGEST_WORD: usize = 40;
const MOST_WORDS: usize = 12;

/// Lower-case words of letters and digits, without accents. Quotes never reach an expression;
/// apostrophes join (O'Brien is obrien), as some write the name without.
fn tokens(text: &str) -> impl Iterator<Item = String> + use<> {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '\u{2019}' | '`'))
        .take(LONGEST_TEXT)
        .collect();
    plain
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST_WORD).collect())
        .take(MOST_WORDS)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Metaphone of up to 8 symbols, in lower case; empty for what has no Latin letters.
fn sound(token: &str) -> String {
    let latin: String = token.chars().filter(char::is_ascii_alphabetic).collect();
    if latin.is_empty() { String::new() } else { Metaphone::new(Some(8)).encode(&latin).to_lowercase() }
}

fn letters(token: &str) -> String {
    let mut letters: Vec<char> = token.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn push(column: &mut String, word: &str) {
    if !word.is_empty() {
        if !column.is_empty() {
            column.push(' ');
        }
        column.push_str(word);
    }
}
