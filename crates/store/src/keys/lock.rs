use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::error::KeyError;

const LOCK_FILE: &str = "register.lock";

/// Exclusive hold on a register's folder, for as long as the value lives; the operating system lets go when the program
/// dies. Every act on the key file asks for it, so that two programs can neither open one register nor share out tries.
/// The lock file is empty and is never removed: removing it would let two holders lock two different files.
#[derive(Debug)]
pub struct RegisterLock {
    folder: PathBuf,
    _file: File,
    /// One at a time within the program, too: reading, deriving and saving the key file is one act.
    turn: Mutex<()>,
}

impl RegisterLock {
    /// Takes the lock, making the folder if there is none. Errors: [`KeyError::AlreadyOpen`], [`KeyError::Io`].
    pub fn take(folder: &Path) -> Result<Self, KeyError> {
        fs::create_dir_all(folder).map_err(KeyError::io("making the register's folder"))?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK_FILE))
            .map_err(KeyError::io("opening the lock file"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _file: file, turn: Mutex::default() }),
            Err(TryLockError::WouldBlock) => Err(KeyError::AlreadyOpen),
            Err(TryLockError::Error(source)) => Err(KeyError::Io { action: "locking the register", source }),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Held from reading the key file until it is saved.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
