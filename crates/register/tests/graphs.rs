//! Graphs of entries that no single laptop would write: the fold is a function of the *set*, and
//! whatever is added to it, INV-3 and INV-4 hold.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use register::deadline::{DeadlineKind, deadlines, review_due};
use register::fact::*;
use register::incident::{Assessment, Said, Status};
use register::question::{Answer, Question};
use register::*;

/// An entry to be written by one of three laptops, in sight of some of those before it.
#[derive(Clone, Debug)]
struct Written {
    laptop: usize,
    minute: i64,
    seen: Vec<Index>,
    basis: Vec<Index>,
    facts: Vec<IncidentFact>,
}

/// Of the entry that two laptops both begin with, or of none.
fn grade_challenged() -> impl Strategy<Value = IncidentFact> {
    Just(IncidentFact::GradeChallenged {
        assessment: EntryId(uuid::Uuid::from_u128(1)),
        grade: Grade::High,
        reason: "he is frail".into(),
    })
}

fn a_fact() -> impl Strategy<Value = IncidentFact> {
    let question = prop_oneof![
        Just(Question::SelfHarm),
        Just(Question::LikelyHurt),
        Just(Question::MentalHealth),
        Just(Question::NotVulnerable)
    ];
    let said = prop_oneof![Just(Answer::Yes), Just(Answer::No), Just(Answer::NotKnown)];
    let grade = prop_oneof![Just(Grade::VeryLow), Just(Grade::Low), Just(Grade::Medium), Just(Grade::High)];
    let action = (0u128..3).prop_map(|n| ActionId(uuid::Uuid::from_u128(n)));
    prop_oneof![
        4 => (grade, 0i64..5_000).prop_map(|(grade, due)| assessed(grade, at(due))),
        3 => (question.clone(), said)
            .prop_map(|(question, said)| IncidentFact::Answered { answered: answered(question, said) }),
        2 => question.prop_map(|question| IncidentFact::DangerCleared { question, reason: "seen".into() }),
        2 => Just(located_fact()),
        2 => Just(withdrawn_fact()),
        2 => Just(closed_fact()),
        1 => Just(IncidentFact::Reopened { reason: "new word".into() }),
        2 => (0i64..5_000).prop_map(|due| IncidentFact::Reviewed {
            summary: "still missing".into(),
            next_review_at: at(due),
        }),
        1 => (0i64..3_000, any::<bool>()).prop_map(|(from, ended)| IncidentFact::MedicalNeeded {
            need: medical_need(from, ended),
        }),
        1 => (0i64..3_000, any::<bool>(), any::<bool>()).prop_map(|(from, cold, reason)| {
            let weather = if cold { freezing(from) } else { mild(from) };
            let instead_because = reason.then(|| "a newer forecast".to_owned());
            weather_noted(Weather { instead_because, ..weather })
        }),
        1 => grade_challenged(),
        1 => (proptest::sample::select(&ResearchCheck::ALL[..2]), any::<bool>())
            .prop_map(|(check, done)| IncidentFact::ResearchRecorded { check, outcome: researched(done) }),
        1 => Just(IncidentFact::ContactReceived {
            caller: "Test-Larkspur, Ida".into(),
            phone: String::new(),
            text: "not home".into(),
            changes_risk: ChangesRisk::Unsure,
        }),
        1 => prop_oneof![Just(ChangesRisk::No), Just(ChangesRisk::Unsure)].prop_map(|changes_risk| {
            IncidentFact::PartnerInformed { information: Box::new(partner_information(changes_risk)) }
        }),
        1 => Just(IncidentFact::Described {
            described: Described { attribute: Attribute::Medication, value: "insulin".into() },
        }),
        1 => action.clone().prop_map(|action_id| IncidentFact::ActionSet {
            action_id,
            what: "look in the garage".into(),
            due_at: at(30),
            role: None,
            locating: false,
        }),
        1 => (action, any::<bool>()).prop_map(|(action_id, over)| IncidentFact::ActionAnswered {
            action_id,
            answer: if over { done() } else { ActionAnswer::StillNeeded { until: at(90) } },
        }),
        1 => proptest::option::of(0i64..5_000).prop_map(|due| IncidentFact::InformantUpdated {
            to: "Test-Larkspur, Ida".into(),
            told: "nothing new".into(),
            next_promised_at: due.map(at),
        }),
        1 => any::<bool>().prop_map(|some| IncidentFact::HarmRecorded {
            harm: Harm {
                kinds: if some { vec![HarmKind::Crime] } else { vec![] },
                rests_on: "he told us".into(),
            },
        }),
        1 => prop_oneof![
            Just(Category::Missing),
            Just(Category::ConcernForSafety),
            Just(Category::AwayFromPlacement)
        ]
        .prop_map(|category| IncidentFact::CategoryDecided { category, reason: "as told".into() }),
        1 => (0u128..3).prop_map(|n| IncidentFact::PersonLinked {
            person_id: PersonId(uuid::Uuid::from_u128(n)),
            reason: "same tattoo".into(),
        }),
        1 => (-600i64..0, any::<bool>()).prop_map(|(minute, seen)| IncidentFact::LastSeen {
            last_seen: LastSeen {
                place: "Test Street".into(),
                when: When::At { at: at(minute) },
                how_known: if seen { HowKnown::Seen } else { HowKnown::Assumed },
                by: String::new(),
            },
        }),
        1 => prop_oneof![Just(Role::Supervisor), Just(Role::DutyInspector)]
            .prop_map(|to| IncidentFact::Assigned { to, note: String::new() }),
        1 => (0u128..4).prop_map(|n| IncidentFact::AssignmentDelivered { assignment: made_by(n) }),
        1 => (0u128..4).prop_map(|n| IncidentFact::AssignmentAccepted { assignment: made_by(n) }),
        1 => Just(IncidentFact::HypothesisRaised {
            what: "he fell into the river".into(),
            points: vec![],
            next_enquiry: "drag the weir".into(),
        }),
        2 => weighed(),
        2 => (1u32..4, proptest::option::of(0i64..5_000), 0u128..4).prop_map(|(number, due, n)| {
            IncidentFact::PolicyDecided {
                number,
                decision: "search the park".into(),
                options: vec![],
                reasons: "he knows it".into(),
                decided_by: String::new(),
                review_at: due.map(at),
                supersedes: vec![made_by(n)],
            }
        }),
        1 => Just(reported_fact()),
    ]
}

fn weighed() -> impl Strategy<Value = IncidentFact> {
    let standing = prop_oneof![Just(Standing::Open), Just(Standing::MostLikely), Just(Standing::RuledOut)];
    (0u128..4, any::<bool>(), proptest::option::of(standing)).prop_map(|(n, speaks_for, standing)| {
        let bears = if speaks_for { Bears::For } else { Bears::Against };
        IncidentFact::HypothesisUpdated {
            hypothesis: made_by(n),
            points: vec![point(bears, "a splash was heard")],
            next_enquiry: String::new(),
            stands: standing.and_then(stands),
        }
    })
}

/// An early entry of the first laptop: perhaps one that hands the incident on.
fn made_by(n: u128) -> EntryId {
    EntryId(uuid::Uuid::from_u128((1 << 64) | (n + 1)))
}

fn written() -> impl Strategy<Value = Written> {
    let facts = vec(a_fact(), 1..3);
    (0usize..3, -600i64..600, vec(any::<Index>(), 1..4), vec(any::<Index>(), 0..5), facts)
        .prop_map(|(laptop, minute, seen, basis, facts)| Written { laptop, minute, seen, basis, facts })
}

/// Entries in an order in which each could have been written.
fn graph(written: Vec<Written>) -> Vec<IncidentEntry> {
    let mut laptops = [Laptop::new(1), Laptop::new(2), Laptop::new(3)];
    let mut log = vec![laptops[0].write(at(0), &[], vec![reported_fact()])];
    for Written { laptop, minute, seen, basis, facts } in written {
        let seen: BTreeSet<Hash> = seen.iter().map(|index| index.get(&log).hash).collect();
        let basis: Vec<EntryId> = basis.iter().map(|index| index.get(&log).header.entry_id).collect();
        let seen: Vec<Hash> = seen.into_iter().collect();
        let entry = laptops[laptop].entry(at(minute), &seen, &basis, Role::DutyInspector, facts);
        log.push(entry);
    }
    log
}

/// Everything that an entry was written in sight of, by its own path through the log.
fn sight(entry: &IncidentEntry, log: &BTreeMap<Hash, &IncidentEntry>) -> BTreeSet<EntryId> {
    let mut to_visit = entry.header.seen.clone();
    let mut visited = BTreeSet::new();
    while let Some(hash) = to_visit.pop() {
        let Some(seen) = log.get(&hash) else { continue };
        if visited.insert(seen.header.entry_id) {
            to_visit.extend(&seen.header.seen);
        }
    }
    visited
}

fn inv_3(state: &Incident) {
    let thresholds = Thresholds::default();
    assert_eq!(state.accountable_force, force());
    if state.is_open() {
        assert!(review_due(state, &thresholds).is_some(), "INV-3: a review is due");
        let due = deadlines(state, &thresholds);
        let assessment_due = due.iter().any(|deadline| deadline.kind == DeadlineKind::FirstAssessment);
        assert_eq!(state.grade().is_none(), assessment_due, "INV-3: a grade, or an assessment due");
    }
    if !state.conflicts.is_empty() {
        assert!(
            deadlines(state, &thresholds).iter().any(|deadline| deadline.kind == DeadlineKind::NeedsDecision)
        );
    }
}

fn has(entry: &IncidentEntry, wanted: fn(&IncidentFact) -> bool) -> bool {
    entry.facts().iter().any(wanted)
}

/// What one more entry may do to a state (INV-4).
fn inv_4(before: &Incident, after: &Incident, entry: &IncidentEntry, log: &BTreeMap<Hash, &IncidentEntry>) {
    let seen = sight(entry, log);
    if after.grade() < before.grade() {
        assert!(has(entry, |fact| matches!(fact, IncidentFact::RiskAssessed { .. })));
        for lowered in before.live_assessments().filter(|said| Some(said.what.grade) > after.grade()) {
            assert!(entry.header.basis.contains(&lowered.entry_id), "lowered what was not on the screen");
            assert!(seen.contains(&lowered.entry_id), "lowered what was not in its log");
        }
    }
    if before.is_open() && !after.is_open() {
        assert!(has(entry, |fact| matches!(fact, IncidentFact::Closed { .. })));
        for danger in log.values().filter(|other| {
            other.hash != entry.hash
                && other
                    .facts()
                    .iter()
                    .any(|fact| fact.is_safety() || fact.opens_reassessment() || fact.sets_clock())
                && !has(other, |fact| {
                    matches!(fact, IncidentFact::Closed { .. } | IncidentFact::Located { .. })
                })
        }) {
            assert!(seen.contains(&danger.header.entry_id), "closed over something unseen");
        }
    }
    if before.status() == Status::Open && after.status() == Status::Located {
        assert!(has(entry, |fact| matches!(
            fact,
            IncidentFact::Located { .. } | IncidentFact::Reopened { .. }
        )));
    }
    for danger in before.standing_dangers() {
        let question = danger.what.question;
        if !after.standing_dangers().any(|other| other.what.question == question) {
            assert!(entry.facts().iter().any(
                |fact| matches!(fact, IncidentFact::DangerCleared { question: q, .. } if *q == question)
            ));
            assert!(seen.contains(&danger.entry_id), "cleared a danger unseen");
        }
    }
    if after.next_review_at > before.next_review_at {
        let id = entry.header.entry_id;
        let in_effect =
            |said: &&Said<Assessment>| said.entry_id == id && Some(said.what.grade) == after.grade();
        let live = |state: &Incident| state.live_assessments().filter(|said| said.entry_id != id).count();
        assert!(
            has(entry, |fact| matches!(fact, IncidentFact::Reviewed { .. }))
                || after.assessments.iter().any(|said| in_effect(&said))
                || live(after) < live(before),
            "a downgrade that is only proposed puts no review off"
        );
    }
    if before.contact_since.is_some() && after.contact_since.is_none() && !after.is_open() {
        let contact = before.contact_since.as_ref().map(|said| said.entry_id).unwrap();
        let reviewed = has(entry, |fact| matches!(fact, IncidentFact::Reviewed { .. }));
        let closed = has(entry, |fact| matches!(fact, IncidentFact::Closed { .. }));
        assert!(
            reviewed && entry.header.basis.contains(&contact) || closed && seen.contains(&contact),
            "a contact is answered only from a screen that showed it"
        );
    }
    if after.category != before.category {
        assert!(has(entry, |fact| matches!(fact, IncidentFact::CategoryDecided { .. })));
    }
    if before.last_seen.as_ref().is_some_and(|said| said.what.how_known == HowKnown::Seen) {
        assert!(after.last_seen.as_ref().is_some_and(|said| said.what.how_known == HowKnown::Seen), "F21");
    }
    for open in before.open_actions() {
        let id = open.what.action_id;
        if !after.open_actions().any(|other| other.what.action_id == id) {
            assert!(has(entry, |fact| matches!(fact, IncidentFact::ActionAnswered { .. })));
        }
    }
}

proptest! {
    #![proptest_config(property(192))]

    #[test]
    fn the_same_set_of_entries_in_any_order_with_duplicates_gives_the_same_state(
        written in vec(written(), 0..16),
        order in any::<u64>(),
        again in vec(any::<Index>(), 0..6),
    ) {
        let log = graph(written);
        let expected = Incident::fold(&log);
        prop_assert!(expected.is_some());
        let mut arrived = log.clone();
        arrived.extend(again.iter().map(|index| index.get(&log).clone()));
        // A fixed shuffle of the test's own.
        let mut state = order | 1;
        for last in (1..arrived.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            arrived.swap(last, usize::try_from(state % (last as u64 + 1)).unwrap());
        }
        prop_assert_eq!(Incident::fold(&arrived), expected.clone());
        arrived.reverse();
        prop_assert_eq!(Incident::fold(&arrived), expected);
    }

    #[test]
    fn no_entry_added_to_any_graph_breaks_inv_3_or_inv_4(written in vec(written(), 0..16)) {
        let log = graph(written);
        let mut held = BTreeMap::new();
        let mut before: Option<Incident> = None;
        for (at, entry) in log.iter().enumerate() {
            held.insert(entry.hash, entry);
            let after = Incident::fold(&log[..=at]).unwrap();
            inv_3(&after);
            if let Some(before) = &before {
                inv_4(before, &after, entry, &held);
            }
            before = Some(after);
        }
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        written in vec(written(), 0..16),
        holder in vec(0usize..3, 16),
    ) {
        let log = graph(written);
        let part = |n: usize| -> Vec<IncidentEntry> {
            let mine = |at: usize| at == 0 || holder[(at - 1) % holder.len()] == n;
            log.iter().enumerate().filter(|&(at, _)| mine(at)).map(|(_, entry)| entry.clone()).collect()
        };
        let merge = |one: &[IncidentEntry], two: &[IncidentEntry]| {
            let mut laptop = Laptop::new(9);
            laptop.receive(one, at(0));
            laptop.receive(two, at(0));
            laptop.log
        };
        let (a, b, c) = (part(0), part(1), part(2));
        let whole = Incident::fold(&log);
        prop_assert_eq!(Incident::fold(&merge(&merge(&a, &b), &c)), whole.clone());
        prop_assert_eq!(Incident::fold(&merge(&a, &merge(&b, &c))), whole.clone());
        prop_assert_eq!(Incident::fold(&merge(&merge(&c, &b), &merge(&a, &a))), whole);
        prop_assert_eq!(Incident::fold(&merge(&a, &b)), Incident::fold(&merge(&b, &a)));
    }
}

#[test]
fn a_part_of_the_log_without_its_report_is_no_incident() {
    let mut laptop = Laptop::new(1);
    let entry = laptop.write(at(0), &[], vec![assessed(Grade::High, at(60))]);
    assert_eq!(Incident::fold([&entry]), None);
    assert_eq!(Incident::fold([]), None);
}

#[test]
fn an_entry_that_has_lost_its_body_stays_disposed_of_whichever_copy_arrives_last() {
    let mut laptop = Laptop::new(1);
    let first = laptop.write(at(0), &[], vec![reported_fact()]);
    let graded = laptop.write(at(1), &[], vec![assessed(Grade::High, at(60))]);
    let stub = Entry { content: entry::Content::Disposed, ..graded.clone() };
    let one = Incident::fold([&first, &graded, &stub]).unwrap();
    let other = Incident::fold([&first, &stub, &graded]).unwrap();
    assert_eq!(one, other);
    assert_eq!(one.disposed, 1);
}
