//! Entries that a device gives back for others.

use protocol::{Failure, Relay, Relayed, Signed};

use super::Centre;
use crate::error::CentralError;
use crate::ledger::relay;

impl Centre {
    pub(super) async fn relayed(&self, signed: &Signed<Relay>) -> Result<Relayed, CentralError> {
        let inner = &self.0;
        let (request, _) = self.admit(signed).await?;
        if request.entries.len() > inner.limits.push_entries as usize {
            return Err(Failure::TooLarge { limit: u64::from(inner.limits.push_entries) }.into());
        }
        let (force, device, limits) = (&signed.force, signed.device_id, self.entry_limits());
        let (entries, now) = (request.entries, inner.clock.now());
        let done = relay::relay(&inner.database, &inner.logs, force, device, entries, limits, now).await?;
        inner.metrics.entries(done.accepted, 0);
        if done.refused > 0 {
            tracing::warn!(%force, %device, refused = done.refused, "entries of other devices refused");
        }
        if let Some(head) = done.head {
            tracing::info!(%force, %device, accepted = done.accepted, head, "entries of other devices given back");
            self.grown(force, head, done.streams).await;
        }
        Ok(done.answer)
    }
}
