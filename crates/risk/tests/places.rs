//! Where dusk is reckoned for: what is read of the words of a place, and what is not.

use proptest::prelude::*;
use register::Thresholds;
use risk::Place;
use rstest::rstest;

/// Within some 300 metres.
fn near(place: Place, latitude: f64, longitude: f64) -> bool {
    (place.latitude - latitude).abs() < 0.003 && (place.longitude - longitude).abs() < 0.005
}

#[rstest]
#[case("by the weir, SO 849 548, towards the bridge", "SO 849 548")]
#[case("SO849548", "SO849548")]
#[case("SO8495 5482.", "SO8495 5482")]
#[case("(SO 84955 54825)", "SO 84955 54825")]
#[case("at 52.1910, -2.2209", "52.1910, -2.2209")]
#[case("at 52.1910 -2.2209.", "52.1910 -2.2209")]
#[case("52.1910 -2.2209 Weir", "52.1910 -2.2209")]
#[case("52.191°N 2.2209°W", "52.191°N 2.2209°W")]
#[case("52.191 N, 2.2209 W, in the reeds", "52.191 N, 2.2209 W")]
#[case("Weir 52.191;−2.2209", "52.191;−2.2209")]
fn a_reference_or_degrees_in_the_words_of_a_place_are_read(#[case] words: &str, #[case] read: &str) {
    let (place, of) = Place::in_text(words).expect("a place");
    assert_eq!(of, read);
    assert!(near(place, 52.191, -2.2209), "{place:?}");
}

/// The Spire of Dublin stands at O 15904 34671, and at 53.3498 north and 6.2603 west.
#[test]
fn a_reference_of_the_irish_grid_has_one_letter() {
    let (place, read) = Place::in_text("the Spire, O 15904 34671").expect("a place");
    assert_eq!(read, "O 15904 34671");
    assert!(near(place, 53.3498, -6.2603), "{place:?}");
}

#[rstest]
#[case::nothing("")]
#[case::a_street("14 Test Street, Alderby")]
#[case::a_postcode("SO14 2AB")]
#[case::a_longer_postcode("NW10 4TS")]
#[case::a_road("A6540 near the M6, B5604 turn")]
#[case::an_officer("seen by PC 123456")]
#[case::a_telephone("M 07700 900123, T 077 009 00123")]
#[case::a_small_word("so 849 548")]
#[case::part_of_a_word("ALSO 849 548")]
#[case::no_land("ZZ 849 548")]
#[case::uneven("SO 8495 548")]
#[case::too_few("SO 84 54")]
#[case::too_many("SO 849555 548255")]
#[case::goes_on("SO 849 548B")]
#[case::another_country("48.8566, 2.3522")]
#[case::a_price("paid £52.19, 2.22 change")]
#[case::whole_degrees("52, -2")]
#[case::one_number("52.1910")]
#[case::a_version("52.19.1 2.20.3")]
#[case::run_together("52.192.22")]
#[case::run_together_after_a_sign("52.1910°2.2209")]
#[case::a_word_begins_at_once("52.1910, -2.2209m")]
#[case::three_figures("052.1910, -2.2209")]
#[case::no_whole_degrees("52.1910, -.2209")]
#[case::one_decimal("52.1, -2.2")]
#[case::nine_decimals("52.191000000, -2.220900000")]
fn what_is_no_place_is_not_read(#[case] words: &str) {
    assert_eq!(Place::in_text(words), None);
}

#[test]
fn without_one_dusk_is_that_of_the_force_and_shipped_that_is_the_middle_of_the_country() {
    let shipped = Thresholds::default();
    let (place, read) = Place::of_last_seen("14 Test Street", &shipped);
    assert_eq!(read, None);
    assert!((place.latitude - Place::UNITED_KINGDOM.latitude).abs() < 0.02, "{place:?}");
    assert!((place.longitude - Place::UNITED_KINGDOM.longitude).abs() < 0.02, "{place:?}");
    let (place, read) = Place::of_last_seen("SO 849 548", &shipped);
    assert!(read.is_some() && near(place, 52.191, -2.2209));
    let own = Thresholds { dusk_easting_kilometres: 385, dusk_northing_kilometres: 255, ..shipped.clone() };
    let (place, _) = Place::of_last_seen("", &own);
    assert!((place.latitude - 52.2).abs() < 0.1 && (place.longitude + 2.2).abs() < 0.1, "{place:?}");
    let nowhere = Thresholds { dusk_easting_kilometres: 1_000_000, ..shipped };
    assert_eq!(Place::of_last_seen("", &nowhere).0, Place::UNITED_KINGDOM);
    for (east, north, there) in [(799, 1_299, true), (800, 500, false), (400, 1_300, false)] {
        let at =
            Thresholds { dusk_easting_kilometres: east, dusk_northing_kilometres: north, ..nowhere.clone() };
        let (place, _) = Place::of_last_seen("", &at);
        assert_eq!(place != Place::UNITED_KINGDOM, there, "{east} {north}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_fault_and_what_is_read_stands_in_it(text in "\\PC{0,60}") {
        if let Some((place, read)) = Place::in_text(&text) {
            prop_assert!(text.contains(read) && !read.is_empty());
            prop_assert!((48.0..64.0).contains(&place.latitude) && (-13.0..5.0).contains(&place.longitude));
        }
    }

    #[test]
    fn what_nearly_is_a_reference_is_read_without_a_fault(text in "[A-Z0-9 .,°NSEW-]{0,30}") {
        if let Some((place, read)) = Place::in_text(&text) {
            prop_assert!(text.contains(read) && !read.is_empty());
            prop_assert!((48.0..64.0).contains(&place.latitude) && (-13.0..5.0).contains(&place.longitude));
        }
    }

    #[test]
    fn degrees_are_read_as_they_are_written(
        latitude in 49.0..61.5_f64,
        longitude in -11.0..2.5_f64,
        around in "[a-z ]{0,8}",
    ) {
        let (read, _) = Place::in_text(&format!("{around} {latitude:.5}, {longitude:.5} {around}")).expect("a place");
        prop_assert!((read.latitude - latitude).abs() < 1e-5 && (read.longitude - longitude).abs() < 1e-5);
    }

    #[test]
    fn a_reference_means_the_same_however_it_is_spaced_and_the_finer_lies_within_the_coarser(
        east in 0..100_000_u32,
        north in 0..100_000_u32,
    ) {
        let read = |text: String| Place::in_text(&text).expect("a place").0;
        let spaced = read(format!("SK {east:05} {north:05}"));
        prop_assert_eq!(spaced, read(format!("SK{east:05}{north:05}")));
        prop_assert_eq!(spaced, read(format!("SK{east:05} {north:05}")));
        let coarser = read(format!("SK {:03} {:03}", east / 100, north / 100));
        prop_assert!((spaced.latitude - coarser.latitude).abs() < 0.001);
        prop_assert!((spaced.longitude - coarser.longitude).abs() < 0.001);
        prop_assert!((52.5..54.5).contains(&spaced.latitude) && (-2.2..0.1).contains(&spaced.longitude));
    }
}
