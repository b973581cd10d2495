//! Which incident a row or a file means by a name.

use std::collections::HashMap;

use register::id::IncidentId;

use crate::app::Session;
use crate::error::AppError;

/// Names and the incidents that they mean: those here, and those that earlier rows have reported.
#[derive(Default)]
pub(super) struct Called {
    here: HashMap<String, Vec<IncidentId>>,
    reported: HashMap<String, IncidentId>,
}

impl Called {
    /// Look up names beside those that are known already.
    pub async fn learn(&mut self, session: &Session, names: &[&str]) -> Result<(), AppError> {
        self.here.extend(session.vault.called(names).await?);
        Ok(())
    }

    /// A row reports an incident under this paper number.
    pub fn reported(&mut self, number: &str, incident_id: IncidentId) {
        self.reported.insert(number.trim().to_uppercase(), incident_id);
    }

    /// Every incident that the name means.
    pub fn all(&self, name: &str) -> Vec<IncidentId> {
        match self.reported.get(&name.trim().to_uppercase()) {
            Some(&incident_id) => vec![incident_id],
            None => self.here.get(name).cloned().unwrap_or_default(),
        }
    }

    /// The one incident that it means.
    ///
    /// # Errors
    /// Why it means none, as a catalogue key.
    pub fn one(&self, name: &str) -> Result<IncidentId, &'static str> {
        match self.all(name).as_slice() {
            [] => Err("import-problem-no-incident"),
            [one] => Ok(*one),
            _ => Err("import-problem-several-incidents"),
        }
    }
}
