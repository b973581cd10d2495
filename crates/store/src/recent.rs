//! Incidents read lately. An act follows a look at the same incident, and need not decrypt, read and fold
//! again what the screen has just shown. Entries are never changed (INV-1) and arrive in ascending numbers,
//! so what is held is always the beginning of the log: a writer reads what came after it. What disposes of
//! bodies must let the incident go, and so must what makes an entry count no more, or again. Nothing is held longer than the vault is open.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use lru::LruCache;
use register::Incident;
use register::id::IncidentId;

use crate::read::Received;

/// Incidents held at the same time, and entries of the greatest of them. As many as are worked at once in a busy
/// force: pages of its ledger bring a little of each.
const INCIDENTS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(511);
const ENTRIES: usize = 2_000;

/// Every entry of an incident, in order of arrival, and what they say together.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: Vec<Received>,
    state: OnceLock<Option<Incident>>,
}

impl Log {
    pub(crate) fn of(entries: Vec<Received>) -> Self {
        Self { entries, state: OnceLock::new() }
    }

    /// What the entries that count fold to; `None` without any.
    pub fn state(&self) -> Option<&Incident> {
        let counting = || self.entries.iter().filter(|received| received.counts(None));
        let fold = || Incident::fold(counting().map(|received| &received.entry));
        self.state.get_or_init(fold).as_ref()
    }

    /// Number of the last entry; zero where there is none.
    pub(crate) fn last_seq(&self) -> i64 {
        self.entries.last().map_or(0, |received| received.seq)
    }

    /// The same log with what arrived after it, and the state before.
    pub(crate) fn with(&mut self, arrived: impl IntoIterator<Item = Received>) -> Option<Incident> {
        let before = self.entries.len();
        self.entries.extend(arrived);
        if self.entries.len() == before { None } else { self.state.take().flatten() }
    }
}

impl Deref for Log {
    type Target = [Received];

    fn deref(&self) -> &[Received] {
        &self.entries
    }
}

pub(crate) struct Recent {
    held: Mutex<LruCache<IncidentId, Arc<Log>>>,
    /// How often something was let go of: what was read before that is not held after it.
    let_go: AtomicU64,
}

impl Recent {
    pub fn new() -> Self {
        Self { held: Mutex::new(LruCache::new(INCIDENTS)), let_go: AtomicU64::new(0) }
    }

    /// To be asked before a log is read that is to be held.
    pub fn moment(&self) -> u64 {
        self.let_go.load(Ordering::SeqCst)
    }

    /// Hold a log that was read since a moment, unless something was let go of in between.
    pub fn hold_read(&self, incident_id: IncidentId, log: &Arc<Log>, moment: u64) {
        let mut held = self.held();
        if self.moment() == moment {
            Self::hold_in(&mut held, incident_id, log);
        }
    }

    /// Entries of these count no more, or again.
    pub fn let_go(&self, incidents: &BTreeSet<IncidentId>) {
        let mut held = self.held();
        for incident_id in incidents {
            held.pop(incident_id);
            self.let_go.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Take what is held of an incident out; an empty log where nothing is.
    pub fn take(&self, incident_id: IncidentId) -> Log {
        let taken = self.held().pop(&incident_id);
        taken.map(Arc::unwrap_or_clone).unwrap_or_default()
    }

    /// Hold a log, unless a longer one is held.
    pub fn hold(&self, incident_id: IncidentId, log: &Arc<Log>) {
        Self::hold_in(&mut self.held(), incident_id, log);
    }

    fn hold_in(held: &mut LruCache<IncidentId, Arc<Log>>, incident_id: IncidentId, log: &Arc<Log>) {
        let longer = held.peek(&incident_id).is_some_and(|other| other.last_seq() > log.last_seq());
        if !longer && log.len() <= ENTRIES {
            held.put(incident_id, Arc::clone(log));
        }
    }

    fn held(&self) -> MutexGuard<'_, LruCache<IncidentId, Arc<Log>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
