//! Recovery shares on paper. Each is 21 groups of four characters of Crockford's base 32: three of content and one check
//! character, which catches any one wrong character, any two neighbours swapped, and any two whole groups swapped, and so
//! names the group. Content: format (1 character), share number (1), register's short id (4), the share itself (52),
//! and a BLAKE3 checksum of all these (5).

use uuid::Uuid;
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const FORMAT: u8 = 1;
const SHARE_SYMBOLS: usize = 52;
const CHECKED_SYMBOLS: usize = 6 + SHARE_SYMBOLS;
const GROUPS: usize = (CHECKED_SYMBOLS + 5) / 3;

/// What is wrong with a typed share. Groups are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    #[error("{}", mistyped_words(groups))]
    Mistyped { groups: Vec<u8> },
    #[error("it has {found} characters and should have {expected}{}", near_words(*near))]
    Length { found: usize, expected: usize, near: Option<u8> },
    #[error("more than one character is wrong, and the groups do not say where: type it again")]
    Checksum,
    #[error("it was printed by another version of the program")]
    UnknownFormat,
}

fn mistyped_words(groups: &[u8]) -> String {
    match groups {
        [one] => format!("group {one} is mistyped"),
        many => {
            let numbers: Vec<String> = many.iter().map(u8::to_string).collect();
            format!("groups {} are mistyped", numbers.join(", "))
        }
    }
}

fn near_words(near: Option<u8>) -> String {
    near.map_or_else(String::new, |group| format!("; look at group {group} and before"))
}

/// One of the two printed shares; both are needed.
pub struct RecoveryShare {
    pub(super) number: u8,
    pub(super) short_id: String,
    pub(super) secret: Zeroizing<[u8; 32]>,
}

/// The two shares made at creation, to be printed and kept by two different people.
#[derive(Debug)]
pub struct RecoveryShares {
    pub first: RecoveryShare,
    pub second: RecoveryShare,
}

impl std::fmt::Debug for RecoveryShare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoveryShare({} of {}, [redacted])", self.number, self.short_id)
    }
}

impl RecoveryShare {
    /// 1 or 2.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// The short id of the register, which stands on both shares.
    pub fn short_id(&self) -> &str {
        &self.short_id
    }

    /// The 21 groups with single spaces between.
    pub fn printed(&self) -> Zeroizing<String> {
        let symbols = self.symbols();
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * 5));
        for (index, group) in symbols.chunks_exact(3).enumerate() {
            if index > 0 {
                text.push(' ');
            }
            for symbol in group.iter().chain([&check_symbol(index, group)]) {
                text.push(char::from(ALPHABET[usize::from(*symbol)]));
            }
        }
        text
    }

    /// Takes any case, O for 0, I or L for 1, and spaces and hyphens anywhere.
    pub fn parse(typed: &str) -> Result<Self, ShareError> {
        let mut read: Zeroizing<Vec<Option<u8>>> =
            Zeroizing::new(Vec::with_capacity(typed.len().max(4 * GROUPS)));
        read.extend(
            typed
                .chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
                .map(symbol_of),
        );
        let mut symbols = Zeroizing::new(Vec::with_capacity(3 * GROUPS));
        let mut wrong = Vec::new();
        for (index, group) in read.chunks(4).take(GROUPS).enumerate() {
            match group {
                [Some(a), Some(b), Some(c), Some(check)] if check_symbol(index, &[*a, *b, *c]) == *check => {
                    symbols.extend([*a, *b, *c]);
                }
                _ => wrong.push(index as u8 + 1),
            }
        }
        if read.len() != 4 * GROUPS {
            return Err(ShareError::Length {
                found: read.len(),
                expected: 4 * GROUPS,
                near: wrong.first().copied(),
            });
        }
        if !wrong.is_empty() {
            return Err(ShareError::Mistyped { groups: wrong });
        }
        if symbols[0] != FORMAT {
            return Err(ShareError::UnknownFormat);
        }
        let (content, sum) = symbols.split_at(CHECKED_SYMBOLS);
        if sum != checksum(content) || !(1..=2).contains(&content[1]) {
            return Err(ShareError::Checksum);
        }
        Ok(Self {
            number: content[1],
            short_id: text_of(&content[2..6]),
            secret: from_symbols(&content[6..]),
        })
    }

    fn symbols(&self) -> Zeroizing<Vec<u8>> {
        let mut symbols = Zeroizing::new(Vec::with_capacity(3 * GROUPS));
        symbols.extend([FORMAT, self.number]);
        symbols.extend(self.short_id.chars().filter_map(symbol_of));
        push_symbols(self.secret.as_ref(), SHARE_SYMBOLS, &mut symbols);
        let sum = checksum(&symbols);
        symbols.extend(sum);
        symbols
    }
}

pub(super) fn short_id(register_id: Uuid) -> String {
    let hash = blake3::derive_key("nrmp keys 1: short id", register_id.as_bytes());
    let mut symbols = Vec::with_capacity(4);
    push_symbols(&hash[..3], 4, &mut symbols);
    text_of(&symbols)
}

fn text_of(symbols: &[u8]) -> String {
    symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect()
}

fn symbol_of(typed: char) -> Option<u8> {
    let letter = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|known| char::from(*known) == letter)
        .and_then(|position| u8::try_from(position).ok())
}

/// The first `count` groups of five bits, high bits first, with zeros after the last byte.
fn push_symbols(bytes: &[u8], count: usize, symbols: &mut Vec<u8>) {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| (byte >> (7 - at % 8)) & 1);
    symbols.extend((0..count).map(|n| (0..5).fold(0, |symbol, k| (symbol << 1) | bit(5 * n + k))));
}

fn from_symbols(symbols: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    for at in 0..256 {
        let bit = (symbols[at / 5] >> (4 - at % 5)) & 1;
        bytes[at / 8] |= bit << (7 - at % 8);
    }
    bytes
}

fn checksum(content: &[u8]) -> [u8; 5] {
    let hash = blake3::derive_key("nrmp keys 1: recovery share", content);
    std::array::from_fn(|n| hash[n] & 31)
}

/// α·a + α²·b + α³·c + α^index over GF(32): distinct weights catch one wrong character and swapped neighbours, the last
/// term catches groups in the wrong place (21 groups, and α has order 31).
fn check_symbol(index: usize, group: &[u8]) -> u8 {
    let constant = (0..index).fold(1, |power, _| times_alpha(power));
    // Horner: ((c·α + b)·α + a)·α.
    let weighted = group.iter().rev().fold(0, |sum, symbol| times_alpha(sum ^ symbol));
    constant ^ weighted
}

/// Multiplication by α in GF(32) modulo x⁵ + x² + 1.
fn times_alpha(x: u8) -> u8 {
    let doubled = x << 1;
    if doubled & 32 == 0 { doubled } else { (doubled ^ 0b10_0101) & 31 }
}
