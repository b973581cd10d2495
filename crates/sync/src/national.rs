//! The national index: its changes are held here, and asked at central whenever it is reached.

use chrono::{DateTime, Utc};
use protocol::{
    Central, Failure, Find, Found, LooksAtOurs, LooksByOthers, NationalPage, Open, Opened, PICTURES, Picture,
    Pictures, PicturesGiven,
};

use crate::carry::Carrier;
use crate::error::SyncError;
use crate::exchange::{Device, ask_signed};

/// Changes in one page.
const PAGE: u32 = 1_000;

impl<C, N> Carrier<'_, C, N>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
{
    /// Changes of the index, up to its head.
    pub(crate) async fn national(&mut self) -> Result<(), SyncError> {
        let mut begun_anew = false;
        loop {
            let asked = self.device.vault.national_next(PAGE).await?;
            let page: Result<NationalPage, Failure> = ask_signed!(self, national, asked.clone());
            let page = match page {
                Ok(page) => page,
                Err(Failure::NoScope) => return Ok(self.device.vault.drop_national().await?),
                Err(failure) => return Err(failure.into()),
            };
            page.verify(&asked, &self.enrolment.central_key)?;
            if self.device.vault.take_national(&page).await? {
                self.done.national += page.changes.len() as u64;
                if page.form.next >= page.form.head {
                    return Ok(());
                }
            } else if std::mem::replace(&mut begun_anew, true) {
                return Err(Failure::NotCentral.into());
            }
        }
    }

    /// An answer; where it is that nothing may be seen any more, nothing is held any more.
    async fn kept_within<T>(&self, answer: Result<T, Failure>) -> Result<T, SyncError> {
        if matches!(answer, Err(Failure::NoScope)) {
            self.device.vault.drop_national().await?;
        }
        Ok(answer?)
    }
}

/// Search the index at central.
///
/// # Errors
/// [`SyncError`]; [`Failure::NoScope`] for an organisation that no scope grants anything: what it held of the index is
/// dropped then.
pub async fn find<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    find: Find,
) -> Result<Found, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let found: Result<Found, Failure> = ask_signed!(asker, find, find.clone());
    asker.kept_within(found).await
}

/// Open one row of the index at central: the force that is accountable is told of it.
///
/// # Errors
/// [`SyncError`]; [`Failure::NotFound`] where it is not, or no longer, in the index.
pub async fn open<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    open: Open,
) -> Result<Opened, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let opened: Result<Opened, Failure> = ask_signed!(asker, opened, open.clone());
    asker.kept_within(opened).await
}

/// The small photographs of incidents that a search answered, those that central gives. It is asked as often as it takes.
///
/// # Errors
/// [`SyncError`].
pub async fn pictures<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    mut asked: Pictures,
) -> Result<Vec<Picture>, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let mut pictures = Vec::new();
    while !asked.incidents.is_empty() {
        let some = asked.incidents.iter().take(PICTURES).copied().collect();
        let some = Pictures { incidents: some, officer_id: asked.officer_id };
        let given: Result<PicturesGiven, Failure> = ask_signed!(asker, pictures, some.clone());
        let given = given?;
        let answered = (given.answered as usize).clamp(1, some.incidents.len());
        asked.incidents.drain(..answered);
        pictures.extend(given.pictures);
    }
    Ok(pictures)
}

/// Looks by other forces at the own force's incidents, all that central holds.
///
/// # Errors
/// [`SyncError`].
pub async fn looks_at_ours<C: Central>(
    central: &C,
    device: Device<'_>,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
) -> Result<Vec<protocol::LookByOther>, SyncError> {
    let mut asker = Carrier::begin(central, device, now).await?;
    let (mut looks, mut since) = (Vec::new(), 0);
    loop {
        let page: Result<LooksByOthers, Failure> =
            ask_signed!(asker, looks_at_ours, LooksAtOurs { since, limit: PAGE });
        let page = page?;
        if page.looks.is_empty() || page.next <= since {
            return Ok(looks);
        }
        since = page.next;
        looks.extend(page.looks);
    }
}
