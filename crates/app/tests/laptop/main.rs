//! What the program promises, on real vaults in folders of their own, at times that the test sets.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod as_known;
mod catalogue;
mod closing;
mod common;
mod desk;
mod devices;
mod duty;
mod enquiry;
mod exports;
mod field;
mod figures;
mod folders;
mod forged_logs;
mod handing;
mod imports;
mod joining;
mod logs;
mod office;
mod officers;
mod opinion;
mod paper;
mod photographs;
mod pictures;
mod provenance;
mod refused;
mod registers;
mod reports;
mod review;
mod roles;
mod scopes;
mod syncing;
mod telling;
mod training;
mod verifying;
mod wide_checks;
