//! What a laptop and the central service say to each other.
//!
//! Messages are CBOR (`minicbor`), each one array of numbered fields, so that a later version may add fields
//! at the end and an earlier one skips them. Requests of an enrolled device travel as [`Signed`]; every answer
//! is an [`Answer`] with central's time in it. [`Central`] is the one contract: the HTTP client, the central
//! service itself and a fake in the same process implement it, so the same tests run on all of them.
//!
//! Pure: no I/O, no clock, no runtime, no randomness. It must not know how anything is kept or carried.
//! `docs/sync.md` tells how the messages are used.

mod back_fill;
mod blob;
mod central;
mod checkpoint;
mod code;
mod devices;
mod enrol;
mod failure;
#[cfg(feature = "fake")]
pub mod fake;
mod looks;
mod national;
mod pull;
mod push;
mod signed;
mod told;
mod wire;

pub use back_fill::{BackFill, BackFilled, REFERENCE, Which};
pub use blob::{BlobAsked, BlobHeld, BlobPart, BlobState, PartAsked, PartGiven, PartPut};
pub use central::{Central, Said, Wakes};
pub use checkpoint::{Checkpoint, CheckpointKind, Checkpointed};
pub use code::{CentralKey, CodeError, EnrolCode};
pub use devices::{
    DeviceList, DeviceListForm, DevicesAsked, EnrolledDevice, Revocation, RevokeDevice, SaidOfItself,
};
pub use enrol::{CodeAsked, CodeOf, Enrol, Enrolled, Hello, Welcome};
pub use failure::{CodeTrouble, Failure};
pub use looks::{Look, LookHead, LooksTaken, UploadLooks};
pub use national::{
    Changed, Find, Found, HITS, LookByOther, LookKind, LooksAtOurs, LooksByOthers, National, NationalForm,
    NationalPage, Open, Opened, PICTURES, Picture, Pictures, PicturesGiven, REASON, SCOPE_ERA, check_reason,
};
pub use pull::{
    Digest, DigestAsked, ForceHead, Heads, HeadsAsked, HeldAt, Page, PageForm, Positioned, Pull, digest_of,
};
pub use push::{ChainHead, Outcome, Push, Pushed, RefusalCode, Relay, Relayed};
pub use signed::{Request, Signed, Wake, Watch};
pub use told::{
    AcceptTold, TAKER, TELLINGS, Taking, Tell, Told, ToldAsked, ToldForm, ToldPage, ToldState,
    ToldStateAsked, ToldStates,
};
pub use wire::{decode, encode};

use minicbor::{Decode, Encode};

/// The version of the protocol that this crate speaks.
pub const PROTOCOL: u16 = 1;

/// The oldest version that central still answers.
pub const OLDEST_PROTOCOL: u16 = 1;

/// What central answers with, and its time.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Answer<T> {
    /// Central's time, milliseconds since 1970 (UTC): a laptop compares its own clock with it and says "clock
    /// wrong by n minutes".
    #[n(0)]
    pub time: i64,
    /// The newest protocol that central speaks: a laptop that speaks less may say that an update is there.
    #[n(1)]
    pub newest: u16,
    /// The answer to the request.
    #[n(2)]
    pub body: T,
}

impl<T> Answer<T> {
    /// By how many milliseconds a clock that reads `own` (milliseconds since 1970) is ahead of central's;
    /// negative where it is behind.
    pub fn clock_ahead_ms(&self, own: i64) -> i64 {
        own.saturating_sub(self.time)
    }
}
