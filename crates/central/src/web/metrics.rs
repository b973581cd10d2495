//! Counters for Prometheus, in its text format
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>). No label names a person or a device.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

/// Upper bounds of the buckets of request times, in seconds.
const BOUNDS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// What is counted.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    accepted: AtomicU64,
    refused: AtomicU64,
    faults: AtomicU64,
    changes: AtomicU64,
    searches: AtomicU64,
    requests: AtomicU64,
    failed: AtomicU64,
    busy: AtomicU64,
    micros: AtomicU64,
    buckets: [AtomicU64; BOUNDS.len()],
    streams: AtomicI64,
}

impl Metrics {
    pub(crate) fn entries(&self, accepted: u64, refused: u64) {
        self.accepted.fetch_add(accepted, Relaxed);
        self.refused.fetch_add(refused, Relaxed);
    }

    pub(crate) fn fault(&self) {
        self.faults.fetch_add(1, Relaxed);
    }

    /// Rows of the national index that came, changed or left.
    pub(crate) fn national(&self, changed: u64) {
        self.changes.fetch_add(changed, Relaxed);
    }

    pub(crate) fn search(&self) {
        self.searches.fetch_add(1, Relaxed);
    }

    pub(crate) fn busy(&self) {
        self.busy.fetch_add(1, Relaxed);
    }

    pub(crate) fn request(&self, took: std::time::Duration, done: bool) {
        self.requests.fetch_add(1, Relaxed);
        if !done {
            self.failed.fetch_add(1, Relaxed);
        }
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            if took.as_secs_f64() <= *bound {
                bucket.fetch_add(1, Relaxed);
            }
        }
    }

    /// Event streams that are open.
    pub(crate) fn streams(&self) -> i64 {
        self.streams.load(Relaxed)
    }

    pub(crate) fn stream(&self, change: i64) {
        self.streams.fetch_add(change, Relaxed);
    }

    /// As text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let counters = [
            ("nrmp_entries_accepted_total", "Entries that got a position.", &self.accepted),
            ("nrmp_entries_refused_total", "Entries that were refused and kept apart.", &self.refused),
            ("nrmp_requests_failed_total", "Requests that were answered with a failure.", &self.failed),
            ("nrmp_requests_busy_total", "Requests that were turned away as too many.", &self.busy),
            ("nrmp_faults_total", "Requests that failed by central's own fault.", &self.faults),
            ("nrmp_national_changes_total", "Changes of the national index.", &self.changes),
            ("nrmp_national_searches_total", "Searches of the national index.", &self.searches),
        ];
        for (name, help, counter) in counters {
            let value = counter.load(Relaxed);
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}\n");
        }
        let name = "nrmp_event_streams";
        let value = self.streams.load(Relaxed);
        let _ =
            write!(text, "# HELP {name} Event streams that are open.\n# TYPE {name} gauge\n{name} {value}\n");
        let name = "nrmp_request_seconds";
        let _ = write!(text, "# HELP {name} Time that requests took.\n# TYPE {name} histogram\n");
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            let _ = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {}", bucket.load(Relaxed));
        }
        let count = self.requests.load(Relaxed);
        let seconds = self.micros.load(Relaxed) as f64 / 1e6;
        let _ = write!(
            text,
            "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {seconds}\n{name}_count {count}\n"
        );
        text
    }
}
