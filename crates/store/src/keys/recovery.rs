//! Recovery when no officer can unlock: two printed shares, each worthless alone. Together they give back the secret key
//! to which every vault key is sealed, so that they outlive a change of the vault key.

use rand::CryptoRng;
use uuid::Uuid;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::bytes::{Hex, random};
use super::error::KeyError;
use super::file::{KeyFile, Recovery, RegisterMeta, SealedVaultKeys, damaged};
use super::lock::RegisterLock;
use super::secret::VaultKeys;
use super::share::{RecoveryShare, RecoveryShares};
use super::slots::{Candidate, NewPassphrase};
use super::unlock::Unlocked;

/// Opens the register with both shares, in either order, and gives the officer with this collar number a new slot with
/// new keys, in place of any earlier one. The shares stay good; [`renew_recovery`] replaces them.
///
/// Errors: [`KeyError::Share`], [`KeyError::ShareOfOtherRegister`], [`KeyError::SameShareTwice`],
/// [`KeyError::ShareSuperseded`], [`KeyError::Damaged`], those of collar number, passphrase and cost.
pub fn recover(
    lock: &RegisterLock,
    shares: [&str; 2],
    collar: &str,
    passphrase: &NewPassphrase<'_>,
    rng: &mut impl CryptoRng,
) -> Result<Unlocked, KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    let meta = file.meta();
    let secret = join(&meta, &file.recovery, shares)?;
    let candidate = Candidate::check(&meta, collar, passphrase)?;
    if PublicKey::from(&secret).to_bytes() != file.recovery.box_public.0 {
        return Err(damaged("the recovery key was altered"));
    }
    let vault_keys = file
        .recovery
        .sealed_vault_key
        .open(&secret, &meta.recovery_bound(&file.recovery.box_public))
        .ok_or_else(|| damaged("the vault key sealed for recovery was altered"))?;
    file.authorise(&vault_keys)
        .map_err(|_| damaged("a slot or the recovery key was added, removed or altered"))?;
    while let Some(index) = file.slot_of(&candidate.collar) {
        file.slots.remove(index);
    }
    let unlocked = candidate.enrol(&mut file, vault_keys, rng)?;
    file.save(lock, true)?;
    Ok(unlocked)
}

/// Makes new shares and makes the old ones worthless, for when one was lost or seen.
pub fn renew_recovery(
    lock: &RegisterLock,
    vault_keys: &VaultKeys,
    rng: &mut impl CryptoRng,
) -> Result<RecoveryShares, KeyError> {
    let _turn = lock.turn();
    let mut file = KeyFile::read(lock.folder())?;
    file.authorise(vault_keys)?;
    let (recovery, shares) = new_recovery(&file.meta(), vault_keys, rng);
    file.recovery = recovery;
    file.endorse(vault_keys);
    file.save(lock, true)?;
    Ok(shares)
}

/// A new recovery key, which the vault key is sealed to, and the shares that open it.
pub(super) fn new_recovery(
    meta: &RegisterMeta,
    vault_keys: &VaultKeys,
    rng: &mut impl CryptoRng,
) -> (Recovery, RecoveryShares) {
    let first = random(rng);
    let second = random(rng);
    let box_public = Hex(PublicKey::from(&receiving(&first, &second)).to_bytes());
    let bound = meta.recovery_bound(&box_public);
    let recovery = Recovery {
        box_public,
        sealed_vault_key: SealedVaultKeys::seal(vault_keys, &box_public, &bound, rng),
        share_check: [share_check(meta.register_id, 1, &first), share_check(meta.register_id, 2, &second)],
    };
    let share = |number, secret| RecoveryShare { number, short_id: meta.short_id(), secret };
    let shares = RecoveryShares { first: share(1, first), second: share(2, second) };
    (recovery, shares)
}

fn join(meta: &RegisterMeta, recovery: &Recovery, typed: [&str; 2]) -> Result<StaticSecret, KeyError> {
    let parse = |which: u8, text: &str| {
        let share = RecoveryShare::parse(text).map_err(|source| KeyError::Share { which, source })?;
        if share.short_id == meta.short_id() {
            Ok(share)
        } else {
            Err(KeyError::ShareOfOtherRegister { which, found: share.short_id, expected: meta.short_id() })
        }
    };
    let mut shares = [parse(1, typed[0])?, parse(2, typed[1])?];
    shares.sort_by_key(|share| share.number);
    let [first, second] = shares;
    if first.number == second.number {
        return Err(KeyError::SameShareTwice { number: first.number });
    }
    for (share, check) in [&first, &second].into_iter().zip(&recovery.share_check) {
        if share_check(meta.register_id, share.number, &share.secret) != *check {
            return Err(KeyError::ShareSuperseded { number: share.number });
        }
    }
    Ok(receiving(&first.secret, &second.secret))
}

/// The X25519 secret from the exclusive-or of both shares: either share alone says nothing about it.
fn receiving(first: &[u8; 32], second: &[u8; 32]) -> StaticSecret {
    let mut secret = Zeroizing::new([0; 32]);
    for (byte, (a, b)) in secret.iter_mut().zip(first.iter().zip(second)) {
        *byte = a ^ b;
    }
    StaticSecret::from(*secret)
}

/// A share is 256 random bits, so its hash tells nothing of it.
fn share_check(register_id: Uuid, number: u8, secret: &[u8; 32]) -> Hex<16> {
    let mut hasher = blake3::Hasher::new_derive_key("nrmp keys 1: check of a recovery share");
    hasher.update(register_id.as_bytes()).update(&[number]).update(secret);
    let mut check = Hex([0; 16]);
    hasher.finalize_xof().fill(&mut check.0);
    check
}
