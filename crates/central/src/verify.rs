//! Is the ledger what was accepted? Every position, chain, hash and signature, read from the rows alone; and what forces told
//! each other.

mod tellings;

use std::collections::{HashMap, HashSet};

use ed25519_dalek::VerifyingKey;
use register::{DeviceId, Hash, OfficerId, Sealed};
use serde::Serialize;

use crate::database::{Database, Row, Tx};
use crate::error::CentralError;
use crate::ledger::known;

/// Entries that are read at once.
const BATCH: i64 = 2_000;

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A position is missing.
    PositionMissing,
    /// The ledger's head is not its newest position.
    HeadDiffers,
    /// Header or columns are not what was signed.
    EntryAltered,
    /// The body is not the one that was signed.
    BodyAltered,
    /// The body is gone. Nothing disposes of bodies yet.
    BodyRemoved,
    /// No key of the officer signed it.
    Signature,
    /// It does not follow the entry before it in its device's chain, refused ones counted; or it stands beyond the chain's
    /// end, and nobody gave it back.
    ChainBroken,
    /// Received before the entry at the position before.
    ReceivedBackwards,
    /// Its stream belongs to another force.
    StreamOfAnother,
    /// The looks of a device are not a chain.
    LooksBroken,
    /// What was told is not what was signed.
    TellingAltered,
    /// No key of the force that told it is the one that signed.
    TellingSigner,
    /// The numbers of what a force was told do not run on: something was taken away.
    TellingNumbers,
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// In whose ledger.
    pub force: String,
    /// Position, or number of the look or of what was told.
    pub at: u64,
}

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Entries that were checked.
    pub entries: u64,
    /// Device chains.
    pub chains: u64,
    /// Looks.
    pub looks: u64,
    /// What forces told each other.
    pub tellings: u64,
    /// All that is wrong, in the order of forces and positions.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Check everything.
///
/// # Errors
/// [`CentralError::Database`] where it cannot be read at all.
pub async fn verify(database: &Database) -> Result<Verified, CentralError> {
    let mut verified = Verified::default();
    for force in crate::administration::forces(database).await? {
        let mut tx = database.read().await?;
        let mut ledger = Ledger::new(&mut tx, force.as_str()).await?;
        ledger.entries(&mut tx, &mut verified).await?;
        ledger.chains(&mut tx, &mut verified).await?;
        ledger.looks(&mut tx, &mut verified).await?;
        tellings::verify(&mut tx, force.as_str(), &mut verified).await?;
    }
    Ok(verified)
}

struct Link {
    prev: Hash,
    hash: Hash,
    position: u64,
}

struct Ledger {
    force: String,
    keys: HashMap<OfficerId, Vec<VerifyingKey>>,
    chains: HashMap<DeviceId, Vec<(u64, Link)>>,
}

impl Ledger {
    async fn new(tx: &mut Tx, force: &str) -> Result<Self, CentralError> {
        let mut keys: HashMap<OfficerId, Vec<VerifyingKey>> = HashMap::new();
        let rows = tx.rows("SELECT * FROM officer_key WHERE force = $1", [force.into()]).await?;
        for row in &rows {
            let (officer, key) = known::key(row)?;
            keys.entry(officer).or_default().push(key.public);
        }
        Ok(Self { force: force.to_owned(), keys, chains: HashMap::new() })
    }

    fn found(&self, verified: &mut Verified, kind: FindingKind, at: u64) {
        verified.findings.push(Finding { kind, force: self.force.clone(), at });
    }

    async fn entries(&mut self, tx: &mut Tx, verified: &mut Verified) -> Result<(), CentralError> {
        let (mut last, mut received) = (0, i64::MIN);
        loop {
            let rows = tx
                .rows(
                    "SELECT e.*, s.force AS owner FROM entry e LEFT JOIN stream_owner s ON s.stream = e.stream
                     WHERE e.force = $1 AND e.position > $2 ORDER BY e.position LIMIT $3",
                    [self.force.as_str().into(), last.into(), BATCH.into()],
                )
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let position = row.count("position")?;
                if position != last + 1 {
                    self.found(verified, FindingKind::PositionMissing, last + 1);
                }
                let received_at = row.int("received_at")?;
                if received_at < received {
                    self.found(verified, FindingKind::ReceivedBackwards, position);
                }
                (last, received) = (position, received_at);
                verified.entries += 1;
                self.entry(row, position, verified)?;
            }
        }
        let head = tx.row("SELECT head FROM force WHERE force = $1", [self.force.as_str().into()]).await?;
        if head.map(|row| row.count("head")).transpose()? != Some(last) {
            self.found(verified, FindingKind::HeadDiffers, last);
        }
        Ok(())
    }

    fn entry(&mut self, row: &Row, position: u64, verified: &mut Verified) -> Result<(), CentralError> {
        let sealed = row.sealed()?;
        let Ok(header) = sealed.read_header() else {
            self.found(verified, FindingKind::EntryAltered, position);
            return Ok(());
        };
        let as_written = sealed.hash() == row.hash("entry_hash")?
            && row.bytes("entry_id")? == header.entry_id.bytes()
            && row.bytes("stream")? == header.stream.bytes()
            && row.device("device_id")? == header.device_id
            && row.count("device_seq")? == header.device_seq;
        if !as_written {
            self.found(verified, FindingKind::EntryAltered, position);
        }
        match &sealed.body {
            None => self.found(verified, FindingKind::BodyRemoved, position),
            Some(body) if Hash::of(body) != header.body_hash => {
                self.found(verified, FindingKind::BodyAltered, position);
            }
            Some(_) => {}
        }
        // The header alone: a body that was altered is told as such.
        let header_alone = Sealed { body: None, ..sealed };
        let mut keys = self.keys.get(&header.officer_id).into_iter().flatten();
        if !keys.any(|key| header_alone.verify(&header, key).is_ok()) {
            self.found(verified, FindingKind::Signature, position);
        }
        if row.maybe_text("owner")?.as_deref() != Some(self.force.as_str()) {
            self.found(verified, FindingKind::StreamOfAnother, position);
        }
        let link = Link { prev: header.prev_hash, hash: header_alone.hash(), position };
        self.chains.entry(header.device_id).or_default().push((header.device_seq, link));
        Ok(())
    }

    /// Each device's chain, with the entries that were refused in their places.
    async fn chains(&mut self, tx: &mut Tx, verified: &mut Verified) -> Result<(), CentralError> {
        let rows = tx
            .rows(
                "SELECT device_id, device_seq, entry_hash FROM quarantine WHERE force = $1 AND device_seq > 0",
                [self.force.as_str().into()],
            )
            .await?;
        let mut refused: HashMap<(DeviceId, u64), Hash> = HashMap::new();
        for row in &rows {
            let place = (row.device("device_id")?, row.count("device_seq")?);
            refused.insert(place, row.hash("entry_hash")?);
        }
        let force = || [self.force.as_str().into()];
        let mut ends: HashMap<DeviceId, u64> = HashMap::new();
        for row in tx.rows("SELECT device_id, device_seq FROM device WHERE force = $1", force()).await? {
            ends.insert(row.device("device_id")?, row.count("device_seq")?);
        }
        let mut relayed: HashSet<u64> = HashSet::new();
        for row in tx.rows("SELECT position FROM relayed WHERE force = $1", force()).await? {
            relayed.insert(row.count("position")?);
        }
        for (device, mut links) in std::mem::take(&mut self.chains) {
            verified.chains += 1;
            links.sort_by_key(|(device_seq, _)| *device_seq);
            let end = ends.get(&device).copied().unwrap_or_default();
            let mut before = (0, Hash::ZERO);
            for (device_seq, link) in links {
                let previous = if device_seq == before.0 + 1 {
                    Some(before.1)
                } else {
                    refused.get(&(device, device_seq.saturating_sub(1))).copied()
                };
                // What is not here of the chain beyond its end contradicts nothing.
                let follows = if device_seq > end && relayed.contains(&link.position) {
                    previous.is_none_or(|previous| previous == link.prev)
                } else {
                    device_seq <= end && previous == Some(link.prev)
                };
                if !follows {
                    self.found(verified, FindingKind::ChainBroken, link.position);
                }
                before = (device_seq, link.hash);
            }
        }
        Ok(())
    }

    async fn looks(&self, tx: &mut Tx, verified: &mut Verified) -> Result<(), CentralError> {
        let devices = tx
            .rows(
                "SELECT device_id, look_seq, look_hash FROM device WHERE force = $1",
                [self.force.as_str().into()],
            )
            .await?;
        for device in &devices {
            let device_id = device.device("device_id")?;
            let (mut last, mut hash) = (0, Hash::ZERO);
            loop {
                let rows = tx
                    .rows(
                        "SELECT look_seq, hash, look FROM look
                         WHERE force = $1 AND device_id = $2 AND look_seq > $3 ORDER BY look_seq LIMIT $4",
                        [self.force.as_str().into(), device_id.into(), last.into(), BATCH.into()],
                    )
                    .await?;
                if rows.is_empty() {
                    break;
                }
                for row in &rows {
                    verified.looks += 1;
                    let look: Option<protocol::Look> = protocol::decode(&row.bytes("look")?).ok();
                    let follows = row.count("look_seq")? == last + 1;
                    last = row.count("look_seq")?;
                    hash = look.map_or(Hash::ZERO, |look| look.hash(hash));
                    if !follows || hash != row.hash("hash")? {
                        self.found(verified, FindingKind::LooksBroken, last);
                        hash = row.hash("hash")?;
                    }
                }
            }
            if (last, hash) != (device.count("look_seq")?, device.hash("look_hash")?) {
                self.found(verified, FindingKind::LooksBroken, last);
            }
        }
        Ok(())
    }
}
