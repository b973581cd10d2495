//! Why a whole request was not done. Why one entry of a batch was refused is [`crate::RefusalCode`].

use minicbor::{Decode, Encode};

/// Why a request was not done. Closed: a laptop shows words for each. No variant carries personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Encode, Decode)]
pub enum Failure {
    /// The laptop's program is older, or newer, than central answers.
    #[n(0)]
    #[error("central speaks protocol {oldest} to {newest}")]
    UpgradeNeeded {
        /// The oldest version that is answered.
        #[n(0)]
        oldest: u16,
        /// The newest one.
        #[n(1)]
        newest: u16,
    },
    /// The request was signed at a time too far from central's: reckon with `time` and ask again.
    #[n(1)]
    #[error("the request was signed at another time than central's")]
    Clock {
        /// Central's time, milliseconds since 1970 (UTC).
        #[n(0)]
        time: i64,
    },
    /// No device of this id is enrolled with this force.
    #[n(2)]
    #[error("the device is not enrolled")]
    NotEnrolled,
    /// The device was revoked: it gets nothing, and what it sends is kept apart.
    #[n(3)]
    #[error("the device was revoked")]
    Revoked,
    /// The device's signature does not belong to the request.
    #[n(4)]
    #[error("the request is not signed by the device")]
    Signature,
    /// The one-time code is not known, was used by another device, or has run out.
    #[n(5)]
    #[error("the one-time code is not valid")]
    Code,
    /// The entries that introduce the officers do not found this register.
    #[n(6)]
    #[error("the register's first entries do not introduce its officers")]
    Founding,
    /// The register or the device stands under another force, or under another key, already; or something else was
    /// told under this id.
    #[n(7)]
    #[error("the register, the device or the telling is known otherwise already")]
    Taken,
    /// A training register with a live central, or the other way round.
    #[n(8)]
    #[error("training and live registers are kept apart")]
    TrainingApart,
    /// The bytes are not the message.
    #[n(9)]
    #[error("the message cannot be read")]
    Malformed,
    /// More than central takes at once.
    #[n(10)]
    #[error("more than {limit} at once")]
    TooLarge {
        /// Bytes, or entries, whichever was passed.
        #[n(0)]
        limit: u64,
    },
    /// Too much asked in too short a time, by all or by this device: ask again later.
    #[n(11)]
    #[error("busy: ask again after {retry_after_ms} ms")]
    Busy {
        /// Milliseconds to wait at least.
        #[n(0)]
        retry_after_ms: u64,
    },
    /// The device's force has no right to what was asked for.
    #[n(12)]
    #[error("not entitled")]
    NotEntitled,
    /// What was asked for is not held.
    #[n(13)]
    #[error("not held")]
    NotFound,
    /// A part of a blob does not continue what central has; `have` bytes are there.
    #[n(14)]
    #[error("the next part begins at byte {have}")]
    PartElsewhere {
        /// Bytes from the beginning that central has.
        #[n(0)]
        have: u64,
    },
    /// The whole blob is not what its name says; its parts were thrown away.
    #[n(15)]
    #[error("the blob is not what its hash says")]
    BlobDiffers,
    /// The looks do not continue the chain of those uploaded: central has as many as `have`.
    #[n(16)]
    #[error("the next look is number {}", have.saturating_add(1))]
    LooksElsewhere {
        /// Number of the last look that central has.
        #[n(0)]
        have: u64,
    },
    /// Central cannot reach its database or its disk for now. Nothing of the request was done, or all of it.
    #[n(17)]
    #[error("central cannot do it for now")]
    Unavailable,
    /// Central was not reached, or its answer was not. Said by the client itself, never by central.
    #[n(18)]
    #[error("central was not reached")]
    Unreachable,
    /// What answered is not the central service that was pinned, or not one at all. Said by the client.
    #[n(19)]
    #[error("what answered is not the central service of this register")]
    NotCentral,
    /// An organisation other than police that has no scope in the national index, or none any more: what it holds of
    /// the index is to be dropped.
    #[n(20)]
    #[error("no scope in the national index")]
    NoScope,
    /// The one-time code is known, and not good for this.
    #[n(21)]
    #[error("the one-time code is not good for this: {why}")]
    CodeNotGood {
        /// What is the matter with it.
        #[n(0)]
        why: CodeTrouble,
    },
    /// What the device holds of the ledger does not stand there: the database was put back, without being told to
    /// begin a new count. The device takes the ledger from its beginning, and sends what is missing.
    #[n(22)]
    #[error("the ledger is another than the one that the device knows")]
    PutBack,
}

/// Why a one-time code is not good for what it was used for. Told to whoever holds the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Encode, Decode)]
#[cbor(index_only)]
pub enum CodeTrouble {
    /// It was made for an officer who joins a register: it founds none.
    #[n(0)]
    #[error("it is for an officer")]
    ForOfficer,
    /// It was made for a laptop that has a register: it says of no officer who they are.
    #[n(1)]
    #[error("it is for no officer")]
    ForNoOfficer,
    /// Another device, or another key, used it.
    #[n(2)]
    #[error("it was used")]
    Used,
    /// Its time has run out.
    #[n(3)]
    #[error("it has run out")]
    RunOut,
    /// Its officer was removed from the register.
    #[n(4)]
    #[error("its officer was removed")]
    OfficerRemoved,
    /// Its officer was suspended at central.
    #[n(5)]
    #[error("its officer was suspended")]
    OfficerSuspended,
}

impl Failure {
    /// Whether the same request may be done if it is made again later, unchanged but for its time.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Clock { .. } | Self::Busy { .. } | Self::Unavailable | Self::Unreachable)
    }
}
