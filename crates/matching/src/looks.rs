//! A person sought by what they look like, and where and when they were last seen, with no name.

use register::national::{Extract, Field, How, Looks, Range, Reason, outward};

use crate::words::{place_words, stems};

/// Years, centimetres and milliseconds beyond which it is somebody else: ages and heights are judged by eye, and
/// times are remembered.
pub const AGE_APART: u32 = 10;
/// Centimetres.
pub const HEIGHT_APART: u32 = 20;
/// A day.
pub const SEEN_APART_MS: i64 = 24 * 60 * 60 * 1_000;
/// What is still *near*.
const AGE_NEAR: u32 = 4;
const HEIGHT_NEAR: u32 = 8;

/// A description as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooksQuery {
    asked: Looks,
    /// The postcode's outward part, in lower case.
    pub outward: Option<String>,
    /// Words of the place, the outward part among them.
    pub places: Vec<String>,
    build: Vec<String>,
    hair: Vec<String>,
    clothing: Vec<String>,
}

/// What is asked of one field: how much it counts of the whole, and how it is met.
struct Asked {
    field: Field,
    weight: u32,
    how: How,
    /// The share that is met, of 1,000.
    share: u32,
    words: Vec<String>,
}

impl LooksQuery {
    /// `None` where nothing is asked that tells one person from another: sex alone does not.
    pub fn of(looks: &Looks) -> Option<Self> {
        let postcode = outward(&looks.place).map(|outward| outward.to_lowercase());
        let places = match &postcode {
            // Of a full postcode the inward part is not in the index.
            Some(outward) => {
                let mut words = place_words(&register::national::short(&looks.place));
                words.insert(0, outward.clone());
                words
            }
            None => place_words(&looks.place),
        };
        let query = Self {
            asked: looks.clone(),
            outward: postcode,
            places,
            build: stems(&looks.build),
            hair: stems(&looks.hair),
            clothing: stems(&looks.clothing),
        };
        let anything = looks.age.is_some()
            || looks.height.is_some()
            || query.window().is_some()
            || !query.places.is_empty()
            || query.stems().next().is_some();
        anything.then_some(query)
    }

    /// The time asked for, where one is: from, to.
    pub fn window(&self) -> Option<(i64, i64)> {
        match (self.asked.seen_from, self.asked.seen_to) {
            (None, None) => None,
            (from, to) => Some((from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX))),
        }
    }

    /// Stems of build, hair and clothing.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.build.iter().chain(&self.hair).chain(&self.clothing).map(String::as_str)
    }

    /// The sex asked for, where it rules the other one out.
    pub fn sex(&self) -> Option<&'static str> {
        match self.asked.sex.as_str() {
            "female" => Some("female"),
            "male" => Some("male"),
            _ => None,
        }
    }

    /// The sex that is ruled out: what is *other*, *not known* or not said may be either.
    pub fn not_sex(&self) -> Option<&'static str> {
        self.sex().map(|sex| if sex == "female" { "male" } else { "female" })
    }

    /// Years asked for.
    pub fn age(&self) -> Option<Range> {
        self.asked.age
    }

    /// Centimetres asked for.
    pub fn height(&self) -> Option<Range> {
        self.asked.height
    }

    /// The score from 0 to 1,000 and a reason for each thing asked; `None` where it is somebody else, or where
    /// nothing that was asked is known to be so but the sex.
    pub fn score(&self, extract: &Extract) -> Option<(u32, Vec<Reason>)> {
        let all = self.weighed(extract)?;
        let tells =
            |asked: &&Asked| asked.field != Field::Sex && asked.share > 0 && asked.how != How::NotKnown;
        all.iter().find(tells)?;
        let of: u32 = all.iter().map(|asked| asked.weight).sum();
        let gained: u32 = all.iter().map(|asked| asked.weight * asked.share).sum();
        let reason = |asked: Asked| Reason { field: asked.field, how: asked.how, words: asked.words };
        Some((gained / of.max(1), all.into_iter().map(reason).collect()))
    }

    fn weighed(&self, extract: &Extract) -> Option<Vec<Asked>> {
        let mut all = Vec::new();
        if let Some(sex) = self.sex() {
            if self.not_sex() == Some(extract.sex.as_str()) {
                return None;
            }
            let how = if extract.sex == sex { How::Same } else { How::NotKnown };
            all.push(asked(Field::Sex, 10, how));
        }
        let age = measured(self.asked.age, extract.age, AGE_NEAR, AGE_APART)?;
        all.extend(age.map(|how| asked(Field::Age, 20, how)));
        let height = measured(self.asked.height, extract.height, HEIGHT_NEAR, HEIGHT_APART)?;
        all.extend(height.map(|how| asked(Field::Height, 10, how)));
        all.extend(worded(Field::Build, 5, &self.build, &extract.build));
        all.extend(worded(Field::Hair, 10, &self.hair, &extract.hair));
        all.extend(worded(Field::Clothing, 20, &self.clothing, &extract.clothing));
        all.extend(self.placed(extract));
        all.extend(self.window().map(|window| asked(Field::Seen, 30, seen(window, extract))));
        Some(all)
    }

    fn placed(&self, extract: &Extract) -> Option<Asked> {
        const WEIGHT: u32 = 30;
        if self.places.is_empty() {
            return None;
        }
        let mut known = place_words(&extract.place);
        known.extend(place_words(&extract.outward));
        let same_outward = self.outward.as_ref().filter(|outward| known.contains(outward));
        if let Some(outward) = same_outward {
            let words = vec![outward.clone()];
            return Some(Asked { field: Field::Place, weight: WEIGHT, how: How::Same, share: 1_000, words });
        }
        Some(shared(Field::Place, WEIGHT, &self.places, &known))
    }
}

fn asked(field: Field, weight: u32, how: How) -> Asked {
    let share = match how {
        How::Same => 1_000,
        How::Near => 500,
        // Neither for nor against; yet before what is known to be otherwise.
        How::NotKnown => 250,
        _ => 0,
    };
    Asked { field, weight, how, share, words: Vec::new() }
}

/// `None` where it is somebody else; `Some(None)` where nothing was asked.
fn measured(asked: Option<Range>, known: Option<Range>, near: u32, apart: u32) -> Option<Option<How>> {
    let Some(asked) = asked else { return Some(None) };
    let Some(known) = known else { return Some(Some(How::NotKnown)) };
    match asked.apart(known) {
        0 => Some(Some(How::Same)),
        off if off <= near => Some(Some(How::Near)),
        off if off <= apart => Some(Some(How::Differs)),
        _ => None,
    }
}

fn worded(field: Field, weight: u32, asked: &[String], known: &str) -> Option<Asked> {
    (!asked.is_empty()).then(|| shared(field, weight, asked, &stems(known)))
}

/// As much as the share of the words that are met.
fn shared(field: Field, weight: u32, asked_for: &[String], known: &[String]) -> Asked {
    if known.is_empty() {
        return asked(field, weight, How::NotKnown);
    }
    let met: Vec<String> = asked_for.iter().filter(|word| known.contains(word)).cloned().collect();
    let how = match met.len() {
        0 => How::Differs,
        all if all == asked_for.len() => How::Same,
        _ => How::Partly,
    };
    let share = (met.len() * 1_000 / asked_for.len().max(1)) as u32;
    Asked { field, weight, how, share, words: met }
}

fn seen((from, to): (i64, i64), extract: &Extract) -> How {
    let (Some(earliest), Some(latest)) = (extract.seen_from, extract.seen_to) else { return How::NotKnown };
    let off = from.saturating_sub(latest).max(earliest.saturating_sub(to));
    match off {
        ..=0 => How::Same,
        off if off <= SEEN_APART_MS => How::Near,
        _ => How::Differs,
    }
}
