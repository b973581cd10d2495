//! From the log of an incident that has ended to a row that figures and fits are made of.

use chrono::{DateTime, Utc};
use register::clock::Stamp;
use register::fact::{Attribute, BelowSuggestion, ClosedBecause, Condition, HarmKind};
use register::incident::{Assessment, Said};
use register::question::{Answer, Question};
use register::{Entry, Incident, IncidentFact, Thresholds};

use crate::evidence::{Episode, Evidence};
use crate::model::{Kind, Model};
use crate::place::Place;
use crate::record::{Beside, Characteristics, Closed, Handling, Harm, Known};

/// The form of [`Closed`] as [`closed`] makes it: raised whenever another is made of the same log.
pub const FORM: u32 = 3;

/// An earlier incident of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    pub reference: String,
    pub ended: DateTime<Utc>,
    /// How they were found; `None` where nothing of it is recorded.
    pub condition: Option<Condition>,
    /// When harm came to light that nobody saw when they were found.
    pub came_to_light: Option<DateTime<Utc>>,
}

impl Before {
    /// As it was known at a time; `None` where it had not ended.
    fn at(&self, time: DateTime<Utc>) -> Option<Episode> {
        (self.ended <= time).then(|| Episode {
            reference: self.reference.clone(),
            condition: self.condition,
            harmed: self.came_to_light.is_some_and(|at| at <= time),
        })
    }
}

/// What figures are made of. `None` where it counts in none: still going on, closed without anybody having seen them, or
/// nobody knows how they were. What was known is what stood in the log when the last grade before the outcome was given.
pub fn closed<'e>(
    entries: impl Iterator<Item = &'e Entry<IncidentFact>> + Clone,
    before: &[Before],
    model: &Model,
    thresholds: &Thresholds,
) -> Option<Closed> {
    let state = Incident::fold(entries.clone())?;
    let closed_on = ended(&state)?;
    let harm = harm(&state)?;
    let up_to = |stamp: Stamp, with: bool| {
        let stands = move |entry: &&Entry<IncidentFact>| {
            entry.header.recorded_at < stamp || (with && entry.header.recorded_at == stamp)
        };
        Incident::fold(entries.clone().filter(stands))
    };
    let outcome = state.located.as_ref()?.entry_id;
    let stamp = |entry_id| {
        entries.clone().find(|entry| entry.header.entry_id == entry_id).map(|entry| entry.header.recorded_at)
    };
    // A report and its outcome may be one entry, as in another system's file.
    let open = up_to(stamp(outcome)?, false).or_else(|| up_to(stamp(outcome)?, true))?;
    let graded = open.effective();
    let (then, at) = match graded {
        Some(said) => (up_to(stamp(said.entry_id)?, true)?, said.recorded_at),
        None => (open.clone(), open.last_entry_at),
    };
    let earlier: Vec<Episode> = before.iter().filter_map(|before| before.at(at)).collect();
    let evidence = Evidence::of(&then, &earlier, model, thresholds, at);
    let afterwards = || {
        let opinion = crate::assess(&evidence, model, Place::UNITED_KINGDOM, at);
        let (estimate, suggested) = (opinion.estimate.rate, opinion.suggestion.grade);
        Beside { estimate, suggested, afterwards: true }
    };
    Some(Closed {
        reference: state.reference.clone(),
        closed_on,
        known: Known::of(&evidence, at),
        grade: graded.map(|said| said.what.grade),
        beside: Some(graded.and_then(beside).unwrap_or_else(afterwards)),
        overruled: graded.map(overruled).unwrap_or_default(),
        harm,
        handling: handling(&state),
        characteristics: characteristics(&state, at),
    })
}

fn ended(state: &Incident) -> Option<chrono::NaiveDate> {
    let said = state.closed.as_ref()?;
    match said.what {
        ClosedBecause::Located | ClosedBecause::Imported { .. } => Some(said.recorded_at.date_naive()),
        ClosedBecause::Exception { .. } => None,
    }
}

/// As they were found, and as it came to light.
fn harm(state: &Incident) -> Option<Harm> {
    let condition = state.located.as_ref()?.what.condition;
    let kinds = state.harm_kinds();
    if condition == Condition::NotKnown && state.harms.is_empty() {
        return None;
    }
    let of = |kind: &HarmKind| match kind {
        HarmKind::SelfHarm => Some(Kind::SelfHarm),
        HarmKind::AccidentOrExposure => Some(Kind::AccidentOrExposure),
        HarmKind::Crime => Some(Kind::Crime),
        HarmKind::Exploitation => Some(Kind::Exploitation),
        HarmKind::Other => None,
    };
    Some(Harm {
        fatal: condition == Condition::Died,
        kinds: kinds.iter().filter_map(of).collect(),
        other: condition == Condition::Harmed || kinds.contains(&HarmKind::Other),
    })
}

fn beside(said: &Said<Assessment>) -> Option<Beside> {
    let opinion = said.what.beside.as_ref()?.opinion.as_ref()?;
    let estimate = f64::from(opinion.of_10_000) / 10_000.0;
    Some(Beside { estimate, suggested: opinion.suggested, afterwards: false })
}

/// Each thing that a grade below the suggestion answers; `whole` where the suggestion rested on no single thing.
fn overruled(said: &Said<Assessment>) -> Vec<String> {
    let Some(kept) = &said.what.beside else { return Vec::new() };
    let below = kept.opinion.as_ref().is_some_and(|opinion| said.what.grade < opinion.suggested);
    let name = |below: &BelowSuggestion| match below.question {
        Some(question) => question.name(),
        None if below.age => "age".to_owned(),
        None => "whole".to_owned(),
    };
    kept.below.iter().filter(|_| below).map(name).collect()
}

fn handling(state: &Incident) -> Handling {
    let minutes = |at: DateTime<Utc>| u32::try_from((at - state.reported_at).num_minutes()).ok();
    let asked = |question: &&Question| {
        let said = state.answers.get(question).into_iter().flatten();
        said.into_iter().any(|said| said.what.answer != Answer::NotAsked)
    };
    let asked = Question::CALL_HANDLER.iter().filter(asked).count();
    // Another system asked what it asked.
    let not_asked = if state.imports.is_empty() { Question::CALL_HANDLER.len() - asked } else { 0 };
    let found = state.located.as_ref();
    Handling {
        first_action_minutes: state
            .actions
            .iter()
            .filter(|action| state.imported_at(action.position).is_none())
            .map(|action| action.recorded_at)
            .min()
            .and_then(minutes),
        found_minutes: found
            .map(|said| said.what.seen_at.earliest().unwrap_or(said.recorded_at))
            .and_then(minutes),
        asked: if state.imports.is_empty() { asked as u32 } else { 0 },
        not_asked: not_asked as u32,
    }
}

/// What somebody writes who says that nobody looks after a child in the council's place.
const NOT_LOOKED_AFTER: [&str; 5] = ["no", "none", "nobody", "n/a", "not looked after"];

/// The group of an 18+1 code is its letter: white, mixed, Asian, black, other. Nobody who is grown is looked after; of a
/// child nothing said is not known.
fn characteristics(state: &Incident, at: DateTime<Utc>) -> Characteristics {
    let code = state.value(Attribute::SelfDefinedEthnicity).and_then(|code| code.trim().chars().next());
    let letter = code.map(|letter| letter.to_ascii_uppercase());
    let grown = state.age_at(at.date_naive()).is_some_and(|(youngest, _)| youngest >= 18);
    let said = state.value(Attribute::LookedAfterBy).map(|by| by.trim().to_lowercase());
    let looked_after = match said.filter(|by| !by.is_empty()) {
        _ if grown => Some(false),
        said => said.map(|by| !NOT_LOOKED_AFTER.contains(&by.as_str())),
    };
    Characteristics {
        ethnicity: letter.filter(|letter| "WMABO".contains(*letter)).map(String::from),
        looked_after,
    }
}
