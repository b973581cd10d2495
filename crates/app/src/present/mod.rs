//! From states to what screens read: words, times, orders. Nothing is decided here.

pub(crate) mod assignment;
mod beside;
pub(crate) mod changes;
mod clocks;
pub(crate) mod concern;
pub(crate) mod devices;
pub(crate) mod duty;
pub(crate) mod figures;
mod from_file;
mod grades;
pub(crate) mod history;
mod hypotheses;
pub(crate) mod incident;
pub(crate) mod national;
mod news;
pub(crate) mod opinion;
mod partners;
mod parts;
mod policies;
mod research;
pub(crate) mod standards;
pub(crate) mod sync;
mod timeline;
pub(crate) mod told;
mod values;
pub(crate) mod weather;
pub(crate) mod wide_checks;
