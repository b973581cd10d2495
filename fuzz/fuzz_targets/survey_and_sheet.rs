//! Any bytes as a file: no panic, no row past the limits, row numbers that only grow.
#![no_main]

use interchange::{Limits, Sheet, survey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(found) = survey(bytes) else { return };
    assert_eq!(found.bytes, bytes.len() as u64);
    for limits in [Limits::default(), Limits { row_bytes: 20, columns: 3 }] {
        let Ok(mut sheet) = Sheet::new(bytes, &found, limits) else { continue };
        let room = sheet.room();
        let mut last = 0;
        while let Ok(Some(row)) = sheet.next_row() {
            assert!(row.number > last);
            last = row.number;
            assert!(row.cells.iter().map(String::len).sum::<usize>() <= limits.row_bytes);
            assert!(row.cells.len() <= limits.columns);
            assert!(row.cells.iter().any(|cell| !cell.is_empty()));
        }
        assert!(sheet.room() <= room.max(limits.row_bytes + room));
    }
});
