//! What central refuses stays listed, is never shown as delivered, and is sent again.

use chrono::TimeDelta;
use protocol::{Failure, RefusalCode};
use sync::{Again, Exchanged, State, SyncError, Trouble};
use testkit::acts::note;
use testkit::{Laptop, Office, force};

use crate::{all_the_same, settle, shown, truthful, two};

const DAY: i64 = 24 * 60 * 60 * 1_000;

async fn after_a_day(laptop: &Laptop, office: &Office) -> Exchanged {
    laptop.exchange_with(&office.centre, Again::After(TimeDelta::days(1)), |_| {}).await.unwrap()
}

#[tokio::test]
async fn a_refused_entry_stays_listed_and_is_sent_again_after_a_day_until_it_is_taken() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    office.suspend(&force("NM"), one.officer.officer_id).await;
    one.act(incident, note(incident, "after the suspension")).await.unwrap();
    assert_eq!(after_a_day(&one, &office).await.refused, 1);
    let refused = one.vault.refused().await.unwrap();
    assert_eq!((refused.len(), refused[0].code), (1, RefusalCode::OfficerSuspended));
    assert_eq!(refused[0].tried_at, one.now());
    assert_eq!(shown(&one, None).await, State::NotDelivered { n: 1 });
    truthful(&office, &one).await;
    // Not before the day is over; and what comes behind it is not held up.
    one.pass(DAY - 1);
    assert_eq!(after_a_day(&one, &office).await, Exchanged::default());
    one.pass(2);
    assert_eq!(after_a_day(&one, &office).await.refused, 1);
    assert_eq!(one.vault.refused().await.unwrap()[0].tried_at, one.now());
    office.admit(&force("NM"), &one.officer, one.officer.role).await;
    one.act(incident, note(incident, "behind it")).await.unwrap();
    assert_eq!(after_a_day(&one, &office).await.delivered, 1);
    assert_eq!(shown(&one, None).await, State::NotDelivered { n: 1 });
    // When somebody asks, at once.
    assert_eq!(one.exchange(&office.centre).await.unwrap().delivered, 1);
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn what_was_refused_while_the_clock_was_a_year_ahead_is_sent_again_when_it_is_right() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    office.suspend(&force("NM"), one.officer.officer_id).await;
    one.pass(365 * DAY);
    one.act(incident, note(incident, "in a year")).await.unwrap();
    assert_eq!(after_a_day(&one, &office).await.refused, 1);
    office.admit(&force("NM"), &one.officer, one.officer.role).await;
    one.pass(-365 * DAY);
    assert_eq!(after_a_day(&one, &office).await.delivered, 1);
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn a_revoked_laptop_is_told_so_gets_nothing_and_counts_nothing_as_delivered() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    two.act(incident, note(incident, "for the others")).await.unwrap();
    settle(&office.centre, &[&two]).await;
    one.act(incident, note(incident, "written before it knew")).await.unwrap();
    let before = (office.ledger(&force("NM")).await.hashes(), one.held().await.entries);
    office.revoke(&force("NM"), one.vault.device_id()).await;
    for _ in 0..2 {
        let error = one.exchange(&office.centre).await.unwrap_err();
        assert!(matches!(error, SyncError::Central(Failure::Revoked)), "{error}");
        assert_eq!(shown(&one, Some(Trouble::of(&error))).await, State::Revoked);
    }
    assert_eq!((office.ledger(&force("NM")).await.hashes(), one.held().await.entries), before);
    assert_eq!(one.vault.refused().await.unwrap()[0].code, RefusalCode::DeviceRevoked);
    truthful(&office, &one).await;
}
