//! Central in the same process, for tests of laptops: it keeps everything in memory, believes every well-formed
//! request, and fails as it is told to. The rules of the real one (signatures, officers' keys, streams) are
//! tested on the real one.

mod blobs;
mod devices;
mod ledger;
mod national;
mod told;
mod wakes;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use register::force::ForceCode;
use register::{DeviceId, EntryId, Hash, TellingId};

use crate::{
    AcceptTold, Answer, BackFill, BackFilled, BlobAsked, BlobHeld, Central, CentralKey, ChainHead,
    Checkpoint, CheckpointKind, Checkpointed, CodeAsked, CodeOf, CodeTrouble, DeviceList, DevicesAsked,
    Digest, DigestAsked, Enrol, Enrolled, Failure, Find, ForceHead, Found, Heads, HeadsAsked, HeldAt, Hello,
    LookHead, LooksAtOurs, LooksByOthers, LooksTaken, National, NationalPage, OLDEST_PROTOCOL, Open, Opened,
    PROTOCOL, Page, PageForm, PartAsked, PartGiven, PartPut, Pictures, PicturesGiven, Positioned, Pull, Push,
    Pushed, RefusalCode, Relay, Relayed, Request, RevokeDevice, Said, Signed, Taking, Tell, ToldAsked,
    ToldPage, ToldState, ToldStateAsked, ToldStates, UploadLooks, Wake, Watch, Welcome, digest_of,
};

pub use wakes::FakeWakes;

/// What is to go wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is answered so, and not done.
    Told(Failure),
    /// It is done, and its answer is lost on the way.
    AnswerLost,
}

/// Central in memory. Clones are one.
#[derive(Clone, Debug)]
pub struct FakeCentral(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    key: SigningKey,
    time: i64,
    era: u64,
    page_entries: u32,
    ledgers: BTreeMap<ForceCode, Vec<Positioned>>,
    devices: HashMap<DeviceId, Device>,
    refusals: HashMap<EntryId, RefusalCode>,
    refused: HashMap<Hash, RefusalCode>,
    blobs: HashMap<Hash, (Vec<u8>, u64)>,
    index: national::Index,
    tellings: told::Tellings,
    faults: VecDeque<Fault>,
    /// Verbs that it does not know.
    unknown: HashSet<&'static str>,
    /// How often each verb was asked.
    asked: HashMap<&'static str, u32>,
    waiting: Vec<Waker>,
}

#[derive(Debug)]
struct Device {
    key: VerifyingKey,
    chain: ChainHead,
    looks: LookHead,
    revoked: bool,
}

impl FakeCentral {
    /// An empty one, whose time stands at `time` (milliseconds since 1970).
    pub fn new(time: i64) -> Self {
        Self(Arc::new(Mutex::new(State {
            key: SigningKey::from_bytes(&[3; 32]),
            time,
            era: 1,
            page_entries: 100,
            ledgers: BTreeMap::new(),
            devices: HashMap::new(),
            refusals: HashMap::new(),
            refused: HashMap::new(),
            blobs: HashMap::new(),
            index: national::Index::default(),
            tellings: told::Tellings::default(),
            faults: VecDeque::new(),
            unknown: HashSet::new(),
            asked: HashMap::new(),
            waiting: Vec::new(),
        })))
    }

    /// Its key.
    pub fn key(&self) -> CentralKey {
        CentralKey(self.state().key.verifying_key().to_bytes())
    }

    /// Let its time pass.
    pub fn pass(&self, millis: i64) {
        self.state().time += millis;
    }

    /// The next signed requests go wrong so, one each.
    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    /// It is of a version that does not know this request yet.
    pub fn is_before<R: Request>(&self) {
        self.state().unknown.insert(R::VERB);
    }

    /// How often this was asked.
    pub fn asked<R: Request>(&self) -> u32 {
        self.state().asked.get(R::VERB).copied().unwrap_or_default()
    }

    /// What was told under this name was told by a newer version: nobody here can read it.
    pub fn told_by_newer(&self, telling_id: TellingId) {
        self.state().tellings.make_newer(telling_id);
    }

    /// Refuse an entry when it comes; `None` takes it when it comes again.
    pub fn refuse(&self, entry_id: EntryId, code: Option<RefusalCode>) {
        let mut state = self.state();
        match code {
            Some(code) => state.refusals.insert(entry_id, code),
            None => state.refusals.remove(&entry_id),
        };
    }

    /// Revoke a device.
    pub fn revoke(&self, device_id: DeviceId) {
        if let Some(device) = self.state().devices.get_mut(&device_id) {
            device.revoked = true;
        }
    }

    /// Forget what came after a position, as a central that was put back from a backup has.
    pub fn put_back(&self, force: &ForceCode, head: u64) {
        let mut state = self.state();
        state.era += 1;
        if let Some(ledger) = state.ledgers.get_mut(force) {
            ledger.truncate(usize::try_from(head).unwrap_or(usize::MAX));
        }
        let mut ends: HashMap<DeviceId, ChainHead> = HashMap::new();
        for entry in state.ledgers.values().flatten() {
            if let Ok(header) = entry.sealed.read_header() {
                let end = ends.entry(header.device_id).or_insert(ChainHead::START);
                if header.device_seq > end.device_seq {
                    *end = ChainHead { device_seq: header.device_seq, hash: entry.sealed.hash() };
                }
            }
        }
        for (device_id, device) in &mut state.devices {
            device.chain = ends.get(device_id).copied().unwrap_or(ChainHead::START);
        }
        state.index = national::Index::default();
        state.tellings = told::Tellings::default();
    }

    /// Who took a telling into the record.
    pub fn taking(&self, telling_id: TellingId) -> Option<Taking> {
        self.state().taking(telling_id)
    }

    /// What stands in a ledger.
    pub fn ledger(&self, force: &ForceCode) -> Vec<Positioned> {
        self.state().ledgers.get(force).cloned().unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<R: Request>(
        &self,
        signed: &Signed<R>,
        done: impl FnOnce(&mut State, R) -> Result<R::Reply, Failure>,
    ) -> Said<R::Reply> {
        let mut state = self.state();
        *state.asked.entry(R::VERB).or_default() += 1;
        if state.unknown.contains(R::VERB) {
            return Err(Failure::NotCentral);
        }
        let fault = state.faults.pop_front();
        if let Some(Fault::Told(failure)) = fault {
            return Err(failure);
        }
        let device = state.devices.get(&signed.device_id).ok_or(Failure::NotEnrolled)?;
        let request = signed.open(&device.key)?;
        if device.revoked && R::VERB != Push::VERB {
            return Err(Failure::Revoked);
        }
        let body = done(&mut state, request)?;
        if fault == Some(Fault::AnswerLost) {
            return Err(Failure::Unreachable);
        }
        Ok(Answer { time: state.time, newest: PROTOCOL, body })
    }
}

impl Central for FakeCentral {
    type Wakes = FakeWakes;

    async fn hello(&self, hello: Hello) -> Said<Welcome> {
        hello.check()?;
        let key = self.key();
        let state = self.state();
        let body = Welcome {
            oldest: OLDEST_PROTOCOL,
            key,
            training: true,
            push_entries: 1_000,
            request_bytes: 1 << 24,
            page_entries: state.page_entries,
        };
        Ok(Answer { time: state.time, newest: PROTOCOL, body })
    }

    /// Any code is good, and none is for an officer.
    async fn enrol(&self, enrol: Enrol) -> Said<Enrolled> {
        enrol.check()?;
        if enrol.officer_key.is_some() {
            return Err(Failure::CodeNotGood { why: CodeTrouble::ForNoOfficer });
        }
        let mut state = self.state();
        let key = VerifyingKey::from_bytes(&enrol.device_key).map_err(|_| Failure::Signature)?;
        let looks = LookHead { look_seq: 0, hash: Hash::ZERO };
        let device = Device { key, chain: ChainHead::START, looks, revoked: false };
        state.devices.entry(enrol.device_id).or_insert(device);
        let founding = enrol.officers.first().map_or(Hash::ZERO, register::Sealed::hash);
        let key = CentralKey(state.key.verifying_key().to_bytes());
        let mut body =
            Enrolled { key, at: state.time, founding, signature: [0; 64], officer_id: None, since: None };
        body.signature = state.key.sign(&body.payload(&enrol)).to_bytes();
        Ok(Answer { time: state.time, newest: PROTOCOL, body })
    }

    /// No code is for an officer.
    async fn code_of(&self, asked: CodeAsked) -> Said<CodeOf> {
        asked.check()?;
        Err(Failure::CodeNotGood { why: CodeTrouble::ForNoOfficer })
    }

    async fn push(&self, push: Signed<Push>) -> Said<Pushed> {
        self.ask(&push, |state, request| state.take(&push.force, push.device_id, request))
    }

    async fn relay(&self, relay: Signed<Relay>) -> Said<Relayed> {
        self.ask(&relay, |state, request| Ok(state.take_of_others(&relay.force, relay.device_id, request)))
    }

    async fn pull(&self, pull: Signed<Pull>) -> Said<Page> {
        self.ask(&pull, |state, request| {
            let after = usize::try_from(request.after).unwrap_or(usize::MAX);
            let limit = request.limit.clamp(1, state.page_entries) as usize;
            let ledger = state.ledgers.get(&request.force).map_or(&[][..], Vec::as_slice);
            let stands = |held: &HeldAt| {
                ledger.iter().any(|at| at.position == held.position && at.sealed.hash() == held.hash)
            };
            if request.held.is_some_and(|held| held.era == state.era && !stands(&held)) {
                return Err(Failure::PutBack);
            }
            let entries: Vec<Positioned> = ledger
                .iter()
                .skip(after)
                .filter(|entry| is_of(entry, &request))
                .take(limit)
                .cloned()
                .collect();
            let last = entries.last().map_or(request.after, |entry| entry.position);
            let whole = request.stream.is_some() && entries.len() < limit;
            let next = if whole { last.max(ledger.len() as u64) } else { last };
            let form = PageForm {
                head: ledger.len() as u64,
                force: request.force,
                after: request.after,
                next,
                era: state.era,
                whole_from: None,
            };
            Ok(Page::signed(form, entries, |payload| state.key.sign(payload).to_bytes()))
        })
    }

    async fn heads(&self, asked: Signed<HeadsAsked>) -> Said<Heads> {
        self.ask(&asked, |state, _| {
            Ok(Heads {
                heads: vec![ForceHead { force: asked.force.clone(), head: state.head(&asked.force) }],
            })
        })
    }

    async fn digest(&self, asked: Signed<DigestAsked>) -> Said<Digest> {
        self.ask(&asked, |state, request| {
            if request.at > state.head(&request.force) {
                return Err(Failure::NotFound);
            }
            let ledger = state.ledgers.get(&request.force).map_or(&[][..], Vec::as_slice);
            let of_stream = ledger.iter().filter(|entry| {
                entry.position <= request.at
                    && entry.sealed.read_header().is_ok_and(|header| header.stream == request.stream)
            });
            let hashes: Vec<Hash> = of_stream.map(|entry| entry.sealed.hash()).collect();
            Ok(Digest { at: request.at, entries: hashes.len() as u64, digest: digest_of(hashes) })
        })
    }

    async fn checkpoint(&self, checkpoint: Signed<Checkpoint>) -> Said<Checkpointed> {
        self.ask(&checkpoint, |state, request| {
            let device = state.devices.get(&checkpoint.device_id).ok_or(Failure::NotEnrolled)?;
            request.verify(checkpoint.device_id, &device.key)?;
            let kind = match request.chain.device_seq.cmp(&device.chain.device_seq) {
                std::cmp::Ordering::Greater => CheckpointKind::ToSend,
                std::cmp::Ordering::Less => CheckpointKind::Behind,
                std::cmp::Ordering::Equal if request.chain == device.chain => CheckpointKind::Same,
                std::cmp::Ordering::Equal => CheckpointKind::Differs,
            };
            Ok(Checkpointed { kind, chain: device.chain })
        })
    }

    async fn looks(&self, looks: Signed<UploadLooks>) -> Said<LooksTaken> {
        self.ask(&looks, |state, request| {
            let device = state.devices.get_mut(&looks.device_id).ok_or(Failure::NotEnrolled)?;
            let head = request.head();
            if request.after == device.looks.look_seq && request.previous == device.looks.hash {
                device.looks = head;
            } else if head != device.looks {
                return Err(Failure::LooksElsewhere { have: device.looks.look_seq });
            }
            Ok(LooksTaken { head: device.looks })
        })
    }

    async fn blob(&self, asked: Signed<BlobAsked>) -> Said<BlobHeld> {
        self.ask(&asked, |state, request| Ok(state.blob(&request)))
    }

    async fn put_part(&self, put: Signed<PartPut>) -> Said<BlobHeld> {
        self.ask(&put, State::put_part)
    }

    async fn get_part(&self, asked: Signed<PartAsked>) -> Said<PartGiven> {
        self.ask(&asked, |state, request| state.get_part(&request))
    }

    async fn national(&self, asked: Signed<National>) -> Said<NationalPage> {
        self.ask(&asked, |state, request| Ok(state.national(&request)))
    }

    async fn find(&self, find: Signed<Find>) -> Said<Found> {
        self.ask(&find, |state, request| state.find(&find.force, &request))
    }

    async fn opened(&self, open: Signed<Open>) -> Said<Opened> {
        self.ask(&open, |state, request| state.opened(&open.force, &request))
    }

    async fn pictures(&self, asked: Signed<Pictures>) -> Said<PicturesGiven> {
        self.ask(&asked, |_, request| national::pictures(&request))
    }

    async fn looks_at_ours(&self, asked: Signed<LooksAtOurs>) -> Said<LooksByOthers> {
        self.ask(&asked, |state, request| Ok(state.looks_at(&asked.force, &request)))
    }

    async fn tell(&self, tell: Signed<Tell>) -> Said<ToldState> {
        self.ask(&tell, |state, request| state.tell(&tell.force, request))
    }

    async fn told(&self, asked: Signed<ToldAsked>) -> Said<ToldPage> {
        self.ask(&asked, |state, request| Ok(state.told(&asked.force, &request)))
    }

    async fn accept_told(&self, accept: Signed<AcceptTold>) -> Said<ToldState> {
        self.ask(&accept, |state, request| state.accept(&accept.force, &request))
    }

    async fn told_state(&self, asked: Signed<ToldStateAsked>) -> Said<ToldStates> {
        self.ask(&asked, |state, request| Ok(state.states(&asked.force, &request)))
    }

    async fn devices(&self, asked: Signed<DevicesAsked>) -> Said<DeviceList> {
        self.ask(&asked, |state, DevicesAsked {}| Ok(state.devices_of(&asked.force)))
    }

    async fn revoke_device(&self, revoke: Signed<RevokeDevice>) -> Said<DeviceList> {
        self.ask(&revoke, |state, request| state.revoke(&revoke.force, request))
    }

    async fn back_fill(&self, asked: Signed<BackFill>) -> Said<BackFilled> {
        self.ask(&asked, |state, request| state.back_fill(&asked.force, &request))
    }

    async fn watch(&self, watch: Signed<Watch>) -> Result<FakeWakes, Failure> {
        let first = Wake::grown(watch.force.clone(), 0);
        let told = self.ask(&watch, |_, _| Ok(first)).map(|_| self.state().tellings.mark(&watch.force))?;
        Ok(FakeWakes { central: self.clone(), force: watch.force, head: None, told })
    }
}

/// Whether it is of the stream that was asked for, if one was.
fn is_of(entry: &Positioned, request: &Pull) -> bool {
    let of = |stream| entry.sealed.read_header().is_ok_and(|header| header.stream == stream);
    request.stream.is_none_or(of)
}
