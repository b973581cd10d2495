//! A request as an enrolled device makes it: signed, so that nothing between the laptop and central (a
//! proxy that ends TLS, a log, a stolen database) can make one in its name.

use std::marker::PhantomData;

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use register::force::ForceCode;
use register::{DeviceId, Hash};

use crate::wire::{decode, encode};
use crate::{Failure, OLDEST_PROTOCOL, PROTOCOL};

const DOMAIN: &[u8] = b"nrmp request 1\0";

/// What may be asked: its name, and the type of its answer.
pub trait Request: Encode<()> + for<'b> Decode<'b, ()> {
    /// The request's name, part of what is signed and the last part of its path (`/v1/<verb>`).
    const VERB: &'static str;
    /// The body of the answer.
    type Reply: Encode<()> + for<'b> Decode<'b, ()>;
}

/// A request signed by its device.
#[derive(Debug, PartialEq, Eq, Encode, Decode)]
pub struct Signed<R> {
    /// The protocol that the device speaks.
    #[n(0)]
    pub protocol: u16,
    /// The force that the device is enrolled with.
    #[cbor(n(1), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The device.
    #[n(2)]
    pub device_id: DeviceId,
    /// Central's time as the device reckons it, milliseconds since 1970 (UTC): the last answer's time and what
    /// has passed since. The laptop's own clock may be a year wrong.
    #[n(3)]
    pub at: i64,
    #[cbor(n(4), with = "minicbor::bytes")]
    request: Vec<u8>,
    #[cbor(n(5), with = "minicbor::bytes")]
    signature: [u8; 64],
    #[cbor(skip)]
    kind: PhantomData<fn() -> R>,
}

impl<R> Clone for Signed<R> {
    fn clone(&self) -> Self {
        Self { force: self.force.clone(), request: self.request.clone(), ..*self }
    }
}

impl<R: Request> Signed<R> {
    /// Sign a request. `at` is central's time as the device reckons it; `sign` is Ed25519 with the device's
    /// key, which stays with whoever holds it.
    pub fn with(
        force: ForceCode,
        device_id: DeviceId,
        at: i64,
        request: &R,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Self {
        let mut signed = Self {
            protocol: PROTOCOL,
            force,
            device_id,
            at,
            request: encode(request),
            signature: [0; 64],
            kind: PhantomData,
        };
        signed.signature = sign(&signed.payload());
        signed
    }

    /// The request, if this device key signed it and the protocol is answered. Whether its time is near
    /// enough is central's to say.
    ///
    /// # Errors
    /// [`Failure::UpgradeNeeded`], [`Failure::Signature`], [`Failure::Malformed`].
    pub fn open(&self, key: &VerifyingKey) -> Result<R, Failure> {
        spoken(self.protocol)?;
        key.verify_strict(&self.payload(), &Signature::from_bytes(&self.signature))
            .map_err(|_| Failure::Signature)?;
        decode(&self.request)
    }

    fn payload(&self) -> Vec<u8> {
        let mut payload = DOMAIN.to_vec();
        for text in [R::VERB, self.force.as_str()] {
            payload.extend_from_slice(&(text.len() as u64).to_be_bytes());
            payload.extend_from_slice(text.as_bytes());
        }
        payload.extend_from_slice(&self.protocol.to_be_bytes());
        payload.extend_from_slice(self.device_id.bytes());
        payload.extend_from_slice(&self.at.to_be_bytes());
        payload.extend_from_slice(&Hash::of(&self.request).0);
        payload
    }
}

/// Whether a protocol of this version is answered.
///
/// # Errors
/// [`Failure::UpgradeNeeded`] with the versions that are.
pub(crate) fn spoken(protocol: u16) -> Result<(), Failure> {
    if (OLDEST_PROTOCOL..=PROTOCOL).contains(&protocol) {
        Ok(())
    } else {
        Err(Failure::UpgradeNeeded { oldest: OLDEST_PROTOCOL, newest: PROTOCOL })
    }
}

/// Ask to be woken when entries come into the force's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Watch {}

impl Request for Watch {
    const VERB: &'static str = "events";
    type Reply = Wake;
}

/// What a line of text ends in that tells of tellings: a version that does not know them passes it over.
const TOLD: &str = " told";

/// Entries have come: there is something to pull up to `head`. It says nothing of what they are.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Wake {
    /// The force in whose ledger they stand.
    #[cbor(n(0), with = "crate::wire::force")]
    pub force: ForceCode,
    /// The newest position there; zero in an empty ledger.
    #[n(1)]
    pub head: u64,
    /// What was told to the force or by it has come further.
    #[cbor(n(2), default)]
    pub told: bool,
}

impl Wake {
    /// A ledger has grown up to here.
    pub fn grown(force: ForceCode, head: u64) -> Self {
        Self { force, head, told: false }
    }

    /// The event's line of text: force, space, head; after them " told" where it is about tellings.
    pub fn to_text(&self) -> String {
        format!("{} {}{}", self.force, self.head, if self.told { TOLD } else { "" })
    }

    /// From the event's line of text; `None` where it is something else.
    pub fn from_text(text: &str) -> Option<Self> {
        let (line, told) = text.strip_suffix(TOLD).map_or((text, false), |line| (line, true));
        let (force, head) = line.split_once(' ')?;
        Some(Self { force: ForceCode::parse(force).ok()?, head: head.parse().ok()?, told })
    }
}
