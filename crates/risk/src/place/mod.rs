//! Where somebody may be, as far as the hours of daylight go by it: read of the words in which a place was written down.

mod grid;

use register::Thresholds;

/// Degrees, north and east positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub latitude: f64,
    pub longitude: f64,
}

/// What a place in degrees may be: Great Britain, Ireland and the isles about them. Other figures are no place.
const NORTH: std::ops::RangeInclusive<f64> = 49.0..=61.5;
const EAST: std::ops::RangeInclusive<f64> = -11.0..=2.5;

impl Place {
    /// The middle of the United Kingdom (Dunsop Bridge): dusk is within some 25 minutes of it anywhere in England and
    /// Wales.
    pub const UNITED_KINGDOM: Self = Self { latitude: 53.94, longitude: -2.54 };

    /// Where the hours of daylight are reckoned for: where somebody was last seen, where its words hold a grid reference or
    /// degrees, which are then given back; else the middle of the force's area.
    pub fn of_last_seen<'t>(words: &'t str, thresholds: &Thresholds) -> (Self, Option<&'t str>) {
        match Self::in_text(words) {
            Some((place, read)) => (place, Some(read)),
            None => (Self::of_force(thresholds), None),
        }
    }

    /// As a force sets it; the middle of the country where that is nowhere near.
    fn of_force(thresholds: &Thresholds) -> Self {
        let metres = |kilometres: u32| f64::from(kilometres) * 1_000.0;
        let (easting, northing) =
            (metres(thresholds.dusk_easting_kilometres), metres(thresholds.dusk_northing_kilometres));
        let near = easting < 800_000.0 && northing < 1_300_000.0;
        if near { grid::british(easting, northing) } else { Self::UNITED_KINGDOM }
    }

    /// The first British or Irish grid reference, or latitude and longitude in decimal degrees, and its words: `SO 849 548`,
    /// `O 159 346`, `52.19, -2.22`, `52.1920° N 2.2200° W`.
    pub fn in_text(text: &str) -> Option<(Self, &str)> {
        let mut before = None;
        for (at, c) in text.char_indices() {
            let begins = !before.is_some_and(|c: char| c.is_alphanumeric() || ".,-−£€$".contains(c));
            before = Some(c);
            let Some(rest) = text.get(at..).filter(|_| begins) else { continue };
            if let Some((place, left)) = grid::reference(rest).or_else(|| degrees(rest)) {
                let read = rest.strip_suffix(left).unwrap_or(rest);
                return Some((place, read));
            }
        }
        None
    }
}

/// Latitude and longitude at the beginning of a text, and what stands after them.
fn degrees(text: &str) -> Option<(Place, &str)> {
    let (latitude, after) = decimal(text, ('N', 'S'))?;
    let between = after.trim_start_matches([' ', ',', ';']);
    let (longitude, left) = decimal(between, ('E', 'W'))?;
    let apart = between.len() < after.len() || after.starts_with(['-', '−', '+']);
    let whole = apart && !left.starts_with(|c: char| c.is_alphanumeric());
    let here = NORTH.contains(&latitude) && EAST.contains(&longitude);
    (whole && here).then_some((Place { latitude, longitude }, left))
}

/// A number of degrees with two decimals at least, and its side.
fn decimal(text: &str, sides: (char, char)) -> Option<(f64, &str)> {
    let unsigned = text.trim_start_matches(['-', '−', '+']);
    let minus = text.starts_with(['-', '−']);
    let length = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, after) = unsigned.split_at(length);
    // A full stop after it ends the sentence.
    let (number, after) = match number.strip_suffix('.') {
        Some(shorter) => (shorter, unsigned.get(shorter.len()..)?),
        None => (number, after),
    };
    let (whole, decimals) = number.split_once('.')?;
    if whole.is_empty() || whole.len() > 2 || !(2..=8).contains(&decimals.len()) {
        return None;
    }
    let degrees: f64 = number.parse().ok()?;
    let marked = after.trim_start_matches(' ').strip_prefix('°').unwrap_or(after);
    // A letter that begins a word is no side.
    let side = |side: char| {
        let left = marked.trim_start_matches(' ').strip_prefix(side)?;
        (!left.starts_with(char::is_alphanumeric)).then_some(left)
    };
    let (negative, left) = match (side(sides.0), side(sides.1)) {
        (Some(left), _) => (minus, left),
        (None, Some(left)) => (true, left),
        (None, None) => (minus, marked),
    };
    Some((if negative { -degrees } else { degrees }, left))
}
