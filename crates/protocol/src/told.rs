//! A possible sighting on its way from one force to another: told, given out to the force that it is told to, and
//! taken by somebody there. Whoever told it learns how far it has come.
//!
//! Each change of a telling (it was told, it was taken) has a number of the receiving force, in the order of their
//! commits: a cursor along them skips none.

use ed25519_dalek::VerifyingKey;
use minicbor::{Decode, Encode};
use register::force::ForceCode;
use register::telling::{SignedTelling, Telling};
use register::{Hash, OfficerId, TellingId};

use crate::code::CentralKey;
use crate::wire::encode;
use crate::{Failure, OLDEST_PROTOCOL, PROTOCOL, Request};

const PAGE_DOMAIN: &[u8] = b"nrmp told 1\0";

/// Ids in one question of how far they have come, at most.
pub const TELLINGS: usize = 200;

/// Characters of the name of whoever takes a telling at most.
pub const TAKER: usize = 200;

/// Tells another force of a sighting. It is a look: the telling names an incident.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Tell {
    /// What is told, signed by the officer who tells it.
    #[n(0)]
    pub telling: SignedTelling,
}

impl Request for Tell {
    const VERB: &'static str = "tell";
    type Reply = ToldState;
}

/// Asks for what other forces told the device's own. It says by its cursor what it holds: that is what *delivered*
/// means.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ToldAsked {
    /// The number of the last change that the device holds; zero for all.
    #[n(0)]
    pub after: u64,
    /// The era that this number is of; in another one central answers from the beginning.
    #[n(1)]
    pub era: u64,
    /// Changes at most; central may give fewer.
    #[n(2)]
    pub limit: u32,
}

impl Request for ToldAsked {
    const VERB: &'static str = "told";
    type Reply = ToldPage;
}

/// Who of the receiving force took a telling into the record, and when.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Taking {
    /// Who.
    #[n(0)]
    pub officer_id: OfficerId,
    /// Their name, as it was then.
    #[n(1)]
    pub officer: String,
    /// When, by the clock of that laptop: milliseconds since 1970 (UTC).
    #[n(2)]
    pub at: i64,
}

/// Names are not for logs.
impl std::fmt::Debug for Taking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Taking({}, {}, [redacted])", self.officer_id, self.at)
    }
}

/// A telling as it stands at central.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Told {
    /// The number of its last change.
    #[n(0)]
    pub number: u64,
    /// What was told, byte for byte as it was signed.
    #[n(1)]
    pub telling: SignedTelling,
    /// The key that signed it: central found it good for the officer when it was told.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub officer_key: [u8; 32],
    /// When central took it: milliseconds since 1970 (UTC).
    #[n(3)]
    pub told_at: i64,
    /// Who took it into the record; `None`: nobody yet.
    #[n(4)]
    pub taking: Option<Taking>,
}

impl Told {
    /// What was told, where it was told to this force and the key that central names signed it.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where it was not; [`Failure::UpgradeNeeded`] where a newer version told it.
    pub fn read(&self, to: &ForceCode) -> Result<Telling, Failure> {
        let newer = Failure::UpgradeNeeded { oldest: OLDEST_PROTOCOL, newest: PROTOCOL };
        let telling = self.telling.read().ok_or(newer)?;
        let signed =
            VerifyingKey::from_bytes(&self.officer_key).is_ok_and(|key| self.telling.is_signed_by(&key));
        if signed && telling.to == *to { Ok(telling) } else { Err(Failure::NotCentral) }
    }
}

/// Which page it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ToldForm {
    /// The cursor that it goes on from: the one it was asked with, or zero where that was of another era.
    #[n(0)]
    pub after: u64,
    /// The cursor to go on with.
    #[n(1)]
    pub next: u64,
    /// As in a page of a ledger.
    #[n(2)]
    pub era: u64,
}

/// What was told, signed by central as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ToldPage {
    /// Which page it is.
    #[n(0)]
    pub form: ToldForm,
    /// In the order of their numbers. None: that was all.
    #[n(1)]
    pub told: Vec<Told>,
    /// Ed25519 by central over [`ToldPage::payload`].
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl ToldPage {
    /// A page with central's signature.
    pub fn signed(form: ToldForm, told: Vec<Told>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let mut page = Self { form, told, signature: [0; 64] };
        page.signature = sign(&page.payload());
        page
    }

    /// What central signs: the page's form and everything in it.
    pub fn payload(&self) -> Vec<u8> {
        let hashed = [encode(&self.form), encode(&self.told)].concat();
        [PAGE_DOMAIN, &Hash::of(&hashed).0].concat()
    }

    /// Whether central signed the page, it answers this request, and its numbers grow.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where one of them is not so: nothing of the page is taken.
    pub fn verify(&self, asked: &ToldAsked, key: &CentralKey) -> Result<(), Failure> {
        let form = &self.form;
        let answers = form.after == if form.era == asked.era { asked.after } else { 0 };
        let mut last = form.after;
        let mut grow = true;
        for told in &self.told {
            grow &= told.number > last;
            last = told.number;
        }
        if answers && grow && form.next == last {
            key.verify(&self.payload(), &self.signature)
        } else {
            Err(Failure::NotCentral)
        }
    }
}

/// Says that an officer of the device's force took a telling into the record. The first who does is the one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AcceptTold {
    /// Which.
    #[n(0)]
    pub telling_id: TellingId,
    /// Who, and when.
    #[n(1)]
    pub taking: Taking,
}

impl Request for AcceptTold {
    const VERB: &'static str = "accept-told";
    type Reply = ToldState;
}

/// Asks how far what the device's force told others has come.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ToldStateAsked {
    /// Which, [`TELLINGS`] at most.
    #[n(0)]
    pub tellings: Vec<TellingId>,
}

impl Request for ToldStateAsked {
    const VERB: &'static str = "told-state";
    type Reply = ToldStates;
}

/// How far a telling has come. Times are milliseconds since 1970 (UTC).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ToldState {
    /// Which.
    #[n(0)]
    pub telling_id: TellingId,
    /// When central took it.
    #[n(1)]
    pub told_at: i64,
    /// When central learned that a laptop of the other force holds it, by central's clock; `None`: none is known to.
    #[n(2)]
    pub delivered_at: Option<i64>,
    /// Who took it into the record; `None`: nobody yet.
    #[n(3)]
    pub taking: Option<Taking>,
}

/// How far they have come.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ToldStates {
    /// Those that central holds. One that was asked for and is missing is not there: it is to be told again.
    #[n(0)]
    pub states: Vec<ToldState>,
}
