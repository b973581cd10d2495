//! The rows of a file, one batch after another: read, understood, compared with what is here.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use chrono::{DateTime, Utc};
use interchange::{FileProblem, Limits, Mapping, Sheet, Survey, Understander, Understood};
use register::id::{Hash, ImportId, IncidentId};
use store::Taken;

use super::called::Called;
use crate::app::Session;
use crate::error::{AppError, ErrorCode};
use crate::words;

/// Rows of one file that are remembered while it is read: some 64 MiB.
const REMEMBERED: usize = 2_000_000;

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
    /// Why, in words.
    Rejected(String),
    /// Nobody has written on the row.
    Blank,
}

/// Rows of the same file that were seen before: of key and content eight bytes of hash each. Of a file of more
/// rows than are remembered a later doubling is found when it is taken, by the register itself.
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
        if self.0.len() < REMEMBERED {
            self.0.insert(Self::short(Hash::of(key.as_bytes())), Self::short(content));
        }
    }
}

pub(super) fn fate(
    row: &Understood,
    taken: &HashMap<String, Taken>,
    called: &Called,
    in_file: &mut InFile,
    this: Option<ImportId>,
) -> Fate {
    if row.blank {
        return Fate::Blank;
    }
    if row.is_rejected() {
        return Fate::Rejected(words::t("import-problem-rejected"));
    }
    let content = row.content_hash();
    let earlier = taken.get(&row.key);
    let of_this = earlier.filter(|earlier| Some(earlier.import_id) == this);
    let same =
        in_file.earlier(&row.key, content).or_else(|| of_this.map(|earlier| earlier.content == content));
    if let Some(same) = same {
        return if same { Fate::Held } else { Fate::Rejected(words::t("import-problem-key-twice")) };
    }
    in_file.add(&row.key, content);
    let about = row.paper.as_ref().and_then(|paper| paper.about.as_deref());
    match (earlier, about) {
        (Some(earlier), _) if earlier.content == content => Fate::Held,
        (_, Some(about)) => match called.one(about) {
            Ok(incident_id) => Fate::Changed(incident_id),
            Err(why) => Fate::Rejected(words::with(why, &[("name", about)])),
        },
        (Some(earlier), None) => Fate::Changed(earlier.incident_id),
        (None, None) => Fate::New,
    }
}

/// What the rows of a paper sheet are about.
pub(super) async fn called(
    session: &Session,
    called: &mut Called,
    rows: &[Understood],
) -> Result<(), AppError> {
    let about = rows.iter().filter_map(|row| row.paper.as_ref()?.about.as_deref());
    called.learn(session, &about.collect::<Vec<_>>()).await
}

pub(super) async fn taken(
    session: &Session,
    system: &str,
    rows: &[Understood],
) -> Result<HashMap<String, Taken>, AppError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    Ok(session.vault.taken(system, &keys).await?)
}
