//! Importing another system's file: read it first, run it, resume it, take it back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use interchange::export::Rejected;
use interchange::{Encoding, Field, Limits, Mapping, Sheet, Survey};
use register::entry::{Body, Marking};
use register::fact::{ForceFact, IncidentFact, Source};
use register::id::ImportId;
use register::role::Verb;
use register::{Entry, Refusal, Rule, When, importing};
use store::{ActError, ImportJob, same_person_key};

use super::import_run::{Fate, InFile, Rows, fate, file_problem, record, run, surveyed, taken, tell};
use crate::app::{App, Session, new_uuid};
use crate::commands::Nothing;
use crate::error::{AppError, ErrorCode};
use crate::exchange::{
    ImportColumnView, ImportFieldView, ImportPreviewView, ImportProblemView, ImportRunView, ImportState,
    ImportView, ImportsView, ReadImport, ResumeImport, RunImport, SaveMapping, SaveRejected, SavedFileView,
    WithdrawImport,
};
use crate::files::{WholeFile, name_of, not_written};
use crate::views::AppEvent;
use crate::words::{self, label, t, with};

/// Rows from which the columns are guessed.
const SAMPLE: usize = 500;
const BATCH: usize = 1_000;
/// Problems that a preview shows one by one.
const SHOWN: usize = 200;

/// What importing a file would do, and how its columns are understood. Nothing is taken in.
pub async fn read_import(app: &App, command: ReadImport) -> Result<ImportPreviewView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let path = app.chosen(&command.file, "file")?;
    let survey = surveyed(&path)?;
    let saved = saved(&session).await?;
    let (headings, sample) = beginning(&path, &survey)?;
    let guess = interchange::guess(&headings, &sample);
    let chosen = command.mapping.or_else(|| fitting(&saved, &headings)).unwrap_or(guess.mapping);
    let now = app.now_for(session.kind);
    let rows = Rows::of(&path, &survey, &chosen, &session, now);
    let mut preview = ImportPreviewView {
        file: name_of(&path),
        bytes: survey.bytes,
        rows: 0,
        written: written(&survey),
        columns: columns(&headings, &chosen, guess.examples),
        mapping: chosen,
        saved: saved.into_iter().map(|mapping| mapping.name).collect(),
        problem: String::new(),
        dates_ambiguous: guess.dates_ambiguous,
        fields: fields(),
        new: 0,
        held: 0,
        changed: 0,
        same_person: 0,
        rejected: 0,
        not_understood: 0,
        problems: Vec::new(),
    };
    let mut rows = match rows {
        Ok(rows) => rows,
        Err(error) if error.fields.iter().any(|field| field.field == "mapping") => {
            preview.problem = error.message;
            return Ok(preview);
        }
        Err(error) => return Err(error),
    };
    let mut in_file = InFile::default();
    app.set_cancelled(false);
    loop {
        let batch = rows.batch(BATCH)?;
        count(&session, &batch, &mut in_file, &mut preview).await?;
        if batch.len() < BATCH {
            return Ok(preview);
        }
        if app.cancelled() {
            return Err(AppError::new(ErrorCode::Cancelled, "error-cancelled"));
        }
        tell(app, preview.rows, preview.rows);
    }
}

async fn count(
    session: &Session,
    batch: &[interchange::Understood],
    in_file: &mut InFile,
    preview: &mut ImportPreviewView,
) -> Result<(), AppError> {
    let known = taken(session, &preview.mapping.system, batch).await?;
    let mut people: Vec<String> = Vec::new();
    for row in batch {
        preview.rows += 1;
        preview.not_understood += row.problems.iter().filter(|problem| !problem.fatal).count() as u64;
        let mut problems: Vec<ImportProblemView> = row
            .problems
            .iter()
            .map(|problem| ImportProblemView {
                row: row.row,
                column: problem.column.clone(),
                value: problem.value.clone(),
                remedy: t(problem.remedy),
                rejected: problem.fatal,
            })
            .collect();
        match fate(row, &known, in_file, None) {
            Fate::New => {
                preview.new += 1;
                people
                    .extend(row.who.as_ref().map(|who| same_person_key(&who.family, &who.given, &who.born)));
            }
            Fate::Changed(_) => preview.changed += 1,
            Fate::Held => preview.held += 1,
            Fate::Rejected(why) => {
                preview.rejected += 1;
                if problems.iter().all(|problem| !problem.rejected) {
                    problems.push(ImportProblemView {
                        row: row.row,
                        column: key_column(&preview.mapping),
                        value: row.key.clone(),
                        remedy: t(why),
                        rejected: true,
                    });
                }
            }
        }
        let room = SHOWN.saturating_sub(preview.problems.len());
        preview.problems.extend(problems.into_iter().take(room));
    }
    people.retain(|who| !who.is_empty());
    let keys: Vec<&str> = people.iter().map(String::as_str).collect();
    let here = session.vault.known_people(&keys).await?;
    preview.same_person += people.iter().filter(|who| here.contains_key(*who)).count() as u64;
    Ok(())
}

fn key_column(mapping: &Mapping) -> String {
    let key = mapping.columns.iter().find(|column| column.field == Field::Key);
    key.map(|column| column.heading.clone()).unwrap_or_default()
}

/// Headings, and the first rows.
fn beginning(path: &Path, survey: &Survey) -> Result<(Vec<String>, Vec<interchange::Row>), AppError> {
    let file = std::fs::File::open(path)
        .map_err(|_| AppError::new(ErrorCode::Input, "error-file-not-read").at("file"))?;
    let mut sheet = Sheet::new(std::io::BufReader::new(file), survey, Limits::default())
        .map_err(|problem| file_problem(&problem))?;
    let mut sample = Vec::new();
    while sample.len() < SAMPLE {
        let Some(row) = sheet.next_row().map_err(|problem| file_problem(&problem))? else { break };
        sample.push(row);
    }
    Ok((sheet.headings().to_vec(), sample))
}

/// A saved mapping that names every heading of the file.
fn fitting(saved: &[Mapping], headings: &[String]) -> Option<Mapping> {
    saved.iter().find(|mapping| headings.iter().all(|heading| mapping.field(heading).is_some())).cloned()
}

fn written(survey: &Survey) -> String {
    let encoding = match survey.encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        Encoding::Windows1252 => "Windows-1252",
    };
    let between = t(match survey.delimiter {
        b';' => "import-semicolons",
        b'\t' => "import-tabs",
        _ => "import-commas",
    });
    format!("{encoding}, {between}")
}

fn columns(headings: &[String], mapping: &Mapping, examples: Vec<Vec<String>>) -> Vec<ImportColumnView> {
    let mut examples = examples.into_iter();
    headings
        .iter()
        .map(|heading| {
            let field = mapping.field(heading).unwrap_or(Field::Note);
            ImportColumnView {
                heading: heading.clone(),
                examples: examples.next().unwrap_or_default(),
                field: field.to_string(),
                as_note: field == Field::Note,
            }
        })
        .collect()
}

fn fields() -> Vec<ImportFieldView> {
    Field::all()
        .into_iter()
        .map(|field| {
            let words = match &field {
                Field::Attribute(attribute) => label("attribute", attribute),
                Field::Question(question) => label("question", question),
                Field::Reference(system) => {
                    with("import-field-reference", &[("system", &label("system", system))])
                }
                other => t(&format!("import-field-{}", other.to_string().replace(['_', '.'], "-"))),
            };
            ImportFieldView { field: field.to_string(), label: words }
        })
        .collect()
}

async fn saved(session: &Session) -> Result<Vec<Mapping>, AppError> {
    let kept = session.vault.mappings().await?;
    Ok(kept.iter().filter_map(|(_, mapping)| Mapping::from_toml(mapping).ok()).collect())
}

fn toml_of(mapping: &Mapping) -> Result<String, AppError> {
    if mapping.system.trim().is_empty() {
        return Err(AppError::field("mapping.system", "import-problem-no-system"));
    }
    mapping.to_toml().map_err(|problem| AppError::new(ErrorCode::Input, problem.key()).at("mapping"))
}

/// Keep a mapping under its name.
pub async fn save_mapping(app: &App, command: SaveMapping) -> Result<ImportsView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    if command.mapping.name.trim().is_empty() {
        return Err(AppError::field("mapping.name", "field-empty"));
    }
    let toml = toml_of(&command.mapping)?;
    session.vault.save_mapping(command.mapping.name.trim(), &toml).await?;
    view(&session).await
}

/// Take a file in.
pub async fn run_import(app: &App, command: RunImport) -> Result<ImportRunView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let path = app.chosen(&command.file, "file")?;
    let mapping = command.mapping;
    let toml = toml_of(&mapping)?;
    let survey = surveyed(&path)?;
    let rows = rows_of(app, &path, &survey)?;
    // What a file was taken in with is offered for the next one of its kind.
    let name = if mapping.name.trim().is_empty() { &mapping.system } else { &mapping.name };
    session.vault.save_mapping(name.trim(), &toml).await?;
    let job = ImportJob {
        import_id: ImportId(new_uuid(app.now_for(session.kind))),
        path: path.to_string_lossy().into_owned(),
        file_hash: survey.hash,
        mapping: toml,
        read: 0,
        new: 0,
        changed: 0,
        held: 0,
        rejected: 0,
    };
    run(app, &session, job, &mapping, &survey, rows).await
}

/// How many rows there are: a file that breaks off in the middle is refused before any of it is taken.
fn rows_of(app: &App, path: &Path, survey: &Survey) -> Result<u64, AppError> {
    let file = std::fs::File::open(path)
        .map_err(|_| AppError::new(ErrorCode::Input, "error-file-not-read").at("file"))?;
    let mut sheet = Sheet::new(std::io::BufReader::new(file), survey, Limits::default())
        .map_err(|problem| file_problem(&problem))?;
    let mut rows = 0;
    while sheet.next_row().map_err(|problem| file_problem(&problem))?.is_some() {
        rows += 1;
        if rows % 100_000 == 0 {
            app.touch();
        }
    }
    Ok(rows)
}

/// Go on with an import that was stopped.
pub async fn resume_import(app: &App, command: ResumeImport) -> Result<ImportRunView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let jobs = session.vault.import_jobs().await?;
    let job = jobs.into_iter().find(|job| job.import_id == command.import_id);
    let mut job = job.ok_or_else(|| AppError::from(Refusal::from(Rule::NoSuchImport)))?;
    let path = match &command.file {
        Some(file) => app.chosen(file, "file")?,
        None => PathBuf::from(&job.path),
    };
    let survey = surveyed(&path)?;
    if survey.hash != job.file_hash {
        return Err(AppError::new(ErrorCode::Input, "import-problem-another-file").at("file"));
    }
    job.path = path.to_string_lossy().into_owned();
    let mapping = Mapping::from_toml(&job.mapping)
        .map_err(|problem| AppError::new(ErrorCode::Fault, problem.key()).at("mapping"))?;
    let rows = rows_of(app, &path, &survey)?;
    run(app, &session, job, &mapping, &survey, rows).await
}

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
    if import.is_none_or(|import| import.state == ImportState::Withdrawn) {
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
                Ok::<_, Refusal>(Some((Vec::new(), withdrawal(&session, now, facts))))
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

fn withdrawal(
    session: &Session,
    now: chrono::DateTime<chrono::Utc>,
    facts: Vec<IncidentFact>,
) -> Body<IncidentFact> {
    Body {
        author: session.author(),
        source: Source::officer(),
        happened_at: When::At { at: now },
        from_paper: false,
        marking: Marking::default(),
        facts,
    }
}

/// Every import, the latest first, and the saved mappings.
pub async fn imports(app: &App, _: Nothing) -> Result<ImportsView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    view(&session).await
}

async fn view(session: &Session) -> Result<ImportsView, AppError> {
    let entries = session.vault.force_entries(session.register_id).await?;
    let jobs = session.vault.import_jobs().await?;
    let mut imports: Vec<ImportView> = Vec::new();
    for entry in &entries {
        let by = builder_of_force(entry);
        for fact in entry.facts() {
            match fact {
                ForceFact::ImportBegun { import_id, system, file, rows, .. } => imports.push(ImportView {
                    import_id: *import_id,
                    at: entry.recorded_at(),
                    by: by.clone(),
                    system: system.clone(),
                    file: file.clone(),
                    rows: *rows,
                    read: 0,
                    new: 0,
                    changed: 0,
                    held: 0,
                    rejected: 0,
                    state: ImportState::PartDone,
                    line: String::new(),
                }),
                ForceFact::ImportEnded { import_id, new, changed, held, rejected } => {
                    for import in imports.iter_mut().filter(|import| import.import_id == *import_id) {
                        (import.new, import.changed, import.held, import.rejected) =
                            (*new, *changed, *held, *rejected);
                        import.read = import.rows;
                        import.state = ImportState::Whole;
                    }
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
            ImportState::Withdrawn => {}
        }
    }
    imports.reverse();
    Ok(ImportsView { imports, mappings: saved(session).await? })
}

fn builder_of_force(entry: &Entry<ForceFact>) -> String {
    entry.body().map(|body| body.author.name.clone()).unwrap_or_default()
}

/// Rows that would not be taken, as given, with the reason in a last column.
pub async fn save_rejected(app: &App, command: SaveRejected) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let path = app.chosen(&command.file, "file")?;
    let to = app.chosen(&command.to, "to")?;
    let survey = surveyed(&path)?;
    let now = app.now_for(session.kind);
    let mut rows = Rows::of(&path, &survey, &command.mapping, &session, now)?;
    let mut keys: BTreeMap<String, register::Hash> = BTreeMap::new();
    let mut count = 0;
    let mut file = WholeFile::create(&to)?;
    let mut writer = Rejected::new(&mut file, rows.headings()).map_err(not_written)?;
    while let Some((row, understood)) = rows.next()? {
        let content = understood.content_hash();
        let twice = keys.get(&understood.key).is_some_and(|first| *first != content);
        let reason = if understood.is_rejected() {
            let fatal = understood.problems.iter().filter(|problem| problem.fatal);
            let lines = fatal.map(|problem| format!("{}: {}", problem.column, t(problem.remedy)));
            lines.collect::<Vec<_>>().join(" ")
        } else if twice {
            t("import-problem-key-twice")
        } else {
            keys.entry(understood.key).or_insert(content);
            continue;
        };
        count += 1;
        writer.row(&row, &reason).map_err(not_written)?;
    }
    writer.finish().map_err(not_written)?;
    file.keep()?;
    Ok(SavedFileView {
        file: name_of(&to),
        count,
        serial: String::new(),
        line: words::counted("import-rejected-saved", usize::try_from(count).unwrap_or(usize::MAX), &[]),
    })
}
