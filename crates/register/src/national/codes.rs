//! Coded values of an extract in CBOR, by the names that they have in entries.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The name of a coded value in `snake_case`; empty where it has none.
fn name<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn value<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// A force's code as text.
pub(crate) mod force {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    use crate::force::ForceCode;

    pub fn encode<C, W: Write>(
        force: &ForceCode,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.str(force.as_str())?.ok()
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<ForceCode, DecodeError> {
        let text = d.str()?;
        ForceCode::parse(text)
            .ok()
            .filter(|force| force.as_str() == text)
            .ok_or_else(|| DecodeError::message("a force's code is 2 to 8 capital letters"))
    }
}

/// A grade, or none. Grades are a closed list: another is refused, since nobody could say what it is worth.
pub(super) mod grade {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    use crate::fact::Grade;

    pub fn encode<C, W: Write>(
        grade: &Option<Grade>,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.str(&grade.as_ref().map(super::name).unwrap_or_default())?.ok()
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Option<Grade>, DecodeError> {
        let name = d.str()?;
        if name.is_empty() {
            return Ok(None);
        }
        super::value(name).map(Some).ok_or_else(|| DecodeError::message("a grade of no known name"))
    }
}

/// A category; one that a newer version made is undecided, which counts as missing (F11).
pub(super) mod category {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    use crate::fact::Category;

    pub fn encode<C, W: Write>(
        category: &Category,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.str(&super::name(category))?.ok()
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Category, DecodeError> {
        Ok(super::value(d.str()?).unwrap_or(Category::Undecided))
    }
}

/// Dangers by their questions; one that a newer version asks is *anything else*: it is not hidden.
pub(super) mod dangers {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    use crate::question::Question;

    pub fn encode<C, W: Write>(
        dangers: &[Question],
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(dangers.len() as u64)?;
        for danger in dangers {
            e.str(&super::name(danger))?;
        }
        Ok(())
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Vec<Question>, DecodeError> {
        let Some(count) = d.array()? else {
            return Err(DecodeError::message("dangers stand in an array of stated length"));
        };
        let mut dangers = Vec::new();
        for _ in 0..count {
            dangers.push(super::value(d.str()?).unwrap_or(Question::AnythingElse));
        }
        Ok(dangers)
    }
}
