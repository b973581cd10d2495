//! What forces tell each other: who may, and who is woken by it.

use protocol::{
    AcceptTold, Failure, LookKind, Signed, TAKER, TELLINGS, Tell, ToldAsked, ToldPage, ToldState,
    ToldStateAsked, ToldStates, Wake,
};
use register::force::ForceCode;
use register::telling::Telling;

use super::Centre;
use crate::error::CentralError;
use crate::ledger::pull;
use crate::national::looks;
use crate::told::{self, Coming};

impl Centre {
    pub(super) async fn tell_force(&self, signed: &Signed<Tell>) -> Result<ToldState, CentralError> {
        let request = self.police(signed).await?;
        let telling = request.telling.read().filter(Telling::is_fit).ok_or(Failure::Malformed)?;
        if telling.from != signed.force {
            return Err(Failure::Malformed.into());
        }
        let inner = &self.0;
        let officer_key = told::signer(&inner.database, &telling, &request.telling).await?;
        let coming = Coming { telling, signed: request.telling, officer_key, device_id: signed.device_id };
        let now = inner.clock.now();
        let (new, state) = told::keep(&inner.database, &coming, now).await?;
        let telling = &coming.telling;
        if new {
            let looker = self.looker(signed, telling.officer_id, "", now);
            let at = std::iter::once((&telling.to, telling.incident_id));
            looks::keep(&inner.database, &looker, LookKind::Told, at).await?;
            tracing::info!(from = %telling.from, to = %telling.to, telling = %telling.telling_id, "a sighting was told");
            self.wake_for_told(&telling.to).await;
        }
        Ok(state)
    }

    pub(super) async fn told_page(&self, signed: &Signed<ToldAsked>) -> Result<ToldPage, CentralError> {
        let request = self.police(signed).await?;
        let inner = &self.0;
        if request.era == inner.era {
            let (force, device) = (&signed.force, signed.device_id);
            let now = inner.clock.now();
            for teller in told::deliver(&inner.database, force, device, request.after, now).await? {
                self.wake_for_told(&teller).await;
            }
        }
        let (form, told) =
            told::page(&inner.database, &signed.force, &request, inner.limits.page_entries, inner.era)
                .await?;
        Ok(ToldPage::signed(form, told, |payload| inner.key.sign(payload)))
    }

    pub(super) async fn accepted(&self, signed: &Signed<AcceptTold>) -> Result<ToldState, CentralError> {
        let request = self.police(signed).await?;
        let name = &request.taking.officer;
        if name.trim().is_empty() || name.chars().count() > TAKER {
            return Err(Failure::Malformed.into());
        }
        self.officer(&signed.force, request.taking.officer_id).await?;
        let inner = &self.0;
        let now = inner.clock.now();
        let (teller, new, state) =
            told::accept(&inner.database, &signed.force, signed.device_id, &request, now).await?;
        if new {
            self.wake_for_told(&signed.force).await;
            self.wake_for_told(&teller).await;
        }
        Ok(state)
    }

    pub(super) async fn told_states(
        &self,
        signed: &Signed<ToldStateAsked>,
    ) -> Result<ToldStates, CentralError> {
        let request = self.police(signed).await?;
        if request.tellings.len() > TELLINGS {
            return Err(Failure::TooLarge { limit: TELLINGS as u64 }.into());
        }
        told::states(&self.0.database, &signed.force, &request).await
    }

    /// Wake the laptops of a force: what it was told, or told, has come further. What is lost here is found when
    /// they ask next.
    async fn wake_for_told(&self, force: &ForceCode) {
        if let Ok(head) = pull::force_head(&self.0.database, force).await {
            let wake = Wake { force: head.force, head: head.head, told: true };
            self.0.database.tell(&wake).await;
            self.wake(wake);
        }
    }
}
