//! One exchange with central: what is owed goes out, what came in there is taken in, and both sides compare.
//!
//! What was answered is kept, at the latest while the next is asked, so that it may be cut off anywhere and begun
//! anew: a push that was made twice is counted once, a page is taken with its cursor or not at all. Nothing
//! counts as delivered but what central answered with a position (INV-5).

/// Ask central, once more where the time was reckoned wrongly: its answer, or why there is none.
macro_rules! ask_signed {
    ($asker:ident, $verb:ident, $request:expr) => {{
        let request = $request;
        let mut reckoned = false;
        loop {
            let signed = $asker.signed(&request);
            match $asker.central.$verb(signed).await {
                Ok(answer) => {
                    $asker.reckon(answer.time);
                    break Ok(answer.body);
                }
                Err(Failure::Clock { time }) if !reckoned => {
                    reckoned = true;
                    $asker.reckon(time);
                }
                Err(failure) => break Err(failure),
            }
        }
    }};
}
pub(crate) use ask_signed;

/// The same, where no failure is expected.
macro_rules! ask {
    ($exchange:ident, $verb:ident, $request:expr) => {
        ask_signed!($exchange, $verb, $request)?
    };
}

mod compare;
mod receive;
mod relay;
mod send;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use protocol::{Central, Failure, HeldAt, Hello, Request, Signed, Watch};
use register::entry::Stream;
use register::{IncidentId, RegisterId};
use store::{DeviceKey, Enrolment, Vault};

use self::compare::Said;
use self::send::AtGap;
use crate::error::SyncError;

/// The device that exchanges.
#[derive(Clone, Copy)]
pub struct Device<'a> {
    pub vault: &'a Vault,
    pub key: &'a DeviceKey,
    pub register_id: RegisterId,
    /// Drafts that are not sent, told with the checkpoint.
    pub drafts: u32,
}

/// How much at a time.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Entries in one push, and in one page, at most; central may allow fewer.
    pub push_entries: u32,
    pub page_entries: u32,
    /// Streams that are compared at the end.
    pub digests: usize,
    /// A stamp further ahead than this never drags this device's clock forward.
    pub ahead_ms: i64,
    /// From so many entries on, a ledger that is taken in from its beginning comes with its open incidents first.
    pub fill_from: u64,
    /// After so many entries of pages that follow each other, lists are made of what has come.
    pub list_every: u64,
}

/// Whether refused entries are sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Those that were last sent so long ago.
    After(TimeDelta),
    /// All of them: somebody asks for it.
    Now,
}

/// What is remembered between the exchanges of one session.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// What the device last said of itself, and when.
    checkpoint: Option<(Said, DateTime<Utc>)>,
    /// What central had not answered was looked for.
    swept: bool,
    /// Entries of other devices that central lacks wait for what they rest on.
    left: bool,
    /// Others are signed with a key that is not known there, or that is of another laptop.
    unsigned: bool,
    /// Central did not take entries of other devices as a request of its: it is of an older version, or a proxy stood
    /// between. It is asked again then.
    relay_again: Option<DateTime<Utc>>,
    /// Everything was asked for again because a stream differed.
    pulled_again: bool,
    /// Central was put back: what an entry rests on may come after it was refused for want of that.
    put_back: bool,
}

/// Where an exchange is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Central answered; by so much this device's clock is ahead of its, in milliseconds.
    Answered {
        clock_ahead_ms: i64,
    },
    Sending,
    Receiving {
        left: u64,
    },
    /// These incidents are another than before: a page was taken in, or central refused something of them.
    Took {
        incidents: BTreeSet<IncidentId>,
        officers_changed: bool,
    },
    /// A ledger has been taken in from its beginning: every list is new.
    Filled,
}

/// What an exchange did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// Entries that central acknowledged, for the first time or again.
    pub delivered: u64,
    pub refused: u64,
    /// Entries of other devices that central, which was put back, lacked or had by then.
    pub relayed: u64,
    pub received: u64,
    pub set_apart: u64,
    /// Streams of which central holds something else at the same position, after all was asked for again.
    pub differs: Vec<Stream>,
    /// Central was put back: it counts anew.
    pub new_era: bool,
}

/// One exchange. `now` is this device's time; `tell` is told where it is.
///
/// # Errors
/// [`SyncError`]; what was answered before is kept, and the next exchange goes on from there.
pub async fn exchange<C: Central>(
    central: &C,
    device: Device<'_>,
    bounds: &Bounds,
    again: Again,
    memory: &mut Memory,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    tell: impl FnMut(Step) + Send,
) -> Result<Exchanged, SyncError> {
    let enrolment = device.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
    let mut exchange = Exchange {
        central,
        device,
        bounds: *bounds,
        push_bytes: usize::MAX,
        memory,
        enrolment,
        offset_ms: 0,
        now,
        tell,
        held: None,
        owes: false,
        officers_came: false,
        touched: BTreeSet::new(),
        done: Exchanged::default(),
    };
    let run = exchange.run(again).await;
    // Cut off between pages: what has come is listed all the same.
    let incidents = device.vault.catch_up().await?;
    if !incidents.is_empty() {
        (exchange.tell)(Step::Took { incidents, officers_changed: false });
    }
    run?;
    Ok(exchange.done)
}

/// Ask to be woken, as the device.
///
/// # Errors
/// [`SyncError`].
pub async fn watch<C: Central>(
    central: &C,
    device: Device<'_>,
    now: DateTime<Utc>,
) -> Result<C::Wakes, SyncError> {
    let enrolment = device.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
    let welcome = central.hello(Hello::default()).await?;
    let offset_ms = -welcome.clock_ahead_ms(now.timestamp_millis());
    let at = now.timestamp_millis().saturating_add(offset_ms);
    Ok(central.watch(sign(&device, &enrolment, at, &Watch {})).await?)
}

pub(crate) fn sign<R: Request>(
    device: &Device<'_>,
    enrolment: &Enrolment,
    at: i64,
    request: &R,
) -> Signed<R> {
    Signed::with(enrolment.force.clone(), device.vault.device_id(), at, request, |payload| {
        device.key.sign(payload)
    })
}

struct Exchange<'a, C, N, T> {
    central: &'a C,
    device: Device<'a>,
    bounds: Bounds,
    push_bytes: usize,
    memory: &'a mut Memory,
    enrolment: Enrolment,
    /// Central's time less this device's.
    offset_ms: i64,
    now: N,
    tell: T,
    /// What was held of the ledger's end before anything was sent: what is sent takes the places of what was lost.
    held: Option<HeldAt>,
    /// Central lacks of this device's chain what it had answered: that goes out once what it rests on has come.
    owes: bool,
    /// Keys came, or went.
    officers_came: bool,
    /// Streams of which something was sent or received.
    touched: BTreeSet<Stream>,
    done: Exchanged,
}

impl<C, N, T> Exchange<'_, C, N, T>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
    T: FnMut(Step) + Send,
{
    async fn run(&mut self, again: Again) -> Result<(), SyncError> {
        self.hello().await?;
        let era = self.enrolment.era;
        let held = self.device.vault.held_last().await?;
        self.held = held.map(|(position, hash)| HeldAt { era, position, hash });
        self.send(AtGap::Stop).await?;
        self.both_ways(again).await?;
        if !self.checkpoint().await? {
            self.both_ways(again).await?;
            if !self.checkpoint().await? {
                // It was put back twice within one exchange, or forgets what it answers.
                return Err(Failure::NotCentral.into());
            }
        }
        self.compare().await?;
        let now = (self.now)();
        self.device.vault.contacted(now, now + TimeDelta::milliseconds(self.offset_ms)).await?;
        Ok(())
    }

    /// What stands behind the cursor comes in; what is owed on account of it goes out.
    async fn both_ways(&mut self, again: Again) -> Result<(), SyncError> {
        let cursor = self.enrolment.cursor;
        self.receive().await?;
        let came = self.enrolment.cursor != cursor;
        let placed = (self.done.delivered, self.done.relayed);
        self.memory.put_back |= self.done.new_era;
        let owes = std::mem::take(&mut self.owes);
        let lacks = self.done.new_era || owes || !self.memory.swept;
        let more = (came && self.memory.left) || (self.officers_came && self.memory.unsigned);
        let again_due = self.memory.relay_again.is_some_and(|at| at <= (self.now)());
        let relays = lacks || again_due || (self.memory.put_back && more);
        // Before what is owed: that was written in sight of it.
        if relays {
            self.relay().await?;
        }
        let came = came || self.done.relayed != placed.1;
        let mut delivered = self.done.delivered;
        if self.done.new_era || owes {
            self.send(AtGap::GoOn).await?;
        }
        if lacks {
            self.sweep().await?;
            self.memory.swept = true;
        }
        let again = if self.memory.put_back && came { Again::Now } else { again };
        self.send_refused_again(again).await?;
        // And some of it was written in sight of what was owed.
        while relays && (self.memory.left || self.memory.unsigned) && self.done.delivered != delivered {
            delivered = self.done.delivered;
            self.relay().await?;
            self.send_refused_again(again).await?;
        }
        self.judge_again().await?;
        // What was sent since has places in the ledger that have not come yet.
        if (self.done.delivered, self.done.relayed) != placed {
            self.receive().await?;
        }
        Ok(())
    }

    async fn hello(&mut self) -> Result<(), SyncError> {
        let welcome = self.central.hello(Hello::default()).await?;
        self.reckon(welcome.time);
        // Nothing is signed for, nor sent to, anybody else.
        if welcome.body.key != self.enrolment.central_key {
            return Err(Failure::NotCentral.into());
        }
        (self.tell)(Step::Answered { clock_ahead_ms: -self.offset_ms });
        self.bounds.push_entries = self.bounds.push_entries.min(welcome.body.push_entries).max(1);
        self.bounds.page_entries = self.bounds.page_entries.min(welcome.body.page_entries).max(1);
        // Half of what a request may have: an entry is a little longer on the wire than it is kept.
        self.push_bytes = usize::try_from(welcome.body.request_bytes / 2).unwrap_or(usize::MAX).max(1);
        Ok(())
    }

    fn reckon(&mut self, time: i64) {
        self.offset_ms = time.saturating_sub((self.now)().timestamp_millis());
    }

    fn signed<R: Request>(&self, request: &R) -> Signed<R> {
        let at = (self.now)().timestamp_millis().saturating_add(self.offset_ms);
        sign(&self.device, &self.enrolment, at, request)
    }
}
