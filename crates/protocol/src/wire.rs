//! Bytes to messages and back, and the forms of the types that are not this crate's own.

use minicbor::{Decode, Encode};

use crate::Failure;

/// A message as the bytes that travel.
pub fn encode<T: Encode<()>>(message: &T) -> Vec<u8> {
    // Writing to memory does not fail, and no type here refuses to be written.
    minicbor::to_vec(message).unwrap_or_default()
}

/// A message from the bytes that came. Any bytes may come: nothing panics.
///
/// # Errors
/// [`Failure::Malformed`] where the bytes are not this message, or go on after it.
pub fn decode<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, Failure> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let message = decoder.decode().map_err(|_| Failure::Malformed)?;
    if decoder.position() == bytes.len() { Ok(message) } else { Err(Failure::Malformed) }
}

/// A sealed entry: an array of header, signature, and body or null, each byte for byte as it was signed.
pub(crate) mod sealed {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};
    use register::Sealed;

    const FIELDS: u64 = 3;

    pub fn encode<C, W: Write>(
        sealed: &Sealed,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(FIELDS)?.bytes(&sealed.header)?.bytes(&sealed.signature)?;
        match &sealed.body {
            Some(body) => e.bytes(body)?.ok(),
            None => e.null()?.ok(),
        }
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Sealed, DecodeError> {
        if d.array()? != Some(FIELDS) {
            return Err(DecodeError::message("an entry has header, signature and body"));
        }
        let header = d.bytes()?.to_vec();
        let signature =
            d.bytes()?.try_into().map_err(|_| DecodeError::message("a signature has 64 bytes"))?;
        let body = if d.datatype()? == minicbor::data::Type::Null {
            d.null()?;
            None
        } else {
            Some(d.bytes()?.to_vec())
        };
        Ok(Sealed { header, signature, body })
    }
}

/// Several sealed entries.
pub(crate) mod entries {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};
    use register::Sealed;

    pub fn encode<C, W: Write>(
        entries: &[Sealed],
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(entries.len() as u64)?;
        for entry in entries {
            super::sealed::encode(entry, e, ctx)?;
        }
        Ok(())
    }

    pub fn decode<C>(d: &mut Decoder<'_>, ctx: &mut C) -> Result<Vec<Sealed>, DecodeError> {
        let Some(count) = d.array()? else {
            return Err(DecodeError::message("entries stand in an array of stated length"));
        };
        // What the length claims is not yet there: memory follows what is read.
        let mut entries = Vec::new();
        for _ in 0..count {
            entries.push(super::sealed::decode(d, ctx)?);
        }
        Ok(entries)
    }
}

/// A force's code as text.
pub(crate) mod force {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};
    use register::force::ForceCode;

    pub fn encode<C, W: Write>(
        force: &ForceCode,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.str(force.as_str())?.ok()
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<ForceCode, DecodeError> {
        let text = d.str()?;
        // One force has one spelling: what is signed must not be read as something else.
        ForceCode::parse(text)
            .ok()
            .filter(|force| force.as_str() == text)
            .ok_or_else(|| DecodeError::message("a force's code is 2 to 8 capital letters"))
    }
}

/// A public key, or none.
pub(crate) mod maybe_key {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    pub fn encode<C, W: Write>(
        key: &Option<[u8; 32]>,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        match key {
            Some(key) => e.bytes(key)?.ok(),
            None => e.null()?.ok(),
        }
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Option<[u8; 32]>, DecodeError> {
        if d.datatype()? == minicbor::data::Type::Null {
            d.null()?;
            return Ok(None);
        }
        let key = d.bytes()?.try_into().map_err(|_| DecodeError::message("a public key has 32 bytes"))?;
        Ok(Some(key))
    }

    /// An earlier version says nothing of it.
    pub fn nil() -> Option<Option<[u8; 32]>> {
        Some(None)
    }

    /// Left out at the end where there is none.
    pub fn is_nil(key: &Option<[u8; 32]>) -> bool {
        key.is_none()
    }
}

/// A role by its name.
pub(crate) mod role {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};
    use register::Role;

    pub fn encode<C, W: Write>(
        role: &Role,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.str(role.name())?.ok()
    }

    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Role, DecodeError> {
        Role::named(d.str()?).ok_or_else(|| DecodeError::message("a role that is not known"))
    }
}
