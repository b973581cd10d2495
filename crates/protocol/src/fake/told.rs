//! What was told between forces, at the fake.

use std::collections::BTreeMap;

use ed25519_dalek::{Signer, VerifyingKey};
use register::entry::Stream;
use register::fact::ForceFact;
use register::force::ForceCode;
use register::telling::{SignedTelling, Telling};
use register::{Hash, IncidentId, TellingId};

use super::State;
use crate::{
    AcceptTold, Failure, Taking, Tell, Told, ToldAsked, ToldForm, ToldPage, ToldState, ToldStateAsked,
    ToldStates,
};

/// Tellings by id, and how many changes each force was told of.
#[derive(Debug, Default)]
pub(super) struct Tellings {
    held: BTreeMap<TellingId, Held>,
    numbers: BTreeMap<ForceCode, u64>,
    /// What has come further, of each force: told or telling.
    moved: BTreeMap<ForceCode, u64>,
}

#[derive(Debug)]
struct Held {
    telling: Telling,
    told: Told,
    delivered_at: Option<i64>,
}

impl Held {
    fn state(&self) -> ToldState {
        ToldState {
            telling_id: self.telling.telling_id,
            told_at: self.told.told_at,
            delivered_at: self.delivered_at,
            taking: self.told.taking.clone(),
        }
    }
}

impl Tellings {
    fn next(&mut self, force: &ForceCode) -> u64 {
        let number = self.numbers.entry(force.clone()).or_default();
        *number += 1;
        *number
    }

    fn moved(&mut self, force: &ForceCode) {
        *self.moved.entry(force.clone()).or_default() += 1;
    }

    /// As it would stand here from a version that says more.
    pub(super) fn make_newer(&mut self, telling_id: TellingId) {
        if let Some(held) = self.held.get_mut(&telling_id) {
            let more = [held.told.telling.bytes(), &[0]].concat();
            held.told.telling = SignedTelling::kept(more, held.told.telling.signature());
        }
    }

    /// Changes whenever something told to the force or by it has come further.
    pub(super) fn mark(&self, force: &ForceCode) -> u64 {
        self.moved.get(force).copied().unwrap_or_default()
    }
}

impl State {
    pub(super) fn tell(&mut self, force: &ForceCode, tell: Tell) -> Result<ToldState, Failure> {
        let telling = tell.telling.read().filter(Telling::is_fit).ok_or(Failure::Malformed)?;
        if telling.from != *force {
            return Err(Failure::Malformed);
        }
        let officer_key = self.signer(force, &telling, &tell.telling)?;
        if !self.has(&telling.to, telling.incident_id) {
            return Err(Failure::NotFound);
        }
        if let Some(held) = self.tellings.held.get(&telling.telling_id) {
            let same = held.told.telling == tell.telling;
            return if same { Ok(held.state()) } else { Err(Failure::Taken) };
        }
        let number = self.tellings.next(&telling.to);
        self.tellings.moved(&telling.to);
        let told = Told { number, telling: tell.telling, officer_key, told_at: self.time, taking: None };
        let held = Held { told, delivered_at: None, telling };
        let state = held.state();
        self.tellings.held.insert(state.telling_id, held);
        self.wake();
        Ok(state)
    }

    pub(super) fn told(&mut self, force: &ForceCode, asked: &ToldAsked) -> ToldPage {
        let after = if asked.era == self.era { asked.after } else { 0 };
        let time = self.time;
        let mut senders = Vec::new();
        for held in self.tellings.held.values_mut() {
            let holds = held.telling.to == *force && held.told.number <= after;
            if holds && held.delivered_at.is_none() {
                held.delivered_at = Some(time);
                senders.push(held.telling.from.clone());
            }
        }
        for sender in &senders {
            self.tellings.moved(sender);
        }
        if !senders.is_empty() {
            self.wake();
        }
        let theirs = self.tellings.held.values().filter(|held| held.telling.to == *force);
        let mut told: Vec<Told> =
            theirs.map(|held| &held.told).filter(|told| told.number > after).cloned().collect();
        told.sort_by_key(|told| told.number);
        told.truncate(asked.limit.clamp(1, self.page_entries) as usize);
        let next = told.last().map_or(after, |told| told.number);
        let form = ToldForm { after, next, era: self.era };
        ToldPage::signed(form, told, |payload| self.key.sign(payload).to_bytes())
    }

    pub(super) fn accept(&mut self, force: &ForceCode, accept: &AcceptTold) -> Result<ToldState, Failure> {
        let (time, number) = (self.time, self.tellings.numbers.get(force).map_or(1, |number| number + 1));
        let held = self.tellings.held.get_mut(&accept.telling_id);
        let held = held.filter(|held| held.telling.to == *force).ok_or(Failure::NotFound)?;
        if held.told.taking.is_none() {
            held.told.taking = Some(accept.taking.clone());
            held.told.number = number;
            held.delivered_at.get_or_insert(time);
            let (state, from) = (held.state(), held.telling.from.clone());
            self.tellings.next(force);
            self.tellings.moved(force);
            self.tellings.moved(&from);
            self.wake();
            return Ok(state);
        }
        Ok(held.state())
    }

    pub(super) fn states(&self, force: &ForceCode, asked: &ToldStateAsked) -> ToldStates {
        let of = |id| self.tellings.held.get(id).filter(|held| held.telling.from == *force);
        ToldStates { states: asked.tellings.iter().filter_map(of).map(Held::state).collect() }
    }

    /// Who took a telling, as the tests ask it.
    pub(super) fn taking(&self, id: TellingId) -> Option<Taking> {
        self.tellings.held.get(&id).and_then(|held| held.told.taking.clone())
    }

    fn has(&self, force: &ForceCode, incident: IncidentId) -> bool {
        let mut entries = self.ledgers.get(force).into_iter().flatten();
        entries.any(|entry| {
            entry.sealed.read_header().is_ok_and(|header| header.stream == Stream::Incident(incident))
        })
    }

    /// The key, among those that the force's ledger introduces for the officer, that signed.
    fn signer(
        &self,
        force: &ForceCode,
        telling: &Telling,
        signed: &SignedTelling,
    ) -> Result<[u8; 32], Failure> {
        let mut known = false;
        for entry in self.ledgers.get(force).into_iter().flatten() {
            let Some(entry) = entry.sealed.open_or_altered::<ForceFact>() else { continue };
            for fact in entry.facts() {
                let (ForceFact::OfficerAdded { officer_id, public_key, .. }
                | ForceFact::OfficerKeyChanged { officer_id, public_key, .. }) = fact
                else {
                    continue;
                };
                let key = Hash::from_hex(public_key).and_then(|key| VerifyingKey::from_bytes(&key.0).ok());
                if let Some(key) = key.filter(|_| *officer_id == telling.officer_id) {
                    known = true;
                    if signed.is_signed_by(&key) {
                        return Ok(key.to_bytes());
                    }
                }
            }
        }
        Err(if known { Failure::Signature } else { Failure::NotEntitled })
    }
}
