//! Entries as a device offers them, read and checked before the force's lock is taken: on threads where they hold
//! nobody up, several at a time. Which key signed which entry is a fact; whether that key is good for it is judged
//! under the lock.

use std::collections::HashMap;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use rand_core::OsRng;
use register::decide::rests_on_state;
use register::entry::Stream;
use register::signature::{self, Claim};
use register::{Entry, Hash, Header, IncidentFact, OfficerId, Sealed};

use super::keys::Key;
use crate::error::CentralError;

/// Entries that one thread reads or checks at a time.
const AT_ONCE: usize = 256;

/// An entry of a batch.
#[derive(Debug)]
pub(crate) struct Offered {
    pub sealed: Sealed,
    /// Of `sealed`.
    pub hash: Hash,
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
        let hash = entry.as_ref().map_or_else(|| sealed.hash(), |entry| entry.hash);
        Self { sealed, hash, header, entry, signed_by: None }
    }

    /// The key that its author signs such an entry with. Where it is another of theirs, the judge looks.
    fn claim(&self, keys: &HashMap<OfficerId, Vec<Key>>) -> Option<Claim<'_>> {
        let header = self.header.as_ref()?;
        let mut keys = keys.get(&header.officer_id)?.iter();
        let key = keys.find(|key| key.signs(header.device_id, header.device_seq))?.public;
        Some(Claim { sealed: &self.sealed, header, key })
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
    by_parts(entries, |part| part.into_iter().map(Offered::read).collect()).await
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
    by_parts(offered, move |part| checked(part, &keys)).await
}

/// A part of a batch, the signatures checked at once.
fn checked(mut part: Vec<Offered>, keys: &HashMap<OfficerId, Vec<Key>>) -> Vec<Offered> {
    let claims: Vec<_> = part.iter().map(|offered| offered.claim(keys)).collect();
    let signed_by = signature::signed_by(&claims, OsRng);
    for (offered, key) in part.iter_mut().zip(signed_by) {
        offered.signed_by = key;
    }
    part
}

async fn by_parts<I, O, F>(all: Vec<I>, of_part: F) -> Result<Vec<O>, CentralError>
where
    I: Send + 'static,
    O: Send + 'static,
    F: Fn(Vec<I>) -> Vec<O> + Clone + Send + 'static,
{
    let (mut parts, mut all) = (Vec::new(), all.into_iter().peekable());
    while all.peek().is_some() {
        let (part, of_part): (Vec<I>, F) = (all.by_ref().take(AT_ONCE).collect(), of_part.clone());
        parts.push(tokio::task::spawn_blocking(move || of_part(part)));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await.map_err(|_| protocol::Failure::Unavailable)?);
    }
    Ok(done)
}
