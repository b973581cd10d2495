//! What must hold on a laptop, reckoned from the entries it holds by a path of its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use register::deadline::{DeadlineKind, deadlines};
use register::fact::*;
use register::incident::{ConflictKind, Status};
use register::question::Answer;
use register::*;

use crate::common::*;
use crate::story::Played;

/// How far ahead a stamp from elsewhere may be to be followed, as [`Laptop::receive`] has it.
const FOLLOWED: TimeDelta = TimeDelta::milliseconds(300_000);

/// Who had seen what, among the entries that a laptop holds.
struct Sight(BTreeMap<Hash, BTreeSet<Hash>>);

impl Sight {
    fn of(log: &[IncidentEntry]) -> Self {
        let set = as_set(log);
        let seen = set.keys().map(|&hash| {
            let header = &set[&hash].header;
            let (mut to_visit, mut seen) = (header.seen.clone(), BTreeSet::new());
            while let Some(other) = to_visit.pop() {
                if !header.absent.contains(&other)
                    && let Some(entry) = set.get(&other)
                    && seen.insert(other)
                {
                    to_visit.extend(&entry.header.seen);
                }
            }
            (hash, seen)
        });
        Self(seen.collect())
    }

    fn saw(&self, later: &IncidentEntry, earlier: &IncidentEntry) -> bool {
        self.0[&later.hash].contains(&earlier.hash)
    }

    fn apart(&self, one: &IncidentEntry, two: &IncidentEntry) -> bool {
        one.hash != two.hash && !self.saw(one, two) && !self.saw(two, one)
    }
}

fn grade(entry: &IncidentEntry) -> Option<Grade> {
    entry.facts().iter().find_map(|fact| match fact {
        IncidentFact::RiskAssessed { grade, .. } => Some(*grade),
        _ => None,
    })
}

/// Assessments that no other answers: one that saw it and is as high, or had it on the screen.
fn unanswered<'a>(log: &'a [IncidentEntry], sight: &Sight) -> Vec<(Grade, &'a IncidentEntry)> {
    let assessed: Vec<(Grade, &IncidentEntry)> =
        log.iter().filter_map(|entry| Some((grade(entry)?, entry))).collect();
    let answers = |later: &(Grade, &IncidentEntry), earlier: &(Grade, &IncidentEntry)| {
        sight.saw(later.1, earlier.1)
            && (later.0 >= earlier.0 || later.1.header.basis.contains(&earlier.1.header.entry_id))
    };
    let open = |one: &&(Grade, &IncidentEntry)| !assessed.iter().any(|later| answers(later, one));
    assessed.iter().filter(open).copied().collect()
}

pub fn grades_are_safe(laptop: &Laptop) {
    let sight = Sight::of(&laptop.log);
    let in_effect = laptop.state().grade();
    for (grade, entry) in unanswered(&laptop.log, &sight) {
        assert!(in_effect >= Some(grade), "{in_effect:?} in effect, and {grade:?} stands: {entry:?}");
    }
    // And the other way round: nothing is in effect that nobody assessed.
    assert!(in_effect.is_none_or(|grade| laptop.log.iter().any(|entry| self::grade(entry) == Some(grade))));
}

pub fn conflicts_need_a_decision(laptop: &Laptop) {
    let (sight, state) = (Sight::of(&laptop.log), laptop.state());
    let standing = unanswered(&laptop.log, &sight);
    let differ = standing.iter().any(|(grade, _)| *grade != standing[0].0);
    assert_eq!(state.disagrees_on(ConflictKind::Grades), differ, "{standing:?}");
    for conflict in &state.conflicts {
        assert!(conflict.between.len() > 1, "a conflict names the entries it lies between: {conflict:?}");
    }
    let due = deadlines(&state, &Thresholds::default());
    let to_decide = due.iter().any(|deadline| deadline.kind == DeadlineKind::NeedsDecision);
    assert_eq!(to_decide, !state.conflicts.is_empty());
    // Located by one and withdrawn by another, and nobody saw both: not located holds.
    let has = |wanted: fn(&IncidentFact) -> bool| {
        laptop.log.iter().filter(move |entry| entry.facts().iter().any(wanted))
    };
    let located = has(|fact| matches!(fact, IncidentFact::Located { .. }));
    let is_withdrawn = |fact: &IncidentFact| matches!(fact, IncidentFact::LocatedWithdrawn { .. });
    for one in located {
        for two in has(is_withdrawn).filter(|two| sight.apart(one, two)) {
            let settles = |later: &&IncidentEntry| sight.saw(later, one) && sight.saw(later, two);
            let settled = has(|fact| {
                matches!(fact, IncidentFact::Located { .. } | IncidentFact::LocatedWithdrawn { .. })
            })
            .any(|later| settles(&later));
            assert_eq!(
                state.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::Located
                    && conflict.between.contains(&one.header.entry_id)
                    && conflict.between.contains(&two.header.entry_id)),
                !settled
            );
        }
    }
}

pub fn closures_saw_every_danger(laptop: &Laptop) {
    let (sight, state) = (Sight::of(&laptop.log), laptop.state());
    if state.status() != Status::Closed {
        return;
    }
    let has = |entry: &&IncidentEntry, wanted: fn(&IncidentFact) -> bool| entry.facts().iter().any(wanted);
    let is_danger = |fact: &IncidentFact| {
        matches!(fact, IncidentFact::Answered { answered } if answered.answer == Answer::Yes)
            || matches!(fact, IncidentFact::RiskAssessed { .. })
    };
    let dangers: Vec<&IncidentEntry> = laptop.log.iter().filter(|entry| has(entry, is_danger)).collect();
    let holds = laptop
        .log
        .iter()
        .filter(|entry| has(entry, |fact| matches!(fact, IncidentFact::Closed { .. })))
        .any(|closed| !dangers.iter().any(|danger| sight.apart(closed, danger)));
    assert!(holds, "closed, and every closure was written without sight of a danger");
}

pub fn stamps_are_of_own_clocks(played: &Played) {
    let mut last: BTreeMap<usize, clock::Stamp> = BTreeMap::new();
    for written in &played.written {
        let stamp = written.stamp;
        assert!(stamp.at() <= written.own_time + FOLLOWED, "dragged forward: {written:?}");
        let before = last.insert(written.laptop, stamp);
        assert!(before.is_none_or(|before| before < stamp), "stamps ran backwards: {written:?}");
    }
}

/// Hashes of everything that an entry says it was written in sight of.
pub fn past(entry: &IncidentEntry, whole: &[IncidentEntry]) -> BTreeSet<Hash> {
    let (mut past, mut waiting) = (BTreeSet::new(), entry.header.seen.clone());
    while let Some(hash) = waiting.pop() {
        if !entry.header.absent.contains(&hash) && past.insert(hash) {
            waiting
                .extend(whole.iter().filter(|other| other.hash == hash).flat_map(|other| &other.header.seen));
        }
    }
    past
}
