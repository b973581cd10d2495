//! Bytes in whatever encoding, read as UTF-8 a piece at a time.

use std::io::{ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Encoding, FileProblem};

const PIECE: usize = 16 * 1024;

pub(super) struct Decoded<R> {
    file: R,
    decoder: Decoder,
    /// Bytes as read, of which those up to `raw_end` from `raw_at` wait to be decoded.
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    /// UTF-8, of which what lies from `at` to `end` has not been consumed.
    text: Vec<u8>,
    at: usize,
    end: usize,
    file_ended: bool,
    finished: bool,
    /// A fault met after some text: told once that has been consumed.
    bad: bool,
}

impl<R: Read> Decoded<R> {
    pub fn new(file: R, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        }
        .new_decoder_with_bom_removal();
        Self {
            file,
            decoder,
            raw: vec![0; PIECE],
            raw_at: 0,
            raw_end: 0,
            text: vec![0; PIECE],
            at: 0,
            end: 0,
            file_ended: false,
            finished: false,
            bad: false,
        }
    }

    pub fn room(&self) -> usize {
        self.raw.capacity() + self.text.capacity()
    }

    /// What has been decoded and not consumed; empty only at the end. `row` is named in a fault.
    pub fn chunk(&mut self, row: u64) -> Result<&[u8], FileProblem> {
        while self.at == self.end {
            if self.bad {
                return Err(FileProblem::BadText { row });
            }
            if self.finished {
                return Ok(&[]);
            }
            self.fill()?;
        }
        Ok(self.text.get(self.at..self.end).unwrap_or_default())
    }

    pub fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.end);
    }

    fn fill(&mut self) -> Result<(), FileProblem> {
        if self.raw_at == self.raw_end && !self.file_ended {
            self.raw_at = 0;
            self.raw_end = read_some(&mut self.file, &mut self.raw)?;
            self.file_ended = self.raw_end == 0;
        }
        let raw = self.raw.get(self.raw_at..self.raw_end).unwrap_or_default();
        let (result, read, wrote) =
            self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.file_ended);
        self.raw_at += read;
        self.at = 0;
        self.end = wrote;
        match result {
            DecoderResult::InputEmpty => self.finished = self.file_ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => self.bad = true,
        }
        Ok(())
    }
}

/// How many bytes were read; zero only at the end.
pub(super) fn read_some(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize, FileProblem> {
    loop {
        match file.read(buffer) {
            Ok(read) => return Ok(read.min(buffer.len())),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(FileProblem::Read(error)),
        }
    }
}
