//! Entries from central to a device: pages of a force's ledger, its head, and digests of streams.

use minicbor::{Decode, Encode};
use register::entry::Stream;
use register::force::ForceCode;
use register::{Hash, Sealed};

use crate::code::CentralKey;
use crate::wire::encode;
use crate::{Failure, Request};

const PAGE_DOMAIN: &[u8] = b"nrmp page 1\0";
const DIGEST_DOMAIN: &[u8] = b"nrmp digest 1\0";

/// Asks for the entries of a force's ledger after a position.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Pull {
    /// Whose ledger.
    #[cbor(n(0), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The cursor: the last position that the device holds; zero for all.
    #[n(1)]
    pub after: u64,
    /// Entries at most; central may give fewer.
    #[n(2)]
    pub limit: u32,
    /// Of the force's registers and of incidents that are open, alone: what a laptop that begins needs first. Such pages
    /// have gaps, and move no cursor.
    #[cbor(n(3), default)]
    pub open_only: bool,
}

impl Request for Pull {
    const VERB: &'static str = "pull";
    type Reply = Page;
}

/// An entry at its place in a force's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Positioned {
    /// 1 for the force's first entry, then one more each time.
    #[n(0)]
    pub position: u64,
    /// When central accepted it: milliseconds since 1970 (UTC). Never runs backwards along the positions.
    #[n(1)]
    pub received_at: i64,
    /// The entry, byte for byte as it was signed.
    #[cbor(n(2), with = "crate::wire::sealed")]
    pub sealed: Sealed,
}

/// Which page it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PageForm {
    /// Whose ledger.
    #[cbor(n(0), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The cursor it was asked with.
    #[n(1)]
    pub after: u64,
    /// The cursor to go on with: the position of the page's last entry, or `after` where it has none. Of open incidents
    /// alone: up to where the ledger was looked through.
    #[n(2)]
    pub next: u64,
    /// The newest position in the ledger when the page was made. `next == head`: that was all.
    #[n(3)]
    pub head: u64,
    /// When this ledger was begun, or put back from a backup: milliseconds since 1970 (UTC). Positions of one
    /// era mean nothing in another: a laptop whose cursor is of another era pulls from zero again, and sends
    /// again what central lacks.
    #[n(4)]
    pub era: u64,
}

/// Entries of a ledger, without a gap, signed by central as a whole: a laptop that verifies the page knows
/// that central gave out these entries at these positions; each entry's own signature is checked beside it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Page {
    /// Which page it is.
    #[n(0)]
    pub form: PageForm,
    /// Positions `after + 1` to `next`, in order.
    #[n(1)]
    pub entries: Vec<Positioned>,
    /// Ed25519 by central over [`Page::payload`].
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl Page {
    /// A page with central's signature.
    pub fn signed(form: PageForm, entries: Vec<Positioned>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let mut page = Self { form, entries, signature: [0; 64] };
        page.signature = sign(&page.payload());
        page
    }

    /// What central signs: the page's form, and of each entry its position, receipt, hash and signature. The
    /// hash covers the body's hash, so that the page stays true when a body is disposed of.
    pub fn payload(&self) -> Vec<u8> {
        let mut hashed = encode(&self.form);
        for entry in &self.entries {
            hashed.extend_from_slice(&entry.position.to_be_bytes());
            hashed.extend_from_slice(&entry.received_at.to_be_bytes());
            hashed.extend_from_slice(&entry.sealed.hash().0);
            hashed.extend_from_slice(&entry.sealed.signature);
        }
        [PAGE_DOMAIN, &Hash::of(&hashed).0].concat()
    }

    /// Whether central signed the page, it answers this request, and its positions run on, without a gap where the whole
    /// ledger was asked for.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where one of them is not so: nothing of the page is taken.
    pub fn verify(&self, asked: &Pull, key: &CentralKey) -> Result<(), Failure> {
        let form = &self.form;
        let answers = form.force == asked.force && form.after == asked.after;
        let positions = || self.entries.iter().map(|entry| entry.position);
        let runs_on = if asked.open_only {
            positions().is_sorted_by(|one, two| one < two)
                && positions().all(|position| position > form.after)
        } else {
            positions()
                .enumerate()
                .all(|(at, position)| form.after.checked_add(at as u64 + 1) == Some(position))
        };
        let last = positions().next_back().unwrap_or(form.after);
        // A cursor beyond the head is a central that was put back: the laptop has what it lacks.
        let within = form.next <= form.head || self.entries.is_empty();
        let ends = within && if asked.open_only { last <= form.next } else { last == form.next };
        if answers && runs_on && ends {
            key.verify(&self.payload(), &self.signature)
        } else {
            Err(Failure::NotCentral)
        }
    }
}

/// Asks for the newest position of every ledger that the device may read.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct HeadsAsked {}

impl Request for HeadsAsked {
    const VERB: &'static str = "heads";
    type Reply = Heads;
}

/// The newest position of each ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Heads {
    /// One for each force that the device may read.
    #[n(0)]
    pub heads: Vec<ForceHead>,
}

/// The newest position of a force's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ForceHead {
    /// Whose ledger.
    #[cbor(n(0), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The position; zero in an empty ledger.
    #[n(1)]
    pub head: u64,
}

/// Asks for the digest of a stream at a position, to compare with one's own.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DigestAsked {
    /// In whose ledger.
    #[cbor(n(0), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The stream.
    #[n(1)]
    pub stream: Stream,
    /// The entries up to and with this position.
    #[n(2)]
    pub at: u64,
}

impl Request for DigestAsked {
    const VERB: &'static str = "digest";
    type Reply = Digest;
}

/// What a stream holds at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Digest {
    /// The position that was stated.
    #[n(0)]
    pub at: u64,
    /// How many entries of the stream stand at or before it.
    #[n(1)]
    pub entries: u64,
    /// [`digest_of`] their hashes.
    #[n(2)]
    pub digest: Hash,
}

/// The digest of a set of entries: BLAKE3 over a domain and their hashes in ascending order. The order in
/// which they came changes nothing.
pub fn digest_of(mut hashes: Vec<Hash>) -> Hash {
    hashes.sort_unstable();
    let mut bytes = DIGEST_DOMAIN.to_vec();
    for hash in hashes {
        bytes.extend_from_slice(&hash.0);
    }
    Hash::of(&bytes)
}
