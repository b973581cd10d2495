//! Force-wide checks that wait: a search out of contact leaves one, the next contact makes it, and the officer is told.

use chrono::{DateTime, Utc};
use protocol::Find;
use register::role::Verb;
use register::{IncidentId, WideCheckId};
use store::{Look, NewCheck, WideCheck};

use super::national::hits;
use crate::app::{App, Session, new_uuid};
use crate::commands::{Nothing, OneWideCheck};
use crate::error::{AppError, ErrorCode};
use crate::present::wide_checks::{opened_line, wide_check};
use crate::views::{AppEvent, NationalView, WideChecksView};
use crate::words::{t, with};

/// Keep a check that could not be made; the words that say so, and none where no central is to be reached.
pub(super) async fn queue(
    session: &Session,
    find: &Find,
    query: String,
    held: Vec<IncidentId>,
    now: DateTime<Utc>,
) -> Result<String, AppError> {
    if session.vault.enrolment().await?.is_none() {
        return Ok(String::new());
    }
    let new = NewCheck {
        check_id: WideCheckId(new_uuid(now)),
        officer_id: find.officer_id,
        officer: session.officer.name.clone(),
        asked_at: now,
        reason: find.reason.clone(),
        sought: find.sought.clone(),
        query,
        held,
    };
    let most = session.thresholds().wide_checks_waiting;
    Ok(if session.vault.queue_check(&new, most).await? {
        t("wide-check-queued")
    } else {
        with("wide-check-not-queued", &[("most", &most.to_string())])
    })
}

/// The checks that wait, and what those that were made have found. It names nobody: the answers are opened by themselves.
pub async fn wide_checks(app: &App, _: Nothing) -> Result<WideChecksView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let me = session.officer.officer_id;
    let checks = session.vault.checks().await?;
    Ok(WideChecksView { checks: checks.iter().map(|check| wide_check(check, me, now)).collect() })
}

/// What a check has found. It is a look, for the reason that whoever asked gave, by whoever opens it (INV-9).
pub async fn open_wide_check(app: &App, command: OneWideCheck) -> Result<NationalView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let check = one(&session, command.check_id).await?;
    let made =
        check.made.as_ref().ok_or_else(|| AppError::new(ErrorCode::Refused, "error-wide-check-waits"))?;
    let found =
        made.found.as_ref().ok_or_else(|| AppError::new(ErrorCode::Refused, "error-wide-check-not-made"))?;
    let look = Look {
        query: check.asked.query.clone(),
        reason: check.asked.reason.clone(),
        ..session.look(now, None, "open_wide_check")
    };
    session.vault.look(vec![look]).await?;
    app.touch();
    let mut hits = hits(&session, &found.hits, now).await?;
    for hit in &mut hits {
        hit.fresh = !check.asked.held.contains(&hit.record.incident_id);
    }
    // What the officer has not seen comes first; the rest stays in its order.
    hits.sort_by_key(|hit| !hit.fresh);
    session.vault.check_opened(command.check_id, is_by(&session, &check), now).await?;
    app.tell(AppEvent::Changed { incident_id: None });
    Ok(NationalView {
        checked: true,
        line: opened_line(&check.asked, made.at, now),
        queued: String::new(),
        hits,
        more: if found.complete { String::new() } else { t("national-more") },
    })
}

/// Put a check away. One that waits is then not made. Another officer's is put away by others only once its answers were
/// opened.
pub async fn discard_wide_check(app: &App, command: OneWideCheck) -> Result<WideChecksView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let check = one(&session, command.check_id).await?;
    if !is_by(&session, &check) && !check.opened {
        return Err(AppError::new(ErrorCode::Refused, "error-wide-check-of-another"));
    }
    session.vault.discard_check(command.check_id).await?;
    app.touch();
    app.tell(AppEvent::Changed { incident_id: None });
    wide_checks(app, Nothing {}).await
}

async fn one(session: &Session, check_id: WideCheckId) -> Result<WideCheck, AppError> {
    let held = session.vault.check_one(check_id).await?;
    held.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-not-found"))
}

fn is_by(session: &Session, check: &WideCheck) -> bool {
    check.asked.officer_id == session.officer.officer_id
}
