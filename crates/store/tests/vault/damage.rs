//! One byte of the file changed, by somebody without the key or by the disk.

use std::path::Path;

use proptest::test_runner::{Config, RngSeed, TestRunner};
use register::Thresholds;
use store::{FindingKind, StoreError, Vault, Verified};

use crate::common::*;

/// Change one byte of a copy of the folder, open it and verify.
fn flipped(
    runtime: &tokio::runtime::Runtime,
    register: &Register,
    file: &str,
    at: usize,
    with: u8,
) -> Result<Verified, StoreError> {
    let copy = tempfile::tempdir().unwrap();
    copy_of(register.folder.path(), copy.path());
    let path = copy.path().join(file);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[at] ^= with;
    std::fs::write(path, bytes).unwrap();
    runtime.block_on(async {
        let vault = Vault::open(copy.path(), register.key(), Thresholds::default()).await?;
        let verified = vault.verify(&register.signers(), |_| {}).await.expect("verify answers");
        // What cannot be read is an error of its own wherever it is met, never a panic.
        let _ = vault.listed().await;
        let _ = vault.entries(incident(1)).await;
        Ok(verified)
    })
}

fn copy_of(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        // The index of the WAL is made anew where it is missing.
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A register whose file is whole: everything has been moved out of the WAL.
fn checkpointed(runtime: &tokio::runtime::Runtime) -> Register {
    runtime.block_on(async {
        let register = Register::filled().await;
        let along = store::Along { blobs: vec![blob(&[7; 30_000])], ..Default::default() };
        register.ask_along(1, register.writing(20), note("with a picture"), along).await.unwrap();
        assert_eq!(register.found().await, []);
        register
    })
}

#[test]
fn a_changed_byte_at_the_beginning_in_the_middle_or_at_the_end_is_a_damaged_page() {
    let runtime = runtime();
    let register = checkpointed(&runtime);
    let length = std::fs::metadata(register.vault.path()).unwrap().len() as usize;
    for at in [0, 15, 16, 100, 4_095, 4_096, length / 2, length - 4_096, length - 1] {
        match flipped(&runtime, &register, store::DATABASE, at, 0x01) {
            Err(error) => assert!(matches!(error, StoreError::Damaged), "byte {at}: {error:?}"),
            Ok(verified) => assert!(
                verified.findings.iter().any(|finding| finding.kind == FindingKind::DamagedPage),
                "byte {at}: {:?}",
                verified.findings
            ),
        }
    }
}

#[test]
fn no_changed_byte_of_the_file_goes_unseen_and_none_makes_verify_fail() {
    let runtime = runtime();
    let register = checkpointed(&runtime);
    let length = std::fs::metadata(register.vault.path()).unwrap().len() as usize;
    let config =
        Config { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..Config::default() };
    TestRunner::new(config)
        .run(&(0..length, 1..=255u8), |(at, with)| {
            match flipped(&runtime, &register, store::DATABASE, at, with) {
                Err(error) => proptest::prop_assert!(matches!(error, StoreError::Damaged), "{at}: {error:?}"),
                Ok(verified) => proptest::prop_assert!(
                    verified.findings.iter().any(|finding| finding.kind == FindingKind::DamagedPage),
                    "{at}: {:?}",
                    verified.findings
                ),
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_file_cut_short_or_of_something_else_is_damaged() {
    let runtime = runtime();
    let register = checkpointed(&runtime);
    let whole = std::fs::read(register.vault.path()).unwrap();
    for length in [1, 100, 4_096, 5_000, whole.len() / 2, whole.len() - 4_096] {
        let copy = tempfile::tempdir().unwrap();
        std::fs::write(copy.path().join(store::DATABASE), &whole[..length]).unwrap();
        runtime.block_on(async {
            match Vault::open(copy.path(), register.key(), Thresholds::default()).await {
                Err(error) => assert!(matches!(error, StoreError::Damaged), "{length}: {error:?}"),
                Ok(vault) => {
                    let verified = vault.verify(&register.signers(), |_| {}).await.unwrap();
                    assert!(!verified.is_sound(), "{length}");
                }
            }
        });
    }
    let empty = tempfile::tempdir().unwrap();
    let opened = runtime.block_on(Vault::open(empty.path(), register.key(), Thresholds::default()));
    assert!(matches!(opened, Err(StoreError::NoFile)));
}
