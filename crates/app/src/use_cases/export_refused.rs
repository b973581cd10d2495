//! What central refused, as a file: with reasons and remedies, so that a second person can enter it anew. Nothing is
//! dropped by it, and nothing counts as delivered (INV-5).

use register::role::Verb;

use super::exports::{json, look, serial};
use crate::app::App;
use crate::error::{AppError, ErrorCode};
use crate::exchange::{ExportRefused, SavedFileView};
use crate::files::{WholeFile, name_of};
use crate::log_file::{EntryText, RefusedText};
use crate::present::sync::refused;
use crate::words;

/// The complete log of the incidents concerned, and each refused entry in words and as it was signed. Each incident
/// is a look, with the reason (INV-9).
pub async fn export_refused(app: &App, command: ExportRefused) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Export).await?;
    let reason = command.reason.trim();
    if reason.is_empty() {
        return Err(AppError::field("reason", "field-why-export"));
    }
    let to = app.chosen(&command.to, "to")?;
    let views = refused(&session).await?;
    if views.is_empty() {
        return Err(AppError::new(ErrorCode::NotFound, "error-nothing-refused"));
    }
    app.set_cancelled(false);
    let mut incidents: Vec<_> = views.iter().filter_map(|view| view.incident_id).collect();
    incidents.sort_unstable();
    incidents.dedup();
    let serial = serial(app, &session);
    look(app, &session, &incidents, "export_refused", reason).await?;
    let mut texts = Vec::with_capacity(views.len());
    for view in views {
        let sealed = session.vault.sealed_entry(view.entry_id).await?;
        texts.push(RefusedText {
            about: view.about,
            person: view.person,
            what: view.what,
            recorded_at: view.recorded_at.to_rfc3339(),
            refused_at: view.refused_at.to_rfc3339(),
            why: view.why,
            remedy: view.remedy,
            entry: EntryText::of(&sealed),
        });
    }
    let mut file = WholeFile::create(&to)?;
    json(app, &session, &incidents, &texts, (reason, &serial), &mut file).await?;
    file.keep()?;
    Ok(SavedFileView {
        file: name_of(&to),
        count: texts.len() as u64,
        line: words::counted("refused-saved", texts.len(), &[("serial", &serial)]),
        serial,
    })
}
