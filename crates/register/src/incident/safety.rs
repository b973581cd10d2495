//! Safety facts written without sight of each other: the safer value holds until somebody decides.
//!
//! *Informed of* decides here, never the clock. A grade falls only by somebody whose `basis` holds
//! every assessment that it lowers (INV-4); a danger is cleared, a located person withdrawn, a
//! closure passed only by entries informed of what they set aside. A category counts with them, and so does
//! whom the incident is linked to, though no link is the safer one.

use chrono::{DateTime, Utc};

use super::conflict::{self, Conflict, ConflictKind, disagreement};
use super::graph::Graph;
use super::{Danger, Incident, LocatedState, News, Promise, Research, Said};
use super::{
    answers, assignment, challenge, harm, hypothesis, medical, moments, partner, policy, research, weather,
};
use crate::fact::{
    ActionAnswer, Category, ClosedBecause, Grade, Harm, IncidentFact, MedicalNeed, Weather, WeatherDanger,
};
use crate::id::{ActionId, EntryId, PersonId};
use crate::question::Question;
use crate::role::Verb;

/// Safety facts as they come, in canonical order, before they are weighed against each other.
#[derive(Default)]
pub(super) struct Events {
    pub dangers: Vec<Said<Danger>>,
    pub cleared: Vec<Said<(Question, String)>>,
    pub located: Vec<Said<LocatedState>>,
    pub harms: Vec<Said<Harm>>,
    pub withdrawn: Vec<usize>,
    pub closed: Vec<Said<ClosedBecause>>,
    pub reopened: Vec<usize>,
    pub news: Vec<Said<News>>,
    pub challenge_answers: Vec<Said<(EntryId, String)>>,
    pub medical: Vec<Said<MedicalNeed>>,
    pub research: Vec<Said<Research>>,
    pub weather: Vec<Said<(Weather, Option<WeatherDanger>)>>,
    pub action_answers: Vec<Said<(ActionId, ActionAnswer)>>,
    /// Updates of the informant, with the promise of the next where one was made.
    pub informed: Vec<Said<Option<Promise>>>,
    pub categories: Vec<Said<Category>>,
    pub linked: Vec<Said<PersonId>>,
    pub assignments: assignment::Events,
    pub hypotheses: Vec<Said<hypothesis::Update>>,
}

type IncidentGraph<'a> = Graph<'a, IncidentFact>;

pub(super) fn resolve(state: &mut Incident, mut events: Events, graph: &IncidentGraph) {
    assessments(state, graph);
    unseen(state, graph);
    lowest_unconfirmed(state, graph);
    medical::resolve(state, &events.medical, graph);
    research::resolve(state, &events.research, graph);
    weather::resolve(state, &events.weather, graph);
    moments::resolve(state, graph);
    challenge::resolve(state, &events.challenge_answers, graph);
    next_review(state, graph);
    dangers(state, &events, graph);
    answers::resolve(state, graph);
    located(state, &events, graph);
    harm::resolve(state, &events.harms, graph);
    closed(state, &events, graph);
    actions(state, &events.action_answers, graph);
    promise(state, &events.informed, graph);
    category(state, &events.categories, graph);
    person(state, &events.linked, graph);
    assignment::resolve(state, std::mem::take(&mut events.assignments), graph);
    hypothesis::resolve(state, &events.hypotheses, graph);
    policy::resolve(state, graph);
    reassessment(state, events.news, graph);
    partner::after_closure(state, graph);
    conflict::unseen(state, graph);
}

fn entry_id(graph: &IncidentGraph, position: usize) -> EntryId {
    graph.ordered[position].header.entry_id
}

/// Those that none of the others was informed of.
pub(super) fn latest<'a, T>(all: &'a [Said<T>], graph: &IncidentGraph) -> Vec<&'a Said<T>> {
    latest_by(all, graph, |_, _| true)
}

/// The same among those that are of the same thing.
pub(super) fn latest_by<'a, T>(
    all: &'a [Said<T>],
    graph: &IncidentGraph,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<&'a Said<T>> {
    let later = |later: &Said<T>, said: &Said<T>| {
        same(&later.what, &said.what) && graph.informed(later.position, said.position)
    };
    all.iter().filter(|said| !all.iter().any(|other| later(other, said))).collect()
}

/// Of decisions made without sight of each other the one for which most is done holds (F11).
fn category(state: &mut Incident, decided: &[Said<Category>], graph: &IncidentGraph) {
    let latest = latest(decided, graph);
    if let Some(safest) = latest.iter().max_by_key(|said| (said.what.caution(), said.position)) {
        state.category = safest.what;
        state.category_decided = safest.what != Category::Undecided;
    }
    state.conflicts.extend(disagreement(ConflictKind::Category, &latest));
}

/// No link is the safer one: the last in canonical order is shown until somebody who sees all decides.
fn person(state: &mut Incident, linked: &[Said<PersonId>], graph: &IncidentGraph) {
    let latest = latest(linked, graph);
    if let Some(last) = latest.last() {
        state.person_id = last.what;
    }
    state.conflicts.extend(disagreement(ConflictKind::Person, &latest));
}

fn assessments(state: &mut Incident, graph: &IncidentGraph) {
    let live: Vec<bool> = state
        .assessments
        .iter()
        .map(|earlier| !state.assessments.iter().any(|later| supersedes(graph, later, earlier)))
        .collect();
    for (said, live) in state.assessments.iter_mut().zip(live) {
        said.what.live = live;
        said.what.saw = (0..said.position).filter(|&earlier| graph.informed(said.position, earlier)).count();
    }
    let live: Vec<&Said<super::Assessment>> = state.live_assessments().collect();
    let differ = live.windows(2).any(|pair| pair[0].what.grade != pair[1].what.grade);
    if differ {
        let between = live.iter().map(|said| said.entry_id).collect();
        state.conflicts.push(Conflict::new(ConflictKind::Grades, between));
    }
}

/// What was entered that whoever gave the grade in effect does not know of, or left for later (F16).
fn unseen(state: &mut Incident, graph: &IncidentGraph) {
    let Some(effective) = state.effective() else { return };
    let graded = effective.position;
    let said_by_somebody = |position: &usize| {
        let facts = graph.ordered[*position].facts();
        !facts.is_empty() && !facts.iter().all(IncidentFact::is_receipt)
    };
    let left = |position: usize| effective.what.left_for_later().contains(&entry_id(graph, position));
    let not_known =
        |position: &usize| *position != graded && (!graph.informed(graded, *position) || left(*position));
    let unseen: Vec<_> = (0..graph.ordered.len())
        .filter(not_known)
        .filter(said_by_somebody)
        .map(|position| {
            let header = &graph.ordered[position].header;
            (header.entry_id, header.officer_id)
        })
        .collect();
    state.unseen = unseen;
}

/// The entry was in front of whoever graded, and they did not put it off.
pub(super) fn saw(assessed: &Said<super::Assessment>, entry_id: EntryId, graph: &IncidentGraph) -> bool {
    graph.ordered[assessed.position].header.basis.contains(&entry_id) && !assessed.what.puts_off(entry_id)
}

/// The lowest grade, where no supervisor gave it or has reviewed it since (F29).
fn lowest_unconfirmed(state: &mut Incident, graph: &IncidentGraph) {
    let by_supervisor = |said: &Said<DateTime<Utc>>, of: usize| {
        said.author.role.may(Verb::Decide) && graph.informed(said.position, of)
    };
    let unconfirmed = state.effective().filter(|said| {
        let given = said.author.role.may(Verb::Decide) && state.imported_at(said.position).is_none();
        said.what.grade <= Grade::VeryLow
            && !given
            && !state.reviews.iter().any(|review| by_supervisor(review, said.position))
    });
    state.lowest_unconfirmed = unconfirmed.map(|said| said.recorded_at);
}

fn supersedes(
    graph: &IncidentGraph,
    later: &Said<super::Assessment>,
    earlier: &Said<super::Assessment>,
) -> bool {
    graph.informed(later.position, earlier.position)
        && (later.what.grade >= earlier.what.grade
            || graph.ordered[later.position].header.basis.contains(&earlier.entry_id))
}

/// A review or an assessment sets the next one; those that a later one was informed of are replaced.
/// An assessment below the grade in effect is only proposed: it puts nothing off (INV-4).
fn next_review(state: &mut Incident, graph: &IncidentGraph) {
    let grade = state.grade();
    let assessed = state
        .live_assessments()
        .map(|said| (said.position, said.what.next_review_at, Some(said.what.grade) == grade));
    let reviewed = state.reviews.iter().map(|said| (said.position, said.what, true));
    let set: Vec<_> = assessed.chain(reviewed).collect();
    let replaced = |position| set.iter().any(|&(later, _, holds)| holds && graph.informed(later, position));
    state.next_review_at =
        set.iter().filter(|&&(position, ..)| !replaced(position)).map(|&(_, at, _)| at).min();
}

fn dangers(state: &mut Incident, events: &Events, graph: &IncidentGraph) {
    for danger in &events.dangers {
        let cleared = events.cleared.iter().rev().find(|cleared| {
            cleared.what.0 == danger.what.question && graph.informed(cleared.position, danger.position)
        });
        let mut danger = danger.clone();
        danger.what.cleared = cleared.map(|cleared| cleared.what.1.clone());
        // One line a question: the latest that stands, else the latest that was cleared.
        match state.dangers.iter_mut().find(|other| other.what.question == danger.what.question) {
            None => state.dangers.push(danger),
            Some(other) if danger.what.cleared.is_none() || other.what.cleared.is_some() => *other = danger,
            Some(_) => {}
        }
    }
}

/// An action is closed only by an answer; where answers were given without sight of each other,
/// one that keeps it open holds.
fn actions(state: &mut Incident, answers: &[Said<(ActionId, ActionAnswer)>], graph: &IncidentGraph) {
    for action in &mut state.actions {
        let all: Vec<&Said<(ActionId, ActionAnswer)>> =
            answers.iter().filter(|answer| answer.what.0 == action.what.action_id).collect();
        let latest = all
            .iter()
            .filter(|answer| !all.iter().any(|later| graph.informed(later.position, answer.position)));
        let chosen = latest.max_by_key(|answer| {
            (matches!(answer.what.1, ActionAnswer::StillNeeded { .. }), answer.position)
        });
        if let Some(answer) = chosen {
            if let ActionAnswer::StillNeeded { until } = answer.what.1 {
                action.what.due_at = until;
            }
            action.what.answer = Some(answer.what.1.clone());
            action.what.answered_at = Some(answer.recorded_at);
        }
    }
}

/// An update keeps every promise that its author knew of; of promises made without sight of each
/// other the earliest holds.
fn promise(state: &mut Incident, updates: &[Said<Option<Promise>>], graph: &IncidentGraph) {
    state.promise = latest(updates, graph)
        .into_iter()
        .filter_map(|update| Some(update.with(update.what.clone()?)))
        .min_by_key(|promise| promise.what.at);
}

fn located(state: &mut Incident, events: &Events, graph: &IncidentGraph) {
    for located in &events.located {
        let mut set_aside = false;
        for &withdrawn in &events.withdrawn {
            if graph.informed(withdrawn, located.position) {
                set_aside = true;
            } else if !graph.informed(located.position, withdrawn) {
                // Neither saw the other: not located is the safer value.
                set_aside = true;
                let between = vec![located.entry_id, entry_id(graph, withdrawn)];
                state.conflicts.push(Conflict::new(ConflictKind::Located, between));
            }
        }
        if !set_aside {
            state.located = Some(located.clone());
        }
    }
    // A conflict ends with a later entry that saw both sides.
    let settled = |conflict: &Conflict| {
        conflict.kind == ConflictKind::Located
            && events
                .located
                .iter()
                .map(|said| said.position)
                .chain(events.withdrawn.iter().copied())
                .any(|later| saw_all(graph, later, &conflict.between))
    };
    state.conflicts.retain(|conflict| !settled(conflict));
}

fn saw_all(graph: &IncidentGraph, later: usize, entries: &[EntryId]) -> bool {
    entries.iter().all(|id| {
        graph
            .ordered
            .iter()
            .position(|entry| entry.header.entry_id == *id)
            .is_some_and(|position| graph.informed(later, position))
    })
}

/// Closed holds while nobody who knew of it reopened it, and where its author had seen every safety
/// fact and every clock set (INV-4) that was not written in sight of the closure itself; else it is
/// disputed until somebody who sees both sides closes again or reopens.
fn closed(state: &mut Incident, events: &Events, graph: &IncidentGraph) {
    for closed in &events.closed {
        let undone = events
            .reopened
            .iter()
            .chain(&events.withdrawn)
            .any(|&later| graph.informed(later, closed.position));
        if undone {
            continue;
        }
        let unseen: Vec<EntryId> = (0..graph.ordered.len())
            .filter(|&other| {
                other != closed.position
                    && !graph.informed(closed.position, other)
                    && !graph.informed(other, closed.position)
                    && unsettles_closure(graph.ordered[other].facts())
            })
            .map(|other| entry_id(graph, other))
            .collect();
        if unseen.is_empty() {
            state.closed = Some(closed.clone());
        } else {
            let between = std::iter::once(closed.entry_id).chain(unseen).collect();
            state.conflicts.push(Conflict::new(ConflictKind::Closure, between));
        }
    }
    if state.closed.is_some() {
        state.conflicts.retain(|conflict| conflict.kind != ConflictKind::Closure);
    }
}

fn unsettles_closure(facts: &[IncidentFact]) -> bool {
    facts.iter().any(|fact| {
        (fact.is_safety() || fact.opens_reassessment() || fact.sets_clock())
            && !matches!(fact, IncidentFact::Closed { .. } | IncidentFact::Located { .. })
    })
}

fn reassessment(state: &mut Incident, news: Vec<Said<News>>, graph: &IncidentGraph) {
    if state.assessments.is_empty() {
        return;
    }
    let answered = |news: &Said<News>| {
        state
            .assessments
            .iter()
            .any(|assessed| assessed.position == news.position || saw(assessed, news.entry_id, graph))
    };
    state.news = news.into_iter().filter(|news| !answered(news)).collect();
}

/// Whether the entry at a position was made from a screen that showed something, or says it itself: what its author really
/// saw.
pub(super) fn on_screen<T>(graph: &IncidentGraph, later: usize, said: &Said<T>) -> bool {
    later == said.position || graph.ordered[later].header.basis.contains(&said.entry_id)
}
