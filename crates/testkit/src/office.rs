//! The central service in this process, over SQLite, with a clock that is set.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use central::administration::{self, Organisation, Profile};
use central::{Centre, Clock, Database, KEY_FILE, Limits, OwnKey, Parts, Place, backup};
use object_store::memory::InMemory;
use register::force::ForceCode;
use register::{DeviceId, OfficerId, Role};
use tempfile::TempDir;

use crate::insider::Ledger;
use crate::laptop::{Laptop, Officer};
use crate::{START, force};

const KEY: [u8; 32] = [3; 32];

/// Central with two forces, NM and WX.
pub struct Office {
    pub centre: Centre,
    /// Central's time: milliseconds since 1970.
    pub time: Arc<AtomicI64>,
    file: PathBuf,
    folder: TempDir,
    made: AtomicU32,
}

async fn centre(file: &Path, time: &Arc<AtomicI64>) -> Centre {
    let limits = Limits { device_per_second: 1_000_000, device_burst: 1_000_000, ..Limits::default() };
    let wait = Duration::from_millis(limits.database_wait_ms);
    let place = Place::Sqlite(file.to_owned());
    let database = Database::open(&place, 4, wait).await.expect("central's database");
    let parts = Parts {
        database,
        key: OwnKey::of(KEY),
        clock: Clock::Set(time.clone()),
        limits,
        training: true,
        blobs: Arc::new(InMemory::new()),
        withdrawn: None,
    };
    Centre::new(parts).await.expect("central starts")
}

impl Office {
    /// An office that knows its forces and no device.
    ///
    /// # Panics
    /// Where the disk fails.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for central");
        let (file, time) = (folder.path().join("central.db"), Arc::new(AtomicI64::new(START)));
        std::fs::write(folder.path().join(KEY_FILE), KEY).expect("central's key");
        let office = Self { centre: centre(&file, &time).await, time, file, folder, made: AtomicU32::new(0) };
        for code in ["NM", "WX"] {
            let (force, police) = (force(code), Organisation::Police);
            let (database, clock) = (office.centre.database(), office.clock());
            let added = administration::add_force(database, &force, force.name(), &police, &clock);
            added.await.expect("a force is added");
        }
        office
    }

    fn clock(&self) -> Clock {
        Clock::Set(self.time.clone())
    }

    /// Let central's time pass.
    pub fn pass(&self, millis: i64) {
        self.time.fetch_add(millis, Ordering::Relaxed);
    }

    /// A laptop of a force, enrolled, whose clock is right.
    pub async fn laptop(&self, number: u32, code: &str) -> Laptop {
        let folder = self.folder.path().join(format!("laptop-{number}"));
        let laptop = Laptop::new(&folder, number, force(code), self.time.load(Ordering::Relaxed)).await;
        self.enrol(&laptop).await;
        laptop
    }

    /// A field laptop of a force, enrolled, whose clock is right.
    pub async fn field_laptop(&self, number: u32, code: &str) -> Laptop {
        let folder = self.folder.path().join(format!("laptop-{number}"));
        let laptop = Laptop::new(&folder, number, force(code), self.time.load(Ordering::Relaxed)).await;
        self.enrol_as(&laptop, Profile::Field).await;
        laptop
    }

    /// Change what a laptop is given.
    ///
    /// # Panics
    /// Where it is not known.
    pub async fn set_profile(&self, laptop: &Laptop, profile: Profile) {
        let (database, device_id) = (self.centre.database(), laptop.vault.device_id());
        let done = administration::set_profile(database, &laptop.force, device_id, profile);
        assert!(done.await.expect("the device is known"), "it was so already");
    }

    /// Enrol a laptop with a new code.
    ///
    /// # Panics
    /// Where central refuses.
    pub async fn enrol(&self, laptop: &Laptop) {
        self.enrol_as(laptop, Profile::Desk).await;
    }

    /// The same, as a field laptop or a desk.
    ///
    /// # Panics
    /// Where central refuses.
    pub async fn enrol_as(&self, laptop: &Laptop, profile: Profile) {
        let good_for = self.centre.limits().enrol_code_ms;
        let (database, key, clock) = (self.centre.database(), OwnKey::of(KEY), self.clock());
        let code = administration::enrol_code(database, &laptop.force, &key, profile, good_for, &clock);
        let code = code.await.expect("a code");
        laptop.enrol(&self.centre, code.secret(), "http://127.0.0.1:1").await;
    }

    /// A force's ledger, read from the file.
    pub async fn ledger(&self, force: &ForceCode) -> Ledger {
        Ledger::read(&self.file, force).await
    }

    /// A folder of its own for a test.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Write a backup; gives its folder.
    ///
    /// # Panics
    /// Where it fails.
    pub async fn back_up(&self) -> PathBuf {
        let to = self.place(&format!("backup-{}", self.made.fetch_add(1, Ordering::Relaxed)));
        let key = self.folder.path().join(KEY_FILE);
        let done = backup::back_up(self.centre.database(), &InMemory::new(), &key, &to).await;
        done.expect("a backup is written");
        to
    }

    /// Central is lost, and put back from a backup.
    ///
    /// # Panics
    /// Where it fails.
    pub async fn put_back(self, from: &Path) -> Self {
        self.centre.database().close().await;
        let file = self.place(&format!("central-{}.db", self.made.fetch_add(1, Ordering::Relaxed)));
        let centre = centre(&file, &self.time).await;
        let restored = backup::restore(centre.database(), &InMemory::new(), from, &self.clock()).await;
        restored.expect("a backup is put back");
        centre.database().close().await;
        Self { centre: self::centre(&file, &self.time).await, file, ..self }
    }

    /// The database's files as they are now, copied aside while it stands still.
    ///
    /// # Panics
    /// Where it fails.
    pub async fn copied(self) -> (Self, PathBuf) {
        self.centre.database().close().await;
        let copy = self.place(&format!("copy-{}.db", self.made.fetch_add(1, Ordering::Relaxed)));
        std::fs::copy(&self.file, &copy).expect("the file is copied");
        let centre = self::centre(&self.file, &self.time).await;
        (Self { centre, ..self }, copy)
    }

    /// Central is lost, and somebody copies its old files back: it does not know of it.
    ///
    /// # Panics
    /// Where it fails.
    pub async fn copied_back(self, copy: &Path) -> Self {
        self.centre.database().close().await;
        let file = self.place(&format!("central-{}.db", self.made.fetch_add(1, Ordering::Relaxed)));
        std::fs::copy(copy, &file).expect("the file is copied");
        Self { centre: self::centre(&file, &self.time).await, file, ..self }
    }

    /// Give the device nothing more.
    ///
    /// # Panics
    /// Where it is not known.
    pub async fn revoke(&self, force: &ForceCode, device_id: DeviceId) {
        let clock = self.clock();
        let done = administration::revoke_device(self.centre.database(), force, device_id, &clock);
        done.await.expect("the device is revoked");
    }

    /// Refuse what an officer sends.
    ///
    /// # Panics
    /// Where they are not known.
    pub async fn suspend(&self, force: &ForceCode, officer_id: OfficerId) {
        let (database, clock) = (self.centre.database(), self.clock());
        let done = administration::suspend_officer(database, force, officer_id, "test", &clock);
        done.await.expect("the officer is suspended");
    }

    /// Admit an officer's key.
    ///
    /// # Panics
    /// Where it is no key.
    pub async fn admit(&self, force: &ForceCode, officer: &Officer, role: Role) {
        let key = register::Hash(officer.keys.signing_public()).to_string();
        let done = administration::add_officer(self.centre.database(), force, officer.officer_id, &key, role);
        done.await.expect("the officer is admitted");
    }
}
