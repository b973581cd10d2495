//! Taking a report: the draft as it is typed, the dispatch log that fills it, the report itself.

use chrono::TimeDelta;
use register::IncidentId;
use register::role::Verb;
use store::Along;

use super::acts::{next_reference, record};
use crate::app::{App, Session, new_uuid};
use crate::commands::{DiscardDraft, Nothing, ReadDispatchLog, SaveDraft, SubmitReport};
use crate::dispatch;
use crate::error::AppError;
use crate::views::{DispatchLogView, DraftSavedView, DraftView, DraftsView, ReportTakenView};

/// Longest form of a draft, in bytes of JSON: a dispatch log of many pages.
const LONGEST_FORM: usize = 1 << 20;

/// Keep what has been typed so far.
pub async fn save_draft(app: &App, command: SaveDraft) -> Result<DraftSavedView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let form = command.form.to_string();
    if form.len() > LONGEST_FORM {
        return Err(AppError::field("form", "field-too-long"));
    }
    let saved_at = app.now_for(session.kind);
    session.vault.save_draft(command.draft_id, session.officer.officer_id, &form, saved_at).await?;
    app.touch();
    Ok(DraftSavedView { draft_id: command.draft_id, saved_at })
}

/// Reports that were begun and not saved.
pub async fn list_drafts(app: &App, _: Nothing) -> Result<DraftsView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    drafts(app, &session).await
}

/// Throw a draft away.
pub async fn discard_draft(app: &App, command: DiscardDraft) -> Result<DraftsView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    session.vault.discard_draft(command.draft_id).await?;
    drafts(app, &session).await
}

async fn drafts(app: &App, session: &Session) -> Result<DraftsView, AppError> {
    let limit = TimeDelta::minutes(session.thresholds().draft_unsent_minutes.into());
    let now = app.now_for(session.kind);
    let drafts = session
        .vault
        .drafts()
        .await?
        .into_iter()
        .map(|draft| DraftView {
            draft_id: draft.draft_id,
            form: serde_json::from_str(&draft.form).unwrap_or_default(),
            started_at: draft.started_at,
            saved_at: draft.saved_at,
            unsent: draft.started_at + limit <= now,
        })
        .collect();
    Ok(DraftsView { drafts })
}

/// Read a pasted dispatch log; nothing is recorded by it.
pub async fn read_dispatch_log(app: &App, command: ReadDispatchLog) -> Result<DispatchLogView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    Ok(dispatch::read(&command.text, app.now_for(session.kind)))
}

/// Record a report. Name or description is enough (INV-6).
pub async fn take_report(app: &App, command: SubmitReport) -> Result<ReportTakenView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let now = app.now_for(session.kind);
    let incident_id = IncidentId(new_uuid(now));
    let _numbering = session.numbering.lock().await;
    let reference = next_reference(app, &session).await?;
    let look = session.look(now, Some(incident_id), "take_report");
    let along = Along { ended_draft: command.draft_id, looks: vec![look], ..Along::default() };
    let state = record(app, &session, incident_id, command.report.into(), along, reference).await?;
    Ok(ReportTakenView { incident_id, reference: state.reference })
}
