//! What goes out: the device's own chain, what it sent and was not answered, and what was refused before.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use protocol::{Central, Failure, Outcome, Push, Pushed, RefusalCode};
use register::{EntryId, IncidentId, Sealed};
use store::{StoreError, Vault};

use super::{Again, Exchange, Step};
use crate::error::SyncError;

/// What is done where central lacks what it had answered: it was put back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AtGap {
    /// What others wrote comes first, to this device and back to central: some of what is owed was written in sight of it.
    Stop,
    GoOn,
}

impl<C, N, T> Exchange<'_, C, N, T>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
    T: FnMut(Step) + Send,
{
    /// From where central's own chain of this device ends, batch after batch.
    pub(super) async fn send(&mut self, at_gap: AtGap) -> Result<(), SyncError> {
        let (vault, most, bytes) = (self.device.vault, self.bounds.push_entries, self.push_bytes);
        let (mut ahead, mut unkept) = (None, None::<Answers>);
        loop {
            let through = self.enrolment.sent_through;
            let batch = match ahead.take() {
                Some(batch) => batch,
                None => vault.own_after(through, most, bytes).await?,
            };
            if batch.is_empty() {
                return Ok(());
            }
            // While central judges this one, the next one is read, and what it answered to the one before is kept: cut off
            // in between, that one is sent again.
            let behind = through + batch.len() as u64;
            let keeping = unkept.take().unwrap_or_default().keep(vault, (self.now)());
            let reading = vault.own_after(behind, most, bytes);
            let (pushed, read, kept) = tokio::join!(self.push(&batch), reading, keeping);
            self.changed(kept?);
            let pushed = pushed?;
            let gap = pushed.outcomes.contains(&Outcome::Refused { code: RefusalCode::Gap });
            let next = if gap { pushed.chain.device_seq } else { behind };
            ahead = if gap { None } else { Some(read?) };
            // A gap leads back, and only to what central does not have.
            if gap && next >= through {
                return Err(SyncError::Forked);
            }
            let answers = self.answers(&batch, &pushed, Some(next));
            self.enrolment.sent_through = next;
            let mut same = self.same_chain(pushed.chain).await;
            if pushed.outcomes.contains(&Outcome::Refused { code: RefusalCode::Fork }) {
                same = same.and(Err(SyncError::Forked));
            }
            if same.is_err() || ahead.as_ref().is_none_or(Vec::is_empty) {
                self.keep(answers).await?;
            } else {
                unkept = Some(answers);
            }
            same?;
            if gap && at_gap == AtGap::Stop {
                self.owes = true;
                return Ok(());
            }
        }
    }

    /// What was sent before and has neither place nor refusal here: central was put back, or the answer was
    /// lost.
    pub(super) async fn sweep(&mut self) -> Result<(), SyncError> {
        let (vault, through) = (self.device.vault, self.enrolment.sent_through);
        loop {
            let batch = vault.own_unanswered(through, self.bounds.push_entries, self.push_bytes).await?;
            if batch.is_empty() {
                return Ok(());
            }
            let pushed = self.push(&batch).await?;
            let has = |code| pushed.outcomes.contains(&Outcome::Refused { code });
            if has(RefusalCode::Gap) {
                // Put back since this exchange began: what it has is sent on from.
                let answers = self.answers(&batch, &pushed, Some(pushed.chain.device_seq));
                self.keep(answers).await?;
                self.enrolment.sent_through = pushed.chain.device_seq;
                self.same_chain(pushed.chain).await?;
                return self.send(AtGap::GoOn).await;
            }
            let answers = self.answers(&batch, &pushed, None);
            self.keep(answers).await?;
            if has(RefusalCode::Fork) {
                return Err(SyncError::Forked);
            }
        }
    }

    pub(super) async fn send_refused_again(&mut self, again: Again) -> Result<(), SyncError> {
        let now = (self.now)();
        let before = match again {
            Again::Now => DateTime::<Utc>::MAX_UTC,
            Again::After(wait) => now - wait,
        };
        let mut after = 0;
        loop {
            let (most, bytes) = (self.bounds.push_entries, self.push_bytes);
            let batch = self.device.vault.refused_before(before, now, after, most, bytes).await?;
            let last = batch.last().and_then(|sealed| sealed.read_header().ok());
            let Some(last) = last else { return Ok(()) };
            let pushed = self.push(&batch).await?;
            let answers = self.answers(&batch, &pushed, None);
            self.keep(answers).await?;
            after = last.device_seq;
        }
    }

    async fn push(&mut self, batch: &[Sealed]) -> Result<Pushed, SyncError> {
        (self.tell)(Step::Sending);
        let pushed: Pushed = ask!(self, push, Push { entries: batch.to_vec() });
        if pushed.outcomes.len() != batch.len() {
            return Err(Failure::NotCentral.into());
        }
        Ok(pushed)
    }

    /// What central answered to a batch, counted; `through` as for [`Vault::answered`].
    fn answers(&mut self, batch: &[Sealed], pushed: &Pushed, through: Option<u64>) -> Answers {
        let mut answers = Answers { each: Vec::with_capacity(batch.len()), through };
        for (sealed, outcome) in batch.iter().zip(&pushed.outcomes) {
            let Ok(header) = sealed.read_header() else { continue };
            match outcome {
                Outcome::Refused { code } => self.done.refused += u64::from(code.is_kept()),
                _ => {
                    self.done.delivered += 1;
                    self.touched.insert(header.stream);
                }
            }
            answers.each.push((header.entry_id, *outcome));
        }
        answers
    }

    async fn keep(&mut self, answers: Answers) -> Result<(), SyncError> {
        let incidents = answers.keep(self.device.vault, (self.now)()).await?;
        self.changed(incidents);
        Ok(())
    }

    fn changed(&mut self, incidents: BTreeSet<IncidentId>) {
        if !incidents.is_empty() {
            (self.tell)(Step::Took { incidents, officers_changed: false });
        }
    }
}

/// What central answered to a batch, not kept yet.
#[derive(Default)]
struct Answers {
    each: Vec<(EntryId, Outcome)>,
    through: Option<u64>,
}

impl Answers {
    /// In one transaction. Gives the incidents that are another than before.
    async fn keep(self, vault: &Vault, now: DateTime<Utc>) -> Result<BTreeSet<IncidentId>, StoreError> {
        if self.each.is_empty() && self.through.is_none() {
            return Ok(BTreeSet::new());
        }
        vault.answered(&self.each, self.through, now).await
    }
}
