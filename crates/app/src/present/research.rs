//! The research in words (F20): what is done of it, what is missing, and what whoever graded signed of it.

use chrono::{DateTime, Utc};
use register::Incident;
use register::fact::{Beside, ResearchCheck, ResearchOutcome, ResearchSigned};
use register::incident::{Research, Said};

use super::parts::when_line;
use crate::views::{ResearchCheckView, ResearchView};
use crate::words::{label, t, with};

pub(super) fn research(state: &Incident, then: DateTime<Utc>) -> ResearchView {
    let gaps = state.research_gaps();
    let all = ResearchCheck::ALL.len();
    let done = (all - gaps.len()).to_string();
    let line = match gaps.as_slice() {
        [] => with("research-all", &[("all", &all.to_string())]),
        some => with("research-some", &[("done", &done), ("all", &all.to_string()), ("gaps", &named(some))]),
    };
    let checks = ResearchCheck::ALL.into_iter().map(|check| ResearchCheckView {
        check,
        done: !gaps.contains(&check),
        said: state.researched(check).map(|said| self::said(said, then)).collect(),
    });
    ResearchView { line, gaps: gaps.clone(), checks: checks.collect() }
}

/// "custody, social care"
fn named(checks: &[ResearchCheck]) -> String {
    checks.iter().map(|check| label("research", check)).collect::<Vec<_>>().join(", ")
}

/// What stands of a check, who says so, and when.
fn said(said: &Said<Research>, then: DateTime<Utc>) -> String {
    let author = said.author.name.as_str();
    match &said.what.outcome {
        ResearchOutcome::Done { at, by, result } => {
            let by = if by.is_empty() { author } else { by };
            with("research-done", &[("when", &when_line(at, then)), ("by", by), ("result", result)])
        }
        ResearchOutcome::NotDone { because } => {
            let at = crate::words::time(said.recorded_at, then);
            with("research-not-done", &[("because", because), ("by", author), ("at", &at)])
        }
    }
}

/// What whoever graded signed of it; nothing where nothing was asked.
pub(super) fn signed(beside: Option<&Beside>) -> Option<String> {
    Some(match beside?.research.as_deref()? {
        ResearchSigned::Satisfied => t("research-satisfied"),
        ResearchSigned::Gaps { checks, words } if checks.is_empty() => words.clone(),
        ResearchSigned::Gaps { checks, words } if words.is_empty() => {
            with("research-gaps", &[("gaps", &named(checks))])
        }
        ResearchSigned::Gaps { checks, words } => {
            with("research-gaps-because", &[("gaps", &named(checks)), ("words", words)])
        }
    })
}

/// One check in the incident's log.
pub(super) fn sentence(check: ResearchCheck, outcome: &ResearchOutcome, then: DateTime<Utc>) -> String {
    let name = label("research", &check);
    match outcome {
        ResearchOutcome::Done { at, by, result } => {
            let key = if by.is_empty() { "fact-research-recorded" } else { "fact-research-recorded-by" };
            let values =
                [("check", name.as_str()), ("when", &when_line(at, then)), ("by", by), ("result", result)];
            with(key, &values)
        }
        ResearchOutcome::NotDone { because } => {
            with("fact-research-recorded-not", &[("check", &name), ("because", because)])
        }
    }
}
