//! Windows bitmap: a file header, one of several picture headers, a palette, rows of pixels.

use crate::{Foreign, Format, Limits, MediaError, kind};

use super::{Survey, part, u16_le, u32_le};

const FILE_HEADER: usize = 14;
/// The first header with a colour profile.
const V5: usize = 124;

pub(super) fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, MediaError> {
    let pixels_at = u32_le(bytes, 10)? as usize;
    let header_len = u32_le(bytes, FILE_HEADER)? as usize;
    let header = part(bytes, FILE_HEADER, header_len)?;
    let (width, height, bits, coding) = if header_len == 12 {
        let (w, h) = (u16_le(header, 4)?, u16_le(header, 6)?);
        (u32::from(w), u32::from(h), u16_le(header, 10)?, 0)
    } else {
        let signed = |at| u32_le(header, at).map(u32::cast_signed);
        let (w, h) = (signed(4)?, signed(8)?);
        if w < 0 {
            return Err(MediaError::Damaged);
        }
        // A negative height means that the first row is the top one.
        let (bits, coding) = (u16_le(header, 14)?, u32_le(header, 16)?);
        (w.unsigned_abs(), h.unsigned_abs(), bits, coding)
    };
    limits.check_size(width, height)?;

    let mut survey = Survey::new(width, height);
    survey.decoder_bytes = u64::from(width) * 8 + (1 << 20);
    let end = match coding {
        // Plain rows, each padded to four bytes.
        0 | 3 | 6 => {
            let row = (u64::from(width) * u64::from(bits)).div_ceil(32) * 4;
            let need = row
                .checked_mul(u64::from(height))
                .and_then(|rows| rows.checked_add(pixels_at as u64))
                .ok_or(MediaError::Damaged)?;
            usize::try_from(need).map_err(|_| MediaError::Truncated)?
        }
        // Run lengths: the header states how many bytes, or the file's end does.
        1 | 2 => match u32_le(header, 20)? as usize {
            0 => bytes.len(),
            stated => pixels_at.checked_add(stated).ok_or(MediaError::Damaged)?,
        },
        _ => {
            return Err(MediaError::FormatNotAccepted { found: Foreign::Variant(Format::Bmp) });
        }
    };
    if end > bytes.len() {
        return Err(MediaError::Truncated);
    }
    if matches!(coding, 1 | 2) && !closes_run_lengths(&bytes[..end]) {
        return Err(MediaError::Truncated);
    }
    survey.keep(&bytes[..end]);
    let profiled = header_len == V5 && matches!(header.get(56..60), Some(b"DEBM" | b"KNIL"));
    if profiled {
        survey.note(kind::ICC);
    }
    if end < bytes.len() && !profiled {
        survey.note(kind::TRAILING);
    }
    Ok(survey)
}

/// Run lengths close with an end-of-bitmap mark, 00 01, and perhaps padding; without it rows may be missing.
fn closes_run_lengths(data: &[u8]) -> bool {
    let used = data.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    data[..used].ends_with(&[0, 1])
}
