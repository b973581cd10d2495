//! Does a JPEG hold anything but its pixels?

use crate::survey::{Segment, Segments};

/// True when `bytes` are one JPEG that holds nothing but what its pixels need: no EXIF, XMP, IPTC, ICC, comment,
/// preview or other application segment, and no byte before, between or after.
///
/// The one application segment allowed is a JFIF header without a preview: sixteen bytes that state a version and a
/// density.
#[must_use]
pub fn is_clean(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return false;
    }
    let mut end = 0;
    for segment in Segments::new(bytes) {
        let Ok(segment) = segment else { return false };
        if segment.strays > 0 || !carries_pixels(&segment) {
            return false;
        }
        end = segment.end;
    }
    end == bytes.len()
}

fn carries_pixels(segment: &Segment) -> bool {
    match segment.marker {
        0xE0 => {
            segment.content.len() == 14
                && segment.content.starts_with(b"JFIF\0")
                && segment.content.ends_with(&[0, 0])
        }
        // Frames, tables, the end, a scan, quantisation, restart interval.
        0xC0..=0xCF | 0xD9 | 0xDA | 0xDB | 0xDD => true,
        _ => false,
    }
}
