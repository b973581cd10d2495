//! What is recorded in the bench register: invented, the same every time, cheap to decide.

use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use register::command::*;
use register::decide::{Context, decide};
use register::entry::{Author, Marking};
use register::fact::*;
use register::force::ForceCode;
use register::id::*;
use register::question::{Answer, Question};
use register::{Body, Incident, Refusal, Role, Thresholds, When};
use store::keys::OfficerKeys;
use store::{ActError, Along, Vault, Writing};
use uuid::Uuid;

use crate::Outcome;
use crate::subject::Scale;

pub(crate) const OFFICER: OfficerId = OfficerId(Uuid::from_u128(0x0FF1));
pub(crate) const OFFICER_NAME: &str = "Test-Heron, Ada";
/// Minutes after [`epoch`] at which recording begins, and at which it has ended.
pub(crate) const BEGIN: i64 = 0;
pub(crate) const END: i64 = 40 * 24 * 60;

pub(crate) const OPEN_ENTRIES: u32 = 40;
const CLOSED_ENTRIES: u32 = 5;
/// Incidents that are worked at the same time, so that one's entries stand among those of others.
const AT_ONCE: u32 = 500;

pub(crate) fn epoch() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_442_000, 0).unwrap_or_default()
}

pub(crate) fn force() -> ForceCode {
    ForceCode::parse("NM").expect("a training force")
}

pub(crate) fn failed<E: std::fmt::Debug>(error: ActError<E>) -> Box<dyn std::error::Error> {
    match error {
        ActError::Refused(refusal) => format!("the bench's own command was refused: {refusal:?}").into(),
        ActError::Store(error) => error.into(),
    }
}

/// Of the nth incident; the closed ones come first.
pub(crate) fn incident_id(n: u32) -> IncidentId {
    IncidentId(Uuid::from_u128((0x0199_0000_0000_7000_8000 << 48) | u128::from(n)))
}

pub(crate) fn body<F>(facts: Vec<F>) -> Body<F> {
    Body {
        author: Author { name: OFFICER_NAME.into(), role: Role::DutyInspector, force: force() },
        source: Source {
            kind: SourceKind::Informant,
            name: "Test-Larkspur, Ida".into(),
            relation: "mother".into(),
            contact: "07700 900123".into(),
            obtained_at: Some(epoch()),
        },
        happened_at: When::At { at: epoch() },
        from_paper: false,
        marking: Marking::default(),
        facts,
    }
}

pub(crate) struct Recorder<'k> {
    keys: &'k OfficerKeys,
    scale: Scale,
    thresholds: Thresholds,
    now: DateTime<Utc>,
    drawn: u128,
}

impl<'k> Recorder<'k> {
    pub fn new(keys: &'k OfficerKeys, scale: Scale, minute: i64) -> Self {
        let now = epoch() + TimeDelta::minutes(minute);
        // Identifiers of a later recorder never meet those of an earlier one.
        let drawn = 0x0199_0000_0001_7000_8000 << 48 | u128::from(minute.unsigned_abs()) << 32;
        Self { keys, scale, thresholds: Thresholds::default(), now, drawn }
    }

    fn draw(&mut self) -> Uuid {
        self.drawn += 1;
        Uuid::from_u128(self.drawn)
    }

    pub fn writing(&mut self) -> Writing<'k> {
        self.now += TimeDelta::milliseconds(200);
        let id = self.draw();
        let mut salt = [0x5a; 32];
        salt[..16].copy_from_slice(id.as_bytes());
        Writing { officer_id: OFFICER, keys: self.keys, now: self.now, entry_id: EntryId(id), salt }
    }

    /// Write the whole register.
    pub async fn record_all(&mut self, vault: &Vault) -> Outcome {
        let closed = (0..self.scale.closed).step_by(AT_ONCE as usize);
        for first in closed {
            let last = (first + AT_ONCE).min(self.scale.closed);
            self.record(vault, first..last, CLOSED_ENTRIES).await?;
        }
        for first in (self.scale.closed..self.scale.incidents()).step_by(AT_ONCE as usize) {
            let last = (first + AT_ONCE).min(self.scale.incidents());
            self.record(vault, first..last, OPEN_ENTRIES).await?;
            println!("  {last} incidents");
        }
        Ok(())
    }

    async fn record(&mut self, vault: &Vault, incidents: std::ops::Range<u32>, rounds: u32) -> Outcome {
        let mut bulk = vault.bulk().await?;
        for round in 0..rounds {
            for n in incidents.clone() {
                let (writing, person, action) = (self.writing(), self.draw(), self.draw());
                let done = bulk
                    .act(incident_id(n), writing, Vec::new(), |state| {
                        self.decided(state, n, round, rounds == CLOSED_ENTRIES, (person, action))
                    })
                    .await;
                done.map_err(failed)?;
            }
        }
        bulk.commit().await?;
        Ok(())
    }

    /// A further note on an open incident, each in a transaction of its own.
    pub async fn append(&mut self, vault: &Vault, n: u32) -> Outcome {
        let (writing, person, action) = (self.writing(), self.draw(), self.draw());
        let done = vault
            .act(incident_id(n), writing, Along::default(), |state| {
                self.decided(state, n, 2, false, (person, action))
            })
            .await;
        done.map_err(failed)?;
        Ok(())
    }

    fn decided(
        &self,
        state: Option<&Incident>,
        n: u32,
        round: u32,
        closes: bool,
        (person, action): (Uuid, Uuid),
    ) -> Result<(Vec<EntryId>, Body<IncidentFact>), Refusal> {
        let context = Context {
            now: self.now,
            officer_id: OFFICER,
            role: Role::DutyInspector,
            force: force(),
            thresholds: &self.thresholds,
            new_person: PersonId(person),
            new_action: ActionId(action),
            question_set: register::question_set::SHIPPED.into(),
            exploited_in: Vec::new(),
            new_reference: format!("NM/26/{n:06}"),
        };
        let command = command(state, n, round, closes, self.now);
        let facts = decide(state, &command, &context)?;
        Ok((command.act().basis.clone(), body(facts)))
    }
}

/// The nth incident's act of a round.
fn command(state: Option<&Incident>, n: u32, round: u32, closes: bool, now: DateTime<Utc>) -> Command {
    let mut rng = ChaCha8Rng::seed_from_u64(u64::from(n) << 8 | u64::from(round));
    let Some(state) = state else { return report(n, &mut rng).into() };
    let incident_id = state.incident_id;
    let act = Act { basis: state.basis.clone(), ..Act::default() };
    match (round, closes) {
        (1, _) => assess(state, act, n, now).into(),
        (3, true) => RecordLocated {
            incident_id,
            act,
            seen_by: "PC Test-Rook".into(),
            seen_at: When::At { at: now },
            place: "their home".into(),
            identity_confirmed: "known to the officer".into(),
            found_by: FoundBy::ReturnedThemselves,
            condition: Condition::Unharmed,
        }
        .into(),
        (4, true) => CloseIncident { incident_id, act, summary: text(&mut rng, 12), exception: None }.into(),
        (round, false) => match round % 8 {
            3 => SetAction {
                incident_id,
                act,
                what: text(&mut rng, 6),
                due_at: now + TimeDelta::minutes(rng.random_range(30..600)),
                role: None,
                locating: false,
            }
            .into(),
            4 => RecordContact {
                incident_id,
                act,
                caller: "Test-Larkspur, Ida".into(),
                phone: "07700 900123".into(),
                text: text(&mut rng, 20),
                changes_risk: ChangesRisk::No,
            }
            .into(),
            5 => {
                let described = DescriptionItem { attribute: Attribute::Clothing, value: text(&mut rng, 6) };
                Describe { incident_id, act, description: vec![described] }.into()
            }
            6 => review(state, act, now, &mut rng).into(),
            7 => assess(state, act, n, now).into(),
            _ => RecordNote { incident_id, act, text: text(&mut rng, 40) }.into(),
        },
        _ => RecordNote { incident_id, act, text: text(&mut rng, 40) }.into(),
    }
}

fn report(n: u32, rng: &mut ChaCha8Rng) -> TakeReport {
    let item = |attribute, value: String| DescriptionItem { attribute, value };
    let answered =
        |question, answer| Answered { question, answer, detail: String::new(), said_by: String::new() };
    let born = format!(
        "{}-{:02}-{:02}",
        rng.random_range(1940..2015),
        rng.random_range(1..13),
        rng.random_range(1..29)
    );
    TakeReport {
        act: Act::default(),
        category: Category::Missing,
        reported_at: None,
        same_person_as: None,
        description: vec![
            item(Attribute::FamilyName, format!("Test-{}", name(rng, 3))),
            item(Attribute::GivenName, name(rng, 2)),
            item(Attribute::DateOfBirth, born),
            item(Attribute::Sex, if n.is_multiple_of(2) { "female" } else { "male" }.into()),
            item(Attribute::Hair, text(rng, 2)),
            item(Attribute::Clothing, text(rng, 6)),
        ],
        last_seen: None,
        circumstances: text(rng, 30),
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes),
            answered(Question::OutOfCharacter, Answer::Yes),
            answered(Question::MissingBefore, Answer::NotKnown),
            answered(Question::SelfHarm, if n.is_multiple_of(7) { Answer::Yes } else { Answer::No }),
            answered(Question::MedicalNeeds, Answer::No),
            answered(Question::LikelyHurt, Answer::NotAsked),
        ],
        references: vec![Reference { system: System::DispatchLog, reference: format!("NM-20260301-{n:05}") }],
        assign_to: None,
        question_set: String::new(),
    }
}

fn assess(state: &Incident, act: Act, n: u32, now: DateTime<Utc>) -> AssessRisk {
    let grade = if state.standing_dangers().next().is_some() || n.is_multiple_of(3) {
        Grade::High
    } else {
        Grade::Medium
    };
    AssessRisk {
        incident_id: state.incident_id,
        act,
        grade,
        factors: vec![Question::OutOfCharacter],
        rationale: Rationale {
            key_facts: "left on foot in the evening without a coat or a telephone".into(),
            not_known: "where they were going and whether anybody was with them".into(),
            would_change: "any word of self-harm, or a night below freezing".into(),
        },
        next_review_at: now + TimeDelta::minutes(60),
        lowered_because: None,
        beside: Default::default(),
    }
}

fn review(state: &Incident, act: Act, now: DateTime<Utc>, rng: &mut ChaCha8Rng) -> ReviewIncident {
    let done = || ActionAnswer::Done { result: "nobody there".into() };
    let answers = state
        .open_actions()
        .map(|action| ReviewedAction { action_id: action.what.action_id, answer: done() });
    ReviewIncident {
        incident_id: state.incident_id,
        act,
        summary: text(rng, 15),
        answers: answers.collect(),
        next_review_at: now + TimeDelta::minutes(60),
    }
}

const SYLLABLES: [&str; 24] = [
    "lark", "spur", "sor", "rel", "wren", "ot", "mag", "nus", "ida", "her", "on", "fen", "wick", "bram",
    "ble", "mar", "lin", "tor", "vale", "hol", "by", "stan", "ley", "dale",
];
const WORDS: [&str; 20] = [
    "knocked",
    "at",
    "the",
    "house",
    "nobody",
    "there",
    "neighbour",
    "saw",
    "them",
    "towards",
    "station",
    "about",
    "noon",
    "grey",
    "coat",
    "asked",
    "to",
    "ring",
    "back",
    "later",
];

fn name(rng: &mut ChaCha8Rng, syllables: usize) -> String {
    (0..syllables).map(|_| SYLLABLES[rng.random_range(0..SYLLABLES.len())]).collect()
}

fn text(rng: &mut ChaCha8Rng, words: usize) -> String {
    (0..words).map(|_| WORDS[rng.random_range(0..WORDS.len())]).collect::<Vec<_>>().join(" ")
}
