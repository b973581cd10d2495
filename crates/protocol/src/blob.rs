//! Photographs on a channel of their own: named by BLAKE3 of the plaintext, in parts, resumed at any byte.
//! A record may arrive long before its photograph and shows without it.

use minicbor::{Decode, Encode};
use register::Hash;

use crate::Request;

/// Asks what central has of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BlobAsked {
    /// BLAKE3 of the blob's plaintext.
    #[n(0)]
    pub blob: Hash,
}

impl Request for BlobAsked {
    const VERB: &'static str = "blob-head";
    type Reply = BlobHeld;
}

/// What central has of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BlobHeld {
    /// The state of it.
    #[n(0)]
    pub state: BlobState,
}

/// What central has of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum BlobState {
    /// Nothing.
    #[n(0)]
    Absent,
    /// The first bytes of it: send on from there.
    #[n(1)]
    Begun {
        /// Bytes that are there.
        #[n(0)]
        have: u64,
        /// Bytes of the whole, as the first part said.
        #[n(1)]
        size: u64,
    },
    /// All of it, and it is what its name says.
    #[n(2)]
    Whole {
        /// Bytes.
        #[n(0)]
        size: u64,
    },
}

/// A stretch of a blob's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BlobPart {
    /// Where it begins, in bytes from the blob's beginning.
    #[n(0)]
    pub offset: u64,
    /// Its bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// Sends a part. Parts follow each other; one that was sent before is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PartPut {
    /// BLAKE3 of the whole.
    #[n(0)]
    pub blob: Hash,
    /// Bytes of the whole.
    #[n(1)]
    pub size: u64,
    /// The part.
    #[n(2)]
    pub part: BlobPart,
}

impl Request for PartPut {
    const VERB: &'static str = "blob-put";
    type Reply = BlobHeld;
}

/// Asks for a part of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PartAsked {
    /// BLAKE3 of the whole.
    #[n(0)]
    pub blob: Hash,
    /// Where the part begins.
    #[n(1)]
    pub offset: u64,
    /// Bytes at most; central may give fewer.
    #[n(2)]
    pub limit: u32,
}

impl Request for PartAsked {
    const VERB: &'static str = "blob-get";
    type Reply = PartGiven;
}

/// A part of a blob. The laptop checks the whole against its name when it has all of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PartGiven {
    /// Bytes of the whole.
    #[n(0)]
    pub size: u64,
    /// The part; empty at the end.
    #[n(1)]
    pub part: BlobPart,
}
