//! Force-wide checks that waited for contact: made one after another, each in the name of the officer who asked.

use protocol::{Failure, Find};
use store::{Look, Made};
use sync::{Device, SyncError};

use super::tell;
use crate::app::{App, Session};
use crate::views::AppEvent;

/// Make the checks that wait. What was made until one fails stays made.
pub(crate) async fn make_checks(app: &App, session: &Session) -> Result<(), SyncError> {
    let _one = session.syncing.checking.lock().await;
    if session.vault.check_waiting().await?.is_none() {
        return Ok(());
    }
    let enrolment = session.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
    let central = session.syncing.central(&enrolment)?;
    let key = session.vault.kept_device_key().await?.ok_or(SyncError::NotEnrolled)?;
    let device = Device { vault: &session.vault, key: &key, register_id: session.register_id, drafts: 0 };
    let now = || app.now_for(session.kind);
    // Each is read when it is its turn: it may have been put away meanwhile.
    while let Some(check) = session.vault.check_waiting().await? {
        let asked = check.asked;
        let find =
            Find { sought: asked.sought.clone(), officer_id: asked.officer_id, reason: asked.reason.clone() };
        let found = match sync::find(&central, device, now, find).await {
            Ok(found) => Some(found),
            // Asked again it would be answered the same: the officer is told that it was not made.
            Err(SyncError::Central(Failure::NotEntitled | Failure::NoScope | Failure::Malformed)) => None,
            Err(error) => {
                tracing::warn!(%error, "a force-wide check that waits");
                return Err(error);
            }
        };
        let at = now();
        let look = Look {
            officer_id: asked.officer_id,
            query: asked.query.clone(),
            reason: asked.reason.clone(),
            ..session.look(at, None, "wide_check")
        };
        session.vault.check_made(&asked, &Made { at, found }, look).await?;
        app.tell(AppEvent::Changed { incident_id: None });
    }
    tell(app, session).await;
    Ok(())
}
