//! The log of an incident, made by hand.
#![allow(dead_code, reason = "each test uses some of it")]

pub mod alike;
pub mod by_hand;

use chrono::{DateTime, Utc};
use register::entry::{Author, Body, Content, FORM, Header, Marking, Stream};
use register::fact::*;
use register::force::ForceCode;
use register::question::{Answer, Question};
use register::{Clock, DeviceId, Entry, EntryId, Hash, IncidentId, OfficerId, PersonId, Role, When};

pub type Log = Vec<Entry<IncidentFact>>;

pub fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_000_000 + minutes * 60, 0).expect("a time")
}

/// Entries of one laptop, each written in sight of those before it.
pub fn log(said: Vec<(i64, IncidentFact)>) -> Log {
    let mut clock = Clock::default();
    let mut log = Log::new();
    for (seq, (minutes, fact)) in (1..).zip(said) {
        let id = [seq; 16];
        let header = Header {
            form: FORM,
            entry_id: EntryId::from_slice(&id).expect("an id"),
            stream: Stream::Incident(IncidentId::from_slice(&[9; 16]).expect("an id")),
            kind: fact.kind().into(),
            officer_id: OfficerId::from_slice(&[8; 16]).expect("an id"),
            device_id: DeviceId::from_slice(&[7; 16]).expect("an id"),
            device_seq: seq.into(),
            prev_hash: Hash::ZERO,
            recorded_at: clock.tick(at(minutes)),
            seen: log.iter().map(|entry| entry.hash).collect(),
            basis: log.iter().map(|entry| entry.header.entry_id).collect(),
            body_hash: Hash::ZERO,
            written_at: at(minutes).timestamp_millis(),
            absent: vec![],
        };
        let author = Author { name: "Test-Heron, Ada".into(), role: Role::DutyInspector, force: force() };
        let body = Body {
            author,
            source: Source::officer(),
            happened_at: When::NotKnown,
            from_paper: false,
            marking: Marking::default(),
            facts: vec![fact],
        };
        log.push(Entry { hash: Hash([seq; 32]), header, ahead_ms: 0, content: Content::Read(body) });
    }
    log
}

pub fn force() -> ForceCode {
    ForceCode::parse("NM").expect("a code")
}

pub fn reported() -> IncidentFact {
    IncidentFact::Reported {
        reference: "NM/26/000001".into(),
        force: force(),
        person_id: PersonId::from_slice(&[6; 16]).expect("an id"),
        category: Category::Missing,
        reported_at: at(0),
        circumstances: String::new(),
        question_set: String::new(),
    }
}

pub fn yes(question: Question) -> IncidentFact {
    IncidentFact::Answered {
        answered: Answered { question, answer: Answer::Yes, detail: String::new(), said_by: String::new() },
    }
}
