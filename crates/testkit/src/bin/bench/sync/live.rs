//! From saving on one laptop to its standing on another, beside fifty devices that listen too; and what listening
//! costs the centre.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use protocol::Wake;
use register::Thresholds;
use register::id::IncidentId;
use store::keys::VaultKey;
use sync::{Ended, HttpWakes, Memory, Pace, Rounds, Step};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::clients::Client;
use super::laptop::Laptop;
use super::now;
use super::postgres::Postgres;
use super::service::Service;
use crate::Outcome;
use crate::incidents::incident_id;
use crate::measure::{Promise, Sample, line};
use crate::subject::Subject;

const CLIENTS: usize = 50;
const EVERY: Duration = Duration::from_secs(1);
/// A save that is not there by then is not coming.
const LONGEST: Duration = Duration::from_secs(20);
const VISIBLE_MS: f64 = 500.0;
const STREAM_BYTES: u64 = 64 * 1024;

pub(super) async fn measure(
    subject: &Subject,
    saves: u32,
    streams: usize,
    postgres: Option<&Postgres>,
) -> Outcome {
    let service = Service::start(&subject.folder.join("central"), postgres)?;
    let sender = Laptop::recorded(subject, &service.address, &service.code()?).await?;
    sender.exchange(&mut Memory::default(), drop).await?;
    let key: &VaultKey = &subject.unlocked.vault_keys.current;
    let folder = subject.folder.join("receiver");
    let receiver = Laptop::empty(&folder, key, &service.address, &service.code()?).await?;
    receiver.exchange(&mut Memory::default(), drop).await?;
    let clients = Client::enrolled(&service, CLIENTS).await?;
    visible(subject, &sender, &receiver, &clients, saves).await?;
    sender.vault.close().await?;
    receiver.vault.close().await?;
    idle_streams(&service, &clients, streams).await
}

async fn visible(
    subject: &Subject,
    sender: &Laptop,
    receiver: &Laptop,
    clients: &[Client],
    saves: u32,
) -> Outcome {
    // A thread of their own: they are other machines.
    let others = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    for client in clients {
        let client = client.clone();
        others.spawn(async move { client.follow().await.map_err(|error| error.to_string()) });
    }
    let (took, mut came) = unbounded_channel();
    let (unheard, _kept) = unbounded_channel();
    let pace = pace();
    let (mut sending, mut receiving) = (Kept::new(sender, unheard), Kept::new(receiver, took));
    let (mut seen, mut stored) = (Sample::default(), Sample::default());
    let saving = async {
        let mut recorder = subject.recorder();
        let mut ticks = tokio::time::interval(EVERY);
        // The first finds both listening.
        ticks.tick().await;
        for turn in 0..saves {
            ticks.tick().await;
            let n = subject.scale.closed + turn % subject.scale.open;
            let begun = Instant::now();
            recorder.append(&sender.vault, n).await?;
            stored.add(begun.elapsed());
            let arrived =
                async { while came.recv().await.is_some_and(|came| !came.contains(&incident_id(n))) {} };
            tokio::time::timeout(LONGEST, arrived)
                .await
                .map_err(|_| "a save did not come to the other laptop")?;
            // As the screen reads it.
            receiver.vault.log(incident_id(n)).await?.state();
            seen.add(begun.elapsed());
        }
        Outcome::Ok(())
    };
    tokio::select! {
        done = saving => done?,
        () = sync::keep(&mut sending, &pace, sender.vault.grown(), || 1.0) => return Err("sending ended".into()),
        () = sync::keep(&mut receiving, &pace, receiver.vault.grown(), || 1.0) => {
            return Err("receiving ended".into());
        }
    }
    others.shutdown_background();
    for (what, percent, promise) in
        [("half of them", 50, Promise::Nothing), ("19 of 20", 95, Promise::Milliseconds(VISIBLE_MS))]
    {
        line(
            &format!("saved here, visible there, {CLIENTS} more listening, {what} within"),
            seen.ms_at(percent),
            "saving alone",
            stored.ms_at(percent),
            &promise,
        );
    }
    Ok(())
}

fn pace() -> Pace {
    let thresholds = Thresholds::default();
    let seconds = |n: u32| Duration::from_secs(n.into());
    Pace {
        poll: seconds(thresholds.sync_poll_seconds),
        unwoken: seconds(thresholds.sync_poll_unwoken_seconds),
        first_again: seconds(thresholds.sync_retry_seconds),
        longest: seconds(thresholds.sync_retry_longest_seconds),
    }
}

/// A laptop whose register is open: it exchanges by itself, and tells which incidents came.
struct Kept<'l> {
    laptop: &'l Laptop,
    memory: Memory,
    took: UnboundedSender<BTreeSet<IncidentId>>,
}

impl<'l> Kept<'l> {
    fn new(laptop: &'l Laptop, took: UnboundedSender<BTreeSet<IncidentId>>) -> Self {
        Self { laptop, memory: Memory::default(), took }
    }
}

impl Rounds for Kept<'_> {
    type Wakes = HttpWakes;

    async fn round(&mut self) -> Ended {
        let took = &self.took;
        let tell = |step| {
            if let Step::Took { incidents, .. } = step {
                let _ = took.send(incidents);
            }
        };
        match self.laptop.exchange(&mut self.memory, tell).await {
            Ok(_) => Ended::Well,
            Err(error) => Ended::Failed { asked: error.retry_after_ms().map(Duration::from_millis) },
        }
    }

    async fn watch(&mut self) -> Option<HttpWakes> {
        sync::watch(&self.laptop.central, self.laptop.device(), now()).await.ok()
    }

    async fn is_news(&mut self, wake: &Wake) -> bool {
        match self.laptop.vault.enrolment().await {
            Ok(Some(enrolment)) => wake.force == enrolment.force && wake.head > enrolment.cursor,
            _ => true,
        }
    }
}

async fn idle_streams(service: &Service<'_>, clients: &[Client], streams: usize) -> Outcome {
    let before = service.memory()?;
    let mut open = Vec::with_capacity(streams);
    for client in clients.iter().cycle().take(streams) {
        open.push(client.listening().await?);
    }
    let each = service.memory()?.saturating_sub(before) / open.len().max(1) as u64;
    let verdict = if each <= STREAM_BYTES { "within" } else { "OVER" };
    println!(
        "{} idle event streams: {each} bytes of the centre's memory each; promised ≤ {STREAM_BYTES}: {verdict}",
        open.len()
    );
    Ok(())
}
