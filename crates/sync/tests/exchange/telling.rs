//! A sighting told to another force, over lines that are cut and a central that was put back: it is told once, and is
//! never said to have come further than it has (INV-5).

use chrono::DateTime;
use protocol::Failure;
use protocol::fake::{FakeCentral, Fault};
use register::telling::Telling;
use store::Progress;
use testkit::{Cut, Laptop, Line, Office, START, force};

use crate::with_fake;

/// An office, a laptop of NM with an incident, and one of WX.
async fn two() -> (Office, Laptop, Laptop, Telling) {
    let office = Office::new().await;
    let (ours, theirs) = (office.laptop(1, "NM").await, office.laptop(2, "WX").await);
    let incident = ours.report("Test-Larkspur").await;
    ours.exchange(&office.centre).await.unwrap();
    theirs.exchange(&office.centre).await.unwrap();
    let telling = theirs.telling(&ours.force, incident);
    (office, ours, theirs, telling)
}

async fn progress(laptop: &Laptop, telling: &Telling) -> Progress {
    let own = laptop.vault.tellings().await.unwrap().into_iter();
    own.map(|own| (own.telling.telling_id, own.progress)).find(|(id, _)| *id == telling.telling_id).unwrap().1
}

#[tokio::test]
async fn what_was_written_offline_goes_out_later_and_comes_with_the_time_of_the_event() {
    let (office, ours, theirs, telling) = two().await;
    theirs.write_telling(&telling).await;
    assert_eq!(progress(&theirs, &telling).await, Progress::default(), "INV-5: nothing was sent");
    assert_eq!(theirs.vault.tellings_unsent().await.unwrap(), 1);
    office.pass(3_600_000);
    theirs.tell(&office.centre).await.unwrap();
    assert_eq!(theirs.vault.tellings_unsent().await.unwrap(), 0);
    assert!(progress(&theirs, &telling).await.sent_at.is_some());
    assert_eq!(progress(&theirs, &telling).await.delivered_at, None, "INV-5");
    ours.tell(&office.centre).await.unwrap();
    let held = ours.vault.told_waiting().await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].telling, telling);
    assert_eq!(held[0].telling.seen_from, START);
    assert_eq!(held[0].told_at, DateTime::from_timestamp_millis(START + 3_600_000).unwrap());
    assert!(theirs.tell(&office.centre).await.unwrap(), "it has come further");
    assert!(progress(&theirs, &telling).await.delivered_at.is_some());
    assert!(!theirs.tell(&office.centre).await.unwrap(), "nothing more has happened");
}

#[tokio::test]
async fn whoever_takes_it_is_named_on_every_laptop_of_both_forces_and_the_entry_is_written_with_it() {
    let (office, ours, theirs, telling) = two().await;
    let second = office.laptop(3, "NM").await;
    theirs.write_telling(&telling).await;
    theirs.tell(&office.centre).await.unwrap();
    for laptop in [&ours, &second] {
        laptop.tell(&office.centre).await.unwrap();
        assert_eq!(laptop.vault.told_waiting().await.unwrap().len(), 1);
    }
    ours.take_told(&telling).await.unwrap();
    assert!(ours.vault.told_waiting().await.unwrap().is_empty(), "at once, before central knows");
    assert_eq!(progress(&theirs, &telling).await.taken, None);
    for laptop in [&ours, &second, &theirs] {
        laptop.tell(&office.centre).await.unwrap();
    }
    assert!(ours.vault.takings_to_say().await.unwrap().is_empty());
    assert!(second.vault.told_waiting().await.unwrap().is_empty());
    let taker = second.vault.told_of(telling.incident_id).await.unwrap().remove(0).taking.unwrap();
    assert_eq!(taker.officer, "PS Test-Alder");
    assert_eq!(progress(&theirs, &telling).await.taken.unwrap().0, "PS Test-Alder");
}

#[tokio::test]
async fn inv_5_cut_anywhere_it_is_told_once_and_never_said_to_have_come_further_than_it_has() {
    for cut in [Cut::Request, Cut::Answer] {
        for request in 1..=6 {
            let (office, ours, theirs, telling) = two().await;
            theirs.write_telling(&telling).await;
            let line = Line::cut(&office.centre, request, cut);
            let ended = theirs.tell(&line).await;
            assert!(ended.is_err() || line.asked() < request, "request {request}");
            if progress(&theirs, &telling).await.sent_at.is_some() {
                assert!(ours.tell(&office.centre).await.unwrap(), "what counts as sent is there: {request}");
            }
            let line = Line::cut(&office.centre, request, cut);
            let _ = ours.tell(&line).await;
            theirs.tell(&office.centre).await.unwrap();
            let held = ours.vault.told_waiting().await.unwrap().len();
            let delivered = progress(&theirs, &telling).await.delivered_at.is_some();
            assert!(held == 1 || !delivered, "INV-5: request {request}, {cut:?}");
            for laptop in [&theirs, &ours, &theirs] {
                laptop.tell(&office.centre).await.unwrap();
            }
            assert_eq!(ours.vault.told_waiting().await.unwrap().len(), 1);
            assert!(progress(&theirs, &telling).await.delivered_at.is_some());
        }
    }
}

#[tokio::test]
async fn a_central_put_back_from_before_it_was_told_is_told_again_and_told_again_who_took_it() {
    let (office, ours, theirs, telling) = two().await;
    let yesterday = office.back_up().await;
    theirs.write_telling(&telling).await;
    for laptop in [&theirs, &ours, &theirs] {
        laptop.tell(&office.centre).await.unwrap();
    }
    assert!(progress(&theirs, &telling).await.delivered_at.is_some());
    ours.take_told(&telling).await.unwrap();
    ours.tell(&office.centre).await.unwrap();
    let office = office.put_back(&yesterday).await;
    theirs.tell(&office.centre).await.unwrap();
    assert_eq!(progress(&theirs, &telling).await, Progress::default(), "INV-5: central has it no more");
    theirs.tell(&office.centre).await.unwrap();
    for laptop in [&ours, &ours, &theirs] {
        laptop.tell(&office.centre).await.unwrap();
    }
    assert!(ours.vault.told_waiting().await.unwrap().is_empty(), "it does not interrupt again");
    assert_eq!(progress(&theirs, &telling).await.taken.unwrap().0, "PS Test-Alder");
}

#[tokio::test]
async fn what_central_refuses_is_not_sent_says_so_and_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let central = FakeCentral::new(START);
    let theirs = Laptop::new(&folder.path().join("wx"), 2, force("WX"), START).await;
    theirs.enrol(&central, [0; 10], "http://127.0.0.1:1").await;
    let ours = with_fake(&central, &folder, 1).await;
    let incident = ours.report("Test-Larkspur").await;
    ours.exchange(&central).await.unwrap();
    let telling = theirs.telling(&ours.force, incident);
    theirs.write_telling(&telling).await;
    theirs.tell(&central).await.unwrap();
    let refused = progress(&theirs, &telling).await;
    assert!(refused.refused && refused.sent_at.is_none(), "its officer is not known at central yet");
    assert_eq!(theirs.vault.tellings_unsent().await.unwrap(), 1);
    theirs.exchange(&central).await.unwrap();
    central.fail([Fault::AnswerLost, Fault::AnswerLost]);
    for _ in 0..2 {
        theirs.tell(&central).await.unwrap_err();
    }
    theirs.tell(&central).await.unwrap();
    let sent = progress(&theirs, &telling).await;
    assert!(!sent.refused && sent.sent_at.is_some());
    ours.tell(&central).await.unwrap();
    ours.take_told(&telling).await.unwrap();
    ours.tell(&central).await.unwrap();
    assert_eq!(central.taking(telling.telling_id).unwrap().officer, "PS Test-Alder");
    central.fail([Fault::Told(Failure::Revoked)]);
    assert!(theirs.tell(&central).await.is_err());
}

#[tokio::test]
async fn a_device_whose_clock_is_a_year_wrong_shows_its_own_time_of_sending() {
    let (office, _ours, theirs, telling) = two().await;
    theirs.pass(-31_536_000_000);
    theirs.write_telling(&telling).await;
    theirs.tell(&office.centre).await.unwrap();
    let sent = progress(&theirs, &telling).await.sent_at.unwrap();
    assert!((theirs.now() - sent).num_seconds().abs() < 60, "{sent}");
}

#[tokio::test]
async fn what_is_told_goes_out_before_what_others_told_is_asked_for() {
    let (office, ours, theirs, telling) = two().await;
    theirs.write_telling(&telling).await;
    // Hello, and the telling; the line ends before what came in is asked for.
    let line = Line::cut(&office.centre, 3, Cut::Request);
    theirs.tell(&line).await.unwrap_err();
    assert!(progress(&theirs, &telling).await.sent_at.is_some());
    assert!(ours.tell(&office.centre).await.unwrap());
}

#[tokio::test]
async fn what_a_newer_version_told_holds_up_nothing_beside_it_and_counts_as_delivered_nowhere_inv_5() {
    let folder = tempfile::tempdir().unwrap();
    let central = FakeCentral::new(START);
    let theirs = Laptop::new(&folder.path().join("wx"), 2, force("WX"), START).await;
    theirs.enrol(&central, [0; 10], "http://127.0.0.1:1").await;
    let ours = with_fake(&central, &folder, 1).await;
    let incident = ours.report("Test-Larkspur").await;
    ours.exchange(&central).await.unwrap();
    theirs.exchange(&central).await.unwrap();
    let newer = theirs.telling(&ours.force, incident);
    let other = "0199a1b2-0000-7000-8000-000000000078".parse().unwrap();
    let readable = Telling { telling_id: other, ..newer.clone() };
    theirs.write_telling(&newer).await;
    theirs.write_telling(&readable).await;
    theirs.tell(&central).await.unwrap();
    central.told_by_newer(newer.telling_id);
    for _ in 0..2 {
        assert!(ours.tell(&central).await.unwrap(), "it goes on being asked for");
        let held = ours.vault.told_waiting().await.unwrap();
        assert_eq!(held.iter().map(|held| &held.telling).collect::<Vec<_>>(), [&readable]);
    }
    theirs.tell(&central).await.unwrap();
    assert_eq!(progress(&theirs, &newer).await.delivered_at, None);
    // What is said of it goes out all the same.
    ours.take_told(&readable).await.unwrap();
    ours.tell(&central).await.unwrap();
    assert_eq!(central.taking(other).unwrap().officer, "PS Test-Alder");
}
