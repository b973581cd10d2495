//! What the safeguarding review queue shows.

use chrono::{DateTime, Utc};
use register::safeguarding::ConcernKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DutyRow;

views! {
    /// Open incidents that a safeguarding reviewer should look at, the most pressing first.
    ReviewQueueView {
        as_of: DateTime<Utc>,
        rows: Vec<ReviewRow>,
        /// How many there are of what was asked for.
        matching: u32,
        counts: ReviewCounts,
    }
    ReviewRow {
        row: DutyRow,
        /// The most pressing first.
        concerns: Vec<ConcernView>,
    }
    ConcernView {
        kind: ConcernKind,
        /// "Nothing done to find them for 3 h".
        line: String,
        since: DateTime<Utc>,
    }
    ReviewCounts {
        all: u32,
        children: u32,
        challenged: u32,
        not_sought: u32,
        not_addressed: u32,
        grade_fell: u32,
    }
}
