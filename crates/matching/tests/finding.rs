//! Who is found, in which order, and why.

#![allow(clippy::unwrap_used)]

use matching::{Keys, LooksQuery, NameQuery};
use register::IncidentId;
use register::fact::Category;
use register::force::ForceCode;
use register::national::{Extract, Field, How, Looks, Range};

fn person() -> Extract {
    Extract {
        incident_id: IncidentId(uuid::Uuid::from_u128(1)),
        reference: "NM/26/000001".into(),
        force: ForceCode::parse("NM").unwrap(),
        family_name: "Philipps-Test".into(),
        given_name: "Séan".into(),
        other_names: vec!["O'Brien".into()],
        age: Some(Range { from: 16, to: 16 }),
        sex: "female".into(),
        height: Some(Range { from: 160, to: 165 }),
        build: "slim".into(),
        hair: "long blonde hair".into(),
        clothing: "blue jacket, white trainers".into(),
        appearance: "IC4".into(),
        outward: "NM1".into(),
        place: "Northmoor".into(),
        seen_from: Some(1_000),
        seen_to: Some(2_000),
        grade: None,
        dangers: Vec::new(),
        danger: String::new(),
        thumbnail: None,
        category: Category::Missing,
        since: 1_000,
        unread: false,
    }
}

fn name(text: &str) -> Option<u32> {
    NameQuery::of(text)?.score(&person()).map(|(score, _)| score)
}

fn looks(change: impl FnOnce(&mut Looks)) -> Option<(u32, Vec<(Field, How)>)> {
    let mut looks = Looks::default();
    change(&mut looks);
    let (score, reasons) = LooksQuery::of(&looks)?.score(&person())?;
    Some((score, reasons.into_iter().map(|reason| (reason.field, reason.how)).collect()))
}

#[test]
fn the_nearer_a_name_is_the_higher_it_scores() {
    let scores = ["philipps", "Philpips", "Filipps", "Phili", "Filip"].map(|text| name(text).unwrap());
    assert_eq!(scores[0], 1_000);
    assert!(scores.is_sorted_by(|one, other| one > other), "{scores:?}");
    assert_eq!(name("sean obrien PHILIPPS"), Some(1_000), "accents, apostrophes and order are nothing");
}

#[test]
fn every_word_of_a_name_must_be_met() {
    assert_eq!(name("philipps larkspur"), None);
    assert_eq!(NameQuery::of(" '- "), None);
}

#[test]
fn what_is_the_same_stands_before_what_is_not_known_and_that_before_what_differs() {
    let of = |person: &Extract| {
        let asked = Looks { clothing: "red coat".into(), place: "NM1 2AB".into(), ..Looks::default() };
        LooksQuery::of(&asked).unwrap().score(person).unwrap().0
    };
    let same = of(&Extract { clothing: "red coat".into(), ..person() });
    let unknown = of(&Extract { clothing: String::new(), ..person() });
    let differs = of(&person());
    assert!(same > unknown && unknown > differs, "{same} {unknown} {differs}");
}

#[test]
fn an_age_judged_a_little_wrong_is_near_and_another_one_is_somebody_else() {
    let aged = |from, to| {
        looks(|looks| {
            looks.age = Some(Range { from, to });
            looks.hair = "blond".into();
        })
    };
    let how = |found: Option<(u32, Vec<(Field, How)>)>| found.map(|(_, reasons)| reasons[0].1);
    assert_eq!(how(aged(15, 18)), Some(How::Same));
    assert_eq!(how(aged(18, 20)), Some(How::Near));
    assert_eq!(how(aged(24, 30)), Some(How::Differs));
    assert_eq!(aged(40, 50), None);
}

#[test]
fn the_other_sex_is_somebody_else_and_sex_alone_finds_nobody() {
    let sought = |sex: &str| {
        looks(|looks| {
            looks.sex = sex.into();
            looks.hair = "blonde".into();
        })
    };
    assert_eq!(sought("male"), None);
    assert_eq!(sought("female").unwrap().0, 1_000);
    assert_eq!(looks(|looks| looks.sex = "female".into()), None);
}

#[test]
fn a_place_is_met_by_its_postcode_district_or_by_words_and_a_time_within_a_day() {
    assert_eq!(
        looks(|looks| looks.place = "12 Test-Road, nm1 9zz".into()).unwrap().1,
        [(Field::Place, How::Same)]
    );
    assert_eq!(looks(|looks| looks.place = "NM1".into()).unwrap().1, [(Field::Place, How::Same)]);
    let partly = looks(|looks| looks.place = "Northmoor market".into()).unwrap();
    assert_eq!(partly, (500, vec![(Field::Place, How::Partly)]));
    assert_eq!(looks(|looks| looks.place = "Southfold".into()), None);
    let seen = |from: i64, to: i64| looks(|looks| (looks.seen_from, looks.seen_to) = (Some(from), Some(to)));
    assert_eq!(seen(1_500, 9_000).unwrap().1, [(Field::Seen, How::Same)]);
    assert_eq!(seen(90_000, 99_000).unwrap().1, [(Field::Seen, How::Near)]);
    assert_eq!(seen(i64::MAX - 1, i64::MAX), None);
    assert!(looks(|looks| looks.seen_to = Some(i64::MIN)).is_none());
}

#[test]
fn appearance_is_no_key_and_changes_no_score() {
    let other = Extract { appearance: "IC1".into(), ..person() };
    assert_eq!(Keys::of(&other), Keys::of(&person()), "INV-10");
    assert_eq!(name("IC4"), None);
    assert_eq!(looks(|looks| looks.clothing = "IC4".into()), None);
    let asked = Looks { hair: "blonde".into(), clothing: "jacket".into(), ..Looks::default() };
    let query = LooksQuery::of(&asked).unwrap();
    assert_eq!(query.score(&other), query.score(&person()));
}

#[test]
fn whatever_is_typed_is_answered() {
    use proptest::test_runner::{Config, RngSeed, TestRunner};
    let config =
        Config { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..Config::default() };
    TestRunner::new(config)
        .run(&(".{0,60}", ".{0,60}"), |(one, other)| {
            if let Some(query) = NameQuery::of(&one) {
                let _ = query.score(&person());
            }
            let asked = Looks { hair: one, place: other, ..Looks::default() };
            if let Some(query) = LooksQuery::of(&asked) {
                let score = query.score(&person()).map_or(0, |(score, _)| score);
                proptest::prop_assert!(score <= 1_000);
            }
            Ok(())
        })
        .unwrap();
}
