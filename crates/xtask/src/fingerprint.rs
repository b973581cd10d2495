//! Whether files have changed since something was last made from them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The names, sizes and times of change of all files under the given paths, as text.
pub(crate) fn of(paths: &[&str]) -> String {
    let mut lines = Vec::new();
    for path in paths {
        add(Path::new(path), &mut lines);
    }
    lines.sort();
    lines.join("\n")
}

fn add(path: &Path, lines: &mut Vec<String>) {
    let Ok(about) = fs::metadata(path) else { return };
    if about.is_dir() {
        let Ok(entries) = fs::read_dir(path) else { return };
        entries.flatten().for_each(|entry| add(&entry.path(), lines));
    } else {
        let changed = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let nanoseconds = changed.map_or(0, |time| time.as_nanos());
        lines.push(format!("{}\t{}\t{nanoseconds}", path.display(), about.len()));
    }
}

/// Does `work` unless it was done for this same fingerprint before. Says whether it did.
pub(crate) fn unless_done(
    name: &str,
    fingerprint: &str,
    work: impl FnOnce() -> Result<(), String>,
) -> Result<bool, String> {
    let stamp = stamp(name);
    if fs::read_to_string(&stamp).is_ok_and(|done| done == fingerprint) {
        return Ok(false);
    }
    work()?;
    let written =
        stamp.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&stamp, fingerprint));
    written.map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(true)
}

/// Makes the next [`unless_done`] of this name do its work.
pub(crate) fn forget(name: &str) {
    // Nothing to forget is as good.
    let _ = fs::remove_file(stamp(name));
}

fn stamp(name: &str) -> PathBuf {
    target().join("xtask").join(format!("{name}.stamp"))
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
