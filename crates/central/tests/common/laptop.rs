//! Laptops made of nothing but arguments: fixed keys, ids from a counter, a chain written by hand.

use ed25519_dalek::{Signer, SigningKey};
use protocol::*;
use register::clock::Stamp;
use register::entry::{Author, Body, FORM, Header, Marking, Sealed, Stream};
use register::fact::{ForceFact, IncidentFact, Source};
use register::force::ForceCode;
use register::*;
use uuid::Uuid;

/// When every test begins: milliseconds since 1970.
pub const START: i64 = 1_772_442_000_000;

pub fn force() -> ForceCode {
    ForceCode::parse("NM").unwrap()
}

pub fn other_force() -> ForceCode {
    ForceCode::parse("WX").unwrap()
}

pub fn uuid(kind: u8, number: u32) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 64 | u128::from(number))
}

#[derive(Clone)]
pub struct Officer {
    pub id: OfficerId,
    pub key: SigningKey,
    pub role: Role,
}

impl Officer {
    pub fn new(number: u32, role: Role) -> Self {
        let mut secret = [7; 32];
        secret[..4].copy_from_slice(&number.to_be_bytes());
        Self { id: OfficerId(uuid(2, number)), key: SigningKey::from_bytes(&secret), role }
    }

    pub fn public(&self) -> String {
        Hash(self.key.verifying_key().to_bytes()).to_string()
    }

    /// The same officer with the key that they made on another laptop.
    pub fn with_key(&self, number: u8) -> Self {
        Self { key: SigningKey::from_bytes(&[number; 32]), ..self.clone() }
    }

    pub fn key_added(&self) -> ForceFact {
        ForceFact::OfficerKeyAdded {
            officer_id: self.id,
            name: "Test-Heron, Ada".into(),
            collar: "T100".into(),
            role: self.role,
            public_key: self.public(),
        }
    }

    pub fn added(&self) -> ForceFact {
        ForceFact::OfficerAdded {
            officer_id: self.id,
            name: "Test-Heron, Ada".into(),
            collar: "T100".into(),
            role: self.role,
            public_key: self.public(),
        }
    }
}

/// One device, its founder, and its chain.
#[derive(Clone)]
pub struct Laptop {
    pub number: u32,
    pub force: ForceCode,
    pub device_id: DeviceId,
    pub register_id: RegisterId,
    pub key: SigningKey,
    pub founder: Officer,
    pub chain: ChainHead,
    pub written: Vec<Sealed>,
    /// Central's time as this laptop reckons it.
    pub time: i64,
}

impl Laptop {
    /// A laptop whose first entry founds its register.
    pub fn founded(number: u32, force: ForceCode) -> Self {
        let mut laptop = Self::blank(number, force.clone());
        let facts = vec![
            ForceFact::RegisterCreated {
                register_id: laptop.register_id,
                force,
                device_id: laptop.device_id,
                training: true,
            },
            laptop.founder.added(),
        ];
        laptop.record_force(facts);
        laptop
    }

    pub fn blank(number: u32, force: ForceCode) -> Self {
        let mut secret = [1; 32];
        secret[..4].copy_from_slice(&number.to_be_bytes());
        Self {
            number,
            force,
            device_id: DeviceId(uuid(1, number)),
            register_id: RegisterId(uuid(4, number)),
            key: SigningKey::from_bytes(&secret),
            founder: Officer::new(number * 100, Role::DutyInspector),
            chain: ChainHead::START,
            written: Vec::new(),
            time: START,
        }
    }

    /// A laptop that holds nothing yet and is to join the register of another.
    pub fn joining(number: u32, first: &Self) -> Self {
        Self { register_id: first.register_id, ..Self::blank(number, first.force.clone()) }
    }

    /// What it asks with, with a code for the officer and their key on it.
    pub fn joining_with(&self, code: &EnrolCode, officer: &Officer) -> Enrol {
        let officer_key = Some(officer.key.verifying_key().to_bytes());
        Enrol { officer_key, officers: Vec::new(), ..self.enrolment(code) }
            .proven(|payload| self.sign(payload))
    }

    pub fn incident(&self, number: u32) -> Stream {
        Stream::Incident(IncidentId(uuid(5, self.number * 1_000_000 + number)))
    }

    /// A header for the next entry of the chain, over this body.
    pub fn header(&self, stream: Stream, officer: &Officer, body: &[u8]) -> Header {
        let device_seq = self.chain.device_seq + 1;
        Header {
            form: FORM,
            entry_id: EntryId(uuid(6, self.number * 10_000_000 + device_seq as u32)),
            stream,
            kind: "noted".into(),
            officer_id: officer.id,
            device_id: self.device_id,
            device_seq,
            prev_hash: self.chain.hash,
            recorded_at: Stamp { millis: START + device_seq as i64, counter: 0 },
            seen: Vec::new(),
            basis: Vec::new(),
            body_hash: Hash::of(body),
            written_at: START + device_seq as i64,
            absent: vec![],
        }
    }

    /// Sign and add to the chain.
    pub fn add(&mut self, header: &Header, body: Vec<u8>, officer: &Officer) -> Sealed {
        let sealed = Sealed::sign(header, body, &officer.key);
        self.push_to_chain(sealed.clone(), header.device_seq);
        sealed
    }

    pub fn push_to_chain(&mut self, sealed: Sealed, device_seq: u64) {
        self.chain = ChainHead { device_seq, hash: sealed.hash() };
        self.written.push(sealed);
    }

    pub fn record_as(&mut self, stream: Stream, text: &str, officer: &Officer) -> Sealed {
        let body = body(officer, &self.force, vec![IncidentFact::Noted { text: text.into() }]);
        let header = self.header(stream, officer, &body);
        self.add(&header, body, officer)
    }

    /// A note by the founder.
    pub fn record(&mut self, incident: u32, text: &str) -> Sealed {
        let founder = self.founder.clone();
        self.record_as(self.incident(incident), text, &founder)
    }

    /// What somebody says of an incident in sight of one entry (or none), from a screen that showed nothing.
    pub fn say(
        &mut self,
        incident: u32,
        seen: Option<&Sealed>,
        officer: &Officer,
        facts: Vec<IncidentFact>,
    ) -> Sealed {
        let body = body(officer, &self.force, facts);
        let mut header = self.header(self.incident(incident), officer, &body);
        header.seen = seen.map(Sealed::hash).into_iter().collect();
        self.add(&header, body, officer)
    }

    pub fn record_force(&mut self, facts: Vec<ForceFact>) -> Sealed {
        let founder = self.founder.clone();
        self.record_force_as(facts, &founder)
    }

    pub fn record_force_as(&mut self, facts: Vec<ForceFact>, officer: &Officer) -> Sealed {
        let body = body(officer, &self.force, facts);
        let header = self.header(Stream::Force(self.register_id), officer, &body);
        self.add(&header, body, officer)
    }

    pub fn sign(&self, payload: &[u8]) -> [u8; 64] {
        self.key.sign(payload).to_bytes()
    }

    pub fn signed<R: Request>(&self, request: &R) -> Signed<R> {
        Signed::with(self.force.clone(), self.device_id, self.time, request, |payload| self.sign(payload))
    }

    pub fn enrolment(&self, code: &EnrolCode) -> Enrol {
        Enrol {
            protocol: PROTOCOL,
            force: self.force.clone(),
            secret: code.secret(),
            device_id: self.device_id,
            device_key: self.key.verifying_key().to_bytes(),
            register_id: self.register_id,
            officers: self.written.iter().take(1).cloned().collect(),
            proof: [0; 64],
            officer_key: None,
        }
        .proven(|payload| self.sign(payload))
    }

    pub async fn push(&self, central: &impl Central, entries: &[Sealed]) -> Pushed {
        let push = self.signed(&Push { entries: entries.to_vec() });
        central.push(push).await.unwrap().body
    }

    /// Push all that was written.
    pub async fn push_all(&self, central: &impl Central) -> Pushed {
        self.push(central, &self.written).await
    }

    /// Give back what other laptops wrote.
    pub async fn relay(&self, central: &impl Central, entries: &[Sealed]) -> Vec<Outcome> {
        let relay = self.signed(&Relay { entries: entries.to_vec() });
        central.relay(relay).await.unwrap().body.outcomes
    }

    pub async fn pull(&self, central: &impl Central, after: u64, limit: u32) -> Page {
        let pull = Pull::after(self.force.clone(), after, limit);
        central.pull(self.signed(&pull)).await.unwrap().body
    }

    /// Every entry of the ledger after a position.
    pub async fn pull_all(&self, central: &impl Central) -> Vec<Positioned> {
        let (mut after, mut all) = (0, Vec::new());
        loop {
            let page = self.pull(central, after, 50).await;
            after = page.form.next;
            let done = page.form.next == page.form.head;
            all.extend(page.entries);
            if done {
                return all;
            }
        }
    }
}

pub fn body<F: serde::Serialize>(officer: &Officer, force: &ForceCode, facts: Vec<F>) -> Vec<u8> {
    let body = Body {
        author: Author { name: "Test-Heron, Ada".into(), role: officer.role, force: force.clone() },
        source: Source::officer(),
        happened_at: When::NotKnown,
        from_paper: false,
        marking: Marking::default(),
        facts,
    };
    body.seal([4; 32]).unwrap()
}

pub fn accepted(pushed: &Pushed) -> Vec<u64> {
    pushed
        .outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Accepted { position } => *position,
            other => panic!("not accepted: {other:?}"),
        })
        .collect()
}

pub fn refused(pushed: &Pushed) -> Vec<Option<RefusalCode>> {
    pushed
        .outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Refused { code } => Some(*code),
            _ => None,
        })
        .collect()
}
