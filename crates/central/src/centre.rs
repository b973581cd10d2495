//! The central service itself: it answers the protocol. How requests come is the business of `web`.

mod admitting;
mod back_fill;
mod devices;
mod listening;
mod national;
mod relaying;
mod told;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use protocol::{
    AcceptTold, Answer, BackFill, BackFilled, BlobAsked, BlobHeld, Central, Checkpoint, Checkpointed,
    CodeAsked, CodeOf, DeviceList, DevicesAsked, Digest, DigestAsked, Enrol, Enrolled, Failure, Find, Found,
    Heads, HeadsAsked, Hello, LooksAtOurs, LooksByOthers, LooksTaken, National, NationalPage,
    OLDEST_PROTOCOL, Open, Opened, PROTOCOL, Page, PartAsked, PartGiven, PartPut, Pictures, PicturesGiven,
    Pull, Push, Pushed, Relay, Relayed, RevokeDevice, Said, Signed, Tell, ToldAsked, ToldPage, ToldState,
    ToldStateAsked, ToldStates, UploadLooks, Wake, Watch, Welcome,
};
use register::force::ForceCode;
use tokio::sync::{broadcast, watch};

pub use listening::Listening;

use crate::clock::Clock;
use crate::database::Database;
use crate::error::CentralError;
use crate::key::OwnKey;
use crate::ledger::blob::{BlobLimits, Blobs};
use crate::ledger::judge::EntryLimits;
use crate::ledger::logs::Logs;
use crate::ledger::pull::{PageLimits, Reader};
use crate::ledger::{checkpoint, enrol, join, looks, pull, push};
use crate::limits::Limits;
use crate::rate::Rates;
use crate::web::metrics::Metrics;

/// Wakes that may wait for a slow listener; one that falls behind more is told the head anew.
const WAKES: usize = 1024;

/// The central service. Cheap to clone: all clones are one.
#[derive(Clone, Debug)]
pub struct Centre(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Database,
    key: OwnKey,
    clock: Clock,
    limits: Limits,
    training: bool,
    era: u64,
    blobs: Blobs,
    logs: Logs,
    rates: Rates,
    wakes: broadcast::Sender<Wake>,
    stopping: watch::Sender<bool>,
    metrics: Metrics,
    /// Held while the index is brought up behind what was answered.
    indexing: tokio::sync::Mutex<()>,
    /// Who waits for large pushes to end before the index is brought up to them, and how many there were.
    waiting_to_index: tokio::sync::Mutex<()>,
    large_pushes: AtomicU64,
    /// Held while the file of who was shut out is written.
    withdrawn: tokio::sync::Mutex<Option<std::path::PathBuf>>,
}

/// What a centre is made of.
#[derive(Debug)]
pub struct Parts {
    /// Its database.
    pub database: Database,
    /// Its key, which must be the one that the database was made with.
    pub key: OwnKey,
    /// Its time.
    pub clock: Clock,
    /// Its bounds.
    pub limits: Limits,
    /// Whether it holds invented people only.
    pub training: bool,
    /// Where photographs are kept.
    pub blobs: Arc<dyn object_store::ObjectStore>,
    /// Where it is kept who was shut out ([`crate::backup::withdrawn`]); `None`: nowhere.
    pub withdrawn: Option<std::path::PathBuf>,
}

impl Centre {
    /// A centre. The database remembers the key and the kind it was first opened with.
    ///
    /// # Errors
    /// [`CentralError::OtherKey`], [`CentralError::OtherKind`], [`CentralError::Database`].
    pub async fn new(parts: Parts) -> Result<Self, CentralError> {
        let Parts { database, key, clock, limits, training, blobs, withdrawn } = parts;
        let era = crate::administration::claim(&database, &key, training, &clock).await?;
        let blob_limits = BlobLimits { blob_bytes: limits.blob_bytes, part_bytes: limits.part_bytes };
        let logs = Logs::new(limits.held_entries as usize);
        let rates = Rates::new(limits.device_per_second, limits.device_burst);
        let (wakes, _) = broadcast::channel(WAKES);
        let centre = Self(Arc::new(Inner {
            database,
            key,
            clock,
            limits,
            training,
            era,
            blobs: Blobs { store: blobs, limits: blob_limits },
            logs,
            rates,
            wakes,
            stopping: watch::Sender::new(false),
            metrics: Metrics::default(),
            indexing: tokio::sync::Mutex::new(()),
            waiting_to_index: tokio::sync::Mutex::new(()),
            large_pushes: AtomicU64::new(0),
            withdrawn: tokio::sync::Mutex::new(withdrawn),
        }));
        centre.keep_withdrawn().await;
        crate::national::note_outdated(&centre.0.database, &centre.0.clock).await?;
        centre.index_behind();
        Ok(centre)
    }

    /// Its bounds.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Its database.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// End all event streams and say that this one is not ready: what was accepted is still finished.
    pub fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.0.stopping.borrow()
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Tell everybody who listens to this force that its ledger has grown.
    pub(crate) fn wake(&self, wake: Wake) {
        // Nobody listening is no fault.
        let _ = self.0.wakes.send(wake);
    }

    fn answer<T>(&self, body: T) -> Answer<T> {
        Answer { time: self.0.clock.now(), newest: PROTOCOL, body }
    }

    async fn enrolled(&self, asked: &Enrol) -> Result<Enrolled, CentralError> {
        asked.check()?;
        let inner = &self.0;
        let done = enrol::enrol(&inner.database, asked, inner.training, inner.clock.now()).await?;
        let enrol::Done { founding, at, officer_id, since } = done;
        let key = inner.key.public();
        let mut enrolled = Enrolled { key, at, founding, signature: [0; 64], officer_id, since };
        enrolled.signature = inner.key.sign(&enrolled.payload(asked));
        tracing::info!(force = %asked.force, device = %asked.device_id, "device enrolled");
        Ok(enrolled)
    }

    async fn code_asked(&self, asked: &CodeAsked) -> Result<CodeOf, CentralError> {
        asked.check()?;
        let inner = &self.0;
        let known = join::code_of(&inner.database, &asked.secret, inner.clock.now()).await?;
        let mut code = CodeOf {
            key: inner.key.public(),
            force: known.force,
            register_id: known.register_id,
            officer_id: known.officer.officer_id,
            name: known.officer.name,
            collar: known.officer.collar,
            role: known.officer.role,
            expires_at: known.expires_at,
            signature: [0; 64],
        };
        code.signature = inner.key.sign(&code.payload(&asked.secret));
        Ok(code)
    }

    async fn pushed(&self, signed: &Signed<Push>) -> Result<Pushed, CentralError> {
        let inner = &self.0;
        let (request, _) = self.open(signed).await?;
        if request.entries.len() > inner.limits.push_entries as usize {
            return Err(Failure::TooLarge { limit: u64::from(inner.limits.push_entries) }.into());
        }
        let limits = self.entry_limits();
        let (force, device, now) = (&signed.force, signed.device_id, inner.clock.now());
        let done =
            push::push(&inner.database, &inner.logs, force, device, request.entries, limits, now).await?;
        inner.metrics.entries(done.accepted, done.refused);
        if done.refused > 0 {
            tracing::warn!(%force, %device, refused = done.refused, "entries refused and kept apart");
        }
        if let Some(head) = done.head {
            tracing::info!(%force, %device, accepted = done.accepted, head, "entries accepted");
            self.grown(force, head, done.streams).await;
        }
        Ok(done.answer)
    }

    /// Everybody who listens is woken, and the index brought up.
    async fn grown(&self, force: &ForceCode, head: u64, streams: Vec<[u8; 16]>) {
        let wake = Wake::grown(force.clone(), head);
        self.0.database.tell(&wake).await;
        self.wake(wake);
        self.index(force, streams).await;
    }

    fn entry_limits(&self) -> EntryLimits {
        let limits = &self.0.limits;
        EntryLimits { header_bytes: limits.header_bytes as usize, body_bytes: limits.body_bytes as usize }
    }

    async fn page(&self, signed: &Signed<Pull>) -> Result<Page, CentralError> {
        let (request, device) = self.admit(signed).await?;
        Self::entitled(&device, &request.force)?;
        let limits = &self.0.limits;
        let limits = PageLimits { entries: limits.page_entries, bytes: limits.page_bytes as usize };
        let reader = Reader { device_id: device.sender.device_id, since: device.since };
        if device.since.is_some_and(|since| request.after < since) {
            // Whose incident it is decides what is given.
            crate::national::settle(&self.0.database).await?;
        }
        let (form, entries) = pull::page(&self.0.database, &request, reader, limits, self.0.era).await?;
        Ok(Page::signed(form, entries, |payload| self.0.key.sign(payload)))
    }

    async fn taken(&self, signed: &Signed<UploadLooks>) -> Result<LooksTaken, CentralError> {
        let (request, _) = self.open(signed).await?;
        let limit = self.0.limits.looks;
        if request.looks.len() > limit as usize {
            return Err(Failure::TooLarge { limit: u64::from(limit) }.into());
        }
        let now = self.0.clock.now();
        looks::take(&self.0.database, &signed.force, signed.device_id, &request, now).await
    }

    /// What a failure is for its sender; what is central's own fault goes to the log.
    fn said<T>(&self, result: Result<T, CentralError>) -> Said<T> {
        match result {
            Ok(body) => Ok(self.answer(body)),
            Err(error) => Err(self.told(&error)),
        }
    }

    fn told(&self, error: &CentralError) -> Failure {
        if !matches!(error, CentralError::Told(_)) {
            self.0.metrics.fault();
            tracing::error!(error = %crate::log::chain(error), "a request failed at central");
        }
        error.told()
    }
}

impl Central for Centre {
    type Wakes = Listening;

    async fn hello(&self, hello: Hello) -> Said<Welcome> {
        hello.check()?;
        let limits = &self.0.limits;
        Ok(self.answer(Welcome {
            oldest: OLDEST_PROTOCOL,
            key: self.0.key.public(),
            training: self.0.training,
            push_entries: limits.push_entries,
            request_bytes: limits.request_bytes,
            page_entries: limits.page_entries,
        }))
    }

    async fn enrol(&self, enrol: Enrol) -> Said<Enrolled> {
        self.said(self.enrolled(&enrol).await)
    }

    async fn code_of(&self, asked: CodeAsked) -> Said<CodeOf> {
        self.said(self.code_asked(&asked).await)
    }

    async fn push(&self, push: Signed<Push>) -> Said<Pushed> {
        self.said(self.pushed(&push).await)
    }

    async fn relay(&self, relay: Signed<Relay>) -> Said<Relayed> {
        self.said(self.relayed(&relay).await)
    }

    async fn pull(&self, pull: Signed<Pull>) -> Said<Page> {
        self.said(self.page(&pull).await)
    }

    async fn heads(&self, asked: Signed<HeadsAsked>) -> Said<Heads> {
        let heads = async {
            let (HeadsAsked {}, _) = self.admit(&asked).await?;
            let head = pull::force_head(&self.0.database, &asked.force).await?;
            Ok(Heads { heads: vec![head] })
        };
        self.said(heads.await)
    }

    async fn digest(&self, asked: Signed<DigestAsked>) -> Said<Digest> {
        let digest = async {
            let (request, device) = self.admit(&asked).await?;
            Self::entitled(&device, &request.force)?;
            pull::digest(&self.0.database, &request).await
        };
        self.said(digest.await)
    }

    async fn checkpoint(&self, signed: Signed<Checkpoint>) -> Said<Checkpointed> {
        let compared = async {
            let (request, _) = self.admit(&signed).await?;
            let now = self.0.clock.now();
            checkpoint::checkpoint(&self.0.database, &signed.force, signed.device_id, &request, now).await
        };
        self.said(compared.await)
    }

    async fn looks(&self, looks: Signed<UploadLooks>) -> Said<LooksTaken> {
        self.said(self.taken(&looks).await)
    }

    async fn blob(&self, asked: Signed<BlobAsked>) -> Said<BlobHeld> {
        let held = async {
            let (request, _) = self.admit(&asked).await?;
            self.0.blobs.held(&self.0.database, &asked.force, request.blob).await
        };
        self.said(held.await)
    }

    async fn put_part(&self, put: Signed<PartPut>) -> Said<BlobHeld> {
        let held = async {
            let (request, _) = self.admit(&put).await?;
            self.0.blobs.put(&self.0.database, &put.force, request, self.0.clock.now()).await
        };
        self.said(held.await)
    }

    async fn get_part(&self, asked: Signed<PartAsked>) -> Said<PartGiven> {
        let given = async {
            let (request, _) = self.admit(&asked).await?;
            self.0.blobs.get(&self.0.database, &asked.force, &request).await
        };
        self.said(given.await)
    }

    async fn national(&self, asked: Signed<National>) -> Said<NationalPage> {
        self.said(self.national_page(&asked).await)
    }

    async fn find(&self, find: Signed<Find>) -> Said<Found> {
        self.said(self.found(&find).await)
    }

    async fn opened(&self, open: Signed<Open>) -> Said<Opened> {
        self.said(self.shown(&open).await)
    }

    async fn pictures(&self, asked: Signed<Pictures>) -> Said<PicturesGiven> {
        self.said(self.pictured(&asked).await)
    }

    async fn looks_at_ours(&self, asked: Signed<LooksAtOurs>) -> Said<LooksByOthers> {
        self.said(self.digest_of_looks(&asked).await)
    }

    async fn tell(&self, tell: Signed<Tell>) -> Said<ToldState> {
        self.said(self.tell_force(&tell).await)
    }

    async fn told(&self, asked: Signed<ToldAsked>) -> Said<ToldPage> {
        self.said(self.told_page(&asked).await)
    }

    async fn accept_told(&self, accept: Signed<AcceptTold>) -> Said<ToldState> {
        self.said(self.accepted(&accept).await)
    }

    async fn told_state(&self, asked: Signed<ToldStateAsked>) -> Said<ToldStates> {
        self.said(self.told_states(&asked).await)
    }

    async fn devices(&self, asked: Signed<DevicesAsked>) -> Said<DeviceList> {
        self.said(self.devices_told(&asked).await)
    }

    async fn revoke_device(&self, revoke: Signed<RevokeDevice>) -> Said<DeviceList> {
        self.said(self.revoked(&revoke).await)
    }

    async fn back_fill(&self, asked: Signed<BackFill>) -> Said<BackFilled> {
        self.said(self.back_filled(&asked).await)
    }

    async fn watch(&self, watch: Signed<Watch>) -> Result<Listening, Failure> {
        // Listen first and read the head then: what comes in between wakes twice and is never missed.
        let wakes = self.0.wakes.subscribe();
        let first = async {
            let (Watch {}, _) = self.admit(&watch).await?;
            let head = pull::force_head(&self.0.database, &watch.force).await?;
            Ok(Wake::grown(head.force, head.head))
        };
        let first = first.await.map_err(|error: CentralError| self.told(&error))?;
        let stopping = self.0.stopping.subscribe();
        Ok(Listening {
            centre: self.clone(),
            force: watch.force.clone(),
            first: Some(first),
            wakes,
            stopping,
        })
    }
}
