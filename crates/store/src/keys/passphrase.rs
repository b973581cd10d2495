//! Passphrases and how strong they are.
//!
//! A passphrase is used exactly as typed, after Unicode NFC: nothing is trimmed. White space inside is part of it.
//! White space at either end, and control characters, are refused when a passphrase is chosen, because nobody can see
//! them; so such input can never be right and is refused at unlock too, before a try is counted. A passphrase read from a
//! file must be handed over without its line break.

use std::iter;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;
use zxcvbn::zxcvbn;

use super::error::KeyError;

/// zxcvbn's cost grows steeply with length, so only this many characters are judged (the library itself stops at 100).
const JUDGED_CHARS: usize = 128;
const CONTEXT_WORDS: usize = 32;
const LONGEST_BYTES: usize = 1024;

/// A well-formed passphrase in NFC.
pub(super) struct Passphrase(Zeroizing<String>);

impl Passphrase {
    pub fn parse(typed: &str) -> Result<Self, KeyError> {
        if typed.is_empty() {
            return Err(KeyError::PassphraseEmpty);
        }
        if typed.len() > LONGEST_BYTES {
            return Err(KeyError::PassphraseTooLong { limit: LONGEST_BYTES });
        }
        let ends = [typed.chars().next(), typed.chars().next_back()];
        if ends.into_iter().flatten().any(char::is_whitespace) || typed.chars().any(char::is_control) {
            return Err(KeyError::PassphraseInvisible);
        }
        // Room for the longest possible NFC (three times the bytes), so that no unwiped copy is left by growing.
        let mut normal = Zeroizing::new(String::with_capacity(3 * typed.len()));
        normal.extend(typed.nfc());
        Ok(Self(normal))
    }

    /// A well-formed passphrase of at least the score `minimum` (0 to 4).
    pub fn choose(typed: &str, minimum: u8, context_words: &[&str]) -> Result<Self, KeyError> {
        let passphrase = Self::parse(typed)?;
        let strength = strength(&passphrase.0, context_words);
        if strength.score < minimum {
            return Err(KeyError::TooWeak { minimum, strength });
        }
        Ok(passphrase)
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How long a passphrase would stand. The words come from zxcvbn, in English, and never repeat the passphrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Strength {
    /// 0 (worst) to 4.
    pub score: u8,
    pub warning: Option<String>,
    pub suggestions: Vec<String>,
    pub guesses_log10: f64,
    /// Against someone with a copy of the file who makes 10,000 guesses a second.
    pub crack_time_words: String,
}

/// Judges `passphrase`; `context_words` (force, collar number, name …) count as easily guessed, whole
/// and in their parts (`Test`, `Larkspur`, `4471`).
pub fn strength(passphrase: &str, context_words: &[&str]) -> Strength {
    let mut judged = Zeroizing::new(String::with_capacity(3 * passphrase.len()));
    judged.extend(passphrase.nfc().take(JUDGED_CHARS));
    let words: Vec<&str> = context_words
        .iter()
        .flat_map(|words| iter::once(*words).chain(words.split(|c: char| !c.is_alphanumeric())))
        .filter(|word| (2..=JUDGED_CHARS).contains(&word.len()))
        .take(CONTEXT_WORDS)
        .collect();
    let entropy = zxcvbn(&judged, &words);
    let feedback = entropy.feedback();
    Strength {
        score: u8::from(entropy.score()),
        warning: feedback.and_then(|said| said.warning()).map(|warning| warning.to_string()),
        suggestions: feedback
            .map_or_else(Vec::new, |said| said.suggestions().iter().map(ToString::to_string).collect()),
        guesses_log10: entropy.guesses_log10().max(0.0),
        crack_time_words: entropy.crack_times().offline_slow_hashing_1e4_per_second().to_string(),
    }
}
