//! The typefaces that papers are set in, read once.
//!
//! Atkinson Hyperlegible Next comes first: it tells I, l, 1, 0 and O apart. What it has no letter for is taken from
//! the faces that come with Typst.

use std::collections::HashSet;
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontStyle, FontVariations};
use typst::utils::LazyHash;

const ATKINSON: [&[u8]; 2] = [
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
];

/// In the order in which a letter is looked for. Templates name them through `families`.
pub(crate) const FAMILIES: [&str; 5] = [
    "Atkinson Hyperlegible Next",
    "Libertinus Serif",
    "DejaVu Sans Mono",
    "New Computer Modern",
    "New Computer Modern Math",
];

pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) all: Vec<Font>,
    /// Of each family, the letters that all its weights have.
    letters: Vec<HashSet<u32>>,
}

pub(crate) fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let all: Vec<Font> = ATKINSON
            .into_iter()
            .chain(typst_assets::fonts())
            .flat_map(|face| Font::iter(Bytes::new(face)))
            .filter(|font| font.info().variant.style == FontStyle::Normal)
            .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
            .collect();
        let letters = FAMILIES.iter().map(|family| letters(&all, family)).collect();
        Fonts { book: LazyHash::new(FontBook::from_fonts(&all)), all, letters }
    })
}

fn letters(all: &[Font], family: &str) -> HashSet<u32> {
    all.iter()
        .filter(|font| font.info().family == family)
        .map(drawn)
        .reduce(|one, other| &one & &other)
        .unwrap_or_default()
}

/// The letters of one face. Some list letters for which they draw no more than the empty box.
fn drawn(font: &Font) -> HashSet<u32> {
    let face = font.clone().instantiate(font.info().variant, Abs::pt(9.0), &FontVariations::default());
    let glyph = |letter: u32| face.ttf().glyph_index(char::from_u32(letter)?);
    font.info().coverage.iter().filter(|letter| glyph(*letter).is_some_and(|glyph| glyph.0 != 0)).collect()
}

/// Whether a letter with its accents stands in one typeface, in each of its weights.
pub(crate) fn can_print(cluster: &[char]) -> bool {
    fonts().letters.iter().any(|letters| cluster.iter().all(|c| letters.contains(&u32::from(*c))))
}
