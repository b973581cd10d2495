//! Replacing a small file so that after a crash it is either the old one or the new one, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes a temporary file beside `path`, syncs it, renames it over `path` and syncs the folder. With `scrub`, the bytes of
/// the replaced file are then overwritten where the platform lets them be reached (a copy-on-write or flash disk may keep
/// them all the same).
pub(super) fn replace(path: &Path, contents: &[u8], scrub: bool) -> io::Result<()> {
    let temporary = path.with_extension("json.new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&temporary)?;
    file.write_all(contents)?;
    file.sync_all()?;
    drop(file);

    let replaced = if scrub { open_replaced(path) } else { None };
    fs::rename(&temporary, path)?;
    if let Some(folder) = path.parent() {
        sync_folder(folder)?;
    }
    if let Some(old) = replaced {
        overwrite(old)?;
    }
    Ok(())
}

#[cfg(unix)]
fn open_replaced(path: &Path) -> Option<File> {
    OpenOptions::new().write(true).open(path).ok()
}

/// A file that is open cannot be replaced on Windows.
#[cfg(not(unix))]
fn open_replaced(_path: &Path) -> Option<File> {
    None
}

/// `old` no longer has a name, and the folder is synced: nothing can bring it back.
fn overwrite(mut old: File) -> io::Result<()> {
    let length = usize::try_from(old.metadata()?.len()).unwrap_or(0);
    old.write_all(&vec![0; length])?;
    old.sync_all()
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows cannot sync a folder; NTFS journals the rename.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
