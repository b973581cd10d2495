//! An ordinary incident: reported, graded, worked, located, closed.

mod report;

use chrono::{DateTime, TimeDelta, Utc};
use register::Thresholds;
use register::command::Act;
use register::fact::{ActionAnswer, ChangesRisk, Condition, FoundBy, Grade, HarmKind, System};
use register::question::Question;
use register::role::Role;

use crate::Plan;
use crate::cause::{Cause, Outcome};
use crate::draw::Draw;
use crate::officers::*;
use crate::people::Subject;
use crate::person::{Person, Sex};
use crate::places;
use crate::script::*;
use crate::shape;
use crate::texts::{self, fill};

/// How far an incident got before the end of its script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// Located and closed before this instant.
    ClosedBy(DateTime<Utc>),
    /// Located, not closed.
    LocatedBy(DateTime<Utc>),
    OpenAt(DateTime<Utc>),
}

#[derive(Clone, Copy)]
enum Later {
    Reviewed,
    Circulated,
    UnitTold,
}

/// What the repeats of this person must know.
pub(crate) struct Ended {
    pub at: DateTime<Utc>,
    pub condition: Condition,
    /// Whether it is recorded or not.
    pub happened: Vec<HarmKind>,
}

struct Writer<'a> {
    script: Script,
    person: &'a Person,
    thresholds: &'a Thresholds,
    place: &'static str,
    age: String,
    child: bool,
    cause: Cause,
    /// The officer's, once they were told the answers.
    grade: Grade,
    dangers: Vec<Question>,
    factors: Vec<Question>,
}

/// Write the incident; the steps and how it ended. With `exception` it is closed without being
/// located, where that is allowed.
pub(crate) fn write(
    (draw, cause): (Draw, Draw),
    plan: &Plan,
    subject: &Subject,
    reported_at: DateTime<Utc>,
    until: Until,
    exception: bool,
) -> (Script, Ended) {
    let (person, thresholds, force) = (&subject.person, &plan.thresholds, plan.force.as_str());
    let mut script = Script::new(draw, reported_at, thresholds);
    let child = person.age_on(reported_at) < 18;
    let mut cause = Cause::of(cause, subject, reported_at);
    let outcome = cause.outcome();
    let place = *script.draw.pick(&places::SEEN);
    let age = person.age_on(reported_at).to_string();
    let mut writer = Writer {
        script,
        person,
        thresholds,
        place,
        age,
        child,
        cause,
        grade: Grade::Medium,
        dangers: Vec::new(),
        factors: Vec::new(),
    };
    let located_at = writer.located_at(reported_at, until);
    writer.report(force, subject, reported_at, located_at.unwrap_or(reported_at + TimeDelta::hours(2)));
    let assessed_at = writer.first_assessment(reported_at, located_at);
    let end = match until {
        Until::OpenAt(now) => {
            writer.work(assessed_at, now, true);
            now
        }
        Until::ClosedBy(by) | Until::LocatedBy(by) => {
            let located_at = located_at.unwrap_or(by);
            writer.work(assessed_at, located_at, false);
            let close_by = matches!(until, Until::ClosedBy(_)).then_some(by);
            let worked = writer.script.steps.len();
            let closed = writer.end(located_at, &outcome, close_by, by);
            // Nobody who is in danger is closed without being located.
            let allowed = outcome.condition == Condition::Unharmed && writer.dangers.is_empty();
            if exception && allowed && close_by.is_some() {
                // In place of the ending, at its time: so no other incident comes out otherwise.
                writer.script.steps.truncate(worked);
                writer.by_exception(closed);
            }
            closed
        }
    };
    (writer.script, Ended { at: end, condition: outcome.condition, happened: outcome.happened })
}

impl Writer<'_> {
    fn fill(&self, text: &str) -> String {
        let (they, them, their) = match self.person.sex {
            Sex::Female => ("she", "her", "her"),
            Sex::Male => ("he", "him", "his"),
            Sex::Other => ("they", "them", "their"),
        };
        let words = [
            ("{they}", they),
            ("{them}", them),
            ("{their}", their),
            ("{rel}", self.person.relation),
            ("{friend}", self.person.friend.as_str()),
            ("{goes}", self.person.goes_to),
            ("{place}", self.place),
            ("{age}", self.age.as_str()),
        ];
        let mut filled = fill(text, &words);
        if self.person.sex == Sex::Other {
            filled = fill(
                &filled,
                &[("they was", "they were"), ("they has", "they have"), ("they is", "they are")],
            );
        }
        texts::sentences(&filled)
    }

    fn pick(&mut self, from: &[&str]) -> String {
        let text = *self.script.draw.pick(from);
        self.fill(text)
    }

    fn located_at(&mut self, reported_at: DateTime<Utc>, until: Until) -> Option<DateTime<Utc>> {
        let by = match until {
            Until::OpenAt(_) => return None,
            Until::ClosedBy(by) => by - TimeDelta::minutes(25),
            Until::LocatedBy(by) => {
                let ago = self.script.draw.minutes(10, 90);
                return Some((by - ago).max(reported_at + TimeDelta::minutes(25)).min(by));
            }
        };
        let room = (by - reported_at).max(TimeDelta::minutes(25));
        // What began lately can only have ended soon.
        let drawn =
            (0..8).map(|_| shape::until_located(&mut self.script.draw, self.child)).find(|d| *d <= room);
        Some(reported_at + drawn.unwrap_or(room / 2))
    }

    fn first_assessment(
        &mut self,
        reported_at: DateTime<Utc>,
        located_at: Option<DateTime<Utc>>,
    ) -> DateTime<Utc> {
        let recorded = self.script.last_at().unwrap_or(reported_at);
        let room = located_at.map_or(TimeDelta::minutes(45), |at| at - recorded - TimeDelta::minutes(2));
        let wait = self.script.draw.minutes(4, 45).min(room).max(TimeDelta::seconds(30));
        let at = recorded + wait;
        // One in twenty began a grade lower and was raised by what came in.
        let lower = match self.grade {
            Grade::High if room > TimeDelta::hours(3) && self.script.draw.chance(250) => Grade::Medium,
            Grade::Medium
                if room > TimeDelta::hours(3) && self.dangers.is_empty() && self.script.draw.chance(30) =>
            {
                Grade::Low
            }
            same => same,
        };
        self.assess(at, lower);
        if lower == self.grade {
            return at;
        }
        let at = at + self.script.draw.minutes(40, 110);
        let phone = self.person.informant_phone.clone();
        let (caller, text) = (self.person.informant.clone(), self.fill("Rang again: {they} said goodbye to a friend in a message this morning. {rel} now very worried."));
        self.script.contact(at, CALL_HANDLER, (&caller, &phone), &text, ChangesRisk::Yes);
        let at = at + self.script.draw.minutes(4, 25);
        self.assess(at, self.grade);
        at
    }

    fn next_review(&mut self, at: DateTime<Utc>, grade: Grade) -> DateTime<Utc> {
        let longest = self.thresholds.longest_review(grade);
        let share = i32::try_from(self.script.draw.between(60, 98)).unwrap_or(90);
        at + longest * share / 100
    }

    fn assess(&mut self, at: DateTime<Utc>, grade: Grade) {
        let officer = match grade {
            Grade::High => INSPECTOR,
            Grade::VeryLow if self.child => INSPECTOR,
            _ => *self.script.draw.pick(&[SUPERVISOR, SUPERVISOR, INVESTIGATOR]),
        };
        let next_review_at = self.next_review(at, grade);
        let rationale =
            [self.pick(&texts::KEY_FACTS), self.pick(&texts::NOT_KNOWN), self.pick(&texts::WOULD_CHANGE)];
        let [key_facts, not_known, would_change] = &rationale;
        let factors = self.factors.clone();
        self.script.assess(
            at,
            officer,
            grade,
            &factors,
            [key_facts, not_known, would_change],
            next_review_at,
        );
    }

    /// What is done between the assessment and the end; an incident that stays open keeps a
    /// review ahead of it.
    fn work(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, open: bool) {
        let span = to - from;
        if span < TimeDelta::minutes(50) {
            return;
        }
        let mut at = from;
        let worked = span.min(TimeDelta::hours(20));
        if self.script.draw.chance(650) {
            at += self.script.draw.minutes(2, 9);
            let (what, result) = *self.script.draw.pick(&texts::ACTIONS);
            let (what, result) = (self.fill(what), self.fill(result));
            let due = at + self.script.draw.minutes(45, 150);
            let number = self.script.action(at, SUPERVISOR, &what, due, Role::InvestigatingOfficer);
            let answer_at = at + worked / 3;
            if !open || self.script.draw.chance(700) {
                self.script.answer_action(answer_at, INVESTIGATOR, number, done(&result));
                at = answer_at;
            }
        }
        if self.script.draw.chance(420) {
            at += worked / 8;
            let text = self.pick(&texts::NOTES);
            let officer = *self.script.draw.pick(&[INVESTIGATOR, SECOND_INVESTIGATOR, COORDINATOR]);
            let act = if self.script.draw.chance(70) {
                on_paper(at - TimeDelta::minutes(20))
            } else {
                Act::default()
            };
            self.script.note(at, officer, act, &text);
        }
        if self.script.draw.chance(130) {
            at += worked / 8;
            let text = self.pick(&texts::CONTACTS);
            let (caller, phone) = (self.person.informant.clone(), self.person.informant_phone.clone());
            self.script.contact(at, CALL_HANDLER, (&caller, &phone), &text, ChangesRisk::No);
        }
        self.later(from, to, open);
        if open && self.grade == Grade::High {
            // A high-risk incident is never left without a word for half an hour.
            let at = to - self.script.draw.minutes(2, 26);
            let text = self.pick(&texts::NOTES);
            self.script.note(at.max(from), INVESTIGATOR, Act::default(), &text);
        }
    }

    /// Circulation, the national unit, and reviews further and further apart; the last review of
    /// an open incident leaves one to come.
    fn later(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, open: bool) {
        let mut times = self.reviews(from, to, open);
        let span = to - from;
        if span > TimeDelta::hours(46) {
            times.push((from + TimeDelta::hours(20), Later::Circulated));
        }
        if span > TimeDelta::hours(71) {
            times.push((from + TimeDelta::hours(66), Later::UnitTold));
        }
        times.sort_by_key(|&(at, _)| at);
        for (at, what) in times {
            let at = self.script.last_at().map_or(at, |last| at.max(last)).min(to);
            match what {
                Later::Circulated => {
                    let number = self.script.draw.between(1000, 99_999);
                    let year = crate::calendar::local(at).format("%y");
                    self.script.reference(at, COORDINATOR, System::PncLeds, &format!("{year}/{number}M"));
                }
                Later::UnitTold => {
                    let number = self.script.draw.between(1000, 9_999);
                    self.script.reference(at, COORDINATOR, System::Ukmpu, &format!("MP-{number}"));
                }
                Later::Reviewed => {
                    let summary = self.pick(&texts::REVIEWS);
                    let next = self.next_review(at, self.grade);
                    let others = ActionAnswer::StillNeeded { until: next - TimeDelta::minutes(10) };
                    self.script.review(at, SUPERVISOR, &summary, Vec::new(), others, next);
                }
            }
        }
    }

    fn reviews(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, open: bool) -> Vec<(DateTime<Utc>, Later)> {
        let longest = self.thresholds.longest_review(self.grade);
        let last = to - longest * i32::try_from(self.script.draw.between(5, 72)).unwrap_or(30) / 100;
        let mut at = from + longest * 9 / 10;
        let mut gap = longest;
        let mut times = Vec::new();
        while at < last && times.len() < 4 {
            times.push((at, Later::Reviewed));
            gap = gap * 4;
            at += gap;
        }
        if open && from + longest * 6 / 10 < to {
            times.push((last.max(from + TimeDelta::minutes(30)), Later::Reviewed));
        }
        times
    }

    fn end(
        &mut self,
        located_at: DateTime<Utc>,
        outcome: &Outcome,
        close_by: Option<DateTime<Utc>>,
        by: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let condition = outcome.condition;
        let found_by = shape::found_by(&mut self.script.draw, condition);
        let recorded = (located_at + self.script.draw.minutes(1, 12)).min(by);
        let officer = *self.script.draw.pick(&[INVESTIGATOR, SECOND_INVESTIGATOR]);
        let who = officers_name(officer);
        let place = self.found_at(found_by, condition);
        let identity = if condition == Condition::Died {
            "Bank card and clothing; formal identification by family to follow.".to_owned()
        } else {
            self.pick(&texts::IDENTITY)
        };
        self.script.located(recorded, officer, who, located_at, &place, &identity, found_by, condition);
        let Some(close_by) = close_by else { return recorded };
        let spare = (close_by - recorded).max(TimeDelta::zero());
        let closed = recorded + self.script.draw.minutes(12, 340).min(spare);
        let summaries: &[&str] = match condition {
            Condition::Died => &texts::CLOSING_DIED,
            Condition::Harmed => texts::closing_harmed(outcome.recorded.first()),
            _ if self.child => &texts::CLOSING_CHILD,
            _ => &texts::CLOSING,
        };
        let fitting: Vec<&str> =
            summaries.iter().copied().filter(|text| texts::fits(text, found_by)).collect();
        let summary = self.pick(&fitting);
        let officer = if condition == Condition::Died { INSPECTOR } else { SUPERVISOR };
        if condition != Condition::Unharmed {
            let at = recorded + (closed - recorded) / 2;
            self.script.harm(at, officer, &outcome.recorded, texts::HARM_RESTS_ON);
        }
        self.script.close(closed, officer, &summary);
        closed
    }

    fn by_exception(&mut self, at: DateTime<Utc>) {
        let (kind, reason, summary) = *self.script.draw.pick(&texts::EXCEPTIONS);
        let (reason, summary) = (self.fill(reason), self.fill(summary));
        self.script.close_by_exception(at, (INVESTIGATOR, SUPERVISOR), kind, &reason, &summary);
    }

    fn found_at(&mut self, found_by: FoundBy, condition: Condition) -> String {
        if condition == Condition::Harmed && self.script.draw.chance(550) {
            return (*self.script.draw.pick(&places::HOSPITALS)).to_owned();
        }
        match found_by {
            FoundBy::ReturnedThemselves => self.person.home.clone(),
            FoundBy::Family => self.person.goes_to.to_owned(),
            FoundBy::Partner => (*self.script.draw.pick(&places::HOSPITALS)).to_owned(),
            _ => (*self.script.draw.pick(&places::SEEN)).to_owned(),
        }
    }
}

fn officers_name(officer: usize) -> &'static str {
    officers()[officer].name
}
