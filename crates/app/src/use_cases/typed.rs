//! What an officer is typing beside reports, so that a lock or a power cut takes at most two seconds of
//! it (INV-7). One row an officer, under their own identity; nobody else reads it.

use register::id::DraftId;

use crate::app::{App, Session};
use crate::commands::{KeepTyped, Nothing};
use crate::error::AppError;
use crate::views::{Done, TypedView};

/// Longest of all forms together, in bytes of JSON.
const LONGEST: usize = 1 << 20;

/// Keep the forms as they stand, in place of what was kept before.
pub async fn keep_typed(app: &App, command: KeepTyped) -> Result<Done, AppError> {
    let session = app.session().await?;
    let officer_id = session.officer.officer_id;
    if command.forms.is_empty() {
        session.vault.discard_draft(own(&session)).await?;
        return Ok(Done {});
    }
    let forms =
        serde_json::to_string(&command.forms).map_err(|_| AppError::field("forms", "field-too-long"))?;
    if forms.len() > LONGEST {
        return Err(AppError::field("forms", "field-too-long"));
    }
    session.vault.save_draft(own(&session), officer_id, &forms, app.now_for(session.kind)).await?;
    app.touch();
    Ok(Done {})
}

/// What the officer was typing. It is not what they have looked at: the incident is read anew for that.
pub async fn typed(app: &App, _: Nothing) -> Result<TypedView, AppError> {
    let session = app.session().await?;
    let kept = session.vault.typed(session.officer.officer_id).await?;
    // What another version kept in another form is let go of.
    let forms = kept.and_then(|forms| serde_json::from_str(&forms).ok()).unwrap_or_default();
    Ok(TypedView { forms })
}

/// The row of the officer at the keyboard.
fn own(session: &Session) -> DraftId {
    DraftId(session.officer.officer_id.0)
}
