//! How a laptop speaks to the central service: the contract of `protocol` over HTTP.
//!
//! It must not know what entries say, and it keeps nothing: what is sent, and what an answer changes, is
//! for its caller.

mod events;
mod http;

pub use events::HttpWakes;
pub use http::{AddressError, HttpCentral, HttpSettings};
