//! The force's devices as central knows them, and the end of one: revoked by an officer who may enrol.

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use register::force::ForceCode;
use register::{DeviceId, Hash, OfficerId};

use crate::code::CentralKey;
use crate::wire::encode;
use crate::{Failure, Request};

const LIST_DOMAIN: &[u8] = b"nrmp devices 1\0";
const REVOKE_DOMAIN: &[u8] = b"nrmp revoke device 1\0";

/// Asks for the devices of the asker's own force.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DevicesAsked {}

impl Request for DevicesAsked {
    const VERB: &'static str = "devices";
    type Reply = DeviceList;
}

/// A device that is, or was, enrolled. Times are milliseconds since 1970 (UTC), by central's clock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EnrolledDevice {
    /// The device.
    #[n(0)]
    pub device_id: DeviceId,
    /// When it was enrolled.
    #[n(1)]
    pub enrolled_at: i64,
    /// When it last asked for something and was given it.
    #[n(2)]
    pub last_contact_at: i64,
    /// Entries of its chain that came to central.
    #[n(3)]
    pub came: u64,
    /// What it last said of itself; `None` before its first whole exchange.
    #[n(4)]
    pub said: Option<SaidOfItself>,
    /// Entries of it that are kept apart.
    #[n(5)]
    pub kept_apart: u64,
    /// That it was revoked.
    #[n(6)]
    pub revoked: Option<Revocation>,
    /// Of a field laptop: the position of the force's ledger after which it holds all; before it, what is in its scope
    /// alone. `None` for a desk, which holds all.
    #[n(7)]
    pub since: Option<u64>,
}

impl EnrolledDevice {
    /// Entries that it said it has and that did not come.
    pub fn expected(&self) -> u64 {
        self.said.map_or(0, |said| said.entries.saturating_sub(self.came))
    }
}

/// What a device said of itself with its newest checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SaidOfItself {
    /// When.
    #[n(0)]
    pub at: i64,
    /// Entries in its chain.
    #[n(1)]
    pub entries: u64,
    /// Drafts that are not sent.
    #[n(2)]
    pub drafts: u32,
    /// The last position of the force's ledger that it holds; `None` where its version does not say.
    #[n(3)]
    pub holds: Option<u64>,
}

/// That a device was revoked.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Revocation {
    /// When.
    #[n(0)]
    pub at: i64,
    /// Who did it; `None`: an administrator at central's terminal.
    #[n(1)]
    pub officer_id: Option<OfficerId>,
    /// Why, in their words; empty at the terminal.
    #[n(2)]
    pub reason: String,
    /// When the device asked for the first time afterwards and was told, at which it destroys its keys.
    #[n(3)]
    pub told_at: Option<i64>,
}

/// What an officer wrote is not for logs.
impl std::fmt::Debug for Revocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revocation({}, told {:?}, [redacted])", self.at, self.told_at)
    }
}

/// Of what the list is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeviceListForm {
    /// The force.
    #[cbor(n(0), with = "crate::wire::force")]
    pub force: ForceCode,
    /// When it was made, by central's clock: milliseconds since 1970 (UTC).
    #[n(1)]
    pub as_of: i64,
    /// The newest position of the force's ledger.
    #[n(2)]
    pub head: u64,
    /// Incidents in that ledger: a device holds no others.
    #[n(3)]
    pub incidents: u64,
}

/// The devices of a force, signed by central as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeviceList {
    /// Of what it is.
    #[n(0)]
    pub form: DeviceListForm,
    /// In the order in which they were enrolled.
    #[n(1)]
    pub devices: Vec<EnrolledDevice>,
    /// Ed25519 by central over [`DeviceList::payload`].
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl DeviceList {
    /// A list with central's signature.
    pub fn signed(
        form: DeviceListForm,
        devices: Vec<EnrolledDevice>,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Self {
        let mut list = Self { form, devices, signature: [0; 64] };
        list.signature = sign(&list.payload());
        list
    }

    /// What central signs.
    pub fn payload(&self) -> Vec<u8> {
        let hashed = [encode(&self.form), encode(&self.devices)].concat();
        [LIST_DOMAIN, &Hash::of(&hashed).0].concat()
    }

    /// Whether central signed it and it is of this force.
    ///
    /// # Errors
    /// [`Failure::NotCentral`] where one of them is not so.
    pub fn verify(&self, force: &ForceCode, key: &CentralKey) -> Result<(), Failure> {
        if self.form.force == *force {
            key.verify(&self.payload(), &self.signature)
        } else {
            Err(Failure::NotCentral)
        }
    }
}

/// Revokes a device of the own force for ever. The asking device signs the request, and the officer what is asked for:
/// a laptop alone revokes nothing. Answered with the list as it stands afterwards.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct RevokeDevice {
    /// Which; it may be the asking one.
    #[n(0)]
    pub device_id: DeviceId,
    /// Who asks.
    #[n(1)]
    pub officer_id: OfficerId,
    /// Why. Never empty.
    #[n(2)]
    pub reason: String,
    /// Ed25519 by the officer over [`RevokeDevice::payload`].
    #[cbor(n(3), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl std::fmt::Debug for RevokeDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RevokeDevice({}, {}, [redacted])", self.device_id, self.officer_id)
    }
}

impl RevokeDevice {
    /// With the officer's signature, made on the device `by` of this force.
    pub fn signed(mut self, force: &ForceCode, by: DeviceId, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        self.signature = sign(&self.payload(force, by));
        self
    }

    /// What the officer signs: the force, the asking device, the device, who asks, and why.
    pub fn payload(&self, force: &ForceCode, by: DeviceId) -> Vec<u8> {
        let mut payload = REVOKE_DOMAIN.to_vec();
        payload.extend_from_slice(&(force.as_str().len() as u64).to_be_bytes());
        payload.extend_from_slice(force.as_str().as_bytes());
        for id in [by.bytes(), self.device_id.bytes(), self.officer_id.bytes()] {
            payload.extend_from_slice(id);
        }
        payload.extend_from_slice(&Hash::of(self.reason.as_bytes()).0);
        payload
    }

    /// Whether the officer who holds this key signed it.
    ///
    /// # Errors
    /// [`Failure::Signature`] where they did not.
    pub fn verify(&self, force: &ForceCode, by: DeviceId, key: &VerifyingKey) -> Result<(), Failure> {
        key.verify_strict(&self.payload(force, by), &Signature::from_bytes(&self.signature))
            .map_err(|_| Failure::Signature)
    }
}

impl Request for RevokeDevice {
    const VERB: &'static str = "revoke-device";
    type Reply = DeviceList;
}
