//! The secrets of an unlocked register. All are wiped from memory when dropped and print `[redacted]`.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use rand::CryptoRng;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::bytes::random;

/// The raw key of the SQLCipher file.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct VaultKey([u8; 32]);

impl VaultKey {
    pub(super) fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(*random(rng))
    }

    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `x'<64 hexadecimal digits>'` with both apostrophes: put it between double quotes after `PRAGMA key =` or
    /// `PRAGMA rekey =`. SQLCipher takes it as the key itself and derives nothing.
    pub fn pragma_literal(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut literal = Zeroizing::new(String::with_capacity(67));
        literal.push_str("x'");
        for byte in self.0 {
            literal.push(char::from(DIGITS[usize::from(byte >> 4)]));
            literal.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        literal.push('\'');
        literal
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey([redacted])")
    }
}

/// The keys that may open the vault. `next` stands only between `begin_rekey` and `finish_rekey`: after a crash the
/// database may be under either, so try `current`, then `next`.
#[derive(Clone, Debug)]
pub struct VaultKeys {
    pub current: VaultKey,
    pub next: Option<VaultKey>,
}

/// An officer's own keys: one signs entries, the other receives the vault key whenever it changes, so that changing it
/// needs nobody's passphrase.
pub struct OfficerKeys {
    signing: SigningKey,
    receiving: StaticSecret,
}

impl OfficerKeys {
    /// Length of [`OfficerKeys::to_bytes`].
    pub(super) const LENGTH: usize = 64;

    pub(super) fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::from_bytes(&random(rng))
    }

    pub(super) fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(&bytes[..32]);
        let signing = SigningKey::from_bytes(&seed);
        seed.copy_from_slice(&bytes[32..]);
        Self { signing, receiving: StaticSecret::from(*seed) }
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<[u8; Self::LENGTH]> {
        let mut bytes = Zeroizing::new([0; Self::LENGTH]);
        bytes[..32].copy_from_slice(self.signing.as_bytes());
        bytes[32..].copy_from_slice(self.receiving.as_bytes());
        bytes
    }

    pub(super) fn receiving(&self) -> &StaticSecret {
        &self.receiving
    }

    /// The officer's Ed25519 signature over `message`.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The Ed25519 public key that verifies [`OfficerKeys::sign`].
    pub fn signing_public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// The X25519 public key to which the vault key is sealed.
    pub fn box_public(&self) -> [u8; 32] {
        PublicKey::from(&self.receiving).to_bytes()
    }
}

impl fmt::Debug for OfficerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfficerKeys([redacted])")
    }
}
