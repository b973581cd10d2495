//! What the window and `nrmpctl` send: the same JSON for both. Commands on an incident are those
//! of the `register` crate; here stand the ones about the register itself and about looking.

use chrono::{DateTime, Utc};
use register::fact::{Category, Grade, Source, Taken};
use register::id::{DraftId, IncidentId, PhotographId};
use register::role::Role;
use register::safeguarding::ConcernKind;
use register::when::When;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod national;

pub use national::*;
pub use register::command::*;

use crate::exchange::FileRef;

/// Two registers may stand side by side on one laptop; they never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterKind {
    Live,
    Training,
}

/// A command that says nothing beside its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Nothing {}

/// A condition that is dangerous without its treatment. When harm begins, the list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct GiveMedicalNeed {
    pub incident_id: IncidentId,
    #[serde(default)]
    pub act: Act,
    /// A code of the list.
    pub condition: String,
    #[serde(default)]
    pub detail: String,
    /// When they last had their treatment; reckoned from when they were last seen where nobody knows.
    pub treated_at: When,
    /// Why it no longer applies.
    #[serde(default)]
    pub ended_because: Option<String>,
}

/// Free text that may point at codes of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Hinted {
    #[serde(default)]
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct NewOfficer {
    pub name: String,
    /// Collar number: how the officer is known at the unlock screen.
    pub collar: String,
    pub role: Role,
}

/// Something secret that a person typed: prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct CreateRegister {
    /// A code of the list, or another of 2 to 8 letters. Training codes are refused here.
    pub force: String,
    pub officer: NewOfficer,
    pub passphrase: Secret,
}

/// Opens the training register; makes it first where there is none. Progress comes as events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OpenTraining {
    /// 16 to 200,000.
    pub incidents: u32,
    pub seed: u32,
    /// Make it anew even where one stands already.
    #[serde(default)]
    pub replace: bool,
    /// Code of the invented force that it is of; Northmoor where none is given.
    #[serde(default)]
    pub force: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PassphraseStrength {
    pub passphrase: Secret,
    /// Words that make it easier to guess: name, collar number, force.
    #[serde(default)]
    pub context: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Unlock {
    pub register: RegisterKind,
    pub collar: String,
    pub passphrase: Secret,
}

/// Both printed shares, and the officer who takes the register up again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Recover {
    pub register: RegisterKind,
    pub share_1: Secret,
    pub share_2: Secret,
    pub officer: NewOfficer,
    pub passphrase: Secret,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AddOfficer {
    pub officer: NewOfficer,
    /// Typed by the officer themselves.
    pub passphrase: Secret,
}

/// Makes this laptop known to a central service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct EnrolDevice {
    /// `https://central.example:7171`; `http://` on this machine alone.
    pub address: String,
    /// The one-time code that central's administrator gave: 28 letters and digits.
    pub code: Secret,
    /// Certificates (PEM) that alone are trusted there; none for those of the system.
    #[serde(default)]
    pub certificates: Option<FileRef>,
}

/// Asks whom a one-time code is for, before this laptop joins their register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OfficerOfCode {
    /// `https://central.example:7171`; `http://` on this machine alone.
    pub address: String,
    /// The one-time code that central's administrator made for the officer: 28 letters and digits.
    pub code: Secret,
    /// Certificates (PEM) that alone are trusted there; none for those of the system.
    #[serde(default)]
    pub certificates: Option<FileRef>,
}

/// Makes this laptop one more of the force's register, for the officer of the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct JoinRegister {
    /// `https://central.example:7171`; `http://` on this machine alone.
    pub address: String,
    /// The one-time code that central's administrator made for the officer: 28 letters and digits.
    pub code: Secret,
    /// Certificates (PEM) that alone are trusted there; none for those of the system.
    #[serde(default)]
    pub certificates: Option<FileRef>,
    /// The officer's passphrase on this laptop.
    pub passphrase: Secret,
}

/// Takes in one more officer of the force's register on this laptop, with a code that was made for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct JoinOfficer {
    /// The one-time code that central's administrator made for the officer.
    pub code: Secret,
    /// The officer's passphrase on this laptop.
    pub passphrase: Secret,
}

/// Revokes a laptop of the force for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RevokeDevice {
    pub device_id: register::DeviceId,
    /// The laptop's short name, typed once more.
    pub label: String,
    /// Why: kept at central, with who and when.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RemoveOfficer {
    pub officer_id: register::OfficerId,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ChangePassphrase {
    pub current: Secret,
    pub new: Secret,
}

/// New recovery shares, by somebody who proves with their passphrase that it is they.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RenewShares {
    pub passphrase: Secret,
}

/// What an officer is typing beside reports: the forms by their names, as the screens hold them. Empty
/// where nothing is typed. Kept in the vault, never synced, never evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub struct KeepTyped {
    #[ts(type = "{ [form in string]: unknown }")]
    pub forms: std::collections::BTreeMap<String, serde_json::Value>,
}

/// A report being typed, as the form holds it. Kept in the vault, never synced, never evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SaveDraft {
    pub draft_id: DraftId,
    #[ts(type = "unknown")]
    pub form: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DiscardDraft {
    pub draft_id: DraftId,
}

/// A report, and the draft that it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SubmitReport {
    pub report: TakeReport,
    #[serde(default)]
    pub draft_id: Option<DraftId>,
}

/// What has been typed of a person so far; asked at every pause in typing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SimilarPeople {
    #[serde(default)]
    pub family_name: String,
    #[serde(default)]
    pub given_name: String,
    #[serde(default)]
    pub known_as: String,
    #[serde(default)]
    pub date_of_birth: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReadDispatchLog {
    pub text: String,
}

/// Which of the open incidents, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DutyList {
    #[serde(default)]
    pub filter: DutyFilter,
    #[serde(default)]
    pub sort: DutySort,
    /// Rows from which on, and at most how many; 200 where nothing is given.
    #[serde(default)]
    pub offset: u32,
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Which of the incidents that safeguarding should look at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReviewQueue {
    #[serde(default)]
    pub kind: Option<ConcernKind>,
    #[serde(default)]
    pub children: bool,
    /// At most so many rows; 200 where nothing is given.
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DutyFilter {
    #[serde(default)]
    pub grade: Option<Grade>,
    #[serde(default)]
    pub not_assessed: bool,
    #[serde(default)]
    pub children: bool,
    #[serde(default)]
    pub category: Option<Category>,
    /// Only what needs someone now.
    #[serde(default)]
    pub now_only: bool,
    /// Words that stand in name, reference or last-seen place.
    #[serde(default)]
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DutySort {
    #[default]
    Need,
    Grade,
    Name,
    Missing,
    /// When harm may next begin by itself: a treatment that is due, nightfall for whom it endangers.
    Harm,
}

/// Search over every incident, open and closed: names (exact, misspelt), references.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FindPeople {
    pub text: String,
    /// Why the officer looks; goes into the log of looks.
    #[serde(default)]
    #[ts(as = "Option<String>", optional)]
    pub reason: String,
}

/// An older incident that this field laptop does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FetchIncident {
    pub reference: String,
    /// Why: kept at central.
    pub reason: String,
}

/// Opens an incident, now or as it was known at a time. Opening is a look and is logged (INV-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OpenIncident {
    pub incident_id: IncidentId,
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    /// True where the screen refreshes by itself: not a look, where this session has one already.
    #[serde(default)]
    pub refresh: bool,
    /// Why the officer looks; goes into the log of looks.
    #[serde(default)]
    #[ts(as = "Option<String>", optional)]
    pub reason: String,
}

/// The history of the person of an incident, for whoever grades. It is a look at each incident that it is made of (INV-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PersonHistory {
    pub incident_id: IncidentId,
    /// True where the screen refreshes by itself.
    #[serde(default)]
    pub refresh: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OfferPhotograph {
    pub incident_id: IncidentId,
    #[serde(default)]
    pub act: Act,
    pub file_name: String,
    /// The file, base64.
    pub bytes: String,
    pub taken: Taken,
    pub source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureSize {
    Thumbnail,
    Display,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShowPhotograph {
    pub incident_id: IncidentId,
    pub photograph_id: PhotographId,
    pub size: PictureSize,
}

/// Thumbnails for rows of a list, by the hash that a row carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShowThumbnails {
    pub hashes: Vec<register::Hash>,
}

/// Closes an incident; an exception carries the second officer's own passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Close {
    pub close: CloseIncident,
    #[serde(default)]
    pub second_officer: Option<SecondOfficer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SecondOfficer {
    pub collar: String,
    pub passphrase: Secret,
}
