mod files;
mod officers;
mod passphrases;
mod recovering;
mod rekeying;
mod shares;
mod tampering;
mod unlocking;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

const LARKSPUR: &str = "NM-4471";
const SORREL: &str = "NM-5102";
const LARKSPUR_PASSPHRASE: &str = "kettle marble 7 pelican drift";
const SORREL_PASSPHRASE: &str = "walnut Æther 29 bramble quay";
const NAMES: [&str; 2] = ["Test-Larkspur", "Magnus"];

/// A register of one officer in a folder of its own, with the lock held.
struct Register {
    folder: TempDir,
    lock: RegisterLock,
    first: Unlocked,
    shares: RecoveryShares,
    rng: ChaCha20Rng,
}

fn meta(register: u128, training: bool) -> RegisterMeta {
    RegisterMeta { register_id: Uuid::from_u128(register), force_code: "NM".to_owned(), training }
}

fn chosen(typed: &str) -> NewPassphrase<'_> {
    NewPassphrase { kdf: KdfParams::weak_for_tests(), ..NewPassphrase::new(typed, &NAMES) }
}

impl Register {
    fn new() -> Self {
        Self::numbered(1)
    }

    fn numbered(register: u128) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(register as u64);
        let folder = tempfile::tempdir().unwrap();
        let lock = RegisterLock::take(folder.path()).unwrap();
        let (first, shares) =
            create(&lock, &meta(register, false), LARKSPUR, &chosen(LARKSPUR_PASSPHRASE), &mut rng).unwrap();
        Self { folder, lock, first, shares, rng }
    }

    fn with_sorrel() -> (Self, Unlocked) {
        let mut register = Self::new();
        let keys = register.first.vault_keys.clone();
        let sorrel = register.add(SORREL, SORREL_PASSPHRASE, &keys).unwrap();
        (register, sorrel)
    }

    fn add(&mut self, collar: &str, passphrase: &str, keys: &VaultKeys) -> Result<Unlocked, KeyError> {
        add_slot(&self.lock, keys, collar, &chosen(passphrase), &mut self.rng)
    }

    fn unlock(&self, collar: &str, passphrase: &str) -> Result<Unlocked, KeyError> {
        unlock(&self.lock, collar, passphrase, DEFAULT_TRIES)
    }

    /// As when the program ends and is started again.
    fn restart(self) -> Self {
        drop(self.lock);
        let lock = RegisterLock::take(self.folder.path()).unwrap();
        Self { lock, ..self }
    }

    fn file(&self) -> KeyFile {
        KeyFile::read(self.folder.path()).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join(KEY_FILE)).unwrap()
    }

    fn failed_tries(&self, slot_id: Uuid) -> u8 {
        let file = self.file();
        let slot = file.slots.iter().find(|slot| slot.slot_id == slot_id);
        match &slot.unwrap().state {
            file::SlotState::Live(live) => live.failed_tries,
            file::SlotState::Destroyed => panic!("the slot is destroyed"),
        }
    }

    fn printed_shares(&self) -> [String; 2] {
        [self.shares.first.printed().to_string(), self.shares.second.printed().to_string()]
    }
}
