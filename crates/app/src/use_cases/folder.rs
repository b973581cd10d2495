//! A folder of photographs, and the incidents that its files are of: by the list that came with it, else by the
//! references in their names.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use interchange::{Field, Mapping};
use register::id::{Hash, IncidentId};

use super::called::Called;
use super::import_rows::{Rows, surveyed, taken};
use crate::app::{App, Session};
use crate::error::{AppError, ErrorCode};

/// Folders below the one that was chosen, and files in all of them.
const DEEPEST: usize = 5;
const MOST_FILES: usize = 50_000;
const BATCH: usize = 1_000;
/// What systems leave in folders by themselves.
const NOT_MEANT: [&str; 4] = ["thumbs.db", "desktop.ini", ".ds_store", ".directory"];

/// A file of the folder.
#[derive(Clone, Debug)]
pub(super) struct InFolder {
    pub path: PathBuf,
    /// Its place below the folder, with `/`.
    pub name: String,
    pub bytes: u64,
}

/// Every file, in the order of their names. What the folder only points at is not followed.
pub(super) fn files(folder: &Path) -> Result<Vec<InFolder>, AppError> {
    let unreadable = |_| AppError::new(ErrorCode::Input, "error-folder-not-read").at("folder");
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((place, before, depth)) = folders.pop() {
        for entry in std::fs::read_dir(place).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let (kind, own) = (entry.file_type().map_err(unreadable)?, entry.file_name());
            let own = own.to_string_lossy();
            let name = if before.is_empty() { own.to_string() } else { format!("{before}/{own}") };
            if kind.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), name, depth + 1));
            } else if kind.is_file() && !NOT_MEANT.contains(&own.to_lowercase().as_str()) {
                let bytes = entry.metadata().map_err(unreadable)?.len();
                found.push(InFolder { path: entry.path(), name, bytes });
            }
            if found.len() > MOST_FILES {
                return Err(AppError::new(ErrorCode::Input, "error-folder-too-many").at("folder"));
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// Names and sizes of the files: whether it is still the same folder.
pub(super) fn hash_of(files: &[InFolder]) -> Hash {
    let mut bytes = Vec::new();
    for file in files {
        bytes.extend((file.name.len() as u64).to_be_bytes());
        bytes.extend(file.name.as_bytes());
        bytes.extend(file.bytes.to_be_bytes());
    }
    Hash::of(&bytes)
}

/// What a folder's files are of.
pub(super) struct Matching {
    /// By file name in small letters: the incidents of the rows of the list that name it.
    listed: HashMap<String, Vec<IncidentId>>,
    called: Called,
}

/// Whose photograph a file is.
pub(super) enum Whose {
    /// And whether the list says so, or its name.
    Of(IncidentId, bool),
    Nobody,
    Several,
}

impl Matching {
    /// Read the list, and look up the references in the names of the files.
    pub async fn of(
        app: &App,
        session: &Session,
        files: &[InFolder],
        list: Option<(&Path, &Mapping)>,
    ) -> Result<Self, AppError> {
        let listed = match list {
            Some((path, mapping)) => read_list(app, session, path, mapping).await?,
            None => HashMap::new(),
        };
        let mut called = Called::default();
        for batch in files.chunks(BATCH) {
            let names: Vec<String> = batch.iter().flat_map(|file| candidates(&file.name)).flatten().collect();
            called.learn(session, &names.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        }
        Ok(Self { listed, called })
    }

    pub fn whose(&self, file: &InFolder) -> Whose {
        let own = file.name.rsplit('/').next().unwrap_or(&file.name).to_lowercase();
        match self.listed.get(&own).map(Vec::as_slice) {
            Some([one]) => return Whose::Of(*one, true),
            Some(_) => return Whose::Several,
            None => {}
        }
        // The longest reference in a name counts: `NM-26-000123-4` is one of its own, where there is one.
        for same_length in candidates(&file.name) {
            let mut found: Vec<IncidentId> =
                same_length.iter().flat_map(|name| self.called.all(name)).collect();
            found.sort_unstable();
            found.dedup();
            match found.as_slice() {
                [] => {}
                [one] => return Whose::Of(*one, false),
                _ => return Whose::Several,
            }
        }
        Whose::Nobody
    }
}

/// Rows of another system's file, or of a paper sheet, that name files in a column.
async fn read_list(
    app: &App,
    session: &Session,
    path: &Path,
    mapping: &Mapping,
) -> Result<HashMap<String, Vec<IncidentId>>, AppError> {
    let survey = surveyed(path)?;
    let mut rows = Rows::of(path, &survey, mapping, session, app.now_for(session.kind))?;
    if !rows.headings().iter().any(|heading| mapping.field(heading) == Some(Field::Photograph)) {
        return Err(AppError::new(ErrorCode::Input, "import-problem-no-photographs").at("list"));
    }
    let mut listed: HashMap<String, Vec<IncidentId>> = HashMap::new();
    loop {
        let batch = rows.batch(BATCH)?;
        let known = taken(session, &mapping.system, &batch).await?;
        for row in &batch {
            let Some(incident) = known.get(&row.key) else { continue };
            for name in &row.photographs {
                let of = listed.entry(name.to_lowercase()).or_default();
                if !of.contains(&incident.incident_id) {
                    of.push(incident.incident_id);
                }
            }
        }
        if batch.len() < BATCH {
            return Ok(listed);
        }
    }
}

/// What of a name may be a reference, the longest first, those of one length together: runs of its words, the
/// file's own before its folders'. A number alone may be anything, a camera's count or a day: it is taken for a
/// reference only where nothing else stands in the name but the count of a copy.
fn candidates(name: &str) -> Vec<Vec<String>> {
    const SHORTEST: usize = 4;
    const MOST_WORDS: usize = 6;
    let mut out = Vec::new();
    for part in name.rsplit('/') {
        let stem =
            part.rsplit_once('.').map_or(part, |(stem, ending)| if ending.len() <= 4 { stem } else { part });
        let words: Vec<&str> =
            stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut by_length: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for first in 0..words.len() {
            for last in first..words.len().min(first + MOST_WORDS) {
                let run = words.get(first..=last).unwrap_or_default();
                let letters: usize = run.iter().map(|word| word.chars().count()).sum();
                let numbered = run.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
                let number_alone = run.iter().all(|word| word.chars().all(|c| c.is_ascii_digit()));
                let copies = words.get(last + 1..).unwrap_or_default();
                let alone = first == 0 && (copies.is_empty() || (copies.len() == 1 && copies[0].len() <= 2));
                if letters >= SHORTEST && numbered && (!number_alone || alone) {
                    by_length.entry(letters).or_default().push(run.join("-"));
                }
            }
        }
        out.extend(by_length.into_values().rev());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(name: &str) -> Vec<String> {
        candidates(name).into_iter().flatten().collect()
    }

    #[test]
    fn a_reference_is_found_in_a_name_by_its_words_and_in_its_folders_after_them() {
        let found = all("NM-26-000123 (2).jpg");
        assert_eq!(found.first().map(String::as_str), Some("NM-26-000123-2"), "the longest first");
        assert!(found.contains(&"NM-26-000123".to_owned()));
        let found = all("MP_2019_0004/portrait 3.png");
        assert!(found.contains(&"MP-2019-0004".to_owned()), "{found:?}");
    }

    #[test]
    fn a_cameras_count_or_a_day_is_no_reference_and_a_number_that_is_the_whole_name_is() {
        assert_eq!(all("IMG 0123.jpg").iter().filter(|name| *name == "0123").count(), 0);
        assert!(!all("Ida Test 20260105.jpg").contains(&"20260105".to_owned()));
        assert!(all("190004521.jpg").contains(&"190004521".to_owned()));
        assert!(all("190004521 (1).jpg").contains(&"190004521".to_owned()));
        assert!(all("smiling.jpg").is_empty());
    }
}
