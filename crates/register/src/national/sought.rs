//! What may be asked of the national index, and why something is an answer.

use minicbor::{Decode, Encode};

use super::Extract;

/// From this to that, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Range {
    /// The least.
    #[n(0)]
    pub from: u32,
    /// The most.
    #[n(1)]
    pub to: u32,
}

impl Range {
    /// How far two ranges are apart; zero where they meet.
    pub fn apart(self, other: Self) -> u32 {
        self.from.saturating_sub(other.to).max(other.from.saturating_sub(self.to))
    }
}

/// Who is sought.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Sought {
    /// By name, or by part of one, as it was heard.
    #[n(0)]
    Name(#[n(0)] String),
    /// By what they look like, and where and when they were last seen.
    #[n(1)]
    Looks(#[n(0)] Looks),
}

/// Whom an officer asks for is personal: it is not for logs.
impl std::fmt::Debug for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Name(_) => "Name([redacted])",
            Self::Looks(_) => "Looks([redacted])",
        })
    }
}

/// What somebody looks like, and where and when they were last seen. Whatever is empty is not asked. There is no
/// field of ethnicity: it is shown to know somebody by, and scores nothing (INV-10).
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Looks {
    /// One of the values of sex; empty for any.
    #[n(0)]
    pub sex: String,
    /// Years.
    #[n(1)]
    pub age: Option<Range>,
    /// Centimetres.
    #[n(2)]
    pub height: Option<Range>,
    /// Words of build.
    #[n(3)]
    pub build: String,
    /// Words of hair.
    #[n(4)]
    pub hair: String,
    /// Words of clothing.
    #[n(5)]
    pub clothing: String,
    /// A postcode, or words of a place.
    #[n(6)]
    pub place: String,
    /// Last seen not before: milliseconds since 1970 (UTC).
    #[n(7)]
    pub seen_from: Option<i64>,
    /// Last seen not after.
    #[n(8)]
    pub seen_to: Option<i64>,
}

impl std::fmt::Debug for Looks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Looks([redacted])")
    }
}

/// Of what a reason speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Field {
    /// A word of the name.
    #[n(0)]
    Name,
    /// Sex.
    #[n(1)]
    Sex,
    /// Age.
    #[n(2)]
    Age,
    /// Height.
    #[n(3)]
    Height,
    /// Build.
    #[n(4)]
    Build,
    /// Hair.
    #[n(5)]
    Hair,
    /// Clothing.
    #[n(6)]
    Clothing,
    /// Where they were last seen.
    #[n(7)]
    Place,
    /// When they were last seen.
    #[n(8)]
    Seen,
}

/// How what was asked stands to what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum How {
    /// The same, or within it.
    #[n(0)]
    Same,
    /// The same letters in another order.
    #[n(1)]
    Letters,
    /// It sounds the same.
    #[n(2)]
    Sound,
    /// It begins so.
    #[n(3)]
    Beginning,
    /// It begins with that sound.
    #[n(4)]
    SoundBeginning,
    /// Not far off.
    #[n(5)]
    Near,
    /// Some of the words, not all.
    #[n(6)]
    Partly,
    /// Nothing is known of it.
    #[n(7)]
    NotKnown,
    /// It is something else.
    #[n(8)]
    Differs,
}

/// One reason for or against, in codes: screens have the words.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Reason {
    /// Of what.
    #[n(0)]
    pub field: Field,
    /// How it stands.
    #[n(1)]
    pub how: How,
    /// The words asked for that were met; empty where no words were asked.
    #[n(2)]
    pub words: Vec<String>,
}

impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reason({:?}, {:?}, {} words)", self.field, self.how, self.words.len())
    }
}

/// Somebody who may be the one sought.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hit {
    /// The minimal record.
    #[n(0)]
    pub extract: Extract,
    /// From 0 to 1,000: all that was asked is the same.
    #[n(1)]
    pub score: u32,
    /// Why: one for each thing that was asked.
    #[n(2)]
    pub reasons: Vec<Reason>,
}
