//! By which words a record is found: what an index keeps beside it.

use std::collections::BTreeSet;

use register::national::Extract;

use crate::words::{letters, place_words, sound, stems, words};

/// The keys of one record. Each set is in order and without doubles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Words of its names.
    pub names: BTreeSet<String>,
    /// Their sounds.
    pub sounds: BTreeSet<String>,
    /// Their letters in order.
    pub letters: BTreeSet<String>,
    /// Words of the place where they were last seen, its outward postcode among them.
    pub places: BTreeSet<String>,
    /// Stems of hair, clothing and build.
    pub looks: BTreeSet<String>,
}

impl Keys {
    /// The keys of a record. Appearance is not among them (INV-10).
    pub fn of(extract: &Extract) -> Self {
        let names: BTreeSet<String> = extract.names().flat_map(words).collect();
        let sounds = names.iter().map(|word| sound(word)).filter(|sound| !sound.is_empty()).collect();
        let letters = names.iter().map(|word| letters(word)).collect();
        let places = [&extract.outward, &extract.place].into_iter().flat_map(|place| place_words(place));
        let looks = [&extract.hair, &extract.clothing, &extract.build];
        Self {
            names,
            sounds,
            letters,
            places: places.collect(),
            looks: looks.into_iter().flat_map(|text| stems(text)).collect(),
        }
    }
}
