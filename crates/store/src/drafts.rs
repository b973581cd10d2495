//! What is being typed and is not recorded yet.

use chrono::{DateTime, Utc};
use register::OfficerId;
use register::id::DraftId;
use sqlx::Row as _;

use crate::error::StoreError;
use crate::read::instant;
use crate::vault::Vault;

/// A report being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub draft_id: DraftId,
    pub officer_id: OfficerId,
    pub form: String,
    pub started_at: DateTime<Utc>,
    pub saved_at: DateTime<Utc>,
}

impl Vault {
    /// # Errors
    /// [`StoreError`].
    pub async fn save_draft(
        &self,
        draft_id: DraftId,
        officer_id: OfficerId,
        form: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO draft (draft_id, officer_id, form, started_at, saved_at) VALUES (?1, ?2, ?3, ?4, ?4)
             ON CONFLICT (draft_id) DO UPDATE SET form = excluded.form, saved_at = excluded.saved_at",
        )
        .bind(draft_id.bytes().as_slice())
        .bind(officer_id.bytes().as_slice())
        .bind(form)
        .bind(now.timestamp_millis());
        self.change(query).await
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn discard_draft(&self, draft_id: DraftId) -> Result<(), StoreError> {
        self.change(sqlx::query("DELETE FROM draft WHERE draft_id = ?").bind(draft_id.bytes().as_slice()))
            .await
    }

    /// What an officer is typing beside reports, which stands under their own identity.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn typed(&self, officer_id: OfficerId) -> Result<Option<String>, StoreError> {
        let query = sqlx::query("SELECT form FROM draft WHERE draft_id = ?1 AND officer_id = ?1");
        let row = self.maybe(query.bind(officer_id.bytes().as_slice())).await?;
        Ok(row.map(|row| row.get(0)))
    }

    /// Every draft of a report, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let query = sqlx::query(
            "SELECT draft_id, officer_id, form, started_at, saved_at FROM draft
             WHERE draft_id <> officer_id ORDER BY saved_at DESC",
        );
        let rows = self.all(query).await?;
        rows.iter()
            .map(|row| {
                Ok(Draft {
                    draft_id: DraftId::from_slice(row.get("draft_id")).ok_or(StoreError::Row)?,
                    officer_id: OfficerId::from_slice(row.get("officer_id")).ok_or(StoreError::Row)?,
                    form: row.get("form"),
                    started_at: instant(row.get("started_at"))?,
                    saved_at: instant(row.get("saved_at"))?,
                })
            })
            .collect()
    }
}
