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
        let verified = vault.verify(&register.signers(), |_| true).await.expect("verify answers");
        // What cannot be read is an error of its own wherever it is met, never a panic.
        let _ = vault.listed().await;
        let _ = vault.log(incident(1)).await;
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
                    let verified = vault.verify(&register.signers(), |_| true).await.unwrap();
                    assert!(!verified.is_sound(), "{length}");
                }
            }
        });
    }
    let empty = tempfile::tempdir().unwrap();
    let opened = runtime.block_on(Vault::open(empty.path(), register.key(), Thresholds::default()));
    assert!(matches!(opened, Err(StoreError::NoFile)));
}

/// A register of many pages, whole.
fn many_pages(runtime: &tokio::runtime::Runtime) -> Register {
    runtime.block_on(async {
        let register = Register::filled().await;
        for minute in 20..80 {
            register.give(1, minute, note(&"knocked at every door of the street ".repeat(20))).await;
        }
        assert_eq!(register.found().await, []);
        register
    })
}

/// The page damaged in a copy of the folder, which is handed on.
fn with_damaged_page(register: &Register, page: usize) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_of(register.folder.path(), copy.path());
    let path = copy.path().join(store::DATABASE);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[page * 4_096 + 2_000] ^= 1;
    std::fs::write(path, bytes).unwrap();
    copy
}

#[test]
fn a_damaged_page_takes_nothing_with_it_that_does_not_stand_on_it() {
    let runtime = runtime();
    let register = many_pages(&runtime);
    let pages = std::fs::metadata(register.vault.path()).unwrap().len() as usize / 4_096;
    let (mut met, mut named) = (0, 0);
    for page in 1..pages {
        let copy = with_damaged_page(&register, page);
        runtime.block_on(async {
            // What can be read on connections that have met no damage.
            let mut alone: Vec<Option<usize>> = Vec::new();
            for what in 0..QUESTIONS {
                let Ok(vault) = Vault::open(copy.path(), register.key(), Thresholds::default()).await else {
                    return;
                };
                alone.push(read(&vault, what).await);
                vault.close().await.unwrap();
            }
            let vault = Vault::open(copy.path(), register.key(), Thresholds::default()).await.unwrap();
            for _ in 0..2 {
                for (what, alone) in alone.iter().enumerate() {
                    assert_eq!(read(&vault, what).await, *alone, "page {page}: question {what}");
                }
            }
            met += usize::from(alone.contains(&None));
            let verified = vault.verify(&register.signers(), |_| true).await.unwrap();
            let lost: Vec<&str> = verified
                .findings
                .iter()
                .filter(|found| found.kind == FindingKind::DamagedPage)
                .map(|found| found.place.as_str())
                .collect();
            assert!(!lost.is_empty(), "page {page}");
            named += usize::from(lost.iter().any(|place| place.starts_with("entry ")));
        });
    }
    assert!(met > 3 && named > 3, "{met} pages were met, {named} were named by their entries");
}

const QUESTIONS: usize = 5;

/// One question, answered with how much came of it; or one small change.
async fn read(vault: &Vault, what: usize) -> Option<usize> {
    match what {
        3 => {
            let id = register::DraftId(uuid::Uuid::from_u128(1));
            vault.save_draft(id, officer(), "{}", at(200)).await.ok().map(|()| 1)
        }
        4 => vault.look(vec![look(1, 200, "again")]).await.ok().map(|()| 1),
        0 => vault.log(incident(1)).await.ok().map(|entries| entries.len()),
        1 => vault.listed().await.ok().map(|listed| listed.len()),
        _ => vault.summary(incident(2)).await.ok().map(|found| usize::from(found.is_some())),
    }
}

#[test]
fn a_register_that_cannot_be_opened_can_be_verified_all_the_same() {
    let runtime = runtime();
    let register = many_pages(&runtime);
    let pages = std::fs::metadata(register.vault.path()).unwrap().len() as usize / 4_096;
    let mut shut = 0;
    for page in 0..pages {
        let copy = with_damaged_page(&register, page);
        runtime.block_on(async {
            let opened = Vault::open(copy.path(), register.key(), Thresholds::default()).await;
            shut += usize::from(opened.is_err());
            drop(opened);
            let (signers, thresholds) = (register.signers(), Thresholds::default());
            let verified = store::verify_file(copy.path(), register.key(), &thresholds, &signers, |_| true)
                .await
                .unwrap();
            assert_eq!(verified.findings[0].kind, FindingKind::DamagedPage, "page {page}");
        });
    }
    assert!(shut > 0, "some page keeps it from being opened");
}

#[test]
fn verify_stops_when_it_is_told_to() {
    let runtime = runtime();
    let register = checkpointed(&runtime);
    let stopped = runtime.block_on(register.vault.verify(&register.signers(), |_| false));
    assert!(matches!(stopped, Err(StoreError::Stopped)));
}
