//! The device says, with its own key, where its chain ends: what it has not sent yet is known to be missing,
//! and a copy that was put back is seen.

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use register::DeviceId;

use crate::{ChainHead, Failure, Request};

const DOMAIN: &[u8] = b"nrmp checkpoint 1\0";

/// Where the device's chain ends, signed by the device at each sync. Central keeps the newest, so that it can
/// show later that the device itself had said so.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Checkpoint {
    /// The end of the chain on the device.
    #[n(0)]
    pub chain: ChainHead,
    /// Drafts on the device that are not sent, by the device's count: shown with the device.
    #[n(1)]
    pub drafts: u32,
    /// Ed25519 by the device's key over [`Checkpoint::payload`].
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
    /// The last position of the force's ledger that the device holds; `None` from earlier versions. Shown with the
    /// device.
    #[n(3)]
    pub holds: Option<u64>,
}

impl Checkpoint {
    /// A checkpoint with the device's signature.
    pub fn signed(
        device_id: DeviceId,
        chain: ChainHead,
        drafts: u32,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Self {
        Self { chain, drafts, signature: sign(&Self::payload(device_id, chain)), holds: None }
    }

    /// The same, with the last position that the device holds.
    pub fn holding(self, position: u64) -> Self {
        Self { holds: Some(position), ..self }
    }

    /// What the device signs.
    pub fn payload(device_id: DeviceId, chain: ChainHead) -> Vec<u8> {
        let mut payload = DOMAIN.to_vec();
        payload.extend_from_slice(device_id.bytes());
        payload.extend_from_slice(&chain.device_seq.to_be_bytes());
        payload.extend_from_slice(&chain.hash.0);
        payload
    }

    /// Whether the device signed it.
    ///
    /// # Errors
    /// [`Failure::Signature`] where it did not.
    pub fn verify(&self, device_id: DeviceId, key: &VerifyingKey) -> Result<(), Failure> {
        key.verify_strict(&Self::payload(device_id, self.chain), &Signature::from_bytes(&self.signature))
            .map_err(|_| Failure::Signature)
    }
}

impl Request for Checkpoint {
    const VERB: &'static str = "checkpoint";
    type Reply = Checkpointed;
}

/// What central finds when it compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Checkpointed {
    /// How the two ends stand to each other.
    #[n(0)]
    pub kind: CheckpointKind,
    /// The end of the chain at central.
    #[n(1)]
    pub chain: ChainHead,
}

/// How the end of the chain on the device stands to the end at central.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum CheckpointKind {
    /// The same entry.
    #[n(0)]
    Same,
    /// The device is ahead: the entries after central's end are still to be sent.
    #[n(1)]
    ToSend,
    /// The device is behind what it sent once: a copy of it was put back.
    #[n(2)]
    Behind,
    /// Another entry has that number: two copies of the device write.
    #[n(3)]
    Differs,
}
