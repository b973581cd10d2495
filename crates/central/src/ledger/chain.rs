//! An entry's place in its device's chain. What its author sends follows without a gap; what others give back may stand
//! beyond the chain's end: an entry before it was refused, perhaps, and nobody but its author has it.

use minicbor::Decode;
use protocol::ChainHead;
use register::{DeviceId, EntryId, Hash, Sealed};

use super::device::Device;
use super::judge::Known;
use super::offered::Offered;
use crate::database::Tx;
use crate::error::CentralError;

/// An entry that stands in the ledger, as its neighbours in the chain know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub prev: Hash,
    pub hash: Hash,
}

/// The part of a header that any version must keep: enough to find an entry's place in its chain.
#[derive(Decode)]
pub(super) struct Skeleton {
    #[n(1)]
    pub entry_id: EntryId,
    #[n(5)]
    pub device_id: DeviceId,
    #[n(6)]
    pub device_seq: u64,
    #[n(7)]
    pub prev_hash: Hash,
}

pub(super) fn skeleton(header: &[u8]) -> Option<Skeleton> {
    minicbor::decode(header).ok()
}

/// The id of an entry, where its header says one.
pub(crate) fn entry_id(sealed: &Sealed) -> Option<EntryId> {
    skeleton(&sealed.header).map(|skeleton| skeleton.entry_id)
}

impl Known {
    pub(crate) fn chain_of(&self, device_id: DeviceId) -> ChainHead {
        self.chains.get(&device_id).copied().unwrap_or(ChainHead::START)
    }

    /// Whether an entry before it is neither here nor refused.
    pub(super) fn is_gap(&self, entry: &Skeleton) -> bool {
        entry.device_seq > self.chain_of(entry.device_id).device_seq.saturating_add(1)
    }

    /// Whether nothing that is known of the chain contradicts it: its number is free, and those beside it know it.
    pub(super) fn fits(&self, entry: &Skeleton, hash: Hash) -> bool {
        let chain = self.chain_of(entry.device_id);
        let (device_id, number) = (entry.device_id, entry.device_seq);
        let stands = |number| self.beyond.get(&(device_id, number));
        number > chain.device_seq
            && (number - 1 != chain.device_seq || entry.prev_hash == chain.hash)
            && stands(number).is_none()
            && stands(number - 1).is_none_or(|before| before.hash == entry.prev_hash)
            && stands(number.saturating_add(1)).is_none_or(|after| after.prev == hash)
    }

    /// The chain moves on to the entry, where it is the next.
    pub(super) fn follow(&mut self, entry: &Skeleton, hash: Hash) {
        let chain = self.chains.entry(entry.device_id).or_insert(ChainHead::START);
        if entry.device_seq == chain.device_seq.saturating_add(1) && entry.prev_hash == chain.hash {
            *chain = ChainHead { device_seq: entry.device_seq, hash };
        }
    }

    /// What stands beyond the chain's end of one device, around the entries of a batch.
    pub(super) async fn read_beyond(
        &mut self,
        tx: &mut Tx,
        device: &Device,
        entries: &[Offered],
    ) -> Result<(), CentralError> {
        let device_id = device.sender.device_id;
        let of_device = entries.iter().filter_map(|offered| skeleton(&offered.sealed.header));
        let of_device = of_device.filter(|entry| entry.device_id == device_id);
        let (mut first, mut last) = (u64::MAX, 0);
        for entry in of_device {
            (first, last) = (first.min(entry.device_seq), last.max(entry.device_seq));
        }
        if last <= device.chain.device_seq {
            return Ok(());
        }
        let sql = "SELECT device_seq, entry_hash, header FROM entry
                   WHERE force = $1 AND device_id = $2 AND device_seq > $3 AND device_seq <= $4";
        let after = device.chain.device_seq.max(first.saturating_sub(2));
        let around =
            [(&device.sender.force).into(), device_id.into(), after.into(), last.saturating_add(1).into()];
        for row in tx.rows(sql, around).await? {
            let entry = skeleton(&row.bytes("header")?).ok_or(CentralError::Row("header"))?;
            let link = Link { prev: entry.prev_hash, hash: row.hash("entry_hash")? };
            self.beyond.insert((device_id, row.count("device_seq")?), link);
        }
        Ok(())
    }
}
