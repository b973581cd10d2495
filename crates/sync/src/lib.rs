//! How a laptop exchanges entries with the central service: the contract of `protocol` over HTTP, one exchange
//! over whatever keeps that contract, and exchanges one after another while a register is open.
//!
//! It must not know what entries say (but for those that introduce officers, by which signatures are checked),
//! nor screens and words. What is kept, `store` keeps; time and randomness are arguments.

mod back_fill;
mod carry;
mod devices;
mod error;
mod events;
mod exchange;
mod http;
mod judge;
mod live;
mod national;
mod state;
mod told;

pub use back_fill::back_fill;
pub use carry::{Absent, Carried, carry};
pub use devices::{devices, revoke_device};
pub use error::SyncError;
pub use events::HttpWakes;
pub use exchange::{Again, Bounds, Device, Exchanged, Memory, Step, exchange, watch};
pub use http::{AddressError, HttpCentral, HttpSettings};
pub use live::{Ended, Pace, Rounds, keep};
pub use national::{find, looks_at_ours, open, pictures};
pub use state::{Known, Phase, State, Trouble, state};
pub use told::tell;
