//! The British and the Irish National Grid: letters and figures to metres, and metres to latitude and longitude.
//!
//! The formulae are those of the Ordnance Survey, "A guide to coordinate systems in Great Britain", for the grid of each
//! island on its own ellipsoid. The step from there to WGS84 is left out: it is some 100 metres, and moves dusk by less
//! than a second.

use super::Place;

/// A transverse Mercator grid: an ellipsoid, the scale on the central meridian, the true origin and what stands there.
struct Grid {
    major: f64,
    minor: f64,
    scale: f64,
    latitude: f64,
    longitude: f64,
    easting: f64,
    northing: f64,
}

/// Airy 1830.
const BRITISH: Grid = Grid {
    major: 6_377_563.396,
    minor: 6_356_256.909,
    scale: 0.999_601_271_7,
    latitude: 49.0,
    longitude: -2.0,
    easting: 400_000.0,
    northing: -100_000.0,
};

/// Airy 1830 modified.
const IRISH: Grid = Grid {
    major: 6_377_340.189,
    minor: 6_356_034.447,
    scale: 1.000_035,
    latitude: 53.5,
    longitude: -8.0,
    easting: 200_000.0,
    northing: 250_000.0,
};

/// Squares of 100 km in which there is land. What only looks like a reference seldom begins with one of them.
const BRITISH_SQUARES: &str = "HP HT HU HW HX HY HZ NA NB NC ND NF NG NH NJ NK NL NM NN NO NR NS NT NU NW NX NY NZ OV SC SD \
                               SE SH SJ SK SM SN SO SP SR SS ST SU SV SW SX SY SZ TA TF TG TL TM TQ TR TV";
const IRISH_SQUARES: &str = "B C D F G H J L M N O Q R S T V W X";

const HUNDRED_KM: f64 = 100_000.0;

impl Grid {
    /// Along the central meridian from the true origin, in metres.
    fn meridian(&self, latitude: f64) -> f64 {
        let n = (self.major - self.minor) / (self.major + self.minor);
        let (n2, n3) = (n * n, n * n * n);
        let origin = self.latitude.to_radians();
        let (less, sum) = (latitude - origin, latitude + origin);
        let terms = (1.0 + n + 1.25 * (n2 + n3)) * less
            - (3.0 * (n + n2) + 2.625 * n3) * less.sin() * sum.cos()
            + 1.875 * (n2 + n3) * (2.0 * less).sin() * (2.0 * sum).cos()
            - 35.0 / 24.0 * n3 * (3.0 * less).sin() * (3.0 * sum).cos();
        self.minor * self.scale * terms
    }

    /// The latitude and longitude of metres east and north of the false origin.
    fn place(&self, easting: f64, northing: f64) -> Place {
        let (major, north) = (self.major * self.scale, northing - self.northing);
        let mut foot = self.latitude.to_radians() + north / major;
        // Two or three rounds bring it below a tenth of a millimetre.
        for _ in 0..8 {
            foot += (north - self.meridian(foot)) / major;
        }
        let eccentricity = 1.0 - (self.minor / self.major).powi(2);
        let bent = 1.0 - eccentricity * foot.sin().powi(2);
        let across = major / bent.sqrt();
        let along = across * (1.0 - eccentricity) / bent;
        let more = across / along - 1.0;
        let (t2, secant) = (foot.tan().powi(2), 1.0 / foot.cos());
        let (t4, t6) = (t2 * t2, t2 * t2 * t2);
        let east = easting - self.easting;
        let x = east / across;
        let latitude = foot
            - foot.tan() * across / along
                * (x.powi(2) / 2.0 - x.powi(4) / 24.0 * (5.0 + 3.0 * t2 + more - 9.0 * t2 * more)
                    + x.powi(6) / 720.0 * (61.0 + 90.0 * t2 + 45.0 * t4));
        let longitude = secant
            * (x - x.powi(3) / 6.0 * (across / along + 2.0 * t2)
                + x.powi(5) / 120.0 * (5.0 + 28.0 * t2 + 24.0 * t4)
                - x.powi(7) / 5_040.0 * (61.0 + 662.0 * t2 + 1_320.0 * t4 + 720.0 * t6));
        Place { latitude: latitude.to_degrees(), longitude: self.longitude + longitude.to_degrees() }
    }
}

/// Of metres on the British grid.
pub(super) fn british(easting: f64, northing: f64) -> Place {
    BRITISH.place(easting, northing)
}

/// A reference at the beginning of a text, and what stands after it: `SO 849 548`, `SO8495 5482`, `SO84955482`, `O 159 346`.
/// Six, eight or ten figures: with fewer a door or a road would be one. The middle of its square is meant.
pub(super) fn reference(text: &str) -> Option<(Place, &str)> {
    let (letters, after) = run(text, |c| c.is_ascii_uppercase());
    let (first, after) = run(after.trim_start_matches(' '), |c| c.is_ascii_digit());
    let (second, left) = run(after.trim_start_matches(' '), |c| c.is_ascii_digit());
    let (east, north, left) = if second.is_empty() {
        let (east, north) = first.split_at_checked(first.len() / 2)?;
        (east, north, after)
    } else {
        (first, second, left)
    };
    let whole = east.len() == north.len() && (3..=5).contains(&east.len());
    // A third run of figures makes a telephone number of it.
    let goes_on = left.starts_with(char::is_alphanumeric)
        || left.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit());
    if !whole || goes_on {
        return None;
    }
    let (grid, corner) = square(letters)?;
    let size = 10_f64.powi(5 - i32::try_from(east.len()).ok()?);
    let metres = |corner: f64, figures: &str| {
        let figures: f64 = figures.parse().ok()?;
        Some(corner * HUNDRED_KM + (figures + 0.5) * size)
    };
    Some((grid.place(metres(corner.0, east)?, metres(corner.1, north)?), left))
}

/// The south-west corner of a square, in hundreds of kilometres.
fn square(letters: &str) -> Option<(&'static Grid, (f64, f64))> {
    let known = |squares: &str| squares.split_whitespace().any(|square| square == letters);
    let mut places = letters.bytes().filter_map(place_of);
    let (first, second) = (places.next()?, places.next());
    match second {
        None if known(IRISH_SQUARES) => Some((&IRISH, (f64::from(first % 5), f64::from(4 - first / 5)))),
        Some(second) if known(BRITISH_SQUARES) => {
            let east = f64::from((first + 3) % 5) * 5.0 + f64::from(second % 5);
            let north = 19.0 - f64::from(first / 5) * 5.0 - f64::from(second / 5);
            Some((&BRITISH, (east, north)))
        }
        _ => None,
    }
}

/// Rows of five from the north-west, without I: no known square has it.
fn place_of(letter: u8) -> Option<u8> {
    let place = letter.checked_sub(b'A')?;
    match letter {
        b'J'.. => Some(place - 1),
        _ => Some(place),
    }
}

fn run(text: &str, of: impl Fn(char) -> bool) -> (&str, &str) {
    let length = text.find(|c| !of(c)).unwrap_or(text.len());
    text.split_at(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn degrees(degrees: f64, minutes: f64, seconds: f64) -> f64 {
        degrees + minutes / 60.0 + seconds / 3_600.0
    }

    /// The worked example of the guide: easting 651409.903, northing 313177.270.
    #[test]
    fn the_worked_example_of_the_ordnance_survey_comes_out_to_a_millimetre() {
        let place = british(651_409.903, 313_177.270);
        let (latitude, longitude) = (degrees(52.0, 39.0, 27.2531), degrees(1.0, 43.0, 4.5177));
        assert!((place.latitude - latitude).abs() < 1e-8, "{place:?} {latitude}");
        assert!((place.longitude - longitude).abs() < 1e-8, "{place:?} {longitude}");
    }

    /// Metres of a latitude and longitude by another way: Krüger's series in the third flattening (Karney 2011, equations 35
    /// and 36, to its fourth power), which is exact to micrometres.
    fn by_kruger(grid: &Grid, latitude: f64, longitude: f64) -> (f64, f64) {
        let n = (grid.major - grid.minor) / (grid.major + grid.minor);
        let radius = grid.major / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0) * grid.scale;
        let series = [
            n / 2.0 - 2.0 / 3.0 * n.powi(2) + 5.0 / 16.0 * n.powi(3) + 41.0 / 180.0 * n.powi(4),
            13.0 / 48.0 * n.powi(2) - 3.0 / 5.0 * n.powi(3) + 557.0 / 1_440.0 * n.powi(4),
            61.0 / 240.0 * n.powi(3) - 103.0 / 140.0 * n.powi(4),
            49_561.0 / 161_280.0 * n.powi(4),
        ];
        let eccentricity = (1.0 - (grid.minor / grid.major).powi(2)).sqrt();
        let along = |latitude: f64, longitude: f64| {
            let sine = latitude.to_radians().sin();
            let conformal = (sine.atanh() - eccentricity * (eccentricity * sine).atanh()).sinh();
            let east = (longitude - grid.longitude).to_radians();
            let (north, east) =
                (conformal.atan2(east.cos()), (east.sin() / conformal.hypot(east.cos())).asinh());
            let terms = (1_i32..).zip(series).map(|(at, term)| {
                let twice = 2.0 * f64::from(at);
                (
                    term * (twice * north).sin() * (twice * east).cosh(),
                    term * (twice * north).cos() * (twice * east).sinh(),
                )
            });
            terms.fold((north, east), |sum, term| (sum.0 + term.0, sum.1 + term.1))
        };
        let (north, east) = along(latitude, longitude);
        let (origin, _) = along(grid.latitude, grid.longitude);
        (grid.easting + radius * east, grid.northing + radius * (north - origin))
    }

    /// At the edges to a centimetre. Further out than any square the last terms are large enough to be seen.
    #[test]
    fn places_far_from_the_meridian_are_where_another_way_to_reckon_them_puts_them() {
        for (grid, latitude, longitude, within) in [
            (&BRITISH, 49.9, -6.3, 1e-7),
            (&BRITISH, 51.0, 1.4, 1e-7),
            (&BRITISH, 57.8, -8.5, 1e-7),
            (&BRITISH, 60.8, -0.8, 1e-7),
            (&IRISH, 51.4, -10.5, 1e-7),
            (&IRISH, 55.3, -5.5, 1e-7),
            (&BRITISH, 49.5, 10.0, 5e-6),
            (&BRITISH, 60.5, 9.0, 2.5e-6),
            (&BRITISH, 62.0, -13.0, 2.5e-6),
        ] {
            let (easting, northing) = by_kruger(grid, latitude, longitude);
            let place = grid.place(easting, northing);
            let off = (place.latitude - latitude, place.longitude - longitude);
            assert!(off.0.abs() < within && off.1.abs() < within, "{latitude} {longitude}: {off:?}");
        }
    }

    #[test]
    fn the_true_origins_are_where_they_are_said_to_be() {
        for grid in [BRITISH, IRISH] {
            let place = grid.place(grid.easting, grid.northing);
            assert!((place.latitude - grid.latitude).abs() < 1e-9 && place.longitude == grid.longitude);
        }
    }

    #[test]
    fn letters_name_the_square_that_they_stand_for() {
        let corner = |letters| square(letters).map(|(_, corner)| corner);
        assert_eq!(corner("SV"), Some((0.0, 0.0)));
        assert_eq!(corner("SO"), Some((3.0, 2.0)));
        assert_eq!(corner("TG"), Some((6.0, 3.0)));
        assert_eq!(corner("NO"), Some((3.0, 7.0)));
        assert_eq!(corner("HP"), Some((4.0, 12.0)));
        assert_eq!(corner("V"), Some((0.0, 0.0)));
        assert_eq!(corner("O"), Some((3.0, 2.0)));
        assert_eq!(corner("C"), Some((2.0, 4.0)));
        for none in ["", "A", "I", "PC", "SI", "SOO"] {
            assert_eq!(corner(none), None, "{none}");
        }
    }
}
