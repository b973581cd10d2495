//! When the risk changes though nobody writes anything: a treatment that is due, weather that sets in, dusk, the hours since
//! they were last seen.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use register::Summary;
use register::fact::{Moment, MomentKind, WeatherDanger};
use register::question::Question;
use sunrise::{Coordinates, DawnType, SolarDay, SolarEvent};

use crate::evidence::{Evidence, MedicalNeed};
use crate::model::Model;
use crate::place::Place;

/// A moment at which the risk changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: DateTime<Utc>,
    pub kind: ChangeKind,
}

/// Why it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Harm from an untreated condition may begin.
    Medical { code: String, harm_by: DateTime<Utc> },
    /// Dangerous weather sets in.
    Weather { danger: WeatherDanger },
    /// It gets dark, for somebody who is exposed or cannot look after themselves.
    Dusk,
    /// So many hours since they were last seen: harm becomes more frequent.
    Missing { hours: u32 },
}

/// The next moment after `now` at which the risk changes.
pub fn next_change(evidence: &Evidence, model: &Model, place: Place, now: DateTime<Utc>) -> Option<Change> {
    let medical = evidence.medical.iter().map(begins);
    let weather = evidence.weather.iter().map(|one| sets_in(one.danger, one.from));
    let ahead = foreseen(evidence, model, place, now).into_iter().map(|moment| {
        let kind = match moment.kind {
            MomentKind::Dusk => ChangeKind::Dusk,
            MomentKind::Missing { hours } => ChangeKind::Missing { hours },
        };
        Change { at: moment.at, kind }
    });
    medical.chain(weather).chain(ahead).filter(|change| change.at > now).min_by_key(|change| change.at)
}

/// Moments after `now` that no fact names, and that an assessment therefore keeps: the next dusk, for somebody whom it
/// endangers, and each number of hours since they were last seen of which the model says that harm becomes more frequent.
pub fn foreseen(evidence: &Evidence, model: &Model, place: Place, now: DateTime<Utc>) -> Vec<Moment> {
    let hours = model.missing.iter().filter_map(|missing| {
        let hours = missing.hours;
        let at = evidence.missing_since?.checked_add_signed(TimeDelta::hours(hours.into()))?;
        Some(Moment { at, kind: MomentKind::Missing { hours } })
    });
    let dusk = is_exposed(evidence, now).then(|| dusk(place, now)).flatten();
    let dusk = dusk.map(|at| Moment { at, kind: MomentKind::Dusk });
    let mut ahead: Vec<Moment> = hours.chain(dusk).filter(|moment| moment.at > now).collect();
    ahead.sort_by_key(|moment| moment.at);
    ahead
}

/// When harm may begin by itself: what open incidents are put in order by. Past where it may have begun already.
pub fn time_to_harm(evidence: &Evidence, place: Place, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let weather = evidence.weather.iter().filter(|one| one.is_to_reckon_with(now));
    let by_itself =
        evidence.medical.iter().map(begins).chain(weather.map(|one| sets_in(one.danger, one.from)));
    soonest(by_itself, is_exposed(evidence, now), place, now).map(|change| change.at)
}

/// The same of one line of a list, and what it is. Put in order by [`Change::at`], those of a register are as its
/// incidents would be one by one.
pub fn next_harm(summary: &Summary, place: Place, now: DateTime<Utc>) -> Option<Change> {
    let medical = summary.medical.iter().map(|(code, harm_from)| Change {
        at: *harm_from,
        kind: ChangeKind::Medical { code: code.clone(), harm_by: *harm_from },
    });
    let weather = summary.weather.iter().filter(|(_, _, until)| until.is_none_or(|until| until > now));
    let exposed = weather.clone().any(|(_, from, _)| begins_before_night(*from, now))
        || exposed(summary.youngest.years(now.date_naive()), |question| summary.yes.contains(&question));
    let weather = weather.map(|(danger, from, _)| sets_in(*danger, *from));
    soonest(medical.chain(weather), exposed, place, now)
}

fn soonest(
    by_itself: impl Iterator<Item = Change>,
    exposed: bool,
    place: Place,
    now: DateTime<Utc>,
) -> Option<Change> {
    let dark = exposed.then(|| dark(place, now)).flatten();
    by_itself.chain(dark.map(|at| Change { at, kind: ChangeKind::Dusk })).min_by_key(|change| change.at)
}

fn begins(need: &MedicalNeed) -> Change {
    let kind = ChangeKind::Medical { code: need.code.clone(), harm_by: need.harm_by };
    Change { at: need.harm_from, kind }
}

fn sets_in(danger: WeatherDanger, at: DateTime<Utc>) -> Change {
    Change { at, kind: ChangeKind::Weather { danger } }
}

fn is_exposed(evidence: &Evidence, now: DateTime<Utc>) -> bool {
    evidence.weather.iter().any(|one| one.is_to_reckon_with(now) && begins_before_night(one.from, now))
        || exposed(evidence.ages.map(|(youngest, _)| youngest), |question| {
            evidence.state(question).is_present()
        })
}

/// The next night is within a day.
fn begins_before_night(from: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    from - now <= TimeDelta::days(1)
}

/// Whom the night endangers: the cold is told, they cannot ask for help, are confused, or are small. So it does anybody in
/// dangerous weather.
fn exposed(youngest: Option<u32>, is_so: impl Fn(Question) -> bool) -> bool {
    [Question::WeatherExposure, Question::CannotAskForHelp, Question::Dementia].into_iter().any(is_so)
        || youngest.is_some_and(|years| years < 13)
}

/// The end of the next civil twilight where they may be. North of some 60.5 degrees there is none for some days in June.
pub fn dusk(place: Place, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.date_naive();
    let dates = (0..3).filter_map(|days| today.checked_add_days(Days::new(days)));
    dates.filter_map(|date| twilight(place, date, SolarEvent::Dusk(DawnType::Civil))).find(|ends| *ends > now)
}

/// Since when it has been dark, or from when it next is.
fn dark(place: Place, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.date_naive();
    let last = |event| {
        let times = [today.pred_opt(), Some(today)].into_iter().flatten();
        times.filter_map(|date| twilight(place, date, event)).filter(|at| *at <= now).max()
    };
    let (dusk_before, dawn_before) =
        (last(SolarEvent::Dusk(DawnType::Civil)), last(SolarEvent::Dawn(DawnType::Civil)));
    dusk_before.filter(|dusk| dawn_before.is_none_or(|dawn| *dusk > dawn)).or_else(|| dusk(place, now))
}

fn twilight(place: Place, date: NaiveDate, event: SolarEvent) -> Option<DateTime<Utc>> {
    SolarDay::new(Coordinates::new(place.latitude, place.longitude)?, date).event_time(event)
}
