//! What stood beside a grade when it was given: the second opinion as it was on the screen, why the grade is lower, what was
//! opened and what was left for later.

use register::fact::{BelowSuggestion, Beside, FactorState, FactorThen, HarmThen, SecondOpinion};

use crate::words::{self, counted, label, with};

/// What the second opinion said when a grade was given, in a line.
pub(super) fn line(beside: &Beside) -> Option<String> {
    let opinion = beside.opinion.as_deref()?;
    let key = if opinion.on_screen { "opinion-kept" } else { "opinion-kept-saved" };
    Some(with(
        key,
        &[
            ("n", &of_100(opinion.of_10_000)),
            ("low", &of_100(opinion.low)),
            ("high", &of_100(opinion.high)),
            ("grade", &label("grade", &opinion.suggested)),
            ("model", &opinion.model),
            ("at", &words::full_time(opinion.at)),
        ],
    ))
}

/// The rest of what was on the screen, a line each: why that grade was suggested, how each factor stood and what it moved,
/// what harm it counted with, which entries were opened.
pub(super) fn stood(beside: &Beside) -> Vec<String> {
    let opened = |key, entries: &[_]| (!entries.is_empty()).then(|| counted(key, entries.len(), &[]));
    let read = opened("opinion-read", &beside.read);
    let history = opened("opinion-history", &beside.history);
    let opinion = beside.opinion.as_deref().map(of_opinion).unwrap_or_default();
    opinion.into_iter().chain(read).chain(history).collect()
}

fn of_opinion(opinion: &SecondOpinion) -> Vec<String> {
    let because = opinion.because.iter().map(|why| with("opinion-because", &[("why", why)]));
    let known = |factor: &&FactorThen| !matches!(factor.state, FactorState::NotAsked | FactorState::NotKnown);
    let of_state = |state| -> Vec<&FactorThen> {
        opinion.factors.iter().filter(|factor| factor.state == state).collect()
    };
    let listed = |key, factors: Vec<&FactorThen>| {
        let names: Vec<String> = factors.iter().map(|factor| words::question(&factor.question)).collect();
        (!names.is_empty()).then(|| with(key, &[("factors", &names.join(", "))]))
    };
    let kinds: Vec<String> = opinion.kinds.iter().map(kind).collect();
    let next = opinion.next_change_at.map(|at| with("opinion-next-was", &[("at", &words::full_time(at))]));
    because
        .chain(opinion.factors.iter().filter(known).map(factor))
        .chain(listed("opinion-was-not-known", of_state(FactorState::NotKnown)))
        .chain(listed("opinion-was-not-asked", of_state(FactorState::NotAsked)))
        .chain((!kinds.is_empty()).then(|| with("opinion-kinds-were", &[("kinds", &kinds.join(" · "))])))
        .chain(next)
        .collect()
}

fn factor(factor: &FactorThen) -> String {
    let key = if factor.moves < 0 { "opinion-lowers" } else { "opinion-raises" };
    let moves = with(key, &[("n", &of_100(factor.moves.unsigned_abs()))]);
    let state = label("factor", &factor.state);
    let question = words::question(&factor.question);
    with("opinion-factor", &[("question", &question), ("state", &state), ("moves", &moves)])
}

fn kind(kind: &HarmThen) -> String {
    format!("{} {} %", label("harm", &kind.kind), kind.of_10_000.div_euclid(100))
}

fn of_100(n: u32) -> String {
    match n % 100 {
        0 => (n / 100).to_string(),
        _ => format!("{:.1}", f64::from(n) / 100.0),
    }
}

/// Why the grade is lower than suggested, and what was not opened before it.
pub(super) fn below(beside: &Beside) -> Vec<String> {
    let line = |below: &BelowSuggestion| match &below.question {
        Some(question) => {
            with("opinion-below", &[("question", &words::question(question)), ("reason", &below.reason)])
        }
        None if below.age => with("opinion-below-age", &[("reason", &below.reason)]),
        None => below.reason.clone(),
    };
    beside.below.iter().map(line).chain(left(beside)).collect()
}

/// What was not opened, and why.
pub(super) fn left(beside: &Beside) -> Option<String> {
    let because = beside.deferred_because.as_deref().unwrap_or_default();
    let key = if because.is_empty() { "opinion-unopened-raised" } else { "opinion-unopened" };
    (!beside.unopened.is_empty()).then(|| counted(key, beside.unopened.len(), &[("because", because)]))
}
