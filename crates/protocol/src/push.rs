//! Entries from a device to central: its own, and those of others that central lacks.

use minicbor::{Decode, Encode};
use register::{Hash, Sealed};

use crate::Request;

/// Entries of the device's own chain, in its order. Sending again what was sent before changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Push {
    /// Each with its body.
    #[cbor(n(0), with = "crate::wire::entries")]
    pub entries: Vec<Sealed>,
}

impl Request for Push {
    const VERB: &'static str = "push";
    type Reply = Pushed;
}

/// What became of a push. All that it says was committed before it was said.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Pushed {
    /// One for each entry of the push, in its order.
    #[n(0)]
    pub outcomes: Vec<Outcome>,
    /// Where the device's chain ends at central: the next entry to send is the one after it.
    #[n(1)]
    pub chain: ChainHead,
}

/// Entries that other devices of the force wrote and central lacks, of any of them and in any order: it was put back from
/// a backup, and who wrote them may be gone. Each is judged as one of its author's device's. Sending again what was sent
/// before changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Relay {
    /// Each with its body.
    #[cbor(n(0), with = "crate::wire::entries")]
    pub entries: Vec<Sealed>,
}

impl Request for Relay {
    const VERB: &'static str = "relay";
    type Reply = Relayed;
}

/// What became of a relay. What was refused is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Relayed {
    /// One for each entry, in its order.
    #[n(0)]
    pub outcomes: Vec<Outcome>,
}

/// The end of a device's chain, as one side knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ChainHead {
    /// Number of the last entry; zero before the first.
    #[n(0)]
    pub device_seq: u64,
    /// Its hash; zero before the first.
    #[n(1)]
    pub hash: Hash,
}

impl ChainHead {
    /// Before the first entry.
    pub const START: Self = Self { device_seq: 0, hash: Hash::ZERO };
}

/// What became of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// It stands in the ledger of the stream's force.
    #[n(0)]
    Accepted {
        /// Its position there, 1 or more.
        #[n(0)]
        position: u64,
    },
    /// It stood there already, byte for byte.
    #[n(1)]
    Duplicate {
        /// Its position.
        #[n(0)]
        position: u64,
    },
    /// It does not stand there.
    #[n(2)]
    Refused {
        /// Why.
        #[n(0)]
        code: RefusalCode,
    },
}

impl Outcome {
    /// The position in the ledger, where the entry has one.
    pub fn position(self) -> Option<u64> {
        match self {
            Self::Accepted { position } | Self::Duplicate { position } => Some(position),
            Self::Refused { .. } => None,
        }
    }
}

/// Why an entry was refused: always for something that is wrong by itself. Closed, one sentence for each on
/// screen; the numbers are kept in databases and never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum RefusalCode {
    /// An entry before it in the device's chain has not come: send from the chain's end at central. The only
    /// refusal after which nothing is kept.
    #[n(0)]
    Gap,
    /// The header cannot be read.
    #[n(1)]
    Form,
    /// Larger than an entry may be.
    #[n(2)]
    Size,
    /// Another entry has this id.
    #[n(3)]
    Forged,
    /// The header names another device than the one that sends it; of an entry that is relayed, one that the force does
    /// not know, or the sender itself.
    #[n(4)]
    OtherDevice,
    /// Another entry has this number in the device's chain, or it does not follow the one before: two copies
    /// of one device write, or a copy was put back. The device needs to be enrolled anew.
    #[n(5)]
    Fork,
    /// The force knows no key of the officer that is good for this entry.
    #[n(6)]
    UnknownOfficer,
    /// The officer was suspended.
    #[n(7)]
    OfficerSuspended,
    /// The officer's key did not sign this header.
    #[n(8)]
    Signature,
    /// The body is not the one that was signed.
    #[n(9)]
    BodyAltered,
    /// There is no body.
    #[n(10)]
    BodyMissing,
    /// The stream belongs to another force, or the force stream to another register.
    #[n(11)]
    StreamOfAnother,
    /// The author had no right to do this: their role does not grant it, or the entry claims another role.
    #[n(12)]
    NotEntitled,
    /// The device was revoked before it came.
    #[n(13)]
    DeviceRevoked,
    /// A rule is broken in the state that the entry's `seen` names: whoever holds those entries can tell which
    /// (`register::decide::admit`).
    #[n(14)]
    BrokenRule,
    /// A rule seems broken, and not all that the entry was written in sight of is here: it is judged when that has
    /// come, as after a restore.
    #[n(15)]
    Waits,
}

impl RefusalCode {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 16] = [
        Self::Gap,
        Self::Form,
        Self::Size,
        Self::Forged,
        Self::OtherDevice,
        Self::Fork,
        Self::UnknownOfficer,
        Self::OfficerSuspended,
        Self::Signature,
        Self::BodyAltered,
        Self::BodyMissing,
        Self::StreamOfAnother,
        Self::NotEntitled,
        Self::DeviceRevoked,
        Self::BrokenRule,
        Self::Waits,
    ];

    /// Its number, as it travels and is kept.
    pub fn number(self) -> u8 {
        Self::ALL.iter().position(|code| *code == self).unwrap_or_default() as u8
    }

    /// The code with this number; `None` where there is none.
    pub fn from_number(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|number| Self::ALL.get(number)).copied()
    }

    /// Whether central keeps the entry, apart from the ledger. Where it does not, it is sent again.
    pub fn is_kept(self) -> bool {
        self != Self::Gap
    }

    /// Whether what the entry says does not hold on the laptop that wrote it either: its author may not do it, or
    /// not then. What is refused for want of a key, of an undamaged body or of a newer program is no less true
    /// for it, and stands there until it is taken.
    pub fn is_against_rules(self) -> bool {
        matches!(self, Self::NotEntitled | Self::BrokenRule)
    }

    /// The name for logs and lists: lower-case words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Form => "form",
            Self::Size => "size",
            Self::Forged => "forged",
            Self::OtherDevice => "other_device",
            Self::Fork => "fork",
            Self::UnknownOfficer => "unknown_officer",
            Self::OfficerSuspended => "officer_suspended",
            Self::Signature => "signature",
            Self::BodyAltered => "body_altered",
            Self::BodyMissing => "body_missing",
            Self::StreamOfAnother => "stream_of_another",
            Self::NotEntitled => "not_entitled",
            Self::DeviceRevoked => "device_revoked",
            Self::BrokenRule => "broken_rule",
            Self::Waits => "waits",
        }
    }
}
