//! The labels stand in the catalogue, each of them once, and each is asked for.

use documents::WORDS;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

const CATALOGUE: &str = include_str!("../../../../locales/en-GB/print.ftl");
const SOURCES: [&str; 7] = [
    include_str!("../../templates/paper.typ"),
    include_str!("../../templates/open-incidents.typ"),
    include_str!("../../templates/evidence-pack.typ"),
    include_str!("../../templates/figures.typ"),
    include_str!("../../src/open_incidents.rs"),
    include_str!("../../src/evidence_pack.rs"),
    include_str!("../../src/figures.rs"),
];

#[test]
fn the_catalogue_has_the_labels_that_papers_ask_for_and_no_others() {
    let mut known: Vec<&str> = CATALOGUE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" = ").expect("one line a label").0)
        .collect();
    let mut asked: Vec<String> = WORDS.iter().map(|key| format!("print-{key}")).collect();
    known.sort_unstable();
    asked.sort_unstable();
    assert_eq!(known, asked);
}

#[test]
fn every_label_is_used() {
    for key in WORDS {
        let forms = [format!("words.{key}"), format!("\"{key}\""), format!("\"print-{key}\"")];
        assert!(SOURCES.iter().any(|source| forms.iter().any(|form| source.contains(form))), "{key}");
    }
}

#[test]
fn no_english_stands_in_a_template() {
    fn look(node: &SyntaxNode) {
        if node.kind() == SyntaxKind::Text {
            assert!(!node.leaf_text().contains(char::is_alphabetic), "{}", node.leaf_text());
        }
        node.children().for_each(look);
    }
    SOURCES[..4].iter().for_each(|template| look(&parse(template)));
}
