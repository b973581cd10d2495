//! What is told between forces, on its way: out until central has it, in with the cursor that says so, and how far
//! each has come. It may be cut off anywhere.

use chrono::{DateTime, Utc};
use protocol::{Central, Failure, TELLINGS, Tell, ToldPage, ToldState, ToldStateAsked, ToldStates};
use store::Progress;

use crate::carry::Carrier;
use crate::error::SyncError;
use crate::exchange::{Device, ask_signed};

/// Changes in one page.
const PAGE: u32 = 200;

/// Send what is to be told, take in what was, and learn how far all of it has come. Whether anything did.
///
/// # Errors
/// [`SyncError`]. What was answered until then is kept.
pub async fn tell<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
) -> Result<bool, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    // Out first: what a newer version told and this one cannot read must not hold up what is told from here.
    let sent = asker.tell().await?;
    let (came, unread) = asker.told().await?;
    asker.say_takings().await?;
    let moved = asker.how_far().await?;
    if unread > 0 {
        tracing::warn!(unread, "other forces told what this version cannot read: update");
    }
    Ok(came || sent || moved)
}

impl<C, N> Carrier<'_, C, N>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
{
    /// Whether anything came, and how many there are that this version cannot read. Those do not count as delivered: no
    /// cursor goes past them. What stands behind them in the same page is shown here all the same.
    async fn told(&mut self) -> Result<(bool, usize), SyncError> {
        let vault = self.device.vault;
        let mut came = false;
        loop {
            let asked = vault.told_next(PAGE).await?;
            let page: Result<ToldPage, Failure> = ask_signed!(self, told, asked.clone());
            let page = match page {
                Ok(page) => page,
                // An organisation that is not police is told nothing.
                Err(Failure::NotEntitled) => return Ok((false, 0)),
                Err(failure) => return Err(failure.into()),
            };
            page.verify(&asked, &self.enrolment.central_key)?;
            let mut readable = Vec::with_capacity(page.told.len());
            for told in &page.told {
                match told.read(&self.enrolment.force) {
                    Ok(_) => readable.push(told),
                    Err(Failure::UpgradeNeeded { .. }) => {}
                    Err(failure) => return Err(failure.into()),
                }
            }
            let unread = page.told.len() - readable.len();
            let cursor = if unread == 0 { Some(&page.form) } else { None };
            vault.take_told(&readable, cursor, (self.now)()).await?;
            came |= !readable.is_empty();
            if page.told.is_empty() || unread > 0 {
                return Ok((came, unread));
            }
        }
    }

    async fn tell(&mut self) -> Result<bool, SyncError> {
        let vault = self.device.vault;
        let mut sent = false;
        for (telling_id, telling) in vault.tellings_to_send().await? {
            let state: Result<ToldState, Failure> =
                ask_signed!(self, tell, Tell { telling: telling.clone() });
            let so_far = match state {
                Ok(state) => self.progress(&state),
                // What was not known yet may be when it is told again: an officer's key, the incident.
                Err(
                    failure @ (Failure::NotEntitled
                    | Failure::Signature
                    | Failure::NotFound
                    | Failure::Taken
                    | Failure::Malformed),
                ) => {
                    tracing::warn!(telling = %telling_id, %failure, "central refused a sighting told to another force");
                    Progress { refused: true, ..Progress::default() }
                }
                Err(failure) => return Err(failure.into()),
            };
            sent |= vault.telling_came(telling_id, &so_far).await?;
        }
        Ok(sent)
    }

    async fn say_takings(&mut self) -> Result<(), SyncError> {
        let vault = self.device.vault;
        for accept in vault.takings_to_say().await? {
            let state: Result<ToldState, Failure> = ask_signed!(self, accept_told, accept.clone());
            match state {
                Ok(state) => vault.taking_said(accept.telling_id, state.taking.as_ref()).await?,
                // Central was put back from before it was told: whoever told it tells it again.
                Err(Failure::NotFound) => vault.taking_said(accept.telling_id, None).await?,
                // The officer is not known there yet.
                Err(Failure::NotEntitled) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(())
    }

    async fn how_far(&mut self) -> Result<bool, SyncError> {
        let vault = self.device.vault;
        let tellings = vault.tellings_on_the_way(TELLINGS).await?;
        if tellings.is_empty() {
            return Ok(false);
        }
        let asked = ToldStateAsked { tellings: tellings.clone() };
        let states: Result<ToldStates, Failure> = ask_signed!(self, told_state, asked.clone());
        let states = states?.states;
        let mut moved = false;
        for telling_id in tellings {
            let state = states.iter().find(|state| state.telling_id == telling_id);
            // Central that was put back may not hold it any more: then it was not sent.
            let so_far = state.map_or_else(Progress::default, |state| self.progress(state));
            moved |= vault.telling_came(telling_id, &so_far).await?;
        }
        Ok(moved)
    }

    fn progress(&self, state: &ToldState) -> Progress {
        let here = |at: i64| DateTime::from_timestamp_millis(at.saturating_sub(self.offset_ms));
        Progress {
            // That it is there is what counts, whatever time is named.
            sent_at: Some(here(state.told_at).unwrap_or_default()),
            refused: false,
            delivered_at: state.delivered_at.map(|at| here(at).unwrap_or_default()),
            taken: state.taking.as_ref().map(|taking| {
                (taking.officer.clone(), DateTime::from_timestamp_millis(taking.at).unwrap_or_default())
            }),
        }
    }
}
