//! Where an imported entry came from: the file, the row, and each cell as it was given.

use serde::{Deserialize, Serialize};

use crate::id::{Hash, ImportId};

/// A row of another system's file. It stands in the same entry as the facts that were understood of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub import_id: ImportId,
    /// The system that the file came from, as the mapping names it.
    pub system: String,
    /// Name of the file, without its folder.
    pub file: String,
    /// BLAKE3 of the whole file.
    pub file_hash: Hash,
    /// Number of the row as a spreadsheet counts, headings included.
    pub row: u64,
    /// What that system calls this incident; a hash of the row where it calls it nothing.
    pub key: String,
    /// Every cell that held something, in the order of the file.
    pub cells: Vec<ImportedCell>,
}

impl Imported {
    /// Tells whether a row says the same as one before it: BLAKE3 of headings and cells, in the order of
    /// the headings, so that the order of the columns does not matter.
    pub fn content(cells: &[ImportedCell]) -> Hash {
        let mut cells: Vec<_> = cells.iter().map(|cell| (&cell.column, &cell.given)).collect();
        cells.sort_unstable();
        let mut bytes = Vec::new();
        for part in cells.into_iter().flat_map(|(column, given)| [column, given]) {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        Hash::of(&bytes)
    }
}

/// One cell as it was given, beside what was understood of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedCell {
    /// The heading of its column.
    pub column: String,
    pub given: String,
    /// Places, in the entry's facts, of what was understood of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<u16>,
}
