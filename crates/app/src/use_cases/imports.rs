//! Importing a file: read it first, run it, resume it, save what was not taken.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use interchange::export::Rejected;
use interchange::{Encoding, Field, Limits, Mapping, Sheet, Survey};
use register::id::{ImportId, IncidentId};
use register::role::Verb;
use register::{Refusal, Rule};
use store::{ImportJob, Taken, same_person_key};

use super::called::Called;
use super::import_history::view;
use super::import_rows::{self, Fate, InFile, Rows, fate, file_problem, surveyed, taken};
use super::import_run::{refused, run, tell};
use super::photographs::{Folder, take_folder};
use crate::app::{App, Session, new_uuid};
use crate::error::{AppError, ErrorCode};
use crate::exchange::{
    ImportColumnView, ImportFieldView, ImportPreviewView, ImportProblemView, ImportRunView, ImportsView,
    ReadImport, ResumeImport, RunImport, SaveMapping, SaveRejected, SavedFileView,
};
use crate::files::{WholeFile, name_of, not_written};
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
    let given = command.mapping.or_else(|| fitting(&saved, &headings));
    let chosen = given.unwrap_or(guess.mapping);
    let now = app.now_for(session.kind);
    let rows = Rows::of(&path, &survey, &chosen, &session, now);
    let mut preview = ImportPreviewView {
        file: name_of(&path),
        bytes: survey.bytes,
        rows: 0,
        written: written(&survey),
        columns: columns(&headings, &chosen, guess.examples),
        fields: fields(chosen.paper),
        mapping: chosen,
        saved: saved.into_iter().map(|mapping| mapping.name).collect(),
        problem: String::new(),
        dates_ambiguous: guess.dates_ambiguous,
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
    let mut seen = Seen::default();
    app.set_cancelled(false);
    loop {
        let batch = rows.batch(BATCH)?;
        count(app, &session, &batch, &mut seen, &mut preview).await?;
        if batch.len() < BATCH {
            return Ok(preview);
        }
        if app.cancelled() {
            return Err(AppError::new(ErrorCode::Cancelled, "error-cancelled"));
        }
        // A long file is no idle laptop.
        app.touch();
        tell(app, preview.rows, preview.rows);
    }
}

/// What is known of a file's rows while it is read.
#[derive(Default)]
struct Seen {
    in_file: InFile,
    called: Called,
}

impl Seen {
    /// What would become of a row, were it taken now.
    async fn fate(
        &mut self,
        app: &App,
        session: &Session,
        row: &interchange::Understood,
        known: &HashMap<String, Taken>,
    ) -> Result<Fate, AppError> {
        let fate = fate(row, known, &self.called, &mut self.in_file, None);
        if matches!(fate, Fate::New) && row.paper.is_some() {
            self.called.reported(&row.key, IncidentId(new_uuid(app.now_for(session.kind))));
        }
        if let Fate::Changed(incident_id) = fate
            && let Some(why) = refused(app, session, incident_id, row).await?
        {
            return Ok(Fate::Rejected(why));
        }
        Ok(fate)
    }
}

async fn count(
    app: &App,
    session: &Session,
    batch: &[interchange::Understood],
    seen: &mut Seen,
    preview: &mut ImportPreviewView,
) -> Result<(), AppError> {
    let known = taken(session, &preview.mapping.system, batch).await?;
    import_rows::called(session, &mut seen.called, batch).await?;
    let mut people: Vec<String> = Vec::new();
    for row in batch {
        let fate = seen.fate(app, session, row, &known).await?;
        if matches!(fate, Fate::Blank) {
            continue;
        }
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
        match fate {
            Fate::Blank => {}
            Fate::New => {
                preview.new += 1;
                people
                    .extend(row.who.as_ref().map(|who| same_person_key(&who.family, &who.given, &who.born)));
            }
            Fate::Changed(_) => preview.changed += 1,
            Fate::Held => preview.held += 1,
            Fate::Rejected(why) => {
                preview.rejected += 1;
                let about = row.paper.as_ref().and_then(|paper| paper.about.as_deref());
                if problems.iter().all(|problem| !problem.rejected) {
                    problems.push(ImportProblemView {
                        row: row.row,
                        column: key_column(&preview.mapping),
                        value: about.unwrap_or(&row.key).to_owned(),
                        remedy: why,
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
    // Of a paper sheet it is the incident that a row is about which decides what may be said.
    let field = if mapping.paper { Field::About } else { Field::Key };
    let key = mapping.columns.iter().find(|column| column.field == field);
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

/// How a file is understood where nothing is said of it: as one like it was, else by a guess.
pub(super) async fn mapping_for(session: &Session, path: &Path) -> Result<Mapping, AppError> {
    let (headings, sample) = beginning(path, &surveyed(path)?)?;
    let known = fitting(&saved(session).await?, &headings);
    Ok(known.unwrap_or_else(|| interchange::guess(&headings, &sample).mapping))
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

fn fields(paper: bool) -> Vec<ImportFieldView> {
    Field::all()
        .into_iter()
        .filter(|field| paper || !field.is_of_paper())
        .map(|field| {
            let words = match &field {
                Field::Attribute(attribute) => label("attribute", attribute),
                Field::Question(question) => words::question(question),
                Field::Reference(system) => {
                    with("import-field-reference", &[("system", &label("system", system))])
                }
                other => t(&format!("import-field-{}", other.to_string().replace(['_', '.'], "-"))),
            };
            ImportFieldView { field: field.to_string(), label: words }
        })
        .collect()
}

pub(super) async fn saved(session: &Session) -> Result<Vec<Mapping>, AppError> {
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
    if !mapping.paper {
        // What a file was taken in with is offered for the next one of its kind.
        let name = if mapping.name.trim().is_empty() { &mapping.system } else { &mapping.name };
        session.vault.save_mapping(name.trim(), &toml).await?;
    }
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
    if let Some(folder) = Folder::of(&job) {
        job.path = path.to_string_lossy().into_owned();
        return Ok(take_folder(app, &session, job, &folder, &path).await?.run);
    }
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

/// Rows that would not be taken, as given, with the reason in a last column.
pub async fn save_rejected(app: &App, command: SaveRejected) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let path = app.chosen(&command.file, "file")?;
    let to = app.chosen(&command.to, "to")?;
    let survey = surveyed(&path)?;
    let now = app.now_for(session.kind);
    let mut rows = Rows::of(&path, &survey, &command.mapping, &session, now)?;
    let mut seen = Seen::default();
    let mut count = 0;
    let mut file = WholeFile::create(&to)?;
    let mut writer = Rejected::new(&mut file, rows.headings()).map_err(not_written)?;
    while let Some((row, understood)) = rows.next()? {
        let reason = if understood.is_rejected() {
            let fatal = understood.problems.iter().filter(|problem| problem.fatal);
            let lines = fatal.map(|problem| format!("{}: {}", problem.column, t(problem.remedy)));
            lines.collect::<Vec<_>>().join(" ")
        } else {
            let batch = std::slice::from_ref(&understood);
            // Of another system's file only what the file itself says twice is not taken.
            let known = if command.mapping.paper {
                import_rows::called(&session, &mut seen.called, batch).await?;
                taken(&session, &command.mapping.system, batch).await?
            } else {
                HashMap::new()
            };
            match seen.fate(app, &session, &understood, &known).await? {
                Fate::Rejected(why) => why,
                _ => continue,
            }
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
