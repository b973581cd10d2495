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
    /// Of this stream alone, whatever stands before the cursor: such pages have gaps as well, and move no cursor.
    #[n(4)]
    pub stream: Option<Stream>,
    /// With the stream of an incident: of every other incident of the same person as well.
    #[cbor(n(5), default)]
    pub with_person: bool,
    /// What the device holds of the ledger's end. Where that does not stand there, the database was put back without the
    /// ledger being told to begin anew, as by copying its files.
    #[n(6)]
    pub held: Option<HeldAt>,
}

/// An entry that a device holds at a place in a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct HeldAt {
    /// In which count of the ledger: see [`PageForm::era`].
    #[n(0)]
    pub era: u64,
    /// Where it stands.
    #[n(1)]
    pub position: u64,
    /// The hash of the entry.
    #[n(2)]
    pub hash: Hash,
}

impl Pull {
    /// The whole ledger after a position, as far as the device is given it.
    pub fn after(force: ForceCode, after: u64, limit: u32) -> Self {
        Self { force, after, limit, open_only: false, stream: None, with_person: false, held: None }
    }

    /// Whether the pages that answer it move a cursor.
    fn moves_cursor(&self) -> bool {
        !self.open_only && self.stream.is_none()
    }
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
    /// The cursor to go on with: the position of the page's last entry, or `after` where it has none. Where a page may have
    /// gaps: up to where the ledger was looked through.
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
    /// For a field laptop: up to and with this position it is given what is in its scope alone, so that pages have gaps
    /// there; all that stands after it comes without one. `None` for a desk: nothing is missing anywhere.
    #[n(5)]
    pub whole_from: Option<u64>,
}

/// Entries of a ledger, signed by central as a whole: a laptop that verifies the page knows
/// that central gave out these entries at these positions; each entry's own signature is checked beside it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Page {
    /// Which page it is.
    #[n(0)]
    pub form: PageForm,
    /// Positions after `after`, up to `next`, in order: all of them, but for the gaps that the form allows.
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

    /// Whether central signed the page, it answers this request, and its positions run on: where the whole ledger was asked
    /// for, without a gap after the position from which on all of it is given.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where one of them is not so: nothing of the page is taken.
    pub fn verify(&self, asked: &Pull, key: &CentralKey) -> Result<(), Failure> {
        let form = &self.form;
        let answers = form.force == asked.force && form.after == asked.after;
        let positions = || self.entries.iter().map(|entry| entry.position);
        let ascends = positions().is_sorted_by(|one, two| one < two)
            && positions().all(|position| position > form.after);
        // Up to here there may be gaps.
        let whole_from = if asked.moves_cursor() { form.whole_from.unwrap_or(0) } else { u64::MAX };
        let from = whole_from.max(form.after);
        let runs_on = positions()
            .filter(|position| *position > whole_from)
            .zip(1..)
            .all(|(position, at)| from.checked_add(at) == Some(position));
        let last = positions().next_back().unwrap_or(form.after);
        // A cursor beyond the head is a central that was put back: the laptop has what it lacks.
        let within = form.next <= form.head || self.entries.is_empty();
        let ends = within && (last == form.next || (last < form.next && form.next <= whole_from));
        if answers && ascends && runs_on && ends && self.is_of(asked) {
            key.verify(&self.payload(), &self.signature)
        } else {
            Err(Failure::NotCentral)
        }
    }
}

impl Page {
    /// Whether nothing is in it that was not asked for, where one stream was.
    fn is_of(&self, asked: &Pull) -> bool {
        let Some(stream) = asked.stream.filter(|_| !asked.with_person) else { return true };
        let of = |entry: &Positioned| entry.sealed.read_header().is_ok_and(|header| header.stream == stream);
        self.entries.iter().all(of)
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
