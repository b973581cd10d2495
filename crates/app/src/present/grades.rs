//! Grades: the one in effect, and every assessment.

use chrono::{DateTime, Utc};
use register::fact::IncidentFact;
use register::incident::{Assessment, Challenge, Said};
use register::{Incident, OfficerId};

use super::from_file::Files;
use super::{beside, research};
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
            opinion: said.what.beside.as_ref().and_then(beside::line),
            stood: said.what.beside.as_ref().map(beside::stood).unwrap_or_default(),
            below: said.what.beside.as_ref().map(beside::below).unwrap_or_default(),
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
