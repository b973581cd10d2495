//! Blobs as the fake holds them, part by part.

use register::Hash;

use super::State;
use crate::{BlobAsked, BlobHeld, BlobPart, BlobState, Failure, PartAsked, PartGiven, PartPut};

impl State {
    pub(super) fn blob(&self, request: &BlobAsked) -> BlobHeld {
        BlobHeld { state: held(self.blobs.get(&request.blob)) }
    }

    pub(super) fn put_part(&mut self, PartPut { blob, size, part }: PartPut) -> Result<BlobHeld, Failure> {
        let (bytes, _) = self.blobs.entry(blob).or_insert_with(|| (Vec::new(), size));
        let have = bytes.len() as u64;
        if part.offset == have {
            bytes.extend_from_slice(&part.bytes);
        } else if part.offset.saturating_add(part.bytes.len() as u64) > have {
            return Err(Failure::PartElsewhere { have });
        }
        if bytes.len() as u64 >= size && Hash::of(bytes) != blob {
            self.blobs.remove(&blob);
            return Err(Failure::BlobDiffers);
        }
        Ok(BlobHeld { state: held(self.blobs.get(&blob)) })
    }

    pub(super) fn get_part(&self, request: &PartAsked) -> Result<PartGiven, Failure> {
        let whole = self.blobs.get(&request.blob).filter(|(bytes, size)| bytes.len() as u64 == *size);
        let (bytes, size) = whole.ok_or(Failure::NotFound)?;
        let offset = request.offset.min(*size);
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = bytes.iter().skip(from).take(request.limit as usize).copied().collect();
        Ok(PartGiven { size: *size, part: BlobPart { offset, bytes } })
    }
}

fn held(blob: Option<&(Vec<u8>, u64)>) -> BlobState {
    match blob {
        None => BlobState::Absent,
        Some((bytes, size)) if bytes.len() as u64 == *size => BlobState::Whole { size: *size },
        Some((bytes, size)) => BlobState::Begun { have: bytes.len() as u64, size: *size },
    }
}
