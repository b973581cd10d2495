//! What is known of other systems' files: rows already taken, imports under way, mappings.

use std::collections::HashMap;

use register::id::{Hash, ImportId, IncidentId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::project::who;
use crate::steps::Steps;
use crate::vault::Vault;

/// A row of an earlier import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub incident_id: IncidentId,
    pub import_id: ImportId,
    /// [`register::fact::Imported::content`] of the row.
    pub content: Hash,
}

/// An import that is under way, or was when the program stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportJob {
    pub import_id: ImportId,
    pub path: String,
    pub file_hash: Hash,
    /// TOML.
    pub mapping: String,
    /// Rows of the file that have been read.
    pub read: u64,
    pub new: u64,
    pub changed: u64,
    pub held: u64,
    pub rejected: u64,
}

impl ImportJob {
    pub(crate) fn save(&self, steps: &mut Steps) -> Result<(), StoreError> {
        let number = |n: u64| i64::try_from(n).map_err(|_| StoreError::Row);
        steps
            .then(
                "INSERT OR REPLACE INTO import_job
                     (import_id, path, file_hash, mapping, read, created, changed, held, rejected)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(self.import_id.bytes().to_vec())?
            .bind(self.path.clone())?
            .bind(self.file_hash.0.to_vec())?
            .bind(self.mapping.clone())?
            .bind(number(self.read)?)?
            .bind(number(self.new)?)?
            .bind(number(self.changed)?)?
            .bind(number(self.held)?)?
            .bind(number(self.rejected)?)?;
        Ok(())
    }

    fn of(row: &SqliteRow) -> Result<Self, StoreError> {
        let number = |column: &str| u64::try_from(row.get::<i64, _>(column)).map_err(|_| StoreError::Row);
        Ok(Self {
            import_id: ImportId::from_slice(row.get("import_id")).ok_or(StoreError::Row)?,
            path: row.get("path"),
            file_hash: Hash::from_slice(row.get("file_hash")).ok_or(StoreError::Row)?,
            mapping: row.get("mapping"),
            read: number("read")?,
            new: number("created")?,
            changed: number("changed")?,
            held: number("held")?,
            rejected: number("rejected")?,
        })
    }
}

/// Whom a row is about: family name, given name, whole date of birth.
pub fn same_person_key(family: &str, given: &str, born: &str) -> String {
    who(family, given, born)
}

impl Vault {
    /// Which of these keys of a system are taken already, each with its latest row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn taken(&self, system: &str, keys: &[&str]) -> Result<HashMap<String, Taken>, StoreError> {
        let keys = serde_json::to_string(keys).map_err(|_| StoreError::Row)?;
        let query = sqlx::query(
            "SELECT key, incident_id, import_id, content FROM imported
             WHERE system = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY key, position",
        );
        let rows = self.all(query.bind(system).bind(keys)).await?;
        let mut taken = HashMap::with_capacity(rows.len());
        for row in &rows {
            // Of several rows the latest counts: it comes last.
            taken.insert(
                row.get("key"),
                Taken {
                    incident_id: IncidentId::from_slice(row.get("incident_id")).ok_or(StoreError::Row)?,
                    import_id: ImportId::from_slice(row.get("import_id")).ok_or(StoreError::Row)?,
                    content: Hash::from_slice(row.get("content")).ok_or(StoreError::Row)?,
                },
            );
        }
        Ok(taken)
    }

    /// Which of these people ([`same_person_key`]) somebody here has the name and date of birth of.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_people(&self, people: &[&str]) -> Result<HashMap<String, IncidentId>, StoreError> {
        let people = serde_json::to_string(people).map_err(|_| StoreError::Row)?;
        let query = sqlx::query(
            "SELECT who, max(incident_id) AS incident_id FROM incident
             WHERE who <> '' AND who IN (SELECT value FROM json_each(?)) GROUP BY who",
        );
        let rows = self.all(query.bind(people)).await?;
        rows.iter()
            .map(|row| {
                let incident = IncidentId::from_slice(row.get("incident_id")).ok_or(StoreError::Row)?;
                Ok((row.get("who"), incident))
            })
            .collect()
    }

    /// The incidents that an import brought or changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn incidents_of_import(&self, import_id: ImportId) -> Result<Vec<IncidentId>, StoreError> {
        let query =
            sqlx::query("SELECT DISTINCT incident_id FROM imported WHERE import_id = ? ORDER BY incident_id");
        let rows = self.all(query.bind(import_id.bytes().as_slice())).await?;
        rows.iter().map(|row| IncidentId::from_slice(row.get(0)).ok_or(StoreError::Row)).collect()
    }

    /// Imports that are under way, or were when the program stopped.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn import_jobs(&self) -> Result<Vec<ImportJob>, StoreError> {
        let rows = self.all(sqlx::query("SELECT * FROM import_job ORDER BY import_id")).await?;
        rows.iter().map(ImportJob::of).collect()
    }

    /// Every saved mapping, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mappings(&self) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.all(sqlx::query("SELECT name, mapping FROM mapping ORDER BY name")).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// Keep a mapping under its name, in the place of one before it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn save_mapping(&self, name: &str, mapping: &str) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO mapping (name, mapping) VALUES (?, ?)
             ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping",
        );
        self.change(query.bind(name).bind(mapping)).await
    }
}
