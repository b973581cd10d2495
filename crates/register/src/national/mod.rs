//! The national index: the little of an open incident that every force may see, and what may be asked of it.
//!
//! An [`Extract`] is made of the state of an incident alone, so it can be thrown away and made again. It must not
//! know where it is kept or who reads it; finding by it is the business of the crate `matching`.

pub(crate) mod codes;
mod extract;
mod place;
mod sought;

pub use extract::Extract;
pub use place::{outward, short};
pub use sought::{Field, Hit, How, Looks, Range, Reason, Sought};
