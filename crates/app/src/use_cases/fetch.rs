//! An older incident that a field laptop does not hold: asked for at central with a reason, and brought by an exchange.

use protocol::{BackFill, Failure, REFERENCE, Which};
use register::role::Verb;
use store::Look;
use sync::SyncError;

use super::incident::reason;
use super::national::ask;
use crate::app::{App, Session};
use crate::commands::FetchIncident;
use crate::error::{AppError, ErrorCode};
use crate::present::duty::episode;
use crate::syncing::{exchange, seldom};
use crate::views::FetchedView;
use crate::words::t;

/// Ask for an older incident of the own force by its reference. A look here and at central (INV-9).
pub async fn fetch_incident(app: &App, command: FetchIncident) -> Result<FetchedView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let reference = command.reference.trim().to_owned();
    if reference.is_empty() {
        return Err(AppError::field("reference", "field-empty"));
    }
    if reference.chars().count() > REFERENCE {
        return Err(AppError::field("reference", "field-too-long"));
    }
    let why = reason(&command.reason)?;
    if why.is_empty() {
        return Err(AppError::field("reason", "field-fetch-reason"));
    }
    let now = app.now_for(session.kind);
    let look = session.look(now, None, "fetch_incident");
    session.vault.look(vec![Look { query: reference.clone(), reason: why.clone(), ..look }]).await?;
    app.touch();
    let which = Which::Reference(reference);
    let asked = BackFill { which, officer_id: session.officer.officer_id, reason: why };
    let own: &Session = &session;
    let answer =
        ask(
            own,
            |central, asker| async move { sync::back_fill(&central, asker.of(own), || now, asked).await },
        );
    let incidents = match answer.await {
        Ok(Some(incidents)) if incidents.is_empty() => {
            return Err(AppError::field("reference", "error-fetch-none"));
        }
        Ok(Some(incidents)) => incidents,
        Ok(None) => return Err(AppError::new(ErrorCode::Central, "devices-not-enrolled")),
        Err(error) => return Err(not_fetched(&error)),
    };
    // Where it does not come now it comes with the next exchange, and the view says so.
    let _ = exchange(app, &session, seldom(&session)).await;
    let mut found = Vec::with_capacity(incidents.len());
    for incident_id in &incidents {
        found.extend(session.vault.summary(*incident_id).await?.map(|summary| episode(&summary, now)));
    }
    let line = if found.len() < incidents.len() { t("fetch-coming") } else { String::new() };
    Ok(FetchedView { incidents: found, line })
}

fn not_fetched(error: &SyncError) -> AppError {
    tracing::warn!(%error, "asking for an older incident");
    match error {
        SyncError::Central(Failure::NotEntitled) => {
            AppError::new(ErrorCode::Refused, "error-fetch-not-entitled")
        }
        _ => AppError::new(ErrorCode::Central, "error-fetch-unanswered"),
    }
}
