//! The minimal national record.

use minicbor::{Decode, Encode};

use super::place;
use super::sought::Range;
use crate::deadline::missing_since;
use crate::fact::{Attribute, Category, Grade};
use crate::force::ForceCode;
use crate::id::{Hash, IncidentId};
use crate::incident::{Incident, Status};
use crate::question::Question;

/// Characters of one line at most: more than that is not *in short*.
const LINE: usize = 120;
/// Names at most, beyond the one that is shown.
const NAMES: usize = 12;

/// What every force may see of an open incident. Times are milliseconds since 1970 (UTC). Nothing else leaves.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Extract {
    /// The incident.
    #[n(0)]
    pub incident_id: IncidentId,
    /// Its reference; empty where the report cannot be read.
    #[n(1)]
    pub reference: String,
    /// The force that is accountable: whom to telephone.
    #[cbor(n(2), with = "super::codes::force")]
    pub force: ForceCode,
    /// The names that are shown; empty where not known.
    #[n(3)]
    pub family_name: String,
    /// Given names.
    #[n(4)]
    pub given_name: String,
    /// Every other name that was ever given, each in whole as it was said.
    #[n(5)]
    pub other_names: Vec<String>,
    /// Youngest and oldest age in years when they went missing; `None` where not known.
    #[n(6)]
    pub age: Option<Range>,
    /// One of the values of sex; empty where nothing was said.
    #[n(7)]
    pub sex: String,
    /// Centimetres.
    #[n(8)]
    pub height: Option<Range>,
    /// Build, in a line.
    #[n(9)]
    pub build: String,
    /// Hair, in a line.
    #[n(10)]
    pub hair: String,
    /// Clothing, in a line.
    #[n(11)]
    pub clothing: String,
    /// Appearance as an officer perceived it: to know somebody by, never an input to a score (INV-10).
    #[n(12)]
    pub appearance: String,
    /// Outward postcode of where they were last seen; empty where not known.
    #[n(13)]
    pub outward: String,
    /// That place in short, without house number.
    #[n(14)]
    pub place: String,
    /// The earliest and the latest that they can have been seen last.
    #[n(15)]
    pub seen_from: Option<i64>,
    /// The latest.
    #[n(16)]
    pub seen_to: Option<i64>,
    /// The grade in effect; `None` is *not assessed*.
    #[cbor(n(17), with = "super::codes::grade")]
    pub grade: Option<Grade>,
    /// Immediate dangers that stand.
    #[cbor(n(18), with = "super::codes::dangers")]
    pub dangers: Vec<Question>,
    /// What was said of the first of them, in a line.
    #[n(19)]
    pub danger: String,
    /// The small picture's hash.
    #[n(20)]
    pub thumbnail: Option<Hash>,
    /// Missing or not, as far as decided.
    #[cbor(n(21), with = "super::codes::category")]
    pub category: Category,
    /// Since when they are missing.
    #[n(22)]
    pub since: i64,
    /// Something of the log cannot be read here, as of a newer version: do not rely on the grade.
    #[n(23)]
    pub unread: bool,
}

/// Who is missing is personal: it is not for logs.
impl std::fmt::Debug for Extract {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Extract({}, [redacted])", self.incident_id)
    }
}

impl Extract {
    /// The extract of an incident. `None` once the person was located, the incident closed, or the import that
    /// reported it taken back: then nothing of it stands anywhere. A safety fact in dispute keeps it in, since
    /// then the safer value holds.
    pub fn of(incident: &Incident) -> Option<Self> {
        if incident.status() != Status::Open || incident.withdrawn.is_some() {
            return None;
        }
        let text = |attribute| line(incident.value(attribute).unwrap_or_default());
        let (family_name, given_name) = (text(Attribute::FamilyName), text(Attribute::GivenName));
        let since = missing_since(incident);
        let seen = incident.last_seen.as_ref().map(|said| &said.what);
        let place = seen.map(|seen| seen.place.as_str()).unwrap_or_default();
        let dangers = incident.standing_dangers();
        let danger = dangers.map(|said| line(&said.what.detail)).find(|detail| !detail.is_empty());
        let range = |(from, to)| Range { from, to };
        Some(Self {
            incident_id: incident.incident_id,
            reference: incident.reference.clone(),
            force: incident.accountable_force.clone(),
            other_names: other_names(incident, &[&family_name, &given_name]),
            family_name,
            given_name,
            age: incident.age_at(since.date_naive()).map(range),
            sex: text(Attribute::Sex),
            height: incident.value(Attribute::HeightCm).and_then(crate::age::judged).map(range),
            build: text(Attribute::Build),
            hair: text(Attribute::Hair),
            clothing: text(Attribute::Clothing),
            appearance: text(Attribute::EthnicAppearance),
            outward: place::outward(place).unwrap_or_default(),
            place: place::short(place),
            seen_from: seen.and_then(|seen| seen.when.earliest()).map(|at| at.timestamp_millis()),
            seen_to: seen.and_then(|seen| seen.when.latest()).map(|at| at.timestamp_millis()),
            grade: incident.grade(),
            dangers: incident.standing_dangers().map(|said| said.what.question).collect(),
            danger: danger.unwrap_or_default(),
            thumbnail: incident.photograph().map(|said| said.what.photograph.thumbnail),
            category: incident.category,
            since: since.timestamp_millis(),
            unread: incident.unread > 0,
        })
    }

    /// Every name: the one that is shown, and the others.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.family_name, &self.given_name].into_iter().chain(&self.other_names).map(String::as_str)
    }
}

fn other_names(incident: &Incident, shown: &[&str]) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for attribute in [Attribute::KnownAs, Attribute::FamilyName, Attribute::GivenName] {
        for said in incident.described.get(&attribute).into_iter().flatten() {
            let name = line(&said.what);
            if !name.is_empty() && !shown.contains(&name.as_str()) && !others.contains(&name) {
                others.push(name);
            }
        }
    }
    others.truncate(NAMES);
    others
}

/// One line, cut where it is longer than a line may be.
fn line(text: &str) -> String {
    let one = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one.char_indices().nth(LINE) {
        None => one,
        Some((end, _)) => format!("{}…", one[..end].trim_end()),
    }
}
