//! What the officer at the keyboard has looked at since they unlocked: a screen that reads the same
//! again by itself makes no further look (INV-9).

use chrono::{DateTime, Utc};
use register::id::{DraftId, IncidentId};

use crate::app::Session;

/// Something whose look has been logged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Looked {
    /// An incident, now or as it was known at a time.
    Incident(IncidentId, Option<DateTime<Utc>>),
    /// The history of the person of an incident.
    History(IncidentId),
    Draft(DraftId),
    /// What was typed of somebody while a report is taken, and found people.
    Similar(String),
}

impl Session {
    pub fn has_looked(&self, looked: &Looked) -> bool {
        self.looked.lock().is_ok_and(|all| all.contains(looked))
    }

    /// To be said once the look is in the log, not before.
    pub fn remember_look(&self, looked: Looked) {
        if let Ok(mut all) = self.looked.lock() {
            all.insert(looked);
        }
    }
}
