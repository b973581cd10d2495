//! Opening an incident, now or as it was known at a time.

use chrono::{DateTime, Utc};
use register::role::Verb;
use register::{Incident, IncidentId};

use crate::app::{App, Session};
use crate::commands::OpenIncident;
use crate::error::{AppError, ErrorCode};
use crate::present::incident::{Shown, present};
use crate::views::IncidentView;

/// Open an incident. It is a look, and is logged, unless the screen refreshes by itself (INV-9).
pub async fn incident(app: &App, command: OpenIncident) -> Result<IncidentView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let view = view_of(app, &session, command.incident_id, command.at).await?;
    if !command.refresh {
        let verb = if command.at.is_some() { "incident_as_known_at" } else { "incident" };
        let look = session.look(app.now_for(session.kind), Some(command.incident_id), verb);
        session.vault.look(vec![look]).await?;
        app.touch();
    }
    Ok(view)
}

pub(crate) async fn view_of(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    at: Option<DateTime<Utc>>,
) -> Result<IncidentView, AppError> {
    let now = app.now_for(session.kind);
    let all = session.vault.entries(incident_id).await?;
    let known: Vec<_> =
        all.iter().filter(|received| at.is_none_or(|at| received.received_at <= at)).collect();
    let state = Incident::fold(known.iter().map(|received| &received.entry));
    let state = state.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-not-found"))?;
    let earlier = session.vault.of_person(state.person_id).await?;
    let looks = session.vault.seen_by(incident_id, at.unwrap_or(now)).await?;
    Ok(present(&Shown {
        session,
        now,
        at,
        all: &all,
        known: &known,
        state: &state,
        earlier: &earlier,
        looks: &looks,
    }))
}
