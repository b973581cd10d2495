//! What a file is, found in one pass over all of it.

use std::io::Read;

use register::Hash;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::decode::{Decoded, read_some};
use super::{FileProblem, LooksLike};

/// How a file's bytes stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// What one pass over a file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// BLAKE3 of the whole file.
    pub hash: Hash,
    pub bytes: u64,
    pub encoding: Encoding,
    /// `,`, `;` or a tab.
    pub delimiter: u8,
}

/// How much of the beginning is looked at for what the file is, in bytes.
const HEAD: usize = 64 * 1024;
/// How many records the delimiter is judged by.
const RECORDS: usize = 20;

const NOT_CSV: &[(&[u8], LooksLike)] = &[
    (b"PK\x03\x04", LooksLike::Workbook),
    (b"PK\x05\x06", LooksLike::Workbook),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", LooksLike::OldWorkbook),
    (b"%PDF-", LooksLike::Pdf),
    (b"\xFF\xD8\xFF", LooksLike::Picture),
    (b"\x89PNG\r\n", LooksLike::Picture),
    (b"GIF87a", LooksLike::Picture),
    (b"GIF89a", LooksLike::Picture),
    (b"\x1F\x8B", LooksLike::Archive),
    (b"7z\xBC\xAF\x27\x1C", LooksLike::Archive),
    (b"Rar!\x1A\x07", LooksLike::Archive),
    (b"SQLite format 3\0", LooksLike::Database),
    (b"{\\rtf", LooksLike::Document),
    (b"<?xml", LooksLike::Document),
    (b"<!DOCTYPE", LooksLike::Document),
    (b"<!doctype", LooksLike::Document),
    (b"<html", LooksLike::Document),
    (b"<HTML", LooksLike::Document),
];

/// One pass over the whole file in constant memory: its hash, its encoding (by its byte order mark; by
/// where its zero bytes stand; UTF-8 where all of it is; else Windows-1252), and its delimiter.
///
/// # Errors
/// [`FileProblem::Read`], [`FileProblem::NotCsv`], [`FileProblem::Empty`].
pub fn survey(mut file: impl Read) -> Result<Survey, FileProblem> {
    let mut hasher = blake3::Hasher::new();
    let mut utf8 = Utf8::default();
    let mut head = Vec::with_capacity(HEAD);
    let mut buffer = vec![0; HEAD];
    let (mut bytes, mut anything) = (0_u64, false);
    loop {
        let read = read_some(&mut file, &mut buffer)?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        hasher.update(piece);
        utf8.check(piece);
        bytes += piece.len() as u64;
        let wanted = HEAD - head.len();
        head.extend(piece.iter().take(wanted));
        anything |= piece.iter().any(|byte| !b" \t\r\n\0\xEF\xBB\xBF\xFE\xFF".contains(byte));
    }
    if !anything {
        return Err(FileProblem::Empty);
    }
    let encoding = encoding(&head, utf8.valid())?;
    let hash = Hash(*hasher.finalize().as_bytes());
    Ok(Survey { hash, bytes, encoding, delimiter: delimiter(&head, encoding) })
}

fn encoding(head: &[u8], utf8: bool) -> Result<Encoding, FileProblem> {
    match head {
        // A mark says that text follows, whatever it is.
        [0xEF, 0xBB, 0xBF, ..] => return Ok(Encoding::Utf8),
        [0xFF, 0xFE, ..] => return Ok(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Ok(Encoding::Utf16Be),
        _ => {}
    }
    let text = head.trim_ascii_start();
    if let Some(&(_, looks_like)) =
        NOT_CSV.iter().find(|(magic, _)| head.starts_with(magic) || text.starts_with(magic))
    {
        return Err(FileProblem::NotCsv { looks_like });
    }
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    // Western text in UTF-16 has a zero in nearly every pair, always on the same side.
    if pairs > 0 && odd * 2 > pairs && even * 20 <= pairs {
        return Ok(Encoding::Utf16Le);
    }
    if pairs > 0 && even * 2 > pairs && odd * 20 <= pairs {
        return Ok(Encoding::Utf16Be);
    }
    let control = |&&byte: &&u8| (byte < 0x20 && !b"\t\r\n".contains(&byte)) || byte == 0x7F;
    if head.iter().filter(control).count() * 10 > head.len() * 3 {
        return Err(FileProblem::NotCsv { looks_like: LooksLike::Binary });
    }
    Ok(if utf8 { Encoding::Utf8 } else { Encoding::Windows1252 })
}

/// The candidate that divides the first records most, and most alike.
fn delimiter(head: &[u8], encoding: Encoding) -> u8 {
    let mut input = Decoded::new(head, encoding);
    let mut text = Vec::new();
    // A fault after the first records is told when they are read.
    while let Ok(chunk) = input.chunk(1) {
        if chunk.is_empty() {
            break;
        }
        let read = chunk.len();
        text.extend_from_slice(chunk);
        input.consume(read);
    }
    if let [b's', b'e', b'p', b'=', told @ (b',' | b';' | b'\t'), ..] = text.as_slice() {
        return *told;
    }
    let score = |candidate: u8| {
        let counts = counts(&text, candidate);
        let first = counts.first().copied().unwrap_or(0);
        first * counts.iter().filter(|&&count| count == first).count()
    };
    // Of two that do equally well the earlier; of none, the comma.
    [b';', b'\t'].into_iter().fold(b',', |best, next| if score(next) > score(best) { next } else { best })
}

/// How often the delimiter stands outside quotes, in each of the first records.
fn counts(text: &[u8], delimiter: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut count, mut quoted, mut start, mut any) = (0, false, true, false);
    for &byte in text {
        let starts = std::mem::replace(&mut start, false);
        match byte {
            b'"' if starts || quoted => quoted = !quoted,
            _ if quoted => {}
            b'\r' | b'\n' => {
                if any {
                    counts.push(count);
                }
                (count, start, any) = (0, true, false);
                if counts.len() == RECORDS {
                    return counts;
                }
                continue;
            }
            _ if byte == delimiter => {
                count += 1;
                start = true;
            }
            // A doubled quote: the first closed, the second opens again.
            _ => {}
        }
        if byte == b'"' && !starts && !quoted {
            start = true;
        }
        any = true;
    }
    if any {
        counts.push(count);
    }
    counts
}

/// Whether bytes seen a piece at a time are UTF-8.
#[derive(Default)]
struct Utf8 {
    /// A character of which only the beginning has been seen.
    begun: Vec<u8>,
    invalid: bool,
}

impl Utf8 {
    fn check(&mut self, mut piece: &[u8]) {
        while !self.begun.is_empty() && !self.invalid {
            let Some((&next, rest)) = piece.split_first() else { return };
            piece = rest;
            self.begun.push(next);
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) => self.invalid = error.error_len().is_some(),
            }
        }
        if self.invalid {
            return;
        }
        if let Err(error) = std::str::from_utf8(piece) {
            self.invalid = error.error_len().is_some();
            if !self.invalid {
                self.begun = piece.get(error.valid_up_to()..).unwrap_or_default().to_vec();
            }
        }
    }

    fn valid(&self) -> bool {
        !self.invalid && self.begun.is_empty()
    }
}
