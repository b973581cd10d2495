//! A photograph's particulars; the picture itself is kept in the vault under its hash.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{Hash, PhotographId};

/// A photograph's particulars; the picture itself is kept in the vault under its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Photograph {
    pub photograph_id: PhotographId,
    /// BLAKE3 of the file as it was given.
    pub original: Hash,
    /// BLAKE3 of the picture that screens show: oriented, nothing but pixels.
    pub display: Hash,
    pub thumbnail: Hash,
    /// Pixels, after turning upright.
    pub width: u32,
    pub height: u32,
    pub taken: Taken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Taken {
    On { date: chrono::NaiveDate },
    About { date: chrono::NaiveDate },
    NotKnown,
}
