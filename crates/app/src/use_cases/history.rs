//! The digest of a person's history, for whoever grades.

use register::Incident;
use register::role::Verb;
use store::{Look, Received};

use super::incident::episodes;
use crate::app::App;
use crate::commands::PersonHistory;
use crate::error::{AppError, ErrorCode};
use crate::looked::Looked;
use crate::present::history::{history, is_worth_reading};
use crate::present::incident::Shown;
use crate::standards::Asks;
use crate::views::HistoryView;

/// Most of the person's incidents whose logs are read, the latest of them.
const MOST: usize = 50;

/// Flags of the person's other incidents, the last return and the entries of the last days. It is a look at each incident
/// that it is made of (INV-9), but where a screen that has shown it refreshes by itself.
pub async fn person_history(app: &App, command: PersonHistory) -> Result<HistoryView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let own = session.vault.log(command.incident_id).await?;
    let missing = || AppError::new(ErrorCode::NotFound, "error-not-found");
    let person_id = own.state().ok_or_else(missing)?.person_id;
    let all = episodes(&session, person_id, None).await?;
    let mut others = Vec::new();
    for other in all.iter().filter(|other| other.incident_id != command.incident_id).take(MOST) {
        if is_worth_reading(other, now) {
            others.push(session.vault.log(other.incident_id).await?);
        }
    }
    let asks = Asks::of(&session, now);
    let of = |all, known, state| Shown::of_log((&session, &asks), now, all, known, state);
    let known: Vec<Vec<&Received>> = others.iter().map(|log| log.iter().collect()).collect();
    let own_known: Vec<&Received> = own.iter().collect();
    let shown: Vec<Shown<'_>> = others
        .iter()
        .zip(&known)
        .filter_map(|(log, known)| Some(of(&log[..], known, log.state()?)))
        .collect();
    let state: &Incident = own.state().ok_or_else(missing)?;
    let view = history(&of(&own[..], &own_known, state), &shown, now);

    let looked = Looked::History(command.incident_id);
    if !command.refresh || !session.has_looked(&looked) {
        let look = |shown: &Shown<'_>| session.look(now, Some(shown.state.incident_id), "person_history");
        let looks: Vec<Look> = shown.iter().map(look).collect();
        session.vault.look(looks).await?;
        session.remember_look(looked);
        app.touch();
    }
    Ok(view)
}
