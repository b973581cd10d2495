//! Values, each with who said it and when, and what was said before it.

use chrono::{DateTime, Utc};
use register::Incident;
use register::fact::{Answered, Attribute, IncidentFact};
use register::incident::{Contradiction, Danger, Said};
use register::question::{Answer, Question};
use register::question_set::QuestionSet;

use super::from_file::Files;
use super::parts::{source, value_line, when_line};
use crate::views::{AnswerView, ContradictionView, DescriptionView, LastSeenView, SaidView};
use crate::words;

pub(super) fn description(state: &Incident, files: &Files, then: DateTime<Utc>) -> Vec<DescriptionView> {
    state
        .described
        .iter()
        .filter_map(|(attribute, values)| {
            let (first, earlier) = values.split_first()?;
            Some(DescriptionView {
                attribute: *attribute,
                label: words::label("attribute", attribute),
                current: described(*attribute, first, files, then),
                earlier: earlier.iter().map(|value| described(*attribute, value, files, then)).collect(),
            })
        })
        .collect()
}

fn described(attribute: Attribute, value: &Said<String>, files: &Files, then: DateTime<Utc>) -> SaidView {
    let is = |fact: &IncidentFact| {
        matches!(fact, IncidentFact::Described { described }
            if described.attribute == attribute && described.value == value.what)
    };
    said(value, &value_line(attribute, &value.what), is, files, then)
}

/// An answer in the words given, as a side of a contradiction.
fn answered(answer: &Said<Answered>, value: &str, files: &Files, then: DateTime<Utc>) -> SaidView {
    said(answer, value, |fact| is_answer(fact, &answer.what), files, then)
}

fn danger_said(danger: &Said<Danger>, files: &Files, then: DateTime<Utc>) -> SaidView {
    let is = |fact: &IncidentFact| matches!(fact, IncidentFact::Answered { answered } if answered.question == danger.what.question);
    said(danger, &words::label("danger", &danger.what.question), is, files, then)
}

fn is_answer(fact: &IncidentFact, what: &Answered) -> bool {
    matches!(fact, IncidentFact::Answered { answered } if answered == what)
}

fn said<T>(
    said: &Said<T>,
    value: &str,
    is: impl Fn(&IncidentFact) -> bool,
    files: &Files,
    then: DateTime<Utc>,
) -> SaidView {
    SaidView {
        value: value.to_owned(),
        source: source(&said.source, said.recorded_at, then),
        at: said.source.obtained_at.unwrap_or(said.recorded_at),
        entry_id: said.entry_id,
        from_file: files.value(said.entry_id, is, &[value]),
    }
}

pub(super) fn contradictions(state: &Incident, files: &Files, then: DateTime<Utc>) -> Vec<ContradictionView> {
    state
        .contradictions()
        .into_iter()
        .map(|contradiction| match contradiction {
            Contradiction::Attribute { attribute, values } => ContradictionView {
                about: words::label("attribute", &attribute),
                sides: values.iter().map(|value| described(attribute, value, files, then)).collect(),
            },
            Contradiction::Question { question, answers } => ContradictionView {
                about: words::question(&question),
                sides: answers
                    .iter()
                    .map(|answer| answered(answer, &words::label("answer", &answer.what.answer), files, then))
                    .collect(),
            },
            Contradiction::NotVulnerable { against } => ContradictionView {
                about: words::t("contradiction-not-vulnerable"),
                sides: state
                    .answers
                    .get(&Question::NotVulnerable)
                    .into_iter()
                    .flat_map(|answers| answers.first())
                    .map(|answer| answered(answer, &words::question(&Question::NotVulnerable), files, then))
                    .chain(
                        state
                            .standing_dangers()
                            .filter(|danger| against.contains(&danger.what.question))
                            .map(|danger| danger_said(danger, files, then)),
                    )
                    .collect(),
            },
        })
        .collect()
}

/// Every question of the set in use with the answer shown for it, asked or not; then what another set asked.
pub(super) fn answers(
    state: &Incident,
    files: &Files,
    then: DateTime<Utc>,
    set: &QuestionSet,
) -> Vec<AnswerView> {
    let others = state.asked().filter(|question| !set.all().any(|of_set| of_set == *question));
    set.all()
        .chain(others)
        .map(|question| {
            let given = state.answers.get(&question);
            let latest = given.and_then(|given| given.first());
            let has = |answer| state.unsettled(question).any(|said| said.what.answer == answer);
            AnswerView {
                question,
                answer: state.answer(question),
                detail: latest.map(|said| said.what.detail.clone()).unwrap_or_default(),
                source: latest
                    .map(|said| match said.what.said_by.trim() {
                        "" => source(&said.source, said.recorded_at, then),
                        by => format!("{by} {}", words::time(said.recorded_at, then)),
                    })
                    .unwrap_or_default(),
                at: latest.map(|said| said.recorded_at),
                from_file: latest.and_then(|said| {
                    let shown = [&words::label("answer", &said.what.answer), &said.what.detail];
                    let is = |fact: &IncidentFact| is_answer(fact, &said.what);
                    files.value(said.entry_id, is, &shown.map(String::as_str))
                }),
                stands: state.factor_stands(question),
                immediate_danger: question.is_immediate_danger(),
                conflicting: has(Answer::Yes) && has(Answer::No),
                call_handler: set.asks(question),
                // What another force or an earlier set asked may count as well: a grade is given in sight of it.
                factor: set.indicators.contains(&question) || !set.all().any(|of_set| of_set == question),
                place: place(question, set),
            }
        })
        .collect()
}

/// Where an assessment shows a question: as the set orders its indicators, and what is not of the set last.
fn place(question: Question, set: &QuestionSet) -> u32 {
    let place = set.indicators.iter().position(|indicator| *indicator == question);
    u32::try_from(place.unwrap_or(set.indicators.len())).unwrap_or(u32::MAX)
}

pub(super) fn last_seen(state: &Incident, files: &Files, then: DateTime<Utc>) -> Option<LastSeenView> {
    let seen = state.last_seen.as_ref()?;
    let how = words::label("how-known", &seen.what.how_known);
    let how_known = if seen.what.by.is_empty() { how.clone() } else { format!("{how}: {}", seen.what.by) };
    let when = when_line(&seen.what.when, then);
    let is =
        |fact: &IncidentFact| matches!(fact, IncidentFact::LastSeen { last_seen } if *last_seen == seen.what);
    Some(LastSeenView {
        from_file: files.value(seen.entry_id, is, &[&seen.what.place, &when, &how, &seen.what.by]),
        place: seen.what.place.clone(),
        when: seen.what.when,
        when_line: when,
        how_known,
        source: source(&seen.source, seen.recorded_at, then),
    })
}
