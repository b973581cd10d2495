//! Many at once, and a database that goes away: no entry is lost, doubled, out of order or skipped.

use crate::common::*;
use protocol::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const WRITERS: u32 = 6;
const BATCHES: usize = 12;
const IN_A_BATCH: usize = 5;

async fn writers(office: &Office) -> Vec<Laptop> {
    let mut laptops = Vec::new();
    for number in 1..=WRITERS {
        let mut laptop = office.laptop(number).await;
        for n in 1..BATCHES * IN_A_BATCH {
            laptop.record(n as u32 % 4, "entry");
        }
        laptops.push(laptop);
    }
    laptops
}

/// Everything is there once, in order, and each device's entries are in the order of its chain.
async fn complete(office: &Office, laptops: &[Laptop]) {
    let ledger = laptops[0].pull_all(&office.centre).await;
    let positions: Vec<u64> = ledger.iter().map(|entry| entry.position).collect();
    assert_eq!(positions, Vec::from_iter(1..=(WRITERS as usize * BATCHES * IN_A_BATCH) as u64));
    let mut by_device: HashMap<_, Vec<_>> = HashMap::new();
    for entry in ledger {
        let device = entry.sealed.read_header().unwrap().device_id;
        by_device.entry(device).or_default().push(entry.sealed);
    }
    for laptop in laptops {
        assert!(by_device[&laptop.device_id] == laptop.written, "each device's entries, in its order");
    }
    let verified = central::verify::verify(office.database()).await.unwrap();
    assert!(verified.is_sound(), "{:?}", verified.findings);
}

on_both! {
    async fn a_readers_cursor_never_skips_an_entry_while_many_write(on: On) {
        let office = Office::on(on).await;
        let laptops = writers(&office).await;
        let done = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (centre, reader, done) = (office.centre.clone(), laptops[0].clone(), done.clone());
                tokio::spawn(async move {
                    let (mut cursor, mut pages) = (0, 0);
                    loop {
                        let last_round = done.load(Ordering::Acquire);
                        let asked = Pull::after(force(), cursor, 7);
                        let page = centre.pull(reader.signed(&asked)).await.unwrap().body;
                        // A page that skipped a position would not verify.
                        page.verify(&asked, &own_key().public()).unwrap();
                        pages += 1;
                        cursor = page.form.next;
                        if last_round && cursor == page.form.head {
                            return (cursor, pages);
                        }
                    }
                })
            })
            .collect();
        let pushing: Vec<_> = laptops
            .iter()
            .cloned()
            .map(|laptop| {
                let centre = office.centre.clone();
                tokio::spawn(async move {
                    for batch in laptop.written.chunks(IN_A_BATCH) {
                        accepted(&laptop.push(&centre, batch).await);
                    }
                })
            })
            .collect();
        for task in pushing {
            task.await.unwrap();
        }
        done.store(true, Ordering::Release);
        for reader in readers {
            let (cursor, pages) = reader.await.unwrap();
            assert_eq!(cursor, (WRITERS as usize * BATCHES * IN_A_BATCH) as u64);
            assert!(pages > 1);
        }
        complete(&office, &laptops).await;
    }

    async fn the_same_entries_sent_by_many_at_once_are_taken_once(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        for n in 0..20 {
            laptop.record(n, "entry");
        }
        let sending: Vec<_> = (0..6)
            .map(|_| {
                let (centre, laptop) = (office.centre.clone(), laptop.clone());
                tokio::spawn(async move { laptop.push_all(&centre).await })
            })
            .collect();
        let mut taken = 0;
        for task in sending {
            let pushed = task.await.unwrap();
            let positions: Vec<u64> = pushed.outcomes.iter().filter_map(|outcome| outcome.position()).collect();
            assert_eq!(positions, Vec::from_iter(1..=21));
            taken += pushed.outcomes.iter().filter(|at| matches!(at, Outcome::Accepted { .. })).count();
        }
        assert_eq!(taken, 21);
    }

    async fn two_forces_that_found_one_stream_at_once_do_not_both_get_it(on: On) {
        let office = Office::on(on).await;
        for round in 0..8 {
            let mut one = office.laptop(10 + round).await;
            let mut two = office.laptop_of(50 + round, other_force()).await;
            let (stream, founder) = (one.incident(1), two.founder.clone());
            one.record(1, "one");
            two.record_as(stream, "two", &founder);
            let (first, second) = tokio::join!(one.push_all(&office.centre), two.push_all(&office.centre));
            let mut codes = [refused(&first)[1], refused(&second)[1]];
            codes.sort();
            assert_eq!(codes, [None, Some(RefusalCode::StreamOfAnother)]);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_of_the_database_under_load_loses_doubles_and_reorders_nothing() {
    let mut postgres = Postgres::new();
    let place = central::Place::parse(&postgres.database());
    let limits = central::Limits { database_wait_ms: 5_000, ..wide() };
    let office = Office::at(place, tempfile::tempdir().unwrap(), limits).await;
    let laptops = writers(&office).await;
    let (acknowledged, failures) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let pushing: Vec<_> = laptops
        .iter()
        .cloned()
        .map(|laptop| {
            let (centre, acknowledged, failures) =
                (office.centre.clone(), acknowledged.clone(), failures.clone());
            tokio::spawn(async move {
                for batch in laptop.written.chunks(IN_A_BATCH) {
                    loop {
                        let push = laptop.signed(&Push { entries: batch.to_vec() });
                        match centre.push(push).await {
                            Ok(answer) => {
                                let all = answer.body.outcomes.iter().all(|at| at.position().is_some());
                                assert!(all, "{:?}", answer.body.outcomes);
                                break;
                            }
                            Err(failure) => {
                                assert!(failure.is_passing(), "{failure:?}");
                                failures.fetch_add(1, Ordering::Relaxed);
                                tokio::task::yield_now().await;
                            }
                        }
                    }
                    acknowledged.fetch_add(batch.len() as u64, Ordering::AcqRel);
                }
            })
        })
        .collect();
    for share in [4, 2] {
        let enough = (WRITERS as usize * BATCHES * IN_A_BATCH) as u64 / share;
        while acknowledged.load(Ordering::Acquire) < enough {
            tokio::task::yield_now().await;
        }
        postgres.stop();
        postgres.start();
    }
    for task in pushing {
        task.await.unwrap();
    }
    assert!(failures.load(Ordering::Relaxed) > 0, "the restarts were felt");
    complete(&office, &laptops).await;
}
