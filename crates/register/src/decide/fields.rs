//! Fields that need attention, collected so that an officer sees all of them at once.

use chrono::{DateTime, Utc};

use super::Context;
use crate::fact::Grade;
use crate::refusal::{FieldError, Refusal};
use crate::when::When;

/// Longest text of one field, in characters: a dispatch log of several pages.
pub const LONGEST_TEXT: usize = 50_000;

#[derive(Default)]
pub(super) struct Fields(Vec<FieldError>);

impl Fields {
    pub fn wrong(&mut self, field: &str, remedy: &str) {
        self.0.push(FieldError { field: field.into(), message: remedy.into() });
    }

    /// Some text, and not more than the register can keep.
    pub fn text(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.wrong(field, "field-empty");
        }
        self.no_text_too_long(field, text);
    }

    pub fn no_text_too_long(&mut self, field: &str, text: &str) {
        if text.chars().count() > LONGEST_TEXT {
            self.wrong(field, "field-too-long");
        }
    }

    pub fn not_after(&mut self, field: &str, at: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        if at.is_some_and(|at| at > now) {
            self.wrong(field, "field-in-the-future");
        }
    }

    pub fn after(&mut self, field: &str, at: DateTime<Utc>, now: DateTime<Utc>) {
        if at <= now {
            self.wrong(field, "field-in-the-past");
        }
    }

    pub fn in_order(&mut self, field: &str, when: &When) {
        if matches!(when, When::Between { from, to } if to < from) {
            self.wrong(field, "field-ends-before-it-begins");
        }
    }

    /// A next review is in the future and no further off than the grade allows.
    pub fn next_review(&mut self, field: &str, at: DateTime<Utc>, grade: Option<Grade>, context: &Context) {
        self.after(field, at, context.now);
        let longest = context.thresholds.longest_review(grade.unwrap_or(Grade::High));
        if at > context.now + longest {
            self.wrong(field, "field-review-too-far-off");
        }
    }

    pub fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::fields(self.0)) }
    }
}
