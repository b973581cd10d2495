//! What was imported so far, and taking it back.

use std::collections::BTreeMap;

use register::command::Act;
use register::entry::Entry;
use register::fact::{ForceFact, IncidentFact};
use register::id::ImportId;
use register::role::Verb;
use register::{Refusal, Rule, importing};
use store::ActError;

use super::import_run::record;
use super::imports::saved;
use crate::app::{App, Session, body};
use crate::commands::Nothing;
use crate::error::AppError;
use crate::exchange::{ImportState, ImportView, ImportsView, WithdrawImport};
use crate::views::AppEvent;
use crate::words::{self, label, t, with};

/// Take an import back, as a whole, unless somebody has built on it.
pub async fn withdraw_import(app: &App, command: WithdrawImport) -> Result<ImportsView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    if command.reason.trim().is_empty() {
        return Err(AppError::field("reason", "field-empty"));
    }
    let import_id = command.import_id;
    let incidents = session.vault.incidents_of_import(import_id).await?;
    let known = view(&session).await?.imports;
    let import = known.iter().find(|import| import.import_id == import_id);
    if import.is_none_or(|import| matches!(import.state, ImportState::Withdrawn | ImportState::Log)) {
        return Err(Refusal::from(Rule::NoSuchImport).into());
    }
    let now = app.now_for(session.kind);
    let mut bulk = session.vault.bulk().await?;
    let mut builders: BTreeMap<String, u64> = BTreeMap::new();
    for &incident_id in &incidents {
        let done = bulk
            .act_on_log(incident_id, session.writing(now), Vec::new(), |entries| {
                let facts = importing::withdraw(entries, import_id, &command.reason).inspect_err(|_| {
                    let built = register::Incident::built_on(entries.iter().copied(), import_id);
                    for entry in built.iter().take(1) {
                        *builders.entry(builder(entry)).or_default() += 1;
                    }
                })?;
                Ok::<_, Refusal>(Some((Vec::new(), body(session.author(), &Act::default(), now, facts))))
            })
            .await;
        match done {
            Ok(_) | Err(ActError::Refused(_)) => bulk.finish(incident_id).await?,
            Err(error) => return Err(error.into()),
        }
    }
    if !builders.is_empty() {
        bulk.abandon().await?;
        let on = |(who, &n): (&String, &u64)| {
            let n = usize::try_from(n).unwrap_or(usize::MAX);
            words::counted("import-builder", n, &[("who", who)])
        };
        let who: Vec<String> = builders.iter().map(on).collect();
        let mut error = AppError::from(Refusal::from(Rule::ImportBuiltOn));
        error.message = with("import-built-on-by", &[("who", &who.join(", "))]);
        return Err(error);
    }
    let fact = ForceFact::ImportWithdrawn {
        import_id,
        reason: command.reason.trim().to_owned(),
        incidents: incidents.len() as u64,
    };
    record(app, &session, &mut bulk, fact).await?;
    bulk.job(import_id, None).await?;
    bulk.commit().await?;
    app.touch();
    app.tell(AppEvent::Changed { incident_id: None });
    view(&session).await
}

fn builder(entry: &Entry<IncidentFact>) -> String {
    let body = entry.body();
    body.map(|body| format!("{}, {}", body.author.name, label("role", &body.author.role))).unwrap_or_default()
}

/// Every import, the latest first, and the saved mappings.
pub async fn imports(app: &App, _: Nothing) -> Result<ImportsView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    view(&session).await
}

pub(super) async fn view(session: &Session) -> Result<ImportsView, AppError> {
    let entries = session.vault.force_entries(session.register_id).await?;
    let jobs = session.vault.import_jobs().await?;
    let mut imports: Vec<ImportView> = Vec::new();
    for entry in &entries {
        let by = builder_of_force(entry);
        for fact in entry.facts() {
            match fact {
                ForceFact::ImportBegun { import_id, system, file, rows, .. } => {
                    imports.push(begun(entry, *import_id, system, file, *rows));
                }
                ForceFact::ImportEnded { import_id, new, changed, held, rejected } => {
                    for import in imports.iter_mut().filter(|import| import.import_id == *import_id) {
                        (import.new, import.changed, import.held, import.rejected) =
                            (*new, *changed, *held, *rejected);
                        import.read = import.rows;
                        import.state = ImportState::Whole;
                    }
                }
                ForceFact::LogTaken { import_id, force, file, incidents, entries: n, .. } => {
                    let (incidents, n) = (incidents.to_string(), n.to_string());
                    let words = [("force", force.name()), ("incidents", &incidents), ("entries", &n)];
                    imports.push(ImportView {
                        state: ImportState::Log,
                        line: with("import-state-log", &words),
                        ..begun(entry, *import_id, force.name(), file, 0)
                    });
                }
                ForceFact::ImportWithdrawn { import_id, reason, .. } => {
                    for import in imports.iter_mut().filter(|import| import.import_id == *import_id) {
                        import.state = ImportState::Withdrawn;
                        import.line = with("import-state-withdrawn", &[("reason", reason), ("by", &by)]);
                    }
                }
                _ => {}
            }
        }
    }
    for import in &mut imports {
        if let Some(job) = jobs.iter().find(|job| job.import_id == import.import_id) {
            (import.read, import.new, import.changed) = (job.read, job.new, job.changed);
            (import.held, import.rejected) = (job.held, job.rejected);
        }
        match import.state {
            ImportState::Whole => import.line = t("import-state-whole"),
            ImportState::PartDone => {
                let (read, rows) = (import.read.to_string(), import.rows.to_string());
                import.line = with("import-state-part-done", &[("read", &read), ("rows", &rows)]);
            }
            ImportState::Withdrawn | ImportState::Log => {}
        }
    }
    imports.reverse();
    Ok(ImportsView { imports, mappings: saved(session).await? })
}

fn begun(entry: &Entry<ForceFact>, import_id: ImportId, system: &str, file: &str, rows: u64) -> ImportView {
    ImportView {
        import_id,
        at: entry.recorded_at(),
        by: builder_of_force(entry),
        system: system.to_owned(),
        file: file.to_owned(),
        rows,
        read: 0,
        new: 0,
        changed: 0,
        held: 0,
        rejected: 0,
        state: ImportState::PartDone,
        line: String::new(),
    }
}

fn builder_of_force(entry: &Entry<ForceFact>) -> String {
    entry.body().map(|body| body.author.name.clone()).unwrap_or_default()
}
