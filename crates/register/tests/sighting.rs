//! A sighting can be told to another force only with all that they need to go there.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use register::decide::sighting;
use register::telling::{LINE, Sighting, Sure, TEXT, Whereabouts};
use register::*;
use rstest::rstest;

fn seen() -> Sighting {
    Sighting {
        place: "Alderby station, platform 2".into(),
        seen: When::At { at: at(-5) },
        what: "alone, in a green coat".into(),
        sure: Some(Sure::Likely),
        whereabouts: Whereabouts::Left,
        gone: "towards the river".into(),
        contact: "07700 900123".into(),
    }
}

fn wrong(said: &Sighting) -> Vec<String> {
    let thresholds = Thresholds::default();
    let refused = sighting(said, &importing(at(0), &thresholds));
    refused.err().into_iter().flat_map(|refusal| refusal.fields).map(|field| field.field).collect()
}

#[test]
fn what_is_missing_is_named_all_at_once_and_where_they_went_may_be_left_out() {
    assert_eq!(wrong(&seen()), [""; 0]);
    assert_eq!(wrong(&Sighting { gone: String::new(), ..seen() }), [""; 0]);
    let blank = || " \n".to_owned();
    let nothing = Sighting {
        place: blank(),
        what: blank(),
        contact: blank(),
        seen: When::NotKnown,
        sure: None,
        ..seen()
    };
    let all = ["sighting.place", "sighting.what", "sighting.contact", "sighting.seen", "sighting.sure"];
    assert_eq!(wrong(&nothing), all);
}

#[test]
fn nobody_was_seen_in_the_future() {
    assert_eq!(wrong(&Sighting { seen: When::At { at: at(60) }, ..seen() }), ["sighting.seen"]);
}

#[rstest]
#[case::place(LINE, |text| Sighting { place: text, ..seen() }, "sighting.place")]
#[case::what(TEXT, |text| Sighting { what: text, ..seen() }, "sighting.what")]
#[case::gone(TEXT, |text| Sighting { gone: text, ..seen() }, "sighting.gone")]
#[case::contact(LINE, |text| Sighting { contact: text, ..seen() }, "sighting.contact")]
fn as_much_is_told_as_another_force_can_keep_and_no_more(
    #[case] most: usize,
    #[case] with: fn(String) -> Sighting,
    #[case] field: &str,
) {
    // Characters, not bytes, and blanks around them are none.
    let text = |many| format!(" {} ", "\u{e9}".repeat(many));
    assert_eq!(wrong(&with(text(most))), [""; 0]);
    assert_eq!(wrong(&with(text(most + 1))), [field]);
}
