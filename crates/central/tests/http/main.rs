//! The real server over loopback, driven by the real client, and the real program.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod bounds;
mod program;
mod s3;
mod tls;
mod verbs;

use central::configuration::Configuration;
use central::web::{Serving, serve};
use common::*;
use sync::{HttpCentral, HttpSettings};

/// A central service in this process that listens on loopback.
struct Listening {
    office: Office,
    serving: Serving,
}

async fn listening(limits: central::Limits) -> Listening {
    let office = Office::with(On::Sqlite, limits).await;
    let configuration = Configuration { listen: "127.0.0.1:0".parse().unwrap(), ..Configuration::default() };
    let serving = serve(office.centre.clone(), &configuration).await.unwrap();
    Listening { office, serving }
}

fn client(address: impl std::fmt::Display) -> HttpCentral {
    HttpCentral::new(&format!("http://{address}"), HttpSettings::default()).unwrap()
}
