//! What an open register knows of its central service, and the exchanges with it.

mod background;
mod lease;
mod officers;
mod wide_checks;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use register::entry::Stream;
use store::{DeviceKey, Enrolment};
use sync::{
    Absent, Again, Bounds, Device, Exchanged, HttpCentral, HttpSettings, Known, Memory, Phase, State, Step,
    SyncError, Trouble,
};
use tokio::sync::watch;

use crate::app::{App, Session};
use crate::error::AppError;
use crate::present::sync::line_of;
use crate::views::AppEvent;

pub(crate) use lease::renewed;
pub(crate) use wide_checks::make_checks;

/// What is remembered of sync while a register is open.
pub(crate) struct Syncing {
    /// One exchange at a time.
    memory: tokio::sync::Mutex<Memory>,
    central: Mutex<Option<HttpCentral>>,
    status: Mutex<Status>,
    ended: watch::Sender<bool>,
    /// Counts the exchanges that went well: what travels beside the entries follows each.
    exchanged: watch::Sender<u64>,
    /// One at a time carries it, and knows which photographs central did not hold.
    carrying: tokio::sync::Mutex<Absent>,
    /// One at a time tells other forces, and fetches what they told.
    telling: tokio::sync::Mutex<()>,
    /// One at a time makes the force-wide checks that wait.
    checking: tokio::sync::Mutex<()>,
}

impl Default for Syncing {
    fn default() -> Self {
        Self {
            memory: tokio::sync::Mutex::default(),
            central: Mutex::default(),
            status: Mutex::default(),
            ended: watch::Sender::new(false),
            exchanged: watch::Sender::new(0),
            carrying: tokio::sync::Mutex::default(),
            telling: tokio::sync::Mutex::default(),
            checking: tokio::sync::Mutex::default(),
        }
    }
}

/// Where sync stands, but for what the file itself says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Status {
    pub phase: Phase,
    /// `None` once an exchange went well.
    pub trouble: Option<Trouble>,
    /// An exchange of this session has ended.
    pub tried: bool,
    pub clock_ahead_ms: i64,
    pub differs: Vec<Stream>,
}

impl Syncing {
    /// An officer asks for everything: also for photographs that central did not hold lately.
    pub async fn ask_for_all(&self) {
        *self.carrying.lock().await = Absent::default();
    }

    /// The register is being closed: a running exchange is left where it is.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Tells when that has happened.
    pub fn ended(&self) -> watch::Receiver<bool> {
        self.ended.subscribe()
    }

    pub fn status(&self) -> Status {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The service at the enrolment's address; connections are kept.
    fn central(&self, enrolment: &Enrolment) -> Result<HttpCentral, SyncError> {
        let mut central = self.central.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(central) = &*central {
            return Ok(central.clone());
        }
        let settings = HttpSettings { trusted_pem: enrolment.trusted.clone(), ..HttpSettings::default() };
        let new = HttpCentral::new(&enrolment.address, settings)
            .map_err(|_| SyncError::Central(protocol::Failure::NotCentral))?;
        Ok(central.insert(new).clone())
    }

    /// The enrolment has changed.
    pub fn forget_central(&self) {
        self.central.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// All that is known of sync now.
pub(crate) async fn known(session: &Session) -> Result<(Option<Enrolment>, Known), AppError> {
    let Some(enrolment) = session.vault.enrolment().await? else {
        return Ok((None, Known { enrolled: false, ..Known::default() }));
    };
    let status = session.syncing.status();
    let minutes = i64::from(session.thresholds().sync_clock_wrong_minutes);
    let known = Known {
        enrolled: true,
        phase: status.phase,
        trouble: status.trouble.or((!status.tried).then_some(Trouble::Offline)),
        clock_ahead_ms: status.clock_ahead_ms,
        clock_wrong_ms: minutes * 60_000,
        // What is told to another force and not sent is work that is not sent (INV-5).
        to_send: session.vault.to_send().await?.saturating_add(session.vault.tellings_unsent().await?),
        refused: session.vault.refused_count().await?,
    };
    Ok((Some(enrolment), known))
}

/// Where sync stands, told to whoever listens.
pub(crate) async fn tell(app: &App, session: &Session) {
    if let Ok(line) = line_of(app, session).await {
        app.tell(AppEvent::Sync { line });
    }
}

/// One exchange with central, after one that is running.
pub(crate) async fn exchange(app: &App, session: &Session, again: Again) -> Result<Exchanged, SyncError> {
    let mut memory = session.syncing.memory.lock().await;
    let result = exchange_with(app, session, again, &mut memory).await;
    session.syncing.change(|status| {
        status.phase = Phase::Idle;
        status.tried = true;
        status.trouble = result.as_ref().err().map(Trouble::of);
        if let Ok(done) = &result {
            status.differs.clone_from(&done.differs);
        }
    });
    if result.as_ref().is_ok_and(|done| done.received > 0 || done.new_era) {
        officers::came(app, session).await;
    }
    match &result {
        Ok(_) => session.syncing.exchanged.send_modify(|n| *n = n.wrapping_add(1)),
        Err(error) => tracing::warn!(%error, "exchange with central"),
    }
    tell(app, session).await;
    if matches!(&result, Err(SyncError::Central(protocol::Failure::Revoked))) {
        lease::revoked(app, session);
    }
    result
}

/// Carry what travels beside the entries: looks, photographs.
pub(crate) async fn carry(app: &App, session: &Session) -> Result<(), SyncError> {
    let mut absent = session.syncing.carrying.lock().await;
    let enrolment = session.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
    let central = session.syncing.central(&enrolment)?;
    let key = session.vault.kept_device_key().await?.ok_or(SyncError::NotEnrolled)?;
    let device = Device { vault: &session.vault, key: &key, register_id: session.register_id, drafts: 0 };
    let now = || app.now_for(session.kind);
    let came = |_| app.tell(AppEvent::Changed { incident_id: None });
    let mut carried = sync::carry(&central, device, &mut absent, now, came).await.map(drop);
    if carried.is_ok() && devices_are_old(session, now()).await {
        carried = sync::devices(&central, device, now).await.map(drop);
    }
    if let Err(error) = &carried {
        tracing::warn!(%error, "carrying looks and photographs");
    }
    tell(app, session).await;
    carried
}

/// The laptops of the force are told anew so often, for when central is not reached.
const DEVICES_EVERY: TimeDelta = TimeDelta::hours(1);

async fn devices_are_old(session: &Session, now: DateTime<Utc>) -> bool {
    match session.vault.kept_devices().await {
        Ok(Some(list)) => {
            let as_of = DateTime::from_timestamp_millis(list.form.as_of).unwrap_or_default();
            (now - as_of).abs() >= DEVICES_EVERY
        }
        // What cannot be read is asked for again.
        _ => true,
    }
}

/// Tell other forces what is to be told, and fetch what they told.
pub(crate) async fn tell_forces(app: &App, session: &Session) -> Result<(), SyncError> {
    let _one = session.syncing.telling.lock().await;
    let enrolment = session.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
    let central = session.syncing.central(&enrolment)?;
    let key = session.vault.kept_device_key().await?.ok_or(SyncError::NotEnrolled)?;
    let device = Device { vault: &session.vault, key: &key, register_id: session.register_id, drafts: 0 };
    let told = sync::tell(&central, device, || app.now_for(session.kind)).await;
    match &told {
        Ok(true) => app.tell(AppEvent::Changed { incident_id: None }),
        Ok(false) => {}
        Err(error) => tracing::warn!(%error, "telling other forces"),
    }
    tell(app, session).await;
    told.map(drop)
}

/// Ask central something, as this device; `None` where the register is enrolled with none.
pub(crate) async fn asked<T, F>(
    session: &Session,
    ask: impl FnOnce(HttpCentral, DeviceKey) -> F,
) -> Result<Option<T>, SyncError>
where
    F: Future<Output = Result<T, SyncError>>,
{
    let Some(enrolment) = session.vault.enrolment().await? else { return Ok(None) };
    let central = session.syncing.central(&enrolment)?;
    let key = session.vault.kept_device_key().await?.ok_or(SyncError::NotEnrolled)?;
    ask(central, key).await.map(Some)
}

async fn exchange_with(
    app: &App,
    session: &Session,
    again: Again,
    memory: &mut Memory,
) -> Result<Exchanged, SyncError> {
    let vault = &session.vault;
    let enrolment = vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
    let central = session.syncing.central(&enrolment)?;
    let key = vault.kept_device_key().await?.ok_or(SyncError::NotEnrolled)?;
    let drafts = u32::try_from(vault.drafts().await?.len()).unwrap_or(u32::MAX);
    let device = Device { vault, key: &key, register_id: session.register_id, drafts };
    let now = || app.now_for(session.kind);
    let tell = |step| told(app, session, step);
    sync::exchange(&central, device, &bounds(session), again, memory, now, tell).await
}

fn told(app: &App, session: &Session, step: Step) {
    match step {
        Step::Answered { clock_ahead_ms } => {
            session.syncing.change(|status| status.clock_ahead_ms = clock_ahead_ms);
        }
        Step::Sending => session.syncing.change(|status| status.phase = Phase::Sending),
        Step::Receiving { left } => {
            session.syncing.change(|status| status.phase = Phase::Receiving { left });
            app.tell(AppEvent::Sync { line: crate::present::sync::receiving(left) });
        }
        Step::Filled => app.tell(AppEvent::Changed { incident_id: None }),
        Step::Took { incidents, .. } if incidents.is_empty() => {}
        Step::Took { incidents, .. } => {
            let one = (incidents.len() == 1).then(|| incidents.first().copied()).flatten();
            app.tell(AppEvent::Changed { incident_id: one });
        }
    }
}

fn bounds(session: &Session) -> Bounds {
    let thresholds = session.thresholds();
    Bounds {
        push_entries: thresholds.sync_batch_entries,
        page_entries: thresholds.sync_batch_entries,
        digests: thresholds.sync_compare_streams as usize,
        ahead_ms: thresholds.clock_ahead_ms(),
        fill_from: thresholds.sync_fill_entries.into(),
        list_every: thresholds.sync_list_entries.into(),
    }
}

/// Refused entries are sent again by themselves after so long.
pub(crate) fn seldom(session: &Session) -> Again {
    Again::After(TimeDelta::hours(session.thresholds().sync_refused_again_hours.into()))
}

/// The words' state for what is known.
pub(crate) fn state(known: &Known) -> State {
    sync::state(known)
}

impl App {
    /// Keep the register in exchange with its central service for as long as it is open, if it has one.
    pub(crate) fn keep_synced(&self, session: &Arc<Session>) {
        tokio::spawn(background::keep(self.weak(), Arc::downgrade(session)));
    }
}
