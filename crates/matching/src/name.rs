//! A person sought by name: every word must be met, in whole, by its letters, its sound or its beginning.

use register::national::{Extract, Field, How, Reason};

use crate::keys::Keys;
use crate::words::{letters, sound, words};

/// Symbols of a sound that is compared, and of one of which the beginning is.
const SHORTEST_SOUND: usize = 2;
const SHORTEST_SOUND_BEGUN: usize = 3;
/// Letters of a word that may stand in another order.
const SHORTEST_LETTERS: usize = 4;

/// One word that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameWord {
    /// The word.
    pub word: String,
    /// Its sound, where it has one long enough to tell.
    pub sound: Option<String>,
    /// Its sound, where names are found that only begin with it.
    pub sound_begun: Option<String>,
    /// Its letters in order, where it is long enough to tell.
    pub letters: Option<String>,
}

impl NameWord {
    /// What may be asked for by one word, as [`crate::words()`] gives it.
    pub fn of(word: String) -> Self {
        let sound = sound(&word);
        Self {
            sound: (sound.len() >= SHORTEST_SOUND).then(|| sound.clone()),
            sound_begun: (sound.len() >= SHORTEST_SOUND_BEGUN).then_some(sound),
            letters: (word.chars().count() >= SHORTEST_LETTERS).then(|| letters(&word)),
            word,
        }
    }

    /// How well it is met by a record of these keys: the best of all ways.
    pub fn met(&self, keys: &Keys) -> Option<How> {
        let begins = |word: &String, with: &str| word.starts_with(with);
        if keys.names.contains(&self.word) {
            Some(How::Same)
        } else if self.letters.as_ref().is_some_and(|letters| keys.letters.contains(letters)) {
            Some(How::Letters)
        } else if self.sound.as_ref().is_some_and(|sound| keys.sounds.contains(sound)) {
            Some(How::Sound)
        } else if keys.names.iter().any(|name| begins(name, &self.word)) {
            Some(How::Beginning)
        } else if self.sound_begun.as_ref().is_some_and(|begun| keys.sounds.iter().any(|s| begins(s, begun)))
        {
            Some(How::SoundBeginning)
        } else {
            None
        }
    }
}

/// What a way of being met is worth, of 1,000.
fn worth(how: How) -> u32 {
    match how {
        How::Same => 1_000,
        How::Letters => 850,
        How::Sound => 800,
        How::Beginning => 700,
        How::SoundBeginning => 550,
        How::Near | How::Partly | How::NotKnown | How::Differs => 0,
    }
}

/// A name as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameQuery {
    /// Its words, each once, in the order in which they were given.
    pub words: Vec<NameWord>,
}

impl NameQuery {
    /// `None` where there is nothing to look for.
    pub fn of(text: &str) -> Option<Self> {
        let mut asked: Vec<NameWord> = Vec::new();
        for word in words(text) {
            if !asked.iter().any(|other| other.word == word) {
                asked.push(NameWord::of(word));
            }
        }
        (!asked.is_empty()).then_some(Self { words: asked })
    }

    /// The score from 0 to 1,000 and a reason for each word; `None` where one of them is not met.
    pub fn score(&self, extract: &Extract) -> Option<(u32, Vec<Reason>)> {
        let keys = Keys::of(extract);
        let mut sum = 0;
        let mut reasons = Vec::with_capacity(self.words.len());
        for asked in &self.words {
            let how = asked.met(&keys)?;
            sum += worth(how);
            reasons.push(Reason { field: Field::Name, how, words: vec![asked.word.clone()] });
        }
        Some((sum / self.words.len() as u32, reasons))
    }
}
