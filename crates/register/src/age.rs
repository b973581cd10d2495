//! How old somebody may be, by what is said of it: a date of birth, whole or in part, or an age as judged.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The first and the last day on which somebody of this date of birth may have been born.
pub(crate) fn born(value: &str) -> Option<(NaiveDate, NaiveDate)> {
    let full = |suffix: &str| NaiveDate::parse_from_str(&format!("{value}{suffix}"), "%Y-%m-%d").ok();
    let month_end = |first: NaiveDate| first.checked_add_months(Months::new(1))?.pred_opt();
    match value.len() {
        4 => full("-01-01").zip(full("-12-31")),
        7 => full("-01").zip(full("-01").and_then(month_end)),
        _ => full("").zip(full("")),
    }
}

/// The youngest and the oldest of an age as judged, in years.
pub(crate) fn judged(value: &str) -> Option<(u32, u32)> {
    let mut ages = value.split('-').filter_map(|part| part.parse().ok());
    let youngest = ages.next()?;
    Some((youngest, ages.next().unwrap_or(youngest)))
}

/// Youngest and oldest in whole years at a date, from a date of birth, else from an age as judged.
pub(crate) fn years(date_of_birth: Option<&str>, age: Option<&str>, on: NaiveDate) -> Option<(u32, u32)> {
    match date_of_birth {
        Some(value) => {
            let (first, last) = born(value)?;
            Some((on.years_since(last).unwrap_or(0), on.years_since(first).unwrap_or(0)))
        }
        None => judged(age?),
    }
}

/// The youngest that anything said makes somebody: of several dates of birth the latest day, of
/// several judged ages the least. The safer reading, whichever was said last (F29).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Youngest {
    pub born: Option<NaiveDate>,
    pub judged: Option<u32>,
}

impl Youngest {
    /// Whole years; `None` where nothing is said of the age.
    pub fn years(&self, on: NaiveDate) -> Option<u32> {
        let born = self.born.map(|born| on.years_since(born).unwrap_or(0));
        born.into_iter().chain(self.judged).min()
    }

    /// Under 18 where that is possible at all. Nothing said of the age makes nobody a child.
    pub fn may_be_child(&self, on: NaiveDate) -> bool {
        self.born.is_some_and(|born| on.years_since(born).is_none_or(|years| years < 18))
            || self.judged.is_some_and(|years| years < 18)
    }
}
