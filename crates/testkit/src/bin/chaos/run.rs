//! The run: rounds of acts, exchanges and faults, receipts checked after each, and all brought to rest at the end.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use sync::{Again, Exchanged, SyncError};
use testkit::{Laptop, START, force};
use tokio::sync::mpsc;

use crate::check::{at_rest, beside_at_rest, lies, lies_told};
use crate::laptops::{Desk, Ended, Force};
use crate::plan::{Between, Plan, between, plan};
use crate::proxy::{Blow, Proxy};
use crate::service::Service;
use crate::story::{Story, count};

const MINUTE: i64 = 60_000;
/// Exchanges of each laptop after which they must have come to rest.
const TO_REST: usize = 12;
/// Times that what goes beside the entries is looked at again, a tenth of a second apart.
const WAITED: usize = 100;
const FORCES: [&str; 2] = ["NM", "WX"];
/// The laptop that may be lost: its force has another.
const LOST: u32 = 4;

/// How long a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Rounds are begun until so much time has passed.
    Passed(Duration),
    Rounds(u64),
}

struct Run {
    story: Arc<Story>,
    service: Service,
    desks: Vec<Desk>,
    blows: mpsc::UnboundedReceiver<Blow>,
    over: mpsc::UnboundedSender<Blow>,
    rng: ChaCha20Rng,
    /// Central's time.
    time: i64,
}

/// Run, and give the counts in words.
///
/// # Errors
/// What is wrong, with the last of what happened before.
pub async fn run(seed: u64, until: Until) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let story = Arc::new(Story::default());
    let outcome = async {
        let mut run = Run::new(folder.path(), seed, Arc::clone(&story)).await?;
        let began = Instant::now();
        for round in 0.. {
            let over = match until {
                Until::Passed(time) => began.elapsed() >= time,
                Until::Rounds(rounds) => round >= rounds,
            };
            if over {
                break;
            }
            run.round(round).await?;
        }
        run.lose().await?;
        run.settle().await
    };
    match outcome.await {
        Ok(()) => Ok(story.counts.to_string()),
        Err(wrong) => {
            let kept = folder.keep();
            let (counts, kept) = (&story.counts, kept.display());
            Err(format!("{story}{wrong}\nafter {counts}\nthe files are kept in {kept}"))
        }
    }
}

impl Run {
    async fn new(folder: &Path, seed: u64, story: Arc<Story>) -> Result<Self, String> {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut service = Service::new(folder, START).await?;
        service.start().await?;
        let (over, blows) = mpsc::unbounded_channel();
        let forces: Vec<Arc<Force>> = FORCES.iter().map(|_| Arc::default()).collect();
        let mut desks = Vec::new();
        // Two of each force, and perhaps one more of the first.
        for number in 1..=rng.random_range(4..=5u32) {
            let of = (number as usize - 1) % FORCES.len();
            let place = folder.join(format!("laptop-{number}"));
            let laptop = Laptop::new(&place, number, force(FORCES[of]), START).await;
            let proxy = Proxy::new(service.address.clone(), over.clone(), Arc::clone(&story)).await;
            let proxy = proxy.map_err(|error| error.to_string())?;
            let central = Desk::client(&proxy)?;
            let code = service.code(&laptop.force).await?;
            laptop.enrol(&central, code.secret(), &format!("http://{}", proxy.address)).await;
            let desk = Desk {
                laptop,
                proxy,
                central,
                force: Arc::clone(&forces[of]),
                rng: ChaCha20Rng::seed_from_u64(seed ^ u64::from(number) << 32),
                wrong: 0,
                story: Arc::clone(&story),
                // Whoever introduces officers comes back.
                lost: number == LOST && rng.random_bool(0.75),
            };
            let (_, founding) = desk.laptop.vault.own_head().await.map_err(|error| error.to_string())?;
            desk.recorded(founding);
            count(&story.counts.laptops);
            desks.push(desk);
        }
        for desk in desks.iter().take(FORCES.len()) {
            desk.introduce(7).await?;
        }
        let mut run = Self { story, service, desks, blows, over, rng, time: START };
        run.service.back_up().await?;
        Ok(run)
    }

    async fn round(&mut self, round: u64) -> Result<(), String> {
        count(&self.story.counts.rounds);
        self.pass()?;
        self.story.tell(format!("-- round {round}"));
        let mut plans = Vec::new();
        for at in 0..self.desks.len() {
            let plan = plan(&mut self.desks[at].rng);
            self.set_clock(at, plan.clock);
            if plan.reopened {
                self.reopen(at).await;
            }
            let desk = &self.desks[at];
            desk.proxy.spoil(plan.faults.clone());
            desk.ready().await;
            plans.push(plan);
        }
        let ended = self.all_at_once(&plans).await?;
        for (at, ended) in ended.iter().enumerate() {
            match ended {
                Ended::Dropped => self.reopen(at).await,
                // Nobody here writes under another's name, and central is the one that was pinned. A truncated
                // answer is told as not being central's, which it is not.
                Ended::Broken(SyncError::Forked | SyncError::NotEnrolled | SyncError::Store(_)) => {
                    let name = self.desks[at].laptop.name();
                    return Err(format!("laptop {name}: an exchange ended with {ended:?}"));
                }
                Ended::Broken(_) | Ended::Whole | Ended::Away => {}
            }
        }
        self.receipts().await?;
        self.between().await
    }

    /// All laptops, while central takes its blows.
    async fn all_at_once(&mut self, plans: &[Plan]) -> Result<Vec<Ended>, String> {
        let Self { desks, blows, service, over, story, .. } = self;
        let rounds = async {
            let ended = join_all(desks.iter().zip(plans).map(|(desk, plan)| desk.round(plan))).await;
            let _ = over.send(Blow::Over);
            ended
        };
        let suffering = async {
            while let Some(blow) = blows.recv().await {
                match blow {
                    Blow::Over => break,
                    Blow::Killed => {
                        count(&story.counts.kills);
                        story.tell("central is killed and started");
                        service.kill().await;
                        service.start().await?;
                    }
                    Blow::PutBack => {
                        count(&story.counts.put_back);
                        story.tell("central is killed and put back from its last backup");
                        service.put_back(0).await?;
                    }
                }
            }
            Ok::<_, String>(())
        };
        let (ended, suffered) = tokio::join!(rounds, suffering);
        suffered?;
        ended.into_iter().collect()
    }

    async fn between(&mut self) -> Result<(), String> {
        match between(&mut self.rng) {
            Between::Nothing => {}
            Between::BackedUp => {
                self.story.tell("central is backed up");
                self.service.back_up().await?;
            }
            Between::Stopped => {
                self.story.tell("central is stopped and started");
                self.service.stop().await?;
                self.service.start().await?;
            }
            Between::PutBack { older } => {
                count(&self.story.counts.put_back);
                self.story.tell(format!("central is put back from a backup, {older} before the last"));
                self.service.put_back(older).await?;
            }
        }
        Ok(())
    }

    /// Time passes for everybody alike.
    fn pass(&mut self) -> Result<(), String> {
        self.time += self.rng.random_range(1..30) * MINUTE;
        self.service.set_time(self.time)?;
        for desk in &self.desks {
            desk.laptop.clock.store(self.time + desk.wrong, Ordering::Relaxed);
        }
        Ok(())
    }

    fn set_clock(&mut self, at: usize, wrong: Option<i64>) {
        if let Some(wrong) = wrong {
            let desk = &mut self.desks[at];
            desk.wrong = wrong;
            desk.laptop.clock.store(self.time + wrong, Ordering::Relaxed);
            let (name, minutes) = (desk.laptop.name(), wrong / MINUTE);
            self.story.tell(format!("the clock of laptop {name} is set {minutes} minutes from the time"));
        }
    }

    async fn reopen(&mut self, at: usize) {
        let desk = self.desks.remove(at);
        self.story.tell(format!("laptop {} begins again", desk.laptop.name()));
        let laptop = desk.laptop.reopened().await;
        self.desks.insert(at, Desk { laptop, ..desk });
    }

    fn laptops(&self) -> Vec<&Laptop> {
        self.desks.iter().map(|desk| &desk.laptop).collect()
    }

    async fn receipts(&self) -> Result<(), String> {
        let mut found = Vec::new();
        for desk in &self.desks {
            let held = desk.laptop.held().await;
            let to_send = desk.laptop.vault.to_send().await.map_err(|error| error.to_string())?;
            let ledger = self.service.ledger(&desk.laptop.force).await;
            if held.era == ledger.era {
                let receipts = held.delivered.len() as u64;
                self.story.counts.receipts.fetch_add(receipts, Ordering::Relaxed);
            }
            found.extend(lies(desk.laptop.name(), &held, to_send, &ledger));
        }
        found.extend(lies_told(&self.laptops()).await);
        if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
    }

    /// A laptop never comes back, and central is put back: what another laptop holds of it must come to central all the
    /// same. What nobody else holds is lost.
    async fn lose(&mut self) -> Result<(), String> {
        let Some(at) = self.desks.iter().position(|desk| desk.lost) else { return Ok(()) };
        let lost = self.desks.remove(at);
        count(&self.story.counts.lost);
        count(&self.story.counts.put_back);
        self.story.tell(format!("laptop {} is lost, and central is put back", lost.laptop.name()));
        self.service.put_back(self.rng.random_range(0..4)).await?;
        let mut held = self.service.ledger(&lost.laptop.force).await.hashes();
        for desk in self.desks.iter().filter(|desk| desk.laptop.force == lost.laptop.force) {
            held.extend(desk.laptop.held().await.entries);
        }
        let own = lost.laptop.held().await.own;
        let mut recorded = lost.force.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.retain(|hash| held.contains_key(hash) || !own.contains(hash));
        Ok(())
    }

    /// Nothing goes wrong any more: all exchange until nobody has anything to say, and then all must be equal.
    async fn settle(&mut self) -> Result<(), String> {
        self.story.tell("-- the faults end");
        for desk in &self.desks {
            desk.proxy.spoil(BTreeMap::new());
        }
        let mut quiet = false;
        for _ in 0..TO_REST {
            if quiet {
                break;
            }
            quiet = true;
            for desk in &self.desks {
                let done = desk.laptop.exchange_with(&desk.central, Again::Now, |_| {}).await;
                let name = desk.laptop.name();
                let done = done.map_err(|error| format!("laptop {name}, with no fault: {error}"))?;
                self.story.counts.relayed.fetch_add(done.relayed, Ordering::Relaxed);
                self.story.tell(format!("laptop {name} exchanges: {done:?}"));
                quiet &= done == Exchanged::default();
            }
        }
        let mut found = Vec::new();
        if !quiet {
            found.push(format!("after {TO_REST} exchanges each there is still something to say"));
        }
        for desk in &self.desks {
            let ledger = self.service.ledger(&desk.laptop.force).await;
            let recorded = desk.force.recorded.lock().unwrap_or_else(PoisonError::into_inner).clone();
            found.extend(at_rest(&desk.laptop, &ledger, &recorded).await);
        }
        found.extend(self.settle_beside().await?);
        self.service.stop().await?;
        if let Err(wrong) = self.service.run(&["verify"]).await {
            found.push(wrong);
        }
        if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
    }

    /// The same for what goes beside the entries. The index at central follows what is pushed, and is waited for.
    async fn settle_beside(&self) -> Result<Vec<String>, String> {
        let mut ledgers = Vec::new();
        for force in FORCES {
            ledgers.push(self.service.ledger(&testkit::force(force)).await);
        }
        let mut found = Vec::new();
        for _ in 0..WAITED {
            for desk in &self.desks {
                let name = desk.laptop.name();
                let broken = |error: SyncError| format!("laptop {name}, with no fault: {error}");
                desk.laptop.carry(&desk.central).await.map_err(broken)?;
                desk.laptop.tell(&desk.central).await.map_err(broken)?;
            }
            found = beside_at_rest(&self.laptops(), &ledgers).await;
            if found.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(found)
    }
}
