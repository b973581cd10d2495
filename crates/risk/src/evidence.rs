//! What the register knows of somebody, as far as the risk of harm rests on it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use register::Thresholds;
use register::deadline::missing_since;
use register::fact::{Attribute, Condition, WeatherDanger};
use register::id::EntryId;
use register::incident::{Incident, MedicalState, Said};
use register::question::{Answer, Question};
use serde::{Deserialize, Serialize};

use crate::model::Model;

/// Sex, as far as the published rates tell it apart. What is another or not known counts as both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

/// How a factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Present,
    Absent,
    NotAsked,
    NotKnown,
    /// Somebody says yes and somebody says no: reckoned as present until it is settled.
    Conflicting,
}

impl State {
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::NotAsked | Self::NotKnown)
    }

    /// Reckoned as present.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Present | Self::Conflicting)
    }
}

/// A factor's state, and the entries that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub state: State,
    pub said: Vec<EntryId>,
    /// Incidents of the same person that show it.
    pub shown_by: Vec<String>,
}

impl Finding {
    pub fn not_asked() -> Self {
        Self { state: State::NotAsked, said: Vec::new(), shown_by: Vec::new() }
    }
}

/// An earlier incident of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    pub reference: String,
    /// How they were found; `None` where nothing of it is recorded.
    pub condition: Option<Condition>,
    /// Whether harm came to light afterwards.
    pub harmed: bool,
}

/// A coded condition that is dangerous without its treatment, and between which times harm then begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicalNeed {
    pub code: String,
    pub harm_from: DateTime<Utc>,
    pub harm_by: DateTime<Utc>,
    pub entry_id: EntryId,
}

/// Weather that endangers, from when, and until when where that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DangerousWeather {
    pub danger: WeatherDanger,
    pub from: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    pub entry_id: EntryId,
}

impl DangerousWeather {
    /// Not over at a time, whether it has begun or not.
    pub fn is_to_reckon_with(&self, at: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| until > at)
    }
}

/// What an opinion is formed on.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Youngest and oldest that they may be, in whole years.
    pub ages: Option<(u32, u32)>,
    pub sex: Option<Sex>,
    /// What is not here was not asked.
    pub findings: BTreeMap<Question, Finding>,
    /// Since when they have been missing: the last sighting, or the report.
    pub missing_since: Option<DateTime<Utc>>,
    pub medical: Vec<MedicalNeed>,
    pub weather: Vec<DangerousWeather>,
}

impl Evidence {
    /// Of an incident and the person's earlier ones. Reads the model's own questions, age, sex, when they were last seen,
    /// medical needs and the weather, and nothing else (INV-10).
    pub fn of(
        incident: &Incident,
        earlier: &[Episode],
        model: &Model,
        thresholds: &Thresholds,
        now: DateTime<Utc>,
    ) -> Self {
        let mut findings: BTreeMap<Question, Finding> =
            model.factor.iter().map(|factor| (factor.question, finding(incident, factor.question))).collect();
        if let Some(harmed) = findings.get_mut(&Question::HarmedBefore) {
            harmed_before(harmed, earlier);
        }
        let weather: Vec<DangerousWeather> = dangerous_weather(incident).collect();
        if let Some(exposure) = findings.get_mut(&Question::WeatherExposure) {
            // No more than a day: what a line of the duty list goes by.
            let near = TimeDelta::hours(thresholds.weather_near_hours.min(24).into());
            let near = weather.iter().filter(|one| one.from - now <= near && one.is_to_reckon_with(now));
            says_yes(exposure, near.map(|weather| weather.entry_id).collect());
        }
        let medical: Vec<MedicalNeed> = incident.medical_needs().map(medical_need).collect();
        if let Some(needs) = findings.get_mut(&Question::MedicalNeeds) {
            says_yes(needs, medical.iter().map(|need| need.entry_id).collect());
        }
        let sex = match incident.value(Attribute::Sex) {
            Some("female") => Some(Sex::Female),
            Some("male") => Some(Sex::Male),
            _ => None,
        };
        Self {
            ages: incident.age_at(now.date_naive()),
            sex,
            findings,
            missing_since: Some(missing_since(incident)),
            medical,
            weather,
        }
    }

    pub fn state(&self, question: Question) -> State {
        self.findings.get(&question).map_or(State::NotAsked, |finding| finding.state)
    }

    /// The same with one answer another.
    pub fn with(&self, question: Question, state: State) -> Self {
        let mut other = self.clone();
        other.findings.entry(question).or_insert_with(Finding::not_asked).state = state;
        other
    }

    /// They may be of one of these ages.
    pub fn may_be_of(&self, ages: (u32, u32)) -> bool {
        self.ages.is_none_or(|own| own.0 <= ages.1 && ages.0 <= own.1)
    }
}

fn medical_need(said: &Said<MedicalState>) -> MedicalNeed {
    let need = &said.what.need;
    MedicalNeed {
        code: need.condition.clone(),
        harm_from: need.harm_from,
        harm_by: need.harm_by,
        entry_id: said.entry_id,
    }
}

fn dangerous_weather(incident: &Incident) -> impl Iterator<Item = DangerousWeather> {
    incident.dangerous_weather().map(|(danger, said)| DangerousWeather {
        danger,
        from: said.what.weather.from,
        until: said.what.weather.until,
        entry_id: said.entry_id,
    })
}

/// One yes against one no is a conflict, whichever was last, until somebody who knew of it shows the other.
fn finding(incident: &Incident, question: Question) -> Finding {
    let of = |answer| {
        incident.unsettled(question).filter(move |said| said.what.answer == answer).map(|said| said.entry_id)
    };
    let (yes, no): (Vec<_>, Vec<_>) = (of(Answer::Yes).collect(), of(Answer::No).collect());
    let (state, said) = match (yes.is_empty(), no.is_empty()) {
        (false, false) => (State::Conflicting, [yes, no].concat()),
        (false, true) => (State::Present, yes),
        (true, false) => (State::Absent, no),
        (true, true) => match of(Answer::NotKnown).next() {
            Some(asked) => (State::NotKnown, vec![asked]),
            None => (State::NotAsked, Vec::new()),
        },
    };
    Finding { state, said, shown_by: Vec::new() }
}

/// Dangerous weather that holds or is near says yes, and so does a coded condition that applies; somebody's no is a conflict
/// with it. What is mild, or applies no longer, says nothing.
fn says_yes(finding: &mut Finding, entries: Vec<EntryId>) {
    if entries.is_empty() {
        return;
    }
    finding.state = match finding.state {
        State::Absent | State::Conflicting => State::Conflicting,
        State::Present => State::Present,
        State::NotAsked | State::NotKnown => {
            finding.said.clear();
            State::Present
        }
    };
    finding.said.extend(entries);
}

/// The register's own history answers it, whatever was said: who was found harmed has been harmed.
fn harmed_before(finding: &mut Finding, earlier: &[Episode]) {
    let harmed = earlier
        .iter()
        .filter(|episode| {
            episode.harmed || matches!(episode.condition, Some(Condition::Harmed | Condition::Died))
        })
        .map(|episode| episode.reference.clone());
    finding.shown_by = harmed.collect();
    if !finding.shown_by.is_empty() {
        finding.state = State::Present;
    }
}
