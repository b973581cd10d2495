//! The fixed labels of the papers, asked of the caller's catalogue.

use serde_json::{Map, Value};

/// Words of the catalogue by key (`print-…`), so that no English stands in templates or code.
pub type Word<'a> = &'a dyn Fn(&str) -> String;

/// Every key that a paper may ask for, without its `print-`. Templates read them as `words.at("…")`.
pub const WORDS: &[&str] = &[
    "as-at",
    "as-known-at",
    "by",
    "check",
    "check-again",
    "check-hash",
    "check-limit",
    "check-verify",
    "check-words",
    "checked",
    "contact",
    "cut",
    "dangers",
    "destroy",
    "due",
    "entries",
    "entry",
    "entry-id",
    "evidence-pack",
    "figures",
    "figures-curve",
    "figures-curve-about",
    "figures-curve-axis",
    "figures-nothing",
    "force",
    "grade",
    "happened",
    "hash",
    "item",
    "late",
    "log",
    "log-hash",
    "looked-who",
    "looked-when",
    "looked-why",
    "looks",
    "missing",
    "more",
    "new-reports",
    "new-reports-use",
    "no-dangers",
    "no-entries",
    "no-incidents",
    "no-looks",
    "no-photograph",
    "no-reason",
    "not-verified",
    "not-whole",
    "nothing-due",
    "of",
    "open-incidents",
    "owner",
    "page",
    "person",
    "photograph",
    "photograph-broken",
    "photograph-of",
    "printed",
    "program",
    "recorded",
    "recorded-by",
    "result",
    "serial",
    "signed-by",
    "source",
    "summary",
    "training",
    "unprintable",
    "unreadable",
    "value",
    "verified",
    "whole",
    "write",
];

/// All labels, for a template.
pub(crate) fn table(word: Word) -> Value {
    WORDS.iter().map(|key| ((*key).to_owned(), one(word, key))).collect::<Map<_, _>>().into()
}

fn one(word: Word, key: &str) -> Value {
    word(&format!("print-{key}")).into()
}
