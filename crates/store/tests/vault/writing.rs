//! One way to write: all of an act, or nothing of it.

use std::future::Future as _;
use std::task::{Context, Poll, Waker};

use register::id::*;
use register::{Refusal, Rule};
use store::{ActError, Along};

use crate::common::*;

const TABLES: [&str; 6] = ["entry", "head", "blob", "look", "draft", "incident"];

async fn everything(register: &Register) -> Vec<Vec<String>> {
    let mut insider = register.insider().await;
    let mut all = Vec::new();
    for table in TABLES {
        all.push(dump(&mut insider, table).await);
    }
    all
}

/// Looks, a picture and the end of a draft: what else an act may write.
async fn laden(register: &Register) -> Along {
    let draft_id = DraftId(register.draw());
    register.vault.save_draft(draft_id, officer(), "{}", at(0)).await.unwrap();
    Along {
        blobs: vec![blob(b"picture")],
        looks: vec![look(1, 3, "why")],
        ended_draft: Some(draft_id),
        taken: None,
    }
}

#[tokio::test]
async fn a_refused_decision_writes_nothing() {
    let register = Register::filled().await;
    let along = laden(&register).await;
    let before = everything(&register).await;
    let refused = register.ask_along(1, register.writing(20), note("  "), along).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal { rule: Rule::Fields, .. }))), "{refused:?}");
    assert_eq!(everything(&register).await, before);
    assert_eq!(register.found().await, []);
}

#[tokio::test]
async fn a_failure_in_the_middle_undoes_all_of_it_and_the_chain_goes_on_without_a_gap() {
    let register = Register::filled().await;
    let along = laden(&register).await;
    let used = register.vault.log(incident(1)).await.unwrap()[0].entry.header.entry_id;
    let before = everything(&register).await;
    let again = store::Writing { entry_id: used, ..register.writing(20) };
    let failed = register.ask_along(1, again, note("an identifier used twice"), along).await;
    assert!(matches!(failed, Err(ActError::Store(_))), "{failed:?}");
    assert_eq!(everything(&register).await, before);

    // A look that cannot be written comes after the entry and its projections.
    let mut impossible = look(1, 3, "why");
    impossible.incident_id = None;
    let along = laden(&register).await;
    let before = everything(&register).await;
    let mut insider = register.insider().await;
    sqlx::raw_sql("CREATE TRIGGER no_look BEFORE INSERT ON look BEGIN SELECT RAISE(ABORT, 'no'); END")
        .execute(&mut insider)
        .await
        .unwrap();
    let failed = register.ask_along(1, register.writing(21), note("no look"), along).await;
    assert!(matches!(failed, Err(ActError::Store(_))), "{failed:?}");
    assert_eq!(everything(&register).await, before);
    sqlx::raw_sql("DROP TRIGGER no_look").execute(&mut insider).await.unwrap();

    register.give(1, 22, note("after the failures")).await;
    assert_eq!(register.found().await, []);
}

#[tokio::test]
async fn an_act_carries_picture_look_and_the_end_of_its_draft() {
    let register = Register::filled().await;
    let along = laden(&register).await;
    register.ask_along(1, register.writing(20), note("laden"), along).await.unwrap();
    let (media_type, bytes) = register.vault.blob(Hash::of(b"picture")).await.unwrap().unwrap();
    assert_eq!((media_type.as_str(), bytes.as_slice()), ("image/jpeg", b"picture".as_slice()));
    assert_eq!(register.vault.drafts().await.unwrap(), []);
    // The same picture again is no failure: it is named by what it is.
    let along = Along { blobs: vec![blob(b"picture")], ..Along::default() };
    register.ask_along(2, register.writing(21), note("the same picture"), along).await.unwrap();
    assert_eq!(register.found().await, []);
}

/// Poll a write `polls` times and drop it, wherever it has come to.
async fn dropped_after(register: &Register, polls: usize) -> bool {
    let mut act = Box::pin(register.ask(1, 30, note("nobody waits for this")));
    for _ in 0..polls {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(done) = act.as_mut().poll(&mut context) {
            done.unwrap();
            return true;
        }
        // Lets the connection's thread get on with what it was asked.
        let mut reader = register.insider().await;
        sqlx::query("SELECT 1").execute(&mut reader).await.unwrap();
    }
    false
}

#[tokio::test]
async fn a_write_whose_future_was_dropped_at_any_point_leaves_the_next_one_working() {
    let register = Register::filled().await;
    let mut completed = false;
    for polls in 1..200 {
        completed = dropped_after(&register, polls).await;
        if polls % 2 == 0 {
            register.vault.save_draft(DraftId(register.draw()), officer(), "{}", at(31)).await.unwrap();
        } else {
            register.give(2, 31, note("the next one")).await;
        }
        assert_eq!(register.found().await, [], "dropped after {polls} polls");
        if completed {
            break;
        }
    }
    assert!(completed, "the write never ran to its end, so not every point was tried");
    let drafts = register.vault.drafts().await.unwrap().len();
    let register = register.reopened().await;
    assert_eq!(
        register.vault.drafts().await.unwrap().len(),
        drafts,
        "a draft was undone with a dropped write"
    );
    assert_eq!(register.found().await, []);
}

#[tokio::test]
async fn a_batch_that_is_dropped_or_abandoned_leaves_nothing() {
    let register = Register::filled().await;
    let before = everything(&register).await;
    for abandon in [true, false] {
        let mut bulk = register.vault.bulk().await.unwrap();
        let writing = register.writing(40);
        let command = report("Test-Sorrel", "Iris").into();
        let (person, action) = (PersonId(register.draw()), ActionId(register.draw()));
        bulk.act(incident(9), writing, vec![blob(b"x")], |state| {
            decided(state, &command, at(40), person, action, 9)
        })
        .await
        .unwrap();
        if abandon {
            bulk.abandon().await.unwrap()
        } else {
            drop(bulk)
        }
        register.vault.look(vec![]).await.unwrap();
        assert_eq!(everything(&register).await, before);
    }
    register.give(1, 41, note("goes on")).await;
    assert_eq!(register.found().await, []);
}

#[tokio::test]
async fn the_chain_and_the_clock_go_on_after_reopening_even_where_the_system_clock_went_back_a_day() {
    let register = Register::filled().await;
    let last = |entries: &[store::Received]| {
        entries.iter().map(|received| received.entry.header.clone()).max_by_key(|header| header.device_seq)
    };
    let before = last(&register.vault.log(incident(1)).await.unwrap()).unwrap();
    let before_hash = Hash::of(&before.bytes());
    let register = register.reopened().await;
    register.give(1, -24 * 60, note("the laptop thinks it is yesterday")).await;
    let after = last(&register.vault.log(incident(1)).await.unwrap()).unwrap();
    assert_eq!(after.device_seq, before.device_seq + 1);
    assert_eq!(after.prev_hash, before_hash);
    assert!(after.recorded_at > before.recorded_at, "{:?} after {:?}", after.recorded_at, before.recorded_at);
    assert_eq!(register.found().await, []);
}
