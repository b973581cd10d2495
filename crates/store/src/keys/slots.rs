//! Making a register's key file, and the officers' slots in it.

use rand::CryptoRng;
use uuid::{Builder, Uuid};

use super::bytes::{Hex, random};
use super::collar::CollarNumber;
use super::error::KeyError;
use super::file::{KeyFile, LiveSlot, RegisterMeta, SealedVaultKeys, Slot, SlotState, damaged};
use super::kdf::{DEVELOPMENT_BUILD, Derived, Kdf, KdfAlgorithm, KdfParams, derive};
use super::lock::RegisterLock;
use super::passphrase::Passphrase;
use super::recovery::new_recovery;
use super::seal::SealedSecrets;
use super::secret::{OfficerKeys, VaultKey, VaultKeys};
use super::share::RecoveryShares;
use super::unlock::{Unlocked, in_turn};

/// The least zxcvbn score of a passphrase (docs/threat-model.md).
pub const DEFAULT_MINIMUM_SCORE: u8 = 3;

/// A passphrase that an officer chooses, and what is asked of it.
#[derive(Clone, Copy)]
pub struct NewPassphrase<'a> {
    pub typed: &'a str,
    /// What a guesser would try first: the officer's names, station … Collar number and force code are added.
    pub context_words: &'a [&'a str],
    pub minimum_score: u8,
    pub kdf: KdfParams,
}

impl<'a> NewPassphrase<'a> {
    /// With the score and cost of a live register.
    pub fn new(typed: &'a str, context_words: &'a [&'a str]) -> Self {
        Self { typed, context_words, minimum_score: DEFAULT_MINIMUM_SCORE, kdf: KdfParams::default() }
    }

    fn choose(&self, meta: &RegisterMeta, collar: &str) -> Result<Passphrase, KeyError> {
        self.kdf.check(meta.training, DEVELOPMENT_BUILD)?;
        let mut words = vec![meta.force_code.as_str(), collar];
        words.extend(self.context_words);
        Passphrase::choose(self.typed, self.minimum_score, &words)
    }
}

/// Makes the key file of a new register, with its first officer. The database is then to be made with
/// `vault_keys.current`. After a crash in between, a key file stands with no database beside it: it guards nothing and may
/// be removed.
///
/// Errors: [`KeyError::AlreadyExists`]; those of the force code, collar number, passphrase and cost. Nothing is written
/// then.
pub fn create(
    lock: &RegisterLock,
    meta: &RegisterMeta,
    collar: &str,
    passphrase: &NewPassphrase<'_>,
    rng: &mut impl CryptoRng,
) -> Result<(Unlocked, RecoveryShares), KeyError> {
    let _turn = lock.turn();
    if KeyFile::exists(lock.folder())? {
        return Err(KeyError::AlreadyExists);
    }
    meta.check()?;
    let candidate = Candidate::check(meta, collar, passphrase)?;
    let vault_keys = VaultKeys { current: VaultKey::generate(rng), next: None };
    let (recovery, shares) = new_recovery(meta, &vault_keys, rng);
    let mut file = KeyFile::new(meta, recovery);
    let unlocked = candidate.enrol(&mut file, vault_keys, rng)?;
    file.save(lock, false)?;
    Ok((unlocked, shares))
}

/// Gives another officer a slot, on the authority of an unlocked session's `vault_keys`. A destroyed slot of the same
/// officer is replaced; the officer's signing key is new, and the register must be told of it.
///
/// Errors: [`KeyError::OfficerExists`], [`KeyError::ForeignKey`], those of collar number, passphrase and cost.
pub fn add_slot(
    lock: &RegisterLock,
    vault_keys: &VaultKeys,
    collar: &str,
    passphrase: &NewPassphrase<'_>,
    rng: &mut impl CryptoRng,
) -> Result<Unlocked, KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    file.authorise(vault_keys)?;
    let candidate = Candidate::check(&file.meta(), collar, passphrase)?;
    if let Some(index) = file.slot_of(&candidate.collar) {
        if !file.slots[index].is_destroyed() {
            return Err(KeyError::OfficerExists);
        }
        file.slots.remove(index);
    }
    let added = candidate.enrol(&mut file, vault_keys.clone(), rng)?;
    file.save(lock, false)?;
    Ok(added)
}

/// Takes a slot away that the register knows nobody for: what told of its officer was never written. Somebody who was an
/// officer is removed with a change of the vault key instead (`begin_rekey`).
///
/// Errors: [`KeyError::NoSuchSlot`], [`KeyError::LastOfficer`], [`KeyError::ForeignKey`].
pub fn remove_slot(lock: &RegisterLock, vault_keys: &VaultKeys, slot_id: Uuid) -> Result<(), KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    file.authorise(vault_keys)?;
    let before = file.slots.len();
    file.slots.retain(|slot| slot.slot_id != slot_id);
    if file.slots.len() == before {
        return Err(KeyError::NoSuchSlot(slot_id));
    }
    if file.slots.iter().all(Slot::is_destroyed) {
        return Err(KeyError::LastOfficer);
    }
    file.endorse(vault_keys);
    file.save(lock, true)
}

/// Destroys every officer's slot: the device was revoked. The printed recovery shares still open the register, so that
/// the force can have what had not been sent.
///
/// Errors: those of reading and writing the file.
pub fn destroy_slots(lock: &RegisterLock) -> Result<(), KeyError> {
    destroy_slots_where(lock, |_| true)
}

/// Destroys the slots whose signing key is one of these: their officers were removed on another laptop. The file is
/// left alone where none of them is live.
///
/// Errors: those of reading and writing the file.
pub fn destroy_slots_where(
    lock: &RegisterLock,
    signing_public: impl Fn(&[u8; 32]) -> bool,
) -> Result<(), KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    let meant = |slot: &&mut Slot| !slot.is_destroyed() && signing_public(&slot.signing_public());
    let mut any = false;
    for slot in file.slots.iter_mut().filter(meant) {
        slot.state = SlotState::Destroyed;
        any = true;
    }
    if any { file.save(lock, true) } else { Ok(()) }
}

/// Seals the officer's same keys under another passphrase. The old one is asked again and counts as a try, as in
/// [`super::unlock`]; a refusal of the new one counts none.
pub fn change_passphrase(
    lock: &RegisterLock,
    collar: &str,
    old: &str,
    new: &NewPassphrase<'_>,
    tries: u8,
    rng: &mut impl CryptoRng,
) -> Result<Unlocked, KeyError> {
    let _turn = lock.turn();
    let meta = KeyFile::read(lock.folder())?.meta();
    let candidate = Candidate::check(&meta, collar, new)?;
    let unlocked = in_turn(lock, collar, old, tries)?;
    let mut file = KeyFile::read(lock.folder())?;
    let index = file
        .slot_of(&candidate.collar)
        .ok_or_else(|| damaged("a slot vanished while the register was locked"))?;
    let live = candidate.seal(&file, &file.slots[index], &unlocked, rng)?;
    file.slots[index].state = SlotState::Live(Box::new(live));
    file.save(lock, true)?;
    Ok(unlocked)
}

/// An officer whose collar number and passphrase passed every check, not yet in the file.
pub(super) struct Candidate {
    pub collar: CollarNumber,
    passphrase: Passphrase,
    params: KdfParams,
}

impl Candidate {
    pub fn check(
        meta: &RegisterMeta,
        collar: &str,
        passphrase: &NewPassphrase<'_>,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            collar: CollarNumber::parse(collar)?,
            passphrase: passphrase.choose(meta, collar)?,
            params: passphrase.kdf,
        })
    }

    /// A new slot with new keys at the end of `file`, vouched for by `vault_keys`. The file is not saved.
    pub fn enrol(
        &self,
        file: &mut KeyFile,
        vault_keys: VaultKeys,
        rng: &mut impl CryptoRng,
    ) -> Result<Unlocked, KeyError> {
        let officer_keys = OfficerKeys::generate(rng);
        let tag_salt = Hex(*random(rng));
        let mut slot = Slot {
            slot_id: random_id(rng),
            tag_salt,
            tag: self.collar.tag(&tag_salt),
            signing_public: Hex(officer_keys.signing_public()),
            box_public: Hex(officer_keys.box_public()),
            state: SlotState::Destroyed,
        };
        let unlocked = Unlocked { slot_id: slot.slot_id, vault_keys, officer_keys };
        slot.state = SlotState::Live(Box::new(self.seal(file, &slot, &unlocked, rng)?));
        file.slots.push(slot);
        file.endorse(&unlocked.vault_keys);
        Ok(unlocked)
    }

    fn seal(
        &self,
        file: &KeyFile,
        slot: &Slot,
        unlocked: &Unlocked,
        rng: &mut impl CryptoRng,
    ) -> Result<LiveSlot, KeyError> {
        let salt = Hex(*random(rng));
        let Derived { key, check } = derive(&self.passphrase, self.params, &salt.0)?;
        Ok(LiveSlot {
            failed_tries: 0,
            kdf: Kdf { algorithm: KdfAlgorithm::Argon2id, params: self.params, salt, check },
            sealed_secrets: SealedSecrets::seal(&unlocked.officer_keys, &key, &file.secrets_bound(slot), rng),
            sealed_vault_key: SealedVaultKeys::seal(
                &unlocked.vault_keys,
                &slot.box_public,
                &file.slot_vault_bound(slot),
                rng,
            ),
        })
    }
}

fn random_id(rng: &mut impl CryptoRng) -> Uuid {
    Builder::from_random_bytes(*random(rng)).into_uuid()
}
