//! From surveyed bytes to a display picture and a thumbnail.
//!
//! Everything becomes eight-bit RGB: sixteen bits are rounded, grey and CMYK are converted by the decoder, and what is
//! transparent is laid on white. Scaling comes before turning, so that only the small picture is copied.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Rgb, RgbImage};

use crate::survey::Survey;
use crate::{Foreign, Format, Limits, MediaError};

/// Longest side of the display picture, in pixels.
pub const DISPLAY_SIDE: u32 = 1600;
/// Width of the thumbnail in pixels: 120 CSS pixels of the identity bar on a screen of twice the density.
pub const THUMBNAIL_WIDTH: u32 = 240;
/// Height of the thumbnail in pixels: 150 CSS pixels likewise.
pub const THUMBNAIL_HEIGHT: u32 = 300;

/// What scaling and encoding hold beside the decoded picture: the filter works in 32-bit floats, four a pixel, on at
/// most twice [`DISPLAY_SIDE`] by [`DISPLAY_SIDE`], between two eight-bit pictures.
pub(crate) const SCALING_BYTES: u64 =
    2 * (DISPLAY_SIDE as u64) * (DISPLAY_SIDE as u64) * 16 + 48 * 1024 * 1024;

const DISPLAY_QUALITY: u8 = 88;
const THUMBNAIL_QUALITY: u8 = 85;
/// Grey beside a picture that is not cropped: readable as "not part of it" in light and dark.
const MARGIN: Rgb<u8> = Rgb([200, 200, 200]);

pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) display: Vec<u8>,
    pub(crate) thumbnail: Vec<u8>,
}

/// Decodes what a survey let through, turns it upright and encodes both pictures.
pub(crate) fn decode(
    format: Format,
    survey: Survey,
    limits: &Limits,
    orientation: Orientation,
) -> Result<Picture, MediaError> {
    let (width, height) = (survey.width, survey.height);
    let mut reader = ImageReader::with_format(Cursor::new(survey.essential), format.codec());
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits.max_side);
    bounds.max_image_height = Some(limits.max_side);
    bounds.max_alloc = Some(limits.max_memory);
    reader.limits(bounds);
    let refused = |error| refusal(&error, format, limits);
    let decoder = reader.into_decoder().map_err(refused)?;
    if decoder.dimensions() != (width, height) {
        return Err(MediaError::Damaged);
    }
    let decoded = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let small = shrink(flatten(decoded), DISPLAY_SIDE);

    let mut upright = DynamicImage::ImageRgb8(small);
    upright.apply_orientation(orientation);
    let upright = upright.into_rgb8();
    let sideways = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if sideways { (height, width) } else { (width, height) };
    Ok(Picture {
        width,
        height,
        display: encode(&upright, DISPLAY_QUALITY)?,
        thumbnail: encode(&thumbnail(&upright), THUMBNAIL_QUALITY)?,
    })
}

fn refusal(error: &ImageError, format: Format, limits: &Limits) -> MediaError {
    match error {
        ImageError::Limits(_) => MediaError::TooMuchMemory {
            needed: limits.max_memory.saturating_add(1),
            limit: limits.max_memory,
        },
        ImageError::Unsupported(_) => MediaError::FormatNotAccepted { found: Foreign::Variant(format) },
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => MediaError::Truncated,
        _ => MediaError::Damaged,
    }
}

/// Eight-bit RGB, with anything transparent laid on white.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let (width, height) = (picture.width(), picture.height());
    let on_white = |[r, g, b, a]: [u8; 4]| {
        let a = u32::from(a);
        let mix = |c: u8| ((u32::from(c) * a + 255 * (255 - a) + 127) / 255) as u8;
        Rgb([mix(r), mix(g), mix(b)])
    };
    let rounded = |c: u16| ((u32::from(c) + 128) / 257) as u8;
    match &picture {
        DynamicImage::ImageRgba8(p) => RgbImage::from_fn(width, height, |x, y| on_white(p.get_pixel(x, y).0)),
        DynamicImage::ImageRgba16(p) => {
            RgbImage::from_fn(width, height, |x, y| on_white(p.get_pixel(x, y).0.map(rounded)))
        }
        DynamicImage::ImageLumaA16(p) => RgbImage::from_fn(width, height, |x, y| {
            let [l, a] = p.get_pixel(x, y).0.map(rounded);
            on_white([l, l, l, a])
        }),
        DynamicImage::ImageLumaA8(p) => RgbImage::from_fn(width, height, |x, y| {
            let [l, a] = p.get_pixel(x, y).0;
            on_white([l, l, l, a])
        }),
        other => {
            let p = other.to_rgba8();
            RgbImage::from_fn(width, height, |x, y| on_white(p.get_pixel(x, y).0))
        }
    }
}

/// The size at which `(width, height)` fits in a box, keeping its shape; at least one pixel a side.
fn fitted(width: u32, height: u32, box_width: u32, box_height: u32) -> (u32, u32) {
    let (w, h) = (u64::from(width), u64::from(height));
    let (bw, bh) = (u64::from(box_width), u64::from(box_height));
    let wide = w * bh >= h * bw;
    let (fw, fh) = if wide { (bw, (h * bw + w / 2) / w) } else { ((w * bh + h / 2) / h, bh) };
    (fw.max(1) as u32, fh.max(1) as u32)
}

/// Brings the longest side to `side` or less. Averaging first keeps the floating-point filter's work, and memory, small.
fn shrink(picture: RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    if width.max(height) <= side {
        return picture;
    }
    let picture = if width.max(height) > side * 2 {
        let (w, h) = fitted(width, height, side * 2, side * 2);
        imageops::thumbnail(&picture, w, h)
    } else {
        picture
    };
    let (w, h) = fitted(width, height, side, side);
    imageops::resize(&picture, w, h, FilterType::CatmullRom)
}

/// A portrait of fixed size, for a list and the identity bar.
///
/// Up to a third of the picture's longer direction is cropped away, equally from both sides of a broad picture, and
/// from a tall one mostly at the foot, since heads are near the top. A picture that would lose more, such as a
/// landscape, is shown whole between margins: a person at its edge must not vanish from their own record.
fn thumbnail(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    let (w, h) = (u64::from(width), u64::from(height));
    let (tw, th) = (u64::from(THUMBNAIL_WIDTH), u64::from(THUMBNAIL_HEIGHT));
    let (crop_w, crop_h) =
        if w * th >= h * tw { ((h * tw / th).max(1), h) } else { (w, (w * th / tw).max(1)) };
    if crop_w * 3 >= w * 2 && crop_h * 3 >= h * 2 {
        let x = (w - crop_w) / 2;
        let y = (h - crop_h) / 4;
        let part = imageops::crop_imm(picture, x as u32, y as u32, crop_w as u32, crop_h as u32);
        return scale(&part.to_image(), THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
    }
    let (fw, fh) = fitted(width, height, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
    let mut framed = RgbImage::from_pixel(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT, MARGIN);
    let left = i64::from((THUMBNAIL_WIDTH - fw) / 2);
    let top = i64::from((THUMBNAIL_HEIGHT - fh) / 2);
    imageops::replace(&mut framed, &scale(picture, fw, fh), left, top);
    framed
}

fn scale(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    imageops::resize(picture, width, height, FilterType::CatmullRom)
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, MediaError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .encode_image(picture)
        .map_err(|_| MediaError::Damaged)?;
    Ok(jpeg)
}
