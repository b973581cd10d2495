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
        self.ms_at(50)
    }

    /// The one that so many in a hundred do not exceed, in milliseconds.
    pub fn ms_at(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(f64::NAN, |taken| taken.as_secs_f64() * 1_000.0)
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
    cpu_in("/proc/self/stat", 2)
}

/// CPU by a file of proc_pid_stat(5): its fields from 14 on, in ticks of 1/100 s. Two are user and system, four
/// are those and the same of children that were waited for.
pub(crate) fn cpu_in(file: &str, fields: usize) -> Outcome<Duration> {
    let stat = std::fs::read_to_string(file)?;
    // Field 2 may hold spaces.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks =
        after_name.split_whitespace().skip(11).take(fields).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// Print one line: a rate, its baseline's, their ratio, and how many times as fast is promised.
pub(crate) fn rate_line(what: &str, rate: f64, baseline: &str, baseline_rate: f64, least: Option<f64>) {
    let ratio = rate / baseline_rate;
    let promise = least.map_or_else(String::new, |least| {
        format!("; promised ≥ {least}×: {}", if ratio >= least { "within" } else { "UNDER" })
    });
    println!("{what}: {rate:.0} entries/s = {ratio:.2}× {baseline} ({baseline_rate:.0}/s){promise}");
}
