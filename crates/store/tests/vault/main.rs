//! The vault, through its public face and through the hands of somebody who has the key.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;
mod connections;
mod damage;
mod full_disk;
mod killed;
mod names;
mod naming;
mod pages;
mod plaintext;
mod projections;
mod recent;
mod unchanged;
mod writing;
