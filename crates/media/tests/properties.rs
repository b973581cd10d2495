//! No input panics, and none gets past the limits.

mod common;

use std::sync::LazyLock;

use common::*;
use media::{DISPLAY_SIDE, Limits, THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH, is_clean, prepare};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Small, so that a mutated header can only ask for what a test can afford.
const LIMITS: Limits =
    Limits { max_bytes: 64 * 1024, max_pixels: 40_000, max_side: 2_000, max_memory: 192 * 1024 * 1024 };

static VALID: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let tiff = exif(Some(6), Some("2024:05:06 07:08:09"), true);
    let mut files: Vec<Vec<u8>> =
        one_of_each(&textured(37, 29)).into_iter().map(|(_, bytes)| bytes).collect();
    files.push(with_exif(&jpeg(&quarters(20, 20)), &tiff));
    files.push(with_chunk(&png(&quarters(20, 20)), b"eXIf", &tiff));
    files.push(extended_webp(&webp(&quarters(20, 20)), (20, 20), 0x08, &[riff_chunk(b"EXIF", &tiff)]));
    files
});

fn check(bytes: &[u8]) {
    let _ = is_clean(bytes);
    let Ok(p) = prepare(bytes, None, &LIMITS) else {
        return;
    };
    assert!(bytes.len() as u64 <= LIMITS.max_bytes);
    assert!(u64::from(p.width) * u64::from(p.height) <= LIMITS.max_pixels);
    assert!(p.width.max(p.height) <= LIMITS.max_side);
    assert!(is_clean(&p.display) && is_clean(&p.thumbnail));
    let display = pixels(&p.display);
    assert!(display.width().max(display.height()) <= DISPLAY_SIDE);
    assert_eq!(pixels(&p.thumbnail).dimensions(), (THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT));
}

#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Cut(Index, u8),
    Insert(Index, Vec<u8>),
    Swap(Index, Index),
    End(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (any::<Index>(), any::<u8>()).prop_map(|(at, b)| Change::Set(at, b)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, n)| Change::Cut(at, n)),
        1 => (any::<Index>(), vec(any::<u8>(), 1..12)).prop_map(|(at, b)| Change::Insert(at, b)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Swap(a, b)),
        1 => any::<Index>().prop_map(Change::End),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: Change) {
    if bytes.is_empty() {
        return;
    }
    let len = bytes.len();
    match change {
        Change::Set(at, b) => bytes[at.index(len)] = b,
        Change::Cut(at, n) => {
            let from = at.index(len);
            bytes.drain(from..(from + usize::from(n)).min(len));
        }
        Change::Insert(at, more) => {
            let from = at.index(len);
            bytes.splice(from..from, more);
        }
        Change::Swap(a, b) => bytes.swap(a.index(len), b.index(len)),
        Change::End(at) => bytes.truncate(at.index(len)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn random_bytes_behind_a_true_signature_never_panic(
        which in any::<Index>(),
        keep in 4_usize..64,
        bytes in vec(any::<u8>(), 0..400),
    ) {
        let valid = &VALID[which.index(VALID.len())];
        let head = &valid[..keep.min(valid.len())];
        check(&[head, &bytes].concat());
    }

    #[test]
    fn mutated_pictures_never_panic_and_honour_the_limits(
        which in any::<Index>(),
        changes in vec(change(), 1..6),
    ) {
        let mut bytes = VALID[which.index(VALID.len())].clone();
        for change in changes {
            apply(&mut bytes, change);
        }
        check(&bytes);
    }

    #[test]
    fn mutated_headers_never_panic_and_honour_the_limits(
        which in any::<Index>(),
        changes in vec((0_usize..80, any::<u8>()), 1..4),
    ) {
        let mut bytes = VALID[which.index(VALID.len())].clone();
        for (at, value) in changes {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        check(&bytes);
    }
}
