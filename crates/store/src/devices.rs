//! The force's devices, as central last told of them, and what entries say of who writes on each.

use protocol::{DeviceList, decode, encode};
use register::DeviceId;
use register::entry::Content;
use sqlx::Row as _;

use crate::error::StoreError;
use crate::read::sealed;
use crate::vault::Vault;

impl Vault {
    /// Keep what central told, which was verified.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_devices(&self, list: &DeviceList) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO devices_told (devices_told_id, list) VALUES (1, ?)
             ON CONFLICT (devices_told_id) DO UPDATE SET list = excluded.list",
        );
        self.change(query.bind(encode(list))).await
    }

    /// What central last told; `None` where it never did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn kept_devices(&self) -> Result<Option<DeviceList>, StoreError> {
        let row = self.maybe(sqlx::query("SELECT list FROM devices_told")).await?;
        row.map(|row| decode(row.get("list")).map_err(|_| StoreError::Row)).transpose()
    }

    /// Names of those who wrote the newest entries of a device that are held here, the last first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn last_writers(&self, device_id: DeviceId, entries: u32) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query(
            "SELECT header, signature, body FROM entry WHERE device_id = ? ORDER BY device_seq DESC LIMIT ?",
        );
        let query = query.bind(device_id.bytes().as_slice()).bind(i64::from(entries));
        let mut names: Vec<String> = Vec::new();
        for row in &self.all(query).await? {
            let entry = sealed(row)?.open_or_altered::<serde_json::Value>();
            if let Some(Content::Read(body)) = entry.map(|entry| entry.content)
                && !names.contains(&body.author.name)
            {
                names.push(body.author.name);
            }
        }
        Ok(names)
    }
}
