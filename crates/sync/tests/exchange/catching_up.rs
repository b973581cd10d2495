//! A laptop that was away for long, and one whose file is not what it was.

use sqlx::Executor as _;
use sync::{Again, Bounds, State, Step};
use testkit::acts::note;
use testkit::{BOUNDS, Office};

use crate::{all_the_same, settle, shown, two};

#[tokio::test]
async fn a_laptop_that_was_away_for_ninety_days_takes_in_thousands_of_entries_and_sends_its_own() {
    let office = Office::new().await;
    let (mut one, mut two, incident) = two(&office).await;
    two.act(incident, note(incident, "the day it lost contact")).await.unwrap();
    let wide = Bounds { push_entries: 500, page_entries: 500, ..BOUNDS };
    (one.bounds, two.bounds) = (wide, wide);
    let mut written = 0;
    for _ in 0..40 {
        let incident = one.report("Test-Larkspur").await;
        for n in 0..50 {
            one.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
        }
        written += 51;
    }
    one.exchange(&office.centre).await.unwrap();
    let days = 90 * 24 * 60 * 60 * 1_000;
    two.pass(days);
    office.pass(days);
    one.pass(days);
    let mut left = Vec::new();
    let done = two
        .exchange_with(&office.centre, Again::Now, |step| {
            if let Step::Receiving { left: n } = step {
                left.push(n);
            }
        })
        .await
        .unwrap();
    assert_eq!((done.received, done.delivered), (written, 1));
    assert!(left.len() > 4 && left.is_sorted_by(|one, two| one > two), "how much is left is told: {left:?}");
    assert_eq!(shown(&two, None).await, State::UpToDate);
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn where_a_stream_differs_from_centrals_everything_is_asked_for_again() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    for n in 0..30 {
        one.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
    }
    settle(&office.centre, &[&one, &two]).await;
    let whole = two.held().await.entries;
    // Somebody with the key takes an entry of another laptop away.
    let mut insider = two.insider().await;
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entry'")
            .fetch_all(&mut insider)
            .await
            .unwrap();
    for trigger in triggers {
        insider.execute(sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).await.unwrap();
    }
    let place = "SELECT entry_seq FROM ledger_place WHERE own = 0 ORDER BY position DESC LIMIT 1 OFFSET 9";
    for table in ["entry", "ledger_place"] {
        let delete = format!("DELETE FROM {table} WHERE entry_seq = (SELECT entry_seq FROM lost)");
        if table == "entry" {
            insider.execute(sqlx::AssertSqlSafe(format!("CREATE TEMP TABLE lost AS {place}"))).await.unwrap();
        }
        insider.execute(sqlx::AssertSqlSafe(delete)).await.unwrap();
    }
    assert_eq!(two.held().await.entries.len(), whole.len() - 1);
    // Nothing new: streams that nothing came of are not compared.
    assert_eq!(two.exchange(&office.centre).await.unwrap().received, 0);
    one.act(incident, note(incident, "something new")).await.unwrap();
    one.exchange(&office.centre).await.unwrap();
    let done = two.exchange(&office.centre).await.unwrap();
    assert_eq!((done.received, done.differs.len()), (2, 0), "the new one, and the one that was lost");
    assert_eq!(two.held().await.entries, one.held().await.entries);
    assert_eq!(two.state(incident).await, one.state(incident).await);
}
