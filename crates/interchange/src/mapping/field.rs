//! What a column may mean, written as one word: `key`, `attribute.family_name`, `question.self_harm`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use register::fact::{Attribute, System};
use register::question::Question;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{Deserialize, IntoDeserializer};
use serde::{Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, TS)]
#[ts(type = "string")]
pub enum Field {
    /// What the other system calls the incident.
    Key,
    /// What it calls the person.
    PersonKey,
    Attribute(Attribute),
    /// Both names in one: `LARKSPUR, Ida May`, `Ida May Larkspur`.
    FullName,
    ReportedAt,
    ReportedTime,
    LastSeenAt,
    LastSeenTime,
    LastSeenPlace,
    /// How it is known where they were last seen.
    LastSeenHow,
    LastSeenBy,
    /// Of the place where they were last seen.
    Postcode,
    Grade,
    Category,
    Circumstances,
    FoundAt,
    FoundTime,
    FoundPlace,
    FoundBy,
    /// Who has seen them since, where that is not who found them.
    FoundSeenBy,
    /// How it was made sure that it is them.
    FoundIdentity,
    Condition,
    Status,
    Question(Question),
    Reference(System),
    /// Names of the files of their photographs.
    Photograph,
    /// Of a paper sheet: the incident that a row is about, by reference or by the paper number that reports it.
    About,
    /// Of a paper sheet: who wrote it down.
    WrittenBy,
    /// Of a paper sheet: who said it.
    SaidBy,
    /// Kept as a line of the note.
    Note,
}

/// Those without a name of their own behind a dot.
const PLAIN: &[(Field, &str)] = &[
    (Field::Key, "key"),
    (Field::PersonKey, "person_key"),
    (Field::FullName, "full_name"),
    (Field::ReportedAt, "reported_at"),
    (Field::ReportedTime, "reported_time"),
    (Field::LastSeenAt, "last_seen_at"),
    (Field::LastSeenTime, "last_seen_time"),
    (Field::LastSeenPlace, "last_seen_place"),
    (Field::LastSeenHow, "last_seen_how"),
    (Field::LastSeenBy, "last_seen_by"),
    (Field::Postcode, "postcode"),
    (Field::Grade, "grade"),
    (Field::Category, "category"),
    (Field::Circumstances, "circumstances"),
    (Field::FoundAt, "found_at"),
    (Field::FoundTime, "found_time"),
    (Field::FoundPlace, "found_place"),
    (Field::FoundBy, "found_by"),
    (Field::FoundSeenBy, "found_seen_by"),
    (Field::FoundIdentity, "found_identity"),
    (Field::Condition, "condition"),
    (Field::Status, "status"),
    (Field::Photograph, "photograph"),
    (Field::About, "about"),
    (Field::WrittenBy, "written_by"),
    (Field::SaidBy, "said_by"),
    (Field::Note, "note"),
];

/// Every system that a reference may be of.
pub(crate) const SYSTEMS: [System; 4] = [System::DispatchLog, System::Rms, System::PncLeds, System::Ukmpu];

/// Every question: those of the call handler, then those that only an assessment asks.
pub(crate) fn questions() -> impl Iterator<Item = Question> {
    let asked = Question::CALL_HANDLER;
    asked.into_iter().chain(Question::FACTORS.into_iter().filter(move |question| !asked.contains(question)))
}

impl Field {
    /// Means nothing but in a paper sheet.
    pub fn is_of_paper(self) -> bool {
        matches!(self, Self::About | Self::WrittenBy | Self::SaidBy)
    }

    /// Everything that a column may mean.
    pub fn all() -> Vec<Field> {
        let (before, after) = PLAIN.split_at(PLAIN.len() - 1);
        let plain = |fields: &[(Field, &str)]| fields.iter().map(|(field, _)| *field).collect::<Vec<_>>();
        [
            plain(before),
            Attribute::ALL.into_iter().map(Field::Attribute).collect(),
            questions().map(Field::Question).collect(),
            SYSTEMS.into_iter().map(Field::Reference).collect(),
            plain(after),
        ]
        .concat()
    }

    /// May two columns of one file mean it?
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Attribute(_)
                | Self::Question(_)
                | Self::Reference(_)
                | Self::Circumstances
                | Self::Photograph
                | Self::Note
        )
    }
}

/// The word that a unit variant is written with.
pub(crate) fn word(variant: impl Serialize) -> String {
    match toml::Value::try_from(variant) {
        Ok(toml::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn variant<'de, T: Deserialize<'de>>(word: &'de str) -> Option<T> {
    let deserializer: StrDeserializer<'de, WordError> = word.into_deserializer();
    T::deserialize(deserializer).ok()
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(attribute) => write!(f, "attribute.{}", word(attribute)),
            Self::Question(question) => write!(f, "question.{}", word(question)),
            Self::Reference(system) => write!(f, "reference.{}", word(system)),
            plain => f.write_str(PLAIN.iter().find(|(field, _)| field == plain).map_or("", |(_, word)| word)),
        }
    }
}

/// No field is called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no field is called `{0}`")]
pub struct UnknownField(pub String);

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        let found = match text.split_once('.') {
            Some(("attribute", name)) => variant(name).map(Self::Attribute),
            Some(("question", name)) => variant(name).map(Self::Question),
            Some(("reference", name)) => variant(name).map(Self::Reference),
            _ => PLAIN.iter().find(|(_, word)| *word == text).map(|(field, _)| *field),
        };
        found.ok_or_else(|| UnknownField(text.to_owned()))
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Field {
    fn schema_name() -> Cow<'static, str> {
        "Field".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<String> = Field::all().iter().map(Field::to_string).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}
