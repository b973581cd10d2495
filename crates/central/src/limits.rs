//! Every number that bounds what central takes: configuration, with these defaults.

use serde::{Deserialize, Serialize};

/// Bounds. Bytes, entries, milliseconds and requests, as their names say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one request at most.
    pub request_bytes: u64,
    /// How long a request's body may take to come.
    pub request_ms: u64,
    /// Entries of one push at most.
    pub push_entries: u32,
    /// Entries of one page at most.
    pub page_entries: u32,
    /// Bytes of the entries of one page at most, beyond the first entry.
    pub page_bytes: u64,
    /// Bytes of an entry's header at most.
    pub header_bytes: u64,
    /// Bytes of an entry's body at most.
    pub body_bytes: u64,
    /// Entries of one force that are held opened, to judge by what comes next to the same incidents; some two
    /// kilobytes of memory each.
    pub held_entries: u32,
    /// Looks of one upload at most.
    pub looks: u32,
    /// Bytes of one photograph at most.
    pub blob_bytes: u64,
    /// Bytes of one part of a photograph that is given at most.
    pub part_bytes: u32,
    /// Bytes of the small photographs of one answer at most, beyond the first.
    pub pictures_bytes: u64,
    /// How long after a search the small photographs of its answers are given.
    pub pictures_ms: u64,
    /// How far the time of a request may be from central's, either way.
    pub clock_ms: u64,
    /// Requests that are worked on at once; the rest are answered "busy".
    pub concurrent_requests: u32,
    /// Event streams that are open at once.
    pub event_streams: u32,
    /// Requests of one device in a second, on average.
    pub device_per_second: u32,
    /// Requests of one device at once, after a pause.
    pub device_burst: u32,
    /// Requests without an enrolled device (hello, enrolment) in a second, on average, from one address.
    pub stranger_per_second: u32,
    /// Such requests at once, after a pause.
    pub stranger_burst: u32,
    /// What a client that is told "busy" should wait.
    pub retry_after_ms: u64,
    /// Time between the signs of life of an event stream: short enough that a proxy keeps it open.
    pub keep_alive_ms: u64,
    /// Time that a new contact must be later than the last to be written down.
    pub contact_ms: u64,
    /// After a push that touches many incidents the national index waits so long for the next one before it folds
    /// them; a search does not wait.
    pub index_wait_ms: u64,
    /// So long at most, while such pushes go on.
    pub index_longest_ms: u64,
    /// How long a one-time code is good.
    pub enrol_code_ms: u64,
    /// How long requests that were accepted may take to finish when central stops.
    pub shutdown_ms: u64,
    /// How long a request waits for the database before it is told that central cannot do it for now.
    pub database_wait_ms: u64,
    /// Connections to the database.
    pub database_connections: u32,
}

const SECOND: u64 = 1_000;
const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_bytes: 16 * MIB,
            request_ms: 60 * SECOND,
            push_entries: 2_000,
            page_entries: 2_000,
            page_bytes: 8 * MIB,
            header_bytes: 64 * KIB,
            body_bytes: MIB,
            held_entries: 32_768,
            looks: 10_000,
            blob_bytes: 32 * MIB,
            part_bytes: 1024 * 1024,
            pictures_bytes: 512 * KIB,
            pictures_ms: 12 * 60 * 60 * SECOND,
            clock_ms: 5 * 60 * SECOND,
            concurrent_requests: 64,
            event_streams: 25_000,
            device_per_second: 50,
            device_burst: 500,
            stranger_per_second: 100,
            stranger_burst: 1_000,
            retry_after_ms: SECOND,
            keep_alive_ms: 15 * SECOND,
            contact_ms: 30 * SECOND,
            index_wait_ms: SECOND / 2,
            index_longest_ms: 10 * SECOND,
            enrol_code_ms: 7 * 24 * 60 * 60 * SECOND,
            shutdown_ms: 30 * SECOND,
            database_wait_ms: 10 * SECOND,
            database_connections: 16,
        }
    }
}
