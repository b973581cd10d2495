//! What whoever grades reads of the person's history.

use chrono::{DateTime, Utc};
use register::id::{EntryId, IncidentId};
use register::question::Question;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::TimelineItem;

views! {
    /// Flags of other incidents, the last return, and what was entered about the person in the last 30 days.
    HistoryView {
        as_of: DateTime<Utc>,
        /// Exploitation and immediate dangers first.
        flags: Vec<FlagView>,
        /// How they were found the last time, and what harm came to light.
        last_return: Vec<HistoryItem>,
        /// Of every incident of the person, this one among them, the latest first.
        recent: Vec<HistoryItem>,
        /// How many there are; no more than 200 are listed.
        recent_count: u32,
        /// Entries of other incidents among them: to be sent back with the grade.
        entries: Vec<EntryId>,
    }
    /// Something that was said of the person in another incident.
    FlagView {
        question: Question,
        line: String,
        detail: String,
        source: String,
        at: DateTime<Utc>,
        incident_id: IncidentId,
        reference: String,
        entry_id: EntryId,
    }
    /// An entry, and the incident that it stands in.
    HistoryItem { incident_id: IncidentId, reference: String, entry: TimelineItem }
}
