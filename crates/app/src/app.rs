//! The program: where registers stand, which one is open, who is signed in, what time it is.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use rand::Rng as _;
use register::decide::Context;
use register::entry::{Author, Body, Marking};
use register::fact::{IncidentFact, Source};
use register::force::ForceCode;
use register::role::Verb;
use register::{EntryId, OfficerId, RegisterId, Role, Thresholds, When};
use store::keys::{KdfParams, OfficerKeys, RegisterLock, VaultKeys};
use store::{Look, Vault, Writing};
use tokio::sync::{RwLock, broadcast};
use uuid::Uuid;

use crate::commands::{Act, RegisterKind};
use crate::error::AppError;
use crate::officers::Officer;
use crate::time::{TimeSource, system_now};
use crate::views::AppEvent;

/// What the program is told when it starts.
#[derive(Clone, Debug)]
pub struct AppSettings {
    /// Registers stand in `live/` and `training/` below it.
    pub data_dir: PathBuf,
    pub clock: TimeSource,
    /// Cost of deriving a key from a passphrase of a live register.
    pub kdf: KdfParams,
}

impl AppSettings {
    pub fn new(data_dir: PathBuf) -> Self {
        Self { data_dir, clock: TimeSource::from_env(), kdf: KdfParams::default() }
    }
}

/// The program. Clones are the same program.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub settings: AppSettings,
    pub session: RwLock<Option<Arc<Session>>>,
    pub events: broadcast::Sender<AppEvent>,
    pub cancelled: AtomicBool,
    pub last_active: Mutex<tokio::time::Instant>,
    /// Small pictures of the lists, by hash; dropped with the session.
    pub thumbnails: Mutex<HashMap<register::Hash, Arc<Vec<u8>>>>,
}

/// A register that is open, and the officer at the keyboard. Dropped when it is locked.
pub(crate) struct Session {
    pub kind: RegisterKind,
    pub lock: RegisterLock,
    pub vault: Vault,
    pub vault_keys: VaultKeys,
    pub keys: OfficerKeys,
    pub officer: Officer,
    pub officers: Mutex<Vec<Officer>>,
    pub register_id: RegisterId,
    pub force: ForceCode,
    pub unlocked_at: DateTime<Utc>,
    /// Held from reading the last reference until the next is recorded, so that none is given twice.
    pub numbering: tokio::sync::Mutex<()>,
}

impl App {
    pub fn new(settings: AppSettings) -> Self {
        let (events, _) = broadcast::channel(256);
        Self(Arc::new(Inner {
            settings,
            session: RwLock::new(None),
            events,
            cancelled: AtomicBool::new(false),
            last_active: Mutex::new(tokio::time::Instant::now()),
            thumbnails: Mutex::default(),
        }))
    }

    /// What the program tells without being asked.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.0.events.subscribe()
    }

    /// Close the register, if one is open, so that its file is whole and alone.
    pub async fn shut_down(&self) {
        self.close("").await;
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    pub(crate) fn settings(&self) -> &AppSettings {
        &self.0.settings
    }

    pub(crate) fn tell(&self, event: AppEvent) {
        // Nobody may be listening; that is no failure.
        let _ = self.0.events.send(event);
    }

    pub(crate) fn folder(&self, kind: RegisterKind) -> PathBuf {
        self.0.settings.data_dir.join(match kind {
            RegisterKind::Live => "live",
            RegisterKind::Training => "training",
        })
    }

    /// The time for a register. A clock file is honoured where people are invented, and in builds
    /// for tests.
    pub(crate) fn now_for(&self, kind: RegisterKind) -> DateTime<Utc> {
        if self.may_set_clock(kind) { self.0.settings.clock.now() } else { system_now() }
    }

    pub(crate) fn may_set_clock(&self, kind: RegisterKind) -> bool {
        kind == RegisterKind::Training || cfg!(debug_assertions)
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn set_cancelled(&self, cancelled: bool) {
        self.0.cancelled.store(cancelled, Ordering::Relaxed);
    }

    /// The open register and its officer.
    pub(crate) async fn session(&self) -> Result<Arc<Session>, AppError> {
        self.0.session.read().await.clone().ok_or_else(AppError::locked)
    }

    /// The same, for somebody whose role grants the verb.
    pub(crate) async fn session_for(&self, verb: Verb) -> Result<Arc<Session>, AppError> {
        let session = self.session().await?;
        if session.officer.role.may(verb) {
            Ok(session)
        } else {
            Err(register::Refusal::from(register::Rule::NotYourRole).into())
        }
    }

    pub(crate) fn touch(&self) {
        if let Ok(mut last) = self.0.last_active.lock() {
            *last = tokio::time::Instant::now();
        }
    }

    pub(crate) fn idle_for(&self) -> std::time::Duration {
        self.0.last_active.lock().map(|last| last.elapsed()).unwrap_or_default()
    }

    /// Open a session, and watch it for idleness.
    pub(crate) async fn open(&self, session: Session) -> Arc<Session> {
        let session = Arc::new(session);
        *self.0.session.write().await = Some(Arc::clone(&session));
        self.touch();
        self.watch_idleness(&session);
        session
    }

    /// Forget the keys. Running use-cases end on what they hold; nothing new begins.
    pub(crate) async fn close(&self, why: &str) -> bool {
        let session = self.0.session.write().await.take();
        if let Ok(mut thumbnails) = self.0.thumbnails.lock() {
            thumbnails.clear();
        }
        let Some(session) = session else { return false };
        self.tell(AppEvent::Locked { why: why.to_owned() });
        if let Some(session) = Arc::into_inner(session) {
            if let Err(error) = session.vault.close().await {
                tracing::warn!(%error, "close");
            }
        }
        true
    }

    fn watch_idleness(&self, session: &Arc<Session>) {
        let limit =
            std::time::Duration::from_secs(60 * u64::from(session.vault.thresholds().idle_lock_minutes));
        // Neither the program nor the session is kept alive by being watched.
        let (program, watched) = (Arc::downgrade(&self.0), Arc::downgrade(session));
        tokio::spawn(async move {
            loop {
                let Some(app) = program.upgrade().map(App) else { return };
                if watched.strong_count() == 0 {
                    return;
                }
                let left = limit.saturating_sub(app.idle_for());
                if left.is_zero() {
                    // Another session may have been opened meanwhile: only the watched one is closed.
                    let current = app.0.session.read().await.as_ref().map(Arc::downgrade);
                    if current.is_some_and(|current| current.ptr_eq(&watched)) {
                        app.close(&crate::words::t("lock-idle")).await;
                    }
                    return;
                }
                drop(app);
                tokio::time::sleep(left.min(std::time::Duration::from_secs(5))).await;
            }
        });
    }
}

impl Session {
    pub fn thresholds(&self) -> &Thresholds {
        self.vault.thresholds()
    }

    pub fn training(&self) -> bool {
        self.kind == RegisterKind::Training
    }

    pub fn officers(&self) -> Vec<Officer> {
        self.officers.lock().map(|officers| officers.clone()).unwrap_or_default()
    }

    pub fn writing(&self, now: DateTime<Utc>) -> Writing<'_> {
        writing(self.officer.officer_id, &self.keys, now)
    }

    pub fn author(&self) -> Author {
        Author { name: self.officer.name.clone(), role: self.officer.role, force: self.force.clone() }
    }

    pub fn look(&self, now: DateTime<Utc>, incident_id: Option<register::IncidentId>, verb: &str) -> Look {
        Look {
            at: now,
            officer_id: self.officer.officer_id,
            incident_id,
            verb: verb.to_owned(),
            reason: String::new(),
        }
    }
}

pub(crate) fn writing(officer_id: OfficerId, keys: &OfficerKeys, now: DateTime<Utc>) -> Writing<'_> {
    Writing { officer_id, keys, now, entry_id: EntryId(new_uuid(now)), salt: random() }
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill(&mut bytes[..]);
    bytes
}

/// A version 7 UUID of the program's time.
pub(crate) fn new_uuid(now: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
}

/// The envelope around facts that have been decided.
pub(crate) fn body(
    author: Author,
    act: &Act,
    now: DateTime<Utc>,
    facts: Vec<IncidentFact>,
) -> Body<IncidentFact> {
    Body {
        author,
        source: act.source.clone().unwrap_or_else(Source::officer),
        happened_at: act.happened_at.unwrap_or(When::At { at: now }),
        from_paper: act.from_paper,
        marking: Marking::default(),
        facts,
    }
}

/// What `decide` may use.
pub(crate) fn context<'a>(
    thresholds: &'a Thresholds,
    now: DateTime<Utc>,
    officer_id: OfficerId,
    role: Role,
    force: ForceCode,
    new_reference: String,
) -> Context<'a> {
    Context {
        now,
        officer_id,
        role,
        force,
        thresholds,
        new_person: register::PersonId(new_uuid(now)),
        new_action: register::ActionId(new_uuid(now)),
        new_reference,
    }
}
