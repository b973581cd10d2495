//! Where in another system's file a value stood: file, row, columns, as given, who imported it and when.
//!
//! One look at the entries that were known serves every kind of value. Whether an entry still counts is
//! not asked here: who asks names the entry that the state has the value from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use register::entry::Body;
use register::fact::{Imported, ImportedCell, IncidentFact};
use register::{EntryId, Incident};
use store::Received;

use crate::views::{FromCellView, FromFileView};
use crate::words::{self, counted, label, with};

/// The imported entries among those that were known.
pub(super) struct Files<'a>(HashMap<EntryId, Row<'a>>);

struct Row<'a> {
    imported: &'a Imported,
    body: &'a Body<IncidentFact>,
    at: DateTime<Utc>,
}

impl<'a> Files<'a> {
    pub fn of(known: &[&'a Received]) -> Self {
        let row = |received: &&'a Received| {
            let body = received.entry.body()?;
            let imported = body.facts.iter().find_map(|fact| match fact {
                IncidentFact::Imported { imported } => Some(imported),
                _ => None,
            })?;
            let row = Row { imported, body, at: received.entry.recorded_at() };
            Some((received.entry.header.entry_id, row))
        };
        Self(known.iter().filter_map(row).collect())
    }

    /// Where what an entry says with the facts that `is` picks stood, where it was imported. A cell that
    /// is shown as it was given (one of `shown`) does not say so once more.
    pub fn value(
        &self,
        entry_id: EntryId,
        is: impl Fn(&IncidentFact) -> bool,
        shown: &[&str],
    ) -> Option<FromFileView> {
        let row = self.0.get(&entry_id)?;
        let cells = row.cells_of(is);
        let given = |cell: &ImportedCell| {
            let same = shown.iter().any(|shown| shown.trim() == cell.given.trim());
            (!same).then(|| cell.given.clone())
        };
        let cells = cells.into_iter().map(|cell| (cell.column.clone(), given(cell)));
        let view = row.view(entry_id, cells);
        Some(FromFileView { line: in_columns(view.line, &view.cells), ..view })
    }

    /// The whole row that an entry was imported from, each cell as it was given.
    pub fn row(&self, entry_id: EntryId) -> Option<FromFileView> {
        let row = self.0.get(&entry_id)?;
        let cells = row.imported.cells.iter();
        Some(row.view(entry_id, cells.map(|cell| (cell.column.clone(), Some(cell.given.clone())))))
    }

    /// Where the report stood: the first that counts, as the state has it from there.
    pub fn report(&self, state: &Incident) -> Option<FromFileView> {
        let is = |fact: &IncidentFact| matches!(fact, IncidentFact::Reported { .. });
        let says = |id: &EntryId| self.0.get(id).is_some_and(|row| row.body.facts.iter().any(is));
        let entry_id = state.imports.iter().map(|said| said.entry_id).find(says)?;
        let shown: Vec<&str> =
            std::iter::once(state.circumstances.as_str()).chain(state.circumstances.lines()).collect();
        self.value(entry_id, is, &shown)
    }
}

impl Row<'_> {
    fn cells_of(&self, is: impl Fn(&IncidentFact) -> bool) -> Vec<&ImportedCell> {
        let facts = &self.body.facts;
        let led = |cell: &&ImportedCell| {
            cell.facts.iter().any(|place| facts.get(usize::from(*place)).is_some_and(&is))
        };
        let cells: Vec<_> = self.imported.cells.iter().filter(led).collect();
        // That system's own reference names the row as a whole; its cell leads to no fact by itself.
        let own = |fact: &IncidentFact| match fact {
            IncidentFact::ReferenceGiven { reference } => {
                reference.reference == self.imported.key && is(fact)
            }
            _ => false,
        };
        if cells.is_empty() && facts.iter().any(own) {
            return self
                .imported
                .cells
                .iter()
                .filter(|cell| cell.given.trim() == self.imported.key)
                .collect();
        }
        cells
    }

    fn view(&self, entry_id: EntryId, cells: impl Iterator<Item = (String, Option<String>)>) -> FromFileView {
        let imported = self.imported;
        let cells: Vec<_> = cells.map(|(column, given)| FromCellView { column, given }).collect();
        let author = &self.body.author;
        let by = format!("{}, {}", author.name, label("role", &author.role));
        FromFileView {
            line: with("from-file-row", &[("file", &imported.file), ("row", &imported.row.to_string())]),
            imported: with("from-file-imported", &[("by", &by), ("at", &words::full_time(self.at))]),
            system: imported.system.clone(),
            // Without a reference the key is only a hash of the row.
            reference: Some(imported.key.clone()).filter(|key| !key.starts_with('#')),
            file: imported.file.clone(),
            row: imported.row,
            cells,
            by,
            at: self.at,
            entry_id,
            import_id: imported.import_id,
            file_hash: imported.file_hash,
        }
    }
}

/// `alderby-2019.csv, row 812, column “DOB”: given “3/4/98”`.
fn in_columns(row: String, cells: &[FromCellView]) -> String {
    if cells.is_empty() {
        return row;
    }
    let cell = |cell: &FromCellView| match &cell.given {
        Some(given) => with("from-file-cell-given", &[("column", &cell.column), ("given", given)]),
        None => with("from-file-cell", &[("column", &cell.column)]),
    };
    let columns = cells.iter().map(cell).collect::<Vec<_>>().join("; ");
    counted("from-file-columns", cells.len(), &[("row", &row), ("columns", &columns)])
}
