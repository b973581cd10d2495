//! Is an entry right by itself? A pure function of the entry and of what is known: signature, chain, form,
//! size, the stream's force and the author's right to introduce officers. What merely conflicts with entries
//! that its author had not seen is accepted: laptop and centre never hold different sets.
//!
//! A refused entry that has its place in the device's chain is counted there all the same, so that it does
//! not block the entries behind it. It is judged again when it is sent again: what was missing (an officer's
//! key, an undamaged body, a newer version here) may have come.

use std::collections::{HashMap, HashSet};

use ed25519_dalek::VerifyingKey;
use protocol::{ChainHead, RefusalCode};
use register::decide::{admit, saw_all_of_it};
use register::entry::{EntryError, Stream, is_confirmed};
use register::force::ForceCode;
use register::{
    DeviceId, Entry, EntryId, Hash, Header, IncidentFact, OfficerId, RegisterId, Role, Rule, Sealed,
    Thresholds,
};

use super::chain::{Link, skeleton};
use super::keys::{Key, KeyChange, founding};
use super::offered::Offered;

/// Bytes that an entry may have at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryLimits {
    pub header_bytes: usize,
    pub body_bytes: usize,
}

/// The device that sends, or in whose name another gives back, as central knows it.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    pub force: ForceCode,
    pub device_id: DeviceId,
    pub register_id: RegisterId,
    /// Hash of the entry that founded its register, pinned at enrolment.
    pub founding: Hash,
    pub revoked: bool,
}

/// By whom an entry is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    ByAuthor,
    ByAnother,
}

/// What is known when a batch is judged; it grows with each entry of it.
#[derive(Debug)]
pub(crate) struct Known {
    /// Where the chains of the devices end that the batch is of.
    pub chains: HashMap<DeviceId, ChainHead>,
    /// Entries of theirs that others gave back and that stand beyond that, as far as the batch may touch them.
    pub beyond: HashMap<(DeviceId, u64), Link>,
    /// Entries of the batch, given back for others, that go another way than their device's chain.
    pub forked: HashSet<Hash>,
    /// Newest position of the force's ledger.
    pub head: u64,
    /// When the batch came, in milliseconds since 1970 (UTC).
    pub received_at: i64,
    /// Entries that stand there: hash and position.
    pub held: HashMap<EntryId, (Hash, u64)>,
    /// Entries that were refused before.
    pub refused: HashMap<Hash, Before>,
    pub owners: HashMap<[u8; 16], ForceCode>,
    pub keys: HashMap<OfficerId, Vec<Key>>,
    pub suspended: HashSet<OfficerId>,
    /// Entries of the incidents on which a rule may have to be looked at; they grow with what is accepted.
    pub logs: HashMap<[u8; 16], Vec<Entry<IncidentFact>>>,
    pub thresholds: Thresholds,
    /// Officers and keys that one-time codes vouched for on these devices.
    pub vouched: HashSet<(DeviceId, OfficerId, [u8; 32])>,
}

/// How an entry was refused before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    /// It has a place in its device's chain.
    pub placed: bool,
    /// When it first came; `None` for earlier in the same batch.
    pub received_at: Option<i64>,
}

/// What is to be done with an entry.
#[derive(Debug)]
pub(crate) enum Judgement {
    Accept(Box<Accepted>),
    /// It stands at this position already.
    Duplicate(u64),
    Refuse(Refused),
}

#[derive(Debug)]
pub(crate) struct Accepted {
    pub position: u64,
    pub hash: Hash,
    pub header: Header,
    /// The stream had no force before.
    pub founds_stream: bool,
    pub key_changes: Vec<KeyChange>,
    /// It had been refused before: it leaves the quarantine.
    pub was_refused: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub code: RefusalCode,
    pub hash: Hash,
    /// Its number in the device's chain; zero where it has no place there.
    pub device_seq: u64,
    pub before: Option<Before>,
}

impl Refused {
    /// Whether it is written down. What is kept already is not overwritten by a sending that has no place in
    /// the chain: another device that sends it must not take its place away.
    pub(crate) fn is_news(&self) -> bool {
        self.code.is_kept() && (self.before.is_none() || self.device_seq > 0)
    }
}

impl Known {
    /// Judge the next entry of a batch.
    pub(crate) fn judge(&mut self, sender: &Sender, limits: EntryLimits, offered: &Offered) -> Judgement {
        let sealed = &offered.sealed;
        let hash = offered.hash;
        let before = self.refused.get(&hash).copied();
        let refuse = |code, device_seq| Judgement::Refuse(Refused { code, hash, device_seq, before });
        let Some(skeleton) = skeleton(&sealed.header) else {
            return refuse(RefusalCode::Form, 0);
        };
        let held = self.held.get(&skeleton.entry_id).copied();
        if let Some((known, position)) = held
            && known == hash
        {
            // Another gave it back, and its author has come to it.
            if skeleton.device_id == sender.device_id && !sender.revoked {
                self.follow(&skeleton, hash);
            }
            return Judgement::Duplicate(position);
        }
        if skeleton.device_id != sender.device_id {
            return refuse(RefusalCode::OtherDevice, 0);
        }
        if sender.revoked {
            return refuse(RefusalCode::DeviceRevoked, 0);
        }
        if !before.is_some_and(|before| before.placed) {
            if self.is_gap(&skeleton) {
                return refuse(RefusalCode::Gap, 0);
            }
            if !self.fits(&skeleton, hash) {
                return refuse(RefusalCode::Fork, 0);
            }
            self.follow(&skeleton, hash);
        }
        match self.right(sender, limits, offered, held.is_some(), Sent::ByAuthor) {
            Ok((header, key_changes)) => self.accept(sender, offered, header, key_changes, before.is_some()),
            Err(code) => {
                let received_at = before.and_then(|before| before.received_at);
                self.refused.insert(hash, Before { placed: true, received_at });
                refuse(code, skeleton.device_seq)
            }
        }
    }

    pub(super) fn accept(
        &mut self,
        sender: &Sender,
        offered: &Offered,
        header: Header,
        key_changes: Vec<KeyChange>,
        was_refused: bool,
    ) -> Judgement {
        let hash = offered.hash;
        if let Some(entry) = &offered.entry
            && let Some(log) = self.logs.get_mut(header.stream.bytes())
        {
            let ahead_ms = self.thresholds.clock_ahead_ms();
            log.push(entry.clone().taken_at(self.received_at, ahead_ms));
        }
        self.head += 1;
        self.held.insert(header.entry_id, (hash, self.head));
        self.refused.remove(&hash);
        let founds_stream = self.owners.insert(*header.stream.bytes(), sender.force.clone()).is_none();
        for change in &key_changes {
            self.change_key(sender, header.device_seq, change);
        }
        let position = self.head;
        Judgement::Accept(Box::new(Accepted {
            position,
            hash,
            header,
            founds_stream,
            key_changes,
            was_refused,
        }))
    }

    /// Everything about an entry but its place in the chain.
    pub(super) fn right(
        &self,
        sender: &Sender,
        limits: EntryLimits,
        offered: &Offered,
        id_is_taken: bool,
        sent: Sent,
    ) -> Result<(Header, Vec<KeyChange>), RefusalCode> {
        if id_is_taken {
            return Err(RefusalCode::Forged);
        }
        let sealed = &offered.sealed;
        let body = sealed.body.as_ref();
        let too_long = sealed.header.len() > limits.header_bytes
            || body.is_some_and(|body| body.len() > limits.body_bytes);
        if too_long {
            return Err(RefusalCode::Size);
        }
        let header = sealed.read_header().map_err(|_| RefusalCode::Form)?;
        if body.is_none() {
            return Err(RefusalCode::BodyMissing);
        }
        if self.suspended.contains(&header.officer_id) {
            return Err(RefusalCode::OfficerSuspended);
        }
        let founds = offered.hash == sender.founding && header.stream == Stream::Force(sender.register_id);
        let (role, key_changes) = if founds {
            let (role, changes) = founding(sender, sealed, &header)?;
            // Whoever founds a register vouches for new officers, not for another key of a known one.
            if changes.iter().any(|change| self.is_another_key(change)) {
                return Err(RefusalCode::NotEntitled);
            }
            (role, changes)
        } else if let Some(joined) = self.joining(sender, sealed, &header)? {
            joined
        } else {
            let role = self.signed_by(sealed, &header, offered.signed_by, sent)?;
            (role, Vec::new())
        };
        match header.stream {
            Stream::Force(register) if register != sender.register_id => {
                return Err(RefusalCode::StreamOfAnother);
            }
            _ => {}
        }
        if self.owners.get(header.stream.bytes()).is_some_and(|owner| *owner != sender.force) {
            return Err(RefusalCode::StreamOfAnother);
        }
        let key_changes = match header.stream {
            Stream::Force(_) if !founds && key_changes.is_empty() => {
                self.key_changes(sender, sealed, role)?
            }
            _ => key_changes,
        };
        if let Some(entry) = &offered.entry {
            self.within_rules(entry, role, offered.rests_on_state())?;
        }
        Ok((header, key_changes))
    }

    /// What an entry of an incident says, by the rules and the role, in the state that its author saw.
    fn within_rules(
        &self,
        entry: &Entry<IncidentFact>,
        role: Role,
        rests_on_state: bool,
    ) -> Result<(), RefusalCode> {
        let log = self.logs.get(entry.header.stream.bytes()).map_or(&[][..], Vec::as_slice);
        let confirmed = |incident, kind, reason: &str, by: &register::fact::Confirmation| {
            let keys = self.keys.get(&by.officer_id).into_iter().flatten();
            let good: Vec<VerifyingKey> = keys
                .filter(|key| key.role == by.role)
                .filter(|key| key.signs(entry.header.device_id, entry.header.device_seq))
                .map(|key| key.public)
                .collect();
            is_confirmed(incident, kind, reason, by, &good)
        };
        match admit(entry, log, role, &confirmed, &self.thresholds) {
            Ok(()) => Ok(()),
            Err(_) if rests_on_state && !saw_all_of_it(entry, log) => Err(RefusalCode::Waits),
            Err(Rule::NotYourRole) => Err(RefusalCode::NotEntitled),
            Err(_) => Err(RefusalCode::BrokenRule),
        }
    }

    /// The role of the key that signed, as it was when the key was introduced. Of what another gives back it must be at
    /// home on the author's device: else whoever gives it back could have signed it themselves.
    fn signed_by(
        &self,
        sealed: &Sealed,
        header: &Header,
        signed_by: Option<VerifyingKey>,
        sent: Sent,
    ) -> Result<Role, RefusalCode> {
        let mut code = RefusalCode::UnknownOfficer;
        let keys = self.keys.get(&header.officer_id).into_iter().flatten();
        let good = keys
            .filter(|key| key.signs(header.device_id, header.device_seq))
            .filter(|key| sent == Sent::ByAuthor || key.is_at_home_on(header.device_id));
        for key in good {
            if signed_by == Some(key.public) {
                return Ok(key.role);
            }
            match sealed.verify(header, &key.public) {
                Ok(()) => return Ok(key.role),
                Err(EntryError::BodyAltered) => return Err(RefusalCode::BodyAltered),
                Err(_) => code = RefusalCode::Signature,
            }
        }
        Err(code)
    }
}
