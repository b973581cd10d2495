//! The national index: the little of each open incident that every force may see, as a feed of changes for laptops
//! to hold, as answers to searches, and as a digest of looks for the force whose incident was looked at.
//!
//! Extracts are made by central out of signed entries; what central says of them it signs itself.

use minicbor::{Decode, Encode};
use register::force::ForceCode;
use register::national::{Extract, Hit, Sought};
use register::{Hash, IncidentId, OfficerId};

use crate::code::CentralKey;
use crate::wire::encode;
use crate::{Failure, Request};

const PAGE_DOMAIN: &[u8] = b"nrmp national 1\0";

/// Answers to one search at most.
pub const HITS: usize = 50;

/// Characters of a reason at most.
pub const REASON: usize = 1_000;

/// Small photographs in one request at most.
pub const PICTURES: usize = 12;

/// Set in the era of a page that a scope bounds, and in no other: see [`NationalForm::is_of_scope`].
pub const SCOPE_ERA: u64 = 1 << 62;

/// Asks for the changes of the index after one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct National {
    /// The cursor: the number of the last change that the device holds; zero for all.
    #[n(0)]
    pub after: u64,
    /// Changes at most; central may give fewer.
    #[n(1)]
    pub limit: u32,
    /// The head that the first page told when the device began at zero; zero until then. Removals up to it are
    /// left out, for such a device cannot hold what they remove.
    #[n(2)]
    pub begun: u64,
}

impl Request for National {
    const VERB: &'static str = "national";
    type Reply = NationalPage;
}

/// One row of the index as it stands now. Of several changes of an incident the last alone is told.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Changed {
    /// The number of the change. Numbers grow; those of changes that were overtaken are missing.
    #[n(0)]
    pub change: u64,
    /// The incident.
    #[n(1)]
    pub incident_id: IncidentId,
    /// Its extract; `None`: it left the index, and no device keeps it.
    #[n(2)]
    pub extract: Option<Extract>,
}

/// Which page it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NationalForm {
    /// The cursor it was asked with.
    #[n(0)]
    pub after: u64,
    /// The cursor to go on with.
    #[n(1)]
    pub next: u64,
    /// The newest change when the page was made. `next == head`: that was all.
    #[n(2)]
    pub head: u64,
    /// As in a page of a ledger: numbers of one era mean nothing in another. A device that holds an extract of
    /// another era begins at zero, and when it has come to the head it drops what was not told again. For an
    /// organisation other than police each scope is an era of its own.
    #[n(3)]
    pub era: u64,
    /// Up to when the index knows what central accepted: milliseconds since 1970 (UTC).
    #[n(4)]
    pub as_of: i64,
    /// What it was asked with.
    #[n(5)]
    pub begun: u64,
}

impl NationalForm {
    /// Whether the page holds what a scope grants. What a device holds of another era it then drops at once: it may
    /// not be granted any more.
    pub fn is_of_scope(&self) -> bool {
        self.era & SCOPE_ERA != 0
    }
}

/// Changes of the index, signed by central as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NationalPage {
    /// Which page it is.
    #[n(0)]
    pub form: NationalForm,
    /// Changes after `after` up to `next`, in the order of their numbers.
    #[n(1)]
    pub changes: Vec<Changed>,
    /// Ed25519 by central over [`NationalPage::payload`].
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl NationalPage {
    /// A page with central's signature.
    pub fn signed(form: NationalForm, changes: Vec<Changed>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let mut page = Self { form, changes, signature: [0; 64] };
        page.signature = sign(&page.payload());
        page
    }

    /// What central signs: the page's form and every change in it.
    pub fn payload(&self) -> Vec<u8> {
        let hashed = [encode(&self.form), encode(&self.changes)].concat();
        [PAGE_DOMAIN, &Hash::of(&hashed).0].concat()
    }

    /// Whether central signed the page, it answers this request, its numbers grow, and each extract is of the
    /// incident that it stands under.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where one of them is not so: nothing of the page is taken.
    pub fn verify(&self, asked: &National, key: &CentralKey) -> Result<(), Failure> {
        let form = &self.form;
        let answers = form.after == asked.after && form.begun == asked.begun;
        let mut last = form.after;
        let mut grow = true;
        for changed in &self.changes {
            grow &= changed.change > last;
            last = changed.change;
        }
        // A cursor beyond the head is a central that was put back.
        let ends = last <= form.next && (form.next <= form.head || self.changes.is_empty());
        let theirs = self.changes.iter().all(|changed| {
            changed.extract.as_ref().is_none_or(|extract| extract.incident_id == changed.incident_id)
        });
        if answers && grow && ends && theirs {
            key.verify(&self.payload(), &self.signature)
        } else {
            Err(Failure::NotCentral)
        }
    }
}

/// Searches the index. It is a look: central keeps who asked and why, and tells the forces whose incidents were
/// answered. What was asked for is not told to them.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Find {
    /// Who is sought.
    #[n(0)]
    pub sought: Sought,
    /// Who asks.
    #[n(1)]
    pub officer_id: OfficerId,
    /// Why. Never empty.
    #[n(2)]
    pub reason: String,
}

impl std::fmt::Debug for Find {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Find({:?}, {}, [redacted])", self.sought, self.officer_id)
    }
}

impl Request for Find {
    const VERB: &'static str = "find";
    type Reply = Found;
}

/// The answer to a search.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Found {
    /// Best first, [`HITS`] at most.
    #[n(0)]
    pub hits: Vec<Hit>,
    /// Up to when the index knows what central accepted: milliseconds since 1970 (UTC).
    #[n(1)]
    pub as_of: i64,
    /// Whether all who may be meant are among the hits. Where not, ask for more.
    #[n(2)]
    pub complete: bool,
}

/// Opens one incident's extract. It is a look, and the force that is accountable is told of it.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Open {
    /// Which.
    #[n(0)]
    pub incident_id: IncidentId,
    /// Who opens it.
    #[n(1)]
    pub officer_id: OfficerId,
    /// Why. Never empty.
    #[n(2)]
    pub reason: String,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Open({}, {}, [redacted])", self.incident_id, self.officer_id)
    }
}

impl Request for Open {
    const VERB: &'static str = "opened";
    type Reply = Opened;
}

/// An extract as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Opened {
    /// The extract.
    #[n(0)]
    pub extract: Extract,
    /// Up to when the index knows what central accepted: milliseconds since 1970 (UTC).
    #[n(1)]
    pub as_of: i64,
    /// The small photograph (JPEG) whose hash the extract names, where central holds it.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub thumbnail: Option<Vec<u8>>,
}

/// Asks for the small photographs of incidents that a search by this officer on this device has answered. It is no look
/// of its own: that they stood among the answers is kept already, and nothing else is given.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Pictures {
    /// Which, [`PICTURES`] at most.
    #[n(0)]
    pub incidents: Vec<IncidentId>,
    /// Who searched.
    #[n(1)]
    pub officer_id: OfficerId,
}

impl Request for Pictures {
    const VERB: &'static str = "pictures";
    type Reply = PicturesGiven;
}

/// The small photograph of one incident.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Picture {
    /// Whose.
    #[n(0)]
    pub incident_id: IncidentId,
    /// JPEG. Its hash is the one that the extract names.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}, {} bytes)", self.incident_id, self.bytes.len())
    }
}

/// Small photographs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PicturesGiven {
    /// Those that may be seen and are there, in the order in which they were asked for.
    #[n(0)]
    pub pictures: Vec<Picture>,
    /// To how many of those asked for, counted from the first, this is the answer. The rest is asked for again: all
    /// together were too many bytes.
    #[n(1)]
    pub answered: u32,
}

/// Asks for looks by other forces at incidents of the device's own.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LooksAtOurs {
    /// The cursor: the number of the last look that is known; zero for all.
    #[n(0)]
    pub since: u64,
    /// Looks at most; central may give fewer.
    #[n(1)]
    pub limit: u32,
}

impl Request for LooksAtOurs {
    const VERB: &'static str = "digest-of-looks";
    type Reply = LooksByOthers;
}

/// How it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum LookKind {
    /// It stood among the answers to a search.
    #[n(0)]
    Listed,
    /// It was opened.
    #[n(1)]
    Opened,
    /// A sighting was told.
    #[n(2)]
    Told,
}

/// One look by another force.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct LookByOther {
    /// Its number. Numbers grow along the looks of all forces; those between are other forces'.
    #[n(0)]
    pub number: u64,
    /// When: milliseconds since 1970 (UTC), by central's clock.
    #[n(1)]
    pub at: i64,
    /// Who asked.
    #[cbor(n(2), with = "crate::wire::force")]
    pub force: ForceCode,
    /// Which of their officers.
    #[n(3)]
    pub officer_id: OfficerId,
    /// At what.
    #[n(4)]
    pub incident_id: IncidentId,
    /// How.
    #[n(5)]
    pub kind: LookKind,
    /// Why, in their words.
    #[n(6)]
    pub reason: String,
}

impl std::fmt::Debug for LookByOther {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LookByOther({}, {}, {:?}, [redacted])", self.number, self.force, self.kind)
    }
}

/// Looks by other forces.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LooksByOthers {
    /// In the order of their numbers.
    #[n(0)]
    pub looks: Vec<LookByOther>,
    /// The cursor to go on with. `looks` is empty: that was all.
    #[n(1)]
    pub next: u64,
    /// As in a page of a ledger: in another era begin at zero.
    #[n(2)]
    pub era: u64,
}

/// Whether a reason is one: something is said, and not more than is kept.
///
/// # Errors
/// [`Failure::Malformed`].
pub fn check_reason(reason: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() || reason.chars().count() > REASON { Err(Failure::Malformed) } else { Ok(()) }
}
