//! Killed at any moment, the register is sound and holds every append that was acknowledged.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use register::Thresholds;
use store::Vault;
use store::keys::RegisterLock;

use crate::common::*;

const FOLDER: &str = "NRMP_TEST_APPEND_IN";

/// Not a test of its own: what the child does. It says the number of each append once it is durable.
#[test]
fn child_that_appends_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let lock = RegisterLock::take(&folder).unwrap();
    let unlocked = store::keys::unlock(&lock, COLLAR, PASSPHRASE, 5).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let vault = Vault::open(&folder, &unlocked.vault_keys.current, Thresholds::default()).await.unwrap();
        let begun = vault.log(incident(1)).await.unwrap().len();
        let register = Register::of(folder, unlocked, vault, begun as u64 * 10);
        if begun == 0 {
            register.give(1, 0, report("Test-Larkspur", "Magnus")).await;
            println!("acknowledged 1");
        }
        for number in (begun + 1).max(2).. {
            register.give(1, number as i64, note(&format!("number {number}"))).await;
            println!("acknowledged {number}");
            let along = vec![look(1, number as i64, "again")];
            register.vault.look(along).await.unwrap();
        }
    });
}

#[test]
fn killed_at_any_point_the_register_is_sound_and_every_acknowledged_append_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let unlocked = new_keys(folder.path());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let device = register::DeviceId(uuid::Uuid::from_u128(0xDE));
    let key = unlocked.vault_keys.current.clone();
    let vault = runtime.block_on(Vault::create(folder.path(), &key, device, Thresholds::default())).unwrap();
    runtime.block_on(vault.close()).unwrap();

    let mut before = 0;
    // Killed after so many acknowledgements more, each time in the middle of whatever comes next.
    for turn in [1usize, 2, 3, 5, 8, 40, 1, 13, 100, 7] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child_that_appends_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut acknowledged = before;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.by_ref() {
            let line = line.unwrap();
            if let Some((_, number)) = line.split_once("acknowledged ") {
                acknowledged = number.parse().unwrap();
                if acknowledged >= before + turn {
                    break;
                }
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it acknowledged before the signal reached it.
        for line in lines {
            if let Some((_, number)) = line.unwrap().split_once("acknowledged ") {
                acknowledged = number.parse().unwrap();
            }
        }
        assert!(acknowledged >= before + turn, "the child ended by itself");

        let lock = RegisterLock::take(folder.path()).expect("the lock dies with its holder");
        let vault = runtime.block_on(Vault::open(folder.path(), &key, Thresholds::default())).unwrap();
        let there = runtime.block_on(vault.log(incident(1))).unwrap().len();
        assert!(there >= acknowledged, "{there} entries of {acknowledged} acknowledged");
        assert!(there <= acknowledged + 2, "{there} entries of {acknowledged} acknowledged");
        let register = Register::of(folder.path().to_owned(), new_keys_again(&lock), vault, 0);
        assert_eq!(runtime.block_on(register.found()), []);
        runtime.block_on(register.vault.close()).unwrap();
        before = there;
    }
}

fn new_keys_again(lock: &RegisterLock) -> store::keys::Unlocked {
    store::keys::unlock(lock, COLLAR, PASSPHRASE, 5).unwrap()
}
