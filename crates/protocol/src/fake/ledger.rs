//! The ledger of a force as the fake keeps it: what is offered gets a position, or is refused as it was told to.

use register::DeviceId;
use register::force::ForceCode;

use super::State;
use crate::{ChainHead, Failure, Outcome, Positioned, Push, Pushed, RefusalCode};

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
            let hash = sealed.hash();
            let ledger = self.ledgers.entry(force.clone()).or_default();
            let held = ledger.iter().find(|entry| entry.sealed.hash() == hash);
            outcomes.push(if let Some(held) = held {
                Outcome::Duplicate { position: held.position }
            } else {
                let code = match sealed.read_header() {
                    Err(_) => Some(RefusalCode::Form),
                    Ok(_) if revoked => Some(RefusalCode::DeviceRevoked),
                    Ok(header) => {
                        let placed = self.refused.contains_key(&hash);
                        let next = chain.device_seq + 1;
                        if !placed && header.device_seq > next {
                            Some(RefusalCode::Gap)
                        } else if !placed && (header.device_seq < next || header.prev_hash != chain.hash) {
                            Some(RefusalCode::Fork)
                        } else {
                            if !placed {
                                chain = ChainHead { device_seq: header.device_seq, hash };
                            }
                            self.refusals.get(&header.entry_id).copied()
                        }
                    }
                };
                match code {
                    Some(code) => {
                        if !matches!(code, RefusalCode::Gap | RefusalCode::Fork | RefusalCode::Form) {
                            self.refused.insert(hash, code);
                        }
                        Outcome::Refused { code }
                    }
                    None => {
                        self.refused.remove(&hash);
                        let position = ledger.len() as u64 + 1;
                        ledger.push(Positioned { position, received_at: self.time, sealed });
                        Outcome::Accepted { position }
                    }
                }
            });
        }
        if let Some(device) = self.devices.get_mut(&device_id) {
            device.chain = chain;
        }
        self.wake();
        Ok(Pushed { outcomes, chain })
    }

    pub(super) fn wake(&mut self) {
        for waker in self.waiting.drain(..) {
            waker.wake();
        }
    }
}
