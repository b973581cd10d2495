//! INV-1 against somebody who has the key and SQL.

use register::entry::{Content, Sealed};
use sqlx::Row as _;
use store::FindingKind;

use crate::common::*;

async fn refused(statement: &'static str) -> String {
    let register = Register::filled().await;
    let along = store::Along { blobs: vec![blob(b"a picture")], ..Default::default() };
    register.ask_along(1, register.writing(20), note("with a picture"), along).await.unwrap();
    let mut insider = register.insider().await;
    let error = sqlx::query(statement).execute(&mut insider).await.expect_err(statement);
    assert_eq!(register.found().await, []);
    error.to_string()
}

#[tokio::test]
async fn inv_1_no_column_of_an_entry_can_be_changed() {
    for statement in [
        "UPDATE entry SET entry_seq = 1000 WHERE entry_seq = 3",
        "UPDATE entry SET entry_id = zeroblob(16) WHERE entry_seq = 3",
        "UPDATE entry SET stream = zeroblob(16) WHERE entry_seq = 3",
        "UPDATE entry SET device_id = zeroblob(16) WHERE entry_seq = 3",
        "UPDATE entry SET device_seq = 1000 WHERE entry_seq = 3",
        "UPDATE entry SET received_at = 0 WHERE entry_seq = 3",
        "UPDATE entry SET header = x'00' WHERE entry_seq = 3",
        "UPDATE entry SET signature = zeroblob(64) WHERE entry_seq = 3",
        "UPDATE entry SET body = x'00' WHERE entry_seq = 3",
        "UPDATE entry SET body = NULL, received_at = 0 WHERE entry_seq = 3",
        "UPDATE OR REPLACE entry SET body = x'00' WHERE entry_seq = 3",
    ] {
        assert!(refused(statement).await.contains("an entry is never changed"), "{statement}");
    }
}

#[tokio::test]
async fn inv_1_no_entry_can_be_removed() {
    for statement in ["DELETE FROM entry WHERE entry_seq = 3", "DELETE FROM entry"] {
        assert!(refused(statement).await.contains("an entry is never removed"), "{statement}");
    }
}

#[tokio::test]
async fn inv_1_no_entry_can_be_put_in_the_place_of_another() {
    let error = refused(
        "INSERT OR REPLACE INTO entry (entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, body)
         SELECT entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, x'00'
         FROM entry WHERE entry_seq = 3",
    )
    .await;
    assert!(error.contains("an entry is never"), "{error}");
}

#[tokio::test]
async fn inv_1_pictures_and_looks_cannot_be_changed() {
    for statement in
        ["UPDATE blob SET bytes = x'00'", "UPDATE blob SET media_type = 'x'", "UPDATE look SET reason = 'x'"]
    {
        assert!(refused(statement).await.contains("is never changed"), "{statement}");
    }
    assert!(refused("DELETE FROM look WHERE look_seq = 1").await.contains("is never removed"));
    let replaced = "INSERT OR REPLACE INTO look SELECT look_seq, at, officer_id, incident_id, verb, query, 'x', seen_seq, hash FROM look";
    assert!(refused(replaced).await.contains("a look is never"));
    let replaced = "INSERT OR REPLACE INTO blob SELECT hash, media_type, x'00' FROM blob";
    assert!(refused(replaced).await.contains("a blob is never"));
}

#[tokio::test]
async fn inv_1_a_disposed_body_leaves_a_stub_that_verifies_and_never_comes_back() {
    let register = Register::filled().await;
    let mut insider = register.insider().await;
    let row = sqlx::query("SELECT header, signature, body FROM entry WHERE entry_seq = 3")
        .fetch_one(&mut insider)
        .await
        .unwrap();
    let (header, signature): (Vec<u8>, Vec<u8>) = (row.get(0), row.get(1));
    let body: Vec<u8> = row.get(2);
    sqlx::query("UPDATE entry SET body = NULL WHERE entry_seq = 3").execute(&mut insider).await.unwrap();

    let stub = Sealed { header, signature: signature.try_into().unwrap(), body: None };
    let header = stub.read_header().unwrap();
    stub.verify(&header, &register.signers()[&officer()][0].key).unwrap();
    let entries = register.vault.log(incident(1)).await.unwrap();
    assert!(entries.iter().any(|received| received.entry.content == Content::Disposed));
    // No disposal says why it is gone.
    assert_eq!(register.found().await, [FindingKind::BodyRemoved]);

    let back = sqlx::query("UPDATE entry SET body = ? WHERE entry_seq = 3").bind(body);
    assert!(back.execute(&mut insider).await.unwrap_err().to_string().contains("never changed"));
}
