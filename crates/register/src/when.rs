//! When something happened, as well as anyone knows it.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An instant, a rough instant, a range, or not known. Instants are UTC; screens show the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum When {
    At { at: DateTime<Utc> },
    About { at: DateTime<Utc> },
    Between { from: DateTime<Utc>, to: DateTime<Utc> },
    NotKnown,
}

impl When {
    /// The earliest instant that it can mean; `None` when not known.
    pub fn earliest(&self) -> Option<DateTime<Utc>> {
        match *self {
            Self::At { at } | Self::About { at } => Some(at),
            Self::Between { from, .. } => Some(from),
            Self::NotKnown => None,
        }
    }

    /// The latest instant that it can mean; `None` when not known.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        match *self {
            Self::At { at } | Self::About { at } => Some(at),
            Self::Between { to, .. } => Some(to),
            Self::NotKnown => None,
        }
    }
}
