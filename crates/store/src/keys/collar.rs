//! Finding an officer's slot by collar number, with no collar number in the file.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::bytes::Hex;
use super::error::KeyError;

const LONGEST: usize = 32;

/// Are these one officer's collar number, as slots compare it? False for what is none.
pub fn same_collar(a: &str, b: &str) -> bool {
    matches!((CollarNumber::parse(a), CollarNumber::parse(b)), (Ok(a), Ok(b)) if a.0 == b.0)
}

/// A collar number as it is compared: NFKC, upper case, without white space and hyphens, so that `nm-4471` and `NM 4471`
/// are one officer.
pub(super) struct CollarNumber(Zeroizing<String>);

impl CollarNumber {
    pub fn parse(typed: &str) -> Result<Self, KeyError> {
        let refused = KeyError::CollarNumber { limit: LONGEST };
        if typed.chars().count() > LONGEST || typed.chars().any(char::is_control) {
            return Err(refused);
        }
        let normal: String = typed
            .nfkc()
            .flat_map(char::to_uppercase)
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{2011}'))
            .collect();
        if normal.is_empty() {
            return Err(refused);
        }
        Ok(Self(Zeroizing::new(normal)))
    }

    /// The tag that stands in the slot with this salt. It hides the number from a reader and from a search of the disk;
    /// whoever tries every number against a copy of the file will find it, as numbers are few.
    pub fn tag(&self, salt: &Hex<32>) -> Hex<32> {
        Hex(*blake3::keyed_hash(&salt.0, self.0.as_bytes()).as_bytes())
    }
}
