//! What is asked of other forces' incidents, and told about them.

use chrono::{DateTime, Utc};
use register::force::ForceCode;
use register::id::{EntryId, IncidentId, TellingId, WideCheckId};
use register::telling::Sighting;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Search of every force's open incidents: by name, or by what somebody looks like, where and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FindNationally {
    /// A name or a part of one, as it was heard; empty where the description is to be searched.
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub looks: SoughtLooks,
    /// Why: kept at central, and told to the forces whose incidents are answered.
    pub reason: String,
}

/// What somebody looks like, and where and when they were last seen. Whatever is empty is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
pub struct SoughtLooks {
    /// `female`, `male` or empty.
    pub sex: String,
    /// Years.
    pub age_from: Option<u32>,
    pub age_to: Option<u32>,
    /// Centimetres.
    pub height_from: Option<u32>,
    pub height_to: Option<u32>,
    pub build: String,
    pub hair: String,
    pub clothing: String,
    /// A postcode, or words of a place.
    pub place: String,
    pub seen_from: Option<DateTime<Utc>>,
    pub seen_to: Option<DateTime<Utc>>,
}

/// Opens another force's incident, as far as every force may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OpenNational {
    pub incident_id: IncidentId,
    /// Why: told to the force whose incident it is.
    pub reason: String,
}

/// Small photographs for the answers of the last search of all forces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShowNationalPictures {
    pub incidents: Vec<IncidentId>,
}

/// One force-wide check that waited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OneWideCheck {
    pub check_id: WideCheckId,
}

/// Tells another force of a sighting at an incident of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TellForce {
    pub incident_id: IncidentId,
    /// Whose incident it is, and its reference, as the minimal record shows them.
    pub force: ForceCode,
    pub reference: String,
    pub sighting: Sighting,
}

/// What other forces told of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OpenTold {
    pub incident_id: IncidentId,
}

/// Takes what another force told into the record of its incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TakeTold {
    pub telling_id: TellingId,
    /// The safety entries on the screen that the command came from (`IncidentView::basis`).
    #[serde(default)]
    pub basis: Vec<EntryId>,
}
