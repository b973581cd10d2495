//! New risk information: what an entry says that moves the risk, and what was known before it (F13, F15).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::safety::Events;
use super::{Incident, Said};
use crate::age;
use crate::fact::{Agency, Attribute, IncidentFact, LastSeen, WeatherDanger};
use crate::question::{Answer, Question};

/// What changed, from what to what. What was not known before is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// The youngest and the oldest that they may be, by a date of birth or an age as judged.
    Age {
        was: Option<(u32, u32)>,
        is: Option<(u32, u32)>,
    },
    Described {
        attribute: Attribute,
        was: Option<String>,
        is: String,
    },
    Answered {
        question: Question,
        was: Answer,
        is: Answer,
    },
    LastSeen {
        was: Option<Seen>,
        is: Seen,
    },
    /// Linked to another person, whose earlier incidents count from then on.
    Person,
    Contact {
        caller: String,
    },
    Partner {
        agency: Agency,
    },
    /// From when harm is to be reckoned with; nothing where the condition does not apply.
    Medical {
        condition: String,
        was: Option<DateTime<Utc>>,
        is: Option<DateTime<Utc>>,
    },
    Weather {
        danger: WeatherDanger,
        from: DateTime<Utc>,
    },
}

/// Where they were last seen, and the earliest that it may have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub place: String,
    pub at: Option<DateTime<Utc>>,
}

impl Seen {
    fn of(last_seen: &LastSeen) -> Self {
        Self { place: last_seen.place.clone(), at: last_seen.when.earliest() }
    }
}

/// What a fact changes, before it is put to what the entries up to it say. Age, sex, the last sighting and the person count
/// where they become another; what [`IncidentFact::opens_reassessment`] names counts whenever somebody says it.
pub(super) fn of(state: &Incident, events: &Events, fact: &IncidentFact, on: NaiveDate) -> Option<News> {
    match fact {
        IncidentFact::Described { described } => {
            let attribute = described.attribute;
            let was = last(state.described.get(&attribute)).cloned();
            match attribute {
                Attribute::DateOfBirth | Attribute::Age => aged(state, attribute, &described.value, on),
                Attribute::Sex if was.as_ref() == Some(&described.value) => None,
                _ if attribute != Attribute::Sex && !fact.opens_reassessment() => None,
                _ => Some(News::Described { attribute, was, is: described.value.clone() }),
            }
        }
        IncidentFact::Answered { answered } => {
            let question = answered.question;
            let was = last(state.answers.get(&question)).map_or(Answer::NotAsked, |said| said.answer);
            let unsaid = question.is_risk_relevant() && matches!(was, Answer::Yes | Answer::No);
            let is = answered.answer;
            (fact.opens_reassessment() || unsaid).then_some(News::Answered { question, was, is })
        }
        IncidentFact::LastSeen { last_seen } => {
            let before = state.said_last_seen.last().map(|said| &said.what);
            let same = |before: &LastSeen| {
                (&before.place, before.when, before.how_known)
                    == (&last_seen.place, last_seen.when, last_seen.how_known)
            };
            let news = News::LastSeen { was: before.map(Seen::of), is: Seen::of(last_seen) };
            (!before.is_some_and(same)).then_some(news)
        }
        IncidentFact::PersonLinked { person_id, .. } => {
            let was = last(Some(&events.linked)).copied().unwrap_or(state.person_id);
            (was != *person_id).then_some(News::Person)
        }
        IncidentFact::MedicalNeeded { need } => {
            let before = events.medical.iter().rfind(|said| said.what.condition == need.condition);
            let applies =
                |need: &crate::fact::MedicalNeed| need.ended_because.is_none().then_some(need.harm_from);
            let was = before.and_then(|said| applies(&said.what));
            Some(News::Medical { condition: need.condition.clone(), was, is: applies(need) })
        }
        IncidentFact::WeatherNoted { weather, endangers } => {
            endangers.map(|danger| News::Weather { danger, from: weather.from })
        }
        IncidentFact::ContactReceived { caller, .. } if fact.opens_reassessment() => {
            Some(News::Contact { caller: caller.clone() })
        }
        IncidentFact::PartnerInformed { information } if fact.opens_reassessment() => {
            Some(News::Partner { agency: information.agency })
        }
        _ => None,
    }
}

fn last<T>(said: Option<&Vec<Said<T>>>) -> Option<&T> {
    said?.last().map(|said| &said.what)
}

fn aged(state: &Incident, attribute: Attribute, value: &str, on: NaiveDate) -> Option<News> {
    let known = |attribute| last(state.described.get(&attribute)).map(String::as_str);
    let (born, judged) = (known(Attribute::DateOfBirth), known(Attribute::Age));
    let was = age::years(born, judged, on);
    let is = match attribute {
        Attribute::DateOfBirth => age::years(Some(value), judged, on),
        _ => age::years(born, Some(value), on),
    };
    // An age that is judged beside a date of birth moves none; that it contradicts it is news all the same.
    let judged_otherwise = attribute == Attribute::Age && born.is_some() && judged != Some(value);
    let said = age::judged(value).filter(|_| judged_otherwise);
    match said {
        Some(said) if was.is_none_or(|was| said.0 > was.1 || was.0 > said.1) => {
            Some(News::Age { was, is: Some(said) })
        }
        _ => (was != is).then_some(News::Age { was, is }),
    }
}

impl Incident {
    /// The first of the new risk information that no assessment had on its screen: it says by when to assess again.
    pub fn reassess_since(&self) -> Option<&Said<News>> {
        self.news.first()
    }
}
