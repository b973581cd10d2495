//! A walk over a file's own structure, before any decoder sees it.
//!
//! Purpose: learn the size, that there is one frame and that the file is whole; note which metadata it carries; and
//! copy out only what is needed to decode the pixels. It must not decode: the cost is one pass over the bytes, and the
//! copy is never larger than the file.

mod bmp;
mod gif;
mod jpeg;
mod png;
mod webp;

use std::collections::BTreeSet;

use crate::{Format, Limits, MediaError};

pub(crate) use jpeg::{Component, Frame, Segment, Segments};

/// What a walk found.
pub(crate) struct Survey {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The same picture without anything that is not pixels.
    pub(crate) essential: Vec<u8>,
    /// Bytes that the decoder holds beside what it returns, at most.
    pub(crate) decoder_bytes: u64,
    /// Bytes of a decoded pixel, at most.
    pub(crate) pixel_bytes: u64,
    /// Kinds of metadata seen; see [`crate::kind`].
    pub(crate) kinds: BTreeSet<&'static str>,
    /// EXIF blocks, each beginning at its TIFF header.
    pub(crate) exif: Vec<Vec<u8>>,
    /// XMP that names a GPS position.
    pub(crate) located_by_xmp: bool,
}

impl Survey {
    fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            essential: Vec::new(),
            decoder_bytes: 0,
            pixel_bytes: 4,
            kinds: BTreeSet::new(),
            exif: Vec::new(),
            located_by_xmp: false,
        }
    }

    /// An upper estimate of the bytes held at once from here on, without the offered file itself: decoding, then
    /// flattening to eight-bit RGB, then scaling.
    pub(crate) fn peak_bytes(&self) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        // The decoder of JPEG keeps a second copy of its input.
        let input = 2 * self.essential.len() as u64;
        let decoding = input + self.decoder_bytes + pixels * self.pixel_bytes;
        let flattening = match self.pixel_bytes {
            3 => pixels * 3,
            other => pixels * (other + 3),
        };
        let scaling = pixels * 3 + crate::pixels::SCALING_BYTES;
        decoding.max(flattening).max(scaling)
    }

    fn note(&mut self, kind: &'static str) {
        self.kinds.insert(kind);
    }

    fn note_exif(&mut self, tiff: &[u8]) {
        self.note(crate::kind::EXIF);
        self.exif.push(tiff.strip_prefix(b"Exif\0\0").unwrap_or(tiff).to_vec());
    }

    fn note_xmp(&mut self, packet: &[u8]) {
        self.note(crate::kind::XMP);
        let names = |word: &[u8]| packet.windows(word.len()).any(|w| w == word);
        if names(b"GPSLatitude") || names(b"GPSLongitude") || names(b"GPSDest") {
            self.located_by_xmp = true;
        }
    }

    fn keep(&mut self, part: &[u8]) {
        self.essential.extend_from_slice(part);
    }
}

pub(crate) fn of(format: Format, bytes: &[u8], limits: &Limits) -> Result<Survey, MediaError> {
    match format {
        Format::Jpeg => jpeg::survey(bytes, limits),
        Format::Png => png::survey(bytes, limits),
        Format::WebP => webp::survey(bytes, limits),
        Format::Gif => gif::survey(bytes, limits),
        Format::Bmp => bmp::survey(bytes, limits),
    }
}

/// `len` bytes at `at`, or *truncated*.
fn part(bytes: &[u8], at: usize, len: usize) -> Result<&[u8], MediaError> {
    at.checked_add(len).and_then(|end| bytes.get(at..end)).ok_or(MediaError::Truncated)
}

fn u16_le(bytes: &[u8], at: usize) -> Result<u16, MediaError> {
    let p = part(bytes, at, 2)?;
    Ok(u16::from_le_bytes([p[0], p[1]]))
}

fn u32_le(bytes: &[u8], at: usize) -> Result<u32, MediaError> {
    let p = part(bytes, at, 4)?;
    Ok(u32::from_le_bytes([p[0], p[1], p[2], p[3]]))
}

fn u32_be(bytes: &[u8], at: usize) -> Result<u32, MediaError> {
    let p = part(bytes, at, 4)?;
    Ok(u32::from_be_bytes([p[0], p[1], p[2], p[3]]))
}

fn u24_le(bytes: &[u8], at: usize) -> Result<u32, MediaError> {
    let p = part(bytes, at, 3)?;
    Ok(u32::from_le_bytes([p[0], p[1], p[2], 0]))
}
