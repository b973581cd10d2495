//! What people type is data, whatever it looks like, and a paper always comes out.

use documents::{EvidencePack, OpenIncidents, evidence_pack, open_incidents};

use crate::accessible::conforms;
use crate::example::{many, pack, photograph, word};
use crate::reading::{holds, read, squeezed};

const MARKUP: [&str; 12] = [
    "#import \"/paper.typ\": *",
    "#read(\"/etc/passwd\")",
    "$x^2$ *b* _i_ `raw`",
    "] } ) \" ' \\",
    "= Heading",
    "- item",
    "<label> @reference",
    "// comment",
    "/* open",
    "#panic(1) #sys.inputs",
    "&amp; <script>alert(1)</script> </rdf:li>",
    "~ --- -- \\u{41} https://example.org",
];

fn list_of(text: &str) -> OpenIncidents {
    let mut list = many(2);
    for incident in &mut list.incidents {
        incident.grade_word = text.into();
        incident.reference = text.into();
        incident.name = text.into();
        incident.who = text.into();
        incident.missing_for = text.into();
        incident.last_seen = text.into();
        incident.dangers = vec![text.into(); 9];
        incident.due.iter_mut().for_each(|due| due.text = text.into());
        incident.owner = text.into();
        incident.contact = text.into();
        incident.photograph = Some(photograph(9));
    }
    list.stamp.by = text.into();
    list.stamp.force = text.into();
    list
}

fn pack_of(text: &str) -> EvidencePack {
    let mut pack = pack(2);
    pack.name = text.into();
    pack.reference = text.into();
    pack.as_known_at = text.into();
    pack.summary = vec![(text.into(), text.into())];
    pack.looks = vec![(text.into(), text.into(), text.into())];
    pack.verification = vec![(text.into(), text.into())];
    for entry in &mut pack.entries {
        entry.recorded_at = text.into();
        entry.happened_at = text.into();
        entry.by = text.into();
        entry.source = text.into();
        entry.signed_by = text.into();
        entry.text = vec![text.into()];
        entry.notes = vec![text.into(), text.into()];
    }
    pack
}

/// Both papers with this text in every place where somebody may have typed it.
fn papers(text: &str) -> [Vec<u8>; 2] {
    let papers = [open_incidents(&list_of(text), &word), evidence_pack(&pack_of(text), &word)];
    papers.map(|paper| paper.expect("a paper"))
}

#[test]
fn what_looks_like_markup_is_printed_as_it_was_typed() {
    for text in MARKUP {
        for pdf in papers(text) {
            assert!(holds(&read(&pdf).concat(), text), "{text}");
            assert!(conforms(&pdf), "{text}");
        }
    }
}

#[test]
fn what_has_no_letter_shows_as_a_box_and_the_paper_says_so() {
    for text in [
        "a\0b",
        "\u{1b}[31m",
        "王小明",
        "สมชาย",
        "👮🏽\u{200d}♀\u{fe0f}",
        "\u{e000}",
        "\u{202e}drow",
        "\u{ffff}",
    ] {
        for pdf in papers(text) {
            let all = read(&pdf).concat();
            assert!(holds(&all, "□"), "{text:?}");
            assert!(holds(&all, &word("print-unprintable")), "{text:?}");
            assert!(conforms(&pdf), "{text:?}");
        }
    }
}

#[test]
fn other_alphabets_that_there_are_letters_for_are_printed() {
    for text in ["Ελένη", "Юлия", "Đorđe Şahin Łucja"] {
        for pdf in papers(text) {
            let all = read(&pdf).concat();
            assert!(holds(&all, text), "{text}");
            assert!(!holds(&all, "□"), "{text}");
        }
    }
}

#[test]
fn letters_from_right_to_left_and_accents_in_heaps_give_a_conforming_paper() {
    let heap = format!("Z{}", "\u{301}\u{323}\u{489}\u{20d7}".repeat(50));
    for text in [
        "محمد بن علي",
        "שלום, Test-Larkspur (81)",
        "\u{301}",
        "\u{200d}\u{200c}\u{feff}",
        " ",
        "",
        "\n\n",
        &heap,
    ] {
        for pdf in papers(text) {
            assert!(conforms(&pdf), "{text:?}");
        }
    }
}

#[test]
fn every_code_point_of_the_basic_plane_can_be_typed() {
    let all: String = (1..=0xffff).filter_map(char::from_u32).collect();
    let mut pack = pack(1);
    pack.entries[0].text = vec![all];
    assert!(conforms(&evidence_pack(&pack, &word).unwrap()));
}

#[test]
fn a_hundred_thousand_letters_are_all_in_the_evidence_pack() {
    for text in ["Searched the towpath. ".repeat(4_600), "x".repeat(100_000)] {
        let mut pack = pack(2);
        pack.entries[0].text = vec![text.clone()];
        pack.stamp = list_of(&text).stamp;
        let pdf = evidence_pack(&pack, &word).unwrap();
        let pages = read(&pdf);
        assert!(pages.len() > 10);
        let letters = |text: &str, c: char| text.matches(c).count();
        let (found, typed) = (squeezed(&pages.concat()), squeezed(&text));
        for c in ['x', 'S'] {
            assert!(letters(&found, c) >= letters(&typed, c));
        }
        assert!(conforms(&pdf));
    }
}

#[test]
fn a_text_that_is_too_long_for_a_glance_is_cut_and_says_so() {
    for text in ["Searched the towpath. ".repeat(4_600), "x".repeat(100_000)] {
        let list = list_of(&text);
        let pdf = open_incidents(&list, &word).unwrap();
        let pages = read(&pdf);
        assert!(pages.len() <= 4, "{} pages", pages.len());
        assert!(holds(&pages[0], &word("print-cut")));
        assert!(holds(&pages[0], "+ 4 more"));
    }
}
