//! Exchanges, one after another, for as long as a register is open: at once when something was recorded or
//! central says that there is news, else after a while; after a failure, later each time. Randomness is an
//! argument, and time is tokio's, so that tests pass it.

use std::time::Duration;

use protocol::{Wake, Wakes};
use tokio::sync::watch;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// After an exchange that went well, where nothing wakes earlier.
    pub poll: Duration,
    /// The same where nothing can wake: no event stream is to be had, or a proxy holds it back.
    pub unwoken: Duration,
    /// After the first that failed; doubled with each one more.
    pub first_again: Duration,
    /// At most.
    pub longest: Duration,
}

impl Pace {
    /// How long to wait after the `failed`th failure in a row, between half of it and all of it by `chance`
    /// (0 to 1): devices that lost central together do not come back together. Never shorter than asked.
    pub fn again(&self, failed: u32, asked: Option<Duration>, chance: f64) -> Duration {
        let doubled = self.first_again.saturating_mul(2u32.saturating_pow(failed.saturating_sub(1).min(20)));
        let whole = doubled.min(self.longest);
        let waited = whole.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0));
        // Those who were all told the same time spread out after it.
        asked.map_or(waited, |asked| asked + asked.mul_f64(0.5 * chance.clamp(0.0, 1.0)).max(waited / 2))
    }
}

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Well,
    /// To be tried again, after what central asked for.
    Failed {
        asked: Option<Duration>,
    },
    /// The register is not open any more.
    Over,
}

/// Who makes the exchanges.
pub trait Rounds: Send {
    type Wakes: Wakes;

    /// One exchange.
    fn round(&mut self) -> impl Future<Output = Ended> + Send;

    /// Ask to be woken; `None` where that is not to be had.
    fn watch(&mut self) -> impl Future<Output = Option<Self::Wakes>> + Send;

    /// Whether a wake tells of something that is not here.
    fn is_news(&mut self, wake: &Wake) -> impl Future<Output = bool> + Send;

    /// Until an exchange that an officer asked for has gone well beside these: central is there again.
    fn reached(&mut self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }
}

/// Exchange until it is over. `grown` tells that something was recorded here; `chance` gives a number from 0 to
/// 1 each time.
pub async fn keep<R: Rounds>(
    rounds: &mut R,
    pace: &Pace,
    mut grown: watch::Receiver<u64>,
    mut chance: impl FnMut() -> f64 + Send,
) {
    let (mut wakes, mut failed) = (None, 0u32);
    loop {
        grown.mark_unchanged();
        match rounds.round().await {
            Ended::Over => return,
            Ended::Failed { asked } => {
                failed = failed.saturating_add(1);
                wakes = None;
                tokio::select! {
                    () = tokio::time::sleep(pace.again(failed, asked, chance())) => {}
                    () = rounds.reached() => {}
                    // What was recorded may be urgent, unless central asks to be left alone.
                    () = recorded(&mut grown, pace.first_again), if asked.is_none() => {}
                }
            }
            Ended::Well => {
                failed = 0;
                if wakes.is_none() {
                    // A proxy that holds the stream back until it ends holds up neither what is recorded here nor the poll.
                    tokio::select! {
                        biased;
                        opened = opened(rounds) => match opened {
                            Some((open, first)) => {
                                wakes = Some(open);
                                if rounds.is_news(&first).await {
                                    continue;
                                }
                            }
                            None => wakes = None,
                        },
                        changed = grown.changed() => if changed.is_err() { return } else { continue },
                        () = tokio::time::sleep(pace.unwoken) => continue,
                    }
                }
                let poll = if wakes.is_some() { pace.poll } else { pace.unwoken };
                tokio::select! {
                    changed = grown.changed() => if changed.is_err() { return },
                    () = news(rounds, &mut wakes, pace.first_again) => {}
                    () = tokio::time::sleep(poll) => {}
                }
            }
        }
    }
}

/// An event stream, and what central says at once on each: nothing else shows that it comes through.
async fn opened<R: Rounds>(rounds: &mut R) -> Option<(R::Wakes, Wake)> {
    let mut wakes = rounds.watch().await?;
    let first = wakes.next().await?;
    Some((wakes, first))
}

/// A while after something was recorded here: whoever types does not knock with each word.
async fn recorded(grown: &mut watch::Receiver<u64>, after: Duration) {
    match grown.changed().await {
        Ok(()) => tokio::time::sleep(after).await,
        Err(_) => std::future::pending().await,
    }
}

/// Until a wake tells of something new, or the stream has ended: central may be gone, which the words should say
/// soon; but not at once, for a proxy that ends every stream. It is asked for again after the next exchange.
async fn news<R: Rounds>(rounds: &mut R, wakes: &mut Option<R::Wakes>, again: Duration) {
    loop {
        let Some(open) = wakes else { return std::future::pending().await };
        match open.next().await {
            Some(wake) if rounds.is_news(&wake).await => return,
            Some(_) => {}
            None => {
                *wakes = None;
                return tokio::time::sleep(again).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use register::force::ForceCode;
    use tokio::time::Instant;

    use super::*;

    const PACE: Pace = Pace {
        poll: Duration::from_secs(30),
        unwoken: Duration::from_secs(8),
        first_again: Duration::from_secs(2),
        longest: Duration::from_secs(300),
    };

    #[test]
    fn waits_double_up_to_the_longest_and_never_fall_short_of_what_central_asks() {
        let seconds = |failed, chance| PACE.again(failed, None, chance).as_secs_f64();
        assert_eq!([1, 2, 3, 9, 4_000_000_000].map(|n| seconds(n, 1.0)), [2.0, 4.0, 8.0, 300.0, 300.0]);
        assert_eq!([1, 2, 9].map(|n| seconds(n, 0.0)), [1.0, 2.0, 150.0]);
        for chance in [0.0, 0.3, 1.0, 7.0, -1.0] {
            assert!(PACE.again(1, Some(Duration::from_secs(60)), chance) >= Duration::from_secs(60));
        }
    }

    /// Wakes that are written down, and whether the stream ends after them.
    struct Written(VecDeque<Wake>, bool);

    impl Wakes for Written {
        async fn next(&mut self) -> Option<Wake> {
            match self.0.pop_front() {
                Some(wake) => Some(wake),
                None if self.1 => None,
                None => std::future::pending().await,
            }
        }
    }

    /// Rounds that end as written down, and when each was made.
    struct Played {
        ends: VecDeque<Ended>,
        wakes: VecDeque<u64>,
        streams_end: bool,
        /// A proxy gives nothing of a stream before it ends: not even its head, or that alone.
        held_back: bool,
        events_held_back: bool,
        /// There is no event stream.
        none: bool,
        /// Seconds after each failure at which an officer's own exchange goes well.
        reached: Option<u64>,
        began: Instant,
        made: Vec<u64>,
    }

    impl Played {
        fn new(ends: impl IntoIterator<Item = Ended>) -> Self {
            let ends = ends.into_iter().collect();
            Self {
                ends,
                wakes: VecDeque::new(),
                streams_end: false,
                held_back: false,
                events_held_back: false,
                none: false,
                reached: None,
                began: Instant::now(),
                made: Vec::new(),
            }
        }
    }

    impl Rounds for Played {
        type Wakes = Written;

        async fn round(&mut self) -> Ended {
            self.made.push(self.began.elapsed().as_secs());
            self.ends.pop_front().unwrap_or(Ended::Over)
        }

        async fn watch(&mut self) -> Option<Written> {
            if self.held_back {
                std::future::pending::<()>().await;
            }
            if self.none {
                return None;
            }
            let force = ForceCode::parse("NM").ok()?;
            // What central says at once on each stream: five is here already.
            let mut wakes: VecDeque<u64> = if self.events_held_back { [].into() } else { [5].into() };
            wakes.append(&mut self.wakes);
            let wakes = wakes.into_iter().map(|head| Wake::grown(force.clone(), head)).collect();
            Some(Written(wakes, self.streams_end))
        }

        async fn is_news(&mut self, wake: &Wake) -> bool {
            wake.head > 5
        }

        async fn reached(&mut self) {
            match self.reached {
                Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
                None => std::future::pending().await,
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_news_central_is_asked_now_and_then_and_after_failures_later_each_time() {
        let failed = Ended::Failed { asked: None };
        let mut rounds = Played::new([Ended::Well, failed, failed, failed, Ended::Well]);
        let grown = watch::Sender::new(0).subscribe();
        keep(&mut rounds, &PACE, grown, || 1.0).await;
        // The sender is gone: after a round that went well nothing is recorded any more.
        assert_eq!(rounds.made, [0]);
        let mut rounds = Played::new([Ended::Well, failed, failed, failed, Ended::Well]);
        let (sender, grown) = watch::channel(0);
        keep(&mut rounds, &PACE, grown, || 1.0).await;
        assert_eq!(rounds.made, [0, 30, 32, 36, 44, 74]);
        drop(sender);
    }

    #[tokio::test(start_paused = true)]
    async fn an_exchange_that_an_officer_asked_for_and_that_went_well_ends_the_waiting() {
        let failed = Ended::Failed { asked: Some(Duration::from_secs(200)) };
        let mut rounds = Played::new([failed, failed, Ended::Well]);
        rounds.reached = Some(5);
        let (_sender, grown) = watch::channel(0);
        keep(&mut rounds, &PACE, grown, || 1.0).await;
        assert_eq!(rounds.made, [0, 5, 10, 40]);
    }

    /// Rounds to their end, while something is recorded so many seconds after the first.
    async fn with_recording(rounds: &mut Played, seconds: u64) {
        let (sender, grown) = watch::channel(0);
        let recording = async {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            sender.send_replace(1);
            std::future::pending::<()>().await
        };
        tokio::select! {
            () = keep(rounds, &PACE, grown, || 1.0) => {}
            () = recording => {}
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_recorded_while_it_waits_is_tried_soon_unless_central_asked_to_be_left_alone() {
        let recorded = |asked: Option<Duration>| async move {
            let mut rounds = Played::new([Ended::Failed { asked }; 6]);
            with_recording(&mut rounds, 32).await;
            rounds.made
        };
        // Two, four, eight, sixteen seconds; two after it was recorded; then as before.
        assert_eq!(recorded(None).await, [0, 2, 6, 14, 30, 34, 98]);
        let minute = Some(Duration::from_secs(60));
        assert_eq!(recorded(minute).await, [0, 90, 180, 270, 360, 450, 542]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_ends_is_followed_by_an_exchange_soon_and_never_by_a_loop() {
        let mut rounds = Played::new([Ended::Well, Ended::Well, Ended::Well]);
        rounds.streams_end = true;
        let (_sender, grown) = watch::channel(0);
        keep(&mut rounds, &PACE, grown, || 1.0).await;
        assert_eq!(rounds.made, [0, 2, 4, 6]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_recorded_and_what_has_come_at_central_is_exchanged_at_once() {
        let mut rounds = Played::new([Ended::Well, Ended::Well]);
        rounds.wakes = VecDeque::from([6]);
        let (_sender, grown) = watch::channel(0);
        keep(&mut rounds, &PACE, grown, || 1.0).await;
        // Five is here already; six is not. Then nothing wakes until the poll.
        assert_eq!(rounds.made, [0, 0, 30]);
        let mut rounds = Played::new([Ended::Well]);
        with_recording(&mut rounds, 3).await;
        assert_eq!(rounds.made, [0, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn where_nothing_can_wake_central_is_asked_often_and_what_is_recorded_waits_for_nothing() {
        for (held_back, events_held_back, none) in
            [(true, false, false), (false, true, false), (false, false, true)]
        {
            let mut rounds = Played::new([Ended::Well, Ended::Well, Ended::Well]);
            (rounds.held_back, rounds.events_held_back, rounds.none) = (held_back, events_held_back, none);
            with_recording(&mut rounds, 3).await;
            assert_eq!(rounds.made, [0, 3, 11, 19], "{held_back} {events_held_back} {none}");
        }
    }
}
