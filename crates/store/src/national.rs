//! The national index as this laptop holds it: for when central is not reached.

use chrono::{DateTime, Utc};
use protocol::{National, NationalPage, decode, encode};
use register::IncidentId;
use register::national::Extract;
use sqlx::Row as _;

use crate::error::StoreError;
use crate::read::instant;
use crate::steps::Steps;
use crate::vault::Vault;
use crate::write::end;

/// What is held, and up to when central knew it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeldIndex {
    pub extracts: Vec<Extract>,
    /// By central's clock; `None` where nothing was ever held.
    pub as_of: Option<DateTime<Utc>>,
}

impl Vault {
    /// What to ask central for next.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn national_next(&self, limit: u32) -> Result<National, StoreError> {
        let row = self.maybe(sqlx::query("SELECT \"after\", begun FROM national_cursor")).await?;
        let number = |name| row.as_ref().map_or(Ok(0), |row| u64::try_from(row.get::<i64, _>(name)));
        let (after, begun) = (number("after"), number("begun"));
        let row_error = |_| StoreError::Row;
        Ok(National { after: after.map_err(row_error)?, limit, begun: begun.map_err(row_error)? })
    }

    /// Take a page that was verified, with its cursor. False where it is of another era than what is held: then it is
    /// to be asked for from the beginning, and nothing of it was taken.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the page stays.
    pub async fn take_national(&self, page: &NationalPage) -> Result<bool, StoreError> {
        let form = &page.form;
        let n = |n: u64| i64::try_from(n).map_err(|_| StoreError::Row);
        let held = self.maybe(sqlx::query("SELECT \"after\", era FROM national_cursor")).await?;
        let goes_on = form.after != 0;
        let same = held.is_some_and(|row| row.get::<i64, _>("era") == n(form.era).unwrap_or(-1));
        if goes_on && (!same || form.head < form.after) {
            if form.is_of_scope() {
                // Another scope: what the one before granted may not be seen any more.
                self.drop_national().await?;
            } else {
                self.change(sqlx::query("UPDATE national_cursor SET \"after\" = 0, begun = 0")).await?;
            }
            return Ok(false);
        }
        let mut steps = Steps::default();
        for changed in &page.changes {
            let id = changed.incident_id.bytes().to_vec();
            match &changed.extract {
                Some(extract) => steps
                    .then(
                        "INSERT INTO national (incident_id, era, extract) VALUES (?, ?, ?)
                         ON CONFLICT (incident_id) DO UPDATE SET era = excluded.era, extract = excluded.extract",
                    )
                    .bind(id)?
                    .bind(n(form.era)?)?
                    .bind(encode(extract))?,
                None => steps.then("DELETE FROM national WHERE incident_id = ?").bind(id)?,
            };
        }
        // The head that the first page told, until all is here: removals up to it are spared.
        let begun = match (form.next >= form.head, goes_on) {
            (true, _) => 0,
            (false, true) => form.begun,
            (false, false) => form.head,
        };
        steps
            .then(
                "INSERT INTO national_cursor (national_cursor_id, \"after\", begun, era, as_of) VALUES (1, ?, ?, ?, ?)
                 ON CONFLICT (national_cursor_id) DO UPDATE SET \"after\" = excluded.\"after\",
                     begun = excluded.begun, era = excluded.era, as_of = excluded.as_of",
            )
            .bind(n(form.next)?)?
            .bind(n(begun)?)?
            .bind(n(form.era)?)?
            .bind(form.as_of)?;
        if form.next >= form.head {
            steps.then("DELETE FROM national WHERE era <> ?").bind(n(form.era)?)?;
        }
        steps.then("COMMIT");
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await?;
        Ok(true)
    }

    /// Drop all that is held of it: this organisation may see nothing of it any more.
    ///
    /// # Errors
    /// [`StoreError`]; all of it stays then.
    pub async fn drop_national(&self) -> Result<(), StoreError> {
        // Asked at every contact: where nothing is held nothing is written.
        if self.maybe(sqlx::query("SELECT 1 FROM national_cursor")).await?.is_none() {
            return Ok(());
        }
        let mut steps = Steps::default();
        steps.then("DELETE FROM national").then("DELETE FROM national_cursor").then("COMMIT");
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = steps.run(&mut writer.connection).await;
        end(&mut writer, done).await
    }

    /// All that is held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn national(&self) -> Result<HeldIndex, StoreError> {
        let as_of = self.maybe(sqlx::query("SELECT as_of FROM national_cursor")).await?;
        let rows = self.all(sqlx::query("SELECT extract FROM national ORDER BY incident_id")).await?;
        let extracts = rows.iter().map(|row| decode(row.get("extract")).map_err(|_| StoreError::Row));
        Ok(HeldIndex {
            extracts: extracts.collect::<Result<_, _>>()?,
            as_of: as_of.map(|row| instant(row.get("as_of"))).transpose()?,
        })
    }

    /// One row of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn national_one(&self, incident_id: IncidentId) -> Result<Option<Extract>, StoreError> {
        let query = sqlx::query("SELECT extract FROM national WHERE incident_id = ?");
        let row = self.maybe(query.bind(incident_id.bytes().as_slice())).await?;
        row.map(|row| decode(row.get("extract")).map_err(|_| StoreError::Row)).transpose()
    }
}
