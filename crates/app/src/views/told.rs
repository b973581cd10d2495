//! What is told between forces.

use chrono::{DateTime, Utc};
use register::id::{IncidentId, TellingId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Tone;

views! {
    /// What officers of this laptop told other forces, newest first.
    TellingsView {
        as_of: DateTime<Utc>,
        tellings: Vec<TellingView>,
        /// When the words change though nothing is recorded.
        next_at: Option<DateTime<Utc>>,
    }
    TellingView {
        telling_id: TellingId,
        incident_id: IncidentId,
        reference: String,
        force_name: String,
        /// "Sat 13:05, Southfold bus station".
        seen: String,
        /// How far it has come: "NOT SENT – telephone the control room of Northmoor Police".
        line: String,
        tone: Tone,
    }
    /// What other forces told of an incident, newest first.
    ToldView { told: Vec<ToldOneView> }
    ToldOneView {
        telling_id: TellingId,
        /// Who told it, and when.
        by: String,
        /// Telephone of that officer.
        contact: String,
        seen: String,
        what: String,
        sure: String,
        /// Whether they are still there, and where they went.
        whereabouts: String,
        /// Who took it into the record; empty where nobody has.
        taken: String,
    }
}
