//! A batch of entries into the force's ledger: read, judge, write, in one transaction under the force's lock.

use std::collections::BTreeMap;

use protocol::Pushed;
use register::force::ForceCode;
use register::{DeviceId, Sealed};

use super::device::Device;
use super::judge::{EntryLimits, Judgement, Known};
use super::logs::Logs;
use super::offered::{self, Offered};
use super::written::{Written, outcomes};
use crate::database::{Database, Tx};
use crate::error::CentralError;

/// Tries of a transaction that the database ended in favour of another.
const TRIES: u32 = 8;

/// What a batch came to that a device pushed, or gave back for others.
#[derive(Debug)]
pub(crate) struct Done<A> {
    pub answer: A,
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
) -> Result<Done<Pushed>, CentralError> {
    let offered = checked(database, force, entries).await?;
    let mut tries = Tries::default();
    loop {
        let once = once(database, logs, force, device_id, &offered, limits, now).await;
        if let Some(ended) = tries.ended(once) {
            return ended;
        }
    }
}

/// What a batch says, and who signed it.
pub(super) async fn checked(
    database: &Database,
    force: &ForceCode,
    entries: Vec<Sealed>,
) -> Result<Vec<Offered>, CentralError> {
    let offered = offered::read(entries).await?;
    let mut tx = database.read().await?;
    let keys = Known::keys_of(&mut tx, force, &offered).await?;
    drop(tx);
    offered::check(offered, keys).await
}

/// How often a batch was tried.
#[derive(Default)]
pub(super) struct Tries(u32);

impl Tries {
    /// What it came to; `None` where it is tried again.
    pub fn ended<T>(&mut self, once: Result<Option<T>, CentralError>) -> Option<Result<T, CentralError>> {
        self.0 += 1;
        match once {
            Ok(Some(done)) => Some(Ok(done)),
            // Another force founded one of the streams in between: judge anew.
            Ok(None) if self.0 < TRIES => None,
            Err(error) if error.is_worth_repeating() && self.0 < TRIES => None,
            Ok(None) => Some(Err(protocol::Failure::Unavailable.into())),
            Err(error) => Some(Err(error)),
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
) -> Result<Option<Done<Pushed>>, CentralError> {
    let mut tx = database.write(force).await?;
    let Some(device) = Device::find(&mut tx, force, device_id).await? else {
        return Err(protocol::Failure::NotEnrolled.into());
    };
    let (head, received_at) = head(&mut tx, force, now).await?;
    let held = logs.take(force, head);
    let devices = std::slice::from_ref(&device);
    let mut known = Known::read(&mut tx, force, devices, head, received_at, entries, held).await?;
    let judged: Vec<(&Sealed, Judgement)> = entries
        .iter()
        .map(|offered| (&offered.sealed, known.judge(&device.sender, limits, offered)))
        .collect();

    let mut written = Written::new(force, received_at);
    for (sealed, judgement) in &judged {
        match judgement {
            Judgement::Accept(accepted) => written.accept(sealed, accepted),
            Judgement::Refuse(refused) if refused.is_news() => {
                written.refuse(device_id, sealed, refused, limits);
            }
            Judgement::Refuse(_) | Judgement::Duplicate(_) => {}
        }
    }
    let (accepted, refused) = (written.entries.len() as u64, written.quarantine.len() as u64);
    let grown = std::mem::take(&mut written.grown);
    let streams = grown.keys().copied().collect();
    if !written.into(&mut tx).await? {
        return Ok(None);
    }
    let chain = known.chain_of(device_id);
    tx.run(
        "UPDATE device SET device_seq = $3, chain_hash = $4, last_contact_at = $5
         WHERE force = $1 AND device_id = $2",
        [force.into(), device_id.into(), chain.device_seq.into(), chain.hash.into(), now.into()],
    )
    .await?;
    if accepted > 0 {
        grow(&mut tx, force, known.head, grown, received_at).await?;
    }
    tx.commit().await?;
    logs.put(force, known.head, std::mem::take(&mut known.logs));
    let answer = Pushed { outcomes: outcomes(judged), chain };
    let head = (accepted > 0).then_some(known.head);
    Ok(Some(Done { answer, head, accepted, refused, streams }))
}

/// The newest position of a force's ledger, and when what comes now is received: that never runs backwards along the
/// positions, whatever the system's clock does.
pub(super) async fn head(tx: &mut Tx, force: &ForceCode, now: i64) -> Result<(u64, i64), CentralError> {
    let row = tx.row("SELECT head, last_received_at FROM force WHERE force = $1", [force.into()]).await?;
    let row = row.ok_or(CentralError::Row("force"))?;
    Ok((row.count("head")?, now.max(row.int("last_received_at")?)))
}

/// The ledger has a new head; incidents to which entries came are noted for the index.
pub(super) async fn grow(
    tx: &mut Tx,
    force: &ForceCode,
    head: u64,
    grown: BTreeMap<[u8; 16], u64>,
    received_at: i64,
) -> Result<(), CentralError> {
    crate::national::note(tx, force, grown, received_at).await?;
    tx.run(
        "UPDATE force SET head = $2, last_received_at = $3 WHERE force = $1",
        [force.into(), head.into(), received_at.into()],
    )
    .await?;
    Ok(())
}
