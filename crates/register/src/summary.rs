//! One incident in the few values that lists, orders and searches need: a projection of the state.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::age::Youngest;
use crate::deadline::{Deadline, deadlines, missing_since};
use crate::fact::{Attribute, Category, Condition, Grade, HarmKind, Taken, WeatherDanger};
use crate::force::ForceCode;
use crate::id::{EntryId, Hash, IncidentId, OfficerId, PersonId};
use crate::incident::{Assignment, Incident, Said, Status};
use crate::question::Question;
use crate::role::Role;
use crate::safeguarding::{Concern, concerns};
use crate::thresholds::Thresholds;

/// The version of this form: a store whose rows are of another version rebuilds them.
pub const VERSION: u32 = 12;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub incident_id: IncidentId,
    pub person_id: PersonId,
    pub reference: String,
    pub force: ForceCode,
    pub status: Status,
    pub category: Category,
    pub family_name: String,
    pub given_name: String,
    pub known_as: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty where not known.
    pub born: String,
    /// As judged, where no date of birth is known.
    pub age: String,
    /// By every date of birth and every age ever given.
    pub youngest: Youngest,
    pub sex: String,
    pub last_seen_place: String,
    pub reported_at: DateTime<Utc>,
    /// The set that the report was taken with, and the questions that somebody has answered since, if only that it is not
    /// known: what a newer set would have asked (F37).
    pub question_set: String,
    pub asked: Vec<Question>,
    /// Questions to which somebody said yes, whatever others say.
    pub yes: Vec<Question>,
    /// Conditions that are dangerous without treatment, and from when harm is to be reckoned with.
    pub medical: Vec<(String, DateTime<Utc>)>,
    /// Dangerous weather that nothing has replaced: from when, and until when where that is said.
    pub weather: Vec<(WeatherDanger, DateTime<Utc>, Option<DateTime<Utc>>)>,
    pub missing_since: DateTime<Utc>,
    pub grade: Option<Grade>,
    pub graded_by: Option<Role>,
    pub dangers: Vec<Question>,
    pub exploitation: bool,
    /// What a safeguarding reviewer looks for, also where its time is still to come.
    pub concerns: Vec<Concern>,
    pub deadlines: Vec<Deadline>,
    pub thumbnail: Option<Hash>,
    pub photograph_taken: Option<NaiveDate>,
    /// Assignments that nobody has accepted.
    pub waiting: Vec<Waiting>,
    /// Name of whoever accepted it last, and as what.
    pub owner: Option<(String, Role)>,
    /// Other systems' references: the dispatch log's, RMS, PNC/LEDS.
    pub references: Vec<String>,
    pub closed_at: Option<DateTime<Utc>>,
    pub condition: Option<Condition>,
    /// Every kind of harm that came to light.
    pub harm: Vec<HarmKind>,
    pub found_place: String,
    pub last_entry_at: DateTime<Utc>,
    pub unread: u32,
    /// Every name ever given, for the search index.
    pub names: Vec<String>,
}

/// An assignment that nobody has accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub assignment: EntryId,
    pub to: Role,
    pub by: OfficerId,
    pub since: DateTime<Utc>,
    /// On whose screens it has been.
    pub delivered: Vec<OfficerId>,
    pub phoned: bool,
}

impl Summary {
    pub fn of(incident: &Incident, thresholds: &Thresholds) -> Self {
        let value = |attribute| incident.value(attribute).unwrap_or_default().to_owned();
        let names = [Attribute::FamilyName, Attribute::GivenName, Attribute::KnownAs]
            .iter()
            .filter_map(|attribute| incident.described.get(attribute))
            .flat_map(|values| values.iter().map(|said| said.what.clone()))
            .collect();
        let photograph = incident.photograph().map(|said| &said.what.photograph);
        Self {
            incident_id: incident.incident_id,
            person_id: incident.person_id,
            reference: incident.reference.clone(),
            force: incident.accountable_force.clone(),
            status: incident.status(),
            category: incident.category,
            family_name: value(Attribute::FamilyName),
            given_name: value(Attribute::GivenName),
            known_as: value(Attribute::KnownAs),
            born: value(Attribute::DateOfBirth),
            age: value(Attribute::Age),
            youngest: incident.youngest(),
            sex: value(Attribute::Sex),
            last_seen_place: incident
                .last_seen
                .as_ref()
                .map(|said| said.what.place.clone())
                .unwrap_or_default(),
            reported_at: incident.reported_at,
            question_set: incident.question_set.clone(),
            asked: incident.asked().collect(),
            yes: incident.said_yes().collect(),
            medical: incident
                .medical_needs()
                .map(|said| (said.what.need.condition.clone(), said.what.need.harm_from))
                .collect(),
            weather: incident
                .dangerous_weather()
                .map(|(danger, said)| (danger, said.what.weather.from, said.what.weather.until))
                .collect(),
            missing_since: missing_since(incident),
            grade: incident.grade(),
            // Whoever ran an import gave no grade.
            graded_by: incident
                .effective()
                .filter(|said| incident.imported_at(said.position).is_none())
                .map(|said| said.author.role),
            dangers: incident.standing_dangers().map(|said| said.what.question).collect(),
            exploitation: incident.has_exploitation_flag(),
            concerns: concerns(incident, thresholds),
            deadlines: deadlines(incident, thresholds),
            thumbnail: photograph.map(|photograph| photograph.thumbnail),
            photograph_taken: photograph.and_then(|photograph| match photograph.taken {
                Taken::On { date } | Taken::About { date } => Some(date),
                Taken::NotKnown => None,
            }),
            waiting: incident.waiting().map(Waiting::of).collect(),
            owner: incident.owner().map(|(said, role)| (said.author.name.clone(), role)),
            references: incident.references.iter().map(|known| known.reference.clone()).collect(),
            closed_at: incident.closed.as_ref().map(|said| said.recorded_at),
            harm: incident.harm_kinds().into_iter().collect(),
            condition: incident.located.as_ref().map(|said| said.what.condition),
            found_place: incident.located.as_ref().map(|said| said.what.place.clone()).unwrap_or_default(),
            last_entry_at: incident.last_entry_at,
            unread: u32::try_from(incident.unread).unwrap_or(u32::MAX),
            names,
        }
    }

    /// Under 18 where that is possible at all: the same reading as [`Incident::may_be_child`].
    pub fn may_be_child(&self, on: NaiveDate) -> bool {
        self.youngest.may_be_child(on)
    }
}

impl Waiting {
    fn of(said: &Said<Assignment>) -> Self {
        Self {
            assignment: said.entry_id,
            to: said.what.to,
            by: said.what.by,
            since: said.recorded_at,
            delivered: said.what.delivered.iter().map(|by| by.what).collect(),
            phoned: !said.what.phoned.is_empty(),
        }
    }

    /// Whether it is still to be shown to this officer.
    pub fn is_for(&self, officer_id: OfficerId, role: Role) -> bool {
        self.to == role && self.by != officer_id
    }
}
