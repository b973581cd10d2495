//! The ledgers: who may write there, what is refused, at which position an entry stands, and what is read.
//!
//! Invariant: a position is given once, in the order of commits, under the lock of its force; whoever has seen
//! position n has seen all before it. An entry is never changed. It must not know how requests are carried.

pub(crate) mod blob;
pub(crate) mod chain;
pub(crate) mod checkpoint;
pub(crate) mod device;
pub(crate) mod devices;
pub(crate) mod enrol;
pub(crate) mod join;
pub(crate) mod judge;
pub(crate) mod keys;
pub(crate) mod known;
pub(crate) mod logs;
pub(crate) mod looks;
pub(crate) mod offered;
pub(crate) mod pull;
pub(crate) mod push;
pub(crate) mod relay;
pub(crate) mod scope;
pub(crate) mod written;
