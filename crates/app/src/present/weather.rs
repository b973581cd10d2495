//! The weather in words: what it is, from when, and what it asks for; and where dusk is reckoned for.

use chrono::{DateTime, Utc};
use register::fact::{Weather, WeatherDanger};
use register::incident::{Said, WeatherState};
use register::{Incident, Thresholds};
use risk::Place;

use super::parts::source;
use crate::views::WeatherView;
use crate::words::{self, label, t, with};

/// What is noted and counts still: what is over and asks for nothing is read in the log.
pub(super) fn weather(state: &Incident, then: DateTime<Utc>) -> Vec<WeatherView> {
    let counts = |said: &&Said<WeatherState>| said.what.is_to_reckon_with(then) || waits(said);
    state.weather.iter().filter(counts).map(|said| view(said, then)).collect()
}

/// It asks for an assessment, or will.
fn waits(said: &Said<WeatherState>) -> bool {
    said.what.endangers.is_some() && !said.what.assessed
}

fn view(said: &Said<WeatherState>, then: DateTime<Utc>) -> WeatherView {
    let WeatherState { weather, endangers, .. } = &said.what;
    let come = weather.from <= then;
    let asks = match (waits(said), come) {
        (true, false) => t("weather-asks-then"),
        (true, true) => t("weather-asks-now"),
        (false, _) => String::new(),
    };
    let from = with(
        "weather-source",
        &[("from", &weather.according_to), ("by", &source(&said.source, said.recorded_at, then))],
    );
    WeatherView {
        line: line(weather, *endangers, then),
        asks,
        words: weather.words.clone(),
        endangers: *endangers,
        begun: endangers.is_some() && come && said.what.is_to_reckon_with(then),
        source: from,
        entry_id: said.entry_id,
    }
}

/// `Cold from 22:00: −2 °C, wet.`
pub(super) fn line(weather: &Weather, endangers: Option<WeatherDanger>, then: DateTime<Utc>) -> String {
    let what = match &endangers {
        Some(danger) => label("weather", danger),
        None => t("weather-plain"),
    };
    let from = words::time(weather.from, then);
    let told = told(weather);
    match weather.until {
        Some(until) => with(
            "weather-until",
            &[("what", &what), ("from", &from), ("until", &words::time(until, then)), ("told", &told)],
        ),
        None => with("weather-from", &[("what", &what), ("from", &from), ("told", &told)]),
    }
}

/// `−2 to 4 °C, wet, windy`.
fn told(weather: &Weather) -> String {
    let degrees = |celsius: i32| celsius.to_string().replace('-', "−");
    let celsius = match (weather.lowest, weather.highest) {
        (Some(lowest), Some(highest)) if lowest != highest => Some(with(
            "weather-celsius-between",
            &[("lowest", &degrees(lowest)), ("highest", &degrees(highest))],
        )),
        (lowest, highest) => {
            lowest.or(highest).map(|celsius| with("weather-celsius", &[("n", &degrees(celsius))]))
        }
    };
    let wet = weather.wet.then(|| t("weather-wet"));
    let windy = weather.windy.then(|| t("weather-windy"));
    [celsius, wet, windy].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Where the hours of daylight are reckoned for.
pub(crate) fn place(last_seen: &str, thresholds: &Thresholds) -> Place {
    Place::of_last_seen(last_seen, thresholds).0
}

/// When it gets dark next, and where that is reckoned for.
pub(super) fn dusk(state: &Incident, thresholds: &Thresholds, then: DateTime<Utc>) -> Option<String> {
    let words = state.last_seen.as_ref().map(|said| said.what.place.as_str()).unwrap_or_default();
    let (place, read) = Place::of_last_seen(words, thresholds);
    let at = words::time(risk::dusk(place, then)?, then);
    Some(match read {
        Some(read) => with("dusk-last-seen", &[("at", &at), ("read", read)]),
        None => with("dusk-force", &[("at", &at)]),
    })
}
