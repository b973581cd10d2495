//! A central service that was put back is given what is here of other devices and it lacks: who wrote it may be gone, or
//! may not come for long. It judges each as its author's; what it refuses stays here as it was.

use chrono::{DateTime, Utc};
use protocol::{Central, Failure, Outcome, RefusalCode, Relay, Relayed};
use store::GivenBack;

use super::{Exchange, Step};
use crate::error::SyncError;

impl<C, N, T> Exchange<'_, C, N, T>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
    T: FnMut(Step) + Send,
{
    /// All that central lacks, in the order in which it came here: mostly that in which it rests on each other. What is
    /// refused for want of something is tried again as long as anything else is taken. Nothing is asked where nothing is
    /// lacking.
    pub(super) async fn relay(&mut self) -> Result<(), SyncError> {
        self.memory.left = false;
        if self.memory.relays_not {
            return Ok(());
        }
        let mut lacking = self.device.vault.lacking_of_others().await?;
        let mut refused = 0;
        loop {
            if lacking.is_empty() {
                break;
            }
            let taken = self.done.relayed;
            let Some((waiting, for_good)) = self.relay_all(&lacking).await? else { return Ok(()) };
            refused += for_good;
            lacking = waiting;
            if self.done.relayed == taken {
                break;
            }
        }
        self.memory.left = !lacking.is_empty();
        if refused > 0 || self.memory.left {
            tracing::warn!(
                refused,
                waiting = lacking.len(),
                "entries of other devices are not taken by central"
            );
        }
        Ok(())
    }

    /// Each of them once. Gives those that may be taken when more has come, and how many were refused otherwise; `None`
    /// where central is of a version that does not know the request.
    async fn relay_all(&mut self, lacking: &[i64]) -> Result<Option<(Vec<i64>, u64)>, SyncError> {
        let (vault, bytes) = (self.device.vault, self.push_bytes);
        let most = usize::try_from(self.bounds.push_entries).unwrap_or(usize::MAX);
        let (mut waiting, mut for_good) = (Vec::new(), 0);
        let mut rest = lacking;
        while !rest.is_empty() {
            let entries = vault.sealed_of(&rest[..rest.len().min(most)], bytes).await?;
            let (batch, behind) = rest.split_at(entries.len());
            if batch.is_empty() {
                break;
            }
            (self.tell)(Step::Sending);
            let asked: Result<Relayed, Failure> =
                ask_signed!(self, relay, Relay { entries: entries.clone() });
            let outcomes = match asked {
                Ok(relayed) if relayed.outcomes.len() == batch.len() => relayed.outcomes,
                Ok(_) => return Err(Failure::NotCentral.into()),
                Err(Failure::NotCentral | Failure::NotFound) => {
                    tracing::info!("central does not take entries of other devices");
                    self.memory.relays_not = true;
                    return Ok(None);
                }
                Err(failure) => return Err(failure.into()),
            };
            let mut given = Vec::with_capacity(batch.len());
            for ((entry_seq, sealed), outcome) in batch.iter().zip(&entries).zip(outcomes) {
                match outcome {
                    Outcome::Accepted { position } | Outcome::Duplicate { position } => {
                        let Ok(header) = sealed.read_header() else { continue };
                        given.push(GivenBack { entry_seq: *entry_seq, position });
                        self.touched.insert(header.stream);
                    }
                    Outcome::Refused { code } if may_be_taken(code) => waiting.push(*entry_seq),
                    Outcome::Refused { .. } => for_good += 1,
                }
            }
            vault.gave_back(&given).await?;
            self.done.relayed += given.len() as u64;
            rest = behind;
        }
        Ok(Some((waiting, for_good)))
    }
}

/// Whether more that comes, of this or of another laptop, may change it: a key, or what it was written in sight of.
fn may_be_taken(code: RefusalCode) -> bool {
    matches!(
        code,
        RefusalCode::UnknownOfficer | RefusalCode::Signature | RefusalCode::NotEntitled | RefusalCode::Waits
    )
}
