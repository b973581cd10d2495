//! Printed papers: data in, PDF out.
//!
//! Purpose: set what the caller has already put into words on pages that can be read at 03:00 without a computer, in
//! black and white, and by a screen reader (PDF/UA-1).
//!
//! Invariants:
//! - All that anybody typed is data to a template (one JSON document), never part of its source.
//! - The same input gives the same bytes: no clock, no randomness, no file of the machine.
//! - A photograph or a letter that cannot be printed costs itself and never the page, and the page says so.
//! - Nothing of a paper is kept once it has been handed over, and no error repeats what was on it.
//!
//! What it must not know: the register, files, clocks, printers, the language (labels come through [`Word`]).

mod evidence_pack;
mod figures;
mod fonts;
mod legible;
mod open_incidents;
mod photograph;
mod press;
mod stamp;
mod words;

pub use evidence_pack::{EvidenceEntry, EvidencePack, evidence_pack};
pub use figures::{CurvePoint, FigurePart, FigureRow, FigureTable, Figures, Measure, figures};
pub use open_incidents::{Due, GradeMark, OpenIncident, OpenIncidents, open_incidents};
pub use stamp::Stamp;
pub use words::{WORDS, Word};

/// Why there is no paper. Where in a template it failed, never what was to be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("the data could not be handed to the template")]
    Data,
    #[error("the pages could not be set ({at})")]
    Pages { at: String },
    #[error("the pages could not be written as PDF ({at})")]
    Pdf { at: String },
}
