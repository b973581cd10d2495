//! A drawn face for an invented person: plainly a drawing, different for each seed.

const WIDTH: i32 = 240;
const HEIGHT: i32 = 300;

/// A BMP picture of 240 × 300 pixels.
pub(crate) fn draw(seed: u64) -> Vec<u8> {
    let pick = |n: u64, of: usize| {
        usize::try_from((seed.rotate_left(u32::try_from(n * 13 % 64).unwrap_or(0)) ^ (seed >> 7)) % of as u64)
            .unwrap_or(0)
    };
    let skin =
        [[0xf1, 0xd0, 0xb5], [0xc6, 0x8d, 0x63], [0x8d, 0x5a, 0x3b], [0xe3, 0xb1, 0x8c], [0x5f, 0x3b, 0x27]]
            [pick(1, 5)];
    let hair =
        [[0x2b, 0x21, 0x1c], [0x6b, 0x42, 0x26], [0xb8, 0x8a, 0x4a], [0xb9, 0xb9, 0xb9], [0x84, 0x2f, 0x1c]]
            [pick(2, 5)];
    let coat = [[0x2f, 0x4b, 0x6e], [0x55, 0x6b, 0x3f], [0x7a, 0x2f, 0x3c], [0x4a, 0x4a, 0x52]][pick(3, 4)];
    let wall = [[0xdf, 0xe6, 0xea], [0xea, 0xe4, 0xd8], [0xdc, 0xe3, 0xd6]][pick(4, 3)];
    let long = pick(5, 2) == 1;
    let within = |x: i32, y: i32, cx: i32, cy: i32, rx: i32, ry: i32| {
        let (dx, dy) = ((x - cx) * 1000 / rx, (y - cy) * 1000 / ry);
        dx * dx + dy * dy <= 1_000_000
    };
    let colour = |x: i32, y: i32| -> [u8; 3] {
        let eye = within(x, y, 100, 132, 7, 5) || within(x, y, 140, 132, 7, 5);
        let mouth = within(x, y, 120, 178, 20, 5) && y > 176;
        let nose = within(x, y, 120, 155, 4, 12);
        let face = within(x, y, 120, 140, 52, 68);
        let top = within(x, y, 120, 118, 60, 68) && y < 112;
        if eye || mouth {
            [0x30, 0x26, 0x24]
        } else if nose {
            skin.map(|part: u8| part.saturating_sub(24))
        } else if face && !(top && y < 104) {
            skin
        } else if top || (long && within(x, y, 120, 150, 68, 92) && y < 225) {
            hair
        } else if within(x, y, 120, 300, 100, 82) {
            coat
        } else if within(x, y, 120, 205, 22, 30) {
            skin
        } else {
            wall
        }
    };
    let mut bytes = header();
    for y in (0..HEIGHT).rev() {
        for x in 0..WIDTH {
            let [r, g, b] = colour(x, y);
            bytes.extend_from_slice(&[b, g, r]);
        }
    }
    bytes
}

/// File and information header of an uncompressed 24-bit bitmap; rows need no padding at this width.
fn header() -> Vec<u8> {
    let size = WIDTH.unsigned_abs() * HEIGHT.unsigned_abs() * 3;
    let mut bytes = b"BM".to_vec();
    for word in [54 + size, 0, 54, 40, WIDTH.unsigned_abs(), HEIGHT.unsigned_abs()] {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    for half in [1u16, 24] {
        bytes.extend_from_slice(&half.to_le_bytes());
    }
    for word in [0, size, 2835, 2835, 0, 0] {
        bytes.extend_from_slice(&u32::to_le_bytes(word));
    }
    bytes
}
