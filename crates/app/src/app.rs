//! The program: where registers stand, which one is open, who is signed in, what time it is.

use std::collections::{HashMap, HashSet};
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
use register::{EntryId, Hash, IncidentId, OfficerId, RegisterId, Role, Thresholds, When};
use store::keys::{KdfParams, OfficerKeys, RegisterLock, VaultKeys};
use store::{Look, Vault, Writing};
use tokio::sync::{RwLock, broadcast};
use uuid::Uuid;

use crate::commands::{Act, RegisterKind};
use crate::error::AppError;
use crate::files::Files;
use crate::looked::Looked;
use crate::officers::Officer;
use crate::standards::InUse;
use crate::syncing::Syncing;
use crate::time::{TimeSource, system_now};
use crate::use_cases::officers::read_again;
use crate::views::AppEvent;

/// What the program is told when it starts.
#[derive(Clone, Debug)]
pub struct AppSettings {
    /// Registers stand in `live/` and `training/` below it.
    pub data_dir: PathBuf,
    pub clock: TimeSource,
    /// Cost of deriving a key from a passphrase of a live register.
    pub kdf: KdfParams,
    /// Whether an open register is synced with its central service by itself.
    pub syncs: bool,
}

impl AppSettings {
    pub fn new(data_dir: PathBuf) -> Self {
        Self { data_dir, clock: TimeSource::from_env(), kdf: KdfParams::default(), syncs: true }
    }
}

/// The program. Clones are the same program.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub settings: AppSettings,
    pub session: RwLock<Option<Arc<Session>>>,
    /// Held while a register is being closed: whoever opens one waits until its file is let go of.
    pub closing: tokio::sync::Mutex<()>,
    pub events: broadcast::Sender<AppEvent>,
    pub cancelled: AtomicBool,
    pub last_active: Mutex<Active>,
    pub files: Files,
}

/// When somebody was last at the keyboard, by two clocks: the one that runs on stands still while a
/// laptop sleeps, and the system's may be set.
#[derive(Clone, Copy)]
pub(crate) struct Active {
    running: tokio::time::Instant,
    system: DateTime<Utc>,
}

impl Active {
    fn now() -> Self {
        Self { running: tokio::time::Instant::now(), system: system_now() }
    }

    /// The longer of the two times.
    fn idle_for(&self, system: DateTime<Utc>) -> std::time::Duration {
        let slept = (system - self.system).to_std().unwrap_or_default();
        self.running.elapsed().max(slept)
    }
}

/// A register that is open, and the officer at the keyboard. Dropped when it is locked.
pub(crate) struct Session {
    pub kind: RegisterKind,
    pub vault: Vault,
    pub slot_id: Uuid,
    pub vault_keys: VaultKeys,
    pub keys: OfficerKeys,
    pub officer: Officer,
    pub officers: Mutex<Vec<Officer>>,
    pub standards: Mutex<Arc<InUse>>,
    pub register_id: RegisterId,
    pub force: ForceCode,
    pub unlocked_at: DateTime<Utc>,
    /// Held from reading the last reference until the next is recorded, so that none is given twice.
    pub numbering: tokio::sync::Mutex<()>,
    /// Looks of this session that are in the log.
    pub looked: Mutex<HashSet<Looked>>,
    /// The small photographs of the incidents that the last search of all forces answered, by their hashes.
    pub pictured: Mutex<HashMap<IncidentId, Hash>>,
    pub syncing: Syncing,
    /// Let go of last, when the file is closed.
    pub lock: RegisterLock,
}

impl App {
    pub fn new(settings: AppSettings) -> Self {
        let (events, _) = broadcast::channel(256);
        Self(Arc::new(Inner {
            settings,
            session: RwLock::new(None),
            closing: tokio::sync::Mutex::default(),
            events,
            cancelled: AtomicBool::new(false),
            last_active: Mutex::new(Active::now()),
            files: Files::default(),
        }))
    }

    pub(crate) fn of(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    /// The program, not kept alive.
    pub(crate) fn weak(&self) -> std::sync::Weak<Inner> {
        Arc::downgrade(&self.0)
    }

    /// What the program tells without being asked.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.0.events.subscribe()
    }

    /// Close the register, if one is open, so that its file is whole and alone.
    pub async fn shut_down(&self) {
        self.close("").await;
    }

    pub(crate) fn settings(&self) -> &AppSettings {
        &self.0.settings
    }

    pub(crate) fn files(&self) -> &Files {
        &self.0.files
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
            *last = Active::now();
        }
    }

    pub(crate) fn idle_for(&self) -> std::time::Duration {
        self.0.last_active.lock().map(|last| last.idle_for(system_now())).unwrap_or_default()
    }

    /// Open a session, and watch it for idleness.
    pub(crate) async fn open(&self, session: Session) -> Arc<Session> {
        let session = Arc::new(session);
        if let Err(error) = read_again(&session).await {
            tracing::error!(%error, "the force's stream is not read");
        }
        *self.0.session.write().await = Some(Arc::clone(&session));
        self.touch();
        self.watch_idleness(&session);
        if self.settings().syncs {
            self.keep_synced(&session);
        }
        session
    }

    /// Forget the keys. Running use-cases end on what they hold; nothing new begins. Waits for another that closes.
    pub(crate) async fn close(&self, why: &str) -> bool {
        let _closing = self.0.closing.lock().await;
        let session = self.0.session.write().await.take();
        let Some(session) = session else { return false };
        self.tell(AppEvent::Locked { why: why.to_owned() });
        // Long work ends, so that the keys leave memory.
        self.set_cancelled(true);
        session.syncing.end();
        if let Some(session) = alone(session).await
            && let Err(error) = session.vault.close().await
        {
            tracing::warn!(%error, "close");
        }
        true
    }

    /// Take the open session away, for an act after which it is another.
    pub(crate) async fn take(&self, why: &str, held: Arc<Session>) -> Option<Session> {
        drop(held);
        let _closing = self.0.closing.lock().await;
        let session = self.0.session.write().await.take();
        self.tell(AppEvent::Locked { why: why.to_owned() });
        match session {
            Some(session) => {
                session.syncing.end();
                alone(session).await
            }
            None => None,
        }
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

/// The session, when whoever still works on it has ended; `None` where that takes too long: it is then
/// closed by the last of them.
async fn alone(mut session: Arc<Session>) -> Option<Session> {
    const TURNS: u32 = 1_000;
    for _ in 0..TURNS {
        match Arc::try_unwrap(session) {
            Ok(session) => return Some(session),
            Err(shared) => session = shared,
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    None
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

    pub fn standards(&self) -> Arc<InUse> {
        self.standards.lock().map(|known| Arc::clone(&known)).unwrap_or_default()
    }

    pub fn writing(&self, now: DateTime<Utc>) -> Writing<'_> {
        writing(self.officer.officer_id, &self.keys, now)
    }

    pub fn author(&self) -> Author {
        Author { name: self.officer.name.clone(), role: self.officer.role, force: self.force.clone() }
    }

    /// What `decide` may use, for the officer at the keyboard.
    pub fn context(&self, now: DateTime<Utc>, new_reference: String) -> Context<'_> {
        let Officer { officer_id, role, .. } = self.officer;
        let question_set = self.standards().questions(now).0.version.clone();
        Context {
            question_set,
            ..context(self.thresholds(), now, officer_id, role, self.force.clone(), new_reference)
        }
    }

    pub fn look(&self, now: DateTime<Utc>, incident_id: Option<register::IncidentId>, verb: &str) -> Look {
        Look {
            at: now,
            officer_id: self.officer.officer_id,
            incident_id,
            verb: verb.to_owned(),
            query: String::new(),
            reason: String::new(),
            seen_seq: None,
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
    // A partner's word has its speaker and its time, where the act says nothing else.
    let partner = facts.iter().find_map(|fact| match fact {
        IncidentFact::PartnerInformed { information } => Some(information),
        _ => None,
    });
    let source = act.source.clone().or_else(|| partner.map(|information| information.source()));
    let happened_at = act.happened_at.or_else(|| partner.map(|said| said.said_at));
    Body {
        author,
        source: source.unwrap_or_else(Source::officer),
        happened_at: happened_at.unwrap_or(When::At { at: now }),
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
        question_set: register::question_set::SHIPPED.to_owned(),
        exploited_in: Vec::new(),
        new_reference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_laptop_that_slept_was_idle_and_a_clock_set_back_keeps_nobody_in() {
        let active = Active::now();
        let slept = active.idle_for(active.system + chrono::TimeDelta::minutes(11));
        assert!(slept >= std::time::Duration::from_secs(660), "{slept:?}");
        let set_back = active.idle_for(active.system - chrono::TimeDelta::hours(3));
        assert!(set_back < std::time::Duration::from_secs(60), "{set_back:?}");
    }
}
