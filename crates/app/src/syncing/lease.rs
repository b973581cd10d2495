//! How long an enrolled register opens without its central service, and what happens when its device is revoked.
//! Invented people need no guard: a training register's central may be away for good.

use chrono::{DateTime, TimeDelta, Utc};
use register::Thresholds;
use store::{Enrolment, keys};

use super::{exchange, seldom};
use crate::app::{App, Session};
use crate::error::{AppError, ErrorCode};
use crate::words;

/// Whether the lease of this enrolment runs at a time.
fn runs_at(enrolment: &Enrolment, thresholds: &Thresholds, now: DateTime<Utc>) -> bool {
    let since = enrolment.last_contact_at.unwrap_or(enrolment.enrolled_at);
    now - since < TimeDelta::hours(thresholds.lease_hours.into())
}

/// Counted to the highest time ever seen, so that a clock that was set back gives nothing.
async fn highest_time(app: &App, session: &Session) -> Result<DateTime<Utc>, AppError> {
    let now = app.now_for(session.kind);
    Ok(session.vault.newest_entry_at().await?.map_or(now, |newest| newest.max(now)))
}

/// Whether the register may stay open. Where the file cannot say, it does: that is told elsewhere.
pub(super) async fn runs(app: &App, session: &Session) -> bool {
    if session.training() {
        return true;
    }
    match (session.vault.enrolment().await, highest_time(app, session).await) {
        (Ok(Some(enrolment)), Ok(now)) => runs_at(&enrolment, session.thresholds(), now),
        _ => true,
    }
}

/// Before a register is shown: one whose lease has run out must reach central first.
pub(crate) async fn renewed(app: &App, session: &Session) -> Result<(), AppError> {
    if runs(app, session).await || exchange(app, session, seldom(session)).await.is_ok() {
        return Ok(());
    }
    let hours = session.thresholds().lease_hours.to_string();
    Err(AppError::with(ErrorCode::Central, "error-lease", &[("hours", &hours)]))
}

/// The device was revoked: no officer opens the register on it any more.
pub(super) fn revoked(app: &App, session: &Session) {
    if let Err(error) = keys::destroy_slots(&session.lock) {
        tracing::error!(%error, "the slots of a revoked device are not destroyed");
    }
    let app = app.clone();
    // After whoever asked has let go of the register.
    tokio::spawn(async move { app.close(&words::t("lock-revoked")).await });
}
