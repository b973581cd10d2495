//! A change of key for which the disk has no room: the register stays under the key that it had.
#![cfg(unix)]

use std::path::PathBuf;
use std::process::Command;

use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use register::Thresholds;
use store::Vault;
use store::keys::{RegisterLock, begin_rekey, finish_rekey};

use crate::common::*;

const FOLDER: &str = "NRMP_TEST_REKEY_IN";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Not a test of its own: what the child does, whose files may not grow beyond a limit.
#[test]
fn child_that_changes_the_key() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let lock = RegisterLock::take(&folder).unwrap();
    let unlocked = store::keys::unlock(&lock, COLLAR, PASSPHRASE, 5).unwrap();
    let next = unlocked.vault_keys.next.clone().expect("a change of key has begun");
    let changed = runtime().block_on(async {
        let vault = Vault::open(&folder, &unlocked.vault_keys.current, Thresholds::default()).await.unwrap();
        vault.rekey(&next).await
    });
    println!("rekey: {}", if changed.is_ok() { "done" } else { "failed" });
}

#[test]
fn a_change_of_key_that_the_disk_has_no_room_for_is_an_error_and_can_be_made_later() {
    let register = runtime().block_on(async {
        let register = Register::filled().await;
        for minute in 20..60 {
            register.give(1, minute, note(&"knocked at every door of the street ".repeat(20))).await;
        }
        register
    });
    let Register { folder, unlocked, vault, .. } = register;
    let size = {
        let path = vault.path().to_owned();
        runtime().block_on(vault.close()).unwrap();
        std::fs::metadata(path).unwrap().len()
    };
    let lock = RegisterLock::take(folder.path()).unwrap();
    let keys = begin_rekey(&lock, &unlocked.vault_keys, &[], &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
    let next = keys.next.clone().unwrap();
    drop(lock);

    let child = |blocks: String| {
        let test = std::env::current_exe().unwrap();
        let line = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec '{}' --exact full_disk::child_that_changes_the_key --nocapture",
            test.display()
        );
        let output = Command::new("sh").args(["-c", &line]).env(FOLDER, folder.path()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let said = child((size / 512).to_string());
    assert!(said.contains("rekey: failed"), "{said}");
    let opened = runtime().block_on(async {
        let vault = Vault::open(folder.path(), &keys.current, Thresholds::default())
            .await
            .expect("the old key opens");
        let there = vault.log(incident(1)).await.unwrap().len();
        vault.close().await.unwrap();
        there
    });
    assert_eq!(opened, 47);

    let said = child("unlimited".into());
    assert!(said.contains("rekey: done"), "{said}");
    let lock = RegisterLock::take(folder.path()).unwrap();
    finish_rekey(&lock, &keys).unwrap();
    runtime().block_on(async {
        let vault =
            Vault::open(folder.path(), &next, Thresholds::default()).await.expect("the new key opens");
        assert_eq!(vault.log(incident(1)).await.unwrap().len(), 47);
    });
}
