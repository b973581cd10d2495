//! Laptops made of nothing but arguments: a set clock, identifiers from a counter, a fixed key.
//!
//! [`Laptop`] writes signed entries by hand, with whatever `seen` and `basis` a test wants; [`Case`]
//! gives commands in sequence as an officer does. Every entry is sealed, verified and opened again,
//! so that what a test folds is what a register keeps.
#![allow(dead_code, clippy::unwrap_used)]

mod given;
pub mod opinion;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::SigningKey;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines};
use register::entry::{Author, FORM, Marking, Stream};
use register::fact::*;
use register::force::ForceCode;
use register::incident::ConflictKind;
use register::*;
use uuid::Uuid;

pub use given::*;

pub type IncidentEntry = Entry<IncidentFact>;

/// Minutes after the moment at which every test begins.
pub fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_442_000, 0).unwrap() + TimeDelta::minutes(minutes)
}

pub fn force() -> ForceCode {
    ForceCode::parse("NM").unwrap()
}

pub fn incident_id() -> IncidentId {
    IncidentId(Uuid::from_u128(0xA))
}

pub fn officer(n: u8) -> OfficerId {
    OfficerId(Uuid::from_u128(0x0FF0 + u128::from(n)))
}

pub fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub fn body(role: Role, facts: Vec<IncidentFact>) -> Body<IncidentFact> {
    Body {
        author: Author { name: "Test-Heron, Ada".into(), role, force: force() },
        source: Source::officer(),
        happened_at: When::NotKnown,
        from_paper: false,
        marking: Marking::default(),
        facts,
    }
}

/// What a coordinator who imports decides with.
pub fn importing<'a>(now: DateTime<Utc>, thresholds: &'a Thresholds) -> Context<'a> {
    Context {
        now,
        officer_id: officer(1),
        role: Role::Coordinator,
        force: force(),
        thresholds,
        new_person: PersonId(Uuid::from_u128(0x99)),
        new_action: ActionId(Uuid::nil()),
        question_set: register::question_set::SHIPPED.into(),
        exploited_in: Vec::new(),
        new_reference: "NM/26/000007".into(),
    }
}

/// One device with a chain of its own, and the entries of the incident that it holds.
#[derive(Clone)]
pub struct Laptop {
    number: u8,
    clock: Clock,
    /// Who writes: the first, but where a command is given by another.
    officer: OfficerId,
    /// The question set that its reports are taken with.
    pub question_set: String,
    /// The person's other incidents in which somebody said that they are exploited.
    pub exploited_in: Vec<String>,
    written: u64,
    previous: Hash,
    pub log: Vec<IncidentEntry>,
}

impl Laptop {
    pub fn new(number: u8) -> Self {
        Self {
            number,
            clock: Clock::default(),
            officer: officer(1),
            question_set: register::question_set::SHIPPED.into(),
            exploited_in: Vec::new(),
            written: 0,
            previous: Hash::ZERO,
            log: Vec::new(),
        }
    }

    /// The next identifier; no two laptops share one.
    pub fn id(&self) -> Uuid {
        Uuid::from_u128((u128::from(self.number) << 64) | u128::from(self.written + 1))
    }

    /// An entry written in sight of `seen`, from a screen that showed `basis`. It is not taken up.
    pub fn entry(
        &mut self,
        now: DateTime<Utc>,
        seen: &[Hash],
        basis: &[EntryId],
        role: Role,
        facts: Vec<IncidentFact>,
    ) -> IncidentEntry {
        let kind = facts[0].kind().to_owned();
        let sealed = body(role, facts).seal([self.number; 32]).unwrap();
        self.entry_of(now, seen, basis, kind, sealed)
    }

    /// The same with a body of any bytes, such as a newer version writes.
    pub fn entry_of(
        &mut self,
        now: DateTime<Utc>,
        seen: &[Hash],
        basis: &[EntryId],
        kind: String,
        body: Vec<u8>,
    ) -> IncidentEntry {
        let header = Header {
            form: FORM,
            entry_id: EntryId(self.id()),
            stream: Stream::Incident(incident_id()),
            kind,
            officer_id: self.officer,
            device_id: DeviceId(Uuid::from_u128(self.number.into())),
            device_seq: self.written + 1,
            prev_hash: self.previous,
            recorded_at: self.clock.tick(now),
            seen: seen.to_vec(),
            basis: basis.to_vec(),
            body_hash: Hash::of(&body),
            written_at: now.timestamp_millis(),
            absent: absent(&self.log),
        };
        let sealed = Sealed::sign(&header, body, &key());
        sealed.verify(&header, &key().verifying_key()).unwrap();
        self.written += 1;
        self.previous = sealed.hash();
        sealed.open().unwrap()
    }

    /// Write in sight of everything that this laptop holds, and keep it.
    pub fn write(
        &mut self,
        now: DateTime<Utc>,
        basis: &[EntryId],
        facts: Vec<IncidentFact>,
    ) -> IncidentEntry {
        let entry = self.entry(now, &heads(&self.log), basis, Role::DutyInspector, facts);
        self.log.push(entry.clone());
        entry
    }

    /// Take up entries from elsewhere: a set union.
    pub fn receive(&mut self, entries: &[IncidentEntry], now: DateTime<Utc>) {
        for entry in entries {
            if !self.log.iter().any(|known| known.hash == entry.hash) {
                let _ = self.clock.receive(entry.header.recorded_at, now, 300_000);
                self.log.push(entry.clone());
            }
        }
    }

    pub fn find(&self) -> Option<Incident> {
        Incident::fold(&self.log)
    }

    pub fn state(&self) -> Incident {
        self.find().expect("the incident has been reported")
    }

    /// Decide as this laptop stands, and write what was decided.
    pub fn give(
        &mut self,
        command: &Command,
        role: Role,
        officer_id: OfficerId,
        now: DateTime<Utc>,
    ) -> Result<IncidentEntry, Refusal> {
        let thresholds = Thresholds::default();
        let context = Context {
            now,
            officer_id,
            role,
            force: force(),
            thresholds: &thresholds,
            new_person: PersonId(self.id()),
            new_action: ActionId(self.id()),
            question_set: self.question_set.clone(),
            exploited_in: self.exploited_in.clone(),
            new_reference: "NM/26/000001".into(),
        };
        let facts = decide(self.find().as_ref(), command, &context)?;
        let before = std::mem::replace(&mut self.officer, officer_id);
        let entry = self.entry(now, &heads(&self.log), &command.act().basis, role, facts);
        self.officer = before;
        self.log.push(entry.clone());
        Ok(entry)
    }
}

/// Entries that no other of the set has seen.
pub fn heads(log: &[IncidentEntry]) -> Vec<Hash> {
    let seen: BTreeSet<Hash> = log.iter().flat_map(|entry| entry.header.seen.iter().copied()).collect();
    let mut heads: Vec<Hash> = log.iter().map(|entry| entry.hash).filter(|h| !seen.contains(h)).collect();
    heads.sort();
    heads.dedup();
    heads
}

/// Entries that others of the set name as seen by them, and that are not in it.
pub fn absent(log: &[IncidentEntry]) -> Vec<Hash> {
    let held = as_set(log);
    let named: BTreeSet<Hash> = log.iter().flat_map(|entry| entry.header.seen.iter().copied()).collect();
    named.into_iter().filter(|hash| !held.contains_key(hash)).collect()
}

/// One officer after another at one laptop.
pub struct Case {
    pub laptop: Laptop,
    pub role: Role,
    pub officer: OfficerId,
    pub now: DateTime<Utc>,
}

impl Case {
    /// Nothing recorded yet.
    pub fn new() -> Self {
        Self { laptop: Laptop::new(1), role: Role::Supervisor, officer: officer(1), now: at(0) }
    }

    /// A missing adult reported, with nothing but a name and an age.
    pub fn reported() -> Self {
        let mut case = Self::new();
        case.give(report(&[(Attribute::FamilyName, "Test-Larkspur"), (Attribute::Age, "41")]));
        case
    }

    pub fn child() -> Self {
        let mut case = Self::new();
        case.give(report(&[(Attribute::FamilyName, "Test-Larkspur"), (Attribute::Age, "15")]));
        case
    }

    /// Reported, and graded by somebody who saw it all.
    pub fn graded(grade: Grade) -> Self {
        let mut case = Self::reported();
        let command = case.assess(grade);
        case.give(command);
        case
    }

    pub fn as_role(&mut self, role: Role) -> &mut Self {
        self.role = role;
        self
    }

    pub fn after(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    pub fn ask(&mut self, command: impl Into<Command>) -> Result<IncidentEntry, Refusal> {
        self.laptop.give(&command.into(), self.role, self.officer, self.now)
    }

    #[track_caller]
    pub fn give(&mut self, command: impl Into<Command>) -> IncidentEntry {
        self.ask(command).expect("accepted")
    }

    /// The rule that refuses the command; the log is as it was.
    #[track_caller]
    pub fn refused(&mut self, command: impl Into<Command>) -> Rule {
        let before = self.laptop.log.len();
        let refusal = self.ask(command).expect_err("refused");
        assert_eq!(self.laptop.log.len(), before);
        refusal.rule
    }

    /// The fields named by a refusal.
    #[track_caller]
    pub fn wrong_fields(&mut self, command: impl Into<Command>) -> Vec<String> {
        let refusal = self.ask(command).expect_err("refused");
        refusal.fields.into_iter().map(|wrong| wrong.field).collect()
    }

    pub fn state(&self) -> Incident {
        self.laptop.state()
    }

    /// What somebody who looks at the screen now has in sight.
    pub fn act(&self) -> Act {
        Act { basis: self.state().basis, ..Act::default() }
    }

    /// An assessment as the rules want it, in sight of everything, with a reason if it lowers.
    pub fn assess(&self, grade: Grade) -> AssessRisk {
        AssessRisk {
            incident_id: incident_id(),
            act: self.act(),
            grade,
            factors: vec![],
            rationale: rationale(),
            next_review_at: self.now + TimeDelta::minutes(120),
            lowered_because: Some("seen on camera with friends, in good spirits".into()),
            beside: Default::default(),
        }
    }

    pub fn close(&self) -> CloseIncident {
        CloseIncident {
            incident_id: incident_id(),
            act: self.act(),
            summary: "back home".into(),
            exception: None,
        }
    }

    pub fn close_unlocated(&self, confirmation: Option<Confirmation>) -> CloseIncident {
        let exception = ClosingException {
            kind: ExceptionKind::ReportWithdrawn,
            reason: "reported by mistake".into(),
            confirmation,
        };
        CloseIncident { exception: Some(exception), ..self.close() }
    }

    /// Reported, located and closed.
    pub fn closed() -> Self {
        let mut case = Self::graded(Grade::Medium);
        let command = located(case.now);
        case.give(command);
        let command = case.close();
        case.give(command);
        case
    }
}

/// Two laptops that hold the same first entries and then lose touch.
pub fn two_laptops(first: Vec<Vec<IncidentFact>>) -> (Laptop, Laptop) {
    let mut one = Laptop::new(1);
    for (minute, facts) in first.into_iter().enumerate() {
        one.write(at(i64::try_from(minute).unwrap()), &[], facts);
    }
    let mut two = Laptop::new(2);
    two.receive(&one.log, at(60));
    (one, two)
}

/// Each takes up what the other wrote.
pub fn meet(one: &mut Laptop, two: &mut Laptop, now: DateTime<Utc>) {
    let theirs = two.log.clone();
    two.receive(&one.log, now);
    one.receive(&theirs, now);
}

/// The set without duplicates, keyed by hash.
pub fn as_set(log: &[IncidentEntry]) -> BTreeMap<Hash, IncidentEntry> {
    log.iter().map(|entry| (entry.hash, entry.clone())).collect()
}

/// `cases` of a property from a fixed seed; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` (a multiple of
/// 256) look further.
pub fn property(cases: u32) -> proptest::test_runner::Config {
    use proptest::test_runner::{Config, RngSeed};
    let given = Config::default();
    let rng_seed = match given.rng_seed {
        RngSeed::Random => RngSeed::Fixed(19),
        chosen => chosen,
    };
    Config { cases: cases * (given.cases / 256).max(1), rng_seed, failure_persistence: None, ..given }
}

/// What falls due, earliest first.
pub fn kinds(state: &Incident) -> Vec<DeadlineKind> {
    deadlines(state, &Thresholds::default()).into_iter().map(|deadline| deadline.kind).collect()
}

/// What entries disagree about.
pub fn conflicts(state: &Incident) -> Vec<ConflictKind> {
    state.conflicts.iter().map(|conflict| conflict.kind).collect()
}
