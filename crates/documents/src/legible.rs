//! Text as somebody typed it becomes text that can be printed, and nothing is dropped in silence.
//!
//! A letter that no typeface has, a control character, or one that would turn the direction of what stands around
//! it, prints as [`MISSING`]; the paper then says what that sign stands for. Long runs without a space get places where a line may end, so
//! that nothing runs off the page.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::fonts;

/// Stands for what cannot be printed.
const MISSING: char = '□';
/// A line may end here; it takes no room.
const MAY_BREAK: char = '\u{200b}';
/// A run longer than this gets places to break …
const LONG: usize = 20;
/// … this far apart.
const STEP: usize = 10;

/// Makes every string of a document legible. True where something could not be printed.
pub(crate) fn all(value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            let (legible, lost) = text_of(text);
            *text = legible;
            lost
        }
        Value::Array(items) => items.iter_mut().fold(false, |lost, item| all(item) | lost),
        Value::Object(fields) => fields.values_mut().fold(false, |lost, field| all(field) | lost),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// One string, and whether something of it could not be printed.
pub(crate) fn text_of(text: &str) -> (String, bool) {
    let mut lost = false;
    let mut legible = String::with_capacity(text.len());
    let mut cluster: Vec<char> = Vec::new();
    let plain = text.replace("\r\n", "\n");
    for c in plain.nfc() {
        if is_combining_mark(c) && !cluster.is_empty() {
            cluster.push(c);
            continue;
        }
        lost |= put(&mut legible, &mut cluster);
        match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => legible.push('\n'),
            c if c.is_whitespace() => legible.push(' '),
            c if invisible(c) => {}
            c => cluster.push(c),
        }
    }
    lost |= put(&mut legible, &mut cluster);
    (breakable(&legible), lost)
}

/// Writes a letter with its accents, or the sign for one that cannot be printed.
fn put(legible: &mut String, cluster: &mut Vec<char>) -> bool {
    let printable = match cluster.as_slice() {
        [] => true,
        [c] if c.is_ascii_graphic() => true,
        letters => !letters.iter().copied().any(turns_or_means_nothing) && fonts::can_print(letters),
    };
    match printable {
        true => legible.extend(cluster.drain(..)),
        false => legible.push(MISSING),
    }
    cluster.clear();
    !printable
}

/// Draws nothing by itself, and says nothing without a letter that it belongs to.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Controls, orders to write in the other direction, and code points that have no agreed letter.
fn turns_or_means_nothing(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff0}'..='\u{ffff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The same text with places where a line may end in every long run.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| c.is_whitespace() || c == '-') {
        if part.chars().nth(LONG).is_none() {
            out.push_str(part);
            continue;
        }
        let mut since = 0;
        for c in part.chars() {
            if since >= STEP && !is_combining_mark(c) {
                out.push(MAY_BREAK);
                since = 0;
            }
            out.push(c);
            since += 1;
        }
    }
    out
}

/// One line of at most `most` letters; what is longer ends in `cut`, so that a reader knows.
pub(crate) fn glance(text: &str, most: usize, cut: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        None => line,
        Some((end, _)) => format!("{}… [{cut}]", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_europe_pass_as_they_are() {
        for name in ["Zoë Łukasz-Ŵyn", "Ángström", "Ειρήνη", "Юлия", "O’Neill – “Mags”"]
        {
            assert_eq!(text_of(name), (name.to_owned(), false));
        }
    }

    #[test]
    fn an_accent_that_stands_by_itself_is_joined_to_its_letter() {
        assert_eq!(text_of("Zoe\u{308}").0, "Zoë");
    }

    #[test]
    fn what_no_typeface_has_shows_as_a_box_and_is_told() {
        assert_eq!(text_of("王 x"), ("□ x".to_owned(), true));
        assert_eq!(text_of("a\0b"), ("a□b".to_owned(), true));
        assert_eq!(text_of("👮\u{200d}♀\u{fe0f}").0.chars().next(), Some(MISSING));
    }

    #[test]
    fn nothing_turns_the_direction_of_what_stands_around_it() {
        assert_eq!(text_of("seen \u{202e}ton"), ("seen □ton".to_owned(), true));
    }

    #[test]
    fn lines_end_where_they_were_ended() {
        assert_eq!(text_of("one\r\ntwo\rthree\tfour").0, "one\ntwo\nthree four");
    }

    #[test]
    fn a_run_without_spaces_may_be_broken_and_a_word_may_not() {
        assert!(!text_of("Featherstonehaugh").0.contains(MAY_BREAK));
        let long = text_of(&"x".repeat(45)).0;
        assert_eq!(long.matches(MAY_BREAK).count(), 4);
    }

    #[test]
    fn a_glance_is_one_line_and_says_when_it_was_cut() {
        assert_eq!(glance("a\n b", 9, "cut"), "a b");
        assert_eq!(glance("abcdef", 3, "cut"), "abc… [cut]");
    }
}
