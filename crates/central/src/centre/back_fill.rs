//! Older incidents that officers on field laptops ask for.

use protocol::{BackFill, BackFilled, Failure, REFERENCE, Signed, Which, check_reason};

use super::Centre;
use crate::error::CentralError;
use crate::ledger::scope;

impl Centre {
    pub(super) async fn back_filled(&self, signed: &Signed<BackFill>) -> Result<BackFilled, CentralError> {
        let (request, device) = self.admit(signed).await?;
        check_reason(&request.reason)?;
        if let Which::Reference(reference) = &request.which
            && (reference.trim().is_empty() || reference.chars().count() > REFERENCE)
        {
            return Err(Failure::Malformed.into());
        }
        self.officer(&signed.force, request.officer_id).await?;
        let inner = &self.0;
        crate::national::settle(&inner.database).await?;
        let (force, device_id, now) = (&signed.force, device.sender.device_id, inner.clock.now());
        let incidents = scope::back_fill(&inner.database, force, device_id, &request, now).await?;
        tracing::info!(%force, device = %device_id, officer = %request.officer_id, found = incidents.len(),
            "an older incident was asked for");
        Ok(BackFilled { incidents })
    }
}
