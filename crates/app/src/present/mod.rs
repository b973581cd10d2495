//! From states to what screens read: words, times, orders. Nothing is decided here.

pub(crate) mod duty;
pub(crate) mod incident;
mod parts;
mod timeline;
