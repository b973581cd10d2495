//! Every threshold of a rule, with the shipped values and their sources in `config/thresholds.toml`.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::fact::Grade;

/// Nought would forbid every review or every passphrase; more than a century of hours, or of
/// anything else, is a slip.
const BOUNDS: std::ops::RangeInclusive<u32> = 1..=1_000_000;

const SHIPPED: &str = include_str!("../../../config/thresholds.toml");

macro_rules! thresholds {
    ($($name:ident),+ $(,)?) => {
        /// Values of the rules. Units are in the names; sources stand beside the shipped values.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Thresholds { $(pub $name: u32,)+ }

        impl Thresholds {
            fn named(&self) -> impl Iterator<Item = (&'static str, u32)> {
                [$((stringify!($name), self.$name)),+].into_iter()
            }
        }
    };
}

thresholds!(
    decide_category_minutes,
    first_assessment_minutes,
    reassess_minutes,
    challenge_minutes,
    challenge_climbs_minutes,
    confirm_lowest_minutes,
    delivery_seconds,
    accept_high_minutes,
    accept_minutes,
    contact_on_closed_review_minutes,
    quiet_high_minutes,
    quiet_minutes,
    weather_cold_celsius,
    weather_cold_wet_celsius,
    weather_heat_celsius,
    weather_near_hours,
    weather_furthest_days,
    dusk_easting_kilometres,
    dusk_northing_kilometres,
    moment_sighted_minutes,
    locating_exploited_minutes,
    circulate_hours,
    circulate_warn_hours,
    notify_ukmpu_hours,
    notify_ukmpu_warn_hours,
    due_soon_minutes,
    longest_review_hours_high,
    longest_review_hours_medium,
    longest_review_hours_low,
    longest_review_hours_very_low,
    old_photograph_months_child,
    old_photograph_months_adult,
    late_entry_minutes,
    rationale_least_characters,
    clock_ahead_minutes,
    passphrase_tries,
    passphrase_least_score,
    idle_lock_minutes,
    draft_unsent_minutes,
    repeat_days,
    repeat_episodes,
    photograph_max_megabytes,
    photograph_max_megapixels,
    lease_hours,
    sync_poll_seconds,
    sync_poll_unwoken_seconds,
    sync_retry_seconds,
    sync_retry_longest_seconds,
    sync_refused_again_hours,
    sync_batch_entries,
    sync_fill_entries,
    sync_list_entries,
    sync_compare_streams,
    sync_clock_wrong_minutes,
    out_of_contact_minutes,
    wide_checks_waiting,
);

impl Default for Thresholds {
    fn default() -> Self {
        Self::with_overrides("").expect("the shipped thresholds are complete")
    }
}

impl Thresholds {
    /// The shipped values with a force's own lines in their place.
    ///
    /// # Errors
    /// What is wrong with the lines, naming the key, as TOML says it.
    pub fn with_overrides(lines: &str) -> Result<Self, String> {
        let mut values: toml::Table = SHIPPED.parse().map_err(|e: toml::de::Error| e.to_string())?;
        let own: toml::Table = lines.parse().map_err(|e: toml::de::Error| e.to_string())?;
        values.extend(own);
        let values: Self = values.try_into().map_err(|e: toml::de::Error| e.to_string())?;
        let slip = values.named().find(|(_, value)| !BOUNDS.contains(value));
        match slip {
            Some((name, value)) => {
                Err(format!("{name} = {value}: at least {}, at most {}", BOUNDS.start(), BOUNDS.end()))
            }
            None => Ok(values),
        }
    }

    /// By how much a clock may be ahead of the central service's and still be believed, in milliseconds.
    pub fn clock_ahead_ms(&self) -> i64 {
        i64::from(self.clock_ahead_minutes) * 60_000
    }

    /// The longest that a review may be put off at this grade.
    pub fn longest_review(&self, grade: Grade) -> TimeDelta {
        hours(match grade {
            Grade::High => self.longest_review_hours_high,
            Grade::Medium => self.longest_review_hours_medium,
            Grade::Low => self.longest_review_hours_low,
            Grade::VeryLow | Grade::NoApparentRisk | Grade::Absent => self.longest_review_hours_very_low,
        })
    }
}

pub(crate) fn minutes(n: u32) -> TimeDelta {
    TimeDelta::minutes(n.into())
}

pub(crate) fn hours(n: u32) -> TimeDelta {
    TimeDelta::hours(n.into())
}

pub(crate) fn days(n: u32) -> TimeDelta {
    TimeDelta::days(n.into())
}
