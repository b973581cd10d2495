//! The ledger of a force as the fake keeps it: what is offered gets a position, or is refused as it was told to.

use register::force::ForceCode;
use register::{DeviceId, Header, Sealed};

use super::State;
use crate::{ChainHead, Failure, Outcome, Positioned, Push, Pushed, RefusalCode, Relay, Relayed};

impl State {
    pub(super) fn head(&self, force: &ForceCode) -> u64 {
        self.ledgers.get(force).map_or(0, |ledger| ledger.len() as u64)
    }

    pub(super) fn take(
        &mut self,
        force: &ForceCode,
        device_id: DeviceId,
        push: Push,
    ) -> Result<Pushed, Failure> {
        let device = self.devices.get(&device_id).ok_or(Failure::NotEnrolled)?;
        let (mut chain, revoked) = (device.chain, device.revoked);
        let mut outcomes = Vec::new();
        for sealed in push.entries {
            let (hash, header) = (sealed.hash(), sealed.read_header().ok());
            if let Some(position) = self.position(force, &sealed) {
                // Given back by another, perhaps.
                chain = header.and_then(|header| next(chain, &sealed, &header)).unwrap_or(chain);
                outcomes.push(Outcome::Duplicate { position });
                continue;
            }
            let code = match header {
                None => Some(RefusalCode::Form),
                Some(_) if revoked => Some(RefusalCode::DeviceRevoked),
                Some(header) => {
                    let placed = self.refused.contains_key(&hash);
                    match next(chain, &sealed, &header) {
                        Some(next) if !placed && !self.is_taken(force, &header) => {
                            chain = next;
                            self.refusals.get(&header.entry_id).copied()
                        }
                        _ if placed => self.refusals.get(&header.entry_id).copied(),
                        _ if header.device_seq > chain.device_seq + 1 => Some(RefusalCode::Gap),
                        _ => Some(RefusalCode::Fork),
                    }
                }
            };
            outcomes.push(match code {
                Some(code) => {
                    if !matches!(code, RefusalCode::Gap | RefusalCode::Fork | RefusalCode::Form) {
                        self.refused.insert(hash, code);
                    }
                    Outcome::Refused { code }
                }
                None => self.stand(force, sealed),
            });
        }
        if let Some(device) = self.devices.get_mut(&device_id) {
            device.chain = chain;
        }
        self.wake();
        Ok(Pushed { outcomes, chain })
    }

    /// Entries of other devices than the one that sends them.
    pub(super) fn take_of_others(&mut self, force: &ForceCode, device_id: DeviceId, relay: Relay) -> Relayed {
        let mut outcomes = Vec::new();
        for sealed in relay.entries {
            let outcome = match (self.position(force, &sealed), sealed.read_header()) {
                (Some(position), _) => Outcome::Duplicate { position },
                (None, Err(_)) => Outcome::Refused { code: RefusalCode::Form },
                (None, Ok(header)) => match self.wrong_with(force, device_id, &sealed, &header) {
                    Some(code) => Outcome::Refused { code },
                    None => {
                        if let Some(device) = self.devices.get_mut(&header.device_id) {
                            device.chain = next(device.chain, &sealed, &header).unwrap_or(device.chain);
                        }
                        self.stand(force, sealed)
                    }
                },
            };
            outcomes.push(outcome);
        }
        self.wake();
        Relayed { outcomes }
    }

    fn wrong_with(
        &self,
        force: &ForceCode,
        sender: DeviceId,
        sealed: &Sealed,
        header: &Header,
    ) -> Option<RefusalCode> {
        let author = self.devices.get(&header.device_id).filter(|_| header.device_id != sender);
        let Some(author) = author else { return Some(RefusalCode::OtherDevice) };
        if author.revoked {
            return Some(RefusalCode::DeviceRevoked);
        }
        let beyond = header.device_seq > author.chain.device_seq + 1;
        let placed = self.refused.contains_key(&sealed.hash());
        let follows = beyond || next(author.chain, sealed, header).is_some();
        if !placed && (!follows || self.is_taken(force, header)) {
            return Some(RefusalCode::Fork);
        }
        self.refusals.get(&header.entry_id).copied()
    }

    fn stand(&mut self, force: &ForceCode, sealed: Sealed) -> Outcome {
        self.refused.remove(&sealed.hash());
        let ledger = self.ledgers.entry(force.clone()).or_default();
        let position = ledger.len() as u64 + 1;
        ledger.push(Positioned { position, received_at: self.time, sealed });
        Outcome::Accepted { position }
    }

    /// Where the entry stands.
    fn position(&self, force: &ForceCode, sealed: &Sealed) -> Option<u64> {
        let hash = sealed.hash();
        let held = self.ledgers.get(force)?.iter().find(|entry| entry.sealed.hash() == hash)?;
        Some(held.position)
    }

    /// Whether an entry of this number of the device's stands there.
    fn is_taken(&self, force: &ForceCode, header: &Header) -> bool {
        let place = |header: &Header| (header.device_id, header.device_seq);
        let mut ledger = self.ledgers.get(force).into_iter().flatten();
        ledger.any(|entry| entry.sealed.read_header().is_ok_and(|held| place(&held) == place(header)))
    }

    pub(super) fn wake(&mut self) {
        for waker in self.waiting.drain(..) {
            waker.wake();
        }
    }
}

/// The chain with this entry, where it is the next one.
fn next(chain: ChainHead, sealed: &Sealed, header: &Header) -> Option<ChainHead> {
    let follows = header.device_seq == chain.device_seq + 1 && header.prev_hash == chain.hash;
    follows.then(|| ChainHead { device_seq: header.device_seq, hash: sealed.hash() })
}
