//! WebP: a RIFF file of chunks, each a four-letter name, a length and content padded to an even length.

use crate::{Limits, MediaError, kind};

use super::{Survey, part, u16_le, u24_le, u32_le};

const ANIMATION: u8 = 0x02;
const ALPHA: u8 = 0x10;

pub(super) fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, MediaError> {
    let end = (u32_le(bytes, 4)? as usize).checked_add(8).ok_or(MediaError::Damaged)?;
    if end > bytes.len() {
        return Err(MediaError::Truncated);
    }
    let file = &bytes[..end];
    let mut survey = Survey::new(0, 0);
    survey.keep(b"RIFF\0\0\0\0WEBP");

    let mut canvas = None;
    let mut picture = None;
    let mut at = 12;
    while at < end {
        let length = u32_le(file, at + 4)? as usize;
        let content = part(file, at + 8, length)?;
        let name = &file[at..at + 4];
        // The padding of the last chunk may be missing.
        at = at + 8 + length + (length & 1);
        match name {
            b"VP8X" => {
                let flags = *content.first().ok_or(MediaError::Damaged)?;
                if flags & ANIMATION != 0 {
                    return Err(MediaError::Animated);
                }
                let size = (u24_le(content, 4)? + 1, u24_le(content, 7)? + 1);
                limits.check_size(size.0, size.1)?;
                canvas = Some(size);
                let mut plain = content[..10].to_vec();
                plain[0] = flags & ALPHA;
                keep_chunk(&mut survey, name, &plain);
            }
            b"ANIM" | b"ANMF" => return Err(MediaError::Animated),
            b"VP8 " | b"VP8L" => {
                let size = if name == b"VP8L" {
                    let header = u32_le(content, 1)?;
                    ((header & 0x3FFF) + 1, ((header >> 14) & 0x3FFF) + 1)
                } else {
                    let (w, h) = (u16_le(content, 6)?, u16_le(content, 8)?);
                    (u32::from(w & 0x3FFF), u32::from(h & 0x3FFF))
                };
                limits.check_size(size.0, size.1)?;
                if picture.replace(size).is_some() {
                    return Err(MediaError::Damaged);
                }
                keep_chunk(&mut survey, name, content);
            }
            b"ALPH" => keep_chunk(&mut survey, name, content),
            b"EXIF" => survey.note_exif(content),
            b"XMP " => survey.note_xmp(content),
            b"ICCP" => survey.note(kind::ICC),
            _ => survey.note(kind::OTHER),
        }
    }
    let size = picture.ok_or(MediaError::Damaged)?;
    if canvas.is_some_and(|canvas| canvas != size) {
        return Err(MediaError::Damaged);
    }
    (survey.width, survey.height) = size;
    // Planes or a lossless picture with its transforms, and an alpha plane decoded as a picture of its own.
    survey.decoder_bytes = u64::from(size.0) * u64::from(size.1) * 9 + (1 << 20);
    let riff = (survey.essential.len() as u32 - 8).to_le_bytes();
    survey.essential[4..8].copy_from_slice(&riff);
    if end < bytes.len() {
        survey.note(kind::TRAILING);
    }
    Ok(survey)
}

fn keep_chunk(survey: &mut Survey, name: &[u8], content: &[u8]) {
    survey.keep(name);
    survey.keep(&(content.len() as u32).to_le_bytes());
    survey.keep(content);
    if content.len() % 2 == 1 {
        survey.keep(&[0]);
    }
}
