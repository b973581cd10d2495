//! What figures are made of: a row of each incident that has ended, made once and kept until more is recorded of it
//! (INV-2: a projection, which its caller makes).

use register::incident::Status;
use register::{IncidentId, Summary};
use sqlx::Row as _;

use crate::error::StoreError;
use crate::read::{Kept, OF_STREAM, kept, summary};
use crate::recent::Log;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// Incidents that are read and kept together.
const AT_ONCE: usize = 200;

impl Vault {
    /// Make the rows that are missing, by `make`; `None` of it is an incident that counts in no figure. `progress` is told
    /// how many are still to be made, and stops by false: what was made stays.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] where `progress` stopped it; others as they come.
    pub async fn make_figures(
        &self,
        form: &str,
        make: impl Fn(&Log) -> Option<Vec<u8>>,
        mut progress: impl FnMut(usize) -> bool,
    ) -> Result<(), StoreError> {
        let missing = self.without_figure(form).await?;
        for (at, part) in missing.chunks(AT_ONCE).enumerate() {
            if !progress(missing.len() - at * AT_ONCE) {
                return Err(StoreError::Stopped);
            }
            let mut steps = Steps::default();
            for incident_id in part {
                let log = self.unheld_log(*incident_id).await?;
                let row = make(&log);
                let id = incident_id.bytes().to_vec();
                // Where more was recorded since the log was read, the row is made another time.
                steps
                    .then("DELETE FROM figure WHERE incident_id = ?")
                    .bind(id.clone())?
                    .then(
                        "INSERT INTO figure (incident_id, form, made) SELECT ?, ?, ?
                         WHERE (SELECT max(entry_seq) FROM entry WHERE stream = ?) = ?",
                    )
                    .bind(id.clone())?
                    .bind(form.to_owned())?
                    .bind(row)?
                    .bind(id)?
                    .bind(log.last_seq())?;
            }
            steps.then("COMMIT");
            let mut writer = self.writer().await?;
            writer.begin().await?;
            let done = steps.run(&mut writer.connection).await;
            end(&mut writer, done).await?;
        }
        Ok(())
    }

    /// Every row of a form.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn figures(&self, form: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT made FROM figure WHERE form = ? AND made IS NOT NULL");
        let rows = self.all(query.bind(form.to_owned())).await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Every incident of people who have more than one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of_people_seen_again(&self) -> Result<Vec<Summary>, StoreError> {
        let query = sqlx::query(
            "SELECT summary FROM incident WHERE person_id IN (
                 SELECT person_id FROM incident GROUP BY person_id HAVING count(*) > 1
             )",
        );
        self.all(query).await?.iter().map(summary).collect()
    }

    /// Incidents that have ended, and have no row of this form.
    async fn without_figure(&self, form: &str) -> Result<Vec<IncidentId>, StoreError> {
        // Of what lists show all but what is closed goes on.
        let listed = self.listed().await?.into_iter();
        let goes_on: std::collections::HashSet<_> = listed
            .filter(|summary| summary.status != Status::Closed)
            .map(|summary| summary.incident_id)
            .collect();
        let query = sqlx::query(
            "SELECT incident_id FROM incident
             WHERE NOT EXISTS (
                 SELECT 1 FROM figure WHERE figure.incident_id = incident.incident_id AND form = ?
             )
             ORDER BY incident_row",
        );
        let rows = self.all(query.bind(form.to_owned())).await?;
        let ids = rows.iter().map(|row| IncidentId::from_slice(row.get(0)).ok_or(StoreError::Row));
        ids.filter(|id| id.as_ref().map_or(true, |id| !goes_on.contains(id))).collect()
    }

    /// The log, without keeping it at hand: nobody works on what has ended.
    async fn unheld_log(&self, incident_id: IncidentId) -> Result<Log, StoreError> {
        let mut reader = self.reader().await?;
        let stream = incident_id.bytes().to_vec();
        let answer = kept(reader.connection()?, OF_STREAM, |query| query.bind(stream)).await;
        Ok(Log::of(reader.judged(answer)?.iter().filter_map(Kept::received).collect()))
    }
}
