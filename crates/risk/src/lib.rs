//! The risk of harm to a missing person: a second opinion beside the officer's own decision.
//!
//! It says how often people like this one were recorded harmed, what raises and lowers that and by what evidence,
//! how far it may be off, what is not known, and which answer would tell most. It suggests a grade; it never gives one
//! and never lowers one (INV-4). What it is for, what it rests on, and what it must not be used for stands in
//! `docs/risk-model.md`.
//!
//! Of closed incidents it tells how grades, suggestions and estimates did ([`calibration`]), whether groups are treated
//! alike ([`fairness`]), and what the model's weights would be by them ([`fit`]).
//!
//! Pure: the model is data ([`Model`]), the time is an argument, and nothing of a person is read but what
//! [`Evidence`] holds, or [`Known`] of a closed incident. Ethnicity, nationality, religion and sexuality are not in it
//! (INV-10).

pub mod calibration;
pub mod conditions;
pub mod ended;
mod estimate;
mod evidence;
pub mod fairness;
pub mod figure;
pub mod fit;
#[cfg(feature = "invented")]
pub mod invented;
pub mod model;
mod moments;
mod opinion;
mod place;
pub mod record;
mod score;
mod suggest;

pub use conditions::{Condition, Conditions};
pub use evidence::{DangerousWeather, Episode, Evidence, Finding, MedicalNeed, Sex, State};
pub use figure::{Figure, Measured, Thresholds};
pub use model::{Direction, Factor, Kind, Model, ModelError, Strength, Study};
pub use moments::{Change, ChangeKind, dusk, foreseen, next_change, next_harm, time_to_harm};
pub use opinion::{KindShare, Opinion, Reason, Suggestion, Unknown, Why, assess};
pub use place::Place;
pub use record::{Beside, Characteristics, Closed, Handling, Harm, Known, States};
pub use score::Scorer;
