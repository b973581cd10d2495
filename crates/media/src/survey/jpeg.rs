//! JPEG: markers, each with a segment of stated length; after a start of scan, coded data up to the next marker.

use crate::{Foreign, Format, Limits, MediaError, kind};

use super::{Survey, part};

pub(crate) const SOF0: u8 = 0xC0;
pub(crate) const SOF2: u8 = 0xC2;
pub(crate) const DHT: u8 = 0xC4;
pub(crate) const EOI: u8 = 0xD9;
pub(crate) const SOS: u8 = 0xDA;
pub(crate) const DQT: u8 = 0xDB;
pub(crate) const DRI: u8 = 0xDD;
pub(crate) const APP0: u8 = 0xE0;
pub(crate) const APP15: u8 = 0xEF;
pub(crate) const COM: u8 = 0xFE;

/// Scans of one picture, at most: programs write about a dozen, and each may visit every block at the cost of a few
/// bytes.
const MOST_SCANS: u32 = 100;

/// One marker with what belongs to it.
pub(crate) struct Segment<'a> {
    pub(crate) marker: u8,
    /// Without the length field; empty for the end of the image.
    pub(crate) content: &'a [u8],
    /// Coded data, restart markers included; only after a start of scan.
    pub(crate) scan: &'a [u8],
    /// Bytes between the segment before and this one, which belong to neither.
    pub(crate) strays: usize,
    /// Where this segment and its coded data end in the file.
    pub(crate) end: usize,
}

/// The segments of a JPEG file after its first marker, up to and including the end of the image.
pub(crate) struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
    ended: bool,
}

impl<'a> Segments<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 2, ended: false }
    }

    fn read(&mut self) -> Result<Segment<'a>, MediaError> {
        let from = self.at;
        let found = next_marker(self.bytes, from).ok_or(MediaError::Truncated)?;
        let marker = self.bytes[found + 1];
        let mut end = found + 2;
        let (mut content, mut scan): (&[u8], &[u8]) = (&[], &[]);
        if marker != EOI {
            let stated = part(self.bytes, end, 2)?;
            let length = usize::from(u16::from_be_bytes([stated[0], stated[1]]));
            content = part(self.bytes, end, length)?.get(2..).ok_or(MediaError::Damaged)?;
            end += length;
        }
        if marker == SOS {
            let mut scan_end = end;
            loop {
                scan_end = next_marker(self.bytes, scan_end).ok_or(MediaError::Truncated)?;
                if !is_restart(self.bytes[scan_end + 1]) {
                    break;
                }
                scan_end += 2;
            }
            scan = &self.bytes[end..scan_end];
            end = scan_end;
        }
        self.at = end;
        Ok(Segment {
            marker,
            content,
            scan,
            // Fill bytes before a marker are allowed and mean nothing.
            strays: self.bytes[from..found].iter().filter(|b| **b != 0xFF).count(),
            end,
        })
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, MediaError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let segment = self.read();
        self.ended = segment.as_ref().map_or(true, |s| s.marker == EOI);
        Some(segment)
    }
}

pub(crate) fn is_restart(marker: u8) -> bool {
    (0xD0..=0xD7).contains(&marker)
}

/// Where the next `FF xx` stands that is neither stuffing nor fill.
fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xFF)?;
        if !matches!(bytes.get(at + 1)?, 0x00 | 0xFF) {
            return Some(at);
        }
        at += 1;
    }
}

/// One colour plane, as the frame header declares it.
pub(crate) struct Component {
    pub(crate) id: u8,
    /// Blocks across in a unit of an interleaved scan.
    pub(crate) across: u32,
    /// Blocks down in such a unit.
    pub(crate) down: u32,
}

/// A frame header.
pub(crate) struct Frame {
    pub(crate) progressive: bool,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) components: Vec<Component>,
}

impl Frame {
    /// Reads a start-of-frame segment. Only Huffman-coded eight-bit kinds are accepted.
    pub(crate) fn read(marker: u8, content: &[u8]) -> Result<Self, MediaError> {
        let [precision, h1, h0, w1, w0, count, listed @ ..] = content else {
            return Err(MediaError::Damaged);
        };
        if !(SOF0..=SOF2).contains(&marker) || *precision != 8 {
            return Err(variant());
        }
        let count = usize::from(*count);
        if !matches!(count, 1 | 3 | 4) || listed.len() < count * 3 {
            return Err(MediaError::Damaged);
        }
        let mut components = Vec::with_capacity(count);
        for each in listed.chunks_exact(3).take(count) {
            let (across, down) = (u32::from(each[1] >> 4), u32::from(each[1] & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
                return Err(MediaError::Damaged);
            }
            components.push(Component { id: each[0], across, down });
        }
        Ok(Self {
            progressive: marker == SOF2,
            width: u32::from(u16::from_be_bytes([*w1, *w0])),
            height: u32::from(u16::from_be_bytes([*h1, *h0])),
            components,
        })
    }

    pub(crate) fn max_across(&self) -> u32 {
        self.components.iter().map(|c| c.across).max().unwrap_or(1)
    }

    pub(crate) fn max_down(&self) -> u32 {
        self.components.iter().map(|c| c.down).max().unwrap_or(1)
    }

    /// Units of an interleaved scan, across and down.
    pub(crate) fn units(&self) -> (u32, u32) {
        (self.width.div_ceil(8 * self.max_across()), self.height.div_ceil(8 * self.max_down()))
    }

    /// What a decoder keeps of 16-bit coefficients: all of them when they arrive in several scans, else a row of units.
    fn coefficient_bytes(&self, several_scans: bool) -> u64 {
        let blocks: u64 = self.components.iter().map(|c| u64::from(c.across * c.down)).sum();
        let (across, down) = self.units();
        // Beside a row of coefficients stand its upsampled copies.
        let rows = if several_scans { u64::from(down) + 4 } else { 5 };
        u64::from(across) * rows * blocks * 64 * 2
    }
}

fn variant() -> MediaError {
    MediaError::FormatNotAccepted { found: Foreign::Variant(Format::Jpeg) }
}

pub(super) fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, MediaError> {
    let mut survey = Survey::new(0, 0);
    survey.keep(&bytes[..2]);
    let mut frame: Option<Frame> = None;
    let mut scans = 0_u32;
    let mut end = 0;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        end = segment.end;
        match segment.marker {
            EOI => survey.keep(&[0xFF, EOI]),
            DHT | DQT | DRI => keep_segment(&mut survey, &segment),
            SOS => {
                scans += 1;
                if scans > MOST_SCANS {
                    return Err(variant());
                }
                keep_segment(&mut survey, &segment);
            }
            // The other frame kinds share this range with tables (DHT, above) and arithmetic coding.
            0xC0..=0xCF => {
                let read = Frame::read(segment.marker, segment.content)?;
                limits.check_size(read.width, read.height)?;
                if frame.replace(read).is_some() {
                    return Err(MediaError::Damaged);
                }
                keep_segment(&mut survey, &segment);
            }
            // A restart outside a scan, or a second start.
            0xD0..=0xD8 => return Err(MediaError::Damaged),
            // The height given after the first scan; hierarchical coding.
            0xDC | 0xDE | 0xDF => return Err(variant()),
            APP0..=APP15 | COM => {
                note(&mut survey, segment.marker, segment.content);
                if let Some(transform) = adobe(segment.marker, segment.content) {
                    survey.keep(&[0xFF, 0xEE, 0, 14]);
                    survey.keep(transform);
                }
            }
            _ => survey.note(kind::OTHER),
        }
    }
    let frame = frame.ok_or(MediaError::Damaged)?;
    if scans == 0 {
        return Err(MediaError::Damaged);
    }
    (survey.width, survey.height) = (frame.width, frame.height);
    survey.pixel_bytes = if frame.components.len() == 1 { 1 } else { 3 };
    survey.decoder_bytes = frame.coefficient_bytes(frame.progressive || scans > 1);
    if end < bytes.len() {
        survey.note(kind::TRAILING);
    }
    Ok(survey)
}

/// Adobe's segment says how three or four planes make a colour: it is part of the pixels. Twelve bytes matter.
fn adobe(marker: u8, content: &[u8]) -> Option<&[u8]> {
    (marker == 0xEE && content.starts_with(b"Adobe")).then(|| content.get(..12)).flatten()
}

fn keep_segment(survey: &mut Survey, segment: &Segment) {
    survey.keep(&[0xFF, segment.marker]);
    survey.keep(&(segment.content.len() as u16 + 2).to_be_bytes());
    survey.keep(segment.content);
    survey.keep(segment.scan);
}

fn note(survey: &mut Survey, marker: u8, content: &[u8]) {
    match marker - APP0 {
        0 if content.starts_with(b"JFIF\0") => {
            if content.get(12..14).is_some_and(|size| size != [0, 0]) {
                survey.note(kind::PREVIEW);
            }
        }
        0 if content.starts_with(b"JFXX\0") => survey.note(kind::PREVIEW),
        1 if content.starts_with(b"Exif\0") => survey.note_exif(content),
        1 if content.starts_with(b"http://ns.adobe.com/") => survey.note_xmp(content),
        2 if content.starts_with(b"ICC_PROFILE\0") => survey.note(kind::ICC),
        2 if content.starts_with(b"MPF\0") => survey.note(kind::PREVIEW),
        13 => survey.note(kind::IPTC),
        14 if content.starts_with(b"Adobe") => {}
        0x1E => survey.note(kind::COMMENT),
        _ => survey.note(kind::OTHER),
    }
}
