//! Everything that central holds, as a folder that either database can be put back from.
//!
//! `tables` holds the rows of every table, `photographs` the blobs, `central.key` the key, and `manifest` the
//! hash of `tables`. What never changes (entries, looks) is read page by page up to the heads that were read
//! first, so that nobody waits to write meanwhile, and the backup is of one moment all the same.
//!
//! Putting back begins a new era: positions may be given out otherwise from there on, and laptops pull again. The
//! national index is not in the backup: it is made again of the entries.

mod tables;
pub mod withdrawn;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use register::Hash;

use crate::clock::Clock;
use crate::database::{Database, Tx};
use crate::error::CentralError;
use tables::{Cell, TABLES, Table};

/// Rows that are read or written at once.
const PAGE: usize = 1_000;

const TABLES_FILE: &str = "tables";
const MANIFEST: &str = "manifest";
const PHOTOGRAPHS: &str = "photographs";
const FORMAT: &str = "nrmp-central-backup-1";

/// What was written or put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counted {
    /// Rows of all tables.
    pub rows: u64,
    /// Photographs.
    pub photographs: u64,
}

/// Write a backup into a folder that is not there yet. It is there in whole or not at all.
///
/// # Errors
/// [`CentralError::Asked`] where the folder is there; [`CentralError::File`]; [`CentralError::Database`].
pub async fn back_up(
    database: &Database,
    photographs: &dyn ObjectStore,
    key_file: &Path,
    folder: &Path,
) -> Result<Counted, CentralError> {
    if folder.exists() {
        return Err(CentralError::Asked(format!("{} is there already", folder.display())));
    }
    let mut making = folder.as_os_str().to_owned();
    making.push(".making");
    let making = Path::new(&making);
    let _ = std::fs::remove_dir_all(making);
    let failed = |error| CentralError::file(making, error);
    std::fs::create_dir_all(making).map_err(failed)?;
    std::fs::copy(key_file, making.join(crate::KEY_FILE)).map_err(failed)?;

    let mut counted = Counted::default();
    let mut file = Hashed::new(File::create(making.join(TABLES_FILE)).map_err(failed)?);
    rows_of(database, &mut file, &mut counted).await?;
    let hash = file.finish().map_err(failed)?;
    std::fs::write(making.join(MANIFEST), format!("{FORMAT}\n{hash}\n")).map_err(failed)?;

    let folder_of = making.join(PHOTOGRAPHS);
    std::fs::create_dir_all(&folder_of).map_err(failed)?;
    let copy = object_store::local::LocalFileSystem::new_with_prefix(&folder_of)?;
    counted.photographs = copy_all(database, photographs, &copy).await?;
    std::fs::rename(making, folder).map_err(failed)?;
    Ok(counted)
}

async fn rows_of(database: &Database, file: &mut Hashed, counted: &mut Counted) -> Result<(), CentralError> {
    let mut heads: HashMap<Vec<u8>, i64> = HashMap::new();
    // What changes is read as it stands at one moment, with the heads of what only grows.
    let mut tx = database.read().await?;
    for table in TABLES.iter().filter(|table| table.grows.is_none()) {
        let mut after = None;
        while let Some(rows) = table.page(&mut tx, after.as_deref(), PAGE).await? {
            for row in &rows {
                table.note_heads(row, &mut heads);
                file.row(table, row)?;
            }
            counted.rows += rows.len() as u64;
            after = rows.last().map(|row| row[..table.key].to_vec());
        }
    }
    drop(tx);
    for table in TABLES.iter().filter(|table| table.grows.is_some()) {
        let mut after = None;
        loop {
            let mut tx = database.read().await?;
            let Some(rows) = table.page(&mut tx, after.as_deref(), PAGE).await? else { break };
            drop(tx);
            after = rows.last().map(|row| row[..table.key].to_vec());
            for row in rows.iter().filter(|row| table.is_within(row, &heads)) {
                file.row(table, row)?;
                counted.rows += 1;
            }
        }
    }
    Ok(())
}

/// Put a backup back into an empty database, and begin a new era.
///
/// # Errors
/// [`CentralError::Asked`] where the database is not empty or the backup is damaged; [`CentralError::File`];
/// [`CentralError::Database`]. Nothing was put back then.
pub async fn restore(
    database: &Database,
    photographs: &dyn ObjectStore,
    folder: &Path,
    clock: &Clock,
) -> Result<Counted, CentralError> {
    let tables = folder.join(TABLES_FILE);
    let failed = |error| CentralError::file(&tables, error);
    let manifest = folder.join(MANIFEST);
    let said = std::fs::read_to_string(&manifest).map_err(|error| CentralError::file(&manifest, error))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(&tables).map_err(failed)?).map_err(failed)?;
    if said != format!("{FORMAT}\n{}\n", Hash(*hasher.finalize().as_bytes())) {
        return Err(CentralError::Asked(
            "the backup is damaged: it is not what its manifest says".to_owned(),
        ));
    }
    let mut tx = database.write_any().await?;
    if tx.row("SELECT force FROM force LIMIT 1", []).await?.is_some() {
        return Err(CentralError::Asked("the database is not empty: restore into a new one".to_owned()));
    }
    tx.run("DELETE FROM central", []).await?;
    let mut counted = Counted::default();
    let mut reader = BufReader::new(File::open(&tables).map_err(failed)?);
    let mut waiting: Vec<Vec<Cell>> = Vec::new();
    let mut at: Option<&Table> = None;
    while let Some((table, row)) = read_row(&mut reader).map_err(failed)? {
        let other = at.is_some_and(|at| at.name != table.name);
        if let Some(at) = at.filter(|_| other || waiting.len() == PAGE) {
            at.insert(&mut tx, std::mem::take(&mut waiting)).await?;
        }
        at = Some(table);
        waiting.push(row);
        counted.rows += 1;
    }
    if let Some(at) = at {
        at.insert(&mut tx, waiting).await?;
    }
    new_era(&mut tx, clock).await?;
    crate::national::note_all(&mut tx).await?;
    tx.commit().await?;
    crate::national::settle(database).await?;
    let copy = object_store::local::LocalFileSystem::new_with_prefix(folder.join(PHOTOGRAPHS))?;
    counted.photographs = copy_all(database, &copy, photographs).await?;
    Ok(counted)
}

/// Positions that were given out after the backup are given out again, perhaps to other entries.
async fn new_era(tx: &mut Tx, clock: &Clock) -> Result<(), CentralError> {
    // Two that are put back from one backup at one reading of a clock are two eras all the same: laptops may have met both.
    let apart = i64::from(rand::random::<u16>()) + 1;
    tx.run(
        "UPDATE central SET era = CASE WHEN era < $1 THEN $1 ELSE era END + $2",
        [clock.now().into(), apart.into()],
    )
    .await?;
    tx.run(
        "UPDATE national_counter SET head = (SELECT COALESCE(MAX(number), 0) FROM national_look)
         WHERE counter = 'looks'",
        [],
    )
    .await?;
    // Parts of photographs are not backed up: they are sent again from the beginning.
    tx.run("DELETE FROM blob WHERE whole_at IS NULL", []).await?;
    Ok(())
}

/// Copy every whole blob that the database names and that is not there yet.
async fn copy_all(
    database: &Database,
    from: &dyn ObjectStore,
    to: &dyn ObjectStore,
) -> Result<u64, CentralError> {
    let mut tx = database.read().await?;
    let rows = tx.rows("SELECT force, blob_hash FROM blob WHERE whole_at IS NOT NULL", []).await?;
    drop(tx);
    for row in &rows {
        let force = crate::ledger::device::force_code(&row.text("force")?)?;
        let path = crate::ledger::blob::path(&force, row.hash("blob_hash")?);
        let bytes = from.get(&path).await?.bytes().await?;
        to.put(&path, PutPayload::from(bytes)).await?;
    }
    Ok(rows.len() as u64)
}

/// A file whose hash is taken while it is written.
struct Hashed {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl Hashed {
    fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), hasher: blake3::Hasher::new() }
    }

    /// Length of the name, name, length of the cells, cells.
    fn row(&mut self, table: &Table, row: &[Cell]) -> Result<(), CentralError> {
        let cells = tables::encode(row);
        let mut bytes = vec![table.name.len() as u8];
        bytes.extend_from_slice(table.name.as_bytes());
        bytes.extend_from_slice(&(cells.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&cells);
        self.hasher.update(&bytes);
        self.file.write_all(&bytes).map_err(|error| CentralError::file(Path::new(TABLES_FILE), error))
    }

    fn finish(mut self) -> std::io::Result<Hash> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(Hash(*self.hasher.finalize().as_bytes()))
    }
}

fn read_row(reader: &mut impl Read) -> std::io::Result<Option<(&'static Table, Vec<Cell>)>> {
    let mut length = [0; 1];
    if reader.read(&mut length)? == 0 {
        return Ok(None);
    }
    let damaged = || std::io::Error::new(std::io::ErrorKind::InvalidData, "a row cannot be read");
    let mut name = vec![0; usize::from(length[0])];
    reader.read_exact(&mut name)?;
    let table = TABLES.iter().find(|table| table.name.as_bytes() == name).ok_or_else(damaged)?;
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    let mut cells = Vec::new();
    let length = u64::from(u32::from_be_bytes(length));
    if reader.take(length).read_to_end(&mut cells)? as u64 != length {
        return Err(damaged());
    }
    let row = tables::decode(&cells).filter(|row| row.len() == table.columns.len()).ok_or_else(damaged)?;
    Ok(Some((table, row)))
}
