//! What bytes are, by their content; and what a name claims them to be.

use serde::Serialize;

use crate::MediaError;

/// The kinds of picture that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// JPEG: baseline, extended or progressive, eight bits.
    Jpeg,
    /// PNG, one frame.
    Png,
    /// WebP, one frame.
    WebP,
    /// GIF, one frame.
    Gif,
    /// Windows bitmap.
    Bmp,
}

impl Format {
    /// As written for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
        }
    }

    /// Internet media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
        }
    }

    pub(crate) fn codec(self) -> image::ImageFormat {
        match self {
            Self::Jpeg => image::ImageFormat::Jpeg,
            Self::Png => image::ImageFormat::Png,
            Self::WebP => image::ImageFormat::WebP,
            Self::Gif => image::ImageFormat::Gif,
            Self::Bmp => image::ImageFormat::Bmp,
        }
    }
}

/// Kinds recognised in order to be refused by name, so that the remedy can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// Telephones' HEIF container with HEVC inside.
    Heic,
    /// HEIF container with AV1 inside.
    Avif,
    /// Drawing in XML; may hold script.
    Svg,
    /// Document.
    Pdf,
    /// TIFF, and the camera raw formats built on it. Refused: many pages, many codecs, rarely a photograph of a person.
    Tiff,
    /// JPEG 2000.
    Jpeg2000,
    /// JPEG XL.
    JpegXl,
    /// Photoshop.
    Psd,
    /// Windows icon or cursor.
    Icon,
    /// MP4 or QuickTime.
    Video,
    /// An accepted kind, coded in a way that is not: arithmetic, lossless or 12-bit JPEG, a bitmap holding a JPEG.
    Variant(Format),
}

impl Foreign {
    /// As written for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
            Self::Tiff => "TIFF",
            Self::Jpeg2000 => "JPEG 2000",
            Self::JpegXl => "JPEG XL",
            Self::Psd => "Photoshop",
            Self::Icon => "Windows icon",
            Self::Video => "video",
            Self::Variant(Format::Jpeg) => "this kind of JPEG",
            Self::Variant(Format::Png) => "this kind of PNG",
            Self::Variant(Format::WebP) => "this kind of WebP",
            Self::Variant(Format::Gif) => "this kind of GIF",
            Self::Variant(Format::Bmp) => "this kind of BMP",
        }
    }
}

/// The kind that the first bytes prove.
pub(crate) fn of_content(bytes: &[u8]) -> Result<Format, MediaError> {
    if let Some(format) = accepted(bytes) {
        return Ok(format);
    }
    match foreign(bytes) {
        Some(found) => Err(MediaError::FormatNotAccepted { found }),
        None => Err(MediaError::NotAnImage),
    }
}

fn accepted(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Some(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Format::WebP);
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some(Format::Gif);
    }
    // "BM" alone would be two letters of any text: the size of the second header is what makes it a bitmap.
    if bytes.starts_with(b"BM")
        && bytes.get(14..18).is_some_and(|size| matches!(size, [12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
    {
        return Some(Format::Bmp);
    }
    None
}

fn foreign(bytes: &[u8]) -> Option<Foreign> {
    const SIGNATURES: &[(&[u8], Foreign)] = &[
        (b"%PDF-", Foreign::Pdf),
        (b"II*\0", Foreign::Tiff),
        (b"MM\0*", Foreign::Tiff),
        (b"II+\0", Foreign::Tiff),
        (b"MM\0+", Foreign::Tiff),
        (b"IIRO", Foreign::Tiff),
        (b"IIU\0", Foreign::Tiff),
        (b"\0\0\0\x0CjP  \r\n\x87\n", Foreign::Jpeg2000),
        (&[0xFF, 0x4F, 0xFF, 0x51], Foreign::Jpeg2000),
        (b"\0\0\0\x0CJXL \r\n\x87\n", Foreign::JpegXl),
        (&[0xFF, 0x0A], Foreign::JpegXl),
        (b"8BPS", Foreign::Psd),
        (&[0, 0, 1, 0], Foreign::Icon),
        (&[0, 0, 2, 0], Foreign::Icon),
    ];
    if let Some((_, found)) = SIGNATURES.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(*found);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return iso_media(bytes);
    }
    if matches!(bytes.get(4..8), Some(b"moov" | b"mdat" | b"wide")) {
        return Some(Foreign::Video);
    }
    is_svg(bytes).then_some(Foreign::Svg)
}

/// An ISO base media file names its brands in its first box: the major one at 8, the compatible ones from 16.
fn iso_media(bytes: &[u8]) -> Option<Foreign> {
    let size = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let major = bytes.get(8..12)?;
    let compatible = bytes.get(16..size.clamp(16, 256).min(bytes.len()))?;
    let has = |brand: &[u8; 4]| major == brand || compatible.chunks(4).any(|c| c == brand);
    if has(b"avif") || has(b"avis") {
        return Some(Foreign::Avif);
    }
    let heif: [&[u8; 4]; 8] = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1"];
    Some(if heif.into_iter().any(has) { Foreign::Heic } else { Foreign::Video })
}

/// XML whose first element is `svg`: a page of HTML that holds a drawing is not one.
fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!DOCTYPE svg") {
            // An internal subset in brackets may hold '>' of its own.
            if rest.find('[').is_some_and(|open| rest.find('>').is_none_or(|close| open < close)) {
                "]>"
            } else {
                ">"
            }
        } else {
            break;
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
    let Some(element) = rest.strip_prefix('<') else {
        return false;
    };
    let name = element.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    name == "svg" || name.ends_with(":svg")
}

/// Refuses a name whose extension stands for another kind than the content.
pub(crate) fn check_name(claimed: Option<&str>, found: Format) -> Result<(), MediaError> {
    let Some(named) = claimed.and_then(extension_stands_for) else {
        return Ok(());
    };
    if named == found.name() {
        return Ok(());
    }
    Err(MediaError::NameDisagrees { named, found })
}

fn extension_stands_for(name: &str) -> Option<&'static str> {
    let (_, extension) = name.trim_end().rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => Format::Jpeg.name(),
        "png" | "apng" => Format::Png.name(),
        "webp" => Format::WebP.name(),
        "gif" => Format::Gif.name(),
        "bmp" | "dib" => Format::Bmp.name(),
        "heic" | "heif" => Foreign::Heic.name(),
        "avif" => Foreign::Avif.name(),
        "svg" | "svgz" => Foreign::Svg.name(),
        "pdf" => Foreign::Pdf.name(),
        "tif" | "tiff" | "dng" | "cr2" | "nef" | "arw" => Foreign::Tiff.name(),
        "jp2" | "j2k" | "jpf" | "jpx" => Foreign::Jpeg2000.name(),
        "jxl" => Foreign::JpegXl.name(),
        "psd" => Foreign::Psd.name(),
        "ico" | "cur" => Foreign::Icon.name(),
        "mp4" | "mov" | "m4v" | "avi" | "mkv" => Foreign::Video.name(),
        "zip" | "7z" | "rar" | "gz" | "tar" => "archive",
        "htm" | "html" | "xhtml" | "mht" => "web page",
        "exe" | "msi" | "bat" | "cmd" | "com" | "scr" | "js" | "vbs" | "ps1" | "sh" | "jar" | "lnk" => {
            "program"
        }
        "doc" | "docx" | "docm" | "xls" | "xlsx" | "xlsm" | "ppt" | "pptx" | "odt" | "ods" | "rtf"
        | "txt" | "csv" | "eml" | "msg" => "document",
        _ => return None,
    })
}
