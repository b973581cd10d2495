use std::io;

use uuid::Uuid;

use super::passphrase::Strength;
use super::share::ShareError;

/// Why the key side refused. No variant holds a secret, a name or a collar number, so that each may be logged.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("no officer of this register has that collar number")]
    NoSuchOfficer,
    #[error("wrong passphrase; tries left: {tries_left}")]
    Wrong { tries_left: u8 },
    /// `now` is true when this very try used up the last one.
    #[error(
        "too many wrong tries: this officer's keys are destroyed on this computer; another officer can add them again, or use the recovery shares"
    )]
    Destroyed { now: bool },
    #[error("the key file is damaged ({what}); restore it from a backup: nothing was written to it")]
    Damaged { what: &'static str },
    #[error(
        "the key file has format {found}; this version of the program reads format {known}: update the program"
    )]
    UnknownFormat { found: u64, known: u64 },
    #[error("there is no key file in this folder")]
    NoKeyFile,
    #[error("this folder already holds a key file; it was left as it is")]
    AlreadyExists,
    #[error("this register is already open, here or in another program")]
    AlreadyOpen,

    #[error("this passphrase is too weak: score {} of 4, at least {minimum} is needed", strength.score)]
    TooWeak { minimum: u8, strength: Strength },
    #[error("the passphrase is empty")]
    PassphraseEmpty,
    #[error(
        "the passphrase begins or ends with a space, or holds a tab, line break or other invisible control character"
    )]
    PassphraseInvisible,
    #[error("the passphrase is longer than {limit} bytes")]
    PassphraseTooLong { limit: usize },
    #[error("the collar number is empty, longer than {limit} characters, or holds a control character")]
    CollarNumber { limit: usize },
    #[error("the force code must have 2 to 8 letters")]
    ForceCode,
    #[error("these key derivation parameters are weaker than a live register allows, or out of range")]
    KdfParams,
    #[error("not enough memory to derive the key: {kib} KiB are needed")]
    OutOfMemory { kib: u32 },

    #[error("an officer with that collar number already has a slot")]
    OfficerExists,
    #[error("there is no slot {0}")]
    NoSuchSlot(Uuid),
    #[error("that would remove the last officer who can unlock this register")]
    LastOfficer,
    #[error("this key does not belong to this register")]
    ForeignKey,
    #[error("a change of the vault key is under way: finish it first")]
    RekeyPending,
    #[error("no change of the vault key is under way")]
    NoRekeyPending,

    #[error("recovery share {which}: {source}")]
    Share { which: u8, source: ShareError },
    #[error("share {which} belongs to another register ({found}; this one is {expected})")]
    ShareOfOtherRegister { which: u8, found: String, expected: String },
    #[error("the same share was given twice (share {number}); both are needed")]
    SameShareTwice { number: u8 },
    #[error(
        "share {number} is not one of this register's current recovery shares: newer ones were printed since"
    )]
    ShareSuperseded { number: u8 },

    #[error("{action}: {source}")]
    Io { action: &'static str, source: io::Error },
}

impl KeyError {
    pub(super) fn io(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, source }
    }
}
