//! Which column of a system's file means what: kept as TOML, once for each system.

mod field;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use field::{Field, UnknownField};
pub(crate) use field::{SYSTEMS, questions, word as field_word};

/// How 05/01/2026 is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// What stands under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub heading: String,
    pub field: Field,
}

/// How the files of one system are understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What officers call it.
    #[serde(default)]
    pub name: String,
    /// The system that such files come from.
    #[serde(default)]
    pub system: String,
    #[serde(default)]
    pub dates: DateOrder,
    /// Written by this register: what begins like a formula carries an apostrophe, and values stand as
    /// the register has them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub escaped: bool,
    /// A paper sheet of this register ([`crate::paper`]): its rows are decided as if they had been typed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub paper: bool,
    #[serde(default)]
    pub columns: Vec<Column>,
}

/// Why a mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingProblem {
    /// Not TOML, or a key that is missing, unknown or of another kind; the message names it.
    #[error("line {line}: {message}")]
    Toml { line: usize, message: String },
    /// The mapping cannot be written as TOML.
    #[error("the mapping cannot be written: {0}")]
    Unwritable(String),
    /// A field of which a row has one stands under two headings.
    #[error("`{field}` stands under both `{first}` and `{second}`")]
    FieldTwice { field: Field, first: String, second: String },
    /// No heading of the file is that of the report's date.
    #[error("no heading is mapped to `reported_at`")]
    NoReportedAt,
    /// No heading of the file is a name's or a description's.
    #[error("no heading is mapped to a name or a description")]
    NoPerson,
}

impl MappingProblem {
    /// The words for it, as a catalogue key.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Toml { .. } => "import-mapping-toml",
            Self::Unwritable(_) => "import-mapping-unwritable",
            Self::FieldTwice { .. } => "import-mapping-field-twice",
            Self::NoReportedAt => "import-mapping-no-reported-at",
            Self::NoPerson => "import-mapping-no-person",
        }
    }

    /// Arguments of those words: `line` and `message`, or `field`, `first` and `second`.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Toml { line, message } => vec![("line", line.to_string()), ("message", message.clone())],
            Self::Unwritable(message) => vec![("message", message.clone())],
            Self::FieldTwice { field, first, second } => {
                vec![("field", field.to_string()), ("first", first.clone()), ("second", second.clone())]
            }
            Self::NoReportedAt | Self::NoPerson => Vec::new(),
        }
    }
}

impl Mapping {
    /// # Errors
    /// [`MappingProblem::Unwritable`], which no mapping is known to cause.
    pub fn to_toml(&self) -> Result<String, MappingProblem> {
        toml::to_string(self).map_err(|error| MappingProblem::Unwritable(error.to_string()))
    }

    /// # Errors
    /// [`MappingProblem::Toml`] with the line, counted from 1, and the key.
    pub fn from_toml(text: &str) -> Result<Self, MappingProblem> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = text.as_bytes().get(..at).unwrap_or_default();
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
            let written = text.lines().nth(line - 1).and_then(|line| line.split_once('='));
            let key = written.map(|(key, _)| key.trim()).filter(|key| !key.is_empty());
            let message = match key {
                Some(key) if !error.message().contains(&format!("`{key}`")) => {
                    format!("`{key}`: {}", error.message())
                }
                _ => error.message().to_owned(),
            };
            MappingProblem::Toml { line, message }
        })
    }

    /// The field of a heading: of the very heading, else of one that differs in case, spaces or
    /// punctuation only. `None` where the mapping does not name it.
    pub fn field(&self, heading: &str) -> Option<Field> {
        let plain = normal(heading);
        let exact = self.columns.iter().find(|column| column.heading == heading);
        exact
            .or_else(|| {
                self.columns.iter().find(|column| !plain.is_empty() && normal(&column.heading) == plain)
            })
            .map(|column| column.field)
    }
}

/// A heading without case, spaces and punctuation.
pub(crate) fn normal(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayFirst => "day_first",
            Self::MonthFirst => "month_first",
        })
    }
}
