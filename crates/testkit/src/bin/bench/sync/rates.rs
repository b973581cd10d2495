//! Entries a second out and in, against PouchDB with the same records and against rebuilding; an exchange of
//! nothing; what travels and what is kept.

use std::time::{Duration, Instant};

use store::Vault;
use sync::{Memory, Step};

use super::laptop::Laptop;
use super::postgres::Postgres;
use super::pouch::{self, Pouch};
use super::service::Service;
use super::wire::Wire;
use crate::Outcome;
use crate::measure::{Promise, Sample, line, rate_line, timed};
use crate::subject::{REGISTER, Subject};

/// Exchanges with nothing to send and nothing to take.
const IDLE: u32 = 200;
const IDLE_MS: f64 = 5.0;

pub(super) async fn measure(subject: &Subject, repetitions: u32, postgres: Option<&Postgres>) -> Outcome {
    let pouch = Pouch::measured(subject, repetitions).await?;
    let mut taken = Taken::default();
    for turn in 0..repetitions {
        let last = turn + 1 == repetitions;
        let service = Service::start(&subject.folder.join("central"), postgres)?;
        let sender = Laptop::recorded(subject, &service.address, &service.code()?).await?;
        taken.push(subject, &service, &sender).await?;
        sender.indexed(subject.scale.open).await?;
        let key = &subject.unlocked.vault_keys.current;
        let folder = subject.folder.join("receiver");
        let receiver = Laptop::empty(&folder, key, &service.address, &service.code()?).await?;
        let mut memory = taken.pull(subject, &service, &receiver).await?;
        timed(&mut taken.rebuild, async { Ok(receiver.vault.rebuild(|_| true).await?) }).await?;
        if last {
            idle(&service, &receiver, &mut memory).await?;
            let grown = service.grown()? / subject.entries.unsigned_abs();
            println!("kept at the centre: {grown} bytes per entry (no promise)");
        }
        sender.vault.close().await?;
        receiver.vault.close().await?;
    }
    taken.tell(subject, &pouch);
    on_the_wire(subject, postgres).await
}

#[derive(Default)]
struct Taken {
    push: Sample,
    pull: Sample,
    rebuild: Sample,
    push_cpu: Sample,
    pull_cpu: Sample,
}

impl Taken {
    /// Everything out, up to when the first page of the ledger is at hand.
    async fn push(&mut self, subject: &Subject, service: &Service<'_>, sender: &Laptop) -> Outcome {
        let (begun, before) = (Instant::now(), service.cpu()?);
        let mut sent: Option<(Duration, Option<Duration>)> = None;
        let exchanged = sender
            .exchange(&mut Memory::default(), |step| {
                if matches!(step, Step::Receiving { .. }) && sent.is_none() {
                    sent = Some((begun.elapsed(), service.cpu().ok()));
                }
            })
            .await?;
        if exchanged.delivered != subject.entries.unsigned_abs() {
            return Err(
                format!("{} of {} entries were delivered", exchanged.delivered, subject.entries).into()
            );
        }
        let (elapsed, cpu) = sent.ok_or("nothing came back")?;
        self.push.add(elapsed);
        self.push_cpu.add(cpu.ok_or("the centre's CPU could not be read")? - before);
        Ok(())
    }

    /// Everything in, compared and checkpointed.
    async fn pull(&mut self, subject: &Subject, service: &Service<'_>, receiver: &Laptop) -> Outcome<Memory> {
        let (mut memory, before) = (Memory::default(), service.cpu()?);
        timed(&mut self.pull, async { Ok(receiver.exchange(&mut memory, drop).await?) }).await?;
        self.pull_cpu.add(service.cpu()? - before);
        whole(subject, &receiver.vault).await?;
        Ok(memory)
    }

    fn tell(&self, subject: &Subject, pouch: &Pouch) {
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 entries")]
        let entries = subject.entries as f64;
        let rate = |sample: &Sample| entries * 1_000.0 / sample.median_ms();
        rate_line("push", rate(&self.push), "PouchDB's", pouch.push, Some(5.0));
        rate_line("pull", rate(&self.pull), "PouchDB's", pouch.pull, Some(4.0));
        rate_line("pull", rate(&self.pull), "rebuild's", rate(&self.rebuild), Some(0.5));
        let each = |sample: &Sample| sample.median_ms() * 1_000.0 / entries;
        println!(
            "CPU at the centre, database included: {:.0} µs per entry pushed, {:.0} µs per entry pulled",
            each(&self.push_cpu),
            each(&self.pull_cpu)
        );
    }
}

/// Every entry of the register stands in the vault.
pub(super) async fn whole(subject: &Subject, vault: &Vault) -> Outcome {
    let (mut entries, mut streams) =
        (vault.sealed(REGISTER.bytes()).await?.len(), 0..subject.scale.incidents());
    for n in streams.by_ref() {
        entries += vault.sealed(crate::incidents::incident_id(n).bytes()).await?.len();
    }
    if entries as u64 == subject.entries.unsigned_abs() {
        Ok(())
    } else {
        Err(format!("{entries} of {} entries came", subject.entries).into())
    }
}

async fn idle(service: &Service<'_>, laptop: &Laptop, memory: &mut Memory) -> Outcome {
    let (mut nothing, mut hello) = (Sample::default(), Sample::default());
    let before = service.cpu()?;
    for _ in 0..IDLE {
        timed(&mut nothing, async { Ok(laptop.exchange(memory, drop).await?) }).await?;
    }
    let cpu = (service.cpu()? - before).as_secs_f64() * 1_000_000.0 / f64::from(IDLE);
    for _ in 0..IDLE {
        use protocol::Central as _;
        timed(&mut hello, async { Ok(laptop.central.hello(protocol::Hello::default()).await?) }).await?;
    }
    line(
        "nothing to sync",
        nothing.median_ms(),
        "one request that asks for nothing",
        hello.median_ms(),
        &Promise::Milliseconds(IDLE_MS),
    );
    println!("CPU at the centre, database included: {cpu:.0} µs per exchange of nothing");
    Ok(())
}

/// The same once more, counted.
async fn on_the_wire(subject: &Subject, postgres: Option<&Postgres>) -> Outcome {
    let service = Service::start(&subject.folder.join("central"), postgres)?;
    let wire = Wire::to(&service.address).await?;
    let sender = Laptop::recorded(subject, &wire.address, &service.code()?).await?;
    wire.taken();
    let (mut pushed, mut memory) = (None, Memory::default());
    let sending = sender.exchange(&mut memory, |step| {
        // The first page is at hand: what came back for the push is what came less the page.
        if matches!(step, Step::Receiving { .. }) && pushed.is_none() {
            pushed = Some(wire.taken());
        }
    });
    sending.await?;
    sender.indexed(subject.scale.open).await?;
    sender.vault.close().await?;
    let folder = subject.folder.join("receiver");
    let key = &subject.unlocked.vault_keys.current;
    let receiver = Laptop::empty(&folder, key, &wire.address, &service.code()?).await?;
    wire.taken();
    let mut memory = Memory::default();
    receiver.exchange(&mut memory, drop).await?;
    let pulled = wire.taken();
    receiver.exchange(&mut memory, drop).await?;
    let nothing = wire.taken();
    receiver.vault.close().await?;
    let entries = subject.entries.unsigned_abs();
    println!(
        "on the wire: {} bytes out per entry pushed, {} bytes in per entry pulled; the entry itself has {}; \
         an exchange of nothing: {} bytes out, {} in (no promise)",
        pushed.unwrap_or_default().0 / entries,
        pulled.1 / entries,
        pouch::bytes(subject).await? / entries,
        nothing.0,
        nothing.1,
    );
    Ok(())
}
