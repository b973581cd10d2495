//! Giving records out: the complete log, or a table for a spreadsheet.

use interchange::{SafeWriter, export};
use register::id::IncidentId;
use register::role::Verb;
use store::Look;

use super::signed::others;
use crate::app::{App, Session, new_uuid};
use crate::error::{AppError, ErrorCode};
use crate::exchange::{ExportFormat, ExportIncidents, SavedFileView};
use crate::files::{WholeFile, name_of, not_written};
use crate::log_file::{GivenOut, LogWriter, RefusedText};
use crate::views::AppEvent;
use crate::words::{self, label, t};

/// Looks written at a time.
const BATCH: usize = 1_000;

/// Give incidents out as a file. Each is a look, with the reason (INV-9).
pub async fn export_incidents(app: &App, command: ExportIncidents) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Export).await?;
    if command.reason.trim().is_empty() {
        return Err(AppError::field("reason", "field-why-export"));
    }
    let to = app.chosen(&command.to, "to")?;
    let incidents = match command.incidents {
        Some(incidents) => incidents,
        None => session.vault.incident_ids().await?,
    };
    app.set_cancelled(false);
    let serial = serial(app, &session);
    look(app, &session, &incidents, "export", command.reason.trim()).await?;
    let mut file = WholeFile::create(&to)?;
    match command.format {
        ExportFormat::Json => {
            json(app, &session, &incidents, &[], (command.reason.trim(), &serial), &mut file).await?;
        }
        ExportFormat::Csv => csv(app, &session, &incidents, &mut file).await?,
    }
    file.keep()?;
    Ok(SavedFileView {
        file: name_of(&to),
        count: incidents.len() as u64,
        line: words::counted("export-saved", incidents.len(), &[("serial", &serial)]),
        serial,
    })
}

/// What tells one paper or file given out from another.
pub(super) fn serial(app: &App, session: &Session) -> String {
    let id = new_uuid(app.now_for(session.kind)).simple().to_string().to_uppercase();
    format!("{}-{}-{}", session.force, &id[4..12], &id[28..])
}

pub(super) fn given_out(app: &App, session: &Session, reason: &str, serial: &str) -> GivenOut {
    GivenOut {
        at: app.now_for(session.kind).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        by: format!("{}, {}", session.officer.name, label("role", &session.officer.role)),
        force: session.force.to_string(),
        reason: reason.to_owned(),
        serial: serial.to_owned(),
        training: session.training(),
    }
}

pub(super) async fn look(
    app: &App,
    session: &Session,
    incidents: &[IncidentId],
    verb: &str,
    reason: &str,
) -> Result<(), AppError> {
    let now = app.now_for(session.kind);
    for some in incidents.chunks(BATCH) {
        let looks = some
            .iter()
            .map(|&id| Look { reason: reason.to_owned(), ..session.look(now, Some(id), verb) })
            .collect();
        session.vault.look(looks).await?;
    }
    Ok(())
}

/// Tell how far it is; whether to go on.
fn goes_on(app: &App, done: usize, of: usize) -> Result<(), AppError> {
    if !done.is_multiple_of(200) {
        return Ok(());
    }
    app.touch();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    app.tell(AppEvent::Progress { what: t("progress-export"), done: count(done), of: count(of) });
    if app.cancelled() { Err(AppError::new(ErrorCode::Cancelled, "error-cancelled")) } else { Ok(()) }
}

/// The complete log of these incidents, with what central refused beside it.
pub(super) async fn json(
    app: &App,
    session: &Session,
    incidents: &[IncidentId],
    refused: &[RefusedText],
    (reason, serial): (&str, &str),
    file: &mut WholeFile,
) -> Result<(), AppError> {
    let mut signers = session.vault.sealed_in_order(session.register_id).await?;
    for other in others(session).await? {
        signers.extend(session.vault.sealed_in_order(other.register_id).await?);
    }
    let given_out = given_out(app, session, reason, serial);
    let mut writer = LogWriter::new(file, &given_out, &signers, refused).map_err(not_written)?;
    for (done, &incident_id) in incidents.iter().enumerate() {
        goes_on(app, done, incidents.len())?;
        let sealed = session.vault.sealed(incident_id.bytes()).await?;
        if sealed.is_empty() {
            return Err(AppError::new(ErrorCode::NotFound, "error-not-found").at("incidents"));
        }
        let reference = session.vault.summary(incident_id).await?.map(|summary| summary.reference);
        writer.incident(incident_id, &reference.unwrap_or_default(), &sealed).map_err(not_written)?;
    }
    let sign = |payload: &[u8]| session.keys.sign(payload);
    writer.finish(&given_out, session.officer.officer_id, sign).map_err(not_written)
}

async fn csv(
    app: &App,
    session: &Session,
    incidents: &[IncidentId],
    file: &mut WholeFile,
) -> Result<(), AppError> {
    let mut widths = export::Widths::default();
    for (done, &incident_id) in incidents.iter().enumerate() {
        goes_on(app, done, incidents.len() * 2)?;
        let log = session.vault.log(incident_id).await?;
        let state = log
            .state()
            .ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-not-found").at("incidents"))?;
        widths.see(state);
    }
    let mut writer = SafeWriter::new(file).map_err(not_written)?;
    writer.row(export::headings(&widths)).map_err(not_written)?;
    for (done, &incident_id) in incidents.iter().enumerate() {
        goes_on(app, incidents.len() + done, incidents.len() * 2)?;
        let log = session.vault.log(incident_id).await?;
        if let Some(state) = log.state() {
            writer.row(export::cells(state, &widths)).map_err(not_written)?;
        }
    }
    writer.finish().map_err(not_written)?;
    Ok(())
}
