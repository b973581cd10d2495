//! Asking for an older incident that a field laptop does not hold.

use minicbor::{Decode, Encode};
use register::{IncidentId, OfficerId};

use crate::Request;

/// Characters of a reference at most.
pub const REFERENCE: usize = 100;

/// Which incident.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Which {
    /// By its id.
    #[n(0)]
    Id(#[n(0)] IncidentId),
    /// By its reference, in capitals or not.
    #[n(1)]
    Reference(#[n(0)] String),
}

/// Asks for an incident of the own force, whenever it was: from now on it is in this device's scope, and comes with its
/// pulls. It is a look (INV-9): who asked and why is kept for ever.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct BackFill {
    /// Which.
    #[n(0)]
    pub which: Which,
    /// Who asks.
    #[n(1)]
    pub officer_id: OfficerId,
    /// Why. Never empty.
    #[n(2)]
    pub reason: String,
}

/// What an officer typed is not for logs.
impl std::fmt::Debug for BackFill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BackFill({}, [redacted])", self.officer_id)
    }
}

impl Request for BackFill {
    const VERB: &'static str = "back-fill";
    type Reply = BackFilled;
}

/// What is in the device's scope for that.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BackFilled {
    /// Incidents of the force that were meant: none where it has no such, several where laptops that were out of touch gave
    /// the same reference.
    #[n(0)]
    pub incidents: Vec<IncidentId>,
}
