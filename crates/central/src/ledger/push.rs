//! A batch of entries into the force's ledger: read, judge, write, in one transaction under the force's lock.

use std::collections::BTreeMap;

use protocol::{Outcome, Pushed};
use register::entry::Stream;
use register::force::ForceCode;
use register::{DeviceId, Hash, Sealed};

use super::device::Device;
use super::judge::{Accepted, EntryLimits, Judgement, Known, Refused, Sender};
use super::keys::KeyChange;
use super::logs::Logs;
use super::offered::{self, Offered};
use crate::database::{Database, Tx, Value};
use crate::error::CentralError;

/// Tries of a transaction that the database ended in favour of another.
const TRIES: u32 = 8;

/// What a push did.
#[derive(Debug)]
pub(crate) struct Done {
    pub pushed: Pushed,
    /// Newest position, where entries came.
    pub head: Option<u64>,
    pub accepted: u64,
    pub refused: u64,
    /// Streams to which entries came.
    pub streams: Vec<[u8; 16]>,
}

/// Take a batch in. All of it is committed, or none.
///
/// # Errors
/// [`CentralError::Database`]; nothing was done, or (where the connection broke while committing) all of it:
/// sending the same again tells.
pub(crate) async fn push(
    database: &Database,
    logs: &Logs,
    force: &ForceCode,
    device_id: DeviceId,
    entries: Vec<Sealed>,
    limits: EntryLimits,
    now: i64,
) -> Result<Done, CentralError> {
    let offered = offered::read(entries).await?;
    let mut tx = database.read().await?;
    let keys = Known::keys_of(&mut tx, force, &offered).await?;
    drop(tx);
    let offered = offered::check(offered, keys).await?;
    let mut tries = 0;
    loop {
        tries += 1;
        match once(database, logs, force, device_id, &offered, limits, now).await {
            Ok(Some(done)) => return Ok(done),
            // Another force founded one of the streams in between: judge anew.
            Ok(None) if tries < TRIES => {}
            Err(error) if error.is_worth_repeating() && tries < TRIES => {}
            Ok(None) => return Err(protocol::Failure::Unavailable.into()),
            Err(error) => return Err(error),
        }
    }
}

async fn once(
    database: &Database,
    logs: &Logs,
    force: &ForceCode,
    device_id: DeviceId,
    entries: &[Offered],
    limits: EntryLimits,
    now: i64,
) -> Result<Option<Done>, CentralError> {
    let mut tx = database.write(force).await?;
    let Some(device) = Device::find(&mut tx, force, device_id).await? else {
        return Err(protocol::Failure::NotEnrolled.into());
    };
    let row = tx.row("SELECT head, last_received_at FROM force WHERE force = $1", [force.into()]).await?;
    let row = row.ok_or(CentralError::Row("force"))?;
    // Receipt never runs backwards along the positions, whatever the system's clock does.
    let received_at = now.max(row.int("last_received_at")?);
    let head = row.count("head")?;
    let held = logs.take(force, head);
    let mut known =
        Known::read(&mut tx, &device.sender, device.chain, head, received_at, entries, held).await?;
    let judged: Vec<(&Sealed, Judgement)> = entries
        .iter()
        .map(|offered| (&offered.sealed, known.judge(&device.sender, limits, offered)))
        .collect();

    let mut written = Written { sender: &device.sender, received_at, ..Written::new(&device.sender) };
    for (sealed, judgement) in &judged {
        match judgement {
            Judgement::Accept(accepted) => written.accept(sealed, accepted),
            Judgement::Refuse(refused) if refused.is_news() => written.refuse(sealed, refused, limits),
            Judgement::Refuse(_) | Judgement::Duplicate(_) => {}
        }
    }
    let (accepted, refused) = (written.entries.len() as u64, written.quarantine.len() as u64);
    let grown = std::mem::take(&mut written.grown);
    let streams = grown.keys().copied().collect();
    if !written.into(&mut tx).await? {
        return Ok(None);
    }
    tx.run(
        "UPDATE device SET device_seq = $3, chain_hash = $4, last_contact_at = $5
         WHERE force = $1 AND device_id = $2",
        [force.into(), device_id.into(), known.chain.device_seq.into(), known.chain.hash.into(), now.into()],
    )
    .await?;
    if accepted > 0 {
        crate::national::note(&mut tx, force, grown, received_at).await?;
        tx.run(
            "UPDATE force SET head = $2, last_received_at = $3 WHERE force = $1",
            [force.into(), known.head.into(), received_at.into()],
        )
        .await?;
    }
    tx.commit().await?;
    logs.put(force, known.head, std::mem::take(&mut known.logs));
    let outcomes = judged
        .into_iter()
        .map(|(_, judgement)| match judgement {
            Judgement::Accept(accepted) => Outcome::Accepted { position: accepted.position },
            Judgement::Duplicate(position) => Outcome::Duplicate { position },
            Judgement::Refuse(refused) => Outcome::Refused { code: refused.code },
        })
        .collect();
    let head = (accepted > 0).then_some(known.head);
    Ok(Some(Done { pushed: Pushed { outcomes, chain: known.chain }, head, accepted, refused, streams }))
}

/// Rows that a batch writes, gathered so that each table takes one statement.
struct Written<'a> {
    sender: &'a Sender,
    received_at: i64,
    entries: Vec<[Value; 11]>,
    quarantine: BTreeMap<Hash, [Value; 9]>,
    /// Hashes that leave the quarantine, or are put there anew with another code.
    lifted: Vec<Value>,
    streams: Vec<[u8; 16]>,
    /// The position of the newest entry of each incident that this batch brings.
    grown: BTreeMap<[u8; 16], u64>,
    keys: Vec<(u64, &'a KeyChange)>,
}

impl<'a> Written<'a> {
    fn new(sender: &'a Sender) -> Self {
        Self {
            sender,
            received_at: 0,
            entries: Vec::new(),
            quarantine: BTreeMap::new(),
            lifted: Vec::new(),
            streams: Vec::new(),
            grown: BTreeMap::new(),
            keys: Vec::new(),
        }
    }

    fn accept(&mut self, sealed: &Sealed, accepted: &'a Accepted) {
        let header = &accepted.header;
        self.entries.push([
            (&self.sender.force).into(),
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
        self.keys.extend(accepted.key_changes.iter().map(|change| (header.device_seq, change)));
    }

    fn refuse(&mut self, sealed: &Sealed, refused: &Refused, limits: EntryLimits) {
        if refused.before.is_some() {
            self.lifted.push(refused.hash.into());
        }
        // Too large to keep: its header and signature say what it was, and the device still has it.
        let body = sealed.body.clone().filter(|body| body.len() <= limits.body_bytes);
        let row = [
            (&self.sender.force).into(),
            refused.hash.into(),
            self.sender.device_id.into(),
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
    async fn into(self, tx: &mut Tx) -> Result<bool, CentralError> {
        let force = &self.sender.force;
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
        for (device_seq, change) in self.keys {
            change_key(tx, self.sender, device_seq, change).await?;
        }
        Ok(true)
    }
}

async fn change_key(
    tx: &mut Tx,
    sender: &Sender,
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
                    (&sender.force).into(),
                    (*officer_id).into(),
                    public.to_bytes().into(),
                    role.name().to_owned().into(),
                    sender.device_id.into(),
                    device_seq.into(),
                    i64::MAX.into(),
                ],
            )
            .await?;
            if *only_there {
                tx.run(
                    "INSERT INTO officer_key_there (force, officer_id, public_key) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING",
                    [(&sender.force).into(), (*officer_id).into(), public.to_bytes().into()],
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
                    (&sender.force).into(),
                    (*officer_id).into(),
                    sender.device_id.into(),
                    device_seq.into(),
                    i64::from(*only_there).into(),
                ],
            )
            .await?;
        }
    }
    Ok(())
}
