//! Changing the vault key, so that an officer who was removed cannot open what is written later.
//!
//! Two steps with the database's own in between: [`begin_rekey`] writes the next key sealed beside the current one, the
//! caller runs `PRAGMA rekey` with it, [`finish_rekey`] forgets the old one. After a crash anywhere `unlock` hands out both:
//! open the database with whichever fits, run `PRAGMA rekey` if that was `current`, and finish.

use rand::CryptoRng;
use uuid::Uuid;

use super::error::KeyError;
use super::file::{KeyFile, SealedVaultKeys, Slot, SlotState};
use super::lock::RegisterLock;
use super::secret::{VaultKey, VaultKeys};

/// Removes the slots `remove` and seals a new vault key to all officers left and to recovery. The returned keys have
/// `next`. Nobody's passphrase is needed.
///
/// Errors: [`KeyError::RekeyPending`], [`KeyError::NoSuchSlot`], [`KeyError::LastOfficer`], [`KeyError::ForeignKey`].
pub fn begin_rekey(
    lock: &RegisterLock,
    vault_keys: &VaultKeys,
    remove: &[Uuid],
    rng: &mut impl CryptoRng,
) -> Result<VaultKeys, KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    file.authorise(vault_keys)?;
    if file.rekey_pending() {
        return Err(KeyError::RekeyPending);
    }
    for slot_id in remove {
        if !file.slots.iter().any(|slot| slot.slot_id == *slot_id) {
            return Err(KeyError::NoSuchSlot(*slot_id));
        }
    }
    file.slots.retain(|slot| !remove.contains(&slot.slot_id));
    if file.slots.iter().all(Slot::is_destroyed) {
        return Err(KeyError::LastOfficer);
    }

    let keys = VaultKeys { current: vault_keys.current.clone(), next: Some(VaultKey::generate(rng)) };
    reseal(&mut file, &keys, rng);
    file.save(lock, true)?;
    Ok(keys)
}

/// Forgets the old key. To be called when the database is under `next`, and only then.
///
/// Errors: [`KeyError::NoRekeyPending`], [`KeyError::ForeignKey`].
pub fn finish_rekey(lock: &RegisterLock, vault_keys: &VaultKeys) -> Result<VaultKeys, KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    let next = match &vault_keys.next {
        Some(next) if file.rekey_pending() => next.clone(),
        _ => return Err(KeyError::NoRekeyPending),
    };
    file.authorise(vault_keys)?;
    for slot in &mut file.slots {
        if let SlotState::Live(live) = &mut slot.state {
            live.sealed_vault_key.promote_next();
        }
    }
    file.recovery.sealed_vault_key.promote_next();
    let keys = VaultKeys { current: next, next: None };
    file.endorse(&keys);
    file.save(lock, true)?;
    Ok(keys)
}

fn reseal(file: &mut KeyFile, keys: &VaultKeys, rng: &mut impl CryptoRng) {
    for index in 0..file.slots.len() {
        let slot = &file.slots[index];
        let bound = file.slot_vault_bound(slot);
        let sealed = SealedVaultKeys::seal(keys, &slot.box_public, &bound, rng);
        if let SlotState::Live(live) = &mut file.slots[index].state {
            live.sealed_vault_key = sealed;
        }
    }
    let bound = file.meta().recovery_bound(&file.recovery.box_public);
    file.recovery.sealed_vault_key = SealedVaultKeys::seal(keys, &file.recovery.box_public, &bound, rng);
    file.endorse(keys);
}
