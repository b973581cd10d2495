//! The weather where they may be, as somebody types it from a forecast or sees it outside.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::thresholds::Thresholds;

/// The weather of a time, which may be still to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Weather {
    /// Where it is from: "Met Office, Alderby, 17:00", or who sees it outside.
    pub according_to: String,
    pub from: DateTime<Utc>,
    /// As long as nobody says otherwise, where nothing is given.
    #[serde(default)]
    pub until: Option<DateTime<Utc>>,
    /// Whole degrees Celsius.
    #[serde(default)]
    pub lowest: Option<i32>,
    #[serde(default)]
    pub highest: Option<i32>,
    /// Rain or snow.
    #[serde(default)]
    pub wet: bool,
    #[serde(default)]
    pub windy: bool,
    #[serde(default)]
    pub words: String,
    /// Why the dangerous weather that its author knew of no longer holds. Without it that weather stands beside this one,
    /// unless this one is as dangerous.
    #[serde(default)]
    pub instead_because: Option<String>,
}

/// How weather endangers. The words for each stand in the catalogue under `weather-<name>`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WeatherDanger {
    Cold,
    Heat,
}

impl WeatherDanger {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Heat => "heat",
        }
    }
}

impl Weather {
    /// Whether it endangers whoever is out in it. The sizes are configuration, and judgement; that adverse weather is an
    /// indicator of risk is APP, "Risk identification, assessment and management". Where no temperature is told, nobody can
    /// tell.
    pub fn endangers(&self, thresholds: &Thresholds) -> Option<WeatherDanger> {
        let chills = self.wet || self.windy;
        let cold = if chills { thresholds.weather_cold_wet_celsius } else { thresholds.weather_cold_celsius };
        let is_cold = |celsius: i32| i64::from(celsius) <= i64::from(cold);
        let is_hot = |celsius: i32| i64::from(celsius) >= i64::from(thresholds.weather_heat_celsius);
        if self.lowest.or(self.highest).is_some_and(is_cold) {
            Some(WeatherDanger::Cold)
        } else if self.highest.or(self.lowest).is_some_and(is_hot) {
            Some(WeatherDanger::Heat)
        } else {
            None
        }
    }

    pub fn ends(&self) -> DateTime<Utc> {
        self.until.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}
