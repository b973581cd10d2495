//! Finding people by name, whatever is typed.

use register::command::{Act, GiveReference};
use register::fact::{Reference, System};
use store::NameQuery;

use crate::common::*;

async fn found(register: &Register, text: &str) -> Vec<String> {
    let query = NameQuery { text: text.into(), born: String::new() };
    let found = register.vault.by_name(&query, 1, 20).await.unwrap();
    let mut names: Vec<String> =
        found.into_iter().map(|summary| format!("{} {}", summary.given_name, summary.family_name)).collect();
    names.sort();
    names
}

async fn people() -> Register {
    let register = Register::new().await;
    let people = [
        ("Philipps-Test", "Katherine"),
        ("O'Brien-Test", "Séan"),
        ("Test-Åkesson", "Zoë"),
        ("Larkspur", "Magnus"),
        ("Sorrel", "Magnolia"),
    ];
    for (n, (family, given)) in (1..).zip(people) {
        register.give(n, 0, report(family, given)).await;
    }
    register
}

#[tokio::test]
async fn a_name_is_found_exactly_by_its_beginning_and_in_any_order() {
    let register = people().await;
    for text in ["Magnus Larkspur", "larkspur MAGNUS", "lark", "magnu larks", "  Larkspur,  Magnus. "] {
        assert_eq!(found(&register, text).await, ["Magnus Larkspur"], "{text}");
    }
    assert_eq!(found(&register, "magn").await.len(), 2);
}

#[tokio::test]
async fn a_name_is_found_misspelt_by_sound_and_with_letters_transposed() {
    let register = people().await;
    for text in ["Filipps", "Katharine", "Kathryn", "Katherine Filips"] {
        assert_eq!(found(&register, text).await, ["Katherine Philipps-Test"], "{text}");
    }
    for text in ["Lakrspur", "Larkpsur", "Mangus Larkspur"] {
        assert_eq!(found(&register, text).await, ["Magnus Larkspur"], "{text}");
    }
}

#[tokio::test]
async fn accents_and_apostrophes_may_be_left_out_put_in_or_typed_another_way() {
    let register = people().await;
    for text in ["Zoe", "Zoë", "ZOE\u{308}", "akesson", "Åkesson", "A\u{30a}kesson", "Kaesson"] {
        assert_eq!(found(&register, text).await, ["Zoë Test-Åkesson"], "{text}");
    }
    for text in ["O'Brien", "O’Brien", "obrien", "Sean", "sean o'brien"] {
        assert_eq!(found(&register, text).await, ["Séan O'Brien-Test"], "{text}");
    }
}

#[tokio::test]
async fn nothing_that_can_be_typed_is_an_error() {
    let register = people().await;
    let long = "Larkspur ".repeat(20_000);
    let word = "x".repeat(100_000);
    for text in [
        "",
        " ",
        "\"",
        "'",
        "''",
        "\"\"\"",
        "*",
        "a*",
        "NEAR",
        "NEAR(a b)",
        "AND",
        "OR NOT",
        "names:",
        "^a",
        "-a",
        "a\0b",
        "(",
        ")",
        "{a}",
        "+",
        "💚",
        "e\u{301}",
        "%_",
        "; DROP TABLE entry",
        "born : \"1",
        &long,
        &word,
        "李",
        "Ж",
        "ﬁ",
        "\u{feff}",
        "ß",
        "İ",
    ] {
        for born in ["", "1990-01-01", "\"\"\"\"\"\"\"\"\"\"", "1990-01-0\"", "0000000000"] {
            let query = NameQuery { text: text.into(), born: born.into() };
            let found = register.vault.by_name(&query, 5, 3).await;
            assert!(found.is_ok_and(|found| found.len() <= 6), "{text:.40} {born}");
        }
    }
    assert_eq!(found(&register, &long).await, ["Magnus Larkspur"]);
}

#[test]
fn no_text_is_an_error() {
    use proptest::test_runner::{Config, RngSeed, TestRunner};
    let config =
        Config { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..Config::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let register = runtime.block_on(people());
    TestRunner::new(config)
        .run(&(".{0,40}", ".{0,12}"), |(text, born)| {
            let query = NameQuery { text, born };
            let found = runtime.block_on(register.vault.by_name(&query, 5, 3));
            proptest::prop_assert!(found.is_ok());
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn other_systems_references_are_found_however_they_are_punctuated() {
    let register = Register::new().await;
    register.give(1, 0, report("Test-Larkspur", "Magnus")).await;
    register.give(2, 0, report("Test-Alder", "Jude")).await;
    let reference = |system, reference: &str| GiveReference {
        incident_id: incident(0),
        act: Act::default(),
        reference: Reference { system, reference: reference.into() },
    };
    register.give(1, 1, reference(System::DispatchLog, "NM-20261121-0666")).await;
    register.give(1, 2, reference(System::PncLeds, "26/82404M")).await;
    register.give(2, 1, reference(System::Rms, "4471/26")).await;
    for (typed, found) in [
        ("NM-20261121-0666", vec!["NM/26/000001"]),
        ("nm20261121", vec!["NM/26/000001"]),
        ("26/82404m", vec!["NM/26/000001"]),
        ("4471 26", vec!["NM/26/000002"]),
        ("NM/26/000002", vec!["NM/26/000002"]),
        ("9999", vec![]),
        ("26", vec![]),
        ("Larkspur", vec![]),
        ("\" OR names : larkspur 1", vec![]),
    ] {
        let hits = register.vault.by_reference(typed, 20).await.unwrap();
        let references: Vec<&str> = hits.iter().map(|summary| summary.reference.as_str()).collect();
        assert_eq!(references, found, "{typed}");
    }
    assert_eq!(register.found().await, [], "INV-2");
}
