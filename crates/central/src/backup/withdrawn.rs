//! What was taken from devices, officers and organisations, in a file of its own that is as new as the database: a backup
//! is of yesterday, and who was shut out since stays shut out when it is put back.
//!
//! The file holds the rows of a few tables as a backup does. It is written anew whenever one of them changes, in whole
//! or not at all, and lies in the folder of the key.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::tables::{Cell, TABLES, Table};
use super::{Hashed, PAGE, read_row};
use crate::database::{Database, Tx, Value};
use crate::error::CentralError;

/// Whose file it is, and what it holds, in an order in which each stands after those it refers to.
const KEPT: [&str; 5] = ["central", "revocation", "suspension", "scope", "scope_force"];

/// What was withdrawn anew when a backup was put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct WithdrawnAgain {
    /// Devices that were revoked after the backup.
    pub devices: u64,
    /// Officers who were suspended after it.
    pub officers: u64,
    /// Scopes that were granted, narrowed or withdrawn after it.
    pub scopes: u64,
}

/// What a file says.
pub struct Withdrawn {
    rows: Vec<(&'static Table, Vec<Cell>)>,
    file: PathBuf,
}

/// Where the file lies in central's folder.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("withdrawn")
}

/// Write the file as the database stands.
///
/// # Errors
/// [`CentralError::File`], and the file is as it was; [`CentralError::Database`].
pub async fn keep(database: &Database, file: &Path) -> Result<(), CentralError> {
    let mut making = file.as_os_str().to_owned();
    making.push(format!(".{}", std::process::id()));
    let making = Path::new(&making);
    let failed = |error| CentralError::file(file, error);
    let mut rows = Hashed::new(File::create(making).map_err(failed)?);
    let mut tx = database.read().await?;
    for table in kept() {
        let mut after = None;
        while let Some(page) = table.page(&mut tx, after.as_deref(), PAGE).await? {
            for row in &page {
                rows.row(table, row)?;
            }
            after = page.last().map(|row| row[..table.key].to_vec());
        }
    }
    drop(tx);
    rows.finish().map_err(failed)?;
    std::fs::rename(making, file).map_err(failed)
}

/// Read a file, before anything is put back.
///
/// # Errors
/// [`CentralError::File`] where it cannot be read to its end.
pub fn read(file: &Path) -> Result<Withdrawn, CentralError> {
    let failed = |error| CentralError::file(file, error);
    let mut reader = BufReader::new(File::open(file).map_err(failed)?);
    let mut rows = Vec::new();
    while let Some(row) = read_row(&mut reader).map_err(failed)? {
        rows.push(row);
    }
    Ok(Withdrawn { rows, file: file.to_owned() })
}

/// Withdraw again what the file says and the database, put back from a backup, does not know. Nothing is given: an
/// officer who was admitted again after the backup is suspended still.
///
/// # Errors
/// [`CentralError::Asked`] where it is the file of another central service; [`CentralError::Database`]. Nothing is
/// withdrawn then.
pub async fn withdraw_again(
    database: &Database,
    withdrawn: Withdrawn,
) -> Result<WithdrawnAgain, CentralError> {
    let Withdrawn { rows, file } = withdrawn;
    let mut again = WithdrawnAgain::default();
    let mut tx = database.write_any().await?;
    for (table, row) in rows {
        let cell = |name: &str| {
            table.columns.iter().zip(&row).find(|((column, _), _)| *column == name).map(|(_, cell)| cell)
        };
        let known = match (table.name, cell("force"), cell("device_id")) {
            ("central", ..) => {
                if !is_ours(&mut tx, cell("central_key")).await? {
                    return Err(CentralError::Asked(format!(
                        "{} is of another central service",
                        file.display()
                    )));
                }
                continue;
            }
            ("revocation", Some(force), Some(device)) => {
                let sql = "SELECT 1 AS known FROM device WHERE force = $1 AND device_id = $2";
                tx.row(sql, [Value::from(force.clone()), Value::from(device.clone())]).await?.is_some()
            }
            ("scope_force", Some(force), _) => {
                let (number, sees) = (cell("number"), cell("sees"));
                let sql = "SELECT 1 AS known FROM scope, force
                           WHERE scope.force = $1 AND scope.number = $2 AND force.force = $3";
                let asked = [Some(force), number, sees].into_iter().flatten().cloned().map(Value::from);
                tx.row(sql, asked).await?.is_some()
            }
            (_, Some(force), _) => {
                let sql = "SELECT 1 AS known FROM force WHERE force = $1";
                tx.row(sql, [Value::from(force.clone())]).await?.is_some()
            }
            _ => false,
        };
        let new = if known { table.add(&mut tx, row).await? } else { 0 };
        match table.name {
            "revocation" => again.devices += new,
            "suspension" => again.officers += new,
            "scope" => again.scopes += new,
            _ => {}
        }
    }
    tx.run(
        "UPDATE device SET revoked_at = (SELECT r.revoked_at FROM revocation r
                                         WHERE r.force = device.force AND r.device_id = device.device_id)
         WHERE revoked_at IS NULL AND EXISTS (SELECT 1 FROM revocation r
                                              WHERE r.force = device.force AND r.device_id = device.device_id)",
        [],
    )
    .await?;
    tx.commit().await?;
    Ok(again)
}

fn kept() -> impl Iterator<Item = &'static Table> {
    KEPT.iter().filter_map(|name| TABLES.iter().find(|table| table.name == *name))
}

async fn is_ours(tx: &mut Tx, key: Option<&Cell>) -> Result<bool, CentralError> {
    let row = tx.row("SELECT central_key FROM central", []).await?;
    let ours = row.map(|row| row.maybe_bytes("central_key")).transpose()?;
    Ok(ours.map(Cell::Bytes).as_ref() == key)
}
