//! Entries that one device gives back and others wrote: central was put back from a backup, and who wrote them may be
//! gone. Each is judged as one of its author's device's, but for its place in that device's chain, which may be beyond
//! the chain's end. What is refused is written nowhere: nobody takes a place in another device's chain.

use std::collections::{BTreeSet, HashMap};

use protocol::{Failure, RefusalCode, Relayed};
use register::force::ForceCode;
use register::{DeviceId, Sealed};

use super::chain::{Link, skeleton};
use super::device::Device;
use super::judge::{EntryLimits, Judgement, Known, Refused, Sender, Sent};
use super::logs::Logs;
use super::offered::Offered;
use super::push::{Done, Tries, checked, grow, head};
use super::written::{Written, outcomes};
use crate::database::Database;
use crate::error::CentralError;

/// Take a batch in. All of it is committed, or none.
///
/// # Errors
/// [`CentralError::Database`], as for a push.
pub(crate) async fn relay(
    database: &Database,
    logs: &Logs,
    force: &ForceCode,
    relayer: DeviceId,
    entries: Vec<Sealed>,
    limits: EntryLimits,
    now: i64,
) -> Result<Done<Relayed>, CentralError> {
    let offered = checked(database, force, entries).await?;
    let mut tries = Tries::default();
    loop {
        let once = once(database, logs, force, relayer, &offered, limits, now).await;
        if let Some(ended) = tries.ended(once) {
            return ended;
        }
    }
}

async fn once(
    database: &Database,
    logs: &Logs,
    force: &ForceCode,
    relayer: DeviceId,
    entries: &[Offered],
    limits: EntryLimits,
    now: i64,
) -> Result<Option<Done<Relayed>>, CentralError> {
    let mut tx = database.write(force).await?;
    let relaying = Device::find(&mut tx, force, relayer).await?.ok_or(Failure::NotEnrolled)?;
    if relaying.sender.revoked {
        return Err(Failure::Revoked.into());
    }
    let authors: BTreeSet<DeviceId> = entries
        .iter()
        .filter_map(|offered| skeleton(&offered.sealed.header))
        .map(|entry| entry.device_id)
        .filter(|author| *author != relayer)
        .collect();
    let devices = Device::find_all(&mut tx, force, authors).await?;
    let (head, received_at) = head(&mut tx, force, now).await?;
    let held = logs.take(force, head);
    let mut known = Known::read(&mut tx, force, &devices, head, received_at, entries, held).await?;
    let senders: HashMap<DeviceId, &Sender> =
        devices.iter().map(|device| (device.sender.device_id, &device.sender)).collect();
    let judged: Vec<(&Sealed, Judgement)> = entries
        .iter()
        .map(|offered| (&offered.sealed, known.judge_relayed(&senders, limits, offered)))
        .collect();

    let (mut written, mut relayed) = (Written::new(force, received_at), Vec::new());
    for (sealed, judgement) in &judged {
        if let Judgement::Accept(accepted) = judgement {
            written.accept(sealed, accepted);
            relayed.push([force.into(), accepted.position.into(), relayer.into(), received_at.into()]);
        }
    }
    let accepted = relayed.len() as u64;
    let refused = judged.iter().filter(|(_, judgement)| matches!(judgement, Judgement::Refuse(_))).count();
    let grown = std::mem::take(&mut written.grown);
    let streams = grown.keys().copied().collect();
    for device in &devices {
        let chain = known.chain_of(device.sender.device_id);
        if chain != device.chain {
            // When it was last in contact is another matter: it was not.
            tx.run(
                "UPDATE device SET device_seq = $3, chain_hash = $4 WHERE force = $1 AND device_id = $2",
                [force.into(), device.sender.device_id.into(), chain.device_seq.into(), chain.hash.into()],
            )
            .await?;
        }
    }
    if !written.into(&mut tx).await? {
        return Ok(None);
    }
    tx.insert("relayed (force, position, relayed_by, relayed_at)", relayed).await?;
    if accepted > 0 {
        grow(&mut tx, force, known.head, grown, received_at).await?;
    }
    tx.commit().await?;
    logs.put(force, known.head, std::mem::take(&mut known.logs));
    let answer = Relayed { outcomes: outcomes(judged) };
    let head = (accepted > 0).then_some(known.head);
    Ok(Some(Done { answer, head, accepted, refused: refused as u64, streams }))
}

impl Known {
    /// Judge the next entry of a batch that another device gives back; `authors` are the devices whose entries it may.
    fn judge_relayed(
        &mut self,
        authors: &HashMap<DeviceId, &Sender>,
        limits: EntryLimits,
        offered: &Offered,
    ) -> Judgement {
        let sealed = &offered.sealed;
        let hash = offered.hash;
        let before = self.refused.get(&hash).copied();
        let refuse = |code| Judgement::Refuse(Refused { code, hash, device_seq: 0, before });
        // A number that no column holds comes from nobody honest.
        let entry = skeleton(&sealed.header).filter(|entry| i64::try_from(entry.device_seq).is_ok());
        let Some(entry) = entry else { return refuse(RefusalCode::Form) };
        let Some(author) = authors.get(&entry.device_id) else { return refuse(RefusalCode::OtherDevice) };
        let held = self.held.get(&entry.entry_id).copied();
        if let Some((known, position)) = held
            && known == hash
        {
            self.follow(&entry, hash);
            return Judgement::Duplicate(position);
        }
        if author.revoked {
            return refuse(RefusalCode::DeviceRevoked);
        }
        // What was refused before as its author sent it has its place in the chain.
        let placed = before.is_some_and(|before| before.placed);
        if !placed && (self.forked.contains(&entry.prev_hash) || !self.fits(&entry, hash)) {
            self.forked.insert(hash);
            return refuse(RefusalCode::Fork);
        }
        match self.right(author, limits, offered, held.is_some(), Sent::ByAnother) {
            Ok((header, key_changes)) => {
                if !placed {
                    self.follow(&entry, hash);
                    let link = Link { prev: entry.prev_hash, hash };
                    self.beyond.insert((entry.device_id, entry.device_seq), link);
                }
                self.accept(author, offered, header, key_changes, before.is_some())
            }
            Err(code) => refuse(code),
        }
    }
}
