//! What a screen reader needs is there.

use documents::{evidence_pack, figures, open_incidents};

use crate::example::{pack, page, sixteen, word};

fn has(pdf: &[u8], part: &str) -> bool {
    pdf.windows(part.len()).any(|bytes| bytes == part.as_bytes())
}

fn count(pdf: &[u8], part: &str) -> usize {
    pdf.windows(part.len()).filter(|bytes| *bytes == part.as_bytes()).count()
}

/// Header cells, each of which is tagged once however often it is printed.
fn headers(pdf: &[u8]) -> usize {
    count(pdf, "/S/TH") - count(pdf, "/S/THead")
}

/// Written as PDF/UA-1, which Typst grants only to a tagged document with title, language, headings in their order,
/// alternative texts, and a letter for every glyph.
pub fn conforms(pdf: &[u8]) -> bool {
    [
        "<pdfuaid:part>1</pdfuaid:part>",
        "/MarkInfo",
        "/Marked true",
        "/StructTreeRoot",
        "/Lang(en-GB)",
        "/DisplayDocTitle true",
    ]
    .iter()
    .all(|part| has(pdf, part))
}

#[test]
fn every_paper_is_pdf_ua_1() {
    assert!(conforms(&open_incidents(&sixteen(false), &word).unwrap()));
    assert!(conforms(&open_incidents(&sixteen(true), &word).unwrap()));
    assert!(conforms(&evidence_pack(&pack(20), &word).unwrap()));
    assert!(conforms(&figures(&page(40), &word).unwrap()));
}

#[test]
fn the_title_says_what_it_is_and_the_evidence_pack_keeps_the_name_out_of_it() {
    let list = open_incidents(&sixteen(false), &word).unwrap();
    assert!(has(&list, "Open incidents – Northmoor Police – Thu 12 March 2026, 03:02</rdf:li>"));
    let pack = evidence_pack(&pack(3), &word).unwrap();
    assert!(has(&pack, "Evidence pack NM-2026-00312 – Thu 12 March 2026, 02:13</rdf:li>"));
    assert!(!has(&pack, "Larkspur, Magnus – "));
}

#[test]
fn headings_tables_and_photographs_are_tagged() {
    let list = open_incidents(&sixteen(false), &word).unwrap();
    assert!(has(&list, "/S/H1") && has(&list, "/S/H2"));
    assert_eq!(headers(&list), 7 + 6);
    assert_eq!(count(&list, "/S/Figure"), 12);
    assert!(has(&list, "Photograph of Test-Larkspur, Magnus"));
    let pack = evidence_pack(&pack(20), &word).unwrap();
    assert_eq!(count(&pack, "/S/H3"), 20);
    assert_eq!(headers(&pack), 2 + 3 + 2);
}

#[test]
fn nothing_says_when_or_on_what_machine_it_was_made() {
    let pdf = open_incidents(&sixteen(false), &word).unwrap();
    for part in ["CreationDate", "ModDate", "xmp:CreateDate", "xmp:ModifyDate"] {
        assert!(!has(&pdf, part), "{part}");
    }
}
