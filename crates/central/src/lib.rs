//! The central service: forces exchange their entries through it.
//!
//! Layers, each knowing only those after it: `web` (HTTP), [`Centre`] (the protocol), `ledger` (who may write
//! what, at which position), `national` (the index made of it), `database` (SQLite or PostgreSQL). `administration` and `verify` stand beside
//! `web`. It must not know how laptops keep entries. It reads bodies for two things: those of force streams say
//! whose signature is good, and those of incidents are folded into the national index ([`national`]).
//!
//! `docs/sync.md` describes what it promises; `docs/adr/0007-central-on-two-databases.md` why it is built so.

pub mod administration;
pub mod backup;
mod centre;
mod clock;
pub mod configuration;
mod database;
mod error;
mod key;
mod ledger;
mod limits;
pub mod log;
pub mod national;
pub mod photographs;
mod rate;
mod told;
pub mod verify;
pub mod web;

pub use centre::{Centre, Listening, Parts};
pub use clock::Clock;
pub use database::{Database, Place};
pub use error::CentralError;
pub use key::{KEY_FILE, OwnKey};
pub use limits::Limits;
