//! What interrupts whoever is at the screen.

use register::Rule;
use register::command::ReceiveAssignment;
use register::role::Verb;

use super::acts::record_unasked;
use crate::app::{App, Session};
use crate::commands::Nothing;
use crate::error::AppError;
use crate::present::assignment::interrupts;
use crate::present::told::{told_alert, undelivered};
use crate::present::wide_checks::wide_check_alert;
use crate::views::AlertsView;

/// What interrupts this officer now. Reading it is no look, and no sign that it was shown.
pub async fn alerts(app: &App, _: Nothing) -> Result<AlertsView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    view_of(app, &session).await
}

async fn view_of(app: &App, session: &Session) -> Result<AlertsView, AppError> {
    let now = app.now_for(session.kind);
    let me = (session.officer.officer_id, session.officer.role);
    let mut view = AlertsView { as_of: now, alerts: Vec::new(), next_at: None };
    for summary in session.vault.listed().await? {
        let found = interrupts(&summary, me, now, session.thresholds());
        view.alerts.extend(found.alerts);
        view.next_at = view.next_at.into_iter().chain(found.next_at).min();
    }
    for told in session.vault.told_waiting().await? {
        let summary = session.vault.summary(told.telling.incident_id).await?;
        let reference = summary.map(|summary| summary.reference).unwrap_or_default();
        view.alerts.push(told_alert(&told, &reference, now));
    }
    for own in session.vault.tellings_undelivered().await? {
        match undelivered(&own, now, session.thresholds()) {
            Ok(alert) => view.alerts.push(alert),
            Err(late) => view.next_at = view.next_at.into_iter().chain(late).min(),
        }
    }
    let checks = session.vault.checks().await?;
    view.alerts.extend(checks.iter().filter_map(|check| wide_check_alert(check, me.0, now)));
    // What was handed over last comes first, so that it is drawn and its sender told so; all else waits its turn.
    view.alerts.sort_by_key(|alert| {
        let since = alert.since.timestamp_millis();
        (alert.what.rank(), if alert.what.is_to_accept() { -since } else { since })
    });
    Ok(view)
}

/// The screen shows an assignment to an officer of the role that it was made to: that is what *delivered* means. Nobody
/// has asked for anything: it is no look, and keeps no idle register open.
pub async fn receive_assignment(app: &App, command: ReceiveAssignment) -> Result<AlertsView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let incident_id = command.incident_id;
    match record_unasked(app, &session, incident_id, command.into()).await {
        Ok(()) => {}
        // Another window, or the same a moment ago.
        Err(error) if error.rule == Some(Rule::AlreadyAnswered) => {}
        Err(error) => return Err(error),
    }
    view_of(app, &session).await
}
