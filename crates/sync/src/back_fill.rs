//! Older incidents that officers on a field laptop ask for: they come with the next exchange.

use chrono::{DateTime, Utc};
use protocol::{BackFill, BackFilled, Central, Failure};
use register::IncidentId;

use crate::carry::Carrier;
use crate::error::SyncError;
use crate::exchange::{Device, ask_signed};

/// Ask central for an older incident of the own force. What it answers is wanted from now on.
///
/// # Errors
/// [`SyncError`]; [`Failure::NotEntitled`] where the officer is not known there, or was suspended.
pub async fn back_fill<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    asked: BackFill,
) -> Result<Vec<IncidentId>, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let answer: Result<BackFilled, Failure> = ask_signed!(asker, back_fill, asked.clone());
    let incidents = answer?.incidents;
    asker.device.vault.want_back_fill(&incidents).await?;
    Ok(incidents)
}
