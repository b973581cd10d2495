//! Unlocking with collar number and passphrase.

use zeroize::Zeroizing;

use super::collar::CollarNumber;
use super::error::KeyError;
use super::file::{KeyFile, LiveSlot, SlotState, damaged};
use super::kdf::{DEVELOPMENT_BUILD, KdfParams, derive};
use super::lock::RegisterLock;
use super::passphrase::Passphrase;
use super::secret::{OfficerKeys, VaultKeys};

/// Wrong tries after which a slot is destroyed (docs/threat-model.md).
pub const DEFAULT_TRIES: u8 = 5;

/// What an officer holds once unlocked. Dropping it wipes the keys.
#[derive(Debug)]
pub struct Unlocked {
    pub slot_id: uuid::Uuid,
    pub vault_keys: VaultKeys,
    pub officer_keys: OfficerKeys,
}

/// Opens the slot of the officer with this collar number, in the time of one key derivation whether or not there is one.
///
/// The try is counted on disk before the passphrase is judged, so that killing the program gives no free tries; a right
/// passphrase clears the count. After `tries` (at least 1) wrong ones the slot's secrets are destroyed. A power cut during
/// the last try counts as a wrong one.
///
/// Errors: [`KeyError::NoSuchOfficer`], [`KeyError::Wrong`], [`KeyError::Destroyed`]; [`KeyError::Damaged`] when the
/// passphrase is right but the file was altered; and those of a malformed collar number or passphrase and of reading the
/// file, none of which counts as a try.
pub fn unlock(lock: &RegisterLock, collar: &str, passphrase: &str, tries: u8) -> Result<Unlocked, KeyError> {
    let _turn = lock.turn();
    in_turn(lock, collar, passphrase, tries)
}

/// [`unlock`] by whoever has the turn.
pub(super) fn in_turn(
    lock: &RegisterLock,
    collar: &str,
    passphrase: &str,
    tries: u8,
) -> Result<Unlocked, KeyError> {
    let collar = CollarNumber::parse(collar)?;
    let passphrase = Passphrase::parse(passphrase)?;
    let Some(counted) = Try::begin(lock, &collar, tries)? else {
        spend_a_derivation(lock, &passphrase)?;
        return Err(KeyError::NoSuchOfficer);
    };
    counted.judge(&passphrase)
}

/// As long as a wrong passphrase would have taken. With no live slot left there is nothing to hide.
fn spend_a_derivation(lock: &RegisterLock, passphrase: &Passphrase) -> Result<(), KeyError> {
    let file = KeyFile::read(lock.folder())?;
    let live = file.slots.iter().find_map(|slot| match &slot.state {
        SlotState::Live(live) => Some(live.kdf.params),
        SlotState::Destroyed => None,
    });
    if let Some(params) = live {
        check_cost(&file, params)?;
        derive(passphrase, params, &[0; 32])?;
    }
    Ok(())
}

fn check_cost(file: &KeyFile, params: KdfParams) -> Result<(), KeyError> {
    params.check(file.meta().training, DEVELOPMENT_BUILD)
}

/// A try at a live slot that already stands counted on disk.
pub(super) struct Try<'lock> {
    lock: &'lock RegisterLock,
    file: KeyFile,
    index: usize,
    tries: u8,
}

impl<'lock> Try<'lock> {
    /// None if no slot has this collar number.
    pub fn begin(
        lock: &'lock RegisterLock,
        collar: &CollarNumber,
        tries: u8,
    ) -> Result<Option<Self>, KeyError> {
        let file = KeyFile::read(lock.folder())?;
        let Some(index) = file.slot_of(collar) else {
            return Ok(None);
        };
        let mut this = Self { lock, file, index, tries: tries.max(1) };
        let spent = match &this.file.slots[index].state {
            SlotState::Destroyed => return Err(KeyError::Destroyed { now: false }),
            SlotState::Live(live) => {
                check_cost(&this.file, live.kdf.params)?;
                live.failed_tries
            }
        };
        if spent >= this.tries {
            return Err(this.destroy());
        }
        this.count(spent.saturating_add(1))?;
        Ok(Some(this))
    }

    pub fn judge(mut self, passphrase: &Passphrase) -> Result<Unlocked, KeyError> {
        let live = self.live()?.clone();
        let counted = live.failed_tries;
        let derived = match derive(passphrase, live.kdf.params, &live.kdf.salt.0) {
            Ok(derived) => derived,
            Err(error) => {
                // Nothing was learnt about the passphrase, so nothing is held against the officer.
                self.count(counted.saturating_sub(1))?;
                return Err(error);
            }
        };
        let matches = constant_time_equal(&derived.check.0, &live.kdf.check.0);
        if !matches {
            return Err(if counted >= self.tries {
                self.destroy()
            } else {
                KeyError::Wrong { tries_left: self.tries - counted }
            });
        }
        self.count(0)?;
        self.open(&live, &derived.key)
    }

    fn open(&self, live: &LiveSlot, key: &Zeroizing<[u8; 32]>) -> Result<Unlocked, KeyError> {
        let slot = &self.file.slots[self.index];
        let officer_keys = live
            .sealed_secrets
            .open(key, &self.file.secrets_bound(slot))
            .ok_or_else(|| damaged("the passphrase is right, but this officer's slot was altered"))?;
        let vault_keys = live
            .sealed_vault_key
            .open(officer_keys.receiving(), &self.file.slot_vault_bound(slot))
            .ok_or_else(|| damaged("the vault key in this officer's slot was altered"))?;
        self.file
            .authorise(&vault_keys)
            .map_err(|_| damaged("a slot or the recovery key was added, removed or altered"))?;
        Ok(Unlocked { slot_id: slot.slot_id, vault_keys, officer_keys })
    }

    fn live(&mut self) -> Result<&mut LiveSlot, KeyError> {
        match &mut self.file.slots[self.index].state {
            SlotState::Live(live) => Ok(live),
            SlotState::Destroyed => Err(KeyError::Destroyed { now: false }),
        }
    }

    fn count(&mut self, failed_tries: u8) -> Result<(), KeyError> {
        self.live()?.failed_tries = failed_tries;
        self.file.save(self.lock, false)
    }

    fn destroy(&mut self) -> KeyError {
        self.file.slots[self.index].state = SlotState::Destroyed;
        match self.file.save(self.lock, true) {
            Ok(()) => KeyError::Destroyed { now: true },
            Err(error) => error,
        }
    }
}

fn constant_time_equal(a: &[u8; 16], b: &[u8; 16]) -> bool {
    a.iter().zip(b).fold(0, |differ, (x, y)| differ | (x ^ y)) == 0
}
