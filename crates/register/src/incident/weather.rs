//! The weather as it was noted, and the moment at which dangerous weather asks for a new assessment.
//!
//! What is milder takes nothing away by itself: dangerous weather stands until somebody who knew of it notes weather that is
//! as dangerous, or says why it no longer holds. So of what two laptops note apart the more dangerous counts.

use chrono::{DateTime, Utc};

use super::graph::Graph;
use super::safety::on_screen;
use super::{Incident, Said};
use crate::fact::{IncidentFact, Weather, WeatherDanger};

/// Weather that nothing has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeatherState {
    pub weather: Weather,
    /// As the thresholds said when it was noted.
    pub endangers: Option<WeatherDanger>,
    /// Somebody who had it on their screen has assessed the risk since it began.
    pub assessed: bool,
}

impl WeatherState {
    /// Not over at a time, whether it has begun or not.
    pub fn is_to_reckon_with(&self, at: DateTime<Utc>) -> bool {
        self.weather.ends() > at
    }

    /// Whether this, noted at a time in sight of an earlier one, stands in its place. A moment that nobody has assessed is
    /// never put off (INV-4).
    fn replaces(&self, earlier: &Self, noted_at: DateTime<Utc>) -> bool {
        let begun = earlier.assessed && self.weather.from <= noted_at;
        let as_dangerous = self.endangers == earlier.endangers
            && (begun || self.weather.from <= earlier.weather.from)
            && self.weather.ends() >= earlier.weather.ends();
        earlier.endangers.is_none() || self.weather.instead_because.is_some() || as_dangerous
    }
}

pub(super) fn resolve(
    state: &mut Incident,
    noted: &[Said<(Weather, Option<WeatherDanger>)>],
    graph: &Graph<'_, IncidentFact>,
) {
    let noted: Vec<Said<WeatherState>> = noted
        .iter()
        .map(|said| {
            let (weather, endangers) = said.what.clone();
            let assessed = state.assessments.iter().any(|assessment| {
                on_screen(graph, assessment.position, said)
                    && !assessment.what.puts_off(said.entry_id)
                    && assessment.recorded_at >= weather.from
            });
            said.with(WeatherState { weather, endangers, assessed })
        })
        .collect();
    let replaced = |said: &Said<WeatherState>| {
        noted.iter().any(|later| {
            graph.informed(later.position, said.position)
                && later.what.replaces(&said.what, later.recorded_at)
        })
    };
    state.weather = noted.iter().filter(|said| !replaced(said)).cloned().collect();
    state.weather.sort_by_key(|said| (said.what.endangers.is_none(), said.what.weather.from));
}

impl Incident {
    /// Weather that endangers and that nothing has replaced, also where it is over; the earliest first.
    pub fn dangerous_weather(&self) -> impl Iterator<Item = (WeatherDanger, &Said<WeatherState>)> {
        self.weather.iter().filter_map(|said| Some((said.what.endangers?, said)))
    }

    /// That of which nobody has assessed since it began, whether it has or not.
    pub fn weather_moments(&self) -> impl Iterator<Item = (WeatherDanger, &Said<WeatherState>)> {
        self.dangerous_weather().filter(|(_, said)| !said.what.assessed)
    }
}
