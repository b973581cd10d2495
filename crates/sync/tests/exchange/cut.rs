//! An exchange that is cut off anywhere loses nothing, counts nothing as delivered that is not, and is gone on
//! with.

use protocol::Push;
use protocol::fake::FakeCentral;
use sqlx::Executor as _;
use sync::{State, SyncError};
use testkit::acts::note;
use testkit::{Cut, Laptop, Line, Office, START, force};

use crate::{all_the_same, settle, shown, truthful, two, with_fake};

/// Each laptop writes more than goes into one batch.
async fn write_on(laptops: [&Laptop; 2], incident: register::IncidentId) {
    for laptop in laptops {
        for n in 0..laptop.bounds.push_entries + 5 {
            laptop.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
        }
    }
}

/// Cut the exchange at its first request, at its second, until it has no more.
async fn cut_everywhere(cut: Cut) {
    let office = Office::new().await;
    let (mut one, two, incident) = two(&office).await;
    for request in 1.. {
        write_on([&one, &two], incident).await;
        two.exchange(&office.centre).await.unwrap();
        let line = Line::cut(&office.centre, request, cut);
        let ended = tokio::select! {
            ended = one.exchange(&line) => Some(ended),
            () = line.silent() => None,
        };
        truthful(&office, &one).await;
        match ended {
            Some(Ok(_)) => {
                assert!(line.asked() < request, "it went well, and request {request} was cut");
                assert!(request > 6, "an exchange has more requests than {request}");
                break;
            }
            Some(Err(error)) => {
                assert!(matches!(error, SyncError::Central(protocol::Failure::Unreachable)), "{error}");
            }
            // The program ended there, and begins again.
            None => one = one.reopened().await,
        }
        truthful(&office, &one).await;
        one.exchange(&office.centre).await.unwrap();
        truthful(&office, &one).await;
        assert_eq!(shown(&one, None).await, State::UpToDate, "after request {request} was cut");
    }
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn a_request_that_does_not_come_through_anywhere_in_an_exchange_is_made_good_by_the_next() {
    cut_everywhere(Cut::Request).await;
}

#[tokio::test]
async fn an_answer_that_is_lost_anywhere_in_an_exchange_is_made_good_by_the_next() {
    cut_everywhere(Cut::Answer).await;
}

#[tokio::test]
async fn a_program_that_ends_anywhere_in_an_exchange_goes_on_when_it_begins_again() {
    cut_everywhere(Cut::Silence).await;
}

#[tokio::test]
async fn what_is_written_during_an_exchange_is_sent_with_it_or_counted_as_not_sent() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    write_on([&one, &two], incident).await;
    let writing = async {
        for n in 0..10 {
            one.act(incident, note(incident, &format!("meanwhile {n}"))).await.unwrap();
        }
    };
    let (exchanged, ()) = tokio::join!(one.exchange(&office.centre), writing);
    exchanged.unwrap();
    truthful(&office, &one).await;
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn each_batch_goes_out_once_and_what_was_answered_before_a_failure_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let central = FakeCentral::new(START);
    let laptop = with_fake(&central, &folder, 1).await;
    let incident = laptop.report("Test-Larkspur").await;
    laptop.exchange(&central).await.unwrap();
    let batch = u64::from(laptop.bounds.push_entries);
    for n in 0..4 * batch {
        laptop.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
    }
    // Hello, two batches, and a third that does not come through.
    let before = central.asked::<Push>();
    let line = Line::cut(&central, 4, Cut::Request);
    assert!(laptop.exchange(&line).await.is_err());
    assert_eq!(central.asked::<Push>() - before, 2);
    assert_eq!(laptop.vault.to_send().await.unwrap(), 2 * batch);
    laptop.exchange(&central).await.unwrap();
    assert_eq!(central.asked::<Push>() - before, 4);
    assert_eq!(laptop.vault.to_send().await.unwrap(), 0);
}

#[tokio::test]
async fn a_page_is_taken_with_its_cursor_or_not_at_all() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    for n in 0..50 {
        one.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
    }
    one.exchange(&office.centre).await.unwrap();
    let before = two.vault.enrolment().await.unwrap().unwrap().cursor;
    let mut insider = two.insider().await;
    let stop = before + u64::from(two.bounds.page_entries) + 10;
    // In the middle of the second page the disk is full, say.
    let trigger = format!(
        "CREATE TRIGGER full BEFORE INSERT ON ledger_place WHEN NEW.position = {stop}
         BEGIN SELECT RAISE(ABORT, 'full'); END"
    );
    insider.execute(sqlx::AssertSqlSafe(trigger)).await.unwrap();
    for _ in 0..2 {
        assert!(matches!(two.exchange(&office.centre).await, Err(SyncError::Store(_))));
        let cursor = two.vault.enrolment().await.unwrap().unwrap().cursor;
        assert_eq!(cursor, before + u64::from(two.bounds.page_entries), "the first page stays");
        let through: std::collections::BTreeMap<_, _> = office
            .ledger(&force("NM"))
            .await
            .entries
            .into_iter()
            .filter(|(position, _)| *position <= cursor)
            .map(|(_, stood)| (stood.hash, stood.stream))
            .collect();
        assert_eq!(two.held().await.entries, through, "nothing of the second page is there");
    }
    insider.execute("DROP TRIGGER full").await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}
