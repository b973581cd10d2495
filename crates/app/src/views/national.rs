//! The national view: of every force's open incidents the little that all may see.

use chrono::{DateTime, Utc};
use register::fact::{Category, Grade};
use register::id::{IncidentId, WideCheckId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Tone;

views! {
    NationalView {
        /// Whether central was asked: all forces, now. Else the list that this laptop holds.
        checked: bool,
        /// "All forces, 13:05", "OFFLINE: … The force-wide check was NOT made."
        line: String,
        /// That the force-wide check waits, or why it does not; empty where it was made.
        queued: String,
        hits: Vec<NationalHitView>,
        /// Empty where all who may be meant are among the hits.
        more: String,
    }
    NationalHitView {
        record: NationalRecordView,
        /// Whether there is a small photograph; it is asked for by itself.
        pictured: bool,
        /// Found by a check that waited, and not in the list that this laptop held.
        fresh: bool,
        /// Why they may be meant, or not: "clothing: some of it (coat)", "height not known".
        reasons: Vec<String>,
    }
    /// The minimal record of an incident of any force.
    NationalRecordView {
        incident_id: IncidentId,
        reference: String,
        force: String,
        force_name: String,
        /// An incident that this register holds in full.
        held: bool,
        name: String,
        other_names: Vec<String>,
        age_sex: String,
        /// Height, build, hair, clothing, appearance, in a line.
        description: String,
        last_seen: String,
        grade: Option<Grade>,
        danger: String,
        category: Category,
        missing_since: DateTime<Utc>,
        missing_for: String,
        /// Of a newer version: do not rely on the grade.
        unread: bool,
    }
    NationalOpenedView {
        record: NationalRecordView,
        checked: bool,
        line: String,
        /// The small photograph, where central holds it: JPEG.
        thumbnail: Option<String>,
    }
    /// Force-wide checks that wait or were made, newest first.
    WideChecksView { checks: Vec<WideCheckView> }
    WideCheckView {
        check_id: WideCheckId,
        /// "Force-wide check of 13:05 made 14:02: 2 that the local list did not have".
        line: String,
        /// What was asked and why; and who asked, where it is another officer.
        about: String,
        tone: Tone,
        waits: bool,
        /// There are answers to open.
        may_open: bool,
        may_discard: bool,
    }
    /// Small photographs (JPEG) of answers. One that cannot be had is left out.
    NationalPicturesView { pictures: Vec<NationalPictureView> }
    NationalPictureView { incident_id: IncidentId, base64: String }
    /// Looks by other forces at the incidents of this one.
    LooksByOthersView { looks: Vec<LookByOtherView> }
    LookByOtherView {
        at: DateTime<Utc>,
        force_name: String,
        incident_id: IncidentId,
        reference: String,
        /// "Opened", "Among the answers to a search".
        how: String,
        reason: String,
    }
}
