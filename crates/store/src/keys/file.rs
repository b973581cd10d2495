//! The key file: the only thing that can be read of a register before it is unlocked. It holds ids, public keys, salts
//! and ciphertexts, and nothing of any person.
//!
//! Three things guard it. A plain checksum tells an accident from a wrong passphrase, so that a bad sector never costs an
//! officer a try. The associated data of each sealed value binds it to the register's id, force, training mark and slot.
//! The roster MAC, keyed by the vault key, binds the list of slots and the recovery key: a slot slipped in by someone
//! without the vault key is noticed before any vault key is sealed to it.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use x25519_dalek::StaticSecret;

use super::bytes::Hex;
use super::collar::CollarNumber;
use super::durable;
use super::error::KeyError;
use super::kdf::Kdf;
use super::lock::RegisterLock;
use super::seal::{Bound, SealedSecrets, SealedVaultKey};
use super::secret::{VaultKey, VaultKeys};
use super::share;

/// Its name in the register's folder.
pub const KEY_FILE: &str = "keys.json";
const FORMAT: u64 = 1;
const LONGEST_BYTES: u64 = 4 * 1024 * 1024;

/// What a register is, readable before it is unlocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterMeta {
    pub register_id: Uuid,
    /// 2 to 8 letters.
    pub force_code: String,
    /// Invented people only.
    pub training: bool,
}

impl RegisterMeta {
    /// Four characters that stand on the recovery shares, to tell one register's from another's.
    pub fn short_id(&self) -> String {
        share::short_id(self.register_id)
    }

    fn bound(&self, purpose: &str) -> Bound {
        Bound::to(purpose)
            .and(&FORMAT.to_le_bytes())
            .and(self.register_id.as_bytes())
            .and(self.force_code.as_bytes())
            .and(&[u8::from(self.training)])
    }

    pub(super) fn recovery_bound(&self, box_public: &Hex<32>) -> Bound {
        self.bound("vault key for recovery").and(&box_public.0)
    }

    pub(super) fn check(&self) -> Result<(), KeyError> {
        let letters = self.force_code.chars().all(|c| c.is_ascii_alphabetic());
        if letters && (2..=8).contains(&self.force_code.len()) { Ok(()) } else { Err(KeyError::ForceCode) }
    }
}

/// The parsed key file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    format: u64,
    register_id: Uuid,
    force_code: String,
    training: bool,
    pub(super) slots: Vec<Slot>,
    pub(super) recovery: Recovery,
    roster_mac: Hex<32>,
    next_roster_mac: Option<Hex<32>>,
    /// BLAKE3 of this structure's JSON with the checksum itself at zero.
    pub(super) checksum: Hex<32>,
}

/// One officer's way in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    pub(super) slot_id: Uuid,
    pub(super) tag_salt: Hex<32>,
    pub(super) tag: Hex<32>,
    pub(super) signing_public: Hex<32>,
    pub(super) box_public: Hex<32>,
    pub(super) state: SlotState,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum SlotState {
    Live(Box<LiveSlot>),
    /// Too many wrong tries: the sealed secrets, and what they were derived with, are gone.
    Destroyed,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LiveSlot {
    /// Tries begun since the last success; counted before the passphrase is judged.
    pub failed_tries: u8,
    pub kdf: Kdf,
    pub sealed_secrets: SealedSecrets,
    pub sealed_vault_key: SealedVaultKeys,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recovery {
    pub box_public: Hex<32>,
    pub sealed_vault_key: SealedVaultKeys,
    /// One per share, so that an old or foreign share is named.
    pub share_check: [Hex<16>; 2],
}

/// The vault key, and during a change of it also the next one, sealed to one recipient.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealedVaultKeys {
    pub current: SealedVaultKey,
    pub next: Option<SealedVaultKey>,
}

impl SealedVaultKeys {
    pub fn seal(keys: &VaultKeys, recipient: &Hex<32>, bound: &Bound, rng: &mut impl CryptoRng) -> Self {
        Self {
            current: SealedVaultKey::seal(&keys.current, recipient, bound, rng),
            next: keys.next.as_ref().map(|next| SealedVaultKey::seal(next, recipient, bound, rng)),
        }
    }

    pub fn open(&self, secret: &StaticSecret, bound: &Bound) -> Option<VaultKeys> {
        let next = match &self.next {
            Some(sealed) => Some(sealed.open(secret, bound)?),
            None => None,
        };
        Some(VaultKeys { current: self.current.open(secret, bound)?, next })
    }

    pub fn promote_next(&mut self) {
        if let Some(next) = self.next.take() {
            self.current = next;
        }
    }
}

impl Slot {
    pub fn slot_id(&self) -> Uuid {
        self.slot_id
    }

    /// The Ed25519 public key of the officer's entries.
    pub fn signing_public(&self) -> [u8; 32] {
        self.signing_public.0
    }

    pub fn is_destroyed(&self) -> bool {
        matches!(self.state, SlotState::Destroyed)
    }
}

impl KeyFile {
    pub(super) fn new(meta: &RegisterMeta, recovery: Recovery) -> Self {
        Self {
            format: FORMAT,
            register_id: meta.register_id,
            force_code: meta.force_code.clone(),
            training: meta.training,
            slots: Vec::new(),
            recovery,
            roster_mac: Hex([0; 32]),
            next_roster_mac: None,
            checksum: Hex([0; 32]),
        }
    }

    pub fn exists(folder: &Path) -> Result<bool, KeyError> {
        folder.join(KEY_FILE).try_exists().map_err(KeyError::io("looking for the key file"))
    }

    /// Needs no lock: the file is only ever replaced whole.
    /// Errors: [`KeyError::NoKeyFile`], [`KeyError::UnknownFormat`], [`KeyError::Damaged`], [`KeyError::Io`].
    pub fn read(folder: &Path) -> Result<Self, KeyError> {
        #[derive(Deserialize)]
        struct Format {
            format: u64,
        }
        let mut json = Vec::new();
        match fs::File::open(folder.join(KEY_FILE)) {
            Ok(file) => file
                .take(LONGEST_BYTES)
                .read_to_end(&mut json)
                .map_err(KeyError::io("reading the key file"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyError::NoKeyFile);
            }
            Err(error) => return Err(KeyError::io("opening the key file")(error)),
        };
        let Format { format } = serde_json::from_slice(&json).map_err(|_| damaged("it is not a key file"))?;
        if format != FORMAT {
            return Err(KeyError::UnknownFormat { found: format, known: FORMAT });
        }
        let file: Self = serde_json::from_slice(&json).map_err(|_| damaged("a field is wrong"))?;
        if file.checksum != file.computed_checksum() {
            return Err(damaged("its checksum does not match"));
        }
        Ok(file)
    }

    /// With `scrub`, the replaced file's bytes are overwritten: for whatever takes a secret away.
    pub(super) fn save(&mut self, lock: &RegisterLock, scrub: bool) -> Result<(), KeyError> {
        self.checksum = self.computed_checksum();
        let mut json = serde_json::to_vec_pretty(self).expect("a key file has only plain fields to write");
        json.push(b'\n');
        durable::replace(&lock.folder().join(KEY_FILE), &json, scrub)
            .map_err(KeyError::io("writing the key file"))
    }

    pub(super) fn computed_checksum(&self) -> Hex<32> {
        let unsummed = Self { checksum: Hex([0; 32]), ..self.clone() };
        let json = serde_json::to_vec(&unsummed).expect("a key file has only plain fields to write");
        Hex(*blake3::hash(&json).as_bytes())
    }

    pub fn meta(&self) -> RegisterMeta {
        RegisterMeta {
            register_id: self.register_id,
            force_code: self.force_code.clone(),
            training: self.training,
        }
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// True between `begin_rekey` and `finish_rekey`.
    pub fn rekey_pending(&self) -> bool {
        self.next_roster_mac.is_some()
    }

    pub(super) fn slot_of(&self, collar: &CollarNumber) -> Option<usize> {
        let tagged = |slot: &Slot| slot.tag == collar.tag(&slot.tag_salt);
        // A destroyed slot never hides a live one of the same officer.
        self.slots
            .iter()
            .position(|slot| tagged(slot) && !slot.is_destroyed())
            .or_else(|| self.slots.iter().position(tagged))
    }

    fn bound(&self, purpose: &str) -> Bound {
        self.meta().bound(purpose)
    }

    pub(super) fn secrets_bound(&self, slot: &Slot) -> Bound {
        self.slot_bound("officer's secrets", slot)
    }

    pub(super) fn slot_vault_bound(&self, slot: &Slot) -> Bound {
        self.slot_bound("vault key for a slot", slot)
    }

    fn slot_bound(&self, purpose: &str, slot: &Slot) -> Bound {
        self.bound(purpose)
            .and(slot.slot_id.as_bytes())
            .and(&slot.tag_salt.0)
            .and(&slot.tag.0)
            .and(&slot.signing_public.0)
            .and(&slot.box_public.0)
    }

    /// What holds of the file at rest; counts of tries and destroyed slots change without the vault key, so are not in it.
    fn roster(&self, key: &VaultKey) -> blake3::Hash {
        let mut bound = self.bound("roster").and(&self.recovery.box_public.0);
        for check in &self.recovery.share_check {
            bound = bound.and(&check.0);
        }
        for slot in &self.slots {
            bound = bound.and(self.slot_bound("slot", slot).as_bytes());
        }
        let mac_key = blake3::derive_key("nrmp keys 1: roster of slots", key.as_bytes());
        blake3::keyed_hash(&mac_key, bound.as_bytes())
    }

    /// Vouches for slots and recovery with the vault key, after a change to them.
    pub(super) fn endorse(&mut self, keys: &VaultKeys) {
        self.roster_mac = Hex(*self.roster(&keys.current).as_bytes());
        self.next_roster_mac = keys.next.as_ref().map(|next| Hex(*self.roster(next).as_bytes()));
    }

    /// Are these the keys of this file, and its slots and recovery those that they vouched for?
    pub(super) fn authorise(&self, keys: &VaultKeys) -> Result<(), KeyError> {
        if self.roster(&keys.current) != blake3::Hash::from_bytes(self.roster_mac.0) {
            return Err(KeyError::ForeignKey);
        }
        match (&keys.next, &self.next_roster_mac) {
            (None, None) => Ok(()),
            (Some(next), Some(mac)) if self.roster(next) == blake3::Hash::from_bytes(mac.0) => Ok(()),
            (Some(_), Some(_)) => Err(KeyError::ForeignKey),
            (None, Some(_)) => Err(KeyError::RekeyPending),
            (Some(_), None) => Err(KeyError::NoRekeyPending),
        }
    }
}

pub(super) fn damaged(what: &'static str) -> KeyError {
    KeyError::Damaged { what }
}
