//! Decisions on how an enquiry is led.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A course that was considered and not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PolicyOption {
    pub what: String,
    pub why_not: String,
}
