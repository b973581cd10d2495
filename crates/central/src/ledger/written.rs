//! Rows that a batch writes, of its author's own or given back by another: into the ledger, and apart.

use std::collections::BTreeMap;

use protocol::Outcome;
use register::entry::Stream;
use register::force::ForceCode;
use register::{DeviceId, Hash, Sealed};

use super::judge::{Accepted, EntryLimits, Judgement, Refused};
use super::keys::KeyChange;
use crate::database::{Tx, Value};
use crate::error::CentralError;

/// Rows that a batch writes, gathered so that each table takes one statement.
pub(super) struct Written<'a> {
    force: &'a ForceCode,
    received_at: i64,
    pub entries: Vec<[Value; 11]>,
    pub quarantine: BTreeMap<Hash, [Value; 9]>,
    /// Hashes that leave the quarantine, or are put there anew with another code.
    lifted: Vec<Value>,
    streams: Vec<[u8; 16]>,
    /// The position of the newest entry of each incident that this batch brings.
    pub grown: BTreeMap<[u8; 16], u64>,
    keys: Vec<(DeviceId, u64, &'a KeyChange)>,
}

impl<'a> Written<'a> {
    pub fn new(force: &'a ForceCode, received_at: i64) -> Self {
        Self {
            force,
            received_at,
            entries: Vec::new(),
            quarantine: BTreeMap::new(),
            lifted: Vec::new(),
            streams: Vec::new(),
            grown: BTreeMap::new(),
            keys: Vec::new(),
        }
    }

    pub fn accept(&mut self, sealed: &Sealed, accepted: &'a Accepted) {
        let header = &accepted.header;
        self.entries.push([
            self.force.into(),
            accepted.position.into(),
            header.entry_id.into(),
            accepted.hash.into(),
            (*header.stream.bytes()).into(),
            header.device_id.into(),
            header.device_seq.into(),
            self.received_at.into(),
            sealed.header.clone().into(),
            sealed.signature.into(),
            sealed.body.clone().into(),
        ]);
        if let Stream::Incident(incident) = header.stream {
            self.grown.insert(*incident.bytes(), accepted.position);
        }
        // Refused earlier in this batch, perhaps: what was missing came in between.
        self.quarantine.remove(&accepted.hash);
        if accepted.was_refused {
            self.lifted.push(accepted.hash.into());
        }
        if accepted.founds_stream {
            self.streams.push(*header.stream.bytes());
        }
        let place = (header.device_id, header.device_seq);
        self.keys.extend(accepted.key_changes.iter().map(|change| (place.0, place.1, change)));
    }

    pub fn refuse(&mut self, sender: DeviceId, sealed: &Sealed, refused: &Refused, limits: EntryLimits) {
        if refused.before.is_some() {
            self.lifted.push(refused.hash.into());
        }
        // Too large to keep: its header and signature say what it was, and the device still has it.
        let body = sealed.body.clone().filter(|body| body.len() <= limits.body_bytes);
        let row = [
            self.force.into(),
            refused.hash.into(),
            sender.into(),
            refused.device_seq.into(),
            i64::from(refused.code.number()).into(),
            refused.before.and_then(|before| before.received_at).unwrap_or(self.received_at).into(),
            sealed.header.clone().into(),
            sealed.signature.into(),
            body.into(),
        ];
        self.quarantine.insert(refused.hash, row);
    }

    /// Write it all. False where a stream got its force from somebody else in between.
    pub async fn into(self, tx: &mut Tx) -> Result<bool, CentralError> {
        let force = self.force;
        for stream in &self.streams {
            let founded = tx
                .run(
                    "INSERT INTO stream_owner (stream, force) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    [(*stream).into(), force.into()],
                )
                .await?;
            if founded == 0 {
                return Ok(false);
            }
        }
        for hash in self.lifted {
            tx.run("DELETE FROM quarantine WHERE force = $1 AND entry_hash = $2", [force.into(), hash])
                .await?;
        }
        tx.insert(
            "quarantine (force, entry_hash, device_id, device_seq, code, received_at, header, signature, body)",
            self.quarantine.into_values().collect(),
        )
        .await?;
        tx.insert(
            "entry (force, position, entry_id, entry_hash, stream, device_id, device_seq, received_at, header,
                    signature, body)",
            self.entries,
        )
        .await?;
        for (device_id, device_seq, change) in self.keys {
            change_key(tx, force, device_id, device_seq, change).await?;
        }
        Ok(true)
    }
}

async fn change_key(
    tx: &mut Tx,
    force: &ForceCode,
    device_id: DeviceId,
    device_seq: u64,
    change: &KeyChange,
) -> Result<(), CentralError> {
    match change {
        KeyChange::Introduce { officer_id, public, role, only_there } => {
            tx.run(
                "INSERT INTO officer_key
                     (force, officer_id, public_key, role, device_id, from_seq, until_seq, ended)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
                 ON CONFLICT (force, officer_id, public_key) DO UPDATE SET role = excluded.role,
                     device_id = excluded.device_id, from_seq = excluded.from_seq,
                     until_seq = excluded.until_seq, ended = 0",
                [
                    force.into(),
                    (*officer_id).into(),
                    public.to_bytes().into(),
                    role.name().to_owned().into(),
                    device_id.into(),
                    device_seq.into(),
                    i64::MAX.into(),
                ],
            )
            .await?;
            if *only_there {
                tx.run(
                    "INSERT INTO officer_key_there (force, officer_id, public_key) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING",
                    [force.into(), (*officer_id).into(), public.to_bytes().into()],
                )
                .await?;
            }
        }
        // On the device that introduced the key it signs up to here; where another ends it, up to what that
        // device has sent so far.
        KeyChange::End { officer_id, only_there } => {
            tx.run(
                "UPDATE officer_key SET ended = 1, until_seq = CASE WHEN device_id = $3 THEN $4
                     ELSE COALESCE((SELECT d.device_seq FROM device d WHERE d.force = officer_key.force
                                    AND d.device_id = officer_key.device_id), 0) END
                 WHERE force = $1 AND officer_id = $2 AND ended = 0 AND (device_id = $3 OR $5 = 0)",
                [
                    force.into(),
                    (*officer_id).into(),
                    device_id.into(),
                    device_seq.into(),
                    i64::from(*only_there).into(),
                ],
            )
            .await?;
        }
    }
    Ok(())
}

/// What the sender is answered for each.
pub(super) fn outcomes(judged: Vec<(&Sealed, Judgement)>) -> Vec<Outcome> {
    let outcome = |judgement| match judgement {
        Judgement::Accept(accepted) => Outcome::Accepted { position: accepted.position },
        Judgement::Duplicate(position) => Outcome::Duplicate { position },
        Judgement::Refuse(refused) => Outcome::Refused { code: refused.code },
    };
    judged.into_iter().map(|(_, judgement)| outcome(judgement)).collect()
}
