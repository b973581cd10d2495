//! The national view: of every force's open incidents the little that all may see.

use chrono::{DateTime, Utc};
use register::fact::{Category, Grade};
use register::id::IncidentId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    NationalView {
        /// Whether central was asked: all forces, now. Else the list that this laptop holds.
        checked: bool,
        /// "All forces, 13:05", "OFFLINE: … The force-wide check was NOT made."
        line: String,
        hits: Vec<NationalHitView>,
        /// Empty where all who may be meant are among the hits.
        more: String,
    }
    NationalHitView {
        record: NationalRecordView,
        /// Whether there is a small photograph; it is asked for by itself.
        pictured: bool,
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
