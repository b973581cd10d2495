//! A register of one officer in a folder of its own, and an insider: somebody with the key and a
//! connection of their own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use register::command::*;
use register::entry::{Author, Marking};
use register::fact::*;
use register::force::ForceCode;
use register::id::*;
use register::officer::{OfficerKey, Place};
use register::{Body, Context, Incident, Refusal, Role, Thresholds, When, decide};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};
use store::keys::{KdfParams, NewPassphrase, RegisterLock, RegisterMeta, Unlocked, VaultKey};
use store::{ActError, Along, Finding, FindingKind, Signer, Signers, Vault, Verified, Writing};
use uuid::Uuid;

pub const COLLAR: &str = "NM-4471";
pub const PASSPHRASE: &str = "kettle marble 7 pelican drift";

pub fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_442_000, 0).unwrap() + TimeDelta::minutes(minutes)
}

pub fn incident(n: u128) -> IncidentId {
    IncidentId(Uuid::from_u128(0xA000 + n))
}

pub fn officer() -> OfficerId {
    OfficerId(Uuid::from_u128(0x0FF1))
}

/// Keys of a new register in the folder; the lock is let go.
pub fn new_keys(folder: &Path) -> Unlocked {
    let meta = RegisterMeta { register_id: Uuid::from_u128(1), force_code: "NM".into(), training: true };
    let passphrase =
        NewPassphrase { kdf: KdfParams::weak_for_tests(), ..NewPassphrase::new(PASSPHRASE, &[]) };
    let lock = RegisterLock::take(folder).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    store::keys::create(&lock, &meta, COLLAR, &passphrase, &mut rng).unwrap().0
}

pub struct Register {
    pub folder: Folder,
    pub unlocked: Unlocked,
    pub vault: Vault,
    /// Counts every identifier and salt that is drawn.
    drawn: AtomicU64,
}

/// Removed at the end where it was made here.
pub enum Folder {
    Own(tempfile::TempDir),
    Given(PathBuf),
}

impl Folder {
    pub fn path(&self) -> &Path {
        match self {
            Self::Own(folder) => folder.path(),
            Self::Given(path) => path,
        }
    }
}

impl Register {
    /// A register that stands already; identifiers are drawn from `drawn` on.
    pub fn of(folder: PathBuf, unlocked: Unlocked, vault: Vault, drawn: u64) -> Self {
        Self { folder: Folder::Given(folder), unlocked, vault, drawn: AtomicU64::new(drawn + 1) }
    }

    pub async fn new() -> Self {
        Self::on(DeviceId(Uuid::from_u128(0xDE))).await
    }

    /// On another device: the same names are drawn there.
    pub async fn on(device: DeviceId) -> Self {
        let folder = Folder::Own(tempfile::tempdir().unwrap());
        let unlocked = new_keys(folder.path());
        let vault = Vault::create(folder.path(), &unlocked.vault_keys.current, device, Thresholds::default())
            .await
            .unwrap();
        Self { folder, unlocked, vault, drawn: AtomicU64::new(1) }
    }

    /// Two incidents with a few entries each, looks and a picture.
    pub async fn filled() -> Self {
        let register = Self::new().await;
        for n in [1, 2] {
            register.give(n, 0, report("Test-Larkspur", "Magnus")).await;
            for minute in 1..6 {
                register.give(n, minute, note(&format!("knocked at number {minute}"))).await;
            }
        }
        register.vault.look(vec![look(1, 10, "on duty"), look(2, 11, "on duty")]).await.unwrap();
        register.give(1, 12, assess(Grade::Medium, 12)).await;
        register.vault.look(vec![look(1, 13, "handover")]).await.unwrap();
        register
    }

    pub fn key(&self) -> &VaultKey {
        &self.unlocked.vault_keys.current
    }

    pub fn draw(&self) -> Uuid {
        Uuid::from_u128(0xE000_0000 + u128::from(self.drawn.fetch_add(1, Ordering::Relaxed)))
    }

    pub fn writing(&self, minute: i64) -> Writing<'_> {
        let id = self.draw();
        let mut salt = [0; 32];
        salt[..16].copy_from_slice(id.as_bytes());
        Writing {
            officer_id: officer(),
            keys: &self.unlocked.officer_keys,
            now: at(minute),
            entry_id: EntryId(id),
            salt,
        }
    }

    pub async fn ask(
        &self,
        n: u128,
        minute: i64,
        command: impl Into<Command>,
    ) -> Result<Incident, ActError<Refusal>> {
        self.ask_along(n, self.writing(minute), command, Along::default()).await
    }

    pub async fn ask_along(
        &self,
        n: u128,
        writing: Writing<'_>,
        command: impl Into<Command>,
        along: Along,
    ) -> Result<Incident, ActError<Refusal>> {
        let command = command.into();
        let (person, action, now) = (self.draw(), self.draw(), writing.now);
        self.vault
            .act(incident(n), writing, along, |state| {
                decided(state, &command, now, PersonId(person), ActionId(action), n)
            })
            .await
            .map(|log| log.state().expect("somebody is missing").clone())
    }

    pub async fn give(&self, n: u128, minute: i64, command: impl Into<Command>) -> Incident {
        self.ask(n, minute, command).await.expect("accepted")
    }

    pub fn signers(&self) -> Signers {
        let key = OfficerKey {
            public: self.unlocked.officer_keys.signing_public(),
            device_id: self.vault.device_id(),
            from: 1,
            until: u64::MAX,
            introduced: Place::default(),
            ended: None,
            only_there: false,
        };
        Signers::from([(officer(), Signer::new(Role::DutyInspector, key).into_iter().collect())])
    }

    pub async fn verify(&self) -> Verified {
        self.vault.verify(&self.signers(), |_| true).await.expect("verify answers")
    }

    /// Kinds of what verify finds beside the tail that nobody can prove.
    pub async fn found(&self) -> Vec<FindingKind> {
        kinds(&self.verify().await)
    }

    /// Somebody with the key and a connection of their own. Triggers stand.
    pub async fn insider(&self) -> SqliteConnection {
        insider(&self.folder.path().join(store::DATABASE), self.key()).await
    }

    /// The insider drops the triggers, does this, and leaves.
    pub async fn tamper(&self, statements: &[&'static str]) {
        let mut insider = self.insider().await;
        disarm(&mut insider).await;
        for statement in statements {
            let done = sqlx::query(*statement).execute(&mut insider).await.unwrap();
            assert!(done.rows_affected() > 0, "nothing was altered by: {statement}");
        }
        insider.close().await.unwrap();
    }

    /// Close the vault and open it anew.
    pub async fn reopened(self) -> Self {
        let Self { folder, unlocked, vault, drawn } = self;
        vault.close().await.unwrap();
        let vault =
            Vault::open(folder.path(), &unlocked.vault_keys.current, Thresholds::default()).await.unwrap();
        Self { folder, unlocked, vault, drawn }
    }
}

pub fn kinds(verified: &Verified) -> Vec<FindingKind> {
    let mut kinds: Vec<FindingKind> = verified
        .findings
        .iter()
        .map(|finding: &Finding| finding.kind)
        .filter(|kind| *kind != FindingKind::TailUnproven)
        .collect();
    kinds.dedup();
    kinds
}

pub fn with_key(path: &Path, key: &VaultKey) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .pragma("key", format!("\"{}\"", key.pragma_literal().as_str()))
        .disable_statement_logging()
}

pub async fn insider(path: &Path, key: &VaultKey) -> SqliteConnection {
    with_key(path, key).connect().await.unwrap()
}

pub async fn disarm(insider: &mut SqliteConnection) {
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'fts%'")
            .fetch_all(&mut *insider)
            .await
            .unwrap();
    for trigger in triggers {
        sqlx::raw_sql(AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).execute(&mut *insider).await.unwrap();
    }
}

/// Every row of a query as text, one line a row, blobs as hexadecimal.
pub async fn dump(connection: &mut SqliteConnection, table: &str) -> Vec<String> {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    let statement = format!("SELECT {} FROM {table} ORDER BY 1", quoted.join(" || '|' || "));
    let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

pub fn decided(
    state: Option<&Incident>,
    command: &Command,
    now: DateTime<Utc>,
    new_person: PersonId,
    new_action: ActionId,
    n: u128,
) -> Result<(Vec<EntryId>, Body<IncidentFact>), Refusal> {
    let thresholds = Thresholds::default();
    let context = Context {
        now,
        officer_id: officer(),
        role: Role::DutyInspector,
        force: ForceCode::parse("NM").unwrap(),
        thresholds: &thresholds,
        new_person,
        new_action,
        question_set: register::question_set::SHIPPED.into(),
        exploited_in: Vec::new(),
        new_reference: format!("NM/26/{n:06}"),
    };
    let facts = decide(state, command, &context)?;
    Ok((command.act().basis.clone(), body(facts)))
}

pub fn body(facts: Vec<IncidentFact>) -> Body<IncidentFact> {
    Body {
        author: Author {
            name: "Test-Heron, Ada".into(),
            role: Role::DutyInspector,
            force: ForceCode::parse("NM").unwrap(),
        },
        source: Source::officer(),
        happened_at: When::NotKnown,
        from_paper: false,
        marking: Marking::default(),
        facts,
    }
}

pub fn report(family: &str, given: &str) -> TakeReport {
    TakeReport {
        act: Act::default(),
        category: Category::Missing,
        reported_at: None,
        same_person_as: None,
        description: items(&[(Attribute::FamilyName, family), (Attribute::GivenName, given)]),
        last_seen: None,
        circumstances: String::new(),
        answers: vec![],
        references: vec![],
        assign_to: None,
        question_set: String::new(),
    }
}

pub fn items(description: &[(Attribute, &str)]) -> Vec<DescriptionItem> {
    description.iter().map(|&(attribute, value)| DescriptionItem { attribute, value: value.into() }).collect()
}

pub fn note(text: &str) -> RecordNote {
    RecordNote { incident_id: incident(0), act: Act::default(), text: text.into() }
}

pub fn describe(attribute: Attribute, value: &str) -> Describe {
    Describe { incident_id: incident(0), act: Act::default(), description: items(&[(attribute, value)]) }
}

pub fn assess(grade: Grade, minute: i64) -> AssessRisk {
    AssessRisk {
        incident_id: incident(0),
        act: Act::default(),
        grade,
        factors: vec![],
        rationale: Rationale {
            key_facts: "left on foot, no coat".into(),
            not_known: "where they were going".into(),
            would_change: "any word of self-harm".into(),
        },
        next_review_at: at(minute + 120),
        lowered_because: None,
        beside: Default::default(),
    }
}

pub fn look(n: u128, minute: i64, reason: &str) -> store::Look {
    store::Look {
        at: at(minute),
        officer_id: officer(),
        incident_id: Some(incident(n)),
        verb: "show_incident".into(),
        query: String::new(),
        reason: reason.into(),
        seen_seq: None,
    }
}

pub fn blob(bytes: &[u8]) -> store::NewBlob {
    store::NewBlob { hash: Hash::of(bytes), media_type: "image/jpeg", bytes: bytes.to_vec() }
}
