//! A central service that was put back is given what is here of other devices and it lacks: who wrote it may be gone, or
//! may not come for long. It judges each as its author's; what it refuses stays here as it was.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use protocol::{Central, Failure, Outcome, RefusalCode, Relay, Relayed};
use register::{DeviceId, Header, Sealed};
use store::GivenBack;

use super::{Exchange, Step};
use crate::error::SyncError;

/// After which a central that did not take the request is asked again.
const RELAY_AGAIN: TimeDelta = TimeDelta::minutes(30);

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
        (self.memory.left, self.memory.unsigned, self.officers_came) = (false, false, false);
        if self.memory.relay_again.is_some_and(|at| (self.now)() < at) {
            return Ok(());
        }
        self.memory.relay_again = None;
        let mut lacking = self.device.vault.lacking_of_others().await?;
        // Of a device that went another way all that follows is of that way.
        let mut forked = BTreeSet::new();
        let mut refused = 0;
        while !lacking.is_empty() {
            let taken = self.done.relayed;
            let Some(round) = self.relay_all(&lacking, &mut forked).await? else { return Ok(()) };
            refused += round.for_good;
            (self.memory.left, self.memory.unsigned) = (round.left, round.unsigned);
            lacking = round.waiting;
            if self.done.relayed == taken {
                break;
            }
        }
        if refused > 0 || !lacking.is_empty() {
            tracing::warn!(
                refused,
                waiting = lacking.len(),
                "entries of other devices are not taken by central"
            );
        }
        Ok(())
    }

    /// Each of them once; `None` where central does not take the request.
    async fn relay_all(
        &mut self,
        lacking: &[i64],
        forked: &mut BTreeSet<DeviceId>,
    ) -> Result<Option<Round>, SyncError> {
        let (vault, bytes) = (self.device.vault, self.push_bytes);
        let most = usize::try_from(self.bounds.push_entries).unwrap_or(usize::MAX);
        let mut round = Round::default();
        let mut rest = lacking;
        while !rest.is_empty() {
            let read = vault.sealed_of(&rest[..rest.len().min(most)], bytes).await?;
            let (batch, behind) = rest.split_at(read.len());
            if batch.is_empty() {
                break;
            }
            rest = behind;
            let headers = read.iter().map(|sealed| sealed.read_header().ok());
            let known = batch.iter().zip(headers).zip(&read);
            let batch: Vec<(i64, Header, &Sealed)> = known
                .filter_map(|((entry_seq, header), sealed)| Some((*entry_seq, header?, sealed)))
                .collect();
            let of_forked = |header: &Header| forked.contains(&header.device_id);
            let (left_out, batch): (Vec<_>, Vec<_>) =
                batch.into_iter().partition(|(_, header, _)| of_forked(header));
            round.for_good += left_out.len() as u64;
            if batch.is_empty() {
                continue;
            }
            (self.tell)(Step::Sending);
            let entries: Vec<Sealed> = batch.iter().map(|(_, _, sealed)| (*sealed).clone()).collect();
            let asked: Result<Relayed, Failure> =
                ask_signed!(self, relay, Relay { entries: entries.clone() });
            let outcomes = match asked {
                Ok(relayed) if relayed.outcomes.len() == batch.len() => relayed.outcomes,
                Ok(_) => return Err(Failure::NotCentral.into()),
                Err(Failure::NotCentral | Failure::NotFound) => {
                    tracing::warn!("central does not take entries of other devices");
                    self.memory.relay_again = Some((self.now)() + RELAY_AGAIN);
                    return Ok(None);
                }
                Err(failure) => return Err(failure.into()),
            };
            let mut given = Vec::with_capacity(batch.len());
            for ((entry_seq, header, _), outcome) in batch.into_iter().zip(outcomes) {
                match outcome {
                    Outcome::Accepted { position } | Outcome::Duplicate { position } => {
                        given.push(GivenBack { entry_seq, position });
                        self.touched.insert(header.stream);
                    }
                    Outcome::Refused { code: RefusalCode::Waits | RefusalCode::NotEntitled } => {
                        round.left = true;
                        round.waiting.push(entry_seq);
                    }
                    Outcome::Refused { code: RefusalCode::UnknownOfficer | RefusalCode::Signature } => {
                        round.unsigned = true;
                        round.waiting.push(entry_seq);
                    }
                    Outcome::Refused { code } => {
                        round.for_good += 1;
                        if code == RefusalCode::Fork {
                            forked.insert(header.device_id);
                        }
                    }
                }
            }
            vault.gave_back(&given).await?;
            self.done.relayed += given.len() as u64;
        }
        Ok(Some(round))
    }
}

/// What came of giving back each entry once.
#[derive(Default)]
struct Round {
    /// Refused, and may be taken when more has come: what they rest on (`left`), or a key (`unsigned`).
    waiting: Vec<i64>,
    left: bool,
    unsigned: bool,
    /// How many were refused otherwise.
    for_good: u64,
}
