//! The parts of an incident's screen, each from the state alone.

use chrono::{DateTime, Utc};
use register::fact::{ActionAnswer, Attribute, Harm, HarmKind, IncidentFact, Source, Taken};
use register::incident::{PhotographState, Said, Status};
use register::question::{Answer, Question};
use register::question_set::QuestionSet;
use register::{Incident, Summary, Thresholds, When};

use super::clocks::due_line;
use super::duty::old_by;
use super::from_file::Files;
use crate::standards::Asks;
use crate::views::{
    ActionView, DangerView, HarmView, LocatedView, NotKnownView, PhotographView, ReferenceView, ToAskView,
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

/// A described value as it is read.
pub(super) fn value_line(attribute: Attribute, value: &str) -> String {
    match attribute {
        Attribute::DateOfBirth => words::partial_date(value),
        _ => value.to_owned(),
    }
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

/// Questions that nobody has answered, those first whose answer the second opinion says would tell most; then what is
/// missing of the description.
pub(super) fn not_known(
    state: &Incident,
    telling: &[Question],
    questions: &QuestionSet,
) -> Vec<NotKnownView> {
    let asked = questions.ask.iter().map(|asked| asked.question);
    let mut open: Vec<NotKnownView> = questions
        .indicators
        .iter()
        .copied()
        .chain(asked)
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
                line: words::asked(question, questions),
                asked,
                why: words::t(if asked { "asked-not-known" } else { "not-asked" }),
            })
        })
        .collect();
    let rank = |item: &NotKnownView| telling.iter().position(|question| Some(*question) == item.question);
    open.sort_by_key(|item| rank(item).unwrap_or(telling.len()));
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

/// What the set in use asks and nobody did, because the report was taken with an older one (F37).
pub(super) fn to_ask(summary: &Summary, asks: &Asks) -> Option<ToAskView> {
    let questions = Some(asks.left_of(summary)).filter(|left| !left.is_empty())?;
    let named: Vec<String> = questions.iter().map(words::question).collect();
    let versions = [
        ("taken", summary.question_set.as_str()),
        ("set", asks.set.version.as_str()),
        ("questions", &named.join(", ")),
    ];
    Some(ToAskView { line: words::counted("to-ask", questions.len(), &versions), questions })
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

pub(super) fn references(state: &Incident, files: &Files) -> Vec<ReferenceView> {
    state
        .references
        .iter()
        .map(|reference| ReferenceView {
            system: reference.system,
            reference: reference.reference.clone(),
            status: reference.status,
            from_file: files.value(
                reference.entry_id,
                |fact| {
                    matches!(fact, IncidentFact::ReferenceGiven { reference: given }
                        if given.system == reference.system && given.reference == reference.reference)
                },
                &[&reference.reference],
            ),
            status_from_file: reference.status_entry_id.and_then(|entry_id| {
                files.value(
                    entry_id,
                    |fact| {
                        matches!(fact, IncidentFact::ReferenceStatusGiven { system, reference: of, .. }
                            if *system == reference.system && *of == reference.reference)
                    },
                    &[],
                )
            }),
        })
        .collect()
}

/// "crime against them, exploitation", or that there was none.
pub(crate) fn harm_kinds(kinds: &[HarmKind]) -> String {
    if kinds.is_empty() {
        return words::t("harm-none");
    }
    kinds.iter().map(|kind| words::label("harm", kind)).collect::<Vec<_>>().join(", ")
}

/// What harm came to light, a line each where several words stand.
pub(super) fn harms(state: &Incident) -> Vec<HarmView> {
    let view = |said: &Said<Harm>| HarmView {
        line: words::with(
            "harm-line",
            &[("kinds", &harm_kinds(&said.what.kinds)), ("rests", &said.what.rests_on)],
        ),
        by: format!("{}, {}", said.author.name, words::label("role", &said.author.role)),
        at: said.recorded_at,
    };
    state.harms.iter().map(view).collect()
}

pub(super) fn located(state: &Incident, files: &Files, then: DateTime<Utc>) -> Option<LocatedView> {
    let located = state.located.as_ref()?;
    debug_assert!(state.status() != Status::Open);
    let what = &located.what;
    let seen_line = when_line(&what.seen_at, then);
    let condition = words::label("condition", &what.condition);
    let found_by = words::label("found-by", &what.found_by);
    let shown = [&what.seen_by, &what.place, &what.identity_confirmed, &seen_line, &condition, &found_by];
    let is = |fact: &IncidentFact| matches!(fact, IncidentFact::Located { .. });
    Some(LocatedView {
        seen_by: what.seen_by.clone(),
        seen_at: what.seen_at,
        from_file: files.value(located.entry_id, is, &shown.map(String::as_str)),
        seen_line,
        place: what.place.clone(),
        identity_confirmed: what.identity_confirmed.clone(),
        found_by: what.found_by,
        condition: what.condition,
        recorded_by: located.author.name.clone(),
        at: located.recorded_at,
    })
}
