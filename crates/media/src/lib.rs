//! Bytes offered as a photograph become something safe to show, or a clear refusal.
//!
//! Purpose: decode one still picture under limits of bytes, pixels and memory; turn it the way its EXIF orientation
//! asks; and re-encode it, so that nothing of the original file but its pixels reaches a screen or an export. The
//! original is the caller's to seal: this crate names it by its BLAKE3 hash and keeps nothing.
//!
//! Invariants:
//! - Nothing is decoded before a [survey](survey) of the file's own structure has found its size, that it is one still
//!   picture, and that it is whole. Only the parts that carry pixels are handed to a decoder: metadata, previews and
//!   whatever follows the picture never reach one.
//! - What comes out holds no metadata: see [`is_clean`].
//! - The same bytes under the same limits give the same output bytes.
//! - No input panics, and none costs more time than its bytes and its pixels account for.
//!
//! What it must not know: files, clocks, people, the register. A name given with the bytes is used to compare its
//! extension, and is never kept or repeated in an error.
//!
//! Colours are taken as sRGB. An embedded ICC profile is removed, not applied, so a wide-gamut photograph (Display P3,
//! Adobe RGB) shows slightly paler than its camera meant.

mod clean;
mod entropy;
mod error;
mod format;
mod limits;
mod metadata;
mod pixels;
mod survey;

pub use clean::is_clean;
pub use error::MediaError;
pub use format::{Foreign, Format};
pub use limits::Limits;
pub use pixels::{DISPLAY_SIDE, THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH};

use chrono::NaiveDateTime;

/// A photograph that is safe to show, and what was learnt about its original.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    /// BLAKE3 of the bytes as offered: the identity of the original.
    pub original_hash: [u8; 32],
    /// What the original is, by its content.
    pub format: Format,
    /// Pixels across, once turned upright.
    pub width: u32,
    /// Pixels down, once turned upright.
    pub height: u32,
    /// JPEG without metadata, longest side at most [`DISPLAY_SIDE`] pixels, never enlarged.
    pub display: Vec<u8>,
    /// JPEG without metadata, always [`THUMBNAIL_WIDTH`] × [`THUMBNAIL_HEIGHT`] pixels.
    pub thumbnail: Vec<u8>,
    /// EXIF `DateTimeOriginal`: what the camera's clock said, in no stated zone. A hint to offer, never a fact.
    pub taken_hint: Option<NaiveDateTime>,
    /// The original says where it was taken (GPS in EXIF or in XMP).
    pub carried_location: bool,
    /// Kinds of metadata found in the original and absent from `display` and `thumbnail`, sorted; see [`kind`].
    pub stripped: Vec<&'static str>,
}

impl std::fmt::Debug for Prepared {
    /// Sizes only: where and when a photograph was taken is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared")
            .field("format", &self.format)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("stripped", &self.stripped)
            .finish_non_exhaustive()
    }
}

/// The kinds of metadata that [`Prepared::stripped`] can name.
pub mod kind {
    /// Comments written into the file.
    pub const COMMENT: &str = "comment";
    /// Camera settings, times, owner (EXIF).
    pub const EXIF: &str = "exif";
    /// Where the photograph was taken.
    pub const GPS: &str = "gps";
    /// A colour profile.
    pub const ICC: &str = "icc";
    /// Captions, bylines and places (IPTC, Photoshop resources).
    pub const IPTC: &str = "iptc";
    /// Blocks of a kind not known here.
    pub const OTHER: &str = "other";
    /// A small copy of an earlier state of the picture, which may show what was cropped away.
    pub const PREVIEW: &str = "preview";
    /// Text blocks (PNG, GIF).
    pub const TEXT: &str = "text";
    /// Bytes after the end of the picture, whatever they are.
    pub const TRAILING: &str = "trailing";
    /// Adobe's metadata (XMP).
    pub const XMP: &str = "xmp";
}

/// Prepares `bytes` for showing, or refuses them.
///
/// `claimed_name` is the file's name as its owner gave it: only its extension is read, and one that names another
/// kind of file than the content is refused, because a wrong name is how something else gets passed off as a picture.
/// A name without an extension, or with one not known here, claims nothing.
///
/// # Errors
/// A [`MediaError`], never a panic. Checks run from the cheapest: size in bytes, kind, name, structure, dimensions,
/// memory, completeness; pixels are decoded last.
pub fn prepare(bytes: &[u8], claimed_name: Option<&str>, limits: &Limits) -> Result<Prepared, MediaError> {
    let format = check(bytes, claimed_name, limits)?;
    let survey = survey::of(format, bytes, limits)?;
    limits.check_memory(survey.peak_bytes())?;
    if format == Format::Jpeg {
        entropy::check_complete(&survey.essential)?;
    }
    let noted = metadata::read(&survey);
    let picture = pixels::decode(format, survey, limits, noted.orientation)?;

    Ok(Prepared {
        original_hash: *blake3::hash(bytes).as_bytes(),
        format,
        width: picture.width,
        height: picture.height,
        display: picture.display,
        thumbnail: picture.thumbnail,
        taken_hint: noted.taken,
        carried_location: noted.located,
        stripped: noted.kinds.into_iter().collect(),
    })
}

/// What [`prepare`] looks at first and quickly: size in bytes, kind, name. What passes may still be refused.
///
/// # Errors
/// [`MediaError::Empty`], [`MediaError::TooLarge`], and what is said of kinds and names.
pub fn check(bytes: &[u8], claimed_name: Option<&str>, limits: &Limits) -> Result<Format, MediaError> {
    if bytes.is_empty() {
        return Err(MediaError::Empty);
    }
    let offered = bytes.len() as u64;
    if offered > limits.max_bytes {
        return Err(MediaError::TooLarge { bytes: offered, limit: limits.max_bytes });
    }
    let format = format::of_content(bytes)?;
    format::check_name(claimed_name, format)?;
    Ok(format)
}
