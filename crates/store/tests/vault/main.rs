//! The vault, through its public face and through the hands of somebody who has the key.

mod common;
mod connections;
mod damage;
mod killed;
mod names;
mod naming;
mod plaintext;
mod projections;
mod unchanged;
mod writing;
