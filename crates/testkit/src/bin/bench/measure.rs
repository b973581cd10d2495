//! Medians, ratios and verdicts.

use std::time::{Duration, Instant};

use crate::Outcome;

/// One figure of several repetitions.
#[derive(Default)]
pub(crate) struct Sample(Vec<Duration>);

impl Sample {
    pub fn add(&mut self, taken: Duration) {
        self.0.push(taken);
    }

    /// The middle one, in milliseconds.
    pub fn median_ms(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).map_or(f64::NAN, |taken| taken.as_secs_f64() * 1_000.0)
    }
}

pub(crate) async fn timed<T>(sample: &mut Sample, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let begun = Instant::now();
    let done = work.await?;
    sample.add(begun.elapsed());
    Ok(done)
}

/// What is promised of a figure.
pub(crate) enum Promise {
    /// At most so many times the baseline.
    Times(f64),
    /// At most so many milliseconds.
    Milliseconds(f64),
    /// Only told.
    Nothing,
}

/// Print one line: the figure, its baseline, their ratio, the promise and whether it is kept.
pub(crate) fn line(what: &str, ms: f64, baseline: &str, baseline_ms: f64, promise: &Promise) {
    let ratio = ms / baseline_ms;
    let verdict = |kept| if kept { "within" } else { "OVER" };
    let promise = match promise {
        Promise::Times(most) => format!("; promised ≤ {most}×: {}", verdict(ratio <= *most)),
        Promise::Milliseconds(most) => format!("; promised ≤ {most} ms: {}", verdict(ms <= *most)),
        Promise::Nothing => String::new(),
    };
    println!("{what}: {ms:.2} ms = {ratio:.2}× {baseline} ({baseline_ms:.2} ms){promise}");
}

/// CPU of this process so far, user and system, all threads. Linux.
pub(crate) fn cpu() -> Outcome<Duration> {
    // Fields 14 and 15 of proc_pid_stat(5), in ticks of 1/100 s; field 2 may hold spaces.
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks =
        after_name.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}
