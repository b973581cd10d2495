//! The key side of the vault: who can unlock a register, and with what.
//!
//! The vault is a SQLCipher file under a random 32-byte key. That key stands in `keys.json`, sealed to each officer and to
//! the recovery shares. An officer's slot holds their signing key and the key that receives the vault key, both under
//! Argon2id of their passphrase.
//!
//! Invariant (INV-8): nothing of any person is readable in the key file. Collar numbers are there only as salted hashes.
//! This module must not know who an officer is: the register says which slot is whose.
//!
//! What it does not stand against: someone with a copy of the file has as many tries as their patience allows, and someone
//! who may write to the folder can put back an older copy with its count of tries. Only Argon2id and the passphrase stand
//! against these. Whoever may write to the folder can also swap key file and database together for a pair of their own
//! making, as sealing to an officer needs only public keys; such a database lacks every entry that the officer signed.

mod bytes;
mod collar;
mod durable;
mod error;
mod file;
mod kdf;
mod lock;
mod passphrase;
mod recovery;
mod rekey;
mod seal;
mod secret;
mod share;
mod slots;
mod unlock;

#[cfg(test)]
mod tests;

pub use collar::same_collar;
pub use error::KeyError;
pub use file::{KEY_FILE, KeyFile, RegisterMeta, Slot};
pub use kdf::KdfParams;
pub use lock::RegisterLock;
pub use passphrase::{Strength, strength};
pub use recovery::{recover, renew_recovery};
pub use rekey::{begin_rekey, finish_rekey};
pub use secret::{OfficerKeys, VaultKey, VaultKeys};
pub use share::{RecoveryShare, RecoveryShares, ShareError};
pub use slots::{
    DEFAULT_MINIMUM_SCORE, NewPassphrase, add_slot, change_passphrase, create, destroy_slots,
    destroy_slots_where, remove_slot,
};
pub use unlock::{DEFAULT_TRIES, Unlocked, unlock};
