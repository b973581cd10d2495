//! Verify names each thing for what it is, though an insider dropped the triggers first.

use register::entry::{Header, Sealed};
use sqlx::{Connection as _, Row as _};
use store::FindingKind::{self, *};

use crate::common::*;

/// What verify finds after an insider did this.
async fn after(statements: &[&'static str]) -> Vec<FindingKind> {
    let register = Register::filled().await;
    let along = store::Along { blobs: vec![blob(b"a picture")], ..Default::default() };
    register.ask_along(1, register.writing(20), note("with a picture"), along).await.unwrap();
    assert_eq!(register.found().await, [], "sound before");
    register.tamper(statements).await;
    register.found().await
}

#[tokio::test]
async fn an_untouched_register_is_sound_and_its_tail_is_said_to_be_unproven() {
    let register = Register::filled().await;
    let verified = register.verify().await;
    assert!(verified.is_sound());
    assert_eq!((verified.entries, verified.incidents, verified.looks), (13, 2, 3));
    assert_eq!(verified.last_entry_at, Some(at(12)));
    let kinds: Vec<_> = verified.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [TailUnproven]);
}

#[tokio::test]
async fn an_altered_body_header_signature_or_time_of_arrival_is_an_entry_altered() {
    for statement in [
        "UPDATE entry SET body = CAST(substr(body, 1, 40) || x'58' AS BLOB) WHERE entry_seq = 4",
        "UPDATE entry SET body = x'' WHERE entry_seq = 4",
        "UPDATE entry SET header = CAST(substr(header, 1, length(header) - 1) || x'00' AS BLOB) WHERE entry_seq = 4",
        "UPDATE entry SET header = x'ff' WHERE entry_seq = 4",
        "UPDATE entry SET signature = zeroblob(64) WHERE entry_seq = 4",
        "UPDATE entry SET received_at = received_at - 60000 WHERE entry_seq = 4",
    ] {
        let found = after(&[statement]).await;
        assert_eq!(found.first(), Some(&EntryAltered), "{statement}: {found:?}");
    }
}

#[tokio::test]
async fn the_altered_entry_is_named_and_the_others_are_not() {
    let register = Register::filled().await;
    register.tamper(&["UPDATE entry SET body = x'' WHERE entry_seq = 4"]).await;
    let entries = sqlx::query("SELECT entry_id FROM entry WHERE entry_seq = 4")
        .fetch_one(&mut register.insider().await)
        .await
        .unwrap();
    let altered = register::EntryId::from_slice(entries.get(0));
    let verified = register.verify().await;
    let found: Vec<_> = verified.findings.iter().map(|f| (f.kind, f.entry_id, f.place.as_str())).collect();
    assert_eq!(found, [(EntryAltered, altered, "4"), (TailUnproven, None, "")]);
}

#[tokio::test]
async fn a_removed_entry_is_an_entry_missing() {
    for statement in [
        "DELETE FROM entry WHERE entry_seq = 4",
        "DELETE FROM entry WHERE entry_seq IN (4, 5)",
        "DELETE FROM entry WHERE entry_seq = 1",
        "DELETE FROM entry WHERE entry_seq = (SELECT max(entry_seq) FROM entry)",
        "DELETE FROM entry",
    ] {
        let found = after(&[statement]).await;
        assert!(found.contains(&EntryMissing), "{statement}: {found:?}");
        assert!(!found.contains(&EntryAltered) && !found.contains(&DamagedPage), "{statement}: {found:?}");
    }
}

#[tokio::test]
async fn a_tail_cut_off_with_everything_put_in_order_behind_it_is_only_unproven() {
    let register = Register::filled().await;
    let last = register.vault.log(incident(1)).await.unwrap().last().cloned().unwrap();
    assert_eq!(last.seq, 13);
    register
        .tamper(&[
            "DELETE FROM entry WHERE entry_seq = 13",
            "DELETE FROM look WHERE seen_seq = 13",
            "UPDATE look_head SET look_seq = 2, look_hash = (SELECT hash FROM look WHERE look_seq = 2)",
        ])
        .await;
    let mut insider = register.insider().await;
    let header: Vec<u8> = sqlx::query_scalar("SELECT header FROM entry WHERE entry_seq = 12")
        .fetch_one(&mut insider)
        .await
        .unwrap();
    sqlx::query("UPDATE head SET device_seq = 12, entry_hash = ?")
        .bind(register::Hash::of(&header).0.as_slice())
        .execute(&mut insider)
        .await
        .unwrap();
    let register = register.reopened().await;
    register.vault.rebuild(|_| true).await.unwrap();
    assert!(register.verify().await.is_sound());
    assert_eq!(register.verify().await.findings.last().unwrap().kind, TailUnproven);
}

#[tokio::test]
async fn entries_that_changed_places_are_out_of_order() {
    let swap_numbers = [
        "UPDATE entry SET device_seq = 1000 WHERE entry_seq = 4",
        "UPDATE entry SET device_seq = 4 WHERE entry_seq = 5",
        "UPDATE entry SET device_seq = 5 WHERE entry_seq = 4",
    ];
    let swap_arrival = [
        "UPDATE entry SET entry_seq = 1000 WHERE entry_seq = 4",
        "UPDATE entry SET entry_seq = 4 WHERE entry_seq = 5",
        "UPDATE entry SET entry_seq = 5 WHERE entry_seq = 1000",
    ];
    let swap_both = [
        "UPDATE entry SET entry_seq = 1000, device_seq = 1000 WHERE entry_seq = 4",
        "UPDATE entry SET entry_seq = 4, device_seq = 4 WHERE entry_seq = 5",
        "UPDATE entry SET entry_seq = 5, device_seq = 5 WHERE entry_seq = 1000",
    ];
    let other_stream =
        ["UPDATE entry SET stream = (SELECT stream FROM entry WHERE entry_seq = 8) WHERE entry_seq = 4"];
    let other_device = ["UPDATE entry SET device_id = zeroblob(16) WHERE entry_seq = 4"];
    let other_id = ["UPDATE entry SET entry_id = zeroblob(16) WHERE entry_seq = 4"];
    let arrival_moved_off = ["UPDATE entry SET entry_seq = entry_seq + 50 WHERE entry_seq > 9"];
    for statements in [
        &swap_numbers[..],
        &swap_arrival,
        &swap_both,
        &other_stream,
        &other_device,
        &other_id,
        &arrival_moved_off,
    ] {
        let found = after(statements).await;
        assert_eq!(found.first(), Some(&EntryOutOfOrder), "{statements:?}: {found:?}");
    }
}

#[tokio::test]
async fn an_entry_copied_under_another_device_is_out_of_order() {
    let found = after(&[
        "INSERT INTO entry (entry_id, stream, device_id, device_seq, received_at, header, signature, body)
        SELECT zeroblob(16), stream, zeroblob(16), device_seq, received_at, header, signature, body
        FROM entry WHERE entry_seq = 4",
    ])
    .await;
    assert!(found.contains(&EntryOutOfOrder), "{found:?}");
}

#[tokio::test]
async fn an_entry_signed_by_somebody_the_register_does_not_know_is_an_unknown_signer() {
    let register = Register::filled().await;
    let verified = register.vault.verify(&store::Signers::new(), |_| true).await.unwrap();
    assert_eq!(kinds(&verified), [UnknownSigner]);
    assert_eq!(verified.findings.len(), 14);

    // A stranger with the key signs in the officer's name, over the officer's entry.
    let mut insider = register.insider().await;
    let header: Vec<u8> = sqlx::query_scalar("SELECT header FROM entry WHERE entry_seq = 4")
        .fetch_one(&mut insider)
        .await
        .unwrap();
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
    let sealed = Sealed { header, signature: [0; 64], body: None };
    let header = Header { recorded_at: Default::default(), ..sealed.read_header().unwrap() };
    let forged = Sealed::sign(&header, vec![0; 40], &stranger);
    disarm(&mut insider).await;
    sqlx::query("UPDATE entry SET header = ?, signature = ?, body = ? WHERE entry_seq = 4")
        .bind(&forged.header)
        .bind(forged.signature.as_slice())
        .bind(&forged.body)
        .execute(&mut insider)
        .await
        .unwrap();
    insider.close().await.unwrap();
    assert_eq!(register.found().await.first(), Some(&EntryAltered));
}

#[tokio::test]
async fn an_altered_list_or_search_index_differs_from_its_log() {
    for statement in [
        "UPDATE incident SET summary = x'00' WHERE incident_row = 1",
        "UPDATE incident SET listed = 0 WHERE incident_row = 1",
        "UPDATE incident SET listed = 7 WHERE incident_row = 1",
        "UPDATE incident SET reference = 'NM/26/000099' WHERE incident_row = 1",
        "UPDATE incident SET reported_at = 0 WHERE incident_row = 1",
        "UPDATE incident SET person_id = zeroblob(16) WHERE incident_row = 1",
        "UPDATE incident SET incident_row = 99 WHERE incident_row = 1",
        "DELETE FROM incident WHERE incident_row = 1",
        "DELETE FROM incident",
        "UPDATE incident SET who = 'somebody' WHERE incident_row = 1",
        "INSERT INTO incident SELECT 99, zeroblob(16), person_id, listed, reference, reported_at, who, summary FROM incident LIMIT 1",
        "DELETE FROM name_search WHERE rowid = 1",
        "INSERT INTO name_search (rowid, names) VALUES (99, 'somebody')",
        "INSERT INTO name_search (rowid, names) VALUES (1, 'larkspur')",
    ] {
        assert_eq!(after(&[statement]).await, [ProjectionDiffers], "{statement}");
    }
}

#[tokio::test]
async fn an_altered_or_removed_look_breaks_their_chain() {
    for statement in [
        "UPDATE look SET reason = 'none' WHERE look_seq = 2",
        "UPDATE look SET query = 'somebody' WHERE look_seq = 2",
        "UPDATE look SET at = at + 1 WHERE look_seq = 1",
        "UPDATE look SET at = 9223372036854775807 WHERE look_seq = 1",
        "UPDATE look SET officer_id = zeroblob(16) WHERE look_seq = 2",
        "UPDATE look SET incident_id = NULL WHERE look_seq = 2",
        "UPDATE look SET seen_seq = 0 WHERE look_seq = 2",
        "UPDATE look SET hash = zeroblob(32) WHERE look_seq = 3",
        "UPDATE look SET look_seq = 9 WHERE look_seq = 3",
        "DELETE FROM look WHERE look_seq = 1",
        "DELETE FROM look WHERE look_seq = 2",
        "DELETE FROM look WHERE look_seq = 3",
        "DELETE FROM look",
    ] {
        assert_eq!(after(&[statement]).await, [LooksBroken], "{statement}");
    }
}

#[tokio::test]
async fn an_altered_picture_is_a_damaged_photograph() {
    for statement in [
        "UPDATE blob SET bytes = x'00'",
        "UPDATE blob SET hash = zeroblob(32)",
        "INSERT INTO blob SELECT zeroblob(32), media_type, bytes FROM blob",
    ] {
        assert_eq!(after(&[statement]).await, [PhotographDamaged], "{statement}");
    }
}

#[tokio::test]
async fn a_picture_that_an_entry_names_and_nobody_has_is_a_damaged_photograph() {
    use register::command::{Act, AddPhotograph};
    use register::fact::{Photograph, Taken};
    let register = Register::filled().await;
    let hash = register::Hash::of(b"a picture");
    let photograph = Photograph {
        photograph_id: register::PhotographId(register.draw()),
        original: hash,
        display: hash,
        thumbnail: hash,
        width: 1,
        height: 1,
        taken: Taken::NotKnown,
    };
    let command = AddPhotograph { incident_id: incident(1), act: Act::default(), photograph };
    let along = store::Along { blobs: vec![blob(b"a picture")], ..Default::default() };
    register.ask_along(1, register.writing(20), command, along).await.unwrap();
    assert_eq!(register.found().await, []);
    register.tamper(&["DELETE FROM blob"]).await;
    assert_eq!(register.found().await, [PhotographDamaged]);
}

#[tokio::test]
async fn a_wrecked_register_still_answers_with_a_list_that_can_be_read() {
    let register = Register::new().await;
    register.give(1, 0, report("Test-Larkspur", "Magnus")).await;
    for minute in 0..300 {
        register.give(1, minute, note("x")).await;
    }
    let verified = register.vault.verify(&store::Signers::new(), |_| true).await.unwrap();
    assert_eq!(verified.entries, 301);
    assert_eq!(verified.findings.len(), store::MOST_OF_A_KIND + 1, "of one kind, and the tail");
    assert_eq!(kinds(&verified), [UnknownSigner]);
}
