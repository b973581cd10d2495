//! A central service over real HTTP on loopback, for the laptops of one force.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use central::administration::{self, Organisation, Profile};
use central::configuration::Configuration;
use central::web::{Serving, serve};
use central::{Centre, Clock, Database, Limits, OwnKey, Parts, Place};
use object_store::memory::InMemory;
use register::force::ForceCode;
use serde_json::{Value, json};

use crate::common::*;

/// A central service that listens on loopback, for the force of the laptops.
pub(crate) struct Office {
    pub(crate) centre: Centre,
    pub(crate) time: Arc<AtomicI64>,
    serving: Option<Serving>,
    address: String,
    folder: tempfile::TempDir,
}

pub(crate) fn force() -> ForceCode {
    ForceCode::parse("TST").unwrap()
}

fn key(number: u8) -> OwnKey {
    OwnKey::of([number; 32])
}

async fn centre(folder: &tempfile::TempDir, time: &Arc<AtomicI64>, number: u8) -> Centre {
    let place = Place::Sqlite(folder.path().join("central.db"));
    let limits = Limits { device_per_second: 1_000_000, device_burst: 1_000_000, ..Limits::default() };
    let wait = Duration::from_millis(limits.database_wait_ms);
    let database = Database::open(&place, limits.database_connections, wait).await.unwrap();
    let clock = Clock::Set(time.clone());
    let blobs = Arc::new(InMemory::new());
    Centre::new(Parts { database, key: key(number), clock, limits, training: false, blobs, withdrawn: None })
        .await
        .unwrap()
}

impl Office {
    pub(crate) async fn new() -> Self {
        Self::with_key(3).await
    }

    pub(crate) async fn with_key(number: u8) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let time = Arc::new(AtomicI64::new(time("2026-11-23T09:00:00Z").timestamp_millis()));
        let centre = centre(&folder, &time, number).await;
        let (police, clock) = (Organisation::Police, Clock::Set(time.clone()));
        administration::add_force(centre.database(), &force(), "Test", &police, &clock).await.unwrap();
        let mut office = Self { centre, time, serving: None, address: String::new(), folder };
        office.open(0).await;
        office
    }

    async fn open(&mut self, port: u16) {
        let listen = ([127, 0, 0, 1], port).into();
        let configuration = Configuration { listen, ..Configuration::default() };
        let serving = serve(self.centre.clone(), &configuration).await.unwrap();
        self.address = format!("http://{}", serving.address);
        self.serving = Some(serving);
    }

    pub(crate) async fn shut(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop().await.unwrap();
        }
    }

    /// The same one started once more, at the same address.
    pub(crate) async fn reopen(&mut self) {
        let port = self.address.rsplit(':').next().unwrap().parse().unwrap();
        self.centre = centre(&self.folder, &self.time, 3).await;
        self.open(port).await;
    }

    pub(crate) fn wait(&self, minutes: i64) {
        self.time.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    pub(crate) async fn code(&self, number: u8) -> String {
        self.code_as(number, Profile::Desk).await
    }

    /// A code for a field laptop.
    pub(crate) async fn field_code(&self) -> String {
        self.code_as(3, Profile::Field).await
    }

    async fn code_as(&self, number: u8, profile: Profile) -> String {
        let clock = Clock::Set(self.time.clone());
        let good_for = self.centre.limits().enrol_code_ms;
        let code = administration::enrol_code(
            self.centre.database(),
            &force(),
            &key(number),
            profile,
            good_for,
            &clock,
        )
        .await;
        code.unwrap().to_string()
    }

    /// A code by which an officer joins the register on one more laptop.
    pub(crate) async fn code_for(&self, collar: &str) -> String {
        let (force, key, clock) = (force(), key(3), Clock::Set(self.time.clone()));
        let good_for = self.centre.limits().enrol_code_ms;
        let made = administration::officer_code(
            self.centre.database(),
            &force,
            collar,
            &key,
            Profile::Desk,
            good_for,
            &clock,
        );
        made.await.unwrap().0.to_string()
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) async fn enrol(&self, laptop: &Laptop) -> Value {
        laptop.call("enrol_device", json!({ "address": self.address, "code": self.code(3).await })).await
    }

    /// A laptop with its own officers, enrolled.
    pub(crate) async fn laptop(&self) -> Laptop {
        let laptop = Laptop::staffed().await;
        self.enrol(&laptop).await;
        laptop
    }

    /// A laptop of another police force, enrolled.
    pub(crate) async fn another_force(&self) -> Laptop {
        self.laptop_of("OTH", &Organisation::Police).await
    }

    /// A laptop of another organisation, enrolled.
    pub(crate) async fn laptop_of(&self, code: &str, organisation: &Organisation) -> Laptop {
        let clock = Clock::Set(self.time.clone());
        let other = ForceCode::parse(code).unwrap();
        administration::add_force(self.centre.database(), &other, "Other", organisation, &clock)
            .await
            .unwrap();
        let there = Laptop::empty();
        there.call("create_register", create(code, "duty_inspector")).await;
        let good_for = self.centre.limits().enrol_code_ms;
        let code = administration::enrol_code(
            self.centre.database(),
            &other,
            &key(3),
            Profile::Desk,
            good_for,
            &clock,
        )
        .await;
        let code = code.unwrap().to_string();
        there.call("enrol_device", json!({ "address": self.address, "code": code })).await;
        there
    }
}

pub(crate) async fn sync(laptop: &Laptop) -> String {
    words(&laptop.call("sync_now", json!({})).await)
}

pub(crate) fn words(view: &Value) -> String {
    view["line"]["text"].as_str().unwrap().to_owned()
}

pub(crate) fn rows(view: &Value, list: &str) -> Vec<Value> {
    view[list].as_array().unwrap().clone()
}

/// A call handler's stub: no name, what she looks like, where and when she was last seen.
pub(crate) fn stub(laptop: &Laptop) -> Value {
    json!({
        "category": "missing",
        "description": [
            { "attribute": "given_name", "value": "Ida" },
            { "attribute": "family_name", "value": "Test-Larkspur" },
            { "attribute": "age", "value": "24" },
            { "attribute": "sex", "value": "female" },
            { "attribute": "clothing", "value": "took no coat, red scarf" },
        ],
        "last_seen": { "place": "Fernbrook bus station", "when": { "is": "at", "at": laptop.now().to_rfc3339() }, "how_known": "heard_from" },
    })
}
