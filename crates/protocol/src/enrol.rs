//! The first words: what central is, whom a one-time code is for, and how a device comes to be known to it.

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use register::force::ForceCode;
use register::{DeviceId, Hash, OfficerId, RegisterId, Role, Sealed};

use crate::code::CentralKey;
use crate::signed::spoken;
use crate::{Failure, PROTOCOL};

const ENROLMENT_DOMAIN: &[u8] = b"nrmp enrolment 1\0";
const PROOF_DOMAIN: &[u8] = b"nrmp enrol 1\0";
const CODE_OF_DOMAIN: &[u8] = b"nrmp code of 1\0";

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
    /// With a code for an officer: Ed25519 public key of that officer on this device. The code vouches for device,
    /// officer and key together; the entry that introduces the key follows with the first push.
    #[cbor(n(8), with = "crate::wire::maybe_key", has_nil)]
    pub officer_key: Option<[u8; 32]>,
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
        if let Some(key) = &self.officer_key {
            payload.push(0);
            payload.extend_from_slice(key);
        }
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
    /// The officer whose key was asked for: whom the code vouched for.
    #[n(4)]
    pub officer_id: Option<OfficerId>,
    /// Of a field laptop: the head of the force's ledger when it was enrolled. It is given all that came after it, and of
    /// what came before what is in its scope. `None` for a desk, which is given all.
    #[n(5)]
    pub since: Option<u64>,
}

impl Enrolled {
    /// What central signs: the device, its key, its register, the register's first entry, when, with a code for
    /// an officer that officer and their key on the device, and of a field laptop since when it is given all.
    pub fn payload(&self, enrol: &Enrol) -> Vec<u8> {
        let mut payload = ENROLMENT_DOMAIN.to_vec();
        payload.extend_from_slice(enrol.device_id.bytes());
        payload.extend_from_slice(&enrol.device_key);
        payload.extend_from_slice(enrol.register_id.bytes());
        payload.extend_from_slice(&self.founding.0);
        payload.extend_from_slice(&self.at.to_be_bytes());
        payload.extend_from_slice(enrol.force.as_str().as_bytes());
        if let (Some(officer_id), Some(key)) = (self.officer_id, &enrol.officer_key) {
            payload.push(0);
            payload.extend_from_slice(officer_id.bytes());
            payload.extend_from_slice(key);
        }
        if let Some(since) = self.since {
            payload.push(1);
            payload.extend_from_slice(&since.to_be_bytes());
        }
        payload
    }

    /// Whether the key in it signed it for this request, and an officer is named where a key was asked for.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where it did not.
    pub fn verify(&self, enrol: &Enrol) -> Result<(), Failure> {
        if self.officer_id.is_some() != enrol.officer_key.is_some() {
            return Err(Failure::NotCentral);
        }
        self.key.verify(&self.payload(enrol), &self.signature)
    }
}

/// Asks whom a one-time code is for, before a laptop joins the register of its force. It uses the code for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct CodeAsked {
    /// The protocol that the asker speaks.
    #[n(0)]
    pub protocol: u16,
    /// The code's secret, ten bytes ([`crate::EnrolCode::secret`]).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub secret: [u8; 10],
}

impl CodeAsked {
    /// # Errors
    /// [`Failure::UpgradeNeeded`].
    pub fn check(&self) -> Result<(), Failure> {
        spoken(self.protocol)
    }
}

/// The officer that a code was made for, as their force's register has them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct CodeOf {
    /// Central's key: [`crate::EnrolCode::is_of`] says whether it is the code's.
    #[n(0)]
    pub key: CentralKey,
    /// The officer's force.
    #[cbor(n(1), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The register that they join with it.
    #[n(2)]
    pub register_id: RegisterId,
    /// The officer.
    #[n(3)]
    pub officer_id: OfficerId,
    /// Their name.
    #[n(4)]
    pub name: String,
    /// Their collar number.
    #[n(5)]
    pub collar: String,
    /// Their role.
    #[cbor(n(6), with = "crate::wire::role")]
    pub role: Role,
    /// Until when the code is good, by central's clock: milliseconds since 1970 (UTC).
    #[n(7)]
    pub expires_at: i64,
    /// Ed25519 by central over [`CodeOf::payload`].
    #[cbor(n(8), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl CodeOf {
    /// What central signs: whom the code with this secret is for.
    pub fn payload(&self, secret: &[u8; 10]) -> Vec<u8> {
        let mut payload = CODE_OF_DOMAIN.to_vec();
        payload.extend_from_slice(secret);
        payload.extend_from_slice(self.register_id.bytes());
        payload.extend_from_slice(self.officer_id.bytes());
        payload.extend_from_slice(&self.expires_at.to_be_bytes());
        for text in [self.force.as_str(), &self.name, &self.collar, self.role.name()] {
            payload.extend_from_slice(&(text.len() as u64).to_be_bytes());
            payload.extend_from_slice(text.as_bytes());
        }
        payload
    }

    /// Whether the key in it signed it for the code with this secret.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where it did not.
    pub fn verify(&self, secret: &[u8; 10]) -> Result<(), Failure> {
        self.key.verify(&self.payload(secret), &self.signature)
    }
}
