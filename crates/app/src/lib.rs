//! Use-cases: one verb each, for the window and for `nrmpctl` alike.
//!
//! A use-case checks what the officer may do, reads the state, asks `register::decide`, writes
//! through the store's one write function, and answers with a view. This crate is the only place
//! that knows the time, randomness and the words of the catalogue.

mod app;
mod bindings;
mod call;
pub mod commands;
mod dispatch;
mod error;
pub mod exchange;
mod files;
mod log_file;
mod looked;
mod officers;
mod portrait;
mod present;
mod registry;
mod standards;
mod syncing;
mod time;
mod use_case_names;
pub mod use_cases;
pub mod views;
mod words;

pub use app::{App, AppSettings};
pub use call::{NEEDS_NO_SESSION, call, schemas};
pub use error::{AppError, ErrorCode};
pub use log_file::{VerifiedFile, verify_log_file};
pub use store::keys::KdfParams;
pub use time::TimeSource;
pub use use_case_names::USE_CASE_NAMES;
