//! What the tests of central share.
#![allow(dead_code, clippy::unwrap_used)]

pub mod laptop;
pub mod postgres;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use central::administration::{self, Organisation, Profile};
use central::{Centre, Clock, Database, Limits, OwnKey, Parts, Place};
use object_store::memory::InMemory;
use protocol::{Central, EnrolCode};
use register::force::ForceCode;

pub use laptop::*;
pub use postgres::Postgres;

/// On which database a test runs.
#[derive(Clone, Copy, Debug)]
pub enum On {
    Sqlite,
    Postgres,
}

/// A central service in this process, with a clock that the test sets.
pub struct Office {
    pub centre: Centre,
    pub time: Arc<AtomicI64>,
    pub place: Place,
    /// Where photographs are.
    pub blobs: Arc<InMemory>,
    _folder: tempfile::TempDir,
}

pub fn own_key() -> OwnKey {
    OwnKey::of([3; 32])
}

/// Limits that no test reaches by accident.
pub fn wide() -> Limits {
    Limits {
        device_per_second: 1_000_000,
        device_burst: 1_000_000,
        database_connections: 12,
        // A disk that is busy with something else makes a writer of SQLite wait long, and a hundred tests at once
        // a connection: that is no fault of what is tested.
        database_wait_ms: 300_000,
        ..Limits::default()
    }
}

impl Office {
    pub async fn on(on: On) -> Self {
        Self::with(on, wide()).await
    }

    pub async fn with(on: On, limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = place(on, &folder);
        Self::at(place, folder, limits).await
    }

    pub async fn at(place: Place, folder: tempfile::TempDir, limits: Limits) -> Self {
        let office = Self::made(place, folder, limits).await;
        for force in [force(), other_force()] {
            let name = force.name().to_owned();
            administration::add_force(
                office.database(),
                &force,
                &name,
                &Organisation::Police,
                &office.clock(),
            )
            .await
            .unwrap();
        }
        office
    }

    /// One that knows no force.
    pub async fn empty(on: On) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = place(on, &folder);
        Self::made(place, folder, wide()).await
    }

    async fn made(place: Place, folder: tempfile::TempDir, limits: Limits) -> Self {
        let time = Arc::new(AtomicI64::new(START));
        let blobs = Arc::new(InMemory::new());
        let centre = centre(&place, &time, &blobs, limits).await;
        Self { centre, time, place, blobs, _folder: folder }
    }

    /// The same, started anew.
    pub async fn opened(self) -> Self {
        self.database().close().await;
        let centre = centre(&self.place, &self.time, &self.blobs, wide()).await;
        Self { centre, ..self }
    }

    /// Another process on the same database.
    pub async fn another(&self) -> Centre {
        centre(&self.place, &self.time, &self.blobs, wide()).await
    }

    pub fn database(&self) -> &Database {
        self.centre.database()
    }

    pub fn clock(&self) -> Clock {
        Clock::Set(self.time.clone())
    }

    pub fn pass(&self, millis: i64) -> i64 {
        self.time.fetch_add(millis, Ordering::Relaxed) + millis
    }

    pub async fn code(&self, force: &ForceCode) -> EnrolCode {
        let good_for = self.centre.limits().enrol_code_ms;
        let (key, clock) = (own_key(), self.clock());
        administration::enrol_code(self.database(), force, &key, Profile::Desk, good_for, &clock)
            .await
            .unwrap()
    }

    /// A code for a field laptop.
    pub async fn field_code(&self, force: &ForceCode) -> EnrolCode {
        let good_for = self.centre.limits().enrol_code_ms;
        let (key, clock) = (own_key(), self.clock());
        let made = administration::enrol_code(self.database(), force, &key, Profile::Field, good_for, &clock);
        made.await.unwrap()
    }

    /// A code by which an officer joins their register on one more laptop.
    pub async fn code_for(&self, force: &ForceCode, officer: &str) -> EnrolCode {
        let good_for = self.centre.limits().enrol_code_ms;
        let (key, clock) = (own_key(), self.clock());
        let made = administration::officer_code(
            self.database(),
            force,
            officer,
            &key,
            Profile::Desk,
            good_for,
            &clock,
        );
        made.await.unwrap().0
    }

    /// A laptop that is founded and enrolled.
    pub async fn laptop(&self, number: u32) -> Laptop {
        self.laptop_of(number, force()).await
    }

    pub async fn laptop_of(&self, number: u32, force: ForceCode) -> Laptop {
        let laptop = Laptop::founded(number, force);
        let code = self.code(&laptop.force).await;
        self.centre.enrol(laptop.enrolment(&code)).await.unwrap();
        laptop
    }
}

fn place(on: On, folder: &tempfile::TempDir) -> Place {
    match on {
        On::Sqlite => Place::Sqlite(folder.path().join("central.db")),
        On::Postgres => Place::parse(&Postgres::shared().database()),
    }
}

async fn centre(place: &Place, time: &Arc<AtomicI64>, blobs: &Arc<InMemory>, limits: Limits) -> Centre {
    let wait = Duration::from_millis(limits.database_wait_ms);
    let database = Database::open(place, limits.database_connections, wait).await.unwrap();
    let parts = Parts {
        database,
        key: own_key(),
        clock: Clock::Set(time.clone()),
        limits,
        training: true,
        blobs: blobs.clone(),
        withdrawn: None,
    };
    Centre::new(parts).await.unwrap()
}
