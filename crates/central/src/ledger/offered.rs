//! Entries as a device offers them, read and checked before the force's lock is taken: on threads where they hold
//! nobody up, several at a time. Which key signed which entry is a fact; whether that key is good for it is judged
//! under the lock.

use std::collections::HashMap;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use register::decide::rests_on_state;
use register::entry::Stream;
use register::{Entry, Header, IncidentFact, OfficerId, Sealed};

use super::keys::Key;
use crate::error::CentralError;

/// Entries that one thread reads or checks at a time.
const AT_ONCE: usize = 128;

/// An entry of a batch.
#[derive(Debug)]
pub(crate) struct Offered {
    pub sealed: Sealed,
    /// `None` where it cannot be read.
    pub header: Option<Header>,
    /// What it says of an incident; `None` for other streams, and where it cannot be opened.
    pub entry: Option<Entry<IncidentFact>>,
    /// A key that is known to have signed it, body included.
    pub signed_by: Option<VerifyingKey>,
}

impl Offered {
    fn read(sealed: Sealed) -> Self {
        let header = sealed.read_header().ok();
        let of_incident = header.as_ref().is_some_and(|header| matches!(header.stream, Stream::Incident(_)));
        let entry = if of_incident { sealed.open_or_altered() } else { None };
        Self { sealed, header, entry, signed_by: None }
    }

    fn check(&mut self, keys: &HashMap<OfficerId, Vec<Key>>) {
        let Some(header) = &self.header else { return };
        let keys = keys.get(&header.officer_id).into_iter().flatten();
        self.signed_by = keys.map(|key| key.public).find(|key| self.sealed.verify(header, key).is_ok());
    }

    /// Whether a rule on the incident's state stands in front of what it says.
    pub(crate) fn rests_on_state(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.facts().iter().any(rests_on_state))
    }
}

/// Read what a batch says.
///
/// # Errors
/// [`CentralError::Told`] where the process is stopping.
pub(crate) async fn read(entries: Vec<Sealed>) -> Result<Vec<Offered>, CentralError> {
    by_parts(entries, Offered::read).await
}

/// Check who signed.
///
/// # Errors
/// [`CentralError::Told`] where the process is stopping.
pub(crate) async fn check(
    offered: Vec<Offered>,
    keys: HashMap<OfficerId, Vec<Key>>,
) -> Result<Vec<Offered>, CentralError> {
    let keys = Arc::new(keys);
    by_parts(offered, move |mut offered: Offered| {
        offered.check(&keys);
        offered
    })
    .await
}

async fn by_parts<I, O, F>(all: Vec<I>, each: F) -> Result<Vec<O>, CentralError>
where
    I: Send + 'static,
    O: Send + 'static,
    F: Fn(I) -> O + Clone + Send + 'static,
{
    let (mut parts, mut all) = (Vec::new(), all.into_iter().peekable());
    while all.peek().is_some() {
        let (part, each): (Vec<I>, F) = (all.by_ref().take(AT_ONCE).collect(), each.clone());
        parts.push(tokio::task::spawn_blocking(move || part.into_iter().map(each).collect::<Vec<O>>()));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await.map_err(|_| protocol::Failure::Unavailable)?);
    }
    Ok(done)
}
