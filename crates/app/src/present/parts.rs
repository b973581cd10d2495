//! The parts of an incident's screen, each from the state alone.

use chrono::{DateTime, Utc};
use register::deadline::{DeadlineKind, review_due};
use register::fact::{ActionAnswer, Attribute, Source, System, Taken};
use register::incident::{Assessment, Contradiction, PhotographState, Said, Status};
use register::question::{Answer, Question};
use register::{Incident, Summary, Thresholds, When};

use super::duty::old_by;
use super::incident::has_clock;
use crate::views::{
    ActionView, AnswerView, AssessmentView, ClockView, ContradictionView, DangerView, DescriptionView,
    GradeView, LastSeenView, LocatedView, NotKnownView, PhotographView, ReferenceView, SaidView, Tone,
};
use crate::words;

/// When it ended, for how long they were missing.
pub(super) fn ended(state: &Incident) -> Option<DateTime<Utc>> {
    let located = state.located.as_ref().map(|said| said.what.seen_at.earliest().unwrap_or(said.recorded_at));
    located.or(state.closed.as_ref().map(|said| said.recorded_at))
}

pub(super) fn identity_line(summary: &Summary, age_sex: &str) -> String {
    match chrono::NaiveDate::parse_from_str(&summary.born, "%Y-%m-%d") {
        Ok(born) => format!("{age_sex} · {}", words::with("born", &[("date", &words::date(born))])),
        Err(_) => age_sex.to_owned(),
    }
}

/// `Daughter 15:40`, `officer's own view`.
pub(super) fn source(source: &Source, at: DateTime<Utc>, then: DateTime<Utc>) -> String {
    let who = match (source.name.trim(), source.relation.trim()) {
        ("", "") => words::label("source", &source.kind),
        (name, "") => name.to_owned(),
        ("", relation) => relation.to_owned(),
        (name, relation) => format!("{name} ({relation})"),
    };
    format!("{who} {}", words::time(source.obtained_at.unwrap_or(at), then))
}

pub(super) fn when_line(when: &When, then: DateTime<Utc>) -> String {
    match when {
        When::At { at } => words::time(*at, then),
        When::About { at } => words::with("when-about", &[("at", &words::time(*at, then))]),
        When::Between { from, to } => words::with(
            "when-between",
            &[("from", &words::time(*from, then)), ("to", &words::time(*to, then))],
        ),
        When::NotKnown => words::t("when-not-known"),
    }
}

fn said<T>(said: &Said<T>, value: &str, then: DateTime<Utc>) -> SaidView {
    SaidView {
        value: value.to_owned(),
        source: source(&said.source, said.recorded_at, then),
        at: said.source.obtained_at.unwrap_or(said.recorded_at),
        entry_id: said.entry_id,
    }
}

fn saw(assessment: &Assessment) -> String {
    words::with("saw", &[("saw", &assessment.saw.to_string()), ("of", &assessment.of.to_string())])
}

pub(super) fn grade(state: &Incident) -> Option<GradeView> {
    let effective = state.effective()?;
    Some(GradeView {
        grade: effective.what.grade,
        by: graded_by(state, effective),
        role: effective.author.role,
        at: effective.recorded_at,
        why: effective.what.rationale.key_facts.clone(),
        next_review_at: state.next_review_at,
        saw: saw(&effective.what),
    })
}

/// Who gave a grade: of an imported one the system that it came from.
fn graded_by(state: &Incident, said: &Said<Assessment>) -> String {
    match state.imported_at(said.position) {
        Some(from) => words::with("import-graded", &[("system", &from.system), ("by", &said.author.name)]),
        None => said.author.name.clone(),
    }
}

pub(super) fn assessments(state: &Incident) -> Vec<AssessmentView> {
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
            in_effect: effective == Some(said.entry_id),
            live: said.what.live,
            saw: saw(&said.what),
        })
        .collect()
}

pub(super) fn dangers(state: &Incident) -> Vec<DangerView> {
    state
        .dangers
        .iter()
        .map(|danger| DangerView {
            question: danger.what.question,
            line: words::label("danger", &danger.what.question),
            detail: danger.what.detail.clone(),
            source: source(&danger.source, danger.recorded_at, danger.recorded_at),
            at: danger.recorded_at,
            cleared: danger.what.cleared.clone(),
            entry_id: danger.entry_id,
        })
        .collect()
}

/// The row of clocks: missing for, next review, promised update, last entry, circulated, national unit.
pub(super) fn clocks(
    state: &Incident,
    summary: &Summary,
    then: DateTime<Utc>,
    thresholds: &Thresholds,
) -> Vec<ClockView> {
    let clock = |label: &str, value: String, at: Option<DateTime<Utc>>, tone: Tone| ClockView {
        label: words::t(label),
        value,
        at,
        tone,
    };
    let since = words::with("clock-missing-since", &[("at", &words::time(summary.missing_since, then))]);
    let end = ended(state).unwrap_or(then);
    let mut clocks = vec![ClockView {
        label: since,
        value: words::span(summary.missing_since, end),
        at: Some(summary.missing_since),
        tone: Tone::Plain,
    }];
    if let Some(due) = review_due(state, thresholds) {
        let label = if state.grade().is_none() { "clock-assess" } else { "clock-review" };
        clocks.push(clock(label, due_line(due, then), Some(due), tone(due, then)));
    }
    if let Some(promise) = &state.promise {
        let due = promise.what.at;
        clocks.push(clock("clock-promise", due_line(due, then), Some(due), tone(due, then)));
    }
    let ago = words::with("clock-ago", &[("for", &words::span(state.last_entry_at, then))]);
    clocks.push(clock("clock-last-entry", ago, Some(state.last_entry_at), Tone::Plain));
    for (system, kind, label) in [
        (System::PncLeds, DeadlineKind::Circulate, "clock-circulated"),
        (System::Ukmpu, DeadlineKind::NotifyUkmpu, "clock-ukmpu"),
    ] {
        debug_assert!(has_clock(kind));
        let given = state.references.iter().find(|reference| reference.system == system);
        let due =
            summary.deadlines.iter().find(|deadline| deadline.kind == kind).map(|deadline| deadline.due_at);
        match (given, due) {
            (Some(given), _) => clocks.push(clock(label, given.reference.clone(), None, Tone::Good)),
            (None, Some(due)) => {
                let value = words::with("clock-not-yet", &[("due", &due_line(due, then))]);
                clocks.push(clock(label, value, Some(due), tone(due, then)));
            }
            (None, None) => {}
        }
    }
    clocks
}

fn tone(due: DateTime<Utc>, then: DateTime<Utc>) -> Tone {
    if due <= then {
        Tone::Danger
    } else if within_the_hour(due, then) {
        Tone::Due
    } else {
        Tone::Plain
    }
}

fn within_the_hour(due: DateTime<Utc>, then: DateTime<Utc>) -> bool {
    due.signed_duration_since(then) <= chrono::TimeDelta::hours(1)
}

/// `late 40 min`, `in 18 min`, else the time.
fn due_line(due: DateTime<Utc>, then: DateTime<Utc>) -> String {
    if due <= then {
        words::with("due-late", &[("late", &words::span(due, then))])
    } else if within_the_hour(due, then) {
        words::with("due-in", &[("left", &words::span(then, due))])
    } else {
        words::time(due, then)
    }
}

/// Open actions first, the earliest first; then those answered, the latest first.
pub(super) fn actions(state: &Incident, then: DateTime<Utc>) -> Vec<ActionView> {
    let mut actions: Vec<ActionView> = state
        .actions
        .iter()
        .map(|action| ActionView {
            action_id: action.what.action_id,
            what: action.what.what.clone(),
            due_at: action.what.due_at,
            due_line: due_line(action.what.due_at, then),
            overdue: action.what.is_open() && action.what.due_at <= then,
            open: action.what.is_open(),
            role: action.what.role,
            answer: action.what.answer.as_ref().map(|answer| action_answer(answer, then)).unwrap_or_default(),
            set_by: action.author.name.clone(),
        })
        .collect();
    actions.sort_by_key(|action| {
        let time = action.due_at.timestamp();
        (!action.open, if action.open { time } else { -time })
    });
    actions
}

pub(super) fn action_answer(answer: &ActionAnswer, then: DateTime<Utc>) -> String {
    match answer {
        ActionAnswer::Done { result } => words::with("action-done", &[("result", result)]),
        ActionAnswer::StillNeeded { until } => {
            words::with("action-still", &[("until", &words::time(*until, then))])
        }
        ActionAnswer::Stopped { because } => words::with("action-stopped", &[("because", because)]),
    }
}

/// Questions that nobody has answered, most telling first; then what is missing of the description.
pub(super) fn not_known(state: &Incident) -> Vec<NotKnownView> {
    let mut open: Vec<NotKnownView> = Question::FACTORS
        .into_iter()
        .chain(Question::CALL_HANDLER)
        .filter(|question| *question != Question::NotVulnerable && *question != Question::AnythingElse)
        .filter_map(|question| {
            let asked = match state.answer(question) {
                Answer::NotAsked => false,
                Answer::NotKnown => true,
                Answer::Yes | Answer::No => return None,
            };
            Some(NotKnownView {
                question: Some(question),
                attribute: None,
                line: words::t(&format!("{}-ask", words::label_key("question", &question))),
                asked,
                why: words::t(if asked { "asked-not-known" } else { "not-asked" }),
            })
        })
        .collect();
    let mut seen = Vec::new();
    open.retain(|item| {
        let first = !seen.contains(&item.question);
        seen.push(item.question);
        first
    });
    for attribute in [
        Attribute::DateOfBirth,
        Attribute::Clothing,
        Attribute::Medication,
        Attribute::PlacesTheyGo,
        Attribute::Phone,
    ] {
        if state.value(attribute).is_none() {
            open.push(NotKnownView {
                question: None,
                attribute: Some(attribute),
                line: words::label("attribute", &attribute),
                asked: false,
                why: words::t("not-asked"),
            });
        }
    }
    open
}

pub(super) fn contradictions(state: &Incident, then: DateTime<Utc>) -> Vec<ContradictionView> {
    state
        .contradictions()
        .into_iter()
        .map(|contradiction| match contradiction {
            Contradiction::Attribute { attribute, values } => ContradictionView {
                about: words::label("attribute", &attribute),
                sides: values.iter().map(|value| said(value, &value.what, then)).collect(),
            },
            Contradiction::Question { question, answers } => ContradictionView {
                about: words::label("question", &question),
                sides: answers
                    .iter()
                    .map(|answer| said(answer, &words::label("answer", &answer.what.answer), then))
                    .collect(),
            },
            Contradiction::NotVulnerable { against } => ContradictionView {
                about: words::t("contradiction-not-vulnerable"),
                sides: state
                    .answers
                    .get(&Question::NotVulnerable)
                    .into_iter()
                    .flat_map(|answers| answers.first())
                    .map(|answer| said(answer, &words::label("question", &Question::NotVulnerable), then))
                    .chain(
                        state
                            .standing_dangers()
                            .filter(|danger| against.contains(&danger.what.question))
                            .map(|danger| said(danger, &words::label("danger", &danger.what.question), then)),
                    )
                    .collect(),
            },
        })
        .collect()
}

/// Every question with the answer shown for it, asked or not.
pub(super) fn answers(state: &Incident, then: DateTime<Utc>) -> Vec<AnswerView> {
    let mut questions: Vec<Question> = Question::CALL_HANDLER.to_vec();
    questions.extend(Question::FACTORS.into_iter().filter(|factor| !Question::CALL_HANDLER.contains(factor)));
    questions
        .into_iter()
        .map(|question| {
            let given = state.answers.get(&question);
            let latest = given.and_then(|given| given.first());
            let has = |answer| given.is_some_and(|given| given.iter().any(|said| said.what.answer == answer));
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
                immediate_danger: question.is_immediate_danger(),
                conflicting: has(Answer::Yes) && has(Answer::No),
                call_handler: Question::CALL_HANDLER.contains(&question),
                factor: Question::FACTORS.contains(&question),
            }
        })
        .collect()
}

pub(super) fn description(state: &Incident, then: DateTime<Utc>) -> Vec<DescriptionView> {
    state
        .described
        .iter()
        .filter_map(|(attribute, values)| {
            let (first, earlier) = values.split_first()?;
            Some(DescriptionView {
                attribute: *attribute,
                label: words::label("attribute", attribute),
                current: said(first, &first.what, then),
                earlier: earlier.iter().map(|value| said(value, &value.what, then)).collect(),
            })
        })
        .collect()
}

pub(super) fn last_seen(state: &Incident, then: DateTime<Utc>) -> Option<LastSeenView> {
    let seen = state.last_seen.as_ref()?;
    let how = words::label("how-known", &seen.what.how_known);
    let how_known = if seen.what.by.is_empty() { how } else { format!("{how}: {}", seen.what.by) };
    Some(LastSeenView {
        place: seen.what.place.clone(),
        when: seen.what.when,
        when_line: when_line(&seen.what.when, then),
        how_known,
        source: source(&seen.source, seen.recorded_at, then),
    })
}

pub(super) fn photograph(
    said: &Said<PhotographState>,
    adult: bool,
    then: DateTime<Utc>,
    thresholds: &Thresholds,
) -> PhotographView {
    let photograph = &said.what.photograph;
    let (taken, taken_line) = match photograph.taken {
        Taken::On { date } => (Some(date), words::with("photo-taken", &[("date", &words::date(date))])),
        Taken::About { date } => {
            (Some(date), words::with("photo-taken-about", &[("date", &words::date(date))]))
        }
        Taken::NotKnown => (None, words::t("photo-taken-not-known")),
    };
    let old_line = match taken {
        Some(taken) => old_by(taken, adult, then, thresholds)
            .map(|months| words::counted("photo-old", months as usize, &[])),
        // Nobody knows that it is not old.
        None => Some(words::t("photo-old-not-known")),
    };
    let likeness = match &said.what.likeness {
        Some((by, relation)) if relation.is_empty() => words::with("photo-likeness", &[("by", by)]),
        Some((by, relation)) => words::with("photo-likeness", &[("by", &format!("{by} ({relation})"))]),
        None => words::t("photo-likeness-none"),
    };
    let from = words::with("photo-from", &[("source", &source(&said.source, said.recorded_at, then))]);
    PhotographView {
        photograph_id: photograph.photograph_id,
        line: [taken_line, from, likeness].join(" · "),
        taken,
        old: old_line.is_some(),
        old_line: old_line.unwrap_or_default(),
        likeness_confirmed: said.what.likeness.is_some(),
        thumbnail: photograph.thumbnail,
        width: photograph.width,
        height: photograph.height,
        added_at: said.recorded_at,
    }
}

pub(super) fn references(state: &Incident) -> Vec<ReferenceView> {
    state
        .references
        .iter()
        .map(|reference| ReferenceView {
            system: reference.system,
            reference: reference.reference.clone(),
            status: reference.status,
        })
        .collect()
}

pub(super) fn located(state: &Incident, then: DateTime<Utc>) -> Option<LocatedView> {
    let located = state.located.as_ref()?;
    debug_assert!(state.status() != Status::Open);
    let what = &located.what;
    Some(LocatedView {
        seen_by: what.seen_by.clone(),
        seen_at: what.seen_at,
        seen_line: when_line(&what.seen_at, then),
        place: what.place.clone(),
        identity_confirmed: what.identity_confirmed.clone(),
        found_by: what.found_by,
        condition: what.condition,
        recorded_by: located.author.name.clone(),
        at: located.recorded_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_falls_due_at_the_end_of_the_calendar_keeps_no_screen_from_being_shown() {
        let last = DateTime::<Utc>::MAX_UTC;
        let then = last - chrono::TimeDelta::minutes(30);
        assert!(due_line(last, then).contains("30 min"));
        assert_eq!(tone(last, then), Tone::Due);
        assert_eq!(tone(last, DateTime::<Utc>::MIN_UTC), Tone::Plain);
    }
}
