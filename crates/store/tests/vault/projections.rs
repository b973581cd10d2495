//! INV-2: projections can be thrown away; rebuilding them from the log gives the same rows.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::{Incident, Thresholds, When};
use sqlx::Connection as _;
use store::{FindingKind, NameQuery, Vault};

use crate::common::*;

const NAMES: [&str; 8] =
    ["Test-Larkspur", "Test-Sorrel", "O'Test", "Zoë", "Test Åsa", "Magnus", "Íñigo-Test", "Wren"];

fn command(rng: &mut ChaCha20Rng, state: Option<&Incident>, minute: i64) -> Command {
    let name = NAMES[rng.random_range(0..NAMES.len())];
    let act = Act { basis: state.map(|state| state.basis.clone()).unwrap_or_default(), ..Act::default() };
    let incident_id = incident(0);
    match (state, rng.random_range(0..12)) {
        (None, _) => report(name, NAMES[rng.random_range(0..NAMES.len())]).into(),
        (_, 0) => describe(Attribute::FamilyName, name).into(),
        (_, 1) => describe(Attribute::KnownAs, name).into(),
        (_, 2) => describe(Attribute::DateOfBirth, &format!("{}-03-04", rng.random_range(1950..2015))).into(),
        (_, 3) => AssessRisk {
            act,
            lowered_because: Some("seen on camera".into()),
            ..assess(if rng.random() { Grade::High } else { Grade::Medium }, minute)
        }
        .into(),
        (_, 4) => RecordLocated {
            incident_id,
            act,
            seen_by: "PC Test-Rook".into(),
            seen_at: When::At { at: at(minute) },
            place: "home".into(),
            identity_confirmed: "known".into(),
            found_by: FoundBy::Police,
            condition: Condition::Unharmed,
        }
        .into(),
        (_, 5) => CloseIncident { incident_id, act, summary: "home".into(), exception: None }.into(),
        (_, 6) => ReopenIncident { incident_id, act, reason: "gone again".into() }.into(),
        (_, 7) => SetAction {
            incident_id,
            act,
            what: "ring".into(),
            due_at: at(minute + 60),
            role: None,
            locating: false,
        }
        .into(),
        (_, 8) => AnswerQuestions {
            incident_id,
            act,
            answers: vec![Answered {
                question: Question::SelfHarm,
                answer: if rng.random() { Answer::Yes } else { Answer::No },
                detail: String::new(),
                said_by: String::new(),
            }],
        }
        .into(),
        (_, 9) => LinkPerson {
            incident_id,
            act,
            person_id: register::PersonId(uuid::Uuid::from_u128(rng.random_range(1..4))),
            reason: "the same".into(),
        }
        .into(),
        _ => note("knocked").into(),
    }
}

async fn search(register: &Register) -> Vec<Vec<String>> {
    found_in(&register.vault).await
}

async fn found_in(vault: &Vault) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for name in NAMES {
        let query = NameQuery { text: name.into(), born: "1960-03-04".into() };
        let summaries = vault.by_name(&query, 50, 50).await.unwrap();
        found.push(summaries.into_iter().map(|summary| summary.reference).collect());
    }
    found
}

#[tokio::test]
async fn inv_2_after_any_sequence_of_acts_a_rebuild_gives_identical_rows_and_finds_the_same_names() {
    for seed in 0..6 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let register = Register::new().await;
        let mut states: Vec<Option<Incident>> = vec![None; 7];
        let mut accepted = 0;
        for minute in 0..120 {
            let n = rng.random_range(0..states.len());
            let command = command(&mut rng, states[n].as_ref(), minute);
            if let Ok(state) = register.ask(n as u128, minute, command).await {
                states[n] = Some(state);
                accepted += 1;
            }
        }
        assert!(accepted > 60, "{accepted} acts were accepted");
        let mut insider = register.insider().await;
        let (rows, found) = (dump(&mut insider, "incident").await, search(&register).await);
        assert_eq!(register.found().await, [], "seed {seed}, before");

        let rebuilt = register.vault.rebuild(|_| true).await.unwrap();
        assert_eq!((rebuilt.entries, rebuilt.incidents), (accepted, rows.len() as u64));
        assert_eq!(dump(&mut insider, "incident").await, rows, "seed {seed}");
        assert_eq!(search(&register).await, found, "seed {seed}");
        sqlx::query("INSERT INTO name_search (name_search, rank) VALUES ('integrity-check', 0)")
            .execute(&mut insider)
            .await
            .unwrap();
        insider.close().await.unwrap();
        assert_eq!(register.found().await, [], "seed {seed}, after");
    }
}

#[tokio::test]
async fn inv_2_pages_of_a_ledger_project_as_a_rebuild_does_whatever_was_read_between_them() {
    let mut rng = ChaCha20Rng::seed_from_u64(29);
    let (writer, folder) = (Register::new().await, tempfile::tempdir().unwrap());
    let other = register::DeviceId(uuid::Uuid::from_u128(0xDF));
    let vault = Vault::create(folder.path(), writer.key(), other, Thresholds::default()).await.unwrap();
    let mut states: Vec<Option<Incident>> = vec![None; 7];
    for minute in 0..160 {
        let n = rng.random_range(0..states.len());
        let command = command(&mut rng, states[n].as_ref(), minute);
        if let Ok(state) = writer.ask(n as u128, minute, command).await {
            states[n] = Some(state);
        }
    }
    let mut position = 0;
    loop {
        let page = writer.vault.own_after(position, rng.random_range(1..12), usize::MAX).await.unwrap();
        if page.is_empty() {
            break;
        }
        let placed = page.into_iter().map(|sealed| {
            position += 1;
            (protocol::Positioned { position, received_at: at(200).timestamp_millis(), sealed }, None)
        });
        let placed: Vec<_> = placed.collect();
        // With it, or together with those that follow it.
        let lists = if rng.random_bool(0.5) { store::Lists::Later } else { store::Lists::Now };
        let taken = vault.take_page(None, &placed, lists, at(200), 0).await.unwrap();
        assert_eq!(taken.new, placed.len() as u64);
        // Some are held in memory from now on, some are not.
        vault.log(incident(rng.random_range(0..7))).await.unwrap();
    }
    vault.catch_up().await.unwrap();
    assert!(vault.catch_up().await.unwrap().is_empty(), "nothing stays behind");
    let mut insider = insider(vault.path(), writer.key()).await;
    let rows = dump(&mut insider, "incident").await;
    assert_eq!(rows, dump(&mut writer.insider().await, "incident").await, "as where it was recorded");
    let found = found_in(&vault).await;
    assert_eq!(found, found_in(&writer.vault).await);
    vault.rebuild(|_| true).await.unwrap();
    assert_eq!(dump(&mut insider, "incident").await, rows);
    assert_eq!(found_in(&vault).await, found);
    insider.close().await.unwrap();
}

#[tokio::test]
async fn inv_2_what_was_to_be_listed_later_is_listed_when_the_file_is_opened_next() {
    let (writer, folder) = (Register::new().await, tempfile::tempdir().unwrap());
    let other = register::DeviceId(uuid::Uuid::from_u128(0xDF));
    let vault = Vault::create(folder.path(), writer.key(), other, Thresholds::default()).await.unwrap();
    for n in 0..100 {
        writer.ask(n, 0, report(NAMES[n as usize % NAMES.len()], "Magnus")).await.unwrap();
    }
    let page = writer.vault.own_after(0, 1_000, usize::MAX).await.unwrap();
    let placed: Vec<_> = (1..)
        .zip(page)
        .map(|(position, sealed)| {
            (protocol::Positioned { position, received_at: at(200).timestamp_millis(), sealed }, None)
        })
        .collect();
    vault.take_page(None, &placed, store::Lists::Later, at(200), 0).await.unwrap();
    assert_eq!(vault.listed_count().await.unwrap(), 0);
    // The program ends here.
    vault.close().await.unwrap();
    let vault = Vault::open(folder.path(), writer.key(), Thresholds::default()).await.unwrap();
    assert_eq!(vault.listed_count().await.unwrap(), 100);
    assert_eq!(found_in(&vault).await, found_in(&writer.vault).await);
    assert_eq!(vault.rebuild(|_| true).await.unwrap().changed, 0);
}

#[tokio::test]
async fn inv_2_a_batch_projects_as_single_acts_do() {
    let register = Register::new().await;
    let mut bulk = register.vault.bulk().await.unwrap();
    for n in 0..150u32 {
        let command = report(NAMES[n as usize % NAMES.len()], "Magnus").into();
        let ids = (register::PersonId(register.draw()), register::ActionId(register.draw()));
        bulk.act(incident((n * 37 % 150).into()), register.writing(n.into()), vec![], |state| {
            decided(state, &command, at(n.into()), ids.0, ids.1, n.into())
        })
        .await
        .unwrap();
    }
    bulk.commit().await.unwrap();
    let mut insider = register.insider().await;
    let (rows, found) = (dump(&mut insider, "incident").await, search(&register).await);
    assert_eq!(register.found().await, []);
    register.vault.rebuild(|_| true).await.unwrap();
    assert_eq!(dump(&mut insider, "incident").await, rows);
    assert_eq!(search(&register).await, found);
}

#[tokio::test]
async fn inv_2_what_an_insider_wrote_into_the_projections_is_gone_after_a_rebuild() {
    let register = Register::filled().await;
    register
        .tamper(&[
            "UPDATE incident SET reference = 'NM/26/000099', listed = 0",
            "DELETE FROM name_search WHERE rowid = 1",
            "INSERT INTO name_search (rowid, names) VALUES (99, 'somebody')",
        ])
        .await;
    register.vault.rebuild(|_| true).await.unwrap();
    assert_eq!(register.found().await, []);
}

#[tokio::test]
async fn a_rebuild_that_fails_leaves_the_projections_as_they_were() {
    let register = Register::filled().await;
    let before = dump(&mut register.insider().await, "incident").await;
    let mut insider = register.insider().await;
    let fails =
        "CREATE TRIGGER fails BEFORE INSERT ON incident BEGIN SELECT RAISE(ABORT, 'for the test'); END";
    sqlx::query(fails).execute(&mut insider).await.unwrap();
    assert!(register.vault.rebuild(|_| true).await.is_err());
    assert_eq!(dump(&mut insider, "incident").await, before);
    sqlx::query("DROP TRIGGER fails").execute(&mut insider).await.unwrap();
    register.give(2, 30, note("goes on")).await;
}

#[tokio::test]
async fn an_altered_entry_hides_neither_its_incident_nor_any_other_from_a_rebuild() {
    let register = Register::filled().await;
    register.tamper(&["UPDATE entry SET body = x'00' WHERE entry_seq = 4"]).await;
    let register = register.reopened().await;
    assert_eq!(register.vault.rebuild(|_| true).await.unwrap().incidents, 2);
    let listed = register.vault.listed().await.unwrap();
    let marked: Vec<u32> = listed.iter().map(|summary| summary.unread).collect();
    assert_eq!((listed.len(), marked.iter().sum::<u32>()), (2, 1), "one of them says so");
    let after = register.give(1, 30, note("goes on")).await;
    assert_eq!((after.altered, after.entries), (1, 8));
    assert_eq!(register.found().await, [FindingKind::EntryAltered]);
}

#[tokio::test]
async fn a_rebuild_counts_the_rows_that_were_otherwise() {
    let register = Register::filled().await;
    assert_eq!(register.vault.rebuild(|_| true).await.unwrap().changed, 0, "INV-2");
    register.tamper(&["UPDATE incident SET summary = x'00' WHERE incident_row = 1"]).await;
    assert_eq!(register.vault.rebuild(|_| true).await.unwrap().changed, 1);
}

#[tokio::test]
async fn other_thresholds_call_for_a_rebuild_after_which_the_register_is_sound() {
    let Register { folder, unlocked, vault, .. } = Register::filled().await;
    vault.close().await.unwrap();
    let stricter = Thresholds { reassess_minutes: 5, quiet_minutes: 15, ..Thresholds::default() };
    let key = &unlocked.vault_keys.current;
    let vault = Vault::open(folder.path(), key, stricter).await.unwrap();
    assert!(!vault.projections_are_current().await.unwrap());
    let rebuilt = vault.rebuild(|_| true).await.unwrap();
    assert!(rebuilt.changed > 0, "deadlines moved");
    assert!(vault.projections_are_current().await.unwrap());
    let register = Register::of(folder.path().to_owned(), unlocked, vault, 900);
    assert_eq!(register.found().await, []);
}
