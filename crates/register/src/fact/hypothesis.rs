//! What may have happened, and what speaks for it and against it. APP keeps this apart from the risk: how bad it would be
//! if it were so is graded from answers and descriptions, never from here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing that speaks for a hypothesis or against it, and who said it or where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Point {
    pub bears: Bears,
    pub what: String,
    /// "CCTV, Station Road", "his sister".
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bears {
    For,
    Against,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Open,
    MostLikely,
    RuledOut,
}

/// Where a hypothesis stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Stands {
    pub standing: Standing,
    pub because: String,
}
