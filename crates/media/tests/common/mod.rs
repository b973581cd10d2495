//! Pictures made in code: no photograph of anyone is kept here.
#![allow(dead_code)]

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage};

pub const RED: [u8; 3] = [200, 30, 30];
pub const GREEN: [u8; 3] = [30, 180, 30];
pub const BLUE: [u8; 3] = [30, 30, 200];
pub const YELLOW: [u8; 3] = [220, 210, 40];

/// Four flat quarters: red, green over blue, yellow. Every turn and flip of it is different.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x * 2 < width, y * 2 < height) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

/// Detail everywhere, so that coded data is long and a cut falls in it.
pub fn textured(width: u32, height: u32) -> RgbImage {
    let mut state = 0x2545_F491_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let noise = (state & 63) as u8;
        Rgb([(x * 3) as u8 ^ noise, (y * 5) as u8 ^ noise, noise * 3])
    })
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).expect("a picture made here");
    out.into_inner()
}

pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Jpeg)
}

pub fn png(picture: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Png)
}

pub fn webp(picture: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(picture.clone()), ImageFormat::WebP)
}

pub fn bmp(picture: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Bmp)
}

pub fn gif(frames: &[RgbImage]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = GifEncoder::new(&mut out);
    for frame in frames {
        let rgba = DynamicImage::ImageRgb8(frame.clone()).into_rgba8();
        encoder.encode_frame(Frame::new(rgba)).expect("a picture made here");
    }
    drop(encoder);
    out
}

/// One pixel, lossy.
pub const LOSSY_WEBP: &[u8] = b"RIFF\x22\0\0\0WEBPVP8 \x16\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\
\x0e\xc0\xfe\x25\xa4\0\x03\x70\0\0\0\0";

/// A JPEG coded in one of the other ways that cameras and programs use.
pub fn jpeg_coded(
    picture: &RgbImage,
    sampling: jpeg_encoder::SamplingFactor,
    progressive: bool,
    restart_every: Option<u16>,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 85);
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(progressive);
    if let Some(every) = restart_every {
        encoder.set_restart_interval(every);
    }
    let (w, h) = (picture.width() as u16, picture.height() as u16);
    encoder.encode(picture.as_raw(), w, h, jpeg_encoder::ColorType::Rgb).expect("a picture made here");
    out
}

/// A grey progressive JPEG of so many scans, each of which passes over every block in a few bytes.
pub fn jpeg_of_scans(side: u16, scans: usize) -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = (content.len() as u16 + 2).to_be_bytes();
        [&[0xFF, marker], length.as_slice(), content].concat()
    };
    let blocks = usize::from(side / 8).pow(2);
    let [high, low] = side.to_be_bytes();
    // One code of one bit: for the base values "no difference", for the rest "the next 16,384 blocks are empty".
    let codes = |class: u8, value: u8| [&[class, 1], [0; 15].as_slice(), &[value]].concat();
    let base = vec![0; blocks.div_ceil(8)];
    let rest = vec![0; (blocks.div_ceil(1 << 14) * 15).div_ceil(8)];
    let empty = [segment(0xDA, &[1, 1, 0, 1, 63, 0]), rest].concat();
    [
        vec![0xFF, 0xD8],
        segment(0xDB, &[vec![0], vec![1; 64]].concat()),
        segment(0xC2, &[8, high, low, high, low, 1, 1, 0x11, 0]),
        segment(0xC4, &codes(0x00, 0x00)),
        segment(0xC4, &codes(0x10, 0xE0)),
        segment(0xDA, &[1, 1, 0, 0, 0, 0]),
        base,
        empty.repeat(scans - 1),
        vec![0xFF, 0xD9],
    ]
    .concat()
}

/// One of each accepted format, all of the same picture but for the lossy WebP.
pub fn one_of_each(picture: &RgbImage) -> Vec<(&'static str, Vec<u8>)> {
    use jpeg_encoder::SamplingFactor::{F_1_1, F_2_2};
    vec![
        ("a.jpg", jpeg(picture)),
        ("b.jpg", jpeg_coded(picture, F_2_2, true, None)),
        ("c.jpg", jpeg_coded(picture, F_1_1, false, Some(2))),
        ("d.png", png(picture)),
        ("e.webp", webp(picture)),
        ("f.webp", LOSSY_WEBP.to_vec()),
        ("g.gif", gif(std::slice::from_ref(picture))),
        ("h.bmp", bmp(picture)),
    ]
}

pub fn pixels(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).expect("a picture made here").into_rgb8()
}

/// True when two colours are the same to an eye that forgives JPEG.
pub fn near(a: Rgb<u8>, b: [u8; 3]) -> bool {
    a.0.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 14)
}

/// Puts a segment straight after a JPEG's first marker.
pub fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, marker]);
    out.extend((content.len() as u16 + 2).to_be_bytes());
    out.extend(content);
    out.extend(&jpeg[2..]);
    out
}

pub fn with_exif(jpeg: &[u8], tiff: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xE1, &[b"Exif\0\0", tiff].concat())
}

/// Puts a chunk straight after a PNG's header chunk.
pub fn with_chunk(png: &[u8], name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = png[..33].to_vec();
    out.extend(chunk(name, content));
    out.extend(&png[33..]);
    out
}

pub fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = (content.len() as u32).to_be_bytes().to_vec();
    out.extend(name);
    out.extend(content);
    let sum = crc(&out[4..]);
    out.extend(sum.to_be_bytes());
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
        sum
    })
}

/// A RIFF chunk of WebP, padded.
pub fn riff_chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = name.to_vec();
    out.extend((content.len() as u32).to_le_bytes());
    out.extend(content);
    if content.len() % 2 == 1 {
        out.push(0);
    }
    out
}

/// An extended WebP round the chunks of a simple one.
pub fn extended_webp(simple: &[u8], size: (u32, u32), flags: u8, more: &[Vec<u8>]) -> Vec<u8> {
    let mut head = vec![flags, 0, 0, 0];
    head.extend(&(size.0 - 1).to_le_bytes()[..3]);
    head.extend(&(size.1 - 1).to_le_bytes()[..3]);
    let body = [riff_chunk(b"VP8X", &head), simple[12..].to_vec(), more.concat()].concat();
    let mut out = b"RIFF".to_vec();
    out.extend((body.len() as u32 + 4).to_le_bytes());
    out.extend(b"WEBP");
    out.extend(body);
    out
}

/// A TIFF block as cameras write it, big-endian: orientation, when, and where.
pub fn exif(orientation: Option<u16>, taken: Option<&str>, gps: bool) -> Vec<u8> {
    let mut main = Vec::new();
    if let Some(turn) = orientation {
        main.push(entry(0x0112, 3, 1, [(turn >> 8) as u8, turn as u8, 0, 0]));
    }
    let entries = main.len() + usize::from(taken.is_some()) + usize::from(gps);
    let mut next = 8 + 2 + entries * 12 + 4;
    let mut tail = Vec::new();
    if let Some(text) = taken {
        main.push(entry(0x8769, 4, 1, (next as u32).to_be_bytes()));
        let text = [text.as_bytes(), b"\0"].concat();
        let at = next as u32 + 18;
        tail.extend(directory(&[entry(0x9003, 2, text.len() as u32, at.to_be_bytes())]));
        tail.extend(&text);
        next += 18 + text.len();
    }
    if gps {
        main.push(entry(0x8825, 4, 1, (next as u32).to_be_bytes()));
        let at = next as u32 + 2 + 2 * 12 + 4;
        tail.extend(directory(&[entry(1, 2, 2, *b"N\0\0\0"), entry(2, 5, 3, at.to_be_bytes())]));
        for number in [54_u32, 1, 58, 1, 30, 1] {
            tail.extend(number.to_be_bytes());
        }
    }
    [b"MM\0*\0\0\0\x08".to_vec(), directory(&main), tail].concat()
}

fn entry(tag: u16, kind: u16, count: u32, value: [u8; 4]) -> [u8; 12] {
    let mut out = [0; 12];
    out[..2].copy_from_slice(&tag.to_be_bytes());
    out[2..4].copy_from_slice(&kind.to_be_bytes());
    out[4..8].copy_from_slice(&count.to_be_bytes());
    out[8..].copy_from_slice(&value);
    out
}

/// A directory as full as a JPEG's segment takes, every entry of which claims `claimed` bytes of the same block.
pub fn crowded_exif(tag: u16, kind: u16, claimed: u32) -> Vec<u8> {
    let entries = vec![entry(tag, kind, claimed, 8_u32.to_be_bytes()); 5_400];
    [b"MM\0*\0\0\0\x08".to_vec(), directory(&entries)].concat()
}

fn directory(entries: &[[u8; 12]]) -> Vec<u8> {
    let mut out = (entries.len() as u16).to_be_bytes().to_vec();
    out.extend(entries.concat());
    out.extend([0; 4]);
    out
}
