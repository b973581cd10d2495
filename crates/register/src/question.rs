//! The questions asked about a missing person, in versioned sets, and their answers.
//!
//! Source of the first twelve: College of Policing APP, missing persons, quick reference guide for
//! call handlers (paraphrased). The others are indicators named by APP "Risk identification,
//! assessment and management". Ethnicity, nationality, religion and sexuality are not among them (INV-10).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// Yes, no, not asked and asked-but-not-known are four different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Yes,
    No,
    NotAsked,
    NotKnown,
}

/// One question. The words shown for it stand in the catalogue under `question-<name>`; one that a force added is shown
/// by its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, TS, JsonSchema)]
#[ts(rename_all = "snake_case")]
#[schemars(rename_all = "snake_case")]
pub enum Question {
    WhyWorried,
    TriedToFind,
    OutOfCharacter,
    MissingBefore,
    MedicalNeeds,
    VictimOfCrime,
    LikelyHurt,
    SexualExploitation,
    SelfHarm,
    DangerToOthers,
    TravelledAbroad,
    AnythingElse,
    Dementia,
    MentalHealth,
    WeatherExposure,
    HarmedBefore,
    CriminalExploitation,
    DomesticAbuse,
    AlcoholOrDrugs,
    CannotAskForHelp,
    HasMeans,
    KnownPlace,
    /// Somebody states that the person is not vulnerable; it contradicts any danger (F19).
    NotVulnerable,
    /// Of a force's own question set (F37).
    #[ts(untagged)]
    #[schemars(untagged)]
    Added(AddedQuestion),
}

/// The name of a question that a force added, which every other force can read: `added_armed_forces_veteran` is shown as
/// *Armed forces veteran*. Small letters, digits and `_`, of which none begins, ends or doubles.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, TS)]
#[ts(type = "`added_${string}`")]
pub struct AddedQuestion([u8; AddedQuestion::LONGEST]);

impl AddedQuestion {
    const LONGEST: usize = 40;
    const BEGINS: &str = "added_";

    /// Of a name without its beginning: `armed_forces_veteran`. `None` where it is not one.
    pub fn parse(name: &str) -> Option<Self> {
        let spelt = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
        let well_formed = (1..=Self::LONGEST).contains(&name.len())
            && name.bytes().all(spelt)
            && name.split('_').all(|part| !part.is_empty());
        well_formed.then(|| {
            let mut letters = [0; Self::LONGEST];
            letters[..name.len()].copy_from_slice(name.as_bytes());
            Self(letters)
        })
    }

    /// Without its beginning: `armed_forces_veteran`.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|letter| *letter == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// Its name says something that must never enter a grade (INV-10). A name can be chosen to hide it: whoever approves a
    /// set is the real guard.
    pub fn names_what_is_protected(&self) -> bool {
        const PROTECTED: [&str; 12] = [
            "ethnic",
            "race",
            "racial",
            "nationalit",
            "religi",
            "faith",
            "sexuality",
            "orientation",
            "gay",
            "lesbian",
            "transgender",
            "immigra",
        ];
        self.as_str().split('_').any(|word| PROTECTED.iter().any(|protected| word.starts_with(protected)))
    }
}

impl fmt::Debug for AddedQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl JsonSchema for AddedQuestion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AddedQuestion".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^added(_[a-z0-9]+)+$", "maxLength": 46 })
    }
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Question {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl serde::de::Visitor<'_> for Name {
            type Value = Question;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a question")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Question, E> {
                Question::named(name).ok_or_else(|| E::custom(format!("{name:?} is not a question")))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(added) => write!(f, "{}{}", AddedQuestion::BEGINS, added.as_str()),
            known => f.write_str(known.known_name()),
        }
    }
}

impl Question {
    /// All that are not a force's own.
    pub const ALL: [Question; 23] = [
        Question::WhyWorried,
        Question::TriedToFind,
        Question::OutOfCharacter,
        Question::MissingBefore,
        Question::MedicalNeeds,
        Question::VictimOfCrime,
        Question::LikelyHurt,
        Question::SexualExploitation,
        Question::SelfHarm,
        Question::DangerToOthers,
        Question::TravelledAbroad,
        Question::AnythingElse,
        Question::Dementia,
        Question::MentalHealth,
        Question::WeatherExposure,
        Question::HarmedBefore,
        Question::CriminalExploitation,
        Question::DomesticAbuse,
        Question::AlcoholOrDrugs,
        Question::CannotAskForHelp,
        Question::HasMeans,
        Question::KnownPlace,
        Question::NotVulnerable,
    ];

    /// The twelve call-handler questions in the order in which they are asked: the first of [`Self::ALL`].
    pub const CALL_HANDLER: [Question; 12] = *Self::ALL.first_chunk().expect("there are more than twelve");

    /// What an assessment is shown, most telling first: evidence order of published studies
    /// (suicide concern and earlier harm lead: Giles, O'Brien and Waring 2026).
    pub const FACTORS: [Question; 18] = [
        Question::SelfHarm,
        Question::HarmedBefore,
        Question::MedicalNeeds,
        Question::Dementia,
        Question::MentalHealth,
        Question::LikelyHurt,
        Question::VictimOfCrime,
        Question::SexualExploitation,
        Question::CriminalExploitation,
        Question::DomesticAbuse,
        Question::DangerToOthers,
        Question::WeatherExposure,
        Question::CannotAskForHelp,
        Question::OutOfCharacter,
        Question::AlcoholOrDrugs,
        Question::HasMeans,
        Question::KnownPlace,
        Question::NotVulnerable,
    ];

    /// As it is written in entries and field names.
    pub fn name(self) -> String {
        self.to_string()
    }

    /// The question of a name.
    pub fn named(name: &str) -> Option<Self> {
        match name.strip_prefix(AddedQuestion::BEGINS) {
            Some(added) => AddedQuestion::parse(added).map(Self::Added),
            None => Self::ALL.into_iter().find(|question| question.known_name() == name),
        }
    }

    fn known_name(self) -> &'static str {
        match self {
            Self::WhyWorried => "why_worried",
            Self::TriedToFind => "tried_to_find",
            Self::OutOfCharacter => "out_of_character",
            Self::MissingBefore => "missing_before",
            Self::MedicalNeeds => "medical_needs",
            Self::VictimOfCrime => "victim_of_crime",
            Self::LikelyHurt => "likely_hurt",
            Self::SexualExploitation => "sexual_exploitation",
            Self::SelfHarm => "self_harm",
            Self::DangerToOthers => "danger_to_others",
            Self::TravelledAbroad => "travelled_abroad",
            Self::AnythingElse => "anything_else",
            Self::Dementia => "dementia",
            Self::MentalHealth => "mental_health",
            Self::WeatherExposure => "weather_exposure",
            Self::HarmedBefore => "harmed_before",
            Self::CriminalExploitation => "criminal_exploitation",
            Self::DomesticAbuse => "domestic_abuse",
            Self::AlcoholOrDrugs => "alcohol_or_drugs",
            Self::CannotAskForHelp => "cannot_ask_for_help",
            Self::HasMeans => "has_means",
            Self::KnownPlace => "known_place",
            Self::NotVulnerable => "not_vulnerable",
            Self::Added(_) => AddedQuestion::BEGINS,
        }
    }

    /// Its place in a table with one for each of [`Self::ALL`]; `None` for one that a force added.
    pub fn place(self) -> Option<usize> {
        Self::ALL.iter().position(|question| *question == self)
    }

    /// See [`AddedQuestion::names_what_is_protected`]; none of the register's own does (INV-10).
    pub fn names_what_is_protected(&self) -> bool {
        matches!(self, Self::Added(added) if added.names_what_is_protected())
    }

    /// A yes raises the red strip until an inspector records why it no longer holds (F18).
    pub fn is_immediate_danger(self) -> bool {
        matches!(
            self,
            Self::MedicalNeeds
                | Self::VictimOfCrime
                | Self::LikelyHurt
                | Self::SexualExploitation
                | Self::SelfHarm
                | Self::DangerToOthers
        )
    }

    /// Exploitation of a child forbids the lowest grade (F29).
    pub fn is_exploitation(self) -> bool {
        matches!(self, Self::SexualExploitation | Self::CriminalExploitation)
    }

    /// A yes says that something is present which adds to the risk. It is not taken away, only answered (F17).
    pub fn is_risk_factor(self) -> bool {
        self.is_risk_relevant() && !matches!(self, Self::HasMeans | Self::KnownPlace | Self::NotVulnerable)
    }

    /// A yes tells of the person rather than of one absence: it is shown to whoever grades the next one (F16, F32).
    pub fn is_flag(self) -> bool {
        matches!(
            self,
            Self::MedicalNeeds
                | Self::VictimOfCrime
                | Self::SexualExploitation
                | Self::SelfHarm
                | Self::DangerToOthers
                | Self::Dementia
                | Self::MentalHealth
                | Self::HarmedBefore
                | Self::CriminalExploitation
                | Self::DomesticAbuse
                | Self::AlcoholOrDrugs
                | Self::CannotAskForHelp
                | Self::Added(_)
        )
    }

    /// New information that must itself open a timed re-assessment (F13, F15).
    pub fn is_risk_relevant(self) -> bool {
        !matches!(self, Self::TriedToFind | Self::AnythingElse | Self::TravelledAbroad)
    }
}
