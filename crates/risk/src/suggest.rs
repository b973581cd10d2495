//! Which grade the model suggests: red flags first, then cut-offs on the estimate. A suggestion is no grade.

use chrono::{DateTime, TimeDelta, Utc};
use register::fact::Grade;

use crate::estimate::unprotected;
use crate::evidence::Evidence;
use crate::model::{Flag, Model};
use crate::opinion::{Suggestion, Why};

/// What is suggested of somebody at a time.
pub(crate) fn suggest(evidence: &Evidence, model: &Model, now: DateTime<Utc>) -> Suggestion {
    let cut = &model.cut_offs;
    let rate = unprotected(evidence, model, now);
    let by_rate = match rate {
        rate if rate >= cut.high => Grade::High,
        rate if rate >= cut.medium => Grade::Medium,
        rate if rate >= cut.low => Grade::Low,
        _ => Grade::VeryLow,
    };
    let mut found = vec![(by_rate, Why::Estimate { rate })];
    let flags = model.flag.iter().filter(|flag| holds(flag, evidence, now));
    found.extend(
        flags.map(|flag| (flag.at_least, Why::Flag { name: flag.name.clone(), source: flag.source.clone() })),
    );
    let unknown: Vec<_> =
        cut.while_unknown.iter().copied().filter(|question| evidence.state(*question).is_unknown()).collect();
    if !unknown.is_empty() {
        found.push((cut.not_below, Why::NotKnown { questions: unknown }));
    }
    if evidence.may_be_of((0, 17)) {
        found.push((cut.child_not_below, Why::Child));
    }
    let grade = found.iter().map(|(grade, _)| *grade).max().unwrap_or(Grade::High);
    // What alone leads to it; the estimate always says how it stands.
    let because = found.into_iter().filter(|(of, why)| *of == grade || matches!(why, Why::Estimate { .. }));
    Suggestion { grade, because: because.map(|(_, why)| why).collect() }
}

fn holds(flag: &Flag, evidence: &Evidence, now: DateTime<Utc>) -> bool {
    let present = |question: &_| evidence.state(*question).is_present();
    let soon = |hours: u32| {
        evidence.medical.iter().any(|need| need.harm_from <= now + TimeDelta::hours(hours.into()))
    };
    flag.all.iter().all(present)
        && (flag.any.is_empty() || flag.any.iter().any(present))
        && flag.ages.is_none_or(|ages| evidence.ages.is_some() && evidence.may_be_of(ages))
        && flag.medical_within_hours.is_none_or(soon)
}
