//! What may be recorded about a missing person, and the rules on it.
//!
//! The register is a log of attributed facts; an incident is what its facts add up to. This crate
//! holds the entry (a signed envelope), the facts an entry may carry, the fold that turns a *set*
//! of entries into a state, and `decide`, which turns a command into facts or a [`Refusal`].
//!
//! Pure: no I/O, no clock, no async, no global state, no randomness. Time, identifiers and salts
//! are arguments. It must not know how entries are kept, sent or shown.

pub mod age;
pub mod clock;
pub mod command;
pub mod deadline;
pub mod decide;
pub mod duty;
pub mod entry;
pub mod fact;
pub mod force;
pub mod id;
pub mod importing;
pub mod incident;
pub mod national;
pub mod officer;
pub mod paper;
pub mod question;
pub mod question_set;
pub mod refusal;
pub mod role;
pub mod safeguarding;
pub mod signature;
pub mod standard;
pub mod summary;
pub mod telling;
pub mod thresholds;
pub mod when;

pub use clock::{Clock, Stamp};
pub use decide::{Context, decide};
pub use entry::{Body, Entry, EntryError, Header, Sealed};
pub use fact::{ForceFact, IncidentFact};
pub use id::*;
pub use incident::Incident;
pub use refusal::{FieldError, Refusal, Rule};
pub use role::Role;
pub use summary::Summary;
pub use thresholds::Thresholds;
pub use when::When;
