//! Other systems' files, in and out.
//!
//! In: bytes → [`survey`] → [`Sheet`] → [`guess`], which an officer corrects to a [`Mapping`] →
//! [`Understander`], which makes facts of each row and keeps every cell as it was given. Out:
//! [`export`], written with [`SafeWriter`].
//!
//! Pure but for the reader or writer it is handed: no clock, no files, no randomness. It must not
//! know how entries are signed or kept.

pub mod export;
pub mod guess;
pub mod mapping;
pub mod paper;
pub mod sheet;
pub mod understand;
pub mod value;
pub mod write;

mod labels;

pub use guess::{Guess, guess};
pub use labels::WHY_NOT;
pub use mapping::{Column, DateOrder, Field, Mapping, MappingProblem};
pub use paper::OnPaper;
pub use sheet::{Encoding, FileProblem, Limits, Row, Sheet, Survey, survey};
pub use understand::{Problem, Understander, Understood, Who};
pub use write::{SafeWriter, safe, unsafe_again};
