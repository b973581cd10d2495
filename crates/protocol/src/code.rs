//! Central's key, and the one-time code that carries a secret and a pin of that key.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use register::Hash;

use crate::Failure;

/// Crockford's base 32: no I, L, O, U. <https://www.crockford.com/base32.html>
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET_LETTERS: usize = 16;
const PIN_LETTERS: usize = 12;

/// Ed25519 public key of a central service.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct CentralKey(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl CentralKey {
    /// Whether the key signed the payload.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where it did not.
    pub fn verify(&self, payload: &[u8], signature: &[u8; 64]) -> Result<(), Failure> {
        VerifyingKey::from_bytes(&self.0)
            .and_then(|key| key.verify_strict(payload, &Signature::from_bytes(signature)))
            .map_err(|_| Failure::NotCentral)
    }

    /// Twelve letters (60 bits) by which people and codes know the key.
    pub fn pin(&self) -> String {
        letters(&Hash::of(&self.0).0, PIN_LETTERS)
    }
}

impl fmt::Debug for CentralKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CentralKey({})", self.pin())
    }
}

/// The one-time code of an enrolment: 16 letters of secret (80 bits), 12 that pin central's key. Printed in
/// groups of four; read in either case, with O for 0 and I or L for 1.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolCode {
    secret: [u8; 10],
    pin: String,
}

/// The text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has 28 letters and digits")]
pub struct CodeError;

impl EnrolCode {
    /// The code of a secret for the central service with this key.
    pub fn new(secret: [u8; 10], key: &CentralKey) -> Self {
        Self { secret, pin: key.pin() }
    }

    /// What is sent to central. Central keeps its hash only.
    pub fn secret(&self) -> [u8; 10] {
        self.secret
    }

    /// Whether the code was given out by the central service with this key: asked before the key is pinned
    /// and before anything is trusted.
    pub fn is_of(&self, key: &CentralKey) -> bool {
        self.pin == key.pin()
    }
}

impl fmt::Display for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = letters(&self.secret, SECRET_LETTERS) + &self.pin;
        for (at, letter) in text.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

/// The secret is not for logs.
impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode([redacted])")
    }
}

impl FromStr for EnrolCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut values = Vec::with_capacity(SECRET_LETTERS + PIN_LETTERS);
        for letter in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-') {
            let letter = match letter.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            let value = LETTERS.iter().position(|known| *known == letter).ok_or(CodeError)?;
            values.push(value as u8);
        }
        if values.len() != SECRET_LETTERS + PIN_LETTERS {
            return Err(CodeError);
        }
        let (secret, pin) = values.split_at(SECRET_LETTERS);
        let mut bytes = [0u8; 10];
        for (at, value) in secret.iter().enumerate() {
            for bit in 0..5 {
                let place = at * 5 + bit;
                bytes[place / 8] |= (value >> (4 - bit) & 1) << (7 - place % 8);
            }
        }
        let pin = pin.iter().map(|value| char::from(LETTERS[usize::from(*value)])).collect();
        Ok(Self { secret: bytes, pin })
    }
}

/// The first `count` letters of the bytes, five bits each.
fn letters(bytes: &[u8], count: usize) -> String {
    let bit = |place: usize| bytes.get(place / 8).map_or(0, |byte| byte >> (7 - place % 8) & 1);
    (0..count)
        .map(|at| {
            let value = (0..5).fold(0u8, |value, n| value << 1 | bit(at * 5 + n));
            char::from(LETTERS[usize::from(value)])
        })
        .collect()
}
