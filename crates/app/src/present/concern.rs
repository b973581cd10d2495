//! What a safeguarding reviewer looks for, in words.

use chrono::{DateTime, Utc};
use register::safeguarding::{About, Concern};

use super::opinion::named;
use crate::views::ConcernView;
use crate::words;

/// A concern in a sentence: what, who, since when.
pub(crate) fn concern(concern: &Concern, now: DateTime<Utc>) -> ConcernView {
    let key = words::label_key("concern", &concern.kind);
    let grade = |grade| words::label("grade", grade);
    let role = |role| words::label("role", role);
    let since = words::span(concern.since, now);
    let line = match &concern.about {
        About::Challenge { by, role: as_role, grade: to } => words::with(
            &key,
            &[("by", by), ("role", &role(as_role)), ("grade", &grade(to)), ("since", &since)],
        ),
        About::Sought { last: None } => words::with(&format!("{key}-never"), &[("since", &since)]),
        About::Sought { last: Some(_) } => words::with(&key, &[("since", &since)]),
        About::Danger(question) => {
            words::with(&key, &[("what", &words::label("danger", question)), ("since", &since)])
        }
        About::Medical(code) => words::with(&key, &[("what", &named(code)), ("since", &since)]),
        About::Fell { from, to, by, role: as_role } => words::with(
            &key,
            &[
                ("from", &grade(from)),
                ("to", &grade(to)),
                ("by", by),
                ("role", &role(as_role)),
                ("since", &since),
            ],
        ),
    };
    ConcernView { kind: concern.kind, line, since: concern.since }
}
