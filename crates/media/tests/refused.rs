//! Every refusal, and that it comes before anything large is made.

mod common;

use std::time::{Duration, Instant};

use common::*;
use image::{DynamicImage, ImageFormat};
use media::{Foreign, Format, Limits, MediaError, prepare};
use rstest::rstest;

fn refusal(bytes: &[u8]) -> MediaError {
    prepare(bytes, None, &Limits::default()).expect_err("accepted")
}

fn named(name: &str, bytes: &[u8]) -> MediaError {
    prepare(bytes, Some(name), &Limits::default()).expect_err("accepted")
}

#[test]
fn nothing_is_refused_as_empty() {
    assert_eq!(refusal(&[]), MediaError::Empty);
}

#[test]
fn bytes_above_the_limit_are_refused_and_at_the_limit_accepted() {
    let file = jpeg(&quarters(40, 40));
    let bytes = file.len() as u64;
    let at = |max_bytes| {
        let limits = Limits { max_bytes, ..Limits::default() };
        prepare(&file, None, &limits)
    };
    assert!(at(bytes).is_ok());
    let limit = bytes - 1;
    assert_eq!(at(limit).err(), Some(MediaError::TooLarge { bytes, limit }));
}

#[rstest]
#[case::web_page(b"<!doctype html><html><svg></svg></html>")]
#[case::archive(b"PK\x03\x04\x14\0\0\0")]
#[case::program(b"MZ\x90\0\x03\0\0\0")]
#[case::text(b"BMW seen on the A69, blue, two up, heading east")]
#[case::xml(b"<?xml version='1.0'?><report/>")]
#[case::sound(b"RIFF\x24\0\0\0WAVEfmt ")]
#[case::one_byte(b"\xFF")]
#[case::zeros(&[0; 64])]
fn what_is_no_picture_is_refused_whatever_its_name(#[case] bytes: &[u8]) {
    for name in ["face.jpg", "face.png", "face"] {
        assert_eq!(named(name, bytes), MediaError::NotAnImage);
    }
}

#[rstest]
#[case(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Foreign::Heic)]
#[case(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Foreign::Heic)]
#[case(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", Foreign::Avif)]
#[case(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Foreign::Avif)]
#[case(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Foreign::Video)]
#[case(b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Foreign::Video)]
#[case(b"%PDF-1.7\n", Foreign::Pdf)]
#[case(b"<svg xmlns='http://www.w3.org/2000/svg'/>", Foreign::Svg)]
#[case(b"\xEF\xBB\xBF <?xml version='1.0'?><!-- a > b --><svg:svg>", Foreign::Svg)]
#[case(b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg onload='alert(1)'>", Foreign::Svg)]
#[case(b"II*\0\x08\0\0\0", Foreign::Tiff)]
#[case(b"MM\0*\0\0\0\x08", Foreign::Tiff)]
#[case(b"\0\0\0\x0CJXL \r\n\x87\n", Foreign::JpegXl)]
#[case(b"\0\0\0\x0CjP  \r\n\x87\n", Foreign::Jpeg2000)]
#[case(b"8BPS\0\x01", Foreign::Psd)]
#[case(b"\0\0\x01\0\x01\0", Foreign::Icon)]
fn known_kinds_that_are_not_accepted_are_named(#[case] bytes: &[u8], #[case] found: Foreign) {
    assert_eq!(refusal(bytes), MediaError::FormatNotAccepted { found });
    // Even under the name of something accepted.
    assert_eq!(named("face.jpg", bytes), MediaError::FormatNotAccepted { found });
}

#[rstest]
#[case("face.jpg", "JPEG")]
#[case("face.GIF", "GIF")]
#[case("face.heic", "HEIC")]
#[case("face.png.exe", "program")]
#[case("report.pdf", "PDF")]
#[case("all.zip", "archive")]
fn a_name_for_another_kind_is_refused_with_both_kinds(#[case] name: &str, #[case] kind: &str) {
    let error = named(name, &png(&quarters(20, 20)));
    let MediaError::NameDisagrees { named, found } = error else {
        panic!("{error}");
    };
    assert_eq!((named, found), (kind, Format::Png));
    assert!(!error.to_string().contains("face"));
}

#[test]
fn animated_pictures_are_refused() {
    let (a, b) = (quarters(30, 30), textured(30, 30));
    assert_eq!(refusal(&gif(&[a.clone(), b])), MediaError::Animated);
    let still = png(&a);
    assert_eq!(refusal(&with_chunk(&still, b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0])), MediaError::Animated);
    let moving = extended_webp(&webp(&a), (30, 30), 0x02, &[]);
    assert_eq!(refusal(&moving), MediaError::Animated);
}

/// Headers that promise enormous pictures, in files of a few hundred bytes.
#[test]
fn bombs_are_refused_from_their_headers() {
    let mut png_bomb = png(&quarters(8, 8));
    let mut header = 60_000_u32.to_be_bytes().repeat(2);
    header.extend([8, 6, 0, 0, 0]);
    png_bomb.splice(8..33, chunk(b"IHDR", &header));

    let mut jpeg_bomb = jpeg(&quarters(8, 8));
    let frame = jpeg_bomb.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg_bomb[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);

    let mut gif_bomb = gif(&[quarters(8, 8)]);
    gif_bomb[6..10].copy_from_slice(&[0xFF; 4]);

    let mut bmp_bomb = bmp(&quarters(8, 8));
    bmp_bomb[18..22].copy_from_slice(&60_000_u32.to_le_bytes());
    bmp_bomb[22..26].copy_from_slice(&(-60_000_i32).to_le_bytes());

    let webp_bomb = extended_webp(&webp(&quarters(8, 8)), (1 << 24, 1 << 24), 0, &[]);
    let plain_webp_bomb = {
        let mut file = webp(&quarters(8, 8));
        file[21..25].copy_from_slice(&0x0FFF_FFFF_u32.to_le_bytes());
        file
    };
    for bomb in [png_bomb, jpeg_bomb, gif_bomb, bmp_bomb, webp_bomb, plain_webp_bomb] {
        let error = refusal(&bomb);
        assert!(matches!(error, MediaError::TooManyPixels { .. }), "{error}");
    }
}

#[rstest]
#[case(40 * 30, 40, true)]
#[case(40 * 30 - 1, 40, false)]
#[case(40 * 30, 39, false)]
fn pixels_and_sides_are_limited_separately(
    #[case] max_pixels: u64,
    #[case] max_side: u32,
    #[case] fits: bool,
) {
    let limits = Limits { max_pixels, max_side, ..Limits::default() };
    for (name, file) in one_of_each(&textured(40, 30)) {
        if name != "f.webp" {
            let result = prepare(&file, None, &limits);
            assert_eq!(result.is_ok(), fits, "{name}");
        }
    }
}

#[test]
fn memory_is_estimated_before_it_is_used() {
    let limits = Limits { max_memory: 1024 * 1024, ..Limits::default() };
    for (name, file) in one_of_each(&textured(40, 30)) {
        let error = prepare(&file, None, &limits).expect_err(name);
        assert!(matches!(error, MediaError::TooMuchMemory { .. }), "{name}");
    }
}

/// A progressive decoder holds every coefficient, so the same size costs more.
#[test]
fn the_estimate_counts_what_the_decoder_holds() {
    let claiming = |mut file: Vec<u8>, frame: u8| {
        let at = file.windows(2).position(|w| w == [0xFF, frame]).unwrap();
        file[at + 5..at + 9].copy_from_slice(&[0x13, 0x88, 0x13, 0x88]);
        file
    };
    let of = |progressive| {
        let picture = quarters(8, 8);
        jpeg_coded(&picture, jpeg_encoder::SamplingFactor::F_1_1, progressive, None)
    };
    let limits = Limits { max_memory: 215_000_000, ..Limits::default() };
    let baseline = prepare(&claiming(of(false), 0xC0), None, &limits);
    assert_eq!(baseline.err(), Some(MediaError::Truncated));
    let progressive = prepare(&claiming(of(true), 0xC2), None, &limits);
    assert!(matches!(progressive.err(), Some(MediaError::TooMuchMemory { .. })));
}

/// A scan of ten bytes may visit every block of sixty megapixels: a file has room for hundreds of thousands of them.
#[test]
fn a_jpeg_of_very_many_scans_is_refused_before_any_is_read() {
    assert!(prepare(&jpeg_of_scans(64, 100), None, &Limits::default()).is_ok());
    for (side, scans) in [(64, 101), (4_000, 100_000)] {
        let file = jpeg_of_scans(side, scans);
        let began = Instant::now();
        assert_eq!(refusal(&file), MediaError::FormatNotAccepted { found: Foreign::Variant(Format::Jpeg) });
        assert!(began.elapsed() < Duration::from_secs(2), "{scans} scans");
    }
}

/// 64 KB of entries that all name the same bytes would be gigabytes, once each value is made.
#[rstest]
#[case::many_strings(0x010F, 2, 60_000)]
#[case::many_numbers(0x010F, 3, 30_000)]
#[case::directories_within_each_other(0x8769, 4, 1)]
#[case::positions(0x8825, 4, 1)]
fn exif_costs_no_more_than_its_bytes(#[case] tag: u16, #[case] kind: u16, #[case] claimed: u32) {
    let file = with_exif(&jpeg(&quarters(40, 40)), &crowded_exif(tag, kind, claimed));
    let began = Instant::now();
    assert!(prepare(&file, None, &Limits::default()).is_ok());
    assert!(began.elapsed() < Duration::from_millis(700), "{:?}", began.elapsed());
}

/// A text chunk that inflates without end is not read at all.
#[test]
fn compressed_metadata_is_never_inflated() {
    let garbage = [b"k\0\0".as_slice(), &[0xAA; 4000]].concat();
    let file = with_chunk(&png(&quarters(20, 20)), b"zTXt", &garbage);
    assert!(prepare(&file, None, &Limits::default()).is_ok());
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for (name, file) in one_of_each(&textured(48, 40)) {
        for keep in (12..file.len()).step_by(7).chain([file.len() - 1]) {
            let result = prepare(&file[..keep], None, &Limits::default());
            assert!(result.is_err(), "{name} cut to {keep} of {}", file.len());
        }
        let half = prepare(&file[..file.len() / 2], None, &Limits::default());
        assert_eq!(half.err(), Some(MediaError::Truncated), "{name}");
    }
}

/// A copy that was cut short and then closed by a program that did not notice.
#[test]
fn a_jpeg_cut_short_and_closed_again_is_refused_and_not_shown_half_grey() {
    for (name, file) in one_of_each(&textured(96, 80)) {
        if !name.ends_with(".jpg") {
            continue;
        }
        let data = file.windows(2).position(|w| w == [0xFF, 0xDA]).unwrap() + 14;
        for cut in (data..file.len() - 8).step_by(97) {
            let mut closed = file[..cut].to_vec();
            if closed.ends_with(&[0xFF]) {
                closed.pop();
            }
            closed.extend([0xFF, 0xD9]);
            let result = prepare(&closed, None, &Limits::default());
            // A progressive picture may end between two passes: whole, but coarser.
            if name != "b.jpg" {
                let error = result.expect_err("shown");
                assert_eq!(error, MediaError::Truncated, "{name} cut at {cut}");
            } else if cut < data + 200 {
                assert!(result.is_err(), "{name} cut at {cut}");
            }
        }
    }
}

#[test]
fn a_png_cut_short_and_closed_again_is_refused() {
    let file = png(&textured(96, 80));
    let data = file.windows(4).position(|w| w == b"IDAT").unwrap();
    let half = &file[data + 4..data + 4 + 3000];
    let closed = [&file[..data - 4], &chunk(b"IDAT", half), &chunk(b"IEND", &[])].concat();
    assert!(matches!(refusal(&closed), MediaError::Truncated | MediaError::Damaged));
}

#[test]
fn codings_that_are_not_read_are_refused_by_name() {
    let file = jpeg(&quarters(16, 16));
    let frame = file.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    for kind in [0xC3, 0xC9, 0xCA] {
        let mut other = file.clone();
        other[frame + 1] = kind;
        assert_eq!(refusal(&other), MediaError::FormatNotAccepted { found: Foreign::Variant(Format::Jpeg) });
    }
    let mut twelve = file.clone();
    twelve[frame + 4] = 12;
    assert_eq!(refusal(&twelve).code(), "media.format_not_accepted");
}

#[test]
fn a_changed_byte_in_the_pixels_of_a_png_is_found() {
    let mut file = encoded(&DynamicImage::ImageRgb8(textured(40, 40)), ImageFormat::Png);
    let data = file.windows(4).position(|w| w == b"IDAT").unwrap();
    file[data + 500] ^= 0x10;
    assert_eq!(refusal(&file), MediaError::Damaged);
}

#[test]
fn codes_are_stable_and_different() {
    let all = [
        MediaError::Empty,
        MediaError::TooLarge { bytes: 2, limit: 1 },
        MediaError::NotAnImage,
        MediaError::FormatNotAccepted { found: Foreign::Heic },
        MediaError::NameDisagrees { named: "JPEG", found: Format::Png },
        MediaError::Animated,
        MediaError::TooManyPixels { width: 1, height: 1, max_pixels: 1, max_side: 1 },
        MediaError::TooMuchMemory { needed: 2, limit: 1 },
        MediaError::Truncated,
        MediaError::Damaged,
    ];
    let codes = all.map(|e| e.code());
    assert_eq!(
        codes,
        [
            "media.empty",
            "media.too_large",
            "media.not_an_image",
            "media.format_not_accepted",
            "media.name_disagrees",
            "media.animated",
            "media.too_many_pixels",
            "media.too_much_memory",
            "media.truncated",
            "media.damaged",
        ]
    );
}
