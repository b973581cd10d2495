//! What interrupts, and who has an incident.

use chrono::{DateTime, Utc};
use register::id::{EntryId, IncidentId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Tone;

views! {
    /// What interrupts this officer now, most urgent first.
    AlertsView {
        as_of: DateTime<Utc>,
        alerts: Vec<AlertView>,
        /// When the words change though nothing is recorded.
        next_at: Option<DateTime<Utc>>,
    }
    AlertView {
        /// Of this alert and no other, as long as it stands.
        key: String,
        tone: Tone,
        /// What it is about and what is to be done.
        line: String,
        /// None where it is about several.
        incident_id: Option<IncidentId>,
        reference: String,
        since: DateTime<Utc>,
        /// What is to be accepted; none where it is a sighting.
        assignment: Option<EntryId>,
        what: AlertKind,
    }
    /// Who has the incident, and who is to take it on.
    AssignmentView {
        /// "Insp Ada Test-Larch, Duty inspector, accepted 22:27", or that nobody has accepted it.
        owner: String,
        owned: bool,
        waiting: Vec<WaitingAssignmentView>,
    }
    /// Sent, delivered and accepted are three facts; this one is not accepted.
    WaitingAssignmentView {
        assignment: EntryId,
        /// "To Duty inspector: sent 21:52, NOT DELIVERED – phone".
        line: String,
        note: String,
        by: String,
        /// Nobody is known to have been told.
        not_delivered: bool,
        /// This officer may accept it.
        may_accept: bool,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Handed to this officer's role: to be accepted. Not yet on this officer's screen.
    NewToAccept,
    /// The same, and it has been on this officer's screen.
    ToAccept,
    /// Handed on by this officer, and on nobody's screen: to be told on the telephone.
    NotDelivered,
    /// Told by another force: to be taken into the record.
    SightingTold,
    /// Told to another force, and on no laptop there: to be told on the telephone.
    TellingNotDelivered,
    /// A force-wide check that waited has found somebody whom the list held here did not have. It interrupts nobody.
    WideCheckFound,
}

impl AlertKind {
    pub(crate) fn is_to_accept(self) -> bool {
        matches!(self, Self::NewToAccept | Self::ToAccept)
    }

    /// What has reached nobody comes first, then what nobody has accepted.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::NotDelivered | Self::SightingTold | Self::TellingNotDelivered => 0,
            Self::NewToAccept | Self::ToAccept => 1,
            Self::WideCheckFound => 2,
        }
    }
}
