//! Sealing: XChaCha20-Poly1305 with everything that gives a sealed value its meaning as associated data.

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::bytes::{Hex, random};
use super::secret::{OfficerKeys, VaultKey};

/// Length-prefixed fields, so that no two different lists of fields give the same bytes.
#[derive(Clone)]
pub(super) struct Bound(Vec<u8>);

impl Bound {
    pub fn to(purpose: &str) -> Self {
        Self(Vec::new()).and(purpose.as_bytes())
    }

    pub fn and(mut self, field: &[u8]) -> Self {
        self.0.extend((field.len() as u64).to_le_bytes());
        self.0.extend(field);
        self
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The officer's secret keys under the key derived from the passphrase.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealedSecrets {
    nonce: Hex<24>,
    ciphertext: Hex<{ OfficerKeys::LENGTH }>,
    mac: Hex<16>,
}

impl SealedSecrets {
    pub fn seal(keys: &OfficerKeys, key: &[u8; 32], bound: &Bound, rng: &mut impl CryptoRng) -> Self {
        let nonce = *random(rng);
        let mut text = keys.to_bytes();
        let mac = encrypt(key, &nonce, bound, text.as_mut());
        Self { nonce: Hex(nonce), ciphertext: Hex(*text), mac }
    }

    /// None if the key is wrong or anything bound was altered.
    pub fn open(&self, key: &[u8; 32], bound: &Bound) -> Option<OfficerKeys> {
        let mut text = Zeroizing::new(self.ciphertext.0);
        decrypt(key, &self.nonce.0, bound, text.as_mut(), &self.mac)?;
        Some(OfficerKeys::from_bytes(&text))
    }
}

/// The vault key sealed to an X25519 public key: whoever holds the public key can seal, only its owner can open.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealedVaultKey {
    ephemeral_public: Hex<32>,
    ciphertext: Hex<32>,
    mac: Hex<16>,
}

impl SealedVaultKey {
    pub fn seal(vault_key: &VaultKey, recipient: &Hex<32>, bound: &Bound, rng: &mut impl CryptoRng) -> Self {
        let ephemeral = StaticSecret::from(*random(rng));
        let ephemeral_public = PublicKey::from(&ephemeral).to_bytes();
        let shared = ephemeral.diffie_hellman(&PublicKey::from(recipient.0));
        let key = message_key(shared.as_bytes(), &ephemeral_public, &recipient.0);
        let mut text = Zeroizing::new(*vault_key.as_bytes());
        let mac = encrypt(&key, &NONCE_OF_SINGLE_USE_KEY, bound, text.as_mut());
        Self { ephemeral_public: Hex(ephemeral_public), ciphertext: Hex(*text), mac }
    }

    /// None if it was sealed to another key or anything bound was altered.
    pub fn open(&self, secret: &StaticSecret, bound: &Bound) -> Option<VaultKey> {
        let recipient = PublicKey::from(secret).to_bytes();
        let shared = secret.diffie_hellman(&PublicKey::from(self.ephemeral_public.0));
        let key = message_key(shared.as_bytes(), &self.ephemeral_public.0, &recipient);
        let mut text = Zeroizing::new(self.ciphertext.0);
        decrypt(&key, &NONCE_OF_SINGLE_USE_KEY, bound, text.as_mut(), &self.mac)?;
        Some(VaultKey::from_bytes(&text))
    }
}

/// Each message key comes from an ephemeral key of its own and seals one message, so the nonce may be constant.
const NONCE_OF_SINGLE_USE_KEY: [u8; 24] = [0; 24];

fn message_key(shared: &[u8; 32], ephemeral_public: &[u8; 32], recipient: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut hasher = blake3::Hasher::new_derive_key("nrmp keys 1: vault key sealed to X25519");
    hasher.update(ephemeral_public).update(recipient).update(shared);
    Zeroizing::new(*hasher.finalize().as_bytes())
}

fn encrypt(key: &[u8; 32], nonce: &[u8; 24], bound: &Bound, text: &mut [u8]) -> Hex<16> {
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_in_place_detached(XNonce::from_slice(nonce), bound.as_bytes(), text)
        .expect("a few hundred bytes are within the cipher's limits");
    Hex(tag.into())
}

fn decrypt(key: &[u8; 32], nonce: &[u8; 24], bound: &Bound, text: &mut [u8], mac: &Hex<16>) -> Option<()> {
    XChaCha20Poly1305::new(key.into())
        .decrypt_in_place_detached(XNonce::from_slice(nonce), bound.as_bytes(), text, Tag::from_slice(&mac.0))
        .ok()
}
