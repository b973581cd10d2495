//! What may have happened, in words: for the screen, and for the log.

use chrono::{DateTime, Utc};
use register::fact::{Bears, Point, Standing, Stands};
use register::incident::{Hypothesis, Said};
use register::{EntryId, Incident};

use crate::views::{HypothesisView, PointView};
use crate::words::{counted, label, t, time, with};

/// The most likely first, then those that are open, then those that are ruled out; the latest first.
pub(super) fn hypotheses(state: &Incident, then: DateTime<Utc>) -> Vec<HypothesisView> {
    let mut all: Vec<&Said<Hypothesis>> = state.hypotheses.iter().rev().collect();
    all.sort_by_key(|said| match said.what.standing {
        Standing::MostLikely => 0,
        Standing::Open => 1,
        Standing::RuledOut => 2,
    });
    all.into_iter().map(|said| hypothesis(state, said, then)).collect()
}

fn hypothesis(state: &Incident, said: &Said<Hypothesis>, then: DateTime<Utc>) -> HypothesisView {
    let what = &said.what;
    let points = |bears| {
        let these = what.points.iter().filter(move |point| point.what.bears == bears);
        these.map(|point| point_view(point, then)).collect()
    };
    HypothesisView {
        entry_id: said.entry_id,
        what: what.what.clone(),
        standing: what.standing,
        said: what.said.iter().map(|said| stands(said, then)).collect(),
        apart: apart(state, what),
        points_for: points(Bears::For),
        points_against: points(Bears::Against),
        next_enquiries: match what.standing {
            Standing::RuledOut => Vec::new(),
            _ => what.next_enquiries.iter().map(|next| next.what.clone()).collect(),
        },
        raised: by("hypothesis-raised", said, then),
    }
}

fn by<T>(key: &str, said: &Said<T>, then: DateTime<Utc>) -> String {
    let (role, at) = (label("role", &said.author.role), time(said.recorded_at, then));
    with(key, &[("by", &said.author.name), ("role", &role), ("at", &at)])
}

fn stands(said: &Said<Stands>, then: DateTime<Utc>) -> String {
    let role = label("role", &said.author.role);
    with(
        "hypothesis-stands",
        &[
            ("standing", &label("standing", &said.what.standing)),
            ("because", &said.what.because),
            ("by", &said.author.name),
            ("role", &role),
            ("at", &time(said.recorded_at, then)),
        ],
    )
}

fn apart(state: &Incident, what: &Hypothesis) -> String {
    if !what.is_apart() {
        return String::new();
    }
    if !what.unseen.is_empty() {
        let points: Vec<String> = what.unseen.iter().map(|point| format!("“{}”", point.what.what)).collect();
        return counted("hypothesis-apart-point", points.len(), &[("points", &points.join(", "))]);
    }
    let rival = what.rivals.iter().filter_map(|id| state.hypothesis(*id)).map(|said| said.what.what.as_str());
    match rival.collect::<Vec<_>>().as_slice() {
        [] => t("hypothesis-apart"),
        rivals => with("hypothesis-apart-rival", &[("rival", &rivals.join("”, “"))]),
    }
}

fn point_view(point: &Said<Point>, then: DateTime<Utc>) -> PointView {
    let at = time(point.recorded_at, then);
    PointView {
        what: point.what.what.clone(),
        source: with(
            "hypothesis-point-source",
            &[("source", &point.what.source), ("by", &point.author.name), ("at", &at)],
        ),
        entry_id: point.entry_id,
    }
}

/// One entry of the log: what it was raised with.
pub(super) fn raised(what: &str, points: &[Point], next_enquiry: &str) -> String {
    let first = with("fact-hypothesis-raised", &[("what", what)]);
    joined(first, points, next_enquiry)
}

/// One entry of the log: what was said of it since.
pub(super) fn updated(
    state: &Incident,
    hypothesis: EntryId,
    points: &[Point],
    next_enquiry: &str,
    stands: Option<&Stands>,
) -> String {
    let known = state.hypothesis(hypothesis);
    let what = known.map_or_else(|| t("hypothesis-not-known"), |known| known.what.what.clone());
    let first = match stands {
        None => with("fact-hypothesis-updated", &[("what", &what)]),
        Some(stands) => with(
            "fact-hypothesis-updated-stands",
            &[
                ("what", &what),
                ("standing", &label("standing", &stands.standing)),
                ("because", &stands.because),
            ],
        ),
    };
    joined(first, points, next_enquiry)
}

fn joined(first: String, points: &[Point], next_enquiry: &str) -> String {
    let point = |point: &Point| {
        let key = match point.bears {
            Bears::For => "hypothesis-for",
            Bears::Against => "hypothesis-against",
        };
        with(key, &[("what", &point.what), ("source", &point.source)])
    };
    let next = (!next_enquiry.is_empty()).then(|| with("hypothesis-next", &[("next", next_enquiry)]));
    let parts: Vec<String> = std::iter::once(first).chain(points.iter().map(point)).chain(next).collect();
    parts.join(" · ")
}
