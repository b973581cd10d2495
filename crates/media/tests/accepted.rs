//! What comes out of a photograph that is accepted.

mod common;

use common::*;
use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba};
use jpeg_encoder::SamplingFactor;
use media::{DISPLAY_SIDE, Format, Limits, Prepared, THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH, is_clean, prepare};
use rstest::rstest;

fn prepared(bytes: &[u8]) -> Prepared {
    prepare(bytes, None, &Limits::default()).expect("accepted")
}

#[test]
fn every_accepted_format_gives_clean_pictures_of_the_stated_sizes() {
    for (name, bytes) in one_of_each(&textured(90, 120)) {
        let p = prepare(&bytes, Some(name), &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let display = pixels(&p.display);
        assert_eq!(display.dimensions(), (p.width, p.height), "{name}");
        assert_eq!(pixels(&p.thumbnail).dimensions(), (THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT), "{name}");
        assert!(is_clean(&p.display) && is_clean(&p.thumbnail), "{name}");
        assert_eq!(p.original_hash, *blake3::hash(&bytes).as_bytes(), "{name}");
        assert_eq!(p.stripped, Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn the_same_bytes_give_the_same_pictures() {
    for (name, bytes) in one_of_each(&textured(70, 90)) {
        assert_eq!(prepared(&bytes), prepared(&bytes), "{name}");
    }
}

#[rstest]
#[case(1, (60, 40), [RED, GREEN, BLUE, YELLOW])]
#[case(2, (60, 40), [GREEN, RED, YELLOW, BLUE])]
#[case(3, (60, 40), [YELLOW, BLUE, GREEN, RED])]
#[case(4, (60, 40), [BLUE, YELLOW, RED, GREEN])]
#[case(5, (40, 60), [RED, BLUE, GREEN, YELLOW])]
#[case(6, (40, 60), [BLUE, RED, YELLOW, GREEN])]
#[case(7, (40, 60), [YELLOW, GREEN, BLUE, RED])]
#[case(8, (40, 60), [GREEN, YELLOW, RED, BLUE])]
fn every_orientation_is_turned_upright(
    #[case] orientation: u16,
    #[case] size: (u32, u32),
    #[case] corners: [[u8; 3]; 4],
) {
    let tiff = exif(Some(orientation), None, false);
    let stored = quarters(60, 40);
    let files = [
        with_exif(&jpeg(&stored), &tiff),
        with_chunk(&png(&stored), b"eXIf", &tiff),
        extended_webp(&webp(&stored), (60, 40), 0x08, &[riff_chunk(b"EXIF", &tiff)]),
    ];
    for file in files {
        let p = prepared(&file);
        assert_eq!((p.width, p.height), size);
        let shown = pixels(&p.display);
        assert_eq!(shown.dimensions(), size);
        let (right, foot) = (size.0 - 5, size.1 - 5);
        for ((x, y), colour) in [(4, 4), (right, 4), (4, foot), (right, foot)].into_iter().zip(corners) {
            let found = *shown.get_pixel(x, y);
            assert!(near(found, colour), "at {x},{y}: {found:?}, not {colour:?}");
        }
    }
}

#[rstest]
#[case::no_such_turn(exif(Some(9), None, false))]
#[case::zero(exif(Some(0), None, false))]
#[case::unreadable(b"MM\0*\xff\xff\xff\xff".to_vec())]
#[case::empty(Vec::new())]
fn exif_that_makes_no_sense_leaves_the_picture_as_stored(#[case] tiff: Vec<u8>) {
    let p = prepared(&with_exif(&jpeg(&quarters(60, 40)), &tiff));
    assert_eq!((p.width, p.height), (60, 40));
    assert_eq!(p.stripped, ["exif"]);
}

#[test]
fn the_display_is_never_larger_than_its_bound_and_never_enlarged() {
    let wide = prepared(&jpeg(&textured(4000, 1000)));
    assert_eq!((wide.width, wide.height), (4000, 1000));
    assert_eq!(pixels(&wide.display).dimensions(), (DISPLAY_SIDE, 400));
    let tall = prepared(&png(&quarters(500, 2000)));
    assert_eq!(pixels(&tall.display).dimensions(), (400, DISPLAY_SIDE));
    let small = prepared(&png(&quarters(30, 20)));
    assert_eq!(pixels(&small.display).dimensions(), (30, 20));
}

#[rstest]
#[case(1, 1)]
#[case(1, 3000)]
#[case(3000, 1)]
fn extreme_shapes_still_make_a_thumbnail(#[case] width: u32, #[case] height: u32) {
    let p = prepared(&png(&quarters(width, height)));
    assert_eq!(pixels(&p.thumbnail).dimensions(), (THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT));
}

#[test]
fn a_portrait_fills_its_thumbnail_and_a_landscape_is_shown_whole() {
    let portrait = pixels(&prepared(&jpeg(&quarters(300, 400))).thumbnail);
    assert!(near(*portrait.get_pixel(2, 2), RED));
    assert!(near(*portrait.get_pixel(237, 297), YELLOW));
    let landscape = pixels(&prepared(&jpeg(&quarters(400, 200))).thumbnail);
    let margin = *landscape.get_pixel(120, 10);
    assert!(near(margin, [200, 200, 200]), "{margin:?}");
    assert!(near(*landscape.get_pixel(2, 100), RED));
    assert!(near(*landscape.get_pixel(237, 200), YELLOW));
}

#[rstest]
#[case(SamplingFactor::F_1_1, false, None)]
#[case(SamplingFactor::F_2_1, false, None)]
#[case(SamplingFactor::F_1_2, false, Some(3))]
#[case(SamplingFactor::F_2_2, false, Some(1))]
#[case(SamplingFactor::F_2_2, true, None)]
#[case(SamplingFactor::F_1_1, true, None)]
#[case(SamplingFactor::F_4_1, false, None)]
#[case(SamplingFactor::F_2_2, true, Some(4))]
fn jpegs_are_read_however_they_are_coded(
    #[case] sampling: SamplingFactor,
    #[case] progressive: bool,
    #[case] restart: Option<u16>,
) {
    for size in [(64, 64), (67, 45), (1, 1), (17, 200)] {
        let file = jpeg_coded(&quarters(size.0, size.1), sampling, progressive, restart);
        let p = prepared(&file);
        assert_eq!((p.width, p.height), size);
        let shown = *pixels(&p.display).get_pixel(0, 0);
        if size.0 > 16 && size.1 > 16 {
            assert!(near(shown, RED), "{size:?} {shown:?}");
        }
    }
}

#[rstest]
#[case(jpeg_encoder::ColorType::Cmyk)]
#[case(jpeg_encoder::ColorType::CmykAsYcck)]
fn four_inks_become_screen_colours(#[case] coding: jpeg_encoder::ColorType) {
    // Half cyan and half yellow, on paper: no magenta, no black.
    let inks: Vec<u8> = (0..32 * 32).flat_map(|_| [128, 0, 128, 0]).collect();
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 90).encode(&inks, 32, 32, coding).unwrap();
    let shown = *pixels(&prepared(&file).display).get_pixel(16, 16);
    assert!(near(shown, [127, 255, 127]), "{shown:?}");
}

#[test]
fn grey_sixteen_bit_and_transparent_pictures_become_plain_colour() {
    let grey = |v| DynamicImage::ImageLuma8(ImageBuffer::from_pixel(20, 20, Luma([v])));
    let cases: Vec<(DynamicImage, [u8; 3])> = vec![
        (grey(90), [90; 3]),
        (DynamicImage::ImageLuma16(ImageBuffer::from_pixel(20, 20, Luma([0x8000]))), [128; 3]),
        (DynamicImage::ImageRgb16(ImageBuffer::from_pixel(20, 20, Rgb([0xFFFF, 0, 0x8000]))), [255, 0, 128]),
        // Transparent is white, whatever colour hides in it.
        (DynamicImage::ImageRgba8(ImageBuffer::from_pixel(20, 20, Rgba([10, 20, 30, 0]))), [255; 3]),
        (DynamicImage::ImageRgba8(ImageBuffer::from_pixel(20, 20, Rgba([0, 0, 0, 128]))), [127; 3]),
        (DynamicImage::ImageRgba16(ImageBuffer::from_pixel(20, 20, Rgba([0, 0, 0, 0x8080]))), [127; 3]),
        (DynamicImage::ImageLumaA8(ImageBuffer::from_pixel(20, 20, LumaA([0, 0]))), [255; 3]),
        (DynamicImage::ImageLumaA16(ImageBuffer::from_pixel(20, 20, LumaA([0, 0xFFFF]))), [0; 3]),
    ];
    for (picture, colour) in cases {
        let p = prepared(&encoded(&picture, ImageFormat::Png));
        let shown = *pixels(&p.display).get_pixel(10, 10);
        assert!(near(shown, colour), "{:?}: {shown:?}", picture.color());
    }
    let p = prepared(&encoded(&grey(90), ImageFormat::Jpeg));
    assert!(near(*pixels(&p.display).get_pixel(10, 10), [90; 3]));
}

#[rstest]
#[case(None)]
#[case(Some("IMG_0001"))]
#[case(Some("face.JPG"))]
#[case(Some("face.jpeg"))]
#[case(Some("scan.of.page.jfif"))]
#[case(Some("upload.tmp"))]
#[case(Some(""))]
fn a_name_that_agrees_or_claims_nothing_is_accepted(#[case] name: Option<&str>) {
    let file = jpeg(&quarters(20, 20));
    let p = prepare(&file, name, &Limits::default()).unwrap();
    assert_eq!(p.format, Format::Jpeg);
}

#[test]
fn limits_are_read_from_configuration_and_unknown_keys_are_refused() {
    let some: Limits = serde_json::from_str(r#"{"max_side": 5000}"#).unwrap();
    assert_eq!(some.max_side, 5000);
    assert_eq!(some.max_bytes, Limits::default().max_bytes);
    assert!(serde_json::from_str::<Limits>(r#"{"max_bites": 1}"#).is_err());
}

#[test]
fn debug_output_does_not_say_where_or_when() {
    let tiff = exif(Some(6), Some("2024:05:06 07:08:09"), true);
    let p = prepared(&with_exif(&jpeg(&RgbImage::new(20, 20)), &tiff));
    let said = format!("{p:?}");
    assert!(!said.contains("2024") && !said.contains("taken"), "{said}");
}
