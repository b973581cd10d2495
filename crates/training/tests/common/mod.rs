//! The runner in memory: every step resolved, decided, sealed with a fixed key, folded.
#![allow(dead_code, reason = "each test uses some of it")]

pub mod closed;

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use register::command::Command;
use register::entry::{Author, FORM, Marking, Stream};
use register::fact::Confirmation;
use register::force::ForceCode;
use register::{
    Body, Context, DeviceId, Entry, EntryId, Hash, Header, Incident, IncidentFact, OfficerId, Sealed, Stamp,
    Thresholds, When, decide,
};
use training::{Episode, Plan, Step, officers};
use uuid::Uuid;

pub const NOW: &str = "2026-11-23T03:02:17Z";

pub fn plan(incidents: u32) -> Plan {
    plan_at(2026, incidents, NOW)
}

pub fn plan_at(seed: u64, incidents: u32, now: &str) -> Plan {
    let force = ForceCode::parse("NM").unwrap();
    Plan { seed, incidents, now: now.parse().unwrap(), force, thresholds: Thresholds::default() }
}

/// One device that records one incident.
pub struct Runner {
    thresholds: Thresholds,
    key: SigningKey,
    pub entries: Vec<Entry<IncidentFact>>,
    pub state: Option<Incident>,
}

impl Runner {
    pub fn new(thresholds: Thresholds) -> Self {
        let key = SigningKey::from_bytes(&[7; 32]);
        Self { thresholds, key, entries: Vec::new(), state: None }
    }

    pub fn run(episode: &Episode) -> Incident {
        Self::run_under(&Thresholds::default(), episode)
    }

    pub fn run_under(thresholds: &Thresholds, episode: &Episode) -> Incident {
        let mut runner = Self::new(thresholds.clone());
        for step in &episode.steps {
            runner.step(episode, step);
        }
        runner.state.expect("an episode begins with a report")
    }

    pub fn step(&mut self, episode: &Episode, step: &Step) {
        let officer = officers()[step.officer];
        let officer_id = OfficerId(Uuid::from_u128(step.officer as u128 + 1));
        let mut command = step.resolve(self.state.as_ref());
        if let (Command::CloseIncident(close), Some(second)) = (&mut command, step.confirmed_by) {
            let confirmation = Confirmation {
                officer_id: OfficerId(Uuid::from_u128(second as u128 + 1)),
                name: officers()[second].name.into(),
                role: officers()[second].role,
                at: step.at,
                signature: "00".repeat(64),
            };
            close.exception.as_mut().unwrap().confirmation = Some(confirmation);
        }
        let context = Context {
            now: step.at,
            officer_id,
            role: officer.role,
            force: ForceCode::parse("NM").unwrap(),
            thresholds: &self.thresholds,
            new_person: episode.person_id,
            new_action: step.new_action,
            question_set: register::question_set::SHIPPED.into(),
            exploited_in: Vec::new(),
            new_reference: episode.reference.clone(),
        };
        let facts = decide(self.state.as_ref(), &command, &context)
            .unwrap_or_else(|refusal| panic!("{}: {refusal:?}\n{command:#?}", episode.reference));
        let act = command.act();
        let body = Body {
            author: Author { name: officer.name.into(), role: officer.role, force: context.force },
            source: act.source.clone().unwrap_or_else(register::fact::Source::officer),
            happened_at: act.happened_at.unwrap_or(When::At { at: step.at }),
            from_paper: act.from_paper,
            marking: Marking::default(),
            facts,
        };
        let bytes = body.seal([3; 32]).unwrap();
        let number = self.entries.len() as u64 + 1;
        let header = Header {
            form: FORM,
            entry_id: EntryId(Uuid::from_u128(u128::from(number))),
            stream: Stream::Incident(episode.incident_id),
            kind: body.facts[0].kind().into(),
            officer_id,
            device_id: DeviceId(Uuid::from_u128(1)),
            device_seq: number,
            prev_hash: Hash::ZERO,
            recorded_at: Stamp { millis: step.at.timestamp_millis(), counter: number as u32 },
            seen: self.state.as_ref().map(|state| state.sight.heads.clone()).unwrap_or_default(),
            basis: act.basis.clone(),
            body_hash: Hash::of(&bytes),
            written_at: step.at.timestamp_millis(),
            absent: vec![],
        };
        self.entries.push(Sealed::sign(&header, bytes, &self.key).open().unwrap());
        self.state = Incident::fold(&self.entries);
    }
}

pub fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
