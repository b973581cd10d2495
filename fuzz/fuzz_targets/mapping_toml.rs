//! Any text as a mapping: refused with a line of it, or read and written to the same.
#![no_main]

use interchange::{Mapping, MappingProblem};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Mapping::from_toml(text) {
        Ok(mapping) => {
            let written = mapping.to_toml().unwrap();
            assert_eq!(Mapping::from_toml(&written).unwrap(), mapping);
        }
        Err(MappingProblem::Toml { line, message }) => {
            assert!(line >= 1 && line <= text.lines().count() + 1);
            assert!(!message.is_empty());
        }
        Err(other) => panic!("{other}"),
    }
});
