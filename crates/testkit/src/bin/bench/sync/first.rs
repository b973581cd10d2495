//! The first exchange of a laptop that holds nothing, in a process of its own, so that its memory can be told.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use store::keys::{KdfParams, NewPassphrase, RegisterLock, RegisterMeta};
use sync::{Memory, Step};

use super::laptop::Laptop;
use super::output;
use super::postgres::Postgres;
use super::service::{FORCE, Service, kib};
use crate::Outcome;
use crate::incidents::incident_id;
use crate::subject::{COLLAR, PASSPHRASE, REGISTER, Subject};

/// The first argument of the process that takes everything in.
pub(crate) const CHILD: &str = "--first-sync";
/// Milliseconds until every open incident stands in the list of a field laptop; until all is here.
pub(super) const FIELD_MS: f64 = 10_000.0;
pub(super) const DESK_MS: f64 = 90_000.0;
/// Memory that is flat grows by no more than this between a tenth of the way and its end.
const FLAT: f64 = 1.25;

/// A laptop that takes in the whole ledger: there are no scopes, so a field laptop takes all of a small one.
pub(super) async fn measure(
    subject: &Subject,
    whose: &str,
    most_ms: f64,
    postgres: Option<&Postgres>,
) -> Outcome {
    let service = Service::start(&subject.folder.join("central"), postgres)?;
    let sender = Laptop::recorded(subject, &service.address, &service.code()?).await?;
    let begun = Instant::now();
    sender.exchange(&mut Memory::default(), drop).await?;
    let sent = begun.elapsed();
    sender.indexed(subject.scale.open).await?;
    sender.vault.close().await?;
    let mut child = Command::new(std::env::current_exe()?);
    child.arg(CHILD).arg(subject.folder.join("first")).arg(&service.address).arg(service.code()?.to_string());
    child.arg(subject.scale.closed.to_string()).arg(subject.scale.incidents().to_string());
    let said = output(&mut child)?;
    let numbers: Vec<f64> = said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [first, open, all, early, peak, received] = numbers.as_slice() else {
        return Err(format!("the new process said: {said}").into());
    };
    if received.total_cmp(&f64::from(u32::try_from(subject.entries)?)).is_ne() {
        return Err(format!("{received} of {} entries came", subject.entries).into());
    }
    let verdict = |kept| if kept { "within" } else { "OVER" };
    println!(
        "first sync of {whose}, {} incidents and {} entries: first page after {first:.0} ms, every open incident \
         listed after {open:.0} ms, all after {all:.0} ms; promised ≤ {most_ms:.0} ms: {}",
        subject.scale.incidents(),
        subject.entries,
        verdict(*all <= most_ms),
    );
    println!(
        "  memory at its most: {:.0} MiB after a tenth, {:.0} MiB in the end; promised flat: {}; sending it all, \
         with its way back: {} ms",
        early / 1024.0,
        peak / 1024.0,
        verdict(*peak <= early * FLAT),
        sent.as_millis(),
    );
    Ok(())
}

/// Prints milliseconds until the first page, every open incident and everything had come, the most memory after a
/// tenth of it and in the end (KiB), and how many entries came.
pub(crate) async fn child(arguments: &[String]) -> Outcome {
    let [folder, address, code, closed, incidents] = arguments else {
        return Err("the folder, the address, a code and two numbers".into());
    };
    let folder = Path::new(folder);
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let (keys, register) = (folder.join("keys"), folder.join("register"));
    std::fs::create_dir_all(&keys)?;
    let meta = RegisterMeta { register_id: REGISTER.0, force_code: FORCE.into(), training: true };
    let passphrase =
        NewPassphrase { kdf: KdfParams::weak_for_tests(), ..NewPassphrase::new(PASSPHRASE, &[]) };
    let mut rng = ChaCha20Rng::from_seed(rand::random());
    let lock = RegisterLock::take(&keys)?;
    let (unlocked, _) = store::keys::create(&lock, &meta, COLLAR, &passphrase, &mut rng)?;
    let laptop = Laptop::empty(&register, &unlocked.vault_keys.current, address, &code.parse()?).await?;
    let mut waited_for: BTreeSet<_> = (closed.parse::<u32>()?..incidents.parse()?).map(incident_id).collect();
    let begun = Instant::now();
    let (mut first, mut open, mut all): (Option<Duration>, Option<Duration>, u64) = (None, None, 0);
    let mut early = None;
    let exchanged = laptop
        .exchange(&mut Memory::default(), |step| match step {
            Step::Receiving { left } => {
                all = all.max(left);
                if early.is_none() && left <= all - all / 10 && left < all {
                    early = kib("/proc/self/status", "VmHWM").ok();
                }
            }
            Step::Took { incidents, .. } => {
                first.get_or_insert_with(|| begun.elapsed());
                waited_for.retain(|incident_id| !incidents.contains(incident_id));
                if waited_for.is_empty() {
                    open.get_or_insert_with(|| begun.elapsed());
                }
            }
            Step::Answered { .. } | Step::Sending | Step::Filled => {}
        })
        .await?;
    let all = begun.elapsed();
    let peak = kib("/proc/self/status", "VmHWM")?;
    println!(
        "{} {} {} {} {peak} {}",
        first.unwrap_or(all).as_millis(),
        open.ok_or("an open incident did not come")?.as_millis(),
        all.as_millis(),
        early.unwrap_or(peak),
        exchanged.received
    );
    laptop.vault.close().await?;
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
