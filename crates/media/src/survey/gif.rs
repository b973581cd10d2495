//! GIF: a header with the screen's size, then extensions and frames, to a trailer byte.

use crate::{Limits, MediaError, kind};

use super::{Survey, part, u16_le};

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2C;
const TRAILER: u8 = 0x3B;

pub(super) fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, MediaError> {
    let header = part(bytes, 0, 13)?;
    let (width, height) = (u32::from(u16_le(bytes, 6)?), u32::from(u16_le(bytes, 8)?));
    limits.check_size(width, height)?;
    let mut survey = Survey::new(width, height);
    // A frame that does not fill the screen is decoded apart and placed in it.
    survey.decoder_bytes = u64::from(width) * u64::from(height) * 4 + (1 << 20);

    let mut at = header.len() + table_bytes(header[10]);
    survey.keep(part(bytes, 0, at)?);
    let mut frames = 0;
    loop {
        let start = at;
        match part(bytes, at, 1)?[0] {
            EXTENSION => {
                let label = part(bytes, at, 2)?[1];
                at = after_blocks(bytes, at + 2)?;
                match label {
                    // Which colour is transparent.
                    0xF9 => survey.keep(&bytes[start..at]),
                    0xFE => survey.note(kind::COMMENT),
                    0x01 => survey.note(kind::TEXT),
                    0xFF => note_application(&mut survey, &bytes[start..at]),
                    _ => survey.note(kind::OTHER),
                }
            }
            FRAME => {
                frames += 1;
                if frames > 1 {
                    return Err(MediaError::Animated);
                }
                let frame = part(bytes, at, 10)?;
                let (left, top) = (u16_le(frame, 1)?, u16_le(frame, 3)?);
                let (w, h) = (u16_le(frame, 5)?, u16_le(frame, 7)?);
                let inside =
                    |from: u16, len: u16, screen: u32| len > 0 && u32::from(from) + u32::from(len) <= screen;
                if !inside(left, w, width) || !inside(top, h, height) {
                    return Err(MediaError::Damaged);
                }
                // The byte after the colour table is the width of a code.
                at = after_blocks(bytes, at + 10 + table_bytes(frame[9]) + 1)?;
                survey.keep(&bytes[start..at]);
            }
            TRAILER => {
                survey.keep(&[TRAILER]);
                at += 1;
                break;
            }
            _ => return Err(MediaError::Damaged),
        }
    }
    if frames == 0 {
        return Err(MediaError::Damaged);
    }
    if at < bytes.len() {
        survey.note(kind::TRAILING);
    }
    Ok(survey)
}

/// Bytes of the colour table that a packed field announces.
fn table_bytes(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// Where a chain of length-prefixed blocks ends.
fn after_blocks(bytes: &[u8], mut at: usize) -> Result<usize, MediaError> {
    loop {
        let length = usize::from(part(bytes, at, 1)?[0]);
        at += 1;
        if length == 0 {
            return Ok(at);
        }
        part(bytes, at, length)?;
        at += length;
    }
}

fn note_application(survey: &mut Survey, block: &[u8]) {
    match block.get(3..14) {
        Some(b"XMP DataXMP") => survey.note_xmp(block),
        Some(b"ICCRGBG1012") => survey.note(kind::ICC),
        Some(b"NETSCAPE2.0" | b"ANIMEXTS1.0") => {}
        _ => survey.note(kind::OTHER),
    }
}
