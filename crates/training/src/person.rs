//! One invented person, the same at every episode.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use register::PersonId;
use register::command::DescriptionItem;
use register::fact::{Attribute, Source, SourceKind};

use crate::calendar;
use crate::draw::Draw;
use crate::names::{EITHER, FAMILY, MEN, WOMEN};
use crate::places;
use crate::script::source;
use crate::shape;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
    Other,
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub person_id: PersonId,
    pub given: String,
    pub family: String,
    pub known_as: Option<String>,
    pub sex: Sex,
    pub born: NaiveDate,
    /// The placing council; looked-after children only.
    pub looked_after_by: Option<&'static str>,
    pub home: String,
    pub phone: Option<String>,
    pub height_cm: i64,
    pub build: &'static str,
    pub hair: &'static str,
    pub eyes: &'static str,
    pub marks: Option<&'static str>,
    /// Description only; nothing in the generator depends on it (INV-10).
    pub ethnic_appearance: Option<&'static str>,
    pub self_defined: Option<&'static str>,
    pub condition: Option<(&'static str, &'static str)>,
    pub dementia: bool,
    pub mental_health: bool,
    pub suicidal: bool,
    pub exploited: bool,
    /// While missing elsewhere, of which this register holds nothing.
    pub harmed_before: bool,
    pub goes_to: &'static str,
    pub friend: String,
    pub informant: String,
    pub relation: &'static str,
    pub informant_phone: String,
}

const CONDITIONS: [(&str, &str); 10] = [
    ("Type 1 diabetes", "insulin four times a day"),
    ("Epilepsy", "lamotrigine twice a day"),
    ("Asthma", "blue and brown inhalers"),
    ("Atrial fibrillation", "apixaban morning and night"),
    ("Underactive thyroid", "levothyroxine once a day"),
    ("High blood pressure", "amlodipine once a day"),
    ("Parkinson's disease", "co-careldopa every four hours"),
    ("Addison's disease", "hydrocortisone three times a day"),
    ("COPD", "two inhalers, oxygen at night"),
    ("Bipolar disorder", "lithium at night"),
];
const BUILDS: [&str; 6] = ["slim", "thin", "medium", "stocky", "heavy", "proportionate"];
const HAIR: [&str; 12] = [
    "short brown",
    "long brown, tied back",
    "short black",
    "black braids",
    "shoulder-length blonde",
    "short grey",
    "white, thinning",
    "shaved",
    "ginger, curly",
    "dark, shoulder length",
    "dyed red",
    "fair, cropped",
];
const EYES: [&str; 5] = ["brown", "blue", "green", "hazel", "grey"];
const MARKS: [&str; 12] = [
    "scar through left eyebrow",
    "tattoo of a swallow, right wrist",
    "pierced nose, left side",
    "birthmark on neck",
    "hearing aid, right ear",
    "glasses, thick black frames",
    "walks with a limp",
    "tattoo of a compass, left forearm",
    "braces on teeth",
    "burn scar, back of right hand",
    "two rings in left ear",
    "gap between front teeth",
];
const IC: [&str; 7] = ["IC1", "IC2", "IC3", "IC4", "IC5", "IC6", "IC9"];
const IC_WEIGHTS: [u32; 7] = [700, 30, 120, 60, 20, 30, 40];
const SELF_DEFINED: [&str; 12] = ["W1", "W2", "W9", "M1", "M2", "A1", "A2", "A3", "B1", "B2", "O2", "NS"];
const SELF_WEIGHTS: [u32; 12] = [680, 15, 60, 30, 20, 20, 30, 15, 35, 55, 15, 25];
/// Invented councils that place children.
pub(crate) const COUNCILS: [&str; 4] =
    ["Alderby Council", "Quillshire County Council", "Northmoor City Council", "Hallow Vale Council"];

impl Person {
    /// A person first reported at an instant. `looked_after` is for children only.
    pub fn draw(draw: &mut Draw, child: bool, looked_after: bool, first: DateTime<Utc>) -> Self {
        let years = shape::age(draw, child);
        let days = u32::try_from(draw.below(364)).unwrap_or(0);
        let born = calendar::born(calendar::local(first).date(), years, days);
        let sex = shape::sex(draw, years);
        let given = match sex {
            Sex::Female => draw.pick(&WOMEN),
            Sex::Male => draw.pick(&MEN),
            Sex::Other => draw.pick(&EITHER),
        };
        let family = draw.pick(&FAMILY);
        let dementia = years >= 65 && draw.chance(shape::DEMENTIA_OF_ELDERLY);
        let (condition_rate, mental_rate, suicidal_rate) =
            if child { (80, 280, 110) } else { (200, 800, 200) };
        let known = u64::from(years >= 50) * 250 + condition_rate;
        let exploited = child && years >= 11 && draw.chance(if looked_after { 160 } else { 60 });
        let relation = match (looked_after, years) {
            (true, _) => {
                draw.pick(&["residential worker", "keyworker", "foster carer", "duty manager of the home"])
            }
            (_, 0..=17) => draw.pick(&["mother", "mother", "father", "grandmother", "aunt", "stepfather"]),
            (_, 18..=64) => draw.pick(&[
                "mother",
                "partner",
                "wife",
                "husband",
                "sister",
                "friend",
                "father",
                "employer",
                "landlord",
                "support worker",
            ]),
            _ => draw.pick(&["daughter", "son", "wife", "husband", "warden", "carer", "neighbour"]),
        };
        let away_from_family =
            matches!(*relation, "mother" | "father" | "daughter" | "son" | "sister" | "aunt" | "grandmother");
        let informant_family =
            if away_from_family && draw.chance(700) { *family } else { *draw.pick(&FAMILY) };
        let friends: &[&str] = if draw.chance(500) { &WOMEN } else { &MEN };
        let informants: &[&str] = if draw.chance(600) { &WOMEN } else { &MEN };
        Self {
            person_id: PersonId(draw.uuid(first)),
            given: (*given).to_owned(),
            family: (*family).to_owned(),
            known_as: draw.chance(120).then(|| given.chars().take(3).collect()),
            sex,
            born,
            looked_after_by: (child && looked_after).then(|| *draw.pick(&COUNCILS)),
            home: if child && looked_after { places::placement(draw) } else { places::address(draw) },
            phone: (years >= 10 && draw.chance(620)).then(|| draw.phone()),
            height_cm: shape::height_cm(draw, years, sex),
            build: *draw.pick(&BUILDS),
            hair: if years >= 65 { *draw.pick(&HAIR[5..8]) } else { *draw.pick(&HAIR) },
            eyes: *draw.pick(&EYES),
            marks: draw.chance(300).then(|| *draw.pick(&MARKS)),
            ethnic_appearance: draw.chance(690).then(|| IC[draw.weighted(&IC_WEIGHTS)]),
            self_defined: draw.chance(330).then(|| SELF_DEFINED[draw.weighted(&SELF_WEIGHTS)]),
            condition: draw.chance(known).then(|| *draw.pick(&CONDITIONS)),
            dementia,
            mental_health: draw.chance(mental_rate),
            suicidal: draw.chance(suicidal_rate),
            exploited,
            goes_to: *draw.pick(if years < 18 { &places::YOUNG_HAUNTS[..] } else { &places::HAUNTS[..] }),
            friend: (*draw.pick(friends)).to_owned(),
            informant: format!("{} {informant_family}", draw.pick(informants)),
            relation,
            informant_phone: draw.phone(),
            // Last, so that nothing else comes out otherwise.
            harmed_before: draw.chance(if child { 25 } else { 35 }),
        }
    }

    /// The informant as a source: family, a partner agency such as a care home, or somebody else.
    pub fn source(&self, at: DateTime<Utc>) -> Source {
        let kind = match self.relation {
            "mother" | "father" | "daughter" | "son" | "wife" | "husband" | "sister" | "aunt"
            | "grandmother" | "partner" | "stepfather" => SourceKind::Family,
            "residential worker"
            | "keyworker"
            | "duty manager of the home"
            | "support worker"
            | "carer"
            | "warden" => SourceKind::Partner,
            _ => SourceKind::Informant,
        };
        source(kind, &self.informant, self.relation, &self.informant_phone, at)
    }

    pub fn age_on(&self, at: DateTime<Utc>) -> u32 {
        calendar::local(at).date().years_since(self.born).unwrap_or(0)
    }

    /// What the first report says, besides clothing.
    pub fn description(&self) -> Vec<DescriptionItem> {
        let mut items = vec![
            item(Attribute::FamilyName, &self.family),
            item(Attribute::GivenName, &self.given),
            item(Attribute::DateOfBirth, &self.born.format("%Y-%m-%d").to_string()),
            item(
                Attribute::Sex,
                match self.sex {
                    Sex::Female => "female",
                    Sex::Male => "male",
                    Sex::Other => "other",
                },
            ),
            item(Attribute::HeightCm, &self.height_cm.to_string()),
            item(Attribute::Build, self.build),
            item(Attribute::Hair, self.hair),
        ];
        let mut maybe = |attribute, value: Option<&str>| {
            items.extend(value.map(|value| item(attribute, value)));
        };
        maybe(Attribute::KnownAs, self.known_as.as_deref());
        maybe(Attribute::Eyes, self.born.day().is_multiple_of(2).then_some(self.eyes));
        maybe(Attribute::Marks, self.marks);
        maybe(Attribute::EthnicAppearance, self.ethnic_appearance);
        maybe(Attribute::SelfDefinedEthnicity, self.self_defined);
        maybe(Attribute::HomeAddress, Some(&self.home));
        maybe(Attribute::Phone, self.phone.as_deref());
        maybe(Attribute::MedicalCondition, self.condition.map(|(condition, _)| condition));
        maybe(Attribute::Medication, self.condition.map(|(_, medication)| medication));
        maybe(Attribute::LookedAfterBy, self.looked_after_by);
        items
    }
}

pub(crate) fn item(attribute: Attribute, value: &str) -> DescriptionItem {
    DescriptionItem { attribute, value: value.to_owned() }
}
