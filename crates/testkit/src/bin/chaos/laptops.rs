//! Laptops of a run: what their officers do, and one round of each.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use rand_chacha::ChaCha20Rng;
use register::command::Command;
use register::{Hash, IncidentId, Role};
use store::StoreError;
use sync::{Again, HttpCentral, HttpSettings, SyncError};
use testkit::{Laptop, Officer, acts};

use crate::plan::{Act, Plan, What};
use crate::proxy::Proxy;
use crate::story::{Story, count};

/// Longer than any answer takes; what never comes is given up.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// What the laptops of one force have in common.
#[derive(Default)]
pub struct Force {
    /// Every entry that was ever recorded.
    pub recorded: Mutex<BTreeSet<Hash>>,
    /// Officers beside the founders, who sign on any of its laptops.
    pub officers: Mutex<Vec<Officer>>,
}

/// One laptop and its way to central.
pub struct Desk {
    pub laptop: Laptop,
    pub proxy: Arc<Proxy>,
    pub central: HttpCentral,
    pub force: Arc<Force>,
    /// What is drawn for it alone.
    pub rng: ChaCha20Rng,
    /// By how much its clock is wrong.
    pub wrong: i64,
    pub story: Arc<Story>,
    /// It is lost in the end. What is signed on it is signed with its own officer's key, which others can give back.
    pub lost: bool,
}

/// How an exchange ended.
#[derive(Debug)]
pub enum Ended {
    Away,
    Dropped,
    Whole,
    Broken(SyncError),
}

impl Desk {
    /// The client to the laptop's proxy.
    pub fn client(proxy: &Proxy) -> Result<HttpCentral, String> {
        let settings = HttpSettings { answer_within: ANSWER_WITHIN, ..HttpSettings::default() };
        HttpCentral::new(&format!("http://{}", proxy.address), settings).map_err(|error| error.to_string())
    }

    /// Take note of an entry.
    pub fn recorded(&self, hash: Hash) {
        count(&self.story.counts.entries);
        self.force.recorded.lock().unwrap_or_else(PoisonError::into_inner).insert(hash);
    }

    fn tell(&self, what: &str) {
        let (name, clock) = (self.laptop.name(), self.laptop.now().format("%-d %B %Y %H:%M"));
        self.story.tell(format!("laptop {name} ({clock}) {what}"));
    }

    /// Photographs, and what is told between forces.
    async fn beside(&self, act: &Act, incident: IncidentId) -> Result<(), String> {
        let (laptop, vault) = (&self.laptop, &self.laptop.vault);
        let failed = |error: StoreError| error.to_string();
        let done = match act.what {
            // Some are sent in more than one part.
            What::Photograph => laptop.photograph(incident, 2_000 + act.which * 400).await,
            What::Tell => {
                let mut theirs = vault.national().await.map_err(failed)?.extracts;
                theirs.retain(|extract| extract.force != laptop.force);
                if let Some(extract) = theirs.get(act.which % theirs.len().max(1)) {
                    laptop.write_telling(&laptop.telling(&extract.force, extract.incident_id)).await;
                    count(&self.story.counts.told);
                    self.tell(&format!("tells {} of {}", extract.force, extract.incident_id));
                }
                return Ok(());
            }
            _ => {
                let waiting = vault.told_waiting().await.map_err(failed)?;
                let Some(told) = waiting.get(act.which % waiting.len().max(1)) else { return Ok(()) };
                laptop.take_told(&told.telling).await
            }
        };
        match done {
            Ok(hash) => {
                self.recorded(hash);
                self.tell(&format!("{:?}: {hash}", act.what));
            }
            Err(refusal) => self.tell(&format!("{:?} is refused: {:?}", act.what, refusal.rule)),
        }
        Ok(())
    }

    async fn act(&self, act: &Act) -> Result<(), String> {
        let laptop = &self.laptop;
        let officers = self.force.officers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Founders do half of it.
        let by = officers.get(act.by % (officers.len() * 2 + 1)).filter(|_| !self.lost);
        let by = by.unwrap_or(&laptop.officer);
        let mut incidents = laptop.vault.incident_ids().await.map_err(|error| error.to_string())?;
        incidents.sort();
        let (what, now) = (&act.what, laptop.now());
        let chosen = incidents.get(act.which % incidents.len().max(1)).copied();
        let Some(incident) = chosen.filter(|_| !matches!(what, What::Report)) else {
            let incident = laptop.report("Test-Larkspur").await;
            let state = laptop.state(incident).await.ok_or("a report is no incident")?;
            self.recorded(state.sight.heads.first().copied().ok_or("a report is no entry")?);
            self.tell(&format!("takes a report: {incident}"));
            return Ok(());
        };
        let command: Command = match what {
            What::Report | What::Note => acts::note(incident, "knocked, nobody there").into(),
            What::Assess(grade) => acts::assess(incident, *grade, now).into(),
            What::Describe(attribute) => {
                let value = if *attribute == register::fact::Attribute::Age { "39" } else { "Test-Finch" };
                acts::describe(incident, *attribute, value).into()
            }
            What::Danger(question) => acts::danger(incident, *question).into(),
            What::Contact => acts::contact(incident).into(),
            What::Locate => acts::located(incident, now).into(),
            What::Withdraw => acts::withdraw(incident).into(),
            What::Close => acts::close(incident).into(),
            What::Reopen => acts::reopen(incident).into(),
            // What was not carried yet goes with the laptop.
            What::Photograph | What::Tell | What::Take if self.lost => return Ok(()),
            What::Photograph | What::Tell | What::Take => return self.beside(act, incident).await,
        };
        match laptop.act_as(by, incident, command).await {
            Ok(hash) => {
                self.recorded(hash);
                self.tell(&format!("{}: {what:?} on {incident}: {hash}", by.name));
            }
            Err(refusal) => {
                self.tell(&format!("{}: {what:?} on {incident} is refused: {:?}", by.name, refusal.rule));
            }
        }
        Ok(())
    }

    /// What is done at the laptop, and its exchange at the same time.
    pub async fn round(&self, plan: &Plan) -> Result<Ended, String> {
        if plan.introduces && !self.lost {
            let number = {
                let officers = self.force.officers.lock().unwrap_or_else(PoisonError::into_inner);
                100 + u32::try_from(officers.len()).unwrap_or_default()
            };
            self.introduce(number).await?;
        }
        for act in &plan.before {
            self.act(act).await?;
        }
        let during = async {
            for act in &plan.during {
                self.act(act).await?;
            }
            Ok::<_, String>(())
        };
        let (ended, acted) = tokio::join!(self.exchange(plan), during);
        acted?;
        let how = match &ended {
            Ended::Broken(error) => format!("{error}"),
            other => format!("{other:?}"),
        };
        self.tell(&format!("exchange: {how}; spoilt by {:?}", plan.faults));
        Ok(ended)
    }

    /// Make another officer known, who signs on every laptop of the force from now on.
    pub async fn introduce(&self, number: u32) -> Result<(), String> {
        let officer = self.laptop.introduce(number, Role::Supervisor).await;
        let (seq, hash) = self.laptop.vault.own_head().await.map_err(|error| error.to_string())?;
        self.recorded(hash);
        self.tell(&format!("introduces {} as its entry {seq}", officer.name));
        self.force.officers.lock().unwrap_or_else(PoisonError::into_inner).push(officer);
        Ok(())
    }

    async fn exchange(&self, plan: &Plan) -> Ended {
        if plan.away {
            return Ended::Away;
        }
        let again = if plan.again { Again::Now } else { Again::After(TimeDelta::days(1)) };
        count(&self.story.counts.exchanges);
        tokio::select! {
            biased;
            () = self.proxy.dropped.notified() => {
                count(&self.story.counts.dropped);
                Ended::Dropped
            }
            done = self.all_of(again) => match done {
                Ok(()) => {
                    count(&self.story.counts.whole);
                    Ended::Whole
                }
                Err(error) => Ended::Broken(error),
            },
        }
    }

    /// The exchange, what goes beside it, and what is told.
    async fn all_of(&self, again: Again) -> Result<(), SyncError> {
        let done = self.laptop.exchange_with(&self.central, again, |_| {}).await?;
        self.story.counts.relayed.fetch_add(done.relayed, Ordering::Relaxed);
        self.laptop.carry(&self.central).await?;
        self.laptop.tell(&self.central).await?;
        Ok(())
    }

    /// Nothing that ended an earlier round ends this one.
    pub async fn ready(&self) {
        tokio::select! {
            biased;
            () = self.proxy.dropped.notified() => {}
            () = std::future::ready(()) => {}
        }
    }
}
