//! Event streams: what a device that listens is woken by.

use protocol::{Wake, Wakes};
use register::force::ForceCode;
use tokio::sync::{broadcast, watch};

use super::Centre;
use crate::ledger::pull;

/// A device that listens to its force.
#[derive(Debug)]
pub struct Listening {
    pub(super) centre: Centre,
    pub(super) force: ForceCode,
    pub(super) first: Option<Wake>,
    pub(super) wakes: broadcast::Receiver<Wake>,
    pub(super) stopping: watch::Receiver<bool>,
}

impl Wakes for Listening {
    async fn next(&mut self) -> Option<Wake> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let wake = tokio::select! {
                wake = self.wakes.recv() => wake,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            };
            match wake {
                Ok(wake) if wake.force == self.force => return Some(wake),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    let head = pull::force_head(&self.centre.0.database, &self.force).await.ok()?;
                    // What was missed may have been about tellings.
                    return Some(Wake { force: head.force, head: head.head, told: true });
                }
            }
        }
    }
}
