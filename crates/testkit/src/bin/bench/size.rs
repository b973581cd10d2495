//! Bytes on disk for each entry, everything counted: indexes, lists, search.

use crate::Outcome;
use crate::subject::Subject;

pub(crate) fn measure(subject: &Subject) -> Outcome {
    // As the register was made: what a run appends or rebuilds is not in it.
    let bytes = std::fs::metadata(subject.vault.path())?.len();
    let each = u64::try_from(subject.entries).map_or(0, |entries| bytes / entries.max(1));
    println!("size: {each} bytes per entry ({} MiB; no promise)", bytes / (1024 * 1024));
    Ok(())
}
