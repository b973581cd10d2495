//! A folder of photographs: read first, then taken in, each with the name and hash of its file.

use std::path::{Path, PathBuf};

use interchange::Mapping;
use register::command::Act;
use register::fact::{
    ForceFact, Imported, ImportedCell, IncidentFact, Photograph, Source, SourceKind, Taken,
};
use register::id::{Hash, ImportId, IncidentId, PhotographId};
use register::importing::{ImportedRow, PHOTOGRAPHS};
use register::role::Verb;
use register::{Refusal, paper};
use serde::{Deserialize, Serialize};
use store::{ActError, ImportJob, Look};

use super::folder::{InFolder, Matching, Whose, files, hash_of};
use super::import_run::{record, view};
use super::imports::mapping_for;
use super::photograph::{blobs_of, limits};
use super::registers::blocking;
use crate::app::{App, Session, body, new_uuid};
use crate::error::{AppError, ErrorCode};
use crate::exchange::{
    FileRef, FolderFileState, FolderFileView, FolderRunView, FolderView, ReadPhotographs, RunPhotographs,
};
use crate::files::name_of;
use crate::present::duty::name as person_name;
use crate::views::AppEvent;
use crate::words::t;

/// Files that a view shows one by one.
const SHOWN: usize = 500;

/// How a folder is matched, kept with its import so that it can be gone on with.
#[derive(Serialize, Deserialize)]
pub(super) struct Folder {
    /// Place of the list that came with it.
    list: Option<PathBuf>,
    mapping: Option<Mapping>,
}

impl Folder {
    /// Of the job of a folder; `None` for the job of a file.
    pub fn of(job: &ImportJob) -> Option<Self> {
        serde_json::from_str(&job.mapping).ok()
    }

    async fn chosen(
        app: &App,
        session: &Session,
        list: Option<&FileRef>,
        mapping: Option<Mapping>,
    ) -> Result<Self, AppError> {
        let Some(list) = list else { return Ok(Self { list: None, mapping: None }) };
        let path = app.chosen(list, "list")?;
        let mapping = match mapping {
            Some(mapping) => mapping,
            None => mapping_for(session, &path).await.map_err(|error| error.renamed(&[("file", "list")]))?,
        };
        Ok(Self { list: Some(path), mapping: Some(mapping) })
    }

    async fn matching(&self, app: &App, session: &Session, files: &[InFolder]) -> Result<Matching, AppError> {
        let list = self.list.as_deref().zip(self.mapping.as_ref());
        let matching = Matching::of(app, session, files, list).await;
        matching.map_err(|error| error.renamed(&[("file", "list"), ("mapping", "list")]))
    }
}

/// What becomes of a file.
enum Fate {
    /// Whose it is, whether the list says so, and its bytes.
    Take(IncidentId, bool, Vec<u8>),
    Held(IncidentId),
    /// Why it is not taken, in words.
    Not(FolderFileState, String),
}

async fn fate(session: &Session, matching: &Matching, file: &InFolder) -> Result<Fate, AppError> {
    let limits = limits(session.thresholds());
    let not =
        |error: media::MediaError| Fate::Not(FolderFileState::NotAPicture, AppError::from(error).message);
    if file.bytes > limits.max_bytes {
        return Ok(not(media::MediaError::TooLarge { bytes: file.bytes, limit: limits.max_bytes }));
    }
    let (incident_id, by_list) = match matching.whose(file) {
        Whose::Of(incident_id, by_list) => (incident_id, by_list),
        Whose::Nobody => return Ok(Fate::Not(FolderFileState::Nobody, t("folder-nobody"))),
        Whose::Several => return Ok(Fate::Not(FolderFileState::Several, t("folder-several"))),
    };
    let path = file.path.clone();
    let Ok(bytes) = blocking(move || std::fs::read(path)).await? else {
        return Ok(Fate::Not(FolderFileState::NotAPicture, t("error-file-not-read")));
    };
    if let Err(error) = media::check(&bytes, Some(&file.name), &limits) {
        return Ok(not(error));
    }
    let log = session.vault.log(incident_id).await?;
    let original = Hash::of(&bytes);
    let held = log
        .state()
        .is_some_and(|state| state.photographs.iter().any(|said| said.what.photograph.original == original));
    Ok(if held { Fate::Held(incident_id) } else { Fate::Take(incident_id, by_list, bytes) })
}

/// Whose photographs the files of a folder are. Nothing is taken in.
pub async fn read_photographs(app: &App, command: ReadPhotographs) -> Result<FolderView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let path = app.chosen(&command.folder, "folder")?;
    let folder = Folder::chosen(app, &session, command.list.as_ref(), command.mapping).await?;
    let files = files(&path)?;
    let matching = folder.matching(app, &session, &files).await?;
    let now = app.now_for(session.kind);
    // People are shown for whom nobody had asked by name (INV-9).
    let look = Look { query: name_of(&path), ..session.look(now, None, "read_photographs") };
    session.vault.look(vec![look]).await?;
    let mut view = FolderView {
        folder: name_of(&path),
        files: files.len() as u64,
        new: 0,
        held: 0,
        not_taken: 0,
        list: folder.list.as_deref().map(name_of).unwrap_or_default(),
        shown: Vec::new(),
    };
    app.set_cancelled(false);
    let mut shown = Vec::new();
    for (read, file) in files.iter().enumerate() {
        let fate = fate(&session, &matching, file).await?;
        let (state, incident_id, line) = match fate {
            Fate::Take(incident_id, by_list, _) => {
                view.new += 1;
                let by = t(if by_list { "folder-by-list" } else { "folder-by-name" });
                (FolderFileState::New, Some(incident_id), by)
            }
            Fate::Held(incident_id) => {
                view.held += 1;
                (FolderFileState::Held, Some(incident_id), t("folder-held"))
            }
            Fate::Not(state, why) => {
                view.not_taken += 1;
                (state, None, why)
            }
        };
        shown.push((state, incident_id, file, line));
        progress(app, read + 1, files.len())?;
    }
    // What needs somebody comes first.
    shown.sort_by_key(|(state, ..)| *state);
    for (state, incident_id, file, line) in shown.into_iter().take(SHOWN) {
        let summary = match incident_id {
            Some(incident_id) => session.vault.summary(incident_id).await?,
            None => None,
        };
        let (reference, who) =
            summary.map(|summary| (summary.reference.clone(), person_name(&summary))).unwrap_or_default();
        view.shown.push(FolderFileView { file: file.name.clone(), state, incident_id, reference, who, line });
    }
    Ok(view)
}

fn progress(app: &App, done: usize, of: usize) -> Result<(), AppError> {
    if app.cancelled() {
        return Err(AppError::new(ErrorCode::Cancelled, "error-cancelled"));
    }
    if done.is_multiple_of(20) || done == of {
        app.touch();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        app.tell(AppEvent::Progress { what: t("progress-photographs"), done: count(done), of: count(of) });
    }
    Ok(())
}

/// Take the photographs in.
pub async fn run_photographs(app: &App, command: RunPhotographs) -> Result<FolderRunView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let path = app.chosen(&command.folder, "folder")?;
    let folder = Folder::chosen(app, &session, command.list.as_ref(), command.mapping).await?;
    let files = files(&path)?;
    let job = ImportJob {
        import_id: ImportId(new_uuid(app.now_for(session.kind))),
        path: path.to_string_lossy().into_owned(),
        file_hash: hash_of(&files),
        mapping: serde_json::to_string(&folder)
            .map_err(|_| AppError::new(ErrorCode::Fault, "error-fault"))?,
        read: 0,
        new: 0,
        changed: 0,
        held: 0,
        rejected: 0,
    };
    take_folder(app, &session, job, &folder, &path).await
}

/// Take the files of a folder from where the job stands. Each is whole in the register before the next.
pub(super) async fn take_folder(
    app: &App,
    session: &Session,
    mut job: ImportJob,
    folder: &Folder,
    path: &Path,
) -> Result<FolderRunView, AppError> {
    let files = files(path)?;
    if hash_of(&files) != job.file_hash {
        return Err(AppError::new(ErrorCode::Input, "import-problem-another-folder").at("folder"));
    }
    let matching = folder.matching(app, session, &files).await?;
    if job.read == 0 {
        begin(app, session, &job, name_of(path), files.len(), folder).await?;
    }
    app.set_cancelled(false);
    let mut problems = Vec::new();
    let from = usize::try_from(job.read).unwrap_or(usize::MAX).min(files.len());
    for (at, file) in files.iter().enumerate().skip(from) {
        let why = match fate(session, &matching, file).await? {
            Fate::Take(incident_id, _, bytes) => {
                take(app, session, &mut job, (at, file), incident_id, bytes).await?
            }
            Fate::Held(_) => {
                job.held += 1;
                None
            }
            Fate::Not(state, why) => Some((state, why)),
        };
        job.read = at as u64 + 1;
        if let Some((state, line)) = why {
            job.rejected += 1;
            let of = FolderFileView {
                file: file.name.clone(),
                state,
                incident_id: None,
                reference: String::new(),
                who: String::new(),
                line,
            };
            problems.extend((problems.len() < SHOWN).then_some(of));
        }
        if progress(app, at + 1, files.len()).is_err() {
            let mut bulk = session.vault.bulk().await?;
            bulk.job(job.import_id, Some(&job)).await?;
            bulk.commit().await?;
            return Ok(FolderRunView { run: view(&job, false), problems });
        }
    }
    let mut bulk = session.vault.bulk().await?;
    let ImportJob { import_id, new, changed, held, rejected, .. } = job;
    record(app, session, &mut bulk, ForceFact::ImportEnded { import_id, new, changed, held, rejected })
        .await?;
    bulk.job(import_id, None).await?;
    bulk.commit().await?;
    app.tell(AppEvent::Changed { incident_id: None });
    Ok(FolderRunView { run: view(&job, true), problems })
}

async fn begin(
    app: &App,
    session: &Session,
    job: &ImportJob,
    name: String,
    files: usize,
    folder: &Folder,
) -> Result<(), AppError> {
    let mapping = folder.mapping.as_ref().and_then(|mapping| mapping.to_toml().ok()).unwrap_or_default();
    let mut bulk = session.vault.bulk().await?;
    let fact = ForceFact::ImportBegun {
        import_id: job.import_id,
        system: PHOTOGRAPHS.to_owned(),
        file: name,
        file_hash: job.file_hash,
        rows: files as u64,
        mapping,
    };
    record(app, session, &mut bulk, fact).await?;
    bulk.job(job.import_id, Some(job)).await?;
    bulk.commit().await?;
    Ok(())
}

/// One photograph, with where its import then stands. What it was refused for, if it was.
async fn take(
    app: &App,
    session: &Session,
    job: &mut ImportJob,
    (at, file): (usize, &InFolder),
    incident_id: IncidentId,
    bytes: Vec<u8>,
) -> Result<Option<(FolderFileState, String)>, AppError> {
    let (limits, name) = (limits(session.thresholds()), file.name.clone());
    let (bytes, prepared) = blocking(move || {
        let prepared = media::prepare(&bytes, Some(&name), &limits);
        (bytes, prepared)
    })
    .await?;
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return Ok(Some((FolderFileState::NotAPicture, AppError::from(error).message))),
    };
    let now = app.now_for(session.kind);
    // What a camera's clock said is a hint: about then, and not in a time to come.
    let taken = prepared.taken_hint.map(|hint| hint.date()).filter(|date| *date <= now.date_naive());
    let photograph = Photograph {
        photograph_id: PhotographId(new_uuid(now)),
        original: Hash(prepared.original_hash),
        display: Hash::of(&prepared.display),
        thumbnail: Hash::of(&prepared.thumbnail),
        width: prepared.width,
        height: prepared.height,
        taken: taken.map_or(Taken::NotKnown, |date| Taken::About { date }),
    };
    let imported = Imported {
        import_id: job.import_id,
        system: PHOTOGRAPHS.to_owned(),
        file: file.name.clone(),
        file_hash: photograph.original,
        row: at as u64 + 1,
        key: file.name.clone(),
        cells: vec![ImportedCell { column: t("folder-file"), given: file.name.clone(), facts: vec![0] }],
    };
    let row = ImportedRow { imported, facts: vec![IncidentFact::Photographed { photograph }], person: None };
    let source = Source { kind: SourceKind::Document, name: file.name.clone(), ..Source::officer() };
    let act = Act { source: Some(source), ..Act::default() };
    let context = session.context(now, String::new());
    let mut bulk = session.vault.bulk().await?;
    let done = bulk
        .act_on_log(incident_id, session.writing(now), blobs_of(prepared, bytes), |entries| {
            let facts = paper::take(incident_id, entries, row, &act, &context)?;
            Ok::<_, Refusal>(Some((Vec::new(), body(session.author(), &act, now, facts))))
        })
        .await;
    match done {
        Ok(_) => {}
        Err(ActError::Refused(refusal)) => {
            bulk.abandon().await?;
            return Ok(Some((FolderFileState::NotAPicture, AppError::from(refusal).message)));
        }
        Err(error) => return Err(error.into()),
    }
    bulk.finish(incident_id).await?;
    job.new += 1;
    let so_far = ImportJob { read: at as u64 + 1, ..job.clone() };
    bulk.job(job.import_id, Some(&so_far)).await?;
    bulk.commit().await?;
    Ok(None)
}
