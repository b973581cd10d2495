//! What a person looks like, is called, needs and uses: one attribute, one value, one source.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::age;

/// One thing said about a person. Words for it stand in the catalogue under `attribute-<name>`.
/// Field list: the PNC/POLE descriptive set and the Herbert and Coventry profile forms.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    FamilyName,
    GivenName,
    KnownAs,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    DateOfBirth,
    /// Years, one number or a range `20-30`, as somebody judged it.
    Age,
    /// One of [`SEX_VALUES`].
    Sex,
    /// Whole centimetres, one number or a range.
    HeightCm,
    Build,
    Hair,
    Eyes,
    /// IC code as an officer perceives it: description only, never an input to a score (INV-10).
    EthnicAppearance,
    /// 18+1 code as the person or their family defines it: fairness report only (INV-10).
    SelfDefinedEthnicity,
    Nationality,
    Language,
    Clothing,
    Marks,
    MedicalCondition,
    Medication,
    Mobility,
    HomeAddress,
    Phone,
    Vehicle,
    Carrying,
    PlacesTheyGo,
    Associates,
    /// Looked-after child: the placing council.
    LookedAfterBy,
}

pub const SEX_VALUES: [&str; 4] = ["female", "male", "other", "not known"];

impl Attribute {
    pub const ALL: [Attribute; 26] = [
        Attribute::FamilyName,
        Attribute::GivenName,
        Attribute::KnownAs,
        Attribute::DateOfBirth,
        Attribute::Age,
        Attribute::Sex,
        Attribute::HeightCm,
        Attribute::Build,
        Attribute::Hair,
        Attribute::Eyes,
        Attribute::EthnicAppearance,
        Attribute::SelfDefinedEthnicity,
        Attribute::Nationality,
        Attribute::Language,
        Attribute::Clothing,
        Attribute::Marks,
        Attribute::MedicalCondition,
        Attribute::Medication,
        Attribute::Mobility,
        Attribute::HomeAddress,
        Attribute::Phone,
        Attribute::Vehicle,
        Attribute::Carrying,
        Attribute::PlacesTheyGo,
        Attribute::Associates,
        Attribute::LookedAfterBy,
    ];

    pub fn is_name(self) -> bool {
        matches!(self, Self::FamilyName | Self::GivenName | Self::KnownAs)
    }

    /// A medical fact must reach whoever grades the risk (F13).
    pub fn is_risk_relevant(self) -> bool {
        matches!(self, Self::MedicalCondition | Self::Medication | Self::Mobility)
    }

    /// Two different values are a contradiction to show; a person may have many marks or phones.
    pub fn is_single(self) -> bool {
        matches!(
            self,
            Self::FamilyName
                | Self::GivenName
                | Self::DateOfBirth
                | Self::Age
                | Self::Sex
                | Self::HeightCm
                | Self::Eyes
                | Self::Clothing
                | Self::HomeAddress
                | Self::LookedAfterBy
        )
    }

    /// May both be true of one person? Judged ages that overlap may, and `Ida` with `Ida May`.
    pub(crate) fn agree(self, one: &str, other: &str) -> bool {
        let (one, other) = (one.to_lowercase(), other.to_lowercase());
        let within = |one: &str, other: &str| {
            one.split_whitespace().all(|name| other.split_whitespace().any(|known| known == name))
        };
        match (self, age::judged(&one), age::judged(&other)) {
            (Self::Age, Some(one), Some(other)) => one.0 <= other.1 && other.0 <= one.1,
            (Self::GivenName, ..) => within(&one, &other) || within(&other, &one),
            _ => one == other,
        }
    }

    /// Something that tells one person from another, so that a report may be made of it (INV-6).
    pub fn describes(self) -> bool {
        !self.is_name()
    }
}

/// A value that its attribute accepts: parsed once, at the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS, JsonSchema)]
pub struct Described {
    pub attribute: Attribute,
    pub value: String,
}

impl Described {
    /// # Errors
    /// What the value should look like, as a catalogue key.
    pub fn parse(attribute: Attribute, given: &str) -> Result<Self, &'static str> {
        let text = given.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err("field-empty");
        }
        if text.chars().count() > 2_000 {
            return Err("field-too-long");
        }
        let value = match attribute {
            Attribute::DateOfBirth => partial_date(&text).ok_or("field-date-of-birth")?,
            Attribute::Age => number_range(&text, 0, 125).ok_or("field-age")?,
            Attribute::HeightCm => number_range(&text, 30, 260).ok_or("field-height")?,
            Attribute::Sex => {
                let lower = text.to_lowercase();
                let long = match lower.as_str() {
                    "f" => "female",
                    "m" => "male",
                    other => other,
                };
                SEX_VALUES.iter().find(|&&sex| sex == long).ok_or("field-sex")?.to_string()
            }
            _ => given.trim().to_owned(),
        };
        Ok(Self { attribute, value })
    }
}

impl<'de> Deserialize<'de> for Described {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            attribute: Attribute,
            value: String,
        }
        // Facts already signed are read as they stand; commands are checked by `decide`.
        let raw = Raw::deserialize(deserializer)?;
        Ok(Self { attribute: raw.attribute, value: raw.value })
    }
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; also `D/M/YYYY` and `D Mon YYYY`, day first.
fn partial_date(text: &str) -> Option<String> {
    let plausible = |date: &NaiveDate| (1880..=2100).contains(&chrono::Datelike::year(date));
    for format in ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y"] {
        if let Ok(date) = NaiveDate::parse_from_str(text, format) {
            return plausible(&date).then(|| date.format("%Y-%m-%d").to_string());
        }
    }
    let mut parts = text.splitn(2, '-');
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    match parts.next() {
        None => (1880..=2100).contains(&year).then(|| year.to_string()),
        Some(month) => {
            let date = NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)?;
            plausible(&date).then(|| date.format("%Y-%m").to_string())
        }
    }
}

/// `81`, `20-30`, `20 to 30`, `about 25`, within the bounds.
fn number_range(text: &str, lowest: u32, highest: u32) -> Option<String> {
    let lower = text.to_lowercase();
    let plain = lower.trim_start_matches("about").trim_start_matches('~').trim();
    let plain = plain.replace(" to ", "-").replace('–', "-").replace("cm", "");
    let numbers: Vec<u32> = plain.split('-').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let within = |n: &u32| (lowest..=highest).contains(n);
    match numbers.as_slice() {
        [one] if within(one) => Some(one.to_string()),
        [from, to] if within(from) && within(to) && from <= to => Some(format!("{from}-{to}")),
        _ => None,
    }
}
