//! What screens and `nrmpctl` read. Instants are UTC (RFC 3339); sentences are in the catalogue's
//! words, made here so that the window, the command line and printed papers say the same.

use chrono::{DateTime, Utc};
use register::deadline::DeadlineKind;
use register::duty::Section;
use register::fact::{Category, Condition, Grade};
use register::id::{DraftId, Hash, IncidentId, PersonId};
use register::incident::Status;
use register::question::Question;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $kind:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
        pub struct $name { $($(#[$fdoc])* pub $field: $kind,)* }
    )+};
}

mod alerts;
mod devices;
mod enquiry;
mod figures;
mod history;
mod incident;
mod national;
mod registers;
mod review;
mod risk;
mod standards;
mod sync;
mod told;
mod verified;

pub use alerts::*;
pub use devices::*;
pub use enquiry::*;
pub use figures::*;
pub use history::*;
pub use incident::*;
pub use national::*;
pub use registers::*;
pub use review::*;
pub use risk::*;
pub use standards::*;
pub use sync::*;
pub use told::*;
pub use verified::*;

views! {
    /// What the officer was typing when the program was last closed, locked or killed.
    TypedView {
        #[ts(type = "{ [form in string]: unknown }")]
        forms: std::collections::BTreeMap<String, serde_json::Value>,
    }
    DraftSavedView { draft_id: DraftId, saved_at: DateTime<Utc> }
    DraftsView { drafts: Vec<DraftView> }
    DraftView {
        draft_id: DraftId,
        #[ts(type = "unknown")] form: serde_json::Value,
        /// Name of the officer; others' drafts are shown to supervisors and above.
        begun_by: String,
        own: bool,
        started_at: DateTime<Utc>,
        saved_at: DateTime<Utc>,
        /// Older than the limit: counts as unsent.
        unsent: bool,
    }
    SimilarPeopleView { people: Vec<SimilarPersonView> }
    /// A person of earlier incidents whose name is like the one being typed.
    SimilarPersonView {
        person_id: PersonId,
        name: String,
        age_sex: String,
        /// Why it is offered: "same name", "sounds alike: Larkspurr", "same date of birth".
        why: Vec<String>,
        exact: bool,
        episodes: u32,
        last: EpisodeView,
    }
    /// One earlier incident of a person, in a line.
    EpisodeView {
        incident_id: IncidentId,
        reference: String,
        status: Status,
        grade: Option<Grade>,
        reported_at: DateTime<Utc>,
        closed_at: Option<DateTime<Utc>>,
        condition: Option<Condition>,
        line: String,
    }
    /// What could be read from a pasted dispatch log; nothing is recorded by reading it.
    DispatchLogView {
        reference: Option<String>,
        family_name: Option<String>,
        given_name: Option<String>,
        date_of_birth: Option<String>,
        age: Option<String>,
        sex: Option<String>,
        height_cm: Option<String>,
        clothing: Option<String>,
        medical: Option<String>,
        last_seen_place: Option<String>,
        last_seen_at: Option<DateTime<Utc>>,
        reported_at: Option<DateTime<Utc>>,
        informant_name: Option<String>,
        informant_relation: Option<String>,
        informant_phone: Option<String>,
        circumstances: String,
        /// Immediate dangers that words of the log point at; the officer confirms each.
        hints: Vec<DispatchHint>,
    }
    DispatchHint { question: Question, because: String }
    ReportTakenView {
        incident_id: IncidentId,
        reference: String,
        /// The same draft was recorded before; nothing was recorded now.
        taken_before: bool,
    }
    DutyListView {
        as_of: DateTime<Utc>,
        rows: Vec<DutyRow>,
        /// Open incidents in all, and how many the filter leaves.
        open: u32,
        matching: u32,
        counts: DutyCounts,
    }
    DutyCounts {
        now: u32,
        within_the_hour: u32,
        on_track: u32,
        high: u32,
        medium: u32,
        low: u32,
        very_low: u32,
        not_assessed: u32,
        children: u32,
    }
    DutyRow {
        incident_id: IncidentId,
        reference: String,
        section: Section,
        grade: Option<Grade>,
        /// "Test-Larkspur, Magnus", or "Unknown woman, 20–30".
        name: String,
        age_sex: String,
        child: bool,
        category: Category,
        status: Status,
        missing_since: DateTime<Utc>,
        /// "12 h 05", "1 d 04 h".
        missing_for: String,
        last_seen: String,
        need: Option<DeadlineKind>,
        /// The widest column: one sentence in words.
        need_line: String,
        due_at: Option<DateTime<Utc>>,
        overdue: bool,
        /// Immediate danger in words; empty where none stands.
        danger: String,
        thumbnail: Option<Hash>,
        old_photograph: bool,
        /// Role of who gave the grade in effect; empty where nobody did.
        graded_by: String,
        /// Who accepted it last, and as what; empty where nobody has.
        owner: String,
        newer_version: bool,
        /// When harm may next begin by itself, in words; empty where no such moment is known.
        next_harm: String,
        /// It may have begun.
        harm_begun: bool,
        /// How many questions of the set in use the report was taken without.
        to_ask: u32,
    }
    FindView { people: Vec<SimilarPersonView>, incidents: Vec<EpisodeView> }
    /// An older incident that was asked for: several where they have the same reference.
    FetchedView {
        incidents: Vec<EpisodeView>,
        /// That something is still to come; empty where all is here.
        line: String,
    }
    PictureView { media_type: String, base64: String }
    ThumbnailsView { pictures: Vec<ThumbnailView> }
    ThumbnailView { hash: Hash, base64: String }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Plain,
    Quiet,
    Good,
    Due,
    Danger,
}

/// What the program tells its window without being asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AppEvent {
    Progress {
        what: String,
        done: u32,
        of: u32,
    },
    /// The register has been locked: by the officer, by idleness, by a change of key.
    Locked {
        why: String,
    },
    /// Something was recorded: lists may be read again.
    Changed {
        incident_id: Option<IncidentId>,
    },
    /// Where sync stands now.
    Sync {
        line: SyncLine,
    },
}
