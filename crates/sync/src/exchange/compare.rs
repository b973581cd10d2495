//! Both sides compare: where this device's chain ends, and the streams of which something came or went.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::try_join_all;
use protocol::{Central, ChainHead, Checkpoint, CheckpointKind, DigestAsked, Failure};
use register::entry::Stream;

use super::{Exchange, Step};
use crate::error::SyncError;

/// What a device says of itself with a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    chain: ChainHead,
    drafts: u32,
    holds: u64,
}

/// Drafts and what is held are told anew so often at most; the end of the chain at once.
const SAID_AGAIN: TimeDelta = TimeDelta::minutes(10);
/// So many streams that differ are asked for one by one; of more, everything is.
const ONE_BY_ONE: usize = 16;
/// Digests that are asked for at the same time: on a slow line each takes a second to come back.
const AT_ONCE: usize = 4;

impl<C, N, T> Exchange<'_, C, N, T>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
    T: FnMut(Step) + Send,
{
    /// Central's end of this device's chain is an entry that stands here.
    pub(super) async fn same_chain(&mut self, chain: ChainHead) -> Result<(), SyncError> {
        match self.device.vault.own_hash(chain.device_seq).await? {
            Some(hash) if hash == chain.hash => Ok(()),
            _ => Err(SyncError::Forked),
        }
    }

    /// The device says where its chain ends: central sees what is missing, and the device whether a copy of it
    /// was put back. False where central lacks what it had answered: it was put back itself, and nothing of that counts as
    /// delivered any more (INV-5).
    pub(super) async fn checkpoint(&mut self) -> Result<bool, SyncError> {
        let (device_seq, hash) = self.device.vault.own_head().await?;
        let chain = ChainHead { device_seq, hash };
        let drafts = self.device.drafts;
        let holds = self.device.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?.cursor;
        let (said, now) = (Said { chain, drafts, holds }, (self.now)());
        if self.memory.checkpoint.is_some_and(|(before, at)| {
            before == said || (before.chain == chain && (now - at).abs() < SAID_AGAIN)
        }) {
            return Ok(true);
        }
        let checkpoint = Checkpoint::signed(self.device.vault.device_id(), chain, drafts, |payload| {
            self.device.key.sign(payload)
        })
        .holding(holds);
        let compared = ask!(self, checkpoint, checkpoint.clone());
        match compared.kind {
            CheckpointKind::Same | CheckpointKind::ToSend => {
                // Ahead of central, and perhaps on another way: a copy that wrote more than was lost.
                self.same_chain(compared.chain).await?;
                if compared.chain.device_seq < self.enrolment.sent_through {
                    self.begin_era(self.enrolment.era).await?;
                    return Ok(false);
                }
                self.memory.checkpoint = Some((said, now));
                Ok(true)
            }
            CheckpointKind::Behind | CheckpointKind::Differs => Err(SyncError::Forked),
        }
    }

    /// Streams of which something was sent or received are compared at the cursor. Where one differs, it is asked for once
    /// more, and where that does not help, everything is; nothing is overwritten.
    pub(super) async fn compare(&mut self) -> Result<(), SyncError> {
        let streams: Vec<Stream> = self.touched.iter().copied().take(self.bounds.digests).collect();
        let mut differs = self.differing(&streams).await?;
        if !differs.is_empty() && differs.len() <= ONE_BY_ONE {
            tracing::warn!(streams = differs.len(), "streams differ from central's: asking for them again");
            for stream in &differs {
                match self.take_stream(*stream, None).await {
                    // An older central gives the whole ledger whatever is asked.
                    Ok(_) | Err(SyncError::Central(Failure::NotCentral)) => {}
                    Err(error) => return Err(error),
                }
            }
            differs = self.differing(&differs).await?;
        }
        if !differs.is_empty() && !self.memory.pulled_again {
            tracing::warn!(streams = differs.len(), "streams differ from central's: asking for all again");
            self.memory.pulled_again = true;
            self.device.vault.pull_again().await?;
            self.enrolment.cursor = 0;
            self.receive().await?;
            differs = self.differing(&differs).await?;
        }
        self.done.differs = differs;
        Ok(())
    }

    async fn differing(&mut self, streams: &[Stream]) -> Result<Vec<Stream>, SyncError> {
        let at = self.enrolment.cursor;
        let mut differs = Vec::new();
        let mut here = self.device.vault.digests(streams, at).await?.into_iter();
        for some in streams.chunks(AT_ONCE) {
            let central = self.central;
            let signed: Vec<_> =
                some.iter().map(|stream| self.signed(&self.asking_digest(*stream, at))).collect();
            let there = match try_join_all(signed.into_iter().map(|asked| central.digest(asked))).await {
                Ok(there) => there.into_iter().map(|answer| answer.body).collect(),
                // Central is busy: one by one is less at once. Or the clock was set meanwhile, and is reckoned anew.
                Err(Failure::Busy { .. } | Failure::Clock { .. }) => {
                    let mut there = Vec::with_capacity(some.len());
                    for stream in some {
                        there.push(ask!(self, digest, self.asking_digest(*stream, at)));
                    }
                    there
                }
                Err(failure) => return Err(failure.into()),
            };
            for ((stream, there), here) in some.iter().zip(there).zip(here.by_ref()) {
                if here != (there.entries, there.digest) {
                    differs.push(*stream);
                }
            }
        }
        Ok(differs)
    }

    fn asking_digest(&self, stream: Stream, at: u64) -> DigestAsked {
        DigestAsked { force: self.enrolment.force.clone(), stream, at }
    }
}
