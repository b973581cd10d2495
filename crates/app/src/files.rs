//! Files that an officer chose. The window is given a name for each, never its place on the disk (INV-11).

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::app::App;
use crate::error::{AppError, ErrorCode};
use crate::exchange::FileRef;

#[derive(Default)]
pub(crate) struct Files(Mutex<HashMap<String, PathBuf>>);

impl App {
    /// Let use-cases read or write this file, under the name that is returned.
    pub fn offer(&self, path: PathBuf) -> FileRef {
        let name = uuid::Uuid::new_v4().to_string();
        self.files().0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), path);
        FileRef(name)
    }

    pub(crate) fn chosen(&self, file: &FileRef, field: &str) -> Result<PathBuf, AppError> {
        let files = self.files().0.lock().unwrap_or_else(PoisonError::into_inner);
        let path = files.get(&file.0).cloned();
        path.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-file-not-chosen").at(field))
    }
}

/// Name of a file without its folder, as it may be shown.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file that is written whole or not at all: beside its place first, then into it. Dropped before
/// [`WholeFile::keep`], nothing of it stays.
pub(crate) struct WholeFile {
    file: Option<BufWriter<File>>,
    beside: PathBuf,
    place: PathBuf,
}

pub(crate) fn not_written<E>(_: E) -> AppError {
    AppError::new(ErrorCode::Fault, "error-file-not-written").at("to")
}

/// The whole of a file at once.
pub(crate) fn write_whole(place: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let mut file = WholeFile::create(place)?;
    file.write_all(bytes).map_err(not_written)?;
    file.keep()
}

impl WholeFile {
    pub fn create(place: &Path) -> Result<Self, AppError> {
        let mut beside = place.as_os_str().to_owned();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        let file = File::create(&beside).map_err(not_written)?;
        Ok(Self { file: Some(BufWriter::new(file)), beside, place: place.to_owned() })
    }

    pub fn keep(mut self) -> Result<(), AppError> {
        if let Some(file) = self.file.take() {
            let file = file.into_inner().map_err(not_written)?;
            file.sync_all().map_err(not_written)?;
            drop(file);
            std::fs::rename(&self.beside, &self.place).map_err(not_written)?;
        }
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.flush())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        drop(self.file.take());
        let _ = std::fs::remove_file(&self.beside);
    }
}
