//! Sync with the central service.

use chrono::{DateTime, Utc};
use register::id::{EntryId, IncidentId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::incident::NeedsDecisionView;

/// The one thing about sync that matters most; the words say the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    NotEnrolled,
    /// The device was revoked at central.
    Revoked,
    /// Central answers another version of the program.
    UpgradeNeeded,
    /// Central does not know this device.
    NotKnown,
    /// What answers is not the central service that this register was enrolled with.
    NotCentral,
    /// Two copies of this device write, or a copy was put back.
    Forked,
    /// Central or the file failed; it is tried again.
    Fault,
    Offline,
    Receiving,
    Sending,
    NotDelivered,
    ClockWrong,
    UpToDate,
}

views! {
    /// Sync in words, for every screen.
    SyncLine {
        state: SyncState,
        /// "Up to date 14:02", "Offline 37 min – 3 to send, 1 NOT DELIVERED".
        text: String,
        /// Somebody has to do something: it is not only a matter of time.
        attention: bool,
    }
    /// Sync with the lists behind its words.
    SyncView {
        line: SyncLine,
        /// What it means, and what to do.
        meaning: String,
        central: Option<CentralView>,
        /// Looks and photographs that have not travelled, in words.
        beside: Vec<String>,
        to_send: u32,
        waiting: Vec<WaitingView>,
        refused: Vec<RefusedView>,
        set_apart: Vec<SetApartView>,
        /// References of incidents of which central holds something else.
        differs: Vec<String>,
        decisions: Vec<DecisionNeededView>,
    }
    /// The central service that this laptop is enrolled with.
    CentralView {
        address: String,
        force: String,
        force_name: String,
        /// Twelve letters by which its key is known: compare them with what the administrator has.
        key: String,
        last_contact: Option<DateTime<Utc>>,
        /// "4 min ago, Sun 29 Nov 2026 08:02 GMT".
        last_contact_line: String,
        /// Empty where both clocks agree.
        clock: String,
        /// What a field laptop holds, and what to do for the rest; empty on a desk.
        field: String,
    }
    /// An entry of this laptop that central has neither acknowledged nor refused.
    WaitingView {
        entry_id: EntryId,
        incident_id: Option<IncidentId>,
        /// The incident's reference, or "Register".
        about: String,
        /// Name of the person, where this laptop knows it; empty else.
        person: String,
        what: String,
        recorded_at: DateTime<Utc>,
    }
    /// An entry of this laptop that central refused. It stays here.
    RefusedView {
        entry_id: EntryId,
        incident_id: Option<IncidentId>,
        about: String,
        person: String,
        what: String,
        recorded_at: DateTime<Utc>,
        refused_at: DateTime<Utc>,
        why: String,
        remedy: String,
    }
    /// An entry that central gave out and that is not what it says.
    SetApartView { position: u32, came_at: DateTime<Utc>, about: String, why: String }
    /// An incident of which entries disagree; the safer value holds until somebody decides.
    DecisionNeededView {
        incident_id: IncidentId,
        reference: String,
        name: String,
        need_line: String,
        /// What disagrees; none where a dispatch log says otherwise.
        conflicts: Vec<NeedsDecisionView>,
    }
}
