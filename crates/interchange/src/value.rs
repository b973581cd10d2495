//! One value of a cell each: what was meant by it, or a remedy as a catalogue key.

mod code;
mod date;
mod measure;
mod name;
mod word;

pub use code::{ethnic_appearance, self_defined_ethnicity};
pub use date::{Dates, Moment, at_local, day, time};
pub use measure::{age, height, postcode};
pub use name::{full_name, name};
pub use word::{
    Standing, answer, answer_with_detail, category, condition, found_by, grade, how_known, is_nothing, sex,
    standing,
};

/// What to do about a value that is not understood: a catalogue key, `import-problem-…`.
pub type Remedy = &'static str;

/// Lower case, one space between words, none around: what tables are looked up by.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The same, with every other sign than letters and digits taken for a space.
pub(crate) fn words(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain(&spaced)
}

/// No value that is understood is longer, in bytes; texts are not held to it.
pub(crate) const LONGEST: usize = 200;
