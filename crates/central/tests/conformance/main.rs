//! One suite for both databases: every promise of `docs/sync.md` is tested on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

/// Each test twice.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($on:ident: On) $body:block)+) => {
        $(
            $(#[$meta])*
            mod $name {
                use super::*;
                async fn on($on: On) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() { on(On::Sqlite).await }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() { on(On::Postgres).await }
            }
        )+
    };
}

mod administering;
mod backing_up;
mod concurrent;
mod contract;
mod devices;
mod enrolling;
mod holding;
mod joining;
mod looking;
mod national;
mod national_pages;
mod pictures;
mod profiles;
mod pulling;
mod pushing;
mod relaying;
mod ruling;
mod scopes;
mod shut_out;
mod telling;
