//! Incidents in order of report: the closed ones as they came in, the open ones among them.

use std::collections::BTreeMap;
use std::iter::Peekable;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use register::PhotographId;
use register::fact::{Condition, HarmKind};

use crate::Plan;
use crate::arrivals::{Arrival, Arrivals, days};
use crate::calendar;
use crate::draw::{Draw, Purpose};
use crate::officers::INVESTIGATOR;
use crate::ordinary::{self, Ended, Until};
use crate::people::{Earlier, People, Subject};
use crate::script::Script;
use crate::shape;
use crate::shaped::{self, Portrait, Shaped};
use crate::step::{Episode, Likeness, PhotographSpec};

/// The last report of a closed incident lies so long before now, that it could be closed.
const CLOSED_BEFORE_NOW: TimeDelta = TimeDelta::hours(8);

/// How long ago open incidents of a large register were reported, `(per 10,000, minutes)`: most of
/// them lately, some for years (5,200 were missing over a year in March 2022, UK).
const OPEN_FOR: [(i64, i64); 7] = [
    (0, 120),
    (2500, 720),
    (5000, 2880),
    (7000, 10_080),
    (8200, 40_320),
    (9200, 525_600),
    (10_000, 3_150_000),
];

enum Special {
    /// One of the sixteen.
    Shaped(usize),
    /// An earlier, closed incident of one of the sixteen.
    Before { shaped: usize, number: u32 },
    /// Another open one of a large register.
    Open { child: bool },
}

/// See [`episodes`].
pub struct Episodes<'a> {
    plan: &'a Plan,
    now: DateTime<Utc>,
    sixteen: Vec<Shaped>,
    arrivals: Peekable<Arrivals>,
    specials: Peekable<std::vec::IntoIter<(DateTime<Utc>, Special)>>,
    people: People,
    in_year: BTreeMap<i32, u32>,
    number: u64,
}

/// The incidents of a plan, lazily, in order of report.
pub fn episodes(plan: &Plan) -> Episodes<'_> {
    Episodes::new(plan)
}

impl<'a> Episodes<'a> {
    fn new(plan: &'a Plan) -> Self {
        let now = DateTime::from_timestamp(plan.now.timestamp(), 0).unwrap_or(plan.now);
        let closed = plan.total() - plan.open();
        let sixteen = shaped::sixteen(plan.seed, now);
        let mut specials: Vec<(DateTime<Utc>, Special)> = Vec::new();
        for (at, shaped) in sixteen.iter().enumerate() {
            specials.push((shaped.reported_at, Special::Shaped(at)));
        }
        let before = shaped::BEFORE.iter().take(usize::try_from(closed).unwrap_or(usize::MAX));
        let mut planted = 0;
        for (&(shaped, hours_ago), number) in before.zip(0..) {
            specials.push((now - TimeDelta::hours(hours_ago), Special::Before { shaped, number }));
            planted += 1;
        }
        let mut draw = Draw::new(plan.seed, Purpose::Openings, 0);
        let longest = TimeDelta::days(days(closed).into());
        for _ in Plan::LEAST..plan.open() {
            let ago = TimeDelta::minutes(draw.quantile(&OPEN_FOR)).min(longest) + draw.minutes(0, 59);
            specials.push((now - ago, Special::Open { child: draw.chance(shape::CHILD) }));
        }
        specials.sort_by_key(|&(at, _)| at);
        Self {
            plan,
            now,
            sixteen,
            arrivals: Arrivals::new(plan.seed, closed - planted, now - CLOSED_BEFORE_NOW).peekable(),
            specials: specials.into_iter().peekable(),
            people: People::new(plan.seed),
            in_year: BTreeMap::new(),
            number: 0,
        }
    }

    fn closed(&mut self, arrival: Arrival) -> Episode {
        let subject = self.people.choose(arrival.child, arrival.at);
        let until = Until::ClosedBy(self.now - TimeDelta::minutes(5));
        let (script, ended) = self.ordinary(&subject, arrival.at, until);
        let harmed = ended.condition == Condition::Harmed;
        let died = ended.condition == Condition::Died;
        self.people.over(subject.number, arrival.child, ended.at, harmed, died);
        self.episode(script, &subject, arrival.at, None, ended.happened)
    }

    fn open(&mut self, child: bool, at: DateTime<Utc>) -> Episode {
        let subject = self.people.somebody_new(child, at);
        self.people.forget(subject.number);
        let mut draw = Draw::new(self.plan.seed, Purpose::Openings, 1 + self.number);
        let until = if draw.chance(30) { Until::LocatedBy(self.now) } else { Until::OpenAt(self.now) };
        let portrait = draw.chance(500).then(|| Portrait::draw(&mut draw));
        let (script, ended) = self.ordinary(&subject, at, until);
        self.episode(script, &subject, at, portrait, ended.happened)
    }

    fn before(&mut self, shaped: usize, number: u32, at: DateTime<Utc>) -> Episode {
        let first = shaped::BEFORE.iter().position(|&(who, _)| who == shaped);
        let episodes = number - first.map_or(0, |first| u32::try_from(first).unwrap_or(0));
        let person = self.sixteen[shaped].person.clone();
        let portrait = self.sixteen[shaped].portrait.clone();
        let subject = Subject { number: 0, person, earlier: Earlier { episodes, harmed: false } };
        let until = Until::ClosedBy(at + TimeDelta::days(2));
        let (script, ended) = self.ordinary(&subject, at, until);
        self.episode(script, &subject, at, portrait, ended.happened)
    }

    fn ordinary(&mut self, subject: &Subject, at: DateTime<Utc>, until: Until) -> (Script, Ended) {
        let draw = Draw::new(self.plan.seed, Purpose::Incident, self.number);
        // Drawn apart: what is closed by exception changes nothing of the others.
        let exception = Draw::new(self.plan.seed, Purpose::Exceptions, self.number).chance(shape::EXCEPTIONS);
        let cause = Draw::new(self.plan.seed, Purpose::Causes, self.number);
        ordinary::write((draw, cause), self.plan, subject, at, until, exception)
    }

    fn shaped(&mut self, at: usize) -> Episode {
        let shaped = &self.sixteen[at];
        let closed = usize::try_from(self.plan.total() - self.plan.open()).unwrap_or(usize::MAX);
        let earlier = shaped::BEFORE.iter().take(closed).filter(|&&(who, _)| who == at).count();
        let script = shaped.script(self.plan, self.now, earlier);
        let subject = Subject { number: 0, person: shaped.person.clone(), earlier: Earlier::default() };
        let (reported_at, portrait) = (shaped.reported_at, shaped.portrait.clone());
        self.episode(script, &subject, reported_at, portrait, Vec::new())
    }

    fn episode(
        &mut self,
        mut script: Script,
        subject: &Subject,
        reported_at: DateTime<Utc>,
        portrait: Option<Portrait>,
        happened: Vec<HarmKind>,
    ) -> Episode {
        self.number += 1;
        let year = calendar::local(reported_at).year();
        let in_year = self.in_year.entry(year).or_insert(0);
        *in_year += 1;
        let reference = format!("{}/{:02}/{:06}", self.plan.force.as_str(), year.rem_euclid(100), in_year);
        let person = &subject.person;
        let recorded_at = script.steps.first().map_or(reported_at, |step| step.at);
        let minutes_after = |n| (recorded_at + TimeDelta::minutes(n)).min(self.now.max(recorded_at));
        let added_at = minutes_after(6);
        let photograph = portrait.map(|portrait| PhotographSpec {
            photograph_id: PhotographId(script.draw.uuid(added_at)),
            at: added_at,
            officer: INVESTIGATOR,
            seed: portrait.seed,
            months_old: portrait.months_old,
            taken: (calendar::local(added_at).date()) - chrono::Months::new(portrait.months_old),
            source: person.source(added_at),
            likeness: portrait.likeness_confirmed.then(|| Likeness {
                at: minutes_after(7),
                officer: INVESTIGATOR,
                by: person.informant.clone(),
                relation: person.relation.to_owned(),
            }),
        });
        Episode {
            incident_id: script.incident_id,
            person_id: person.person_id,
            reference,
            reported_at,
            steps: script.steps,
            photograph,
            happened,
        }
    }
}

impl Iterator for Episodes<'_> {
    type Item = Episode;

    fn next(&mut self) -> Option<Episode> {
        let special = match (self.specials.peek(), self.arrivals.peek()) {
            (Some((special, _)), Some(arrival)) => *special <= arrival.at,
            (special, _) => special.is_some(),
        };
        if !special {
            let arrival = self.arrivals.next()?;
            return Some(self.closed(arrival));
        }
        let (at, special) = self.specials.next()?;
        Some(match special {
            Special::Shaped(shaped) => self.shaped(shaped),
            Special::Before { shaped, number } => self.before(shaped, number, at),
            Special::Open { child } => self.open(child, at),
        })
    }
}
