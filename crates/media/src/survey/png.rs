//! PNG: a signature, then chunks of length, type, content and checksum, to `IEND`.

use crate::{Foreign, Format, Limits, MediaError, kind};

use super::{Survey, part, u32_be};

const SIGNATURE: usize = 8;

pub(super) fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, MediaError> {
    let mut at = SIGNATURE;
    let header = part(bytes, at, 8 + 13)?;
    if &header[..8] != b"\0\0\0\x0DIHDR" {
        return Err(MediaError::Damaged);
    }
    let (width, height) = (u32_be(header, 8)?, u32_be(header, 12)?);
    limits.check_size(width, height)?;

    let mut survey = Survey::new(width, height);
    let (depth, colour) = (header[16], header[17]);
    let channels = match colour {
        0 => 1,
        2 => 3,
        3 | 4 | 6 => 4,
        _ => return Err(MediaError::Damaged),
    };
    // A transparent colour adds a channel.
    survey.pixel_bytes = if depth == 16 { 2 } else { 1 } * (channels + 1).min(4);
    // Two rows of filtering and the window of the inflater.
    survey.decoder_bytes = u64::from(width) * 16 + (1 << 20);
    survey.keep(&bytes[..SIGNATURE]);

    loop {
        let length = u32_be(bytes, at)? as usize;
        let whole = part(bytes, at, length.checked_add(12).ok_or(MediaError::Damaged)?)?;
        let name = &whole[4..8];
        let content = &whole[8..8 + length];
        at += whole.len();
        match name {
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" => survey.keep(whole),
            b"IEND" => {
                survey.keep(whole);
                break;
            }
            b"acTL" | b"fcTL" | b"fdAT" => return Err(MediaError::Animated),
            b"eXIf" => survey.note_exif(content),
            b"iCCP" => survey.note(kind::ICC),
            b"iTXt" if content.starts_with(b"XML:com.adobe.xmp\0") => survey.note_xmp(content),
            b"tEXt" | b"zTXt" | b"iTXt" => note_text(&mut survey, content),
            // How to show the numbers: holds nothing about anyone, and is not applied either.
            b"gAMA" | b"cHRM" | b"sRGB" | b"sBIT" | b"pHYs" | b"bKGD" | b"hIST" | b"cICP" => {}
            // A chunk whose first letter is a capital must be understood for the pixels to be right.
            _ if name[0].is_ascii_uppercase() => {
                return Err(MediaError::FormatNotAccepted { found: Foreign::Variant(Format::Png) });
            }
            _ => survey.note(kind::OTHER),
        }
    }
    if at < bytes.len() {
        survey.note(kind::TRAILING);
    }
    Ok(survey)
}

/// Some programs put EXIF and IPTC in text chunks, as hexadecimal after a keyword.
fn note_text(survey: &mut Survey, content: &[u8]) {
    survey.note(
        if content.starts_with(b"Raw profile type exif") || content.starts_with(b"Raw profile type APP1") {
            kind::EXIF
        } else if content.starts_with(b"Raw profile type iptc")
            || content.starts_with(b"Raw profile type 8bim")
        {
            kind::IPTC
        } else if content.starts_with(b"Comment\0") {
            kind::COMMENT
        } else {
            kind::TEXT
        },
    );
}
