//! Taking the rows of a file: each is an entry of its own, a batch of them is one transaction.

use interchange::{Mapping, OnPaper, Survey, Understood};
use register::command::Act;
use register::fact::{ForceFact, Imported, Source, SourceKind};
use register::id::{Hash, ImportId, IncidentId, PersonId};
use register::importing::{self, ImportedRow, PAPER};
use register::{Refusal, When, paper};
use store::{ActError, ImportJob};

use super::called::Called;
use super::import_rows::{self, Fate, InFile, Rows, fate, taken};
use super::registers::force_body;
use crate::app::{App, Session, body, new_uuid};
use crate::error::AppError;
use crate::exchange::ImportRunView;
use crate::files::name_of;
use crate::views::AppEvent;
use crate::words;

/// Rows written in one transaction.
const BATCH: usize = 1_000;

/// Take the rows of a file from where the job stands.
pub(super) async fn run(
    app: &App,
    session: &Session,
    mut job: ImportJob,
    mapping: &Mapping,
    survey: &Survey,
    rows_in_all: u64,
) -> Result<ImportRunView, AppError> {
    let path = std::path::PathBuf::from(&job.path);
    let now = app.now_for(session.kind);
    let mut rows = Rows::of(&path, survey, mapping, session, now)?;
    rows.skip(job.read)?;
    app.set_cancelled(false);
    let file = name_of(&path);
    let mut called = Called::default();
    let mut begun = job.read > 0;
    loop {
        let batch = rows.batch(BATCH)?;
        let last = batch.len() < BATCH;
        let known = taken(session, &mapping.system, &batch).await?;
        import_rows::called(session, &mut called, &batch).await?;
        let mut in_file = InFile::default();
        let numbering = session.numbering.lock().await;
        let mut references = References::after(app, session).await?;
        let mut bulk = session.vault.bulk().await?;
        if !begun {
            let fact = ForceFact::ImportBegun {
                import_id: job.import_id,
                system: mapping.system.clone(),
                file: file.clone(),
                file_hash: survey.hash,
                rows: rows_in_all,
                mapping: job.mapping.clone(),
            };
            record(app, session, &mut bulk, fact).await?;
            begun = true;
        }
        job.read += batch.len() as u64;
        for row in batch {
            let fate = fate(&row, &known, &called, &mut in_file, Some(job.import_id));
            let (incident_id, new) = match fate {
                Fate::New => (IncidentId(new_uuid(app.now_for(session.kind))), true),
                Fate::Changed(incident_id) => (incident_id, false),
                Fate::Held => {
                    job.held += 1;
                    continue;
                }
                Fate::Rejected(_) => {
                    job.rejected += 1;
                    continue;
                }
                Fate::Blank => continue,
            };
            if new && row.paper.is_some() {
                called.reported(&row.key, incident_id);
            }
            let from = (mapping.system.as_str(), file.as_str(), survey.hash);
            let reference = if new { references.next() } else { String::new() };
            let of_paper = row.paper.is_some();
            let of = (row, job.import_id, from);
            match take(app, session, &mut bulk, incident_id, of, (new, reference)).await {
                Ok(_) if new => job.new += 1,
                Ok(true) => job.changed += 1,
                Ok(false) => job.held += 1,
                // What would be refused at the keyboard is refused on paper; the rest of the sheet goes on.
                Err(ActError::Refused(_)) if of_paper => job.rejected += 1,
                Err(error) => return Err(error.into()),
            }
        }
        if last {
            let fact = ForceFact::ImportEnded {
                import_id: job.import_id,
                new: job.new,
                changed: job.changed,
                held: job.held,
                rejected: job.rejected,
            };
            record(app, session, &mut bulk, fact).await?;
        }
        bulk.job(job.import_id, (!last).then_some(&job)).await?;
        bulk.commit().await?;
        drop(numbering);
        app.touch();
        tell(app, job.read, rows_in_all);
        if last || app.cancelled() {
            app.tell(AppEvent::Changed { incident_id: None });
            return Ok(view(&job, last));
        }
    }
}

/// Progress, in a number of rows that the event can hold.
pub(super) fn tell(app: &App, done: u64, of: u64) {
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    app.tell(AppEvent::Progress { what: words::t("progress-import"), done: count(done), of: count(of) });
}

pub(super) fn view(job: &ImportJob, whole: bool) -> ImportRunView {
    let n = |n: u64| n.to_string();
    let key = if whole { "import-ended" } else { "import-stopped" };
    ImportRunView {
        import_id: job.import_id,
        read: job.read,
        new: job.new,
        changed: job.changed,
        held: job.held,
        rejected: job.rejected,
        whole,
        line: words::with(
            key,
            &[
                ("read", &n(job.read)),
                ("new", &n(job.new)),
                ("changed", &n(job.changed)),
                ("held", &n(job.held)),
                ("rejected", &n(job.rejected)),
            ],
        ),
    }
}

pub(super) async fn record(
    app: &App,
    session: &Session,
    bulk: &mut store::Bulk<'_>,
    fact: ForceFact,
) -> Result<(), AppError> {
    let now = app.now_for(session.kind);
    let body = force_body(session.author(), now, vec![fact]);
    Ok(bulk.act_on_force(session.register_id, session.writing(now), body).await?)
}

async fn take(
    app: &App,
    session: &Session,
    bulk: &mut store::Bulk<'_>,
    incident_id: IncidentId,
    (row, import_id, (system, file, file_hash)): (Understood, ImportId, (&str, &str, Hash)),
    (new, reference): (bool, String),
) -> Result<bool, ActError<Refusal>> {
    let now = app.now_for(session.kind);
    let context = session.context(now, reference);
    let (taken, on_paper) = imported_row(session, row, import_id, (system, file, file_hash));
    let act = on_paper.map_or_else(|| of_system(system, &taken), |paper| of_paper(&paper));
    if new {
        bulk.begins(incident_id);
    }
    let written = bulk
        .act_on_log(incident_id, session.writing(now), Vec::new(), |entries| {
            let facts = if act.from_paper {
                paper::take(incident_id, entries, taken, &act, &context)?
            } else {
                importing::take(entries, taken, &context)?
            };
            Ok::<_, Refusal>(
                (!facts.is_empty()).then(|| (Vec::new(), body(session.author(), &act, now, facts))),
            )
        })
        .await;
    bulk.finish(incident_id).await?;
    written
}

/// Why the rules refuse what a row of a paper sheet says of an incident that is here, in words; `None` where
/// they do not.
pub(super) async fn refused(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    row: &Understood,
) -> Result<Option<String>, AppError> {
    let log = session.vault.log(incident_id).await?;
    if row.paper.is_none() || log.is_empty() {
        return Ok(None);
    }
    let context = session.context(app.now_for(session.kind), String::new());
    let of = (PAPER, "", Hash::of(b""));
    let (taken, on_paper) = imported_row(session, row.clone(), ImportId(new_uuid(context.now)), of);
    let act = on_paper.map(|paper| of_paper(&paper)).unwrap_or_default();
    let entries: Vec<_> = log.iter().map(|received| &received.entry).collect();
    let refused = paper::take(incident_id, &entries, taken, &act, &context).err();
    Ok(refused.map(|refusal| {
        let error = AppError::from(refusal);
        let fields = error.fields.into_iter().map(|field| field.message);
        std::iter::once(error.message).chain(fields).collect::<Vec<_>>().join(" ")
    }))
}

fn imported_row(
    session: &Session,
    row: Understood,
    import_id: ImportId,
    (system, file, file_hash): (&str, &str, Hash),
) -> (ImportedRow, Option<OnPaper>) {
    let person = row.person_key.as_deref().map(|key| person(session, system, key));
    let imported = Imported {
        import_id,
        system: system.to_owned(),
        file: file.to_owned(),
        file_hash,
        row: row.row,
        key: row.key,
        cells: row.cells,
    };
    (ImportedRow { imported, facts: row.facts, person }, row.paper)
}

/// What another system's file says beside its facts.
fn of_system(system: &str, row: &ImportedRow) -> Act {
    let reported = row.facts.iter().find_map(|fact| match fact {
        register::IncidentFact::Reported { reported_at, .. } => Some(*reported_at),
        _ => None,
    });
    let source = Source { kind: SourceKind::Document, name: system.to_owned(), ..Source::officer() };
    let happened_at = Some(reported.map_or(When::NotKnown, |at| When::At { at }));
    Act { happened_at, source: Some(source), ..Act::default() }
}

/// What paper says beside its facts: when it happened, and who said it or wrote it down.
fn of_paper(paper: &OnPaper) -> Act {
    let source = if paper.said_by.is_empty() {
        Source { name: paper.written_by.clone(), ..Source::officer() }
    } else {
        Source { kind: SourceKind::Informant, name: paper.said_by.clone(), ..Source::officer() }
    };
    Act { happened_at: Some(paper.happened_at), source: Some(source), from_paper: true, ..Act::default() }
}

/// The person whom another system names so: the same name is the same person, in any file of it.
fn person(session: &Session, system: &str, key: &str) -> PersonId {
    let named = [session.register_id.bytes().as_slice(), system.as_bytes(), &[0], key.as_bytes()].concat();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Hash::of(&named).0[..16]);
    PersonId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// References of new incidents, counted on from the last that stands.
struct References {
    beginning: String,
    number: u32,
}

impl References {
    async fn after(app: &App, session: &Session) -> Result<Self, AppError> {
        let next = super::acts::next_reference(app, session).await?;
        let (beginning, number) = next.rsplit_once('/').unwrap_or((next.as_str(), "1"));
        Ok(Self { beginning: format!("{beginning}/"), number: number.parse().unwrap_or(1) })
    }

    fn next(&mut self) -> String {
        let reference = format!("{}{:06}", self.beginning, self.number);
        self.number += 1;
        reference
    }
}
