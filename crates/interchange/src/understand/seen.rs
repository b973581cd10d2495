//! When and where: the times of a row, and where the person was last seen.

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use chrono_tz::Europe::London;
use register::fact::LastSeen;
use register::{IncidentFact, When};

use super::making::Making;
use crate::labels::{ABOUT, HOW_KNOWN, NOT_KNOWN, labelled};
use crate::mapping::Field;
use crate::value::{self, Moment, Remedy, at_local};

const FUTURE: Remedy = "import-problem-future";
const DATE: Remedy = "import-problem-date";
/// Years that a time of the register may be of (UTC).
const YEARS: std::ops::Range<i32> = 1900..2200;

/// A day and a time that stand in two cells. A time beside a moment that has one already decides, but
/// not over an instant that is no midnight.
fn together(moment: Moment, time: NaiveTime) -> Moment {
    match moment {
        Moment::Day(date) => Moment::Local(date.and_time(time)),
        Moment::Local(local) => Moment::Local(local.date().and_time(time)),
        Moment::Instant(at) => {
            let local = at.with_timezone(&London).naive_local();
            let midnight = [at.time(), local.time()].contains(&NaiveTime::MIN);
            if midnight { Moment::Local(local.date().and_time(time)) } else { moment }
        }
    }
}

impl Making<'_> {
    /// The moment of a date and of a time's cell. A time that is none is told of and left out.
    fn moment(&mut self, date: &str, time: Option<usize>) -> Result<Moment, Remedy> {
        let moment = self.by.dates.moment(date)?;
        let Some(at) = time else { return Ok(moment) };
        if self.is_nothing(at) {
            return Ok(moment);
        }
        match time_of(&self.value(at), self.by.dates) {
            Ok(time) => Ok(together(moment, time)),
            Err(remedy) => {
                self.not_understood(at, remedy, false);
                Ok(moment)
            }
        }
    }

    /// The instant of a report: of a day alone, its first.
    ///
    /// # Errors
    /// The remedy where it is none, or one to come.
    pub fn instant(&mut self, date: usize, time: Option<usize>) -> Result<DateTime<Utc>, Remedy> {
        let at = match self.moment(&self.value(date), time)? {
            Moment::Day(day) => at_local(day.and_time(NaiveTime::MIN))?,
            Moment::Local(local) => at_local(local)?,
            Moment::Instant(at) => at,
        };
        self.happened(at)?;
        Ok(at)
    }

    fn happened(&self, at: DateTime<Utc>) -> Result<(), Remedy> {
        if !YEARS.contains(&at.year()) {
            return Err(DATE);
        }
        if at > self.by.now { Err(FUTURE) } else { Ok(()) }
    }

    /// When something happened; `None` where nothing is said of it or it is not understood.
    pub fn when(&mut self, date: Option<usize>, time: Option<usize>) -> Option<When> {
        let Some(date) = date else {
            if let Some(time) = time.filter(|at| !self.is_nothing(*at)) {
                return self.when_of_time_alone(time);
            }
            return None;
        };
        let text = self.value(date);
        if value::is_nothing(&text) {
            return Some(When::NotKnown);
        }
        match self.when_of(&text, time) {
            Ok(when) => Some(when),
            Err(remedy) => {
                self.not_understood(date, remedy, false);
                if let Some(time) = time {
                    self.keep(time);
                }
                None
            }
        }
    }

    /// A column of times that holds whole moments; a bare time is of no day.
    fn when_of_time_alone(&mut self, at: usize) -> Option<When> {
        let text = self.value(at);
        match self.by.dates.moment(&text) {
            Ok(Moment::Local(_) | Moment::Instant(_)) => self.when(Some(at), None),
            _ => {
                self.not_understood(at, "import-problem-time-without-date", false);
                None
            }
        }
    }

    fn when_of(&mut self, text: &str, time: Option<usize>) -> Result<When, Remedy> {
        let lower = text.trim().to_lowercase();
        if lower == NOT_KNOWN {
            return Ok(When::NotKnown);
        }
        if let Some((from, to)) = text.split_once('/')
            && let (Ok(Moment::Instant(from)), Ok(Moment::Instant(to))) =
                (self.by.dates.moment(from), self.by.dates.moment(to))
        {
            self.happened(from)?;
            return Ok(When::Between { from, to });
        }
        let roughly = [ABOUT, "approx. ", "approx ", "approximately ", "circa ", "around ", "c. ", "~"];
        let exact = roughly.iter().find_map(|word| lower.strip_prefix(word));
        let moment = self.moment(exact.unwrap_or(text), time)?;
        let at = match moment {
            Moment::Day(day) => {
                let when = value::day(day)?;
                when.earliest().map_or(Ok(()), |first| self.happened(first))?;
                return Ok(when);
            }
            Moment::Local(local) => at_local(local)?,
            Moment::Instant(at) => at,
        };
        self.happened(at)?;
        Ok(if exact.is_some() { When::About { at } } else { When::At { at } })
    }

    pub fn last_seen(&mut self) {
        let cell = |field| self.first(field).filter(|at| self.by.escaped || !self.is_nothing(*at));
        let (place, by, how) =
            (cell(Field::LastSeenPlace), cell(Field::LastSeenBy), cell(Field::LastSeenHow));
        let code = cell(Field::Postcode);
        let (date, time) = (self.first(Field::LastSeenAt), self.first(Field::LastSeenTime));
        let when = self.when(date, time);
        let mut written = self.text(place);
        let mut of: Vec<usize> = place.into_iter().chain(by).chain(how).collect();
        if let Some(at) = code {
            match value::postcode(&self.value(at)) {
                Ok(code) => {
                    if written.is_empty() {
                        written = code;
                    } else if !squeezed(&written).contains(&squeezed(&code)) {
                        written = format!("{written}, {code}");
                    }
                    of.push(at);
                }
                Err(remedy) => self.not_understood(at, remedy, false),
            }
        }
        if when.is_some() {
            of.extend(date.into_iter().chain(time));
        }
        // A placeholder for the time says nothing, nor does how it is known of no place and no time.
        let says = !written.is_empty() || by.is_some() || when.is_some_and(|when| when != When::NotKnown);
        if of.is_empty() || !(says || self.by.escaped) {
            how.into_iter().for_each(|at| self.keep(at));
            return;
        }
        let how = self.text(how);
        let last_seen = LastSeen {
            place: written,
            when: when.unwrap_or(When::NotKnown),
            how_known: labelled(HOW_KNOWN, &how).unwrap_or_else(|| value::how_known(&how)),
            by: self.text(by),
        };
        self.emit(IncidentFact::LastSeen { last_seen }, of);
    }
}

/// A time, or the time of a whole moment: spreadsheets write `1899-12-30 15:10` for one.
fn time_of(text: &str, dates: value::Dates) -> Result<NaiveTime, Remedy> {
    value::time(text).or_else(|remedy| match dates.moment(text) {
        Ok(Moment::Local(local)) => Ok(local.time()),
        _ => Err(remedy),
    })
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}
