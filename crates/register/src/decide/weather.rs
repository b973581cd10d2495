//! The weather, judged by the thresholds in use when it is noted: every laptop then reads the same of it.

use super::{Context, Fields, trim};
use crate::command::NoteWeather;
use crate::deadline::later;
use crate::fact::{IncidentFact, Weather};
use crate::thresholds::days;

/// Whole degrees Celsius: beyond these is a slip.
const CELSIUS: std::ops::RangeInclusive<i32> = -40..=45;

pub(super) fn note(command: &NoteWeather, context: &Context, fields: &mut Fields) -> IncidentFact {
    let weather = &command.weather;
    fields.text("weather.according_to", &weather.according_to);
    fields.no_text_too_long("weather.words", &weather.words);
    let last = later(context.now, days(context.thresholds.weather_furthest_days));
    let ends = weather.until.map(|until| ("weather.until", until));
    for (field, at) in [("weather.from", weather.from)].into_iter().chain(ends) {
        if fields.instant(field, at) && at > last {
            fields.wrong(field, "field-weather-too-far-off");
        }
    }
    if weather.until.is_some_and(|until| until <= weather.from) {
        fields.wrong("weather.until", "field-ends-before-it-begins");
    }
    let told = [("weather.lowest", weather.lowest), ("weather.highest", weather.highest)];
    for (field, celsius) in told {
        if celsius.is_some_and(|celsius| !CELSIUS.contains(&celsius)) {
            fields.wrong(field, "field-weather-celsius");
        }
    }
    if weather.lowest.zip(weather.highest).is_some_and(|(lowest, highest)| highest < lowest) {
        fields.wrong("weather.highest", "field-weather-highest");
    }
    if told.iter().all(|(_, celsius)| celsius.is_none()) && !weather.wet && !weather.windy {
        fields.wrong("weather.lowest", "field-weather-nothing");
    }
    if let Some(because) = &weather.instead_because {
        fields.text("weather.instead_because", because);
    }
    IncidentFact::WeatherNoted {
        endangers: weather.endangers(context.thresholds),
        weather: Weather {
            according_to: trim(&weather.according_to),
            words: trim(&weather.words),
            instead_because: weather.instead_because.as_deref().map(trim),
            ..weather.clone()
        },
    }
}
