//! HTTP.

pub(crate) mod metrics;
