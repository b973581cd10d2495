//! Words, their sounds and their letters.

use rphonetic::{Encoder as _, Metaphone};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What is given beyond this many characters, of the text and of one word, is not searched for.
const LONGEST_TEXT: usize = 400;
const LONGEST_WORD: usize = 40;
const MOST_WORDS: usize = 12;

/// Lower-case words of letters and digits, without accents. Quotes are in none of them; apostrophes join
/// (O'Brien is obrien), as some write the name without.
pub fn words(text: &str) -> Vec<String> {
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
        .collect()
}

/// Metaphone of up to 8 symbols, in lower case; empty for what has no Latin letters.
pub fn sound(word: &str) -> String {
    let latin: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    if latin.is_empty() { String::new() } else { Metaphone::new(Some(8)).encode(&latin).to_lowercase() }
}

/// The letters of a word in their order in the alphabet: the same for each transposition of it.
pub fn letters(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// A reference's letters and digits: systems and people punctuate it each in their own way.
pub fn plain(reference: &str) -> String {
    reference.to_lowercase().chars().filter(|c| c.is_alphanumeric()).take(LONGEST_WORD).collect()
}

/// Words that join others and say nothing.
const JOINING: [&str; 12] = ["a", "an", "and", "at", "in", "near", "of", "on", "or", "the", "to", "with"];

/// The words of a description by which it is found: of *two blue jackets* and *a blue jacket* the same.
pub(crate) fn stems(text: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    for word in words(text).iter().filter(|word| !JOINING.contains(&word.as_str())) {
        let stem = stem(word);
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    stems
}

/// Without the ending of a plural, and without the last `e` of *blonde*: what is left is no word, and need be none.
fn stem(word: &str) -> String {
    if word == "gray" {
        return "grey".to_owned();
    }
    let mut stem = word;
    if stem.chars().count() > 3 && stem.ends_with('s') && !stem.ends_with("ss") {
        stem = &stem[..stem.len() - 1];
    }
    if stem.chars().count() > 4 && stem.ends_with('e') {
        stem = &stem[..stem.len() - 1];
    }
    stem.to_owned()
}

/// The words of a place, without those that join.
pub(crate) fn place_words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(text) {
        if !JOINING.contains(&word.as_str()) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_several_and_both_spellings_of_a_colour_are_one_stem() {
        for (one, other) in [
            ("jacket", "jackets"),
            ("blond", "blonde"),
            ("blonde", "blondes"),
            ("shoe", "shoes"),
            ("grey", "gray"),
            ("the white trainers", "white trainer"),
        ] {
            assert_eq!(stems(one), stems(other));
        }
        assert_ne!(stems("dress"), stems("dres"));
        assert_eq!(stems("a and the"), Vec::<String>::new());
    }
}
