//! Taking a report: the draft as it is typed, the dispatch log that fills it, the report itself.

use chrono::TimeDelta;
use register::id::DraftId;
use register::role::Verb;
use register::{IncidentId, Refusal, Rule};
use store::{Along, Look};

use super::acts::{next_reference, record};
use crate::app::{App, Session, new_uuid};
use crate::commands::{DiscardDraft, Nothing, ReadDispatchLog, SaveDraft, SubmitReport};
use crate::dispatch;
use crate::error::AppError;
use crate::looked::Looked;
use crate::views::{DispatchLogView, DraftSavedView, DraftView, DraftsView, ReportTakenView};

/// Longest form of a draft, in bytes of JSON: a dispatch log of many pages.
const LONGEST_FORM: usize = 1 << 20;
/// Who may do this sees what others have begun: supervisors and above.
const EVERYBODYS: Verb = Verb::ConfirmClosure;

/// Keep what has been typed so far.
pub async fn save_draft(app: &App, command: SaveDraft) -> Result<DraftSavedView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let form = command.form.to_string();
    if form.len() > LONGEST_FORM {
        return Err(AppError::field("form", "field-too-long"));
    }
    take_up(app, &session, command.draft_id, "save_draft").await?;
    let saved_at = app.now_for(session.kind);
    session.vault.save_draft(command.draft_id, session.officer.officer_id, &form, saved_at).await?;
    app.touch();
    Ok(DraftSavedView { draft_id: command.draft_id, saved_at })
}

/// Reports that were begun and not saved: one's own, and for supervisors and above everybody's.
pub async fn list_drafts(app: &App, _: Nothing) -> Result<DraftsView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    drafts(app, &session).await
}

/// Throw a draft away.
pub async fn discard_draft(app: &App, command: DiscardDraft) -> Result<DraftsView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    if is_anothers(&session, command.draft_id).await? {
        look_at(app, &session, &[command.draft_id], "discard_draft").await?;
    }
    session.vault.discard_draft(command.draft_id).await?;
    drafts(app, &session).await
}

/// Whether somebody else began the draft; refused then to all but those who may confirm a closure.
async fn is_anothers(session: &Session, draft_id: DraftId) -> Result<bool, AppError> {
    let drafts = session.vault.drafts().await?;
    let known = drafts.iter().find(|draft| draft.draft_id == draft_id);
    let anothers = known.is_some_and(|draft| draft.officer_id != session.officer.officer_id);
    if anothers && !session.officer.role.may(EVERYBODYS) {
        return Err(Refusal::from(Rule::NotYourRole).into());
    }
    Ok(anothers)
}

/// Go on with a draft, which somebody else may have begun.
async fn take_up(app: &App, session: &Session, draft_id: DraftId, verb: &str) -> Result<(), AppError> {
    if is_anothers(session, draft_id).await? && !session.has_looked(&Looked::Draft(draft_id)) {
        look_at(app, session, &[draft_id], verb).await?;
    }
    Ok(())
}

/// Log that drafts of others were seen (INV-9).
async fn look_at(app: &App, session: &Session, drafts: &[DraftId], verb: &str) -> Result<(), AppError> {
    let now = app.now_for(session.kind);
    let look = |draft_id: &DraftId| Look { query: draft_id.to_string(), ..session.look(now, None, verb) };
    session.vault.look(drafts.iter().map(look).collect()).await?;
    drafts.iter().for_each(|draft_id| session.remember_look(Looked::Draft(*draft_id)));
    Ok(())
}

async fn drafts(app: &App, session: &Session) -> Result<DraftsView, AppError> {
    let limit = TimeDelta::minutes(session.thresholds().draft_unsent_minutes.into());
    let now = app.now_for(session.kind);
    let (me, everybodys) = (session.officer.officer_id, session.officer.role.may(EVERYBODYS));
    let mut shown = session.vault.drafts().await?;
    shown.retain(|draft| everybodys || draft.officer_id == me);
    let unseen: Vec<DraftId> = shown
        .iter()
        .filter(|draft| draft.officer_id != me && !session.has_looked(&Looked::Draft(draft.draft_id)))
        .map(|draft| draft.draft_id)
        .collect();
    if !unseen.is_empty() {
        look_at(app, session, &unseen, "list_drafts").await?;
    }
    let officers = session.officers();
    let name = |id| {
        let begun_by = officers.iter().find(|officer| officer.officer_id == id);
        begun_by.map(|officer| officer.name.clone()).unwrap_or_default()
    };
    let drafts = shown
        .into_iter()
        .map(|draft| DraftView {
            draft_id: draft.draft_id,
            form: serde_json::from_str(&draft.form).unwrap_or_default(),
            begun_by: name(draft.officer_id),
            own: draft.officer_id == me,
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

/// Record a report. Name or description is enough (INV-6). A report that began as a draft has the
/// draft's identity: sent twice, it is recorded once (INV-7).
pub async fn take_report(app: &App, command: SubmitReport) -> Result<ReportTakenView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let now = app.now_for(session.kind);
    let incident_id = IncidentId(command.draft_id.map_or_else(|| new_uuid(now), |draft_id| draft_id.0));
    let _numbering = session.numbering.lock().await;
    if let Some(draft_id) = command.draft_id {
        take_up(app, &session, draft_id, "take_report").await?;
        if let Some(taken) = session.vault.summary(incident_id).await? {
            session.vault.discard_draft(draft_id).await?;
            return Ok(ReportTakenView { incident_id, reference: taken.reference, taken_before: true });
        }
    }
    let reference = next_reference(app, &session).await?;
    let look = session.look(now, Some(incident_id), "take_report");
    let along = Along { ended_draft: command.draft_id, looks: vec![look], ..Along::default() };
    record(app, &session, incident_id, command.report.into(), along, reference.clone()).await?;
    session.remember_look(Looked::Incident(incident_id, None));
    Ok(ReportTakenView { incident_id, reference, taken_before: false })
}
