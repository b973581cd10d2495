//! Use-cases: one verb each, for the window and for `nrmpctl` alike.
//!
//! A use-case checks what the officer may do, reads the state, asks `register::decide`, writes
//! through the store's one write function, and answers with a view. This crate is the only place
//! that knows the time, randomness and the words of the catalogue.

mod bindings;
pub mod commands;
mod error;
mod registry;
#[allow(clippy::doc_markdown)]
mod use_case_names;
pub mod views;

pub use error::{AppError, ErrorCode};
pub use use_case_names::USE_CASE_NAMES;
