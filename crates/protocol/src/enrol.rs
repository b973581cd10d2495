//! The first words: what central is, and how a device comes to be known to it.

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use register::force::ForceCode;
use register::{DeviceId, Hash, RegisterId, Sealed};

use crate::code::CentralKey;
use crate::signed::spoken;
use crate::{Failure, PROTOCOL};

const ENROLMENT_DOMAIN: &[u8] = b"nrmp enrolment 1\0";
const PROOF_DOMAIN: &[u8] = b"nrmp enrol 1\0";

/// Asks what central is and what time it is. Nothing is signed: a laptop asks before it can sign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hello {
    /// The protocol that the asker speaks.
    #[n(0)]
    pub protocol: u16,
}

impl Default for Hello {
    fn default() -> Self {
        Self { protocol: PROTOCOL }
    }
}

impl Hello {
    /// # Errors
    /// [`Failure::UpgradeNeeded`].
    pub fn check(&self) -> Result<(), Failure> {
        spoken(self.protocol)
    }
}

/// What central is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Welcome {
    /// The oldest protocol that is answered.
    #[n(0)]
    pub oldest: u16,
    /// Central's key. A laptop that is enrolled goes on only if it is the one it pinned.
    #[n(1)]
    pub key: CentralKey,
    /// Whether it holds invented people only.
    #[n(2)]
    pub training: bool,
    /// Entries in one push at most.
    #[n(3)]
    pub push_entries: u32,
    /// Bytes of one request at most.
    #[n(4)]
    pub request_bytes: u64,
    /// Entries in one page at most.
    #[n(5)]
    pub page_entries: u32,
}

/// Asks to be enrolled, with the code that an administrator of central gave.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Enrol {
    /// The protocol that the device speaks.
    #[n(0)]
    pub protocol: u16,
    /// The force that the register was made for.
    #[cbor(n(1), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The code's secret, ten bytes ([`crate::EnrolCode::secret`]).
    #[cbor(n(2), with = "minicbor::bytes")]
    pub secret: [u8; 10],
    /// The device.
    #[n(3)]
    pub device_id: DeviceId,
    /// Ed25519 public key of the device.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub device_key: [u8; 32],
    /// The register on the device, which names its force stream.
    #[n(5)]
    pub register_id: RegisterId,
    /// The entries of that stream so far, in the device's order: they introduce the officers. They are
    /// judged here and pushed with all others, at their place in the device's chain.
    #[cbor(n(6), with = "crate::wire::entries")]
    pub officers: Vec<Sealed>,
    /// Ed25519 by the device's key over [`Enrol::payload`]: the asker holds the key that it names.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub proof: [u8; 64],
}

impl Enrol {
    /// What the device signs.
    pub fn payload(&self) -> Vec<u8> {
        let mut payload = PROOF_DOMAIN.to_vec();
        payload.extend_from_slice(&self.secret);
        payload.extend_from_slice(self.device_id.bytes());
        payload.extend_from_slice(&self.device_key);
        payload.extend_from_slice(self.register_id.bytes());
        payload.extend_from_slice(self.force.as_str().as_bytes());
        payload
    }

    /// The same request with the device's proof.
    #[must_use]
    pub fn proven(mut self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        self.proof = sign(&self.payload());
        self
    }

    /// Whether the protocol is answered and the device holds its key.
    ///
    /// # Errors
    /// [`Failure::UpgradeNeeded`], [`Failure::Signature`].
    pub fn check(&self) -> Result<(), Failure> {
        spoken(self.protocol)?;
        VerifyingKey::from_bytes(&self.device_key)
            .and_then(|key| key.verify_strict(&self.payload(), &Signature::from_bytes(&self.proof)))
            .map_err(|_| Failure::Signature)
    }
}

/// Central knows the device from now on. The laptop keeps this: it is the countersignature of what was
/// recorded before.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Enrolled {
    /// Central's key, to be pinned once [`crate::EnrolCode::is_of`] has said that it is the code's.
    #[n(0)]
    pub key: CentralKey,
    /// When, by central's clock: milliseconds since 1970 (UTC).
    #[n(1)]
    pub at: i64,
    /// Hash of the register's first entry, by which its officers are trusted.
    #[n(2)]
    pub founding: Hash,
    /// Ed25519 by central over [`Enrolled::payload`].
    #[cbor(n(3), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl Enrolled {
    /// What central signs: the device, its key, its register, the register's first entry, and when.
    pub fn payload(&self, enrol: &Enrol) -> Vec<u8> {
        let mut payload = ENROLMENT_DOMAIN.to_vec();
        payload.extend_from_slice(enrol.device_id.bytes());
        payload.extend_from_slice(&enrol.device_key);
        payload.extend_from_slice(enrol.register_id.bytes());
        payload.extend_from_slice(&self.founding.0);
        payload.extend_from_slice(&self.at.to_be_bytes());
        payload.extend_from_slice(enrol.force.as_str().as_bytes());
        payload
    }

    /// Whether the key in it signed it for this request.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where it did not.
    pub fn verify(&self, enrol: &Enrol) -> Result<(), Failure> {
        self.key.verify(&self.payload(enrol), &self.signature)
    }
}
