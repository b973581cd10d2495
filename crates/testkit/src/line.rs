//! The line to central, which is cut where a test wants it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use protocol::{
    AcceptTold, BackFill, BackFilled, BlobAsked, BlobHeld, Central, Checkpoint, Checkpointed, CodeAsked,
    CodeOf, DeviceList, DevicesAsked, Digest, DigestAsked, Enrol, Enrolled, Failure, Find, Found, Heads,
    HeadsAsked, Hello, LooksAtOurs, LooksByOthers, LooksTaken, National, NationalPage, Open, Opened, Page,
    PartAsked, PartGiven, PartPut, Pictures, PicturesGiven, Pull, Push, Pushed, Relay, Relayed, RevokeDevice,
    Said, Signed, Tell, ToldAsked, ToldPage, ToldState, ToldStateAsked, ToldStates, UploadLooks, Watch,
    Welcome,
};
use tokio::sync::Notify;

/// Where the line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The request does not come through.
    Request,
    /// What was asked is done, and the answer is lost.
    Answer,
    /// What was asked is done, and no answer comes, ever: see [`Line::silent`].
    Silence,
}

/// A line to any central.
pub struct Line<'c, C> {
    central: &'c C,
    /// Which request is cut from now on, counted from one, and how.
    cut: Mutex<Option<(u32, Cut)>>,
    asked: AtomicU32,
    relays: AtomicU32,
    /// Central is of a version that takes no entries of other devices.
    older: bool,
    silent: Notify,
}

impl<'c, C: Central> Line<'c, C> {
    /// A line that holds.
    pub fn new(central: &'c C) -> Self {
        Self {
            central,
            cut: Mutex::new(None),
            asked: AtomicU32::new(0),
            relays: AtomicU32::new(0),
            older: false,
            silent: Notify::new(),
        }
    }

    /// A line of which one request is cut, the first being 1.
    pub fn cut(central: &'c C, request: u32, cut: Cut) -> Self {
        Self { cut: Mutex::new(Some((request, cut))), ..Self::new(central) }
    }

    /// A line to a central of a version that takes entries of nobody but who wrote them.
    pub fn to_older(central: &'c C) -> Self {
        Self { older: true, ..Self::new(central) }
    }

    /// Requests so far, those that were cut among them.
    pub fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    /// How often entries of other devices were given back, or tried to.
    pub fn relays(&self) -> u32 {
        self.relays.load(Ordering::Relaxed)
    }

    /// Until somebody waits for an answer that never comes.
    pub async fn silent(&self) {
        self.silent.notified().await;
    }

    async fn carry<T: Send>(&self, answer: impl Future<Output = Said<T>> + Send) -> Said<T> {
        let request = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        let cut = *self.cut.lock().expect("no test panics while it holds this");
        match cut.filter(|(at, _)| *at == request) {
            None => answer.await,
            Some((_, Cut::Request)) => Err(Failure::Unreachable),
            Some((_, Cut::Answer)) => {
                let _ = answer.await;
                Err(Failure::Unreachable)
            }
            Some((_, Cut::Silence)) => {
                let _ = answer.await;
                self.silent.notify_one();
                std::future::pending().await
            }
        }
    }
}

macro_rules! carried {
    ($($verb:ident($request:ty) -> $reply:ty;)+) => {$(
        async fn $verb(&self, request: $request) -> Said<$reply> {
            self.carry(self.central.$verb(request)).await
        }
    )+};
}

impl<C: Central> Central for Line<'_, C> {
    type Wakes = C::Wakes;

    carried! {
        hello(Hello) -> Welcome;
        enrol(Enrol) -> Enrolled;
        code_of(CodeAsked) -> CodeOf;
        push(Signed<Push>) -> Pushed;
        pull(Signed<Pull>) -> Page;
        heads(Signed<HeadsAsked>) -> Heads;
        digest(Signed<DigestAsked>) -> Digest;
        checkpoint(Signed<Checkpoint>) -> Checkpointed;
        looks(Signed<UploadLooks>) -> LooksTaken;
        blob(Signed<BlobAsked>) -> BlobHeld;
        put_part(Signed<PartPut>) -> BlobHeld;
        get_part(Signed<PartAsked>) -> PartGiven;
        national(Signed<National>) -> NationalPage;
        find(Signed<Find>) -> Found;
        opened(Signed<Open>) -> Opened;
        pictures(Signed<Pictures>) -> PicturesGiven;
        looks_at_ours(Signed<LooksAtOurs>) -> LooksByOthers;
        tell(Signed<Tell>) -> ToldState;
        told(Signed<ToldAsked>) -> ToldPage;
        accept_told(Signed<AcceptTold>) -> ToldState;
        told_state(Signed<ToldStateAsked>) -> ToldStates;
        devices(Signed<DevicesAsked>) -> DeviceList;
        revoke_device(Signed<RevokeDevice>) -> DeviceList;
        back_fill(Signed<BackFill>) -> BackFilled;
    }

    async fn relay(&self, relay: Signed<Relay>) -> Said<Relayed> {
        self.relays.fetch_add(1, Ordering::Relaxed);
        let answer =
            async { if self.older { Err(Failure::NotCentral) } else { self.central.relay(relay).await } };
        self.carry(answer).await
    }

    async fn watch(&self, watch: Signed<Watch>) -> Result<C::Wakes, Failure> {
        self.central.watch(watch).await
    }
}
