//! The national index as police, and others within their scope, ask for it: who may, what is kept of it, and when it is brought up to date.

use std::sync::atomic::Ordering;
use std::time::Duration;

use protocol::{
    Failure, Find, Found, LookKind, LooksAtOurs, LooksByOthers, National, NationalPage, Open, Opened,
    PICTURES, Picture, Pictures, PicturesGiven, Request, Signed, check_reason,
};
use register::OfficerId;
use register::force::ForceCode;
use register::national::Extract;

use super::Centre;
use crate::error::CentralError;
use crate::ledger::pull::PageLimits;
use crate::national::scope::Sight;
use crate::national::{self, AT_ONCE, Due, find, looks, page};

impl Centre {
    /// Fold what is not in the index yet: on start, and by whoever cannot wait. Gives how many rows changed.
    ///
    /// # Errors
    /// [`CentralError::Database`].
    pub async fn settle_index(&self) -> Result<u64, CentralError> {
        national::settle(&self.0.database).await
    }

    /// After a push: a few incidents are in the index before it is answered, many are folded after it. What fails
    /// here stays noted, and the push was done all the same.
    pub(super) async fn index(&self, force: &ForceCode, streams: Vec<[u8; 16]>) {
        if streams.is_empty() {
            return;
        }
        if streams.len() <= AT_ONCE {
            let due = Due::These(force.clone(), streams);
            self.indexed(national::refresh(&self.0.database, &due).await.map(|done| done.changed));
        } else {
            self.index_soon();
        }
    }

    /// Fold what is noted once no more of it comes at once: a device that sends much touches the same incidents with
    /// batch after batch, and each would be folded for every one of them.
    fn index_soon(&self) {
        self.0.large_pushes.fetch_add(1, Ordering::Relaxed);
        let centre = self.clone();
        tokio::spawn(async move {
            let inner = &centre.0;
            let Ok(alone) = inner.waiting_to_index.try_lock() else { return };
            let quiet = async {
                loop {
                    let before = inner.large_pushes.load(Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(inner.limits.index_wait_ms)).await;
                    if inner.large_pushes.load(Ordering::Relaxed) == before {
                        return;
                    }
                }
            };
            let longest = Duration::from_millis(inner.limits.index_longest_ms);
            // Either way it is done now.
            let _ = tokio::time::timeout(longest, quiet).await;
            drop(alone);
            centre.index_behind();
        });
    }

    /// Fold what is noted, beside everything else; once at a time in one process.
    pub(super) fn index_behind(&self) {
        let centre = self.clone();
        tokio::spawn(async move {
            let Ok(_alone) = centre.0.indexing.try_lock() else { return };
            let mut stopping = centre.0.stopping.subscribe();
            tokio::select! {
                settled = national::settle(&centre.0.database) => centre.indexed(settled),
                _ = stopping.wait_for(|stopping| *stopping) => {}
            }
        });
    }

    /// Whoever finds the index behind sees to it, whatever kept the one who pushed from doing so.
    fn catch_up(&self, as_of: i64, now: i64) {
        if as_of < now {
            self.index_behind();
        }
    }

    fn indexed(&self, done: Result<u64, CentralError>) {
        match done {
            Ok(changed) => self.0.metrics.national(changed),
            Err(error) => {
                self.0.metrics.fault();
                tracing::error!(error = %crate::log::chain(&error), "the national index is behind");
            }
        }
    }

    /// A device of a police force, or of an organisation whose scope grants it some of the index.
    async fn sighted<R: Request>(&self, signed: &Signed<R>) -> Result<(R, Sight), CentralError> {
        let (request, _) = self.admit(signed).await?;
        let mut tx = self.0.database.read().await?;
        let sight = Sight::of(&mut tx, &signed.force, self.0.clock.now()).await?;
        Ok((request, sight.ok_or(Failure::NoScope)?))
    }

    /// A device of a police force.
    pub(super) async fn police<R: Request>(&self, signed: &Signed<R>) -> Result<R, CentralError> {
        let (request, _) = self.admit(signed).await?;
        let mut tx = self.0.database.read().await?;
        let row = tx.row("SELECT police FROM force WHERE force = $1", [(&signed.force).into()]).await?;
        match row.map(|row| row.int("police")).transpose()? {
            Some(1) => Ok(request),
            _ => Err(Failure::NotEntitled.into()),
        }
    }

    /// An officer of the force whose key is good: whoever is named in a digest can be asked.
    pub(super) async fn officer(&self, force: &ForceCode, officer_id: OfficerId) -> Result<(), CentralError> {
        let mut tx = self.0.database.read().await?;
        let sql = "SELECT 1 AS known FROM officer_key k WHERE force = $1 AND officer_id = $2 AND ended = 0
                   AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.force = k.force
                                   AND s.officer_id = k.officer_id) LIMIT 1";
        let known = tx.row(sql, [force.into(), officer_id.into()]).await?;
        known.map(drop).ok_or_else(|| Failure::NotEntitled.into())
    }

    pub(super) async fn national_page(
        &self,
        signed: &Signed<National>,
    ) -> Result<NationalPage, CentralError> {
        let (request, sight) = self.sighted(signed).await?;
        let inner = &self.0;
        let limits =
            PageLimits { entries: inner.limits.page_entries, bytes: inner.limits.page_bytes as usize };
        let now = inner.clock.now();
        let (form, changes) = page::page(&inner.database, &request, &sight, limits, inner.era, now).await?;
        self.catch_up(form.as_of, now);
        Ok(NationalPage::signed(form, changes, |payload| inner.key.sign(payload)))
    }

    pub(super) async fn found(&self, signed: &Signed<Find>) -> Result<Found, CentralError> {
        let (request, sight) = self.sighted(signed).await?;
        check_reason(&request.reason)?;
        self.officer(&signed.force, request.officer_id).await?;
        let inner = &self.0;
        let now = inner.clock.now();
        let found = find::find(&inner.database, &request, &sight, now).await?;
        inner.metrics.search();
        self.catch_up(found.as_of, now);
        let looker = self.looker(signed, request.officer_id, &request.reason, now);
        let at = found.hits.iter().map(|hit| (&hit.extract.force, hit.extract.incident_id));
        // Nothing is shown of which no look is kept.
        looks::keep(&inner.database, &looker, LookKind::Listed, at).await?;
        Ok(found)
    }

    pub(super) async fn shown(&self, signed: &Signed<Open>) -> Result<Opened, CentralError> {
        let (request, sight) = self.sighted(signed).await?;
        check_reason(&request.reason)?;
        self.officer(&signed.force, request.officer_id).await?;
        let inner = &self.0;
        let now = inner.clock.now();
        let mut tx = inner.database.read().await?;
        let extract = find::opened(&mut tx, request.incident_id, &sight).await?.ok_or(Failure::NotFound)?;
        let as_of = national::as_of(&mut tx, now).await?;
        drop(tx);
        let looker = self.looker(signed, request.officer_id, &request.reason, now);
        let at = std::iter::once((&extract.force, extract.incident_id));
        looks::keep(&inner.database, &looker, LookKind::Opened, at).await?;
        let thumbnail = match extract.thumbnail {
            Some(hash) => inner.blobs.small(&inner.database, &extract.force, hash).await,
            None => None,
        };
        Ok(Opened { extract, as_of, thumbnail })
    }

    /// Small photographs beside the answers of a search. What the search did not answer is left out, as is what may not
    /// be seen any more: this widens nothing, and so is no look of its own.
    pub(super) async fn pictured(&self, signed: &Signed<Pictures>) -> Result<PicturesGiven, CentralError> {
        let (request, sight) = self.sighted(signed).await?;
        if request.incidents.len() > PICTURES {
            return Err(Failure::TooLarge { limit: PICTURES as u64 }.into());
        }
        self.officer(&signed.force, request.officer_id).await?;
        let inner = &self.0;
        let mut tx = inner.database.read().await?;
        let since = inner.clock.now().saturating_sub_unsigned(inner.limits.pictures_ms);
        let listed = looks::listed(&mut tx, signed, &request, since).await?;
        let mut shown = Vec::new();
        for (at, incident) in request.incidents.iter().enumerate() {
            let extract = find::opened(&mut tx, *incident, &sight).await?;
            let may = |extract: &Extract| extract.force == signed.force || listed.contains(incident);
            let named = extract.filter(may).and_then(|extract| Some((at, extract.thumbnail?, extract)));
            shown.extend(named);
        }
        drop(tx);
        let (mut pictures, mut size, mut answered) = (Vec::new(), 0, request.incidents.len());
        for (at, hash, extract) in shown {
            let Some(bytes) = inner.blobs.small(&inner.database, &extract.force, hash).await else {
                continue;
            };
            size += bytes.len() as u64;
            if size > inner.limits.pictures_bytes && !pictures.is_empty() {
                answered = at;
                break;
            }
            pictures.push(Picture { incident_id: extract.incident_id, bytes });
        }
        Ok(PicturesGiven { pictures, answered: answered as u32 })
    }

    pub(super) async fn digest_of_looks(
        &self,
        signed: &Signed<LooksAtOurs>,
    ) -> Result<LooksByOthers, CentralError> {
        let request = self.police(signed).await?;
        let inner = &self.0;
        looks::digest(&inner.database, &signed.force, &request, inner.limits.looks, inner.era).await
    }

    pub(super) fn looker<'a, R>(
        &self,
        signed: &'a Signed<R>,
        officer_id: OfficerId,
        reason: &'a str,
        at: i64,
    ) -> looks::Looker<'a> {
        looks::Looker { force: &signed.force, device_id: signed.device_id, officer_id, at, reason }
    }
}
