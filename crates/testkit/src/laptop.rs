//! A laptop: a vault on disk, who sits at it, and its clock.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use register::command::{Command, TakeReport};
use register::entry::{Author, Marking};
use register::fact::{ForceFact, IncidentFact, Source};
use register::force::ForceCode;
use register::officer::fold_placed;
use register::{
    ActionId, Body, Context, DeviceId, EntryId, Hash, Incident, IncidentId, OfficerId, PersonId, Refusal,
    RegisterId, Role, Thresholds, When, decide,
};
use store::keys::{KdfParams, NewPassphrase, OfficerKeys, RegisterLock, RegisterMeta, VaultKey, VaultKeys};
use store::{ActError, Along, Signers, Vault, Verified, Writing, signers};
use sync::{Bounds, Memory};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::instant;

mod beside;
mod connected;

const PASSPHRASE: &str = "kettle marble 7 pelican drift";

/// Small batches, so that an exchange has many steps.
pub const BOUNDS: Bounds = Bounds {
    push_entries: 20,
    page_entries: 20,
    digests: 64,
    ahead_ms: 300_000,
    fill_from: 1_000,
    list_every: 45,
};

/// Somebody who signs.
#[derive(Clone)]
pub struct Officer {
    pub officer_id: OfficerId,
    pub name: String,
    pub role: Role,
    pub keys: Arc<OfficerKeys>,
}

impl Officer {
    fn added(&self) -> ForceFact {
        ForceFact::OfficerAdded {
            officer_id: self.officer_id,
            name: self.name.clone(),
            collar: format!("T{}", self.officer_id.0.as_u128() & 0xffff),
            role: self.role,
            public_key: Hash(self.keys.signing_public()).to_string(),
        }
    }
}

/// A laptop with a register of its own. What is asked of it takes `&self`, so that it may record while it
/// exchanges.
pub struct Laptop {
    pub number: u32,
    pub force: ForceCode,
    pub register_id: RegisterId,
    /// Who founded its register.
    pub officer: Officer,
    pub vault: Vault,
    /// What its clock says: milliseconds since 1970.
    pub clock: Arc<AtomicI64>,
    pub bounds: Bounds,
    folder: PathBuf,
    keys: VaultKeys,
    memory: Mutex<Memory>,
    /// Counts every identifier and salt that is drawn.
    drawn: AtomicU64,
}

fn uuid(kind: u8, number: u32, drawn: u64) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 120 | u128::from(number) << 64 | u128::from(drawn))
}

impl Laptop {
    /// A laptop whose first entry founds its register, in a folder of its own that is made.
    ///
    /// # Panics
    /// Where the folder cannot be written.
    pub async fn new(folder: &Path, number: u32, force: ForceCode, time: i64) -> Self {
        std::fs::create_dir_all(folder).expect("a folder for the laptop");
        let register_id = RegisterId(uuid(4, number, 0));
        let meta = RegisterMeta { register_id: register_id.0, force_code: force.to_string(), training: true };
        let lock = RegisterLock::take(folder).expect("the register is nobody else's");
        let mut rng = ChaCha20Rng::seed_from_u64(number.into());
        let (unlocked, _) =
            store::keys::create(&lock, &meta, "T-1", &passphrase(), &mut rng).expect("keys are made");
        drop(lock);
        let device_id = DeviceId(uuid(1, number, 0));
        let vault = Vault::create(folder, &unlocked.vault_keys.current, device_id, Thresholds::default())
            .await
            .expect("the vault is made");
        let officer = Officer {
            officer_id: OfficerId(uuid(2, number, 0)),
            name: format!("Test-Heron {number}"),
            role: Role::DutyInspector,
            keys: Arc::new(unlocked.officer_keys),
        };
        let laptop = Self {
            number,
            force: force.clone(),
            register_id,
            officer: officer.clone(),
            vault,
            clock: Arc::new(AtomicI64::new(time)),
            bounds: BOUNDS,
            folder: folder.to_owned(),
            keys: unlocked.vault_keys,
            memory: Mutex::default(),
            drawn: AtomicU64::new(1),
        };
        let founding = ForceFact::RegisterCreated { register_id, force, device_id, training: true };
        laptop.say(&officer, vec![founding, officer.added()]).await;
        laptop
    }

    /// A letter for each laptop, in the order of their numbers.
    pub fn name(&self) -> char {
        char::from(b'A' + u8::try_from(self.number.saturating_sub(1) % 26).unwrap_or_default())
    }

    /// The folder of its register.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The raw key of its file, as an insider has it.
    pub fn key(&self) -> &VaultKey {
        &self.keys.current
    }

    /// What its clock says.
    pub fn now(&self) -> DateTime<Utc> {
        instant(self.clock.load(Ordering::Relaxed))
    }

    /// Let its clock run.
    pub fn pass(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    /// Let the vault go and open it anew: what was remembered of exchanges is forgotten.
    ///
    /// # Panics
    /// Where the vault does not open.
    pub async fn reopened(self) -> Self {
        self.vault.close().await.expect("the vault is closed");
        let vault = Vault::open(&self.folder, &self.keys.current, Thresholds::default())
            .await
            .expect("the vault opens");
        Self { vault, memory: Mutex::default(), ..self }
    }

    /// A copy of its files as they stand, in another folder: a backup of the whole laptop.
    ///
    /// # Panics
    /// Where the files cannot be copied.
    pub async fn copied(self, to: &Path) -> Self {
        self.vault.close().await.expect("the vault is closed");
        std::fs::create_dir_all(to).expect("a folder for the copy");
        for file in std::fs::read_dir(&self.folder).expect("the laptop's folder").flatten() {
            std::fs::copy(file.path(), to.join(file.file_name())).expect("a file is copied");
        }
        let vault = Vault::open(&self.folder, &self.keys.current, Thresholds::default())
            .await
            .expect("the vault opens");
        Self { vault, ..self }
    }

    /// The files of a copy come back in the place of its own.
    ///
    /// # Panics
    /// Where the copy does not open.
    pub async fn put_back(self, from: &Path) -> Self {
        self.vault.close().await.expect("the vault is closed");
        for name in [store::DATABASE, "register.db-wal", "register.db-shm"] {
            let _ = std::fs::remove_file(self.folder.join(name));
        }
        std::fs::copy(from.join(store::DATABASE), self.folder.join(store::DATABASE)).expect("put back");
        let vault = Vault::open(&self.folder, &self.keys.current, Thresholds::default())
            .await
            .expect("the copy opens");
        Self { vault, memory: Mutex::default(), ..self }
    }

    fn draw(&self, kind: u8) -> Uuid {
        uuid(kind, self.number, self.drawn.fetch_add(1, Ordering::Relaxed))
    }

    fn writing<'a>(&self, officer: &'a Officer) -> Writing<'a> {
        let id = self.draw(6);
        let mut salt = [0; 32];
        salt[..16].copy_from_slice(id.as_bytes());
        Writing {
            officer_id: officer.officer_id,
            keys: &officer.keys,
            now: self.now(),
            entry_id: EntryId(id),
            salt,
        }
    }

    fn body<F>(&self, officer: &Officer, facts: Vec<F>) -> Body<F> {
        Body {
            author: Author { name: officer.name.clone(), role: officer.role, force: self.force.clone() },
            source: Source::officer(),
            happened_at: When::NotKnown,
            from_paper: false,
            marking: Marking::default(),
            facts,
        }
    }

    /// Say something in the force's stream.
    async fn say(&self, officer: &Officer, facts: Vec<ForceFact>) -> Hash {
        let body = self.body(officer, facts);
        let said = self.vault.act_on_force(self.register_id, self.writing(officer), |_| {
            Ok::<_, std::convert::Infallible>(body)
        });
        said.await.expect("the entry is written").last().expect("it is there").hash
    }

    /// Make another officer known. Their keys are sealed in this laptop's key file; who is given them may sign
    /// elsewhere.
    ///
    /// # Panics
    /// Where the officer has a slot already.
    pub async fn introduce(&self, number: u32, role: Role) -> Officer {
        let lock = RegisterLock::take(&self.folder).expect("the register is nobody else's");
        let mut rng = ChaCha20Rng::seed_from_u64(1_000 + u64::from(number));
        let collar = format!("T-{number}");
        let unlocked = store::keys::add_slot(&lock, &self.keys, &collar, &passphrase(), &mut rng)
            .expect("a slot for the officer");
        let officer = Officer {
            officer_id: OfficerId(uuid(2, self.number, number.into())),
            name: format!("Test-Wren {number}"),
            role,
            keys: Arc::new(unlocked.officer_keys),
        };
        self.say(&self.officer, vec![officer.added()]).await;
        officer
    }

    /// Take a report: a new incident.
    ///
    /// # Panics
    /// Where it is refused.
    pub async fn report(&self, family: &str) -> IncidentId {
        self.take_report(crate::acts::report(family)).await
    }

    /// A report of somebody who was missing before.
    ///
    /// # Panics
    /// Where it is refused, or nothing of the earlier incident is here.
    pub async fn report_again(&self, earlier: IncidentId) -> IncidentId {
        let person = self.state(earlier).await.expect("the earlier incident").person_id;
        let report = crate::acts::report("Test-Larkspur");
        self.take_report(TakeReport { same_person_as: Some(person), ..report }).await
    }

    async fn take_report(&self, report: TakeReport) -> IncidentId {
        let incident_id = IncidentId(self.draw(5));
        self.act(incident_id, report).await.expect("a report is always taken");
        incident_id
    }

    /// The founder does something, in sight of everything that is here. Gives the entry's hash.
    ///
    /// # Errors
    /// The refusal of the rules; nothing was written.
    pub async fn act(&self, incident_id: IncidentId, command: impl Into<Command>) -> Result<Hash, Refusal> {
        self.act_as(&self.officer, incident_id, command).await
    }

    /// The same by somebody else.
    ///
    /// # Errors
    /// As [`Laptop::act`].
    ///
    /// # Panics
    /// Where the vault fails.
    pub async fn act_as(
        &self,
        officer: &Officer,
        incident_id: IncidentId,
        command: impl Into<Command>,
    ) -> Result<Hash, Refusal> {
        self.write(officer, incident_id, command.into(), Along::default()).await
    }

    async fn write(
        &self,
        officer: &Officer,
        incident_id: IncidentId,
        mut command: Command,
        along: Along,
    ) -> Result<Hash, Refusal> {
        let writing = self.writing(officer);
        let entry_id = writing.entry_id;
        let thresholds = Thresholds::default();
        let context = Context {
            now: writing.now,
            officer_id: officer.officer_id,
            role: officer.role,
            force: self.force.clone(),
            thresholds: &thresholds,
            new_person: PersonId(self.draw(7)),
            new_action: ActionId(self.draw(8)),
            question_set: register::question_set::SHIPPED.into(),
            exploited_in: Vec::new(),
            new_reference: format!("{}/26/{}-{}", self.force, self.number, self.draw(9).as_u128() as u64),
        };
        let decided = self.vault.act(incident_id, writing, along, |state| {
            command.act_mut().basis = state.map(|state| state.basis.clone()).unwrap_or_default();
            let facts: Vec<IncidentFact> = decide(state, &command, &context)?;
            Ok((command.act().basis.clone(), self.body(officer, facts)))
        });
        match decided.await {
            Ok(log) => {
                let own = log.iter().find(|received| received.entry.header.entry_id == entry_id);
                Ok(own.expect("what was written is in the log").entry.hash)
            }
            Err(ActError::Refused(refusal)) => Err(refusal),
            Err(ActError::Store(error)) => panic!("the vault failed: {error:?}"),
        }
    }

    /// The founder writes facts that no rule was asked about, as a program that keeps none would, in sight of
    /// everything that is here and from a screen that showed nothing.
    ///
    /// # Panics
    /// Where the vault fails.
    pub async fn write_unruled(&self, incident_id: IncidentId, facts: Vec<IncidentFact>) -> EntryId {
        let writing = self.writing(&self.officer);
        let entry_id = writing.entry_id;
        let body = self.body(&self.officer, facts);
        let written = self.vault.act(incident_id, writing, Along::default(), |_| {
            Ok::<_, std::convert::Infallible>((Vec::new(), body))
        });
        written.await.expect("the entry is written");
        entry_id
    }

    /// What an incident's entries add up to here.
    ///
    /// # Panics
    /// Where the vault fails.
    pub async fn state(&self, incident_id: IncidentId) -> Option<Incident> {
        self.vault.log(incident_id).await.expect("the log is read").state().cloned()
    }

    /// Check everything, with the keys of all officers of the force that are known here.
    ///
    /// # Panics
    /// Where the vault fails.
    pub async fn verify(&self) -> Verified {
        let mut known = Signers::new();
        let others = self.vault.force_registers().await.expect("registers of the force");
        for register_id in others.into_iter().filter(|id| *id != self.register_id).chain([self.register_id]) {
            let log = self.vault.force_log(register_id).await.expect("a force's stream");
            for (officer_id, keys) in signers(&fold_placed(log.iter().map(|(entry, place)| (entry, *place))))
            {
                known.entry(officer_id).or_default().extend(keys);
            }
        }
        self.vault.verify(&known, |_| true).await.expect("verify answers")
    }
}

fn passphrase() -> NewPassphrase<'static> {
    NewPassphrase { kdf: KdfParams::weak_for_tests(), ..NewPassphrase::new(PASSPHRASE, &[]) }
}
