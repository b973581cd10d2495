//! A clock that is wrong neither stops an exchange nor goes over to another laptop.

use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use register::fact::Grade;
use rstest::rstest;
use sync::{Again, Step};
use testkit::acts::{assess, note};
use testkit::{Laptop, Office, START, instant};

use crate::{all_the_same, settle, two};

const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;

/// The stamp of the laptop's newest entry.
async fn stamp(laptop: &Laptop) -> chrono::DateTime<chrono::Utc> {
    let (seq, _) = laptop.vault.own_head().await.unwrap();
    let newest = laptop.vault.own_after(seq - 1, 1, usize::MAX).await.unwrap();
    newest[0].read_header().unwrap().recorded_at.at()
}

#[rstest]
#[case::ahead(YEAR)]
#[case::behind(-YEAR)]
#[tokio::test]
async fn a_clock_that_is_a_year_wrong_is_told_and_drags_no_other_clock(#[case] wrong: i64) {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    one.pass(wrong);
    one.act(incident, note(incident, "at another time")).await.unwrap();
    let mut told = None;
    one.exchange_with(&office.centre, Again::Now, |step| {
        if let Step::Answered { clock_ahead_ms } = step {
            told = Some(clock_ahead_ms);
        }
    })
    .await
    .unwrap();
    assert_eq!(told, Some(wrong));
    settle(&office.centre, &[&one, &two]).await;
    for laptop in [&one, &two] {
        laptop.act(incident, note(incident, "in sight of it")).await.unwrap();
        // The one that is behind never runs backwards: it goes on from where it was. Nobody follows one ahead.
        let ahead = stamp(laptop).await - laptop.now().max(instant(START));
        assert!(ahead <= TimeDelta::milliseconds(laptop.bounds.ahead_ms), "dragged by {ahead}");
    }
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
    // Put right: entries go on being written and sent.
    one.pass(-wrong);
    one.act(incident, note(incident, "at the right time")).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
    two.act(incident, note(incident, "and here")).await.unwrap();
    assert!(stamp(&two).await - two.now() <= TimeDelta::milliseconds(two.bounds.ahead_ms));
}

#[tokio::test]
async fn a_clock_that_is_set_in_the_middle_of_an_exchange_does_not_end_it() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    for wrong in [YEAR, -2 * YEAR, YEAR] {
        one.act(incident, note(incident, "before")).await.unwrap();
        let clock = one.clock.clone();
        let mut set = Some(wrong);
        one.exchange_with(&office.centre, Again::Now, |step| {
            if step == Step::Sending
                && let Some(wrong) = set.take()
            {
                clock.fetch_add(wrong, Ordering::Relaxed);
            }
        })
        .await
        .unwrap();
    }
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn what_is_set_with_a_clock_a_year_ahead_falls_due_from_when_central_took_it_inv_3() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    one.pass(YEAR);
    let command = assess(incident, Grade::High, one.now());
    let within = command.next_review_at - one.now();
    one.act(incident, command).await.unwrap();
    assert!(one.state(incident).await.unwrap().next_review_at.unwrap() > two.now() + TimeDelta::days(300));
    settle(&office.centre, &[&one, &two]).await;
    for laptop in [&one, &two] {
        let state = laptop.state(incident).await.unwrap();
        assert_eq!(state.next_review_at, Some(two.now() + within), "laptop {}", laptop.name());
        assert!(state.last_entry_at <= two.now());
        assert!(state.assessments[0].recorded_at <= two.now());
    }
    // The lists say the same as the log does.
    all_the_same(&office, &[&one, &two]).await;
    one.vault.rebuild(|_| true).await.unwrap();
    assert_eq!(one.state(incident).await, two.state(incident).await, "INV-2");
}

/// Central takes the same entry twice, hours apart, and the second time the clock of then is not ahead any more.
#[tokio::test]
async fn a_laptop_that_was_there_before_a_restore_reads_a_clock_ahead_as_one_that_came_since_inv_2() {
    const HOUR: i64 = 3_600_000;
    for (later, ahead) in [(2 * HOUR, true), (6 * HOUR, false)] {
        let office = Office::new().await;
        let (one, two, incident) = two(&office).await;
        let yesterday = office.back_up().await;
        one.pass(5 * HOUR);
        let written = one.now();
        one.act(incident, assess(incident, Grade::High, written)).await.unwrap();
        settle(&office.centre, &[&one, &two]).await;
        let recorded =
            async |laptop: &Laptop| laptop.state(incident).await.unwrap().assessments[0].recorded_at;
        assert_eq!(recorded(&two).await, instant(START), "as central took it first");

        office.pass(later);
        let office = office.put_back(&yesterday).await;
        settle(&office.centre, &[&one, &two]).await;
        let since = office.laptop(3, "NM").await;
        settle(&office.centre, &[&since, &one, &two]).await;
        let then = if ahead { instant(START + later) } else { written };
        for laptop in [&one, &two, &since] {
            assert_eq!(recorded(laptop).await, then, "laptop {} after {later} ms", laptop.name());
        }
        all_the_same(&office, &[&one, &two, &since]).await;
    }
}

#[tokio::test]
async fn a_report_taken_with_a_clock_a_year_ahead_waits_for_its_assessment_from_when_central_took_it_inv_3() {
    let office = Office::new().await;
    let (one, two, _) = two(&office).await;
    one.pass(YEAR);
    let incident = one.report("Test-Rowan").await;
    settle(&office.centre, &[&one, &two]).await;
    for laptop in [&one, &two] {
        assert_eq!(laptop.state(incident).await.unwrap().reported_at, two.now(), "laptop {}", laptop.name());
    }
    all_the_same(&office, &[&one, &two]).await;
}
