//! What central refuses stays listed, is never shown as delivered, and is sent again.

use chrono::TimeDelta;
use protocol::{Failure, RefusalCode};
use register::IncidentFact;
use register::fact::{ClosedBecause, Grade, Rationale};
use sync::{Again, Exchanged, State, Step, SyncError, Trouble};
use testkit::acts::{assess, note};
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

fn low() -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade: Grade::Low,
        factors: vec![],
        rationale: Rationale::default(),
        next_review_at: testkit::instant(0),
        lowered_because: None,
        beside: None,
    }
}

#[tokio::test]
async fn what_is_against_the_rules_counts_no_more_and_stays_listed_inv_2_inv_4() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    one.act(incident, assess(incident, Grade::High, one.now())).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    let before = one.state(incident).await;
    // A program that keeps no rules lowers a grade that its officer had not on the screen, without a reason. Nothing
    // is lowered by it, since the fold keeps the safer grade; and closes whom nobody has seen.
    let graded = one.write_unruled(incident, vec![low()]).await;
    one.exchange(&office.centre).await.unwrap();
    let because = ClosedBecause::Located;
    let closed =
        one.write_unruled(incident, vec![IncidentFact::Closed { because, summary: "home".into() }]).await;
    one.act(incident, note(incident, "behind it")).await.unwrap();
    assert!(!one.state(incident).await.unwrap().is_open());
    let mut told = Vec::new();
    let exchanged = one
        .exchange_with(&office.centre, Again::Now, |step| {
            if let Step::Took { incidents, .. } = step {
                told.extend(incidents);
            }
        })
        .await
        .unwrap();
    assert_eq!((exchanged.refused, exchanged.delivered), (3, 1), "sent, and with the other at once again");
    assert_eq!(told, [incident], "screens are told that it is another than before");
    let refused = one.vault.refused().await.unwrap();
    let codes: Vec<_> = refused.iter().map(|refused| (refused.entry_id, refused.code)).collect();
    assert_eq!(codes, [(graded, RefusalCode::BrokenRule), (closed, RefusalCode::BrokenRule)]);
    // As everybody else reads it: open, and high.
    for laptop in [&two, &one, &two] {
        after_a_day(laptop, &office).await;
    }
    let after = one.state(incident).await;
    assert_eq!(after, two.state(incident).await);
    assert_eq!(after.as_ref().map(|state| (state.grade(), state.is_open())), Some((Some(Grade::High), true)));
    assert_eq!(after.map(|state| state.assessments.len()), before.map(|state| state.assessments.len()));
    // Listed in the log all the same, and counting until central refused it.
    let log = one.vault.log(incident).await.unwrap();
    let entry = log.iter().find(|received| received.entry.header.entry_id == closed).unwrap();
    assert_eq!(entry.refused_at, Some(one.now()));
    assert!(!entry.counts(None) && entry.counts(Some(one.now() - TimeDelta::milliseconds(1))));
    // What comes after it names nothing that was refused.
    one.act(incident, note(incident, "later")).await.unwrap();
    let log = one.vault.log(incident).await.unwrap();
    let hashes: Vec<_> =
        log.iter().filter(|one| one.refused_at.is_some()).map(|one| one.entry.hash).collect();
    assert!(hashes.iter().all(|hash| !log.last().unwrap().entry.header.seen.contains(hash)));
    assert!(one.verify().await.is_sound(), "the lists are what a rebuild makes");
    let rebuilt = one.vault.rebuild(|_| true).await.unwrap();
    assert_eq!(rebuilt.changed, 0);
}
