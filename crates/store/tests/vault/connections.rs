//! One writer, read-only readers: see `docs/adr/0002-sqlcipher-and-wal.md`.

use std::path::Path;

use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use store::keys::{KeyError, RegisterLock};

use crate::common::*;

fn wal_bytes(register: &Register) -> u64 {
    std::fs::metadata(register.folder.path().join("register.db-wal")).map_or(0, |found| found.len())
}

fn file_bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn the_journal_is_a_wal_and_the_file_is_encrypted_with_the_bundled_library() {
    let register = Register::filled().await;
    let mut insider = register.insider().await;
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut insider).await.unwrap();
    assert_eq!(journal, "wal");
    let version: String = sqlx::query_scalar("PRAGMA cipher_version").fetch_one(&mut insider).await.unwrap();
    assert!(version.starts_with('4'), "{version}");
    // The race that the ADR is about is fixed in 3.51.3: from then on the ADR can be looked at again.
    let sqlite: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut insider).await.unwrap();
    assert!(sqlite.as_str() < "3.51.3", "SQLite is {sqlite} now: is the ADR still needed?");
    assert!(!file_bytes(register.vault.path()).starts_with(b"SQLite format 3"));
}

#[tokio::test]
async fn a_connection_opened_as_readers_are_can_neither_write_nor_checkpoint() {
    let register = Register::filled().await;
    let options = with_key(register.vault.path(), register.key()).read_only(true);
    let mut reader = options.connect().await.unwrap();
    for statement in ["DELETE FROM draft", "UPDATE projection SET version = 0", "CREATE TABLE x (y)"] {
        let refused = sqlx::raw_sql(statement).execute(&mut reader).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("readonly")), "{statement}");
    }
    let (wal, file) = (wal_bytes(&register), file_bytes(register.vault.path()));
    assert!(wal > 0);
    for mode in ["PASSIVE", "FULL", "RESTART", "TRUNCATE"] {
        let statement = sqlx::AssertSqlSafe(format!("PRAGMA wal_checkpoint({mode})"));
        let moved: Result<i64, _> =
            sqlx::query(statement).fetch_one(&mut reader).await.map(|row| row.get::<i64, _>(2));
        assert!(moved.is_err() || moved.is_ok_and(|pages| pages <= 0), "{mode}");
    }
    reader.close().await.unwrap();
    assert_eq!(wal_bytes(&register), wal, "the WAL is as long as before");
    assert!(file_bytes(register.vault.path()) == file, "nothing was moved into the file");
    register.give(1, 20, note("the writer goes on")).await;
}

#[tokio::test]
async fn readers_that_read_and_close_move_nothing_into_the_file_only_the_writer_does() {
    let register = Register::filled().await;
    let file = file_bytes(register.vault.path());
    for _ in 0..50 {
        register.vault.listed().await.unwrap();
        register.vault.log(incident(1)).await.unwrap();
    }
    assert!(file_bytes(register.vault.path()) == file);
    // 3,000 pages, on the writer: the WAL is moved and used again from its start.
    for minute in 0..1_200 {
        register.give(2, 30 + minute, note(&"x".repeat(6_000))).await;
    }
    assert!(file_bytes(register.vault.path()) != file, "the writer checkpoints by itself");
    assert!(
        wal_bytes(&register) < 16 * 1024 * 1024,
        "the WAL does not grow for ever: {}",
        wal_bytes(&register)
    );
    assert_eq!(register.found().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_read_whole_states_while_the_writer_writes() {
    let register = std::sync::Arc::new(Register::filled().await);
    let mut readers = Vec::new();
    for _ in 0..6 {
        let register = std::sync::Arc::clone(&register);
        readers.push(tokio::spawn(async move {
            let mut most = 0;
            while most < 60 {
                let entries = register.vault.log(incident(1)).await.unwrap();
                let summary = register.vault.summary(incident(1)).await.unwrap().unwrap();
                assert!(entries.len() >= most, "an entry went away");
                let newest = entries.last().unwrap().entry.recorded_at();
                assert!(summary.last_entry_at >= newest, "an entry was seen before its projection");
                most = entries.len();
                assert_eq!(register.vault.listed().await.unwrap().len(), 2);
            }
        }));
    }
    let writers = (0..4).map(|_| {
        let register = std::sync::Arc::clone(&register);
        tokio::spawn(async move {
            for minute in 0..15 {
                register.give(1, 30 + minute, note("written beside others")).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    for reader in readers {
        reader.await.unwrap();
    }
    assert_eq!(register.vault.log(incident(1)).await.unwrap().len(), 67);
    assert_eq!(register.found().await, []);
}

#[tokio::test]
async fn a_register_that_is_open_cannot_be_opened_again() {
    let register = Register::new().await;
    let held = RegisterLock::take(register.folder.path()).unwrap();
    assert!(matches!(RegisterLock::take(register.folder.path()), Err(KeyError::AlreadyOpen)));
    drop(held);
    RegisterLock::take(register.folder.path()).unwrap();
}
