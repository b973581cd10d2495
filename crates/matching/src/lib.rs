//! Who is this: finding people by name, as given, as it sounds, by its letters in any order; and by what they look
//! like, and where and when they were last seen.
//!
//! Every answer comes with its reasons, in codes. What is not known counts little and rules nobody out; ethnicity,
//! nationality, religion and sexuality are not asked and score nothing (INV-10).
//!
//! Pure: no I/O, no clock, no randomness. It must not know where records are kept: an index is made of [`Keys`],
//! and what it gives is scored here again.

mod keys;
mod looks;
mod name;
mod words;

pub use keys::Keys;
pub use looks::{AGE_APART, HEIGHT_APART, LooksQuery, SEEN_APART_MS};
pub use name::{NameQuery, NameWord};
pub use words::{letters, plain, sound, words};

/// The version of [`Keys`]: an index made by another is made again.
pub const VERSION: u32 = 1;
