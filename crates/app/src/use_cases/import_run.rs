//! The rows of a file, one batch after another: read, understood, compared with what is here, taken.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use chrono::{DateTime, Utc};
use interchange::{FileProblem, Limits, Mapping, Sheet, Survey, Understander, Understood};
use register::entry::{Body, Marking};
use register::fact::{ForceFact, Imported, Source, SourceKind};
use register::id::{Hash, ImportId, IncidentId, PersonId};
use register::importing::{self, ImportedRow};
use register::{Refusal, When};
use store::{ImportJob, Taken};

use super::registers::force_body;
use crate::app::{App, Session, context, new_uuid};
use crate::error::{AppError, ErrorCode};
use crate::exchange::ImportRunView;
use crate::files::name_of;
use crate::views::AppEvent;
use crate::words;

/// Rows written in one transaction.
const BATCH: usize = 1_000;

pub(super) fn file_problem(problem: &FileProblem) -> AppError {
    let looks_like = |value: String| words::t(&format!("import-looks-like-{value}"));
    let args: Vec<(&str, String)> = problem
        .args()
        .into_iter()
        .map(|(name, value)| (name, if name == "what" { looks_like(value) } else { value }))
        .collect();
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    AppError::with(ErrorCode::Input, problem.key(), &args).at("file")
}

fn unreadable(error: &std::io::Error) -> AppError {
    tracing::warn!(kind = ?error.kind(), "a chosen file could not be opened");
    AppError::new(ErrorCode::Input, "error-file-not-read").at("file")
}

/// One pass over the file: what it is, and its hash.
pub(super) fn surveyed(path: &Path) -> Result<Survey, AppError> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    interchange::survey(file).map_err(|problem| file_problem(&problem))
}

/// The rows of a file, understood one after another.
pub(super) struct Rows {
    sheet: Sheet<BufReader<File>>,
    understander: Understander,
}

impl Rows {
    pub fn of(
        path: &Path,
        survey: &Survey,
        mapping: &Mapping,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Self, AppError> {
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let sheet = Sheet::new(BufReader::new(file), survey, Limits::default())
            .map_err(|problem| file_problem(&problem))?;
        let understander =
            Understander::new(mapping, sheet.headings(), session.force.clone(), now).map_err(|problem| {
                let args = problem.args();
                let args: Vec<(&str, &str)> =
                    args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                AppError::with(ErrorCode::Input, problem.key(), &args).at("mapping")
            })?;
        Ok(Self { sheet, understander })
    }

    pub fn headings(&self) -> &[String] {
        self.sheet.headings()
    }

    pub fn skip(&mut self, rows: u64) -> Result<(), AppError> {
        for _ in 0..rows {
            self.sheet.next_row().map_err(|problem| file_problem(&problem))?;
        }
        Ok(())
    }

    /// The next row as it is given, and as it is understood.
    pub fn next(&mut self) -> Result<Option<(interchange::Row, Understood)>, AppError> {
        let row = self.sheet.next_row().map_err(|problem| file_problem(&problem))?;
        Ok(row.map(|row| {
            let understood = self.understander.row(&row);
            (row, understood)
        }))
    }

    /// Up to `most` rows.
    pub fn batch(&mut self, most: usize) -> Result<Vec<Understood>, AppError> {
        let mut batch = Vec::with_capacity(most);
        while batch.len() < most {
            let Some((_, understood)) = self.next()? else { break };
            batch.push(understood);
        }
        Ok(batch)
    }
}

/// What becomes of a row.
pub(super) enum Fate {
    New,
    Changed(IncidentId),
    Held,
    /// Catalogue key of the reason.
    Rejected(&'static str),
}

/// Rows of the same file that were seen before: of key and content eight bytes of hash each, so that a
/// file of millions of rows can be read.
#[derive(Default)]
pub(super) struct InFile(HashMap<u64, u64>);

impl InFile {
    fn short(hash: Hash) -> u64 {
        hash.0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// Whether an earlier row had the key, and if so whether it said the same.
    fn earlier(&self, key: &str, content: Hash) -> Option<bool> {
        let first = self.0.get(&Self::short(Hash::of(key.as_bytes())))?;
        Some(*first == Self::short(content))
    }

    fn add(&mut self, key: &str, content: Hash) {
        self.0.insert(Self::short(Hash::of(key.as_bytes())), Self::short(content));
    }
}

pub(super) fn fate(
    row: &Understood,
    taken: &HashMap<String, Taken>,
    in_file: &mut InFile,
    this: Option<ImportId>,
) -> Fate {
    if row.is_rejected() {
        return Fate::Rejected("import-problem-rejected");
    }
    let content = row.content_hash();
    let earlier = taken.get(&row.key);
    let of_this = earlier.filter(|earlier| Some(earlier.import_id) == this);
    let same =
        in_file.earlier(&row.key, content).or_else(|| of_this.map(|earlier| earlier.content == content));
    if let Some(same) = same {
        return if same { Fate::Held } else { Fate::Rejected("import-problem-key-twice") };
    }
    in_file.add(&row.key, content);
    match earlier {
        None => Fate::New,
        Some(earlier) if earlier.content == content => Fate::Held,
        Some(earlier) => Fate::Changed(earlier.incident_id),
    }
}

pub(super) async fn taken(
    session: &Session,
    system: &str,
    rows: &[Understood],
) -> Result<HashMap<String, Taken>, AppError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    Ok(session.vault.taken(system, &keys).await?)
}

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
    let mut begun = job.read > 0;
    loop {
        let batch = rows.batch(BATCH)?;
        let last = batch.len() < BATCH;
        let known = taken(session, &mapping.system, &batch).await?;
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
            let fate = fate(&row, &known, &mut in_file, Some(job.import_id));
            let incident_id = match fate {
                Fate::New => IncidentId(new_uuid(app.now_for(session.kind))),
                Fate::Changed(incident_id) => incident_id,
                Fate::Held => {
                    job.held += 1;
                    continue;
                }
                Fate::Rejected(_) => {
                    job.rejected += 1;
                    continue;
                }
            };
            let new = matches!(fate, Fate::New);
            let from = (mapping.system.as_str(), file.as_str(), survey.hash);
            let reference = if new { references.next() } else { String::new() };
            let written =
                take(app, session, &mut bulk, incident_id, (row, job.import_id, from), (new, reference))
                    .await?;
            match (new, written) {
                (true, _) => job.new += 1,
                (false, true) => job.changed += 1,
                (false, false) => job.held += 1,
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
) -> Result<bool, AppError> {
    let now = app.now_for(session.kind);
    let officer = &session.officer;
    let context = context(
        session.thresholds(),
        now,
        officer.officer_id,
        officer.role,
        session.force.clone(),
        reference,
    );
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
    let taken = ImportedRow { imported, facts: row.facts, person };
    if new {
        bulk.begins(incident_id);
    }
    let written = bulk
        .act_on_log(incident_id, session.writing(now), Vec::new(), |entries| {
            let facts = importing::take(entries, taken, &context)?;
            Ok::<_, Refusal>((!facts.is_empty()).then(|| (Vec::new(), body(session, system, facts))))
        })
        .await?;
    bulk.finish(incident_id).await?;
    Ok(written)
}

fn body(session: &Session, system: &str, facts: Vec<register::IncidentFact>) -> Body<register::IncidentFact> {
    let reported = facts.iter().find_map(|fact| match fact {
        register::IncidentFact::Reported { reported_at, .. } => Some(*reported_at),
        _ => None,
    });
    Body {
        author: session.author(),
        source: Source {
            kind: SourceKind::Document,
            name: system.to_owned(),
            relation: String::new(),
            contact: String::new(),
            obtained_at: None,
        },
        happened_at: reported.map_or(When::NotKnown, |at| When::At { at }),
        from_paper: false,
        marking: Marking::default(),
        facts,
    }
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
