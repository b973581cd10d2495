//! Fields that need attention, collected so that an officer sees all of them at once.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::Context;
use crate::deadline::later;
use crate::fact::{Grade, LastSeen, Source};
use crate::refusal::{FieldError, Refusal, Rule};
use crate::thresholds::{hours, minutes};
use crate::when::When;

/// Longest text of one field, in characters: a dispatch log of several pages.
pub const LONGEST_TEXT: usize = 50_000;

/// Years of any time that is given: from 1900-01-01 to before 2200-01-01 (UTC). Times beyond come from
/// a slip or a fault, and not everything that shows a time can show them.
const YEARS: std::ops::Range<i32> = 1900..2200;

#[derive(Default)]
pub(super) struct Fields(Vec<FieldError>);

impl Fields {
    pub fn wrong(&mut self, field: &str, remedy: &str) {
        self.0.push(FieldError { field: field.into(), message: remedy.into() });
    }

    /// Refuse by a rule, where a field needs attention.
    pub fn finish_as(self, rule: Rule) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(self.refusal(rule)) }
    }

    /// Refused by a rule, at the fields that need attention.
    pub fn refusal(self, rule: Rule) -> Refusal {
        Refusal { rule, fields: self.0 }
    }

    /// Some text, and not more than the register can keep.
    pub fn text(&mut self, field: &str, text: &str) {
        self.needed(field, text, "field-empty");
    }

    /// The same, with words of its own for where there is none.
    pub fn needed(&mut self, field: &str, text: &str, remedy: &str) {
        if text.trim().is_empty() {
            self.wrong(field, remedy);
        }
        self.no_text_too_long(field, text);
    }

    pub fn no_text_too_long(&mut self, field: &str, text: &str) {
        if text.chars().count() > LONGEST_TEXT {
            self.wrong(field, "field-too-long");
        }
    }

    /// A time that can be shown; whether it is one.
    pub fn instant(&mut self, field: &str, at: DateTime<Utc>) -> bool {
        self.year(field, at.year())
    }

    fn year(&mut self, field: &str, year: i32) -> bool {
        let within = YEARS.contains(&year);
        if !within {
            self.wrong(field, "field-time-out-of-range");
        }
        within
    }

    /// Something that has happened. The clock by which it is told may be ahead of this laptop's.
    pub fn past(&mut self, field: &str, when: &When, context: &Context) {
        let ends = [when.earliest(), when.latest()];
        if !ends.into_iter().flatten().all(|at| self.instant(field, at)) {
            return;
        }
        let ahead = minutes(context.thresholds.clock_ahead_minutes);
        if when.latest().is_some_and(|at| at > later(context.now, ahead)) {
            self.wrong(field, "field-in-the-future");
        }
        if matches!(when, When::Between { from, to } if to < from) {
            self.wrong(field, "field-ends-before-it-begins");
        }
    }

    /// A day that has come, here or an hour ahead of UTC as in a British summer.
    pub fn past_day(&mut self, field: &str, day: NaiveDate, context: &Context) {
        if self.year(field, day.year()) && day > later(context.now, hours(1)).date_naive() {
            self.wrong(field, "field-in-the-future");
        }
    }

    pub fn after(&mut self, field: &str, at: DateTime<Utc>, now: DateTime<Utc>) {
        if self.instant(field, at) && at <= now {
            self.wrong(field, "field-in-the-past");
        }
    }

    /// A next review is in the future and no further off than the grade allows.
    pub fn next_review(&mut self, field: &str, at: DateTime<Utc>, grade: Option<Grade>, context: &Context) {
        self.after(field, at, context.now);
        let longest = context.thresholds.longest_review(grade.unwrap_or(Grade::High));
        if YEARS.contains(&at.year()) && at > later(context.now, longest) {
            self.wrong(field, "field-review-too-far-off");
        }
    }

    pub fn source(&mut self, field: &str, source: &Source, context: &Context) {
        self.no_text_too_long(&format!("{field}.name"), &source.name);
        self.no_text_too_long(&format!("{field}.relation"), &source.relation);
        self.no_text_too_long(&format!("{field}.contact"), &source.contact);
        if let Some(at) = source.obtained_at {
            self.past(&format!("{field}.obtained_at"), &When::At { at }, context);
        }
    }

    pub fn last_seen(&mut self, field: &str, last_seen: &LastSeen, context: &Context) {
        self.past(&format!("{field}.when"), &last_seen.when, context);
        self.no_text_too_long(&format!("{field}.place"), &last_seen.place);
        self.no_text_too_long(&format!("{field}.by"), &last_seen.by);
    }

    pub fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::fields(self.0)) }
    }
}
