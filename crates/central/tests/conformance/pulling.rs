//! What a reader gets: pages without a gap, signed, as everybody else gets them.

use crate::common::*;
use protocol::*;
use register::Hash;

on_both! {
    async fn pages_run_on_from_any_cursor_and_end_at_the_head(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        for n in 0..9 {
            laptop.record(n, "entry");
        }
        laptop.push_all(&office.centre).await;
        let reader = office.laptop(2).await;
        let key = own_key().public();
        for (after, limit, expected) in [(0, 4, 1..=4), (4, 4, 5..=8), (8, 4, 9..=10), (3, 100, 4..=10)] {
            let asked = Pull::after(force(), after, limit);
            let page = office.centre.pull(reader.signed(&asked)).await.unwrap().body;
            assert_eq!(page.verify(&asked, &key), Ok(()));
            assert_eq!(page.entries.iter().map(|entry| entry.position).collect::<Vec<_>>(), Vec::from_iter(expected));
            assert_eq!(page.form.head, 10);
        }
        let bytes: Vec<_> = reader.pull_all(&office.centre).await.into_iter().map(|entry| entry.sealed).collect();
        assert_eq!(bytes, laptop.written, "byte for byte as they were signed");
    }

    async fn a_cursor_at_or_beyond_the_head_gets_an_empty_page_that_says_where_the_head_is(on: On) {
        let office = Office::on(on).await;
        let laptop = office.laptop(1).await;
        laptop.push_all(&office.centre).await;
        for after in [1, 7, u64::MAX] {
            let asked = Pull::after(force(), after, 10);
            let page = office.centre.pull(laptop.signed(&asked)).await.unwrap().body;
            assert_eq!((page.entries.len(), page.form.next, page.form.head), (0, after, 1));
            assert_eq!(page.verify(&asked, &own_key().public()), Ok(()));
        }
    }

    async fn a_page_holds_no_more_bytes_than_it_may_and_at_least_one_entry(on: On) {
        let office = Office::with(on, central::Limits { page_bytes: 3_000, ..wide() }).await;
        let mut laptop = office.laptop(1).await;
        for n in 0..4 {
            laptop.record(n, &"x".repeat(2_000));
        }
        laptop.push_all(&office.centre).await;
        let page = laptop.pull(&office.centre, 1, 10).await;
        assert_eq!(page.entries.len(), 1);
        assert_eq!(laptop.pull_all(&office.centre).await.len(), 5);
    }

    async fn receipt_never_runs_backwards_along_the_positions(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        office.pass(10_000);
        laptop.push_all(&office.centre).await;
        // Central's own clock is set back.
        office.pass(-60_000);
        laptop.record(1, "after");
        laptop.push_all(&office.centre).await;
        let received: Vec<_> = laptop.pull_all(&office.centre).await.iter().map(|entry| entry.received_at).collect();
        assert_eq!(received, [START + 10_000, START + 10_000]);
    }

    async fn forces_have_ledgers_of_their_own_and_read_their_own(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = (office.laptop(1).await, office.laptop_of(2, other_force()).await);
        assert_eq!(accepted(&ours.push_all(&office.centre).await), [1]);
        assert_eq!(accepted(&theirs.push_all(&office.centre).await), [1]);
        let pull = ours.signed(&Pull::after(other_force(), 0, 9));
        assert_eq!(office.centre.pull(pull).await, Err(Failure::NotEntitled));
        let heads = office.centre.heads(ours.signed(&HeadsAsked {})).await.unwrap().body.heads;
        assert_eq!(heads, [ForceHead { force: force(), head: 1 }]);
    }

    async fn the_digest_of_a_stream_at_a_position_is_that_of_its_entries(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let hashes: Vec<Hash> = (0..3).map(|n| laptop.record(7, &format!("{n}")).hash()).collect();
        laptop.record(8, "another stream");
        laptop.push_all(&office.centre).await;
        let stream = laptop.incident(7);
        let asked = |at| laptop.signed(&DigestAsked { force: force(), stream, at });
        for (at, held) in [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3)] {
            let digest = office.centre.digest(asked(at)).await.unwrap().body;
            let expected = Digest { at, entries: held as u64, digest: digest_of(hashes[..held].to_vec()) };
            assert_eq!(digest, expected);
        }
        assert_eq!(office.centre.digest(asked(6)).await, Err(Failure::NotFound));
    }

    async fn a_listener_is_told_the_head_at_once_and_then_what_comes(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let stranger = office.laptop_of(2, other_force()).await;
        let mut wakes = office.centre.watch(laptop.signed(&Watch {})).await.unwrap();
        assert_eq!(wakes.next().await, Some(Wake::grown(force(), 0)));
        stranger.push_all(&office.centre).await;
        laptop.push_all(&office.centre).await;
        assert_eq!(wakes.next().await, Some(Wake::grown(force(), 1)));
        // What brings nothing new wakes nobody.
        laptop.push_all(&office.centre).await;
        laptop.record(1, "more");
        laptop.push_all(&office.centre).await;
        assert_eq!(wakes.next().await, Some(Wake::grown(force(), 2)));
        office.centre.stop();
        assert_eq!(wakes.next().await, None);
    }
}
