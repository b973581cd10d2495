//! Logs of incidents that entries came to lately, opened: a device that sends much sends to the same incidents
//! batch after batch, and each is judged by what stands there already.
//!
//! Invariant: what is held of a force is whole up to a head of its ledger, and is used only where the ledger still
//! ends there. Another process on the same database makes it useless, never wrong.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use register::force::ForceCode;
use register::{Entry, IncidentFact};

type Log = Vec<Entry<IncidentFact>>;

/// The logs of one force.
#[derive(Debug, Default)]
pub(crate) struct ForceLogs {
    head: u64,
    pub logs: HashMap<[u8; 16], Log>,
}

/// Those of all forces.
#[derive(Debug)]
pub(crate) struct Logs {
    /// Entries that are held of one force at most; more, and all of it is let go.
    most: usize,
    forces: Mutex<HashMap<ForceCode, ForceLogs>>,
}

impl Logs {
    /// Nothing held; of one force so many entries at most.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, forces: Mutex::default() }
    }

    /// Take out what is held of a force whose ledger ends there; under the force's lock.
    pub(crate) fn take(&self, force: &ForceCode, head: u64) -> ForceLogs {
        let held = self.forces.lock().unwrap_or_else(PoisonError::into_inner).remove(force);
        held.filter(|held| held.head == head).unwrap_or_else(|| ForceLogs { head, logs: HashMap::new() })
    }

    /// Hold what was taken out again, as the ledger stands now that it ends there. What is not put back, because a
    /// transaction failed, is read anew.
    pub(crate) fn put(&self, force: &ForceCode, head: u64, logs: HashMap<[u8; 16], Log>) {
        if logs.values().map(Vec::len).sum::<usize>() <= self.most {
            let held = ForceLogs { head, logs };
            self.forces.lock().unwrap_or_else(PoisonError::into_inner).insert(force.clone(), held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn force() -> ForceCode {
        ForceCode::parse("NM").unwrap()
    }

    #[test]
    fn what_is_held_serves_only_where_the_ledger_still_ends_there() {
        let logs = Logs::new(10);
        logs.put(&force(), 7, HashMap::from([([1; 16], Vec::new())]));
        assert_eq!(logs.take(&force(), 8).logs.len(), 0, "somebody else wrote in between");
        logs.put(&force(), 7, HashMap::from([([1; 16], Vec::new())]));
        assert_eq!(logs.take(&force(), 7).logs.len(), 1);
        assert_eq!(logs.take(&force(), 7).logs.len(), 0, "what is out is not given twice");
    }
}
