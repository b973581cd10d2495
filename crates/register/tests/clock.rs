//! Stamps never run backwards, whatever the system clock does.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use common::property;
use proptest::collection::vec;
use proptest::prelude::*;
use register::{Clock, Stamp};

const LIMIT: i64 = 300_000;

fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

fn millis() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 1_772_442_000_000i64..1_772_442_000_050,
        2 => -1_000_000_000_000i64..4_000_000_000_000,
        1 => Just(DateTime::<Utc>::MIN_UTC.timestamp_millis()),
        1 => Just(DateTime::<Utc>::MAX_UTC.timestamp_millis()),
    ]
}

fn stamp() -> impl Strategy<Value = Stamp> {
    let counter = prop_oneof![3 => 0u32..5, 1 => Just(u32::MAX)];
    (millis(), counter).prop_map(|(millis, counter)| Stamp { millis, counter })
}

#[derive(Clone, Debug)]
enum Event {
    Tick(i64),
    Receive(Stamp, i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        millis().prop_map(Event::Tick),
        (stamp(), millis()).prop_map(|(stamp, now)| Event::Receive(stamp, now)),
    ]
}

proptest! {
    #![proptest_config(property(512))]

    #[test]
    fn any_sequence_of_system_times_gives_strictly_increasing_stamps(
        start in stamp(),
        events in vec(event(), 1..60),
    ) {
        let mut clock = Clock::starting_after(start);
        let mut greatest = start;
        for event in events {
            match event {
                Event::Tick(now) => {
                    let stamp = clock.tick(instant(now));
                    prop_assert!(stamp > greatest);
                    prop_assert!(stamp.millis >= now);
                    greatest = stamp;
                }
                Event::Receive(remote, now) => {
                    let before = clock.last();
                    match clock.receive(remote, instant(now), LIMIT) {
                        Ok(()) => {
                            prop_assert!(remote.millis - now <= LIMIT);
                            greatest = greatest.max(remote);
                            // Whatever the system clock says next, even long ago.
                            prop_assert!(clock.clone().tick(instant(-1)) > remote);
                        }
                        Err(far) => {
                            prop_assert_eq!(far.ahead_ms, remote.millis - now);
                            prop_assert!(far.ahead_ms > LIMIT);
                            prop_assert_eq!(clock.last(), before);
                        }
                    }
                }
            }
            prop_assert_eq!(clock.last(), greatest);
        }
    }
}

#[test]
fn a_full_counter_moves_on_to_the_next_millisecond() {
    let mut clock = Clock::starting_after(Stamp { millis: 5, counter: u32::MAX });
    assert_eq!(clock.tick(instant(5)), Stamp { millis: 6, counter: 0 });
}

#[test]
fn a_stamp_at_the_limit_is_taken_and_one_beyond_it_is_not() {
    let mut clock = Clock::default();
    let now = instant(1_000);
    assert!(clock.receive(Stamp { millis: 1_000 + LIMIT + 1, counter: 0 }, now, LIMIT).is_err());
    assert_eq!(clock.tick(now), Stamp { millis: 1_000, counter: 0 });
    assert!(clock.receive(Stamp { millis: 1_000 + LIMIT, counter: 3 }, now, LIMIT).is_ok());
    assert_eq!(clock.tick(now), Stamp { millis: 1_000 + LIMIT, counter: 4 });
}

#[test]
fn a_stamp_that_names_no_instant_does_not_panic() {
    assert_eq!(Stamp { millis: i64::MAX, counter: 0 }.at().timestamp(), 0);
    assert_eq!(Stamp { millis: 1_500, counter: 9 }.at(), instant(1_500));
}
