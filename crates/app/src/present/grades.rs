//! Grades: the one in effect, and every assessment.

use chrono::{DateTime, Utc};
use register::fact::{BelowSuggestion, Beside, IncidentFact};
use register::incident::{Assessment, Challenge, Said};
use register::{Incident, OfficerId};

use super::from_file::Files;
use super::research;
use crate::views::{AssessmentView, ChallengeView, FromFileView, GradeView};
use crate::words;

pub(super) fn grade(state: &Incident, files: &Files) -> Option<GradeView> {
    let effective = state.effective()?;
    Some(GradeView {
        grade: effective.what.grade,
        by: graded_by(state, effective),
        role: effective.author.role,
        at: effective.recorded_at,
        why: effective.what.rationale.key_facts.clone(),
        next_review_at: state.next_review_at,
        saw: saw(&effective.what),
        from_file: from_file(effective, files),
    })
}

pub(super) fn assessments(state: &Incident, files: &Files) -> Vec<AssessmentView> {
    let effective = state.effective().map(|said| said.entry_id);
    state
        .assessments
        .iter()
        .rev()
        .map(|said| AssessmentView {
            entry_id: said.entry_id,
            grade: said.what.grade,
            by: graded_by(state, said),
            role: said.author.role,
            at: said.recorded_at,
            factors: said.what.factors.clone(),
            key_facts: said.what.rationale.key_facts.clone(),
            not_known: said.what.rationale.not_known.clone(),
            would_change: said.what.rationale.would_change.clone(),
            next_review_at: said.what.next_review_at,
            lowered_because: said.what.lowered_because.clone(),
            opinion: said.what.beside.as_ref().and_then(kept),
            below: below(said.what.beside.as_ref()),
            research: research::signed(said.what.beside.as_ref()),
            in_effect: effective == Some(said.entry_id),
            live: said.what.live,
            saw: saw(&said.what),
            from_file: from_file(said, files),
        })
        .collect()
}

/// Challenges of the grade, the latest first.
pub(super) fn challenges(state: &Incident, reader: OfficerId, then: DateTime<Utc>) -> Vec<ChallengeView> {
    let view = |said: &Said<Challenge>| ChallengeView {
        entry_id: said.entry_id,
        line: words::with(
            "challenge-line",
            &[
                ("by", &said.author.name),
                ("role", &words::label("role", &said.author.role)),
                ("at", &words::time(said.recorded_at, then)),
                ("grade", &words::label("grade", &said.what.grade)),
            ],
        ),
        reason: said.what.reason.clone(),
        open: said.what.answered.is_none(),
        own: !state.may_answer(&said.what, reader),
        answer: said.what.answered.as_ref().map(|answer| answered(answer, then)).unwrap_or_default(),
    };
    state.challenges.iter().rev().map(view).collect()
}

fn answered(answer: &Said<String>, then: DateTime<Utc>) -> String {
    let at = words::time(answer.recorded_at, then);
    words::with("challenge-answer", &[("by", &answer.author.name), ("at", &at), ("what", &answer.what)])
}

/// What the second opinion said when a grade was given.
fn kept(beside: &Beside) -> Option<String> {
    let opinion = beside.opinion.as_ref()?;
    let of_100 = |n: u32| match n % 100 {
        0 => (n / 100).to_string(),
        _ => format!("{:.1}", f64::from(n) / 100.0),
    };
    Some(words::with(
        "opinion-kept",
        &[
            ("n", &of_100(opinion.of_10_000)),
            ("low", &of_100(opinion.low)),
            ("high", &of_100(opinion.high)),
            ("grade", &words::label("grade", &opinion.suggested)),
            ("model", &opinion.model),
        ],
    ))
}

/// Why the grade is lower than suggested, and what was not opened before it.
fn below(beside: Option<&Beside>) -> Vec<String> {
    let line = |below: &BelowSuggestion| match &below.question {
        Some(question) => words::with(
            "opinion-below",
            &[("question", &words::question(question)), ("reason", &below.reason)],
        ),
        None if below.age => words::with("opinion-below-age", &[("reason", &below.reason)]),
        None => below.reason.clone(),
    };
    let unopened = beside.filter(|beside| !beside.unopened.is_empty()).map(|beside| {
        let because = beside.deferred_because.as_deref().unwrap_or_default();
        words::counted("opinion-unopened", beside.unopened.len(), &[("because", because)])
    });
    beside.into_iter().flat_map(|beside| &beside.below).map(line).chain(unopened).collect()
}

/// Who gave a grade: of an imported one the system that it came from.
fn graded_by(state: &Incident, said: &Said<Assessment>) -> String {
    match state.imported_at(said.position) {
        Some(from) => words::with("import-graded", &[("system", &from.system), ("by", &said.author.name)]),
        None => said.author.name.clone(),
    }
}

fn saw(assessment: &Assessment) -> String {
    words::with("saw", &[("saw", &assessment.saw.to_string()), ("of", &assessment.of.to_string())])
}

fn from_file(said: &Said<Assessment>, files: &Files) -> Option<FromFileView> {
    let is = |fact: &IncidentFact| matches!(fact, IncidentFact::RiskAssessed { grade, .. } if *grade == said.what.grade);
    files.value(said.entry_id, is, &[&words::label("grade", &said.what.grade)])
}
