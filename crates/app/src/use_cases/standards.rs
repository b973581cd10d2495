//! What a force asks and reckons with: proposing a version, approving it, taking it back.

use std::path::Path;

use register::fact::ForceFact;
use register::role::Verb;
use register::standard::NewStandard;
use register::{Entry, Refusal};

use super::officers::read_again;
use super::registers::{blocking, force_body};
use crate::app::{App, Session};
use crate::commands::Nothing;
use crate::error::{AppError, ErrorCode};
use crate::exchange::{AnswerStandard, FileRef, ProposeStandard, ReadStandard, SaveStandard, SavedFileView};
use crate::files::{name_of, write_whole};
use crate::present::changes::changes;
use crate::present::standards::{questions, view};
use crate::standards::{InUse, Standard};
use crate::views::{QuestionsView, StandardFileView, StandardsView};
use crate::words;

/// Largest file that is read as a standard, in bytes.
const LARGEST: u64 = 1 << 20;

/// What is asked of whoever reports somebody missing, in the set in use.
pub async fn questions_in_use(app: &App, _: Nothing) -> Result<QuestionsView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    Ok(questions(&session.standards().questions(app.now_for(session.kind)).0))
}

/// What is in use, what is coming, what was.
pub async fn standards(app: &App, _: Nothing) -> Result<StandardsView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    Ok(shown(app, &session))
}

/// Read a file as a standard: whether it is sound, and what it would change. Nothing is proposed by it.
pub async fn read_standard(app: &App, command: ReadStandard) -> Result<StandardFileView, AppError> {
    let session = app.session_for(Verb::Standardise).await?;
    let (standard, kind, _) = read(app, command.file).await?;
    let before = session.standards().at(kind, app.now_for(session.kind)).0;
    Ok(StandardFileView {
        kind,
        version: standard.version().to_owned(),
        changes: changes(&before, &standard),
    })
}

/// Put a version before the force. Nothing changes until somebody else approves it.
pub async fn propose_standard(app: &App, command: ProposeStandard) -> Result<StandardsView, AppError> {
    let session = app.session_for(Verb::Standardise).await?;
    let (standard, kind, text) = read(app, command.file).await?;
    let shipped = Standard::shipped(kind);
    let new = NewStandard {
        kind,
        version: standard.version(),
        text: &text,
        shipped: shipped.version(),
        effective_at: command.effective_at,
        reason: &command.reason,
    };
    let (now, role) = (app.now_for(session.kind), session.officer.role);
    record(app, &session, |known| known.log.propose(&new, now, role)).await
}

/// Approve what another officer proposed; it is in use from its time on.
pub async fn approve_standard(app: &App, command: AnswerStandard) -> Result<StandardsView, AppError> {
    let session = app.session_for(Verb::Standardise).await?;
    let by = (session.officer.officer_id, session.officer.role);
    let AnswerStandard { proposal, reason } = command;
    if session.standards().log.named(proposal).is_some_and(|known| session.standards().read(known).is_none())
    {
        return Err(AppError::new(ErrorCode::Refused, "error-standard-unreadable"));
    }
    record(app, &session, |known| known.log.approve(proposal, &reason, by)).await
}

/// Take a proposal back before it is in use.
pub async fn withdraw_standard(app: &App, command: AnswerStandard) -> Result<StandardsView, AppError> {
    let session = app.session_for(Verb::Standardise).await?;
    let (now, role) = (app.now_for(session.kind), session.officer.role);
    record(app, &session, |known| known.log.withdraw(command.proposal, &command.reason, now, role)).await
}

/// A version as a file: to be read whole, or to make the next of.
pub async fn save_standard(app: &App, command: SaveStandard) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let to = app.chosen(&command.to, "to")?;
    let known = session.standards();
    let proposal = match command.proposal {
        Some(id) => Some(known.log.named(id).ok_or_else(no_such)?),
        None => known.at(command.kind, app.now_for(session.kind)).1,
    };
    let text =
        proposal.map_or_else(|| Standard::shipped_text(command.kind), |proposal| proposal.text.clone());
    write_whole(&to, text.as_bytes())?;
    let file = name_of(&to);
    let line = words::with("standard-saved", &[("file", &file)]);
    Ok(SavedFileView { file, count: 1, serial: String::new(), line })
}

fn no_such() -> AppError {
    Refusal::from(register::Rule::NoSuchProposal).into()
}

fn shown(app: &App, session: &Session) -> StandardsView {
    view(&session.standards(), &session.officer, app.now_for(session.kind))
}

async fn read(
    app: &App,
    file: FileRef,
) -> Result<(Standard, register::standard::StandardKind, String), AppError> {
    let path = app.chosen(&file, "file")?;
    let text = blocking(move || text_of(&path)).await??;
    let wrong =
        |why: String| AppError::with(ErrorCode::Input, "error-standard-wrong", &[("why", &why)]).at("file");
    let kind = Standard::kind_of(&text).map_err(wrong)?;
    let kind = kind.ok_or_else(|| AppError::field("file", "field-standard-form"))?;
    let standard = Standard::parse(kind, &text).map_err(wrong)?;
    Ok((standard, kind, text))
}

fn text_of(path: &Path) -> Result<String, AppError> {
    let not_read = || AppError::field("file", "field-standard-form");
    if std::fs::metadata(path).map_err(|_| not_read())?.len() > LARGEST {
        return Err(AppError::field("file", "field-too-long"));
    }
    std::fs::read_to_string(path).map_err(|_| not_read())
}

/// What the force's other registers say of it, which came through central: a standard is the force's.
pub(super) async fn of_other_registers(session: &Session) -> Result<Vec<Entry<ForceFact>>, AppError> {
    let mut entries = Vec::new();
    for register_id in session.vault.force_registers().await? {
        if register_id != session.register_id {
            entries.extend(session.vault.force_entries(register_id).await?);
        }
    }
    Ok(entries)
}

/// Decide on what the log says at this moment, record it, and show what then stands.
async fn record(
    app: &App,
    session: &Session,
    decide: impl FnOnce(&InUse) -> Result<ForceFact, Refusal>,
) -> Result<StandardsView, AppError> {
    let now = app.now_for(session.kind);
    let author = session.author();
    let others = of_other_registers(session).await?;
    let decided = |entries: &[Entry<ForceFact>]| {
        let fact = decide(&InUse::of(entries.iter().chain(&others)))?;
        Ok::<_, Refusal>(force_body(author, now, vec![fact]))
    };
    session.vault.act_on_force(session.register_id, session.writing(now), decided).await?;
    read_again(session).await?;
    app.touch();
    app.tell(crate::views::AppEvent::Changed { incident_id: None });
    Ok(shown(app, session))
}
