//! Nothing of the original but its pixels reaches what is shown.

mod common;

use chrono::NaiveDate;
use common::*;
use media::{Limits, Prepared, is_clean, prepare};
use rstest::rstest;

fn prepared(bytes: &[u8]) -> Prepared {
    prepare(bytes, None, &Limits::default()).expect("accepted")
}

const SECRET: &[u8] = b"Test-Larkspur was here";

fn assert_clean(p: &Prepared) {
    for out in [&p.display, &p.thumbnail] {
        assert!(is_clean(out));
        assert!(!out.windows(SECRET.len()).any(|w| w == SECRET));
    }
}

fn secretly(prefix: &[u8]) -> Vec<u8> {
    [prefix, SECRET].concat()
}

#[rstest]
#[case(0xE0, b"JFXX\0\x10", "preview")]
#[case(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", "exif")]
#[case(0xE1, b"http://ns.adobe.com/xap/1.0/\0", "xmp")]
#[case(0xE1, b"http://ns.adobe.com/xmp/extension/\0", "xmp")]
#[case(0xE2, b"ICC_PROFILE\0\x01\x01", "icc")]
#[case(0xE2, b"MPF\0", "preview")]
#[case(0xED, b"Photoshop 3.0\0", "iptc")]
#[case(0xEB, b"anything", "other")]
#[case(0xFE, b"", "comment")]
fn every_kind_of_jpeg_metadata_is_named_and_gone(
    #[case] marker: u8,
    #[case] prefix: &[u8],
    #[case] kind: &str,
) {
    let file = with_segment(&jpeg(&quarters(40, 40)), marker, &secretly(prefix));
    assert!(!is_clean(&file));
    let p = prepared(&file);
    assert_eq!(p.stripped, [kind]);
    assert_clean(&p);
}

#[rstest]
#[case(b"tEXt", b"Comment\0", "comment")]
#[case(b"tEXt", b"Author\0", "text")]
#[case(b"tEXt", b"Raw profile type exif\0", "exif")]
#[case(b"zTXt", b"Raw profile type iptc\0\0", "iptc")]
#[case(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0", "xmp")]
#[case(b"iCCP", b"profile\0\0", "icc")]
#[case(b"eXIf", b"MM\0*\0\0\0\x08\0\0\0\0\0\0", "exif")]
#[case(b"prVt", b"", "other")]
fn every_kind_of_png_metadata_is_named_and_gone(
    #[case] name: &[u8; 4],
    #[case] prefix: &[u8],
    #[case] kind: &str,
) {
    let p = prepared(&with_chunk(&png(&quarters(40, 40)), name, &secretly(prefix)));
    assert_eq!(p.stripped, [kind]);
    assert_clean(&p);
}

#[test]
fn metadata_of_a_webp_is_named_and_gone() {
    let simple = webp(&quarters(40, 30));
    let more = [
        riff_chunk(b"EXIF", &exif(None, None, true)),
        riff_chunk(b"XMP ", SECRET),
        riff_chunk(b"ABCD", SECRET),
    ];
    let p = prepared(&extended_webp(&simple, (40, 30), 0x2C, &more));
    assert_eq!(p.stripped, ["exif", "gps", "other", "xmp"]);
    assert_clean(&p);
}

#[test]
fn comments_of_a_gif_are_named_and_gone() {
    let mut file = gif(&[quarters(40, 30)]);
    let last = file.pop().unwrap();
    file.extend([0x21, 0xFE, SECRET.len() as u8]);
    file.extend(SECRET);
    file.extend([0, last]);
    let p = prepared(&file);
    assert_eq!(p.stripped, ["comment"]);
    assert_clean(&p);
}

#[test]
fn the_camera_time_is_a_hint_and_the_position_is_noticed() {
    let tiff = exif(Some(1), Some("2024:05:06 07:08:09"), true);
    let p = prepared(&with_exif(&jpeg(&quarters(40, 40)), &tiff));
    let said = NaiveDate::from_ymd_opt(2024, 5, 6).and_then(|d| d.and_hms_opt(7, 8, 9)).unwrap();
    assert_eq!(p.taken_hint, Some(said));
    assert!(p.carried_location);
    assert_eq!(p.stripped, ["exif", "gps"]);
    assert_clean(&p);
}

/// Orientation 6, a directory with the time, one with a position, and a second picture, low byte first.
#[test]
fn exif_of_either_byte_order_is_read() {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    tiff.extend(b"\x69\x87\x04\0\x01\0\0\0\x32\0\0\0");
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x44\0\0\0");
    tiff.extend(b"\x44\0\0\0");
    tiff.extend(b"\x01\0\x03\x90\x02\0\x14\0\0\0\x56\0\0\0\0\0\0\0");
    tiff.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    tiff.extend(b"2024:05:06 07:08:09\0");
    let p = prepared(&with_exif(&jpeg(&quarters(60, 40)), &tiff));
    let said = NaiveDate::from_ymd_opt(2024, 5, 6).and_then(|d| d.and_hms_opt(7, 8, 9));
    assert_eq!((p.width, p.height, p.taken_hint), (40, 60, said));
    assert_eq!(p.stripped, ["exif", "gps", "preview"]);
}

#[rstest]
#[case("0000:00:00 00:00:00")]
#[case("2024:13:40 07:08:09")]
#[case("    :  :     :  :  ")]
#[case("yesterday")]
fn a_camera_time_that_is_no_time_gives_no_hint(#[case] text: &str) {
    let p = prepared(&with_exif(&jpeg(&quarters(40, 40)), &exif(None, Some(text), false)));
    assert_eq!(p.taken_hint, None);
    assert!(!p.carried_location);
}

#[test]
fn a_position_in_xmp_counts_as_one() {
    let packet = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='54,58.5N'/>";
    let p = prepared(&with_segment(&jpeg(&quarters(40, 40)), 0xE1, packet));
    assert!(p.carried_location);
    assert_eq!(p.stripped, ["gps", "xmp"]);
}

#[test]
fn what_follows_the_picture_is_left_behind() {
    for (name, mut file) in one_of_each(&textured(40, 40)) {
        let before = prepared(&file);
        file.extend(b"PK\x03\x04");
        file.extend(SECRET);
        let p = prepared(&file);
        assert_eq!(p.stripped, ["trailing"], "{name}");
        assert_eq!(p.display, before.display, "{name}");
        assert_ne!(p.original_hash, before.original_hash, "{name}");
        assert_clean(&p);
    }
}

#[test]
fn only_one_bare_jpeg_counts_as_clean() {
    let bare = prepared(&jpeg(&quarters(40, 40))).display;
    assert!(is_clean(&bare));
    assert!(!is_clean(&[]));
    assert!(!is_clean(&png(&quarters(40, 40))));
    assert!(!is_clean(&bare[..bare.len() - 2]));
    assert!(!is_clean(&[bare.as_slice(), b"x"].concat()));
    assert!(!is_clean(&[&bare[..2], b"x", &bare[2..]].concat()));
    for marker in (0xE0..=0xEF).chain([0xFE]) {
        assert!(!is_clean(&with_segment(&bare, marker, SECRET)), "{marker:x}");
    }
}
