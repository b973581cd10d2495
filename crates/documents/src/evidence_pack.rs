//! The log of one incident, for an inquest or a review: what was known at a time, by whom, and how to prove it.

use serde_json::{Value, json};

use crate::legible::glance;
use crate::photograph::Photograph;
use crate::press::{EVIDENCE_PACK, MARGIN, Paper};
use crate::{DocumentError, Stamp, Word};

/// One entry of the log, in words.
#[derive(Clone)]
pub struct EvidenceEntry {
    pub number: u64,
    pub recorded_at: String,
    pub happened_at: String,
    pub by: String,
    pub source: String,
    /// One sentence a fact.
    pub text: Vec<String>,
    /// "from paper", "late by 3 h", "imported from row 17 of …".
    pub notes: Vec<String>,
    pub entry_id: String,
    /// BLAKE3 of the header, 64 hexadecimal digits.
    pub hash: String,
    pub signed_by: String,
    pub verified: bool,
    pub readable: bool,
}

/// The log of one incident as known at a time.
#[derive(Clone)]
pub struct EvidencePack {
    pub stamp: Stamp,
    pub reference: String,
    pub name: String,
    pub as_known_at: String,
    /// Label and value: status, grade and by whom, person …
    pub summary: Vec<(String, String)>,
    /// JPEG without metadata.
    pub photograph: Option<Vec<u8>>,
    pub entries: Vec<EvidenceEntry>,
    /// Who looked, when, why.
    pub looks: Vec<(String, String, String)>,
    /// What was checked, and the result.
    pub verification: Vec<(String, String)>,
    pub log_hash: String,
    /// No entry up to that time is missing, altered or unreadable.
    pub whole: bool,
}

/// An entry of fewer letters than this is kept together on a page.
const TOGETHER: usize = 1_500;

/// The log of one incident as known at a time, in order, in words, with hashes, and a last page that says how to
/// verify it. Nothing of it is cut short.
///
/// # Errors
/// [`DocumentError`] when the pages cannot be set or written.
pub fn evidence_pack(pack: &EvidencePack, word: Word) -> Result<Vec<u8>, DocumentError> {
    Paper {
        template: EVIDENCE_PACK,
        // Readers and files show the title of a document, so it names the incident and not the person.
        title: format!("{} {} – {}", word("print-evidence-pack"), pack.reference, pack.as_known_at),
        stamp: &pack.stamp,
        data: json!({
            "reference": pack.reference,
            // For the margin of every page.
            "subject": glance(&pack.reference, MARGIN, &word("print-cut")),
            "name": pack.name,
            "as_known_at": pack.as_known_at,
            "summary": pack.summary,
            "entries": pack.entries.iter().map(entry).collect::<Vec<_>>(),
            "count": pack.entries.len().to_string(),
            "looks": pack.looks,
            "verification": pack.verification,
            "log_hash": pack.log_hash,
            "whole": pack.whole,
        }),
        photographs: vec![Photograph::of(pack.photograph.as_ref())],
    }
    .print(word)
}

fn entry(entry: &EvidenceEntry) -> Value {
    let letters: usize = entry.text.iter().chain(&entry.notes).map(String::len).sum();
    json!({
        "number": entry.number.to_string(),
        "recorded_at": entry.recorded_at,
        "happened_at": entry.happened_at,
        "by": entry.by,
        "source": entry.source,
        "text": entry.text,
        "notes": entry.notes,
        "entry_id": entry.entry_id,
        "hash": entry.hash,
        "signed_by": entry.signed_by,
        "verified": entry.verified,
        "readable": entry.readable,
        "together": letters < TOGETHER,
    })
}
