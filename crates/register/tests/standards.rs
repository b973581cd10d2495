//! What a force asks and reckons with: one proposes, another approves, it begins at its time (F37).

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use common::{at, force, officer};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use register::clock::Stamp;
use register::entry::{Author, Body, FORM, Marking, Stream};
use register::fact::{ForceFact, Source};
use register::standard::{NewStandard, Proposal, StandardKind, Standards};
use register::*;
use rstest::rstest;
use uuid::Uuid;

const QUESTIONS: StandardKind = StandardKind::Questions;

fn id(n: u32) -> EntryId {
    EntryId(Uuid::from_u128(u128::from(n)))
}

/// The log of a force, each entry in sight of all before it.
#[derive(Clone, Default)]
struct Force {
    log: Vec<Entry<ForceFact>>,
}

impl Force {
    /// The next entry, by an officer with a role, so many minutes after the beginning.
    fn says(&mut self, (by, role): (u8, Role), minutes: i64, fact: ForceFact) -> EntryId {
        let seen: Vec<Hash> = self.log.last().map(|entry| entry.hash).into_iter().collect();
        self.says_in_sight_of(&seen, (by, role), minutes, fact)
    }

    fn says_in_sight_of(
        &mut self,
        seen: &[Hash],
        (by, role): (u8, Role),
        minutes: i64,
        fact: ForceFact,
    ) -> EntryId {
        let body = Body {
            author: Author { name: format!("Test-Heron, {by}"), role, force: force() },
            source: Source::officer(),
            happened_at: When::NotKnown,
            from_paper: false,
            marking: Marking::default(),
            facts: vec![fact],
        };
        let body = body.seal([4; 32]).unwrap();
        let entry_id = id(u32::try_from(self.log.len()).unwrap() + 1);
        let millis = at(minutes).timestamp_millis();
        let header = Header {
            form: FORM,
            entry_id,
            stream: Stream::Force(RegisterId(Uuid::from_u128(5))),
            kind: "force".into(),
            officer_id: officer(by),
            device_id: DeviceId(Uuid::from_u128(1)),
            device_seq: 1,
            prev_hash: Hash::ZERO,
            recorded_at: Stamp { millis, counter: 0 },
            seen: seen.to_vec(),
            basis: Vec::new(),
            body_hash: Hash::of(&body),
            written_at: millis,
            absent: vec![],
        };
        let sealed = Sealed::sign(&header, body, &SigningKey::from_bytes(&[1; 32]));
        self.log.push(sealed.open_or_altered().unwrap());
        entry_id
    }

    fn standards(&self) -> Standards {
        Standards::fold(&self.log)
    }

    fn in_use(&self, minutes: i64) -> Option<String> {
        version(self.standards().begun(QUESTIONS, at(minutes)).first().copied())
    }
}

fn version(proposal: Option<&Proposal>) -> Option<String> {
    proposal.map(|proposal| proposal.version.clone())
}

fn proposed(version: &str, from: i64) -> ForceFact {
    ForceFact::StandardProposed {
        kind: QUESTIONS,
        version: version.into(),
        text: String::new(),
        effective_at: at(from),
        reason: "Fifteen questions in place of ten".into(),
    }
}

fn approved(proposal: EntryId) -> ForceFact {
    ForceFact::StandardApproved { proposal, reason: "Read".into() }
}

fn withdrawn(proposal: EntryId) -> ForceFact {
    ForceFact::StandardWithdrawn { proposal, reason: "A slip in it".into() }
}

const ADA: (u8, Role) = (1, Role::Coordinator);
const BEN: (u8, Role) = (2, Role::DutyInspector);

#[test]
fn what_one_proposed_and_another_approved_is_in_use_from_its_time_and_not_a_minute_earlier() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    assert_eq!(log.in_use(90), None, "nobody has approved it");
    log.says(BEN, 10, approved(proposal));
    assert_eq!(log.in_use(59), None);
    assert_eq!(log.in_use(60), Some("NM-1".into()));
}

#[test]
fn what_is_approved_late_begins_when_it_is_approved() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    log.says(BEN, 90, approved(proposal));
    assert_eq!((log.in_use(89), log.in_use(90)), (None, Some("NM-1".into())));
}

#[test]
fn the_first_approval_counts() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 5));
    log.says(BEN, 10, approved(proposal));
    log.says((3, Role::NationalUnit), 50, approved(proposal));
    assert_eq!(log.in_use(10), Some("NM-1".into()));
}

#[test]
fn nobodys_approval_of_what_they_proposed_themselves_is_heard_whatever_program_wrote_it() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    log.says((ADA.0, Role::DutyInspector), 10, approved(proposal));
    assert_eq!(log.in_use(90), None);
    log.says(BEN, 20, approved(proposal));
    assert_eq!(log.in_use(90), Some("NM-1".into()), "another still may");
}

#[rstest]
#[case(Role::CallHandler)]
#[case(Role::InvestigatingOfficer)]
#[case(Role::Supervisor)]
#[case(Role::Administrator)]
#[case(Role::Auditor)]
fn whoever_may_not_set_a_standard_is_not_heard(#[case] role: Role) {
    let mut log = Force::default();
    let own = log.says((3, role), 0, proposed("NM-0", 5));
    log.says(BEN, 1, approved(own));
    let proposal = log.says(ADA, 2, proposed("NM-1", 60));
    log.says((3, role), 10, approved(proposal));
    log.says((3, role), 11, withdrawn(proposal));
    assert_eq!(log.in_use(90), None, "a {} approves nothing", role.name());
    log.says(BEN, 20, approved(proposal));
    assert_eq!(log.in_use(90), Some("NM-1".into()), "and withdraws nothing");
}

#[test]
fn a_later_version_takes_the_place_of_an_earlier_at_its_own_time() {
    let mut log = Force::default();
    let (first, second) = (log.says(ADA, 0, proposed("NM-1", 60)), log.says(ADA, 1, proposed("NM-2", 120)));
    log.says(BEN, 2, approved(second));
    log.says(BEN, 3, approved(first));
    assert_eq!((log.in_use(119), log.in_use(120)), (Some("NM-1".into()), Some("NM-2".into())));
    let standards = log.standards();
    let begun = standards.begun(QUESTIONS, at(200));
    assert_eq!(begun.iter().map(|one| one.version.as_str()).collect::<Vec<_>>(), ["NM-2", "NM-1"]);
    assert!(standards.begun(StandardKind::Model, at(200)).is_empty(), "each kind by itself");
}

#[test]
fn of_two_that_begin_at_once_the_one_proposed_later_is_in_use() {
    let mut log = Force::default();
    let (first, second) = (log.says(ADA, 0, proposed("NM-1", 60)), log.says(BEN, 1, proposed("NM-2", 60)));
    log.says(ADA, 2, approved(second));
    log.says(BEN, 3, approved(first));
    assert_eq!(log.in_use(60), Some("NM-2".into()));
}

#[test]
fn what_is_withdrawn_before_its_time_never_begins_and_afterwards_it_is_too_late() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    log.says(BEN, 1, approved(proposal));
    let mut late = log.clone();
    log.says(ADA, 59, withdrawn(proposal));
    assert_eq!(log.in_use(90), None);
    late.says(ADA, 60, withdrawn(proposal));
    assert_eq!(late.in_use(90), Some("NM-1".into()), "written out of contact, after it began");
}

#[test]
fn what_is_approved_after_it_was_withdrawn_never_begins() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    log.says(ADA, 5, withdrawn(proposal));
    log.says(BEN, 6, approved(proposal));
    assert_eq!(log.in_use(90), None);
}

fn new<'a>(version: &'a str, reason: &'a str, effective_at: DateTime<Utc>) -> NewStandard<'a> {
    NewStandard { kind: QUESTIONS, version, text: "", shipped: "APP-CH-12.1", effective_at, reason }
}

#[rstest]
#[case(new("", "Because", at(60)), &[("file", "field-standard-version")])]
#[case(new("N M", "Because", at(60)), &[("file", "field-standard-version")])]
#[case(new("APP-CH-12.1", "Because", at(60)), &[("file", "field-standard-version-taken")])]
#[case(new("NM-1", "Because", at(60)), &[("file", "field-standard-version-taken")])]
#[case(new("NM-2", " ", at(9)), &[("effective_at", "field-effective-past"), ("reason", "field-empty")])]
fn a_proposal_says_all_that_is_wrong_with_it_at_once(
    #[case] new: NewStandard<'_>,
    #[case] expected: &[(&str, &str)],
) {
    let mut log = Force::default();
    log.says(ADA, 0, proposed("NM-1", 60));
    let refusal = log.standards().propose(&new, at(10), Role::Coordinator).unwrap_err();
    let fields: Vec<_> =
        refusal.fields.iter().map(|field| (field.field.as_str(), field.message.as_str())).collect();
    assert_eq!(fields, expected);
}

#[test]
fn the_name_of_a_version_that_was_withdrawn_may_be_given_again_and_a_sound_proposal_is_taken() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    log.says(ADA, 1, withdrawn(proposal));
    let again = log.standards().propose(&new("NM-1", " Corrected ", at(60)), at(10), Role::Coordinator);
    let expected = ForceFact::StandardProposed {
        kind: QUESTIONS,
        version: "NM-1".into(),
        text: String::new(),
        effective_at: at(60),
        reason: "Corrected".into(),
    };
    assert_eq!(again, Ok(expected));
}

#[test]
fn approving_is_refused_to_the_proposer_to_other_roles_and_where_nothing_waits() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    let by = |(n, role): (u8, Role)| (officer(n), role);
    let rule = |log: &Force, who, reason| {
        log.standards().approve(proposal, reason, by(who)).map_err(|refusal| refusal.rule)
    };
    assert_eq!(rule(&log, ADA, "Mine"), Err(Rule::OwnProposal));
    assert_eq!(rule(&log, (2, Role::Supervisor), "Read"), Err(Rule::NotYourRole));
    assert_eq!(rule(&log, BEN, " "), Err(Rule::Fields));
    assert_eq!(rule(&log, BEN, " Read "), Ok(approved(proposal)));
    let unknown = log.standards().approve(id(99), "Read", by(BEN)).unwrap_err();
    assert_eq!(unknown.rule, Rule::NoSuchProposal);
    log.says(BEN, 1, approved(proposal));
    assert_eq!(rule(&log, (3, Role::NationalUnit), "Read"), Err(Rule::AlreadyAnswered));
}

#[test]
fn what_is_in_use_is_not_withdrawn_and_nothing_is_twice() {
    let mut log = Force::default();
    let proposal = log.says(ADA, 0, proposed("NM-1", 60));
    let rule = |log: &Force, minutes, role, reason| {
        log.standards().withdraw(proposal, reason, at(minutes), role).map_err(|refusal| refusal.rule)
    };
    log.says(BEN, 1, approved(proposal));
    assert_eq!(rule(&log, 59, Role::Coordinator, "A slip in it"), Ok(withdrawn(proposal)));
    assert_eq!(rule(&log, 59, Role::Coordinator, ""), Err(Rule::Fields));
    assert_eq!(rule(&log, 59, Role::Supervisor, "A slip"), Err(Rule::NotYourRole));
    assert_eq!(rule(&log, 60, Role::Coordinator, "A slip"), Err(Rule::StandardInUse));
    log.says(ADA, 2, withdrawn(proposal));
    assert_eq!(rule(&log, 3, Role::Coordinator, "Again"), Err(Rule::AlreadyAnswered));
    let other = log.says(ADA, 4, proposed("NM-2", 60));
    log.says(ADA, 5, withdrawn(other));
    let late = log.standards().approve(other, "Read", (officer(2), Role::DutyInspector));
    assert_eq!(late.map_err(|refusal| refusal.rule), Err(Rule::AlreadyAnswered));
}

/// What somebody may do to a log that has been begun.
#[derive(Clone, Copy, Debug)]
enum Act {
    Propose(i64),
    Approve(usize),
    Withdraw(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..100_i64).prop_map(Act::Propose),
        (0..6_usize).prop_map(Act::Approve),
        (0..6_usize).prop_map(Act::Withdraw),
    ]
}

proptest! {
    #[test]
    fn every_order_of_arrival_comes_to_the_same_and_nothing_begins_on_one_persons_word(
        acts in prop::collection::vec((act(), 1..4_u8, any::<bool>(), 0..100_i64), 1..16),
        order in any::<prop::sample::Index>(),
        now in 0..120_i64,
    ) {
        let mut log = Force::default();
        let mut proposals = Vec::new();
        for (act, by, apart, minutes) in acts {
            let by = (by, Role::Coordinator);
            let known = |nth: usize| proposals.get(nth).copied().unwrap_or(id(99));
            let fact = match act {
                Act::Propose(from) => proposed(&format!("NM-{}", proposals.len()), from),
                Act::Approve(nth) => approved(known(nth)),
                Act::Withdraw(nth) => withdrawn(known(nth)),
            };
            // Written on a laptop that had seen the first entry and no more.
            let first: Vec<Hash> = log.log.first().map(|entry| entry.hash).into_iter().collect();
            let entry_id = if apart {
                log.says_in_sight_of(&first, by, minutes, fact)
            } else {
                log.says(by, minutes, fact)
            };
            if matches!(act, Act::Propose(_)) {
                proposals.push(entry_id);
            }
        }
        let standards = log.standards();
        let mut other = log.clone();
        let length = other.log.len();
        other.log.rotate_left(order.index(length));
        other.log.reverse();
        prop_assert_eq!(&other.standards(), &standards);
        for begun in standards.begun(QUESTIONS, at(now)) {
            let approval = begun.approved.as_ref().expect("somebody approved it");
            prop_assert_ne!(approval.officer_id, begun.proposed.officer_id);
            prop_assert!(begun.effective_at <= at(now) && approval.at <= at(now));
            prop_assert!(begun.withdrawn.as_ref().is_none_or(|word| Some(word.at) >= begun.starts_at()));
        }
    }
}
